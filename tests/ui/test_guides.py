"""The guides' own pages, as plain requests."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from advisor.errors import IndexNotBuilt
from tests.ui.page_fakes import FakeAdvisor, guide
from ui.app import create_app
from ui.pages import day


@pytest.fixture(scope="module")
def site() -> Iterator[TestClient]:
    with TestClient(create_app(FakeAdvisor)) as client:
        yield client


def test_the_list_names_title_summary_and_review_date(site: TestClient) -> None:
    page = site.get("/guides").text
    assert 'href="/guides/research">Research for the match</a>' in page
    assert "How research helps." in page
    assert "Reviewed 3 May 2026" in page


def test_every_section_has_its_own_address(site: TestClient) -> None:
    page = site.get("/guides/research").text
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {section.anchor for section in guide().sections} <= set(ids)
    assert '<h2 id="how-many-publications">' in page
    assert '<h3 id="where-do-i-find-a-mentor">' in page


def test_a_passage_arrives_marked(site: TestClient) -> None:
    citation = FakeAdvisor().answer("how many").citations[2]
    page = site.get(f"/guides/research?mark={citation.start}-{citation.end}").text
    assert page.count("<mark>") == 1
    assert "<mark>A case report is a good first project.</mark>" in page


@pytest.mark.parametrize("mark", ["x", "9-1", "1-", "-1-5", "99999-999999", "1-5;<script>", "1" * 50])
def test_an_unfit_mark_is_ignored(site: TestClient, mark: str) -> None:
    response = site.get("/guides/research", params={"mark": mark})
    assert response.status_code == 200
    assert "<mark>" not in response.text


def test_a_section_leads_back_into_the_chat(site: TestClient) -> None:
    assert 'href="/?q=Where+do+I+find+a+mentor%3F"' in site.get("/guides/research").text


@pytest.mark.parametrize("name", ["nothing", "<script>alert(1)</script>", "..%2f..%2fetc", "Research"])
def test_an_unknown_guide_is_a_friendly_sentence(site: TestClient, name: str) -> None:
    response = site.get(f"/guides/{name}")
    assert response.status_code == 404
    if response.headers["content-type"].startswith("text/html"):
        assert "<script>alert" not in response.text


def test_source_text_stays_text(site: TestClient) -> None:
    page = site.get("/guides/research").text
    assert "&lt;script&gt;window.hacked = 1&lt;/script&gt;" in page
    assert "Hostile &lt;b&gt;heading&lt;/b&gt;" in page
    assert "<img" not in page
    assert "javascript:" not in re.sub(r"\[a link\]\(javascript:[^)]*\)", "", page)
    assert "On &lt;research&gt;" in page


def test_sources_of_an_earlier_answer_are_drawn_from_their_addresses(site: TestClient) -> None:
    citation = FakeAdvisor().answer("mentor").citations[0]
    address = f"/guides/research?mark={citation.start}-{citation.end}#{citation.anchor}"
    page = site.get("/sources", params={"cite": ["7:" + address, "x:" + address, "8:/nowhere", "", "9"]}).text
    assert re.findall(r'data-marker="(\d)"', page) == ["7"]
    assert "<mark>Ask at your own hospital first.</mark>" in page


def test_a_section_is_read_on_in_the_panel(site: TestClient) -> None:
    page = site.get("/sources/research/can-i-start-with-a-case-report").text
    assert "Frequently asked questions › Can I start with a case report?" in page
    assert re.findall(r'<a class="act near[^"]*" href="([^"]*)"', page) == [
        "/guides/research#hostile-b-heading-b",  # the heading between them has no text of its own
        "/guides/research#where-do-i-find-a-mentor",
    ]
    assert site.get("/sources/research/nowhere").status_code == 404
    assert site.get("/sources/nothing/nowhere").status_code == 404


def test_headers_keep_everything_on_the_own_host(site: TestClient) -> None:
    for path in ("/", "/guides", "/guides/research", "/sources", "/page/style.css", "/gradio_api/info", "/nowhere"):
        headers = site.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'self';" if path == "/" else "default-src 'none';")
        assert "frame-ancestors 'none'" in policy
        assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert "unsafe-eval" not in site.get("/guides").headers["content-security-policy"]


def test_every_inline_script_of_the_chat_page_is_named_by_a_nonce_of_its_own(site: TestClient) -> None:
    one, other = site.get("/"), site.get("/")
    [nonce] = re.findall(r"'nonce-([^']+)'", one.headers["content-security-policy"])
    assert f"'nonce-{nonce}'" not in other.headers["content-security-policy"]
    assert one.text.count("<script") == one.text.count(f'<script nonce="{nonce}"') > 0
    assert int(one.headers["content-length"]) == len(one.content)


@pytest.mark.parametrize("name", ["style.css", "chat.css", "guides.css", "guide.js", "chat.js", "favicon.svg"])
def test_files_of_the_page_are_there(site: TestClient, name: str) -> None:
    assert site.get(f"/page/{name}").status_code == 200


def test_nothing_but_the_page_s_own_files_is_handed_out(site: TestClient) -> None:
    for path in ("/page/../app.py", "/page/%2e%2e/app.py", "/page/", "/page/templates/base.html"):
        assert site.get(path).status_code == 404


def test_a_page_says_why_there_is_no_advisor() -> None:
    def load() -> FakeAdvisor:
        raise IndexNotBuilt("There is no index; run `advisor index`.")

    with TestClient(create_app(load)) as client:
        response = client.get("/guides")
    assert response.status_code == 503
    assert "There is no index; run `advisor index`." in response.text


def test_dates_in_words() -> None:
    assert [day("2026-05-03"), day("spring 2026")] == ["3 May 2026", "spring 2026"]
