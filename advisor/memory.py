"""Memory that a long-running process gives back.

glibc keeps what was freed, in a pool for every few threads. What indexing and opening an index take for
a moment would stay in all of them, and a server whose guides change often would grow by some MB each time.
"""

import ctypes
import gc
import sys

POOLS = 2
_ARENA_MAX = -8  # mallopt's name for the number of pools


def few_pools() -> None:
    """Let all threads share a few pools; to be called before there are any threads."""
    if sys.platform == "linux" and (tune := getattr(ctypes.CDLL(None), "mallopt", None)):
        tune(_ARENA_MAX, POOLS)


def give_back() -> None:
    """Let the system have what nobody uses; takes about as long as an answer."""
    gc.collect()  # a generation that was replaced refers to itself, and Python would look for it much later
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)
