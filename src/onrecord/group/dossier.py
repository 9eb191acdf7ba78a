"""Records to a dossier: the one place that joins the stages of grouping. A pure function of the records, whatever their order.

In: records, the words or questions that a person names. Out: a `Dossier` that stands by itself (types.py). A report that could not be read is listed, never
dropped. The stages: copy.py, who.py, same.py, event/, point.py, position.py, line.py.
"""

from collections.abc import Iterable, Mapping, Sequence

from onrecord.group import meaning
from onrecord.group.copy import RULE as COPY
from onrecord.group.copy import families, find_copies
from onrecord.group.event import RULE as EVENT
from onrecord.group.event import find_happenings
from onrecord.group.line import make_lines
from onrecord.group.memo import NONE, Memo
from onrecord.group.point import RULE as POINT
from onrecord.group.point import find_points
from onrecord.group.position import RULE as POSITION
from onrecord.group.position import (
    find_accused,
    find_doubts,
    find_lone,
    find_originals,
    find_positions,
    find_relations,
    find_through,
    read_beside,
)
from onrecord.group.rulings import RULE as JUDGED
from onrecord.group.rulings import UNRULED, Rulings
from onrecord.group.same import RULE as SAME
from onrecord.group.same import find_utterances
from onrecord.group.texts import Said, arrange, list_said
from onrecord.group.types import Dossier, Happening, Text, Unread, Utterance
from onrecord.group.who import RULE as WHO
from onrecord.group.who import join_voices, voice_ids
from onrecord.types import Record, Statement

MAKERS = {
    "copies": COPY, "voices": WHO, "utterances": SAME, "happenings": EVENT, "points": POINT, "positions": POSITION, "likeness of words": meaning.RULE,
}  # fmt: skip


def make_dossier(
    records: Iterable[Record], *, about: str | None = None, questions: Sequence[str] = (), memo: Memo | None = None, rulings: Rulings = UNRULED
) -> Dossier:
    """Several reports side by side; the same for every order of `records`, an article that is given twice counted once.

    `questions` are points named by people ("who phoned?"). `about` keeps what is about these words: the happenings, points and statements they fit.
    `rulings` are what people said about the groups: they outrank the machine. `memo` keeps the workings from one dossier to the next, so that a report
    more is quickly put in; the dossier is the same with or without.
    """
    memo = memo or NONE
    memo.begin()
    given = tuple(records)
    read = arrange(given)
    copies = find_copies(read, memo)
    family = families(read, copies)
    voices = join_voices(read, rulings.voices)
    ids = voice_ids(voices)
    known = {v.id: v for v in voices}
    said = list_said(read, ids)
    utterances = find_utterances(said, family, ids, memo, rulings.utterances)
    happenings = find_happenings(read, said, ids, memo, rulings)
    if about is not None:
        said, happenings, utterances = keep_about(about, said, happenings, utterances)
    points = find_points(
        said=said, voices=known, ids=ids, utterances=utterances, happenings=happenings, families=family, questions=questions, memo=memo, rulings=rulings
    )
    said = read_beside(said=said, points=points, utterances=utterances, ids=ids, memo=memo)
    positions = find_positions(said=said, ids=ids, points=points, utterances=utterances, memo=memo)
    relations = find_relations(said=said, ids=ids, points=points, utterances=utterances, memo=memo)
    accused = find_accused(said=said, ids=ids, points=points, relations=relations, utterances=utterances, memo=memo)
    return Dossier(
        about=about,
        texts=tuple(make_text(r, n, family, ids) for n, r in enumerate(read, 1)),
        unread=list_unread(given),
        copies=copies,
        voices=voices,
        lines=make_lines(said, ids, memo),
        utterances=utterances,
        happenings=happenings,
        points=points,
        positions=positions,
        relations=relations,
        accused=accused,
        lone=find_lone(said=said, points=points, families=family),
        through=find_through(said=said, ids=ids, points=points),
        originals=find_originals(said=said, ids=ids, voices=known, records=read),
        doubts=find_doubts(said=said, voices=known, points=points, positions=positions, utterances=utterances, accused=accused),
        makers=MAKERS if rulings == UNRULED else MAKERS | {"groups": JUDGED},
        checked=sum(is_checked(s) for r in read for s in r.statements),
    )


def is_checked(statement: Statement) -> bool:
    """Whether a person has judged a value of a statement, right or wrong."""
    return any(maker.startswith(("checked by ", "corrected by ")) for maker in statement.makers.values())


def make_text(record: Record, number: int, family: Mapping[str, str], ids: Mapping[tuple[str, str], str]) -> Text:
    article = record.article
    assert article is not None
    return Text(
        id=article.id, number=number, title=article.title, outlet=article.outlet, byline=article.byline, form=article.form,
        issuer=ids.get((article.id, article.issuer)) if article.issuer else None, published=article.published, updated=article.updated,
        url=record.capture.url, path=record.capture.path, sha256=record.capture.sha256, words=len(article.text.split()),
        statements=len(record.statements), family=family.get(article.id, article.id),
    )  # fmt: skip


def list_unread(records: Sequence[Record]) -> tuple[Unread, ...]:
    """The inputs that gave no article, by name, each with its reason."""
    found = {
        Unread(r.capture.path or r.capture.url or r.capture.id, r.problems[0].message if r.problems else "the reason is not known")
        for r in records
        if r.article is None
    }
    return tuple(sorted(found, key=lambda u: (u.name, u.reason)))


def keep_about(
    words: str, said: Sequence[Said], happenings: Sequence[Happening], utterances: Sequence[Utterance]
) -> tuple[tuple[Said, ...], tuple[Happening, ...], tuple[Utterance, ...]]:
    """What is about some words: happenings and statements that have all of their stems, the statements of those happenings, and what stands inside one another.

    A statement has the words of its content and of its headline, a happening those of its label, place and mentions.
    """
    wanted = set(meaning.stems(words))
    texts = {s.article.id: s.article for s in said}
    about = []
    for h in happenings:
        mentioned = (m.span.of(texts[m.text].text) for m in h.mentions if m.text in texts)
        if wanted <= set(meaning.stems(" ".join((h.label, h.kind or "", h.where or "", *mentioned)))):
            about.append(h)
    fitting = {i for h in about for i in h.statements}
    fitting |= {s.id for s in said if wanted <= set(meaning.stems(f"{s.words} {s.article.title or ''}"))}
    fitting |= {s.id for s in said if s.statement.parent in fitting} | {s.statement.parent for s in said if s.id in fitting and s.statement.parent}
    fitting |= {i for u in utterances if any(i in fitting for i in u.statements) for i in u.statements}
    kept = tuple(s for s in said if s.id in fitting)
    return (
        kept,
        tuple(h for h in happenings if h in about or any(i in fitting for i in h.statements)),
        tuple(u for u in utterances if any(i in fitting for i in u.statements)),
    )
