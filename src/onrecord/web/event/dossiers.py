"""The dossier that a page shows: found in the ledger, made ready once, kept while the ledger stays as it is.

In: a request. Out: `Opened`, or the answer that says that it is still being made. Whoever reads without a script sees the same page again in a moment.
"""

from dataclasses import dataclass
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

import onrecord
from onrecord.judge.types import Grouping, Judgement, Label, Moved, Right, Wrong
from onrecord.ledger.types import EventSeen, Follow
from onrecord.phrase import make_visible
from onrecord.web.event.laid import Laid, lay
from onrecord.web.event.making import Busy, Making
from onrecord.web.event.where import WORDS, Where
from onrecord.web.ledgers import Ledgers, ledgers, or_missing, reading
from onrecord.web.render import respond, trouble

PATIENCE = 1.0  # seconds; what takes longer is waited for on a page that says so
SECONDS = 600.0  # that reading the texts of one dossier may take
MAKING: "Making[Laid]" = Making()


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier that is ready. `label` is the event's, or the words; `followed` is what this reader follows of it, `kept` what was just judged."""

    where: Where
    label: str
    event: EventSeen | None
    laid: Laid
    head: str
    followed: Follow | None
    judged: tuple[Judgement, ...]
    kept: tuple[Judgement, ...]

    @property
    def title(self) -> str:
        """ "The Linnet at the Calder breakwater: who says what"."""
        return f"{self.label}: who says what"


def open_dossier(request: Request) -> Opened | Response:
    """The dossier of a request's event or words. HTTPException 404 where there is none."""
    own = request.path_params.get("event", WORDS)
    words = request.query_params.get("words", "").strip() if own == WORDS else ""
    if own == WORDS and not words:
        raise HTTPException(404, "Name an event, or words that its texts have.")
    with or_missing(), reading(request) as ledger:
        event = ledger.event(own) if own != WORDS else None
        head, follows = ledger.head(), ledger.follows()
    where = Where(event.id if event else WORDS, words)
    label = make_visible(event.label) if event else f"“{make_visible(words)}”"
    asked = event.id if event else words
    kept = ledgers(request)
    try:
        with or_missing():
            found = MAKING.ask((kept.path, asked, head, onrecord.__version__), partial(make, kept, asked), PATIENCE)
    except Busy:
        return trouble(request, 503, "Several dossiers are being put together already. Wait a moment and ask again.")
    if found is None:
        texts = event.texts if event else 0
        return respond(request, "event_waiting.html", None, 200, title=f"{label}: who says what", texts=texts, headers={"retry-after": "2"})
    value = ("event", event.id) if event else ("words", words)
    followed = next((f for f in follows if (f.what, f.value) == value and f.by == request.state.reader), None)
    numbers = {int(n) for n in request.query_params.get("kept", "").split(".") if n.isascii() and n.isdecimal() and len(n) < 16}
    just = tuple(j for j in found.judged if j.seq in numbers)
    return Opened(where, label, event, found, head, followed, found.judged, just)


def make(kept: Ledgers, asked: str) -> Laid:
    """The dossier with what people judged about it."""
    with kept.reading(seconds=SECONDS) as ledger:
        dossier = ledger.dossier(asked).dossier
        judgements = [j for j in ledger.judgements() if not j.undone]
    lines, texts = {line.id for line in dossier.lines}, {t.id for t in dossier.texts}
    checked = frozenset(j.about for j in judgements if isinstance(j.saying, Right | Wrong | Moved) and j.about in lines)
    judged = tuple(j for j in judgements if isinstance(j.saying, Grouping | Label) and ({j.about, getattr(j.saying, "other", "")} & {*lines, *texts}))
    return lay(dossier, checked, judged)
