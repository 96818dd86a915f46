"""Where an event is said to have happened: the place tagged nearest to the words of the act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.models import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.gazetteer import Gazetteer
    from dragoman.models import TaggedSpan
    from dragoman.spans import Span

__all__ = ["find_place"]

# A place counts only where a preposition puts the act there: "talks in Windhoek", "shelled near the border".
_THERE = re.compile(r"\b(?:in|at|near|off|outside|inside|over|around|along|on|across)\s+(?:the\s+)?(?:[a-z]+(?:ern)?\s+){0,2}$")


def find_place(text: str, sentence: Span, words: Span, tagged: Sequence[TaggedSpan], gazetteer: Gazetteer) -> tuple[Span, Place] | None:
    """Give the place of an act and its span, or None.

    Country and position come from the gazetteer and stay empty for a place that it does not know.
    """
    here = [
        t.span
        for t in tagged
        if t.kind == "place" and sentence.holds(t.span) and _THERE.search(text[max(sentence.start, t.start - 40) : t.start])
    ]
    if not here:
        return None
    span = min(here, key=lambda s: (max(s.start - words.end, words.start - s.end), s.start))
    for found in gazetteer.find(span.of(text)):
        if found.naming not in {"adjective", "people"} and found.entity.state:
            capital = found.naming == "capital"
            position = found.entity.position if capital else None
            latitude, longitude = position or (None, None)
            return span, Place(span.of(text), found.entity.state, None, latitude, longitude)
    return span, Place(span.of(text))
