"""What an asker tells about themselves, as far as they like; it is handed in with a question and kept nowhere.

A field that was left empty is None, an empty text or an empty tuple: "not told" is never read as "none".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from advisor.errors import ProfileError

Stage = Literal["", "student", "graduate", "researcher", "resident", "reapplicant"]
Exam = Literal["Step 1", "Step 2 CK", "Step 3", "English test", "ECFMG certification"]
Visa = Literal["", "none", "J-1", "H-1B", "either"]

# In the words of a sentence that begins with "because you", and what guides call those whom they speak to.
STAGES: Mapping[Stage, tuple[str, re.Pattern[str]]] = {
    "student": ("are a medical student", re.compile(r"\bstudents?\b|\bin medical school\b|\benrolled\b", re.I)),
    "graduate": ("have graduated from medical school", re.compile(r"\bgraduate[sd]?\b|\bgap year", re.I)),
    "researcher": ("work in research", re.compile(r"\bresearch (?:fellow|year)|\bpostdoc", re.I)),
    "resident": ("are or were a resident", re.compile(r"\bas a resident\b|(?:^|[.:] )residents?:", re.I)),
    "reapplicant": (
        "applied before",
        re.compile(r"\breappl|\bunsuccessful\b|\bunmatched\b|\b(?:not|n['’]t) match|\bsecond attempt", re.I),
    ),
}
_J1, _H1B = r"\bJ[-‑]?1\b", r"\bH[-‑]?1B\b"
VISAS: Mapping[Visa, tuple[str, re.Pattern[str]]] = {
    "none": ("need no visa", re.compile(r"\b(?:no|without a) visa\b", re.I)),
    "J-1": ("prefer a J-1 visa", re.compile(_J1)),
    "H-1B": ("prefer an H-1B visa", re.compile(_H1B)),
    "either": ("need a visa, J-1 or H-1B", re.compile(f"{_J1}|{_H1B}")),
}
EXAMS: Mapping[Exam, tuple[str, re.Pattern[str]]] = {
    "Step 1": ("have passed Step 1", re.compile(r"\bStep 1\b", re.I)),
    "Step 2 CK": ("have passed Step 2 CK", re.compile(r"\bStep 2\b", re.I)),
    "Step 3": ("have passed Step 3", re.compile(r"\bStep 3\b", re.I)),
    "English test": ("have passed the English test", re.compile(r"\bOET\b|\bEnglish test\b", re.I)),
    "ECFMG certification": ("are ECFMG-certified", re.compile(r"\bECFMG\b", re.I)),
}
_NO_US_EXPERIENCE = ("have no US experience yet", re.compile(r"\b(?:no|without) U\.?S\.?\s(?:\w+\s)?experience", re.I))
# Each kind of scholarly work: one of it, and more of it.
KINDS: Mapping[str, tuple[str, str]] = {
    "articles": ("original article", "original articles"),
    "reviews": ("review article", "review articles"),
    "case_reports": ("case report", "case reports"),
    "abstracts": ("abstract", "abstracts"),
    "posters": ("poster", "posters"),
    "presentations": ("oral presentation", "oral presentations"),
    "projects": ("project", "projects"),
    "chapters": ("book chapter", "book chapters"),
}

_PARTS = ("first_author", "related")
_MOST = 999
_Number = Field(default=None, ge=0, le=_MOST)


class Profile(BaseModel):
    """The asker's own facts.

    Attributes:
        stage: where they stand on the way.
        specialty: what they apply for, in their own words.
        graduated: year of graduation, which may lie ahead.
        applying: the month in which they plan to apply, as "2027-09".
        articles: number of original articles in journals; the seven that follow count other kinds of work,
            each work once: `reviews`, `case_reports`, `abstracts`, `posters`, `presentations`,
            `projects` (quality improvement, teaching), `chapters` (of books).
        first_author: how many of all these they lead as (co-)first author.
        related: how many of all these concern the specialty.
        us_experience: months of clinical experience in the United States.
        exams: what they have passed or hold.
        visa: what they need.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: Stage = ""
    specialty: str = Field(default="", max_length=80)
    graduated: int | None = Field(default=None, ge=1950, le=2100)
    applying: str = Field(default="", pattern=r"^(20\d\d-(0[1-9]|1[0-2]))?$")
    articles: int | None = _Number
    reviews: int | None = _Number
    case_reports: int | None = _Number
    abstracts: int | None = _Number
    posters: int | None = _Number
    presentations: int | None = _Number
    projects: int | None = _Number
    chapters: int | None = _Number
    first_author: int | None = _Number
    related: int | None = _Number
    us_experience: int | None = _Number
    exams: tuple[Exam, ...] = ()
    visa: Visa = ""

    @model_validator(mode="after")
    def _parts_within_the_whole(self) -> "Profile":
        for name, part in (("first-author works", self.first_author), ("works in the specialty", self.related)):
            if part and part > self.total:
                raise ValueError(f"there are more {name} ({part}) than works in all ({self.total})")
        return self

    @property
    def counts(self) -> dict[str, int]:
        """The number of works by kind, as far as it was told."""
        return {kind: number for kind in KINDS if (number := getattr(self, kind)) is not None}

    @property
    def total(self) -> int:
        """The number of works of all kinds."""
        return sum(self.counts.values())

    @property
    def traits(self) -> list[tuple[str, re.Pattern[str]]]:
        """What is true of the asker, behind "because you", each with a pattern of words that speak to such people."""
        found = [STAGES[self.stage]] if self.stage else []
        found += [_NO_US_EXPERIENCE] if self.us_experience == 0 else []
        found += [VISAS[self.visa]] if self.visa else []
        return found + [EXAMS[exam] for exam in self.exams]

    @property
    def empty(self) -> bool:
        """Whether nothing was told but the specialty, which by itself says nothing about the asker."""
        return self == Profile(specialty=self.specialty)


def told(profile: Profile | None) -> str:
    """What the asker told, as a model is given it; empty where that is nothing."""
    return "" if profile is None or profile.empty else profile.model_dump_json(exclude_defaults=True)


def read(given: Mapping[str, Any]) -> Profile:
    """A profile as a caller of the API hands it in.

    Raises:
        ProfileError: a field is unknown or has a value that it cannot have; the message says which.
    """
    try:
        return Profile.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise ProfileError(f"The profile cannot be read: {f'{field}: ' if field else ''}{reason}.") from error


def kept(given: object) -> Profile:
    """A profile as a browser kept it, perhaps written by an earlier version: what cannot be read is left out."""
    known = {name: value for name, value in _items(given) if name in Profile.model_fields}
    while True:
        try:
            return Profile.model_validate(known)
        except ValidationError as error:
            wrong = {str(e["loc"][0]) for e in error.errors() if e["loc"]}
            # A part that is larger than the whole names no field.
            known = {name: value for name, value in known.items() if name not in (wrong or _PARTS)}


def _items(given: object) -> Iterator[tuple[str, Any]]:
    if isinstance(given, Mapping):
        yield from ((str(name), value) for name, value in given.items())
