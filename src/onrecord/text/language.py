"""Which language a text is in.

In: a text, or a headline alone. Out: an ISO 639 code, or None where it cannot be told. It never calls a short text by a language on a
weak majority: half a dozen words of English headline resemble many languages.
"""

import re
from functools import cache
from typing import Any

ENGLISH = "en"
# Enough of a text to tell: the share of a language does not change after some pages, and the time to read it does.
CHARACTERS = 4000
# A fifth of English news is these words. Counting them saves the 0.8 s that the identifier takes to load, on nearly every text.
FUNCTION_WORDS = frozenset(
    ["the", "of", "and", "to", "that", "was", "for", "with", "is", "it", "by", "from", "were", "has", "have", "had", "which", "their", "they", "would"]
)  # fmt: skip
ENOUGH_WORDS = 40
ENOUGH_ENGLISH = 0.15
# A share of the probability that decides; English may be split with its Nigerian Pidgin, which shares its headline words.
SURE_ENGLISH = 0.25
SURE_OTHER = 0.6
NEAR_ENGLISH = frozenset(["en", "pcm"])
WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str | None:
    """The text's language, None where it cannot be told.

    >>> detect_language("Le ministre a démissionné lundi soir, a annoncé son bureau.")
    'fr'
    >>> detect_language("2031") is None
    True
    """
    text = text[:CHARACTERS]
    words = WORD.findall(text.casefold())
    if not words:
        return None
    if len(words) >= ENOUGH_WORDS and sum(word in FUNCTION_WORDS for word in words) >= ENOUGH_ENGLISH * len(words):
        return ENGLISH
    ranks: list[tuple[str, float]] = _identifier().rank(text)
    best, share = ranks[0]
    english = sum(p for language, p in ranks if language in NEAR_ENGLISH)
    if english >= max(SURE_ENGLISH, share):
        return ENGLISH if best != "pcm" or len(words) < ENOUGH_WORDS else best
    return best if share >= SURE_OTHER and best not in NEAR_ENGLISH else None


@cache
def _identifier() -> Any:
    """The identifier, loaded at the first text that needs it; its probabilities add up to 1."""
    from py3langid import langid

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
