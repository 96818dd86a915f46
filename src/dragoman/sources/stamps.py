"""Times of publication as pages print and declare them: read whole or not at all, with the offset that is stated.

A text counts as a date only if all of it is spent on dates, times, zones, weekdays and labels ("Published:"), so a
sentence with a date in it is never one. `05/06/2023` says two things and is read as neither.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

__all__ = ["Stamps", "better", "date_line", "stamp"]

LONGEST = 160
FIRST_YEAR, LAST_YEAR = 1800, 2199

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
# Names of fixed offsets in minutes. Left out on purpose: IST (three countries), ET, CT and PT (two offsets a year).
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180,
    "MSK": 180, "TRT": 180, "GST": 240, "AZT": 240, "PKT": 300, "SGT": 480, "HKT": 480, "JST": 540, "KST": 540,
    "AEST": 600, "AEDT": 660, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360,
    "PST": -480, "PDT": -420,
}  # fmt: skip
_TOKEN = re.compile(
    rf"""
    (?P<ymd>(?P<y1>\d{{4}})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?!\d))
  | (?P<compact>(?P<y5>\d{{4}})(?P<m5>\d{{2}})(?P<d5>\d{{2}})(?!\d))
  | (?P<num>(?P<d2>\d{{1,2}})(?P<s2>[-/.])(?P<m2>\d{{1,2}})(?P=s2)(?P<y2>\d{{4}})(?!\d))
  | (?P<dmy>(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m3>{_MONTH}),?[\s-]+(?P<y3>\d{{4}})(?!\d))
  | (?P<mdy>(?P<m4>{_MONTH})\s*(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y4>\d{{4}})(?!\d))
  | (?P<time>T?(?P<h1>\d{{1,2}})[:.h](?P<min>\d{{2}})(?::(?P<sec>\d{{2}})(?:[.,]\d+)?)?(?!\d)\s*(?P<half>[ap]\.?\s?m\b\.?)?
        |(?P<h2>\d{{1,2}})\s*(?P<half2>[ap]\.?m\b\.?))
  | (?P<zone>(?:UTC|GMT)\s*(?P<g1>[-+\u2212])\s*(?P<o1>\d{{1,2}})(?::?(?P<p1>\d{{2}}))?(?!\d)
        |(?P<g2>[-+\u2212])(?P<o2>\d{{2}}):?(?P<p2>\d{{2}})(?!\d))
  | (?P<label>(?:first\s+|originally\s+)?(?:published|posted|created|issued|released|date[d]?|pubdate)\b)
  | (?P<later>(?:last\s+)?(?:updated?|modified|edited|revised)\b)
  | (?P<day>(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?)
  | (?P<name>[A-Za-z]{{1,5}}\b)
  | (?P<fill>[\s|\u2022\u00b7,;:()\[\]/\u2013\u2014-]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FILLERS = frozenset({"on", "at", "the", "hrs", "h", "time", "local"})


@dataclass(frozen=True, slots=True)
class Stamps:
    """The times that a line states, ISO 8601."""

    published: str | None = None
    updated: str | None = None


def date_line(line: str) -> Stamps | None:
    """Read a line that holds dates and nothing else; None for any other.

    Example: `"14 August 2023 19:05 (UTC+04:00)"` is published `2023-08-14T19:05:00+04:00`.
    """
    if len(line) > LONGEST:
        return None
    found: dict[str, _Parts] = {}
    current = "published"
    at = 0
    while at < len(line):
        token = _TOKEN.match(line, at)
        if token is None or token.end() == at:
            return None
        at = token.end()
        kind = token.lastgroup if token.lastgroup in _KINDS else _kind(token)
        if kind in {"label", "later"}:
            current = "published" if kind == "label" else "updated"
        elif kind not in {"day", "fill"}:
            parts = _take(found.get(current, _Parts()), kind, token)
            if parts is None:
                return None
            found[current] = parts
    made = {name: parts.text() for name, parts in found.items() if parts.day}
    return Stamps(**made) if made and all(made.values()) else None


_KINDS = ("ymd", "compact", "num", "dmy", "mdy", "time", "zone", "label", "later", "day", "name", "fill")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What has been read of one time."""

    day: dt.date | None = None
    time: dt.time | None = None
    offset: int | None = None

    def text(self) -> str | None:
        if self.day is None:
            return None
        if self.time is None:
            return self.day.isoformat()
        zone = None if self.offset is None else dt.timezone(dt.timedelta(minutes=self.offset))
        return dt.datetime.combine(self.day, self.time, zone).isoformat()


def _kind(token: re.Match[str]) -> str:
    return next(name for name in _KINDS if token.group(name) is not None)


def _take(parts: _Parts, kind: str, token: re.Match[str]) -> _Parts | None:
    """Add a token; None where it contradicts what is known or makes no sense."""
    if kind == "name":
        return _named(parts, token.group())
    if kind == "time":
        time = _time(token)
        if time is None or (parts.time is not None and parts.time != time):
            return None
        return _Parts(parts.day, time, parts.offset)
    if kind == "zone":
        offset = _offset(token)
        return None if parts.time is None or offset is None else _Parts(parts.day, parts.time, offset)
    day = _day(kind, token)
    return None if day is None or parts.day not in {None, day} else _Parts(day, parts.time, parts.offset)


def _named(parts: _Parts, word: str) -> _Parts | None:
    """A word: a filler, a zone by name, or, after a time, a zone whose offset nobody can tell."""
    if word.casefold() in _FILLERS:
        return parts
    if parts.time is None or not (word.isupper() or word == "z"):
        return None
    return _Parts(parts.day, parts.time, _ZONES.get(word.upper(), parts.offset))


def _time(token: re.Match[str]) -> dt.time | None:
    hour = int(token["h1"] or token["h2"])
    half = (token["half"] or token["half2"] or "")[:1].lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return dt.time(hour, int(token["min"] or 0), int(token["sec"] or 0))
    except ValueError:
        return None


def _offset(token: re.Match[str]) -> int | None:
    sign = -1 if (token["g1"] or token["g2"]) != "+" else 1
    hours, minutes = int(token["o1"] or token["o2"]), int(token["p1"] or token["p2"] or 0)
    return sign * (hours * 60 + minutes) if hours <= 14 and minutes < 60 else None


def _day(kind: str, token: re.Match[str]) -> dt.date | None:
    number = {"ymd": "1", "num": "2", "dmy": "3", "mdy": "4", "compact": "5"}[kind]
    year, month, day = token["y" + number], token["m" + number], int(token["d" + number])
    month_number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    if kind == "num" and token["s2"] != "." and day != month_number:
        if day <= 12 and month_number <= 12:
            return None
        if month_number > 12:
            day, month_number = month_number, day
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return dt.date(int(year), month_number, day)
    except ValueError:
        return None


def stamp(text: str) -> str | None:
    """Read one time from an attribute or a field: ISO 8601, RFC 2822 or as printed; None where it is not clear."""
    read = date_line(text.strip())
    return (read.published or read.updated) if read else None


def better(first: str, second: str) -> bool:
    """Tell whether `second` says the same time as `first` and more of it: a time to a day, an offset to a time."""
    return len(second) > len(first) and second.startswith(first)
