"""Addresses of passages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.citations import digest
from ui import links
from ui.links import Mark, Place

names = st.text(min_size=1).filter(lambda s: s.isprintable())


@given(names, names, st.integers(0, 10**8), st.integers(1, 10**4), st.just("") | st.binary().map(str).map(digest))
def test_an_address_leads_back_to_its_passage(document: str, anchor: str, start: int, length: int, digest: str) -> None:
    at = Place(document, anchor, Mark(start, start + length, digest))
    assert links.parse(links.passage(at)) == at


@pytest.mark.parametrize(
    "address", ["", "/", "/guides/", "/guides/x", "/guides/x?mark=9-3#a", "http://x/guides/y?mark=z"]
)
def test_other_addresses_are_no_passages(address: str) -> None:
    assert links.parse(address) is None


def test_an_address_has_no_sign_that_html_or_scripts_could_read() -> None:
    address = links.passage(Place('"><script>', "' onmouseover='x", Mark(1, 2)))
    assert not set("\"'<> ") & set(address)


def test_a_question_survives_its_address() -> None:
    assert links.question("3 & more? #1") == "/?q=3+%26+more%3F+%231"
