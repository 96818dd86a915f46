"""Articles annotated in the corpus form: marked text in, passages out. `train/corpus/FORM.md` describes the form.

Reading is strict: a passage with a fault is reported with file and line and left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = [
    "ASPECTS",
    "MODALITIES",
    "POLARITIES",
    "AssessmentLine",
    "EventLine",
    "FormError",
    "Mark",
    "MilestoneLine",
    "Passage",
    "PositionLine",
    "read_passages",
]

MODALITIES = ("past", "ongoing", "intended", "hypothetical")
POLARITIES = ("affirmed", "negated")
ASPECTS = ("act", "standing")
ASSERTED = ("outlet", "actor", "recipient", "third", "unknown")
MILESTONES = (
    "relations-established", "relations-severed", "relations-restored", "recognition", "embassy", "treaty",
    "accession", "visit", "anniversary",
)  # fmt: skip
DOMAINS = ("political", "diplomatic", "defence", "economic", "security", "other")
TAG = re.compile(r"\[(?:([ascqemvf])(\d+)|([pdx])(\d*)) ")
EVENT = re.compile(
    r"= e(\d+) (a\d+(?:\+a\d+)*) (>|<>) ?(a\d+(?:\+a\d+)*|-|) ?([A-Z]+)(?:/([A-Z]+))? (\w+) (\w+) (\w+)"
    r"((?: (?:(?:mode|ctx|by|on):[\w,-]+|denied:a\d+(?:\+a\d+)*|at:[A-Z]{3}))*)$"
)
POSITION = re.compile(r"~ (a\d+) (supports|opposes|neutral) x(\d+) (a\d+|-) (declared|ascribed|joint)(?: f(\d+))?$")
MILESTONE = re.compile(r"\* m(\d+) ([a-z-]+) (a\d+(?:\+a\d+)*) (\d{4}(?:-\d\d){0,2}|-)$")
ASSESSMENT = re.compile(r"% v(\d+) (a\d+|-) (a\d+(?:\+a\d+)*|-) (\w+) (quality|challenge) ([+0-])$")
IDENTITY = re.compile(r"@ a(\d+) ([A-Z]{3}|-)((?: [A-Z]{3}(?:,[A-Z]{3})*)?)$")
DAY = re.compile(r"\d{4}-\d\d-\d\d$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span: `kind` is one of a p d x s c q e m v f, `number` its identity (0 where none), offsets are code points."""

    kind: str
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EventLine:
    """One act: sides by actor number; `reciprocal` acts have no recipients."""

    number: int
    actors: tuple[int, ...]
    recipients: tuple[int, ...]
    reciprocal: bool
    type: str
    act: str | None
    modality: str
    polarity: str
    aspect: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    denied_by: tuple[int, ...] = ()
    asserted_by: str | None = None
    date: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class PositionLine:
    """A stance: holder and beneficiary by actor number (0 for none), the matter by the number of its `x` mark."""

    holder: int
    stance: str
    matter: int
    beneficiary: int
    basis: str
    formula: int = 0


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A step in the relations of states: the number of its `m` mark, its kind, whose it is, the date told ("" for none)."""

    number: int
    kind: str
    states: tuple[int, ...]
    date: str


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """A judgement: the number of its `v` mark, by whom (0 for the outlet), about whom, domain, kind, `+`, `0` or `-`."""

    number: int
    by: int
    about: tuple[int, ...]
    domain: str
    kind: str
    sign: str


@dataclass(slots=True)
class Passage:
    """A passage as read: clean text, its marks in order of start, its events and what else its lines tell.

    `published` is the day of publication, "" where the head gives only a year; `codes` are state or body (or "-") and
    sectors of an actor.
    """

    name: str
    style: str
    text: str
    published: str = ""
    marks: list[Mark] = field(default_factory=list)
    events: list[EventLine] = field(default_factory=list)
    positions: list[PositionLine] = field(default_factory=list)
    milestones: list[MilestoneLine] = field(default_factory=list)
    assessments: list[AssessmentLine] = field(default_factory=list)
    codes: dict[int, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def of(self, kind: str) -> list[Mark]:
        """Give the marks of one kind."""
        return [mark for mark in self.marks if mark.kind == kind]


class FormError(ValueError):
    """A passage that does not follow the form."""


def unmark(source: str) -> tuple[str, list[Mark]]:
    """Split marked text into clean text and marks."""
    out: list[str] = []
    stack: list[tuple[str, int, int]] = []
    marks: list[Mark] = []
    length = at = 0
    while at < len(source):
        if source[at] == "[":
            tag = TAG.match(source, at)
            if not tag:
                raise FormError(f"no tag after '[' in {source[at : at + 25]!r}")
            stack.append((tag[1] or tag[3], int(tag[2] or tag[4] or 0), length))
            at = tag.end()
        elif source[at] == "]":
            if not stack:
                raise FormError(f"']' closes nothing near {source[max(0, at - 25) : at + 1]!r}")
            kind, number, start = stack.pop()
            if start == length:
                raise FormError(f"empty mark near {source[max(0, at - 25) : at + 1]!r}")
            marks.append(Mark(kind, number, start, length))
            at += 1
        else:
            out.append(source[at])
            length += 1
            at += 1
    if stack:
        raise FormError(f"mark {stack[-1][0]}{stack[-1][1] or ''} is not closed")
    text = "".join(out)
    for mark in marks:
        if text[mark.start : mark.end] != text[mark.start : mark.end].strip():
            raise FormError(f"space at the edge of mark {text[mark.start : mark.end]!r}")
    return text, sorted(marks, key=lambda m: (m.start, -m.end, m.kind))


def _numbers(side: str) -> tuple[int, ...]:
    """Read `a1+a3`, or `-` for nobody."""
    return () if side in {"-", ""} else tuple(int(x[1:]) for x in side.split("+"))


def _marked(passage: Passage, kind: str, numbers: Iterable[int], line: str) -> None:
    """Refuse a line that speaks of marks which the passage does not have."""
    if missing := set(numbers) - {mark.number for mark in passage.of(kind)}:
        raise FormError(f"{kind}{sorted(missing)} of {line!r} are not marked")


def _apart(passage: Passage, actors: tuple[int, ...], others: tuple[int, ...], line: str) -> None:
    """Refuse sides that are told only inside each other."""
    spans = {n: [m for m in passage.of("a") if m.number == n] for n in actors + others}
    for one in actors:
        for two in others:
            if all(a.start < b.end and b.start < a.end for a in spans[one] for b in spans[two]):
                raise FormError(f"a{one} and a{two} overlap: {line!r}")


def _event(line: str, passage: Passage) -> EventLine:
    match = EVENT.match(line)
    if not match:
        raise FormError(f"event line does not parse: {line!r}")
    number, left, arrow, right, kind, act, modality, polarity, aspect, more = match.groups()
    actors, others = _numbers(left), _numbers(right)
    reciprocal = arrow == "<>"
    if reciprocal:
        actors, others = actors + others, ()
        if len(actors) < 2:
            raise FormError(f"a reciprocal act needs two actors: {line!r}")
    _marked(passage, "a", actors + others, line)
    _marked(passage, "e", [int(number)], line)
    ontology = load_ontology()
    if kind not in ontology.types or (act and act not in ontology.types):
        raise FormError(f"unknown type in {line!r}")
    if act and not ontology.types[kind].about_act:
        raise FormError(f"{kind} takes no act: {line!r}")
    if modality not in MODALITIES or polarity not in POLARITIES or aspect not in ASPECTS:
        raise FormError(f"unknown modality, polarity or aspect in {line!r}")
    if set(actors) & set(others):
        raise FormError(f"the same actor on both sides: {line!r}")
    _apart(passage, actors, others, line)
    extra = dict(item.split(":", 1) for item in more.split())
    mode, contexts = extra.get("mode"), tuple(extra["ctx"].split(",")) if "ctx" in extra else ()
    if mode and mode not in {known.name for known in ontology.types[kind].modes}:
        raise FormError(f"{kind} has no mode {mode!r}: {line!r}")
    if unknown := set(contexts) - {known.name for known in ontology.contexts}:
        raise FormError(f"no context is called {sorted(unknown)}: {line!r}")
    denied = _numbers(extra.get("denied", ""))
    _marked(passage, "a", denied, line)
    by, date, country = extra.get("by"), extra.get("on"), extra.get("at")
    if by and by not in ASSERTED:
        raise FormError(f"by: takes one of {', '.join(ASSERTED)}: {line!r}")
    if date and not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", date):
        raise FormError(f"on: takes a year, a month or a day: {line!r}")
    return EventLine(
        int(number), actors, others, reciprocal, kind, act, modality, polarity, aspect, mode, contexts, denied, by, date, country
    )


def _position(line: str, passage: Passage) -> PositionLine:
    match = POSITION.match(line)
    if not match:
        raise FormError(f"position line does not parse: {line!r}")
    holder, stance, matter, beneficiary, basis, formula = match.groups()
    _marked(passage, "a", _numbers(holder) + _numbers(beneficiary), line)
    _marked(passage, "x", [int(matter)], line)
    _marked(passage, "f", [int(formula)] if formula else [], line)
    return PositionLine(int(holder[1:]), stance, int(matter), sum(_numbers(beneficiary)), basis, int(formula or 0))


def _milestone(line: str, passage: Passage) -> MilestoneLine:
    match = MILESTONE.match(line)
    if not match:
        raise FormError(f"milestone line does not parse: {line!r}")
    number, kind, states, date = match.groups()
    _marked(passage, "m", [int(number)], line)
    _marked(passage, "a", _numbers(states), line)
    if kind not in MILESTONES:
        raise FormError(f"no milestone is called {kind!r}: {line!r}")
    return MilestoneLine(int(number), kind, _numbers(states), date.strip("-"))


def _assessment(line: str, passage: Passage) -> AssessmentLine:
    match = ASSESSMENT.match(line)
    if not match:
        raise FormError(f"assessment line does not parse: {line!r}")
    number, by, about, domain, kind, sign = match.groups()
    _marked(passage, "v", [int(number)], line)
    _marked(passage, "a", _numbers(by) + _numbers(about), line)
    if domain not in DOMAINS:
        raise FormError(f"no domain is called {domain!r}: {line!r}")
    return AssessmentLine(int(number), sum(_numbers(by)), _numbers(about), domain, kind, sign)


def _identity(line: str, passage: Passage) -> tuple[int, tuple[str, tuple[str, ...]]]:
    match = IDENTITY.match(line)
    if not match:
        raise FormError(f"identity line does not parse: {line!r}")
    number, code, sectors = int(match[1]), match[2], tuple(match[3].strip().split(",")) if match[3] else ()
    _marked(passage, "a", [number], line)
    if unknown := set(sectors) - set(load_ontology().sectors):
        raise FormError(f"no sector is called {sorted(unknown)}: {line!r}")
    return number, (code, sectors)


def _passage(block: list[tuple[int, str]], stem: str) -> Passage:
    head, lines = block[0][1], [line for _, line in block[1:]]
    if not head.startswith("#"):
        raise FormError("a passage begins with '#'")
    if late := next((number for number, line in block[1:] if line.startswith("#")), None):
        raise FormError(f"a blank line is missing before line {late}")
    parts = head.lstrip("# ").split()
    if len(parts) < 2:
        raise FormError(f"head needs a number and a style: {head!r}")
    body = [line for line in lines if not line.startswith(("= ", "~ ", "* ", "% ", "@ "))]
    text, marks = unmark("\n\n".join(body))
    if not text:
        raise FormError("no text")
    published = parts[2] if len(parts) > 2 and DAY.match(parts[2]) else ""
    passage = Passage(f"{stem}:{parts[0]}", parts[1], text, published, marks)
    passage.events.extend(_event(line, passage) for line in lines if line.startswith("= "))
    passage.positions.extend(_position(line, passage) for line in lines if line.startswith("~ "))
    passage.milestones.extend(_milestone(line, passage) for line in lines if line.startswith("* "))
    passage.assessments.extend(_assessment(line, passage) for line in lines if line.startswith("% "))
    passage.codes.update(_identity(line, passage) for line in lines if line.startswith("@ "))
    told = {mark.number for mark in passage.of("e")}
    if spare := told - {event.number for event in passage.events}:
        raise FormError(f"marks e{sorted(spare)} have no event line")
    for kind, lines_of in (("m", passage.milestones), ("v", passage.assessments)):
        if spare := {mark.number for mark in passage.of(kind)} - {line.number for line in lines_of}:
            raise FormError(f"marks {kind}{sorted(spare)} have no line")
    sources = {mark.number for mark in passage.of("s")} | {mark.number for mark in passage.of("q")}
    if sources - {mark.number for mark in passage.of("c")}:
        raise FormError("an attribution has no cue")
    return passage


def read_passages(path: Path) -> tuple[list[Passage], list[str]]:
    """Read a corpus file: passages, and faults as lines `file:line: what`."""
    passages: list[Passage] = []
    faults: list[str] = []
    block: list[tuple[int, str]] = []
    for number, raw in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        line = raw.rstrip()
        if line:
            block.append((number, line))
            continue
        if not block:
            continue
        try:
            passages.append(_passage(block, path.stem))
        except FormError as error:
            faults.append(f"{path.name}:{block[0][0]}: {error}")
        block = []
    return passages, faults
