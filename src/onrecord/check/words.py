"""A finding in plain words, for a terminal and for a page: the verdict, what it rests on, what else a checker should know.

In: a result of check_draft. Out: strings with hidden characters made visible, not yet escaped for any format. It never says who is right.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from onrecord.check.quotation import is_loss
from onrecord.check.types import FINE, Checked, Finding, Passed, Source, Verdict
from onrecord.group.types import Change
from onrecord.phrase import DAYS, count, make_visible, say_when
from onrecord.types import When

SHORT: dict[Verdict, str] = {
    "not found": "not found", "other speaker": "other speaker", "lost": "negation or qualifier lost", "altered": "altered",
    "paraphrase in marks": "paraphrase in marks", "in nobody's mouth": "in nobody's mouth", "cut": "cut without a mark", "exact": "exact",
    "agrees": "said so in other words",
}  # fmt: skip
ORDER: tuple[Verdict, ...] = (
    "not found", "other speaker", "lost", "altered", "paraphrase in marks", "in nobody's mouth", "cut", "exact", "agrees",
)  # fmt: skip
NOUNS = {"polarity": "negation", "number": "number", "name": "name", "modal": "modal verb", "qualifier": "qualifier"}
WEEKDAY = re.compile(rf"\b(?:{'|'.join(DAYS)}) (?=\d)")
CLOCK = re.compile(r", \d\d:\d\d(?: UTC(?:[+-]\d\d:\d\d)?)?")
EDGES = "“”\"‘’'«»„‹›"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a source and whether they stand otherwise in the draft."""

    words: str
    barred: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as a reader sees it. `head` is the verdict, `text` the sentence behind it, `words` the source's words where they help, `own` whether they
    are the speaker's, `by` who said them and where, `notes` the rest."""

    number: int
    head: str
    text: str
    words: tuple[Piece, ...]
    own: bool
    by: str
    notes: tuple[str, ...]


def severity(finding: Finding) -> tuple[int, int]:
    """The order in which findings are shown: most serious first; what touches the meaning goes before other changes of words."""
    at = ORDER.index(finding.verdict)
    if finding.verdict == "altered" and not finding.changes:
        at = ORDER.index("cut")
    return at, finding.place.span.start


def scope(checked: Checked) -> str:
    """What was looked at: "in these 10 texts"."""
    read = "in this text" if checked.texts == 1 else f"in these {checked.texts:,} texts"
    return f"{read}; {len(checked.unread):,} not read" if checked.unread else read


def tell_counts(checked: Checked) -> str:
    """ "6 quotations: 2 exact, 1 altered; 3 attributed sentences: 3 said so in other words"."""
    parts = []
    for kind, noun in (("quotation", "quotation"), ("sentence", "attributed sentence")):
        found = Counter(f.verdict for f in checked.findings if f.kind == kind)
        if found:
            parts.append(f"{count(found.total(), noun)}: {', '.join(f'{found[v]:,} {SHORT[v]}' for v in reversed(ORDER) if found[v])}")
    return "; ".join(parts) or "Nobody is quoted in this draft."


def tell(number: int, finding: Finding, checked: Checked) -> Told:
    """One finding in words; `number` is its place among the findings, from 1."""
    s = finding.source
    head, text = say_verdict(finding, s, checked)
    shown = s is not None and not (finding.verdict in FINE and finding.kind == "quotation")
    return Told(
        number, head, text, cut_runs(finding) if shown else (), s.own if s else False, say_by(s) if s and shown else "", tuple(say_notes(finding, checked)),
    )  # fmt: skip


def say_verdict(f: Finding, s: Source | None, checked: Checked) -> tuple[str, str]:
    """The verdict and the sentence behind it."""
    if s is None or f.verdict == "not found":
        return f"Not found {scope(checked)}.", "Nearest words:" if s else "Nearest words: none."
    if f.verdict == "exact":
        return "Exact.", f"{say_by(s)}."
    if f.verdict == "agrees":
        return "Said so in other words.", ""
    if f.verdict == "other speaker":
        speakers = say_names(s.speakers) or "somebody else"
        how = "The words are exact" if not any((f.differ, f.left_out, f.added)) else say_differs(f)
        return "Other speaker.", f"{how}, but {speakers} said them." if f.kind == "quotation" else f"{speakers} said so."
    if f.verdict == "lost":
        kinds = dict.fromkeys(NOUNS["qualifier" if c.kind == "number" else c.kind] for c in f.changes if is_loss(c))
        kinds = kinds or {"qualifier": None}
        return f"A {' and a '.join(kinds)} {'is' if len(kinds) == 1 else 'are'} lost.", say_differs(f) + "." if any(
            (f.differ, f.left_out, f.added)
        ) and f.kind == "quotation" else ""
    if f.verdict == "altered":
        return ("Altered.", f"{say_differs(f)}.") if f.kind == "quotation" else ("Differs.", "")
    if f.verdict == "paraphrase in marks":
        differs = f" {say_differs(f)}." if any((f.differ, f.left_out, f.added)) else ""
        return "Paraphrase in marks.", f"The words are {say_outlet(s)}’s, not quoted there.{differs}"
    if f.verdict == "in nobody's mouth":
        return "In nobody’s mouth.", f"{say_outlet(s)} has these words, and does not say whose they are." if s.own else f"{say_outlet(s)} writes so itself."
    return "Cut without a mark.", f"{say_differs(f)}." if f.left_out else "The source has dots there."


def say_notes(f: Finding, checked: Checked) -> list[str]:
    """What else a checker should know."""
    s, out = f.source, []
    if f.verdict == "not found" and f.speakers and not f.heard:
        out.append(f"{say_names(f.speakers)}: not heard {scope(checked)}.")
    if s is None or f.verdict == "not found":
        return out
    out += [f"{say_change(c)}." for c in f.changes]
    out += [f"The sentence also has: {make_visible(words)}." for words in f.lost]
    if f.goes_on and not f.lost:
        out.append(f"The sentence goes on: {make_visible(f.goes_on)}.")
    if f.whose == "for":
        on_behalf = f", for {say_names(s.on_behalf_of)}" if s.on_behalf_of else ""
        out.append(f"Said by {say_names(s.speakers)}{on_behalf}.")
    if f.whose == "unknown" and f.verdict != "in nobody's mouth" and f.speakers:
        out.append(f"The speaker is not certain: here {say_names(f.speakers)}, there {say_names(s.speakers) or 'not stated'}.")
    if not f.speakers and f.kind == "quotation" and s.speakers:
        out.append(f"Whose words they are in the draft is not certain; there {say_names(s.speakers)} says them.")
    if s.via and f.whose == "same":
        out.append(f"They came via {say_names(s.via)}.")
    for other, changes in f.others:
        out.append(f"{say_printed(other)} has it otherwise: {'; '.join(lower_first(say_change(c)) for c in changes)}.")
    return out


def say_differs(f: Finding) -> str:
    """ "2 words differ, 3 left out"."""
    counts = [(n, "differs" if n == 1 else "differ", name) for n, name in ((f.differ, ""), (f.left_out, "left out"), (f.added, "put in")) if n]
    told = [f"{n:,} {name or verb}" for n, verb, name in counts]
    if not told:
        return "The words are the same"
    number, rest = told[0].split(" ", 1)
    return ", ".join([f"{number} {'word' if number == '1' else 'words'} {rest}", *told[1:]])


def say_change(c: Change) -> str:
    """ "A number differs: 13, in the source 31"."""
    here, there = make_visible(c.here), make_visible(c.there)
    if here and there:
        return f"A {NOUNS[c.kind]} differs: {here}, in the source {there}"
    return f"A {NOUNS[c.kind]} is left out: {there}" if there else f"A {NOUNS[c.kind]} is put in: {here}"


def lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def say_names(names: Sequence[str]) -> str:
    *first, last = [make_visible(n) for n in names] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def say_by(s: Source) -> str:
    """Who said it, through whom, when and where: "Ada Rowe, via the port, 7 October 2026, Harbour FM"."""
    when = say_day(s.said_on) if s.said_on else ""
    where = say_outlet(s) if when else say_printed(s)
    return ", ".join(p for p in (say_names(s.speakers), f"via {say_names(s.via)}" if s.via else "", when, where) if p)


def say_printed(s: Source) -> str:
    """ "Harbour FM of 7 October 2026"."""
    return f"{say_outlet(s)} of {say_day(s.published)}" if s.published else f"{say_outlet(s)}, undated"


def say_day(when: When | None) -> str:
    return CLOCK.sub("", WEEKDAY.sub("", say_when(when)))


def say_outlet(s: Source) -> str:
    return make_visible(s.outlet or "") or host_of(s.url) or file_name(s.path) or "outlet not stated"


def host_of(url: str | None) -> str:
    try:
        return make_visible(urlsplit(url or "").hostname or "")
    except ValueError:
        return ""


def file_name(path: str | None) -> str:
    """A file's name without the folders of the machine it was read on."""
    return make_visible(PurePosixPath((path or "").replace("\\", "/")).name)


def say_place(item: Finding | Passed) -> str:
    """Where it stands in the draft: "line 3, characters 25 to 80"; in a page or a Word file "paragraph 3"."""
    place = item.place
    if place.line is None or place.column is None:
        return f"paragraph {place.paragraph}"
    return f"line {place.line}, characters {place.column} to {place.column + place.span.end - place.span.start - 1}"


def cut_runs(f: Finding) -> tuple[Piece, ...]:
    """The source's words in runs; those that the draft has otherwise or not at all are barred. The outer marks are taken off."""
    pieces = [Piece(make_visible(r.fullest), r.kind != "same") for r in f.runs if r.fullest.strip()]
    if f.kind == "sentence":
        pieces = bar_changes(" ".join(p.words for p in pieces), [make_visible(c.there) for c in f.changes if c.there])
    if pieces:
        pieces[0] = Piece(pieces[0].words.lstrip(EDGES), pieces[0].barred)
        pieces[-1] = Piece(pieces[-1].words.rstrip(EDGES), pieces[-1].barred)
    return tuple(p for p in pieces if p.words)


def bar_changes(words: str, changed: Sequence[str]) -> list[Piece]:
    """A source's words with those barred that a change names."""
    pieces = [Piece(words, False)]
    for there in changed:
        at = next((i for i, p in enumerate(pieces) if not p.barred and there in p.words), None)
        if at is not None:
            before, _, after = pieces[at].words.partition(there)
            pieces[at : at + 1] = [p for p in (Piece(before.strip(), False), Piece(there, True), Piece(after.strip(), False)) if p.words]
    return pieces
