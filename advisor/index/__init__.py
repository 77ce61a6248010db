"""Chunks <-> Chroma: plan what changes, apply it, open what is there.

An index is a folder, and what stands in it is never changed, only added and, when it is old, deleted:

    generations/N.json  the manifest of a generation: its guides, and what of the rest belongs to it
    guides/             each guide's text and chunks, in a file named by its content
    stores/             Chroma's files, written once (unless a Chroma server has the vectors)
    words/              BM25, written once
    vectors.sqlite3     every vector by what its text says, so that nothing is embedded twice

Writing the manifest is the last step of a run and the only one that readers notice: they open the
generation with the highest number, and see all of it or nothing. A run that breaks off at any point
leaves what was there, and the next one clears up. Writers take a lock.

A Chroma server can have the vectors, or the whole index; see `server` and `shared`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.index.build import Builder
    from advisor.index.continuity import SectionChange
    from advisor.index.history import kept
    from advisor.index.lock import holder
    from advisor.index.manifest import Entry, Manifest, Stamp, newest
    from advisor.index.overlaps import Overlap
    from advisor.index.plan import Change, make_plan
    from advisor.index.reading import Found, Index
    from advisor.index.shared import follow, version
    from advisor.index.verify import Finding, repair

__all__ = [
    "Builder",
    "Change",
    "Entry",
    "Finding",
    "Found",
    "Index",
    "Manifest",
    "Overlap",
    "SectionChange",
    "Stamp",
    "follow",
    "holder",
    "kept",
    "make_plan",
    "newest",
    "repair",
    "version",
]

# A question needs what opens an index, not what writes one and all that reads files; each is loaded when asked for.
_HOMES = {
    "Builder": "build",
    "Change": "plan",
    "Entry": "manifest",
    "Finding": "verify",
    "Found": "reading",
    "Index": "reading",
    "Manifest": "manifest",
    "Overlap": "overlaps",
    "SectionChange": "continuity",
    "Stamp": "manifest",
    "follow": "shared",
    "holder": "lock",
    "kept": "history",
    "make_plan": "plan",
    "newest": "manifest",
    "repair": "verify",
    "version": "shared",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
