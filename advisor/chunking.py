"""`Section` -> LangChain `Document`s within the model's window; the only writer of chunk metadata.

A section is embedded at four grains. Passages are its text, cut at blocks and sentences so that each
fits the model's window, and led by guide title and headings. Each statement is embedded too, led by
its heading and by what introduces it, because a question is answered by one or two of them; so are
guide title and headings alone, and each phrasing that the guide's keeper has taught.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from hashlib import sha256

from langchain_core.documents import Document

from advisor.documents import Guide, Section
from advisor.markup import blocks, plain
from advisor.sentences import sentence_spans
from advisor.statements import contextual, statements

VERSION = 3  # raise it when the same guide gives other chunks
GRAINS = ("passage", "statement", "heading", "phrasing")
PATH = " > "

TokenCount = Callable[[str], int]


def heading_path(guide: Guide, section: Section) -> str:
    """Guide title and headings, as they lead every chunk."""
    return PATH.join((guide.title, *section.headings))


def chunk_guide(guide: Guide, token_count: TokenCount, window: int) -> list[Document]:
    """All chunks of a guide, each with an id made from what it says and where it stands.

    Args:
        guide: the guide as read.
        token_count: counts tokens as the embedding model does.
        window: the most tokens a chunk may have.
    """
    return [
        found
        for section in guide.sections
        if blocks(section.text)
        for found in _chunks(guide, section, token_count, window)
    ]


def _chunks(guide: Guide, section: Section, token_count: TokenCount, window: int) -> Iterator[Document]:
    place = (section.guide, section.id)
    lead = _lead(heading_path(guide, section), token_count, window // 2)
    for start, end in passages(section.text, token_count, window - token_count(lead)):
        yield chunk(*place, "passage", start, end, f"{lead}\n{_words(section.text, start, end)}")
    heading = (section.headings or (guide.title,))[-1]
    for statement, words in zip(statements(section.text), contextual(heading, section.text), strict=True):
        yield chunk(*place, "statement", statement.start, statement.end, _cut(words, token_count, window))
    yield chunk(*place, "heading", 0, 0, lead)
    for phrasing in dict.fromkeys(_cut(p, token_count, window) for p in guide.phrasings.get(section.id, ())):
        yield chunk(*place, "phrasing", 0, 0, phrasing)


def _lead(path: str, token_count: TokenCount, most: int) -> str:
    """The end of a heading path that leaves room for the text."""
    while token_count(path) > most:
        path = path.partition(PATH)[2] or path[: len(path) // 2]
    return path


def _cut(text: str, token_count: TokenCount, most: int) -> str:
    """The start of a text, up to the last whole word that fits."""
    if token_count(text) <= most:
        return text
    fitting = text[: bisect_right(range(len(text)), most, key=lambda end: token_count(text[:end])) - 1]
    return fitting.rpartition(" ")[0] or fitting


def chunk(guide: str, section: str, grain: str, start: int, end: int, content: str) -> Document:
    """A chunk of a section; `start` and `end` count from the section's own start, so that it survives moves."""
    metadata = {"guide": guide, "section": section, "grain": grain, "start": start, "end": end}
    key = "\0".join((section, grain, str(start), content))
    return Document(id=sha256(key.encode()).hexdigest()[:32], page_content=content, metadata=metadata)


def _words(text: str, start: int, end: int) -> str:
    inside = (b for b in blocks(text) if b.start < end and b.end > start)
    return "\n".join(plain(text[max(b.start, start) : min(b.end, end)]) for b in inside)


def passages(text: str, token_count: TokenCount, room: int) -> list[tuple[int, int]]:
    """Cut a section's text into spans of at most `room` tokens, each as long as fits."""
    spans: list[tuple[int, int]] = []
    used = 0
    for start, end in _pieces(text, token_count, room):
        size = token_count(plain(text[start:end]))
        if spans and used + size <= room:
            spans[-1] = (spans[-1][0], end)
            used += size
        else:
            spans.append((start, end))
            used = size
    return spans


def _pieces(text: str, token_count: TokenCount, room: int) -> Iterator[tuple[int, int]]:
    """Blocks; where one is too long its sentences; where a sentence is, runs of its words."""
    for block in blocks(text):
        if token_count(plain(text[block.start : block.end])) <= room:
            yield block.start, block.end
            continue
        for start, end in sentence_spans(text, block.start, block.end):
            yield from _word_runs(text, start, end, token_count, room)


def _word_runs(text: str, start: int, end: int, token_count: TokenCount, room: int) -> Iterator[tuple[int, int]]:
    """Halve at white space (or anywhere, where there is none) until each piece fits."""
    if end - start < 2 or token_count(plain(text[start:end])) <= room:
        yield start, end
        return
    middle = (start + end) // 2
    space = text.rfind(" ", start + 1, middle)
    cut = space if space > start else middle
    yield from _word_runs(text, start, cut, token_count, room)
    yield from _word_runs(text, cut, end, token_count, room)
