"""The page about the asker, as plain requests."""

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from advisor.profile import KINDS, Profile
from advisor.standing import standings
from tests.fakes import read
from tests.ui import hostile
from tests.ui.page_fakes import FakeAdvisor, guide
from ui.app import create_app
from ui.picture import picture

MINE = {"specialty": "IR", "posters": 2, "case_reports": 2, "related": 0}


@pytest.fixture(scope="module")
def site() -> Iterator[TestClient]:
    with TestClient(create_app(lambda: FakeAdvisor(guides={g.name: g for g in (guide(), hostile.guide())}))) as client:
        yield client


def test_the_form_asks_for_all_that_a_profile_holds(site: TestClient) -> None:
    page = site.get("/me").text
    for name in (*KINDS, *Profile.model_fields):
        assert f'name="{name}"' in page


def test_counts_stand_beside_the_ranges_with_links_to_them(site: TestClient) -> None:
    page = site.post("/me", json=MINE).text
    assert "“3–5 items” – Basic. <strong>You have 4 in all: reached.</strong>" in page
    assert "“1–2 in IR” – Basic. <strong>You have 0 in your specialty: 1 more to reach it.</strong>" in page
    assert 'href="/guides/research?mark=' in page
    assert "<svg role=" in page


def test_a_profile_that_cannot_be_is_one_sentence(site: TestClient) -> None:
    answer = site.post("/me", json={"posters": 1, "related": 5})
    assert answer.status_code == 422
    assert answer.text.startswith("The profile cannot be read: ")


def test_a_timeline_is_saved_as_text_and_as_calendar(site: TestClient) -> None:
    assert site.post("/me/timeline.md", json=MINE).text.startswith("# My timeline, ")
    calendar = site.post("/me/timeline.ics", json=MINE)
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert calendar.text.startswith("BEGIN:VCALENDAR")
    assert site.post("/me/timeline.exe", json=MINE).status_code == 422


def test_nothing_hostile_runs(site: TestClient) -> None:
    page = site.post("/me", json={**MINE, "specialty": hostile.STRINGS[0]}).text
    assert [found for found in hostile.harm(page) if found != "<svg>" and not found.endswith(" style")] == []
    for string in hostile.STRINGS:
        assert site.post("/me", json={"stage": string}).headers["content-type"].startswith("text/plain")


def test_the_picture_holds_no_more_than_drawing_and_takes_the_pages_colours() -> None:
    text = "# Guide\n\n## <script>window.hacked=1</script> costs $3 & $5\n\nYou need 3–5 items.\n"
    drawn = str(picture(standings([read(text)], Profile(posters=2))))
    picture_ = ElementTree.fromstring(drawn)
    tags = {element.tag.rpartition("}")[2] for element in picture_.iter()}
    assert tags <= {"svg", "g", "path", "use", "defs", "text", "clipPath", "rect"}
    assert "<script>window.hacked=1</script>" in "".join(picture_.itertext())  # as words
    assert "You have 2 in all: 1 more to reach it." in picture_.attrib["aria-label"]
    assert "var(--accent)" in drawn


def test_without_works_there_is_no_picture(site: TestClient) -> None:
    assert picture([]) == ""
    assert "<svg" not in site.post("/me", json={"stage": "student"}).text
