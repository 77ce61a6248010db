"""Abbreviations: a question with the short form finds sections with the long one, and the other way round.

The guides' keeper extends the list in `abbreviations.yaml` beside the guides; what a guide itself puts
in brackets behind a term ("program director (PD)") is known without being listed.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from advisor.errors import CorpusError

FILE = "abbreviations.yaml"

_BRACKETED = re.compile(r"\(([A-Z][A-Za-z0-9&/-]{1,9})\)")


class Glossary:
    """Short forms and what they stand for.

    Args:
        abbreviations: the long form by the short one.
    """

    def __init__(self, abbreviations: Mapping[str, str]) -> None:
        self._pairs = [(short, _term(short), long, _term(long)) for short, long in abbreviations.items()]
        self._long = [(_written_out(long), short) for short, long in abbreviations.items()]

    @property
    def terms(self) -> Iterable[str]:
        """All short and long forms."""
        return (term for short, _, long, _ in self._pairs for term in (short, long))

    def related(self, text: str) -> str:
        """The long forms of a text's short ones, and the short forms of its long ones, where it lacks them."""
        found = []
        for short, said_short, long, said_long in self._pairs:
            said = (bool(said_short.search(text)), bool(said_long.search(text)))
            if said in ((True, False), (False, True)):
                found.append(long if said[0] else short)
        return " ".join(found)

    def shortened(self, text: str) -> str:
        """The text with the short form of each term in place of the long one."""
        for long, short in self._long:
            text = long.sub(short, text)
        return text


def load(file: Path, texts: Iterable[str] = ()) -> Glossary:
    """The abbreviations of a file, if there is one, and those that the texts themselves explain.

    Raises:
        CorpusError: the file is not what it should be; the message says why.
    """
    explained = {short: long for text in texts for short, long in abbreviations_in(text)}
    return Glossary(explained | _read(file))


def _read(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        return {str(short): str(long) for short, long in found.items()}
    except (OSError, ValueError, AttributeError, yaml.YAMLError) as error:
        raise CorpusError(f"{file} cannot be read: it needs lines like 'PD: program director'.") from error


def abbreviations_in(text: str) -> Iterable[tuple[str, str]]:
    """What a text abbreviates itself: the words in front of a bracket that begin with its letters.

    A plain form of the method of Schwartz and Hearst (2003).
    """
    for match in _BRACKETED.finditer(text):
        short = match.group(1)
        letters = [c.lower() for c in short.rstrip("s") if c.isalnum()]
        before = re.findall(r"[A-Za-z0-9]+", text[max(0, match.start() - 100) : match.start()])[-len(letters) :]
        if len(letters) > 1 and [w[0].lower() for w in before] == letters:
            yield short, " ".join(before)


def _term(name: str) -> re.Pattern[str]:
    """Finds a term as a word of its own, in any case, in the plural too."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?:s|es)?(?!\w)", re.IGNORECASE)


def _written_out(name: str) -> re.Pattern[str]:
    """Finds a long form with any of its words in the plural: "letters of recommendation"."""
    return re.compile(r"(?<!\w)" + r"s?\s+".join(map(re.escape, name.split())) + r"(?:s|es)?(?!\w)", re.IGNORECASE)
