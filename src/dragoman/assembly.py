"""The gazetteer put together from the tables of `data/` and a user's own files.

The tables: `states.toml`, `state-names.tsv`, `predecessors.tsv`, `regions.tsv`, `bodies.tsv`, `members.tsv`, `roles.toml`,
`roles.tsv`, `holders.tsv`, `heads.tsv`, `persons.tsv`, `namesakes.tsv`, `disputes.toml`. What they hold and where it can be
looked up is told in `docs/gazetteer.md`. The order in which they are read says what a name means first.
"""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dragoman.atlas import Town, places_digest
from dragoman.errors import DataError
from dragoman.extension import read_extension
from dragoman.gazetteer import Dispute, Entity, Gazetteer, Named, Namesake, Role, Word
from dragoman.lexicon import fold
from dragoman.people import OFFICE_SECTORS, Person, Term
from dragoman.tables import Dated, dated_sectors, listed, read_bytes, read_rows, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dragoman.extension import Extension
    from dragoman.gazetteer import Naming
    from dragoman.models import Rank

__all__ = ["load_gazetteer"]


@dataclass(slots=True)
class _Builder:
    """A gazetteer being put together from its tables."""

    made: Gazetteer = field(default_factory=Gazetteer)
    digest: Any = field(default_factory=hashlib.sha256)
    persons: dict[tuple[str, str | None], Person] = field(default_factory=dict)
    records: list[dict[str, Any]] = field(default_factory=list)
    own: set[tuple[str, str | None]] = field(default_factory=set)
    by_name: dict[str, Person] = field(default_factory=dict)
    where: str = ""

    def rows(self, name: str, columns: str) -> Iterator[list[str]]:
        """Give the rows of a table, remembering which one is read."""
        rows, raw = read_rows(name, tuple(columns.split()))
        self.digest.update(raw)
        for number, cells in rows:
            self.where = f"data/{name}, line {number}"
            yield cells

    def table(self, name: str) -> dict[str, Any]:
        """Give a TOML table."""
        made, raw = read_table(name)
        self.digest.update(raw)
        self.where = f"data/{name}"
        return made

    def name(self, text: str, entity: Entity, naming: Naming, blocked: tuple[Sequence[str], Sequence[str]] = ((), ())) -> None:
        """Add one name of an entity."""
        self.made.lexicon.add(text, Named(entity, naming), None, *blocked)

    def states(self) -> None:
        self.records = self.table("states.toml")["state"]
        for record in self.records:
            position = (record["latitude"], record["longitude"]) if "latitude" in record else None
            entity = Entity("state", record["name"], record["code"], record["code"], (), record["capital"] or None, position)
            self.made.states[record["code"]] = entity
            ending = record["iso2"].lower()
            if ending not in SOLD_ENDINGS:
                self.made.endings["uk" if ending == "gb" else ending] = record["code"]
            blocked = tuple(record.get("not_after", ())), tuple(record.get("not_before", ()))
            for name in (record["name"], record["official"], *record["names"]):
                self.name(name, entity, "name", blocked)
            self.adjectives(record.get("adjectives", ()), record.get("people", ()), entity, blocked)
            for seat in record.get("seats", ()):
                self.name(seat, entity, "seat")

    def capitals(self) -> None:
        """Add the capitals, after all that is a state or a part of one: "Luxembourg", "Singapore" are the states first."""
        for record in self.records:
            if record["capital"]:
                blocked = tuple(record.get("not_after", ())), tuple(record.get("not_before", ()))
                self.name(record["capital"], self.made.states[record["code"]], "capital", blocked)

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
        for code, kind, value, after, before, _start, _end, _see in self.rows(
            "state-names.tsv", "code field value not_after not_before from to see"
        ):
            entity = self.state(code)
            blocked = listed(after), listed(before)
            if kind == "adjective":
                self.adjectives([value], (), entity, blocked)
            elif kind in _HOUSES:
                house = replace(entity, sectors=_HOUSES[kind])
                self.made.lexicon.replace(value, Named(house, "seat"), None, *blocked)
            else:
                self.name(value, entity, _NAMINGS[kind], blocked)

    def predecessors(self) -> None:
        for name, names, adjectives, people, capital, successor, start, end, _see in self.rows(
            "predecessors.tsv", "name names adjectives people capital successor from to see"
        ):
            entity = Entity("state", name, self.state(successor).state, successor, (), capital or None, start=start, end=end)
            for text in (name, *listed(names)):
                self.name(text, entity, "name")
            self.adjectives(listed(adjectives), listed(people), entity)

    def regions(self) -> None:
        for name, names, state, _kind, sectors, adjectives, people, after, before, _see in self.rows(
            "regions.tsv", "name names state kind sectors adjectives people not_after not_before see"
        ):
            entity = Entity("part", name, self.state(state).state, state, tuple(sectors.split()))
            blocked = listed(after), listed(before)
            for text in (name, *listed(names)):
                self.name(text, entity, "name", blocked)
            self.adjectives(listed(adjectives), listed(people), entity, blocked)

    def bodies(self) -> None:
        for name, names, kind, code, state, sectors, start, end, _seat, after, before, _see in self.rows(
            "bodies.tsv", "name names kind code state sectors from to seat not_after not_before see"
        ):
            if state:
                self.state(state)
            dated = dated_sectors(sectors)
            still = tuple(d.value for d in dated)
            several = dated if any(d.start or d.end for d in dated) else ()
            entity = Entity(kind, name, state or None, code or None, still, None, None, several, start, end)  # type: ignore[arg-type]
            self.made.bodies[name] = entity
            for text in (name, *listed(names)):
                blocked = listed(after), listed(before)
                if any(isinstance(s, Named) and s.naming == "seat" for s in self.made.lexicon.known(text)):
                    self.made.lexicon.replace(text, Named(entity, "alias"), None, *blocked)  # "the Knesset" is more than its house
                else:
                    self.name(text, entity, "alias", blocked)
        self.members()

    def members(self) -> None:
        for name, members in self.rows("members.tsv", "organisation members"):
            made = []
            for item in listed(members):
                state, _, span = item.partition(":")
                start, _, end = span.partition("..")
                if state not in OTHER_MEMBERS:
                    self.state(state)
                made.append(Dated(state, start, end))
            self.made.memberships[name] = tuple(made)

    def roles(self) -> None:
        table = self.table("roles.toml")
        self.made.words = {key: frozenset(value) for key, value in table.items()}
        weak = self.made.words["weak"]
        for kind in ("former", "acting", "designate", "deputy", "title", "tail"):
            for word in table[kind]:
                self.made.lexicon.add(word.strip("-"), Word(kind, word), "any")
        for phrase, plural, kind, sectors, rank, state in self.rows("roles.tsv", "phrase plural kind sectors rank state"):
            for text, many in ((phrase, False), (plural, True)):
                if text:
                    many |= kind == "group"  # noqa: PLW2901 - a crowd is many by its one form
                    role = Role(text, kind, tuple(sectors.split()), rank or None, phrase in weak, many, state or None)  # type: ignore[arg-type]
                    self.made.roles[text] = role
                    self.made.lexicon.add(text, role, "any")

    def holders(self) -> None:
        for state, office, title, name, start, end, spellings, status in self.rows(
            "holders.tsv", "state office title name from to spellings status"
        ):
            if name != "?":
                rank: Rank = "head" if office.startswith("head") else "minister"
                term = Term(title, OFFICE_SECTORS[office], rank, state, state, start, end, status == "checked", office)
                self.person(name, self.state(state).state, spellings, term)
        for body, title, name, start, end, spellings, status in self.rows("heads.tsv", "organisation title name from to spellings status"):
            if name != "?":
                entity = self.made.bodies[body]
                own = entity.sectors if entity.kind != "igo" else ()
                term = Term(title, own, "head", None, entity.code, start, end, status == "checked", "head")
                self.person(name, None, spellings, term)
        for name, spellings, state, sectors, role, start, end, status, _see in self.rows(
            "persons.tsv", "name spellings state sectors role from to status see"
        ):
            code = self.state(state).state if state else None
            term = Term(role, tuple(sectors.split()), None, code, code, start, end, status == "checked")
            self.person(name, code, spellings, term)

    def person(self, name: str, state: str | None, spellings: str, term: Term) -> None:
        """Add a term to the person of that name and state, who is made when first met."""
        key = fold(name), state
        person = self.persons.get(key)
        if person is None and state is None:
            # The head of a body of states is often known as somebody of a state before.
            person = self.by_name.get(key[0])
        if person is None:
            person = self.persons[key] = self.by_name[key[0]] = Person(name, state)
            self.made.people.append(person)
        person.terms.append(term)
        for text in (name, *listed(spellings)):
            if text not in person.names:
                person.names.append(text)

    def names_of_people(self) -> None:
        """Add the names of persons last: what is a state or a body is that first."""
        for person in self.persons.values():
            person.terms.sort(key=lambda t: (t.start, t.end))
            for text in person.names:
                for form in _forms(text):
                    if " " in form or "-" in form:
                        self.made.lexicon.add(form, person, "capital")

    def namesakes(self) -> None:
        """Mark the names that several things share; a name that no other table has is added with no state of its own."""
        made: dict[str, list[Namesake]] = {}
        for name, state, usual, cues in self.rows("namesakes.tsv", "name state usual cues"):
            code = self.state(state).state if state else None
            made.setdefault(name, []).append(Namesake(name, code, tuple(fold(c).strip() for c in listed(cues)), usual == "yes"))
        for name, several in made.items():
            self.made.loose.add(name)
            known = next((s for s in self.made.lexicon.known(name) if isinstance(s, Named)), None)
            home = next((n.state for n in several if n.usual), None)
            fresh = Named(self.made.states[home] if home else Entity("part", name, None, None), "name")
            self.made.lexicon.replace(name, (known or fresh)._replace(among=tuple(several)))

    def disputes(self) -> None:
        for record in self.table("disputes.toml")["dispute"]:
            self.dispute(Dispute(record["id"], record["name"], tuple(sorted(record["parties"])), record["kind"]), record["aliases"])

    def dispute(self, dispute: Dispute, aliases: Sequence[str]) -> None:
        self.made.disputes[dispute.id] = dispute
        for name in (dispute.name, *aliases):
            self.made.dispute_names.add(name, dispute)

    def extend(self, extension: Extension) -> None:
        """Put a user's records on top: what they name no longer means what the package's tables say."""
        self.digest.update(extension.digest.encode())
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
                self.own_holder(values)
            elif record.table == "place":
                for text in (values["name"], *values.get("names", ())):
                    town = Town(values["name"], values["state"], float(values["latitude"]), float(values["longitude"]), "", 0, 0)
                    self.made.places[fold(text).strip()] = town
            elif record.table == "dispute":
                parties = tuple(sorted(values["parties"]))
                dispute = Dispute(values["id"], values["name"], parties, values.get("kind", "territorial"))
                self.made.disputes[dispute.id] = dispute
                for text in (dispute.name, *values.get("aliases", ())):
                    self.made.dispute_names.replace(text, dispute)
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

    def own_holder(self, values: dict[str, Any]) -> None:
        office = values.get("office", "")
        sectors = tuple(values.get("sectors", ())) or OFFICE_SECTORS.get(office, ("GOV",))
        rank: Rank | None = ("head" if office.startswith("head") else "minister") if office else None
        state, checked = values["state"], values.get("checked", False)
        term = Term(values["title"], sectors, rank, state, state, values.get("from", ""), values.get("to", ""), checked, office)
        key = fold(values["name"]), state
        if key not in self.own:
            # The user's terms of a person stand in place of the package's.
            self.own.add(key)
            self.made.people[:] = [p for p in self.made.people if p is not self.persons.get(key)]
            self.persons.pop(key, None)
        self.person(values["name"], state, "|".join(values.get("spellings", ())), term)
        person = self.persons[key]
        person.terms.sort(key=lambda t: (t.start, t.end))
        for text in person.names:
            self.made.lexicon.replace(text, person, "capital")

    def state(self, code: str) -> Entity:
        """Give a state by its code.

        Raises:
            DataError: there is none.
        """
        try:
            return self.made.states[code]
        except KeyError:
            message = f"{self.where}: no state has the code {code!r}"
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
    "capital-old": "capital",
    "seat": "seat",
    "seat-foreign": "seat",
}
_HOUSES = {"seat-mil": ("GOV", "MIL"), "seat-leg": ("LEG",)}
_INITIAL = re.compile(r"\s[A-Z]\.(?=\s)")
_ARTICLE = re.compile(r"\b[Aa]l-|\b[Ee]l-")


def _forms(name: str) -> set[str]:
    """Give a person's name as written, without middle initials, and without the Arabic article."""
    made = {name, _INITIAL.sub("", name)}
    return made | {_ARTICLE.sub("", form) for form in made}


def _extend(builder: _Builder, files: Sequence[Path]) -> None:
    from dragoman.ontology import load_ontology  # noqa: PLC0415 - most have no file of their own

    ontology = load_ontology()
    contexts = [context.name for context in ontology.contexts]
    # All files are checked before the first of them is used.
    for extension in [read_extension(path, builder.made.states, ontology.sectors, contexts) for path in files]:
        builder.extend(extension)


@functools.lru_cache(maxsize=4)
def load_gazetteer(*files: Path) -> Gazetteer:
    """Read and index the tables.

    Args:
        files: a user's own tables, on top of the package's; a later one on top of an earlier one.

    Raises:
        DataError: a table of the package lacks a column or names a state that is not there.
        InputError: a user's file is faulty; the message names file and line.
    """
    builder = _Builder()
    try:
        builder.states()
        builder.state_names()
        builder.predecessors()
        builder.regions()
        builder.bodies()
        builder.capitals()
        builder.roles()
        builder.holders()
        builder.names_of_people()
        builder.namesakes()
        builder.disputes()
    except (KeyError, ValueError) as error:
        message = f"{builder.where}: {error}; install dragoman again"
        raise DataError(message) from error
    # The word lists of the later stages change readings as well, so they count in the version.
    for name in ("reporting", "relations"):
        builder.digest.update(read_bytes(f"{name}.toml"))
    builder.digest.update(places_digest())
    made = builder.made
    if files:
        _extend(builder, files)
    made.digest = builder.digest.hexdigest()
    made.lexicon.build()
    return made
