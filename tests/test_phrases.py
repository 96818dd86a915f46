from concurrent.futures import ThreadPoolExecutor

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
    # A person lends the state, not the town of that name; the day decides which one.
    ("the Obama administration", "organisation", "USA", ("GOV",), "administration", None, None, None),
    ("Putin's spokesman", "office", "RUS", ("GOV",), "spokesman", "official", None, None),
    ("Nakuru residents", "group", "KEN", ("CVL",), "residents", None, None, None),
    ("Arab officials", "group", None, ("GOV",), "officials", "official", None, None),
    ("the Green Party", "group", None, ("PTY",), "party", None, None, None),
    ("police in Paris, Texas", "group", "USA", ("COP",), "police", None, None, None),
    ("Columbia police", "group", "USA", ("COP",), "police", None, None, None),
    ("Russian-installed governor of Kherson", "office", "UKR", ("GOV",), "governor", "official", None, None),
    ("Taliban spokesman Zabihullah Mujahid", "person", "AFG", ("GOV",), "spokesman", "official", None, "Zabihullah Mujahid"),
    ("Sierra Leone's Revolutionary United Front", "group", "SLE", None, None, None, None, None),
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
    if sectors is None:
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


@pytest.mark.parametrize(
    ("phrase", "day", "state", "code", "reason"),
    [
        ("President Bush", "1991-01-01", "USA", "USA", "holder"),
        ("President Bush", None, "USA", "USA", "ambiguous"),  # which one stays open, whose does not
        ("President Tusk", "2016-05-01", None, "EUR", "holder"),  # of the body, not of his state
        ("Secretary-General Ban", "2010-01-01", None, "UNO", "holder"),
        ("President Merkel", "2010-01-01", None, None, "no-state"),  # no such office was hers
        ("President el-Sisi", "2016-01-01", "EGY", "EGY", "holder"),
        ("Congolese President Denis Sassou Nguesso", "2015-01-01", "COG", "COG", None),  # he settles which Congo
        ("IRA", None, None, None, "no-entry"),  # an abbreviation is no town
        ("Indian Ocean", None, None, None, "no-entry"),
        ("\u041c\u0418\u0414 \u0420\u043e\u0441\u0441\u0438\u0438", None, None, None, "no-entry"),  # another script
    ],
)
def test_who_is_meant_on_a_day(phrase, day, state, code, reason):
    made = read_phrase(phrase, load_gazetteer(), day)[0]
    assert (made.state, made.code, made.reason) == (state, code, reason)


def test_threads_agree():
    phrases = ["President Bush", "Nakuru police", "the Kremlin", "Georgia", "two Chinese warplanes"] * 20
    alone = [read_phrase(p, load_gazetteer(), "2003-01-01") for p in phrases]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda p: read_phrase(p, load_gazetteer(), "2003-01-01"), phrases)) == alone
