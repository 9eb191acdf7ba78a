"""The label of a happening: its fullest descriptive mention, in the words of one text ("chemical weapons attack in Syria's Idlib province").

In: mentions and their texts. Out: a noun phrase. Where only verbs name a happening, the noun of its kind takes their subject or object ("resignation of the
minister").
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from onrecord.group.event.find import HEADLINE, MEANS, PLACE, SITE, TIME_WORD, Found
from onrecord.group.event.kinds import base, nouns
from onrecord.group.meaning import FUNCTION, WORD
from onrecord.resolve.where import country_of
from onrecord.text.marks import read_table
from onrecord.types import Record, Span

CAPITAL = re.compile(r"[A-Z][a-z]+ [a-z]+\Z")

BEFORE = 4  # words that may describe, before the head
LONGEST = 12  # words
LEFT = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*['’]?(?=[ ]\Z|\Z)")
CUES = frozenset(base(row["cue"].split()[0]) for row in read_table("cues.tsv"))  # "denies theft" is no description
VERBAL = re.compile(r"(?:ed|ing)\Z")
PROPER = rf"[A-Z0-9][\w’'-]*+(?: (?:of (?:the )?|for )?[A-Z0-9][\w’'-]*+){{0,5}}(?: (?:{SITE})\b)?"
AFTER = re.compile(
    rf" (?:of|at|in|on|near|between|against|with|by|into|over|for|to|from) (?:the |a |an )?{PROPER}(?: and (?:the )?{PROPER})?(?:(?<=['’]s) [a-z-]++)?"
    r"| (?:of|at|in|on|into|for|with) (?:the|a) [a-z-]++(?! [a-z])| (?:of|at|in|on|into|for|with) (?:the|a) [a-z-]++(?= (?:in|at|of|on|and|was|were|had|is)\b)"
)
LAST = re.compile(r"[\w’'-]+\Z")
SIDE = re.compile(r" (?:from|by|to) ")  # who called whom is often what is disputed
ARTICLE = re.compile(r" (?:the|a|an) ")
PEOPLE = re.compile(r"(?:ian|ish|ese|ean)\Z")
NEXT = re.compile(r" ([a-z-]++)")
MISSING = re.compile(r" ((?:[a-z-]++ ){0,2}?[a-z-]++)(?=[.,;:”’\"]|\Z| (?:in|at|of|on|and|by|to|from|after|before|was|were|had|has)\b)")
PART = rf"(?:(?:the|a|an) )?{PROPER}|[A-Z][a-z]++ [a-z]++|(?:the|a|an|its|their) (?:[a-z’'-]++ )?[a-z’'-]++"
OBJECT = re.compile(rf" ((?:the|a|an|its|their) [a-z’'-]++ [a-z-]++(?=[.,;:”’\"]|\Z| (?:in|at|of|on|and|by|to|from|after|before)\b)|{PART})")
SUBJECT = re.compile(
    rf"({PART})(?: (?:will|would|should|must|may|might|could|can|has|have|had|was|were|is|are|been|be|being|to|not|never|now|soon|"
    r"itself|himself|herself)){0,4} \Z"
)
PASSIVE = re.compile(r"\b(?:was|were|been|be|being|is|are|got) (?:not |never )?\Z")
OF_SUBJECT = frozenset("resignation reopening disappearance collapse sinking explosion fire death escape crash failure outbreak flood walkout protest".split())
OWN = re.compile(r"\A(?:its|their) ")
OWNER = re.compile(rf"(?:\A|[ “‘\"(])((?:the )?(?:{PROPER}|[a-z]++)['’]s)\Z")


def label_of(found: Sequence[Found], records: Mapping[str, Record], where: str | None = None) -> str:
    """The fullest phrase round one of the mentions; of equally full ones that which stands in most, then the first in the order given."""
    phrases: dict[str, list[tuple[int, int]]] = {}
    for n, f in enumerate(found):
        article = records[f.mention.place.text].article
        assert article is not None
        phrase, full = describe(article.text, f)
        phrases.setdefault(phrase, []).append((rank(phrase, f, full, where), -n))
    if not phrases:
        return ""
    return max(phrases, key=lambda p: (max(r for r, _ in phrases[p]), len(phrases[p]), max(n for _, n in phrases[p])))


def rank(phrase: str, f: Found, full: int, where: str | None) -> int:
    """How much a phrase tells: its words, up to LONGEST; whose or where; a noun is a better name than a verb, running text than a headline's words."""
    size = len(WORD.findall(phrase))
    place = 3 * (f.place == where) - 3 if f.place and where and f.place in phrase else 0
    return (size if size <= LONGEST else 0) + 3 * full + 4 * is_noun(f) + 2 * (f.weight < HEADLINE) + place + (3 if f.place and f.place in phrase else 0)


def is_noun(f: Found) -> bool:
    return f.mention.words.casefold().replace("’", "'") in nouns() and not MEANS.match(f.mention.words)


@cache
def name_of(kind: str) -> str:
    """The noun of a kind."""
    return next(row["nouns"].split(";")[0] for row in read_table("happenings.tsv") if row["kind"] == kind and row["nouns"])


def describe(text: str, f: Found) -> tuple[str, int]:
    """The phrase of one mention, and how much it tells besides the kind (0 to 2).

    Describing words before a noun, or whose it is, and the place or parties right after.
    """
    span, sentence = f.span, f.sentence
    if not is_noun(f):
        return of_verb(text, f)
    end, talks = span.end, f.kind.name == "talks"
    for _ in range(2):
        m = AFTER.match(text, end, sentence.end)
        if not m or TIME_WORD.search(m[0]) or talks and SIDE.match(m[0]):
            break
        stop = close(text, end, m.end(), sentence)
        if stop is None:
            break
        end = stop
    start = span.start if talks else before(text, span, sentence)
    if not talks and end == span.end and (m := OWNER.search(text[max(sentence.start, start - 60) : start].removesuffix(" "))):
        return tidy(m[1].removeprefix("the ") + " " + text[start:end]), 1
    return tidy(text[start:end]), int(end > span.end)


def close(text: str, start: int, end: int, sentence: Span) -> int | None:
    """Where a phrase ends that a name seemed to end: the name may only describe what follows ("near a Sundrian | fishing boat"); None where that is open."""
    last = LAST.search(text[start:end])
    m = NEXT.match(text, end, sentence.end)
    if not m or m[1] in FUNCTION or not last or not last[0][0].isupper():
        return end
    if not ARTICLE.search(text[start:end]):
        return None if country_of(last[0]) or PEOPLE.search(last[0]) else end
    for _ in range(2):
        if m and m[1] not in FUNCTION and base(m[1]) not in CUES and not m[1].endswith("ed"):
            end = m.end()
            m = NEXT.match(text, end, sentence.end)
    return end


def of_verb(text: str, f: Found) -> tuple[str, int]:
    """The noun of a verb's kind with what the verb is said of: "reopening of Line 3"."""
    words = f.mention.words.casefold()
    noun, link = name_of(f.kind.name), words.split()[-1] if words.split()[-1] in ("at", "on", "into") else "of"
    if f.kind.name == "talks":
        return "telephone call", 0
    if words == "missing":
        m = MISSING.match(text, f.span.end, f.sentence.end)
        return (f"{noun} of the {m[1]}", 2) if m and m[1].split()[0] not in FUNCTION else (noun, 0)
    head = text[max(f.sentence.start, f.span.start - 90) : f.span.start]
    if f.kind.name in OF_SUBJECT or PASSIVE.search(head):
        m = SUBJECT.search(head)
        part = m[1] if m else None
    else:
        m = OBJECT.match(text, f.span.end, f.sentence.end)
        part = m[1] if m else None
    if not part or TIME_WORD.search(part) or part.split()[-1].casefold() in FUNCTION or base(part.split()[-1]) in CUES:
        m = PLACE.match(text, f.span.end, f.sentence.end)
        return (tidy(noun + m[0]), 1) if m and f.place else (noun, 0)
    if CAPITAL.match(part):
        part = "the " + part[0].lower() + part[1:]
    return tidy(f"{noun} {link} {OWN.sub('', part)}"), 2


def tidy(phrase: str) -> str:
    return phrase.strip(" ,.;:’'“”\"")


def before(text: str, span: Span, sentence: Span) -> int:
    """Where the describing words before a head begin: only where a determiner or preposition bounds them, else at the head itself."""
    at = start = span.start
    for _ in range(BEFORE + 1):
        m = LEFT.search(text[max(sentence.start, at - 40) : at])
        if not m:
            return span.start
        begin = at - len(text[max(sentence.start, at - 40) : at]) + m.start()
        word = m[0].casefold()
        if word in FUNCTION or word.endswith(("'s", "’s")):
            return start
        if base(word) in CUES or VERBAL.search(word) and not m[0][0].isupper():
            return span.start
        start = begin
        at = begin - 1 if begin > sentence.start and text[begin - 1] == " " else begin
        if at == begin:
            return span.start
    return span.start
