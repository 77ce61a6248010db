"""Question file -> figures; the command that prints, keeps and compares them."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import advisor.evaluation as evaluation
from advisor import indexing
from advisor.cli import advisor as program
from advisor.errors import CorpusError
from advisor.evaluation import Question, Run, compare, evaluate, judge, load, load_run, save_run
from advisor.pipeline import Advisor
from tests.fakes import BagOfWords, read

PUBLICATIONS = {"doc": "research", "section": "How many publications do I need?"}
ASKED = {"kind": "papers", "turns": ["How many publications do I need?"], "gold": [PUBLICATIONS]}
GOOD = ASKED | {"id": "a", "must": [["3-5", "x"], ["10+"]]}
BAD = ASKED | {"id": "b", "must": [["3–5"], ["99 papers", "99 items"]]}
REFUSED = {"id": "c", "kind": "off", "turns": ["knitting pottery weather"], "answerable": False}
ANSWERED = {"id": "d", "kind": "on", "turns": ["Which visa fits a trainee?"], "answerable": False}
EXAMPLE = next(line for line in (evaluation.__doc__ or "").splitlines() if line.startswith("{"))

SIGNS = """See the [list](http://x.org/a) **now**.[2]

1. First: write soon.
2. Then: wait.

One - two "three". Ärzte _prüfen_.
"""

Evaluate = Callable[..., Result]


def write(file: Path, *rows: dict[str, Any]) -> Path:
    file.write_text("\n".join(json.dumps({"id": "q", "answerable": True} | row) for row in rows), encoding="utf-8")
    return file


def run(advisor: Advisor, file: Path, *rows: dict[str, Any]) -> Run:
    return evaluate(advisor, load(write(file, *rows)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "questions.jsonl"


@pytest.fixture
def question(file: Path) -> Question:
    """A question that is answered well."""
    return load(write(file, GOOD))[0]


@pytest.fixture
def command(index_folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> Evaluate:
    """Runs `advisor eval` on question rows, in the folder of the question file."""
    monkeypatch.setenv("ADVISOR_INDEX", str(index_folder))
    monkeypatch.setenv("ADVISOR_EMBEDDING", "bag")
    monkeypatch.delenv("ADVISOR_CHROMA_URL", raising=False)
    monkeypatch.setattr(indexing, "SentenceEmbeddings", BagOfWords)
    monkeypatch.chdir(file.parent)

    def invoke(rows: list[dict[str, Any]], *options: str) -> Result:
        return CliRunner().invoke(program, ["eval", str(write(file, *rows)), *options])

    return invoke


def test_a_good_answer(advisor: Advisor, file: Path) -> None:
    total = run(advisor, file, GOOD).total
    assert (total.n, total.good, total.cite1, total.cited, total.facts) == (1, 1, 1, 1, 1)
    assert (total.refused, total.support, total.broken_quotes) == (0, 1, 0)


def test_a_missing_fact_fails_the_answer(advisor: Advisor, file: Path) -> None:
    [result] = run(advisor, file, BAD).questions
    assert (result.good, result.facts, result.missing) == (False, 0.5, (("99 papers", "99 items"),))


def test_a_fact_with_one_spelling_needs_no_brackets(advisor: Advisor, file: Path) -> None:
    assert run(advisor, file, ASKED | {"must": ["10+", "99 papers"]}).questions[0].missing == (("99 papers",),)


def test_another_section_than_the_gold_one_fails_the_answer(advisor: Advisor, file: Path) -> None:
    [result] = run(advisor, file, {"turns": ["Which visa fits a trainee?"], "gold": [PUBLICATIONS]}).questions
    assert (result.good, result.cite1) == (False, False)
    assert result.wanted == ("How many publications do I need?",)
    assert result.got[0] == "Which visa fits a trainee?"


def test_a_refusal_is_right_where_there_is_no_answer(advisor: Advisor, file: Path) -> None:
    found = run(advisor, file, REFUSED, ANSWERED)
    assert (found.kinds["off"].good, found.kinds["on"].good) == (1, 0)
    assert (found.total.refused, found.total.refused_unanswerable, found.total.refused_answerable) == (0.5, 0.5, None)


def test_totals_part_the_answerable_from_the_others(advisor: Advisor, file: Path) -> None:
    total = run(advisor, file, GOOD, BAD, REFUSED).total
    assert (total.good, total.good_answerable) == (0.666667, 0.5)
    assert (total.refused_answerable, total.refused_unanswerable) == (0, 1)


def test_words_are_those_of_answers_and_not_of_refusals(advisor: Advisor, file: Path) -> None:
    assert run(advisor, file, GOOD, REFUSED).total.words == run(advisor, file, GOOD).total.words


def test_times_are_a_median_and_a_95th_percentile(advisor: Advisor, question: Question) -> None:
    total = evaluate(advisor, [question] * 3).total
    assert total.median_ms is not None
    assert total.p95_ms is not None
    assert 0 <= total.median_ms <= total.p95_ms


def test_earlier_turns_are_the_conversation(advisor: Advisor, file: Path) -> None:
    turns = ["tell me of the observership", "how much is it"]
    gold = [{"doc": "visa", "section": "What does an observership cost?"}]
    assert run(advisor, file, {"turns": turns, "gold": gold}).total.cite1 == 1


@pytest.mark.parametrize("quote", ["No guide says this.", "", "**"])
def test_a_quote_that_does_not_stand_in_its_guide_fails_the_answer(
    advisor: Advisor, question: Question, quote: str
) -> None:
    answer = advisor.answer(question.turns[-1])
    broken = replace(answer.citations[0], quote=quote)
    result = judge(question, replace(answer, citations=(*answer.citations, broken)), advisor.guides)
    assert (result.good, result.broken_quotes) == (False, 1)


@pytest.mark.parametrize(
    "quote",
    ["see the list now", "First: write soon. Then: wait.", "one – two “three”", "Ärzte prüfen", "soon. Then"],
)
def test_bullets_numbers_links_and_signs_do_not_break_a_quote(advisor: Advisor, question: Question, quote: str) -> None:
    answer = advisor.answer(question.turns[-1])
    cited = replace(answer.citations[0], quote=quote)
    result = judge(question, replace(answer, citations=(cited,)), {cited.document: read(SIGNS)})
    assert result.broken_quotes == 0


def test_a_statement_without_support_fails_the_answer(advisor: Advisor, question: Question) -> None:
    answer = advisor.answer(question.turns[-1])
    stated = f"{answer.answer}\n\nProfessors love elephants and giraffes dearly. [1]"
    result = judge(question, replace(answer, answer=stated), advisor.guides)
    assert not result.good
    assert 0 < result.support < 1


@pytest.mark.parametrize(
    "stated", ["## Professors love elephants and giraffes dearly", "Professors love elephants.", "You ask: {asked}"]
)
def test_headings_short_remarks_and_the_askers_words_need_no_support(
    advisor: Advisor, question: Question, stated: str
) -> None:
    answer = advisor.answer(question.turns[-1])
    asked = replace(question, turns=("Do professors love elephants and giraffes dearly?",))
    result = judge(
        asked if "{" in stated else question, replace(answer, answer=stated.format(asked=asked.turns[0])), {}
    )
    assert result.support == 1


def test_the_example_of_the_description_is_a_question_file(file: Path) -> None:
    file.write_text(EXAMPLE, encoding="utf-8")
    [question] = load(file)
    assert question.answerable
    assert question.gold
    assert question.must


def test_a_file_saved_on_windows_is_read(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.encode() + b"\r\n")
    assert len(load(file)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        "{}",
        '{"id": 1}',
        '{"id": 1, "turns": [], "answerable": true}',
        '{"id": 1, "turns": "visa", "answerable": true}',
        '{"id": 1, "turns": [7], "answerable": true}',
        '{"id": 1, "turns": [" "], "answerable": true}',
        '{"id": 1, "turns": [7, "visa"], "answerable": true}',
        '{"id": 1, "turns": ["visa"], "answerable": true, "must": [[7]]}',
        '{"id": 1, "turns": ["visa"], "answerable": true, "must": [7]}',
        '{"id": 1, "turns": ["visa"], "answerable": true, "gold": [{"doc": "visa", "section": 7}]}',
        '{"turns": ["x"]}',
    ],
)
def test_a_bad_line_is_named(file: Path, line: str) -> None:
    file.write_text(f'{{"id": "q", "turns": ["x"], "answerable": true}}\n\n{line}\n')
    with pytest.raises(CorpusError, match="line 3"):
        load(file)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff"])
def test_an_unfit_file_is_named(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(CorpusError, match=r"questions\.jsonl"):
        load(file)


def test_a_missing_file_is_named(file: Path) -> None:
    with pytest.raises(CorpusError, match=r"questions\.jsonl cannot be read"):
        load(file)


def test_a_run_is_kept_whole(advisor: Advisor, file: Path) -> None:
    found = run(advisor, file, GOOD, BAD, REFUSED)
    save_run(found, file)
    assert load_run(file) == found


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b'{"total": {}}', EXAMPLE.encode()])
def test_another_file_is_no_run(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(CorpusError, match=r"questions\.jsonl is no run"):
        load_run(file)


def test_a_run_that_cannot_be_written_is_named(advisor: Advisor, file: Path) -> None:
    with pytest.raises(CorpusError, match="cannot be written"):
        save_run(run(advisor, file, GOOD), file.parent)


def test_a_comparison_names_what_got_better_and_worse(advisor: Advisor, file: Path) -> None:
    before = run(advisor, file, GOOD, BAD, REFUSED)
    now = run(advisor, file, GOOD | {"must": ["99 papers"]}, BAD | {"must": []}, ANSWERED)
    found = compare(now, before)
    assert (found.better, found.worse) == (("b",), ("a",))
    assert (found.added, found.gone) == (("d",), ("c",))
    assert {kind: rises["good"] for kind, rises in found.kinds.items()} == {"papers": 0}
    assert (found.total["facts"], found.total["refused_unanswerable"]) == (-0.25, -1)


def test_the_same_id_on_other_words_is_another_question(advisor: Advisor, file: Path) -> None:
    found = compare(run(advisor, file, GOOD), run(advisor, file, GOOD | {"turns": ["Which visa?"]}))
    assert (found.better, found.added, found.gone) == ((), ("a",), ("a",))


def test_the_report_has_a_table_the_totals_and_the_failures(command: Evaluate) -> None:
    lines = command([GOOD, BAD, REFUSED]).stdout.splitlines()
    assert lines[0].split() == ["kind", "n", "good", "cite@1", "cited", "precision", "facts", "words", "refused"]
    assert lines[1].split()[:4] == ["papers", "2", "0.500", "1.000"]
    assert lines[2].split()[:4] == ["off", "1", "1.000", "–"]
    assert lines[3].split()[:2] == ["total", "3"]
    assert "refused_unanswerable     1.000" in lines
    failure = lines.index("Not good: 1 of 3")
    assert lines[failure + 1] == "- b (papers): How many publications do I need?"
    assert "“How many publications do I need?”; 3–5; 99 papers or 99 items" in lines[failure + 2]
    assert lines[failure + 3].endswith("missing: 99 papers or 99 items")


def test_a_wrong_answer_is_told_where_a_refusal_was_wanted(command: Evaluate) -> None:
    assert "wanted  a refusal\n    got     an answer" in command([ANSWERED]).stdout


def test_as_many_failures_are_listed_as_wanted(command: Evaluate) -> None:
    found = command([BAD, BAD | {"id": "second"}], "--failures", "1").stdout
    assert "Not good: 2 of 2, the first:" in found
    assert "- second" not in found


def test_json_has_a_row_for_each_question(command: Evaluate) -> None:
    found = json.loads(command([GOOD, BAD], "--json").stdout)
    assert [*found] == ["total", "kinds", "questions"]
    assert [(row["id"], row["good"]) for row in found["questions"]] == [("a", True), ("b", False)]


def test_a_kept_run_is_compared(command: Evaluate) -> None:
    assert command([GOOD, BAD], "--save", "run.json").exit_code == 0
    rows = [GOOD, BAD | {"must": []}]
    text = command(rows, "--compare", "run.json").stdout
    assert text.splitlines()[2].split()[:4] == ["change", "=", "+0.500", "="]
    assert "Better: 1\n- b: How many publications do I need?\nWorse: 0" in text
    found = json.loads(command(rows, "--compare", "run.json", "--json").stdout)["comparison"]
    assert (found["better"], found["worse"], found["kinds"]["papers"]["good"]) == (["b"], [], 0.5)


@pytest.mark.parametrize(("name", "message"), [("questions.jsonl", "is no run"), ("nowhere", "cannot be read")])
def test_a_comparison_with_no_run_is_one_clear_sentence(command: Evaluate, name: str, message: str) -> None:
    result = command([GOOD], "--compare", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {name} {message}")


@pytest.mark.parametrize("floor", ["good=.5", "cite@1=1", "papers:good=0.5", "off:good=1", "broken_quotes=0"])
def test_a_floor_that_is_reached(command: Evaluate, floor: str) -> None:
    result = command([GOOD, BAD, REFUSED], "--at-least", floor)
    assert (result.exit_code, result.stderr) == (0, "")


def test_each_floor_that_is_missed_is_told(command: Evaluate) -> None:
    floors = ["good=.7", "papers:good=.6", "off:facts=.1", "n=3"]
    result = command([GOOD, BAD, REFUSED], "--json", *(word for floor in floors for word in ("--at-least", floor)))
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "Error: good is 0.666667, but has to be at least 0.7.",
        "Error: papers:good is 0.5, but has to be at least 0.6.",
        "Error: off:facts has to be at least 0.1, but no question counts for it.",
    ]
    assert json.loads(result.stdout)["total"]["n"] == 3


@pytest.mark.parametrize("floor", ["good", "good=much", "beauty=1", "nokind:good=1"])
def test_a_floor_that_cannot_be_understood_is_wrong_usage(command: Evaluate, floor: str) -> None:
    result = command([GOOD], "--at-least", floor)
    assert (result.exit_code, result.stdout) == (2, "")


def test_the_help_shows_the_example_unbroken(command: Evaluate) -> None:
    assert EXAMPLE in command([GOOD], "--help").stdout
