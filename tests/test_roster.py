"""The tables of persons: dates that can be, no two in one chair, and what comes out of them."""

import collections
import datetime as dt
import itertools

import pytest

from dragoman.assembly import load_gazetteer
from dragoman.people import OFFICE_SECTORS
from dragoman.tables import is_day, read_rows

HOLDERS = ("state", "office", "title", "name", "from", "to", "spellings", "status")
HEADS = ("organisation", "title", "name", "from", "to", "spellings", "status")
PERSONS = ("name", "spellings", "state", "sectors", "role", "from", "to", "status", "see")
SHARED = 31
"""Days for which two may hold one office: handovers told by the month overlap by as much."""
# Offices of several at once: joint heads, collective presidencies, rival governments under one title.
JOINT = {("SMR", "head-of-state"), ("BIH", "head-of-state"), ("AND", "head-of-state"), ("KHM", "interior"), ("KHM", "defence")}


def day(text, last):
    """The first or last day that a date may mean."""
    if len(text) == 10:
        return dt.date.fromisoformat(text)
    year, month = int(text[:4]), int(text[5:7] or (12 if last else 1))
    return (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(1)) if last else dt.date(year, month, 1)


@pytest.mark.parametrize(("table", "columns"), [("holders.tsv", HOLDERS), ("heads.tsv", HEADS), ("persons.tsv", PERSONS)])
def test_dates_can_be(table, columns):
    faults = []
    for number, cells in read_rows(table, columns)[0]:
        row = dict(zip(columns, cells, strict=True))
        start, end = row["from"], row["to"]
        if any(d and not is_day(d) for d in (start, end)) or (start and end and day(end, last=True) < day(start, last=False)):
            faults.append((table, number, row["name"], start, end))
    assert faults == []


def test_every_entry_says_whether_it_is_checked():
    for table, columns in (("holders.tsv", HOLDERS), ("heads.tsv", HEADS), ("persons.tsv", PERSONS)):
        at = columns.index("status")
        assert {cells[at] for _, cells in read_rows(table, columns)[0]} <= {"checked", "unchecked"}, table


def test_every_holder_is_checked_or_unchecked_and_gaps_are_marked():
    rows = [dict(zip(HOLDERS, cells, strict=True)) for _, cells in read_rows("holders.tsv", HOLDERS)[0]]
    assert {r["status"] for r in rows} == {"checked", "unchecked"}
    assert {r["office"] for r in rows} <= set(OFFICE_SECTORS)
    assert all(r["status"] == "unchecked" for r in rows if r["name"] == "?")
    states = {r["state"] for r in rows if r["office"].startswith("head")}
    assert states >= {code for code in load_gazetteer().states if code != "HKG"}


def test_nobody_sits_in_a_taken_chair():
    chairs = collections.defaultdict(list)
    for number, cells in read_rows("holders.tsv", HOLDERS)[0]:
        row = dict(zip(HOLDERS, cells, strict=True))
        if (row["state"], row["office"]) not in JOINT and not row["title"].startswith(("acting", "interim", "co-", "deputy")):
            chairs[row["state"], row["office"], row["title"]].append((row["from"], row["to"], row["name"], number))
    faults = []
    for chair, terms in chairs.items():
        for one, two in itertools.combinations([t for t in terms if t[0]], 2):
            # Together for certain: the later start at its latest, the earlier end at its earliest.
            start = max(day(t[0], last=True) for t in (one, two))
            end = min(day(t[1], last=False) if t[1] else dt.date.max for t in (one, two))
            if one[2] != two[2] and (end - start).days > SHARED:
                faults.append((*chair, one, two))
    assert faults == []


@pytest.mark.parametrize("table", ["holders.tsv", "heads.tsv"])
def test_no_row_stands_twice(table):
    columns = HOLDERS if table == "holders.tsv" else HEADS
    keys = collections.Counter(tuple(cells[:5]) for _, cells in read_rows(table, columns)[0])
    assert [k for k, n in keys.items() if n > 1] == []
