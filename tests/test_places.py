import pytest

from dragoman.assembly import load_gazetteer
from dragoman.models import TaggedSpan
from dragoman.places import find_place, locate
from dragoman.spans import Span


@pytest.mark.parametrize(
    ("name", "near", "country", "positioned"),
    [
        ("Nakuru", (), "KEN", True),
        ("Nairobi", (), "KEN", True),
        ("Paris", (), "FRA", True),  # the one that dwarfs its namesakes
        ("Tripoli", ("LBN",), "LBN", True),  # a state named around decides
        ("San Jose", (), None, False),  # two of like size: not told
        ("San Jose", ("CRI",), "CRI", True),
        ("Chechnya", (), "RUS", False),
        ("Ghana", (), "GHA", False),
        ("Kyiv", (), "UKR", True),
        ("Nowhereville", (), None, False),
    ],
)
def test_where_a_place_is(name, near, country, positioned):
    made = locate(name, load_gazetteer(), near)
    assert (made.name, made.country, made.latitude is not None) == (name, country, positioned)
    assert (made.geonames is not None) == positioned


def place(text, words, tagged=()):
    spans = [TaggedSpan("place", text.index(t), text.index(t) + len(t), 1.0) for t in tagged]
    at = text.index(words)
    found = find_place(text, Span(0, len(text)), Span(at, at + len(words)), spans, load_gazetteer())
    return (found[0].of(text), found[1].country) if found else None


@pytest.mark.parametrize(
    ("text", "words", "tagged", "expected"),
    [
        ("Chad and Niger met in Nakuru.", "met", ["Nakuru"], ("Nakuru", "KEN")),
        ("Chad and Niger met in Nakuru.", "met", [], ("Nakuru", "KEN")),  # the encoder missed it
        ("Rebels shelled a post near Goma after talks in Oslo.", "shelled", ["Goma", "Oslo"], ("Goma", "COD")),  # the nearest
        ("Chad praised Nakuru.", "praised", ["Nakuru"], None),  # nothing puts the act there
        ("They met in March.", "met", [], None),
        ("They met in Parliament.", "met", [], None),
        ("They fought in Ghana.", "fought", [], ("Ghana", "GHA")),
        ("They met at Nowhereville.", "met", ["Nowhereville"], ("Nowhereville", None)),  # named, but where it is nobody says
    ],
)
def test_the_place_of_an_act(text, words, tagged, expected):
    assert place(text, words, tagged) == expected
