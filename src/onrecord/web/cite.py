"""One statement as the lists of every screen show it: who, the act, the words, when and where, through whom, how sure.

In: a record and one of its statements. Out: `Cite`, plain values with every hidden character made visible, not yet escaped.
"""

from dataclasses import dataclass

from onrecord.group.draw.rows import STRONG
from onrecord.group.line import as_words, shorten
from onrecord.group.types import Words
from onrecord.phrase import ARTICLE, cut_content, lower, make_visible, say_act, say_chain, say_cue, say_names, say_speaker, say_when
from onrecord.sheet.look import UNSURE
from onrecord.sheet.words import CLOCK, TOWARDS, join_runs
from onrecord.types import Act, Article, Entity, Record, Statement
from onrecord.web.render import sure


@dataclass(frozen=True, slots=True)
class Cite:
    """`id` is the statement's, `who` its first speaker's (an entity; None where none is known). `sure_*` is "guess" or "checked", the classes of the page.

    `where` is the outlet, `remarks` what else must be known to read it rightly, `unclear` ("Reyl or the port authority") stands for the speaker where it is.
    """

    id: str
    article: str
    who: str | None
    speaker: str
    unclear: str
    role: str
    act: Act | None
    does: str
    strong: bool
    towards: str
    words: tuple[Words, ...]
    kind: str
    when: str
    where: str
    title: str
    via: str
    remarks: tuple[str, ...]
    sure_speaker: str
    sure_act: str
    sure_when: str


def cite(record: Record, statement: Statement, *, short: bool = True) -> Cite:
    """A statement with its date, outlet and the way to its source. `short`: the shortest run of exact words that still says it."""
    article = record.article
    assert article is not None
    s, known = statement, {e.id: e for e in record.entities}
    speakers = [known[i] for i in s.speakers if i in known]
    name = say_speaker(record, s)
    unclear = name.removeprefix("speaker unclear: ") if name.startswith("speaker unclear: ") else ""
    several = len(speakers) > 1 or any(e.count and e.count > 1 for e in speakers)
    content = tuple(as_words(words, quoted) for words, quoted in cut_content(article.text, s))
    for_whom = say_names(record.entities, s.on_behalf_of)
    remarks = (
        f"for {ARTICLE.sub(lower, for_whom, count=1)}" if for_whom else "",
        {"hypothetical": "hypothetical", "question": "as a question", "future": "of the future"}.get(s.modality, ""),
        "unsure" if s.confidence < UNSURE and sure(s.makers.get("content")) == "guess" else "",
    )
    return Cite(
        id=s.id, article=article.id, who=s.speakers[0] if s.speakers else None, speaker=name, unclear=unclear, role=say_role(speakers),
        act=s.act, does=say_act(s, several=several) or say_cue(article.text, s), strong=s.act in STRONG, towards=say_towards(record, s),
        words=join_runs(shorten(content) or content if short else content), kind=s.kind, when=say_day(article, s), where=say_where(article),
        title=make_visible(article.title or ""), via=say_chain(record, s), remarks=tuple(r for r in remarks if r),
        sure_speaker=sure(s.makers.get("speakers")), sure_act=sure(s.makers.get("act")), sure_when=sure(s.makers.get("said_on")),
    )  # fmt: skip


def say_role(speakers: list[Entity]) -> str:
    """The first role as reported; that a speaker has no name."""
    if len(speakers) != 1:
        return ""
    roles = [make_visible(r) for r in speakers[0].roles[:1]]
    return ", ".join(["unnamed", *roles] if speakers[0].kind == "unnamed" else roles)


def say_towards(record: Record, s: Statement) -> str:
    """Whom the act is directed at, as its object: "the port"; empty for acts that take none."""
    names = say_names(record.entities, s.targets)
    return TOWARDS[s.act] + ARTICLE.sub(lower, names, count=1) if s.act in TOWARDS and names else ""


def say_where(article: Article) -> str:
    return make_visible(article.outlet or "") or "outlet not stated"


def say_day(article: Article, s: Statement) -> str:
    """The day it was said; where that is not stated, so, with the day of the report."""
    if s.said_on is not None:
        return CLOCK.sub("", say_when(s.said_on))
    return f"day not stated, reported {CLOCK.sub('', say_when(article.published))}" if article.published else "day not stated"
