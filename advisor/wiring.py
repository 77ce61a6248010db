"""`Settings` -> concrete parts; the one file that names model classes and store clients."""

import os
from collections.abc import Callable

from langchain_core.documents import Document

from advisor import generation, glossary, tracing
from advisor.chunking import chunk_guide
from advisor.composing import Composer
from advisor.documents import Guide
from advisor.embedding import SentenceEmbeddings
from advisor.errors import AdvisorError
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
        GenerationError: the chat model's package or key is missing.
        AdvisorError: a package for traces or figures is missing.
    """
    model = chat_model(settings)
    embeddings = SentenceEmbeddings(settings.embedding)
    index = Index(settings.index, embeddings, Stamp(embeddings.identity), settings.chroma_url)
    texts = [section.text for section in index.sections.values()]
    names = glossary.load(settings.corpus / glossary.FILE, texts)
    retriever = SectionRetriever(index=index, glossary=names)
    retriever.invoke("ready")  # loads the model and opens the store now, not at the first question
    return Advisor(
        retriever,
        Composer(embeddings),
        index.guides,
        index.words,
        Spelling(texts),
        Limits(embeddings),
        generation.Writer(model, settings.llm_context, names.shortened) if model else None,
        generation.Rewriter(model) if model else None,
        observer(settings),
    )


def chat_model(settings: Settings) -> generation.Model | None:
    """The chat model that the settings name, if they name one.

    Raises:
        GenerationError: its package or its key is missing; the message says what to do.
    """
    if settings.llm is None:
        return None
    choice = generation.Choice(
        model=settings.llm,
        base_url=settings.llm_base_url or "",
        key=settings.llm_api_key.get_secret_value() if settings.llm_api_key else "",
        tokens=settings.llm_tokens,
        seconds=settings.llm_seconds,
    )
    return generation.Model(generation.chat_model(choice), choice)


def observer(settings: Settings) -> tracing.Observer:
    """Who is told of every answer, as the settings and OpenTelemetry's own variables want it."""
    wanted = []
    if settings.trace:
        wanted.append(tracing.lines(settings.trace, questions=settings.trace_questions))
    if os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT") or os.environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"):
        wanted.append(_installed(tracing.spans, "telemetry"))
    if settings.metrics:
        wanted.append(_installed(tracing.counters, "metrics"))
    return tracing.together(wanted)


def _installed(make: Callable[[], tracing.Observer], extra: str) -> tracing.Observer:
    try:
        return make()
    except ImportError as error:
        raise AdvisorError(f"A package is missing: run 'pip install \"residency-advisor[{extra}]\"'.") from error


def builder(settings: Settings, progress: Callable[[int, int], None] = lambda done, total: None) -> Builder:
    """What writes the index that the settings name; the model is loaded once there is text to embed."""
    embeddings = SentenceEmbeddings(settings.embedding)

    def chunk(guide: Guide) -> list[Document]:
        return chunk_guide(guide, embeddings.token_count, embeddings.window)

    return Builder(settings.index, embeddings, Stamp(embeddings.identity), chunk, settings.chroma_url, progress)
