"""What the page shows before the first question: the library and questions to start with."""

from collections.abc import Iterable, Mapping
from itertools import chain, zip_longest

from advisor.documents import Guide, Section
from ui.pages import render

EXAMPLES = 5
_LONGEST = 80  # characters of a question that still reads well on a button
_STANDALONE = ("faq", "frequently", "common questions")  # sections whose questions need no context


def library(guides: Mapping[str, Guide]) -> str:
    """The guides with their review dates, as HTML."""
    return render("library.html", {"guides": guides.values()})


def examples(guides: Mapping[str, Guide], count: int = EXAMPLES) -> list[str]:
    """Questions the guides answer, taken in turn from each of them."""
    rounds = zip_longest(*(_questions(guide) for guide in guides.values()))
    found = dict.fromkeys(question for question in chain.from_iterable(rounds) if question)
    return list(found)[:count]


def _questions(guide: Guide) -> list[str]:
    """Headings that ask something, those that stand for themselves first; then the topics."""
    asking = [s for s in guide.sections if s.text and s.headings and _asks(s.headings[-1])]
    asking.sort(key=lambda section: not _stands_alone(section))
    return [section.headings[-1] for section in asking] + [*_about(guide.about.get("topics"))]


def _asks(heading: str) -> bool:
    return heading.endswith("?") and len(heading) <= _LONGEST


def _stands_alone(section: Section) -> bool:
    return any(word in section.headings[0].lower() for word in _STANDALONE)


def _about(topics: object) -> Iterable[str]:
    return (f"What should I know about {topic}?" for topic in topics) if isinstance(topics, list) else ()
