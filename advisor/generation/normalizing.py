"""A text -> the same with one way of writing for contractions, numbers, ranges and bounds."""

import re
import unicodedata

from advisor.generation import vocabulary

_CONTRACTED = re.compile(r"\b(?:can't|cannot|won't|shan't|let's)(?!\w)", re.IGNORECASE)
_NOT = re.compile(r"n't\b")
_SUFFIX = re.compile(r"(?<=\w)'(?:s|re|ve|ll|d|m)\b")
_ABBREVIATED = re.compile(r"\b(?:i\.e\.|e\.g\.|etc\.)", re.IGNORECASE)
_SPELLED = re.compile(
    r"\b(?:(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(one|two|three|four|five|six|seven|eight|nine)"
    rf"|({'|'.join(sorted(vocabulary.NUMBERS, key=len, reverse=True))}))\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(  # "Step 3" is a name, no figure
    r"\b(steps?|day|part|phase|stage|level|form|type|wave|pathway|round|tier|grade|table|figure|chapter|question)"
    r" (\d+(?![\d%+,-]|\.\d))",
    re.IGNORECASE,
)
_AMOUNT = r"[$€£¥₹]?\s?\d+(?:,\d{3})*(?:\.\d+)?\s?%?"
_BETWEEN = re.compile(rf"\b(?:between|from) ({_AMOUNT})(?: and | to )({_AMOUNT})", re.IGNORECASE)
_TO = re.compile(rf"({_AMOUNT}) to (?={_AMOUNT})")
_BOUNDS = (
    (">=", r"at least|a minimum of|no fewer than|no less than|not less than|minimum"),
    (
        "<=",
        r"at most|up to|as many as|as much as|a maximum of|no more than|not more than|no (?:older|longer) than"
        r"|not (?:be )?(?:older|longer) than|maximum|limit (?:is|of)",
    ),
    (">", r"more than|over|above|exceeds|exceeding"),
    ("<", r"less than|fewer than|under|below"),
)
_BOUNDED = [(sign, re.compile(rf"\b(?:{names}) (?=(?:about |around )?{_AMOUNT})", re.I)) for sign, names in _BOUNDS]
_OR_MORE = re.compile(rf"({_AMOUNT}(?:-{_AMOUNT})?)(?:\+|( [a-z]+)? or (?:more|above|longer)\b)")
_THEREFORE = re.compile(r", so (?!that\b|far\b|many\b|much\b)")
_EACH = re.compile(r"\b(?:per|each|every) (?=(?:day|week|month|year)\b)|\b(?:annually|yearly)\b", re.I)


def normal(text: str) -> str:
    """One kind of dash and quotation mark, contractions written out, numbers as digits."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"\s*[\u2012-\u2015\u2212]\s*(?=\d)", "-", text)
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text).replace("\u2019", "'").replace("U.S.", "US")
    text = re.sub(r"\bgo-to\b", "goto", re.sub(r"\bone more\b", "another", text))
    text = re.sub(r"\b([Nn]o)-(?=[a-z])", r"\1", text)  # "no-shows" denies nothing
    text = re.sub(r"(?<=\d)\s+%", "%", text.replace("\u2265", ">=").replace("\u2264", "<="))
    text = _CONTRACTED.sub(lambda m: vocabulary.CONTRACTIONS[m[0].lower()], text)
    text = _ABBREVIATED.sub(" ", _SUFFIX.sub("", _NOT.sub(" not", text)))
    text = _SPELLED.sub(_digits, text)
    text = _LABELLED.sub(lambda m: f"{m[1].lower().removesuffix('s')}~{m[2]}", text)
    text = _TO.sub(lambda m: f"{m[1]}-", _BETWEEN.sub(lambda m: f"{m[1]}-{m[2]}", text))
    text = _OR_MORE.sub(lambda m: f">={m[1]}{m[2] or ''}", text)
    text = re.sub(r"\bnot (?:every|all|each) (\w+)", r"some \1 not", text, flags=re.IGNORECASE)
    text = _THEREFORE.sub(", therefore ", text)
    text = _EACH.sub(lambda m: "a year" if m[0].lower() in ("annually", "yearly") else "a ", text)
    for sign, pattern in _BOUNDED:
        text = pattern.sub(sign, text)
    return re.sub(r"(>=|<=|>|<)(?:about |around )?(?:>=|<=|>|<)*\s?", r"\1", text)


def _digits(match: re.Match[str]) -> str:
    if match[3]:
        return str(vocabulary.NUMBERS[match[3].lower()])
    return str(vocabulary.NUMBERS[match[1].lower()] + vocabulary.NUMBERS[match[2].lower()])
