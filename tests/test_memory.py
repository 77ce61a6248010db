import re
import sys
from pathlib import Path

import pytest

from advisor import memory


def resident() -> int:
    """Bytes of this process that lie in memory and in no file."""
    found = re.search(r"RssAnon:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_what_was_freed_between_what_stays_is_given_back() -> None:
    held = [bytearray(2000) for _ in range(50_000)]
    stays = held[::1000]
    del held
    before = resident()
    memory.give_back()
    assert before - resident() > 50_000_000
    assert len(stays) == 50
