"""Embedding in bulk: by Ray's own workers, on this machine."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.index import Manifest
from advisor.index.vectors import FILE
from tests.fakes import RESEARCH, VISA, write_guides

ADVISOR = [sys.executable, "-c", "from advisor.cli import main; main()"]


@pytest.mark.model
def test_ray_makes_the_same_vectors_and_the_same_index_as_one_process(tmp_path: Path) -> None:
    guides = write_guides(tmp_path / "guides", research=RESEARCH, visa=VISA)
    assert index(tmp_path / "ray", guides, "--workers", "ray") == index(tmp_path / "here", guides)


def index(folder: Path, guides: Path, *options: str) -> tuple[object, ...]:
    """All vectors, and which rows each guide has."""
    environment = {k: v for k, v in os.environ.items() if k not in ("ADVISOR_CHROMA_URL", "RAY_ADDRESS")}
    environment["RAY_worker_niceness"] = "0"  # Ray's workers would wait for all else that a busy machine does
    command = [*ADVISOR, "index", str(guides), "--index", str(folder), *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "Done: 2 new."
    database = sqlite3.connect(folder / FILE)
    vectors = database.execute("SELECT row, vector FROM vectors ORDER BY row").fetchall()
    database.close()
    assert len(vectors) > 20
    return vectors, {e.name: (e.stored, e.rows) for e in Manifest.load(folder).entries.values()}
