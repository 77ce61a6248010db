"""Check the training text: shape, verbatim answers, duplicates, shared words, balance.

    python -m training.check [FILE ...]

Prints one line for each fault and the balance of kinds; the exit status is 1 where there is a fault.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from advisor.lexical import words
from training.text import JUDGED, OTHERS, TRAINING, VALIDATION

# Of each passage on residency.
KINDS = {"direct": 2, "paraphrase": 4, "typo": 2, "personal": 2, "keyword": 1, "followup": 3}
SHORTEST, LONGEST = 80, 250  # words of a passage
SHARED = 2  # words that a paraphrase may have in common with its passage, such as "two" and "could"
RARE = 50  # questions; a word in more of them tells little
ALIKE = 0.8  # share of words from which two questions are one

_WORD = re.compile(r"\w+")


def main(paths: Sequence[Path]) -> int:
    """Check files and print what is wrong."""
    passages = [(p, passage) for p in paths for passage in read(p)]
    faults = [fault for path, passage in passages for fault in _faults(path, passage)]
    faults += _duplicates(passages)
    for fault in faults:
        print(fault)
    kinds = Counter(q["kind"] for _, passage in passages for q in passage["questions"])
    near = sum(len(passage["near"]) for _, passage in passages)
    lengths = [len(passage["text"].split()) for _, passage in passages]
    print(f"{len(passages)} passages of {min(lengths)} to {max(lengths)} words, {near} near misses, {dict(kinds)}")
    return bool(faults)


def files() -> list[Path]:
    """All that is trained on or validated with."""
    return sorted(file for folder in (TRAINING, OTHERS, JUDGED, VALIDATION) for file in folder.glob("*.jsonl"))


def read(path: Path) -> list[dict[str, Any]]:
    """The passages of one guide."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _faults(path: Path, passage: dict[str, Any]) -> Iterator[str]:
    where = f"{path.name} | {passage['section'][-1]}"
    length = len(passage["text"].split())
    if not SHORTEST <= length <= LONGEST:
        yield f"{where}: {length} words"
    kinds = Counter(q["kind"] for q in passage["questions"])
    for kind, number in KINDS.items():
        if kinds[kind] < number and path.parent not in (OTHERS, JUDGED):
            yield f"{where}: {kinds[kind]} of kind {kind}, not {number}"
    if len(passage["near"]) < 2:
        yield f"{where}: fewer than two near misses"
    said = set(words(" ".join((passage["text"], *passage["section"]))))
    for question in passage["questions"]:
        asked = question["turns"][-1]
        if question["kind"] not in {*KINDS, "multi"}:
            yield f"{where}: unknown kind {question['kind']}"
        if question["answer"] not in passage["text"] or not question["answer"].strip():
            yield f"{where}: not verbatim: {question['answer']!r}"
        if question["kind"] == "followup" and len(question["turns"]) < 2:
            yield f"{where}: a follow-up with one turn: {asked!r}"
        if question["kind"] == "paraphrase" and len(shared := {*words(asked)} & said) > SHARED:
            yield f"{where}: paraphrase shares {sorted(shared)}: {asked!r}"


def _duplicates(passages: Sequence[tuple[Path, dict[str, Any]]]) -> Iterator[str]:
    """Questions with nearly the same words; two such share a rare one, so only those are compared."""
    asked = {" | ".join(q["turns"]): path.name for path, passage in passages for q in passage["questions"]}
    held = {text: frozenset(_WORD.findall(text.lower())) for text in asked}
    count = Counter(word for words_ in held.values() for word in words_)
    seen: dict[str, list[str]] = {}
    for text, own in held.items():
        rare = [word for word in own if count[word] <= RARE]
        for other in {other for word in rare for other in seen.get(word, ())}:
            if len(own & held[other]) >= ALIKE * len(own | held[other]):
                yield f"{asked[text]}: {text!r} is nearly {other!r} of {asked[other]}"
        for word in rare:
            seen.setdefault(word, []).append(text)


if __name__ == "__main__":
    sys.exit(main([Path(a) for a in sys.argv[1:]] or files()))
