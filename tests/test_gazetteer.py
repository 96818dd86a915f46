"""The tables of names, checked against a kept library and against themselves."""

import pycountry
import pytest

from dragoman.assembly import load_gazetteer
from dragoman.ontology import load_ontology
from dragoman.tables import dated_sectors, read_rows, read_table

BODY = ("name", "names", "kind", "code", "state", "sectors", "from", "to", "seat", "not_after", "not_before", "see")


def test_states_are_those_of_iso_3166():
    codes = set(load_gazetteer().states)
    known = {c.alpha_3 for c in pycountry.countries}
    assert codes - known == {"XKX"}
    assert len(codes) >= 195


def test_every_name_of_a_state_finds_it():
    gazetteer = load_gazetteer()
    for record in read_table("states.toml")[0]["state"]:
        for name in (record["name"], record["official"], *record["names"]):
            assert [f.entity.state for f in gazetteer.find(f"It was {name} again.")] == [record["code"]], name


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
