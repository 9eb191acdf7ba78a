"""Times of day with their zones: "9:15 a.m. ET", "19:00 GMT", "noon". Hours are never supplied: "morning" stays a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from onrecord.resolve.when.interval import Interval
from onrecord.resolve.when.words import number, rule
from onrecord.text.dates import ZONES

CLOCK = rule(
    r"(?:(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?)? ?(?P<half>[ap](?:\.m\.?|m\b))"
    r"|(?P<hour24>1\d|2[0-3]|0\d)[:.](?P<minute24>[0-5]\d)(?::[0-5]\d)?(?: (?:hours|hrs)\b)?(?![:.]?\d)"
    r"|(?P<bare>[01]?\d|2[0-3]):?(?P<minutes>[0-5]\d)(?= \(?(?:GMT|UTC|BST|CES?T|EES?T)\b)"
    r"|(?P<count>\d{1,2}|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?= o['’]clock))(?: o['’]clock)? (?:in the (?P<of>morning"
    r"|afternoon|evening)"
    r"|at (?P<night>night))\b"
    r"|(?P<name>noon|midday|midnight)\b)«zone»"
)
REGIONS = {"eastern": "et", "central": "ct", "mountain": "mt", "pacific": "pt"}


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour, perhaps a minute, and the letters of a zone; `hour` is None for midnight, which both of two days may claim."""

    hour: int | None
    minute: int | None
    zone: str | None
    offset: str | None

    def on(self, day: Interval) -> Interval:
        """The moment on a day; a stretch of several days stays as it is."""
        if self.hour is None or day.start is None or day.start != day.end:
            return day
        stamp = f"T{self.hour:02}:{self.minute or 0:02}{self._zone(day.start)}"
        return Interval(day.start, day.end, "hour" if self.minute is None else "minute", stamp)

    def _zone(self, day: date) -> str:
        """The offset of the zone on that day: "ET" is five hours behind in winter, four in summer."""
        if self.zone is None:
            return ""
        minutes, region = ZONES.get(self.zone.lower(), (None, None))
        if minutes is None and region is None:
            return ""
        if minutes is None and region is not None:
            local = datetime(day.year, day.month, day.day, self.hour or 0, self.minute or 0, tzinfo=ZoneInfo(region)).utcoffset() or timedelta()
            minutes = int(local.total_seconds() // 60)
        minutes = minutes or 0
        if self.offset:  # GMT+3
            minutes += (-1 if self.offset[0] == "-" else 1) * int(self.offset[1:].split(":")[0][:2]) * 60
        return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def clock_at(text: str, at: int, high: int) -> tuple[Clock, int] | None:
    """The time of day that begins at a place, and where it ends."""
    m = CLOCK.match(text, at, high)
    if m is None:
        return None
    zone = m["zone"] or m["utc"] or (REGIONS[m["region"].lower()] if m["region"] else None)
    if m["name"]:
        return Clock(None if m["name"].lower() == "midnight" else 12, None, zone, m["offset"]), m.end()
    if m["hour24"] or m["bare"]:
        return Clock(int(m["hour24"] or m["bare"]), int(m["minute24"] or m["minutes"]), zone, m["offset"]), m.end()
    hour = number(m["hour"] or m["count"])
    if not 1 <= hour <= 12:
        return None
    late = (m["half"] or m["of"] or "").lower().startswith(("p", "afternoon", "evening")) or (m["night"] and hour >= 6)
    return Clock(hour % 12 + (12 if late else 0), int(m["minute"]) if m["minute"] else None, zone, m["offset"]), m.end()
