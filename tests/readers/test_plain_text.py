"""The plain-text reader: whole articles, one convention at a time, and what must hold for any text."""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.markup import plain
from advisor.readers.markdown import read
from advisor.readers.plain_text import to_markdown
from tests.outline_score import row, score, total

ARTICLES = sorted((Path(__file__).parents[1] / "articles").glob("*.json"))
FLAT = ("prelim_surgery_blog", "peds_worklife_us_img")  # only the sense of the words tells two of their levels apart
PROSE = "This is a paragraph of some length, and it ends as sentences do. It has a second sentence."


def outline(text: str) -> list[str]:
    """The headings found, each as "parent > heading" from the main one down."""
    return [" > ".join(s.headings) for s in read(to_markdown(text), "page", "page").sections if s.headings]


def page(*blocks: str) -> str:
    """A page with a title and a first paragraph in front of these blocks, one blank line between all."""
    return "\n\n".join(("How a Page Is Read by Machines", PROSE, *blocks))


@pytest.mark.parametrize("path", ARTICLES, ids=[p.stem for p in ARTICLES])
def test_article(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    found = score(path.with_suffix(".txt").read_bytes().decode("utf-8"), gold, path.stem)
    print(row(found), *found.faults, sep="\n")
    assert found.titles == 1
    assert (found.found / found.gold if path.stem in FLAT else found.recall) >= 0.95
    assert (found.found / (found.found + found.extra) if path.stem in FLAT else found.precision) >= 0.95
    assert found.kept == found.sentences
    assert found.dropped >= 0.9 * found.junk


def test_two_blank_lines_mark_main_headings() -> None:
    text = page(
        "", "Getting Started", PROSE, "Where to look", PROSE, "", "Keeping Going", PROSE, "What to avoid", PROSE
    )
    assert outline(text) == [
        "Getting Started",
        "Getting Started > Where to look",
        "Keeping Going",
        "Keeping Going > What to avoid",
    ]


def test_numbered_headings_are_siblings_and_hold_the_plain_ones() -> None:
    text = page("Your Plan", "1. First part", PROSE, "A detail", PROSE, "2. Second part", PROSE)
    assert outline(text)[1:] == [
        "Your Plan > 1. First part",
        "Your Plan > 1. First part > A detail",
        "Your Plan > 2. Second part",
    ]


def test_a_numbering_that_starts_again_has_a_new_parent() -> None:
    text = page("One", "1. Alpha", PROSE, "2. Beta", PROSE, "Two", PROSE, "1. Gamma", PROSE, "2. Delta", PROSE)
    assert [h for h in outline(text) if ">" in h] == [
        "One > 1. Alpha",
        "One > 2. Beta",
        "Two > 1. Gamma",
        "Two > 2. Delta",
    ]


def test_numbered_one_liners_are_a_list() -> None:
    text = page("What You Need", "Bring these:", "1. A passport", "2. A pen", "3. Some patience", PROSE)
    assert outline(text) == ["What You Need"]
    assert "1. A passport\n2. A pen\n3. Some patience" in to_markdown(text)


def test_numbered_items_with_bullets_only_are_a_list() -> None:
    text = page("What Helps", "  1. Letters\n\n    • Ask early\n  2. Scores\n\n    • Study")
    assert outline(text) == ["What Helps"]
    assert "1. Letters\n   - Ask early\n2. Scores\n   - Study" in to_markdown(text)


@pytest.mark.parametrize("lead_in", ["Benefits:", "Key principles:", "You can:"])
def test_lead_ins_are_no_headings(lead_in: str) -> None:
    assert outline(page("What Helps", lead_in, "- one\n- two")) == ["What Helps"]


@pytest.mark.parametrize("bullet", ["-", "*", "–", "•", "+"])
def test_bullets_nest_by_indentation(bullet: str) -> None:
    text = page("What Helps", f"{bullet} one\n    {bullet} inner\n{bullet} two", "The End", PROSE)
    assert "- one\n  - inner\n- two\n" in to_markdown(text)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Step 1: Look", "Step 2: Leap"),
        ("Phase A – Look", "Phase B – Leap"),
        ("Mistake #1 – Haste", "Mistake #2 – Waste"),
        ("a) Look", "b) Leap"),
        ("(a) Look", "(b) Leap"),
        ("a. Looking around", "b. Leaping"),
        ("(i) Look", "(ii) Leap"),
        ("A) Look", "B) Leap"),
    ],
)
def test_labelled_headings(first: str, second: str) -> None:
    assert outline(page("Your Plan", PROSE, first, PROSE, second, PROSE))[1:] == [
        f"Your Plan > {first}",
        f"Your Plan > {second}",
    ]


def test_a_labelled_sequence_stands_at_one_level() -> None:
    details = ("How it feels", PROSE, "What it needs", PROSE, "Where it ends", PROSE)
    first = page("", "Getting Started", PROSE, "A first detail", PROSE, "A second detail", PROSE, "Phase 1: Go", PROSE)
    text = "\n\n".join((first, *details, "", "Phase 2: Stay", PROSE, *details, "", "Phase 3: Rest", PROSE, *details))
    assert [h for h in outline(text) if h.split(" > ")[-1].startswith("Phase")] == [
        "Phase 1: Go",
        "Phase 2: Stay",
        "Phase 3: Rest",
    ]


def test_decimal_outline() -> None:
    text = page("1 Basics", PROSE, "1.1 Terms", PROSE, "1.1.1 Words", PROSE, "1.2 Rules", PROSE, "2 Practice", PROSE)
    assert outline(text) == [
        "1 Basics",
        "1 Basics > 1.1 Terms",
        "1 Basics > 1.1 Terms > 1.1.1 Words",
        "1 Basics > 1.2 Rules",
        "2 Practice",
    ]


def test_underlined_headings() -> None:
    text = page("Main\n====", PROSE, "Part\n----", PROSE, "Other\n=====", PROSE)
    assert outline(text) == ["Main", "Main > Part", "Other"]


def test_capitals_stand_above_other_headings() -> None:
    text = page("WHOM TO ASK", PROSE, "Physicians", PROSE, "Researchers", PROSE, "WHEN TO ASK", PROSE)
    assert outline(text) == ["WHOM TO ASK", "WHOM TO ASK > Physicians", "WHOM TO ASK > Researchers", "WHEN TO ASK"]


def test_headings_glued_to_their_text() -> None:
    assert outline(page(f"Getting Started\n{PROSE}", f"Keeping Going\n{PROSE}")) == ["Getting Started", "Keeping Going"]


def test_a_page_without_blank_lines() -> None:
    text = page("Getting Started", PROSE, "Keeping Going", PROSE).replace("\n\n", "\n")
    assert outline(text) == ["Getting Started", "Keeping Going"]


def test_questions_are_headings_of_their_list() -> None:
    text = page("How It Works", PROSE, "Frequently Asked Questions (FAQ)", "Does it work?", PROSE, "Always?", PROSE)
    assert outline(text)[1:] == [
        "Frequently Asked Questions (FAQ)",
        "Frequently Asked Questions (FAQ) > Does it work?",
        "Frequently Asked Questions (FAQ) > Always?",
    ]


def test_a_caption_stands_at_a_main_heading() -> None:
    picture = "A student reading a page at a desk - machine reading for How a Page Is Read by Ma"
    text = page(
        "", "Getting Started", PROSE, "1. Look", PROSE, "", "Keeping Going", PROSE, picture, "Coming Back", PROSE
    )
    assert outline(text) == ["Getting Started", "Getting Started > 1. Look", "Keeping Going", "Coming Back"]
    assert picture not in to_markdown(text)


@pytest.mark.parametrize(
    "top", ["Log in | Register\nForums Articles Program Finder Events", "THE READER\nA letter in lower case"]
)
def test_a_menu_or_a_site_is_not_the_title(top: str) -> None:
    text = f"{top}\n\nHow a Page Is Read by Machines\n\n{PROSE}"
    assert to_markdown(text) == f"# How a Page Is Read by Machines\n\n{PROSE}\n"


def test_underlines_count_by_the_order_of_their_first_use() -> None:
    text = page("Main\n----", PROSE, "Part\n~~~~", PROSE, "Detail\n====", PROSE, "Other\n-----", PROSE)
    assert outline(text) == ["Main", "Main > Part", "Main > Part > Detail", "Other"]


def test_sections_of_questions_stand_above_them() -> None:
    text = page(
        "The specialty", "What is it?", PROSE, "Is it hard?", PROSE, "Applying", "How many?", PROSE, "Where?", PROSE
    )
    assert [h.count(">") for h in outline(text)] == [0, 1, 1, 0, 1, 1]


def test_a_plain_heading_behind_the_last_number_is_back_at_the_level_above() -> None:
    steps = ("1. Look", PROSE, "2. Leap", PROSE)
    text = page("", "Getting Started", PROSE, *steps, "Other Ways Around", PROSE, "1. Wait", PROSE, "2. Sit", PROSE)
    assert outline(f"{text}\n\n\nComing Back\n\n{PROSE}\n\nOn foot\n\n{PROSE}")[3:] == [
        "Other Ways Around",
        "Other Ways Around > 1. Wait",
        "Other Ways Around > 2. Sit",
        "Coming Back",
        "Coming Back > On foot",
    ]


Page = tuple[list[str], dict[int, int], dict[str, Any]]  # its lines, which of them are which heading, what is known


def lines_lost(page_: Page, random: Random) -> None:
    """Drop the second blank line in front of a third of the main headings."""
    lines, at, gold = page_
    mains = [i for i, h in at.items() if not gold["headings"][h]["parent"] and i > 1]
    for i in mains:
        if not lines[i - 1].strip() and not lines[i - 2].strip() and random.random() < 1 / 3:
            lines[i - 2] = "\0"


def captions_lost(page_: Page, random: Random) -> None:
    """Drop what stands under pictures, and the blank line behind it."""
    lines, _, gold = page_
    for i, line in enumerate(lines[:-20]):
        if line in gold["junk"] and " - " in line and len(line) > 90 and not line.endswith("."):
            lines[i : i + 2] = ["\0", "\0"]


def numbers_lost(page_: Page, random: Random) -> None:
    """Take the numbers from the headings of one sequence under a main heading whose others stay as they are."""
    lines, at, gold = page_
    number = re.compile(r"(?:[A-Z][a-z]+ )?#?(?:\d{1,2}|[A-Z])[.):] ")
    numbered = {i: gold["headings"][h] for i, h in at.items() if number.match(gold["headings"][h]["text"])}
    parents = sorted({h["parent"] for h in numbered.values() if h["parent"]})
    chosen = random.choice(parents) if parents else None
    for i, heading in numbered.items():
        if heading["parent"] == chosen and chosen:
            bare = number.sub("", heading["text"], count=1)
            bare = bare[0].upper() + bare[1:]
            for other in gold["headings"]:
                other["parent"] = bare if other["parent"] == heading["text"] else other["parent"]
            heading["text"] = lines[i] = bare


def read_page(path: Path) -> Page:
    gold = json.loads(path.read_text(encoding="utf-8"))
    lines = path.with_suffix(".txt").read_bytes().decode("utf-8").split("\n")
    at: dict[int, int] = {}
    for i, line in enumerate(lines):
        if len(at) < len(gold["headings"]) and line.strip() == gold["headings"][len(at)]["text"]:
            at[i] = len(at)
    return lines, at, gold


def damaged(how: Callable[[Page, Random], None], times: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The articles with less to tell the levels by."""
    for path in ARTICLES:
        for seed in range(times):
            page_ = read_page(path)
            how(page_, Random(f"{path.stem} {seed}"))
            yield "\n".join(line for line in page_[0] if line != "\0"), page_[2]


@pytest.mark.parametrize(("how", "least"), [(lines_lost, 0.95), (captions_lost, 0.98), (numbers_lost, 0.93)])
def test_levels_survive_the_loss_of_a_sign(how: Callable[[Page, Random], None], least: float) -> None:
    scores = [score(text, gold, how.__name__) for text, gold in damaged(how, 1 if how is captions_lost else 3)]
    print(row(total(scores)))
    assert total(scores).f1 >= least


def test_hard_wraps_are_joined() -> None:
    text = (
        "A Title of This Page\n\nThe first paragraph is broken at a fixed width and has to be\n"
        "joined again, because its lines are no sentences of their own\nand would otherwise be read as such.\n\n"
        "What Comes Next\n\n"
        "- an item that is too long for one line of the page\n  and goes on in the next one\n- another\n"
    )
    assert outline(text) == ["What Comes Next"]
    assert "- an item that is too long for one line of the page and goes on in the next one\n- another" in to_markdown(
        text
    )


def test_lettered_one_liners_are_no_headings() -> None:
    assert outline(page("What You Need", "Bring these:", "a) A passport\nb) A pen\nc) Some patience", PROSE)) == [
        "What You Need"
    ]


def test_quoted_questions_are_headings_where_they_have_answers() -> None:
    text = page("What They Ask", PROSE, "“Why here?”", PROSE, "Say:", "“May I ask why?”", PROSE, "“Why now?”", PROSE)
    assert outline(text) == ["What They Ask", "“Why here?”", "“Why now?”"]
    assert outline(page("What They Ask", PROSE, "“Why here?”", PROSE)) == ["What They Ask"]


def test_a_quoted_request_among_quoted_questions_is_a_heading() -> None:
    text = page("What They Ask", PROSE, "“Tell me all.”", PROSE, "Say:", "“I will.”", PROSE, "“Why?”", PROSE, "“How?”")
    assert outline(f"{text}\n\n{PROSE}") == ["What They Ask", "“Tell me all.”", "“Why?”", "“How?”"]


def test_a_picture_stands_at_the_heading_in_title_case() -> None:
    picture = "A student reading a page at a desk - machine reading for How a Page Is Read by Ma"
    parts = ("", "Getting Started", PROSE, "Where to look", PROSE, picture, "Keeping Going", PROSE, "What to do", PROSE)
    assert outline(page(*parts, "", "Coming Back", PROSE)) == [
        "Getting Started",
        "Getting Started > Where to look",
        "Keeping Going",
        "Keeping Going > What to do",
        "Coming Back",
    ]


def test_title_case_stands_above_sentence_case() -> None:
    text = page("Getting Started", PROSE, "Where to look", PROSE, "Keeping Going", PROSE, "What to avoid", PROSE)
    assert [h.count(">") for h in outline(text)] == [0, 1, 0, 1]
    assert outline(text.replace("Where to look", "What you do").replace("What to avoid", "What they do")) == [
        "Getting Started",
        "Getting Started > What you do",
        "Keeping Going",
        "Keeping Going > What they do",
    ]


def test_numbers_divide_a_page_between_introduction_and_conclusion() -> None:
    text = page("Introduction", PROSE, "1. Look", PROSE, "A detail", PROSE, "2. Leap", PROSE, "Conclusion", PROSE)
    assert outline(text) == ["Introduction", "1. Look", "1. Look > A detail", "2. Leap", "Conclusion"]


def test_hashes_tell_the_level() -> None:
    text = page("## Getting Started", PROSE, "#### A detail", PROSE, "## Keeping Going", PROSE)
    assert outline(text) == ["Getting Started", "Getting Started > A detail", "Keeping Going"]


def test_capitals_with_a_colon_are_headings() -> None:
    assert outline(page("WHAT YOU NEED:", PROSE, "HOW TO ASK:", PROSE)) == ["WHAT YOU NEED:", "HOW TO ASK:"]


def test_a_list_without_bullets_has_no_headings() -> None:
    text = page("What You Need", PROSE, "One passport", "Two pens", "Some patience", "What Comes Next", PROSE)
    assert outline(text) == ["What You Need", "What Comes Next"]


def test_links_inside_an_article_do_not_end_it() -> None:
    text = page("What Helps", PROSE, "Related Articles", "How to Sit", "What Hurts", PROSE, "What Else", PROSE, PROSE)
    assert [h.split(" > ")[-1] for h in outline(text)][-2:] == ["What Hurts", "What Else"]


def test_definition_lines_keep_their_heading_and_what_follows() -> None:
    lines = "January: exam fees\nFebruary: flights\nMarch: nothing at all"
    text = page("What to Pay", PROSE, "A Calendar", lines, f"{PROSE} In March all is paid.", "Related Articles", "More")
    assert outline(text) == ["What to Pay", "A Calendar"]
    assert "In March all is paid." in to_markdown(text)


def test_a_further_paragraph_of_an_item_stays_in_it() -> None:
    text = page("What Helps", f"1. Letters\n\n   {PROSE}\n\n2. Scores\n\n   {PROSE}")
    assert f"1. Letters\n\n   {PROSE}\n2. Scores\n\n   {PROSE}" in to_markdown(text)


def test_a_picture_is_no_heading() -> None:
    text = page("Getting Started", PROSE, "Young doctor presenting a poster at a conference", PROSE, "The End", PROSE)
    assert outline(text) == ["Getting Started", "The End"]


@pytest.mark.parametrize(
    "line",
    [
        "Save for later",
        "Share this: Facebook X LinkedIn",
        "Share on WhatsApp",
        "Download PDF",
        "Download this guide as PDF",
        "Listen to this article (9 min)",
        "3.2k views",
        "Most read this week",
        "Join the conversation (12)",
        "Sort by: New",
        "Get Acme in your inbox",
        "Was this page helpful? Yes No",
        "Did this article help you?",
        "View all comments",
        "Join over 10,000 readers",
        "Printer-friendly version",
        "Report an error",
        "Advertisement",
        "Trending",
        "A student at a desk. Photo: private",
    ],
)
def test_furniture_is_dropped_wherever_it_stands(line: str) -> None:
    made = to_markdown(page("Getting Started", PROSE, "The End", PROSE, PROSE))
    assert to_markdown(page("Getting Started", PROSE, line, "The End", PROSE, PROSE)) == made
    assert to_markdown(page("Getting Started", PROSE, "The End", PROSE, PROSE, line)) == made


@pytest.mark.parametrize("heading", ["Stay Up to Date", "About Us", "Keep Reading", "Disclosures"])
def test_furniture_words_may_head_text(heading: str) -> None:
    assert outline(page("Getting Started", PROSE, heading, PROSE, "The End", PROSE)) == [
        "Getting Started",
        heading,
        "The End",
    ]


@pytest.mark.parametrize(
    "line", ["By Jo Doe", "Text: Jo Doe", "Words by Jo Doe", "Medically reviewed by Jo Doe, MD", "Author: Jo Doe"]
)
def test_the_writer_is_dropped(line: str) -> None:
    top = "How a Page Is Read by Machines\n\n"
    assert to_markdown(f"{top}{line}\n\n{PROSE}") == to_markdown(top + PROSE)


def test_a_newsletter_form_goes_with_its_text() -> None:
    form = ("Get Acme in your inbox", "One good page every week.", "Your email", "Subscribe")
    text = page("Getting Started", PROSE, *form, "The End", PROSE)
    assert to_markdown(text) == to_markdown(page("Getting Started", PROSE, "The End", PROSE))


def test_a_box_with_a_button_goes_with_its_lines() -> None:
    text = page("Getting Started", PROSE, "Get a letter from us\nOnce a week. No spam.\nSign up", "The End", PROSE)
    assert to_markdown(text) == to_markdown(page("Getting Started", PROSE, "The End", PROSE))


def test_keywords_of_any_length_are_dropped_in_front_of_the_text() -> None:
    keywords = "machine reading page reading outline recovery heading tree heading levels page outline " * 3
    assert to_markdown(
        page("Getting Started", PROSE).replace(PROSE, f"{keywords.strip()}\n\n{PROSE}", 1)
    ) == to_markdown(page("Getting Started", PROSE))


@pytest.mark.parametrize(
    "table",
    [
        "| Visa | Years |\n|------|-------|\n| J-1 | 7 |\n| H-1B | 6 |",
        "Visa\tYears\nJ-1\t7\nH-1B\t6",
        "+------+----+\n| Visa | Years |\n+------+----+\n| J-1 | 7 |\n| H-1B | 6 |\n+------+----+",
    ],
)
def test_tables_of_any_kind(table: str) -> None:
    text = page("What Differs", PROSE, "Years by Visa", table, PROSE)
    assert "| Visa | Years |\n| --- | --- |\n| J-1 | 7 |\n| H-1B | 6 |\n" in to_markdown(text)
    assert outline(text) == ["What Differs", "Years by Visa"]


def test_signs_of_a_page_without_blank_lines() -> None:
    text = page(
        "Getting Started", PROSE, "What to bring", "- a pen", "- a pass", "Why now?", PROSE, "FAQ", "Why?", PROSE
    )
    assert outline(text.replace("\n\n", "\n")) == ["Getting Started", "What to bring", "Why now?", "FAQ", "FAQ > Why?"]


def test_line_ends_and_byte_order_mark() -> None:
    text = page("Getting Started", "A sentence with a\u00a0fixed space.", "Keeping Going", PROSE)
    assert to_markdown("\ufeff" + text.replace("\n", "\r\n")) == to_markdown(text)
    assert "a\u00a0fixed" in to_markdown(text)


def test_tables_are_kept() -> None:
    assert "| Visa | Years |\n| --- | --- |\n| J-1 | 7 |\n| H-1B | 6 |" in to_markdown(
        page("What Differs", "Visa | Years\nJ-1 | 7\nH-1B | 6", PROSE)
    )


def test_contents_are_dropped_and_tell_the_main_headings() -> None:
    text = page("In this article", "- Before you go", "- After you return", "Before you go", PROSE, "A visa", PROSE)
    text += "\n\n" + "\n\n".join(("After you return", PROSE))
    assert outline(text) == ["Before you go", "Before you go > A visa", "After you return"]
    assert to_markdown(text).count("Before you go") == 1


def test_header_and_footer_are_dropped() -> None:
    top = "Acme Logo Acme\n\nHome > Guides > Reading\n\nHow Machines Read a Page\n\nBy Jo Doe | May 3, 2024\n\n"
    keywords = "machine reading page reading outline recovery heading tree heading levels\n\n"
    picture = "A student reading a page at a desk - machine reading for How Machines Re\n\n"
    tail = (
        "overview\n\nReadPilot - Read It Faster\n\nReadPilot reads.\n\n* No credit card needed.\n\nRelated Articles\n"
    )
    made = to_markdown(top + keywords + picture + "\n\n".join((PROSE, "Getting Started", PROSE, tail)))
    assert made == f"# How Machines Read a Page\n\n{PROSE}\n\n## Getting Started\n\n{PROSE}\n"


def test_a_newsletter_box_does_not_end_the_article() -> None:
    text = page(
        "Getting Started", PROSE, "Subscribe to our newsletter", "Conclusion", PROSE, "Related Articles", "More of It"
    )
    assert outline(text) == ["Getting Started", "Conclusion"]
    assert "Subscribe" not in to_markdown(text)


@pytest.mark.parametrize(
    "line",
    ["# 1 in ten fails.", "> 3 is enough.", "1986. A great year.", "Mind * this * and *that* one.", "See [x](y) here."],
)
def test_signs_keep_their_meaning(line: str) -> None:
    guide = read(to_markdown(page("Getting Started", line, PROSE)), "page", "page")
    assert line in plain(guide.sections[-1].text)


@pytest.mark.parametrize(
    "text",
    [
        "Heading Here\n" * 8_000,
        "- a\n" * 20_000,
        "Step 1: Go\n\nText goes here.\n\n" * 4_000,
        "Why so?\n\nSo.\n\n" * 6_000,
        "-" * 400_000,
        "some words and no end of them\n" * 10_000,
    ],
    ids=["headings", "bullets", "steps", "questions", "dashes", "wrapped"],
)
def test_time_grows_with_the_length_only(text: str) -> None:
    start = time.process_time()
    to_markdown(text)
    assert time.process_time() - start < 6


LINES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        (
            "",
            "",
            "",
            "Getting Started",
            "1. First",
            "2. Second",
            "Step 1: Go",
            "FAQ",
            "Why?",
            "====",
            "----",
            "- item",
            "    - inner",
            "Home > A > B",
            "Related Articles",
            "a | b | c",
            "+--+--+",
            "**Bold**",
            "## Two",
            "Contents",
            "Benefits:",
            PROSE,
        )
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=40), st.sampled_from(("\n", "\r\n", "\r")))
def test_any_text_is_read(lines: list[str], end: str) -> None:
    made = to_markdown(end.join(lines))
    assert "\r" not in made
    read(made, "page", "page")


WORDS = st.lists(st.sampled_from(("river", "stone", "garden", "window", "letter", "teacher")), min_size=5, max_size=30)
SENTENCES = WORDS.map(lambda w: " ".join(w).capitalize() + ".")
PIECES = st.one_of(
    SENTENCES,
    SENTENCES.map(lambda s: f"  • {s}"),
    SENTENCES.map(lambda s: f"1. {s}"),
    st.sampled_from(("Getting Started", "1. First part", "", "Step 2: Go on", "WHAT TO DO", "Before you go")),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=25), st.sampled_from(("\n", "\n\n", "\n\n\n")))
def test_no_sentence_is_lost(pieces: list[str], gap: str) -> None:
    body = " ".join(plain(to_markdown(gap.join((PROSE, *pieces)))).split())
    for piece in pieces:
        if piece.endswith("."):
            assert re.sub(r"^\s*(?:•|1\.)\s+", "", piece) in body


def test_an_item_marked_c_is_no_copyright_and_nothing_behind_it_is_lost() -> None:
    items = "(a) Ranking by name alone\n(b) Leaving places out\n(c) Ranking a place because it said so"
    text = f"Ranking\n\n{ADVICE}\n\nMistakes\n\n{items}\n\nEach costs somebody a good year.\n\nCouples\n\n{ADVICE}\n"
    found = to_markdown(text)
    assert "(c) Ranking a place because it said so" in found
    assert "Each costs somebody a good year." in found
    assert found.rstrip().endswith(ADVICE)
    assert "rights" not in to_markdown(f"Ranking\n\n{ADVICE}\n\n(c) 2024 The Desk. All rights reserved.\n")


def test_tools_in_one_line_are_no_heading_and_what_somebody_said_is_none() -> None:
    said = "“Signals change whom we meet.” Program director, Texas"
    text = f"Ranking\n\nDownload PDF   |   Print   |   Email\n\n{ADVICE}\n\nVoices\n\n{said}\n\n{ADVICE}\n"
    found = to_markdown(text)
    assert "Print" not in found
    assert f"\n\n{said}\n" in found


ADVICE = "The list is due in February, and it is a list of wishes and not of chances."


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Visa basics\nYou need a sponsor.\n", "# Visa basics\n\nYou need a sponsor.\n"),
        ("You need a sponsor.\n\nBring a photo.\n", "You need a sponsor.\n\nBring a photo.\n"),
        ("How to become an M.D.\n\nStudy.\n", "# How to become an M.D.\n\nStudy.\n"),
        ("Visas\n\nFees\n\nThey are 300 dollars.\n", "# Visas\n\n## Fees\n\nThey are 300 dollars.\n"),
    ],
)
def test_a_note_of_a_few_lines_loses_none(text: str, wanted: str) -> None:
    assert to_markdown(text) == wanted
