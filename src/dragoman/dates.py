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

from dragoman.calendars import ERAS, era_year, find_calendars, named_days, to_gregorian
from dragoman.models import Date
from dragoman.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.models import Precision

__all__ = ["find_dates", "local_day", "publication_day"]

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_LONG = "|".join(name for name in calendar.month_name if name and name != "May")
# A full stop belongs to an abbreviated month only: after a whole one it ends the sentence. "May" is a word as well.
_MONTH = rf"(?P<month>{_LONG}|May|(?:Sept|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b\.?)"
_OTHER = _MONTH.replace("<month>", "<month2>")
_WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
_WEEKDAYS |= {name.lower(): i for i, name in enumerate(calendar.day_abbr)} | {"tues": 1, "thur": 3, "thurs": 3}
_WEEKDAY = "(?P<weekday>" + "|".join(calendar.day_name) + ")"
_NUMBERS = {
    word: i
    for i, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ],
        1,
    )
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "a few": 0, "several": 0, "some": 0}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_DAY2 = r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)"
_YEAR2 = r"(?P<year2>(?:1[6-9]|20)\d\d|\d\d)"
_COUNT = r"(?P<count>\d{1,3}|" + "|".join(_NUMBERS) + ")"
_UNIT = r"(?P<unit>hour|day|week|fortnight|month|quarter|year|decade|century)s?"
_TO = r"\s*(?:-|\u2013|\u2014|to|until|till|through|and)\s*"
_SLASH = _TO.replace("(?:-", "(?:-|/")
_PART = r"(?P<part>early|late|mid|(?:the\s+)?(?:middle|beginning|start|end) of)[\s-]+(?:in\s+)?"
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


def _date(first: dt.date, last: dt.date | None, precision: Precision) -> Date | None:
    last = last or first
    return Date(first.isoformat(), last.isoformat(), precision, "text") if first <= last else None


def _safe(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> Date | None:
    made = _safe(year, month, day)
    return _date(made, None, "day") if made else None


def _month(year: int, month: int) -> Date | None:
    if not 1 <= year <= 9999:
        return None
    return _date(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), "month")


def _year(year: int) -> Date | None:
    return _date(dt.date(year, 1, 1), dt.date(year, 12, 31), "year") if 1 <= year <= 9999 else None


def _span(first: Date | None, last: Date | None, precision: Precision | None = None) -> Date | None:
    """Give the time from the begin of one date to the end of another."""
    if not (first and last and first.start and last.end) or first.start > last.end:
        return None
    return Date(first.start, last.end, precision or first.precision, "text")


def _of(m: re.Match[str], group: str = "month") -> int:
    return _MONTHS[m[group].lower().rstrip(".")]


def _nearest(m: re.Match[str], now: _Now, month: int, day: int) -> Date | None:
    """Give the day of a date without a year: the last one, or the next one where what is told lies ahead."""
    if now.told and now.told.start and now.told.precision in {"year", "month", "day"} and now.today is None:
        return None
    if now.today is None:
        return None
    ahead = now.ahead(m)
    for year in (now.today.year, now.today.year + (1 if ahead else -1)):
        made = _safe(year, month, day) if 1 <= year <= 9999 else None
        if made and (made == now.today or (made > now.today) == ahead):
            return _date(made, None, "day")
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
        return _date(first.replace(day=days[0]), first.replace(day=days[1]), "month")
    if date.precision == "year":
        if part in {"beginning", "start", "end"}:
            return _month(first.year, 12 if part == "end" else 1)
        return _span(_month(first.year, 4 * third + 1), _month(first.year, 4 * third + 4), "month")
    if date.precision == "decade":
        years = ((0, 3), (4, 6), (7, 9))[third]
        return _span(_year(first.year + years[0]), _year(first.year + years[1]), "year")
    return date


def _full(m: re.Match[str], _: _Now) -> Date | None:
    return _day(int(m["year"]), _of(m), int(m["day"]))


def _iso(m: re.Match[str], _: _Now) -> Date | None:
    return _day(int(m["year"]), int(m["m"]), int(m["day"]))


def _numeric(m: re.Match[str], now: _Now) -> Date | None:
    """Read "14.08.2019" as day and month; "04/08/2019" only where the dateline tells which comes first."""
    one, two, year = int(m["one"]), int(m["two"]), int(m["year"])
    if m["mark"] != "/" or one > 12 or one == two or now.day_first is True:
        return _day(year, two, one)
    return _day(year, one, two) if two > 12 or now.day_first is False else None


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
        first, last = _day(year, first_month, int(m["day"])), _day(int(m["year"]), last_month, int(m["day2"]))
    else:
        last = _nearest(m, now, last_month, int(m["day2"]))
        year = int(last.end[:4]) if last and last.end else 0
        first = _day(year, first_month, int(m["day"])) if last else None
    return _span(first, last)


def _month_range(m: re.Match[str], now: _Now) -> Date | None:
    if m["year"]:
        return _span(_month(int(m["year"]), _of(m)), _month(int(m["year"]), _of(m, "month2")))
    last = _month_of(m, now, _of(m, "month2"))
    return _span(_month(int((last.start or "0")[:4]), _of(m)), last) if last else None


def _year_range(m: re.Match[str], _: _Now) -> Date | None:
    first = int(m["year"])
    last = int(m["year2"]) if len(m["year2"]) == 4 else first // 100 * 100 + int(m["year2"])
    return _span(_year(first), _year(last)) if last > first else None


def _month_year(m: re.Match[str], _: _Now) -> Date | None:
    return _parted(m, _month(int(m["year"]), _of(m)))


def _month_of(m: re.Match[str], now: _Now, month: int) -> Date | None:
    if now.today is None:
        return None
    if now.ahead(m):
        return _month(now.today.year + (month < now.today.month), month)
    return _month(now.today.year - (month > now.today.month), month)


def _month_alone(m: re.Match[str], now: _Now) -> Date | None:
    if now.today is None:
        return None
    which = (m["which"] or "").strip().lower()
    month = _of(m)
    if which == "last":
        return _month(now.today.year - (month >= now.today.month), month)
    if which == "next":
        return _month(now.today.year + (month <= now.today.month), month)
    if which == "this":
        return _month(now.today.year, month)
    return _parted(m, _month_of(m, now, month))


def _year_alone(m: re.Match[str], _: _Now) -> Date | None:
    return _parted(m, _year(int(m["year"])))


def _month_number(m: re.Match[str], _: _Now) -> Date | None:
    return _month(int(m["year"]), int(m["m"]))


def _decade(m: re.Match[str], _: _Now) -> Date | None:
    text = m["decade"].lower()
    first = _DECADES[text] if text in _DECADES else int(text) if len(text) == 4 else 1900 + int(text)
    return _parted(m, _span(_year(first), _year(first + 9), "decade"))


def _weekday_range(m: re.Match[str], now: _Now) -> Date | None:
    """Read "from Monday to Thursday": the last such days, or the next ones."""
    if now.today is None:
        return None
    first, last = _WEEKDAYS[m["weekday"].lower()], _WEEKDAYS[m["weekday2"].lower()]
    length = dt.timedelta((last - first) % 7)
    if now.ahead(m):
        begin = now.today + dt.timedelta((first - now.today.weekday()) % 7)
        return _date(begin, begin + length, "day")
    end = now.today - dt.timedelta((now.today.weekday() - last) % 7)
    return _date(end - length, end, "day")


def _day_list(m: re.Match[str], now: _Now) -> Date | None:
    """Read "July 18, 19 and 20" as the days from the first to the last."""
    last = _nearest(m, now, _of(m), int(m["day2"]))
    first = _day(int(last.start[:4]), _of(m), int(m["day"])) if last and last.start else None
    return _span(first, last)


def _weekday(m: re.Match[str], now: _Now) -> Date | None:
    if now.today is None:
        return None
    wanted = _WEEKDAYS[m["weekday"].lower()]
    which = (m["which"] or "").strip().lower()
    back = (now.today.weekday() - wanted) % 7
    if m["from"]:
        # "a week from Thursday"
        return _date(now.today + dt.timedelta(((7 - back) % 7 or 7) + 7), None, "day")
    if which == "this":
        # The one of this week, which runs from Monday.
        return _date(now.today + dt.timedelta(wanted - now.today.weekday()), None, "day")
    if which in {"next", "coming"} or (which != "last" and now.ahead(m)):
        return _date(now.today + dt.timedelta((7 - back) % 7 or 7), None, "day")
    return _date(now.today - dt.timedelta(back or (7 if which in {"last", "past"} else 0)), None, "day")


_NEAR = {
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "last night": -1,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "earlier in the day": 0,
    "later in the day": 0,
    "later on the same day": 0,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}


def _overnight(m: re.Match[str], now: _Now) -> Date | None:
    """Read "overnight" as the evening before and the day, unless it lies ahead."""
    if now.today is None or m["name"] is None:
        return None
    shift = dt.timedelta(1)
    return _date(now.today, now.today + shift, "day") if now.later else _date(now.today - shift, now.today, "day")


def _near(m: re.Match[str], now: _Now) -> Date | None:
    near = " ".join(m["near"].lower().split())
    if near in {"earlier in the day", "later in the day"} and now.told and now.told.precision == "day":
        return now.told
    return _date(now.today + dt.timedelta(_NEAR[near]), None, "day") if now.today else None


def _unit_at(today: dt.date, unit: str, shift: int) -> Date | None:
    """Give the week, month, quarter, year or decade that lies `shift` of its kind from that of a day."""
    if unit == "day":
        return _date(today + dt.timedelta(shift), None, "day")
    if unit in {"week", "fortnight", "weekend"}:
        monday = today - dt.timedelta(today.weekday()) + dt.timedelta((14 if unit == "fortnight" else 7) * shift)
        if unit == "weekend":
            return _date(monday + dt.timedelta(5), monday + dt.timedelta(6), "day")
        return _date(monday, monday + dt.timedelta(6), "week")
    if unit == "month":
        months = today.year * 12 + today.month - 1 + shift
        return _month(months // 12, months % 12 + 1)
    if unit == "quarter":
        return _quarter(*divmod(today.year * 4 + (today.month - 1) // 3 + shift, 4))
    if unit == "decade":
        first = today.year // 10 * 10 + 10 * shift
        return _span(_year(first), _year(first + 9), "decade")
    return _year(today.year + shift * (100 if unit == "century" else 1))


def _quarter(year: int, number: int) -> Date | None:
    return _span(_month(year, 3 * number + 1), _month(year, 3 * number + 3), "quarter")


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
    made = _unit_at(base, m["unit"].lower(), shift[rel])
    edge = (m["edge"] or "").lower()
    if made is None or not edge or rel != "this":
        return _parted(m, made)
    # "earlier this month" is what of it lies behind, "later this month" what of it lies ahead.
    today = now.today.isoformat()
    return replace(made, end=today) if edge == "earlier" else replace(made, start=today)


def _season(m: re.Match[str], now: _Now) -> Date | None:
    """Read a season as that of the northern half of the world."""
    first = _SEASONS[m["season"].lower()]
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
    end = _month(year + 1, 2) if first == 12 else _month(year, first + 2)
    return _span(_month(year, first), end, "season")


def _part_of_year(m: re.Match[str], now: _Now) -> Date | None:
    """Read "the third quarter of 2018", "the first half of the year"."""
    if m["year"]:
        year = int(m["year"])
    elif now.today is None:
        return None
    else:
        year = now.today.year + {"last": -1, "next": 1}.get((m["rel"] or "").lower(), 0)
    number = int(m["ordinal"]) if m["ordinal"].isdigit() else _ORDINALS[m["ordinal"].lower()]
    if m["share"].lower() != "half":
        return _quarter(year, number - 1)
    return _span(_month(year, 1 if number == 1 else 7), _month(year, 6 if number == 1 else 12), "month") if number < 3 else None


def _count(m: re.Match[str]) -> int:
    word = " ".join(m["count"].lower().split())
    return _NUMBERS[word] if word in _NUMBERS else int(word)


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
    return _shifted(base, unit, count * (1 if later else -1))


def _shifted(base: dt.date, unit: str, count: int) -> Date | None:
    """Give what lies a count of units from a day; the unit says how exact that is."""
    try:
        if unit == "day":
            return _date(base + dt.timedelta(count), None, "day")
        if unit == "fortnight":
            return _unit_at(base, "week", 2 * count)
        return _unit_at(base, unit, count)
    except (OverflowError, ValueError):
        return None


def _ahead(m: re.Match[str], now: _Now) -> Date | None:
    """Read "in two weeks", "within ten days"."""
    if now.today is None or not _count(m):
        return None
    made = _shifted(now.today, *_hours(m))
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
    return _date(first, last, unit if unit in {"day", "week", "month", "year", "decade"} else "day")  # type: ignore[arg-type]


def _relative_day(m: re.Match[str], now: _Now) -> Date | None:
    """Read "the same day", "the following day", which count from the date told before them."""
    if not (now.told and now.told.start and now.told.precision == "day"):
        return None
    shift = {"same": 0, "that same": 0, "following": 1, "next": 1, "day after": 1, "previous": -1, "day before": -1}
    return _shifted(dt.date.fromisoformat(now.told.end or now.told.start), "day", shift[" ".join(m["what"].lower().split())])


def _named(m: re.Match[str], now: _Now) -> Date | None:
    month, day = named_days()[m["name"].lower().replace("\u2019", "'")]
    if m["year"]:
        return _day(int(m["year"]), month, day)
    return _nearest(m, now, month, day)


def _ordinal_day(m: re.Match[str], now: _Now) -> Date | None:
    """Read "on the 14th": that of the month of publication, or of the one before or after."""
    if now.today is None:
        return None
    ahead = now.ahead(m)
    for shift in (0, 1 if ahead else -1):
        months = now.today.year * 12 + now.today.month - 1 + shift
        made = _safe(months // 12, months % 12 + 1, int(m["day"]))
        if made and (made == now.today or (made > now.today) == ahead):
            return _date(made, None, "day")
    return None


def _other_calendar(m: re.Match[str], now: _Now) -> Date | None:
    made = to_gregorian(m, now.today)
    return _date(made, None, "day") if made else None


def _era(m: re.Match[str], _: _Now) -> Date | None:
    made = era_year(m)
    return _date(made[0], made[1], "year") if made else None


_LEAD = r"\b(?:(?:" + "|".join(calendar.day_name) + r"),?\s+(?:the\s+)?)?"
_HOLIDAY = "|".join(sorted((re.escape(n).replace("'", "['\u2019]") for n in named_days()), key=len, reverse=True))
_DECADES = {
    "twenties": 1920,
    "thirties": 1930,
    "forties": 1940,
    "fifties": 1950,
    "sixties": 1960,
    "seventies": 1970,
    "eighties": 1980,
    "nineties": 1990,
}
_SINCE = r"\b(?:in|since|from|until|till|by|during|of|before|after|back in|around|circa|the year|through|throughout)\s+"
# Most specific first: a stretch read by one pattern is not read again by a later one.
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], _Now], Date | None]], ...] = tuple(
    (pattern if isinstance(pattern, re.Pattern) else re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (find_calendars(), _other_calendar),
        (ERAS, _era),
        (rf"\b{_YEAR}[-/](?P<m>[01]\d)[-/](?P<day>[0-3]\d)\b", _iso),
        (rf"\b(?P<one>[0-3]?\d)(?P<mark>[./-])(?P<two>[0-3]?\d)(?P=mark){_YEAR}\b", _numeric),
        (rf"\b(?P<m>0[1-9]|1[0-2])/{_YEAR}\b", _month_number),
        (rf"{_LEAD}(?:from\s+|between\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}{_TO}{_DAY2}\s+(?:of\s+)?{_OTHER}(?:,?\s+{_YEAR})?\b", _day_range),
        (
            rf"{_LEAD}(?:from\s+|between\s+)?{_MONTH}\s+{_DAY}(?:,\s+(?P<year1>(?:19|20)\d\d),?)?{_TO}{_OTHER}\s+{_DAY2}\b(?:,?\s+{_YEAR}\b)?",
            _day_range,
        ),
        (rf"{_LEAD}(?:from\s+|between\s+)?{_DAY}{_SLASH}{_DAY2}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR}\b)?", _day_range),
        (rf"{_LEAD}(?:from\s+|between\s+)?{_MONTH}\s+{_DAY}{_TO}{_DAY2}\b(?!\s*[:%])(?:,?\s+{_YEAR}\b)?", _day_range),
        (rf"{_LEAD}{_MONTH}\s+{_DAY}(?:,\s+\d\d?)*,?\s+and\s+{_DAY2}\b(?!\s+(?:{_LONG}))", _day_list),
        (rf"{_LEAD}{_DAY}(?:\s+(?:of\s+)?|-){_MONTH}(?:,?\s+|-){_YEAR}\b", _full),
        (rf"{_LEAD}{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", _full),
        (rf"\b(?:from\s+|between\s+)?{_MONTH}{_TO}{_OTHER},?\s+{_YEAR}\b", _month_range),
        (rf"\b(?:{_PART})?{_MONTH},?\s+(?:of\s+)?{_YEAR}\b", _month_year),
        (rf"{_LEAD}{_DAY}\s+(?:of\s+)?{_MONTH}(?![\w-])", _no_year),
        (rf"{_LEAD}{_MONTH}\s+{_DAY}\b(?!\s*[:%]|,\d|\s+(?:people|troops|percent|per))", _no_year),
        (rf"\b(?P<name>{_HOLIDAY})\b(?:,?\s+(?:of\s+|in\s+)?{_YEAR}\b)?", _named),
        (
            rf"\b(?:the\s+)?(?P<ordinal>first|second|third|fourth|last)\s+(?P<share>quarter|half)\s+of\s+(?:{_YEAR}|(?P<rel>last|this|the|next)\s+year)\b",
            _part_of_year,
        ),
        (
            rf"\b(?:the\s+)?(?:{_PART})?(?P<rel>last\s+|this\s+|next\s+)?(?P<season>spring|summer|autumn|winter)(?:\s+of|\s+in)?\s+{_YEAR}\b",
            _season,
        ),
        (r"\b(?P<rel>last|this|next)\s+(?P<season>spring|summer|autumn|fall|winter)\b(?P<year>)", _season),
        (rf"\bQ(?P<ordinal>[1-4])\s+(?:of\s+)?{_YEAR}\b(?P<share>)(?P<rel>)", _part_of_year),
        (rf"\b(?:(?:from|between)\s+)?{_YEAR}\s*(?:to|until|till|through)\s*{_YEAR2}\b", _year_range),
        (rf"\b(?:from|between)\s+{_YEAR}{_TO}{_YEAR2}\b", _year_range),
        (rf"\b{_YEAR}(?:-|\u2013|/){_YEAR2}\b(?![-/\d])", _year_range),
        (rf"\b(?:the\s+)?(?:{_PART})?(?:the\s+)?(?P<decade>(?:1[6-9]|20)\d0|[3-9]0)s\b", _decade),
        (rf"\bthe\s+(?:{_PART})?(?P<decade>{'|'.join(_DECADES)})\b", _decade),
        (rf"\b(?:in\s+|since\s+|by\s+|until\s+)?(?:the\s+)?{_PART}{_YEAR}\b(?!-)", _year_alone),
        (rf"{_SINCE}{_YEAR}\b(?!-|\s+(?:people|troops|soldiers|agenda))", _year_alone),
        (
            rf"\b(?:(?:in|since|until|till|by|during|from|through|of)\s+)?(?P<which>last\s+|next\s+|this\s+)(?:in\s+)?{_MONTH}(?![\w-])",
            _month_alone,
        ),
        (rf"\b(?:in|since|until|till|by|during|from|through)\s+(?P<which>)(?:{_PART})?{_MONTH}(?![\w-])", _month_alone),
        (rf"\b(?:the\s+)?{_PART}(?P<which>){_MONTH}(?![\w-])", _month_alone),
        (
            rf"\b(?:over|in|during|for|within|throughout)?\s*(?:the\s+)?(?P<rel>past|last|previous|next|coming|following)\s+{_COUNT}\s+{_UNIT}\b",
            _over,
        ),
        (
            r"\b(?:over|in|during|for|within|throughout)\s+the\s+(?P<rel>past|coming)\s+(?P<count>)(?P<unit>day|week|month|quarter|year|decade|century)\b",
            _over,
        ),
        (rf"\b{_COUNT}\s+{_UNIT}\s+(?P<way>ago|earlier|later|(?:before|after)\b(?!\s+(?:the|a|an|his|her|its|their|[A-Z])))\b", _ago),
        (rf"\b(?P<how>in|within)\s+{_COUNT}\s+{_UNIT}(?:['\u2019]?\s+time)?\b(?!\s+of\b)", _ahead),
        (r"\b(?P<near>the day before yesterday|the day after tomorrow)\b", _near),
        (
            r"\b(?P<near>last night|this morning|this afternoon|this evening|(?:earlier|later) in the day|yesterday|today|tonight|tomorrow)\b(?!['\u2019]s)",
            _near,
        ),
        (r"\b(?P<name>overnight)\b", _overnight),
        (
            rf"\b(?:from|between)\s+(?:[a-z]+ on\s+)?{_WEEKDAY}{_TO}(?:[a-z]+ on\s+)?{_WEEKDAY.replace('<weekday>', '<weekday2>')}\b",
            _weekday_range,
        ),
        (rf"\b(?P<from>a week from )?(?P<which>last |next |this |coming |past )?{_WEEKDAY}\b", _weekday),
        (r"\b(?P<from>)(?P<which>)(?P<weekday>Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\.", _weekday),
        (r"\b(?:on\s+)?the (?P<what>same|following|next|previous) day\b", _relative_day),
        (r"\b(?P<what>that same) day\b", _relative_day),
        (r"\bthe (?P<what>day before|day after)\b(?!\s+(?:the|a|an|yesterday|tomorrow)\b)", _relative_day),
        (
            rf"\b(?:the\s+)?(?:{_PART}|(?P<edge>later|earlier)\s+)?(?P<rel>last|past|previous|this|the current|next|coming|following)\s+(?P<unit>weekend|week|month|quarter|year|decade)\b",
            _unit,
        ),
        (rf"\b(?:the\s+)?(?:{_PART})(?P<edge>)(?P<rel>the)\s+(?P<unit>week|month|quarter|year|decade)\b", _unit),
        (
            r"\b(?:on|by|until)\s+the\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)\b(?=\s*(?:[,.;)]|and\b|but\b|$)|\s+of\s+(?:this|the)\s+month)",
            _ordinal_day,
        ),
    )
)


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
    matches: list[tuple[re.Match[str], Callable[[re.Match[str], _Now], Date | None]]] = []
    taken: list[Span] = []
    for pattern, reader in _PATTERNS:
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
        made = reader(match, _Now(today, later, told, day_first))
        if made is not None:
            told = made
            found.append((Span(within.start + match.start(), within.start + match.end()), made))
    return found
