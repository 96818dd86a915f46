"""The gazetteer put together from the tables of `data/` and a user's own files.

The tables: `states.tsv`, `state-names.tsv`, `predecessors.tsv`, `regions.tsv`, `bodies.tsv`, `members.tsv`, `roles.toml`,
`roles.tsv`, `holders.tsv`, `heads.tsv`, `persons.tsv`, `namesakes.tsv`, `disputes.toml`. What they hold and where it can be
looked up is told in `docs/gazetteer.md`. The order in which they are read says what a name means first.
"""

from __future__ import annotations

import functools
import gc
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragoman.atlas import Town
from dragoman.errors import DataError
from dragoman.gazetteer import SHORTEST_MISSPELT, Agenda, Dispute, Entity, Gazetteer, Named, Namesake, Role, Word
from dragoman.lexicon import fold
from dragoman.roster import ROSTER_TABLES, Roster, load_roster
from dragoman.tables import Dated, Source, dated_sectors, listed, read_bytes, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragoman.extension import Extension
    from dragoman.gazetteer import Naming

__all__ = ["load_gazetteer"]

TABLES = (
    *("states.tsv", "state-names.tsv", "predecessors.tsv", "regions.tsv", "bodies.tsv", "members.tsv", "roles.toml", "roles.tsv"),
    *("namesakes.tsv", "disputes.toml", "places.tsv"),
    # The word lists of the later stages change readings as well, so they count in the version.
    *("reporting.toml", "relations.toml", "calendars.toml"),
)
"""Files of `data/` whose content the gazetteer's digest names, beside those of the roster."""


@dataclass(slots=True)
class _Builder:
    """A gazetteer being put together from its tables."""

    made: Gazetteer = field(default_factory=Gazetteer)
    extensions: list[str] = field(default_factory=list)
    capital_names: list[tuple[str, Entity, tuple[list[str], list[str]]]] = field(default_factory=list)
    seats: set[str] = field(default_factory=set)
    holders: list[dict[str, Any]] = field(default_factory=list)
    own_disputes: list[dict[str, Any]] = field(default_factory=list)
    source: Source = field(default_factory=Source)

    def name(self, text: str, entity: Entity, naming: Naming, blocked: tuple[Sequence[str], Sequence[str]] = ((), ())) -> None:
        """Add one name of an entity."""
        self.made.lexicon.add(text, Named(entity, naming), None, *blocked)
        if not text.isascii():
            self.made.accented.add(text.casefold())

    def states(self) -> None:
        for (
            code,
            iso2,
            name,
            official,
            names,
            adjectives,
            people,
            capital,
            seats,
            latitude,
            longitude,
            after,
            before,
        ) in self.source.rows(
            "states.tsv", "code iso2 name official names adjectives people capital seats latitude longitude not_after not_before"
        ):
            position = (float(latitude), float(longitude)) if latitude else None
            entity = Entity("state", name, code, code, (), capital or None, position)
            self.made.states[code] = entity
            ending = iso2.lower()
            if ending not in SOLD_ENDINGS:
                self.made.endings["uk" if ending == "gb" else ending] = code
            blocked = listed(after), listed(before)
            self.made.state_words += [w.lower() for w in (name, *listed(adjectives)) if len(w) >= SHORTEST_MISSPELT and w.isalpha()]
            for text in (name, official, *listed(names)):
                self.name(text, entity, "name", blocked)
            self.adjectives(listed(adjectives), listed(people), entity, blocked)
            for seat in listed(seats):
                self.seats.add(seat)
                self.name(seat, entity, "seat")
            if capital:
                self.capital_names.append((capital, entity, blocked))

    def capitals(self) -> None:
        """Add the capitals, after all that is a state or a part of one: "Luxembourg", "Singapore" are the states first."""
        for capital, entity, blocked in self.capital_names:
            self.name(capital, entity, "capital", blocked)

    def adjectives(
        self, adjectives: Sequence[str], people: Sequence[str], entity: Entity, blocked: tuple[Sequence[str], Sequence[str]] = ((), ())
    ) -> None:
        for adjective in adjectives:
            self.name(adjective, entity, "adjective", blocked)
            if not adjective.endswith(("s", "sh", "ch", "ese")):
                self.name(adjective + "s", entity, "people", blocked)
        for word in people:
            self.name(word, entity, "people", blocked)

    def state_names(self) -> None:
        for code, kind, value, after, before, start, end, _see in self.source.rows(
            "state-names.tsv", "code field value not_after not_before from to see"
        ):
            entity = self.state(code)
            blocked = listed(after), listed(before)
            if kind == "adjective":
                self.adjectives([value], (), entity, blocked)
            elif kind in _HOUSES:
                house = entity._replace(sectors=_HOUSES[kind])
                self.seats.add(value)
                self.made.lexicon.replace(value, Named(house, "seat"), None, *blocked)
            elif kind == "capital-old":
                self.name(value, entity._replace(start=start, end=end), "capital", blocked)
            else:
                self.name(value, entity, _NAMINGS[kind], blocked)

    def predecessors(self) -> None:
        for name, names, adjectives, people, capital, successor, start, end, _see in self.source.rows(
            "predecessors.tsv", "name names adjectives people capital successor from to see"
        ):
            entity = Entity("state", name, self.state(successor).state, successor, (), capital or None, start=start, end=end)
            for text in (name, *listed(names)):
                self.name(text, entity, "name")
            self.adjectives(listed(adjectives), listed(people), entity)

    def regions(self) -> None:
        for name, names, state, _kind, sectors, adjectives, people, after, before, _see in self.source.rows(
            "regions.tsv", "name names state kind sectors adjectives people not_after not_before see"
        ):
            entity = Entity("part", name, self.state(state).state, state, tuple(sectors.split()))
            blocked = listed(after), listed(before)
            for text in (name, *listed(names)):
                self.name(text, entity, "name", blocked)
            self.adjectives(listed(adjectives), listed(people), entity, blocked)

    def bodies(self) -> None:
        add, add_over = self.made.lexicon.add, self.made.lexicon.replace
        for name, names, kind, code, state, sectors, start, end, _seat, after, before, _see in self.source.rows(
            "bodies.tsv", "name names kind code state sectors from to seat not_after not_before see"
        ):
            if state:
                self.state(state)
            several = dated_sectors(sectors) if "@" in sectors else ()
            words = tuple(d.value for d in several) if several else tuple(sectors.split())
            entity = Entity(kind, name, state or None, code or None, words, None, None, several, start, end)  # type: ignore[arg-type]
            self.made.bodies[name] = entity
            named, blocked = Named(entity, "alias"), (listed(after), listed(before))
            for text in (name, *names.split("|")) if names else (name,):
                if text in self.seats:
                    add_over(text, named, None, *blocked)  # "the Knesset" is more than its house
                else:
                    add(text, named, None, *blocked)
        self.members()

    def members(self) -> None:
        for name, members in self.source.rows("members.tsv", "organisation members"):
            made = []
            for item in listed(members):
                state, _, span = item.partition(":")
                start, _, end = span.partition("..")
                if state not in OTHER_MEMBERS:
                    self.state(state)
                made.append(Dated(state, start, end))
            self.made.memberships[name] = tuple(made)

    def roles(self) -> None:
        table = self.source.table("roles.toml")
        self.made.words = {key: frozenset(value) for key, value in table.items()}
        weak = self.made.words["weak"]
        for kind in ("former", "acting", "designate", "deputy", "title", "tail"):
            for word in table[kind]:
                self.made.lexicon.add(word.strip("-"), Word(kind, word), "any")
        roles, add = self.made.roles, self.made.lexicon.add
        sets: dict[str, tuple[str, ...]] = {}
        for phrase, plural, kind, sectors, rank, state in self.source.rows("roles.tsv", "phrase plural kind sectors rank state"):
            words = sets.get(sectors)
            if words is None:
                words = sets[sectors] = tuple(sectors.split())
            # A crowd is many by its one form.
            role = Role(phrase, kind, words, rank or None, phrase in weak, kind == "group", state or None)  # type: ignore[arg-type]
            roles[phrase] = role
            add(phrase, role, "any")
            if plural:
                role = roles[plural] = role._replace(phrase=plural, plural=True)
                add(plural, role, "any")

    def namesakes(self) -> None:
        """Mark the names that several things share; a name that no other table has is added with no state of its own."""
        made: dict[str, list[Namesake]] = {}
        for name, state, kind, usual, cues in self.source.rows("namesakes.tsv", "name state kind usual cues"):
            code = self.state(state).state if state else None
            made.setdefault(name, []).append(
                Namesake(name, code, tuple(fold(c).strip() for c in listed(cues)), usual == "yes", kind == "state")
            )
        for name, several in made.items():
            self.made.loose.add(name)
            known = next((s for s in self.made.lexicon.known(name) if isinstance(s, Named)), None)
            home = next((n.state for n in several if n.usual), None)
            fresh = Named(self.made.states[home] if home else Entity("part", name, None, None), "name")
            self.made.lexicon.replace(name, (known or fresh)._replace(among=tuple(several)))

    def extend(self, extension: Extension) -> None:
        """Put a user's records on top: what they name no longer means what the package's tables say."""
        self.extensions.append(extension.digest)
        for record in extension.records:
            values = record.values
            if record.table == "actor":
                self.own_actor(values)
            elif record.table == "role":
                for text, many in ((values["phrase"], False), (values.get("plural", ""), True)):
                    if text:
                        role = Role(text.lower(), values["kind"], tuple(values["sectors"]), values.get("rank"), plural=many)
                        self.made.roles[role.phrase] = role
                        self.made.lexicon.replace(text, role, "any")
            elif record.table == "holder":
                self.holders.append(values)
            elif record.table == "place":
                for text in (values["name"], *values.get("names", ())):
                    town = Town(values["name"], values["state"], float(values["latitude"]), float(values["longitude"]), "", 0, 0)
                    self.made.places[fold(text).strip()] = town
            elif record.table == "dispute":
                self.own_disputes.append(values)
            else:
                cues = self.made.contexts.get(values["name"], ())
                self.made.contexts[values["name"]] = (*cues, *values["cues"])

    def own_actor(self, values: dict[str, Any]) -> None:
        state = values.get("state")
        dated = tuple(d for cell in values.get("sectors", ()) for d in dated_sectors(cell))
        several = dated if any(d.start or d.end for d in dated) else ()
        sectors = tuple(d.value for d in dated)
        start, end = values.get("from", ""), values.get("to", "")
        entity = Entity(values["kind"], values["name"], state, values.get("code") or state, sectors, None, None, several, start, end)
        self.made.bodies[entity.name] = entity
        blocked = values.get("not_after", ()), values.get("not_before", ())
        for text in (entity.name, *values.get("names", ())):
            self.made.lexicon.replace(text, Named(entity, "alias"), None, *blocked)

    def state(self, code: str) -> Entity:
        """Give a state by its code.

        Raises:
            DataError: there is none.
        """
        try:
            return self.made.states[code]
        except KeyError:
            message = f"{self.source.where}: no state has the code {code!r}"
            raise DataError(message) from None


SOLD_ENDINGS = frozenset({"ai", "cc", "co", "fm", "io", "la", "ly", "me", "st", "to", "tv", "ws"})
"""Endings of hosts that anybody buys, so that they tell no state."""
OTHER_MEMBERS = frozenset({"CSK", "DDR", "SUN", "YUG", "COK", "ESH", "NIU"})
"""Members of bodies that are no states of the tables: states that are gone (ISO 3166-3), the Cook Islands, Niue, Western Sahara."""
_NAMINGS: dict[str, Naming] = {
    "name": "name",
    "misspelling": "name",
    "people": "people",
    "capital": "capital",
    "seat": "seat",
    "seat-foreign": "seat",
}
_HOUSES = {"seat-mil": ("GOV", "MIL"), "seat-leg": ("LEG",)}


def _extend(builder: _Builder, files: Sequence[Path]) -> None:
    from dragoman.extension import read_extension  # noqa: PLC0415 - most have no file of their own
    from dragoman.ontology import load_ontology  # noqa: PLC0415

    ontology = load_ontology()
    contexts = [context.name for context in ontology.contexts]
    # All files are checked before the first of them is used.
    for extension in [read_extension(path, builder.made.states, ontology.sectors, contexts) for path in files]:
        builder.extend(extension)


def _roster(made: Gazetteer, own: Sequence[dict[str, Any]]) -> Roster:
    """Read the persons, who hold their offices in the states and bodies of a gazetteer."""
    return load_roster(made.states, {b.name: (b.kind, b.code, b.sectors) for b in made.bodies.values()}, own)


def _agenda(own: Sequence[dict[str, Any]]) -> Agenda:
    """Read the disputes, a user's own in place of the package's of the same name."""
    made = Agenda()
    try:
        for records, put in ((read_table("disputes.toml")[0]["dispute"], made.names.add), (own, made.names.replace)):
            for record in records:
                parties = tuple(sorted(record["parties"]))
                dispute = Dispute(record["id"], record["name"], parties, record.get("kind", "territorial"))
                made.disputes[dispute.id] = dispute
                for name in (dispute.name, *record.get("aliases", ())):
                    put(name, dispute)
    except KeyError as error:
        message = f"data/disputes.toml: {error}; install dragoman again"
        raise DataError(message) from error
    return made


def _digest(extensions: Sequence[str]) -> str:
    """Give the SHA-256 of all that readings depend on: the package's tables, and the digests of a user's own."""
    import hashlib  # noqa: PLC0415 - wanted once a process, if at all

    made = hashlib.sha256()
    for name in (*TABLES, *ROSTER_TABLES):
        made.update(read_bytes(name))
    made.update("".join(extensions).encode())
    return made.hexdigest()


def load_gazetteer(*files: Path) -> Gazetteer:
    """Read and index the tables, once a process for the same content.

    Args:
        files: a user's own tables, on top of the package's; a later one on top of an earlier one.

    Raises:
        DataError: a table of the package lacks a column or names a state that is not there.
        InputError: a user's file is faulty; the message names file and line.
    """
    return _load(tuple((path.resolve(), _version(path)) for path in files))


def _version(path: Path) -> tuple[int, int]:
    """Give what changes with a file: its time and size; nothing for one that is not there, which the reader reports."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@functools.lru_cache(maxsize=4)
def _load(versions: tuple[tuple[Path, tuple[int, int]], ...]) -> Gazetteer:
    files = [path for path, _ in versions]
    builder = _Builder()
    # Tens of thousands of values that stay: looking for garbage among them takes a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        builder.states()
        builder.state_names()
        builder.predecessors()
        builder.regions()
        builder.bodies()
        builder.capitals()
        builder.roles()
        builder.namesakes()
    except (KeyError, ValueError) as error:
        message = f"{builder.source.where}: {error}; install dragoman again"
        raise DataError(message) from error
    finally:
        if collecting:
            gc.enable()
    made = builder.made
    if files:
        _extend(builder, files)
    made.fingerprint = functools.cache(lambda: _digest(builder.extensions))
    made.lexicon.build()
    # Persons are most of the names, and many phrases name none: they are read when a phrase may.
    made.agenda = functools.cache(lambda: _agenda(builder.own_disputes))
    made.people = functools.cache(lambda: _roster(made, builder.holders))
    return made
