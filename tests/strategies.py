"""Texts for property tests: Markdown of all shapes the guides use, and any text at all."""

from hypothesis import strategies as st

_LETTERS = "abcdefghijklmnopqrstuvwxyzäéßЖ中"

word = st.text(_LETTERS, min_size=1, max_size=12)
phrase = st.lists(word, min_size=1, max_size=5).map(" ".join)
sentence = phrase.map(lambda words: f"{words.capitalize()}.")
paragraph = st.lists(sentence, min_size=1, max_size=4).map(" ".join)
_item = st.tuples(st.sampled_from(["- ", "  - "]), phrase).map("".join)
bullets = st.lists(_item, min_size=1, max_size=6).map("\n".join).map(lambda text: f"- first\n{text}")
numbered = st.lists(phrase, min_size=1, max_size=5).map(lambda found: "\n".join(f"1. {text}" for text in found))
table = st.lists(st.tuples(word, word), min_size=1, max_size=4).map(
    lambda rows: "| one | two |\n| --- | --- |\n" + "\n".join(f"| {a} | {b} |" for a, b in rows)
)
body = st.lists(paragraph | bullets | numbered | table, min_size=1, max_size=3).map("\n\n".join)
"""The text of one section."""

_section = st.tuples(st.integers(2, 5), phrase | st.sampled_from(["Same", "?!"]), body | st.just("")).map(
    lambda found: f"{'#' * found[0]} {found[1]}\n\n{found[2]}"
)
guide = st.lists(_section, min_size=1, max_size=3).map("\n\n".join)
"""The text of a whole guide."""

_SIGNS = ["# ", "## ", "---\n", "- ", "1. ", "> ", "```\n", "| ", "|---|", "**", "_", "[1]", "[", "](", "<b>", "&lt;"]
_YAML = ["title: ", "date: 2026-02-30\n", "a: [2026-01-01]\n", "{", "&a ", "*a", "!!set ", "\t", ": "]
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=6)
anything = st.lists(_TEXT | st.sampled_from([*_SIGNS, *_YAML, "\n", "\n\n", "word "]), max_size=25).map("".join)
"""Any text, with more Markdown and YAML in it than chance would give."""
