"""The asker beside the guides' ranges."""

from advisor.profile import Profile
from advisor.standing import standings
from tests.fakes import RESEARCH, VISA, read

GUIDES = [read(RESEARCH, "research"), read(VISA, "visa")]


def test_every_range_of_works_is_named_and_cited_in_the_guides_words() -> None:
    found = standings(GUIDES, Profile(specialty="radiology", posters=2, case_reports=2, related=1))
    assert [(s.label, s.held.shown, s.held.number, s.missing) for s in found] == [
        ("Minimum", "3–5 items", 4, 0),
        ("Minimum", "1–2 concern radiology", 1, 0),
        ("Stronger", "5–10+ items", 4, 1),
        ("Top tier", "10+ items", 4, 6),
    ]
    assert [s.citation.marker for s in found] == [1, 2, 3, 4]
    for standing in found:
        cited = GUIDES[0].text[standing.citation.start : standing.citation.end]
        assert standing.held.shown in cited


def test_who_told_no_counts_stands_nowhere() -> None:
    assert standings(GUIDES, Profile(stage="student")) == []
