"""The kinds of failure."""

import inspect
import re

import pytest

from advisor import errors
from advisor.errors import AdvisorError

KINDS = {name: kind for name, kind in inspect.getmembers(errors, inspect.isclass) if kind is not AdvisorError}


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_every_failure_is_an_advisor_error(kind: type[Exception]) -> None:
    assert issubclass(kind, AdvisorError)
    assert str(kind("A message.")) == "A message."


def test_the_tree_of_the_docstring_names_all_of_them() -> None:
    assert errors.__doc__ is not None
    assert sorted(re.findall(r"[├└]── (\w+)", errors.__doc__)) == sorted(KINDS)
