"""The shipped guides, written out as HTML, DOCX and PDF, come back as from Markdown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.documents import Guide
from advisor.markup import blocks, plain
from advisor.readers import guide_files, read
from advisor.sentences import sentence_spans
from advisor.settings import default_corpus
from tests.renderings import as_docx, as_html, as_pdf

GUIDES = guide_files([default_corpus()])
FORMATS: dict[str, tuple[Callable[[Guide], str | bytes], float]] = {
    "html": (as_html, 1.0),
    "docx": (as_docx, 1.0),
    "pdf": (as_pdf, 0.98),
}

Said = tuple[tuple[str, ...], str, int, str]
"""The headings over a sentence, its block's kind and depth, its words."""


def sentences(guide: Guide) -> list[Said]:
    """All sentences of a guide in order."""
    found: list[Said] = []
    for section in guide.sections:
        for block in blocks(section.text):
            words = plain(section.text[block.start : block.end])
            spans = sentence_spans(words)
            found += [(section.headings, block.kind, block.depth, words[start:end]) for start, end in spans]
    return found


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("file", GUIDES, ids=lambda file: file.stem)
def test_title_headings_and_every_sentence_come_back_in_place_and_order(file: Path, form: str) -> None:
    render, least = FORMATS[form]
    guide = read(file.read_bytes(), "g", file.name)
    rendered = render(guide)
    again = read(rendered.encode() if isinstance(rendered, str) else rendered, "g", f"g.{form}")
    assert again.title == guide.title
    assert [s.headings for s in again.sections] == [s.headings for s in guide.sections]
    wanted, found = sentences(guide), sentences(again)
    held = set(found)
    assert sum(said in held for said in wanted) >= least * len(wanted)
    if least == 1:
        assert found == wanted
