"""`Settings` -> concrete parts; with `indexing` the only file that names model classes and store clients.

A question in a terminal waits for every import, so that what answers no question is loaded where it is made.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from itertools import chain
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from advisor import answerability, coverage, followups, glossary, lexical, memory, pipeline, retrieval, tracing
from advisor.answerability import Answerability, Network
from advisor.composing import Composer
from advisor.errors import AdvisorError
from advisor.index import Index, Stamp, follow
from advisor.index import version as index_version
from advisor.indexing import MOST_JUDGED, builder, embeddings, installed
from advisor.limits import Limits
from advisor.pipeline import Advisor
from advisor.retrieval import SectionRetriever
from advisor.settings import Settings
from advisor.spelling import Spelling, english

if TYPE_CHECKING:
    from advisor.gaps import Gaps
    from advisor.generation import Model, Rewriter, Writer
    from advisor.keeper import Keeper


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


def advisors(settings: Settings, *told: tracing.Observer, ahead: bool = False) -> Callable[[], Advisor]:
    """What opens the newest generation of the index at each call; all share the models, and tell of their answers.

    Args:
        settings: name the index and the models.
        told: are told of every finished answer.
        ahead: do in a thread, while nobody waits for it, what a later question would wait for.
    """
    model = embeddings(settings)
    network, limits, chat = _network(model.identity), Limits(model), chat_model(settings)
    observe = tracing.together([observer(settings), *told])
    last: list[Index] = []

    def load() -> Advisor:
        follow(settings.index, settings.chroma_url)
        before = last.pop() if last else None
        index = Index(settings.index, model, Stamp(model.identity), settings.chroma_url, before)
        last.append(index)
        found = _advisor(settings, index, limits, network, chat, observe)
        memory.give_back()  # what opening took, and before it indexing and the generation that is replaced
        if ahead:
            Thread(target=_work_ahead, args=(settings, index, found), name="ahead", daemon=True).start()
        return found

    return load


def gaps(settings: Settings) -> "Gaps | None":
    """Where questions that got no answer are kept; None where they are not to be."""
    from advisor.gaps import Gaps

    return Gaps(settings.index) if settings.keep_questions else None


def keeper(settings: Settings) -> "Keeper":
    """What the keeper of the guides does from the page."""
    from advisor.keeper import Keeper

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
    limits: Limits,
    network: Network | None,
    chat: "Model | None",
    observe: tracing.Observer,
) -> Advisor:
    texts = [section.text for section in index.sections.values()]
    names = glossary.load(settings.corpus / glossary.FILE, texts)
    retriever = SectionRetriever(index=index, glossary=names)
    retriever.invoke("ready")  # loads the model and opens the store now, not at the first question
    writer, rewriter = _phrasing(settings, chat, names)
    return Advisor(
        retriever,
        Composer(index.statement_embeddings),
        index.guides,
        index.words,
        _spelling(index, names),
        limits,
        Answerability(embeddings=index.statement_embeddings, network=network) if network else None,
        writer,
        rewriter,
        observe,
        _known(settings, index),
    )


def _network(identity: str) -> Network | None:
    """What judges answerability from an embedding model's vectors; it knows those of the shipped one alone."""
    return Network.load() if identity == answerability.EMBEDDER else None


def _spelling(index: Index, names: glossary.Glossary) -> Spelling:
    """Knows what the guides say under which headings, abbreviations and suggestions: each stays as it is."""
    sections = index.sections.values()
    headings = (heading for section in sections for heading in section.headings)
    titles = (guide.title for guide in index.guides.values())
    suggested = followups.candidates(sections, index.guides)
    return Spelling(chain((section.text for section in sections), headings, titles, suggested, names.terms))


def _known(settings: Settings, index: Index) -> dict[str, bool] | None:
    """Of questions that may be suggested, whether the guides answer them, where it is known; None for too many."""
    if len(index.sections) > MOST_JUDGED:
        return None
    wanted = followups.candidates(index.sections.values(), index.guides)
    return followups.known(settings.index, _judge(settings, index), wanted)


def prepare(settings: Settings) -> None:
    """Find out which questions may be suggested after an answer, so that no answer has to; at once where that is known.

    Raises:
        AdvisorError: as `advisor`.
    """
    model = embeddings(settings)
    index = Index(settings.index, model, Stamp(model.identity), settings.chroma_url)
    known = _known(settings, index)
    if known is None or followups.candidates(index.sections.values(), index.guides).keys() <= known.keys():
        return
    found = _advisor(settings, index, Limits(model), _network(model.identity), None, lambda answer: None)
    _judge_suggestions(settings, index, found)


def _judge_suggestions(settings: Settings, index: Index, found: Advisor) -> None:
    known = _known(settings, index)
    if known is None:
        return
    wanted = followups.candidates(index.sections.values(), index.guides)
    new = {question: found.answers_in_full(question) for question in wanted if question not in known}
    if new:
        followups.keep(settings.index, _judge(settings, index), wanted, known | new)


def _work_ahead(settings: Settings, index: Index, found: Advisor) -> None:
    """In a thread of a server: where it fails, the next question that needs it fails with a message."""
    english()  # which the first word that no guide has needs
    with suppress(AdvisorError):
        _judge_suggestions(settings, index, found)


def _judge(settings: Settings, index: Index) -> str:
    """What decides which questions the guides answer in full: models, abbreviations, and the code with its thresholds.

    Neither spelling nor composing does: a suggestion is judged as it is worded, and before it is answered.
    """
    code = (answerability, coverage, followups, glossary, lexical, pipeline, retrieval)
    files = [*(Path(str(module.__file__)) for module in code), settings.corpus / glossary.FILE]
    digest = sha256()
    for file in files:
        digest.update(file.read_bytes() if file.is_file() else b"")
    return f"{index.manifest.stamp} {digest.hexdigest()[:16]}"


def _phrasing(
    settings: Settings, chat: "Model | None", names: glossary.Glossary
) -> "tuple[Writer, Rewriter] | tuple[None, None]":
    """What has a chat model word answers and follow-ups, where there is one."""
    if chat is None:
        return None, None
    from advisor.generation import Rewriter, Writer

    return Writer(chat, settings.llm_context, names.shortened), Rewriter(chat)


def chat_model(settings: Settings) -> "Model | None":
    """The chat model that the settings name, if they name one.

    Raises:
        GenerationError: its package or its key is missing; the message says what to do.
    """
    if settings.llm is None:
        return None
    from advisor import generation

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
        wanted.append(installed(tracing.spans, "telemetry"))
    if settings.metrics:
        wanted.append(installed(tracing.counters, "metrics"))
    return tracing.together(wanted)
