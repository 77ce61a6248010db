"""What a question calls by its name: a section by its heading, the subject of a guide by its title.

Whoever opens a conversation often names a subject and asks nothing of it yet ("I have some questions about loan
forgiveness"). No statement is near that; what answers is the opening of the guide that has this title.
"""

from collections.abc import Mapping
from functools import lru_cache

from advisor.lexical import words

NAMED = 0.1  # what a section's score gains where a name is all that is asked, and by its share where more is
KEPT_NAMES = 4096  # some 300 bytes each


def called(shares: Mapping[str, float], heading: str, title: str = "") -> float:
    """What a section's score gains by its names.

    Args:
        shares: of the question's stemmed words, by their rarity; together 1.
        heading: the section's, which is its name where the question holds all of it.
        title: of the guide that the section opens, which is its name too, also in part; none of another section.
    """
    own, opened = _name(heading), _name(title)
    names = (own if own <= shares.keys() else (), opened & shares.keys())
    return NAMED * max(sum(map(shares.__getitem__, name)) for name in names)


@lru_cache(maxsize=KEPT_NAMES)
def _name(text: str) -> frozenset[str]:
    return frozenset(words(text))
