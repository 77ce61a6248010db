"""The panel of cited passages."""

import re

from tests.ui.page_fakes import FakeAdvisor, guide
from ui import sources
from ui.links import Mark, Place


def test_each_source_has_number_path_section_and_mark() -> None:
    advisor = FakeAdvisor()
    html = sources.panel(sources.places(advisor.answer("how many")), advisor.guides)
    assert re.findall(r'data-marker="(\d)"', html) == ["1", "2", "3"]
    assert "<mark>Three ranges help:</mark>" in html
    assert "You need steady work." in html
    assert "Research for the match › Frequently asked questions" in html
    assert "Reviewed 3 May 2026" in html


def test_nothing_cited_says_what_the_panel_is_for() -> None:
    assert "appear here" in sources.panel({}, {})


def test_a_section_that_is_gone_is_said_to_be() -> None:
    html = sources.panel(
        {1: Place("gone", "x", Mark(1, 2)), 2: Place("research", "gone", Mark(1, 2))}, {"research": guide()}
    )
    assert html.count("has changed since") == 2


def test_hostile_names_stay_text() -> None:
    html = sources.panel({1: Place("<script>x</script>", '" onclick="x', Mark(1, 2))}, {})
    assert "<script" not in html
    assert '" onclick' not in html
