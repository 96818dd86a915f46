"""What the networks are trained to lower: the losses of a batch of windows and of a batch of pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional as F

from data import IGNORE, Pair, Tagged
from net import HEADS, LABELS, SPEECH

if TYPE_CHECKING:
    from net import Judge, Reader

CONCEDE, RETREAT = LABELS.index("CONCEDE"), LABELS.index("RETREAT")
# Weights of the losses: set once, by hand, so that the parts are about equal in size after the first epoch; the type matters most.
WEIGHTS = {"act": 0.3, "modality": 0.3, "polarity": 0.3, "aspect": 0.2, "mutual": 0.2, "mode": 0.3, "contexts": 2.0, "roles": 2.0}


def pad(rows: list[list[int]], fill: int = 0) -> Tensor:
    """Make rows equally long: B T."""
    longest = max(map(len, rows))
    return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])


def tag_loss(net: Reader, batch: list[Tagged]) -> Tensor:
    """Loss of a batch of windows: tags of both kinds, which source and content go with which cue, and the acts."""
    ids = pad([b.ids for b in batch])
    out = net(ids, (ids > 0).long())
    loss = act_loss(out, batch)
    mention = pad([b.mention for b in batch], IGNORE)
    if (mention != IGNORE).any():
        loss = loss + F.cross_entropy(out["mention"].float().flatten(0, 1), mention.flatten(), ignore_index=IGNORE)
    for layer in range(len(SPEECH)):
        gold = pad([b.speech[layer] for b in batch], IGNORE)
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


def act_loss(out: dict[str, Tensor], batch: list[Tagged]) -> Tensor:
    """Loss of the words of acts and of the first opinion on their types, in those windows that have them marked."""
    rows = [row for row, item in enumerate(batch) if item.acts is not None]
    if not rows:
        return torch.zeros(())
    size = out["told"].size(1)
    words = torch.zeros(len(rows), size, dtype=torch.long)
    types = torch.zeros(len(rows), size, len(LABELS))
    types[..., 0] = 1.0
    for place, row in enumerate(rows):
        words[place, len(batch[row].ids) :] = IGNORE
        for first, last, _ in batch[row].acts or ():
            words[place, first + 1 : last + 1] = 2
        for first, _, shares in batch[row].acts or ():
            words[place, first] = 1
            types[place, first] = 0.0
            for label, share in shares.items():
                types[place, first, label] = share
    kept = words.flatten() != IGNORE
    loss = F.cross_entropy(out["words"][rows].float().flatten(0, 1), words.flatten(), ignore_index=IGNORE)
    goal = types.flatten(0, 1)[kept]
    each = -(goal * F.log_softmax(out["told"][rows].float().flatten(0, 1)[kept], dim=-1)).sum(-1)
    # Nearly all tokens begin no act: the mean over those that do counts beside the mean over all.
    begins = goal[:, 0] == 0
    return loss + 2 * each.mean() + (0.3 * each[begins].mean() if begins.any() else 0.0)


def _targets(batch: list[Pair]) -> tuple[Tensor, Tensor]:
    """Type shares B 17, and for which rows they are a choice between CONCEDE and RETREAT."""
    target = torch.zeros(len(batch), len(LABELS))
    either = torch.zeros(len(batch), dtype=torch.bool)
    for row, pair in enumerate(batch):
        either[row] = set(pair.types) == {CONCEDE, RETREAT} and not any(pair.types.values())
        for label, share in pair.types.items():
            target[row, label] = share
    return target, either


def pair_loss(net: Judge, batch: list[Pair]) -> Tensor:
    """Loss of a batch of pairs and acts. YIELD rows learn the sum of CONCEDE and RETREAT."""
    ids = pad([b.ids for b in batch])
    marks = torch.tensor([b.marks for b in batch])
    out = net(ids, (ids > 0).long(), marks)
    target, either = _targets(batch)
    logs = F.log_softmax(out["type"].float(), dim=-1)
    joined = torch.logsumexp(logs[:, [CONCEDE, RETREAT]], dim=-1)
    plain = -(target * logs).sum(-1)
    smooth = -logs[:, 1:].mean(-1)
    # Labels are smoothed towards the other types, but NONE stays NONE: doubt there would invent events.
    share = 0.1 * (target[:, 0] == 0).float()
    loss = ((1 - share) * torch.where(either, -joined, plain) + share * smooth).mean()
    for name in ("act", "modality", "polarity", "aspect", "mutual", "mode"):
        gold = torch.tensor([getattr(b, name) for b in batch])
        if (gold != IGNORE).any():
            loss = loss + WEIGHTS[name] * F.cross_entropy(out[name].float(), gold, ignore_index=IGNORE)
    informed = [row for row, b in enumerate(batch) if b.contexts is not None]
    if informed:
        several = torch.zeros(len(informed), len(HEADS["contexts"]))
        for place, row in enumerate(informed):
            several[place, list(batch[row].contexts or ())] = 1.0
        loss = loss + WEIGHTS["contexts"] * F.binary_cross_entropy_with_logits(out["contexts"][informed].float(), several)
    sides = [(row, *side) for row, b in enumerate(batch) for side in b.sides]
    if sides:
        row, token, doer, other = (list(column) for column in zip(*sides, strict=True))
        wanted = torch.tensor([doer, other], dtype=torch.float).T
        loss = loss + WEIGHTS["roles"] * F.binary_cross_entropy_with_logits(out["roles"][row, token].float(), wanted)
    return loss
