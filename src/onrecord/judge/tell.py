"""What people judged, in a line. Pure.

In: a judgement, and in words what the ids in it stand for. Out: who judged what.
"""

from onrecord.judge.types import AtSource, Foreign, Grouping, Identity, Judgement, Label, Missed, Moved, NotStatement, Right, Saying, Undo, Wrong
from onrecord.phrase import make_visible

FIELDS = {
    "speakers": "speaker", "addressees": "addressee", "targets": "who is meant", "relayed_by": "through whom", "on_behalf_of": "for whom", "said_on": "date",
    "negated": "whether it was said", "anonymous": "whether a name is given",
}  # fmt: skip
LONGEST = 48  # characters of somebody's words in a line about them


def tell(judgement: Judgement, about: str, other: str = "") -> str:
    """Who judged what, in a line: "J. Ilves judged “the port” the same as Calder Port Authority". `about` and `other` are what the ids stand for, in words."""
    s: Saying | Foreign = judgement.saying
    own = cut(about) or "it"
    if isinstance(s, Identity):
        there = cut(other) or "another"
        what = {"same": f"{own} the same as {there}", "different": f"{own} different from {there}", "unsure": f"{own}, unsure whether the same as {there}"}[
            s.what
        ]
    elif isinstance(s, Right):
        what = f"{own} right" + (f" ({', '.join(FIELDS.get(f, f) for f in s.fields)})" if s.fields else "")
    elif isinstance(s, Wrong):
        to = ", ".join(p.name for p in s.parties) or s.value or "not stated"
        what = f"{own}: {FIELDS.get(s.field, s.field)} wrong" + (f", it is {to}" if s.known else "")
    elif isinstance(s, NotStatement):
        what = f"{own} no statement"
    elif isinstance(s, Moved):
        what = f"{own}: moved where its {s.field} stands"
    elif isinstance(s, Missed):
        what = f"{cut(s.words)} a statement that was missed"
    elif isinstance(s, AtSource):
        what = f"{own} {s.what} by its publisher"
    elif isinstance(s, Grouping):
        what = f"{own} {s.what} as one {s.grouped} with {cut(other) or 'another'}" if s.what == "together" else f"{own} apart from {cut(other) or 'another'}"
    elif isinstance(s, Label):
        what = f"{own} to be called {cut(s.label)}"
    elif isinstance(s, Undo):
        what = f"entry {judgement.about.lstrip('#')} undone"
    else:
        what = f"{own} in a way that this onrecord does not know"
    return make_visible(f"{judgement.by} judged {what}")


def cut(words: str, longest: int = LONGEST) -> str:
    """Somebody's words in marks, not too many of them."""
    words = make_visible(words)
    if not words:
        return ""
    return f"“{words}”" if len(words) <= longest else f"“{words[:longest].rsplit(' ', 1)[0]}” and more"
