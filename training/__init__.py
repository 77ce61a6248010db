"""Training text and training of the embedding model."""
