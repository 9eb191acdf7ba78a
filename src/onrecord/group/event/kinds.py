"""What kind of happening a word names: "shelled" and "air raid" are an attack, "stepped down" a resignation. The table is data/happenings.tsv.

In: words as they stand. Out: kinds, and the base of a word so that "shot" meets "shooting". A word that is as well something else ("close", "fire" as a verb,
"report") is not in the table, or only in the forms that are sure.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.group.meaning import stem
from onrecord.text.marks import read_table

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
MOST_WORDS = 4  # of a phrase in the table
VOWELS = "aeiou"
DOUBLING = re.compile(r"[^aeiou][aeiou][bdglmnprt]\Z")
# Past forms that no ending tells, with their bases; a closed class.
IRREGULAR = {
    form: forms.split()[0]
    for forms in (
        "ring rang rung|swing swung|wear wore worn|"
        "shoot shot|strike struck stricken|sell sold|buy bought|break broke broken|steal stole stolen|hold held|give gave given|lose lost|win won|"
        "fall fell fallen|flee fled|catch caught|"
        "blow blew blown|burn burnt|set set|shut shut|go went gone|run ran|sink sank sunk|take took taken|quit quit|lay laid|meet met|find found|"
        "leave left|make made|say said|tell told|"
        "fight fought|die died dying|drive drove driven|fly flew flown|hit hit|hide hid hidden|begin began begun|bring brought|build built|rebuild "
        "rebuilt|choose chose chosen|come came|"
        "cut cut|deal dealt|draw drew drawn|eat ate eaten|feel felt|forget forgot forgotten|get got gotten|grow grew grown|hear heard|keep kept|know "
        "knew known|lead led|lend lent|lie lied lying|"
        "mean meant|overrun overran|pay paid|put put|read read|ride rode ridden|rise rose risen|see saw seen|seek sought|send sent|shake shook shaken|"
        "show showed shown|sing sang sung|"
        "speak spoke spoken|spend spent|stand stood|swear swore sworn|sweep swept|swim swam swum|teach taught|tear tore torn|think thought|throw "
        "threw thrown|wear wore worn|withdraw withdrew withdrawn|"
        "write wrote written|slay slew slain|oversee oversaw overseen|undergo underwent undergone|become became|be is was were been being am are|have "
        "has had|do does did done"
    ).split("|")
    for form in forms.split()
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of happening.

    `role`: an incident; an effect that is told as part of one (injuries, a closure); a deed, which stands by itself; a response to others' doings (an
    inquiry, a
    resignation); an occasion on which something is said (a call, a letter);
    a frame, within which the others take place (an election, a war).
    """

    name: str
    role: str


@lru_cache(maxsize=50_000)
def base(word: str) -> str:
    """A word's base, for exact comparison: "shot" and "shooting" meet, and so do "resigned" and "resignation"."""
    folded = word.casefold()
    return stem(IRREGULAR.get(folded, folded))


def plural(noun: str) -> str:
    """A noun's plural; a phrase's is that of its last word."""
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in VOWELS else noun + "s"


def noun_forms(noun: str) -> tuple[str, ...]:
    """Singular and plural; "=vote" is given as it stands, since "votes" are papers."""
    return (noun[1:],) if noun.startswith("=") else (noun, plural(noun))


def verb_forms(verb: str) -> set[str]:
    """A verb's forms; irregular ones from IRREGULAR; a form in -ed or -ing is given as it stands and has no others."""
    if verb.startswith("="):
        return {verb[1:]}
    first, space, rest = verb.partition(" ")
    if first.endswith(("ed", "ing")) and first not in ("shed", "wed"):
        return {verb}
    third = plural(first)
    own = [form for form, of in IRREGULAR.items() if of == first]
    if first.endswith("e"):
        forms = [first, third, first + "d", first[:-1] + "ing"]
    elif first.endswith("y") and first[-2] not in VOWELS:
        forms = [first, third, first[:-1] + "ied", first + "ing"]
    else:
        doubled = first + first[-1] if DOUBLING.search(first) else first
        forms = [first, third, first + "ed", first + "ing", doubled + "ed", doubled + "ing"]
    return {form + space + rest for form in (*forms, *own)}


@cache
def senses() -> dict[str, tuple[tuple[frozenset[str], Kind], ...]]:
    """All forms of the table's words, lower case, with their kinds: those first that need a stem of the text ("strike" with "union")."""
    table: dict[str, list[tuple[frozenset[str], Kind]]] = {}
    for row in sorted(read_table("happenings.tsv"), key=lambda row: not row["with"]):
        sense = frozenset(row["with"].split()), Kind(row["kind"], row["class"])
        forms = [form for noun in row["nouns"].split(";") if noun for form in noun_forms(noun)]
        forms += [form for verb in row["verbs"].split(";") if verb for form in sorted(verb_forms(verb))]
        for form in forms:
            known = table.setdefault(form, [])
            if not any(needs == sense[0] for needs, _ in known):
                known.append(sense)
    return {form: tuple(known) for form, known in table.items()}


def sense_of(form: str, stems: Container[str]) -> Kind | None:
    """The kind that a form of the table names in a text with these stems."""
    return next((kind for needs, kind in senses().get(form, ()) if not needs or any(n in stems for n in needs)), None)


@cache
def kinds() -> dict[str, Kind]:
    """All forms that name a kind in every text, with it."""
    return {form: kind for form in senses() if (kind := sense_of(form, ()))}


@cache
def nouns() -> frozenset[str]:
    """The forms of the table's nouns."""
    return frozenset(form for row in read_table("happenings.tsv") for noun in row["nouns"].split(";") if noun for form in noun_forms(noun))


@lru_cache(maxsize=50_000)
def kind_of(words: str) -> Kind | None:
    """The kind that a phrase names, or its last or first word does ("gas attack", "shelled again")."""
    found = WORD.findall(words.casefold().replace("’", "'"))
    for size in range(min(MOST_WORDS, len(found)), 0, -1):
        for at in (len(found) - size, 0):
            kind = kinds().get(" ".join(found[at : at + size]))
            if kind:
                return kind
    return None
