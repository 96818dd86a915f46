"""The recipe: from the start weights to the trained networks.

    python train/recipe.py trunk   phase 1: the reader learns attribution from PolNeAR's training part
    python train/recipe.py reader  phase 2: mentions, attribution and acts together, from phase 1
    python train/recipe.py topic   phase 3: is a window about politics at all, a linear head on the finished reader
    python train/recipe.py acts    phase 4: the judge of acts learns acts and pairs from the corpus alone, from phase 1
    python train/recipe.py pairs   phase 5: the judge of pairs learns the public pairs with some of the corpus's, from phase 1
    python train/recipe.py cv      phase 5 five times, a fifth of the public pairs held out each time

Where the public sets are absent, phase 1 has nothing to learn and phase 5 learns from the corpus alone.
The same seed gives the same weights on the same processor. Logs and checkpoints go to `train/runs/`.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

import corpus
import data
import report
from data import Pair
from dragoman.encode import cut_windows
from dragoman.evaluate import macro_f1
from dragoman.sentences import sentences
from losses import CONCEDE, RETREAT, pad, pair_loss, tag_loss
from net import LABELS, Judge, Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RUNS = pathlib.Path(__file__).parent / "runs"
BESIDE = 12_000
"""Pairs of the corpus beside the public ones in phase 5."""


def batches(items: Sequence, tokens: int, rng: random.Random) -> Iterator[list]:
    """Batches of items of like length, of about so many tokens, in random order."""
    order = sorted(range(len(items)), key=lambda i: (len(items[i].ids) + rng.random() * 8, i))
    made: list[list] = [[]]
    for i in order:
        if made[-1] and (len(made[-1]) + 1) * len(items[i].ids) > tokens:
            made.append([])
        made[-1].append(items[i])
    rng.shuffle(made)
    yield from filter(None, made)


def train(net: Reader | Judge, steps: list[tuple[str, list]], *, rate: float, log, precision: str, name: str, words: bool = False) -> None:
    """Run through prepared steps: AdamW, warm-up over a tenth, then linearly down to nothing.

    Without `words` the vectors of words stay as they are: they are half of all weights, and a step costs half the time.
    """
    net.encoder.embeddings.word_embeddings.weight.requires_grad_(requires_grad=words)
    body = [p for p in net.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    groups = [{"params": body, "lr": rate}, {"params": heads, "lr": 8 * rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    total = len(steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.1 * total + 1), (total - step) / (0.9 * total + 1))
    )
    net.train()
    begin, sums, counts, tokens = time.time(), {}, {}, 0
    for number, (kind, batch) in enumerate(steps, 1):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bf16"):
            loss = (tag_loss if kind == "tags" else pair_loss)(net, batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        sums[kind] = sums.get(kind, 0.0) + loss.item()
        counts[kind] = counts.get(kind, 0) + 1
        tokens += sum(len(item.ids) for item in batch)
        if number % 100 == 0 or number == total:
            means = " ".join(f"{k} {sums[k] / counts[k]:.3f}" for k in sorted(sums))
            log(f"{name} step {number}/{total} {means} {tokens / (time.time() - begin):.0f} tokens/s")
            sums, counts = {}, {}


@torch.no_grad()
def type_scores(net: Judge, pairs: list[Pair]) -> np.ndarray:
    """Logits of the type, N x 17."""
    net.eval()
    made = np.zeros((len(pairs), len(LABELS)), dtype=np.float32)
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].ids))
    for start in range(0, len(order), 32):
        rows = order[start : start + 32]
        ids = pad([pairs[i].ids for i in rows])
        marks = torch.tensor([pairs[i].marks for i in rows])
        made[rows] = net(ids, (ids > 0).long(), marks)["type"].float().numpy()
    return made


def joined(labels: Sequence[int]) -> list[str]:
    """Names of labels in the 15-class scheme."""
    return ["YIELD" if x in {CONCEDE, RETREAT} else LABELS[x] for x in labels]


def given_types(net: Judge, pairs: list[Pair]) -> list[str]:
    """Give the likeliest class of each pair in the 15-class scheme, NONE not allowed."""
    scores = type_scores(net, pairs)
    scores[:, 0] = -np.inf
    return joined([int(x) for x in scores.argmax(-1)])


def gold_names(pairs: list[Pair]) -> list[str]:
    """Gold classes of public pairs, 15-class scheme."""
    return joined([next(iter(pair.types)) for pair in pairs])


def _thinned(items: list, rng: random.Random) -> list:
    """Leave out half of the NONE pairs, another half each epoch: they are many and alike."""
    return [item for item in items if not (isinstance(item, Pair) and 0 in item.types and rng.random() < 0.5)]


def _steps(parts: list[tuple[str, list, int, int]], rng: random.Random) -> list[tuple[str, list]]:
    """Mix the steps of several parts: (kind, items, epochs, tokens a batch)."""
    steps = [(kind, b) for kind, items, epochs, tokens in parts for _ in range(epochs) for b in batches(_thinned(items, rng), tokens, rng)]
    rng.shuffle(steps)
    return steps


def save(net: Reader | Judge, name: str) -> None:
    """Write a checkpoint."""
    torch.save(net.state_dict(), RUNS / f"{name}.pt")


def load(net: Reader | Judge, name: str) -> None:
    """Load a checkpoint of the same network, or of a reader's encoder into a judge."""
    state = torch.load(RUNS / f"{name}.pt", weights_only=True)
    mine = net.state_dict()
    if set(state) != set(mine):
        state = {**mine, **{key: value for key, value in state.items() if key.startswith("encoder.")}}
    net.load_state_dict(state)


def _logger(name: str):
    RUNS.mkdir(exist_ok=True)
    file = (RUNS / f"{name}.log").open("w", encoding="utf-8")

    def log(line: str) -> None:
        print(line, flush=True)
        print(line, file=file, flush=True)

    return log


def _report(net: Judge, tok, log) -> None:
    """Development figures on the written corpus's part held apart."""
    held = data.corpus_pairs(corpus.load(development=True), tok, random.Random(0))
    if not held:
        return
    found = type_scores(net, held).argmax(-1)
    gold = [max(p.types, key=p.types.get) for p in held]
    names = [LABELS[x] for x in gold], [LABELS[x] for x in found]
    score, by_class = macro_f1(*names)
    right = sum(g == f for g, f in zip(*names, strict=True))
    extra = sum(g == "NONE" != f for g, f in zip(*names, strict=True))
    log(f"dev corpus: {len(held)} pairs, accuracy {right / len(held):.3f}, macro F1 {score:.3f}, events where NONE {extra}")
    log("dev corpus by class: " + ", ".join(f"{k} {v:.2f}" for k, v in by_class.items()))


def trunk(args: argparse.Namespace) -> None:
    """Phase 1."""
    log, rng, tok = _logger("trunk"), random.Random(args.seed), data.tokenizer()
    net = Reader()
    steps = _steps([("tags", data.polnear("train", tok), args.epochs or 2, 2600)], rng)
    train(net, steps, rate=1e-4, log=log, precision=args.precision, name="trunk", words=True)
    save(net, "trunk")


def reader(args: argparse.Namespace) -> None:
    """Phase 2."""
    log, rng, tok = _logger("reader"), random.Random(args.seed), data.tokenizer()
    net = Reader()
    load(net, args.start or "trunk")
    passages = corpus.load()
    windows = data.corpus_windows(passages, tok)
    log(f"{len(passages)} passages, {len(windows)} windows, {sum(len(w.acts or ()) for w in windows)} acts")
    steps = _steps([("tags", data.polnear("train", tok), args.polnear, 1300), ("tags", windows, args.epochs or 6, 1000)], rng)
    train(net, steps, rate=1e-4, log=log, precision=args.precision, name="reader")
    save(net, "reader")
    report.windows(net, data.corpus_windows(corpus.load(development=True), tok), log)


@torch.no_grad()
def means(net: Reader, texts: Sequence[str], tok) -> Tensor:
    """Mean vectors of the first window of each text, N x 384."""
    net.eval()
    made = []
    for text in texts:
        ids = torch.tensor([cut_windows(text, tok, sentences)[0].ids])
        made.append(net.encoder(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state.mean(1)[0])
    return torch.stack(made)


def topic(args: argparse.Namespace) -> None:
    """Phase 3. A fifth of the paragraphs is held out for the figure in the log; the head itself learns from all."""
    log, rng, tok = _logger("topic"), random.Random(args.seed), data.tokenizer()
    net = Reader()
    load(net, "reader")
    rows = data.topics(rng)
    rng.shuffle(rows)
    vectors, gold = means(net, [text for text, _ in rows], tok), torch.tensor([float(x) for _, x in rows])
    cut = len(rows) // 5
    weight, bias = _logistic(vectors[cut:], gold[cut:])
    found = vectors[:cut] @ weight + bias
    right = ((found > 0) == (gold[:cut] > 0)).float().mean()
    missed = ((found < 0) & (gold[:cut] > 0)).sum() / (gold[:cut] > 0).sum()
    log(f"{len(rows)} paragraphs, {int(gold.sum())} political; held out: accuracy {right:.3f}, political ones missed {missed:.3f}")
    weight, bias = _logistic(vectors, gold)
    with torch.no_grad():
        net.topic.weight.copy_(weight.unsqueeze(0))
        net.topic.bias.copy_(bias)
    save(net, "final")


def _logistic(vectors: Tensor, gold: Tensor) -> tuple[Tensor, Tensor]:
    """Fit a logistic regression with a light penalty, both classes weighing the same."""
    weight, bias = torch.zeros(vectors.size(1), requires_grad=True), torch.zeros(1, requires_grad=True)
    balance = torch.where(gold > 0, 0.5 / gold.mean(), 0.5 / (1 - gold.mean()))
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=300, line_search_fn="strong_wolfe")

    def step() -> Tensor:
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(vectors @ weight + bias, gold, weight=balance) + 0.002 * weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(step)
    return weight.detach(), bias.detach()


def acts(args: argparse.Namespace) -> None:
    """Phase 4: no row of the public pairs is seen."""
    log, rng, tok = _logger("acts"), random.Random(args.seed), data.tokenizer()
    net = Judge()
    if not args.bare:
        load(net, "trunk")
    passages = corpus.load()
    told, sides = data.corpus_acts(passages, tok, rng), data.corpus_pairs(passages, tok, rng)
    log(f"{len(told)} acts, {len(sides)} pairs, {sum(0 in p.types for p in sides)} of them NONE")
    steps = _steps([("pairs", told, args.epochs or 3, 800), ("pairs", sides, args.pairs, 800)], rng)
    train(net, steps, rate=1.5e-4, log=log, precision=args.precision, name="acts")
    save(net, "acts")
    _report(net, tok, log)
    report.acts(net, data.corpus_acts(corpus.load(development=True), tok, random.Random(0), blurred=False), log)
    public = data.plv(tok)
    if public:
        found = given_types(net, public)
        score, by_class = macro_f1(gold_names(public), found)
        log(f"public pairs, none of them seen: macro F1 {score:.3f} {json.dumps({k: round(v, 2) for k, v in by_class.items()})}")


def _paired(args: argparse.Namespace, public: list[Pair], rng: random.Random, log) -> Judge:
    """Phase 5 on some public pairs: they, eight times, with `BESIDE` pairs of the corpus."""
    net = Judge()
    load(net, "trunk")
    mine = data.corpus_pairs(corpus.load(), data.tokenizer(), rng)
    extra = rng.sample(mine, min(BESIDE, len(mine)))
    steps = _steps([("pairs", extra, 1, 1200), ("pairs", public, args.epochs or 8, 800)], rng)
    train(net, steps, rate=8e-5, log=log, precision=args.precision, name="pairs", words=True)
    return net


def pairs(args: argparse.Namespace) -> None:
    """Phase 5."""
    log, rng, tok = _logger("pairs"), random.Random(args.seed), data.tokenizer()
    net = _paired(args, data.plv(tok, drop_sides=rng), rng, log)
    save(net, "pairs")
    _report(net, tok, log)


def cross_validate(args: argparse.Namespace) -> None:
    """Phase 5 five times on four fifths of the public pairs. Rows that share a sentence stay in one fold."""
    log, tok = _logger("cv"), data.tokenizer()
    public, folds = data.plv(tok), data.plv_folds()
    found: dict[int, str] = {}
    begin = time.time()
    for fold in range(args.folds):
        torch.manual_seed(args.seed)
        held = [i for i, number in enumerate(folds) if number == fold]
        net = _paired(args, [p for i, p in enumerate(public) if folds[i] != fold], random.Random(args.seed), lambda _: None)
        names = given_types(net, [public[i] for i in held])
        found.update(zip(held, names, strict=True))
        score, _ = macro_f1(gold_names([public[i] for i in held]), names)
        log(f"fold {fold + 1}: macro F1 {score:.3f}, {time.time() - begin:.0f} s")
    rows = sorted(found)
    gold, names = gold_names([public[i] for i in rows]), [found[i] for i in rows]
    score, by_class = macro_f1(gold, names)
    log(f"{len(rows)} rows: macro F1 {score:.3f}, accuracy {sum(g == f for g, f in zip(gold, names, strict=True)) / len(rows):.3f}")
    log(json.dumps({k: round(v, 3) for k, v in by_class.items()}))


def main() -> int:
    """Parse the command line and run a phase."""
    phases = {"trunk": trunk, "reader": reader, "topic": topic, "acts": acts, "pairs": pairs, "cv": cross_validate}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("phase", choices=tuple(phases))
    parser.add_argument("--epochs", type=int, default=0)
    parser.add_argument("--polnear", type=int, default=2, help="epochs of PolNeAR in phase 2")
    parser.add_argument("--pairs", type=int, default=1, help="epochs of the corpus's pairs in phase 4")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--start", help="checkpoint to start phase 2 from")
    parser.add_argument("--precision", choices=("bf16", "fp32"), default="bf16")
    parser.add_argument("--bare", action="store_true", help="phase 4 from the start weights instead of phase 1")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    if faults := corpus.faults():
        print(*faults[:20], f"{len(faults)} faults in the corpus: mend them before training", sep="\n", file=sys.stderr)
        return 1
    phases[args.phase](args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
