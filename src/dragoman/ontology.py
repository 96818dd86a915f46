"""PLOVER as dragoman codes it, from `data/plover.toml`: types, modes, contexts, sectors, and the choices made.

Follows the manual's draft 2.0, its sections over its tables, with the choices listed in `docs/coding-rules.md`.
"""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragoman.errors import DataError
from dragoman.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Context", "EventType", "Mode", "Ontology", "load_ontology"]

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


@dataclass(frozen=True, slots=True)
class Mode:
    """A way in which an act of a type is done; `cues` finds it in the words around the act."""

    name: str
    score: float | None
    cues: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Context:
    """A field of life that an event belongs to; `cues` finds it in the sentence."""

    name: str
    summary: str
    cues: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the sixteen types: its quad, its score from -10 (conflict) to +10 (cooperation), its modes."""

    name: str
    summary: str
    quad: str
    score: float
    recipient_required: bool
    about_act: bool
    modes: tuple[Mode, ...]

    def intensity(self, mode: str | None) -> float:
        """Give the score of a mode, or the type's own where the mode has none."""
        return next((m.score for m in self.modes if m.name == mode and m.score is not None), self.score)


@dataclass(frozen=True, slots=True)
class Ontology:
    """The tables, checked; `digest` names their exact content."""

    version: str
    types: Mapping[str, EventType]
    contexts: tuple[Context, ...]
    sectors: Mapping[str, str]
    choices: tuple[str, ...]
    digest: str

    def with_cues(self, more: Mapping[str, Sequence[str]]) -> Ontology:
        """Give the same ontology with further phrases that tell a context, by its name."""
        return replace(self, contexts=tuple(_widened(c, more.get(c.name, ())) for c in self.contexts)) if more else self


def _widened(context: Context, phrases: Sequence[str]) -> Context:
    if not phrases:
        return context
    known = [context.cues.pattern] if context.cues else []
    own = r"\b(?:" + "|".join(map(re.escape, phrases)) + r")(?!\w)"
    return replace(context, cues=re.compile("|".join([*known, own]), re.IGNORECASE))


def _cues(words: list[str], where: str) -> re.Pattern[str] | None:
    if not words:
        return None
    try:
        return re.compile(r"\b(?:" + "|".join(words) + r")(?!\w)", re.IGNORECASE)
    except re.error as error:
        message = f"data/plover.toml: cues of {where}: {error}"
        raise DataError(message) from error


def _type(record: dict[str, Any]) -> EventType:
    modes = tuple(
        Mode(m["name"], m.get("score"), _cues(m.get("cues", []), f"{record['name']} {m['name']}")) for m in record.get("mode", [])
    )
    if record["quad"] not in QUADS:
        message = f"data/plover.toml: {record['name']}: no quad is called {record['quad']!r}"
        raise DataError(message)
    return EventType(
        record["name"],
        record["summary"],
        record["quad"],
        float(record["score"]),
        record["recipient_required"],
        record["about_act"],
        modes,
    )


@functools.cache
def load_ontology() -> Ontology:
    """Read and check the tables.

    Raises:
        DataError: a table lacks a key, a cue does not compile, or there are not 16 types and 37 contexts.
    """
    table, raw = read_table("plover.toml")
    try:
        types = {record["name"]: _type(record) for record in table["type"]}
        contexts = tuple(Context(c["name"], c["summary"], _cues(c.get("cues", []), f"context {c['name']}")) for c in table["context"])
        sectors = {s["code"]: s["summary"] for s in table["sector"]}
        choices = tuple(c["text"] for c in sorted(table["choice"], key=lambda c: c["number"]))
    except KeyError as error:
        message = f"data/plover.toml: a record lacks the key {error}"
        raise DataError(message) from error
    if len(types) != 16 or len(contexts) != 37:
        message = f"data/plover.toml: {len(types)} types and {len(contexts)} contexts, not 16 and 37"
        raise DataError(message)
    return Ontology(table["version"], types, contexts, sectors, choices, hashlib.sha256(raw).hexdigest())
