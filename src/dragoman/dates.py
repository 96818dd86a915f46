"""Date expressions to days: absolute ones as they stand, relative ones against the day of publication.

A day, month or year is never made up: "on 14 August" without a year takes the year in which it lies nearest before
publication, and stays unresolved where the publication date is not known.
"""

# The readers of one table share a signature.
# ruff: noqa: FBT001

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING

from dragoman.models import Date
from dragoman.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["find_dates", "publication_day"]

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
# A full stop belongs to an abbreviated month only: after a whole one it ends the sentence.
_MONTH = (
    "(?P<month>"
    + "|".join(name.lower() for name in calendar.month_name if name)
    + r"|(?:sept|"
    + "|".join(name.lower() for name in calendar.month_abbr if name)
    + r")\b)(?:(?<!\w{4})(?<!may)\.|(?<=\bsept)\.)?"
)
_WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
_WEEKDAY = "(?P<weekday>" + "|".join(_WEEKDAYS) + ")"
_NUMBERS = {
    w: i for i, w in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1)
} | {"a": 1, "an": 1}
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)"
LATER = re.compile(r"\b(?:will|would|shall|to be|next|upcoming|due|plans?|planned|scheduled|set to)\b", re.IGNORECASE)


def publication_day(published: str | None) -> dt.date | None:
    """Give the day of an ISO 8601 time as it stands, in its own zone."""
    try:
        return dt.date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _date(first: dt.date, last: dt.date | None, precision: str) -> Date:
    return Date(first.isoformat(), (last or first).isoformat(), precision, "text")  # type: ignore[arg-type]


def _day(year: int, month: int, day: int) -> Date | None:
    try:
        return _date(dt.date(year, month, day), None, "day")
    except ValueError:
        return None


def _month(year: int, month: int) -> Date:
    return _date(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), "month")


def _year(year: int) -> Date:
    return _date(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def _full(m: re.Match[str], _: dt.date | None, __: bool) -> Date | None:
    return _day(int(m["year"]), _MONTHS[m["month"].lower()], int(m["day"]))


def _iso(m: re.Match[str], _: dt.date | None, __: bool) -> Date | None:
    return _day(int(m["year"]), int(m["m"]), int(m["day"]))


def _no_year(m: re.Match[str], today: dt.date | None, later: bool) -> Date | None:
    if today is None:
        return None
    month = _MONTHS[m["month"].lower()]
    ahead = later or bool(LATER.search(m.string[max(0, m.start() - 60) : m.start()]))
    years = (today.year, today.year + 1) if ahead else (today.year, today.year - 1)
    for year in years:
        made = _day(year, month, int(m["day"]))
        if (made and made.start and (made.start >= today.isoformat()) == ahead) or (made and made.start == today.isoformat()):
            return made
    return None


def _month_year(m: re.Match[str], _: dt.date | None, __: bool) -> Date | None:
    return _month(int(m["year"]), _MONTHS[m["month"].lower()])


def _month_alone(m: re.Match[str], today: dt.date | None, later: bool) -> Date | None:
    if today is None:
        return None
    month = _MONTHS[m["month"].lower()]
    ahead = later or bool(LATER.search(m.string[max(0, m.start() - 60) : m.start()]))
    if ahead:
        return _month(today.year + (month < today.month), month)
    return _month(today.year - (month > today.month), month)


def _year_alone(m: re.Match[str], _: dt.date | None, __: bool) -> Date | None:
    return _year(int(m["year"]))


def _weekday(m: re.Match[str], today: dt.date | None, later: bool) -> Date | None:
    if today is None:
        return None
    wanted = _WEEKDAYS[m["weekday"].lower()]
    ahead = later or bool(LATER.search(m.string[max(0, m.start() - 60) : m.start()])) or (m["which"] or "").strip().lower() == "next"
    if ahead:
        return _date(today + dt.timedelta((wanted - today.weekday() - 1) % 7 + 1), None, "day")
    back = (today.weekday() - wanted) % 7
    return _date(today - dt.timedelta(back or (7 if (m["which"] or "").strip().lower() == "last" else 0)), None, "day")


def _near(m: re.Match[str], today: dt.date | None, _: bool) -> Date | None:
    if today is None:
        return None
    shift = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "overnight": 0}[m["near"].lower()]
    return _date(today + dt.timedelta(shift), None, "day")


def _unit(m: re.Match[str], today: dt.date | None, _: bool) -> Date | None:
    if today is None:
        return None
    shift = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1}[m["rel"].lower()]
    unit = m["unit"].lower()
    if unit == "year":
        return _year(today.year + shift)
    if unit == "month":
        month = today.year * 12 + today.month - 1 + shift
        return _month(month // 12, month % 12 + 1)
    monday = today - dt.timedelta(today.weekday()) + dt.timedelta(7 * shift)
    return _date(monday, monday + dt.timedelta(6), "day")


def _ago(m: re.Match[str], today: dt.date | None, _: bool) -> Date | None:
    if today is None:
        return None
    word = m["count"].lower()
    count = _NUMBERS.get(word) or int(word)
    unit = m["unit"].lower()
    if unit == "day":
        return _date(today - dt.timedelta(count), None, "day")
    if unit == "week":
        first = today - dt.timedelta(7 * count)
        return _date(first - dt.timedelta(first.weekday()), first + dt.timedelta(6 - first.weekday()), "day")
    if unit == "month":
        month = today.year * 12 + today.month - 1 - count
        return _month(month // 12, month % 12 + 1)
    return _year(today.year - count) if count < today.year - 1 else None


_COUNT = r"(?P<count>\d{1,3}|" + "|".join(_NUMBERS) + ")"
# Most specific first: a stretch read by one pattern is not read again by a later one.
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], dt.date | None, bool], Date | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (rf"\b{_YEAR}-(?P<m>[01]\d)-(?P<day>[0-3]\d)\b", _iso),
        (rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b", _full),
        (rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", _full),
        (rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b", _month_year),
        (rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?![\w-])", _no_year),
        (rf"\b{_MONTH}\s+{_DAY}\b(?!\s*[:%])", _no_year),
        (rf"\b(?:in|since|from|until|by|during|of|early|late|mid|back in|the year)[\s-]+{_YEAR}\b(?!-)", _year_alone),
        (rf"\b(?:in|since|last|next|this|until|by|early|late)\s+{_MONTH}(?![\w-])", _month_alone),
        (rf"\b(?P<which>last |next |this )?{_WEEKDAY}\b", _weekday),
        (r"\b(?P<near>yesterday|today|tonight|tomorrow|overnight)\b(?!['\u2019]s)", _near),
        (r"\b(?P<rel>last|past|this|next|coming)\s+(?P<unit>week|month|year)\b", _unit),
        (rf"\b{_COUNT}\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier)\b", _ago),
    )
)


def find_dates(text: str, within: Span, published: str | None, *, later: bool = False) -> list[tuple[Span, Date]]:
    """Find date expressions in a stretch of text.

    Args:
        text: the article's text.
        within: the stretch, usually a sentence.
        published: publication time, ISO 8601, that relative expressions count from.
        later: what is told lies ahead (a plan): "in October" is the next one.

    Returns:
        Spans into `text` and what they mean, in order; expressions that cannot be resolved are left out.
    """
    today = publication_day(published)
    part = within.of(text)
    taken: list[Span] = []
    found: list[tuple[Span, Date]] = []
    for pattern, reader in _PATTERNS:
        for match in pattern.finditer(part):
            span = Span(within.start + match.start(), within.start + match.end())
            if any(span.overlaps(t) for t in taken):
                continue
            taken.append(span)
            made = reader(match, today, later)
            if made is not None:
                found.append((span, made))
    return sorted(found, key=lambda item: item[0])
