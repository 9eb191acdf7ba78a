"""The lists of a sheet beside and below its table: who was not heard, what rests on one source, what is answered, originals, doubts, sources, notes.

In: `Look` with the dossier. Out: parts in plain words; every statement that an entry rests on is cited by its footnote.
"""

from collections.abc import Sequence
from datetime import date

from onrecord.group.draw.rows import parse_day
from onrecord.group.types import Accused, Line, Text, Utterance
from onrecord.phrase import count, make_visible, say_when
from onrecord.sheet.look import UNSURE, Look
from onrecord.sheet.parts import Charge, Item, Note, Part, Source
from onrecord.sheet.words import (
    Told,
    count_words,
    file_of,
    in_words,
    join_and,
    join_runs,
    raise_first,
    say_inside,
    say_outlet,
    say_roles,
    say_unclear,
    say_via,
    say_voice,
    tell_change,
    times,
)
from onrecord.types import When

LISTED = 40  # entries of one list; the rest is counted, and the JSON has all
UNKNOWN = Source(0, "outlet not stated", "", "", "", "date not stated", "", "", "", "", "", (), ())


def make_part(own: str, title: str, items: Sequence[Item], lead: str = "") -> Part:
    return Part(own, title, tuple(items[:LISTED]), lead, max(0, len(items) - LISTED))


def list_unread(look: Look) -> Part:
    """The inputs that could not be read, with the reason: what they say is missing from all counts."""
    unread = look.dossier.unread
    n = len(unread)
    lead = (
        f"{raise_first(in_words(n))} {'text' if n == 1 else 'texts'} could not be read. What {'it says' if n == 1 else 'they say'} is missing here."
        if n
        else ""
    )
    return make_part("not-read", "Not read", [Item(file_of(u.name) or make_visible(u.name), (make_visible(u.reason),)) for u in unread], lead)


def not_heard(look: Look) -> Part:
    """Who is accused in these texts and has no word in them."""
    items = []
    for a in look.dossier.accused:
        if not a.heard and (voice := look.voices.get(a.voice)):
            role = say_roles(voice)
            told = f"{raise_first(role)}. Accused" if role else "Accused"
            items.append(
                Item(raise_first(make_visible(voice.name)), (f"{told} {times(len(a.accusations))}; not heard {look.scope}.",), look.note_of(a.accusations))
            )
    return make_part("not-heard", "Not heard", items)


def only_one(look: Look) -> Part:
    """Points that rest on one text, its copies not counted."""
    items = []
    for lone in look.dossier.lone:
        if lone.text in look.texts:
            label = look.points[lone.point].label if lone.point in look.points else "A statement"
            items.append(Item(raise_first(make_visible(label)), (f"rests on {look.outlet_dated(look.texts[lone.text])} alone.",)))
    return make_part("only-one-source", "Only one source", items)


def told_through(look: Look) -> Part:
    """Who is known on a point only through others."""
    told: dict[str, list[str]] = {}
    for t in look.dossier.through:
        about = f"on “{make_visible(look.points[t.point].label)}”: " if t.point in look.points else ""
        told.setdefault(t.voice, []).append(raise_first(f"{about}{say_via(t.via, look.voices)}."))
    items = [Item(raise_first(say_voice(voice, look.voices)), tuple(parts)) for voice, parts in told.items()]
    return make_part("told-through-others", "Told through others", items)


def wording_differs(look: Look, aligned: Sequence[Utterance]) -> Part:
    """In short, whose words were printed differently; the wordings themselves stand below."""
    items = []
    for number, u in enumerate(aligned, 1):
        line = look.lines[u.fullest]
        altered = sum(1 for w in u.wordings if w.verdict == "altered")
        shorter = sum(1 for w in u.wordings if w.verdict == "shortened")
        outlets = len({look.outlet(look.lines[s]) for s in u.statements if s in look.lines})
        touched = sum(1 for w in u.wordings if w.changes)
        told = [raise_first(count_words(outlets, "outlet")), *([f"{in_words(altered)} altered"] if altered else [])]
        told += [f"{in_words(shorter)} shortened"] if shorter else []
        told += ["the meaning is touched" if touched == 1 else f"the meaning is touched in {in_words(touched)}"] if touched else []
        head = f"{look.speaker_of(line)}, {look.short(line.said_on)}"
        items.append(Item(head, (", ".join(told) + ".",), (look.note(line),), join_runs(line.short or line.content), f"wording-{number}"))
    return make_part("wording-differs", "Wording differs", items)


def list_happenings(look: Look) -> Part:
    """What the statements are about, with day and place or that no text states them."""
    items = []
    for h in look.dossier.happenings:
        where = make_visible(h.where) if h.where else "place not stated"
        told = [f"{raise_first(say_when(h.when))}; {where}."]
        if h.parties:
            told.append(f"{look.say_names(h.parties)}.")
        told.append(f"{count(len(h.statements), 'statement')} about it in {count(len({m.text for m in h.mentions}), 'text')}.")
        items.append(Item(raise_first(make_visible(h.label)), tuple(told)))
    return make_part("what-it-is-about", "What it is about", items)


def list_originals(look: Look) -> Part:
    """What to obtain: documents and conversations that statements rest on."""
    items = []
    for o in look.dossier.originals:
        of = f"of {say_inside(o.voice, look.voices)}" if o.voice and say_inside(o.voice, look.voices).casefold() not in o.label.casefold() else ""
        what = ", ".join(
            p for p in (of, make_visible(o.channel or "") if o.channel and o.channel not in o.label else "", say_when(o.when) if o.when else "") if p
        )
        rests = (
            f"{raise_first(count_words(len(o.statements), 'statement'))} {'rests' if len(o.statements) == 1 else 'rest'} on it; it is not among these texts."
        )
        items.append(
            Item(raise_first(make_visible(o.label)), tuple(p for p in (raise_first(what) + "." if what else "", rests) if p), look.note_of(o.statements))
        )
    return make_part("originals", "Originals to obtain", items)


def list_doubts(look: Look) -> Part:
    """What a person should check first, each with the words of the statement that it is about."""
    items = []
    for doubt in look.dossier.doubts[:LISTED]:
        about = [look.lines[i] for i in doubt.statements if i in look.lines]
        cite = look.cite(about[0]) if about else None
        where = (f"{cite.speaker}, {cite.where}.",) if cite else ()
        items.append(Item(raise_first(make_visible(doubt.message)), where, look.note_of(doubt.statements), cite.words if cite else ()))
    lead = "Most doubtful first. Read the words in their text before relying on them."
    return Part("check-first", "To check first", tuple(items), lead, len(look.dossier.doubts) - len(items))


def make_source(look: Look, text: Text) -> Source:
    """A text with everything by which it can be found again, and of what it is a copy."""
    changes: list[Told] = []
    copies = []
    for c in look.dossier.copies:
        if c.text == text.id and c.origin in look.texts:
            of = look.texts[c.origin]
            begin = "copy of" if c.whole else "takes over passages of"
            basis = f"; {', '.join(make_visible(b) for b in c.basis)}" if c.basis else "; which of the two is the origin is not known"
            copies.append(f"{begin} text {of.number} ({look.outlet_dated(of)}), {round(c.share * 100)} of 100 words{basis}")
            changes += [tell_change(change) for passage in c.passages for change in passage.changes]
    counts = f"{count(text.words, 'word')}, {count(text.statements, 'statement')}"
    return Source(
        number=text.number, outlet=say_outlet(text, look.voices), title=make_visible(text.title or ""), form="" if text.form == "report" else text.form,
        byline=join_and([make_visible(b) for b in text.byline]), published=say_when(text.published) if text.published else "date not stated",
        updated=say_when(text.updated) if text.updated else "", url=make_visible(text.url or ""), file=file_of(text.path), sha256=make_visible(text.sha256),
        counts=counts, copies=tuple(copies), changes=tuple(changes),
    )  # fmt: skip


def list_notes(look: Look) -> tuple[Note, ...]:
    """The footnotes of all that was cited; those that say the same get theirs after them."""
    sources = {t.id: make_source(look, t) for t in look.dossier.texts}
    for own in list(look.cited):
        if own in look.utterance:
            look.note_of(look.utterance[own].statements)
    return tuple(make_note(look, number, look.lines[own], sources.get(look.lines[own].text, UNKNOWN)) for own, number in look.cited.items())


def make_note(look: Look, number: int, line: Line, source: Source) -> Note:
    place = f"characters {line.place.start:,} to {line.place.end:,}"
    place += f"; bytes {line.bytes[0]:,} to {line.bytes[1]:,}" if line.bytes else "; bytes not placed"
    to = join_and([say_inside(v, look.voices) for v in line.addressees])
    kinds = (("the report’s doubt", line.hedges), ("the speaker’s certainty", line.certainty), ("grounds", line.grounds))
    voiced = [f"{name}: {', '.join(make_visible(w) for w in words)}" for name, words in kinds if words]
    occasion = [
        f"“{make_visible(line.cue)}” in the report" if line.cue else "", f"to {to}" if to else "", say_when(line.said_on), make_visible(line.channel or ""),
        say_via(line.via, look.voices), say_unclear(line, look.voices), *voiced,
        "unsure: such readings are more often wrong than right" if line.confidence < UNSURE else "",
    ]  # fmt: skip
    u = look.utterance.get(line.id)
    same = tuple(look.cited[s] for s in u.statements if s != line.id and s in look.cited) if u else ()
    return Note(number, source, place, look.speaker_of(line), join_runs(line.content), tuple(o for o in occasion if o), same)


def tell_grouping(look: Look) -> Part:
    """How the sheet came about, and how much of it a person has checked."""
    d = look.dossier
    items = [Item(raise_first(make_visible(what)), (make_visible(maker),)) for what, maker in sorted(d.makers.items())]
    lead = (
        f"A machine read and grouped these texts by rules that are the same for every speaker and outlet. A person has checked {d.checked:,} of "
        f"{count(len(d.lines), 'statement')}. Speakers, points and wordings were put together by likeness of names, words and days; each link depends on "
        "the two things it joins alone."
    )
    return Part("grouping", "How this was grouped", tuple(items), lead)


def list_charges(look: Look) -> list[Charge]:
    """Every accusation with its answers, or that these texts have none. Prints of one utterance are one accusation, and one answer."""
    charges = []
    for accused in look.dossier.accused:
        replies: dict[str, list[Line]] = {}
        for accusation, answer in accused.answers:
            if answer in look.lines:
                replies.setdefault(look.utterance_id(accusation), []).append(look.lines[answer])
        for own, prints in look.one_each(look.lines[a] for a in accused.accusations if a in look.lines).items():
            charges.append(make_charge(look, accused, prints, list(look.one_each(replies.get(own, ())).values())))
    return charges


def make_charge(look: Look, accused: Accused, prints: Sequence[Line], answers: Sequence[Sequence[Line]]) -> Charge:
    """One accusation in all its prints; `answers` are those to any of them, each in its prints."""
    name = say_voice(accused.voice, look.voices)
    if answers:
        told = say_answered(prints, [line for answer in answers for line in answer])
    elif accused.heard:
        told = f"Not answered {look.scope}."
    else:
        told = f"Not answered; {name} is not heard {look.scope}."
    cites = [look.cite(lines[0], more=len(lines) - 1) for lines in (prints, *answers)]
    return Charge(raise_first(name), cites[0], tuple(cites[1:]), told)


def say_answered(prints: Sequence[Line], replies: Sequence[Line]) -> str:
    """When an accusation was answered: "Answered the same day"; no more than the texts say of the days."""
    asked = min((d for line in prints if (d := stated_day(line.said_on))), default=None)
    days = [(d - asked).days for r in replies if asked and (d := stated_day(r.said_on))]
    after = min((n for n in days if n >= 0), default=None)
    if after is not None:
        return f"Answered {'the same day' if after == 0 else 'the next day' if after == 1 else f'{in_words(after)} days later'}."
    if {line.text for line in prints} & {r.text for r in replies}:
        return "Answered in the same report."
    return "Answered; the day is not stated."


def stated_day(when: When | None) -> date | None:
    """The day, where one day is stated."""
    if when is None or when.start is None or (when.end or "")[:10] != when.start[:10]:
        return None
    return parse_day(when.start)
