"""Stretches of time as dates: a day, a week, a month, a quarter, a year, and what lies so many of them away."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING

from dragoman.models import Date

if TYPE_CHECKING:
    from dragoman.models import Precision

__all__ = ["between", "day_of", "month_of", "quarter_of", "real_day", "shifted", "spanning", "unit_at", "year_of"]


def between(first: dt.date, last: dt.date | None, precision: Precision) -> Date | None:
    """Give the time from one day to another, or of the first alone; None where they stand the wrong way round."""
    last = last or first
    return Date(first.isoformat(), last.isoformat(), precision, "text") if first <= last else None


def real_day(year: int, month: int, day: int) -> dt.date | None:
    """Give a day, or None where there is no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def day_of(year: int, month: int, day: int) -> Date | None:
    """Give one day as a date, or None where there is no such day."""
    made = real_day(year, month, day)
    return between(made, None, "day") if made else None


def month_of(year: int, month: int) -> Date | None:
    """Give a month."""
    if not 1 <= year <= 9999:
        return None
    return between(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), "month")


def year_of(year: int) -> Date | None:
    """Give a year."""
    return between(dt.date(year, 1, 1), dt.date(year, 12, 31), "year") if 1 <= year <= 9999 else None


def spanning(first: Date | None, last: Date | None, precision: Precision | None = None) -> Date | None:
    """Give the time from the begin of one date to the end of another."""
    if not (first and last and first.start and last.end) or first.start > last.end:
        return None
    return Date(first.start, last.end, precision or first.precision, "text")


def quarter_of(year: int, number: int) -> Date | None:
    """Give a quarter of a year, counted from 0."""
    return spanning(month_of(year, 3 * number + 1), month_of(year, 3 * number + 3), "quarter")


def unit_at(today: dt.date, unit: str, shift: int) -> Date | None:  # noqa: PLR0911 - one answer for each unit
    """Give the week, month, quarter, year or decade that lies `shift` of its kind from that of a day."""
    if unit == "day":
        return between(today + dt.timedelta(shift), None, "day")
    if unit in {"week", "fortnight", "weekend"}:
        monday = today - dt.timedelta(today.weekday()) + dt.timedelta((14 if unit == "fortnight" else 7) * shift)
        if unit == "weekend":
            return between(monday + dt.timedelta(5), monday + dt.timedelta(6), "day")
        return between(monday, monday + dt.timedelta(6), "week")
    if unit == "month":
        months = today.year * 12 + today.month - 1 + shift
        return month_of(months // 12, months % 12 + 1)
    if unit == "quarter":
        return quarter_of(*divmod(today.year * 4 + (today.month - 1) // 3 + shift, 4))
    if unit == "decade":
        first = today.year // 10 * 10 + 10 * shift
        return spanning(year_of(first), year_of(first + 9), "decade")
    return year_of(today.year + shift * (100 if unit == "century" else 1))


def shifted(base: dt.date, unit: str, count: int) -> Date | None:
    """Give what lies a count of units from a day; the unit says how exact that is."""
    try:
        if unit == "day":
            return between(base + dt.timedelta(count), None, "day")
        if unit == "fortnight":
            return unit_at(base, "week", 2 * count)
        return unit_at(base, unit, count)
    except (OverflowError, ValueError):
        return None
