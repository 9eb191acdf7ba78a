"""One walk through the article in reading order: each name, descriptor and pronoun is seen where it stands.

In: the words, the names with their drafts, descriptors. Out: for each pronoun and descriptor its drafts and rivals, in the scene.
"""

from collections.abc import Sequence

from onrecord.resolve.who.cast import Draft, clash
from onrecord.resolve.who.descriptor import see_descriptor
from onrecord.resolve.who.mind import SUBJECT, Resolved, Scene
from onrecord.resolve.who.names import Name
from onrecord.resolve.who.phrase import OWNERS, Descriptor
from onrecord.resolve.who.pronoun import see_pronoun, the_two
from onrecord.resolve.who.words import BLOCK_TITLE, IN_CASE, THIRD

TALKING = frozenset(
    "conversation call telephone phone phoned meeting met talks talked summit spoke discussed negotiations tells told briefing exchange dinner letter".split()
)
RELATIVE_SUBJECT = 0.9


def walk(s: Scene, found: Sequence[Descriptor]) -> None:
    """Read the article from first to last word."""
    w = s.t.words
    s.heads = {d.head: d for d in found}
    for d in found:
        s.firsts.setdefault(d.first, []).append(d)
    for draft in s.cast.drafts:
        s.know(draft)
    for k in range(len(w)):
        if w.sentence[k] != s.sentence:
            s.next_sentence(w.sentence[k])
        low = w.lower[k]
        if low in TALKING:
            s.talking = True
        name = s.t.name_from(k)
        if name is not None:
            see_name(s, name)
        if low in OWNERS and low in THIRD and k not in s.t.at:
            see_pronoun(s, k)  # before what it owns: "his client"
        for d in s.firsts.get(k, ()):
            if d.head not in s.descriptors:
                see_descriptor(s, d)
        if k in s.asked and low in ("both", "the", "they", "neither", "either"):
            s.twos[k] = the_two(s, k, " ".join(w.lower[k : k + 3]))
        if low in THIRD and low not in OWNERS and k not in s.t.at:
            see_pronoun(s, k)
        elif low == "who" and k:
            see_relative(s, k)
    settle_named(s)


def see_name(s: Scene, name: Name) -> None:
    number = s.t.at[name.first]
    draft = s.cast.of_name[number]
    if draft.number not in s.introduced and s.t.words.kinds[s.t.words.block[name.first]] not in BLOCK_TITLE:
        s.introduced.add(draft.number)
        name_later(s, name, draft)
    previous = s.in_sentence[-1] if s.in_sentence else None
    s.touch(draft, name.begin, name.last)
    w = s.t.words
    at = name.last
    if draft.kind == "person" and at + 2 < len(w) and w.forms[at] == "," and w.lower[at + 1].isdecimal() and w.forms[at + 2] in ",.":
        draft.age = draft.age or w.lower[at + 1]
    if draft.kind == "person" and name.begin > 1 and w.forms[name.begin - 1] == "," and (role := IN_CASE.get(w.lower[name.begin - 2])) is not None:
        draft.add_role(role)
        draft.heads.add(role.split()[-1])
        s.know(draft)
    joined = name.first > 0 and w.lower[name.first - 1] in ("and", "&")
    if joined and previous is not None and previous is not draft and previous.kind == draft.kind == "person":
        draft.sure = previous.sure = draft.sure or previous.sure  # "Lund and Aas": one is a person, so is the other
        s.pairs.append(((previous, draft), s.sentence))


def name_later(s: Scene, name: Name, draft: Draft) -> None:
    """ "A grain trader knew ... / Lewis Crane, 47, of Denby, denies": whom the lead only describes is named, with the age, where the next one opens.

    So is who spoke in the sentence before, in the same paragraph.
    """
    w = s.t.words
    at = name.last
    opens = name.first
    while opens > 0 and not w.opens[opens] and w.sentence[opens - 1] == w.sentence[name.first] and name.first - opens < 3:
        opens -= 1
    aged = at + 2 < len(w) and w.forms[at] == "," and w.lower[at + 1].isdecimal() and len(w.lower[at + 1]) == 2 and w.forms[at + 2] == ","
    if draft.kind != "person" or not aged or not w.opens[opens]:
        return
    body = next((b for b, kind in enumerate(w.kinds) if kind == "paragraph"), -1)
    near = [x for x, k in s.pending if w.block[k] == w.block[name.first] and w.sentence[k] == w.sentence[name.first] - 1]
    lead = [x for x, k in s.pending if w.block[k] == body < w.block[name.first] <= body + 2]
    told = near or lead
    if len(told) == 1 and told[0].number not in s.named and not clash(told[0].gender, draft.gender or draft.likely):
        s.named[told[0].number] = draft
        draft.add_role(told[0].name)
        draft.aliases.setdefault(told[0].name)
        s.mind.pop(told[0].number, None)
        s.know(draft)


def settle_named(s: Scene) -> None:
    """Put those who were named later in the place of their descriptions."""
    if not s.named:
        return
    for found in (s.descriptors, s.pronouns, s.twos):
        for k, r in found.items():
            if any(x.number in s.named for x in (*r.drafts, *r.rivals)):
                drafts = tuple(dict.fromkeys(s.named.get(x.number, x) for x in r.drafts))
                rivals = tuple(dict.fromkeys(y for x in r.rivals if (y := s.named.get(x.number, x)) not in drafts))
                found[k] = Resolved(drafts, rivals, r.rule, r.sole)
    for number, draft in s.named.items():
        for place, mention in s.cast.drafts[number].mentions.items():
            draft.mentions.setdefault(place, mention)


def see_relative(s: Scene, k: int) -> None:
    """ "Lund, who had told": the one before it is a subject too."""
    w = s.t.words
    at = k - 2 if w.forms[k - 1] in ",(–—" and k > 1 else k - 1
    draft = s.at_word(at)
    if draft is None and at in s.descriptors and len(s.descriptors[at].drafts) == 1:
        draft = s.descriptors[at].drafts[0]
    mind = s.mind.get(draft.number) if draft is not None else None
    if mind is not None and mind.sentence == w.sentence[k]:
        mind.weight = max(mind.weight, SUBJECT * RELATIVE_SUBJECT)
        mind.word, mind.subject = k, True
