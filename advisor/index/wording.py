"""The word index of a generation, kept beside its guides: a question need not wait until all words are stemmed."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from advisor.chunking import heading_path
from advisor.documents import Guide, Section
from advisor.index.manifest import Entry, Manifest
from advisor.lexical import VERSION, WordIndex
from advisor.markup import says_something


def searched(guides: Iterable[Guide]) -> dict[str, Section]:
    """The sections that say something, by id."""
    return {section.id: section for guide in guides for section in guide.sections if says_something(section.text)}


def made(guides: Mapping[str, Guide], sections: Mapping[str, Section]) -> WordIndex:
    """BM25 over sections, each led by its heading path."""
    texts = _texts(guides, sections)
    return WordIndex([*texts.values()], [*texts])


def opened(folder: Path, manifest: Manifest) -> WordIndex | None:
    """What was kept for a generation, if it is there."""
    try:
        return WordIndex.opened(_place(folder, manifest))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(folder: Path, new: Manifest, old: Manifest, load: Callable[[Entry], Guide | None]) -> None:
    """Write the word index of a generation, in one step; not where a guide is lost: readers make it then.

    Args:
        folder: the index.
        new: the generation.
        old: the one before; of the guides that it has too, no word is looked at again.
        load: reads a guide as it was stored.
    """
    place = _place(folder, new)
    if place.is_dir():
        return
    base = opened(folder, old)
    there = {name: entry.stored for name, entry in old.entries.items()} if base else {}
    guides = {name: load(e) for name, e in new.entries.items() if not e.stored or e.stored != there.get(name)}
    read = {name: guide for name, guide in guides.items() if guide}
    if len(read) < len(guides):
        return
    sections = searched(read.values())
    draft = place.with_name(uuid4().hex)
    (_changed(base, new, read, sections) if base else made(read, sections)).save(draft)
    draft.rename(place)


def _changed(base: WordIndex, new: Manifest, read: Mapping[str, Guide], sections: Mapping[str, Section]) -> WordIndex:
    """The word index of a generation from the last one's and the sections of what was read anew."""
    ids: dict[str, list[str]] = {name: [] for name in new.entries}
    for id in base.ids:
        name = id.partition("#")[0]
        if name in ids and name not in read:
            ids[name].append(id)
    for section in sections.values():
        ids[section.guide].append(section.id)
    return base.changed([id for own in ids.values() for id in own], _texts(read, sections))


def _texts(guides: Mapping[str, Guide], sections: Mapping[str, Section]) -> dict[str, str]:
    """What is searched of each section, by id."""
    return {id: f"{heading_path(guides[s.guide], s)}\n{s.text}" for id, s in sections.items()}


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
