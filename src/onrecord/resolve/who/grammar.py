"""What part a word plays in its clause, told by the words beside it: subject, object, owner; who speaks a quotation; an "it" that stands for nothing.

In: the words of an article and places in them. Out: answers about those places. It keeps nothing and resolves nothing.
"""

from collections.abc import Iterable

from onrecord.resolve.who.phrase import Text
from onrecord.resolve.who.words import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE,
    DETERMINERS,
    HE,
    PREPOSITIONS,
    SAYING,
    SHE,
    SUBJECT_FORM,
    VERBS,
    Words,
)


def closes(w: Words, k: int) -> bool:
    """Whether an apposition can end before word k."""
    return k >= len(w) or not w.forms[k][0].isalnum() or w.lower[k] in ("who", "and", "of", "for", "at", "in", "from", "which", "whose", "with", "to", "on")


def grammar(w: Words, first: int, last: int) -> str:
    """The part that words first to last play in their clause, by what stands beside them: subject, speaker, object, oblique or owner."""
    n = len(w)
    if w.possessive[last - 1] or w.lower[first] in ("his", "its", "their", "hers", "theirs"):
        return "owner"
    if w.lower[first] == "her" and last == first + 1 and not is_object(w, first):
        return "owner"
    before = first - 1
    while before >= 0 and (w.lower[before] in DETERMINERS or w.lower[before] in ADVERBS) and w.sentence[before] == w.sentence[first]:
        before -= 1
    previous = w.lower[before] if before >= 0 and w.sentence[before] == w.sentence[first] else ""
    if w.lower[first] in SUBJECT_FORM:
        return "subject"
    if previous in SAYING and before >= 1 and (w.forms[before - 1] in ",”\"’'»?!" or w.lower[before - 1] in ("as",)):
        return "speaker"
    after = last
    if previous == "," and after + 1 < n and w.forms[after] == "," and verbal(w, after + 1):
        after += 1  # "the premier, | Ida Marr |, phoned": an apposition itself
    elif after < n and w.forms[after] in (",", "(", "–", "—") and w.sentence[after] == w.sentence[first]:
        closing = ")" if w.forms[after] == "(" else w.forms[after]
        stop = after + 1
        while stop < n and stop < after + 25 and w.forms[stop] != closing and w.sentence[stop] == w.sentence[first]:
            stop += 1
        if stop < n and w.forms[stop] == closing and w.sentence[stop] == w.sentence[first]:
            after = stop + 1
    elif after < n and w.lower[after] in ("who", "of", "from", "in", "at", "for"):
        stop = after + 1
        while stop < n and stop < after + 12 and w.sentence[stop] == w.sentence[first] and not (verbal(w, stop) and w.lower[after] != "who"):
            if w.forms[stop] == ",":
                stop += 1
                break
            stop += 1
        after = stop
    if after + 1 < n and w.lower[after] in ("and", "&") and w.capital[after + 1]:  # "Lund and | Per Aas | said"
        after += 1
        while after < n and w.capital[after] and w.sentence[after] == w.sentence[first]:
            after += 1
    while after < n and (w.lower[after] in ADVERBS or w.forms[after] in '“"‘'):
        after += 1
    follows = after < n and w.sentence[after] == w.sentence[first] and verbal(w, after)
    if (
        follows
        and previous not in PREPOSITIONS - {"after", "before", "since", "until", "as", "because", "despite"}
        and not (previous in VERBS and previous not in SAYING)
    ):
        return "subject"
    if follows and w.lower[after] in SAYING and previous in ("", ",", "”", '"'):
        return "subject"
    if previous in PREPOSITIONS:
        return "oblique"
    return "object" if previous else "subject"


def verbal(w: Words, k: int) -> bool:
    """Whether a word looks like a finite verb."""
    low = w.lower[k]
    return low in AUXILIARIES or low in VERBS or (len(low) > 4 and low.endswith("ed") and not w.capital[k])


def is_object(w: Words, k: int) -> bool:
    """Whether a pronoun is an object, "her" told from the possessor by what follows."""
    low = w.lower[k]
    if low in ("him", "them"):
        return True
    if low != "her":
        return False
    after = k + 1
    if after >= len(w) or w.sentence[after] != w.sentence[k]:
        return True
    nxt = w.lower[after]
    return (
        not w.forms[after][0].isalnum()
        or nxt in PREPOSITIONS
        or nxt in CLAUSE
        or nxt in DETERMINERS
        or nxt in ADVERBS
        or nxt in ("and", "or", "to")
        or nxt in AUXILIARIES
    )


def clause_between(w: Words, i: int, k: int) -> bool:
    """Whether another clause begins between two words of a sentence."""
    return any(w.lower[x] in CLAUSE or w.forms[x] in ',;:–—“”"' or (w.lower[x] in SUBJECT_FORM) for x in range(i + 1, k))


def pleonastic(w: Words, k: int) -> bool:
    """Whether an "it" stands for nothing: "it is clear that", "it seems", "it rained"."""
    if w.lower[k] != "it":
        return False
    rest = [w.lower[x] for x in range(k + 1, min(k + 7, len(w))) if w.sentence[x] == w.sentence[k]]
    if not rest:
        return False
    if rest[0] in ("seems", "seemed", "appears", "appeared", "rained", "snowed", "happens", "turned", "takes", "took"):
        return True
    return rest[0] in ("is", "was", "’s", "'s", "would", "will", "may", "might", "has", "had", "became", "remains") and any(
        x in ("that", "to", "whether", "if", "who", "when") for x in rest[1:]
    )


def quoted_by(t: Text) -> dict[int, int]:
    """For the third-person pronouns inside quotation marks, the word of the name or pronoun that the words beside the marks say is speaking."""
    w = t.words
    out: dict[int, int] = {}
    n, k = len(w), 0
    while k < n:
        if not w.quoted[k]:
            k += 1
            continue
        end = k
        while end < n and w.quoted[end] and w.block[end] == w.block[k]:
            end += 1
        inside = [x for x in range(k, end) if w.lower[x] in HE | SHE]
        if inside:
            voice = voice_after(t, end)
            voice = voice_before(t, k) if voice < 0 else voice
            if voice >= 0:
                out.update(dict.fromkeys(inside, voice))
        k = end
    return out


def voice_after(t: Text, k: int) -> int:
    """The speaker behind a quotation: "said Lund", "Lund said"; -1 where none is."""
    w = t.words
    stop = min(len(w), k + 9)
    said = next((x for x in range(k, stop) if w.lower[x] in SAYING and w.block[x] == w.block[k - 1]), -1)
    if said < 0:
        return -1
    return first_person_in(t, [*range(k, said), *range(said + 1, min(said + 5, len(w)))])


def voice_before(t: Text, k: int) -> int:
    """The speaker before a quotation: "Lund said: ..."; -1 where none is."""
    w = t.words
    low = max(0, k - 12)
    said = next((x for x in range(k - 1, low - 1, -1) if w.lower[x] in SAYING and w.block[x] == w.block[k]), -1)
    if said < 0:
        return -1
    return first_person_in(t, range(said - 1, max(0, said - 6) - 1, -1))


def first_person_in(t: Text, places: Iterable[int]) -> int:
    """The first of some words that is a name or "he" or "she"; -1 where none is."""
    for x in places:
        if x in t.at or t.words.lower[x] in HE or t.words.lower[x] in SHE:
            return x
    return -1
