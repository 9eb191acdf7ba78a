"""How a statement stands to its point: for, against, open or silent; and where a voice's later statement turns an earlier one round.

A point has a direction: that of most of its plain statements. "The gate was shut" and "the gate was never shut" are then for and against, whatever their acts.
"""

import re
from collections.abc import Mapping, Sequence

from onrecord.group.meaning import likeness
from onrecord.group.point import day_of, order_of
from onrecord.group.point.claim import in_headline, is_negative, leave_standing
from onrecord.group.point.number import list_numbers
from onrecord.group.texts import Said
from onrecord.group.types import Shift, Stance
from onrecord.group.wording.marks import senses

INNER_NAME = re.compile(r"(?<=\s)[A-Z][\w-]{2,}")
ANY_NAME = re.compile(r"\b[A-Z][\w-]{2,}")

AGENT = re.compile(r"\bby (?:the |an? )?(?P<by>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)")
NAME = re.compile(r"[A-Z][\w’'-]+(?: (?:al-|de |van )?[A-Z][\w’'-]+)*")
WHO = re.compile(r"\W{0,9}(?:who|which)\b", re.IGNORECASE)
PLAIN = frozenset({"assert", "accuse", "admit", "think", "support", "warn", "promise", "propose", "criticise", "threaten", "apologise"})
ALIKE = 0.45  # likeness of two wordings about one thing
COMMON = 2  # or how many senses they have in common
YIELDING = frozenset({"admit", "retract", "apologise", "support"})


def find_stances(statements: Sequence[Said], label: str = "") -> dict[str, Stance]:
    """The stance of each statement of one point.

    Where a point asks who, or its parties change places ("A phoned B", "B phoned A"), claims that name another agent than the first one are against.
    """
    plain = [s for s in statements if s.statement.act in PLAIN and not s.statement.negated]
    demands = sum(s.statement.act in {"demand", "propose"} for s in statements)
    claims = [s for s in plain if s.statement.act not in {"propose", "promise", "support"} and not is_negative(s.words)]
    asked = demands > len(claims)
    negative = sum(is_negative(s.words) for s in plain) * 2 > len(plain)
    found = {s.id: stance_of(s, asked, negative) for s in statements}
    claimed = [s for s in plain if found[s.id] == "for" and find_agent(s.words)]
    for s in claimed[1:]:
        if is_other_agent(claimed[0].words, s.words, WHO.match(label) is not None):
            found[s.id] = "against"
    return found


def find_agent(words: str) -> str:
    """Who acts in a clause, by name: after "by" in a passive, else the first name; "" where there is none."""
    by = AGENT.search(words)
    name = NAME.search(words.lstrip("“\"‘' "))
    return by["by"] if by else name[0] if name else ""


def is_other_agent(one: str, other: str, asked: bool) -> bool:
    """`asked`: somebody asks who it was, so another agent is another answer; else only where the two names change places."""
    a, b = find_agent(one), find_agent(other)
    return not is_named(a, b) and (asked or (is_named(a, other) and is_named(b, one)))


def is_named(name: str, words: str) -> bool:
    """Whether some words have a part of a name, or a word made from it ("Israel", "Israeli")."""
    known = {w[:5] for w in ANY_NAME.findall(words)}
    return any(w[:5] in known for w in ANY_NAME.findall(name))


def stance_of(said: Said, asked: bool, negative: bool) -> Stance:
    """`asked`: the point is itself a demand; `negative`: most who claim it claim that something is not so."""
    act = said.statement.act
    if said.statement.negated:
        return "open"
    if act in {"deny", "reject", "retract"}:
        return "against"
    if act == "decline":
        return "silent"
    if act == "demand":
        return "for" if asked else "open"
    if act in PLAIN and said.statement.modality != "question":
        return "for" if is_negative(said.words) == (negative and not asked) else "against"
    return "open"


def find_shifts(statements: Sequence[Said], stances: Mapping[str, Stance]) -> tuple[Shift, ...]:
    """Changes in one voice's statements on a point, given in order of time. Silence that ends is none; another number for the same thing is one.

    A statement whose speaker is unclear marks no change, unless it gives way in so many words: it is likelier the other speaker's. A point holds more than one
    thing, so only words about the same object turn one another round; what is taken back is the likest of the earlier words.
    """
    shifts: list[Shift] = []
    before: list[Said] = []
    for said in sorted(statements, key=lambda s: (order_of(s)[:3], in_headline(s), order_of(s))):
        met = [o for o in before if turns(o, said, stances) is not None]
        old = met[-1] if met else None
        if said.statement.act == "retract" and met:
            old = max(met, key=lambda o: (turns(o, said, stances), round(likeness(o.words, said.words), 4), order_of(o)))
        if old is not None and turns(old, said, stances) and same_object(old, said):
            if said.statement.rivals and said.statement.act not in YIELDING:
                continue
            if is_later(said, old):
                shifts.append(Shift(old.id, said.id))
        before.append(said)
    return tuple(shifts)


def turns(old: Said, new: Said, stances: Mapping[str, Stance]) -> bool | None:
    """True: it turns the earlier one round; False: it stands by it; None: it has nothing to do with it."""
    one, other = stances[old.id], stances[new.id]
    if {one, other} == {"for", "against"}:
        return True
    if old.statement.act == "challenge" and new.statement.act in YIELDING and other == "for":
        return True
    if one == other == "for":
        return changes_number(old, new)
    return False if one == other and one != "silent" else None


def same_object(old: Said, new: Said) -> bool:
    """Whether two statements of a point are about the same thing: alike, or with words in common, and not about others by name. A refusal and who yields mean
    what was said before; accusations and criticism go on."""
    acts = {old.statement.act, new.statement.act}
    if acts <= {"accuse", "criticise"}:
        return False
    if "reject" in acts or new.statement.act in YIELDING | {"promise"}:
        return True
    names = [{w[:5] for w in INNER_NAME.findall(s.words)} for s in (old, new)]
    if all(names) and not names[0] & names[1]:
        return False
    common = set(senses(leave_standing(old.words))) & set(senses(leave_standing(new.words)))
    return likeness(old.words, new.words) >= ALIKE or len(common) >= COMMON


def is_later(new: Said, old: Said) -> bool:
    """Surely said later: on a later day, or further on in one text as words that give way."""
    if day_of(new) != day_of(old):
        return day_of(new) > day_of(old)
    return new.statement.act in YIELDING and new.article.id == old.article.id and new.statement.content[0].start > old.statement.content[0].start


def changes_number(old: Said, new: Said) -> bool | None:
    """Both give a number of the same thing, and not the same one; None where only the new one gives a number."""
    one, other = ({"people" if n.of_people else n.noun: n.value for n in list_numbers(s.words) if n.noun} for s in (old, new))
    common = one.keys() & other.keys()
    if other and not common:
        return None
    return any(one[noun] != other[noun] for noun in sorted(common))
