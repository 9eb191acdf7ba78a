"""How a dossier was grouped, and what a person may change of it: points, quotations, speakers, texts.

In: `Laid`. Out: values for the templates. Raises KeyError where the dossier has no such point or utterance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.group.draw.rows import order_lines
from onrecord.group.types import Utterance, Voice
from onrecord.judge.types import Grouping, Judgement, Label
from onrecord.phrase import count, make_visible
from onrecord.sheet.lists import make_source
from onrecord.sheet.parts import Part, Source
from onrecord.sheet.words import join_and, raise_first, say_roles, say_words
from onrecord.web.event.laid import Laid
from onrecord.web.event.table import Pages, Shown, cut, show, speaker_at
from onrecord.web.event.where import Where, to_article

PARTS = {"points": "Points", "quotations": "Quotations", "speakers": "Speakers", "texts": "Texts"}
PAGE = 50
OTHERS = 200  # groups to choose from; the nearest in time
STAYS = 300  # statements that a form knows to stay: more than can be chosen at once


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its head, what holds it together, how large it is, where it is changed and where it is read."""

    head: str
    told: tuple[str, ...]
    size: str
    at: str = ""
    read_at: str = ""
    read: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A text of the dossier: its id is what a judgement names."""

    id: str
    source: Source
    at: str


@dataclass(frozen=True, slots=True)
class Grouped:
    """A page of one kind of group; `texts` where the kind is texts."""

    part: str
    groups: tuple[Group, ...]
    texts: tuple[Printed, ...]
    pages: Pages
    makers: Part


@dataclass(frozen=True, slots=True)
class Member:
    """A statement of a group."""

    id: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Other:
    """Another group to put this one together with: `statement` is one of its statements."""

    statement: str
    label: str


@dataclass(frozen=True, slots=True)
class Regroup:
    """A group to be split, merged or, where it is a point, renamed."""

    kind: Literal["point", "utterance"]
    id: str
    label: str
    named: bool
    basis: str
    stays: str  # every statement of it, parted by spaces: what a form leaves where it is
    members: tuple[Member, ...]
    pages: Pages
    others: tuple[Other, ...]
    others_rest: int


def list_groups(laid: Laid, where: Where, part: str, page: int) -> Grouped:
    """A page of the groups of one kind."""
    from onrecord.sheet.lists import tell_grouping

    def at(n: int) -> str:
        return where.to("grouped", part=part, page=n)

    groups: tuple[Group, ...] = ()
    texts: tuple[Printed, ...] = ()
    if part == "quotations":
        several = [u for u in laid.dossier.utterances if len(u.statements) > 1 and u.fullest in laid.look.lines]
        shown, pages = cut(several, page, PAGE, at)
        groups = tuple(tell_utterance(laid, where, u) for u in shown)
    elif part == "speakers":
        voices, pages = cut([laid.look.voices[s.voice] for s in laid.speakers if s.voice in laid.look.voices], page, PAGE, at)
        groups = tuple(tell_voice(laid, v) for v in voices)
    elif part == "texts":
        own, pages = cut(laid.dossier.texts, page, PAGE, at)
        texts = tuple(Printed(t.id, make_source(laid.look, t), to_article(t.id)) for t in own)
    else:
        points, pages = cut(laid.points, page, PAGE, at)
        groups = tuple(
            Group(
                laid.columns[p.id].label, ("named by a person" if p.named else "suggested by the machine", laid.columns[p.id].about),
                f"{count(len(p.statements), 'statement')}, {count(len(laid.heard[p.id]), 'speaker')}", where.to("regroup", "point", p.id),
            ) for p in points
        )  # fmt: skip
    return Grouped(part, groups, texts, pages, tell_grouping(laid.look))


def say_ruling(judgement: Judgement) -> str:
    """What somebody ruled of a group, after "A text" or "A statement"."""
    saying = judgement.saying
    if isinstance(saying, Label):
        return f"is in what is called “{make_visible(saying.label)}”"
    if isinstance(saying, Grouping):
        return f"{'belongs together with' if saying.what == 'together' else 'stands apart from'} another one, as one {saying.grouped}"
    return ""


def tell_utterance(laid: Laid, where: Where, u: Utterance) -> Group:
    line = laid.look.lines[u.fullest]
    head = f"{laid.look.speaker_of(line)}: {say_words(line.short or line.content)}"
    return Group(
        head, (raise_first(make_visible(u.basis)), laid.look.short(line.said_on)), count(len(u.statements), "version"),
        where.to("regroup", "utterance", u.id), where.to("wording", u.id), "Wordings side by side",
    )  # fmt: skip


def tell_voice(laid: Laid, voice: Voice) -> Group:
    """A speaker with the names joined to it; those that may be the same are for the speaker's own page."""
    doubles = [make_visible(laid.look.voices[v].name) for v in voice.doubles if v in laid.look.voices]
    told = [say_roles(voice)]
    told += [f"also {join_and([make_visible(a) for a in voice.aliases])}"] if voice.aliases else []
    told += [f"perhaps the same as {join_and(doubles)}"] if doubles else []
    texts = count(len({t for t, _ in voice.members}), "text")
    return Group(raise_first(make_visible(voice.name)), tuple(told), texts, speaker_at(laid, voice.id))


def regroup(laid: Laid, where: Where, kind: str, own: str, page: int) -> Regroup:
    """A group with its statements in time, and the others that it may be put together with."""
    if kind == "utterance":
        u = {u.id: u for u in laid.dossier.utterances}[own]
        statements: Sequence[str] = u.statements
        label, named, basis = say_words(laid.look.lines[u.fullest].content), False, u.basis
        others = other_utterances(laid, u)
    else:
        p = {p.id: p for p in laid.points}[own]
        statements, label, named, basis = p.statements, laid.columns[own].label, p.named, ""
        others = [Other(q.statements[0], laid.columns[q.id].label) for q in laid.points if q.id != own and q.statements]
    wanted = set(statements)
    lines = [line for line in order_lines(laid.dossier) if line.id in wanted]
    part, pages = cut(lines, page, 2 * PAGE, lambda n: where.to("regroup", kind, own, page=n))
    members = tuple(Member(line.id, show(laid, laid.look.cite(line))) for line in part)
    return Regroup(
        "utterance" if kind == "utterance" else "point", own, label, named, make_visible(basis), " ".join(statements[:STAYS]), members, pages,
        tuple(others[:OTHERS]), max(0, len(others) - OTHERS),
    )  # fmt: skip


def other_utterances(laid: Laid, u: Utterance) -> list[Other]:
    """What else the same voices say: another utterance in its fullest wording, or a statement that stands alone."""
    own, voices = set(u.statements), set(u.voices)
    found: dict[str, Other] = {}
    for line in order_lines(laid.dossier):
        if line.id in own or not voices & set(line.voices):
            continue
        other = laid.look.utterance.get(line.id)
        full = laid.look.lines.get(other.fullest, line) if other else line
        key = other.id if other else line.id
        cite = laid.look.cite(full)
        found.setdefault(key, Other(full.id, f"{say_words(full.short or full.content)[:160]} ({cite.where})"))
    return list(found.values())
