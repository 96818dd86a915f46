import pytest

from dragoman.assembly import load_gazetteer
from dragoman.events import read_events
from dragoman.ontology import load_ontology
from dragoman.positions import read_positions
from factories import acts_by, scene


def read(source, *rules):
    made = scene(source)
    events = read_events(made, acts_by(made, *rules), load_ontology(), load_gazetteer())
    return made, read_positions(made.text, made.sentences, made.cast, made.statements, events, load_gazetteer())


BACKS = ("backs", "Fiji", "Morocco", "SUPPORT", {"aspect": "standing", "modality": "ongoing"})


@pytest.mark.parametrize(
    ("source", "basis"),
    [
        ("[s1 [a Fiji's minister]] [c1 said] [q1 [a Fiji] backs [a Morocco] on Western Sahara].", "declared"),
        ("[s1 [a Morocco's minister]] [c1 said] [q1 [a Fiji] backs [a Morocco] on Western Sahara].", "ascribed"),
        ("[a Fiji] backs [a Morocco] on Western Sahara.", "ascribed"),  # the outlet's word on a standing state
        ("They spoke of Western Sahara. [a Fiji] backs [a Morocco] on this issue.", "ascribed"),
    ],
)
def test_support_with_a_dispute_is_a_position(source, basis):
    made, (position,) = read(source, BACKS)
    assert (position.stance, position.issue.id, position.basis) == ("supports", "western-sahara", basis)
    assert (made.cast.actor(position.holder).state, made.cast.actor(position.beneficiary).state) == ("FJI", "MAR")
    assert {"stance", "issue", "holder", "beneficiary"} <= {e.field for e in position.evidence}


@pytest.mark.parametrize("source", ["[a Fiji] backs [a Morocco] on trade.", "[a Fiji] backs [a Morocco] on the Falkland Islands."])
def test_no_dispute_or_no_party_to_it_is_no_position(source):
    assert read(source, BACKS)[1] == ()


def test_x_is_y():
    made, (position,) = read("[s1 [a Fiji's ambassador]] [c1 said] [q1 that Gibraltar is an integral part of [a Spain]].")
    assert (position.issue.id, position.basis, position.formula.of(made.text)) == (
        "gibraltar",
        "declared",
        "Gibraltar is an integral part of Spain",
    )


def test_counterparts_find_each_other_and_the_formula_of_the_same_statement():
    made, (one, two) = read(
        "[s1 [a Fiji's ambassador]] [c1 said] [q1 [a Fiji] backs [a Morocco] on Western Sahara. [a Morocco] stands by [a Spain] on Gibraltar].",
        BACKS,
        ("stands by", "Morocco", "Spain", "SUPPORT"),
    )
    assert (one.counterpart, two.counterpart) == (None, None)
    made, (one, two) = read(
        "[s1 [a Spain's envoy]] [c1 said] [q1 [a Spain] backs [a Morocco] on Western Sahara. [a Morocco] stands by [a Spain] on Gibraltar. "
        "Gibraltar is a matter to be settled under UN resolutions].",
        ("backs", "Spain", "Morocco", "SUPPORT"),
        ("stands by", "Morocco", "Spain", "SUPPORT"),
    )
    assert (one.counterpart, two.counterpart) == (two.id, one.id)
    assert two.formula.of(made.text) == "under UN resolutions"
