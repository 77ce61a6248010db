"""The word index of a generation, kept beside its guides: a question need not wait until all words are stemmed."""

import shutil
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from advisor.chunking import heading_path
from advisor.documents import Guide, Section
from advisor.index.manifest import Manifest
from advisor.lexical import VERSION, WordIndex
from advisor.markup import says_something


def searched(guides: Iterable[Guide]) -> dict[str, Section]:
    """The sections that say something, by id."""
    return {section.id: section for guide in guides for section in guide.sections if says_something(section.text)}


def made(guides: Mapping[str, Guide], sections: Mapping[str, Section]) -> WordIndex:
    """BM25 over sections, each led by its heading path."""
    texts = [f"{heading_path(guides[s.guide], s)}\n{s.text}" for s in sections.values()]
    return WordIndex(texts, list(sections))


def opened(folder: Path, manifest: Manifest) -> WordIndex | None:
    """What was kept for a generation, if it is there."""
    try:
        return WordIndex.opened(_place(folder, manifest))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(folder: Path, manifest: Manifest, guides: Mapping[str, Guide]) -> None:
    """Write the word index of a generation, in one step."""
    place = _place(folder, manifest)
    if place.is_dir():
        return
    draft = place.with_name(uuid4().hex)
    made(guides, searched(guides.values())).save(draft)
    draft.rename(place)


def forget(folder: Path, kept: Iterable[Manifest]) -> None:
    """Delete those that no generation of these needs, and what a broken-off run left."""
    needed = {_place(folder, manifest) for manifest in kept}
    for place in (folder / "words").glob("*"):
        if place not in needed:
            shutil.rmtree(place, ignore_errors=True)


def _place(folder: Path, manifest: Manifest) -> Path:
    """Generations of the same guides share it."""
    what = [str(VERSION), *(entry.stored for entry in manifest.entries.values())]
    return folder / "words" / sha256("\n".join(what).encode()).hexdigest()[:24]
