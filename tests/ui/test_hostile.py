"""Nothing that is shown can run as script or lead to one, wherever it is shown."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from advisor.citations import Answer, Citation
from tests.ui.hostile import STRINGS, guide, harm
from ui import chat, guides, links, messages, sources, welcome
from ui.links import Mark, Place

GUIDE = guide()


def answer(text: str, coverage: str = "full") -> str:
    """An answer all of whose parts are this text."""
    citation = Citation(1, text, text, text, (text, text), text, text, 0, 5, 0.5)
    given = Answer(text, f"{text} {text}", coverage, f"{text} [1]\n\n- {text} [1]", (citation,), (text,))  # type: ignore[arg-type]
    return str(messages.assistant(given)["content"])


def cited(text: str) -> str:
    """The panel of a source named by this text, and of one whose guide and anchor are it."""
    renamed = replace(GUIDE, name=text)
    of = {text: renamed, GUIDE.name: GUIDE}
    places = [
        Place(text, text, Mark(0, 9)),
        *(Place(text, section.anchor, Mark(section.start, section.end)) for section in renamed.sections[:2]),
    ]
    return sources.panel(dict(enumerate(places)), of)


PLACES: dict[str, Callable[[str], str]] = {
    "question": lambda text: str(messages.user(text)["content"]),
    "question on its own": lambda text: str(messages.user(text, standalone=True)["content"]),
    "answer": answer,
    "partial answer": lambda text: answer(text, "partial"),
    "refusal": lambda text: answer(text, "none"),
    "notice": chat.notice,
    "sources": cited,
    "unknown guide": lambda text: bytes(guides.not_found(text).body).decode(),
    "library": lambda text: welcome.library({text: replace(GUIDE, name=text, title=text, about={"reviewed": text})}),
    "address of a question": lambda text: f'<a href="{links.question(text)}">x</a>',
    "address of a guide": lambda text: f'<a href="{links.guide(text, text)}">x</a>',
}


@pytest.mark.parametrize("text", STRINGS)
@pytest.mark.parametrize("place", PLACES)
def test_what_is_shown_stays_text(place: str, text: str) -> None:
    assert harm(PLACES[place](text)) == []


def test_a_guide_made_of_them_is_only_read() -> None:
    assert harm(guides.guide_page(GUIDE)) == []
    assert harm(guides.guide_page(GUIDE, Mark(0, len(GUIDE.text)))) == []
    assert [harm(sources.section(GUIDE, section)) for section in GUIDE.sections] == [[]] * len(STRINGS)


def test_the_check_itself_sees_harm() -> None:
    assert harm(STRINGS[0])
    assert harm("<a href='javascript:x'>")
    assert harm("<p onclick=x>")
    assert harm("<a href='//evil.example'>")
