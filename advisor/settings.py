"""Every value an operator may change, and when to change it."""

import os
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_ROOT = Path(__file__).resolve().parent.parent
_CHECKOUT = (_ROOT / "pyproject.toml").is_file()


def default_index() -> Path:
    """Inside a checkout its own ignored folder, so that two clones never share an index."""
    return _ROOT / ".advisor" if _CHECKOUT else user_data_path("advisor") / "index"


def default_corpus() -> Path:
    """The guides of the checkout, or those that were installed with the package."""
    return _ROOT / "corpus" if _CHECKOUT else Path(__file__).resolve().parent / "corpus"


def at_home(path: Path) -> Path:
    """A path in which `~` is the user's own folder, as a `.env` file and quotes leave it to the program."""
    return Path(os.path.expanduser(path))


_Place = Annotated[Path, AfterValidator(at_home)]


class Settings(BaseSettings):
    """Read from `ADVISOR_…` environment variables and a `.env` file; fixed once read."""

    model_config = SettingsConfigDict(
        env_prefix="ADVISOR_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    index: _Place = Field(default_factory=default_index, description="folder of the index")
    corpus: _Place = Field(default_factory=default_corpus, description="folder of the guides")
    embedding: str = Field(
        default="advisor-minilm", description="embedding model: a sentence-transformers name or folder"
    )
    chroma_url: str | None = Field(
        default=None, description="a Chroma server instead of the store inside the index folder"
    )
    keep_questions: bool = Field(
        default=True, description="whether questions that got no answer are kept beside the index, for 'advisor gaps'"
    )
    max_file_mb: float = Field(
        default=20, gt=0, allow_inf_nan=False, description="size in MB beyond which a file or web page is refused"
    )
    allow_private_urls: bool = Field(
        default=False, description="whether pages of this machine and of private networks may be fetched"
    )
    admin_password: SecretStr | None = Field(
        default=None,
        description="who knows it may change the guides from the browser; without it only this machine may",
    )
    llm: str | None = Field(
        default=None, description="chat model that phrases answers, as `provider:model`; without it none is used"
    )
    llm_base_url: str | None = Field(default=None, description="any server that speaks OpenAI's protocol")
    llm_api_key: SecretStr | None = Field(
        default=None, description="the provider's key, where its own variable is not set"
    )
    llm_seconds: float = Field(default=30.0, gt=0, le=600, description="longest that the model may take for an answer")
    llm_tokens: int = Field(default=1000, ge=50, le=100_000, description="most tokens that the model may write")
    llm_context: int = Field(default=3000, ge=200, description="most tokens of passages that the model is given")
    trace: _Place | None = Field(
        default=None, description="file that gets one JSON line an answer; `-` is standard error"
    )
    trace_questions: bool = Field(default=False, description="whether these lines hold the questions")
    metrics: bool = Field(default=False, description="whether `/metrics` is served for Prometheus")

    @property
    def max_file_bytes(self) -> int:
        """The largest size of a guide's file."""
        return int(self.max_file_mb * 2**20)
