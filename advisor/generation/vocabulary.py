"""Words that the checks know: which say the same, which claim nothing, which turn a statement round.

Closed lists of general English on purpose: nearness in a vector space tells "resident" from "fellow" and
"earlier" from "later" too badly to let a word pass that the guides do not hold.
"""


def _set(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


# Words with a meaning of their own that their stem does not show.
WHOLE = _set("useful useless")

# In front of one of these a word names something of the reader's, whatever else it may do.
POSSESSIVE = _set("your my his her their our its")

# What stands behind one of these is said or believed by somebody.
SAYING = _set("say claim believe think argue allege pretend")

# Words that frame advice and claim nothing of their own.
NEUTRAL = """
according actually additionally advice advise advisor also although answer anyway apart aside aim basically
besides briefly certainly come consider course especially example explain finally focus following furthermore
generally go going guidance guide guides happen have having hence here however idea ideally include
included includes including indeed instance keep kind let like list make mean means meantime mention moreover namely
name note particular particularly plain plan please point practice put quite rather really recommend recommendation
remember remind roughly say says set simply sort spend strategy such suggest suggestion summary sum sure take tell
tip tips towards treat try use using various way ways well words yes yet about around approximately nearly
already among another back else ensure expect item items matter option options people person persons
single somebody someone something still thing things would give get
"""

# What may frame a sentence that claims nothing at all.
CONNECTING = """
above address advice answer answers ask asked below brief briefly break breakdown conclude conclusion consider detail
details everything explain find first following good great guide guides happy help here hope key know let look luck
main matters mind next note overall overview point points put question quick read remember rundown say see short
summary sum summarize take tell thanks things thing think understand useful walk want way wish
"""

# Pairs that must not be taken for each other though a heading may hold both.
OPPOSITES = """
accept reject
advantage disadvantage
begin end
best worst
better worse
cheap expensive
clean incomplete
common rare
early late
easier harder
easy hard
familiar unfamiliar
first last
formal informal
high low
higher lower
increase decrease
long short
longer shorter
many few
maximum minimum
more less
most least
old new
optional mandatory
plentiful scarce
possible impossible
public private
rise fall
strong weak
"""

# Words that change what the words behind them claim, by what they do.
CUES = {
    "not": "not no never nor neither none nothing nobody cannot",
    "without": "without",
    "avoid": "avoid avoids stop stops quit skip prevent prevents refuse refuses fail fails failed lack lacks",
    "all": "all every everyone everybody everything always any anyone anybody each entirely guaranteed guarantee",
    "only": "only solely exclusively merely",
    "many": "many most often usually typical typically mostly generally commonly frequently likely tend normally nearly"
    " almost",
    "some": "some sometimes occasionally several",
    "few": "few rarely seldom hardly scarcely little",
    "may": "can could may might possible possibly potential potentially able perhaps",
    "must": "must need needs needed require requires required requirement mandatory compulsory necessary essential",
    "if": "if unless provided",
    "whether": "whether",
    "when": "when once",
    "more": "more",
    "less": "less fewer",
    "before": "before prior",
    "after": "after afterwards",
    "than": "than",
    "over": "over above",
    "under": "under below beneath",
    "same": "same equal equally identical",
    "both": "both",
    "until": "until till",
    "because": "because since therefore thus hence consequently",
    "instead": "instead",
}

# Kinds of them that claim something: a sentence has none that its source has not.
CLAIMING = _set(
    "not without avoid if all only many must few more less before after than until because over under same both"
)

# Kinds that restrict what is said, each with those that restrict it enough: a sentence drops none of its source's.
RESTRICTING = {
    **{kind: _set(kind) for kind in _set("not without avoid few only more less before than until instead may")},
    "many": _set("many some may"),
    "some": _set("some may few"),
    "after": _set("after when"),
}

UNITS = {
    **dict.fromkeys(("%", "percent", "percentage"), "percent"),
    **dict.fromkeys(("$", "usd", "dollar", "dollars"), "dollar"),
    **dict.fromkeys(("€", "euro", "euros"), "euro"),
    **{
        form: unit
        for unit in ("minute", "hour", "day", "night", "week", "month", "year")
        for form in (unit, f"{unit}s")
    },
}

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {word: n for n, word in enumerate(f"{_ONES} sixteen seventeen eighteen nineteen".split())} | {
    word: 10 * n for n, word in enumerate(_TENS.split(), 2)
}

# In front of these a subject ends; with none of them the subject is not known.
VERBS = _set("""
is are was were has have had can could may might must should will would do does did need needs require requires
takes take costs cost gives give helps help makes make shows show means mean charges charge pays pay opens open
reviews review issues issue accepts accept wants want offers offer asks ask arrives arrive begins begin see sees
lasts last leads lead brings bring counts count decides decide stays stay becomes become allows allow obtains obtain
files states favors favor invites invite sends send trusts trust reads read runs run goes go comes come starts starts
includes include contains contain receives receive gets get holds hold keeps keep knows know suits suit proves prove
raises raise teaches teach writes write speaks speak draws draw requires require lets let remains remain depends depend
collects collect beats beat weighs weigh prefers prefer expires expire differs differ
""")

# Whom a guide speaks of, and a mentor as "you".
READER = """
applicant candidate citizen foreign graduate img imgs international medical national non physician reader us
"""

# Spelled without their apostrophes' loss of words, so that negation is seen.
CONTRACTIONS = {"can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not", "let's": "let us"}

# A list under one of these words holds what is wrong: its items say nothing without it.
WRONG = "mistake mistakes error errors warning warnings wrong bad myth myths pitfall pitfalls flag flags never don't"

# What opens a part of a sentence that may be moved to its front or its end.
FRONTING = _set("""
in for with to if when while after before at on by as during within under until once because since among from through
unless without till of unlike despite
""")
