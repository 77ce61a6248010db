"""A section's Markdown as HTML, with a passage of it inside `<mark>`.

The passage is given by offsets into the source, and may reach over several paragraphs, list items
and table cells and begin or end inside bold text. So the source is parsed first, every text of the
result is laid beside the source, and the covered part of each is wrapped: the HTML cannot break.
"""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from markupsafe import Markup

from advisor.markup import line_starts, tokens

Span = tuple[int, int]

_RENDERER = MarkdownIt("commonmark", {"html": False})  # for its renderer alone
_TEXTS = ("text", "code_inline")


def marked(text: str, span: Span | None = None) -> Markup:
    """A Markdown text as safe HTML.

    Args:
        text: Markdown; HTML in it is shown as text, images as their description.
        span: offsets into `text` of the passage to mark.
    """
    parsed = tokens(text)
    starts = line_starts(text)
    at = 0
    for token in parsed:
        at = max(at, starts[token.map[0]]) if token.map else at
        if token.type == "inline":
            token.children, at = _inline(token.children or [], text, at, span)
        elif token.type in ("fence", "code_block"):
            at = _code(token, text, at, span)
    return html(parsed)


def html(parsed: Sequence[Token]) -> Markup:
    """Tokens as HTML; only `html_inline` and `html_block` tokens that we made ourselves are taken as they are."""
    return Markup(_RENDERER.renderer.render(parsed, _RENDERER.options, {}))


def raw(markup: str, level: int = 0) -> Token:
    """A token that is rendered as exactly this HTML."""
    return Token("html_inline", "", 0, content=markup, level=level)


def without_images(children: Sequence[Token]) -> Iterator[Token]:
    """Images replaced by their description: nothing is loaded from elsewhere."""
    for child in children:
        if child.type == "image":
            yield Token("text", "", 0, content=child.content or "image", level=child.level)
        else:
            yield child


def _inline(children: Sequence[Token], text: str, at: int, span: Span | None) -> tuple[list[Token], int]:
    """The texts cut at the passage's ends and the covered ones wrapped; and how far the source was read."""
    pieces: list[tuple[Token, bool]] = []
    for child in without_images(children):
        if child.type not in _TEXTS or not child.content:
            pieces.append((child, False))
            continue
        offsets = _offsets(child.content, text, at)
        at = offsets[-1] + 1
        pieces += _cut(child, offsets, span)
    return _wrapped(pieces), at


def _offsets(content: str, text: str, at: int) -> list[int]:
    """Where each character of a rendered text stands in the source, searched from `at` on.

    Escapes and entities make the two differ: such a character takes the place of the one before it.
    """
    if (found := text.find(content, at)) >= 0 and "\n\n" not in text[at:found]:
        return list(range(found, found + len(content)))
    offsets: list[int] = []
    for character in content:
        found = text.find(character, at, at + 40)
        at = found + 1 if found >= 0 else at
        offsets.append(found if found >= 0 else max(at - 1, 0))
    return offsets


def _cut(child: Token, offsets: Sequence[int], span: Span | None) -> Iterator[tuple[Token, bool]]:
    """A text in up to three pieces: before, inside and behind the passage."""
    first, behind = _covered(offsets, span)
    bounds = ((0, first, False), (first, behind, True), (behind, len(offsets), False))
    for start, end, inside in bounds:
        if start < end:
            yield child.copy(content=child.content[start:end]), inside and bool(child.content[start:end].strip())


def _covered(offsets: Sequence[int], span: Span | None) -> Span:
    """Which characters of a text lie inside the passage."""
    inside = [i for i, offset in enumerate(offsets) if span and span[0] <= offset < span[1]]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _wrapped(pieces: Sequence[tuple[Token, bool]]) -> list[Token]:
    """One `<mark>` around everything covered where that nests well, else one around each piece."""
    children = [token for token, _ in pieces]
    covered = [i for i, (_, inside) in enumerate(pieces) if inside]
    if not covered:
        return children
    first, last = _widened(children, covered[0], covered[-1])
    if _nests(children[first : last + 1]):
        return [*children[:first], raw("<mark>"), *children[first : last + 1], raw("</mark>"), *children[last + 1 :]]
    return [
        token for child, inside in pieces for token in ((raw("<mark>"), child, raw("</mark>")) if inside else (child,))
    ]


def _widened(children: Sequence[Token], first: int, last: int) -> Span:
    """Take in the opening and closing tags that stand directly around the covered texts."""
    while not _nests(children[first : last + 1]):
        depth = sum(child.nesting for child in children[first : last + 1])
        if depth < 0 and first > 0 and children[first - 1].nesting == 1:
            first -= 1
        elif depth > 0 and last + 1 < len(children) and children[last + 1].nesting == -1:
            last += 1
        else:
            break
    return first, last


def _nests(children: Sequence[Token]) -> bool:
    depth = 0
    for child in children:
        depth += child.nesting
        if depth < 0:
            return False
    return depth == 0


def _code(token: Token, text: str, at: int, span: Span | None) -> int:
    """Mark inside a code block; returns how far the source was read."""
    if not token.content.strip():
        return at
    offsets = _offsets(token.content, text, at)
    first, behind = _covered(offsets, span)
    parts = (token.content[:first], token.content[first:behind], token.content[behind:])
    before, inside, rest = (escapeHtml(part) for part in parts)
    mark = f"<mark>{inside}</mark>" if inside.strip() else inside
    token.type, token.content = "html_block", f"<pre><code>{before}{mark}{rest}</code></pre>\n"
    return offsets[-1] + 1
