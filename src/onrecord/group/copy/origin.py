"""Which of two texts that share passages is likely the origin, and why, in words.

In: two articles. Out: the one held to be earlier with the reasons; none where nothing tells. A credit to the other's outlet goes before the
time, for agencies send later versions; a time that may be either way says nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from onrecord.group.copy.credit import MANY, Credit, find_credits, fold_name
from onrecord.group.copy.prose import WORD, fold
from onrecord.types import Article, When

NUMBERS = "no one two three four five six seven eight nine ten".split()


@dataclass(frozen=True, slots=True)
class Print:
    """What a text says of its own making. `title` and `url` are folded for comparison."""

    article: Article
    outlet: str
    credits: tuple[Credit, ...]
    title: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Order:
    """Which of two is held to be the origin: the first (-1), the second (1) or not known (0), and why."""

    origin: int
    basis: tuple[str, ...] = ()


def read_print(article: Article, url: str | None) -> Print:
    title = tuple(fold(w) for w in WORD.findall(article.title or ""))
    return Print(article, fold_name(article.outlet or ""), find_credits(article), title, fold_url(url or ""))


def fold_url(url: str) -> str:
    """An address without scheme, "www.", query and the stroke at its end."""
    address = url.split("#")[0].split("?")[0].partition("://")[2]
    return address.removeprefix("www.").rstrip("/")


def version_names(text: Print) -> tuple[tuple[str, ...], ...]:
    """What two versions of one report have in common: the address, or outlet and title."""
    address = (("same address", text.url),) if "/" in text.url else ()
    title = (("same outlet and title", text.outlet, *text.title),) if text.outlet and len(text.title) > 2 else ()
    return address + title


def is_update(one: Print, other: Print) -> str | None:
    """Why two texts are versions of one report, None where they are not known to be."""
    return next((name[0] for name in version_names(one) if name in version_names(other)), None)


def shared_credit(one: Print, other: Print) -> Credit | None:
    """An agency or outlet, neither of the two, that both name as their maker."""
    theirs = {c.key for c in other.credits}
    return next((c for c in one.credits if c.key in theirs and c.key not in (MANY, one.outlet, other.outlet)), None)


def credited(copy: Print, origin: Print) -> str | None:
    """How the copy names the origin's outlet, in words."""
    found = next((c for c in copy.credits if origin.outlet and c.key == origin.outlet and copy.outlet != origin.outlet), None)
    return None if found is None else ("credits " if found.where == "credit" else f"{found.where} of ") + found.name


def order(one: Print, other: Print) -> Order:
    """Which of two texts with common passages is likely the origin."""
    says, told = credited(one, other), credited(other, one)
    if (says is None) != (told is None):
        origin = 1 if says else -1
        gap = before(one, other) if origin < 0 else before(other, one)
        return Order(origin, tuple(reason for reason in (says or told, gap) if reason))
    common = shared_credit(one, other)
    both = (f"both credit {common.name}",) if common else ()
    same = is_update(one, other)
    again = (f"another version of the same report ({same})",) if same else ()
    for origin, gap in ((-1, before(one, other)), (1, before(other, one))):
        if gap:
            return Order(origin, (*again, *both, gap))
    if same and (changed := _later_version(one.article, other.article)):
        return Order(-changed, (*again, *both, "the other says that it was updated"))
    ours, theirs = _dateline(one), _dateline(other)
    if ours and not theirs:
        return Order(-1, (f"dateline of {ours}",))
    if theirs and not ours:
        return Order(1, (f"dateline of {theirs}",))
    return Order(0)


def _dateline(text: Print) -> str | None:
    return next((c.name for c in text.credits if c.where == "dateline"), None)


def _later_version(one: Article, other: Article) -> int:
    """1 where the second is the later version by its own update, -1 where the first is, else 0."""
    a, b = (x.updated.start if x.updated and x.updated.start else "" for x in (one, other))
    return (b > a) - (b < a)


def before(one: Print, other: Print) -> str | None:
    """By how much one text was published before another, in words; None where it was not, or may not have been."""
    a, b = one.article.published, other.article.published
    if a is None or b is None or not (a.start and a.end and b.start and b.end):
        return None
    end, start = _moment(a.end, last=True), _moment(b.start)
    if (end.tzinfo is None) != (start.tzinfo is None):
        end, start = end.replace(tzinfo=None), start.replace(tzinfo=None)
        if start - end < timedelta(hours=14):  # the zone of one is not known
            return None
    if end >= start:
        return None
    return f"published {_gap(a, b)} before"


def _moment(iso: str, *, last: bool = False) -> datetime:
    """A date or moment; of a whole day its first or its last minute."""
    if len(iso) <= 10:
        return datetime.fromisoformat(iso) + (timedelta(hours=23, minutes=59) if last else timedelta())
    moment = datetime.fromisoformat(iso)
    return moment.astimezone(UTC) if moment.tzinfo else moment


def _gap(a: When, b: When) -> str:
    assert a.start and b.start
    one, other = _moment(a.start), _moment(b.start)
    if len(a.start) > 10 and len(b.start) > 10:
        apart = other.replace(tzinfo=None) - one.replace(tzinfo=None)
        if apart < timedelta(hours=1):
            return _count(int(apart.total_seconds() // 60), "minute")
        if apart < timedelta(days=1):
            return _count(int(apart.total_seconds() // 3600), "hour")
    days = (other.date() - one.date()).days
    return "the day" if days == 1 else _count(days, "day")


def _count(number: int, noun: str) -> str:
    return f"{NUMBERS[number] if number < len(NUMBERS) else number} {noun}{'' if number == 1 else 's'}"
