"""Plain text as scraped from a web page -> canonical Markdown.

lines     the page cut into blocks: wraps joined, markers, underlines and tables read
header    the title; logo, menu, keywords and writer left out
junk      captions, contents and sharing lines left out
footer    advertisement, comments and links to other pages left out
numbers   which numbered lines are headings, which are list items
headings  which other lines are headings
cues      what speaks for each being a main one
levels    how deep each heading stands
render    Markdown
"""

from advisor.readers.plain_text import footer, header, headings, junk, levels, lines, render


def to_markdown(text: str) -> str:
    """Recover title, heading tree and text of an article from plain text.

    Never fails: what is not understood is kept as a paragraph.
    """
    title, blocks = header.split(lines.blocks(text))
    inside, listed = junk.contents(blocks)
    blocks = lines.without(blocks, inside)
    blocks = blocks[: footer.start(blocks, listed)]
    blocks = junk.without_captions(lines.without(blocks, junk.asides(blocks)), title)
    found = headings.find(blocks, listed)
    levels.assign(found)
    return render.markdown(title, blocks, {h.index: h.level for h in found})
