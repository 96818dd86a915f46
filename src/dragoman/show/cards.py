"""A reading in words: every record as a card, with its sides, details and evidence; the cards by kind in sections."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.show.words import Card, Fact, Part, Quote, Section, label, line
from dragoman.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dragoman.models import (
        Actor,
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
    from dragoman.show.words import Kind, Tone

__all__ = ["event_line", "sections", "speakers"]

LONGEST_LABEL = 8
"""Ids longer than this (digests) are shown as a letter and a number."""

OTHERS = frozenset({"recipient", "third", "unknown"})
"""Whose word alone makes an event alleged: not the outlet's, not the doer's own."""


# What cards need from the reading as a whole


def speakers(reading: Reading) -> dict[str | None, int]:
    """Give each speaker a number, in the order in which they first speak; views colour by it."""
    ordered = dict.fromkeys(statement.speaker for statement in reading.statements)
    return {speaker: number for number, speaker in enumerate(ordered)}


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


def _names(reading: Reading) -> _Names:
    names = _Names(reading.article.text, {actor.id: actor for actor in reading.actors}, colours=speakers(reading))
    names.register("actor", (actor.id for actor in reading.actors))
    names.register("statement", (statement.id for statement in reading.statements))
    names.register("event", (event.id for event in reading.events))
    names.register("position", (position.id for position in reading.positions))
    names.register("milestone", (milestone.id for milestone in reading.milestones))
    names.register("assessment", (assessment.id for assessment in reading.assessments))
    return names


# Details


def _date(date: Date) -> str:
    if date.start is None or date.precision == "none":
        return ""
    size = {"year": 4, "month": 7}.get(date.precision, 10)
    first, last = date.start[:size], (date.end or date.start)[:size]
    basis = {"text": " (text)", "publication": " (publication)", "none": ""}[date.basis]
    return (first if first == last else f"{first} to {last}") + basis


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


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


# A card for each kind of record


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


def _event(event: Event, names: _Names, *, explain: bool) -> Card:
    anchor, shown = names.anchors["event", event.id]
    act = f"{event.type} to {event.act}" if event.act else event.type
    told = [Part(event.modality), Part(", ")]
    told += [Part("negated", tone="bad") if event.polarity == "negated" else Part("affirmed"), Part(f", {event.aspect}")]
    asserted = [Part(event.asserted_by)]
    asserted += [Part(", in "), names.ref("statement", event.statement)] if event.statement else []
    told_real = event.polarity == "affirmed" and event.modality != "hypothetical"
    alleged = event.asserted_by in OTHERS
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
        ("likeliest", ", ".join(f"{name} {p:.2f}" for name, p in event.scores.items()) if explain else ""),
    )
    return Card(
        "event",
        anchor,
        shown,
        line((f"{act} ({event.mode})" if event.mode else act) + (", alleged" if alleged else "")),
        _sides(event, names),
        facts,
        names.quotes(_evidence(event.evidence)),
        # What was denied, only imagined or only alleged must not look like a hostile act that took place.
        tags=("alleged",) if alleged else ("conflict",) if "conflict" in event.quad and told_real else (),
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


# The reading as a whole


def event_line(event: Event, reading: Reading) -> str:
    """Tell the sides of an event in words: "Pakistan (PAK) → Azerbaijan (AZE)", with ↔ where both do it."""
    return "".join(part.text for part in _sides(event, _names(reading)))


def sections(reading: Reading, *, explain: bool = False) -> tuple[Section, ...]:
    """Give all records of a reading in words, kind by kind, the empty kinds too; on request with each event's likeliest types."""
    names = _names(reading)
    warnings = (_warning(number, warned, names) for number, warned in enumerate(reading.warnings, 1))
    return (
        Section("event", "Events", "Act and sides", tuple(_event(event, names, explain=explain) for event in reading.events)),
        Section("statement", "Statements", "Manner and speaker", tuple(_statement(s, names) for s in reading.statements)),
        Section("position", "Positions", "Stance and holder", tuple(_position(p, names) for p in reading.positions)),
        Section("milestone", "Checks", "Milestone and states", tuple(_milestone(m, names) for m in reading.milestones)),
        Section("assessment", "Assessments", "Judgement and states", tuple(_assessment(a, names) for a in reading.assessments)),
        Section("actor", "Actors", "Name and kind", tuple(_actor(actor, names) for actor in reading.actors)),
        Section("warning", "Warnings", "Warning", tuple(warnings)),
    )
