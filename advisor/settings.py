"""Every value an operator may change, and when to change it."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_ROOT = Path(__file__).resolve().parent.parent
_CHECKOUT = (_ROOT / "pyproject.toml").is_file()


def default_index() -> Path:
    """Inside a checkout its own ignored folder, so that two clones never share an index."""
    return _ROOT / ".advisor" if _CHECKOUT else user_data_path("advisor") / "index"


def default_corpus() -> Path:
    """The guides of the checkout, or those that were installed with the package."""
    return _ROOT / "corpus" if _CHECKOUT else Path(__file__).resolve().parent / "corpus"


class Settings(BaseSettings):
    """Read from `ADVISOR_…` environment variables and a `.env` file; fixed once read."""

    model_config = SettingsConfigDict(
        env_prefix="ADVISOR_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    index: Path = Field(default_factory=default_index, description="folder of the index")
    corpus: Path = Field(default_factory=default_corpus, description="folder of the guides")
    embedding: str = Field(
        default="advisor-minilm", description="embedding model: a sentence-transformers name or folder"
    )
    rerank: bool = Field(
        default=True, description="read the question together with the best statements; off: faster, refuses less well"
    )
    chroma_url: str | None = Field(
        default=None, description="a Chroma server instead of the store inside the index folder"
    )
    keep_questions: bool = Field(
        default=True, description="whether questions that got no answer are kept beside the index, for 'advisor gaps'"
    )
