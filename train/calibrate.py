"""Make confidence mean something: weights of the signs for an event, and the floor below which none is told.

    python train/calibrate.py      writes `confidence` and `floor` into model.json

The signs (`dragoman.confidence.Signs`) of every possible event in the development articles are regressed on whether the tuple it
tells stands in the gold, modality and polarity counted. The table says how precise each floor would be.
The error that is printed is of confidences learnt on four fifths of the articles and looked at on the fifth left out.
"""

from __future__ import annotations

import json
import random
import sys
from typing import TYPE_CHECKING

import numpy as np

import corpus
from dragoman import events
from dragoman.confidence import CHANCES, FLAGS, Signs, features
from dragoman.evaluate import article_of, calibration_error, found_pairs, gold_tuples, load_gold, uncoded
from dragoman.pipeline import Pipeline, load_pipeline
from export import TARGET

if TYPE_CHECKING:
    from dragoman.goldform import Passage

FILES = ("dev-articles", "dev-week", "dev-quiet")
FLOOR = 0.4
"""Confidence below which no event is told: below it, wrong events grow faster than right ones (the table that is printed)."""
STEP = 50
"""Events between two lines of that table."""
FOLDS = 5
PENALTY = 1.0


def rows(passage: Passage, pipeline: Pipeline) -> list[tuple[list[float], bool]]:
    """Give the signs of each possible event of an article, and whether it is right; what cannot be judged is left out."""
    article = article_of(passage)
    notes, words = pipeline.annotate(article.text)
    scene = pipeline.set_scene(article, notes)
    actors = {actor.id: actor for actor in scene.cast.actors}
    wanted, blind = gold_tuples(passage), uncoded(passage)
    made = []
    for told in pipeline.tell(scene, words):
        if any(span.overlaps(told.words) for span in blind):
            continue
        seen: list[Signs] = []

        def record(signs: Signs) -> float:
            seen.append(signs)  # noqa: B023 - called before the next round
            return 1.0

        for finding, signs in zip(events._find(scene, told, pipeline.ontology, record), seen, strict=True):  # noqa: SLF001
            event = events._event(scene, finding, pipeline.ontology, pipeline.gazetteer)  # noqa: SLF001
            if pairs := found_pairs(event, actors):
                either = pairs | ({(b, a) for a, b in pairs} if event.reciprocal else set())
                right = any((a, event.type, b, event.modality, event.polarity) in wanted for a, b in either)
                made.append(([*features(signs).values(), 1.0], right))
    return made


def fit(data: list[tuple[list[float], bool]]) -> np.ndarray:
    """Fit a logistic regression with a light penalty by Newton's method."""
    x, y = np.array([f for f, _ in data]), np.array([float(r) for _, r in data])
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + PENALTY * weights * ([1.0] * (x.shape[1] - 1) + [0.0])
        curve = (x * (p * (1 - p))[:, None]).T @ x + PENALTY * np.eye(x.shape[1])
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def chances(weights: np.ndarray, data: list[tuple[list[float], bool]]) -> np.ndarray:
    """Give the confidences."""
    return 1 / (1 + np.exp(-np.array([f for f, _ in data]) @ weights))


def main() -> int:
    """Fit, choose the floor, write."""
    path = TARGET / "model.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    pipeline = load_pipeline()
    articles = [rows(p, pipeline) for p in load_gold([corpus.CORPUS / f"{name}.txt" for name in FILES])]
    everything = [row for article in articles for row in article]
    order = list(range(len(articles)))
    random.Random(0).shuffle(order)
    held: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        out = set(order[fold::FOLDS])
        weights = fit([row for i in order if i not in out for row in articles[i]])
        rest = [row for i in out for row in articles[i]]
        if rest:
            held += [(float(p), right) for p, (_, right) in zip(chances(weights, rest), rest, strict=True)]
    print(
        f"{len(everything)} possible events, {sum(r for _, r in everything)} right; expected calibration error, held out: {calibration_error(held):.3f}"
    )
    held.sort(key=lambda row: -row[0])
    hits = 0
    for count, (sure, right) in enumerate(held, 1):
        hits += right
        if count % STEP == 0:
            print(f"floor {sure:.3f}: {count} events, precision {hits / count:.3f}")
    weights = fit(everything)
    config["confidence"] = {name: round(float(w), 4) for name, w in zip((*FLAGS, *CHANCES, "bias"), weights, strict=True)}
    config["floor"] = FLOOR
    print(config["confidence"], "floor", config["floor"])
    path.write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
