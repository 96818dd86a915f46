"""Where an event is said to have happened: the place told nearest to the words of the act, with its country and position."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dragoman.models import Place
from dragoman.spans import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dragoman.gazetteer import Gazetteer
    from dragoman.models import TaggedSpan

__all__ = ["Signal", "find_place", "home_state", "locate", "signals"]

Signal = tuple[int, str, bool]
"""Something in a text that names a state: its offset, the state (alpha-3), whether as the place where something is."""
SALIENT = 0.5
"""Share of the most often named state's mentions that the first named one needs to be the article's home. By hand, on the
development articles: the first is right for three of four officials and crowds that are told without a state."""

# A place counts only where a preposition puts the act there: "talks in Windhoek", "shelled near the border".
_THERE = re.compile(
    r"\b(?:in|into|at|near|off|outside|inside|over|around|along|on|across|down|through|of)\s+(?:the\s+)?(?:[a-z]+(?:ern)?\s+){0,2}$"
)
# A name after a preposition of place that the encoder did not tag; "in" before a month or a role leads to no place.
_NAMED = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside)\s+(?:the\s+)?(?:(?:north|south|east|west|central)\w*\s+)?([A-Z][\w'\u2019-]+(?:\s[A-Z][\w'\u2019-]+){0,3})"
)


def find_place(
    text: str,
    sentence: Span,
    words: Span,
    tagged: Sequence[TaggedSpan],
    gazetteer: Gazetteer,
    near: Collection[str] = (),
    home: str | None = None,
) -> tuple[Span, Place] | None:
    """Give the place of an act and its span, or None.

    Args:
        text: the article's text.
        sentence: the sentence that tells the act.
        words: the words of the act.
        tagged: what the encoder tagged.
        gazetteer: the tables.
        near: the states that the article names (alpha-3): of towns of one name, one in them is meant.
        home: the state where the article is at home: a place that the tables do not know is there.

    Returns:
        The span and the place. Position stays empty for a place that the tables do not know or whose name does not tell which
        one is meant, and its country is then `home`; a state or a part of one has a country and no position.
    """
    here = [
        t.span
        for t in tagged
        if t.kind == "place" and sentence.holds(t.span) and _THERE.search(text[max(sentence.start, t.start - 40) : t.start])
    ]
    if not here:
        here = list(_untagged(text, sentence, gazetteer, near))
    if not here:
        return None
    span = min(here, key=lambda s: (max(s.start - words.end, words.start - s.end), s.start))
    place = locate(span.of(text), gazetteer, near)
    if place.country is None and home and not gazetteer.find(span.of(text)):
        place = Place(place.name, home)
    return span, place


def _untagged(text: str, sentence: Span, gazetteer: Gazetteer, near: Collection[str]) -> Iterator[Span]:
    """Give the spans of known places that a preposition stands before."""
    for match in _NAMED.finditer(text, sentence.start, sentence.end):
        words = match[1].split(" ")
        for count in range(len(words), 0, -1):
            name = " ".join(words[:count]).rstrip("'\u2019-")
            if (
                name.lower() not in gazetteer.words["no_towns"]
                and name.lower() not in gazetteer.roles
                and locate(name, gazetteer, near).country
            ):
                yield Span(match.start(1), match.start(1) + len(name))
                break


def signals(text: str, tagged: Sequence[TaggedSpan], gazetteer: Gazetteer, near: Collection[str]) -> list[Signal]:
    """Give what names a state in a text, in order: names, adjectives, capitals, and places that the encoder tagged."""
    placed = {item: country for item in tagged if item.kind == "place" and (country := locate(item.span.of(text), gazetteer, near).country)}
    taken = {at for item in placed for at in range(item.start, item.end)}
    made = [(item.start, country, True) for item, country in placed.items()]
    named = [f for f in gazetteer.find(text) if f.entity.kind != "igo" and f.span.start not in taken]
    return sorted([*made, *((f.span.start, f.entity.state, False) for f in named if f.entity.state)])


def home_state(found: Sequence[Signal]) -> str | None:
    """Give the state where an article is at home: the first that it names, or the one that it names far more often."""
    counts = Counter(state for _, state, _ in found)
    if not counts:
        return None
    first, (most, times) = found[0][1], counts.most_common(1)[0]
    return first if counts[first] >= SALIENT * times else most


def locate(name: str, gazetteer: Gazetteer, near: Collection[str] = ()) -> Place:
    """Say where a place is, as far as its name and the states around it tell.

    "Paris, Texas" lies where the name after the comma does.
    """
    head, comma, tail = name.partition(", ")
    if comma and (around := {f.entity.state for f in gazetteer.find(tail) if f.entity.state}):
        town = gazetteer.place(head, around)
        if town is not None and town.country in around:
            return Place(name, town.country, town.geonames or None, town.latitude, town.longitude)
    for found in gazetteer.find(name):
        entity = found.entity
        if found.naming in {"adjective", "people"} or entity.kind not in {"state", "part"} or entity.state is None:
            continue
        if found.naming in {"capital", "seat"}:
            break
        town = gazetteer.place(name, (entity.state,)) if entity.kind == "part" else None
        if town is not None and town.country == entity.state:
            break  # a part of a state that is named after its town
        if found.span == Span(0, len(name)) or gazetteer.place(name, near) is None:
            return Place(name, entity.state)
    town = gazetteer.place(name, near)
    if town is not None:
        return Place(name, town.country, town.geonames or None, town.latitude, town.longitude)
    for found in gazetteer.find(name) if name not in gazetteer.loose else ():
        if found.naming in {"capital", "seat"} and found.entity.state:
            position = found.entity.position if found.naming == "capital" else None
            return Place(name, found.entity.state, None, *(position or (None, None)))
    return Place(name)
