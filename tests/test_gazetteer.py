"""The tables of names, checked against a kept library and against themselves."""

import collections
import re
from pathlib import Path

import pycountry
import pytest
from babel import Locale

from dragoman import tables
from dragoman.assembly import load_gazetteer
from dragoman.ontology import load_ontology
from dragoman.phrases import read_phrase
from dragoman.tables import dated_sectors, is_day, listed, read_rows, read_table

STATE = tuple(
    "code iso2 name official names adjectives people capital seats latitude longitude not_after not_before".split()  # noqa: SIM905
)
BODY = ("name", "names", "kind", "code", "state", "sectors", "from", "to", "seat", "not_after", "not_before", "see")


def test_states_are_those_of_iso_3166():
    codes = set(load_gazetteer().states)
    known = {c.alpha_3 for c in pycountry.countries}
    assert codes - known == {"XKX"}
    assert len(codes) >= 195


def test_every_name_of_a_state_finds_it():
    gazetteer = load_gazetteer()
    for _, cells in read_rows("states.tsv", STATE)[0]:
        row = dict(zip(STATE, cells, strict=True))
        for name in (row["name"], row["official"], *listed(row["names"])):
            assert [f.entity.state for f in gazetteer.find(f"It was {name} again.")] == [row["code"]], name


def test_names_of_kept_packages_mean_the_same_state():
    """CLDR's English names (Babel) and ISO's names (pycountry) of every state."""
    gazetteer = load_gazetteer()
    english = Locale("en").territories
    for country in pycountry.countries:
        if country.alpha_3 not in gazetteer.states:
            continue
        names = {country.name, getattr(country, "official_name", country.name), getattr(country, "common_name", country.name)}
        for name in names | {english[country.alpha_2]}:
            # "Congo, Democratic Republic of the" and "Myanmar (Burma)" are how a list sorts them, not how a text names them.
            if name not in gazetteer.loose and not any(mark in name for mark in ",()") and " - " not in name:
                assert [f.entity.state for f in gazetteer.find(name)][:1] == [country.alpha_3], name


def test_the_tables_are_as_large_as_promised():
    rows = [cells for _, cells in read_rows("bodies.tsv", BODY)[0]]
    kinds = collections.Counter(cells[2] for cells in rows)
    assert kinds["igo"] >= 250
    assert kinds["group"] >= 250
    firms = [c for c in rows if c[2] == "organisation" and c[5].split()[:1] in (["BUS"], ["GOV"]) and c[4] and c[3] == c[4]]
    assert len(firms) >= 150
    assert len(load_gazetteer().roles) >= 600
    gazetteer = load_gazetteer()
    assert len(gazetteer.memberships) >= 90
    assert sum(bool(gazetteer.members(body.name)) for body in gazetteer.bodies.values() if body.kind == "igo") >= 250


@pytest.mark.parametrize(
    ("body", "day", "inside", "outside"),
    [
        ("EU", "2019-01-01", "GBR", "TUR"),
        ("European Union", "2021-01-01", "HRV", "GBR"),
        ("NATO", "2003-01-01", "POL", "EST"),
        ("NATO", None, "SWE", "AUT"),
        ("Warsaw Pact", "1989-01-01", "SUN", "YUG"),
        ("UNICEF", "2001-01-01", "FRA", "CHE"),  # an agency has the members of its body; Switzerland joined in 2002
        ("European Commission", "2010-01-01", "GBR", "HRV"),
    ],
)
def test_members_by_date(body, day, inside, outside):
    members = load_gazetteer().members(body, day)
    assert inside in members
    assert outside not in members


def test_members_name_bodies_and_dates_that_can_be():
    for _, (body, members) in read_rows("members.tsv", ("organisation", "members"))[0]:
        assert body in load_gazetteer().bodies
        for item in listed(members):
            start, _, end = item.partition(":")[2].partition("..")
            assert all(not d or is_day(d) for d in (start, end)), item
            assert not (start and end) or end >= start[: len(end)], item


def test_dated_sectors_of_a_group_follow_the_day():
    def sectors(day):
        return read_phrase("the Taliban", load_gazetteer(), day)[0].sectors

    assert sectors("1999-01-01")[:1] == ("GOV",)
    assert sectors("2010-01-01")[:1] == ("REB",)
    assert sectors("2023-01-01")[:1] == ("GOV",)


def test_disputes():
    gazetteer = load_gazetteer()
    assert len(gazetteer.disputes) >= 60
    for record in read_table("disputes.toml")[0]["dispute"]:
        assert set(record["parties"]) <= set(gazetteer.states), record["id"]
        for alias in record["aliases"]:
            assert [d.id for _, d in gazetteer.find_disputes(f"on {alias} again")] == [record["id"]], alias


def test_sectors_are_plovers():
    known = set(load_ontology().sectors)
    assert {s for r in load_gazetteer().roles.values() for s in r.sectors} == known
    rows = read_rows("bodies.tsv", BODY)[0]
    assert {d.value for _, cells in rows for d in dated_sectors(cells[5])} <= known


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Nigerien and Nigerian troops", ["NER", "NGA"]),
        ("the Democratic Republic of the Congo and the Republic of the Congo", ["COD", "COG"]),
        ("Papua New Guinea, Guinea-Bissau, Equatorial Guinea and Guinea", ["PNG", "GNB", "GNQ", "GIN"]),
        ("North Korea and South Korea", ["PRK", "KOR"]),
        ("New Mexico", ["USA"]),
        ("Michael Jordan", []),
        ("US soldiers told us", ["USA"]),
        ("PAKISTAN", ["PAK"]),
        ("Omanis", ["OMN"]),
        ("Nigeriax", []),
    ],
)
def test_namesakes(text, states):
    assert [f.entity.state for f in load_gazetteer().find(text)] == states


def test_the_document_counts_the_rows():
    text = (Path(__file__).parents[1] / "docs" / "gazetteer.md").read_text(encoding="utf-8")
    for table, rows in re.findall(r"^\| `([\w-]+\.tsv)`[^|]*\| ([\d,]+) \|", text, re.MULTILINE):
        lines = (Path(tables.DATA) / table).read_text(encoding="utf-8").rstrip("\n").count("\n")
        assert f"{lines:,}" == rows, table
