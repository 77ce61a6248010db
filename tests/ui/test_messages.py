"""Questions and answers as shown."""

import html
import re
from dataclasses import replace

import pytest

from advisor.citations import NEAREST_IS, Phrasing
from tests.ui.page_fakes import FakeAdvisor, cite, guide
from ui import messages


def understood(question: str, standalone: str) -> str:
    answer = replace(FakeAdvisor().answer(question), standalone_question=standalone)
    return str(messages.assistant(answer)["content"])


def shown(question: str) -> str:
    return str(messages.assistant(FakeAdvisor().answer(question))["content"])


def test_markers_are_links_to_the_marked_passage() -> None:
    content = shown("how many")
    first = FakeAdvisor().answer("how many").citations[0]
    assert f'href="/guides/research?mark={first.start}-{first.end}#how-many-publications"' in content
    assert re.findall(r'<a class="citation n-(\d)" data-marker="\1"[^>]*>(\d)</a>', content) == [
        ("1", "1"), ("1", "1"), ("2", "2"), ("3", "3")
    ]  # fmt: skip


def test_a_marker_without_a_source_is_not_shown() -> None:
    assert "[9]" not in shown("how many")
    assert ">9<" not in shown("how many")


def test_a_marker_that_is_still_growing_is_held_back() -> None:
    whole = FakeAdvisor().answer("how many")
    growing = replace(whole, answer="Three ranges help: [1", citations=())
    assert "[" not in str(messages.assistant(growing)["content"])


def test_a_message_is_one_block_of_html() -> None:
    assert "\n" not in shown("how many")


def test_followups_become_buttons() -> None:
    options = messages.assistant(FakeAdvisor().answer("how many"))["options"]
    assert [o["value"] for o in options] == ["Where do I find a mentor?", "Is <b>this</b> safe?"]


def test_a_refusal_says_so_and_links_the_nearest_sections() -> None:
    content = shown("weather")
    assert "Not covered by the guides" in content
    assert re.search(r'<div class="aside nearest">.*<a class="citation n-1".*Where do I find a mentor\?</a>', content)


def test_a_greeting_is_no_refusal() -> None:
    hello = replace(FakeAdvisor().answer("weather"), answer="Hello!", citations=())
    assert "Not covered" not in str(messages.assistant(hello)["content"])


def test_partial_coverage_is_said_in_words() -> None:
    assert "Partly covered by the guides" in shown("mentor")
    assert "covered by" not in shown("how many")


def test_an_answer_in_the_guides_own_words_where_a_model_failed_says_so() -> None:
    phrasing = Phrasing("m", 0, 2, (), True, "In the guides' own words: m <b>failed</b>.", 0, None)
    content = str(messages.assistant(replace(FakeAdvisor().answer("how many"), phrasing=phrasing))["content"])
    assert "In the guides&#39; own words: m &lt;b&gt;failed&lt;/b&gt;." in content
    assert "own words" not in shown("how many")


def test_a_question_that_was_understood_otherwise_is_shown_with_a_button() -> None:
    content = understood("and a mentor?", "Research? and a mentor?")
    change = r'<button [^>]*class="act change"[^>]*>Change</button>'
    assert re.search(rf'<span class="question">Research\? and a mentor\?</span>.*{change}', content)


@pytest.mark.parametrize("standalone", ["and a mentor?", " And  a mentor", "AND A MENTOR?!"])
def test_a_question_that_was_taken_as_typed_is_not_repeated(standalone: str) -> None:
    assert "Searching for" not in understood("and a mentor?", standalone)


def test_a_hostile_question_that_was_understood_stays_text() -> None:
    content = understood("mentor", "<img src=x onerror=alert(1)>\n\n</span> mentor")
    assert '<span class="question">&lt;img src=x onerror=alert(1)&gt;&#10;&#10;&lt;/span&gt; mentor</span>' in content


@pytest.mark.parametrize(
    "hostile", ["<script>x</script>", "[x](javascript:alert(1))", '" onmouseover="x', "<img src=x>"]
)
def test_hostile_answers_and_headings_stay_text(hostile: str) -> None:
    answer = FakeAdvisor().answer("mentor")
    bad = replace(answer.citations[0], section=(hostile,), document=hostile, anchor=hostile)
    for coverage in ("partial", "none"):
        page = messages.assistant(
            replace(answer, coverage=coverage, answer=f"{hostile} [1] {hostile}", citations=(bad,))
        )
        tags = re.findall(r"<(\w+)((?:\s+[\w-]+=\"[^\"]*\")*)\s*>", str(page["content"]))
        assert {name for name, _ in tags} <= {"div", "p", "a", "ul", "li", "button", "span"}
        assert all(not re.search(r"\son\w+=\"", attributes) for _, attributes in tags)
        assert not re.search(r'href="(?!/guides/)', str(page["content"]))


def test_a_refusal_lists_the_nearest_sections_instead_of_naming_them_in_its_sentence() -> None:
    weather = FakeAdvisor().answer("weather")
    said = replace(weather, answer=f"Sorry, the guides do not answer this{NEAREST_IS}“Where do I find a mentor?” [1].")
    content = str(messages.assistant(said)["content"])
    assert "<p>Sorry, the guides do not answer this.</p>" in content
    assert content.count("Where do I find a mentor?</a>") == 1


def test_a_marker_never_begins_a_line() -> None:
    content = str(messages.assistant(FakeAdvisor().answer("mentor"))["content"])
    assert 'first.\N{NO-BREAK SPACE}<a class="citation n-1"' in content


@pytest.mark.parametrize(
    "question", ["# no heading", "- no list", "1. no list", "**b** _i_ `c` [l](http://x) www.x.org <b>"]
)
def test_a_question_is_shown_letter_by_letter(question: str) -> None:
    content = str(messages.user(question)["content"])
    assert html.unescape(content) == question
    assert not re.search(r"[*_`<>\[\]]|^[-#]|^\d\.|www\.|://", content)


def test_the_fakes_quote_their_guide() -> None:
    of = guide()
    citation = cite(of, 1, "Ask at", "first.")
    assert of.text[citation.start : citation.end] == citation.quote
