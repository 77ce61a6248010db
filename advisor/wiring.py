"""`Settings` -> concrete parts; the one file that names model classes and store clients."""

from collections.abc import Callable

from langchain_core.documents import Document

from advisor import glossary
from advisor.chunking import chunk_guide
from advisor.composing import Composer
from advisor.documents import Guide
from advisor.embedding import SentenceEmbeddings
from advisor.index import Builder, Index, Stamp
from advisor.limits import Limits
from advisor.pipeline import Advisor
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
    embeddings = SentenceEmbeddings(settings.embedding)
    index = Index(settings.index, embeddings, Stamp(embeddings.identity), settings.chroma_url)
    texts = [section.text for section in index.sections.values()]
    names = glossary.load(settings.corpus / glossary.FILE, texts)
    retriever = SectionRetriever(index=index, glossary=names)
    retriever.invoke("ready")  # loads the model and opens the store now, not at the first question
    return Advisor(retriever, Composer(embeddings), index.guides, index.words, Spelling(texts), Limits(embeddings))


def builder(settings: Settings, progress: Callable[[int, int], None] = lambda done, total: None) -> Builder:
    """What writes the index that the settings name; the model is loaded once there is text to embed."""
    embeddings = SentenceEmbeddings(settings.embedding)

    def chunk(guide: Guide) -> list[Document]:
        return chunk_guide(guide, embeddings.token_count, embeddings.window)

    return Builder(
        settings.index,
        embeddings,
        Stamp(embeddings.identity),
        chunk,
        settings.chroma_url,
        progress,
        settings.max_file_bytes,
    )
