"""Do the guides answer this question? Judged before anything is answered.

Two signals together: how near the best section comes in meaning, and how much of the question, by
the rarity of its words, the best sections speak of. Neither alone tells covered from uncovered.
"""

from collections.abc import Sequence

from advisor.chunking import heading_path
from advisor.citations import Coverage, Source
from advisor.lexical import WordIndex, words

TOP = 3  # sections whose words count
WORD_SHARE = 0.3  # how much spoken-of words count beside the cosine
# Set on doc2dial's questions with their page in the index and out of it, towards answering:
# below the first nothing useful was found, below the second the passages only come near.
COVERED, NEAR = 0.45, 0.25

_PUNCTUATION = ".,;:?!()[]\"'“”‘’"


def judge(question: str, sources: Sequence[Source], statistics: WordIndex) -> Coverage:
    """Whether the sections found answer a question.

    Args:
        question: the question as asked.
        sources: what retrieval found, best first.
        statistics: tells rare words from common ones.
    """
    if not sources:
        return "none"
    evidence = sources[0].cosine + WORD_SHARE * _share(question, sources[:TOP], statistics)
    if evidence < NEAR:
        return "none"
    return "full" if evidence >= COVERED else "partial"


def _share(question: str, sources: Sequence[Source], statistics: WordIndex) -> float:
    """The share of the question's words, weighed by rarity, that the sections hold."""
    asked, held = set(words(question)), _words(sources)
    total = sum(map(statistics.rarity, asked))
    return sum(map(statistics.rarity, asked & held)) / total if total else 0.0


def left_open(question: str, sources: Sequence[Source], statistics: WordIndex) -> list[str]:
    """Words of the question, rarest first, that the sections do not hold and that no guide spells alike."""
    held = _words(sources)
    missing = {w: stem for w in question.split() if len(stems := words(w)) == 1 and (stem := stems[0]) not in held}
    unheard = [w for w, stem in missing.items() if statistics.similar(stem) in (None, stem)]
    return [w.strip(_PUNCTUATION) for w in sorted(unheard, key=lambda w: -statistics.rarity(missing[w]))]


def _words(sources: Sequence[Source]) -> set[str]:
    return {word for s in sources for word in words(f"{heading_path(s.guide, s.section)}\n{s.section.text}")}
