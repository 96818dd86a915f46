import pytest
from hypothesis import given
from hypothesis import strategies as st

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
