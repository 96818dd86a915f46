"""A noun phrase taken apart: the names, roles and persons that the tables find in it, and the words that join them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from dragoman.atlas import load_atlas
from dragoman.gazetteer import Entity, Named, Role, Word
from dragoman.surroundings import settle
from dragoman.tables import within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.gazetteer import Gazetteer, Meaning
    from dragoman.lexicon import Match
    from dragoman.people import Person
    from dragoman.surroundings import Surroundings

__all__ = ["NAME", "NamePart", "Parts", "PersonPart", "RolePart", "bare", "rest", "runs", "take_apart"]

NAME = re.compile(
    r"\b[^\W\d_a-z][\w'\u2019.-]*(?:\s+(?:al-|bin|bint|ibn|de|del|della|da|dos|van|von|der|el|al|ben|abu)?\s*[^\W\d_a-z][\w'\u2019.-]*){0,4}"
)
"""A run of capitalised words, with the particles between them: what a personal name looks like."""
_EDGE = " \t\r\n\u00a0\"\u201c\u201d'\u2018\u2019.,;:"
_NUMBER = re.compile(r"[\d.,]+\Z")
# What a name before it only lends its help to is not its own: "Iran-backed militia".
_COMPOUND = re.compile(
    r"-(?:backed|installed|sponsored|funded|financed|aligned|allied|linked|trained|supplied|armed|brokered|mediated|made|built|style|speaking|"
    r"occupied|friendly|bound|based\s+[A-Z]|born\s+[A-Z])"
)


class NamePart(NamedTuple):
    """The name of an entity in a phrase."""

    start: int
    end: int
    entity: Entity
    naming: str


class RolePart(NamedTuple):
    """A role word in a phrase."""

    start: int
    end: int
    role: Role


class PersonPart(NamedTuple):
    """A personal name in a phrase, and who bears it."""

    start: int
    end: int
    people: tuple[Person, ...]


@dataclass(slots=True)
class Parts:
    """A phrase taken apart: what stands in it, each in order of the text."""

    text: str
    day: str | None
    gazetteer: Gazetteer
    around: Surroundings | None
    names: list[NamePart] = field(default_factory=list)
    roles: list[RolePart] = field(default_factory=list)
    people: list[PersonPart] = field(default_factory=list)
    words: list[tuple[int, int, Word]] = field(default_factory=list)
    tail: int = 0
    gaps: bool = False
    ambiguous: tuple[str, ...] = ()
    reason: str | None = None


def bare(phrase: str, gazetteer: Gazetteer) -> str:
    """Take off what says nothing of whom: quote marks, articles, amounts."""
    text = phrase.strip(_EDGE)
    leading, amounts = gazetteer.words["leading"], gazetteer.words["amounts"]
    while True:
        head, space, rest = text.partition(" ")
        lower = head.lower()
        if not space:
            return text
        if lower in amounts and rest[:3].lower() == "of ":
            text = rest[3:].lstrip()
        elif lower in leading or _NUMBER.match(head):
            text = rest.lstrip()
        else:
            return text


def take_apart(text: str, gazetteer: Gazetteer, day: str | None, around: Surroundings | None) -> Parts:
    """Search the phrase once and sort what is found."""
    parts = Parts(text, day, gazetteer, around)
    comma = text.find(",")
    parts.tail = comma if comma > 0 else len(text)
    lower = text == text.lower()
    matches = gazetteer.scan(text, lower=lower)
    parts.gaps = _has_gaps(text, matches, lower=lower)
    if parts.gaps:
        matches = _with_people(parts, matches, lower=lower)
    for match in matches:
        start, end, senses = match
        one = senses[0]
        if isinstance(one, Named):
            _add_name(parts, match)
        elif isinstance(one, Role):
            if not _is_surname(parts, start, end):
                parts.roles.append(RolePart(start, end, one))
        elif one.kind == "tail":
            parts.tail = min(parts.tail, start)
        else:
            parts.words.append((start, end, one))
    if parts.gaps and not parts.names and not parts.people:
        _add_misspelt(parts)
    if len(parts.names) > 1:
        _join_places(parts)
    return parts


def _is_surname(parts: Parts, start: int, end: int) -> bool:
    """Tell whether a role word is the end of a personal name that follows an office: "spokesman Zabihullah Mujahid"."""
    text = parts.text
    if end != len(text) or not parts.roles or not text[start].isupper():
        return False
    given = re.search(r"[^\W\d_]+ \Z", text[parts.roles[-1].end : start])
    return given is not None and given[0][0].isupper()


def _join_places(parts: Parts) -> None:
    """Read "Paris, Texas" as the one place that it is: what stands before the comma lies in the part of a state after it."""
    for one, two in itertools.pairwise([*parts.names]):
        between = parts.text[one.end : two.start]
        placed = between.strip() == "," and two.entity.kind == "part" and one.naming in {"capital", "town", "name", "seat"}
        if placed and one.entity.state != two.entity.state:
            parts.names.remove(one)


def _add_misspelt(parts: Parts) -> None:
    """Read a word that begins the phrase as a state's, if it is one but for a letter."""
    word = re.match(r"[^\W\d_]+", parts.text)
    named = parts.gazetteer.misspelt(word[0]) if word and word[0][0].isupper() else None
    if word is not None and load_atlas().find(word[0]):
        return  # "Columbia police": a name of its own
    if named is not None and word is not None:
        parts.names.append(NamePart(0, word.end(), named.entity, named.naming))
        parts.reason = "misspelt"


def _has_gaps(text: str, matches: list[Match[Meaning]], *, lower: bool) -> bool:
    """Tell whether there are words that the tables do not know and that may be a name."""
    at = 0
    for start, end, _ in (*matches, (len(text), 0, ())):
        if start > at:
            gap = text[at:start]
            if gap != gap.lower() or (lower and any(c.isalpha() for c in gap.replace("'s", ""))):
                return True
        at = end
    return False


def _with_people(parts: Parts, matches: list[Match[Meaning]], *, lower: bool) -> list[Match[Meaning]]:
    """Note the persons that a phrase names in full, and drop what was found inside their names."""
    people = parts.gazetteer.people().find(parts.text, lower=lower)
    for start, end, senses in people:
        if any(m.start <= start and end <= m.end for m in matches):
            continue  # "the Nelson Mandela Foundation" is no person
        parts.people.append(PersonPart(start, end, senses))
        # A title that the tables have as part of a name is read all the same: "Crown Prince Salman".
        matches = [m for m in matches if m.end <= start or m.start >= end or (m.start == start and isinstance(m.senses[0], Role))]
    return matches


def _add_name(parts: Parts, match: Match[Meaning]) -> None:
    start, end, senses = match
    text = parts.text
    if start and text[start - 1] == "-" and text[:start].rstrip("-").lower().endswith(("pro", "anti", "non")):
        return
    if end < len(text) and text[end] == "-" and _COMPOUND.match(text, end):
        return
    named = [s for s in senses if isinstance(s, Named)]
    if named[0].among:
        _add_namesake(parts, match, named[0])
        return
    states = tuple(dict.fromkeys(s.entity.state or s.entity.name for s in named))
    chosen = named[0]
    if len(states) > 1:
        # One name of several bodies: a state told beside it decides.
        near = {n.entity.state for n in parts.names}
        fitting = [s for s in named if s.entity.state in near]
        if fitting:
            chosen = fitting[0]
        else:
            parts.ambiguous = states
    naming = chosen.naming
    entity = chosen.entity
    if naming == "capital" and entity.end and not (parts.day and within(parts.day, entity.start, entity.end)):
        naming = "town"  # a former capital stands for the government of its time only
    if naming == "capital" and not start and re.match(r"\s+[A-Z][a-z]+", text[end:]):
        if not any(isinstance(m.senses[0], Role) for m in parts.gazetteer.scan(text[end:])):
            return  # only a part of a longer name: "Paris Saint-Germain"
    elif chosen.entity.kind in {"organisation", "group"} and _is_rest(parts, start):
        return  # "the Liberal Democratic Party" is not the Democratic Party
    parts.names.append(NamePart(start, end, chosen.entity, naming))


def _is_rest(parts: Parts, start: int) -> bool:
    """Tell whether the word before a name is written like a part of it and means nothing by itself."""
    word = re.search(r"([A-Z][\w'\u2019-]+) \Z", parts.text[:start])
    if word is None or word.start() == 0 or word[1].endswith(("'s", "\u2019s", "s'", "s\u2019")):
        return False
    ends = {n.end for n in parts.names} | {r.end for r in parts.roles}
    return start - 1 not in ends


def _add_namesake(parts: Parts, match: Match[Meaning], named: Named) -> None:
    """Add a name that several things share, as what the phrase or the article makes of it."""
    near = {s.entity.state for m in parts.gazetteer.scan(parts.text) for s in m.senses[:1] if isinstance(s, Named) and not s.among}
    near |= {person.state for item in parts.people for person in item.people}
    chosen, candidates = settle(named.among, parts.around, near, parts.text)
    entity = named.entity
    if chosen is None:
        parts.ambiguous = candidates
        entity = Entity("part", named.among[0].name, candidates[0], candidates[0])
    elif chosen.state is None:
        return
    elif chosen.state != entity.state:
        whole = parts.gazetteer.states[chosen.state]
        entity = whole if chosen.whole else Entity("part", chosen.name, chosen.state, chosen.state)
    if chosen is not None and not chosen.usual:
        parts.reason = "namesake"
    parts.names.append(NamePart(match.start, match.end, entity, named.naming))


def runs(parts: Parts) -> Iterator[tuple[int, str]]:
    """Give the runs of capitalised words that nothing in the tables explains, with their places."""
    masked = list(parts.text)
    for start, end, _ in (*((n.start, n.end, n) for n in parts.names), *parts.roles, *parts.people, *parts.words):
        masked[start:end] = "_" * (end - start)
    blank = "".join(masked).replace("'s", "__").replace("\u2019s", "__")
    for match in NAME.finditer(blank):
        run = match.group().strip(" .-_'\u2019")
        if len(run) > 1 and run.lower() not in parts.gazetteer.words["not_names"] and not (run.isupper() and len(run) < 4):
            yield match.start(), run


_FILLER = re.compile(r"['\u2019]s?\b|\b(?:and|the|or|both)\b|[,&/\s_-]|['\u2019]")


def rest(parts: Parts) -> str:
    """Give what a phrase holds beside its names, without what only joins them."""
    masked = list(parts.text)
    for name in parts.names:
        masked[name.start : name.end] = "_" * (name.end - name.start)
    return _FILLER.sub("", "".join(masked))
