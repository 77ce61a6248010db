"""Sections -> an answer made of the guides' own sentences."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given

from advisor import markup
from advisor.citations import MARKER, Citation, Passage, Source, cite
from advisor.composing import BETWEEN, Composer
from tests import strategies
from tests.fakes import BagOfWords, loose, read

RANGES = (
    "There is no strict cutoff for publications. Three ranges help:\n\n"
    "- **Minimum:** 3–5 items\n- Stronger:\n  - articles\n  - posters\n- Top: 10+ items\n\n"
    "The weather is nice in spring."
)
ROOM = 100
FILLER = "with several further words that say nothing at all about it"


def source(text: str, heading: str = "Publications") -> Source:
    guide = read(f"# T\n\n## {heading}\n\n{text}\n")
    return Source(guide, guide.sections[-1], 0.8, 0.8)


def compose(question: str, *texts: str) -> list[Passage]:
    composer = Composer(BagOfWords())
    return [passage for text in texts for passage in composer.compose([question], source(text), ROOM)]


def answer(question: str, *texts: str) -> tuple[str, tuple[Citation, ...]]:
    return [*cite(compose(question, *texts))][-1]


class _Words(HTMLParser):
    """The text of a page and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags = "", set[str]()
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)


def shown(text: str) -> _Words:
    """An answer as a browser shows it."""
    return _Words(markup.html(text))


def test_the_sentence_that_says_it_is_chosen() -> None:
    text = "The weather is nice. A visa takes three months. Dogs bark at night."
    assert answer("how many months does a visa take", text)[0] == "A visa takes three months. [1]"


def test_a_list_comes_whole_with_its_lead_in_in_the_order_of_the_source() -> None:
    text, citations = answer("which ranges of publications help", RANGES)
    assert (
        "Three ranges help: [1]\n- Minimum: 3–5 items [1]\n- Stronger: [1]\n  - articles [1]\n  - posters [1]" in text
    )
    assert "weather" not in text
    assert len(citations) == 1


def test_a_chosen_item_brings_its_lead_in() -> None:
    items = "\n".join(f"- item {n} {FILLER}" for n in range(20))
    text, _ = answer("what about embolization", f"These count:\n\n{items}\n- embolization papers\n")
    lines = text.split("\n")
    assert lines[0].startswith("These count:")
    assert any("embolization" in line for line in lines)


@pytest.mark.parametrize(
    ("named", "lines"),
    [
        ({"top"}, ["Three ranges help:", "- Top: 10+ items", "- …"]),
        ({"stronger"}, ["Three ranges help:", "- Stronger:", "  - articles", "  - posters", "- …"]),
        ({"top", "visa"}, None),  # no item has both
        ({"item"}, None),  # most have it
        (set(), None),
    ],
)
def test_an_item_that_is_asked_for_by_name_is_shown_alone(named: set[str], lines: list[str] | None) -> None:
    [passage] = Composer(BagOfWords()).compose(["three ranges for publications"], source(RANGES), ROOM, named)
    listed = [line for line in passage.lines if line != "There is no strict cutoff for publications."]
    assert (lines or listed) == listed
    assert len(listed) == (len(lines) if lines else 6)


@pytest.mark.parametrize(
    ("room", "lines"),
    [
        (
            16,
            (
                "Three tasks:",
                "- Read visa papers:",
                "  - visa title",
                "  - visa tables",
                "  - …",
                "- …",
            ),
        ),
        (9, ("Three tasks:", "- Read visa papers:", "  - visa title", "  - …", "- …")),
    ],
)
def test_a_list_that_is_cut_says_so_and_never_ends_on_a_lead_in(room: int, lines: tuple[str, ...]) -> None:
    text = (
        f"Three tasks:\n\n- Read visa papers:\n  - visa title\n  - visa tables\n  - {FILLER}"
        f"\n- Write {FILLER}\n- Ask {FILLER}\n"
    )
    [passage] = Composer(BagOfWords()).compose(["read visa papers"], source(text), room)
    assert passage.lines == lines


def test_a_table_that_is_cut_says_so() -> None:
    rows = "\n".join(f"| visa {n} | {FILLER} |" for n in range(20))
    [passage] = compose("visa sponsor", f"| Visa | Sponsor |\n| - | - |\n{rows}")
    assert (passage.lines[0], passage.lines[-1]) == ("- Visa | Sponsor", "- …")


def test_a_list_without_a_lead_in_comes_whole() -> None:
    [passage] = compose("posters", "1. articles\n   - in journals\n2. posters\n3. talks\n\nThe weather is nice.")
    assert passage.lines == ("- articles", "  - in journals", "- posters", "- talks")


def test_the_words_up_to_a_colon_come_with_what_they_announce_and_never_alone() -> None:
    text = f"Visa considerations:\n\nAsk the dean. {FILLER.capitalize()}.\n\nOther visa considerations:"
    [passage] = compose("visa considerations", text)
    assert passage.lines == ("Visa considerations:", "Ask the dean.")


def test_a_question_inside_a_section_comes_with_its_answer() -> None:
    text = f"**Can a resident be my mentor?** Yes, as a near-peer.\n\n{FILLER.capitalize()}."
    assert compose("near-peer", text)[0].lines == ("Can a resident be my mentor?", "Yes, as a near-peer.")
    assert compose("resident mentor", text)[0].lines == ("Can a resident be my mentor?", "Yes, as a near-peer.")


@pytest.mark.parametrize(
    ("heading", "text", "shown"),
    [
        ("3. Should I pay an agency?", "Only as a last resort.", "*Should I pay an agency?* Only as a last resort."),
        ("Can I moonlight?", "Not on a J-1 visa, ever.", "*Can I moonlight?* Not on a J-1 visa, ever."),
        ("May I write *to them*[4]?", "Once, in November.", "*May I write to them?* Once, in November."),
        ("Can I <b>moonlight</b>?", "Yes.", r"*Can I \<b>moonlight\</b>?* Yes."),
        ("Can I moonlight?", "Nobody on a J-1 visa may moonlight at any time.", None),
        ("Moonlighting", "Not on a J-1 visa, ever.", None),
        ("Which visas are there?", "- a J-1 visa\n- an H-1B visa", "- a J-1 visa"),
    ],
)
def test_a_heading_that_asks_is_shown_with_words_that_need_it(heading: str, text: str, shown: str | None) -> None:
    *_, (line, [cited]) = cite(Composer(BagOfWords()).compose(["visa"], source(text, heading), ROOM))
    assert line.split(" [1]")[0] == (shown or text)
    assert loose(cited.quote) == loose(markup.plain(text)) or text.startswith("- ")


def test_a_heading_that_asks_is_left_out_where_its_answer_is() -> None:
    text = f"Only as a last resort. {'Dogs bark loudly. ' * BETWEEN}A letter from an agency costs much."
    [passage] = Composer(BagOfWords()).compose(["letter"], source(text, "Should I pay an agency?"), 9)
    assert passage.lines == ("A letter from an agency costs much.",)


def test_a_list_too_long_is_cut_to_the_room() -> None:
    items = "\n".join(f"- visa item {n} {FILLER}" for n in range(40))
    text, _ = answer("visa items", f"These count:\n\n{items}\n")
    assert 20 < len(MARKER.sub("", text).split()) <= ROOM + 2 * len(text.split("\n"))


def test_one_statement_is_shown_however_long() -> None:
    text, _ = answer("visa", "A visa " + "takes time " * 200 + ".")
    assert "A visa takes time" in text


@pytest.mark.parametrize("room", [30, 60])
def test_an_answer_keeps_to_its_room(room: int) -> None:
    long = " ".join(f"A visa has {n} sides {FILLER}." for n in range(40))
    [*passages] = Composer(BagOfWords()).compose(["visa sides"], source(long), room)
    assert 0 < sum(len(line.split()) for p in passages for line in p.lines) <= room


def test_a_statement_need_answer_only_one_of_the_wordings() -> None:
    text = f"A visa takes three months. {FILLER.capitalize()}. A mentor answers letters."
    [passage] = Composer(BagOfWords()).compose(["visa months", "mentor letters"], source(text), ROOM)
    assert passage.lines == ("A visa takes three months.", "A mentor answers letters.")


def test_little_between_two_statements_is_quoted_with_them_but_not_shown() -> None:
    near = "A visa takes time. Dogs bark. A visa costs money."
    [passage] = compose("visa", near)
    assert (passage.quote, len(passage.lines)) == (near.replace(". ", ".\n"), 2)
    far = f"A visa takes time. {'Dogs bark loudly. ' * BETWEEN}A visa costs money."
    assert [p.quote for p in compose("visa", far)] == ["A visa takes time.", "A visa costs money."]


def test_a_leaning_sentence_brings_the_one_before() -> None:
    text, _ = answer("is it useful for beginners", "A report describes one patient. It is useful for beginners.")
    assert text.startswith("A report describes one patient.")


def test_the_nearest_statement_is_shown_though_it_is_far() -> None:
    class Opposite(BagOfWords):
        def embed_query(self, text: str) -> list[float]:
            return [-value for value in super().embed_query(text)]

    [found] = Composer(Opposite()).compose(["which visa"], source("A visa takes time."), 45)
    assert found.quote == "A visa takes time."


def test_sections_without_statements_are_passed_over() -> None:
    assert compose("visa", "---", "A visa takes time.")[0].quote == "A visa takes time."
    assert compose("visa") == []


def test_the_nearest_statement_of_a_section_is_found_for_a_refusal() -> None:
    [found] = Composer(BagOfWords()).nearest("visa", source("Dogs bark. A visa helps."))
    assert found.quote == "A visa helps."


@pytest.mark.parametrize(
    "text",
    [
        RANGES,
        "A **visa** is _slow_, see [the page](http://example.com) and `code`.",
        "Two\nlines of *visa*.\n\n1. first visa\n2. second visa\n\n   more visa",
        "| Visa | Sponsor |\n| --- | --- |\n| J-1 | ECFMG |",
        "> quoted visa\n\nplain visa",
        "```\nvisa = 1\n```",
    ],
)
def test_quotes_are_the_words_of_the_source(text: str) -> None:
    for passage in compose("visa publications", text):
        section = passage.source.section
        assert loose(passage.quote)
        assert loose(passage.quote) in loose(markup.plain(section.text)) or passage.quote in section.text
        words = re.findall(r"[^\W_]+", section.text[passage.start : passage.end])
        assert _in_order(re.findall(r"[^\W_]+", passage.quote), words)


def _in_order(wanted: list[str], words: list[str]) -> bool:
    rest = iter(words)
    return all(word in rest for word in wanted)


@given(strategies.body, strategies.phrase)
def test_offsets_hold_the_words_of_the_quote_in_order(text: str, question: str) -> None:
    for passage in compose(question, text):
        section = passage.source.section
        held = section.text[passage.start : passage.end]
        assert _in_order(re.findall(r"[^\W_]+", passage.quote), re.findall(r"[^\W_]+", held))
        assert passage.source.guide.text[section.start + passage.start : section.start + passage.end] == held


@pytest.mark.parametrize("mark", ["[4]", " [4]", "[4][5]", "[4[1]]", "[[4]]", r"\[4\]", "[4\\]"])
def test_footnote_marks_of_a_source_never_become_markers(mark: str) -> None:
    text, citations = answer("visa", f"A visa takes time{mark}. Then{mark} a visa goes on.\n\n- a visa{mark}")
    assert {int(n) for n in MARKER.findall(text)} == {c.marker for c in citations}
    assert {int(n) for n in MARKER.findall(shown(text).text)} <= {c.marker for c in citations}


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script> visa",
        "visa <img src=x onerror=alert(1)>",
        "visa &lt;img src=x onerror=alert(1)&gt;",
        "visa [click](javascript:alert(1))",
        r"visa \[click\](http://evil.example)",
        r"visa !\[pixel\](http://evil.example/x.png)",
        "visa `<b>code</b>`",
        "```\n<script>alert(1)</script> visa\n```",
        r"visa \<http://evil.example>",
        "- visa <b>bold</b>",
        "| visa | <i>x</i> |\n| - | - |\n| [a](javascript:x) | visa |",
    ],
)
def test_hostile_text_is_shown_as_text(hostile: str) -> None:
    text, _ = answer("visa", hostile)
    assert "visa" in text
    assert shown(text).tags <= {"p", "ul", "li"}


@pytest.mark.parametrize("sign", [r"\# visa", r"1\. visa", r"\> visa", r"\- visa", r"\+ visa", r"2\) visa", r"\* visa"])
@pytest.mark.parametrize("lead", ["", "- ", "1. "])
def test_a_statement_that_opens_with_a_sign_shows_it(lead: str, sign: str) -> None:
    text, _ = answer("visa", lead + sign)
    page = shown(text)
    assert page.text.strip() == f"{sign.replace(chr(92), '')} [1]"
    assert page.tags <= {"p", "ul", "li"}


@given(strategies.anything)
def test_any_source_gives_an_answer_with_markers_of_its_citations_only(text: str) -> None:
    for so_far, citations in cite(compose("visa", f"A visa. {text}")):
        assert {int(n) for n in MARKER.findall(so_far)} <= {c.marker for c in citations}
        assert shown(so_far).tags <= {"p", "ul", "li", "br"}
