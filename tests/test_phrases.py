import pytest

from dragoman.assembly import load_gazetteer
from dragoman.lookup import resolve_phrase
from dragoman.phrases import read_phrase

CASES = [
    # phrase, kind, state, sectors, role, rank, accredited to, name
    ("the Ghanaian ambassador to Peru, Kofi Mensah", "person", "GHA", ("GOV",), "ambassador", "envoy", "PER", "Kofi Mensah"),
    ("ambassador of Mongolia to Chile", "office", "MNG", ("GOV",), "ambassador", "envoy", "CHL", None),
    ("Kofi Mensah, Ghana's ambassador to Peru", "person", "GHA", ("GOV",), "ambassador", "envoy", "PER", "Kofi Mensah"),
    ("Finland's foreign minister Aino Salo", "person", "FIN", ("GOV",), "foreign minister", "minister", None, "Aino Salo"),
    ("the Kremlin", "state", "RUS", ("GOV",), None, None, None, "Russia"),
    ("U.S. President Joe Miller", "person", "USA", ("GOV",), "president", "head", None, "Joe Miller"),
    ("former Chilean president Ana Soto", "person", "CHL", ("ELI",), "president", None, None, "Ana Soto"),
    ("Ukrainian soldiers", "group", "UKR", ("MIL",), "soldiers", None, None, None),
    ("protesters in Lima", "group", "PER", ("CVL",), "protesters", None, None, None),
    ("the Supreme Court of Kenya", "organisation", "KEN", ("JUD",), "supreme court", None, None, None),
    ("NATO", "igo", None, (), None, None, None, "NATO"),
    ("Sheikh Omar's spokesman", "office", None, ("REL",), "spokesman", "official", None, None),
    ("police", "group", None, ("COP",), "police", None, None, None),
    ("the delegation of experts", None, None, None, None, None, None, None),
]


@pytest.mark.parametrize(("phrase", "kind", "state", "sectors", "role", "rank", "accredited", "name"), CASES)
def test_phrase(phrase, kind, state, sectors, role, rank, accredited, name):
    [made] = read_phrase(phrase, load_gazetteer())
    assert made.state == state
    if kind is None:
        assert made.reason
        return
    assert (made.kind, made.sectors, made.role, made.rank, made.accredited_to) == (kind, sectors, role, rank, accredited)
    if name:
        assert made.name == name


def test_ministers_of_two_states_are_two():
    made = read_phrase("the foreign ministers of Turkey and Iran", load_gazetteer())
    assert [r.state for r in made] == ["TUR", "IRN"]


@pytest.mark.parametrize("phrase", ["the moon", "xqzt", "...", "the"])
def test_what_is_unknown_says_why(phrase):
    [made] = read_phrase(phrase, load_gazetteer())
    assert (made.kind, made.state) == ("unknown", None)
    assert made.reason


def test_context_gives_a_role_its_state_only_when_it_names_one():
    gazetteer = load_gazetteer()
    assert resolve_phrase("the police", gazetteer, context="Protests went on in Nairobi.").state == "KEN"
    assert resolve_phrase("the police", gazetteer, context="Kenya and Uganda met.").state is None


def test_georgia_the_federal_state_is_not_georgia():
    gazetteer = load_gazetteer()
    assert [f.entity.state for f in gazetteer.find("Georgia and Armenia met.")] == ["GEO", "ARM"]
    assert "GEO" not in [f.entity.state for f in gazetteer.find("A factory in Savannah, Georgia, closed.")]
