"""Chunks <-> Chroma: plan what changes, apply it, open what is there.

An index is a folder. `manifest.json` names the guides and how the index was built; it is replaced
as the last step, so that a run that breaks off leaves what was there and the next run repairs it.
`guides/` holds each guide's stored text, `chroma/` the vectors (unless a Chroma server has them).
"""

from advisor.index.build import Builder
from advisor.index.manifest import Entry, Manifest, Stamp
from advisor.index.plan import Change, make_plan
from advisor.index.reading import Found, Index

__all__ = ["Builder", "Change", "Entry", "Found", "Index", "Manifest", "Stamp", "make_plan"]
