"""What a question calls by its name: a section by its heading, the subject of a guide by its title.

Whoever opens a conversation often names a subject and asks nothing of it yet ("I have some questions about loan
forgiveness"). No statement is near that; what answers is the opening of the guide that has this title.
"""

from collections.abc import Callable
from functools import lru_cache

from advisor.documents import Guide, Section
from advisor.lexical import words

NAMED = 0.1  # what a section's score gains where a name is all that is asked, and by its share where more is
KEPT_NAMES = 4096  # some 300 bytes each


def called(question: str, guide: Guide, section: Section, opening: bool, rarity: Callable[[str], float]) -> float:
    """What a section's score gains by its names.

    Args:
        question: as asked.
        guide: the section's.
        section: one that was found; its heading is its name where the question holds all of it.
        opening: whether the guide begins with it: then the guide's title is its name too, also in part.
        rarity: how much a stemmed word tells sections apart.
    """
    asked, heading = set(words(question)), _name(section.headings[-1] if section.headings else "")
    names = (heading if heading <= asked else (), asked & _name(guide.title) if opening else ())
    held = max(sum(map(rarity, name)) for name in names)
    return NAMED * held / sum(map(rarity, asked)) if held else 0.0


@lru_cache(maxsize=KEPT_NAMES)
def _name(text: str) -> frozenset[str]:
    return frozenset(words(text))
