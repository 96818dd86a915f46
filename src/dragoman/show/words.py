"""What the views share: a reading as sections of cards in words, the marks on its text, and text made safe to show.

All strings of a card are safe: control characters and bidirectional overrides stand as visible marks. Escaping for
HTML is the page's own work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from dragoman.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dragoman.models import (
        Actor,
        Article,
        Assessment,
        Claim,
        Date,
        Event,
        Evidence,
        Milestone,
        Position,
        Reading,
        Statement,
        Warned,
    )

__all__ = [
    "Card",
    "Fact",
    "HeadLine",
    "Mark",
    "Part",
    "Piece",
    "Quote",
    "Section",
    "clean",
    "cut",
    "event_line",
    "grouped",
    "head_lines",
    "headline",
    "label",
    "line",
    "marks",
    "missing",
    "nothing",
    "paragraphs",
    "sections",
    "shorten",
    "speakers",
]

Tone = Literal["", "sign", "good", "bad", "mute"]
Kind = Literal["event", "statement", "position", "milestone", "assessment", "actor", "warning"]

LONGEST_LABEL = 8
"""Ids longer than this (digests) are shown as a letter and a number."""
TITLE_WORDS = 12
"""So many first words stand for a title that is missing."""

SPACING = "\r\v\f\x85\u2028\u2029"
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
    "\u202a-\u202e\u2066-\u206f"  # embeddings, overrides, isolates: they reorder what stands around them
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
GAP = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of words: what it leads to (the anchor of a card), and its tone. A "sign" is ours, not the text's."""

    text: str
    to: str | None = None
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One named detail of a card."""

    label: str
    parts: tuple[Part, ...]

    @property
    def words(self) -> str:
        """The value as plain words."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the text that support a field."""

    field: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A record in words: its anchor, short label, what it is, whom it is about, details and evidence."""

    kind: Kind
    anchor: str
    label: str
    head: str
    line: tuple[Part, ...] = ()
    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    speaker: int | None = None
    tags: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """Head and line as plain words."""
        return ": ".join(filter(None, (self.head, "".join(part.text for part in self.line))))


@dataclass(frozen=True, slots=True)
class Section:
    """The records of one kind: title, the heading of the column that says what each is, and the cards."""

    kind: Kind
    title: str
    what: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that a card refers to, and in which role."""

    span: Span
    role: str
    card: Card


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that no border crosses, with the places of the spans that cover it, in their order."""

    start: int
    end: int
    covers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A field of the article's head, and why it was believed (empty where the article does not say)."""

    label: str
    value: str
    why: str


# Text


def _shown(match: re.Match[str]) -> str:
    char = match.group()
    if char in SPACING:
        return " "
    return f"<U+{ord(char):04X}>" if "\u2028" < char < "\u2070" else "\ufffd"


def clean(text: str) -> str:
    """Put visible marks for characters that steer a terminal or turn the direction of writing; keep new lines and tabs."""
    return UNSAFE.sub(_shown, text)


def line(text: str) -> str:
    """Clean a text and set it on one line."""
    return " ".join(clean(text).split())


def shorten(text: str, limit: int, ellipsis: str = "\u2026") -> str:
    """Cut a text down to `limit` characters by leaving out its middle, between words where that costs little."""
    if len(text) <= limit:
        return text
    room = max(limit - len(ellipsis) - 2, 2)
    head, tail = text[: room - room // 2], text[len(text) - room // 2 :]
    slack = room // 4
    if (at := head.rfind(" ")) >= len(head) - slack:
        head = head[:at]
    if 0 <= (at := tail.find(" ")) < slack:
        tail = tail[at + 1 :]
    return f"{head.rstrip()} {ellipsis} {tail.lstrip()}"


def paragraphs(text: str) -> tuple[Span, ...]:
    """Give the stretches between blank lines that hold more than white space."""
    borders = [0, *(at for gap in GAP.finditer(text) for at in gap.span()), len(text)]
    pairs = zip(borders[::2], borders[1::2], strict=True)
    return tuple(Span(start, end) for start, end in pairs if text[start:end].strip())


def cut(length: int, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """Cut the stretch from 0 to `length` at all borders of spans; the pieces, joined, are the whole again."""
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    for at, span in enumerate(spans):
        if span.start < length:
            opens.setdefault(span.start, []).append(at)
            closes.setdefault(min(span.end, length), []).append(at)
    borders = sorted({0, length, *opens, *closes})
    open_now: set[int] = set()
    pieces: list[Piece] = []
    for start, end in pairwise(borders):
        open_now.difference_update(closes.get(start, ()))
        open_now.update(opens.get(start, ()))
        pieces.append(Piece(start, end, tuple(sorted(open_now))))
    return tuple(pieces)


# Actors and dates


def label(actor: Actor) -> str:
    """Name an actor for a reader, with its code: "Pakistan (PAK)", "Bilal Hayee (PAK GOV)", "the West (unresolved)"."""
    if actor.kind == "unknown":
        return f"{line(actor.name)} (unresolved)"
    code = actor.code or actor.state or ""
    sectors = () if actor.kind in {"state", "igo"} else actor.sectors
    inner = line(" ".join(filter(None, (code, *sectors))))
    name = line(actor.name)
    return f"{name} ({inner})" if inner and inner != name else name


def _date(date: Date) -> str:
    if date.start is None or date.precision == "none":
        return ""
    size = {"year": 4, "month": 7}.get(date.precision, 10)
    first, last = date.start[:size], (date.end or date.start)[:size]
    basis = {"text": " (text)", "publication": " (publication)", "none": ""}[date.basis]
    return (first if first == last else f"{first} to {last}") + basis


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


# Cards


@dataclass(slots=True)
class _Names:
    """What cards need from the whole reading: the text, the actors, and where each record has its anchor."""

    text: str
    actors: Mapping[str, Actor]
    anchors: dict[tuple[Kind, str], tuple[str, str]] = field(default_factory=dict)
    colours: Mapping[str | None, int] = field(default_factory=dict)

    def register(self, kind: Kind, ids: Iterable[str]) -> None:
        letter = {"milestone": "m", "assessment": "x"}.get(kind, kind[0])
        for number, identity in enumerate(ids, 1):
            short = line(identity)
            shown = short if 0 < len(short) <= LONGEST_LABEL else f"{letter}{number}"
            self.anchors.setdefault((kind, identity), (f"{kind}-{number}", shown))

    def ref(self, kind: Kind, identity: str) -> Part:
        """Give a link to a record, or its bare id where there is no such record."""
        anchor, shown = self.anchors.get((kind, identity), (None, line(identity)))
        return Part(shown, anchor)

    def actor(self, identity: str) -> Part:
        actor = self.actors.get(identity)
        return Part(label(actor), self.anchors["actor", identity][0]) if actor else Part(line(identity))

    def state(self, code: str) -> Part:
        for actor in self.actors.values():
            if actor.kind == "state" and code in {actor.code, actor.state}:
                return self.actor(actor.id)
        return Part(line(code))

    def several(self, parts: Iterable[Part]) -> tuple[Part, ...]:
        made: list[Part] = []
        for part in parts:
            made += [Part(", "), part] if made else [part]
        return tuple(made)

    def quotes(self, pairs: Iterable[tuple[str, Span]]) -> tuple[Quote, ...]:
        made: dict[tuple[str, Span], Quote] = {}
        for name, span in pairs:
            # What lies past the text or holds no word has no place to show.
            if words := line(span.of(self.text)):
                kept = Span(span.start, min(span.end, len(self.text)))
                made.setdefault((name, kept), Quote(line(name), kept, words))
        return tuple(made.values())


def _evidence(items: Iterable[Evidence]) -> Iterator[tuple[str, Span]]:
    return ((item.field, Span(item.start, item.end)) for item in items if 0 <= item.start < item.end)


def _facts(*pairs: tuple[str, str | Part | Sequence[Part]]) -> tuple[Fact, ...]:
    """Keep those that say something."""
    made: list[Fact] = []
    for name, value in pairs:
        parts = (Part(line(value)),) if isinstance(value, str) else (value,) if isinstance(value, Part) else tuple(value)
        fact = Fact(name, parts)
        if fact.words:
            made.append(fact)
    return tuple(made)


def _sides(event: Event, names: _Names) -> tuple[Part, ...]:
    if event.reciprocal:
        made: list[Part] = []
        for identity in event.actors:
            made += [Part(" \u2194 ", tone="sign")] if made else []
            made.append(names.actor(identity))
        return tuple(made)
    doers = names.several(names.actor(identity) for identity in event.actors)
    others = names.several(names.actor(identity) for identity in event.recipients)
    return (*doers, Part(" \u2192 ", tone="sign"), *others) if others else doers


def event_line(event: Event, reading: Reading) -> str:
    """Tell the sides of an event in words: "Pakistan (PAK) → Azerbaijan (AZE)", with ↔ where both do it."""
    return "".join(part.text for part in _sides(event, _names(reading)))


def _event(event: Event, names: _Names) -> Card:
    anchor, shown = names.anchors["event", event.id]
    act = f"{event.type} to {event.act}" if event.act else event.type
    told = [Part(event.modality), Part(", ")]
    told += [Part("negated", tone="bad") if event.polarity == "negated" else Part("affirmed"), Part(f", {event.aspect}")]
    asserted = [Part(event.asserted_by)]
    asserted += [Part(", in "), names.ref("statement", event.statement)] if event.statement else []
    told_real = event.polarity == "affirmed" and event.modality != "hypothetical"
    score = "" if event.intensity is None else f", {event.intensity:+g}"
    place = event.place
    facts = _facts(
        ("told as", told),
        ("date", _date(event.date)),
        ("place", "" if place is None else f"{place.name} ({place.country})" if place.country else place.name),
        ("asserted by", asserted),
        ("denied by", names.several(names.actor(identity) for identity in event.denied_by)),
        ("quad", event.quad + score),
        ("contexts", ", ".join(event.contexts)),
        ("confidence", f"{event.confidence:.2f}"),
    )
    return Card(
        "event",
        anchor,
        shown,
        line(f"{act} ({event.mode})" if event.mode else act),
        _sides(event, names),
        facts,
        names.quotes(_evidence(event.evidence)),
        # What was denied or only imagined must not look like a hostile act that took place.
        tags=("conflict",) if "conflict" in event.quad and told_real else (),
    )


def _statement(statement: Statement, names: _Names) -> Card:
    anchor, shown = names.anchors["statement", statement.id]
    manner = "direct" if statement.direct else "indirect"
    head = f"{manner} speech" if statement.kind == "speech" else f"attitude, {manner}"
    speaker = names.actor(statement.speaker) if statement.speaker else Part("speaker not resolved", tone="mute")
    spans = [("source", span) for span in statement.source]
    spans += [("cue", span) for span in statement.cue] + [("content", span) for span in statement.content]
    spans += [("occasion", statement.occasion)] if statement.occasion else []
    inside = (Part(", inside "), names.ref("statement", statement.within)) if statement.within else ()
    colour = names.colours[statement.speaker]
    return Card("statement", anchor, shown, head, (speaker, *inside), (), names.quotes(spans), colour, (manner,))


def _position(position: Position, names: _Names) -> Card:
    anchor, shown = names.anchors["position", position.id]
    holder = names.actor(position.holder)
    side: tuple[Part, ...] = ()
    if position.beneficiary is not None:
        side = (Part(" \u2192 ", tone="sign"), names.actor(position.beneficiary))
    spans = [*_evidence(position.evidence)]
    spans = ([("formula", position.formula)] if position.formula else []) + spans
    facts = _facts(
        ("issue", position.issue.name),
        ("basis", position.basis),
        ("counterpart", names.ref("position", position.counterpart) if position.counterpart else ""),
        ("statement", names.ref("statement", position.statement) if position.statement else ""),
        ("confidence", f"{position.confidence:.2f}"),
    )
    return Card("position", anchor, shown, position.stance, (holder, *side), facts, names.quotes(spans))


def _claim(claim: Claim) -> tuple[Part, ...]:
    expected = "unknown" if claim.expected is None else _number(claim.expected)
    verdict: dict[str, Tone] = {"consistent": "good", "inconsistent": "bad", "unknown": "mute"}
    return (
        Part(f"{line(claim.text)}: stated {_number(claim.stated)}, expected {expected}: "),
        Part(claim.verdict, tone=verdict[claim.verdict]),
    )


def _milestone(milestone: Milestone, names: _Names) -> Card:
    anchor, shown = names.anchors["milestone", milestone.id]
    spans = [*_evidence(milestone.evidence)]
    for claim in milestone.claims:
        spans += [(f"claim: {name}" if name != "claim" else name, span) for name, span in _evidence(claim.evidence)]
    facts = _facts(("date", _date(milestone.date)), *(("claim", _claim(claim)) for claim in milestone.claims))
    states = names.several(names.state(code) for code in milestone.states)
    head = milestone.kind.replace("-", " ")
    return Card("milestone", anchor, shown, head, states, facts, names.quotes(spans))


def _assessment(assessment: Assessment, names: _Names) -> Card:
    anchor, shown = names.anchors["assessment", assessment.id]
    tone: Tone = {-1: "bad", 0: "mute", 1: "good"}[assessment.polarity]  # type: ignore[assignment]
    word = {-1: "negative", 0: "neutral", 1: "positive"}[assessment.polarity]
    facts = _facts(
        ("value", assessment.value),
        ("polarity", Part(word, tone=tone)),
        ("by", names.actor(assessment.by) if assessment.by else "nobody named"),
        ("statement", names.ref("statement", assessment.statement) if assessment.statement else ""),
    )
    about = names.several(names.state(code) for code in assessment.about)
    head = f"{assessment.kind}, {assessment.domain}"
    return Card("assessment", anchor, shown, head, about, facts, names.quotes(_evidence(assessment.evidence)))


def _actor(actor: Actor, names: _Names) -> Card:
    anchor, shown = names.anchors["actor", actor.id]
    facts = _facts(
        ("state", actor.state or ""),
        ("code", actor.code if actor.code and actor.code != actor.state else ""),
        ("sectors", ", ".join(actor.sectors)),
        ("role", actor.role or ""),
        ("rank", actor.rank or ""),
        ("accredited to", actor.accredited_to or ""),
        ("reason", actor.reason or ""),
    )
    spans = (("mention", span) for span in actor.mentions)
    return Card("actor", anchor, shown, line(actor.name), (Part(actor.kind),), facts, names.quotes(spans))


def _warning(number: int, warned: Warned, names: _Names) -> Card:
    message = (Part(line(warned.message)),)
    quotes = names.quotes(_evidence(warned.evidence))
    return Card("warning", f"warning-{number}", f"w{number}", line(warned.code), message, (), quotes)


def _names(reading: Reading) -> _Names:
    names = _Names(reading.article.text, {actor.id: actor for actor in reading.actors}, colours=speakers(reading))
    names.register("actor", (actor.id for actor in reading.actors))
    names.register("statement", (statement.id for statement in reading.statements))
    names.register("event", (event.id for event in reading.events))
    names.register("position", (position.id for position in reading.positions))
    names.register("milestone", (milestone.id for milestone in reading.milestones))
    names.register("assessment", (assessment.id for assessment in reading.assessments))
    return names


# The reading as a whole


def speakers(reading: Reading) -> dict[str | None, int]:
    """Give each speaker a number, in the order in which they first speak; views colour by it."""
    ordered = dict.fromkeys(statement.speaker for statement in reading.statements)
    return {speaker: number for number, speaker in enumerate(ordered)}


def sections(reading: Reading) -> tuple[Section, ...]:
    """Give all records of a reading in words, kind by kind, the empty kinds too."""
    names = _names(reading)
    warnings = (_warning(number, warned, names) for number, warned in enumerate(reading.warnings, 1))
    return (
        Section("event", "Events", "Act and sides", tuple(_event(event, names) for event in reading.events)),
        Section("statement", "Statements", "Manner and speaker", tuple(_statement(s, names) for s in reading.statements)),
        Section("position", "Positions", "Stance and holder", tuple(_position(p, names) for p in reading.positions)),
        Section("milestone", "Checks", "Milestone and states", tuple(_milestone(m, names) for m in reading.milestones)),
        Section("assessment", "Assessments", "Judgement and states", tuple(_assessment(a, names) for a in reading.assessments)),
        Section("actor", "Actors", "Name and kind", tuple(_actor(actor, names) for actor in reading.actors)),
        Section("warning", "Warnings", "Warning", tuple(warnings)),
    )


def nothing(reading: Reading) -> bool:
    """Tell whether the reading holds no record but actors and warnings."""
    return not (reading.events or reading.statements or reading.positions or reading.milestones or reading.assessments)


def missing(shown: Iterable[Section]) -> str:
    """Name the kinds of record of which there are none; empty where all are there."""
    empty = [section.title.lower() for section in shown if not section.cards and section.kind != "warning"]
    return f"None found: {', '.join(empty)}." if empty else ""


def marks(shown: Iterable[Section]) -> tuple[Mark, ...]:
    """Give each stretch of the text that a card quotes, with the role that it has there."""
    made: list[Mark] = []
    for section in shown:
        for card in section.cards:
            for quote in card.quotes:
                if section.kind == "statement":
                    role = quote.field
                elif section.kind == "event":
                    role = "act" if quote.field == "type" else "evidence"
                else:
                    role = section.kind
                made.append(Mark(quote.span, role, card))
    return tuple(made)


def grouped(quotes: Iterable[Quote]) -> tuple[tuple[str, tuple[Quote, ...]], ...]:
    """Group quotes by field; fields that rest on the same words share one group, "type, modality"."""
    fields: dict[str, list[Quote]] = {}
    for quote in quotes:
        fields.setdefault(quote.field, []).append(quote)
    joined: dict[tuple[Span, ...], tuple[list[str], list[Quote]]] = {}
    for name, items in fields.items():
        joined.setdefault(tuple(item.span for item in items), ([], items))[0].append(name)
    return tuple((", ".join(labels), tuple(items)) for labels, items in joined.values())


def headline(article: Article) -> str:
    """Give the title, or the first words where there is none."""
    if article.title and (title := line(article.title)):
        return title
    words = line(article.text[:1000]).split()
    first = " ".join(words[:TITLE_WORDS])
    return (f"{first} \u2026" if len(words) > TITLE_WORDS else first) or "(no text)"


def head_lines(article: Article) -> tuple[HeadLine, ...]:
    """Give the filled fields of the article's head, each with the places that it was believed from."""
    believed: dict[str, list[str]] = {}
    for belief in article.beliefs:
        believed.setdefault(belief.field, []).append(line(belief.source))
    values = {
        "outlet": article.outlet,
        "published": article.published,
        "updated": article.updated,
        "authors": ", ".join(article.authors),
        "wire": article.wire,
        "dateline": article.dateline,
        "language": article.language,
        "original_language": article.original_language,
        "translated_by": article.translated_by,
        "url": article.url,
        "id": article.id,
    }
    made = [HeadLine("title", "", "; ".join(believed["title"]))] if article.title and "title" in believed else []
    for name, value in values.items():
        if value:
            made.append(HeadLine(name.replace("_", " "), line(value), "; ".join(believed.get(name, []))))
    return tuple(made)
