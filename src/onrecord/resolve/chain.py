"""On whose word: through whom the words of a statement came, and for whom a spokesperson speaks.

In: statements with speakers, in reading order. Out: the same with `relayed_by` and `on_behalf_of`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.types import Entity, Statement

MAKER = "resolve/1"


def on_behalf(statements: Sequence[Statement], known: Mapping[str, Entity]) -> list[Statement]:
    """A spokesperson or lawyer speaks for the same principal throughout an article; a body is nobody's spokesperson."""
    principals: dict[str, tuple[str, ...]] = {}
    for s in statements:
        if len(s.speakers) == 1 and s.on_behalf_of and known[s.speakers[0]].kind == "person":
            principals.setdefault(s.speakers[0], s.on_behalf_of)
    out = []
    for s in statements:
        mine = principals.get(s.speakers[0], ()) if len(s.speakers) == 1 else ()
        makers = s.makers | {"on_behalf_of": f"{MAKER}:principal"} if mine else {k: v for k, v in s.makers.items() if k != "on_behalf_of"}
        out.append(replace(s, on_behalf_of=mine, makers=makers))
    return out


def chain(statements: Sequence[Statement]) -> list[Statement]:
    """`relayed_by`: the speakers of the statements around, outermost first; who reports words of his own is no step of the chain."""
    by_id = {s.id: s for s in statements}
    out: list[Statement] = []
    for s in statements:
        steps: list[str] = []
        outer = by_id.get(s.parent or "")
        while outer is not None:
            steps = [*outer.relayed_by, *(i for i in outer.speakers if i not in s.speakers), *steps] if relays(outer) else steps
            outer = by_id.get(outer.parent or "")
        steps = list(dict.fromkeys([*steps, *s.relayed_by]))
        makers = s.makers | {"relayed_by": f"{MAKER}:chain"} if steps and not s.relayed_by else s.makers
        out.append(replace(s, relayed_by=tuple(i for i in steps if i not in s.speakers), makers=makers))
    return out


def relays(outer: Statement) -> bool:
    """Whether a statement passes on what is inside it: not where its speaker complains of an accusation that only the reporter describes."""
    return not (outer.act in ("criticise", "challenge", "deny", "reject", "think") and outer.kind != "direct")
