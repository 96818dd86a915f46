"""The persons of the tables, with the terms that they held, looked up by name.

`holders.tsv` has the heads and some ministers of states, `heads.tsv` the heads of bodies of states, `persons.tsv` others whom
world news know; a user's own holders stand in place of what these say of the same person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragoman.errors import DataError
from dragoman.lexicon import Lexicon, fold
from dragoman.people import OFFICE_SECTORS, Person, Term, surnames
from dragoman.tables import Source, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dragoman.lexicon import Match
    from dragoman.models import Rank

__all__ = ["ROSTER_TABLES", "Roster", "load_roster"]

ROSTER_TABLES = ("holders.tsv", "heads.tsv", "persons.tsv")
_INITIAL = re.compile(r"\s[A-Z]\.(?=\s)")
_ARTICLE = re.compile(r"\b[Aa]l-|\b[Ee]l-")


@dataclass(slots=True)
class Roster:
    """Persons by name and by surname. Immutable in use."""

    people: list[Person] = field(default_factory=list)
    names: Lexicon[Person] = field(default_factory=Lexicon)
    by_surname: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)

    def find(self, text: str, *, lower: bool = False) -> list[Match[Person]]:
        """Find persons named in full, in order of the text."""
        return self.names.find(text, lower=lower)

    def called(self, surname: str) -> tuple[Person, ...]:
        """Give the persons whom a surname may mean, in the order of the tables; "al-" and "el-" before it do not count."""
        return self.by_surname.get(fold(_ARTICLE.sub("", surname)).strip(), ())


@dataclass(slots=True)
class _Builder:
    """A roster being put together."""

    states: Collection[str]
    bodies: Mapping[str, tuple[str, str | None, tuple[str, ...]]]
    people: list[Person] = field(default_factory=list)
    persons: dict[tuple[str, str | None], Person] = field(default_factory=dict)
    aliases: dict[tuple[str, str | None], list[Person]] = field(default_factory=dict)
    by_name: dict[str, Person] = field(default_factory=dict)
    source: Source = field(default_factory=Source)

    def state(self, code: str) -> str:
        if code not in self.states:
            message = f"{self.source.where}: no state has the code {code!r}"
            raise DataError(message)
        return code

    def holders(self) -> None:
        for state, office, title, name, start, end, spellings, status in self.source.rows(
            "holders.tsv", "state office title name from to spellings status"
        ):
            if name != "?":
                rank: Rank = "head" if office.startswith("head") else "minister"
                term = Term(title, OFFICE_SECTORS[office], rank, state, state, start, end, status == "checked", office)
                self.person(name, self.state(state), spellings, term)

    def heads(self) -> None:
        for body, title, name, start, end, spellings, status in self.source.rows(
            "heads.tsv", "organisation title name from to spellings status"
        ):
            if name != "?":
                kind, code, sectors = self.bodies[body]
                own = () if kind == "igo" else sectors
                self.person(name, None, spellings, Term(title, own, "head", None, code, start, end, status == "checked", "head"))

    def others(self) -> None:
        for name, spellings, state, sectors, role, start, end, status, _see in self.source.rows(
            "persons.tsv", "name spellings state sectors role from to status see"
        ):
            code = self.state(state) if state else None
            term = Term(role, tuple(sectors.split()), None, code, code, start, end, status == "checked")
            self.person(name, code, spellings, term)

    def person(self, name: str, state: str | None, spellings: str, term: Term) -> None:
        """Add a term to the person of that name and state, who is made when first met."""
        texts = (name, *listed(spellings))
        key, others = (fold(name), state), [(fold(text), state) for text in texts[1:]]
        # One table's name may be another's spelling; two people may share a spelling ("George Bush").
        aliased = self.aliases.get(key, [])
        person = self.persons.get(key) or (aliased[0] if len(aliased) == 1 else None)
        person = person or next((p for other in others if (p := self.persons.get(other))), None)
        if person is None and state is None:
            # The head of a body of states is often known as somebody of a state before.
            person = self.by_name.get(key[0])
        if person is None:
            person = self.by_name[key[0]] = Person(name, state)
            self.people.append(person)
        self.persons.setdefault(key, person)
        for other in others:
            known = self.aliases.setdefault(other, [])
            if person not in known:
                known.append(person)
        person.terms.append(term)
        for text in texts:
            if text not in person.names:
                person.names.append(text)

    def own(self, holders: Sequence[Mapping[str, Any]]) -> list[Person]:
        """Put a user's holders in place of what the tables say of the same persons; give those persons."""
        named = {fold(values["name"]) for values in holders}
        gone = {id(p) for (name, _), p in self.persons.items() if name in named}
        self.people[:] = [p for p in self.people if id(p) not in gone]
        self.persons = {key: p for key, p in self.persons.items() if id(p) not in gone}
        self.aliases.clear()
        made: list[Person] = []
        for values in holders:
            office, state = values.get("office", ""), values["state"]
            sectors = tuple(values.get("sectors", ())) or OFFICE_SECTORS.get(office, ("GOV",))
            rank: Rank | None = ("head" if office.startswith("head") else "minister") if office else None
            dates = values.get("from", ""), values.get("to", "")
            term = Term(values["title"], sectors, rank, state, state, *dates, values.get("checked", False), office)
            self.person(values["name"], state, "|".join(values.get("spellings", ())), term)
            made.append(self.persons[fold(values["name"]), state])
        return made


def _forms(name: str) -> set[str]:
    """Give a person's name as written, without middle initials, and without the Arabic article."""
    made = {name, _INITIAL.sub("", name)} if "." in name else {name}
    return made | {_ARTICLE.sub("", form) for form in made} if "l-" in name else made


def load_roster(
    states: Collection[str], bodies: Mapping[str, tuple[str, str | None, tuple[str, ...]]], own: Sequence[Mapping[str, Any]]
) -> Roster:
    """Read and index the persons.

    Args:
        states: the codes of states.
        bodies: kind, code and sectors of each body by name.
        own: a user's holders, checked.

    Raises:
        DataError: a row names a state or body that is not there.
    """
    builder = _Builder(states, bodies)
    try:
        builder.holders()
        builder.heads()
        builder.others()
        mine = builder.own(own)
    except (KeyError, ValueError) as error:
        message = f"{builder.source.where}: {error}; install dragoman again"
        raise DataError(message) from error
    made = Roster(builder.people)
    index: dict[str, list[Person]] = {}
    for person in made.people:
        person.terms.sort(key=lambda t: (t.start, t.end))
        for text in person.names:
            for form in _forms(text):
                if " " in form or "-" in form:
                    made.names.add(form, person, "capital")
        for word in surnames(person):
            index.setdefault(fold(_ARTICLE.sub("", word)).strip(), []).append(person)
    for person in mine:
        for text in person.names:
            made.names.replace(text, person, "capital")
    made.by_surname = {word: tuple(people) for word, people in index.items()}
    made.names.build()
    return made
