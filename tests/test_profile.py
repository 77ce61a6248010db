"""What an asker tells about themselves."""

import pytest

from advisor.errors import ProfileError
from advisor.profile import Profile, kept, read


def test_what_was_not_told_is_not_none() -> None:
    assert Profile(posters=0).counts == {"posters": 0}
    assert Profile().counts == {}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"posters": -1}, "posters: "),
        ({"posters": "many"}, "posters: "),
        ({"shoes": 2}, "shoes: "),
        ({"applying": "next year"}, "applying: "),
        ({"posters": 1, "related": 2}, r"there are more works in the specialty \(2\) than works in all \(1\)"),
    ],
)
def test_what_cannot_be_is_one_sentence(given: dict[str, object], reason: str) -> None:
    with pytest.raises(ProfileError, match=rf"^The profile cannot be read: {reason}.*\.$"):
        read(given)


def test_of_a_kept_profile_what_cannot_be_read_is_left_out() -> None:
    given = {"posters": 2, "shoes": 3, "visa": "Z-9", "abstracts": "x", "exams": ["Step 1"], "first_author": 9}
    assert kept(given) == Profile(posters=2, exams=("Step 1",))


@pytest.mark.parametrize("given", [None, [], "x", {1: 2}, {"posters": {}}])
def test_anything_else_is_an_empty_profile(given: object) -> None:
    assert kept(given).empty


def test_the_specialty_alone_says_nothing_about_the_asker() -> None:
    assert Profile(specialty="surgery").empty
    assert not Profile(us_experience=0).empty
