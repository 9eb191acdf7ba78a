"""What rests on one origin, what is known through others only, and which originals to obtain."""

from collections.abc import Mapping, Sequence
from datetime import date

from onrecord.group.point import order_of
from onrecord.group.point.claim import in_headline
from onrecord.group.texts import LAST, Said, published_on
from onrecord.group.types import Lone, Original, Point, Through, Voice
from onrecord.types import Record, When

OBTAINABLE = frozenset({"written statement", "interview", "phone call", "letter", "leaked document", "social media post"})
TOGETHER = frozenset({"phone call"})  # of both parties
LABEL = {
    "written statement": "written statement of", "interview": "interview with", "phone call": "phone call of", "letter": "letter of",
    "leaked document": "document leaked by", "social media post": "post by",
}  # fmt: skip


def find_lone(*, said: Sequence[Said], points: Sequence[Point], families: Mapping[str, str]) -> tuple[Lone, ...]:
    """Points all of whose statements stand in one text and its copies; the text is the earliest of them."""
    known = {s.id: s for s in said}
    found = []
    for p in points:
        inside = [known[i] for i in p.statements]
        if len({families.get(s.article.id, s.article.id) for s in inside}) == 1:
            earliest = min(inside, key=lambda s: (published_on(s.article) or LAST, s.article.outlet or "", s.article.id))
            found.append(Lone(p.id, earliest.article.id))
    return tuple(found)


def find_through(*, said: Sequence[Said], ids: Mapping[tuple[str, str], str], points: Sequence[Point]) -> tuple[Through, ...]:
    """Voices whose words on a point came through others in every text that shows how they came; headlines, which never do, are not asked.

    A statement without a carrier counts as carried where another one of the same voice on the point in the same text is.
    """
    known = {s.id: s for s in said}
    found = []
    for p in points:
        rows: dict[str, list[Said]] = {}
        for s in sorted((known[i] for i in p.statements), key=order_of):
            for v in s.voices:
                rows.setdefault(v, []).append(s)
        for voice, inside in rows.items():
            carried = {s.article.id for s in inside if s.statement.relayed_by}
            asked = [s for s in inside if s.article.id in carried or not in_headline(s)]
            via = tuple(dict.fromkeys(c for s in inside for e in s.statement.relayed_by if (c := ids.get((s.article.id, e))) and c != voice))
            if via and all(s.article.id in carried for s in asked):
                found.append(Through(voice, p.id, via))
    return tuple(found)


def find_originals(*, said: Sequence[Said], ids: Mapping[tuple[str, str], str], voices: Mapping[str, Voice], records: Sequence[Record]) -> tuple[Original, ...]:
    """Documents, written statements, interviews, calls, letters that statements rest on and that are not among the texts, by time.

    An official text of the same issuer, and of the same day where that is known, is the original itself.
    """
    texts = [(ids.get((a.id, a.issuer)), (published_on(a) or "")[:10]) for r in records if (a := r.article) is not None and a.issuer]
    groups: dict[tuple[str, tuple[str, ...], str], list[Said]] = {}
    for s in sorted(said, key=order_of):
        channel = s.statement.channel
        day = said_day(s)
        if channel in OBTAINABLE and s.voices and s.article.issuer is None:
            with_whom = {s.voices[0]}
            if channel in TOGETHER:
                with_whom |= {*s.voices, *(v for e in s.statement.addressees if (v := ids.get((s.article.id, e))))}
            groups.setdefault((channel, tuple(sorted(with_whom)), day), []).append(s)
        for v in documents(s, ids, voices):
            groups.setdefault(("", (v,), ""), []).append(s)
    merged = merge_undated(groups)
    found = []
    for (channel, parties, day), inside in merged.items():
        if any(issuer in parties and (not day or not of_day or abs_days(day, of_day) <= 1) for issuer, of_day in texts):
            continue
        found.append((order_of(inside[0]), make_original(channel, parties, inside, ids, voices)))
    return tuple(o for _, o in sorted(found, key=lambda x: x[0]))


def said_day(said: Said) -> str:
    when = said.statement.said_on
    return (when.start or when.end or "")[:10] if when else ""


def documents(said: Said, ids: Mapping[tuple[str, str], str], voices: Mapping[str, Voice]) -> list[str]:
    """The documents among those who speak or pass on."""
    found = (ids.get((said.article.id, e)) for e in (*said.statement.speakers, *said.statement.relayed_by))
    return list(dict.fromkeys(v for v in found if v and v in voices and voices[v].kind == "document"))


def merge_undated(groups: Mapping[tuple[str, tuple[str, ...], str], list[Said]]) -> dict[tuple[str, tuple[str, ...], str], list[Said]]:
    """Where all that has a day has the same one, what has none is of that day too; days known only by publication do not part an original from itself."""
    days: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for channel, parties, day in groups:
        if day:
            days.setdefault((channel, parties), []).append(day)
    merged: dict[tuple[str, tuple[str, ...], str], list[Said]] = {}
    for (channel, parties, day), inside in groups.items():
        known = sorted(days.get((channel, parties), []))
        merged.setdefault((channel, parties, day or (known[0] if len(known) == 1 else "")), []).extend(inside)
    return {k: sorted(v, key=order_of) for k, v in merged.items()}


def abs_days(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def make_original(channel: str, parties: tuple[str, ...], inside: Sequence[Said], ids: Mapping[tuple[str, str], str], voices: Mapping[str, Voice]) -> Original:
    names = [voices[v].name for v in parties if v in voices]
    when: When | None = next((s.statement.said_on for s in inside if s.statement.said_on and (s.statement.said_on.start or s.statement.said_on.end)), None)
    label = f"{LABEL[channel]} {' and '.join(names)}" if channel else names[0] if names else "document"
    if channel == "interview":
        heard = dict.fromkeys(
            voices[v].name for s in inside for e in s.statement.addressees if (v := ids.get((s.article.id, e))) and v in voices and v not in parties
        )
        label += f" by {', '.join(heard)}" if heard else ""
    return Original(label, parties[0] if len(parties) == 1 else None, channel or None, when, tuple(dict.fromkeys(s.id for s in inside)))
