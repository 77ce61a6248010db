"""What operators see of an answer."""

import json
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY

from advisor import tracing
from advisor.citations import Answer, Phrasing

PHRASING = Phrasing("openai:m", 3, 1, ("figures",), False, "", 120, 800.5)
ANSWER = Answer("my secret?", "my secret?", "full", "Yes. [1]", timings_ms={"total": 2000.0}, phrasing=PHRASING)


def test_a_line_has_the_figures_and_no_question(tmp_path: Path) -> None:
    observe = tracing.lines(tmp_path / "trace.jsonl")
    observe(ANSWER)
    observe(ANSWER)
    first, second = (tmp_path / "trace.jsonl").read_text().splitlines()
    row = json.loads(first)
    assert (row["model"], row["withheld"], row["reasons"], row["tokens"]) == ("openai:m", 1, ["figures"], 120)
    assert (row["coverage"], row["timings_ms"]) == ("full", {"total": 2000.0})
    assert "secret" not in first + second


def test_the_question_stands_in_it_where_it_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    tracing.lines(Path("-"), questions=True)(ANSWER)
    assert json.loads(capsys.readouterr().err)["question"] == "my secret?"


def test_a_span_is_as_long_as_the_answer_took() -> None:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.spans_of(provider.get_tracer("test"))(ANSWER)
    [span] = exporter.get_finished_spans()
    assert span.attributes
    assert span.attributes["advisor.withheld"] == 1
    assert span.end_time
    assert span.start_time
    assert span.end_time - span.start_time == 2_000_000_000


def test_prometheus_counts_answers_and_sentences() -> None:
    tracing.counters()(ANSWER)
    assert REGISTRY.get_sample_value("advisor_sentences_total", {"verdict": "withheld"}) == 1
    assert REGISTRY.get_sample_value("advisor_answers_total", {"coverage": "full", "phrased": "yes"}) == 1
