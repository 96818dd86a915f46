"""The patterns of date expressions: which words tell a time, and which reader of `dates.py` says what they mean."""

from __future__ import annotations

import calendar
import re

from dragoman.calendars import ERAS, find_calendars, named_days

__all__ = ["DECADES", "MONTHS", "NEAR", "NUMBERS", "ORDINALS", "PATTERNS", "SEASONS", "TENS", "UNITS", "WEEKDAYS"]

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_LONG = "|".join(name for name in calendar.month_name if name and name != "May")
# A full stop belongs to an abbreviated month only: after a whole one it ends the sentence. "May" is a word as well.
_MONTH = rf"(?P<month>{_LONG}|May|(?:Sept|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b\.?)"
_OTHER = _MONTH.replace("<month>", "<month2>")
WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
WEEKDAYS |= {name.lower(): i for i, name in enumerate(calendar.day_abbr)} | {"tues": 1, "thur": 3, "thurs": 3}
_WEEKDAY = "(?P<weekday>" + "|".join(calendar.day_name) + ")"
UNITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
"""Numbers in words from one on, in order."""
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
"""The tens from twenty on, in order."""
NUMBERS = {word: i for i, word in enumerate(UNITS, 1)} | {word: 10 * i for i, word in enumerate(TENS, 2)}
NUMBERS |= {"a": 1, "an": 1, "a few": 0, "several": 0, "some": 0}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_DAY2 = r"(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)"
_YEAR2 = r"(?P<year2>(?:1[6-9]|20)\d\d|\d\d)"
_COUNT = r"(?P<count>\d{1,3}|" + "|".join(NUMBERS) + ")"
_UNIT = r"(?P<unit>hour|day|week|fortnight|month|quarter|year|decade|century)s?"
_TO = r"\s*(?:-|\u2013|\u2014|to|until|till|through|and)\s*"
_SLASH = _TO.replace("(?:-", "(?:-|/")
_PART = r"(?P<part>early|late|mid|(?:the\s+)?(?:middle|beginning|start|end) of)[\s-]+(?:in\s+)?"
NEAR = {
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
_LEAD = r"\b(?:(?:" + "|".join(calendar.day_name) + r"),?\s+(?:the\s+)?)?"
_HOLIDAY = "|".join(sorted((re.escape(n).replace("'", "['\u2019]") for n in named_days()), key=len, reverse=True))
DECADES = {
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
PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (find_calendars(), "other_calendar"),
    (ERAS, "era"),
    *(
        (re.compile(pattern, re.IGNORECASE), reader)
        for pattern, reader in (
            (rf"\b{_YEAR}[-/](?P<m>[01]\d)[-/](?P<day>[0-3]\d)\b", "iso"),
            (rf"\b(?P<one>[0-3]?\d)(?P<mark>[./-])(?P<two>[0-3]?\d)(?P=mark){_YEAR}\b", "numeric"),
            (rf"\b(?P<m>0[1-9]|1[0-2])/{_YEAR}\b", "month_number"),
            (
                rf"{_LEAD}(?:from\s+|between\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}{_TO}{_DAY2}\s+(?:of\s+)?{_OTHER}(?:,?\s+{_YEAR})?\b",
                "day_range",
            ),
            (
                rf"{_LEAD}(?:from\s+|between\s+)?{_MONTH}\s+{_DAY}(?:,\s+(?P<year1>(?:19|20)\d\d),?)?{_TO}{_OTHER}\s+{_DAY2}\b(?:,?\s+{_YEAR}\b)?",
                "day_range",
            ),
            (rf"{_LEAD}(?:from\s+|between\s+)?{_DAY}{_SLASH}{_DAY2}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR}\b)?", "day_range"),
            (rf"{_LEAD}(?:from\s+|between\s+)?{_MONTH}\s+{_DAY}{_TO}{_DAY2}\b(?!\s*[:%])(?:,?\s+{_YEAR}\b)?", "day_range"),
            (rf"{_LEAD}{_MONTH}\s+{_DAY}(?:,\s+\d\d?)*,?\s+and\s+{_DAY2}\b(?!\s+(?:{_LONG}))", "day_list"),
            (rf"{_LEAD}{_DAY}(?:\s+(?:of\s+)?|-){_MONTH}(?:,?\s+|-){_YEAR}\b", "full"),
            (rf"{_LEAD}{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", "full"),
            (rf"\b(?:from\s+|between\s+)?{_MONTH}{_TO}{_OTHER},?\s+{_YEAR}\b", "month_range"),
            (rf"\b(?:{_PART})?{_MONTH},?\s+(?:of\s+)?{_YEAR}\b", "month_year"),
            (rf"{_LEAD}{_DAY}\s+(?:of\s+)?{_MONTH}(?![\w-])", "no_year"),
            (rf"{_LEAD}{_MONTH}\s+{_DAY}\b(?!\s*[:%]|,\d|\s+(?:people|troops|percent|per))", "no_year"),
            (rf"\b(?P<name>{_HOLIDAY})\b(?:,?\s+(?:of\s+|in\s+)?{_YEAR}\b)?", "named"),
            (
                rf"\b(?:the\s+)?(?P<ordinal>first|second|third|fourth|last)\s+(?P<share>quarter|half)\s+of\s+(?:{_YEAR}|(?P<rel>last|this|the|next)\s+year)\b",
                "part_of_year",
            ),
            (
                rf"\b(?:the\s+)?(?:{_PART})?(?P<rel>last\s+|this\s+|next\s+)?(?P<season>spring|summer|autumn|winter)(?:\s+of|\s+in)?\s+{_YEAR}\b",
                "season",
            ),
            (r"\b(?P<rel>last|this|next)\s+(?P<season>spring|summer|autumn|fall|winter)\b(?P<year>)", "season"),
            (rf"\bQ(?P<ordinal>[1-4])\s+(?:of\s+)?{_YEAR}\b(?P<share>)(?P<rel>)", "part_of_year"),
            (rf"\b(?:(?:from|between)\s+)?{_YEAR}\s*(?:to|until|till|through)\s*{_YEAR2}\b", "year_range"),
            (rf"\b(?:from|between)\s+{_YEAR}{_TO}{_YEAR2}\b", "year_range"),
            (rf"\b{_YEAR}(?:-|\u2013|/){_YEAR2}\b(?![-/\d])", "year_range"),
            (rf"\b(?:the\s+)?(?:{_PART})?(?:the\s+)?(?P<decade>(?:1[6-9]|20)\d0|[3-9]0)s\b", "decade"),
            (rf"\bthe\s+(?:{_PART})?(?P<decade>{'|'.join(DECADES)})\b", "decade"),
            (rf"\b(?:in\s+|since\s+|by\s+|until\s+)?(?:the\s+)?{_PART}{_YEAR}\b(?!-)", "year_alone"),
            (rf"{_SINCE}{_YEAR}\b(?!-|\s+(?:people|troops|soldiers|agenda))", "year_alone"),
            (
                rf"\b(?:(?:in|since|until|till|by|during|from|through|of)\s+)?(?P<which>last\s+|next\s+|this\s+)(?:in\s+)?{_MONTH}(?![\w-])",
                "month_alone",
            ),
            (rf"\b(?:in|since|until|till|by|during|from|through)\s+(?P<which>)(?:{_PART})?{_MONTH}(?![\w-])", "month_alone"),
            (rf"\b(?:the\s+)?{_PART}(?P<which>){_MONTH}(?![\w-])", "month_alone"),
            (
                rf"\b(?:over|in|during|for|within|throughout)?\s*(?:the\s+)?(?P<rel>past|last|previous|next|coming|following)\s+{_COUNT}\s+{_UNIT}\b",
                "over",
            ),
            (
                r"\b(?:over|in|during|for|within|throughout)\s+the\s+(?P<rel>past|coming)\s+(?P<count>)(?P<unit>day|week|month|quarter|year|decade|century)\b",
                "over",
            ),
            (rf"\b{_COUNT}\s+{_UNIT}\s+(?P<way>ago|earlier|later|(?:before|after)\b(?!\s+(?:the|a|an|his|her|its|their|[A-Z])))\b", "ago"),
            (rf"\b(?P<how>in|within)\s+{_COUNT}\s+{_UNIT}(?:['\u2019]?\s+time)?\b(?!\s+of\b)", "ahead"),
            (r"\b(?P<near>the day before yesterday|the day after tomorrow)\b", "near"),
            (
                r"\b(?P<near>last night|this morning|this afternoon|this evening|(?:earlier|later) in the day|yesterday|today|tonight|tomorrow)\b(?!['\u2019]s)",
                "near",
            ),
            (r"\b(?P<name>overnight)\b", "overnight"),
            (
                rf"\b(?:from|between)\s+(?:[a-z]+ on\s+)?{_WEEKDAY}{_TO}(?:[a-z]+ on\s+)?{_WEEKDAY.replace('<weekday>', '<weekday2>')}\b",
                "weekday_range",
            ),
            (rf"\b(?P<from>a week from )?(?P<which>last |next |this |coming |past )?{_WEEKDAY}\b", "weekday"),
            (r"\b(?P<from>)(?P<which>)(?P<weekday>Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\.", "weekday"),
            (r"\b(?:on\s+)?the (?P<what>same|following|next|previous) day\b", "relative_day"),
            (r"\b(?P<what>that same) day\b", "relative_day"),
            (r"\bthe (?P<what>day before|day after)\b(?!\s+(?:the|a|an|yesterday|tomorrow)\b)", "relative_day"),
            (
                rf"\b(?:the\s+)?(?:{_PART}|(?P<edge>later|earlier)\s+)?(?P<rel>last|past|previous|this|the current|next|coming|following)\s+(?P<unit>weekend|week|month|quarter|year|decade)\b",
                "unit",
            ),
            (rf"\b(?:the\s+)?(?:{_PART})(?P<edge>)(?P<rel>the)\s+(?P<unit>week|month|quarter|year|decade)\b", "unit"),
            (
                r"\b(?:on|by|until)\s+the\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)\b(?=\s*(?:[,.;)]|and\b|but\b|$)|\s+of\s+(?:this|the)\s+month)",
                "ordinal_day",
            ),
        )
    ),
)
