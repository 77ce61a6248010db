"""The keeper's page, as plain requests over a real index."""

import re
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path
from threading import Event

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from advisor.errors import IndexLocked
from advisor.gaps import Gaps
from advisor.index import Manifest
from advisor.keeper import Keeper
from tests.fakes import RESEARCH, VISA, BagOfWords, builder, index_paths, write_guides
from tests.ui import hostile
from tests.ui.page_fakes import FakeAdvisor
from ui.app import create_app
from ui.gate import TRIES_PER_MINUTE
from ui.manage import Manage, routes
from ui.work import BROKEN, Work

ZEBRAS = b"# Zebras\n\n## What is a zebra?\n\nA zebra is a horse with stripes that lives in Africa.\n"
OWN = {"sec-fetch-site": "same-origin"}
HERE = ("127.0.0.1", 50000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of two guides."""
    index_paths(tmp_path / "index", write_guides(tmp_path / "corpus", research=RESEARCH, visa=VISA))
    return tmp_path / "index"


Opened = Callable[..., TestClient]


@pytest.fixture
def opened(folder: Path) -> Opened:
    """Opens the site of that index for a client."""

    def open_(password: str | None = None, client: tuple[str, int] = HERE, url: str = "http://127.0.0.1") -> TestClient:
        keeper = Keeper(
            folder, folder.parent / "corpus", lambda _: builder(folder), BagOfWords(), Gaps(folder), max_bytes=2000
        )
        site = FastAPI()
        site.include_router(routes(Manage(keeper, password)))
        return TestClient(site, base_url=url, client=client, headers=OWN)

    return open_


def look(site: TestClient, name: str, data: bytes) -> str:
    answer = site.post("/manage/look", params={"name": name}, content=data)
    assert answer.status_code == 200, answer.text
    return answer.text


def confirm(site: TestClient, page: str) -> str:
    """Press the first button that changes something, and wait for what comes of it."""
    return do(site, unescape(re.search(r'data-post="([^"]+)"', page)[1]))  # type: ignore[index]


def do(site: TestClient, address: str) -> str:
    assert site.post(address).status_code == 202
    for _ in range(400):
        if "data-running" not in (page := site.get("/manage/work").text):
            return page
        time.sleep(0.05)
    raise AssertionError(page)


def documents(folder: Path) -> list[str]:
    return [*Manifest.load(folder).entries]


def test_an_upload_is_looked_at_then_confirmed_then_kept_and_indexed(opened: Opened, folder: Path) -> None:
    site = opened()
    page = look(site, "C:\\papers\\../My Zebras!.md", ZEBRAS)
    assert "What is a zebra?" in page
    assert documents(folder) == ["research", "visa"]
    assert "my-zebras.md is indexed" in confirm(site, page)
    assert documents(folder) == ["research", "visa", "my-zebras"]
    assert (folder / "uploads" / "my-zebras.md").read_bytes() == ZEBRAS
    assert [*(folder / "uploads" / ".drafts").iterdir()] == []


def test_a_newer_version_shows_its_sections_and_says_what_it_replaces(opened: Opened, folder: Path) -> None:
    site = opened()
    confirm(site, look(site, "zebras.md", ZEBRAS))
    newer = ZEBRAS + b"\n## Where do zebras sleep?\n\nZebras sleep standing in the open grassland.\n"
    page = look(site, "zebras.md", newer)
    assert "takes the place of the guide of the same file name" in page
    assert '<span class="sign">added</span> Where do zebras sleep?' in page
    confirm(site, page)
    assert Manifest.load(folder).entries["zebras"].sections == 2
    assert "there is nothing to do" in look(site, "zebras.md", newer)


def test_a_namesake_of_a_guide_from_elsewhere_is_told(opened: Opened, folder: Path) -> None:
    (folder.parent / "corpus" / "1. Zebu & Gnu.md").write_bytes(ZEBRAS.replace(b"ebra", b"ebu"))
    site = opened()
    do(site, "/manage/index")
    for name in ("visa.md", "Visa.txt", "1. Zebu & Gnu.md"):
        assert "was read from another file of this name" in look(site, name, ZEBRAS)
    assert "was read from another file of this name" not in look(site, "2. Zebu & Gnu.md", ZEBRAS)


def test_names_that_differ_by_a_number_are_two_guides(opened: Opened, folder: Path) -> None:
    site = opened()
    for year, animal in (("2024", b"ebra"), ("2025", b"ebu")):
        confirm(site, look(site, f"{year} Animals.md", ZEBRAS.replace(b"ebra", animal)))
    assert {f.name for f in (folder / "uploads").glob("*.md")} == {"2024-animals.md", "2025-animals.md"}
    assert len(documents(folder)) == 4


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.md", b"", "is empty"),
        ("a.png", b"\x89PNG\r\n", "is a picture"),
        ("a.pdf", b"%PDF-1.4 broken", "a.pdf"),
        ("visa.questions.md", ZEBRAS, "holds questions for a guide"),
        ("a.md", b"x" * 2001, "too large"),
    ],
)
def test_a_bad_file_is_one_sentence_and_nothing_is_kept(
    name: str, data: bytes, sentence: str, opened: Opened, folder: Path
) -> None:
    answer = opened().post("/manage/look", params={"name": name}, content=data)
    assert (answer.status_code, answer.headers["content-type"][:10]) == (422, "text/plain")
    assert sentence in answer.text
    assert [f for f in (folder / "uploads").rglob("*") if f.is_file()] == []


def test_an_address_that_may_not_be_fetched_is_one_sentence(opened: Opened) -> None:
    answer = opened().post("/manage/fetch", params={"url": "http://127.0.0.1:9/secret"})
    assert answer.status_code == 422
    assert "private network" in answer.text


def test_a_plan_that_is_out_of_date_is_not_carried_out(opened: Opened, folder: Path) -> None:
    site = opened()
    page = look(site, "zebras.md", ZEBRAS)
    confirm(site, look(site, "other.md", ZEBRAS.replace(b"ebra", b"ebu")))
    assert "look at the file again" in confirm(site, page)
    assert documents(folder) == ["research", "visa", "other"]


def test_a_removed_upload_is_gone_with_its_file_and_a_guide_from_elsewhere_without(
    opened: Opened, folder: Path
) -> None:
    site = opened()
    confirm(site, look(site, "zebras.md", ZEBRAS))
    assert "Zebras is removed" in do(site, "/manage/remove?document=zebras")
    assert not (folder / "uploads" / "zebras.md").exists()
    do(site, "/manage/remove?document=visa")
    assert documents(folder) == ["research"]
    assert (folder.parent / "corpus" / "visa.md").is_file()
    assert "not done" in do(site, "/manage/remove?document=visa")


def test_re_indexing_is_planned_then_done_and_can_be_taken_back(opened: Opened, folder: Path) -> None:
    site = opened()
    (folder.parent / "corpus" / "zebras.md").write_bytes(ZEBRAS)
    plan = site.post("/manage/plan").text
    assert "zebras.md" in plan
    assert "research.md" not in plan
    confirm(site, plan)
    assert "zebras" in documents(folder)
    do(site, "/manage/rollback?generation=1")
    assert "zebras" not in documents(folder)


def test_what_re_indexing_passes_over_is_told_before_and_after(opened: Opened, folder: Path) -> None:
    site, corpus = opened(), folder.parent / "corpus"
    (corpus / "visa.questions.md").write_text("## <Moon>\n\n- how far is it\n")
    (corpus / "zoo.questions.md").write_text("## Zebras\n\n- how fast is it\n")
    for name in "abcdefg":
        (corpus / f"{name}.rtf").write_text("x")
    plan = site.post("/manage/plan").text
    done = confirm(site, plan)
    for page in map(unescape, (plan, done)):
        assert "visa.questions.md: no section '<Moon>' in the guide." in page
        assert "zoo.questions.md is passed over: no guide of that name stands beside it." in page
        assert "a.rtf, b.rtf, c.rtf, d.rtf, e.rtf and 2 more." in page
    assert "<Moon>" not in plan + done


def test_without_any_folder_there_is_nothing_to_re_index(opened: Opened, folder: Path) -> None:
    for file in (folder.parent / "corpus").iterdir():
        file.unlink()
    (folder.parent / "corpus").rmdir()
    answer = opened().post("/manage/plan")
    assert answer.status_code == 422
    assert answer.text.startswith(f"There is nothing to index: the folder of the guides, {folder.parent / 'corpus'}")


def test_what_is_off_is_shown_and_repaired(opened: Opened, folder: Path) -> None:
    site = opened()
    stored = next(f for f in (folder / "guides").iterdir() if b"J-1" in f.read_bytes())
    stored.write_bytes(b"x")
    assert "its stored text is damaged" in site.get("/manage").text
    assert "visa.md is missing or damaged" in do(site, "/manage/verify")
    assert "Read anew: visa.md" in do(site, "/manage/repair")
    assert "it is sound" in do(site, "/manage/verify")


def test_what_people_asked_and_did_not_get_is_listed(opened: Opened, folder: Path) -> None:
    for _ in range(2):
        Gaps(folder).record("may I bring my <b>zebra</b>", "refused")
    assert (
        'may I bring my &lt;b&gt;zebra&lt;/b&gt; <span class="words">asked 2 times' in opened().get("/manage/gaps").text
    )


@pytest.mark.parametrize(
    ("client", "url", "headers"),
    [
        (("10.0.0.7", 1), "http://127.0.0.1", {}),
        (HERE, "http://127.0.0.1", {"x-forwarded-for": "10.0.0.7"}),
        (HERE, "http://127.0.0.1", {"forwarded": "for=10.0.0.7"}),
        (HERE, "http://evil.example", {}),
    ],
    ids=["another machine", "a proxy", "a newer proxy", "a name made to lead here"],
)
def test_without_a_password_only_this_machine_is_let_in(
    client: tuple[str, int], url: str, headers: dict[str, str], opened: Opened, folder: Path
) -> None:
    site = opened(client=client, url=url)
    page = site.get("/manage", headers=headers)
    assert page.status_code == 403
    assert "set ADVISOR_ADMIN_PASSWORD" in page.text
    assert site.post("/manage/remove?document=visa", headers=headers).status_code == 403
    assert site.get("/page/keeper.css", headers=headers).text == ""
    assert "visa" in documents(folder)


def test_this_machine_is_shown_the_link(opened: Opened) -> None:
    assert ".keeper" in opened().get("/page/keeper.css").text


def test_the_password_opens_and_signing_out_closes(opened: Opened) -> None:
    site = opened("open sesame ö", client=("10.0.0.7", 1), url="https://guides.example")
    assert site.get("/manage").status_code == 401
    assert site.post("/manage/plan").status_code == 401
    wrong = site.post("/manage/in", data={"password": "open"})
    assert (wrong.status_code, "not the password" in wrong.text) == (403, True)
    entered = site.post("/manage/in", data={"password": "open sesame ö"}, follow_redirects=False)
    for flag in ("HttpOnly", "SameSite=strict", "Secure"):
        assert flag in entered.headers["set-cookie"]
    assert site.get("/manage").status_code == 200
    site.post("/manage/out")
    assert site.get("/manage").status_code == 401


@pytest.mark.parametrize("cookie", ["", "9999999999", "9999999999.", "9999999999.00", "x.y", "."])
def test_a_cookie_that_was_made_up_opens_nothing(cookie: str, opened: Opened) -> None:
    assert opened("secret").get("/manage", headers={"cookie": f"keeper={cookie}"}).status_code == 401


def test_a_password_cannot_be_guessed_at_speed(opened: Opened) -> None:
    site = opened("secret")
    tries = [site.post("/manage/in", data={"password": str(n)}).status_code for n in range(TRIES_PER_MINUTE + 1)]
    assert tries == [403] * TRIES_PER_MINUTE + [429]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1"},
        {"sec-fetch-site": "none"},
    ],
)
def test_a_change_from_another_sites_page_is_refused(headers: dict[str, str], opened: Opened, folder: Path) -> None:
    answer = opened().post("/manage/remove?document=visa", headers=headers)
    assert (answer.status_code, "from the page itself" in answer.text) == (403, True)
    assert "visa" in documents(folder)


@pytest.mark.parametrize(("origin", "status"), [("http://127.0.0.1", 200), ("http://evil.example", 403), (None, 403)])
def test_where_the_browser_names_no_site_its_origin_counts(origin: str | None, status: int, opened: Opened) -> None:
    site = opened()
    del site.headers["sec-fetch-site"]
    assert site.post("/manage/plan", headers={"origin": origin} if origin else {}).status_code == status


def test_nothing_hostile_runs(opened: Opened, folder: Path) -> None:
    site = opened()
    for text in hostile.STRINGS:
        page = look(site, f"{text}.md", f"# {text}\n\n## {text}\n\n{text} and more.\n".encode())
        assert hostile.harm(page) == []
        assert hostile.harm(site.post("/manage/look", params={"name": text}, content=b"").text) == []
    done = confirm(site, page)
    for text in hostile.STRINGS:
        Gaps(folder).record(text, "unhelpful", text)
    for shown in (done, site.get("/manage/state").text, site.get("/manage/gaps").text):
        assert hostile.harm(shown) == []


def test_without_it_there_is_no_such_page() -> None:
    site = TestClient(create_app(FakeAdvisor), base_url="http://127.0.0.1", client=HERE)
    assert site.get("/manage").status_code == 404
    assert "display" not in site.get("/page/keeper.css").text


def test_a_damaged_index_is_said_and_repaired_from_the_page(opened: Opened, folder: Path) -> None:
    site = opened()
    confirm(site, look(site, "zebras.md", ZEBRAS))
    (folder / "generations" / "2.json").write_text("{")
    page = site.get("/manage")
    assert page.status_code == 200
    assert "Generation 2 of the index" in page.text
    assert "Back to generation 1" in do(site, "/manage/repair")
    assert documents(folder) == ["research", "visa"]


def test_one_thing_is_done_at_a_time_and_a_bug_is_not_told_as_a_result() -> None:
    work, go = Work(), Event()

    def wait(progress: Callable[[int, int], None]) -> list[str]:
        progress(1, 2)
        go.wait(10)
        raise ZeroDivisionError("secret detail")

    work.start("Waiting", wait)
    with pytest.raises(IndexLocked, match="Waiting"):
        work.start("More", lambda _: [])
    go.set()
    while work.state().running:
        time.sleep(0.01)
    assert (work.state().error, work.state().lines) == (BROKEN, ())
