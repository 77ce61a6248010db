"""Web pages that were fetched, kept as files.

A page is kept as it came, with its address in a file beside it (an internet shortcut): the index can be
built anew without a network, and the page has changed only where its keeper fetches it again.
"""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from advisor.documents import slug
from advisor.readers import kinds

SHORTCUT = ".url"  # ending of the file that keeps a page's address
LONGEST_NAME = 70  # letters of a kept page's file
ENDINGS: dict[kinds.Kind, str] = {"markdown": ".md", "text": ".txt", "html": ".html", "pdf": ".pdf", "docx": ".docx"}


@dataclass(frozen=True, slots=True)
class Page:
    """What an address led to.

    Attributes:
        url: the address that was asked for, without the place inside the page.
        data: the bytes; a text's are in UTF-8 with its mark where the server names another encoding.
    """

    url: str
    data: bytes


def keep(page: Page, folder: Path) -> Path:
    """Write a page into a folder, in place of what was fetched from the same address before.

    Returns:
        The file, in which the reader finds the page.

    Raises:
        CorpusError: it is of no kind that can be read.
    """
    kind = kinds.of_bytes(page.data, page.url)
    address = urlsplit(page.url)
    name = slug(f"{address.hostname} {address.path}".replace("/", " "), words=20)[:LONGEST_NAME]
    file = folder / f"{name}-{sha256(page.url.encode()).hexdigest()[:6]}{ENDINGS[kind]}"
    folder.mkdir(parents=True, exist_ok=True)
    file.with_name(file.name + SHORTCUT).write_text(f"[InternetShortcut]\nURL={page.url}\n", encoding="utf-8")
    draft = file.with_name(f".{file.name}")
    draft.write_bytes(page.data)
    draft.replace(file)
    return file


def source(file: Path) -> str:
    """Where a guide comes from: the address that a page was fetched from, else the file's name."""
    shortcut = file.with_name(file.name + SHORTCUT)
    if not os.path.isfile(shortcut):  # not Path.is_file, which fails where the name becomes too long
        return file.name
    lines = shortcut.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line[4:].strip() for line in lines if line.upper().startswith("URL=")), file.name)


def is_url(place: str) -> bool:
    """Whether a place is a web address and no file."""
    return place.lower().startswith(("http://", "https://"))
