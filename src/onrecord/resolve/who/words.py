"""The words of an article as `who` sees them: where they stand, in which sentence and quotation, and the closed classes that its rules speak of.

In: a text, its blocks and quotations. Out: parallel lists, one entry a word or mark. It knows nothing of entities.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.text.marks import read_table
from onrecord.text.split import STARTER, abbreviation
from onrecord.types import LEFT_OUT, Block, BlockKind, Span

TOKEN = re.compile(r"(?:[^\W\d_]\.){2,6}|[^\W_]+(?:[-‐–’'.&][^\W_]+)*+|[^\w\s]|_")
POSSESSIVE = ("'s", "’s", "'S", "’S")
CLITIC = re.compile(r"[’'](?:d|ll|ve|re|m|s|D|LL|VE|RE|M|S)\Z")
CLOSING = frozenset("”\"’')]»")
OPENING = frozenset("“\"‘'([«")
STRAIGHT = frozenset("\"'")
STOPS = frozenset(".!?…")

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
SECOND = frozenset({"you", "your", "yours", "yourself", "yourselves"})
RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
THIRD = HE | SHE | IT | THEY
CONTRACTED = frozenset("he she it that who what there here where i you we they let how".split())  # "he's" is no possessive
SUBJECT_FORM = frozenset({"he", "she", "they", "i", "we"})
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})

DETERMINERS = frozenset("the a an this that these those his her its their my our your another any no some each every both all such".split())
DEFINITE = frozenset("the this that these those his her its their my our your".split())
NUMBERS = {
    word: number for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split())
} | {"dozen": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
QUANTIFIERS = frozenset("several many few most some dozens scores hundreds thousands numerous various more other others multiple".split())
PREPOSITIONS = frozenset(
    "of in on at by for from to with without about against over under into onto near after before between among through during since until across"
    " behind beyond despite like unlike inside outside toward towards around amid alongside following including regarding concerning within per via upon"
    " along above below off out up down because".split()
)
PLACING = frozenset("in at near from to around outside inside across toward towards into through via".split())
CONJUNCTIONS = frozenset(
    "and or but nor so yet if when while as because although though unless whether than that which who whom whose where why how what".split()
)
CLAUSE = frozenset(
    "that which who whom whose where why how what when while because although though unless whether if but as so after before since until".split()
)
AUXILIARIES = frozenset(
    "is are was were be been being am has have had having do does did will would can could may might must shall should ’s 's isn’t wasn’t hasn’t didn’t doesn’t"
    " won’t wouldn’t can’t couldn’t hadn’t isn't wasn't hasn't didn't doesn't won't wouldn't can't couldn't hadn't cannot".split()
)
ADVERBS = frozenset(
    "also later then now not never ever still already just only even again meanwhile however yesterday today tomorrow once twice often always perhaps"
    " soon here there recently reportedly apparently allegedly repeatedly publicly privately initially finally subsequently previously currently both"
    " all together further instead moreover therefore thus indeed nonetheless nevertheless additionally according thanks asked earlier last next first".split()
)
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan feb mar"
    " apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun christmas easter ramadan".split()
)
SAYING = frozenset(
    "said says say saying told tells tell telling added adds add adding wrote writes asked asks argued argues insisted insists claimed claims stated"
    " states announced announces warned warns explained explains noted notes replied replies answered declared declares denied denies confirmed confirms"
    " admitted admits acknowledged accused accuses urged urges called calls described describes suggested suggests predicted predicts promised promises"
    " vowed vows pledged reported reports revealed reveals recalled recalls remarked observed believes believed thinks thought hopes hoped expects"
    " expected feared fears maintained maintains complained complains criticised criticized condemned condemns tweeted testified testifies commented"
    " comments concluded concludes stressed stresses emphasised emphasized countered joked quipped snorted disclosed demanded demands rejected rejects"
    " dismissed dismisses praised welcomed agreed agrees conceded concedes boasted cautioned continued continues responded responds spoke speaks refused"
    " declined blamed blames alleged alleges".split()
)
VERBS = SAYING | frozenset(
    "went came took made got gave saw knew found left felt kept began won lost held met ran brought sent built led read paid sat stood put set let hit"
    " cut rose fell grew drew flew drove fought sought caught taught bought became wore broke spent died lived worked played moved resigned quit signed"
    " became served joined wants want wanted needs need plans seems goes comes takes makes gets gives sees knows finds leaves feels keeps begins wins"
    " loses holds meets runs brings sends builds leads pays sits stands puts sets lets hits cuts rises falls lives works plays moves serves joins has".split()
)
# Words that begin a sentence or a headline and are no name; with the closed classes above.
OPENERS = (
    DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | ADVERBS | THIRD | FIRST | SECOND | QUANTIFIERS | frozenset(NUMBERS)
    | frozenset(
        "yes no not there here let please well oh ok okay hi hello dear according asked given based once whatever whoever let’s let's it’s it's that’s"
        " that's he’s he's she’s she's they’re i’m i'm we’re we're i’ve i've we’ve don’t don't what’s there’s there's read update updated breaking live"
        " photo image watch video exclusive opinion analysis former ex acting more less much very too quite rather almost nearly about half neither"
        " either none nobody no-one uh um uhm hmm yeah yep nope wow oops alright right sure sir ma'am everyone everybody anyone anybody someone somebody"
        " something anything everything nothing prosecuting defending mitigating opening closing testifying".split()
    )
)  # fmt: skip
# What who is named right after does in court: "Prosecuting, Ilse Varro asked".
IN_CASE = {"prosecuting": "prosecutor", "defending": "defence lawyer", "mitigating": "defence lawyer"}
# Adjectives and nouns that begin a sentence before another noun ("Senior officers") and are a name only before a capital ("Senior Party").
LEADING = frozenset(
    "new old senior junior top local foreign federal national international regional military political religious legal medical financial social public"
    " private independent anonymous unnamed government state city opposition security intelligence health court party industry company union police army"
    " family campaign recent latest early late major fresh rescue emergency environmental human civil western eastern northern southern central young"
    " black white armed angry hundreds thousands dozens".split()
)
PARTICLES = frozenset("al el bin ibn bint ben de da do dos das del della di du la le van von der den ter ten zu af av y abu ul".split())
PREFIXED = re.compile(r"(?:al|el|ad|as|ash|ar|at|az|an|ul|d|l|ben|bin|abu)[-’'‘][^\W\d_a-z]")
ACRONYM = re.compile(r"[A-Z][A-Z&\d]{1,7}s?|(?:[A-Z]\.){2,6}")
SUFFIXES = frozenset("jr sr ii iii iv phd md qc kc obe cbe mbe".split())
PERSON_ENDINGS = tuple(
    "woman women man men ologist ologists ician icians keeper keepers maker makers holder holders worker workers player players driver drivers owner owners"
    " ographer ographers fighter fighters person".split()
)

BLOCK_TITLE: frozenset[BlockKind] = frozenset({"headline", "standfirst", "subhead", "caption"})


@dataclass(frozen=True, slots=True)
class Role:
    """A noun that names a person by function, a group, a body or a document."""

    noun: str
    kind: str
    gender: str | None
    plural: bool
    holder: bool = False  # an office that one person holds at a time: "the mayor" is somebody
    crowd: bool = False  # several of them act as a group: "protesters"


@dataclass(frozen=True, slots=True)
class Title:
    """A word before a name: its gender and whether it says what the person is ("Sen.") or is mere courtesy ("Mr")."""

    gender: str | None
    kind: str


@cache
def roles() -> dict[str, Role]:
    """Every noun of roles.tsv by its singular and plural form."""
    out: dict[str, Role] = {}
    for row in read_table("roles.tsv"):
        gender = row["gender"] or None
        only_plural = row["plural"] == "" and row["kind"] == "group"
        out.setdefault(row["noun"], Role(row["noun"], row["kind"], gender, only_plural, row["standing"] == "one"))
        if row["plural"]:
            out.setdefault(row["plural"], Role(row["noun"], row["kind"], gender, True, crowd=row["standing"] == "crowd"))
    return out


@cache
def titles() -> dict[str, Title]:
    """Every title of titles.tsv, without its full stop."""
    return {row["form"].rstrip(".").lower(): Title(row["gender"] or None, row["kind"]) for row in read_table("titles.tsv")}


def known_role(word: str) -> Role | None:
    """The role that a word of a name has, by the table alone: "Newman" is no newsman."""
    return role_of(word) if "-" in word else roles().get(word)


@cache
def role_of(word: str) -> Role | None:
    """The role that a lower-case word names; also compounds ("ex-minister", "co-founder", "vice-chair") and words that end like one ("shopkeeper")."""
    known = roles().get(word)
    if known is not None:
        return known
    if "-" in word:
        known = roles().get(word.rsplit("-", 1)[1])
        if known is not None and known.kind == "person":
            return Role(known.noun if word.startswith(("ex-", "vice-", "co-")) else word, "person", known.gender, known.plural)
        return None
    if word.endswith(PERSON_ENDINGS) and len(word) > 5 and word not in NOT_PERSONS:
        plural = word.endswith(("men", "women", "s"))
        gender = "f" if word.endswith(("woman", "women")) else "m" if word.endswith(("man", "men")) else None
        noun = word[:-3] + "man" if word.endswith("men") else word.rstrip("s") if plural else word
        return Role(noun, "person", gender, plural)
    return None


NOT_PERSONS = frozenset(
    "human german roman ottoman norman specimen acumen regimen abdomen omen german ramen semen stamen cayman talisman caiman yemen bitumen hymen".split()
)


@cache
def fold(word: str) -> str:
    """A word without case, accents and apostrophes, so that forms of one name compare equal."""
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in plain if c.isalnum() or c == "-")


@dataclass(frozen=True, slots=True)
class Words:
    """Words and marks in order. `possessive` words end before their 's. `sentence` and `block` count from 0; `quoted` is inside quotation marks."""

    text: str
    starts: list[int]
    ends: list[int]
    forms: list[str]
    lower: list[str]
    possessive: list[bool]
    capital: list[bool]
    sentence: list[int]
    opens: list[bool]  # first word of a sentence, or of a quotation
    block: list[int]
    kinds: list[BlockKind]  # of the blocks
    quoted: list[bool]

    def __len__(self) -> int:
        return len(self.starts)

    def slice(self, i: int, j: int) -> str:
        """The characters from word i to word j (not included), white space folded."""
        return " ".join(self.text[self.starts[i] : self.ends[j - 1]].split()) if i < j else ""

    def span(self, i: int, j: int) -> Span:
        return Span(self.starts[i], self.ends[j - 1])


def cut_words(text: str, blocks: Sequence[Block], quotations: Sequence[Span] = ()) -> Words:
    """Cut the blocks that are read into words, sentence by sentence."""
    w = Words(text, [], [], [], [], [], [], [], [], [], [], [])
    marks = sorted(quotations)
    at_mark = 0
    sentence = -1
    reading = sorted((b for b in blocks if b.kind not in LEFT_OUT and b.kind != "byline"), key=_start)
    edge = 0
    for number, block in enumerate(reading):
        w.kinds.append(block.kind)
        limit = len(marks)
        fresh, opening = True, False
        for match in TOKEN.finditer(text, max(block.start, edge), block.end):
            start, end, form = match.start(), match.end(), match[0]
            owned = False
            if "’" in form or "'" in form:
                clitic = CLITIC.search(form)
                if clitic is not None and clitic.start() > 0:
                    owned = form.endswith(POSSESSIVE) and form[: clitic.start()].lower() not in CONTRACTED
                    form, end = form[: clitic.start()], end - (len(form) - clitic.start())
            while at_mark < limit and marks[at_mark].end <= start:
                at_mark += 1
            inside = at_mark < limit and marks[at_mark].start <= start
            word = form[0].isalnum()
            if fresh and (word or form not in CLOSING or form in OPENING):
                sentence += 1
                fresh = False
                opening = True
            w.starts.append(start)
            w.ends.append(end)
            w.forms.append(form)
            w.lower.append(form.lower())
            w.possessive.append(owned)
            w.capital.append(form[0].isupper() or (form[0].islower() and PREFIXED.match(form) is not None))
            w.sentence.append(max(sentence, 0))
            w.opens.append(word and opening)
            w.block.append(number)
            w.quoted.append(inside)
            if word:
                opening = False
            elif form in OPENING:
                opening = form not in STRAIGHT or not text[end : end + 1].isspace()  # a straight mark before a space closes
            elif form in STOPS or form == ":":
                titled = form == "." and len(w.lower) > 1 and w.lower[-2] in titles() and w.ends[-2] == start
                if form != ":" and not titled and _ends_sentence(text, match.start(), block.end):
                    fresh = True
                opening = opening or form == ":"
        edge = max(edge, block.end)
    return w


def _start(block: Block) -> tuple[int, int]:
    return block.start, block.end


def _ends_sentence(text: str, dot: int, end: int) -> bool:
    """Whether the stop at `dot` ends its sentence."""
    ahead = text[dot + 1 : min(end, dot + 60)].lstrip("”\"’')]»")
    bare = ahead.lstrip()
    if not bare:
        return True
    if ahead == bare or bare[0].islower() or bare[0] in ",;:)–—":
        return False
    kind = abbreviation(text, dot)
    if kind == "maybe":
        return STARTER.match(bare) is not None or bare[0] in "“\"‘'«„"
    return kind is None
