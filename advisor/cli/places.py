"""The places that `index` is given, as files: web pages are fetched."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from advisor import drafts, readers
from advisor.documents import slug
from advisor.errors import CorpusError
from advisor.index import Change
from advisor.readers import pages
from advisor.settings import Settings


class Places(NamedTuple):
    """What to read.

    Attributes:
        paths: files and folders.
        failed: pages that cannot be had, or read.
        drafts: pages among the paths that are not kept, by the file whose place each would take.
    """

    paths: list[Path]
    failed: list[Change]
    drafts: dict[Path, Path]


def on_disk(settings: Settings, places: Sequence[str], folder: Path, only_plan: bool) -> Places:
    """Fetch the pages among some places into a folder, and keep those that can be read unless only a plan is wanted.

    Raises:
        IndexNotWritten: a page cannot be kept.
    """
    found = Places([], [], {})
    for place in places:
        if not pages.is_url(place):
            found.paths.append(Path(place))
            continue
        try:
            file = _fetched(settings, place, folder / drafts.PAGES)
        except CorpusError as error:
            found.failed.append(Change(slug(place), place, "failed", str(error)))
            continue
        target = drafts.target(settings.index, file)
        if only_plan:
            found.paths.append(file)
            found.drafts[target] = file
            continue
        with drafts.placed(file, target):
            found.paths.append(target)
    return found


def _fetched(settings: Settings, url: str, folder: Path) -> Path:
    """A page as a file in a folder, which is no folder of the index: what cannot be read never gets there."""
    from advisor.readers import fetching  # brings an HTTP client, for which files need not wait

    page = fetching.fetch(url, settings.max_file_bytes, settings.allow_private_urls)
    guide = readers.read(page.data, slug(url), page.url, settings.max_file_bytes)
    readers.with_phrasings(guide, None, "")  # those of its front matter may be unreadable
    return pages.keep(page, folder)
