"""Pairs of the written corpus on which the trained network and the annotation disagree most, for a second look.

python train/doubts.py [CHECKPOINT] > doubts.txt      a name in runs/, default: acts
"""

from __future__ import annotations

import random
import sys

import numpy as np

import corpus
import data
from net import LABELS, Judge
from recipe import load, type_scores

SURE = 0.75


def main(arguments: list[str]) -> int:
    """Print, passage by passage, what is annotated and what the network is sure of instead."""
    net = Judge()
    load(net, arguments[0] if arguments else "acts")
    tok = data.tokenizer()
    for passage in [*corpus.load(), *corpus.load(development=True)]:
        pairs = data.corpus_pairs([passage], tok, random.Random(0))
        if not pairs:
            continue
        scores = type_scores(net, pairs)
        chances = np.exp(scores - scores.max(-1, keepdims=True))
        chances /= chances.sum(-1, keepdims=True)
        lines = set()
        for pair, chance in zip(pairs, chances, strict=True):
            best = int(chance.argmax())
            if best not in pair.types and chance[best] > SURE:
                gold = "/".join(LABELS[x] for x in pair.types)
                lines.add(f"  {gold} but {LABELS[best]} {chance[best]:.2f}: {tok.decode(pair.ids[1:-1], skip_special_tokens=False)}")
        if lines:
            print(passage.name, *sorted(lines), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
