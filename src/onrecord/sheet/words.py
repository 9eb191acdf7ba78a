"""The words of a sheet: names of voices and outlets, short dates, counts and scopes, what a change of words touches.

In: parts of a dossier. Out: plain strings, hidden characters made visible, not yet escaped for any format.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from onrecord.group.types import Change, Dossier, Line, Text, Voice, Words
from onrecord.phrase import APART, ARTICLE, DAYS, MONTHS, count, lower, make_visible, say_when
from onrecord.types import Act, When

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
DATE = re.compile(rf"\b(?:(?:{'|'.join(DAYS)}) )?\d{{1,2}} (?:{'|'.join(MONTHS)})\b(?: \d{{4}}\b)?")
NAMED = 12  # names in one sentence; the rest is counted
YEAR = re.compile(r" (\d{4})\b")
WEEKDAY = re.compile(rf"\b(?:{'|'.join(DAYS)}) (?=\d)")
CLOCK = re.compile(r", \d\d:\d\d(?: UTC(?:[+-]\d\d:\d\d)?)?")
# The act takes the one it is directed at as its object: "accuses the port", "demands of the port".
TOWARDS: dict[Act, str] = {"accuse": "", "criticise": "", "threaten": "", "support": "", "warn": "", "ask": "", "demand": "of "}
CHANGES = {
    "polarity": ("A negation", "differs", "is left out", "is put in"), "number": ("A number", "differs", "is left out", "is put in"),
    "name": ("A name", "differs", "is left out", "is put in"), "modal": ("A modal verb", "differs", "is left out", "is put in"),
    "qualifier": ("A qualifier", "differs", "is left out", "is put in"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A change of meaning in words: what it is ("A number differs"), the words here and those it is compared with; one may be empty."""

    what: str
    here: str
    there: str

    def __str__(self) -> str:
        return f"{self.what}: {', '.join(w for w in (self.here, self.there) if w)}"


def tell_change(change: Change) -> Told:
    """ "A number differs: six, fewer than six"; "A qualifier is left out: almost"."""
    noun, differs, out, put = CHANGES[change.kind]
    verb = differs if change.here and change.there else out if change.there else put
    return Told(f"{noun} {verb}", make_visible(change.here), make_visible(change.there))


def in_words(number: int) -> str:
    """Small numbers as words: "two", "13".

    >>> in_words(2), in_words(1300)
    ('two', '1,300')
    """
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"


def raise_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def times(number: int) -> str:
    """ "once", "twice", "three times"."""
    return {1: "once", 2: "twice"}.get(number, f"{in_words(number)} times")


def count_words(number: int, noun: str) -> str:
    """ "two outlets"."""
    return f"{in_words(number)} {noun if number == 1 else noun + 's'}"


def join_and(words: Sequence[str]) -> str:
    """ "Rowe", "Rowe and Lund", "Rowe, Lund and Vey"."""
    *first, last = words or [""]
    return f"{', '.join(first)} and {last}" if first else last


def scope(dossier: Dossier) -> str:
    """What was looked at, and so what "not" means on a sheet: "in these 13 texts"."""
    n = len(dossier.texts)
    read = "in this text" if n == 1 else f"in these {n:,} texts"
    return f"{read}; {len(dossier.unread):,} not read" if dossier.unread else read


def years_of(dossier: Dossier) -> frozenset[str]:
    """The years that the dates of a dossier lie in."""
    whens = [*(t.published for t in dossier.texts), *(line.said_on for line in dossier.lines)]
    return frozenset(day[:4] for w in whens if w for day in (w.start, w.end, *(d for pair in w.candidates for d in pair)) if day)


def say_short(when: When | None, years: frozenset[str]) -> str:
    """A date without its weekday, and without its year where the whole sheet lies in one, which its head tells: "7 October", "by 8 October"."""
    words = WEEKDAY.sub("", say_when(when))
    return YEAR.sub(lambda m: "" if m[1] in years else m[0], words) if len(years) == 1 else words


def say_day(when: When | None, years: frozenset[str]) -> str:
    """The same without the time of day: a report is named by its day."""
    return CLOCK.sub("", say_short(when, years))


def say_outlet(text: Text, voices: Mapping[str, Voice]) -> str:
    """Who printed a text: the outlet, else the issuer of an official text, else the site or the file it was read from."""
    if text.outlet:
        return make_visible(text.outlet)
    if text.issuer and text.issuer in voices:
        return make_visible(voices[text.issuer].name)
    return host_of(text.url) or file_of(text.path) or "outlet not stated"


def host_of(url: str | None) -> str:
    try:
        return make_visible(urlsplit(url or "").hostname or "")
    except ValueError:
        return ""


def file_of(path: str | None) -> str:
    """A file's name without the folders of the machine it was read on."""
    return make_visible(PurePosixPath((path or "").replace("\\", "/")).name)


def say_voice(voice: str, voices: Mapping[str, Voice]) -> str:
    """A voice's name; of what is no voice, the words themselves."""
    return make_visible(voices[voice].name if voice in voices else voice)


def say_inside(voice: str, voices: Mapping[str, Voice]) -> str:
    """A name inside a sentence: its leading article small."""
    return ARTICLE.sub(lower, say_voice(voice, voices), count=1)


def say_via(via: Iterable[str], voices: Mapping[str, Voice]) -> str:
    """ "via the ministry, two officials": through whom the words came, outermost first; empty where they came straight."""
    steps = [say_inside(v, voices) for v in via]
    return f"via {', '.join(steps)}" if steps else ""


def say_roles(voice: Voice) -> str:
    """The roles as reported; the terms on which a name was left out; else the kind, where it helps."""
    told = [make_visible(r) for r in voice.roles[:2]]
    if voice.kind == "unnamed":
        told = ["unnamed", *told, *([make_visible(voice.terms)] if voice.terms else [])]
    return ", ".join(told)


def say_towards(line: Line, voices: Mapping[str, Voice]) -> str:
    """Whom the act is directed at, as the act's object: "the port"; empty for acts that take none."""
    if line.act not in TOWARDS or not line.targets:
        return ""
    return TOWARDS[line.act] + join_and([say_inside(v, voices) for v in line.targets])


def say_unclear(line: Line, voices: Mapping[str, Voice]) -> str:
    """ "speaker unclear: Reyl or the port authority"; empty where the text leaves no choice."""
    if not line.rivals:
        return ""
    names = list(dict.fromkeys(say_inside(v, voices) for v in (*line.voices, *line.rivals)))
    return f"speaker unclear: {' or '.join(names)}" if len(names) > 1 else f"speaker unclear: perhaps {names[0]}"


def join_runs(words: Sequence[Words]) -> tuple[Words, ...]:
    """Runs as they are set side by side: made visible, one space between them, which is never inside the marks, none before a comma or a stop."""
    out: list[Words] = []
    for run in words:
        text = run.words if run.words == APART else make_visible(run.words)
        if not text:
            continue
        if out and APART not in (text, out[-1].words) and text[0] not in ",.;:!?)]" and out[-1].words[-1] not in "([—":
            if not out[-1].quoted:
                out[-1] = Words(out[-1].words + " ", False)
            elif run.quoted:
                out.append(Words(" ", False))
            else:
                text = " " + text
        out.append(Words(text, run.quoted))
    return tuple(out)


def say_words(words: Sequence[Words]) -> str:
    """Runs as one plain string, the speaker's words in marks.

    >>> say_words((Words("it is ", False), Words("premature to say", True)))
    'it is “premature to say”'
    """
    return "".join(f"“{r.words}”" if r.quoted else r.words for r in join_runs(words))


def say_counts(dossier: Dossier) -> list[str]:
    """The head's counts: "13 texts, 9 independent, 1 undated", "84 statements, 0 checked by a person", "9 speakers"."""
    n = len(dossier.texts)
    read = count(n, "text")
    if dossier.unread:
        read = f"{n:,} of {n + len(dossier.unread):,} texts are read, and the table counts these {n:,}"
    own = len({t.family for t in dossier.texts})
    undated = sum(1 for t in dossier.texts if t.published is None or not (t.published.start or t.published.end))
    texts = [read, *([f"{own:,} independent"] if n else []), *([f"{undated:,} undated"] if undated else [])]
    speakers = len({v for line in dossier.lines for v in line.voices})
    return [
        ", ".join(texts),
        f"{count(len(dossier.lines), 'statement')}, {dossier.checked:,} checked by a person",
        count(speakers, "speaker"),
    ]


def hold_dates(words: str) -> str:
    """Words with each date held on one line."""
    return DATE.sub(lambda m: m[0].replace(" ", "\u00a0"), words)


def name_some(names: Sequence[str]) -> str:
    """ "A, B and C"; of very many the first and how many more."""
    return join_and([*names[:NAMED], *([f"{len(names) - NAMED:,} more"] if len(names) > NAMED else [])])
