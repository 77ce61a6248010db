"""The commands: what they print where, and how they end."""

import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from advisor import cli, indexing
from advisor.cli import advisor, naming, watching
from advisor.readers import fetching
from advisor.readers.pages import Page, keep
from advisor.settings import Settings
from tests.fakes import RESEARCH, VISA, BagOfWords, write_guides

Run = Callable[..., Result]
PUBLICATIONS = "how many publications do I need"


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    return write_guides(tmp_path / "guides", research=RESEARCH, visa=VISA)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on an index in a folder of the test."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ADVISOR_{name.upper()}", raising=False)
    monkeypatch.setenv("ADVISOR_INDEX", str(tmp_path / "index"))
    monkeypatch.setattr(indexing, "SentenceEmbeddings", BagOfWords)
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str | Path, typed: str | bytes | None = None) -> Result:
        return CliRunner().invoke(advisor, [str(a) for a in arguments], input=typed)

    return invoke


@pytest.fixture
def indexed(run: Run, guides: Path) -> Run:
    assert run("index", guides).exit_code == 0
    return run


def rows(result: Result) -> list[dict[str, Any]]:
    """Standard output as JSON lines."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def ended(result: Result, status: int) -> str:
    """The one sentence on standard error of a command that ended with this status."""
    assert (result.exit_code, type(result.exception)) == (status, SystemExit), result.exception
    assert "Traceback" not in result.stderr
    return result.stderr


def test_ask_prints_the_answer_and_its_sources(indexed: Run) -> None:
    result = indexed("ask", PUBLICATIONS)
    assert result.exit_code == 0
    assert "3–5 items" in result.stdout
    assert "[1] Research for the match > How many publications do I need?" in result.stdout
    assert result.stderr == ""


def test_a_profile_shows_every_stage_of_an_answer(indexed: Run) -> None:
    shown = indexed("ask", PUBLICATIONS, "--profile").stdout
    for stage in (
        "open the index",
        "read the question",
        "first answer",
        "search",
        "nearest vectors",
        "compose",
        "suggest what is next",
    ):
        assert stage in shown


def test_ask_json_is_the_answer_object_alone(indexed: Run) -> None:
    [answer] = rows(indexed("ask", PUBLICATIONS, "--json"))
    assert answer["coverage"] == "full"
    assert answer["citations"][0]["section"] == ["How many publications do I need?"]


def test_a_refusal_is_no_failure(indexed: Run) -> None:
    result = indexed("ask", "knitting pottery weather", "--json")
    assert result.exit_code == 0
    assert rows(result)[0]["coverage"] == "none"


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    ("question", "message"), [("", "empty"), ("  ", "empty"), ("x" * 100_000, "100,000 characters")]
)
def test_an_unfit_question_is_wrong_usage(indexed: Run, command: str, question: str, message: str) -> None:
    assert message in ended(indexed(command, question), 2)


@pytest.mark.parametrize("arguments", [["ask"], ["search"], ["ask", "x", "--batch", "-"], ["search", "x", "-k", "0"]])
def test_wrong_usage_ends_with_2(indexed: Run, arguments: list[str]) -> None:
    assert "Usage:" in ended(indexed(*arguments, typed=""), 2)


@pytest.mark.parametrize("arguments", [["ask", "x"], ["search", "x"], ["chat"], ["status"], ["remove", "x"], ["gaps"]])
def test_without_an_index_the_command_that_builds_it_is_named(run: Run, arguments: list[str]) -> None:
    assert "advisor index --index" in ended(run(*arguments), 1)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("MAX_FILE_MB", "abc", "a number"),
        ("MAX_FILE_MB", "inf", "a finite number"),
        ("MAX_FILE_MB", "0", "greater than 0"),
        ("KEEP_QUESTIONS", "maybe", "true or false"),
        ("LLM_TOKENS", "1.5", "a whole number"),
    ],
)
def test_a_setting_that_cannot_be_is_named_with_what_it_has_to_be(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, wanted: str
) -> None:
    monkeypatch.setenv(f"ADVISOR_{name}", value)
    monkeypatch.setenv("ADVISOR_ADMIN_PASSWORD", "open sesame")
    assert ended(run("doctor"), 2) == f"Error: ADVISOR_{name} is '{value}': it has to be {wanted}.\n"


def test_an_env_file_in_another_encoding_is_one_clear_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ADVISOR_KEEP_QUESTIONS=false", encoding="utf-16")
    assert "not UTF-8" in ended(run("doctor"), 2)


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_batch_answers_line_by_line_with_ids_in_order(indexed: Run, tmp_path: Path, command: str) -> None:
    lines = [
        {"id": "b", "turns": ["What does an observership cost?"]},
        {"id": 1, "turns": ["tell me of visas", PUBLICATIONS]},
        {"turns": ["Which visa fits a trainee?"]},
    ]
    text = "\n\n".join(json.dumps(line) for line in lines)
    (tmp_path / "batch.jsonl").write_text(text)
    result = indexed(command, "--batch", tmp_path / "batch.jsonl")
    assert result.exit_code == 0
    assert [row["id"] for row in rows(result)] == ["b", 1, None]
    piped = indexed(command, "--batch", "-", typed=text)
    assert [row["id"] for row in rows(piped)] == ["b", 1, None]


def test_a_batch_takes_the_last_turn_as_the_question(indexed: Run) -> None:
    line = json.dumps({"id": 1, "turns": ["What does an observership cost?", "and by month?"]})
    [answer] = rows(indexed("ask", "--batch", "-", typed=line))
    assert answer["question"] == "and by month?"
    assert answer["standalone_question"] == "What does an observership cost? and by month?"


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    ("bad", "id"),
    [
        ("nonsense", None),
        ("[]", None),
        ("7", None),
        ('{"id": "bad"}', "bad"),
        ('{"id": "bad", "turns": []}', "bad"),
        ('{"id": "bad", "turns": "visa"}', "bad"),
        ('{"id": "bad", "turns": [7]}', "bad"),
        ('{"id": "bad", "turns": [" "]}', "bad"),
        pytest.param("[" * 100_000, None, id="brackets"),
    ],
)
def test_a_bad_line_of_a_batch_fails_in_its_place(indexed: Run, command: str, bad: str, id: str | None) -> None:
    good = '{"id": "%s", "turns": ["Which visa fits a trainee?"]}'
    result = indexed(command, "--batch", "-", typed=f"{good % 'a'}\n{bad}\n{good % 'c'}\n")
    assert "line 2" in ended(result, 1)
    found = rows(result)
    assert [row["id"] for row in found] == ["a", id, "c"]
    assert [bool(row.get("error")) for row in found] == [False, True, False]


def test_a_line_that_is_no_text_fails_in_its_place(indexed: Run) -> None:
    line = b'{"id": "a", "turns": ["visa"]}\n'
    assert "line 2" in ended(indexed("ask", "--batch", "-", typed=line + b"\xff\n"), 1)


def test_half_a_character_in_a_question_does_not_end_a_batch(indexed: Run) -> None:
    typed = '{"id": "a", "turns": ["visa \\ud800"]}\n{"id": "b", "turns": ["visa"]}\n'
    assert [row["id"] for row in rows(indexed("ask", "--batch", "-", typed=typed))] == ["a", "b"]


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_conversation_of_hundreds_of_replies_does_not_end_a_batch(indexed: Run, command: str) -> None:
    turns = ["How many publications do I need?", *["yes"] * 400]
    typed = f'{{"id": "a", "turns": {json.dumps(turns)}}}\n{{"id": "b", "turns": ["visa"]}}\n'
    assert [row["id"] for row in rows(indexed(command, "--batch", "-", typed=typed))] == ["a", "b"]


def test_a_batch_saved_on_windows_begins_with_its_first_line(indexed: Run, tmp_path: Path) -> None:
    line = b'\xef\xbb\xbf{"id": "a", "turns": ["visa"]}\r\n'
    (tmp_path / "batch.jsonl").write_bytes(line)
    for result in (indexed("ask", "--batch", "batch.jsonl"), indexed("ask", "--batch", "-", typed=line)):
        assert [row["id"] for row in rows(result)] == ["a"]
        assert result.exit_code == 0


def test_a_batch_file_that_is_not_there_is_wrong_usage(indexed: Run) -> None:
    assert "nowhere.jsonl" in ended(indexed("ask", "--batch", "nowhere.jsonl"), 2)


def test_search_lists_k_sections_best_first(indexed: Run) -> None:
    result = indexed("search", "observership cost", "-k", "2")
    assert result.stdout.startswith("1. visa.md > What does an observership cost? (")
    assert "\n\n2. " in result.stdout
    assert "\n3. " not in result.stdout


def test_search_json_holds_each_section_once(indexed: Run) -> None:
    [found] = rows(indexed("search", "observership cost", "--json", "-k", "50"))
    results = found["results"]
    assert [*results[0]] == ["document", "source", "section", "score", "text"]
    assert results[0]["section"] == ["What does an observership cost?"]
    places = [(r["document"], *r["section"]) for r in results]
    assert len(places) == len(set(places))
    assert [r["score"] for r in results] == sorted((r["score"] for r in results), reverse=True)


def test_chat_goes_on_until_an_empty_line(indexed: Run) -> None:
    result = indexed("chat", typed=f"{PUBLICATIONS}\n{'x' * 5000}\nWhich visa fits a trainee?\n\nnever asked\n")
    assert result.exit_code == 0
    assert "3–5 items" in result.stdout
    assert "ECFMG" in result.stdout
    assert "5,000 characters" in result.stderr
    assert "never asked" not in result.stdout


def test_chat_remembers_what_was_asked(indexed: Run) -> None:
    result = indexed("chat", typed="What does an observership cost?\nhow much is it by month\n")
    assert result.stdout.count("500 to 3,000") == 2


def test_index_reports_every_document(run: Run, guides: Path) -> None:
    assert run("index", guides).stdout.splitlines() == ["new       research.md", "new       visa.md", "Done: 2 new."]
    (guides / "visa.md").unlink()
    write_guides(guides, research=f"{RESEARCH}\nMore.\n", third="# T\n\nText.\n")
    assert run("index", guides).stdout.splitlines() == [
        "changed   research.md",
        "new       third.md",
        "removed   visa.md",
        "Done: 1 changed, 1 new, 1 removed.",
    ]


def test_guides_of_one_file_name_are_told_apart(run: Run, tmp_path: Path) -> None:
    top = tmp_path / "top"
    for folder, text in {"de": RESEARCH, "us": VISA, "us/old": VISA, "uk": "# UK\n\nText.\n", "xx": ""}.items():
        (top / folder).mkdir(parents=True)
        write_guides(top / folder, visas=text)
    assert run("index", top / "de").stdout.splitlines()[0] == "new       visas.md"
    said = run("index", top).stdout
    assert "us/visas.md says the same as 'visas-3', which is indexed" in said
    assert [line.split()[:2] for line in said.splitlines()] == [
        ["unchanged", "de/visas.md"],
        ["new", "uk/visas.md"],
        ["new", "us/old/visas.md"],
        ["duplicate", "us/visas.md"],
        ["failed", "xx/visas.md"],
        ["Done:", "1"],
    ]
    assert run("index", top / "uk").stdout.splitlines()[0] == "unchanged uk/visas.md"
    assert "(de/visas.md, 4 sections)" in run("status").stdout


def test_index_json_is_json_alone(run: Run, guides: Path, tmp_path: Path) -> None:
    [found] = rows(run("index", guides, "--json"))
    assert found["index"] == str(tmp_path / "index")
    assert [(d["document"], d["source"], d["status"]) for d in found["documents"]] == [
        ("research", "research.md", "new"),
        ("visa", "visa.md", "new"),
    ]


def test_index_notes_questions_that_have_no_place_on_standard_error(run: Run, guides: Path) -> None:
    (guides / "visa.questions.md").write_text("## Moon\n\n- why?\n")
    (guides / "stray.questions.md").write_text("## Moon\n\n- why?\n")
    result = run("index", guides)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == ["new       research.md", "new       visa.md", "Done: 2 new."]
    assert result.stderr.splitlines() == [
        f"Note: {guides / 'stray.questions.md'} is passed over: no guide of that name stands beside it.",
        "Note: visa.questions.md: no section 'Moon' in the guide.",
    ]


def test_files_that_are_no_guides_are_named_on_standard_error(run: Run, guides: Path) -> None:
    for name in ("photo.png", "abbreviations.yaml", ".hidden.ini"):
        (guides / name).write_text("x")
    note = run("index", guides).stderr.splitlines()[0]
    assert note.startswith("Note: passed over, being no guides (")
    assert note.endswith("): photo.png.")


def test_abbreviations_that_lie_where_none_are_read_are_named(
    run: Run, guides: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (guides / "abbreviations.yaml").write_text("PD: program director")
    [note] = run("index", guides).stderr.splitlines()
    assert str(guides / "abbreviations.yaml") in note
    assert "ADVISOR_CORPUS" in note
    monkeypatch.setenv("ADVISOR_CORPUS", str(guides))
    assert run("index").stderr == ""


def test_a_folder_that_is_gone_is_named_with_the_way_back(indexed: Run, guides: Path, tmp_path: Path) -> None:
    (guides / "visa.md").rename(tmp_path / "visa.md")
    assert indexed("index", guides).stderr == ""
    guides.rename(tmp_path / "away")
    assert "guides is not there: all guides read from it would be removed" in indexed("index", "--plan", guides).stderr
    result = indexed("index", guides)
    assert "removed   research.md" in result.stdout
    assert f"'advisor index --rollback --index {tmp_path / 'index'}' brings them back" in result.stderr
    indexed("index", "--rollback")
    guides.mkdir()
    assert "guides holds no guide any more" in indexed("index", guides).stderr


def test_a_page_that_cannot_be_fetched_fails_and_the_rest_is_indexed(run: Run, guides: Path) -> None:
    result = run("index", "http://name:word@guides.example/a", guides)
    ended(result, 1)
    assert "guides.example is asked for with a name or a password" in result.stdout
    assert "Done: 2 new, 1 failed." in result.stdout


def test_an_address_is_the_name_of_its_page_wherever_that_is_kept() -> None:
    url = "https://guides.example/a"
    documents = [(url, ""), (url, "/index/pages/a.html"), ("a.md", "/g/a.md"), ("a.md", "/g/old/a.md")]
    found = naming.names(documents)
    assert [found[d] for d in documents] == [url, url, "a.md", str(Path("old/a.md"))]


def test_a_fetched_page_is_cited_by_its_address(run: Run, tmp_path: Path) -> None:
    page = Page(
        "https://guides.example/visas", b"<html><h1>Visas</h1><h2>Which visa?</h2><p>A J-1 visa suits.</p></html>"
    )
    assert run("index", keep(page, tmp_path / "pages")).stdout.startswith("new       https://guides.example/visas\n")
    [answer] = rows(run("ask", "which visa", "--json"))
    assert answer["citations"][0]["source"] == "https://guides.example/visas"


HTML = b"<html><h1>Visas</h1><h2>Which visa?</h2><p>A J-1 visa suits.</p></html>"
URL = "https://guides.example/visas"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the web holds, by its address."""
    web = {URL: HTML}
    monkeypatch.setattr(fetching, "fetch", lambda url, *_: Page(url, web[url]))
    return web


def test_a_plan_for_a_page_keeps_nothing_of_it(run: Run, served: dict[str, bytes], tmp_path: Path) -> None:
    assert run("index", URL, "--plan").stdout.startswith(f"new       {URL}\n")
    assert not (tmp_path / "index").exists()


def test_a_plan_for_a_page_that_is_known_shows_what_changed_and_leaves_it(
    run: Run, served: dict[str, bytes], tmp_path: Path
) -> None:
    run("index", URL)
    assert run("index", URL, "--plan").stdout.startswith(f"unchanged {URL}\n")
    served[URL] = HTML.replace(b"suits", b"fits")
    assert run("index", URL, "--plan").stdout.startswith(f"changed   {URL}\n  ~ Which visa?\n")
    assert [f.read_bytes() for f in (tmp_path / "index" / "pages").glob("*.html")] == [HTML]


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n", b"%PDF-1.4 broken", b"<html><title>Gone</title></html>"])
def test_a_page_that_cannot_be_read_any_more_leaves_the_one_that_could(
    run: Run, served: dict[str, bytes], data: bytes, tmp_path: Path
) -> None:
    run("index", URL)
    kept = {f: f.read_bytes() for f in (tmp_path / "index" / "pages").iterdir()}
    served[URL] = data
    result = run("index", URL)
    ended(result, 1)
    assert result.stdout.startswith(f"failed    {URL}")
    assert {f: f.read_bytes() for f in (tmp_path / "index" / "pages").iterdir()} == kept
    assert run("index", tmp_path / "index" / "pages").stdout.startswith("unchanged ")


def test_a_page_that_comes_in_another_kind_is_the_same_guide(
    run: Run, served: dict[str, bytes], tmp_path: Path
) -> None:
    run("index", URL)
    served[URL] = b"# Visas\n\n## Which visa?\n\nA J-1 visa fits.\n"
    for options in (["--plan"], []):
        assert run("index", URL, *options).stdout.startswith(f"changed   {URL}\n")
    assert "Done: 1 unchanged." in run("index", tmp_path / "index" / "pages").stdout


def test_a_plan_changes_nothing(run: Run, guides: Path, tmp_path: Path) -> None:
    assert run("index", guides, "--plan").stdout.endswith("Would be: 2 new.\n")
    assert not (tmp_path / "index").exists()


def test_the_corpus_is_indexed_by_default(run: Run, guides: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_CORPUS", str(guides))
    assert "Done: 2 new." in run("index").stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "bad.md is empty"),
        (b"\x00\x01\x02", "bad.md is a binary file"),
        (b"\x89PNG\xff", "bad.md is a picture"),
        (b"---\ntitle: [\n---\nText.", "bad.md, line 2"),
        (b"---\nreviewed: 2026-02-30\n---\nText.", "bad.md"),
    ],
)
def test_a_bad_guide_is_named_and_the_others_are_indexed(run: Run, guides: Path, content: bytes, message: str) -> None:
    (guides / "bad.md").write_bytes(content)
    result = run("index", guides)
    ended(result, 1)
    assert message in result.stdout + result.stderr
    assert "Done: 1 failed, 2 new." in result.stdout
    assert run("ask", PUBLICATIONS).exit_code == 0


def test_a_guide_that_is_not_there_is_named_and_the_others_are_indexed(run: Run, guides: Path) -> None:
    result = run("index", "nowhere.md", guides)
    ended(result, 1)
    assert "There is no file or folder nowhere.md" in result.stdout + result.stderr
    assert run("ask", PUBLICATIONS).exit_code == 0


def test_a_folder_without_guides_is_one_clear_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "No guides found in empty" in ended(run("index", "empty"), 1)


def test_an_index_folder_that_is_a_file_is_one_clear_sentence(run: Run, guides: Path) -> None:
    for command in (["index", guides], ["gaps"], ["gaps", "--forget"]):
        assert ended(run(*command, "--index", guides / "visa.md"), 1).startswith("Error: ")


def test_an_unreachable_chroma_server_is_one_clear_sentence(
    run: Run, guides: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ValueError("Could not connect to a Chroma server.")

    monkeypatch.setattr("chromadb.HttpClient", refuse)
    monkeypatch.setenv("ADVISOR_CHROMA_URL", "http://127.0.0.1:1")
    assert "http://127.0.0.1:1" in ended(run("index", guides), 1)


def test_another_embedder_is_named_and_indexing_again_cures_it(
    indexed: Run, guides: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_EMBEDDING", "other")
    for command in ("ask", "search"):
        assert "built with the embedding model 'advisor-minilm', but 'other' is set" in ended(
            indexed(command, "visa"), 1
        )
    assert indexed("index", guides).exit_code == 0
    assert indexed("ask", "visa").exit_code == 0


def test_two_indexes_never_mix(indexed: Run, tmp_path: Path) -> None:
    other = write_guides(tmp_path / "other", pottery="# Pottery\n\n## Clay\n\nClay is soft.\n")
    assert indexed("index", other, "--index", "second").exit_code == 0
    [second] = rows(indexed("status", "--json", "--index", "second"))
    [first] = rows(indexed("status", "--json"))
    assert [d["document"] for d in second["documents"]] == ["pottery"]
    assert [d["document"] for d in first["documents"]] == ["research", "visa"]


def test_remove_takes_one_document_out(indexed: Run, guides: Path) -> None:
    result = indexed("remove", "visa")
    assert result.stdout == "Removed visa from the index.\n"
    assert f"reads {guides / 'visa.md'} adds it again" in result.stderr
    assert "no document 'visa'" in ended(indexed("remove", "visa"), 1)
    [status] = rows(indexed("status", "--json"))
    assert [d["document"] for d in status["documents"]] == ["research"]


def test_an_emptied_index_still_answers(indexed: Run) -> None:
    for name in ("visa", "research"):
        assert indexed("remove", name).exit_code == 0
    assert indexed("status").exit_code == 0
    assert "Sorry" in indexed("ask", "visa").stdout


def test_status_says_what_the_index_holds(indexed: Run, tmp_path: Path) -> None:
    [status] = rows(indexed("status", "--json"))
    assert status["index"] == str(tmp_path / "index")
    assert status["embedding"] == "advisor-minilm"
    assert status["indexed"]
    assert status["sections"] == sum(d["sections"] for d in status["documents"]) == 6
    assert status["chunks"] == sum(d["chunks"] for d in status["documents"])
    text = indexed("status").stdout
    assert "2 documents, 6 sections" in text
    assert "- visa: Visas and money (visa.md, 2 sections)" in text


def test_status_lists_the_generations(indexed: Run, guides: Path) -> None:
    write_guides(guides, third="# T\n\nText.\n")
    indexed("index", guides)
    [status] = rows(indexed("status", "--json"))
    assert [(g["generation"], g["note"]) for g in status["generations"]] == [(2, "1 new"), (1, "2 new")]
    assert "- 2: 3 documents, made 20" in indexed("status").stdout


def test_rollback_goes_back_and_says_what_a_next_run_does(indexed: Run, guides: Path) -> None:
    write_guides(guides, third="# T\n\nText.\n")
    indexed("index", guides)
    result = indexed("index", "--rollback")
    assert result.stdout == "Generation 3 is back to 1: 2 documents.\n"
    assert "'advisor index' would bring the index in line" in result.stderr
    assert indexed("index", "--rollback", "2").stdout.startswith("Generation 4 is back to 2: 3")
    [row] = rows(indexed("index", "--rollback", "--json"))
    assert (row["generation"], row["note"], row["documents"]) == (5, "back to 3", 2)
    assert "Kept are" in ended(indexed("index", "--rollback", "77"), 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["index", "--rollback", "1", "guides"],
        ["index", "--plan", "--watch"],
        ["index", "--questions", "x"],
        ["index", "--watch", "--workers", "ray"],
        ["index", "--rollback", "--workers", "ray"],
        ["ask", "x", "--profile", "--json"],
        ["ask", "--batch", "-", "--profile"],
        ["status", "--repair"],
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(indexed: Run, arguments: list[str]) -> None:
    assert "Usage:" in ended(indexed(*arguments), 2)


def test_verify_names_what_is_off_and_repair_sets_it_right(indexed: Run, tmp_path: Path) -> None:
    assert "nothing is off" in indexed("status", "--verify").stdout
    next((tmp_path / "index" / "guides").iterdir()).unlink()
    assert ended(indexed("status", "--verify"), 1) == ""
    [status] = rows(indexed("status", "--verify", "--json"))
    assert "missing or damaged" in status["problems"][0]
    repaired = indexed("status", "--verify", "--repair")
    assert (repaired.exit_code, "nothing is off" in repaired.stdout) == (0, True)
    assert "Read anew" in repaired.stderr


def test_a_plan_lists_sections_and_what_they_contradict(indexed: Run, guides: Path) -> None:
    costs = "An observership costs 500 to 3,000 dollars a month."
    write_guides(guides, visa=f"{VISA}\nMore.\n", other=f"# Other\n\n## Costs\n\n{costs.replace('500', '900')}\n")
    said = indexed("index", guides, "--plan").stdout.splitlines()
    assert "  ~ What does an observership cost?" in said
    [row] = [d for d in rows(indexed("index", guides, "--plan", "--json"))[0]["documents"] if d["document"] == "visa"]
    assert row["sections"] == [{"status": "changed", "section": ["What does an observership cost?"]}]


def test_a_plan_says_which_questions_would_be_answered_differently(indexed: Run, guides: Path, tmp_path: Path) -> None:
    question = {"id": "moon", "turns": ["When does the lunar ferry leave?"], "answerable": True, "gold": []}
    (tmp_path / "q.jsonl").write_text(json.dumps(question))
    write_guides(guides, moon="# Moon\n\n## When does the lunar ferry leave?\n\nThe lunar ferry leaves at noon.\n")
    said = indexed("index", guides, "--plan", "--questions", "q.jsonl").stdout
    assert "- moon: When does the lunar ferry leave?: is answered, was refused" in said
    assert [d["document"] for d in rows(indexed("status", "--json"))[0]["documents"]] == ["research", "visa"]


def test_watch_indexes_again_when_a_file_comes(indexed: Run, guides: Path, tmp_path: Path) -> None:
    stop, seen = threading.Event(), []

    def act() -> None:
        seen.append(indexed("index", guides).stdout)
        if len(seen) == 1:
            write_guides(guides, third="# T\n\nText.\n")
        else:
            stop.set()

    give_up = threading.Timer(20, stop.set)
    give_up.start()
    watching.follow(tmp_path / "index", [guides], act, stop)
    give_up.cancel()
    assert "new       third.md" in seen[-1]


def test_a_folder_that_is_not_there_cannot_be_watched(indexed: Run) -> None:
    assert "There is no file or folder nowhere to watch" in ended(indexed("index", "nowhere", "--watch"), 1)


def test_doctor_says_what_is_well_and_what_to_do(run: Run, guides: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_CORPUS", str(guides))
    sick = run("doctor")
    assert ended(sick, 1) == ""
    assert "FAILED  index       There is no index" in sick.stdout
    run("index")
    well = run("doctor")
    assert (well.exit_code, "FAILED" in well.stdout) == (0, False)
    assert {c["name"] for c in rows(run("doctor", "--json"))[0]["checks"]} >= {"model", "index", "store", "disk"}


def test_doctor_names_abbreviations_that_cannot_be_read(
    indexed: Run, guides: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_CORPUS", str(guides))
    assert indexed("doctor").exit_code == 0
    (guides / "abbreviations.yaml").write_text("PD: [")
    sick = indexed("doctor")
    assert ended(sick, 1) == ""
    assert f"FAILED  glossary    {guides / 'abbreviations.yaml'} cannot be read" in sick.stdout


def test_refused_questions_become_gaps_unless_switched_off(indexed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No question is waiting" in indexed("gaps").stdout
    indexed("ask", "knitting pottery weather")
    indexed("ask", PUBLICATIONS)
    assert indexed("gaps").stdout.startswith("  1 × knitting pottery weather (1 refused; last on 20")
    [found] = rows(indexed("gaps", "--json"))
    assert [(g["question"], g["asked"]) for g in found["gaps"]] == [("knitting pottery weather", 1)]
    monkeypatch.setenv("ADVISOR_KEEP_QUESTIONS", "false")
    indexed("ask", "sailing boats harbour")
    assert len(rows(indexed("gaps", "--json"))[0]["gaps"]) == 1
    assert rows(indexed("gaps", "--forget", "--json")) == [{"gaps": []}]
    assert "none are kept" in indexed("gaps").stdout


def test_eval_prints_the_figures(indexed: Run, tmp_path: Path) -> None:
    gold = [{"doc": "visa", "section": "What does an observership cost?"}]
    question = {"id": 1, "turns": ["What does an observership cost?"], "answerable": True, "gold": gold}
    (tmp_path / "q.jsonl").write_text(json.dumps(question))
    table = indexed("eval", "q.jsonl").stdout
    assert table.splitlines()[0].split()[:4] == ["kind", "n", "good", "cite@1"]
    assert table.splitlines()[2].split()[:4] == ["total", "1", "1.000", "1.000"]
    [found] = rows(indexed("eval", "q.jsonl", "--json"))
    assert found["total"]["good"] == 1


def test_eval_of_a_missing_file_is_one_clear_sentence(indexed: Run) -> None:
    assert "nowhere.jsonl cannot be read" in ended(indexed("eval", "nowhere.jsonl"), 1)


def test_debug_shows_the_traceback(run: Run) -> None:
    result = run("ask", "x", "--debug")
    assert result.exit_code == 1
    assert type(result.exception).__name__ == "IndexNotBuilt"


@pytest.mark.parametrize(
    "command", ["serve", "ask", "chat", "search", "index", "remove", "status", "eval", "gaps", "doctor"]
)
def test_every_command_explains_itself_and_takes_an_index(run: Run, command: str) -> None:
    text = run(command, "--help").stdout
    assert "--index" in text
    assert "--debug" in text
    assert command in run("--help").stdout


def test_the_list_of_commands_cuts_no_sentence(run: Run) -> None:
    listed = run("--help").stdout.partition("Commands:")[2]
    assert listed
    assert "..." not in listed


def test_debug_leaves_a_bugs_traceback_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["advisor", "status", "--debug"])
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(cli, "advisor", lambda: None)
    cli.main()
    assert sys.excepthook is sys.__excepthook__


def test_a_bug_is_one_sentence_that_asks_for_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["advisor", "status"])
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(cli, "advisor", lambda: None)
    cli.main()
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("secret"), None)
    said = capsys.readouterr().err
    assert said.startswith("Error: ZeroDivisionError")
    assert "report" in said
    assert "Traceback" not in said
