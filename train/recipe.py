"""The recipe: from the start weights to the trained network, in two phases.

    python train/recipe.py trunk   phase 1: attribution on PolNeAR's training part
    python train/recipe.py joint   phase 2: mentions, attribution and pairs together, from phase 1
    python train/recipe.py topic   phase 3: is a window about politics at all, a linear head on the finished encoder
    python train/recipe.py cv      phase 2 on pairs alone, five times, a fifth of `plv` held out each time

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
from data import IGNORE, Pair, Tagged
from dragoman.encode import cut_windows
from dragoman.sentences import sentences
from net import LABELS, PAIR_HEADS, SPEECH, Net

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RUNS = pathlib.Path(__file__).parent / "runs"
CONCEDE, RETREAT = LABELS.index("CONCEDE"), LABELS.index("RETREAT")
# Weights of the losses in phase 2: the type matters most, the rest about equally. Set once, by hand.
WEIGHTS = {"type": 1.0, "act": 0.3, "modality": 0.3, "polarity": 0.3, "aspect": 0.2, "mutual": 0.2}


def batches(items: Sequence, tokens: int, rng: random.Random) -> Iterator[list]:
    """Batches of items of like length, of about so many tokens, in random order."""
    order = sorted(range(len(items)), key=lambda i: (len(items[i].ids) + rng.random() * 8, i))
    made: list[list] = [[]]
    for i in order:
        if made[-1] and (len(made[-1]) + 1) * len(items[i].ids) > tokens:
            made.append([])
        made[-1].append(items[i])
    rng.shuffle(made)
    yield from made


def _pad(rows: list[list[int]], fill: int = 0) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])


def tag_loss(net: Net, batch: list[Tagged]) -> Tensor:
    """Loss of a batch of windows: tags of both kinds, and which source and content go with which cue."""
    ids = _pad([b.ids for b in batch])
    out = net(ids, (ids > 0).long(), torch.zeros(len(batch), 2, dtype=torch.long))
    loss = torch.zeros(())
    mention = _pad([b.mention for b in batch], IGNORE)
    if (mention != IGNORE).any():
        loss = loss + F.cross_entropy(out["mention"].float().flatten(0, 1), mention.flatten(), ignore_index=IGNORE)
    for layer in range(len(SPEECH)):
        gold = _pad([b.speech[layer] for b in batch], IGNORE)
        logits = out["speech"][..., 3 * layer : 3 * layer + 3].float()
        loss = loss + F.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=IGNORE)
    scores, answers = [], []
    for row, item in enumerate(batch):
        if item.cues and item.others:
            cue = out["link_cue"][row, [first for _, first in item.cues]].float()
            other = out["link_to"][row, [first for _, first in item.others]].float()
            scores.append((cue @ other.T / 8).flatten())
            answers.append(torch.tensor([float(a == b) for a, _ in item.cues for b, _ in item.others]))
    if scores:
        loss = loss + 0.3 * F.binary_cross_entropy_with_logits(torch.cat(scores), torch.cat(answers))
    return loss


def _targets(batch: list[Pair]) -> tuple[Tensor, Tensor]:
    """Type shares B 17, and for which rows they are a choice between CONCEDE and RETREAT."""
    target = torch.zeros(len(batch), len(LABELS))
    either = torch.zeros(len(batch), dtype=torch.bool)
    for row, pair in enumerate(batch):
        either[row] = set(pair.types) == {CONCEDE, RETREAT} and not any(pair.types.values())
        for label, share in pair.types.items():
            target[row, label] = share
    return target, either


def pair_loss(net: Net, batch: list[Pair]) -> Tensor:
    """Loss of a batch of pairs. YIELD rows learn the sum of CONCEDE and RETREAT."""
    ids = _pad([b.ids for b in batch])
    marks = torch.tensor([b.marks if net.pooling == "markers" else b.spans for b in batch])
    out = net(ids, (ids > 0).long(), marks)
    target, either = _targets(batch)
    logs = F.log_softmax(out["type"].float(), dim=-1)
    joined = torch.logsumexp(logs[:, [CONCEDE, RETREAT]], dim=-1)
    plain = -(target * logs).sum(-1)
    smooth = -logs[:, 1:].mean(-1)
    # Labels are smoothed towards the other types, but NONE stays NONE: doubt there would invent events.
    share = 0.1 * (target[:, 0] == 0).float()
    loss = WEIGHTS["type"] * ((1 - share) * torch.where(either, -joined, plain) + share * smooth).mean()
    for name in list(PAIR_HEADS)[1:]:
        gold = torch.tensor([getattr(b, name) for b in batch])
        if (gold != IGNORE).any():
            loss = loss + WEIGHTS[name] * F.cross_entropy(out[name].float(), gold, ignore_index=IGNORE)
    for side in (0, 1):
        gold = torch.tensor([b.words[side] for b in batch])
        if (gold != IGNORE).any():
            logits = out["words"][..., side].float().masked_fill(ids == 0, -1e4)
            loss = loss + 0.2 * F.cross_entropy(logits, gold, ignore_index=IGNORE)
    return loss


def train(net: Net, steps: list[tuple[str, list]], *, rate: float, log, precision: str, name: str) -> None:
    """Run through prepared steps: AdamW, warm-up over a tenth, then linearly down to nothing."""
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": net.encoder.parameters(), "lr": rate}, {"params": heads, "lr": 8 * rate}], weight_decay=0.01)
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
def type_scores(net: Net, pairs: list[Pair]) -> np.ndarray:
    """Logits of the type, N x 17."""
    net.eval()
    made = np.zeros((len(pairs), len(LABELS)), dtype=np.float32)
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i].ids))
    for start in range(0, len(order), 32):
        rows = order[start : start + 32]
        ids = _pad([pairs[i].ids for i in rows])
        marks = torch.tensor([pairs[i].marks if net.pooling == "markers" else pairs[i].spans for i in rows])
        made[rows] = net(ids, (ids > 0).long(), marks)["type"].float().numpy()
    return made


def joined(labels: Sequence[int]) -> list[str]:
    """Names of labels in the 15-class scheme."""
    return ["YIELD" if x in {CONCEDE, RETREAT} else LABELS[x] for x in labels]


def macro_f1(gold: Sequence[str], found: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Mean of the F1 of each class that stands in the gold, and the F1 by class."""
    by_class = {}
    for name in sorted(set(gold)):
        hit = sum(g == f == name for g, f in zip(gold, found, strict=True))
        by_class[name] = 2 * hit / max(1, sum(g == name for g in gold) + sum(f == name for f in found))
    return sum(by_class.values()) / len(by_class), by_class


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


def load(net: Net, name: str) -> None:
    """Load a checkpoint of an earlier phase; the topic head is fitted last and may be missing."""
    missing, unexpected = net.load_state_dict(torch.load(RUNS / f"{name}.pt", weights_only=True), strict=False)
    if unexpected or any(not key.startswith("topic.") for key in missing):
        message = f"runs/{name}.pt is of another network: missing {missing}, unexpected {unexpected}"
        raise ValueError(message)


def _logger(name: str):
    RUNS.mkdir(exist_ok=True)
    file = (RUNS / f"{name}.log").open("w", encoding="utf-8")

    def log(line: str) -> None:
        print(line, flush=True)
        print(line, file=file, flush=True)

    return log


def trunk(args: argparse.Namespace) -> None:
    """Phase 1."""
    log, rng, tok = _logger("trunk"), random.Random(args.seed), data.tokenizer()
    net = Net()
    steps = _steps([("tags", data.polnear("train", tok), args.epochs or 2, 2600)], rng)
    train(net, steps, rate=1e-4, log=log, precision=args.precision, name="trunk")
    torch.save(net.state_dict(), RUNS / "trunk.pt")


def _report(net: Net, tok, log) -> None:
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


def joint(args: argparse.Namespace) -> None:
    """Phase 2, the shipped network."""
    log, rng, tok = _logger("joint"), random.Random(args.seed), data.tokenizer()
    net = Net()
    load(net, "trunk")
    passages = corpus.load()
    windows, pairs = data.corpus_windows(passages, tok), data.corpus_pairs(passages, tok, rng)
    public = data.plv(tok, drop_sides=rng)
    log(
        f"{len(passages)} passages, {len(windows)} windows, {len(pairs)} pairs ({sum(0 in p.types for p in pairs)} NONE), {len(public)} public"
    )
    epochs = args.epochs or 9
    steps = _steps(
        [
            ("tags", data.polnear("train", tok), 1, 2600),
            ("tags", windows, 6, 1500),
            ("pairs", pairs, epochs, 1200),
            ("pairs", public, epochs + 5, 800),
        ],
        rng,
    )
    train(net, steps, rate=8e-5, log=log, precision=args.precision, name="joint")
    torch.save(net.state_dict(), RUNS / "joint.pt")
    _report(net, tok, log)


@torch.no_grad()
def means(net: Net, texts: Sequence[str], tok) -> Tensor:
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
    net = Net()
    load(net, "joint")
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
    torch.save(net.state_dict(), RUNS / "final.pt")


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


def cross_validate(args: argparse.Namespace) -> None:
    """Five-fold cross-validation on `plv`, each fold trained from the trunk with the corpus and the other four fifths."""
    tok = data.tokenizer()
    log = _logger(f"cv-{args.pooling}-{args.precision}")
    public = data.plv(tok)
    order = list(range(len(public)))
    random.Random(0).shuffle(order)
    found: dict[int, int] = {}
    begin = time.time()
    for fold in range(args.folds):
        torch.manual_seed(args.seed)
        rng = random.Random(args.seed)
        passages = corpus.load()
        held = order[fold::5]
        rest = [public[i] for i in order if i not in set(held)]
        extra = data.corpus_pairs(passages, tok, rng)
        test = [public[i] for i in held]
        if args.pooling == "spans":
            rest, extra, test = ([data.without_markers(p) for p in part] for part in (rest, extra, test))
        net = Net(args.pooling)
        if (RUNS / "trunk.pt").exists() and not args.bare:
            load(net, "trunk")
        epochs = args.epochs or 1
        steps = _steps(
            [("pairs", extra, epochs, 1200), ("pairs", rest, 8 * epochs, 800)]
            if not args.bare
            else [("pairs", rest, args.epochs or 12, 800)],
            rng,
        )
        train(net, steps, rate=8e-5, log=lambda _: None, precision=args.precision, name="cv")
        scores = type_scores(net, test)
        scores[:, 0] = -np.inf
        for row, label in zip(held, scores.argmax(-1), strict=True):
            found[row] = int(label)
        score, _ = macro_f1(gold_names(test), joined([found[i] for i in held]))
        log(f"fold {fold + 1}: macro F1 {score:.3f}, {time.time() - begin:.0f} s")
    rows = sorted(found)
    gold = gold_names([public[i] for i in rows])
    names = joined([found[i] for i in rows])
    score, by_class = macro_f1(gold, names)
    log(f"{len(rows)} rows: macro F1 {score:.3f}, accuracy {sum(g == f for g, f in zip(gold, names, strict=True)) / len(rows):.3f}")
    log(json.dumps({k: round(v, 3) for k, v in by_class.items()}))


def main() -> int:
    """Parse the command line and run a phase."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("phase", choices=("trunk", "joint", "topic", "cv"))
    parser.add_argument("--epochs", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--pooling", choices=("markers", "spans"), default="markers")
    parser.add_argument("--precision", choices=("bf16", "fp32"), default="bf16")
    parser.add_argument("--bare", action="store_true", help="cv without the trunk and the corpus")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    {"trunk": trunk, "joint": joint, "topic": topic, "cv": cross_validate}[args.phase](args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
