"""`Settings` -> what writes the index. Nobody who indexes waits for what only answers need."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from langchain_core.documents import Document

from advisor.documents import Guide
from advisor.embedding import SentenceEmbeddings
from advisor.errors import AdvisorError
from advisor.index import Stamp, follow
from advisor.settings import Settings

if TYPE_CHECKING:
    from advisor.index import Builder

MOST_JUDGED = (
    500  # sections; to judge what may be suggested takes some milliseconds for each, and much longer on a Chroma server
)

Made = TypeVar("Made")


def embeddings(settings: Settings) -> SentenceEmbeddings:
    """The embedding model, loaded at its first use."""
    return SentenceEmbeddings(settings.embedding)


def stamp(settings: Settings) -> Stamp:
    """How the index has to be built."""
    return Stamp(embeddings(settings).identity)


def builder(
    settings: Settings, progress: Callable[[int, int], None] = lambda done, total: None, ray: bool = False
) -> "Builder":
    """What writes the index that the settings name; the model is loaded once there is text to embed.

    Args:
        settings: name the index.
        progress: called with (chunks done so far, chunks to do).
        ray: whether Ray's workers embed.

    Raises:
        IndexUnreachable: a Chroma server has the index, and does not answer.
        AdvisorError: Ray is not installed.
    """
    from advisor import spreading
    from advisor.chunking import chunk_guide
    from advisor.index import Builder

    follow(settings.index, settings.chroma_url)
    model = embeddings(settings)

    def chunk(guide: Guide) -> list[Document]:
        return chunk_guide(guide, model.token_count, model.window)

    return Builder(
        settings.index,
        model,
        Stamp(model.identity),
        chunk,
        settings.chroma_url,
        progress,
        settings.max_file_bytes,
        installed(lambda: spreading.over_ray(settings.embedding), "ray") if ray else None,
    )


def installed(make: Callable[[], Made], extra: str) -> Made:
    """What an optional package makes.

    Raises:
        AdvisorError: the package is missing; the message says what to install.
    """
    try:
        return make()
    except ImportError as error:
        raise AdvisorError(f"A package is missing: run 'pip install \"residency-advisor[{extra}]\"'.") from error
