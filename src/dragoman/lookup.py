"""One phrase asked for on its own, with what stands around it."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from dragoman.gazetteer import Role
from dragoman.parts import NAME, bare
from dragoman.phrases import read_phrase, with_state
from dragoman.surroundings import look_around

if TYPE_CHECKING:
    from dragoman.gazetteer import Gazetteer
    from dragoman.phrases import Resolution
    from dragoman.surroundings import Surroundings

__all__ = ["resolve_phrase"]

TELLINGS = 20
"""Tellings of a name in a context that are looked at: who somebody is is told at the first ones."""
_APPOSED = re.compile(r",\s*((?:the\s+)?[^,.;:]{3,80})[,.;]")
_BEFORE = re.compile(r"(?:[\w'\u2019.-]+\s+){1,7}\Z")


def resolve_phrase(phrase: str, gazetteer: Gazetteer, day: str | None = None, context: str | None = None) -> Resolution:
    """Resolve one phrase on its own, as `dragoman actor` does.

    Args:
        phrase: a noun phrase, as a text has it.
        gazetteer: the tables.
        day: the day for which offices count, ISO 8601.
        context: text around it: it decides between namesakes, tells in full who is meant by a surname, and lends a role
            without a state the one state that it names.

    Returns:
        One resolution. A phrase for several ("the ministers of A and B") gives the first, with the reason `several`.
    """
    around = look_around(context, gazetteer) if context else None
    found = read_phrase(phrase, gazetteer, day, around)
    one = found[0] if len(found) == 1 else found[0]._replace(reason="several")
    if around is None or context is None or one.state or one.code:
        return one
    if one.personal or one.kind == "unknown":
        full = _told_in_full(bare(phrase, gazetteer), context, gazetteer, day, around)
        if full is not None:
            return full
    if one.role and one.reason != "ambiguous":
        # Of several states the one where it happens: "In Doha the foreign ministry summoned the Egyptian envoy."
        for states, reason in ((around.states, "state-of-the-context"), (around.places, "state-of-the-place")):
            if len(states) == 1:
                return with_state(one, states[0], reason)
    if one.candidates and len(fitting := [s for s in one.candidates if s in around.states]) == 1:
        return with_state(one, fitting[0], "state-of-the-context")
    return one


def _told_in_full(name: str, context: str, gazetteer: Gazetteer, day: str | None, around: Surroundings) -> Resolution | None:
    """Find where a context tells who somebody is: "Peru's envoy Ana Soto", "Ana Soto, Peru's envoy,"."""
    if name.isupper() or not NAME.fullmatch(name):
        return None
    pattern = rf"(?:[^\W\d_a-z][\w'\u2019-]*\s+){{0,4}}{re.escape(name)}\b"
    for match in itertools.islice(re.finditer(pattern, context), TELLINGS):
        told = [match.group()]
        if apposed := _APPOSED.match(context, match.end()):
            told.append(f"{match.group()}, {apposed[1]}")
        if (before := _BEFORE.search(context[max(0, match.start() - 100) : match.start()])) and _ends_in_role(before.group(), gazetteer):
            told.append(before.group() + match.group())
        for text in told:
            made = read_phrase(text, gazetteer, day, around)[0]
            if (made.state or made.code) and made.personal and made.personal.endswith(name):
                return made._replace(reason="full-mention")
    return None


def _ends_in_role(words: str, gazetteer: Gazetteer) -> bool:
    """Tell whether the words before a name are its bearer's office, and not a sentence that comes to the name."""
    found = gazetteer.scan(words)
    return bool(found) and isinstance(found[-1].senses[0], Role) and not words[found[-1].end :].strip()
