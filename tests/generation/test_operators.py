"""What operators see, by their own means: a collector over gRPC, Prometheus' parser, a file of lines."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from prometheus_client.parser import text_string_to_metric_families

from tests.generation.operated import QUESTION
from tests.generation.server import Server
from tests.generation.writers import KEY

WRITTEN = (
    "There is no strict cutoff for publications. [3] You need 99 papers. Quality counts more than the plain number."
)
LONGEST = 240  # seconds for all of it on a busy machine


class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    """An OpenTelemetry collector that keeps what it is sent."""

    def __init__(self) -> None:
        self.spans: list[Span] = []

    def Export(
        self, request: trace_service_pb2.ExportTraceServiceRequest, context: grpc.ServicerContext
    ) -> trace_service_pb2.ExportTraceServiceResponse:
        self.spans += [span for r in request.resource_spans for s in r.scope_spans for span in s.spans]
        return trace_service_pb2.ExportTraceServiceResponse()


@pytest.fixture(scope="module")
def collector() -> Iterator[tuple[Collector, str]]:
    """A collector, and its address."""
    kept, running = Collector(), grpc.server(ThreadPoolExecutor(2))
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(kept, running)  # type: ignore[no-untyped-call]
    port = running.add_insecure_port("127.0.0.1:0")
    running.start()
    yield kept, f"http://127.0.0.1:{port}"
    running.stop(None)


def test_an_answer_is_a_line_a_span_and_counted(
    collector: tuple[Collector, str], index_folder: Path, server: Server, tmp_path: Path
) -> None:
    (kept, address), server.script = collector, lambda request: WRITTEN
    given = map(str, (index_folder, tmp_path / "trace.jsonl", server.url))
    command = [sys.executable, "-m", "tests.generation.operated", *given]
    traced = os.environ | {"OTEL_EXPORTER_OTLP_ENDPOINT": address}
    asked = subprocess.run(command, env=traced, capture_output=True, text=True, timeout=LONGEST)
    assert asked.returncode == 0, asked.stderr

    row = json.loads((tmp_path / "trace.jsonl").read_text())
    assert (row["proved"], row["withheld"], row["fallback"], row["coverage"]) == (2, 1, False, "full")
    assert row["first_sentence_ms"] <= row["timings_ms"]["total"]

    [span] = kept.spans
    told = {a.key: a.value for a in span.attributes}
    assert told["advisor.withheld"].int_value == 1
    assert told["advisor.model"].string_value == "openai:scripted"

    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(asked.stdout)
        for sample in family.samples
    }
    assert samples["advisor_sentences_total", "withheld"] == 1
    assert samples["advisor_answers_total", "full", "yes"] == 1

    for seen in (json.dumps(row), str(span), asked.stdout, asked.stderr):
        assert KEY not in seen
        assert QUESTION not in seen
