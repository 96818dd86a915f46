import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.lexicon import Lexicon, fold


@pytest.fixture(scope="module")
def lexicon():
    made = Lexicon()
    for name in ("Guinea", "Papua New Guinea", "US", "NATO", "Côte d'Ivoire", "St. John's", "foreign minister", "foreign", "al-Nusra"):
        made.add(name, name)
    made.add("Jordan", "Jordan", None, ["Michael"], ["Peterson"])
    return made


def found(lexicon, text, **more):
    return [m.senses[0] for m in lexicon.find(text, **more)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Papua New Guinea and Guinea", ["Papua New Guinea", "Guinea"]),  # the longest wins
        ("Guineas", []),  # only between token boundaries
        ("GUINEA", ["Guinea"]),  # case is folded,
        ("guinea pigs", []),  # but a name needs a capital
        ("Cote d\u2019Ivoire", ["Côte d'Ivoire"]),  # diacritics and quote marks too
        ("us and US", ["US"]),  # a short acronym needs all its capitals
        ("Nato", ["NATO"]),  # a longer one does not
        ("St. John's, St John's", ["St. John's", "St. John's"]),
        ("Foreign Minister", ["foreign minister"]),
        ("foreign ministers", ["foreign"]),  # the longest match runs into a word: the next shorter one
        ("al-Nusra", ["al-Nusra"]),
        ("Michael Jordan, Jordan Peterson, Jordan", ["Jordan"]),  # forbidden after and before
        ("@Jordan", []),
        ("New Guinea", ["Guinea"]),
        ("Guinea\n\nGuinea", ["Guinea", "Guinea"]),
        ("Papua\n\nNew Guinea", ["Guinea"]),  # no name runs over a paragraph's end
    ],
)
def test_what_is_found(lexicon, text, names):
    assert found(lexicon, text) == names


def test_a_text_without_capitals_says_nothing_by_their_lack(lexicon):
    assert found(lexicon, "guinea and nato, us", lower=True) == ["Guinea", "NATO"]


def test_one_name_may_have_several_senses_until_it_is_replaced():
    lexicon = Lexicon()
    lexicon.add("Labour", 1)
    lexicon.add("Labour", 2)
    assert lexicon.known("labour") == (1, 2)
    lexicon.replace("Labour", 3)
    assert lexicon.known("Labour") == (3,)


@given(st.text(max_size=80))
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="abUS Guineaé'.-\n", max_size=60))
def test_matches_are_words_of_the_text(text):
    lexicon = Lexicon()
    for name in ("US", "Guinea", "Guinea a", "a"):
        lexicon.add(name, name)
    end = 0
    for match in lexicon.find(text):
        assert match.start >= end
        end = match.end
        assert fold(text[match.start : match.end]) in {fold(name) for name in ("US", "Guinea", "Guinea a", "a")}
        assert not (match.start and text[match.start - 1].isalnum())
        assert not text[match.end : match.end + 1].isalnum()
