"""What an actor is as a side of an act: for whom it acts, whether it is political, and on which side somebody speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.models import Actor, AssertedBy, Cast

__all__ = ["acting", "firm", "lent", "may_be_political", "political", "relation"]

OFFICIAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY", "PRM"})
"""Sectors whose members answer for each other's acts."""
FIRMS = frozenset({"BUS", "JRN"})
"""Sectors with which a state has no relations of its own."""
PRIVATE = frozenset({"BUS", "AGR", "JRN", "EDU", "MED", "SOC", "CRM"})
"""Sectors between whose members nothing is coded when no state, body or political actor is a side: private affairs."""


def acting(actor: Actor, cast: Cast) -> str:
    """Give the actor that an official acts for: the state, where the cast has it; others act for themselves."""
    official = bool(actor.role or actor.kind in {"office", "person", "organisation"}) and actor.sectors[:1] == ("GOV",)
    # "The Korean side" is Korea.
    if actor.state and (official or (not actor.sectors and actor.name.endswith(" side"))):
        for other in cast.actors:
            if other.kind == "state" and other.state == actor.state:
                return other.id
    return actor.id


def political(actors: Sequence[Actor]) -> bool:
    """Tell whether a side is a political actor with a state or code; without one among its sides nothing is coded."""
    return any((a.state or a.code) and (a.kind in {"state", "igo"} or set(a.sectors) - PRIVATE) for a in actors)


def may_be_political(actors: Sequence[Actor]) -> bool:
    """Tell whether a side may be political: somebody of a named state, of a sector that nothing tells ("specialists from Minsk")."""
    return political(actors) or any((a.state or a.code) and not a.sectors and not lent(a) for a in actors)


def lent(actor: Actor) -> bool:
    """Tell whether an actor has its state from its surroundings."""
    return (actor.reason or "").startswith("state-of")


def firm(actors: Sequence[Actor]) -> bool:
    """Tell whether a side is nobody but business and the press."""
    return all(set(a.sectors) and not set(a.sectors) - FIRMS for a in actors)


def relation(cast: Cast, speaker: Actor, doers: Sequence[str], others: Sequence[str]) -> AssertedBy:
    """Tell on which side of an act a speaker stands: the same actor, or one that answers for it."""
    voices = {speaker.id, acting(speaker, cast)}
    mine = [a for a in map(cast.actor, doers) if speaker.state and a.state == speaker.state]
    theirs = [a for a in map(cast.actor, others) if speaker.state and a.state == speaker.state]
    # Of one state are also those who have nothing to do with it: only an official answers for what officials did.
    if voices & set(doers) or (not voices & set(others) and any(_camp(a) == _camp(speaker) for a in mine)):
        return "actor"
    if voices & set(others) or (theirs and (not mine or any(_camp(a) == _camp(speaker) for a in theirs))):
        return "recipient"
    return "third"


def _camp(actor: Actor) -> str:
    """Give for whom an actor answers inside its state: the officials as one, others by their sector."""
    if actor.kind in {"state", "igo"} or actor.sectors[:1] == () or set(actor.sectors[:1]) & OFFICIAL:
        return "official"
    return actor.sectors[0]
