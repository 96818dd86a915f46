"""Decoding by hand-made arrays: no model needed."""

import numpy as np

from dragoman.decode import annotate, judge
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
    words = np.zeros((5, 2), np.float32)
    words[2, 0] = words[3, 1] = 5.0
    return {
        "type": one(3, kind),
        "act": one(3, act),
        "modality": one(2, 1),
        "polarity": one(2, 0),
        "aspect": one(2, 0),
        "mutual": one(2, 0),
        "words": words,
    }


def test_judgement():
    marked = Marked((101, 1, 2, 3, 102), OFFSETS, 1, 3)
    made = judge(marked, pair(1, 2), CONFIG)
    assert (made.type, made.act, made.modality, made.words) == ("AGREE", "AID", "ongoing", Span(5, 13))
    assert judge(marked, pair(2, 2), CONFIG).act is None  # AID is about no other act
    assert judge(marked, pair(0, 0), CONFIG).type == "NONE"
    assert judge(marked, pair(0, 0), CONFIG, allow_none=False).type != "NONE"
