"""Who is accused in these texts, by what, how they answer, and whether they are heard in them at all."""

from collections.abc import Mapping, Sequence
from functools import partial

from onrecord.group.memo import NONE, Memo
from onrecord.group.point import day_of, order_of
from onrecord.group.position.relation import find_accusations, list_units
from onrecord.group.position.row import by_statement, key_of
from onrecord.group.texts import Said
from onrecord.group.types import Accused, Point, Relation, Utterance


def find_accused(
    *,
    said: Sequence[Said],
    ids: Mapping[tuple[str, str], str],
    points: Sequence[Point],
    relations: Sequence[Relation],
    utterances: Sequence[Utterance] = (),
    memo: Memo = NONE,
) -> tuple[Accused, ...]:
    """The accused in the order of the first accusation. Heard is who speaks, or for whom a named spokesperson or lawyer does.

    Accusations are counted on the machine's points, which hold what was said: what stands inside a denial accuses nobody. An answer to one version of an
    accusation answers all versions on the point that are not later than it.
    """
    known = {s.id: s for s in said}
    spoken = by_statement(utterances)
    replies: dict[str, list[str]] = {}
    for r in relations:
        if r.kind == "answers":
            replies.setdefault(r.other, []).append(r.one)
    charges: dict[str, dict[str, Said]] = {}
    answers: dict[str, set[tuple[str, str]]] = {}
    for p in points:
        if p.named:
            continue
        found = memo.get("accusations", key_of(p, known, spoken, ids, memo), partial(accusations, [known[i] for i in p.statements], ids, spoken))
        for s, voice in found:
            charges.setdefault(voice, {})[s.id] = s
        for voice in dict.fromkeys(v for _, v in found):
            own = [s for s, v in found if v == voice]
            given = [known[r] for r in sorted({r for s in own for r in replies.get(s.id, ())}) if voice in {*known[r].voices, *behalf(known[r], ids)}]
            answers.setdefault(voice, set()).update((s.id, r.id) for s in own for r in given if day_of(r) >= day_of(s))
    heard = {v for s in said if s.statement.act != "think" and not is_silence(s) for v in (*s.voices, *behalf(s, ids))}
    ordered = {v: sorted(statements.values(), key=order_of) for v, statements in charges.items()}
    return tuple(
        Accused(v, tuple(s.id for s in ordered[v]), tuple(sorted(answers[v], key=lambda x: (order_of(known[x[0]]), order_of(known[x[1]])))), v in heard)
        for v in sorted(ordered, key=lambda v: order_of(ordered[v][0]))
    )


def accusations(inside: Sequence[Said], ids: Mapping[tuple[str, str], str], spoken: Mapping[str, Utterance]) -> list[tuple[Said, str]]:
    """The accusations among the statements of one point, each with whom it accuses."""
    return find_accusations(list_units(inside, ids, spoken), ids)


def behalf(said: Said, ids: Mapping[tuple[str, str], str]) -> list[str]:
    return [v for e in said.statement.on_behalf_of if (v := ids.get((said.article.id, e)))]


def is_silence(said: Said) -> bool:
    """Nothing was said: "could not be reached", "did not respond"; a refusal to comment is words."""
    cue = " ".join(s.of(said.article.text) for s in said.statement.cue).casefold()
    return said.statement.act == "decline" and not any(w in cue for w in ("declin", "refus", "said", "no comment"))
