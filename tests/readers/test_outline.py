"""What a keeper sees of a file before it is indexed."""

from advisor.readers import preview
from advisor.readers.outline import Branch

TEXT = b"""# Visas

Some words in front.

## Costs

Three words here.

### Fees

## Times
"""


def test_the_outline_is_a_tree_of_headings_with_the_words_under_each() -> None:
    assert preview(TEXT, "g", "g.md").outline == (
        Branch("", "opening", 4),
        Branch("Costs", "costs", 3, (Branch("Fees", "fees", 0),)),
        Branch("Times", "times", 0),
    )


def test_nothing_of_a_markdown_guide_is_passed_over() -> None:
    found = preview(TEXT, "g", "g.md")
    assert (found.kind, found.passed_over) == ("markdown", ())


def test_what_a_page_carries_besides_the_article_is_listed_once() -> None:
    page = b"""Share this article

How a Page Is Read by Machines

A first paragraph here, long enough to be one.

Getting Started

1. Another paragraph stands here.

Share this article
"""
    found = preview(page, "g", "g.txt")
    assert (found.kind, found.passed_over) == ("text", ("Share this article",))
