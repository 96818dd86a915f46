"""What an article tells around a phrase: the states it names, where it was written, what speaks for which namesake."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.lexicon import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dragoman.gazetteer import Gazetteer, Namesake
    from dragoman.spans import Span

__all__ = ["Surroundings", "look_around", "settle"]

DATELINE_WEIGHT = 2
"""What a dateline in a state counts for a namesake there, in cue words. By hand, as the next; rerun tests/test_namesakes.py."""
OUTLET_WEIGHT = 1
"""The same for an outlet of that state."""


@dataclass(slots=True)
class Surroundings:
    """What stands around a phrase.

    `states` are those named, the most often named first (alpha-3); `dateline` and `outlet` the states of both; `zone` the
    time zone of the dateline (IANA); `places` the states of what stands after "in", "at" and the like.
    """

    words: str = " "
    states: tuple[str, ...] = ()
    dateline: str | None = None
    outlet: str | None = None
    zone: str | None = None
    places: tuple[str, ...] = ()
    _settled: dict[tuple[Namesake, ...], tuple[Namesake | None, tuple[str, ...]]] = field(default_factory=dict)


def look_around(
    text: str, gazetteer: Gazetteer, *, dateline: str | None = None, outlet: str | None = None, url: str | None = None
) -> Surroundings:
    """Gather what an article tells.

    Args:
        text: its text.
        gazetteer: the tables.
        dateline: the place at the head of its first paragraph.
        outlet: who published it; the state is read from its name or, failing that, from the end of the URL's host.
        url: where it stands.
    """
    found = gazetteer.find(text)
    counts = Counter(f.entity.state for f in found if f.entity.state and f.entity.name not in gazetteer.loose)
    towns = tuple(_towns(text, [f.span for f in found], gazetteer, tuple(counts)))
    counts.update(towns)
    told = [
        f.entity.state for f in found if f.naming in {"name", "capital"} and _PLACED.search(text[max(0, f.span.start - 40) : f.span.start])
    ]
    places = tuple(sorted({s for s in (*told, *towns) if s}))
    states = tuple(state for state, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    written = _state_of(dateline, gazetteer, states) if dateline else None
    town = gazetteer.place(_town_name(dateline), (written,) if written else states) if dateline else None
    words = " " + " ".join(fold(text).split()) + " "
    return Surroundings(words, states, written, _outlet_state(outlet, url, gazetteer), (town.zone or None) if town else None, places)


def _town_name(dateline: str) -> str:
    """Give the town of a dateline: "KYIV, Ukraine" is written from Kyiv."""
    return re.split(r"[,/(]", dateline)[0].strip()


# A town is looked for only where a preposition says that it is a place.
_PLACED = re.compile(r"\b(?:in|near|at|from|outside|inside|across)\s+(?:the\s+)?(?:[a-z]+ern\s+)?\Z", re.IGNORECASE)
_TOWN = re.compile(r"\b(?:[Ii]n|[Nn]ear|[Aa]t|[Ff]rom|[Oo]utside)\s+((?:[A-Z][^\W\d_]+[ -]?){1,3})")


def _towns(text: str, taken: Sequence[Span], gazetteer: Gazetteer, near: Sequence[str]) -> Iterator[str]:
    """Give the states of the towns that a text names as places, each as often as it names them."""
    ends = {s.start for s in taken}
    for match in _TOWN.finditer(text):
        if match.start(1) in ends:
            continue
        words = re.split(r"(?<=[ -])", match[1])
        # "in Istanbul Police said": the longest name of a town wins.
        for count in range(len(words), 0, -1):
            name = "".join(words[:count]).strip(" -")
            state = (
                None
                if name.lower() in gazetteer.words["no_towns"] or name.lower() in gazetteer.roles
                else gazetteer.place_state(name, near)
            )
            if state:
                yield state
                break


def _state_of(place: str, gazetteer: Gazetteer, states: Sequence[str]) -> str | None:
    named = [f.entity.state for f in gazetteer.find(place) if f.entity.state]
    return named[-1] if named else gazetteer.place_state(place.split(",", maxsplit=1)[0], states)


def _outlet_state(outlet: str | None, url: str | None, gazetteer: Gazetteer) -> str | None:
    if outlet:
        named = [f.entity.state for f in gazetteer.find(outlet) if f.entity.state]
        if named:
            return named[0]
    from urllib.parse import urlsplit  # noqa: PLC0415 - a phrase has no URL

    try:
        ending = (urlsplit(url).hostname or "").rpartition(".")[2] if url else ""
    except ValueError:
        ending = ""
    return gazetteer.endings.get(ending)


def settle(
    among: tuple[Namesake, ...], around: Surroundings | None, near: Collection[str | None] = (), phrase: str = ""
) -> tuple[Namesake | None, tuple[str, ...]]:
    """Choose what a name means that several things share.

    Args:
        among: those that share it.
        around: the article, or None where there is none.
        near: states named in the same phrase; one of them decides at once.
        phrase: the phrase itself, whose words speak before the article's.

    Returns:
        The choice, or None with the states between which nothing decides.
    """
    told = [n for n in among if n.state in near and n.state]
    if len(told) == 1:
        return told[0], ()
    usual = next((n for n in among if n.usual), None)
    candidates = tuple(n.state for n in among if n.state)
    own = _best(among, [_cues(n, " " + " ".join(fold(phrase).split()) + " ") for n in among])
    if len(own) == 1:
        return own[0], ()
    if around is None:
        return usual, () if usual else candidates
    known = around._settled.get(among)  # noqa: SLF001 - the article's own memory
    if known is None:
        known = around._settled[among] = _weighed(among, around, usual, candidates)  # noqa: SLF001
    return known


def _cues(namesake: Namesake, words: str) -> int:
    return sum(f" {cue} " in words for cue in namesake.cues)


def _best(among: tuple[Namesake, ...], scores: list[int]) -> list[Namesake]:
    """Give those for which most speaks; nobody where nothing does."""
    most = max(scores)
    return [n for n, score in zip(among, scores, strict=True) if score == most] if most else []


def _weighed(
    among: tuple[Namesake, ...], around: Surroundings, usual: Namesake | None, candidates: tuple[str, ...]
) -> tuple[Namesake | None, tuple[str, ...]]:
    scores = [
        _cues(n, around.words)
        + DATELINE_WEIGHT * (n.state is not None and n.state == around.dateline)
        + OUTLET_WEIGHT * (n.state is not None and n.state == around.outlet)
        for n in among
    ]
    winners = _best(among, scores)
    if len(winners) == 1:
        return winners[0], ()
    if usual and (not winners or usual in winners):
        return usual, ()
    return None, candidates
