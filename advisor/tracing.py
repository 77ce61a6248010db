"""What operators see of an answer: a structured line, a span, figures for Prometheus.

No key stands in any of them, and no question but where the settings want it.
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from time import time_ns
from typing import Any

from advisor.citations import Answer

Observer = Callable[[Answer], None]


def record(answer: Answer, *, question: bool = False) -> dict[str, Any]:
    """What is kept of an answer: figures and names, no text of the asker's but where it is wanted."""
    phrasing = answer.phrasing
    model = (
        {
            "model": phrasing.model,
            "proved": phrasing.proved,
            "withheld": phrasing.withheld,
            "replaced": phrasing.replaced,
            "reasons": list(phrasing.reasons),
            "fallback": phrasing.composed,
            "tokens": phrasing.tokens,
            "first_sentence_ms": phrasing.first_ms,
        }
        if phrasing
        else {"model": None}
    )
    asked = {"question": answer.question, "standalone_question": answer.standalone_question} if question else {}
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "coverage": answer.coverage,
        "citations": [f"{c.document}#{c.anchor}" for c in answer.citations],
        "words": len(answer.answer.split()),
        "timings_ms": dict(answer.timings_ms),
        **model,
        **asked,
    }


def lines(file: Path, *, questions: bool = False) -> Observer:
    """Writes one JSON line an answer to the end of a file; `-` is standard error."""
    lock = Lock()

    def observe(answer: Answer) -> None:
        line = json.dumps(record(answer, question=questions), ensure_ascii=False)
        with lock:
            if str(file) == "-":
                print(line, file=sys.stderr, flush=True)
                return
            with file.open("a", encoding="utf-8") as stream:
                stream.write(f"{line}\n")

    return observe


def spans() -> Observer:
    """Tells OpenTelemetry of each answer, with the figures as attributes; sent where its own variables say.

    The provider stays ours: as everybody's it would send what other libraries trace, questions perhaps among it.
    """
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": "advisor"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return spans_of(provider.get_tracer("advisor"))


def spans_of(tracer: Any) -> Observer:
    """Makes a span of each answer, as long as the answer took.

    Args:
        tracer: an OpenTelemetry tracer.
    """

    def observe(answer: Answer) -> None:
        now = time_ns()
        begun = now - int(answer.timings_ms.get("total", 0.0) * 1e6)
        span = tracer.start_span("answer", start_time=begun, attributes=_flat(record(answer)))
        span.end(end_time=now)

    return observe


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """The record as a span's attributes, which are plain values or lists of them."""
    timings = {f"advisor.{stage}_ms": value for stage, value in row.pop("timings_ms").items()}
    return {f"advisor.{key}": value for key, value in row.items() if value is not None} | timings


def counters() -> Observer:
    """Counts answers for Prometheus, in the client's own registry.

    Call it once a process: the registry takes each name once.
    """
    from prometheus_client import Counter, Histogram

    answers = Counter("advisor_answers", "Answers given.", ["coverage", "phrased"])
    sentences = Counter("advisor_sentences", "Sentences that a chat model wrote.", ["verdict"])
    fallbacks = Counter("advisor_fallbacks", "Answers in the guides' own words though a chat model was asked.")
    tokens = Counter("advisor_tokens", "Tokens that a chat model wrote.")
    seconds = Histogram("advisor_answer_seconds", "Seconds until an answer was complete.")

    def observe(answer: Answer) -> None:
        phrasing = answer.phrasing
        answers.labels(answer.coverage, "yes" if phrasing and not phrasing.composed else "no").inc()
        seconds.observe(answer.timings_ms.get("total", 0.0) / 1000)
        if phrasing:
            sentences.labels("proved").inc(phrasing.proved)
            sentences.labels("withheld").inc(phrasing.withheld)
            fallbacks.inc(phrasing.composed)
            tokens.inc(phrasing.tokens)

    return observe


def together(observers: list[Observer]) -> Observer:
    """Tells all of them."""

    def observe(answer: Answer) -> None:
        for tell in observers:
            tell(answer)

    return observe
