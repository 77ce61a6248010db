"""`Settings` -> concrete parts; the one file that names model classes and store clients."""

import os
from collections.abc import Callable

from langchain_core.documents import Document

from advisor import generation, glossary, memory, reranking, tracing
from advisor.chunking import chunk_guide
from advisor.composing import Composer
from advisor.documents import Guide
from advisor.embedding import SentenceEmbeddings
from advisor.errors import AdvisorError
from advisor.gaps import Gaps
from advisor.index import Builder, Index, Stamp, follow
from advisor.index import version as index_version
from advisor.keeper import Keeper
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
        GenerationError: the chat model's package or key is missing.
        AdvisorError: a package for traces or figures is missing.
    """
    return advisors(settings)()


def advisors(settings: Settings, *told: tracing.Observer) -> Callable[[], Advisor]:
    """What opens the newest generation of the index at each call; all share the models, and tell of their answers."""
    model = embeddings(settings)
    reranker = reranking.shipped() if settings.rerank else None
    chat = chat_model(settings)
    observe = tracing.together([observer(settings), *told])
    last: list[Index] = []

    def load() -> Advisor:
        follow(settings.index, settings.chroma_url)
        before = last.pop() if last else None
        index = Index(settings.index, model, Stamp(model.identity), settings.chroma_url, before)
        last.append(index)
        opened = _advisor(settings, index, reranker, chat, observe)
        memory.give_back()  # what opening took, and before it indexing and the generation that is replaced
        return opened

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


def keeper(settings: Settings) -> Keeper:
    """What the keeper of the guides does from the page."""
    return Keeper(
        settings.index,
        settings.corpus,
        lambda progress: builder(settings, progress),
        embeddings(settings),
        gaps(settings),
        settings.max_file_bytes,
        settings.allow_private_urls,
        settings.chroma_url,
    )


def version(settings: Settings) -> tuple[object, int]:
    """What is another one when the advisor has to be opened anew; cheap enough to be asked each second."""
    abbreviations = settings.corpus / glossary.FILE
    index = index_version(settings.index, settings.chroma_url)
    return index, abbreviations.stat().st_mtime_ns if abbreviations.is_file() else 0


def _advisor(
    settings: Settings,
    index: Index,
    reranker: Reranker | None,
    chat: generation.Model | None,
    observe: tracing.Observer,
) -> Advisor:
    model = index.embeddings
    texts = [section.text for section in index.sections.values()]
    names = glossary.load(settings.corpus / glossary.FILE, texts)
    retriever = SectionRetriever(index=index, glossary=names)
    retriever.invoke("ready")  # loads the model and opens the store now, not at the first question
    composer, limits = Composer(index.statement_embeddings), Limits(model)
    return Advisor(
        retriever,
        composer,
        index.guides,
        index.words,
        Spelling(texts),
        limits,
        reranker,
        generation.Writer(chat, settings.llm_context, names.shortened) if chat else None,
        generation.Rewriter(chat) if chat else None,
        observe,
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
    """What writes the index that the settings name; the model is loaded once there is text to embed.

    Raises:
        IndexUnreachable: a Chroma server has the index, and does not answer.
    """
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
    )
