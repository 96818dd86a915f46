"""What the rules alone get right: the figures of `dragoman evaluate` with the annotated marks in the place of the networks.

    python train/oracle.py [-v] [FILE ...]      default: the development articles

Mentions, attribution, the words and labels of acts and their sides are the annotator's; who the actors are, whose word it is,
when and where it was, and what is one event, is found by the rules. With -v, tuples missed and extra.
"""

from __future__ import annotations

import collections
import sys
from types import SimpleNamespace

import corpus
import data
from dragoman.assembly import load_gazetteer
from dragoman.confidence import CHANCES, FLAGS
from dragoman.decode import Judgement, Told
from dragoman.evaluate import Read, article_of, differences, figures, load_gold
from dragoman.models import Annotations, Quotation, Reading, TaggedSpan
from dragoman.ontology import load_ontology
from dragoman.pipeline import Pipeline
from dragoman.sentences import sentences
from dragoman.spans import Span

CERTAIN = {"floor": 0.0, "confidence": {name: float(name in CHANCES) for name in (*CHANCES, *FLAGS, "bias")}}
FILES = ("dev-articles", "dev-week")


def notes(passage: corpus.Passage) -> Annotations:
    """Give the marks of a passage as the reader would."""
    mentions = [TaggedSpan(data.KINDS[m.kind], m.start, m.end, 1.0) for m in passage.marks if m.kind in data.KINDS]
    parts: dict[int, dict[str, list[Span]]] = collections.defaultdict(lambda: collections.defaultdict(list))
    for mark in passage.marks:
        if mark.kind in data.LAYERS:
            parts[mark.number][mark.kind].append(Span(mark.start, mark.end))
    quotations = [Quotation(*(tuple(sorted(part[kind])) for kind in "scq")) for _, part in sorted(parts.items())]
    return Annotations(tuple(mentions), tuple(quotations))


def told(passage: corpus.Passage, spans: list[Span]) -> list[Told]:
    """Give the events of a passage as the judge would tell them, with certainty."""
    made = []
    bounds = sentences(passage.text)
    for mark in passage.of("e"):
        home = next(s for s in bounds if s.start <= mark.start < s.end)
        for line in passage.events:
            if line.number != mark.number:
                continue
            sides = {n: [Span(m.start, m.end) for m in passage.of("a") if m.number == n] for n in line.actors + line.recipients}
            present = {n for n, found in sides.items() if any(home.overlaps(x) for x in found)}
            for numbers in (line.actors, line.recipients):
                # "Both sides" stands for several that are not in the sentence.
                if len(numbers) > 1 and not present & set(numbers):
                    sides[numbers[0]] = [
                        *sides[numbers[0]],
                        *(
                            Span(m.start, m.end)
                            for m in passage.of("a")
                            if home.overlaps(Span(m.start, m.end)) and data.COLLECTIVE.search(passage.text[m.start : m.end])
                        ),
                    ]
            chances = [
                tuple(float(home.overlaps(s) and any(s.overlaps(x) for n in numbers for x in sides[n])) for s in spans)
                for numbers in (line.actors, line.recipients)
            ]
            made.append(
                Told(
                    Span(mark.start, mark.end),
                    1.0,
                    Judgement(
                        line.type,
                        1.0,
                        {"NONE": 0.0, line.type: 1.0},
                        line.act,
                        line.modality,
                        line.polarity,
                        line.aspect,
                        float(line.reciprocal),
                    ),
                    {f"{line.type} {line.mode}": 1.0} if line.mode else {},
                    dict.fromkeys(line.contexts, 1.0),
                    chances[0],
                    chances[1],
                )
            )
    return made


def read(passage: corpus.Passage, pipeline: Pipeline) -> Reading:
    """Read a passage with its own marks."""
    return pipeline.conclude(article_of(passage), notes(passage), lambda scene: told(passage, [m.span for m in scene.cast.mentions]))


def main(arguments: list[str]) -> int:
    """Print the figures."""
    names = [x for x in arguments if not x.startswith("-")] or list(FILES)
    pipeline = Pipeline(SimpleNamespace(config=CERTAIN, digest=""), load_ontology(), load_gazetteer())  # type: ignore[arg-type]
    items = [Read(p, read(p, pipeline)) for p in load_gold([corpus.CORPUS / f"{name}.txt" for name in names])]
    for name, figure in figures(items).items():
        print(f"{name:52} {figure.value:.3f} of {figure.cases}")
    for item in items if "-v" in arguments else ():
        for word, one in differences(item):
            print(word, item.gold.name, *(x or "-" for x in one))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
