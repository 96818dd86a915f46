"""Persons and the offices that they held, from day to day.

A row of `data/holders.tsv` or `data/persons.tsv` is one term. What a person was on a day is read from the terms:

    in a term                              that office
    after the last term, its end checked   a former official: ELI
    after it, its end not checked          nobody can say: the office stays, with the reason `office-unchecked`
    before the first term                  no office yet
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from dragoman.tables import past_end, within

if TYPE_CHECKING:
    from dragoman.models import Rank

__all__ = ["Person", "Standing", "Term", "surnames"]

OFFICE_SECTORS: dict[str, tuple[str, ...]] = {
    "head-of-state": ("GOV",),
    "head-of-government": ("GOV",),
    "foreign": ("GOV",),
    "defence": ("GOV", "MIL"),
    "interior": ("GOV", "COP"),
    "head": (),
}
"""PLOVER sectors of the offices of `data/holders.tsv`; heads of bodies of states have none."""
OFFICIAL = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
"""Sectors whose bearers are former officials when their time is over."""
FAMILY_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM", "KHM"})
"""States of whose people the English-language press puts the family name first."""


class Term(NamedTuple):
    """A time in an office or role. `start` and `end` are ISO days, months or years, empty where open or unknown."""

    role: str
    sectors: tuple[str, ...]
    rank: Rank | None
    state: str | None
    code: str | None
    start: str = ""
    end: str = ""
    checked: bool = False
    office: str = ""

    @property
    def official(self) -> bool:
        """Tell whether it is an office of a state or of a body of states."""
        return bool(self.office) or bool(self.sectors and self.sectors[0] in OFFICIAL)


class Standing(NamedTuple):
    """What a person is on a day: state, sectors, the term that tells it, and how that was found."""

    state: str | None
    sectors: tuple[str, ...]
    term: Term
    reason: str | None


@dataclass(slots=True, eq=False)
class Person:
    """A person known by name, with their terms in order of time."""

    name: str
    state: str | None
    terms: list[Term] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def standing(self, day: str | None) -> Standing:
        """Say what the person is on a day; without one, what the last term makes of them.

        Args:
            day: ISO 8601; a month or year will do.
        """
        if day is None:
            last = max(self.terms, key=lambda t: (not t.end, t.end or t.start, t.start))
            return Standing(last.state, last.sectors, last, None) if not last.end else self._after(last)
        held = [t for t in self.terms if within(day, t.start, t.end)]
        if held:
            # Of two at once the weightier one: an office before a role, the head of a state before its minister.
            term = min(held, key=lambda t: (not t.official, _WEIGHT.get(t.rank or "", 3), _inverse(t.start)))
            return Standing(term.state, term.sectors, term, None)
        over = [t for t in self.terms if past_end(day, t.end)]
        if over:
            return self._after(max(over, key=lambda t: (t.end, t.start)))
        return Standing(self.state, (), self.terms[0], "no-office-yet")

    def _after(self, term: Term) -> Standing:
        """Say what is left of a term that is over."""
        if not term.official:
            return Standing(term.state, term.sectors, term, None)
        if term.checked:
            return Standing(self.state, ("ELI",) if self.state else (), term, "former")
        return Standing(term.state, term.sectors, term, "office-unchecked")


_WEIGHT = {"head": 0, "minister": 1, "envoy": 2}


def _inverse(start: str) -> int:
    return -int((start + "-00-00")[:10].replace("-", "") or 0) if start else 0


def surnames(person: Person) -> set[str]:
    """Give the words of a person's name by which a text calls them alone."""
    words = person.name.split()
    if len(words) < 2:
        return set(words)
    if person.state in FAMILY_FIRST:
        return {words[0]}
    made = {words[-1]}
    # "Enrique Peña Nieto" is both Peña Nieto and Nieto; "Ursula von der Leyen" is von der Leyen.
    if len(words) > 2:
        made.add(" ".join(words[1:]))
        made.add(" ".join(words[-2:]))
    return made
