"""What starts with the advisor, and what does not: a question in a terminal waits for every import."""

import subprocess
import sys

import pytest

# What writing an index, or a chat model, takes and a question does not.
UNASKED = ("scipy", "bm25s", "httpx", "tenacity", "advisor.readers", "advisor.index.build", "advisor.generation")
HEAVY = ("torch", "sentence_transformers", "transformers", "gradio", "chromadb", "matplotlib", "trafilatura", "onnx")


@pytest.mark.parametrize("module", ["advisor", "advisor.cli", "advisor.pipeline"])
def test_nothing_heavy_is_imported_before_it_is_needed(module: str) -> None:
    code = f"import sys, {module}; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert run.stdout.split() == []


def test_a_question_waits_for_nothing_that_it_does_not_take() -> None:
    code = f"import sys, advisor.cli.answering; print(*(name for name in {UNASKED!r} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert run.stdout.split() == []


def test_indexing_waits_for_nothing_that_answers_take() -> None:
    unasked = ("advisor.pipeline", "advisor.retrieval", "httpx", "chromadb", "onnxruntime")
    code = f"import sys, advisor.cli.indexing; print(*(name for name in {unasked!r} if name in sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert run.stdout.split() == []
