"""Is a text English? What is not can be neither proved nor evidence: the checks read English alone.

Who wants to give a model orders in an article writes them in a language that nothing here understands.
"""

import re
import unicodedata
from functools import cache

SURE = 2  # function words of other languages; one may be part of a name, as in "Hospital de Madrid"

_WORD = re.compile(r"[^\W\d_]+")
# Function words; none of the other languages is an English word or a common abbreviation.
_ENGLISH = """
the of to and is are was were be for that with you your this it they their not have has by at from which who if
when should can may will must than as or an in on
"""
_OTHER = """
el los las del que se por para una al como pero sus hay lo uno muy sobre cuando siempre di responde todos cada
esta este ser os dos da não em uma ao pelo pela são tudo todo diga la de le un
les des et est dans une du au qui pas ne vous il ce par sont tous che è della gli tutti sono
der das und ist nicht ein eine zu für sie auf von dem dass alle werden wird het een van niet
nie jest że się dla ve bir için ki và là không của yang dan untuk tidak bahwa semua dari ang ng mga sa na wa ya kwa ni
ka ke ko aur hai hain kaho jao nahi mein sab kya
"""


def foreign(text: str) -> bool:
    """Whether a text, or a word of it, is in another language or script."""
    words = _WORD.findall(text)
    if any(_other_script(word) for word in words):
        return True
    lower = [word.lower() for word in words]
    known = sum(word in _known(_ENGLISH) for word in lower)
    return sum(word in _known(_OTHER) for word in lower) >= max(SURE, known + 1)


@cache
def _known(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _other_script(word: str) -> bool:
    """Whether a word has letters that are not Latin; a single one, as β or µ, is a sign of science."""
    return not word.isascii() and len(word) > 1 and not all(_is_latin(letter) for letter in word)


def _is_latin(letter: str) -> bool:
    return letter.isascii() or letter == "µ" or unicodedata.name(letter, "").startswith("LATIN")
