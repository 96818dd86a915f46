"""How well a network finds acts in windows whose mentions are given: what `recipe.py reader` reports and choices are made by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from data import IGNORE, Tagged
from net import ROLE_WIDTH, ROLES

if TYPE_CHECKING:
    from net import Reader


def _f1(right: int, found: int, wanted: int) -> str:
    return f"P {right / max(1, found):.3f} R {right / max(1, wanted):.3f} F1 {2 * right / max(1, found + wanted):.3f}"


@torch.no_grad()
def report(net: Reader, windows: list[Tagged], log) -> None:
    """Log the acts found by their first token, with their type, with modality and polarity, with sides and all of it."""
    net.eval()
    wanted = found = told = typed = real = sided = whole = roles_right = roles_found = roles_wanted = 0
    for item in windows:
        if item.acts is None:
            continue
        ids = torch.tensor([item.ids])
        out = {name: value[0].float() for name, value in net(ids, torch.ones_like(ids)).items()}
        types = out["type"].argmax(-1)
        gold = {act.first: act for act in item.acts}
        wanted += len(gold)
        starts = [i for i in range(len(item.ids)) if types[i] > 0]
        found += len(starts)
        for i in starts:
            if i not in gold:
                continue
            act = gold[i]
            told += 1
            right = int(types[i]) in act.types
            same = int(out["modality"][i].argmax()) == act.modality and int(out["polarity"][i].argmax()) == act.polarity
            typed += right
            real += right and same
            key = out["role_act"][i].unflatten(-1, (len(ROLES), ROLE_WIDTH))
            good = True
            for first, last, *gold_roles in act.sides:
                side = 0.5 * (out["role_side"][first] + out["role_side"][last]).unflatten(-1, (len(ROLES), ROLE_WIDTH))
                scores = (key * side).sum(-1) / ROLE_WIDTH**0.5
                for score, want in zip(scores.tolist(), gold_roles, strict=True):
                    if want != IGNORE:
                        roles_right += score > 0 and want == 1
                        roles_found += score > 0
                        roles_wanted += want
                        good &= (score > 0) == bool(want)
            sided += good
            whole += good and right and same
    log(
        f"dev acts {wanted}: found {_f1(told, found, wanted)}; with type {_f1(typed, found, wanted)}; with modality and polarity {_f1(real, found, wanted)}"
    )
    log(
        f"dev acts: sides of found ones, all right {sided / max(1, told):.3f}, roles {_f1(roles_right, roles_found, roles_wanted)}; everything {_f1(whole, found, wanted)}"
    )
