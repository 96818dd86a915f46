"""Read and validate the written corpus: `python train/corpus.py [FILE ...]` checks files and prints counts.

The form is described in `corpus/FORM.md`. Reading is strict: a passage with a fault is reported with file and line and
left out, and the exit code is 1.
"""

from __future__ import annotations

import collections
import pathlib
import re
import sys
import tomllib
from dataclasses import dataclass, field

CORPUS = pathlib.Path(__file__).parent / "corpus"
# Held apart by brief: whole files, never trained on.
DEVELOPMENT = ("dev", "dev-articles")

TYPES = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
PLOVER = tomllib.loads((pathlib.Path(__file__).parents[1] / "src" / "dragoman" / "data" / "plover.toml").read_text(encoding="utf-8"))
MODES = {kind["name"]: frozenset(mode["name"] for mode in kind.get("mode", ())) for kind in PLOVER["type"]}
CONTEXTS = frozenset(context["name"] for context in PLOVER["context"])
ABOUT_AN_ACT = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN"})
MODALITIES = ("past", "ongoing", "intended", "hypothetical")
POLARITIES = ("affirmed", "negated")
ASPECTS = ("act", "standing")
TAG = re.compile(r"\[(?:([ascqe])(\d+)|([pdx])(\d*)) ")
EVENT = re.compile(
    r"= e(\d+) (a\d+(?:\+a\d+)*) (>|<>) ?(a\d+(?:\+a\d+)*|-|) ?([A-Z]+)(?:/([A-Z]+))? (\w+) (\w+) (\w+)((?: (?:mode|ctx|denied):[\w,+-]+)*)$"
)
POSITION = re.compile(r"~ (a\d+) (supports|opposes|neutral) x(\d+) (a\d+|-) (declared|ascribed|joint)$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span: `kind` is one of a p d x s c q e, `number` its identity (0 where none), offsets are code points."""

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


@dataclass(frozen=True, slots=True)
class PositionLine:
    """A stance: holder and beneficiary by actor number (0 for none), the matter by the number of its `x` mark."""

    holder: int
    stance: str
    matter: int
    beneficiary: int
    basis: str


@dataclass(slots=True)
class Passage:
    """A passage as read: clean text, its marks in order of start, its events and positions."""

    name: str
    style: str
    text: str
    marks: list[Mark] = field(default_factory=list)
    events: list[EventLine] = field(default_factory=list)
    positions: list[PositionLine] = field(default_factory=list)

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


def _event(line: str, passage: Passage) -> EventLine:
    match = EVENT.match(line)
    if not match:
        raise FormError(f"event line does not parse: {line!r}")
    number, left, arrow, right, kind, act, modality, polarity, aspect, more = match.groups()
    numbers = lambda side: tuple(int(x[1:]) for x in side.split("+"))  # noqa: E731
    actors, others = numbers(left), () if right in {"-", ""} else numbers(right)
    reciprocal = arrow == "<>"
    if reciprocal:
        actors, others = actors + others, ()
        if len(actors) < 2:
            raise FormError(f"a reciprocal act needs two actors: {line!r}")
    known = {mark.number for mark in passage.of("a")}
    if missing := set(actors + others) - known:
        raise FormError(f"actors {sorted(missing)} of {line!r} are not marked")
    if int(number) not in {mark.number for mark in passage.of("e")}:
        raise FormError(f"e{number} is not marked")
    if kind not in TYPES or (act and act not in TYPES):
        raise FormError(f"unknown type in {line!r}")
    if act and kind not in ABOUT_AN_ACT:
        raise FormError(f"{kind} takes no act: {line!r}")
    if modality not in MODALITIES or polarity not in POLARITIES or aspect not in ASPECTS:
        raise FormError(f"unknown modality, polarity or aspect in {line!r}")
    if set(actors) & set(others):
        raise FormError(f"the same actor on both sides: {line!r}")
    return EventLine(int(number), actors, others, reciprocal, kind, act, modality, polarity, aspect, *_more(more, kind, known, line))


def _more(more: str, kind: str, known: set[int], line: str) -> tuple[str | None, tuple[str, ...], tuple[int, ...]]:
    """Read what an event line tells after the aspect: mode, contexts, who denies it."""
    extra = dict(item.split(":", 1) for item in more.split())
    mode, contexts = extra.get("mode"), tuple(extra["ctx"].split(",")) if "ctx" in extra else ()
    if mode and mode not in MODES.get(kind, ()):
        raise FormError(f"{kind} has no mode {mode!r}: {line!r}")
    if unknown := set(contexts) - CONTEXTS:
        raise FormError(f"no context is called {sorted(unknown)}: {line!r}")
    denied = tuple(int(x[1:]) for x in extra["denied"].split("+")) if "denied" in extra else ()
    if missing := set(denied) - known:
        raise FormError(f"actors {sorted(missing)} of {line!r} are not marked")
    return mode, contexts, denied


def _position(line: str, passage: Passage) -> PositionLine:
    match = POSITION.match(line)
    if not match:
        raise FormError(f"position line does not parse: {line!r}")
    holder, stance, matter, beneficiary, basis = match.groups()
    sides = {int(x[1:]) for x in (holder, beneficiary) if x != "-"}
    if missing := sides - {mark.number for mark in passage.of("a")}:
        raise FormError(f"actors {sorted(missing)} of {line!r} are not marked")
    if int(matter) not in {mark.number for mark in passage.of("x")}:
        raise FormError(f"x{matter} is not marked")
    return PositionLine(int(holder[1:]), stance, int(matter), 0 if beneficiary == "-" else int(beneficiary[1:]), basis)


def _passage(head: str, lines: list[str], stem: str) -> Passage:
    parts = head.lstrip("# ").split()
    if len(parts) < 2:
        raise FormError(f"head needs a number and a style: {head!r}")
    body = [line for line in lines if not line.startswith(("=", "~"))]
    text, marks = unmark("\n\n".join(body))
    if not text:
        raise FormError("no text")
    passage = Passage(f"{stem}:{parts[0]}", parts[1], text, marks)
    passage.events.extend(_event(line, passage) for line in lines if line.startswith("="))
    passage.positions.extend(_position(line, passage) for line in lines if line.startswith("~"))
    told = {mark.number for mark in passage.of("e")}
    if spare := told - {event.number for event in passage.events}:
        raise FormError(f"marks e{sorted(spare)} have no event line")
    sources = {mark.number for mark in passage.of("s")} | {mark.number for mark in passage.of("q")}
    if sources - {mark.number for mark in passage.of("c")}:
        raise FormError("an attribution has no cue")
    return passage


def read(path: pathlib.Path) -> tuple[list[Passage], list[str]]:
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
            if not block[0][1].startswith("#"):
                raise FormError("a passage begins with '#'")
            if late := next((n for n, x in block[1:] if x.startswith("#")), None):
                raise FormError(f"a blank line is missing before line {late}")
            passages.append(_passage(block[0][1], [x for _, x in block[1:]], path.stem))
        except FormError as error:
            faults.append(f"{path.name}:{block[0][0]}: {error}")
        block = []
    return passages, faults


def load(*, development: bool = False) -> list[Passage]:
    """Give all passages of the training part, or of the development part."""
    return [passage for path in sorted(CORPUS.glob("*.txt")) if (path.stem in DEVELOPMENT) == development for passage in read(path)[0]]


def sentences(text: str) -> int:
    """Count sentences roughly: ends of sentences in clean text."""
    return max(1, len(re.findall(r"[.!?][\"”')]*(?:\s|$)", text)))


def main(arguments: list[str]) -> int:
    """Validate files and print what they hold."""
    paths = [pathlib.Path(x) for x in arguments] or sorted(CORPUS.glob("*.txt"))
    faults: list[str] = []
    seen: dict[str, str] = {}
    total: collections.Counter[str] = collections.Counter()
    types: collections.Counter[str] = collections.Counter()
    for path in paths:
        passages, bad = read(path)
        faults += bad
        for passage in passages:
            key = re.sub(r"\W+", " ", passage.text).casefold()
            if key in seen:
                faults.append(f"{passage.name}: the same text as {seen[key]}")
            seen[key] = passage.name
            total["passages"] += 1
            total["sentences"] += sentences(passage.text)
            total["without events"] += not passage.events
            total["attributions"] += len({mark.number for mark in passage.of("c")})
            for event in passage.events:
                types[event.type] += 1
                total[event.modality] += 1
                total[event.polarity] += 1
                total[event.aspect] += 1
                total["with a mode"] += event.mode is not None
            total["positions"] += len(passage.positions)
    print(*faults, sep="\n")
    print(f"{len(faults)} faults;", ", ".join(f"{count} {name}" for name, count in total.items()))
    print(", ".join(f"{name} {types[name]}" for name in TYPES))
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
