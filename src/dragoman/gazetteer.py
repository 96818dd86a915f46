"""Names of states, their parts, bodies, groups and disputes, and words for roles; found in text by Aho-Corasick.

Tables: `data/states.toml`, `organisations.toml`, `disputes.toml`, `roles.toml`. Matching of names is case-sensitive
(and knows names in capitals), the longest name wins, and a name counts only between word boundaries.
"""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import ahocorasick_rs

from dragoman.errors import DataError
from dragoman.ontology import read_table
from dragoman.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Dispute", "Entity", "Found", "Gazetteer", "Role", "load_gazetteer"]

Naming = Literal["name", "adjective", "people", "capital", "seat", "alias"]
SHORTEST_CAPITALS = 4
"""Names of so many letters on are also known in capitals; shorter ones would meet abbreviations."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A state, a part of one, a body or a group. `state` is alpha-3, `code` as in the record."""

    kind: Literal["state", "part", "igo", "organisation", "group"]
    name: str
    state: str | None
    code: str | None
    sectors: tuple[str, ...] = ()
    capital: str | None = None
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A territorial or political dispute and its parties (alpha-3)."""

    id: str
    name: str
    parties: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Role:
    """What a role word says of its bearer."""

    kind: Literal["office", "group", "organisation", "person"]
    sectors: tuple[str, ...]
    rank: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: where, what it names, and by which way of naming."""

    span: Span
    entity: Entity
    naming: Naming


@dataclass(slots=True)
class _Names:
    """An automaton over names, each with a payload; `blocked` holds words that forbid a match before or after it."""

    texts: list[str] = field(default_factory=list)
    payloads: list[Any] = field(default_factory=list)
    blocked: list[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    automaton: Any = None

    def add(self, name: str, payload: object, blocked: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())) -> None:
        variants = [name, name.upper()] if len(name) >= SHORTEST_CAPITALS else [name]
        for text in variants:
            if text and text not in self.seen:
                self.seen.add(text)
                self.texts.append(text)
                self.payloads.append(payload)
                self.blocked.append(blocked)

    def find(self, text: str) -> Iterable[tuple[Span, Any]]:
        if self.automaton is None:
            self.automaton = ahocorasick_rs.AhoCorasick(
                self.texts, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest, store_patterns=False
            )
        for number, start, end in self.automaton.find_matches_as_indexes(text):
            if _bounded(text, start, end) and not _forbidden(text, start, end, self.blocked[number]):
                yield Span(start, end), self.payloads[number]


def _bounded(text: str, start: int, end: int) -> bool:
    left = start == 0 or not (text[start - 1].isalnum() or text[start - 1] in "-@_")
    right = end == len(text) or not (text[end].isalnum() or text[end] in "_@")
    return left and right


def _forbidden(text: str, start: int, end: int, blocked: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    after, before = blocked
    left, right = text[max(0, start - 40) : start].rstrip(), text[end : end + 40].lstrip()
    return any(left.endswith(word) and _bounded(left, len(left) - len(word), len(left)) for word in after) or any(
        right.startswith(word) and (len(right) == len(word) or not right[len(word)].isalnum()) for word in before
    )


@dataclass(slots=True)
class Gazetteer:
    """All tables, indexed. Immutable in use; `digest` names their exact content."""

    states: Mapping[str, Entity]
    disputes: Mapping[str, Dispute]
    roles: Mapping[str, Role]
    words: Mapping[str, tuple[str, ...]]
    digest: str
    _names: _Names
    _disputes: _Names
    _longest_role: int

    def find(self, text: str) -> list[Found]:
        """Find names of states, parts, bodies and groups, in order of the text."""
        return [Found(span, *payload) for span, payload in self._names.find(text)]

    def find_disputes(self, text: str) -> list[tuple[Span, Dispute]]:
        """Find names of disputes, in order of the text."""
        return list(self._disputes.find(text))

    def find_roles(self, text: str) -> list[tuple[Span, str, Role]]:
        """Find role words, in order of the text; the longest phrase from each word wins."""
        words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
        lower = text.lower().replace("\u2019", "'")
        found: list[tuple[Span, str, Role]] = []
        i = 0
        while i < len(words):
            for j in range(min(len(words), i + self._longest_role), i, -1):
                phrase = " ".join(lower[words[i][0] : words[j - 1][1]].split())
                role = self.roles.get(phrase)
                if role:
                    found.append((Span(words[i][0], words[j - 1][1]), phrase, role))
                    i = j - 1
                    break
            i += 1
        return found


# A word of a role phrase: letters with inner apostrophes; a possessive's 's is a word of its own, hyphens divide.
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*(?:(?<=d)['\u2019][^\W\d_]{2,})?")


def _blocked(record: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(record.get("not_after", ())), tuple(record.get("not_before", ()))


def _add_states(table: Mapping[str, Any], names: _Names) -> dict[str, Entity]:
    states: dict[str, Entity] = {}
    for record in table["state"]:
        entity = Entity(
            "state",
            record["name"],
            record["code"],
            record["code"],
            ("GOV",),
            record["capital"] or None,
            (record["latitude"], record["longitude"]) if "latitude" in record else None,
        )
        states[entity.state or ""] = entity
        for name in (record["name"], record["official"], *record["names"]):
            names.add(name, (entity, "name"), _blocked(record))
        _add_adjectives(record, entity, names)
        for seat in record.get("seats", ()):
            names.add(seat, (entity, "seat"))
    for record in table["part"]:
        sectors = tuple(record.get("sectors", ()))
        entity = Entity("part", record["name"], record["state"], record["state"], sectors)
        for name in (record["name"], *record.get("names", ())):
            names.add(name, (entity, "name"), _blocked(record))
        _add_adjectives(record, entity, names)
    # Capitals last: "Luxembourg", "Singapore" are the states first.
    for record in table["state"]:
        if record["capital"]:
            names.add(record["capital"], (states[record["code"]], "capital"), _blocked(record))
    return states


def _add_adjectives(record: Mapping[str, Any], entity: Entity, names: _Names) -> None:
    for adjective in record.get("adjectives", ()):
        names.add(adjective, (entity, "adjective"), _blocked(record))
        if not adjective.endswith(("s", "sh", "ch", "ese")):
            names.add(adjective + "s", (entity, "people"), _blocked(record))
    for people in record.get("people", ()):
        names.add(people, (entity, "people"), _blocked(record))


def _add_organisations(table: Mapping[str, Any], names: _Names) -> None:
    for record in table["organisation"]:
        entity = Entity(
            record["kind"],
            record["name"],
            record.get("state") or None,
            record.get("code") or None,
            tuple(record.get("sectors", ())),
        )
        for name in (record["name"], *record.get("names", ())):
            names.add(name, (entity, "alias"), _blocked(record))


@functools.cache
def load_gazetteer() -> Gazetteer:
    """Read and index the tables.

    Raises:
        DataError: a table lacks a key.
    """
    digest = hashlib.sha256()
    tables: dict[str, dict[str, Any]] = {}
    for name in ("states", "organisations", "disputes", "roles"):
        tables[name], raw = read_table(f"{name}.toml")
        digest.update(raw)
    # The word lists of the later stages change readings as well, so they count in the version.
    for name in ("reporting", "relations"):
        digest.update(read_table(f"{name}.toml")[1])
    names, dispute_names = _Names(), _Names()
    try:
        states = _add_states(tables["states"], names)
        _add_organisations(tables["organisations"], names)
        disputes: dict[str, Dispute] = {}
        for record in tables["disputes"]["dispute"]:
            dispute = Dispute(record["id"], record["name"], tuple(sorted(record["parties"])), record["kind"])
            disputes[dispute.id] = dispute
            for name in (record["name"], *record["aliases"]):
                dispute_names.add(name, dispute)
        roles = {
            " ".join(_WORD.findall(word.lower())): Role(r["kind"], tuple(r["sectors"]), r["rank"] or None)
            for r in tables["roles"]["role"]
            for word in r["words"]
        }
    except KeyError as error:
        message = f"a record in the package's data lacks the key {error}; install dragoman again"
        raise DataError(message) from error
    words = {key: tuple(value) for key, value in tables["roles"].items() if key != "role"}
    longest = max(len(phrase.split()) for phrase in roles)
    return Gazetteer(states, disputes, roles, words, digest.hexdigest(), names, dispute_names, longest)
