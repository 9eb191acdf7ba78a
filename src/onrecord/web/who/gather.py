"""What a speaker's page asks: the ledger, and the dossiers of the events that the speaker's statements stand in, as far as these are ready.

In: a request, statements found. Out: the event of each article; what the dossiers know. No page waits long for a dossier: it is being made meanwhile.
"""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import partial

from starlette.requests import Request

import onrecord
from onrecord.errors import OnrecordError
from onrecord.group.types import Dossier
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.types import EventSeen, Hit
from onrecord.web.event.dossiers import MAKING, make
from onrecord.web.event.making import Busy
from onrecord.web.ledgers import ledgers
from onrecord.web.who.known import Known, know

PATIENCE = 1.0  # seconds for all dossiers of a page
EVENTS = 4  # events of a page whose texts are put side by side, those with most of its statements
TEXTS = 60  # in an event; a larger one is put side by side on its own page


def find_events(ledger: Ledger, hits: Iterable[Hit]) -> dict[str, EventSeen]:
    """The event of each article that the statements stand in."""
    found: dict[str, EventSeen] = {}
    for hit in hits:
        article = hit.record.article
        if article is None or article.id in found:
            continue
        event = ledger.event(article.id)
        if event.texts == 1:
            found[article.id] = event
        else:
            found |= dict.fromkeys(ledger.event_articles(event.id), event)
    return found


def read_known(request: Request, head: str, events: Mapping[str, EventSeen], hits: Iterable[Hit], members: Collection[str]) -> Known:
    """What is known from the dossiers that are ready, or are in a moment."""
    count = Counter(events[hit.record.article.id].id for hit in hits if hit.record.article and hit.record.article.id in events)
    by_id = {event.id: event for event in events.values()}
    wanted = [own for own, _ in count.most_common() if 1 < by_id[own].texts <= TEXTS][:EVENTS]
    kept, end = ledgers(request), time.monotonic() + PATIENCE
    ready: dict[str, Dossier] = {}
    for own in wanted:
        try:
            laid = MAKING.ask((kept.path, own, head, onrecord.__version__), partial(make, kept, own), max(0.0, end - time.monotonic()))
        except (Busy, OnrecordError):
            continue
        if laid is not None:
            ready[own] = laid.dossier
    return know(ready, members)
