"""Names of states, their parts, bodies, groups, persons and disputes, and words for roles, with their dates; looked up in text.

`assembly.py` puts a gazetteer together from the tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from dragoman.atlas import Town, load_atlas
from dragoman.lexicon import Lexicon, fold
from dragoman.roster import Roster
from dragoman.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from dragoman.lexicon import Match
    from dragoman.models import Rank
    from dragoman.tables import Dated

__all__ = ["Agenda", "Dispute", "Entity", "Found", "Gazetteer", "Meaning", "Named", "Namesake", "Naming", "Role", "Word"]

Naming = Literal["name", "adjective", "people", "capital", "town", "seat", "alias"]


class Entity(NamedTuple):
    """A state, a part of one, a body or a group. `state` is alpha-3, `code` as in the record.

    `dated` tells the sectors where they changed; `start` and `end` bound its existence.
    """

    kind: Literal["state", "part", "igo", "organisation", "group"]
    name: str
    state: str | None
    code: str | None
    sectors: tuple[str, ...] = ()
    capital: str | None = None
    position: tuple[float, float] | None = None
    dated: tuple[Dated, ...] = ()
    start: str = ""
    end: str = ""

    def sectors_on(self, day: str | None) -> tuple[str, ...]:
        """Give its sectors on a day (ISO 8601); without one, those that still hold, or the last ones."""
        if not self.dated:
            return self.sectors
        if day is None:
            made = tuple(dict.fromkeys(d.value for d in self.dated if not d.end))
            return made or (max(self.dated, key=lambda d: d.end).value,)
        return tuple(dict.fromkeys(d.value for d in self.dated if d.holds(day)))


@dataclass(frozen=True, slots=True)
class Dispute:
    """A territorial or political dispute and its parties (alpha-3)."""

    id: str
    name: str
    parties: tuple[str, ...]
    kind: str


class Role(NamedTuple):
    """What a role word says of its bearer. `weak` roles take their sectors from what stands beside them."""

    phrase: str
    kind: Literal["office", "group", "organisation", "person"]
    sectors: tuple[str, ...]
    rank: Rank | None
    weak: bool = False
    plural: bool = False
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is no role but tells how roles and names go together."""

    kind: Literal["tail", "former", "acting", "designate", "deputy", "title"]
    text: str


class Namesake(NamedTuple):
    """One of several things that a name may mean; `cues` are folded words of an article that speak for it.

    `usual` is what it means where nothing speaks for another; `whole` says that it is the state itself and not a part of
    it. A namesake without state is no actor at all.
    """

    name: str
    state: str | None
    cues: tuple[str, ...]
    usual: bool
    whole: bool = False


class Named(NamedTuple):
    """An entity and the way in which it is named; `among` are the things that share the name, if there are several."""

    entity: Entity
    naming: Naming
    among: tuple[Namesake, ...] = ()


Meaning = Named | Role | Word


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: where, what it names, and by which way of naming."""

    span: Span
    entity: Entity
    naming: Naming


PARENTS = {
    "UNO": "United Nations",
    "EUR": "European Union",
    "NAT": "NATO",
    "ASN": "Association of Southeast Asian Nations",
    "AFU": "African Union",
    "ARL": "Arab League",
}
"""The body to which the bearers of a code belong."""
SHORTEST_MISSPELT = 8
"""Letters from which on a word with one letter wrong is still read as a state's: shorter ones are surnames too often."""


def _shorter_by_one(word: str) -> set[str]:
    """Give a word and all that is left of it without one of its letters."""
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


@dataclass(slots=True)
class Agenda:
    """The disputes, by id and by name."""

    disputes: dict[str, Dispute] = field(default_factory=dict)
    names: Lexicon[Dispute] = field(default_factory=Lexicon)


@dataclass(slots=True)
class Gazetteer:
    """All tables, indexed. Immutable in use.

    `people` gives the persons and `agenda` the disputes, read when they are first asked for.
    """

    states: dict[str, Entity] = field(default_factory=dict)
    bodies: dict[str, Entity] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    people: Callable[[], Roster] = Roster
    agenda: Callable[[], Agenda] = Agenda
    state_words: list[str] = field(default_factory=list)
    near_misses: dict[str, set[str]] | None = None
    accented: set[str] = field(default_factory=set)
    places: dict[str, Town] = field(default_factory=dict)
    loose: set[str] = field(default_factory=set)
    endings: dict[str, str] = field(default_factory=dict)
    contexts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fingerprint: Callable[[], str] = str
    lexicon: Lexicon[Meaning] = field(default_factory=Lexicon)
    memberships: dict[str, tuple[Dated, ...]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The SHA-256 of all tables; made when it is first asked for."""
        return self.fingerprint()

    @property
    def disputes(self) -> dict[str, Dispute]:
        """The disputes by id."""
        return self.agenda().disputes

    def find(self, text: str) -> list[Found]:
        """Find names of states, parts, bodies and groups, in order of the text."""
        made = []
        for start, end, senses in self.lexicon.find(text):
            for sense in senses:
                if isinstance(sense, Named):
                    if self.stands_alone(text, start) and not self.only_alike(sense, text[start:end]):
                        made.append(Found(Span(start, end), sense.entity, sense.naming))
                    break
        return made

    def find_disputes(self, text: str) -> list[tuple[Span, Dispute]]:
        """Find names of disputes, in order of the text."""
        return [(Span(m.start, m.end), m.senses[0]) for m in self.agenda().names.find(text)]

    def scan(self, text: str, *, lower: bool = False) -> list[Match[Meaning]]:
        """Find all that the tables know in a phrase but persons: names, roles, and the words between them."""
        found = self.lexicon.find(text, lower=lower)
        return [m for m in found if not (isinstance(m.senses[0], Named) and self.only_alike(m.senses[0], text[m.start : m.end]))]

    def only_alike(self, sense: Named, word: str) -> bool:
        """Tell whether a word is an adjective or people of a state but for its accents: Germán is a man and no German.

        Accents are folded for those who leave them out, "Burkinabe" for "Burkinabé", not to make words of names.
        """
        return sense.naming in {"adjective", "people"} and not word.isascii() and word.casefold() not in self.accented

    def misspelt(self, word: str) -> Named | None:
        """Give the state whose name or adjective a word is but for one letter, if there is exactly one: "Venezualan"."""
        if self.near_misses is None:
            index: dict[str, set[str]] = {}
            for name in self.state_words:
                for form in _shorter_by_one(name):
                    index.setdefault(form, set()).add(name)
            self.near_misses = index
        folded = fold(word)
        if len(folded) < SHORTEST_MISSPELT or not folded.isalpha() or self.lexicon.known(folded):
            return None
        names = set().union(*(self.near_misses.get(form, ()) for form in _shorter_by_one(folded)))
        found = {s for name in names for s in self.lexicon.known(name)[:1] if isinstance(s, Named)}
        if len({named.entity.state for named in found}) != 1:
            return None
        return min(found, key=lambda named: (named.naming != "name", named.naming, named.entity.name))

    def place_state(self, name: str, near: Collection[str] = ()) -> str | None:
        """Give the state (alpha-3) of a town, where its name tells one."""
        town = self.place(name, near)
        return town.country if town else None

    def place(self, name: str, near: Collection[str] = ()) -> Town | None:
        """Give the one town that a name means, or None: the user's first, then the atlas's."""
        own = self.places.get(fold(name).strip())
        return own or load_atlas().settle(name, near)

    def members(self, organisation: str, day: str | None = None) -> tuple[str, ...]:
        """Give the member states of a body on a day, or its present ones, in alphabetical order.

        An organ or agency that has no list of its own has that of the body whose code it bears: UNESCO's staff and the
        Security Council's secretariat are the United Nations', the Commission is the European Union's.

        Args:
            organisation: its name as `bodies.tsv` has it, or any other of its names.
            day: ISO 8601.
        """
        entity = next((s.entity for s in self.lexicon.known(organisation) if isinstance(s, Named)), None)
        listed = self.memberships.get(entity.name) if entity else None
        if entity and listed is None:
            listed = self.memberships.get(PARENTS.get(entity.code or "", ""))
        return tuple(sorted(m.value for m in listed or () if (m.holds(day) if day else not m.end)))

    def stands_alone(self, text: str, start: int) -> bool:
        """Tell whether a name is not the second part of a compound such as "Anglo-French" or "pro-Russian"."""
        if not start or text[start - 1] != "-":
            return True
        word = re.search(r"(\w+)-\Z", text[max(0, start - 20) : start])
        # "the US-China talks", "China-Japan-South Korea": a name before the hyphen is a name of its own.
        return bool(word and word[1][0].isupper() and word[1].lower() not in self.words["combining"])
