import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.atlas import load_atlas
from dragoman.dates import find_dates
from dragoman.spans import Span

MONDAY = "2021-03-08T10:00:00+02:00"


@pytest.mark.parametrize(
    ("text", "expression", "start", "end", "precision"),
    [
        ("They met on 14 August 2019.", "14 August 2019", "2019-08-14", "2019-08-14", "day"),
        ("They met on Aug. 14, 2019.", "Aug. 14, 2019", "2019-08-14", "2019-08-14", "day"),
        ("It was signed in March 1998 there.", "March 1998", "1998-03-01", "1998-03-31", "month"),
        ("Ties were opened in 1992.", "in 1992", "1992-01-01", "1992-12-31", "year"),
        ("The minister left on Friday.", "Friday", "2021-03-05", "2021-03-05", "day"),  # the last one before a Monday
        ("He spoke on Monday.", "Monday", "2021-03-08", "2021-03-08", "day"),  # the day of publication itself
        ("He spoke last Monday.", "last Monday", "2021-03-01", "2021-03-01", "day"),
        ("They will meet on Friday.", "Friday", "2021-03-12", "2021-03-12", "day"),  # a plan looks ahead
        ("It fell yesterday.", "yesterday", "2021-03-07", "2021-03-07", "day"),
        ("They met last month.", "last month", "2021-02-01", "2021-02-28", "month"),
        ("It began two years ago.", "two years ago", "2019-01-01", "2019-12-31", "year"),
        ("It began three days earlier.", "three days earlier", "2021-03-05", "2021-03-05", "day"),
        ("On 20 December they met.", "20 December", "2020-12-20", "2020-12-20", "day"),  # the nearest one that is past
        ("A summit is planned for 2 May.", "2 May", "2021-05-02", "2021-05-02", "day"),
        ("On 29 February 2020 it came.", "29 February 2020", "2020-02-29", "2020-02-29", "day"),
    ],
)
def test_expressions(text, expression, start, end, precision):
    [(span, date)] = find_dates(text, Span(0, len(text)), MONDAY)
    assert span.of(text) == expression
    assert (date.start, date.end, date.precision, date.basis) == (start, end, precision, "text")


@pytest.mark.parametrize(
    "text",
    [
        "On 30 February 2020 it came.",  # no such day
        "He may march on the town.",  # a verb, not a month
        "The 1,992 soldiers left.",
        "Route 2023 was closed.",  # a number without a preposition of time
    ],
)
def test_no_date_is_made_up(text):
    assert find_dates(text, Span(0, len(text)), MONDAY) == []


@pytest.mark.parametrize("text", ["He left on Friday.", "It fell yesterday.", "They met on 14 August."])
def test_relative_dates_need_a_publication_date(text):
    assert find_dates(text, Span(0, len(text)), None) == []


@given(st.text(max_size=60), st.sampled_from([None, MONDAY, "0001-01-01", "9999-12-31", "garbage"]))
def test_any_text_is_survived(text, published):
    for span, date in find_dates(text, Span(0, len(text)), published) if text else []:
        assert span.of(text)
        assert date.start <= date.end


def test_what_is_planned_lies_ahead():
    [(_, date)] = find_dates("A visit in February.", Span(0, 20), MONDAY, later=True)
    assert date.start == "2022-02-01"


TABLE = Path(__file__).parent / "data" / "dates.tsv"
FLOOR = 0.95
"""Share of the table of date expressions that must come out right to the day."""


def test_nearly_all_of_a_table_written_apart_come_out_right():
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) >= 330
    wrong = []
    for row in rows:
        text = row["sentence"]
        town = load_atlas().settle(row["dateline"]) if row["dateline"] else None
        zone = town.zone if town else None
        found = find_dates(text, Span(0, len(text)), row["published"], later=row["tense"] == "future", zone=zone)
        at = text.index(row["expression"])
        here = [d for s, d in found if s.overlaps(Span(at, at + len(row["expression"])))]
        made = (here[0].start, here[0].end) if here else ("", "")
        if made != (row["start"], row["end"]):
            wrong.append((row["expression"], made))
    assert 1 - len(wrong) / len(rows) >= FLOOR, wrong


@pytest.mark.parametrize(
    ("published", "zone", "day"),
    [
        ("2021-03-08T22:40:00+00:00", "Australia/Sydney", "2021-03-09"),  # already tomorrow there
        ("2021-03-08T03:00:00+00:00", "Pacific/Honolulu", "2021-03-07"),
        ("2021-03-08T22:40:00+00:00", None, "2021-03-08"),
        ("2021-03-08", "Australia/Sydney", "2021-03-08"),  # no hour, no offset: as it stands
        ("2021-03-08T22:40:00", "Australia/Sydney", "2021-03-08"),
        ("2021-03-08T22:40:00+00:00", "No/Where", "2021-03-08"),
    ],
)
def test_today_is_a_day_where_the_article_was_written(published, zone, day):
    text = "He left today."
    [(_, date)] = find_dates(text, Span(0, len(text)), published, zone=zone)
    assert date.start == day


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("On 22 Bahman 1357 it fell.", "1979-02-11"),
        ("On 10 Muharram 1445 they marched.", "2023-07-28"),
        ("In Heisei 5 it was signed.", "1993-01-01"),
        ("In 2566 B.E. it was signed.", "2023-01-01"),
        ("On 31 Bahman 1357 it fell.", None),  # no such day
    ],
)
def test_other_calendars(text, start):
    found = find_dates(text, Span(0, len(text)), MONDAY)
    assert [d.start for _, d in found] == ([start] if start else [])
