import pytest

from dragoman.relations import read_assessments, read_milestones
from factories import scene


def milestones(source, published="2021-03-08"):
    made = scene(source, published)
    return read_milestones(made.text, made.sentences, made.cast, made.statements, published)


def assessments(source):
    made = scene(source)
    return made, read_assessments(made.text, made.sentences, made.cast, made.statements)


@pytest.mark.parametrize(
    ("source", "kind", "states", "start"),
    [
        ("[a Fiji] and [a Tonga] established diplomatic relations in 1975.", "relations-established", ("FJI", "TON"), "1975-01-01"),
        (
            "Diplomatic ties between [a Laos] and [a Oman] were established on 4 May 1980.",
            "relations-established",
            ("LAO", "OMN"),
            "1980-05-04",
        ),
        ("[a Laos] severed diplomatic relations with [a Oman] in 1990.", "relations-severed", ("LAO", "OMN"), "1990-01-01"),
        ("[a Laos] and [a Oman] restored diplomatic ties last month.", "relations-restored", ("LAO", "OMN"), "2021-02-01"),
        ("[a Laos] opened its embassy in [a Oman] in 2001.", "embassy", ("LAO", "OMN"), "2001-01-01"),
        ("[a Laos] and [a Oman] signed a friendship treaty in 2003.", "treaty", ("LAO", "OMN"), "2003-01-01"),
    ],
)
def test_steps(source, kind, states, start):
    [made] = milestones(source)
    assert (made.kind, made.states, made.date.start) == (kind, states, start)


@pytest.mark.parametrize(
    "source", ["[a Laos] would establish diplomatic relations with [a Oman].", "[a Laos] never severed diplomatic ties with [a Oman]."]
)
def test_what_did_not_happen_is_no_step(source):
    assert milestones(source) == ()


FOUNDED = "[a Fiji] and [a Tonga] established diplomatic relations in 1975. "


@pytest.mark.parametrize(
    ("claim", "stated", "expected", "verdict"),
    [
        ("This year marks 46 years of diplomatic relations.", 46, 46, "consistent"),
        ("This year marks 45 years of diplomatic relations.", 45, 46, "consistent"),  # completed years, day unknown
        ("This year marks 50 years of diplomatic relations.", 50, 46, "inconsistent"),
        ("They mark the 46th anniversary of diplomatic relations.", 46, 46, "consistent"),
        ("They mark the 45th anniversary of diplomatic relations.", 45, 46, "inconsistent"),
        ("They mark the fiftieth anniversary of diplomatic ties.", 50, 46, "inconsistent"),
        ("They look back on forty-six years of diplomatic relations.", 46, 46, "consistent"),
    ],
)
def test_arithmetic(claim, stated, expected, verdict):
    [made] = milestones(FOUNDED + claim)
    [found] = made.claims
    assert (found.stated, found.expected, found.verdict) == (stated, expected, verdict)


def test_without_a_publication_date_arithmetic_is_unknown():
    [made] = milestones(FOUNDED + "This year marks 46 years of diplomatic relations.", None)
    assert (made.claims[0].expected, made.claims[0].verdict) == (None, "unknown")


def test_a_jubilee_of_an_unknown_beginning_is_kept_unknown():
    [made] = milestones("[a Fiji] marks the 75th anniversary of its independence.")
    assert (made.kind, made.claims[0].stated, made.claims[0].verdict) == ("anniversary", 75, "unknown")


@pytest.mark.parametrize(
    ("source", "domains", "value", "polarity"),
    [
        ("[a Fiji] and [a Tonga] have excellent political and military relations.", ["political", "defence"], "excellent", 1),
        ("Relations between [a Fiji] and [a Tonga] are tense.", ["other"], "tense", -1),
        ("Trade ties between [a Fiji] and [a Tonga] remain strained.", ["economic"], "strained", -1),
    ],
)
def test_quality(source, domains, value, polarity):
    _, made = assessments(source)
    assert [a.domain for a in made] == domains
    assert {(a.about, a.value, a.polarity, a.by) for a in made} == {(("FJI", "TON"), value, polarity, None)}


def test_a_judgement_is_its_speakers():
    made, (one,) = assessments("[s1 [a Fiji's ambassador to Tonga]] [c1 said] [q1 that [a we] have warm relations].")
    assert (made.cast.actor(one.by).state, one.about) == ("FJI", ("FJI", "TON"))


def test_challenges_name_no_adversary():
    _, (one,) = assessments("[s1 [a Fiji's ambassador]] [c1 said] [q1 that [a Tonga] faces serious security threats].")
    assert (one.kind, one.about, one.domain, one.polarity) == ("challenge", ("TON",), "security", -1)
