"""Do the guides answer this question? Judged before anything is answered.

Three signals together: how near the best section comes in meaning; how much of the question, by the
rarity of its words, the best sections speak of; and, where a model read the question together with the
best statements, how probable it is that one of them answers. The first two tell what the guides speak of
at all, the third what they leave open of it, unless a section says almost the question's own words.
"""

from collections.abc import Sequence
from statistics import fmean

from advisor.chunking import heading_path
from advisor.citations import Coverage, Source
from advisor.lexical import WordIndex, words

TOP = 3  # sections whose words count
WORD_SHARE = 0.2  # how much spoken-of words count beside the cosine
# Of the answerable questions on guides that nothing was trained on, about one in forty is below the
# first, one in five below the second.
NEAR, COVERED = 0.28, 0.40
# The same for what was read together, one in fifty below the first and one in twenty-five below the second;
# of the questions on the same subject that the guides leave open, four to six in ten are below the first.
OPEN, ANSWERED = 0.07, 0.10
# As near as that comes only what is meant: "how to write a cold email" is answered by a whole section
# on it, and by none of its statements alone.
SURE = 0.50

# Words that ask, and are no part of what is asked for.
_ASKING = frozenset(words("list tell give show explain describe name help know want need write find make mean"))
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
    evidence = sources[0].cosine + WORD_SHARE * statistics.share(question, [s.section.id for s in sources[:TOP]])
    answers = _answers(sources)
    if evidence < NEAR or answers < OPEN:
        return "none"
    return "full" if evidence >= COVERED and answers >= ANSWERED else "partial"


def sure(cosine: float) -> bool:
    """Whether a section comes so near to a question that it need not be read together with it."""
    return cosine >= SURE


def _answers(sources: Sequence[Source]) -> float:
    """How probable it is that what was found answers the question.

    The mean over the sections that were read: what one of them is wrongly taken to answer, the others hardly are.
    """
    if sure(sources[0].cosine):
        return 1.0
    read = [s.answers for s in sources if s.answers is not None]
    return fmean(read) if read else 1.0


def together(judged: Sequence[Coverage]) -> Coverage:
    """The coverage of a question of several parts."""
    return judged[0] if len(set(judged)) == 1 else "partial"


def left_open(question: str, sources: Sequence[Source], statistics: WordIndex) -> list[str]:
    """Words of the question, rarest first, that the sections do not hold and that no guide spells alike."""
    held = _words(sources) | _ASKING
    missing = {w: stem for w in question.split() if len(stems := words(w)) == 1 and (stem := stems[0]) not in held}
    unheard = [w for w, stem in missing.items() if statistics.similar(stem) in (None, stem)]
    return [w.strip(_PUNCTUATION) for w in sorted(unheard, key=lambda w: -statistics.rarity(missing[w]))]


def _words(sources: Sequence[Source]) -> set[str]:
    return {word for s in sources for word in words(f"{heading_path(s.guide, s.section)}\n{s.section.text}")}
