"""Decoding by hand-made arrays: no model needed."""

import numpy as np

from dragoman.decode import annotate, judge, tell, words_of_acts
from dragoman.encode import Marked, Window
from dragoman.spans import Span

TEXT = "Oman said yes"
OFFSETS = ((0, 0), (0, 4), (5, 9), (10, 13), (0, 0))


def logits(rows, width):
    made = np.zeros((len(OFFSETS), width), dtype=np.float32)
    for token, label in rows.items():
        made[token, label] = 9.0
    return made


def output():
    speech = np.zeros((len(OFFSETS), 9), dtype=np.float32)
    speech[:, [0, 3, 6]] = 1.0
    for token, layer in ((1, 0), (2, 1), (3, 2)):
        speech[token, 3 * layer + 1] = 9.0
    return {
        "mention": logits({1: 1}, 9),
        "speech": speech,
        "link_cue": np.ones((5, 64), np.float32),
        "link_to": np.ones((5, 64), np.float32),
        "topic": np.array([1.5], np.float32),
    }


def test_tags_become_spans_and_fragments_find_their_cue():
    made = annotate(TEXT, [Window((101, 1, 2, 3, 102), OFFSETS)], [output()])
    assert [(m.kind, m.span.of(TEXT)) for m in made.mentions] == [("actor", "Oman")]
    [quotation] = made.quotations
    assert [[s.of(TEXT) for s in part] for part in (quotation.source, quotation.cue, quotation.content)] == [["Oman"], ["said"], ["yes"]]
    assert made.topics[0].odds == 1.5


def test_an_inside_tag_without_a_beginning_is_no_span():
    arrays = {**output(), "mention": logits({2: 2}, 9)}
    made = annotate(TEXT, [Window((101, 1, 2, 3, 102), OFFSETS)], [arrays])
    assert all(m.span.start != 5 or m.span.of(TEXT) == "said" for m in made.mentions)


NAMES = ["NONE", "AGREE", "AID"]
CONFIG = {
    "temperature": 1.0,
    "about_an_act": ["AGREE"],
    "heads": {
        "type": NAMES,
        "act": NAMES,
        "modality": ["past", "ongoing"],
        "polarity": ["affirmed", "negated"],
        "aspect": ["act", "standing"],
    },
}


def pair(kind, act):
    one = lambda size, at: np.eye(size, dtype=np.float32)[at] * 6  # noqa: E731
    return {
        "type": one(3, kind),
        "act": one(3, act),
        "modality": one(2, 1),
        "polarity": one(2, 0),
        "aspect": one(2, 0),
        "mutual": one(2, 0),
    }


def test_judgement():
    made = judge(pair(1, 2), CONFIG)
    assert (made.type, made.act, made.modality) == ("AGREE", "AID", "ongoing")
    assert judge(pair(2, 2), CONFIG).act is None  # AID is about no other act
    assert judge(pair(0, 0), CONFIG).type == "NONE"
    assert judge(pair(0, 0), CONFIG, allow_none=False).type != "NONE"


def test_words_of_an_act_begin_where_it_is_likeliest():
    told = np.zeros((len(OFFSETS), 3), np.float32)
    told[:, 0] = 5.0
    told[2], told[3] = (0.0, 0.0, 5.0), (1.0, 0.0, 2.0)
    arrays = {"told": told, "words": logits({2: 1, 3: 2}, 3)}
    [(words, chance)] = words_of_acts([Window((101, 1, 2, 3, 102), OFFSETS)], [arrays])
    assert (words.of(TEXT), round(chance, 2)) == ("said yes", 0.99)


def test_an_act_is_told_with_the_mentions_in_its_sentence():
    config = {**CONFIG, "heads": {**CONFIG["heads"], "mutual": ["one-way", "mutual"], "mode": ["", "AID x"], "contexts": ["legal"]}}
    arrays = {**pair(2, 0), "mode": np.array([0, 3], np.float32), "contexts": np.array([-2], np.float32)}
    arrays["roles"] = np.full((len(OFFSETS), 2), -5.0, np.float32)
    arrays["roles"][1, 0] = 5.0
    made = tell(Span(5, 9), 0.9, Marked((101, 1, 2, 3, 102), OFFSETS, 2, 2), arrays, [Span(0, 4), None], config)
    assert (made.judgement.type, max(made.modes, key=made.modes.get)) == ("AID", "AID x")
    assert made.doers[0] > 0.9
    assert (made.others[0] < 0.1, made.doers[1], made.others[1]) == (True, 0.0, 0.0)
