"""What a person changes of the groups: set apart, put together, name. Each is a judgement in the ledger, to be undone like any other.

In: forms. Out: the list of groups again, with what was kept. What is set apart goes together with what was chosen with it; of what stays, one names the group.
"""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from onrecord.errors import UsageError
from onrecord.judge.types import Grouped, Grouping, Label
from onrecord.ledger.ledger import Ledger
from onrecord.web.event.where import WORDS, Where
from onrecord.web.ledgers import or_missing, reading, writing
from onrecord.web.render import go, needs_name, read_form, text_of

CHOSEN = 200  # things of one form
LABEL = 200  # characters
Told = tuple[str, Grouping | Label]


def regroup(request: Request) -> Response:
    """Statements of a point or utterance: apart from the others, together with another group, or the point's name."""
    if asked := needs_name(request):
        return asked
    form = read_form(request)
    where = Where(request.path_params["event"], text_of(form, "words"))
    kind: Grouped = "utterance" if text_of(form, "kind") == "utterance" else "point"
    chosen = [s for s in form.getlist("statement") if isinstance(s, str)]
    told = tell(text_of(form, "do"), kind, chosen, stays=text_of(form, "stays").split(), other=text_of(form, "other"), label=text_of(form, "label"))
    part = "quotations" if kind == "utterance" else "points"
    return go(request, where.to("grouped", part=part, kept=keep(request, told)))


def regroup_texts(request: Request) -> Response:
    """Texts of an event: apart from the others, the event together with another one, or its name."""
    if asked := needs_name(request):
        return asked
    form = read_form(request)
    own = request.path_params["event"]
    with or_missing(), reading(request) as ledger:
        texts = list(ledger.event_articles(own))
        other = text_of(form, "other")
        others = ledger.event_articles(other) if other else ()
        held = find_parted(ledger, texts, others)
    chosen = [s for s in form.getlist("text") if isinstance(s, str) and s in texts]
    told = tell(text_of(form, "do"), "event", chosen, stays=texts, other=others[0] if others else "", label=text_of(form, "label"))
    if text_of(form, "do") == "together" and not chosen:
        told += held  # the whole of both: what was set apart between them before would part them again
    kept = keep(request, told)
    with reading(request) as ledger:
        now = ledger.event(texts[0]).id  # the event's id is its earliest text's, and that may have changed
    return go(request, Where(now).to("grouped", part="texts", kept=kept))


def find_parted(ledger: Ledger, one: Sequence[str], other: Sequence[str]) -> list[Told]:
    """That texts of two events which somebody set apart from each other belong together after all."""
    found: dict[tuple[str, str], None] = {}
    for j in ledger.judgements():
        s = j.saying
        if not isinstance(s, Grouping) or s.grouped != "event" or s.what != "apart" or j.undone:
            continue
        if (j.about in one and s.other in other) or (j.about in other and s.other in one):
            found[j.about, s.other] = None
    return [(about, Grouping("together", "event", there)) for about, there in found]


def tell(do: str, kind: Grouped, chosen: Sequence[str], *, stays: Sequence[str], other: str, label: str) -> list[Told]:
    """The judgements that a form stands for. UsageError where it says nothing."""
    things = "texts" if kind == "event" else "statements"
    if do == "name":
        if not label.strip() or not stays or kind == "utterance":
            raise UsageError("A name needs words.")
        return [(stays[0], Label("event" if kind == "event" else "point", " ".join(label.split())[:LABEL]))]
    if len(chosen) > CHOSEN:
        raise UsageError(f"{len(chosen):,} {things} at once: choose at most {CHOSEN}.")
    left = [s for s in stays if s not in chosen]
    if do == "apart":
        if not chosen or not left:
            raise UsageError(f"Choose some of the {things}, not none and not all.")
        return [(chosen[0], Grouping("apart", kind, left[0])), *((s, Grouping("together", kind, chosen[0])) for s in chosen[1:])]
    if do == "together":
        if not other or not (chosen or stays):
            raise UsageError("Choose what this is to be put together with.")
        if not chosen or not left:  # all of it
            return [((chosen or stays)[0], Grouping("together", kind, other))]
        return [(chosen[0], Grouping("apart", kind, left[0])), *((s, Grouping("together", kind, other)) for s in chosen)]
    raise UsageError("Say what to do: apart, together or name.")


def keep(request: Request, told: Sequence[Told]) -> str:
    """Keep the judgements; the numbers of their entries, for the address of the page that tells of them."""
    with writing(request) as ledger:
        return ".".join(str(judge(ledger, about, saying, request.state.reader)) for about, saying in told)


def judge(ledger: Ledger, about: str, saying: Grouping | Label, reader: str) -> int:
    return ledger.judge(about, saying, by=reader).seq


def undo_all(request: Request) -> Response:
    """Undo what one form did."""
    if asked := needs_name(request):
        return asked
    form = read_form(request)
    numbers = [int(n) for n in text_of(form, "entries").split(".") if n.isascii() and n.isdecimal() and len(n) < 16]
    with writing(request) as ledger:
        for n in reversed(numbers[: 2 * CHOSEN]):
            ledger.undo(n, by=request.state.reader)
    own = request.path_params["event"]
    if own != WORDS:
        with or_missing(), reading(request) as ledger:
            own = ledger.event(own).id
    return go(request, Where(own, text_of(form, "words")).to("grouped", part=text_of(form, "part")))


routes: list[BaseRoute] = [
    Route("/event/{event}/regroup", regroup, methods=["POST"]),
    Route("/event/{event}/texts", regroup_texts, methods=["POST"]),
    Route("/event/{event}/undo", undo_all, methods=["POST"]),
]
