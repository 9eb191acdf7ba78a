"""Whom a pronoun points to: constraints of gender, number and clause first, then what is most in mind.

In: the word of a pronoun, "both" or "the two", and what is in mind. Out: drafts and rivals. It looks at words only, never at what is said.
"""

from onrecord.resolve.who.cast import Draft, clash
from onrecord.resolve.who.descriptor import ADVOCATES, CLOSE, FORGET, see_descriptor
from onrecord.resolve.who.grammar import clause_between, grammar, is_object, pleonastic
from onrecord.resolve.who.mind import NOTHING, SUBJECT, Mind, Resolved, Scene
from onrecord.resolve.who.phrase import SPOKES
from onrecord.resolve.who.words import HE, IT, REFLEXIVE, SAYING, SHE, SUBJECT_FORM, THEY

PARALLEL = 1.2  # a subject pronoun likes what was subject
UNSURE_GENDER = 0.55
UNSURE_LAST = 0.8  # the same where the pronoun speaks and the subject of the sentence before it is meant
UNSURE_KIND = 0.45
UNNAMED = 0.75
AGAINST_NAME = 0.15  # a pronoun of the other gender than the given name's
SAME_QUOTATION = 2.0
TELLER = 1.6  # the subject of the verb of saying before it, for "told Lund he"
GOING_ON = 1.8  # who spoke in the sentence before it, for a pronoun that speaks
AFAR = 0.6  # who was last told of in another paragraph, where this one tells of somebody who fits
ONE_AS_THEY = 0.6  # an organisation as "they"
ADDRESSEES = frozenset({"reporter", "journalist", "correspondent"})
QUESTIONED = frozenset({"asked", "pressed", "questioned", "quizzed", "challenged", "grilled"})
PARTISAN = frozenset({"sides", "parties"})
PRONOUN = 1.0


def see_pronoun(s: Scene, k: int) -> None:
    w = s.t.words
    low = w.lower[k]
    if low in IT and k not in s.asked and pleonastic(w, k):
        return
    resolved = resolve_pronoun(s, k)
    s.pronouns[k] = resolved
    for draft in resolved.drafts:
        if len(resolved.drafts) == 1:
            draft.add(w.starts[k], w.ends[k], "pronoun", resolved.rule)
            if draft.gender is None and draft.kind in ("person", "unnamed") and low in HE | SHE and resolved.sole:
                draft.gender = "m" if low in HE else "f"
        s.touch(draft, k, k + 1, factor=PRONOUN)


def resolve_pronoun(s: Scene, k: int) -> Resolved:
    w = s.t.words
    low = w.lower[k]
    subject = low in SUBJECT_FORM or grammar(w, k, k + 1) in ("subject", "speaker")
    if low in REFLEXIVE:
        same = [m for m in s.mind.values() if m.sentence == w.sentence[k] and m.subject and allowed(s, m.draft, low)]
        if same:
            return Resolved((max(same, key=_word).draft,), (), "reflexive")
    asked = asked_ahead(s, k, low)
    if asked is not None:
        return Resolved((asked,), (), "pronoun-ahead")
    scored = candidates(s, k, low, subject)
    if low in THEY:
        pair = next((p for p, at in reversed(s.pairs[-3:]) if 0 <= s.sentence - at <= 1), None)
        if pair is not None and (s.pairs[-1][1] == s.sentence or not scored or scored[0][1].weight < SUBJECT):
            return Resolved(pair, (), "pronoun-pair")
    if not scored:
        ahead = cataphor(s, k, low)
        return Resolved((ahead,), (), "pronoun-ahead") if ahead is not None else NOTHING
    best, mind = scored[0]
    close = [m for score, m in scored[1:] if score >= CLOSE * best]
    sole = not close
    if low in SUBJECT_FORM and mind.subject and mind.sentence >= s.sentence - 1 and w.block[mind.word] == w.block[k]:
        close = [m for m in close if w.block[m.word] == w.block[k]]  # going on with the subject of the sentence before: nobody from another paragraph
    rivals = tuple(m.draft for m in close)
    return Resolved((mind.draft,), rivals, sole=sole, rule="pronoun-subject" if mind.subject else "pronoun")


def candidates(s: Scene, k: int, low: str, subject: bool) -> list[tuple[float, Mind]]:
    w = s.t.words
    exclude = excluded(s, k, low)
    prefer = s.own_words.get(k, -1)
    teller = teller_of(s, k) if low in SUBJECT_FORM else None
    here = [m for m in s.mind.values() if m.subject and m.word < k and w.block[m.word] == w.block[k] and not w.quoted[m.word]]
    near = (k in s.speakers or (low in HE | SHE and teller is not None)) and any(m.draft.number not in exclude and meant(s, m.draft, low) for m in here)
    scored: list[tuple[float, Mind]] = []
    for mind in s.mind.values():
        draft = mind.draft
        if low in THEY and w.quoted[k] and draft.heads & ADDRESSEES:
            continue  # "told reporters: “They ..."
        if draft.number in exclude or not meant(s, draft, low) or mind.word >= k:
            continue
        score = s.weight_now(mind)
        if subject and mind.subject:
            score *= PARALLEL
        if low in HE | SHE:
            wanted = "m" if low in HE else "f"
            if draft.gender is None and clash(draft.likely, wanted) and mind.sentence < s.sentence - 1:
                continue
            if draft.gender is None:
                going_on = k in s.speakers and mind.subject and mind.sentence >= s.sentence - 1
                score *= (UNSURE_LAST if going_on else UNSURE_GENDER) if draft.likely is None else 1.0 if draft.likely == wanted else AGAINST_NAME
            if draft.kind != "person":
                score *= UNNAMED
            elif not draft.sure:
                score *= UNSURE_KIND
        if teller is mind:
            score *= TELLER
        if low in SUBJECT_FORM and k in s.speakers and mind.spoke == s.sentence - 1 and w.block[mind.word] == w.block[k]:
            score *= GOING_ON
        if near and w.block[mind.word] != w.block[k]:
            score *= AFAR
        if low in THEY and not draft.many:
            score *= ONE_AS_THEY
        if prefer >= 0 and mind.word == prefer:
            score *= 1.3
        if w.quoted[k] and w.quoted[mind.word] and mind.sentence >= w.sentence[k] - 2:
            score *= SAME_QUOTATION
        scored.append((score, mind))
    scored.sort(key=lambda pair: (-pair[0], -pair[1].word))
    if scored and scored[0][0] > FORGET:
        scored = [pair for pair in scored if pair[0] > FORGET]
    return scored


def meant(s: Scene, draft: Draft, low: str) -> bool:
    """Whether a pronoun may stand for a draft; "it" also for what may be a body's name, once it has spoken."""
    return allowed(s, draft, low) or (low in IT and draft.kind == "organisation" and draft.number in s.spoke and not draft.many)


def teller_of(s: Scene, k: int) -> Mind | None:
    """The subject of the last verb of saying before a pronoun in its sentence."""
    w = s.t.words
    said = next((x for x in range(k - 1, max(-1, k - 12), -1) if w.sentence[x] != w.sentence[k] or w.lower[x] in SAYING), -1)
    if said < 0 or w.sentence[said] != w.sentence[k]:
        return None
    subjects = [m for m in s.mind.values() if m.subject and m.sentence == w.sentence[k] and m.word < said]
    return max(subjects, key=_word, default=None)


def excluded(s: Scene, k: int, low: str) -> set[int]:
    """Drafts that the clause rules out: the subject for an object pronoun, the speaker of quoted words."""
    w = s.t.words
    out: set[int] = set()
    if is_object(w, k):
        for m in s.mind.values():
            if m.sentence == w.sentence[k] and m.subject and not clause_between(w, m.word, k):
                out.add(m.draft.number)
    speaker = s.not_speaker.get(k, -1)
    if speaker >= 0:
        draft = s.at_word(speaker)
        if draft is not None:
            out.add(draft.number)
    return out


def allowed(s: Scene, draft: Draft, low: str) -> bool:
    """Whether kind, number and gender let a pronoun stand for a draft."""
    if low in HE or low in SHE:
        gender = "m" if low in HE else "f"
        if draft.voice is not None:
            return draft.voice in ("?", gender)
        return draft.kind in ("person", "unnamed") and not draft.many and not clash(draft.gender, gender)
    if low in THEY:
        return draft.many or (draft.kind == "organisation" and draft.sure) or draft.kind == "group"
    return draft.sure and draft.kind in ("organisation", "office", "government", "document") and not draft.many


def asked_ahead(s: Scene, k: int, low: str) -> Draft | None:
    """Who is asked in a clause before the main one: "Asked whether she would go, | Ms Lund | smiled"."""
    w = s.t.words
    if low not in SUBJECT_FORM or w.quoted[k]:
        return None
    first = k
    while first and w.sentence[first - 1] == w.sentence[k]:
        first -= 1
    if w.lower[first] not in QUESTIONED:
        return None
    comma = next((x for x in range(k + 1, min(len(w), k + 40)) if w.forms[x] == "," and not w.quoted[x]), len(w))
    at = comma + 1
    if at >= len(w) or w.sentence[at] != w.sentence[k]:
        return None
    draft = s.cast.of_name[s.t.at[at]] if s.t.name_from(at) is not None else None
    for d in s.firsts.get(at, ()) if draft is None else ():
        if d.owner >= 0 or d.noun in SPOKES | ADVOCATES:
            continue
        if d.head not in s.descriptors:
            see_descriptor(s, d)
        draft = next(iter(s.descriptors[d.head].drafts), None)
    return draft if draft is not None and allowed(s, draft, low) else None


def cataphor(s: Scene, k: int, low: str) -> Draft | None:
    """The named subject that follows in the same sentence: "In his speech, Lund said"."""
    w = s.t.words
    for x in range(k + 1, min(len(w), k + 40)):
        if w.sentence[x] != w.sentence[k]:
            break
        name = s.t.name_from(x)
        if name is not None:
            draft = s.cast.of_name[s.t.at[x]]
            if allowed(s, draft, low) and not w.possessive[name.last - 1]:
                return draft
    return None


def the_two(s: Scene, k: int, low: str = "") -> Resolved:
    """The two that "both leaders" means: those of the talk that was told of, or the two most in mind."""
    wanted = "m" if "men" in low.split() else "f" if "women" in low.split() else None
    twos = [m for m in s.mind.values() if m.draft.many and m.draft.count == 2 and m.word < k and s.sentence - m.sentence <= 2]
    if twos and (not s.pairs or max(m.sentence for m in twos) >= s.pairs[-1][1]):
        return Resolved((max(twos, key=_word).draft,), (), "both")
    pair, at = s.pairs[-1] if s.pairs else ((), -1)
    if pair and at > s.talked and s.sentence - at <= 2 and not any(clash(d.gender, wanted) for d in pair):
        return Resolved(pair, (), "both")
    if s.talk and not any(clash(d.gender, wanted) for d in s.talk):
        return Resolved(s.talk, (), "both")
    if not PARTISAN.isdisjoint(low.split()):  # of a dispute that is not told of as a talk of two persons
        sides = s.cast.add(Draft("group", " ".join(low.split()[:2]), many=True, rule="descriptor"))
        span = s.t.words.span(k, k + 2)
        sides.add(span.start, span.end, "descriptor", "unnamed")
        return Resolved((sides,), (), "unnamed")
    people = sorted(
        ((s.weight_now(m), m.draft) for m in s.mind.values() if m.word < k and m.draft.kind == "person" and m.draft.sure and not clash(m.draft.gender, wanted)),
        key=lambda pair: (-pair[0], pair[1].number),
    )
    chosen = sorted((d for _, d in people[:2]), key=lambda d: d.number)
    return Resolved(tuple(chosen), tuple(d for _, d in people[2:3]), "both") if len(chosen) == 2 else NOTHING


def _word(mind: Mind) -> int:
    return mind.word
