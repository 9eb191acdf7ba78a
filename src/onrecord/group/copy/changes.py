"""What a copy changed in the passages that it took over, where it touches the meaning.

In: two sentences that are one. Out: changes of a negation, a number, a modal verb, a name or a qualifier. Other words for the same thing are none, and
a stretch that was written anew is left to the reader of both passages.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from onrecord.group.copy.prose import Sentence
from onrecord.group.types import Change, ChangeKind

NEW = 4  # words: a longer stretch is written anew
NEGATIONS = frozenset("not no never none nobody nothing neither nor without cannot".split())
MODALS = frozenset("can could may might must shall should will would ought".split())
QUALIFIERS = frozenset(
    "alleged allegedly reportedly apparently possible possibly probable probably perhaps likely unlikely suspected supposed supposedly purported purportedly"
    " some most many several almost nearly about around roughly approximately partly only".split()
)
NUMERALS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty"
    " fifty sixty seventy eighty ninety hundred thousand million billion dozen half".split()
)


def find_changes(copy: Sentence, copy_text: str, origin: Sentence, origin_text: str) -> Iterator[Change]:
    """The changes from the origin's sentence (`there`) to the copy's (`here`), in order."""
    for kind, a, b, c, d in SequenceMatcher(None, copy.words, origin.words, autojunk=False).get_opcodes():
        if kind == "equal" or max(b - a, d - c) > NEW:
            continue
        here, there = _printed(copy, copy_text, a, b), _printed(origin, origin_text, c, d)
        touched = _touched(copy.words[a:b], origin.words[c:d], here[not a :], there[not c :])
        if touched:
            yield Change(touched, " ".join(here), " ".join(there))


def _touched(here: Sequence[str], there: Sequence[str], printed_here: Sequence[str], printed_there: Sequence[str]) -> ChangeKind | None:
    if any(map(_is_negation, here)) != any(map(_is_negation, there)):
        return "polarity"
    if [w for w in here if _is_number(w)] != [w for w in there if _is_number(w)]:
        return "number"
    if MODALS.intersection(here) != MODALS.intersection(there):
        return "modal"
    names, others = (_names(p) for p in (printed_here, printed_there))
    if names and others and names != others:
        return "name"
    if QUALIFIERS.intersection(here) != QUALIFIERS.intersection(there):
        return "qualifier"
    return None


def _printed(sentence: Sentence, text: str, start: int, end: int) -> list[str]:
    return [p.of(text) for p in sentence.places[start:end]]


def _is_negation(word: str) -> bool:
    return word in NEGATIONS or word.endswith("n't")


def _is_number(word: str) -> bool:
    return word in NUMERALS or any(c.isdigit() for c in word)


def _names(words: Sequence[str]) -> list[str]:
    """Words with a capital; the first word of a sentence, which has one anyway, is not among them."""
    return [w for w in words if w[:1].isupper()]
