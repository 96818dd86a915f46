"""What a person was on a day, by terms made up for the test."""

import pytest

from dragoman.people import Person, Term, surnames

MINISTER = Term("foreign minister", ("GOV",), "minister", "PER", "PER", "1995", "1998-03", checked=True, office="foreign")
PRESIDENT = Term("president", ("GOV",), "head", "PER", "PER", "2001-07-28", "2006-07-28", checked=True, office="head-of-state")
UNSURE = Term("president", ("GOV",), "head", "PER", "PER", "2001-07-28", "2006-07-28", checked=False, office="head-of-state")
DISSIDENT = Term("opposition leader", ("OPP",), None, "PER", "PER", "1990")
HEAD = Term("secretary-general", (), "head", None, "UNO", "2008", "", checked=True, office="head")


@pytest.mark.parametrize(
    ("terms", "day", "state", "sectors", "role", "reason"),
    [
        ([MINISTER], "1996-05-05", "PER", ("GOV",), "foreign minister", None),
        ([MINISTER], "1995-01-02", "PER", ("GOV",), "foreign minister", None),  # somewhere in the year of its start
        ([MINISTER], "1998-03-30", "PER", ("GOV",), "foreign minister", None),  # somewhere in the month of its end
        ([MINISTER], "1998-04-01", "PER", ("ELI",), "foreign minister", "former"),
        ([MINISTER], "1994-12-31", "PER", (), "foreign minister", "no-office-yet"),
        ([MINISTER, PRESIDENT], "2000-01-01", "PER", ("ELI",), "foreign minister", "former"),  # between two offices
        ([MINISTER, PRESIDENT], "2003-01-01", "PER", ("GOV",), "president", None),
        ([UNSURE], "2007-01-01", "PER", ("GOV",), "president", "office-unchecked"),  # nobody turns ELI by an unchecked date
        ([DISSIDENT], "2020-01-01", "PER", ("OPP",), "opposition leader", None),  # no end: still
        ([DISSIDENT, PRESIDENT], "2003-01-01", "PER", ("GOV",), "president", None),  # an office outweighs a role
        ([MINISTER, HEAD], "2010-01-01", None, (), "secretary-general", None),  # acts for the body, not for the state
        ([MINISTER, HEAD], None, None, (), "secretary-general", None),  # without a day the last one, still held
        ([MINISTER, PRESIDENT], None, "PER", ("ELI",), "president", "former"),  # the last one, and it is over
    ],
)
def test_standing(terms, day, state, sectors, role, reason):
    made = Person("Ana Soto", "PER", list(terms)).standing(day)
    assert (made.state, made.sectors, made.term.role, made.reason) == (state, sectors, role, reason)


@pytest.mark.parametrize(
    ("name", "state", "alone"),
    [
        ("Ana Soto", "PER", {"Soto"}),
        ("Ana Soto Rojas", "PER", {"Rojas", "Soto Rojas"}),
        ("Wu Lin", "CHN", {"Wu"}),
        ("Otto von der Aue", "DEU", {"Aue", "der Aue", "von der Aue"}),
        ("Sultan", "OMN", {"Sultan"}),
    ],
)
def test_surnames(name, state, alone):
    assert surnames(Person(name, state)) == alone
