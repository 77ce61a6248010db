"""`Settings` -> concrete parts; the one file that names model classes and store clients."""

from collections.abc import Callable

from langchain_core.documents import Document

from advisor import glossary, reranking
from advisor.chunking import chunk_guide
from advisor.composing import Composer
from advisor.documents import Guide
from advisor.embedding import SentenceEmbeddings
from advisor.gaps import Gaps
from advisor.index import Builder, Index, Stamp, newest
from advisor.limits import Limits
from advisor.pipeline import Advisor
from advisor.reranking import Reranker
from advisor.retrieval import SectionRetriever
from advisor.settings import Settings
from advisor.spelling import Spelling


def advisor(settings: Settings) -> Advisor:
    """The advisor over the index that the settings name.

    Raises:
        IndexNotBuilt: there is no index yet.
        IndexMismatch: it was built with other settings.
        EmbeddingError: the embedding model cannot be loaded.
    """
    return advisors(settings)()


def advisors(settings: Settings) -> Callable[[], Advisor]:
    """What opens the newest generation of the index at each call; all share the models."""
    model = embeddings(settings)
    reranker = reranking.shipped() if settings.rerank else None
    last: list[Index] = []

    def load() -> Advisor:
        before = last.pop() if last else None
        index = Index(settings.index, model, Stamp(model.identity), settings.chroma_url, before)
        last.append(index)
        return _advisor(settings, index, reranker)

    return load


def embeddings(settings: Settings) -> SentenceEmbeddings:
    """The embedding model, loaded at its first use."""
    return SentenceEmbeddings(settings.embedding)


def stamp(settings: Settings) -> Stamp:
    """How the index has to be built."""
    return Stamp(embeddings(settings).identity)


def gaps(settings: Settings) -> Gaps | None:
    """Where questions that got no answer are kept; None where they are not to be."""
    return Gaps(settings.index) if settings.keep_questions else None


def version(settings: Settings) -> tuple[int, int]:
    """What is another one when the advisor has to be opened anew; cheap enough to be asked each second."""
    abbreviations = settings.corpus / glossary.FILE
    return newest(settings.index), abbreviations.stat().st_mtime_ns if abbreviations.is_file() else 0


def _advisor(settings: Settings, index: Index, reranker: Reranker | None) -> Advisor:
    model = index.embeddings
    texts = [section.text for section in index.sections.values()]
    names = glossary.load(settings.corpus / glossary.FILE, texts)
    retriever = SectionRetriever(index=index, glossary=names)
    retriever.invoke("ready")  # loads the model and opens the store now, not at the first question
    composer, limits = Composer(index.statement_embeddings), Limits(model)
    return Advisor(retriever, composer, index.guides, index.words, Spelling(texts), limits, reranker)


def builder(settings: Settings, progress: Callable[[int, int], None] = lambda done, total: None) -> Builder:
    """What writes the index that the settings name; the model is loaded once there is text to embed."""
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
    )
