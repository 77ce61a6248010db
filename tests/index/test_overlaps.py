"""What a new text shares with the guides there are."""

from pathlib import Path

from advisor.index.overlaps import Overlap, overlaps
from tests.fakes import builder, index_paths, read, write_guides

VISA = "# Visas\n\n## Fees\n\nThe visa office charges 500 dollars for each application form.\n"
PARTS = "\n\n".join(f"Rule {n} asks every applicant for form {n} before the deadline passes." for n in "abcd")


def between(new: str, old: str) -> list[Overlap]:
    guide = read(new, "new")
    return [*overlaps(guide, guide.sections, [read(old, "old")])]


def test_the_same_words_with_other_figures_contradict() -> None:
    [found] = between(VISA.replace("500", "700"), VISA)
    assert (found.kind, found.section, found.other) == ("contradicts", ("Fees",), ("old.md", ("Fees",)))
    assert ("700" in found.here, "500" in found.there) == (True, True)


def test_other_words_or_the_same_figures_do_not() -> None:
    assert between(VISA, VISA) == []
    assert between(VISA.replace("visa office", "state board").replace("500", "700"), VISA) == []
    assert between("# T\n\nIt costs 700 dollars.\n", "# U\n\nIt costs 500 dollars.\n") == []


def test_a_section_that_mostly_stands_elsewhere_is_named() -> None:
    [found] = between(
        f"# T\n\n## New\n\n{PARTS}\n\nSomething else stands here and nowhere else at all.\n",
        f"# U\n\n## Old\n\n{PARTS}\n",
    )
    assert (found.kind, found.section, found.other) == ("repeats", ("New",), ("old.md", ("Old",)))


def test_only_what_is_new_in_a_guide_is_compared(tmp_path: Path) -> None:
    guides = write_guides(tmp_path / "guides", a=VISA, b=VISA.replace("500", "700").replace("Visas", "More"))
    index_paths(tmp_path / "index", guides)
    writer = builder(tmp_path / "index")
    assert writer.overlaps(writer.plan([guides])) == {}
    write_guides(guides, b=VISA.replace("500", "900"))
    assert [o.kind for o in writer.overlaps(writer.plan([guides]))["b"]] == ["contradicts"]
