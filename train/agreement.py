"""How far two annotators agree: the passages of `corpus/second/`, marked blind, against the same texts in the corpus.

`python train/agreement.py` prints exact span F1 by layer, the share of events that both have, and Krippendorff's alpha
(nominal) of what is said of the events that both have.
"""

from __future__ import annotations

import collections
from dataclasses import dataclass
from typing import TYPE_CHECKING

import corpus
from dragoman.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

LAYERS = {"a": "actors", "p": "places", "d": "dates", "x": "disputes", "s": "source", "c": "cue", "q": "content", "e": "words of acts"}


@dataclass(frozen=True, slots=True)
class Tuple:
    """An event as it is compared: its sides as the mentions of each actor."""

    type: str
    doers: tuple[tuple[Span, ...], ...]
    others: tuple[tuple[Span, ...], ...]
    reality: tuple[str, str]


def gold(passage: corpus.Passage) -> list[Tuple]:
    """Give the annotated events of a passage."""
    mentions = collections.defaultdict(list)
    for mark in passage.of("a"):
        mentions[mark.number].append(Span(mark.start, mark.end))
    made = []
    for event in passage.events:
        doers = tuple(tuple(mentions[n]) for n in event.actors)
        others = doers if event.reciprocal else tuple(tuple(mentions[n]) for n in event.recipients)
        made.append(Tuple(event.type, doers, others, (event.modality, event.polarity)))
    return made


def alike(one: tuple[tuple[Span, ...], ...], two: tuple[tuple[Span, ...], ...]) -> bool:
    """Tell whether two sides share an actor: whether mentions of theirs overlap; or both are empty."""
    if not one or not two:
        return not one and not two
    return any(a.overlaps(b) for x in one for y in two for a in x for b in y)


def pairs() -> list[tuple[corpus.Passage, corpus.Passage]]:
    """Give each passage that was marked twice: the corpus's and the second marking."""
    first = {p.text: p for path in sorted(corpus.CORPUS.glob("*.txt")) for p in corpus.read_passages(path)[0]}
    second = [p for path in sorted((corpus.CORPUS / "second").glob("*.txt")) for p in corpus.read_passages(path)[0]]
    return [(first[p.text], p) for p in second if p.text in first]


def alpha(units: Iterable[tuple[str, str]]) -> float:
    """Krippendorff's alpha for two coders and nominal values; 1 where there is nothing to disagree about."""
    rows = list(units)
    counts = collections.Counter(value for row in rows for value in row)
    total = counts.total()
    expected = 1 - sum(n * (n - 1) for n in counts.values()) / max(1, total * (total - 1))
    observed = sum(a != b for a, b in rows) / max(1, len(rows))
    return 1 - observed / expected if expected else 1.0


def both(one: list[Tuple], two: list[Tuple]) -> list[tuple[Tuple, Tuple]]:
    """Give the events that both have: of the same sides, those of the same type first."""
    left, found = list(two), []
    for same_type in (True, False):
        for item in one:
            if any(item is a for a, _ in found):
                continue
            for other in left:
                if alike(item.doers, other.doers) and alike(item.others, other.others) and (item.type == other.type or not same_type):
                    left.remove(other)
                    found.append((item, other))
                    break
    return found


def main() -> None:
    twice = pairs()
    print(f"{len(twice)} passages marked twice, {sum(corpus.sentences(p.text) for p, _ in twice)} sentences")
    for kind, name in LAYERS.items():
        spans = [({(m.start, m.end) for m in p.of(kind)}, {(m.start, m.end) for m in q.of(kind)}) for p, q in twice]
        shared, size = sum(len(a & b) for a, b in spans), sum(len(a) + len(b) for a, b in spans)
        print(f"{name}: exact span F1 {2 * shared / max(1, size):.3f} ({size} spans in both)")
    events = [(gold(p), gold(q)) for p, q in twice]
    common = [pair for one, two in events for pair in both(one, two)]
    size = sum(len(one) + len(two) for one, two in events)
    alike_types = sum(a.type == b.type for a, b in common)
    print(f"events: {size} in both, of the same sides F1 {2 * len(common) / size:.3f}, of the same type too {2 * alike_types / size:.3f}")
    for name, units in (
        ("type", [(a.type, b.type) for a, b in common]),
        ("modality", [(a.reality[0], b.reality[0]) for a, b in common]),
        ("polarity", [(a.reality[1], b.reality[1]) for a, b in common]),
    ):
        print(f"{name}: alpha {alpha(units):.3f} over {len(units)} events")


if __name__ == "__main__":
    main()
