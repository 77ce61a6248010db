"""Files that are written in one step: a reader sees the whole file or none."""

import json
import os
from pathlib import Path
from typing import Any


def write(file: Path, content: bytes, durable: bool = False) -> None:
    """Write a file through a temporary one beside it.

    Args:
        file: what is written or replaced.
        content: its new content.
        durable: whether it has to outlast a loss of power from now on, which takes longer.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with draft.open("wb") as stream:
        stream.write(content)
        if durable:
            stream.flush()
            os.fsync(stream.fileno())
    draft.replace(file)


def as_json(content: Any) -> bytes:
    """JSON in one line of UTF-8."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
