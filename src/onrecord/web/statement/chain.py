"""Through whom the words came, as numbered steps, outermost first: the paper, whoever carried the words, the speaker.

In: a record and one of its statements. Out: steps in plain words. A step that the report leaves open says so, and a step is never guessed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.phrase import ARTICLE, in_marks, join_words, lower, make_visible, say_cue, say_names, say_when
from onrecord.sheet.words import file_of, host_of
from onrecord.types import Article, Entity, Record, Statement
from onrecord.why import statements_around

ROLES = 2  # told beside a name


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is shown, and the entity that it leads to, where it is one."""

    text: str
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who, what they are, by which words they passed it on. `unknown`: the report does not say, or leaves a choice; `about` then has the names."""

    number: int
    names: tuple[Name, ...]
    about: tuple[str, ...] = ()
    how: tuple[str, ...] = ()
    last: bool = False
    unknown: bool = False


def find_chain(record: Record, statement: Statement) -> tuple[Step, ...]:
    """The steps from the report to the speaker."""
    article = record.article
    if article is None:
        return ()
    steps = [first_step(record, article), *carriers(record, article, statement), speaker_step(record, article, statement)]
    return tuple(Step(i, s.names, s.about, s.how, s.last, s.unknown) for i, s in enumerate(steps, 1))


def first_step(record: Record, article: Article) -> Step:
    """Whoever printed it."""
    form = "official text" if article.form == "official text" else article.form
    day = f"{form} of {say_when(article.published)}" if article.published else f"{form}, day not stated"
    return Step(0, (name_outlet(record, article),), (day,), ("wrote that",))


def name_outlet(record: Record, article: Article) -> Name:
    """The outlet, else the issuer of an official text, else the site or the file."""
    if article.outlet:
        return Name(make_visible(article.outlet))
    issuer = next((e for e in record.entities if e.id == article.issuer), None)
    if issuer is not None:
        return Name(make_visible(issuer.name), issuer.id)
    return Name(host_of(record.capture.url) or file_of(record.capture.path) or "outlet not stated")


def carriers(record: Record, article: Article, statement: Statement) -> Iterator[Step]:
    """Whoever passed the words on, with the words by which they did."""
    by_id = {e.id: e for e in record.entities}
    around = statements_around(record, statement)
    for own in statement.relayed_by:
        entity = by_id.get(own)
        if entity is None:
            continue
        outer = next((s for s in around if own in s.speakers), None)
        yield Step(0, (Name(raise_name(entity), own),), tuple(describe(entity)), (say_how(article, outer),) if outer else ("named as the words’ origin",))


def speaker_step(record: Record, article: Article, statement: Statement) -> Step:
    """The speaker; unknown where none is stated or two are possible."""
    by_id = {e.id: e for e in record.entities}
    how = [say_how(article, statement)] if statement.cue else []
    if statement.on_behalf_of:
        how.append(f"for {say_names(record.entities, statement.on_behalf_of)}")
    if statement.rivals:
        named = [say_names(record.entities, [i]) for i in (*statement.speakers, *statement.rivals) if i in by_id]
        named = [ARTICLE.sub(lower, n, count=1) for n in named]
        return Step(0, (Name("speaker unclear"),), (" or ".join(named) if len(named) > 1 else f"perhaps {named[0]}" if named else "",), tuple(how), True, True)
    known = [by_id[i] for i in statement.speakers if i in by_id]
    if known:
        about = tuple(describe(known[0])) if len(known) == 1 else ()
        return Step(0, tuple(Name(raise_name(e), e.id) for e in known), about, tuple(how), True)
    if statement.source:
        return Step(0, (Name(join_words(article.text, statement.source)),), ("named in the report’s words only",), tuple(how), True, True)
    return Step(0, (Name("speaker not stated"),), (), tuple(how), True, True)


def describe(entity: Entity) -> list[str]:
    """Roles as reported; that a name was left out, and on what terms, in the report's own marks."""
    told = [make_visible(r) for r in entity.roles[:ROLES]]
    if entity.kind == "unnamed":
        told.append("not named" + (f", {in_marks(entity.terms)}" if entity.terms else ""))
    return [", ".join(told)] if told else []


def say_how(article: Article, statement: Statement) -> str:
    """The cue with the day: "said on Thursday that", "had told them, day not stated"."""
    cue = say_cue(article.text, statement)
    return ", ".join(part for part in (cue, say_when(statement.said_on) if statement.said_on else "day not stated") if part)


def raise_name(entity: Entity) -> str:
    name = make_visible(entity.name)
    return name[:1].upper() + name[1:]


def say_via(record: Record, ids: Sequence[str]) -> str:
    """ "via two officials"; empty where the words came straight."""
    names = [ARTICLE.sub(lower, say_names(record.entities, [i]), count=1) for i in ids if any(e.id == i for e in record.entities)]
    return f"via {', '.join(names)}" if names else ""
