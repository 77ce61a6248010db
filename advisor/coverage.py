"""Do the guides answer this question? Judged before anything is answered.

Three signals together: how near the best section comes in meaning; how much of the question, by the
rarity of its words, the best sections speak of; and, where that was judged, how probable it is that a
statement of the best sections answers. The first two tell what the guides speak of at all, the third
what they leave open of it. A question that nothing comes near in meaning is on something else, whatever
the others say.
"""

import re
from collections.abc import Sequence
from math import log
from statistics import fmean

from advisor.citations import Coverage, Source
from advisor.lexical import WordIndex, words
from advisor.ranges import SPELLED

TOP = 3  # sections whose words and cosines count
WORD_SHARE = 0.2  # how much spoken-of words count beside the cosine
# How much the logarithm of the odds that the sections answer counts beside both, and the mean of their cosines: to a
# question on another subject one section may seem to be the answer, but to one on theirs several come near.
LOG_ODDS, AROUND = 0.5, 1.0
# Of the answerable questions on guides that nothing was trained on, one to five in a hundred are below the first, one
# in ten below the second; of those on the same subject that the guides leave open, five to nine in ten are below the
# first.
OPEN, ANSWERED = -0.63, -0.28
# Where nothing comes as near in meaning as that, the question is on something else: of 260 such, 83 to 97 in 100 are
# refused by it and `OPEN` together, which alone refuses 79 to 93. Answerable questions hardly ever are that far.
FAR = 0.26
# The same without the odds, which a model of one's own choice has nobody to judge: it tells hardly any open question.
NEAR, COVERED = 0.28, 0.40
# As near as that comes only what is meant: a question of this cosine needs no earlier turn to be understood.
SURE = 0.50
ALL = 0.999  # of a question's words, as far as their shares can be added up
NAME = 2  # words that only name something; where the guides hold them, what they say of it is wanted

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
    # That a guide has a name for what is asked does not say that it answers.
    sources = sorted(sources, key=lambda source: source.named - source.score)
    share = statistics.share(question, [s.section.id for s in sources[:TOP]])
    evidence = sources[0].cosine + WORD_SHARE * share
    answers = [s.answers for s in sources if s.answers is not None]
    least, enough = (OPEN, ANSWERED) if answers else (NEAR, COVERED)
    if answers:
        # What the best section is wrongly taken to answer, the others hardly are; where it does answer, they need not.
        evidence += LOG_ODDS * fmean((_log_odds(answers[0]), _log_odds(fmean(answers))))
        evidence += AROUND * fmean(s.cosine for s in sources[:TOP])
    far = bool(answers) and max(s.cosine for s in sources) < FAR
    if (far or evidence < least) and not (share > ALL and len(question.split()) <= NAME):
        return "none"
    return "full" if evidence >= enough else "partial"


def sure(cosine: float) -> bool:
    """Whether a section comes so near to a question that it is surely about the same."""
    return cosine >= SURE


def together(judged: Sequence[Coverage], unheard: Sequence[str] = ()) -> Coverage:
    """The coverage of a question of several parts, which may ask of names that no guide holds."""
    return judged[0] if len(set(judged)) == 1 and not unheard else "partial"


def left_open(question: str, statistics: WordIndex) -> list[str]:
    """Words of the question, in its order, that no guide holds or spells alike; numbers are not named."""
    stems = {word: stems[0] for word in question.split() if len(stems := words(word)) == 1}
    missing = (w for w, stem in stems.items() if stem not in _ASKING and not statistics.similar(stem))
    return [bare for word in missing if not ((bare := _bare(word)).isdecimal() or bare.lower() in SPELLED)]


def _bare(word: str) -> str:
    return re.sub(r"['’]s$", "", word.strip(_PUNCTUATION))


def _log_odds(probability: float) -> float:
    return log(max(probability, 1e-9) / max(1 - probability, 1e-9))
