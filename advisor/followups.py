"""Questions that could come next: what near sections answer that the answer did not use.

Only those are suggested that the guides answer in full. To find that out takes a search, several
times an answer; so it is found out when guides are indexed, and kept beside the index. Of very many sections
that would take too long: there only what a section says almost in the question's own words is suggested.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from advisor.citations import Source
from advisor.documents import Guide, Section
from advisor.index import files

_FILE = "suggestions.json"

_NUMBER = re.compile(r"^\s*(?:\w+\s)?#?\d+(?:\.\d+)*\s*[.):–-]\s*")


def suggestions(question: str, sources: Sequence[Source], used: set[tuple[str, str]]) -> dict[str, Source]:
    """Questions that could come next, the nearest first, each with the section that it asks for.

    Whether the guides answer them is not judged here.

    Args:
        question: what was asked; not suggested again.
        sources: what was retrieved, best first.
        used: (guide, anchor) of the sections that the answer cites.
    """
    asked = _bare(question)
    near = [s for s in sources if s.section.headings and (s.guide.name, s.section.anchor) not in used]
    found: dict[str, Source] = {}
    for source in near:
        found.setdefault(_as_question(source.guide, source.section), source)
    return {q: source for q, source in found.items() if _bare(q) != asked}


def candidates(sections: Iterable[Section], guides: Mapping[str, Guide]) -> dict[str, str]:
    """Every question that could be suggested, with the digest of what decides whether its section answers it."""
    found: dict[str, str] = {}
    for section in sections:
        if section.headings:
            question = _as_question(guides[section.guide], section)
            said = "\n".join((question, guides[section.guide].title, *section.headings, section.text))
            found.setdefault(question, sha256(said.encode()).hexdigest()[:24])
    return found


def known(folder: Path, judge: str, wanted: Mapping[str, str]) -> dict[str, bool]:
    """Of the `candidates` that were judged before, by the same judge, whether the guides answer them in full."""
    try:
        content = json.loads((folder / _FILE).read_bytes())
        verdicts = content["verdicts"] if content["judge"] == judge else {}
        return {question: bool(verdicts[digest]) for question, digest in wanted.items() if digest in verdicts}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def keep(folder: Path, judge: str, wanted: Mapping[str, str], verdicts: Mapping[str, bool]) -> None:
    """Keep what was judged, in one step; where the folder is not to be written to, it is judged again."""
    by_digest = {wanted[question]: full for question, full in verdicts.items() if question in wanted}
    with suppress(OSError):
        files.write(folder / _FILE, files.as_json({"judge": judge, "verdicts": by_digest}))


def _as_question(guide: Guide, section: Section) -> str:
    """A taught phrasing that reads as a question, else the heading, made one where it is none."""
    taught = guide.phrasings.get(section.id, ())
    heading = _NUMBER.sub("", section.headings[-1])
    if heading.endswith("?"):
        return heading
    return next((q for q in taught if q.endswith("?") and q[0].isupper()), f"What do the guides say on “{heading}”?")


def _bare(question: str) -> str:
    return question.casefold().rstrip("? ")
