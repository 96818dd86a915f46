"""The corpus form: what it reads and what it refuses."""

import importlib.util
import sys
from pathlib import Path

import pytest

TRAIN = Path(__file__).parents[1] / "train"
SPEC = importlib.util.spec_from_file_location("corpus_form", TRAIN / "corpus.py")
corpus = importlib.util.module_from_spec(SPEC)
sys.modules["corpus_form"] = corpus
SPEC.loader.exec_module(corpus)


def read(tmp_path, text):
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8")
    return corpus.read_passages(path)


def test_a_passage(tmp_path):
    [passage], faults = read(
        tmp_path,
        "# 1 news 1999\n[s1 [a1 Chad]] [c1 said] [q1 [a1 it] would [e1 help] [a2 Mali]].\n= e1 a1 > a2 AGREE/AID intended affirmed act\n",
    )
    assert faults == []
    assert passage.text == "Chad said it would help Mali."
    assert [passage.text[m.start : m.end] for m in passage.of("a")] == ["Chad", "it", "Mali"]
    [event] = passage.events
    assert (event.actors, event.recipients, event.type, event.act) == ((1,), (2,), "AGREE", "AID")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("# 1 n\n[a1 Chad left.\n", "not closed"),
        ("# 1 n\nChad] left.\n", "closes nothing"),
        ("# 1 n\n[z1 Chad] left.\n", "no tag"),
        ("# 1 n\n[a1 Chad ]left.\n", "space at the edge"),
        ("# 1 n\n[a1 Chad] [e1 left].\n", "no event line"),
        ("# 1 n\n[a1 Chad] [e1 left].\n= e1 a1 > a2 AID past affirmed act\n", "not marked"),
        ("# 1 n\n[a1 Chad] [e1 left].\n= e1 a1 > - LEAVE past affirmed act\n", "unknown type"),
        ("# 1 n\n[a1 Chad] [e1 left].\n= e1 a1 > - AID/AID past affirmed act\n", "takes no act"),
        ("# 1 n\n[a1 Chad] [e1 left].\n= e1 a1 <> AID past affirmed act\n", "two actors"),
        ("# 1 n\n[s1 Chad] [q1 left].\n", "no cue"),
        ("# 1 n\n[a1 [a2 Chad]] [e1 left].\n= e1 a1 > a2 AID past affirmed act\n", "overlap"),
        ("# 1 n\n[a1 Chad] [e1 left].\n= e1 a1 > - RETREAT past affirmed act by:nobody\n", "by: takes"),
        ("# 1 n\n[a1 Chad] [e1 left].\n= e1 a1 > - RETREAT past affirmed act on:11-2\n", "on: takes"),
        ("# 1 n\n[a1 Chad] and [a2 Mali] [m1 met].\n", "have no line"),
        ("# 1 n\n[a1 Chad] and [a2 Mali] [m1 met].\n* m1 wedding a1+a2 1990\n", "no milestone"),
        ("# 1 n\n[a1 Chad] is [v1 good].\n% v1 - a1 weather quality +\n", "no domain"),
        ("# 1 n\n[a1 Chad] left.\n@ a1 TCD XXX\n", "no sector"),
        ("no head\n", "begins with"),
        ("# 1 n\nOne.\n# 2 n\nTwo.\n", "blank line is missing"),
    ],
)
def test_faults_are_told_with_file_and_line(tmp_path, source, fault):
    passages, [told] = read(tmp_path, source)
    assert passages == []
    assert told.startswith("x.txt:1: ")
    assert fault in told


def test_the_corpus_holds_what_it_should():
    assert corpus.main([]) == 0
    passages = corpus.load()
    assert sum(corpus.sentences(p.text) for p in passages) >= 1500
    assert {e.type for p in passages for e in p.events} == set(corpus.TYPES)
    assert {e.modality for p in passages for e in p.events} == set(corpus.MODALITIES)
    held = {p.text for p in corpus.load(development=True)}
    assert held
    assert not held & {p.text for p in passages}


def test_what_files_together_must_not_have(tmp_path, monkeypatch):
    folder = tmp_path / "corpus"
    (folder / "briefs").mkdir(parents=True)
    long = "The envoys of Chad and Mali met in the old customs house by the river for two hours"
    for name, text in (("one", f"{long}."), ("two", f"{long}."), ("dev", f"{long} and then left."), ("three", "Short and good.")):
        (folder / f"{name}.txt").write_text(f"# 1 n\n{text}\n", encoding="utf-8")
        if name != "three":
            (folder / "briefs" / f"{name}.md").write_text("write it", encoding="utf-8")
    public = tmp_path / "public"
    public.mkdir()
    (public / "x.txt").write_text(f"Something. {long}. Else.", encoding="utf-8")
    monkeypatch.setattr(corpus, "CORPUS", folder)
    monkeypatch.setattr(corpus, "DATA", public)
    told = "\n".join(corpus.faults())
    assert "three.txt:1: there is no brief" in told
    assert "two:1: the same text as one:1" in told
    assert "dev:1: shares" in told
    assert "one:1: 'the envoys" in told
