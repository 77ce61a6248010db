"""Web pages as sites and editors make them -> the article alone."""

from pathlib import Path

import pytest

from advisor.documents import Guide
from advisor.errors import CorpusError
from advisor.readers import preview, read
from advisor.readers.outline import Reading

PAGES = Path(__file__).parent / "pages"


def page(body: str, head: str = "") -> Guide:
    return read(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "g", "g.html")


def saved(name: str) -> Reading:
    return preview((PAGES / name).read_bytes(), "g", name)


def test_a_wordpress_page_gives_its_entry_alone() -> None:
    found = saved("wordpress.html")
    assert found.guide.title == "How to match"
    assert found.guide.about == {"reviewed": "2025-03-02", "summary": "About matching"}
    assert [s.headings for s in found.guide.sections] == [(), ("Apply",), ("Rank",), ("Rank", "Is it hard?")]
    junk = ("Share this:", "Recent Posts", "Table of contents", "Jo is a doctor.", "Other page")
    assert set(junk) <= set(found.passed_over)
    assert not any(words in found.guide.text for words in junk)


def test_lists_tables_and_code_of_a_page_keep_their_form() -> None:
    text = saved("wordpress.html").guide.text
    assert "- First **step**\n  - nested one\n  - nested two\n- Second step.\n\n  More on it.\n" in text
    assert "\n3. Three\n4. Four\n" in text
    assert "| Type | Fee |\n| --- | --- |\n| A\\|B | $10 |\n| A\\|B | $20 |\n" in text
    assert "```\ncode\n  here\n```" in text


def test_a_news_page_without_marked_article_gives_the_story_alone() -> None:
    found = saved("news.html")
    assert (found.guide.title, found.guide.about["reviewed"]) == ("How couples match together", "2024-11-05")
    assert [s.headings for s in found.guide.sections] == [(), ("How long may the list be?",), ("What does it cost?",)]
    for junk in ("cookies", "question bank", "newsletter", "Signals explained", "chiefs", "very well indeed", "©"):
        assert junk not in found.guide.text
        assert any(junk in line for line in found.passed_over)


def test_a_page_laid_out_in_tables_with_bold_lines_for_headings_is_read() -> None:
    guide = saved("tables.html").guide
    assert guide.title == "Observerships for IMGs"
    assert [s.headings for s in guide.sections] == [(), ("What does it cost?",), ("How do I find one?",)]
    assert guide.sections[-1].text.endswith("help:\n\n- a short letter\n- a CV of one page\n- exact dates")


def test_words_filtered_export_keeps_title_lists_and_tables() -> None:
    guide = saved("word.html").guide
    assert guide.title == "A guide to visas"
    assert [s.headings for s in guide.sections] == [(), ("Costs",), ("Costs", "Second level"), ("Sections",)]
    assert guide.sections[0].text == "The J-1 visa is sponsored by ECFMG – that is, “Intealth”."
    assert guide.sections[1].text == "- First fee of the year\n  - Deeper fee\n\n1. Numbered"


def test_google_docs_export_keeps_title_depths_and_plain_links() -> None:
    guide = saved("google.html").guide
    assert guide.title == "How to rank"
    assert guide.sections[0].text == "Ranking is the last step. See [the NRMP](https://www.nrmp.org/rank)."
    assert guide.sections[1].text == "- one\n  - one a\n- two"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Visas | The Site</title>", "Visas"),
        ("<title>Visas - a start</title>", "Visas - a start"),
        ("<title>Visas - Site</title><meta property='og:site_name' content='Site'>", "Visas"),
        ("<meta property='og:title' content='Open visas'><title>Other</title>", "Open visas"),
    ],
)
def test_without_a_main_heading_the_title_comes_from_the_head(head: str, title: str) -> None:
    assert page("<h2>One</h2><p>Some words.</p><h2>Two</h2><p>More words.</p>", head).title == title


def test_a_sites_name_in_the_main_heading_is_not_the_title() -> None:
    body = "<h1>The Site</h1><article><h2>Visas in short</h2><p>Some words about visas.</p></article>"
    assert page(body, "<title>Visas in short</title>").title == "Visas in short"


def test_without_any_mark_headings_are_told_as_in_plain_text() -> None:
    text = "A first paragraph here, which is long enough to be one, and ends as one."
    body = f"<p>{text}</p><p>Getting Started</p><p>Another paragraph here. {text}</p><p>Going Further</p><p>{text}</p>"
    guide = page(body, "<title>How a Page Is Read by Machines</title>")
    assert guide.title == "How a Page Is Read by Machines"
    assert [s.headings for s in guide.sections] == [(), ("Getting Started",), ("Going Further",)]


@pytest.mark.parametrize("name", ["sidebar", "nav-wrap", "newsletter-page", "comments"])
def test_what_holds_most_of_the_text_is_never_junk(name: str) -> None:
    assert "All the words" in page(f"<h1>T</h1><div class='{name}'><p>All the words of the page.</p></div>").text


@pytest.mark.parametrize(
    "part",
    [
        "<h2 id='newsletter'>Which newsletter?</h2><p>Ours.</p>",
        "<section id='how-do-i-share-my-results'><h2>Which newsletter?</h2><p>Ours.</p></section>",
        "<div class='tip info'><h2>Which newsletter?</h2><p>Ours.</p></div>",
        "<aside class='callout'><h2>Which newsletter?</h2><p>Ours.</p></aside>",
        "<form><h2>Which newsletter?</h2><p>Ours, which fills most of the page with its words.</p></form>",
    ],
)
def test_what_belongs_to_the_article_stays(part: str) -> None:
    guide = page(f"<h1>T</h1><p>Some words.</p>{part}<h2>Last</h2><p>More words.</p>")
    assert [s.headings for s in guide.sections] == [(), ("Which newsletter?",), ("Last",)]


def test_signs_of_markdown_and_html_in_a_page_stay_words() -> None:
    [section] = page("<h1>T</h1><p># no heading *and* [no](link) &lt;script&gt; 1_2_3</p><p>1. no item</p>").sections
    assert section.text == "\\# no heading \\*and\\* \\[no](link) <script> 1_2_3\n\n1\\. no item"


def test_bold_inside_a_word_and_links_to_scripts_leave_their_words() -> None:
    [section] = page("<h1>T</h1><p>un<b>like</b>ly <a href='javascript:x()'>click</a></p>").sections
    assert section.text in ("un**like**ly click", "unlikely click")


def test_a_cell_over_several_rows_stands_in_each() -> None:
    rows = "<tr><th>A</th><th>B</th></tr><tr><td rowspan=2>x</td><td>1</td></tr><tr><td>2</td></tr>"
    guide = page(f"<h1>T</h1><table>{rows}</table>")
    assert guide.sections[0].text.endswith("| x | 1 |\n| x | 2 |")


@pytest.mark.parametrize(
    ("meta", "encoding"), [("iso-8859-1", "cp1252"), ("windows-1251", "cp1251"), ("utf-8", "utf-8"), ("x", "utf-8")]
)
def test_a_page_is_decoded_as_it_says(meta: str, encoding: str) -> None:
    words = "Это стоит" if encoding == "cp1251" else "Café – yes"
    data = f"<html><head><meta charset='{meta}'></head><body><h1>T</h1><p>{words}</p></body></html>".encode(encoding)
    assert read(data, "g", "g.html").sections[0].text == words


def test_a_page_that_says_another_encoding_than_it_has_is_refused() -> None:
    data = "<html><head><meta charset='utf-8'></head><body><p>Café</p></body></html>".encode("cp1252")
    with pytest.raises(CorpusError, match=r"^g\.html .*utf-8 does not fit.*save it again"):
        read(data, "g", "g.html")


def test_elements_nested_deeply_are_read() -> None:
    assert "Deep words" in page("<h1>T</h1>" + "<div>" * 200 + "<p>Deep words.</p>").text


def test_lines_of_an_accordion_are_headings_of_what_unfolds_under_them() -> None:
    guide = saved("elementor.html").guide
    questions = [s for s in guide.sections if s.headings[-1:] and s.headings[-1].endswith("?")]
    assert [(s.headings, s.text.split("\n")[0]) for s in questions] == [
        (("When to apply", "How many should I do?"), "Two are enough for most specialties."),
        (("When to apply", "Do they cost money?"), "Some schools charge 150 dollars."),
    ]
    assert guide.text.count("Two are enough") == 1


def test_a_subtitle_is_no_heading_and_code_keeps_its_lines() -> None:
    guide = saved("medium.html").guide
    assert guide.title == "I failed Step 1 and matched anyway"
    assert [s.headings for s in guide.sections] == [(), ("What went wrong",), ("What I changed",)]
    assert guide.text.startswith("# I failed Step 1 and matched anyway\n\nWhat I changed between two attempts\n")
    assert "```\n06:00 block one\n09:00 review\n```" in guide.text
    for junk in ("min read", "Listen", "·", "Unsplash", "Followers", "coordinator", "rich people"):
        assert junk not in guide.text


def test_comments_of_google_docs_go() -> None:
    comment = '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>ask Sara</span></p></div>'
    text = "<h1>Visas</h1><p>Ask early, and write down what was said.<sup><a href='#cmnt1'>[a]</a></sup></p>"
    assert "Sara" not in page(text + comment).text
