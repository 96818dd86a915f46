"""The measure itself, on hand-made articles: no model needed but for the command."""

import json

import pytest
from click.testing import CliRunner

from dragoman.cli import dragoman
from dragoman.cli.evaluate import _below, _pin
from dragoman.errors import InputError, UsageError
from dragoman.evaluate import Figure, Read, digest_of, event_tuples, figures, gold_tuples, load_gold
from dragoman.models import Actor, Article, Date, Engine, Event, Evidence, Reading
from dragoman.spans import Span

SOURCE = """# 1 agency 2011-03-15
[a1 Chad] [e1 sent] rice to [a2 Mali] [d on Monday]. [a3 Somebody] [e2 thanked] [a1 it].
= e1 a1 > a2 AID past affirmed act by:outlet on:2011-03-14
= e2 a3 > a1 SUPPORT past affirmed act by:outlet
@ a1 TCD
@ a2 MLI
@ a3 -

# 2 sport 2011-03-16
[a1 Chad] beat [a2 Mali] 3-1.
"""


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.txt"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def event(kind, doer, other, words, **more):
    told = {
        "act": None, "mode": None, "contexts": (), "quad": "", "intensity": None, "reciprocal": False, "modality": "past",
        "polarity": "affirmed", "denied_by": (), "aspect": "act", "asserted_by": "outlet", "statement": None,
        "date": Date("2011-03-14", "2011-03-14", "day", "text"), "place": None, "confidence": 0.9, **more,
    }  # fmt: skip
    return Event(id="e1", type=kind, actors=(doer,), recipients=(other,), evidence=(Evidence(words.start, words.end, "type"),), **told)


def read(passage, *events):
    actors = tuple(Actor(f"a{i}", code, "state", code, code) for i, code in enumerate(("TCD", "MLI", "NER"), 1))
    article = Article(id=passage.name, text=passage.text, language="en", published=passage.published)
    return Read(passage, Reading(article, actors, (), events, (), (), (), (), Engine("", "", "", "")))


def test_what_is_right_wrong_and_cannot_be_judged(gold):
    one, two = load_gold([gold])
    at = lambda word: Span(one.text.index(word), one.text.index(word) + len(word))  # noqa: E731
    good, wrong = event("AID", "a1", "a2", at("sent")), event("AID", "a1", "a3", at("Mali"))
    blind = event("SUPPORT", "a3", "a1", at("thanked"))
    items = [read(one, good, wrong, blind), read(two)]
    assert gold_tuples(one) == {("TCD", "AID", "MLI", "past", "affirmed")}
    assert event_tuples(items[0]) == {("TCD", "AID", "MLI", "past", "affirmed"), ("TCD", "AID", "NER", "past", "affirmed")}
    made = figures(items)
    assert (made["tuples precision"].value, made["tuples recall"].value) == (0.5, 1.0)
    assert (made["asserted by"].value, made["date"].value) == (1.0, 1.0)
    assert made["articles without events that get one"].value == 0.0
    # Half of those held for .9 likely are right.
    assert made["calibration error"].value == pytest.approx(0.4)


def test_modality_counts(gold):
    one, two = load_gold([gold])
    words = Span(one.text.index("sent"), one.text.index("sent") + 4)
    made = figures([read(one, event("AID", "a1", "a2", words, modality="intended")), read(two, event("ASSAULT", "a1", "a2", Span(0, 4)))])
    assert made["tuples f1"].value == 0.0
    assert made["tuples without modality recall"].value == 1.0
    assert made["modality macro f1"].value == 0.0
    assert made["articles without events that get one"].value == 1.0


def test_gold_must_say_who_its_actors_are(tmp_path):
    path = tmp_path / "gold.txt"
    path.write_text(SOURCE.replace("@ a2 MLI\n", ""), encoding="utf-8")
    with pytest.raises(InputError, match=r"gold:1: no `@` line"):
        load_gold([path])


def test_floors_do_not_go_down_unasked(tmp_path, gold):
    from dragoman.cli.evaluate import PINNED

    place = tmp_path / "floors.json"
    made = lambda value: {name: Figure(value, None, None, 9) for name in PINNED}  # noqa: E731
    _pin(place, digest_of([gold]), made(0.5), lower=False)
    assert not _below(place, digest_of([gold]), made(0.5))
    assert _below(place, digest_of([gold]), made(0.4))
    assert _below(place, "another", made(0.5))
    with pytest.raises(UsageError, match="would go down"):
        _pin(place, digest_of([gold]), made(0.4), lower=False)
    _pin(place, digest_of([gold]), made(0.4), lower=True)
    assert json.loads(place.read_text())["floors"]["tuples f1"] == 0.4


def test_a_file_that_holds_no_floors_says_so(tmp_path, gold):
    (tmp_path / "floors.json").write_text('{"floors": {"beauty": 1}}')
    with pytest.raises(InputError, match="no file of floors"):
        _below(tmp_path / "floors.json", digest_of([gold]), {})


def test_the_command(gold):
    made = CliRunner().invoke(dragoman, ["evaluate", str(gold), "--json"])
    assert made.exit_code == 0, made.output
    assert {"value", "low", "high", "cases"} == set(json.loads(made.output)["tuples f1"])
