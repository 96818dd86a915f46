"""How sure an event is: what speaks for it, and the calibrated probability that it is right."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CHANCES", "FLAGS", "Calibration", "Signs", "calibrated", "features", "plain"]

CHANCES = ("told", "type", "doer", "other", "reality")
FLAGS = ("alone", "mutual", "lent", "taken_up", "inside", "implied")
"""Fields of `Signs`: probabilities, and what holds or not."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an event, as probabilities: that its words tell one, its type, its least sure sides, its reality.

    `alone`: nobody is the other side; `mutual`: all do it with each other; `lent`: a side has its state from its surroundings;
    `taken_up`: a side is told by a pronoun or a short form; `inside`: all sides are of one state; `implied`: the other side
    stands in the sentence before.
    """

    told: float
    type: float
    doer: float
    other: float
    reality: float
    alone: bool
    mutual: bool
    lent: bool
    taken_up: bool
    inside: bool
    implied: bool


Calibration = Callable[[Signs], float]
"""Makes a confidence of the signs for an event."""


def features(signs: Signs) -> dict[str, float]:
    """Give the signs as numbers: log odds of the probabilities, one or nought for what holds or not."""
    made = {name: float(getattr(signs, name)) for name in FLAGS}
    for name in CHANCES:
        chance = min(1 - 1e-4, max(1e-4, getattr(signs, name)))
        made[name] = math.log(chance / (1 - chance))
    return made


def plain(signs: Signs) -> float:
    """Give the product of the probabilities."""
    return signs.told * signs.type * signs.doer * signs.other * signs.reality


def calibrated(weights: Mapping[str, float]) -> Calibration:
    """Make a calibration of the weights of a logistic regression over the features (`train/calibrate.py`)."""

    def made(signs: Signs) -> float:
        total = weights["bias"] + sum(weights[name] * value for name, value in features(signs).items())
        return 1.0 / (1.0 + math.exp(-total))

    return made
