"""An advisor that answers questions from guide documents, every statement cited."""

__version__ = "0.1.0"
