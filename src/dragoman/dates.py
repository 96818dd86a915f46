"""Date expressions to days: absolute ones as they stand, relative ones against the day of publication where it was written.

A day, month or year is never made up: "on 14 August" without a year takes the year in which it lies nearest before
publication (nearest after it for a plan), and stays unresolved where the publication date is not known. "14/08/2019" is read
only where one of the two numbers can be no month.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.calendars import era_year, named_days, to_gregorian
from dragoman.models import Date
from dragoman.periods import between, day_of, month_of, quarter_of, real_day, shifted, spanning, unit_at, year_of
from dragoman.spans import Span
from dragoman.timex import DECADES, MONTHS, NEAR, NUMBERS, ORDINALS, PATTERNS, SEASONS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable


__all__ = ["find_dates", "local_day", "publication_day"]

LATER = re.compile(
    r"\b(?:will|would|shall|to be|next|upcoming|due|plans?|planned|scheduled|set to|are to|is to|expected|coming|by|until|till|"
    r"intends?|agreed to|hopes? to|ahead of|deadline)\b",
    re.IGNORECASE,
)
MONTH_FIRST = frozenset(
    f"America/{city}" for city in ("New_York", "Chicago", "Denver", "Los_Angeles", "Phoenix", "Detroit", "Boise", "Anchorage", "Juneau")
) | {"Pacific/Honolulu", "America/Indiana/Indianapolis", "America/Kentucky/Louisville"}
"""Time zones of the United States, where "04/08/2019" is the eighth of April."""
AHEAD = 60
"""Characters before an expression in which a word of LATER makes it one of the future."""


@dataclass(frozen=True, slots=True)
class _Now:
    """What relative expressions count from: the day of writing, whether what is told lies ahead, the date told before.

    `day_first` says how the place of writing writes "04/08/2019".
    """

    today: dt.date | None
    later: bool
    told: Date | None
    day_first: bool | None = None

    def ahead(self, m: re.Match[str]) -> bool:
        """Tell whether an expression looks into the future."""
        return self.later or bool(LATER.search(m.string[max(0, m.start() - AHEAD) : m.start()]))


def publication_day(published: str | None) -> dt.date | None:
    """Give the day of an ISO 8601 time as it stands, in its own zone."""
    try:
        return dt.date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def local_day(published: str | None, zone: str | None) -> dt.date | None:
    """Give the day of publication in a zone (IANA), that of the dateline: "today" is a day there.

    Without a zone, or where the page states neither hour nor offset, it is the day as it stands.
    """
    if published and zone and len(published) > 10:
        try:
            moment = dt.datetime.fromisoformat(published)
            if moment.tzinfo is not None:
                return moment.astimezone(zoneinfo.ZoneInfo(zone)).date()
        except (ValueError, OverflowError, zoneinfo.ZoneInfoNotFoundError):
            pass
    return publication_day(published)


def _of(m: re.Match[str], group: str = "month") -> int:
    return MONTHS[m[group].lower().rstrip(".")]


def _nearest(m: re.Match[str], now: _Now, month: int, day: int) -> Date | None:
    """Give the day of a date without a year: the last one, or the next one where what is told lies ahead."""
    if now.today is None:
        return None
    ahead = now.ahead(m)
    for year in (now.today.year, now.today.year + (1 if ahead else -1)):
        made = real_day(year, month, day) if 1 <= year <= 9999 else None
        if made and (made == now.today or (made > now.today) == ahead):
            return between(made, None, "day")
    return None


def _parted(m: re.Match[str], date: Date | None) -> Date | None:
    """Narrow a month, year or decade to the part of it that is told: early, mid or late, each a third."""
    part = (m.groupdict().get("part") or "").lower().replace("the ", "").split(" ")[0]
    if not part or date is None or date.start is None or date.end is None:
        return date
    third = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}[part]
    first = dt.date.fromisoformat(date.start)
    if date.precision == "month":
        days = ((1, 10), (11, 20), (21, calendar.monthrange(first.year, first.month)[1]))[third]
        return between(first.replace(day=days[0]), first.replace(day=days[1]), "month")
    if date.precision == "year":
        if part in {"beginning", "start", "end"}:
            return month_of(first.year, 12 if part == "end" else 1)
        return spanning(month_of(first.year, 4 * third + 1), month_of(first.year, 4 * third + 4), "month")
    if date.precision == "decade":
        years = ((0, 3), (4, 6), (7, 9))[third]
        return spanning(year_of(first.year + years[0]), year_of(first.year + years[1]), "year")
    return date


def _full(m: re.Match[str], _: _Now) -> Date | None:
    return day_of(int(m["year"]), _of(m), int(m["day"]))


def _iso(m: re.Match[str], _: _Now) -> Date | None:
    return day_of(int(m["year"]), int(m["m"]), int(m["day"]))


def _numeric(m: re.Match[str], now: _Now) -> Date | None:
    """Read "14.08.2019" as day and month; "04/08/2019" only where the dateline tells which comes first."""
    one, two, year = int(m["one"]), int(m["two"]), int(m["year"])
    if m["mark"] != "/" or one > 12 or one == two or now.day_first is True:
        return day_of(year, two, one)
    return day_of(year, one, two) if two > 12 or now.day_first is False else None


def _no_year(m: re.Match[str], now: _Now) -> Date | None:
    following = r"\s+[A-Z]" if " of " in m[0] else r"\s+[A-Za-z]"
    if m.string[: m.start()].lower().endswith("the ") and re.match(following, m.string[m.end() :]):
        return None  # "the March 14 alliance", "the 6 October bridge": a name
    return _nearest(m, now, _of(m), int(m["day"]))


def _day_range(m: re.Match[str], now: _Now) -> Date | None:
    """Read "3-5 May 2019", "May 3 to June 2"."""
    first_month = _of(m)
    last_month = _of(m, "month2") if "month2" in m.groupdict() and m["month2"] else first_month
    if m["year"]:
        year = int(m.groupdict().get("year1") or m["year"])
        first, last = day_of(year, first_month, int(m["day"])), day_of(int(m["year"]), last_month, int(m["day2"]))
    else:
        last = _nearest(m, now, last_month, int(m["day2"]))
        year = int(last.end[:4]) if last and last.end else 0
        first = day_of(year, first_month, int(m["day"])) if last else None
    return spanning(first, last)


def _month_range(m: re.Match[str], now: _Now) -> Date | None:
    if m["year"]:
        return spanning(month_of(int(m["year"]), _of(m)), month_of(int(m["year"]), _of(m, "month2")))
    last = _month_of(m, now, _of(m, "month2"))
    return spanning(month_of(int((last.start or "0")[:4]), _of(m)), last) if last else None


def _year_range(m: re.Match[str], _: _Now) -> Date | None:
    first = int(m["year"])
    last = int(m["year2"]) if len(m["year2"]) == 4 else first // 100 * 100 + int(m["year2"])
    return spanning(year_of(first), year_of(last)) if last > first else None


def _month_year(m: re.Match[str], _: _Now) -> Date | None:
    return _parted(m, month_of(int(m["year"]), _of(m)))


def _month_of(m: re.Match[str], now: _Now, month: int) -> Date | None:
    if now.today is None:
        return None
    if now.ahead(m):
        return month_of(now.today.year + (month < now.today.month), month)
    return month_of(now.today.year - (month > now.today.month), month)


def _month_alone(m: re.Match[str], now: _Now) -> Date | None:
    if now.today is None:
        return None
    which = (m["which"] or "").strip().lower()
    month = _of(m)
    if which == "last":
        return month_of(now.today.year - (month >= now.today.month), month)
    if which == "next":
        return month_of(now.today.year + (month <= now.today.month), month)
    if which == "this":
        return month_of(now.today.year, month)
    return _parted(m, _month_of(m, now, month))


def _year_alone(m: re.Match[str], _: _Now) -> Date | None:
    return _parted(m, year_of(int(m["year"])))


def _month_number(m: re.Match[str], _: _Now) -> Date | None:
    return month_of(int(m["year"]), int(m["m"]))


def _decade(m: re.Match[str], _: _Now) -> Date | None:
    text = m["decade"].lower()
    first = DECADES[text] if text in DECADES else int(text) if len(text) == 4 else 1900 + int(text)
    return _parted(m, spanning(year_of(first), year_of(first + 9), "decade"))


def _weekday_range(m: re.Match[str], now: _Now) -> Date | None:
    """Read "from Monday to Thursday": the last such days, or the next ones."""
    if now.today is None:
        return None
    first, last = WEEKDAYS[m["weekday"].lower()], WEEKDAYS[m["weekday2"].lower()]
    length = dt.timedelta((last - first) % 7)
    if now.ahead(m):
        begin = now.today + dt.timedelta((first - now.today.weekday()) % 7)
        return between(begin, begin + length, "day")
    end = now.today - dt.timedelta((now.today.weekday() - last) % 7)
    return between(end - length, end, "day")


def _day_list(m: re.Match[str], now: _Now) -> Date | None:
    """Read "July 18, 19 and 20" as the days from the first to the last."""
    last = _nearest(m, now, _of(m), int(m["day2"]))
    first = day_of(int(last.start[:4]), _of(m), int(m["day"])) if last and last.start else None
    return spanning(first, last)


def _weekday(m: re.Match[str], now: _Now) -> Date | None:
    if now.today is None:
        return None
    wanted = WEEKDAYS[m["weekday"].lower()]
    which = (m["which"] or "").strip().lower()
    back = (now.today.weekday() - wanted) % 7
    if m["from"]:
        # "a week from Thursday"
        return between(now.today + dt.timedelta(((7 - back) % 7 or 7) + 7), None, "day")
    if which == "this":
        # The one of this week, which runs from Monday.
        return between(now.today + dt.timedelta(wanted - now.today.weekday()), None, "day")
    if which in {"next", "coming"} or (which != "last" and now.ahead(m)):
        return between(now.today + dt.timedelta((7 - back) % 7 or 7), None, "day")
    return between(now.today - dt.timedelta(back or (7 if which in {"last", "past"} else 0)), None, "day")


def _overnight(m: re.Match[str], now: _Now) -> Date | None:
    """Read "overnight" as the evening before and the day, unless it lies ahead."""
    if now.today is None or m["name"] is None:
        return None
    shift = dt.timedelta(1)
    return between(now.today, now.today + shift, "day") if now.later else between(now.today - shift, now.today, "day")


def _near(m: re.Match[str], now: _Now) -> Date | None:
    near = " ".join(m["near"].lower().split())
    if near in {"earlier in the day", "later in the day"} and now.told and now.told.precision == "day":
        return now.told
    return between(now.today + dt.timedelta(NEAR[near]), None, "day") if now.today else None


def _unit(m: re.Match[str], now: _Now) -> Date | None:
    if now.today is None:
        return None
    shift = {"last": -1, "past": -1, "previous": -1, "this": 0, "the current": 0, "the": 0, "next": 1, "coming": 1, "following": 1}
    rel = m["rel"].lower()
    base = now.today
    if rel in {"previous", "following"}:
        if not (now.told and now.told.start):
            return None
        base = dt.date.fromisoformat(now.told.start)
    made = unit_at(base, m["unit"].lower(), shift[rel])
    edge = (m["edge"] or "").lower()
    if made is None or not edge or rel != "this":
        return _parted(m, made)
    # "earlier this month" is what of it lies behind, "later this month" what of it lies ahead.
    today = now.today.isoformat()
    return replace(made, end=today) if edge == "earlier" else replace(made, start=today)


def _season(m: re.Match[str], now: _Now) -> Date | None:
    """Read a season as that of the northern half of the world."""
    first = SEASONS[m["season"].lower()]
    if m["year"]:
        year = int(m["year"])
    elif now.today is None:
        return None
    else:
        rel = (m["rel"] or "").strip().lower()
        year = now.today.year
        begun = now.today.month >= first
        ended = now.today.month >= first + 3 if first < 12 else False
        if rel == "last":
            year -= 0 if ended else 1
        elif rel == "next":
            year += 1 if begun else 0
        elif first == 12 and now.today.month < 3:
            year -= 1
    end = month_of(year + 1, 2) if first == 12 else month_of(year, first + 2)
    return spanning(month_of(year, first), end, "season")


def _part_of_year(m: re.Match[str], now: _Now) -> Date | None:
    """Read "the third quarter of 2018", "the first half of the year"."""
    if m["year"]:
        year = int(m["year"])
    elif now.today is None:
        return None
    else:
        year = now.today.year + {"last": -1, "next": 1}.get((m["rel"] or "").lower(), 0)
    number = int(m["ordinal"]) if m["ordinal"].isdigit() else ORDINALS[m["ordinal"].lower()]
    if m["share"].lower() != "half":
        return quarter_of(year, number - 1)
    return spanning(month_of(year, 1 if number == 1 else 7), month_of(year, 6 if number == 1 else 12), "month") if number < 3 else None


def _count(m: re.Match[str]) -> int:
    word = " ".join(m["count"].lower().split())
    return NUMBERS[word] if word in NUMBERS else int(word)


def _hours(m: re.Match[str]) -> tuple[str, int]:
    """Give the unit and count that an expression tells; hours are told as days."""
    unit, count = m["unit"].lower(), _count(m)
    return ("day", -(-count // 24)) if unit == "hour" else (unit, count)


def _ago(m: re.Match[str], now: _Now) -> Date | None:
    """Read "two weeks ago"; "a day earlier" counts from the date told before it, where there is one."""
    relative = m["way"].lower() in {"earlier", "before", "later", "after"}
    base = dt.date.fromisoformat(now.told.start) if relative and now.told and now.told.start else now.today
    later = m["way"].lower() in {"later", "after"}
    unit, count = _hours(m)
    if base is None or not count or (later and not (now.told and now.told.start)):
        return None
    if unit in {"decade", "century"} or re.search(r"\b(?:almost|nearly|half)\s+\Z", m.string[: m.start()], re.IGNORECASE):
        return None  # "a decade ago" names no year
    if unit == "week" and count == 1 and m["count"].lower() in {"a", "one"}:
        unit, count = "day", 7
    return shifted(base, unit, count * (1 if later else -1))


def _ahead(m: re.Match[str], now: _Now) -> Date | None:
    """Read "in two weeks", "within ten days"."""
    if now.today is None or not _count(m):
        return None
    made = shifted(now.today, *_hours(m))
    if m["how"].lower() == "within" and made and made.end:
        return Date(now.today.isoformat(), made.end, made.precision, "text")
    return made


def _over(m: re.Match[str], now: _Now) -> Date | None:
    """Read a stretch up to now, or from now on: "over the past three days", "in the next two weeks"."""
    unit, count = _hours(m) if m["count"] else (m["unit"].lower(), 1)
    if now.today is None or not count:
        return None
    forward = m["rel"].lower() in {"next", "coming", "following"}
    try:
        if unit in {"day", "week", "fortnight"}:
            size = count * {"day": 1, "week": 7, "fortnight": 14}[unit]
            edge = now.today + dt.timedelta(size if forward else -size)
        else:
            months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit] * (1 if forward else -1)
            year, month = divmod(now.today.year * 12 + now.today.month - 1 + months, 12)
            edge = dt.date(year, month + 1, min(now.today.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None
    first, last = sorted((now.today, edge))
    return between(first, last, unit if unit in {"day", "week", "month", "year", "decade"} else "day")  # type: ignore[arg-type]


def _relative_day(m: re.Match[str], now: _Now) -> Date | None:
    """Read "the same day", "the following day", which count from the date told before them."""
    if not (now.told and now.told.start and now.told.precision == "day"):
        return None
    shift = {"same": 0, "that same": 0, "following": 1, "next": 1, "day after": 1, "previous": -1, "day before": -1}
    return shifted(dt.date.fromisoformat(now.told.end or now.told.start), "day", shift[" ".join(m["what"].lower().split())])


def _named(m: re.Match[str], now: _Now) -> Date | None:
    month, day = named_days()[m["name"].lower().replace("\u2019", "'")]
    if m["year"]:
        return day_of(int(m["year"]), month, day)
    return _nearest(m, now, month, day)


def _ordinal_day(m: re.Match[str], now: _Now) -> Date | None:
    """Read "on the 14th": that of the month of publication, or of the one before or after."""
    if now.today is None:
        return None
    ahead = now.ahead(m)
    for shift in (0, 1 if ahead else -1):
        months = now.today.year * 12 + now.today.month - 1 + shift
        made = real_day(months // 12, months % 12 + 1, int(m["day"]))
        if made and (made == now.today or (made > now.today) == ahead):
            return between(made, None, "day")
    return None


def _other_calendar(m: re.Match[str], now: _Now) -> Date | None:
    made = to_gregorian(m, now.today)
    return between(made, None, "day") if made else None


def _era(m: re.Match[str], _: _Now) -> Date | None:
    made = era_year(m)
    return between(made[0], made[1], "year") if made else None


_READERS: dict[str, Callable[[re.Match[str], _Now], Date | None]] = {
    "ago": _ago,
    "ahead": _ahead,
    "day_list": _day_list,
    "day_range": _day_range,
    "decade": _decade,
    "era": _era,
    "full": _full,
    "iso": _iso,
    "month_alone": _month_alone,
    "month_number": _month_number,
    "month_range": _month_range,
    "month_year": _month_year,
    "named": _named,
    "near": _near,
    "no_year": _no_year,
    "numeric": _numeric,
    "ordinal_day": _ordinal_day,
    "other_calendar": _other_calendar,
    "over": _over,
    "overnight": _overnight,
    "part_of_year": _part_of_year,
    "relative_day": _relative_day,
    "season": _season,
    "unit": _unit,
    "weekday": _weekday,
    "weekday_range": _weekday_range,
    "year_alone": _year_alone,
    "year_range": _year_range,
}


def find_dates(text: str, within: Span, published: str | None, *, later: bool = False, zone: str | None = None) -> list[tuple[Span, Date]]:
    """Find date expressions in a stretch of text.

    Args:
        text: the article's text.
        within: the stretch, usually a sentence.
        published: publication time, ISO 8601, that relative expressions count from.
        later: what is told lies ahead (a plan): "in October" is the next one.
        zone: the time zone of the dateline (IANA), in which "today" is a day.

    Returns:
        Spans into `text` and what they mean, in order; expressions that cannot be resolved are left out.
    """
    part = within.of(text)
    matches: list[tuple[re.Match[str], str]] = []
    taken: list[Span] = []
    for pattern, reader in PATTERNS:
        for match in pattern.finditer(part):
            span = Span(match.start(), match.end())
            if not any(span.overlaps(t) for t in taken):
                taken.append(span)
                matches.append((match, reader))
    today = local_day(published, zone)
    day_first = None if zone is None else zone not in MONTH_FIRST
    told: Date | None = None
    found: list[tuple[Span, Date]] = []
    # In order of the text, since "the following day" counts from what was told before it.
    for match, reader in sorted(matches, key=lambda item: item[0].start()):
        made = _READERS[reader](match, _Now(today, later, told, day_first))
        if made is not None:
            told = made
            found.append((Span(within.start + match.start(), within.start + match.end()), made))
    return found
