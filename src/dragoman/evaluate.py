"""How well whole articles are read: text in, event tuples out, against articles annotated in the corpus form.

A tuple is (state or body of a doer, type, state or body of another side, modality, polarity); an event gives one for each of
its dyads, a reciprocal one each pair once, and an act with no other side one with nobody. Each counts once an article. An
event that has a side without a code gives none. The other figures are of matched events: an event found is matched with the
annotated one of the same type that shares a dyad with it, of several with the one told in the same words.
"""

from __future__ import annotations

import hashlib
import itertools
import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.errors import InputError
from dragoman.goldform import read_passages
from dragoman.models import Article
from dragoman.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dragoman.goldform import EventLine, Passage
    from dragoman.models import Actor, Event, Reading

__all__ = [
    "Figure",
    "Read",
    "article_of",
    "calibration_error",
    "differences",
    "digest_of",
    "event_tuples",
    "figures",
    "found_pairs",
    "gold_tuples",
    "load_gold",
    "macro_f1",
    "read_gold",
    "uncoded",
]

ROUNDS = 1000
"""Of the bootstrap over articles; its intervals hold 95 of 100."""
BINS = 10
"""Of the expected calibration error, equally wide."""

Tuple = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """An annotated article and what was read in it."""

    gold: Passage
    reading: Reading


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its value, its interval where one makes sense, of how many cases it is."""

    value: float
    low: float | None
    high: float | None
    cases: int


def load_gold(paths: Iterable[Path]) -> list[Passage]:
    """Read annotated articles that say what their actors are.

    Raises:
        InputError: a file is missing, or holds a faulty passage or one without `@` lines for the sides of its events.
    """
    made: list[Passage] = []
    for path in paths:
        try:
            passages, faults = read_passages(path)
        except OSError as error:
            message = f"{path}: {error.strerror}"
            raise InputError(message) from error
        except UnicodeDecodeError as error:
            message = f"{path}: is not UTF-8 ({error.reason} at byte {error.start})"
            raise InputError(message) from error
        for passage in passages:
            unknown = {n for e in passage.events for n in (*e.actors, *e.recipients)} - set(passage.codes)
            if unknown:
                faults.append(f"{passage.name}: no `@` line says what actors {sorted(unknown)} are")
        if faults:
            raise InputError("; ".join(faults[:5]))
        made += passages
    return made


def digest_of(paths: Iterable[Path]) -> str:
    """Give the SHA-256 over the names and bytes of files."""
    made = hashlib.sha256()
    for path in sorted(paths, key=lambda p: p.name):
        made.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return made.hexdigest()


def read_gold(passages: Sequence[Passage], pipeline: Callable[[Article], Reading]) -> list[Read]:
    """Read the articles."""
    return [Read(p, pipeline(article_of(p))) for p in passages]


def article_of(passage: Passage) -> Article:
    """Give a passage as an article to be read."""
    return Article(id=passage.name, text=passage.text, language="en", published=passage.published or None)


def _pairs(doers: Sequence[str | None], others: Sequence[str | None], *, reciprocal: bool) -> set[tuple[str, str]]:
    """Give the dyads by code; none where a side has no code."""
    if None in doers or None in others:
        return set()
    codes = [str(x) for x in doers]
    if reciprocal:
        return {(min(a, b), max(a, b)) for a, b in itertools.combinations(codes, 2)}
    return {(a, b) for a in codes for b in (map(str, others) if others else ("",))}


def _code(actor: Actor) -> str | None:
    return actor.state or actor.code


def found_pairs(event: Event, actors: Mapping[str, Actor]) -> set[tuple[str, str]]:
    """Give the dyads of an event by code; none where a side has no code."""
    return _pairs([_code(actors[a]) for a in event.actors], [_code(actors[a]) for a in event.recipients], reciprocal=event.reciprocal)


def _gold_pairs(event: EventLine, passage: Passage) -> set[tuple[str, str]]:
    codes = {number: None if code == "-" else code for number, (code, _) in passage.codes.items()}
    return _pairs([codes[n] for n in event.actors], [codes[n] for n in event.recipients], reciprocal=event.reciprocal)


def uncoded(passage: Passage) -> list[Span]:
    """Give the words of annotated acts that have a side without a code: what is read from them cannot be judged."""
    numbers = {e.number for e in passage.events if not _gold_pairs(e, passage)}
    return [Span(m.start, m.end) for m in passage.of("e") if m.number in numbers]


def event_tuples(item: Read) -> set[Tuple]:
    """Give the tuples of a reading.

    What is read from the words of an annotated act that has a side without a code cannot be judged and is left out.
    """
    actors = {actor.id: actor for actor in item.reading.actors}
    spans = uncoded(item.gold)
    return {
        (a, e.type, b, e.modality, e.polarity)
        for e in item.reading.events
        for a, b in found_pairs(e, actors)
        if not any(s.overlaps(Span(x.start, x.end)) for s in spans for x in e.evidence if x.field == "type")
    }


def gold_tuples(passage: Passage) -> set[Tuple]:
    """Give the annotated tuples of an article."""
    return {(a, e.type, b, e.modality, e.polarity) for e in passage.events for a, b in _gold_pairs(e, passage)}


def differences(item: Read) -> Iterator[tuple[str, Tuple]]:
    """Give the tuples of an article that are "missed", then those that are "extra"."""
    wanted, found = gold_tuples(item.gold), event_tuples(item)
    yield from (("missed", one) for one in sorted(wanted - found))
    yield from (("extra", one) for one in sorted(found - wanted))


def _matches(item: Read) -> list[tuple[EventLine, Event]]:
    """Pair annotated events with found ones, each used once."""
    actors = {actor.id: actor for actor in item.reading.actors}
    spans = {m.number: Span(m.start, m.end) for m in item.gold.of("e")}
    ways = []
    for g, gold in enumerate(item.gold.events):
        wanted = _gold_pairs(gold, item.gold)
        for f, found in enumerate(item.reading.events):
            shared = wanted & found_pairs(found, actors)
            if gold.type == found.type and shared:
                told = any(spans[gold.number].overlaps(Span(e.start, e.end)) for e in found.evidence if e.field == "type")
                ways.append((not told, -len(shared), g, f))
    used_gold: set[int] = set()
    used_found: set[int] = set()
    made = []
    for _, _, g, f in sorted(ways):
        if g not in used_gold and f not in used_found:
            used_gold.add(g)
            used_found.add(f)
            made.append((item.gold.events[g], item.reading.events[f]))
    return made


def _score(right: int, found: int, wanted: int) -> tuple[float, float, float]:
    return right / max(1, found), right / max(1, wanted), 2 * right / max(1, found + wanted)


def _summed(rows: Sequence[tuple[int, int, int]]) -> tuple[float, float, float]:
    """Give precision, recall and F1 over articles of (right, found, annotated)."""
    return _score(sum(r for r, _, _ in rows), sum(f for _, f, _ in rows), sum(w for _, _, w in rows))


def _intervals(rows: Sequence[tuple[int, int, int]]) -> list[tuple[float, float]]:
    """Give the intervals of precision, recall and F1."""
    rng = random.Random(0)  # noqa: S311 - the same intervals each time
    several = [_summed(rng.choices(rows, k=len(rows))) for _ in range(ROUNDS)]
    columns = [sorted(column) for column in zip(*several, strict=True)]
    return [(column[ROUNDS // 40], column[-ROUNDS // 40]) for column in columns]


def _tuple_figures(told: Sequence[tuple[set[Tuple], set[Tuple]]], name: str, *, whole: bool, states: bool) -> dict[str, Figure]:
    """Give precision, recall and F1 of tuples: with modality and polarity or without, of two states or of all with codes."""

    def cut(tuples: set[Tuple]) -> set[tuple[str, ...]]:
        kept = {t for t in tuples if not states or (_is_state(t[0]) and _is_state(t[2]))}
        return {t if whole else t[:3] for t in kept}

    rows = []
    for gold, read in told:
        wanted, found = cut(gold), cut(read)
        rows.append((len(wanted & found), len(found), len(wanted)))
    cases = {"precision": sum(row[1] for row in rows), "recall": sum(row[2] for row in rows), "f1": sum(row[2] for row in rows)}
    parts = zip(cases.items(), _summed(rows), _intervals(rows), strict=True)
    return {f"{name} {part}": Figure(value, *interval, count) for (part, count), value, interval in parts}


def _is_state(code: str) -> bool:
    from dragoman.assembly import load_gazetteer  # noqa: PLC0415 - tables only where states are asked for

    return code in load_gazetteer().states


def macro_f1(gold: Sequence[str], found: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Give the mean of the F1 of each label that stands in the gold, and the F1 by label."""
    by_label = {}
    for label in sorted(set(gold)):
        hit = sum(g == f == label for g, f in zip(gold, found, strict=True))
        by_label[label] = 2 * hit / (sum(g == label for g in gold) + sum(f == label for f in found))
    return sum(by_label.values()) / max(1, len(by_label)), by_label


def _share(values: Sequence[bool]) -> Figure:
    return Figure(sum(values) / max(1, len(values)), None, None, len(values))


def calibration_error(rows: Sequence[tuple[float, bool]]) -> float:
    """Give the expected calibration error of confidences and whether each was right, in `BINS` bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in rows:
        bins.setdefault(min(BINS - 1, int(sure * BINS)), []).append((sure, right))
    return sum(abs(sum(s for s, _ in b) - sum(r for _, r in b)) for b in bins.values()) / max(1, len(rows))


def _calibration(items: Sequence[Read]) -> Figure:
    """Give the expected calibration error of the events' confidence: right is a tuple that stands in the gold."""
    rows = []
    for item in items:
        wanted = gold_tuples(item.gold)
        actors = {actor.id: actor for actor in item.reading.actors}
        scored = event_tuples(item)
        for event in item.reading.events:
            pairs = {(a, b) for a, b in found_pairs(event, actors) if (a, event.type, b, event.modality, event.polarity) in scored}
            if pairs:
                right = any((a, event.type, b, event.modality, event.polarity) in wanted for a, b in pairs)
                rows.append((event.confidence, right))
    return Figure(calibration_error(rows), None, None, len(rows))


def figures(items: Sequence[Read]) -> dict[str, Figure]:
    """Give all figures by name; those of tuples with modality and polarity come first."""
    told = [(gold_tuples(item.gold), event_tuples(item)) for item in items]
    made = _tuple_figures(told, "tuples of two states", whole=True, states=True)
    made |= _tuple_figures(told, "tuples", whole=True, states=False)
    made |= _tuple_figures(told, "tuples of two states without modality", whole=False, states=True)
    made |= _tuple_figures(told, "tuples without modality", whole=False, states=False)
    pairs = [pair for item in items for pair in _matches(item)]
    made["modality macro f1"] = Figure(macro_f1([g.modality for g, _ in pairs], [f.modality for _, f in pairs])[0], None, None, len(pairs))
    made["polarity macro f1"] = Figure(macro_f1([g.polarity for g, _ in pairs], [f.polarity for _, f in pairs])[0], None, None, len(pairs))
    made["asserted by"] = _share([g.asserted_by == f.asserted_by for g, f in pairs if g.asserted_by])
    made["aspect"] = _share([g.aspect == f.aspect for g, f in pairs])
    made["act"] = _share([g.act == f.act for g, f in pairs if g.act])
    made["mode"] = _share([g.mode == f.mode for g, f in pairs if g.mode])
    right = sum(len(set(g.contexts) & set(f.contexts)) for g, f in pairs)
    found, wanted = sum(len(f.contexts) for _, f in pairs), sum(len(g.contexts) for g, _ in pairs)
    made["contexts micro f1"] = Figure(_score(right, found, wanted)[2], None, None, wanted)
    dated = [(g.date, f.date) for g, f in pairs if g.date]
    made["date"] = _share([bool(f.start) and str(f.start).startswith(g) and str(f.end).startswith(g) for g, f in dated])
    made["place country"] = _share([f.place is not None and g.country == f.place.country for g, f in pairs if g.country])
    quiet = [item for item in items if not item.gold.events]
    made["articles without events that get one"] = _share([bool(item.reading.events) for item in quiet])
    made["calibration error"] = _calibration(items)
    return made | _by_type(told)


def _by_type(told: Sequence[tuple[set[Tuple], set[Tuple]]]) -> dict[str, Figure]:
    """Give precision and recall of each type's tuples, modality and polarity counted."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for gold, read in told:
        right.update(t[1] for t in gold & read)
        found.update(t[1] for t in read)
        wanted.update(t[1] for t in gold)
    made = {}
    for name in sorted(wanted | found):
        made[f"{name} precision"] = Figure(right[name] / max(1, found[name]), None, None, found[name])
        made[f"{name} recall"] = Figure(right[name] / max(1, wanted[name]), None, None, wanted[name])
    return made
