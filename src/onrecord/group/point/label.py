"""A point's name, suggested: exact words of one of its statements, the shortest clause that says it by itself."""

import re
from collections.abc import Sequence

import numpy as np

from onrecord.group.meaning import vector
from onrecord.group.point.claim import FINITE, Claim, in_headline, is_negative
from onrecord.group.texts import Said

LEADING = re.compile(r"^(?:(?:that|of|to|with|about|regarding|for|over|and|but|so|because|whether|if)\s+)+", re.IGNORECASE)
PRONOUN = re.compile(
    r"(?:all|both|h(?:e|er|im|is)|i(?:ts?)?|my|n(?:either|o(?:ne)?)|o(?:ne|ur)|s(?:he|ome|uch)|th(?:at|e(?:ir|m|se|y)|is|ose)|w(?:e|h(?:at|ich|o))|you)\b",
    re.IGNORECASE,
)
BREAK = re.compile(
    r"[;:.!?]\s{1,3}|\s[-–—]\s|—|,\s{1,3}(?=(?:and|but|or|so|because|although|though|while|which|who|when|where|as|after|before|"
    r"adding|saying|despite|until|unless|even|including|not)\b)"
    r"|(?<!\s)\s{1,3}(?=(?:because|although|though|while|whereas|even though|after which|which|but)\b)"
)
MARKS = re.compile(r"[“”„\"]|(?<!\w)[‘'](?=\w)|(?<=[\w,.!?])[’'](?!\w)")
PARTICIPLE = re.compile(r"\b[a-z]+ed (?=by\b)")
DEICTIC = re.compile(r"\b(?:there|here|it|them|this|that|then|so)$", re.IGNORECASE)
CHARGED = re.compile(r"^.{2,80}? (?:of|for|with) (?=[a-z]{2,}ing\b)")  # "the port of | shutting the gate"
FRAGMENT = re.compile(r"(?:[0-9]|in |on |at |by |from |before |after |until |during )")
EDGE = " \t\n,;:.!?–—-"
LONGEST = 16
SHORTEST = 3
PLAIN = {
    "accuse": 0,
    "assert": 0,
    "admit": 1,
    "demand": 1,
    "warn": 1,
    "promise": 1,
    "propose": 1,
    "criticise": 1,
    "threaten": 1,
    "think": 1,
    "support": 2,
    "deny": 2,
    "challenge": 3,
}


def suggest_label(claims: Sequence[Claim]) -> str:
    """The label: the plainest clause nearest in meaning to all claims of the point, capitalised, without a leading "that"."""
    middle = np.sum([c.vector for c in claims], axis=0)
    length = float(np.linalg.norm(middle)) or 1.0
    options = [
        (rank(claim, said, clause, float(vector(clause) @ middle) / length), clause) for claim in claims for said in claim.members for clause in clauses(said)
    ]
    return raise_first(min(options)[1]) if options else raise_first(claims[0].main.words.strip(EDGE))


def rank(claim: Claim, said: Said, clause: str, near: float) -> tuple[float, str, str]:
    """Lower is better: sentences before fragments, names before pronouns, plain acts before replies, near the middle, short."""
    words = len(clause.split())
    cost = (
        2.0 * (FINITE.search(PARTICIPLE.sub("", clause)) is None)
        + 0.7 * (DEICTIC.search(clause) is not None)
        + 1.5 * (PRONOUN.match(clause) is not None)
        + PLAIN.get(said.statement.act or "", 4)
        + 2.0 * said.statement.negated
    )
    cost += (
        1.5 * is_negative(clause)
        + 1.0 * (clause[:1].islower() and FRAGMENT.match(clause) is not None)
        + 1.5 * (claim.points_back)
        + 0.06 * words
        + max(0, words - LONGEST) * 0.2
        + 2.0 * (words < SHORTEST)
        - 3.0 * near
    )
    cost += 0.8 * in_headline(said)
    return round(cost, 6), said.id, clause


def clauses(said: Said) -> list[str]:
    """The content and its leading clauses, each in exact words without quotation marks and outer punctuation."""
    text = said.article.text
    found: list[str] = []
    for span in said.statement.content:
        whole = " ".join(MARKS.sub("", span.of(text)).split())
        for piece in (whole, BREAK.split(whole)[0], CHARGED.sub("", whole) if said.statement.act == "accuse" else whole):
            kept = LEADING.sub("", piece.strip(EDGE)).strip(EDGE)
            if kept and kept not in found:
                found.append(kept)
    return found


def raise_first(words: str) -> str:
    return words[:1].upper() + words[1:]
