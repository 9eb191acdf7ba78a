"""Whom a descriptor points to: "the pilot", "its foreign ministry", "a spokeswoman".

In: a descriptor and what is in mind. Out: one draft known before, or a new one. It looks at words only, never at what is said.
"""

from onrecord.resolve.where import Seat, country_of, look_up
from onrecord.resolve.who.cast import Draft, clash, seat_key
from onrecord.resolve.who.describe import descriptor_name, kind_of, role_has_owner, role_words, strip_article, words_of
from onrecord.resolve.who.grammar import closes
from onrecord.resolve.who.mind import NOTHING, Resolved, Scene
from onrecord.resolve.who.names import EITHER
from onrecord.resolve.who.phrase import OWNERS, SPOKES, Descriptor, body_of
from onrecord.resolve.who.words import ADVERBS, FIRST, SAYING, SECOND, fold
from onrecord.text.marks import read_table

CLOSE = 0.5  # a candidate with this share of the best one's weight is a rival
FORGET = 2.0  # weight below which a draft is out of mind for a pronoun that has others
# What a noun may also stand for: "the detective" for an inspector, "the lender" for a bank.
NARROWER = {row["noun"]: frozenset(row["narrower"].split()) for row in read_table("hypernyms.tsv")}
ON_TRIAL = frozenset({"defendant", "accused"})
IN_COURT = frozenset(
    "prosecutor barrister counsel lawyer solicitor advocate attorney judge justice recorder magistrate detective inspector constable officer".split()
)
FORMER = frozenset({"former", "ex", "ex-", "predecessor", "then", "ousted", "retired", "sacked"})
BEING = frozenset({"is", "was", "became", "remains", "am", "are", "were", "’s", "'s"})
ANYBODY = frozenset({"man", "woman", "boy", "girl", "gentleman", "lady", "teenager", "youngster", "guy"})
TOPICAL = frozenset(
    "businessman businesswoman nominee candidate veteran politician billionaire millionaire star singer actor actress player striker midfielder"
    " goalkeeper author native tycoon mogul novelist poet musician athlete champion swimmer runner boxer golfer incumbent frontrunner challenger"
    " contender teenager pensioner republican democrat".split()
)
SOURCES = frozenset(  # who may well come without a name of their own after somebody else was named
    "official source witness spokesman spokeswoman spokesperson lawyer attorney officer judge prosecutor reporter interviewer victim suspect defendant"
    " driver guard doctor passenger attacker gunman speaker member person child caller neighbour neighbor colleague friend expert".split()
)
LOOSE = frozenset(
    "late new current former outgoing incoming embattled powerful longtime veteran then acting young old ex retired own same late first last only next alleged"
    " accused convicted popular controversial then-".split()
)
NEGATING = frozenset({"not", "no", "hardly"})  # "not one customer" is nobody to be meant by "she"
ADVOCATES = frozenset({"lawyer", "attorney", "solicitor", "barrister", "counsel", "advocate", "spokesman", "spokeswoman", "spokesperson", "agent"})
COMPANIES = ("ltd", "inc", "plc", "corp", "llc", "corporation", "firm", "group", "airline", "company", "co", "gmbh", "ag")
ANY_BODY = frozenset(
    "newspaper broadcaster magazine website tabloid outlet company firm agency organisation organization group party charity club network".split()
)
DEPUTY = frozenset({"deputy", "vice", "assistant", "shadow", "associate", "under"})


def see_descriptor(s: Scene, d: Descriptor) -> None:
    w = s.t.words
    s.descriptors[d.head] = NOTHING  # while it is being resolved
    resolved = resolve_descriptor(s, d)
    s.descriptors[d.head] = resolved
    if not resolved.drafts:
        return
    draft = resolved.drafts[0]
    s.know(draft)
    whole = d.end > d.last and draft.seat is not None and look_up(w.slice(d.first, d.end)) is not None
    span = w.span(d.first, d.end if whole else d.last)
    draft.add(span.start, span.end, "descriptor" if resolved.rule != "role" else "role", resolved.rule)
    previous = s.in_sentence[-1] if s.in_sentence else None
    joined = d.first > 0 and s.t.words.lower[d.first - 1] == "and" and previous is not None and previous is not draft
    if joined and previous is not None and previous.kind == "person" and draft.kind in ("person", "unnamed") and not (draft.many or previous.many):
        s.pairs.append(((previous, draft), s.sentence))
    if resolved.rule not in ("apposition", "predicate") and not (d.first and w.lower[d.first - 1] in NEGATING):
        s.touch(draft, d.first, d.last, factor=1.0 if draft.kind != "document" else 0.5)


def resolve_descriptor(s: Scene, d: Descriptor) -> Resolved:
    """Who a descriptor stands for; a new draft where nobody before fits."""
    apposed = beside_name(s, d)
    if apposed is not None:
        return apposed
    if d.noun == "government" and (state := state_of(s, d)) is not None:
        return Resolved((state,), (), "metonym")
    if d.noun in SPOKES and (voiced := voice_of(s, d)) is not None:
        return Resolved((voiced,), (), "spokesperson")
    if d.kind == "organisation" or (d.role is None and seat_of(s, d) is not None):
        return resolve_body(s, d)
    if d.noun == "client" and d.owner >= 0 and (owner := owner_of(s, d)) is not None:
        client = s.clients.get(owner.number) or owner.owner
        if client is not None:
            return Resolved((client,), (), "descriptor")
    if d.definite and not d.partitive:
        known = known_by(s, d)
        if known.drafts:
            return known
    return Resolved((make_draft(s, d),), (), "role" if d.role and d.role.holder and d.definite else "descriptor")


def voice_of(s: Scene, d: Descriptor) -> Draft | None:
    """The body that an unnamed spokesperson speaks for; it speaks itself."""
    w, t = s.t.words, s.t
    end = d.last
    while end < len(w) and end < d.last + 8 and w.sentence[end] == w.sentence[d.head] and w.forms[end][0].isalnum() and w.lower[end] not in SAYING:
        end += 1
    body = body_of(t, d, end)
    draft = host_of(s, d) if body is None else None
    places = list(range(*body)) if body is not None else []
    if places and places[-1] in s.heads and places[-1] not in t.at and any(k in t.at for k in places):  # "Vell | police": the noun, not the town
        places = places[-1:]
    for k in places:
        if k in t.at:
            draft = s.cast.of_name[t.at[k]]
            break
        if k in s.heads and k != d.head and s.heads[k].noun not in SPOKES:
            if k not in s.descriptors:
                see_descriptor(s, s.heads[k])
            draft = next(iter(s.descriptors[k].drafts), None)
            break
    if draft is None or draft.kind in ("unnamed", "document", "person"):
        return None
    draft.voice = d.gender or "?"
    draft.heads.add(d.noun)
    return draft


def state_of(s: Scene, d: Descriptor) -> Draft | None:
    """The state in "the government of Norland", "Norland's government": one with "Norland" where that stands for the government."""
    w, t = s.t.words, s.t
    at = next((k for k in range(d.first, d.head) if k in t.at), -1)
    if at < 0 and d.last + 1 < len(w) and w.lower[d.last] == "of":
        at = d.last + 1
    draft = s.cast.of_name[t.at[at]] if at in t.at else None
    return draft if draft is not None and draft.kind == "government" and draft.seat is None else None


def host_of(s: Scene, d: Descriptor) -> Draft | None:
    """The body that "a spokeswoman" speaks for where the sentence does not say: the subject of the sentence before, in the same paragraph."""
    w = s.t.words
    if d.owner >= 0 or d.last - d.first > 2:
        return None
    before = [m for m in s.mind.values() if m.subject and m.sentence == s.sentence - 1 and w.block[m.word] == w.block[d.first]]
    subjects = [m.draft for m in before if m.spoke == m.sentence] or [m.draft for m in before]
    return subjects[0] if len(subjects) == 1 and subjects[0].kind in ("organisation", "office") else None


def beside_name(s: Scene, d: Descriptor) -> Resolved | None:
    """A descriptor beside a name, or behind "is": it tells what the named one is, and is nobody new."""
    if (d.kind == "organisation" or d.noun in EITHER) and d.definite and not d.plural and (body := body_after(s, d)) is not None:
        body.heads.add(d.noun)
        body.modifiers |= d.modifiers
        body.sure = True
        return Resolved((body,), (), "apposition")
    if d.kind != "person" or d.plural:
        return None
    for rule, find in (("apposition", named_before), ("predicate", subject_of), ("apposition", named_after)):
        draft = find(s, d)
        if draft is not None:
            draft.add_role(role_words(s.t, d))
            if d.noun in ADVOCATES and (client := client_of(s, d)) is not None:
                s.clients[draft.number] = client
            return Resolved((draft,), (), rule)
    return NOTHING if of_first_person(s, d) else None


def body_after(s: Scene, d: Descriptor) -> Draft | None:
    """ "the fund, | Halcyon Partners |,": the body that a name right after a descriptor names."""
    w = s.t.words
    if d.last + 1 >= len(w) or w.forms[d.last] != "," or w.sentence[d.last + 1] != w.sentence[d.first]:
        return None
    at = d.last + 2 if w.lower[d.last + 1] == "the" else d.last + 1
    name = s.t.name_from(at)
    if name is None or name.last >= len(w) or w.forms[name.last] not in (",", ";", "."):
        return None
    draft = s.cast.of_name[s.t.at[at]]
    return draft if draft.kind == "organisation" else None


def client_of(s: Scene, d: Descriptor) -> Draft | None:
    """Whom a lawyer or spokesperson speaks for: "the man's solicitor", "a lawyer for Lund"."""
    if d.owner >= 0:
        return owner_of(s, d)
    w = s.t.words
    if d.last + 1 < len(w) and w.lower[d.last] in ("for", "of"):
        return next((x for k in range(d.last + 1, min(d.last + 5, len(w))) if (x := s.at_word(k)) is not None), None)
    return None


def named_before(s: Scene, d: Descriptor) -> Draft | None:
    """ "Ida Marr, | a port pilot |,", "Ida Marr, 58, | a port pilot |"."""
    w = s.t.words
    mark = d.first - 1
    if mark < 1 or w.sentence[mark] != w.sentence[d.first] or w.forms[mark] not in (",", "–", "—", "("):
        return None
    if mark >= 3 and w.lower[mark - 1].isdecimal() and w.forms[mark - 2] == ",":
        return s.person_at(mark - 3)
    joined = d.last < len(w) and w.lower[d.last] == "and"
    return None if w.possessive[mark - 1] or joined or not closes(w, d.last) else s.person_at(mark - 1)


def subject_of(s: Scene, d: Descriptor) -> Draft | None:
    """ "Ida Marr is | a port pilot |", "she was | a pilot |"."""
    w = s.t.words
    verb = d.first - 1
    while verb > 0 and w.lower[verb] in ADVERBS:
        verb -= 1
    if d.definite or verb < 1 or w.lower[verb] not in BEING or w.sentence[verb - 1] != w.sentence[d.first]:
        return None
    found = s.pronouns.get(verb - 1)
    return found.drafts[0] if found is not None and found.drafts else s.person_at(verb - 1)


def of_first_person(s: Scene, d: Descriptor) -> bool:
    """Whether somebody says it of himself or to somebody: "I'm | a pilot |"."""
    w = s.t.words
    k = d.first - 2 if w.lower[d.first - 1] in BEING else d.first - 1
    return k >= 0 and not d.definite and w.lower[k] in FIRST | SECOND and w.sentence[k] == w.sentence[d.first]


def named_after(s: Scene, d: Descriptor) -> Draft | None:
    """ "the mayor of Karsk, | Ida Lund |,", "the mayor | Ida Lund |"."""
    w = s.t.words
    after = d.last
    if d.definite and s.t.name_from(after) is not None and (draft := s.person_at(after)) is not None:
        return draft
    if after < len(w) and w.lower[after] in ("of", "for", "in", "at"):
        stop = after + 1
        while stop < len(w) and stop < after + 8 and w.sentence[stop] == w.sentence[d.head] and w.forms[stop][0].isalnum() and w.lower[stop] not in SAYING:
            stop += 1
        after = stop
    if after + 1 >= len(w) or w.forms[after] not in (",", "–", "—") or w.sentence[after] != w.sentence[d.first]:
        return None
    at = after + 2 if w.lower[after + 1] == "the" and (titled := s.t.name_from(after + 2)) is not None and titled.title else after + 1
    name = s.t.name_from(at)
    return s.person_at(at) if name is not None and closes(w, name.last) else None


def known_by(s: Scene, d: Descriptor) -> Resolved:
    """The one known before whom a definite descriptor fits: by role, by the same noun, or anybody of that gender."""
    w = s.t.words
    nouns = {d.noun} | NARROWER.get(d.noun, frozenset())
    country = country_in(s, d)
    fitting = [x for noun in sorted(nouns) for x in s.by_head.get(noun, ()) if fits(s, d, x, country)]
    fitting = list(dict.fromkeys(fitting))
    if d.modifiers & FORMER:  # "the former boss" is who was it, where somebody is told to have been
        known = [m.draft for m in s.mind.values() if m.draft.words and m.draft.kind == "person"]
        fitting = [x for x in fitting if x.words and FORMER & told_roles(x)] or [x for x in known if "predecessor" in told_roles(x)] or fitting
    if fitting:
        named = [x for x in fitting if x.kind == "person" and x.words]
        before = [x for x in fitting if x.number in s.seen]
        earlier = [x for x in before if x.words and x.kind == "person"] or before or (named if len(named) == 1 else [])
        if earlier:
            best = max(earlier, key=s.rank)
            closest = [x for x in earlier if x is not best and s.rank(x) >= CLOSE * s.rank(best) and x.words]
            return Resolved((best,), tuple(closest), "role" if best.words else "descriptor")
    if d.noun in ON_TRIAL and not d.plural and d.owner < 0 and (tried := on_trial(s)) is not None:
        return Resolved((tried,), (), "descriptor")
    age = d.age or (w.lower[d.head].split("-")[0] if w.lower[d.head].endswith("-year-old") else None)
    if age is not None:
        aged = [m.draft for m in s.mind.values() if m.draft.age == age]
        if aged:
            return Resolved((aged[0],), (), "age")
    plain = not {m for m in d.modifiers if not m.endswith("old")} - LOOSE
    if not d.plural and (d.noun in ANYBODY or age is not None) and d.owner < 0 and plain:
        people = [
            (s.weight_now(m), m.draft)
            for m in s.mind.values()
            if m.draft.kind in ("person", "unnamed")
            and not m.draft.many
            and not clash(m.draft.gender, d.gender)
            and (age is None or m.draft.age in (None, age))
        ]
        if age is not None:  # it is told of somebody named before
            people = [p for p in people if p[1].words] or people
        if people:
            best_pair = max(people, key=_first)
            return Resolved((best_pair[1],), tuple(x for score, x in people if x is not best_pair[1] and score >= CLOSE * best_pair[0]), "descriptor")
    topical = d.kind == "person" and (d.noun in TOPICAL or not (d.role and d.role.holder or d.noun in SOURCES))
    if not d.plural and topical and d.owner < 0 and s.t.words.lower[d.first] == "the":
        people = [
            (s.weight_now(m), m.draft) for m in s.mind.values()
            if m.draft.kind == "person" and m.draft.words and m.subject and s.sentence - m.sentence <= 1 and not clash(m.draft.gender, d.gender)
            and not (country and m.draft.country and m.draft.country != country) and (d.noun in TOPICAL or not m.draft.roles)
        ]  # fmt: skip
        if len(people) == 1:
            return Resolved((people[0][1],), (), "descriptor")
    return NOTHING


def told_roles(draft: Draft) -> frozenset[str]:
    """The words of all roles that were told of somebody."""
    return frozenset(word for role in draft.roles for word in words_of(role))


def on_trial(s: Scene) -> Draft | None:
    """Who is tried: the first person named who is not told to work in court or with the police."""
    named = [m.draft for m in s.mind.values() if m.draft.kind == "person" and m.draft.words and not told_roles(m.draft) & IN_COURT]
    return min(named, key=_number, default=None)


def country_in(s: Scene, d: Descriptor) -> str | None:
    w = s.t.words
    for k in range(d.first, d.head):
        if w.capital[k] and (country := country_of(w.forms[k])):
            return country
    if d.last + 1 < len(w) and w.lower[d.last] == "of" and (d.last + 1) in s.t.at:
        return country_of(s.t.names[s.t.at[d.last + 1]].text)
    return None


def fits(s: Scene, d: Descriptor, draft: Draft, country: str | None) -> bool:
    """Whether a draft that has the noun among its roles can be meant: number, gender, country and the other words of the descriptor."""
    if draft.many != d.plural or clash(draft.gender, d.gender):
        return False
    if country and draft.country and country != draft.country:
        return False
    owner = owner_of(s, d)
    if owner is not None and draft.owner is not None and owner is not draft.owner:
        return False
    if owner is not None and draft.words and not (owner.country and owner.country == draft.country):
        told_of = told_roles(draft)
        owned = words_of(owner.name) | {fold(h) for h in owner.heads}
        if not owned & told_of and draft.owner is None and any(role_has_owner(role) for role in draft.roles):
            return False
    own = [r for role in draft.roles if d.noun in (r := words_of(role))] if draft.words else [draft.modifiers]
    if not d.modifiers & DEPUTY and own and all(r & DEPUTY for r in own):
        return False  # a deputy mayor is not "the mayor"
    asked = {m for m in d.modifiers if not m.endswith("old")} - LOOSE
    if country:
        asked = {m for m in asked if country_of(m.capitalize()) != country}
    if draft.words and draft.kind == "person":
        told = told_roles(draft)
        if d.noun == "minister" and not asked and "prime" in told and not any("minister" in r.lower() and "prime" not in r.lower() for r in draft.roles):
            return False  # a prime minister is not "the minister"
        return asked <= told
    return asked <= draft.modifiers or draft.modifiers <= asked or not asked


def resolve_body(s: Scene, d: Descriptor) -> Resolved:
    """ "the foreign ministry", "the company", "a court": a seat of power, a body known before, or a new one."""
    w = s.t.words
    seat = seat_of(s, d)
    bare = d.definite and not d.modifiers and d.owner < 0 and not d.plural
    if bare and (known_before := known_body(s, d)) is not None:
        return Resolved((known_before,), (), "descriptor")
    if seat is not None:
        owner = owner_of(s, d) if d.owner >= 0 and w.lower[d.owner] in OWNERS else None
        key = seat_key(seat) + (f" {owner.number}" if owner is not None else "")  # "its foreign ministry" is that of whoever "it" is
        draft = s.cast.seats.get(key)
        if draft is None:
            draft = s.cast.seats[key] = s.cast.add(Draft(seat.kind, seat.name, seat=seat, rule=seat.rule, country=seat.country))
            draft.owner = owner
            draft.country = draft.country or (owner.country if owner is not None else None)
        draft.heads |= {d.noun}
        draft.aliases.setdefault(strip_article(w.slice(d.first, d.last)))
        return Resolved((draft,), (), seat.rule)
    if d.plural:
        return Resolved((make_draft(s, d),), (), "descriptor")
    if d.definite and not d.partitive and (best := known_body(s, d)) is not None:
        return Resolved((best,), (), "descriptor")
    return Resolved((make_draft(s, d),), (), "descriptor")


def seat_of(s: Scene, d: Descriptor) -> Seat | None:
    """The seat of power that a descriptor names, with what follows where that is known: "the presidency in Karsk"."""
    w = s.t.words
    return (look_up(w.slice(d.first, d.end)) if d.end > d.last else None) or look_up(w.slice(d.first, d.last))


def known_body(s: Scene, d: Descriptor) -> Draft | None:
    """The body known before that "the company" or "the ministry" takes up."""
    nouns = [d.noun, *(COMPANIES if d.noun in ("company", "firm", "business") else sorted(NARROWER.get(d.noun, ())))]
    known = [x for noun in nouns for x in s.by_head.get(noun, ()) if x.kind in ("organisation", "office", "government") and not x.many]
    asked = (d.modifiers - LOOSE) | owner_words(s, d)
    known = [x for x in known if asked <= words_of(x.name) | x.modifiers]
    earlier = [x for x in known if x.number in s.seen] or (known if len(known) == 1 and known[0].words else [])
    if not earlier and d.noun in ANY_BODY and d.owner < 0:
        near = [m.draft for m in s.mind.values() if m.draft.kind == "organisation" and m.draft.words and s.weight_now(m) > FORGET]
        near = [x for x in near if x.number in s.spoke] or near
        earlier = near if len(near) == 1 else []
    if not earlier:
        return None
    best = max(earlier, key=_last)
    best.aliases.setdefault(strip_article(s.t.words.slice(d.first, d.last)))
    return best


def owner_words(s: Scene, d: Descriptor) -> frozenset[str]:
    """The last word of the name that owns: "Lund's campaign"."""
    if d.owner < 0:
        return frozenset()
    if d.owner in s.t.at:
        return frozenset({fold(s.t.names[s.t.at[d.owner]].words[-1])})
    owner = owner_of(s, d)
    return frozenset({fold(owner.words[-1])}) if owner is not None and owner.words else frozenset()


def owner_of(s: Scene, d: Descriptor) -> Draft | None:
    """Whose the one described is: the draft of the possessive name, noun or pronoun."""
    if d.owner < 0:
        return None
    if d.owner in s.t.at or d.owner in s.pronouns:
        return s.at_word(d.owner)
    if d.owner in s.heads and d.owner not in s.descriptors and d.owner != d.head:
        see_descriptor(s, s.heads[d.owner])
    found = s.descriptors.get(d.owner)
    return found.drafts[0] if found is not None and found.drafts else None


def make_draft(s: Scene, d: Descriptor) -> Draft:
    """A new draft for a descriptor; one with a name in it ("Vell police") is the same each time."""
    kind = kind_of(d)
    label = strip_article(s.t.words.slice(d.first, d.last)).casefold() if kind in ("group", "organisation") and labelled(s, d) else ""
    if label and label in s.labels:
        return s.labels[label]
    unnamed = kind == "unnamed" and d.kind == "person" and not (d.plural or d.definite or d.partitive) and d.count in (None, 1) and d.noun not in SOURCES
    draft = s.cast.add(Draft(kind, descriptor_name(s.t, d.first, d.last), gender=d.gender, many=d.plural or kind == "group", rule="descriptor"))
    draft.heads = {d.noun}
    draft.modifiers = frozenset(d.modifiers - LOOSE)
    draft.count = d.count if kind == "unnamed" else None
    draft.age = d.age
    draft.country = country_in(s, d)
    draft.owner = owner_of(s, d)
    if label:
        s.labels[label] = draft
    if unnamed and s.t.words.kinds[s.t.words.block[d.first]] == "paragraph":
        s.pending.append((draft, d.first))
    return draft


def labelled(s: Scene, d: Descriptor) -> bool:
    """Whether a body's noun has a name right before it: "Vell police", "the Vell police"."""
    return d.count is None and d.head - 1 in s.t.at and d.owner < 0 and s.t.words.lower[d.head] == "police"


def _first(pair: tuple[float, Draft]) -> float:
    return pair[0]


def _number(draft: Draft) -> int:
    return draft.number


def _last(draft: Draft) -> int:
    return draft.last
