"""PLOVER's tables, and each of the choices made where they contradict themselves."""

import pytest

from dragoman.errors import DataError
from dragoman.ontology import load_ontology
from dragoman.tables import read_table

MODES = {
    "CONSULT": 4, "RETREAT": 6, "REQUEST": 4, "REJECT": 4, "ACCUSE": 3, "THREATEN": 6, "PROTEST": 7, "SANCTION": 4,
    "MOBILIZE": 4, "COERCE": 10, "ASSAULT": 15,
}  # fmt: skip


def test_counts():
    ontology = load_ontology()
    assert {name: len(t.modes) for name, t in ontology.types.items() if t.modes} == MODES
    assert (len(ontology.types), len(ontology.contexts), len(ontology.sectors), len(ontology.choices)) == (16, 37, 25, 13)


@pytest.mark.parametrize(
    ("kind", "quad", "score"),
    [
        ("ACCUSE", "verbal conflict", -3),  # choice 1
        ("SANCTION", "material conflict", -6),  # choice 2
        ("REQUEST", "verbal conflict", 0),  # choice 3
        ("AID", "material cooperation", 10),
        ("CONCEDE", "verbal cooperation", 4.5),
    ],
)
def test_types(kind, quad, score):
    made = load_ontology().types[kind]
    assert (made.quad, made.score) == (quad, score)


def test_recipients_are_required_by_the_sections_not_the_table():  # choice 5
    assert {n for n, t in load_ontology().types.items() if t.recipient_required} == {"COOPERATE", "AID", "SANCTION"}


def test_a_mode_without_a_score_falls_back_to_the_type():  # choice 6
    protest = load_ontology().types["PROTEST"]
    assert (protest.intensity("vandalize"), protest.intensity("riot"), protest.intensity(None)) == (-5, -7, -5)


def test_what_the_manual_dropped_is_gone():  # choices 4, 7, 8, 9, 11, 12
    ontology = load_ontology()
    assert not {"FIGHT", "THREAT", "RESTRICT", "YIELD"} & set(ontology.types)
    modes = {m.name for t in ontology.types.values() for m in t.modes}
    assert not {"sideAB", "ban", "political", "assassinate", "cleansing", "massacre", "return", "ease", "negation", "future"} & modes
    contexts = {c.name for c in ontology.contexts}
    assert not {"humanitarian", "democracy", "elections", "historical", "hypothetical"} & contexts
    assert "election" in contexts
    assert not {"HLH", "INS", "SEP"} & set(ontology.sectors)


@pytest.mark.parametrize(
    ("kind", "mode", "words"),
    [
        ("COERCE", "deport", "deported twelve students"),  # choice 13
        ("SANCTION", "expel", "expelled three diplomats"),
        ("CONSULT", "phone", "held a phone call"),
        ("CONSULT", "visit", "paid a visit to"),
        ("ASSAULT", "aerial", "carried out an air strike"),
        ("RETREAT", "release", "released the prisoners"),
    ],
)
def test_cues(kind, mode, words):
    found = [m.name for m in load_ontology().types[kind].modes if m.cues and m.cues.search(words)]
    assert mode in found


def test_cues_are_linear():
    for text in ("a " * 25_000, "(" * 50_000, "visit " * 8_000, "9" * 50_000):
        for kind in load_ontology().types.values():
            for mode in kind.modes:
                assert mode.cues is None or len(list(mode.cues.finditer(text))) >= 0


def test_a_missing_table_says_what_to_do():
    with pytest.raises(DataError, match="install dragoman again"):
        read_table("nothing.toml")
