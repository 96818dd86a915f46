"""Windows and marked pairs: how text is cut for the encoder, and what a model that does not fit says."""

import hashlib
import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.encode import ACT, ACTOR, PAIR, RECIPIENT, WINDOW, cut_windows, load_encoder, mark_act, mark_pair, model_folder
from dragoman.errors import ModelError
from dragoman.sentences import sentences
from dragoman.spans import Span

WORDS = st.lists(
    st.sampled_from(["Norway", "said.", "It", "rained,", "\u201cyes\u201d", "r\u00e9sum\u00e9", "\n\n", "x" * 40]), max_size=60
).map(" ".join)


@pytest.fixture(scope="module")
def tokenizer():
    return load_encoder().tokenizer


@settings(deadline=None, max_examples=40)
@given(WORDS)
def test_windows_cover_every_token_once_and_in_order(text):
    tokenizer = load_encoder().tokenizer
    windows = cut_windows(text, tokenizer, sentences)
    spans = [o for w in windows for o in w.offsets if o[1]]
    assert spans == sorted(spans)
    assert len(spans) == len(tokenizer.encode(text, add_special_tokens=False).ids)
    assert all(len(w.ids) <= WINDOW and len(w.ids) == len(w.offsets) for w in windows)


def test_long_paragraphs_are_cut(tokenizer):
    for text in ("Norway said that it rained. " * 200, "word " * 2000, "\n\n".join(["It rained all day."] * 300)):
        assert all(len(w.ids) <= WINDOW for w in cut_windows(text, tokenizer, sentences))


def test_markers_stand_around_their_sides(tokenizer):
    marked = mark_pair("Norway sent doctors to Malawi.", tokenizer, Span(0, 6), Span(23, 29))
    assert (marked.ids[marked.actor], marked.ids[marked.recipient]) == (ACTOR, RECIPIENT)
    alone = mark_pair("Norway sent doctors.", tokenizer, Span(0, 6), None)
    assert alone.recipient == 0
    act = mark_act("Norway sent doctors.", tokenizer, Span(7, 11))
    assert act.actor == act.recipient
    assert act.ids[act.actor] == ACT


@pytest.mark.parametrize(
    ("one", "two"), [(Span(0, 4), Span(4990, 4994)), (Span(4990, 4994), Span(0, 4)), (Span(2500, 2504), None), (None, None)]
)
def test_a_long_sentence_is_cut_around_its_sides(tokenizer, one, two):
    marked = mark_pair("word " * 1000, tokenizer, one, two)
    assert len(marked.ids) <= PAIR
    assert len(marked.ids) == len(marked.offsets)


def test_a_model_that_is_missing_damaged_or_old_says_so(tmp_path):
    with pytest.raises(ModelError, match="is not in"):
        load_encoder(tmp_path / "nowhere")
    damaged = tmp_path / "damaged"
    shutil.copytree(model_folder(), damaged)
    (damaged / "model.json").write_text("no model")
    with pytest.raises(ModelError, match="does not load"):
        load_encoder(damaged)
    other = tmp_path / "other"
    shutil.copytree(model_folder(), other)
    (other / "pairs.onnx").write_bytes(b"not the model")
    with pytest.raises(ModelError, match=r"pairs\.onnx is not the file that model\.json was written for"):
        load_encoder(other)
    config = json.loads((other / "model.json").read_text())
    config["digests"]["pairs.onnx"] = hashlib.sha256(b"not the model").hexdigest()
    (other / "model.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match="does not load"):
        load_encoder(other).judge_pair(mark_pair("Norway sent doctors.", load_encoder().tokenizer, Span(0, 6), None))
    old = tmp_path / "old"
    shutil.copytree(model_folder(), old)
    config = json.loads((old / "model.json").read_text())
    (old / "model.json").write_text(json.dumps({**config, "format": 0}))
    with pytest.raises(ModelError, match="format 0"):
        load_encoder(old)
