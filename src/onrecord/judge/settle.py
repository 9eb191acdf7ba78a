"""What follows for the rest of a record where some of its statements were corrected: chains, nesting, the account of quotation marks. Pure.

In: statements as they were read and as they are now. Out: statements, quotations.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from onrecord.judge.spans import cover
from onrecord.types import Quotation, Statement

MOSTLY = 0.5  # share of a marked passage that a statement must hold to account for it


def follow_chain(before: Mapping[str, Statement], now: Mapping[str, Statement], judged: Mapping[str, Collection[str]]) -> dict[str, Statement]:
    """Where the speaker of an outer statement was corrected, the inner ones came through the corrected one, unless somebody judged that apart."""
    found = dict(now)
    for own, s in now.items():
        if not s.relayed_by or "relayed_by" in judged.get(own, ()):
            continue
        relayed = s.relayed_by
        maker = None
        outer = now.get(s.parent or "")
        seen: set[str] = set()
        while outer is not None and outer.id not in seen:
            seen.add(outer.id)
            old = before.get(outer.id)
            if old is not None and old.speakers != outer.speakers and set(old.speakers) & set(relayed):
                at = min(relayed.index(i) for i in old.speakers if i in relayed)
                rest = [i for i in relayed if i not in old.speakers]
                relayed = tuple(dict.fromkeys((*rest[:at], *(i for i in outer.speakers if i not in s.speakers), *rest[at:])))
                maker = outer.makers.get("speakers")
            outer = now.get(outer.parent or "")
        if relayed != s.relayed_by:
            found[own] = replace(s, relayed_by=relayed, makers=s.makers | ({"relayed_by": maker} if maker else {}))
    return found


def take_out(statements: Mapping[str, Statement], struck: Collection[str]) -> dict[str, Statement]:
    """The statements without some; what stood inside one of these stands in the next outer one, and did not come through it."""
    found: dict[str, Statement] = {}
    for own, s in statements.items():
        if own in struck:
            continue
        parent, gone = s.parent, set[str]()
        seen: set[str] = set()
        while parent is not None and parent in struck and parent not in seen:
            seen.add(parent)
            gone |= set(statements[parent].speakers)
            parent = statements[parent].parent
        if parent != s.parent:
            outer, kept = statements.get(parent or ""), set[str]()
            while outer is not None and outer.id not in seen:
                seen.add(outer.id)
                kept |= set(outer.speakers)
                outer = statements.get(outer.parent or "")
            s = replace(s, parent=parent, relayed_by=tuple(i for i in s.relayed_by if i not in gone or i in kept))
        found[own] = s
    return found


def account(quotations: Sequence[Quotation], before: Sequence[Statement], now: Mapping[str, Statement]) -> tuple[Quotation, ...]:
    """What each marked passage is, where the statements that held it were moved, taken out or added."""
    old = {s.id: s for s in before}
    changed = [s for s in now.values() if s.id not in old or old[s.id].content != s.content]
    if not changed and all(own in now for own in old):
        return tuple(quotations)
    covered = {s.id: cover(s.content) for s in changed}
    moved = {s.id for s in changed} | (old.keys() - now.keys())
    found = []
    for q in quotations:
        size = q.span.end - q.span.start
        if q.statement in moved or (q.statement is None and q.role in ("unassigned", "scare")):
            holder = next((own for own, chars in covered.items() if sum(i in chars for i in range(q.span.start, q.span.end)) >= MOSTLY * size), None)
            if holder is not None:
                q = replace(q, role="statement", statement=holder)
            elif q.statement in moved:
                q = replace(q, role="unassigned", statement=None)
        found.append(q)
    return tuple(found)
