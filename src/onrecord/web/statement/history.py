"""What people judged, in words, newest last; each line can be undone.

In: judgements. Out: lines. What an older onrecord kept and this one cannot read is shown as it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.judge.types import AtSource, Foreign, Grouping, Identity, Judgement, Label, Missed, Moved, NotStatement, Party, Right, Undo, Wrong
from onrecord.phrase import ACTS, count, make_visible, say_moment
from onrecord.web.statement.made import LABELS

YES = {"yes": "not said", "no": "said"}


@dataclass(frozen=True, slots=True)
class Judged:
    """One judgement: its entry, when, by whom, what; whether it was undone, and whether it can be."""

    entry: int
    at: str
    by: str
    says: str
    undone: bool
    undoes: int = 0  # the entry that an undo is about


def list_judged(judgements: Sequence[Judgement]) -> tuple[Judged, ...]:
    """Every judgement in a line, in order."""
    return tuple(
        Judged(j.seq, say_moment(j.at[:16] + "+00:00"), make_visible(j.by), tell(j.saying), j.undone, undone_entry(j) if isinstance(j.saying, Undo) else 0)
        for j in judgements
    )


def undone_entry(judgement: Judgement) -> int:
    """The entry that an undo names."""
    number = judgement.about.removeprefix("#")
    return int(number) if number.isascii() and number.isdecimal() else 0


def tell(saying: object) -> str:
    """A judgement in words: "the speaker is wrong: it is Ada Rowe"."""
    match saying:
        case Right(fields=()):
            return "all of it is right"
        case Right(fields=fields):
            return f"right: {', '.join(label(f) for f in fields)}"
        case Wrong():
            return tell_wrong(saying)
        case NotStatement():
            return "not a statement"
        case Moved(field=field, spans=spans):
            places = " and ".join(f"{s.start:,} to {s.end:,}" for s in spans)
            return f"the {label(field)} stands at characters {places}" if spans else f"there is no {label(field)}"
        case Missed(words=words, speakers=speakers):
            return f"a statement that was missed: “{make_visible(words)}”" + (f", by {names(speakers)}" if speakers else "")
        case AtSource(what=what, note=note, date=date):
            day = f" on {say_moment(date)}" if date else ""
            return f"{what} by its publisher{day}" + (f": {make_visible(note)}" if note else "")
        case Identity(what=what, other=other):
            return {"same": "the same as", "different": "not the same as", "unsure": "perhaps the same as"}[what] + f" {other[:8]}"
        case Grouping(what=what, grouped=grouped, other=other):
            return f"belongs {'with' if what == 'together' else 'apart from'} {other[:8]} as one {grouped}"
        case Label(grouped=grouped, label=called):
            return f"its {grouped} is called “{make_visible(called)}”"
        case Undo():
            return "undone"
        case Foreign(says=says):
            return f"in a form that this onrecord does not know: {make_visible(says)}"
        case _:
            return make_visible(str(saying))


def tell_wrong(wrong: Wrong) -> str:
    """ "the act is wrong: denies"."""
    said = f"the {label(wrong.field)} is wrong"
    if not wrong.known:
        return f"{said}; what is right was not told"
    if wrong.parties:
        return f"{said}: {names(wrong.parties)}"
    if wrong.value is None:
        return f"{said}: not stated"
    if wrong.field == "act":
        return f"{said}: {ACTS[wrong.value][1] if wrong.value in ACTS else make_visible(wrong.value)}"
    if wrong.field == "negated":
        return f"{said}: it was {YES.get(wrong.value, wrong.value)}"
    if wrong.field == "said_on":
        first, _, last = wrong.value.partition("/")
        return f"{said}: {say_moment(first)}" + (f" to {say_moment(last)}" if last and last != first else "")
    return f"{said}: {make_visible(wrong.value)}"


def label(field: str) -> str:
    shown = LABELS.get(field, field)
    return shown[:1].lower() + shown[1:]


def names(parties: Sequence[Party]) -> str:
    return " and ".join(make_visible(p.name) for p in parties)


def say_counts(judged: Sequence[Judged]) -> str:
    """ "2 judgements, 1 undone"."""
    undone = sum(1 for j in judged if j.undone)
    return count(len(judged), "judgement") + (f", {undone} undone" if undone else "")
