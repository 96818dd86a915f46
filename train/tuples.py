"""Whole articles in, event tuples out, against the corpus's articles held apart: `python train/tuples.py [-v] [FILE ...]`.

An event found is right when an annotated one has its type, a doer and another side that share a mention with its own (or no
other side, as it), and, for the stricter figure, its modality and polarity. Each event counts once. Intervals are 90 % of a
bootstrap over articles.
"""

from __future__ import annotations

import collections
import random
import sys
from dataclasses import dataclass

import corpus
from dragoman.models import Article
from dragoman.pipeline import load_pipeline
from dragoman.spans import Span

ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Tuple:
    """An event as it is compared: its sides as the mentions of each actor."""

    type: str
    doers: tuple[tuple[Span, ...], ...]
    others: tuple[tuple[Span, ...], ...]
    reality: tuple[str, str]
    told: str


def gold(passage: corpus.Passage) -> list[Tuple]:
    """Give the annotated events of a passage."""
    mentions = collections.defaultdict(list)
    for mark in passage.of("a"):
        mentions[mark.number].append(Span(mark.start, mark.end))
    words = {m.number: passage.text[m.start : m.end] for m in passage.of("e")}
    made = []
    for event in passage.events:
        doers = tuple(tuple(mentions[n]) for n in event.actors)
        others = doers if event.reciprocal else tuple(tuple(mentions[n]) for n in event.recipients)
        made.append(Tuple(event.type, doers, others, (event.modality, event.polarity), words[event.number]))
    return made


def found(passage: corpus.Passage) -> list[Tuple]:
    """Give the events that the pipeline reads."""
    reading = load_pipeline()(Article(id=passage.name, text=passage.text, language="en", published=None))
    spans = {a.id: a.mentions for a in reading.actors}
    made = []
    for event in reading.events:
        evidence = {f: [Span(e.start, e.end) for e in event.evidence if e.field == f] for f in ("actors", "recipients", "type")}
        doers = tuple((*spans[a], *evidence["actors"]) for a in event.actors)
        others = doers if event.reciprocal else tuple((*spans[a], *evidence["recipients"]) for a in event.recipients)
        words = passage.text[evidence["type"][0].start : evidence["type"][0].end]
        made.append(Tuple(event.type, doers, others, (event.modality, event.polarity), words))
    return made


def alike(one: tuple[tuple[Span, ...], ...], two: tuple[tuple[Span, ...], ...]) -> bool:
    """Tell whether two sides share an actor: whether mentions of theirs overlap; or both are empty."""
    if not one or not two:
        return not one and not two
    return any(a.overlaps(b) for x in one for y in two for a in x for b in y)


def matched(wanted: list[Tuple], got: list[Tuple], *, strict: bool) -> int:
    """Count the pairs of like events, each used once."""
    left, hits = list(wanted), 0
    for item in got:
        for other in left:
            same = item.type == other.type and alike(item.doers, other.doers) and alike(item.others, other.others)
            if same and (not strict or item.reality == other.reality):
                left.remove(other)
                hits += 1
                break
    return hits


def figures(rows: list[tuple[int, int, int]]) -> tuple[float, float, float]:
    """Give precision, recall and F1 of rows of (right, found, annotated)."""
    right, got, wanted = (sum(column) for column in zip(*rows, strict=True))
    return right / max(1, got), right / max(1, wanted), 2 * right / max(1, got + wanted)


def main() -> None:
    names = [x for x in sys.argv[1:] if not x.startswith("-")] or ["dev-articles"]
    passages = [p for name in names for p in corpus.read_passages(corpus.CORPUS / f"{name}.txt")[0]]
    read = [(p, gold(p), found(p)) for p in passages]
    for label, strict in (("with modality and polarity", True), ("without", False)):
        rows = [(matched(w, g, strict=strict), len(g), len(w)) for _, w, g in read]
        precision, recall, score = figures(rows)
        rng = random.Random(0)
        several = sorted(figures(rng.choices(rows, k=len(rows)))[2] for _ in range(ROUNDS))
        low, high = several[ROUNDS // 20], several[-ROUNDS // 20]
        print(f"tuples {label}: precision {precision:.3f} recall {recall:.3f} F1 {score:.3f} [{low:.3f}, {high:.3f}]")
    quiet = [(p, g) for p, w, g in read if not w]
    print(f"{sum(bool(g) for _, g in quiet)} of {len(quiet)} articles without events get one")
    if "-v" in sys.argv:
        for passage, wanted, got in read:
            for item in got:
                if not matched(wanted, [item], strict=True):
                    print("extra ", passage.name, item.type, item.reality, repr(item.told))
            for item in wanted:
                if not matched([item], got, strict=True):
                    print("missed", passage.name, item.type, item.reality, repr(item.told))


if __name__ == "__main__":
    main()
