"""How well the networks do on the development part with their input given: what the recipe logs and choices are made by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from net import HEADS

if TYPE_CHECKING:
    from collections.abc import Callable

    from data import Pair, Tagged
    from net import Judge, Reader


def _f1(right: int, found: int, wanted: int) -> str:
    return f"P {right / max(1, found):.3f} R {right / max(1, wanted):.3f} F1 {2 * right / max(1, found + wanted):.3f}"


@torch.no_grad()
def windows(net: Reader, items: list[Tagged], log: Callable[[str], None]) -> None:
    """Log the acts that the reader finds, by overlap of their words, and with its first opinion of their type."""
    net.eval()
    wanted = found = told = typed = 0
    for item in items:
        if item.acts is None:
            continue
        ids = torch.tensor([item.ids])
        opinion = net(ids, torch.ones_like(ids))["told"][0].float().softmax(-1)
        some = 1 - opinion[:, 0]
        starts = [i for i in range(len(item.ids)) if some[i] >= 0.5]
        wanted, found = wanted + len(item.acts), found + len(starts)
        for first, last, types in item.acts:
            near = [i for i in starts if first - 1 <= i <= last]
            told += bool(near)
            typed += any(int(opinion[i, 1:].argmax()) + 1 in types for i in near)
    log(f"dev acts {wanted}: found {_f1(told, found, wanted)}; with type {_f1(typed, found, wanted)}")


@torch.no_grad()
def acts(net: Judge, items: list[Pair], log: Callable[[str], None]) -> None:
    """Log what the judge says of given acts."""
    net.eval()
    total = typed = real = sided = whole = right = found = wanted = quiet = silent = moded = modes = named = several = meant = 0
    for item in items:
        ids = torch.tensor([item.ids])
        out = {name: value[0].float() for name, value in net(ids, torch.ones_like(ids), torch.tensor([item.marks])).items()}
        kind = int(out["type"].argmax())
        if 0 in item.types:
            quiet += 1
            silent += kind == 0
            continue
        total += 1
        same = kind in item.types
        reality = int(out["modality"].argmax()) == item.modality and int(out["polarity"].argmax()) == item.polarity
        good = True
        for token, *roles in item.sides:
            for score, role in zip(out["roles"][token].tolist(), roles, strict=True):
                right, found, wanted = right + (score > 0 and role == 1), found + (score > 0), wanted + role
                good &= (score > 0) == bool(role)
        typed, real, sided, whole = typed + same, real + (same and reality), sided + good, whole + (good and same and reality)
        if item.mode > 0:
            modes, moded = modes + 1, moded + (int(out["mode"].argmax()) == item.mode)
        if item.contexts is not None:
            said = {i for i, score in enumerate(out["contexts"].tolist()) if score > 0}
            named, several, meant = named + len(said & set(item.contexts)), several + len(said), meant + len(item.contexts)
    share = lambda a, b: f"{a / max(1, b):.3f}"  # noqa: E731
    log(f"dev acts {total} given: type {share(typed, total)}, with modality and polarity {share(real, total)}, sides {share(sided, total)}")
    log(f"  all of it {share(whole, total)}; roles {_f1(right, found, wanted)}; words that tell nothing {share(silent, quiet)}")
    log(f"  mode {share(moded, modes)} of {len(HEADS['mode']) - 1}; contexts {_f1(named, several, meant)}")
