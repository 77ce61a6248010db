"""The library and the first questions."""

from dataclasses import replace

from tests.ui.page_fakes import guide
from ui import welcome


def test_questions_come_from_each_guide_in_turn_and_the_faq_first() -> None:
    one = guide("one")
    other = replace(one, name="other", sections=one.sections[1:2], about={})
    assert welcome.examples({"one": one, "other": other}) == [
        "Can I start with a case report?",
        "How many publications?",
        "Where do I find a mentor?",
        "What should I know about research <numbers>?",
    ]


def test_topics_stand_in_where_no_heading_asks() -> None:
    plain = replace(guide(), sections=(), about={"topics": ["visas", "exams"]})
    assert welcome.examples({"a": plain}, 1) == ["What should I know about visas?"]


def test_no_guides_no_questions() -> None:
    assert welcome.examples({}) == []
    assert "no guides yet" in welcome.library({})


def test_the_library_names_guides_and_review_dates() -> None:
    html = welcome.library({"research": replace(guide(), title="<b>T")})
    assert "&lt;b&gt;T" in html
    assert "Reviewed 3 May 2026" in html
    assert 'href="/guides/research"' in html
