"""Sentences of a text, as offsets."""

import re

# A full stop behind these does not end a sentence; nor behind an initial or a list number.
_ABBREVIATION = re.compile(
    r"[a-z]|\d{1,2}|(?:dr|mr|mrs|ms|prof|sr|jr|st|vs|etc|e\.?g|i\.?e|cf|al|fig|figs|no|vol|approx|dept|univ|inc|ltd|co"
    r"|u\.s|u\.k|ph\.d|m\.d|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_BREAK = re.compile(r"(?<=[.!?…])[\"'”’)\]*_]*\s+(?=[\"'“‘(\[*_]*[^\sa-z])")

# Example speech is no advice of the guide: cut into its sentences it would pass for that.
_QUOTATION = re.compile(r"(?:“[^”]*|(?<![\w.,!?…)])\"(?=\S)[^\"]*)([\"”]?)")
LONGEST_QUOTATION = 60  # words; what goes on beyond them was never closed, or is a page of its own


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Offsets (start, behind the end) of the sentences in `text[start:end]`, white space outside."""
    end = len(text) if end is None else end
    spans, begin = [], start
    for match in _BREAK.finditer(text, start, end):
        if _ends_sentence(text[begin : match.start()]) and not _quoting(text[begin : match.end()]):
            spans.append((begin, match.end() - _trailing_space(match.group())))
            begin = match.end()
    spans.append((begin, end))
    return [s for s in (_trimmed(text, *span) for span in spans) if s[0] < s[1]]


def _ends_sentence(text: str) -> bool:
    if not text.endswith("."):
        return True
    word = text.rstrip(".").rsplit(None, 1)[-1].lower().lstrip("(\"'“‘[") if text.strip(". ") else ""
    return not _ABBREVIATION.fullmatch(word)


def _quoting(text: str) -> bool:
    """Whether a quotation is still open at the end of a text."""
    return any(not m[1] and len(m[0].split()) <= LONGEST_QUOTATION for m in _QUOTATION.finditer(text))


def _trailing_space(text: str) -> int:
    return len(text) - len(text.rstrip())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
