"""Other calendars than the Gregorian, and days of the year that have names.

Conversions are hijridate's for the Islamic calendar (as Umm al-Qura publishes it) and convertdate's for the others. Months of
the Islamic calendar begin with the sighting of the moon, so a day told by it in another country may be off by one.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import warnings
from typing import TYPE_CHECKING

from dragoman.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ERAS", "Calendar", "era_year", "find_calendars", "named_days", "to_gregorian"]

Calendar = str
"""The name of a calendar: "islamic", "persian", "hebrew"."""


UMM_AL_QURA = (1343, 1500)
"""Years of the Islamic calendar that hijridate has as Saudi Arabia published them; others are computed."""
SHORTEST = 5
"""Letters of a month's name from which on it tells a day without a year as well: shorter ones are names and words."""


@functools.cache
def _tables() -> dict[str, dict[str, list[int]]]:
    return read_table("calendars.toml")[0]


@functools.cache
def named_days() -> Mapping[str, tuple[int, int]]:
    """Give the days of the year that have a name in English, in lower case: month and day."""
    return {name: (month, day) for name, (month, day) in _tables()["days"].items()}


@functools.cache
def _months() -> dict[str, tuple[Calendar, int]]:
    return {name: (kind, number) for kind in ("islamic", "persian", "hebrew") for name, [number] in _tables()[kind].items()}


@functools.cache
def find_calendars() -> re.Pattern[str]:
    """Give the pattern of a day of another calendar: "22 Bahman 1357", "10 Muharram 1445 AH", "Ramadan 12, 1444"."""
    months = "|".join(sorted((re.escape(name.title().replace("'S", "'s")) for name in _months()), key=len, reverse=True))
    month = rf"(?P<month>{months})"
    return re.compile(
        rf"\b(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?{month}|{month.replace('<month>', '<first>')}\s+(?P<after>[0-3]?\d)\b)"
        rf"(?:,?\s+(?P<year>1[0-5]\d\d|5[67]\d\d)(?:\s*A\.?\s?H\.?(?:S\.?)?)?)?",
    )


def to_gregorian(match: re.Match[str], today: dt.date | None) -> dt.date | None:
    """Give the day that a match of `find_calendars` means, or None where there is no such day.

    A day without a year is the last one before `today`, where that is known.
    """
    kind, month = _months()[(match["month"] or match["first"]).lower()]
    day = int(match["day"] or match["after"])
    if match["year"]:
        return _convert(kind, int(match["year"]), month, day)
    if today is None or kind == "hebrew" or len(match["month"] or match["first"]) < SHORTEST:
        return None
    year = _year_of(kind, today)
    found = [d for y in (year, year - 1) if (d := _convert(kind, y, month, day)) and d <= today]
    return max(found, default=None)


def _convert(kind: Calendar, year: int, month: int, day: int) -> dt.date | None:
    from convertdate import hebrew, islamic, persian  # noqa: PLC0415 - few texts need it

    if kind == "islamic" and UMM_AL_QURA[0] <= year <= UMM_AL_QURA[1]:
        from hijridate import Hijri  # noqa: PLC0415

        try:
            return dt.date(*Hijri(year, month, day).to_gregorian().datetuple())
        except (ValueError, OverflowError):
            return None
    calendar = {"hebrew": hebrew, "islamic": islamic, "persian": persian}[kind]
    if kind == "hebrew":
        # convertdate warns of a function of its own that it still calls.
        warnings.filterwarnings("ignore", "month_days is deprecated", DeprecationWarning)
    try:
        made = dt.date(*map(int, calendar.to_gregorian(year, month, day)))
        # convertdate rolls the 31st of a month of 30 days on: a day that does not come back is none.
        back = tuple(map(int, calendar.from_gregorian(made.year, made.month, made.day)))
    except (ValueError, OverflowError, IndexError):
        return None
    return made if back == (year, month, day) else None


def _year_of(kind: Calendar, today: dt.date) -> int:
    from convertdate import hebrew, islamic, persian  # noqa: PLC0415

    calendar = {"hebrew": hebrew, "islamic": islamic, "persian": persian}[kind]
    return int(calendar.from_gregorian(today.year, today.month, today.day)[0])


ERAS = re.compile(
    r"\b(?:(?P<era>Reiwa|Heisei|Showa|Taisho|Meiji|Juche|Minguo)\s+(?P<count>\d{1,3})|"
    r"(?:(?P<year>2[45]\d\d)\s*(?:B\.\s?E\.?|BE\b|Buddhist Era)|(?:B\.\s?E\.|BE|Buddhist Era)\s+(?P<before>2[45]\d\d)\b)|"
    r"year\s+(?P<republic>\d{2,3})\s+of\s+the\s+Republic|"
    r"(?:Iranian|Persian|Solar Hijri|Afghan)\s+year\s+(?P<solar>1[34]\d\d)|"
    r"(?P<hijri>1[34]\d\d)\s*(?:A\.\s?H\.?|AH\b))",
    re.IGNORECASE,
)
"""Years told by an era: "Heisei 5", "2566 B.E.", "1445 AH"."""


def era_year(match: re.Match[str]) -> tuple[dt.date, dt.date] | None:
    """Give the first and last day of the year that a match of `ERAS` means."""
    if match["hijri"]:
        first = _convert("islamic", int(match["hijri"]), 1, 1)
        last = _convert("islamic", int(match["hijri"]) + 1, 1, 1)
        return (first, last - dt.timedelta(1)) if first and last else None
    if match["solar"]:
        first = _convert("persian", int(match["solar"]), 1, 1)
        last = _convert("persian", int(match["solar"]) + 1, 1, 1)
        return (first, last - dt.timedelta(1)) if first and last else None
    if match["republic"]:
        year = 1911 + int(match["republic"])
    elif match["era"]:
        start, most = _tables()["eras"][match["era"].lower()]
        count = int(match["count"])
        if not 1 <= count <= most:
            return None
        year = start + count - 1
    else:
        year = int(match["year"] or match["before"]) - 543
    return dt.date(year, 1, 1), dt.date(year, 12, 31)
