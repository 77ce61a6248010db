"""What of an answer is meant for such as the asker."""

from advisor.addressed import notes
from advisor.citations import Citation
from advisor.profile import Profile

QUOTE = "It depends on your stage:\nMedical student outside the US: Start now.\nthe J-1 research visa, which is common"
CITATION = Citation(3, "d", "T", "d.md", ("H",), "h", QUOTE, 0, len(QUOTE), 0.5)


def test_what_is_meant_for_the_asker_is_pointed_to_in_the_guides_words() -> None:
    assert notes(Profile(stage="student", visa="J-1"), [CITATION]) == (
        "- Because you are a medical student (from About me), see “Medical student outside the US”. [3]\n"
        "- Because you prefer a J-1 visa (from About me), see “the J-1 research visa”. [3]"
    )


def test_what_is_meant_for_others_is_not() -> None:
    assert notes(Profile(stage="reapplicant", visa="H-1B"), [CITATION]) == ""
