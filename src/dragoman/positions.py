"""Where states stand on disputes: from acts of support or rejection that name a dispute, and from formulas of diplomacy.

`beneficiary` is the party whose claim is supported (or opposed). A holder that says so itself declares its position;
what another says of it is ascribed; what several say together is joint.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dragoman.models import Evidence, Issue, Position, innermost
from dragoman.spans import Span
from dragoman.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.gazetteer import Dispute, Gazetteer
    from dragoman.models import Cast, Event, Statement

__all__ = ["read_positions"]

Stance = Literal["supports", "opposes", "neutral"]
STANCES: dict[str, Stance] = {"SUPPORT": "supports", "ACCUSE": "opposes", "REJECT": "opposes"}
"""Types whose act on a party, told with a dispute, is a stance on that party's claim."""
LOOK_BACK = 2
"""Sentences before its own in which "this issue" may find its dispute."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    belongs: re.Pattern[str]
    this_issue: re.Pattern[str]
    formula: re.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    table, _ = read_table("relations.toml")
    stance = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in table["stance"].items()}
    formula = re.compile("|".join(table["formula"]["patterns"]), re.IGNORECASE)
    return _Patterns(formula=formula, **stance)


def _issue(text: str, sentences: Sequence[Span], number: int, gazetteer: Gazetteer) -> tuple[Span, Dispute] | None:
    """Give the dispute that a sentence is about: named in it, or meant by its "this issue"."""
    for back in range(LOOK_BACK + 1):
        if number - back < 0:
            return None
        sentence = sentences[number - back]
        named = gazetteer.find_disputes(sentence.of(text))
        if named:
            span, dispute = named[-1] if back else named[0]
            return Span(sentence.start + span.start, sentence.start + span.end), dispute
        if back == 0 and not _patterns().this_issue.search(sentence.of(text)):
            return None
    return None


def _formula(text: str, sentence: Span) -> Span | None:
    """Give the wording of a formula: from the first set phrase of a sentence to the last."""
    found = list(_patterns().formula.finditer(text, sentence.start, sentence.end))
    return Span(found[0].start(), found[-1].end()) if found else None


def _formula_evidence(text: str, sentence: Span) -> tuple[Evidence, ...]:
    formula = _formula(text, sentence)
    return (Evidence(formula.start, formula.end, "formula"),) if formula else ()


def _basis(holder: str, statement: Statement | None, cast: Cast, *, declared_act: bool) -> Literal["declared", "ascribed"]:
    if statement is None or statement.speaker is None:
        return "declared" if declared_act else "ascribed"
    speaker, bearer = cast.actor(statement.speaker), cast.actor(holder)
    same = speaker.id == bearer.id or (speaker.state is not None and speaker.state == bearer.state)
    return "declared" if same else "ascribed"


def _from_events(
    text: str, sentences: Sequence[Span], cast: Cast, statements: Sequence[Statement], events: Sequence[Event], gazetteer: Gazetteer
) -> Iterator[Position]:
    for event in events:
        stance = STANCES.get(event.type)
        if stance is None or event.modality == "hypothetical":
            continue
        if event.polarity == "negated":
            stance = "neutral" if stance == "opposes" else "opposes"
        for evidence in (e for e in event.evidence if e.field == "type"):
            number = next((i for i, s in enumerate(sentences) if s.start <= evidence.start < s.end), None)
            about = None if number is None else _issue(text, sentences, number, gazetteer)
            if number is None or about is None:
                continue
            span, dispute = about
            statement = innermost(statements, Span(evidence.start, evidence.end))
            for holder, other in event.dyads():
                party, bearer = cast.actor(other), cast.actor(holder)
                if party.state not in dispute.parties or bearer.state is None or bearer.state == party.state:
                    continue
                yield Position(
                    id="",
                    holder=holder,
                    stance=stance,
                    issue=Issue(dispute.id, dispute.name),
                    beneficiary=other,
                    basis="joint" if event.reciprocal else _basis(holder, statement, cast, declared_act=event.aspect == "act"),
                    formula=_formula(text, sentences[number]),
                    statement=statement.id if statement else None,
                    counterpart=None,
                    confidence=event.confidence,
                    evidence=(
                        Evidence(evidence.start, evidence.end, "stance"),
                        Evidence(span.start, span.end, "issue"),
                        *_formula_evidence(text, sentences[number]),
                        *(
                            Evidence(e.start, e.end, "holder")
                            for e in event.evidence
                            if e.field == "actors" and sentences[number].holds(Span(e.start, e.end))
                        ),
                        *(
                            Evidence(e.start, e.end, "beneficiary")
                            for e in event.evidence
                            if e.field == "recipients" and sentences[number].holds(Span(e.start, e.end))
                        ),
                    ),
                )


def _from_formulas(
    text: str, sentences: Sequence[Span], cast: Cast, statements: Sequence[Statement], gazetteer: Gazetteer
) -> Iterator[Position]:
    """Read "X is Y's": whoever says so holds that the dispute X belongs to the party Y."""
    patterns = _patterns()
    for sentence in sentences:
        for local, dispute in gazetteer.find_disputes(sentence.of(text)):
            span = Span(sentence.start + local.start, sentence.start + local.end)
            statement = innermost(statements, span)
            # Attitudes ("we believe that") have the voice of whoever believes.
            speaker = statement.speaker if statement else None
            if speaker is None or cast.actor(speaker).state is None:
                continue
            for mention in cast.mentions:
                if mention.span.start < span.end or not sentence.holds(mention.span) or len(mention.actors) != 1:
                    continue
                between = text[span.end : mention.span.start]
                party = cast.actor(mention.actors[0])
                if not patterns.belongs.match(between) or party.state not in dispute.parties:
                    continue
                holder = _state_of(cast, speaker)
                if cast.actor(holder).state == party.state and holder != party.id:
                    continue
                words = Span(span.start, mention.span.end)
                yield Position(
                    id="",
                    holder=holder,
                    stance="supports",
                    issue=Issue(dispute.id, dispute.name),
                    beneficiary=party.id,
                    basis="declared",
                    formula=words,
                    statement=statement.id if statement else None,
                    counterpart=None,
                    confidence=0.9,
                    evidence=(
                        Evidence(words.start, words.end, "stance"),
                        Evidence(words.start, words.end, "formula"),
                        Evidence(span.start, span.end, "issue"),
                        Evidence(mention.span.start, mention.span.end, "beneficiary"),
                        *(Evidence(s.start, s.end, "holder") for s in (statement.source if statement else ())),
                    ),
                )


def _state_of(cast: Cast, identity: str) -> str:
    """Give the state's own actor for an official, where the cast has it."""
    actor = cast.actor(identity)
    return next((a.id for a in cast.actors if a.kind == "state" and a.state == actor.state), identity)


def _joined(found: Sequence[Position], cast: Cast) -> list[Position]:
    """Join tellings of one position: declared beats ascribed, a formula beats none."""
    made: dict[tuple[object, ...], Position] = {}
    for item in found:
        key = (cast.actor(item.holder).state, item.issue.id, item.stance, cast.actor(item.beneficiary).state if item.beneficiary else None)
        known = made.get(key)
        if known is None:
            made[key] = item
            continue
        first, second = (item, known) if item.basis == "declared" != known.basis else (known, item)
        made[key] = replace(
            first,
            formula=first.formula or second.formula,
            confidence=max(first.confidence, second.confidence),
            evidence=tuple(dict.fromkeys((*known.evidence, *item.evidence))),
        )
    return list(made.values())


def _with_formulas(
    text: str, sentences: Sequence[Span], found: list[Position], statements: Sequence[Statement], gazetteer: Gazetteer
) -> list[Position]:
    """Give a position without a wording the formula that the same statement has on its issue."""
    made = list(found)
    for i, position in enumerate(made):
        if position.formula is not None:
            continue
        statement = next((s for s in statements if s.id == position.statement), None)
        last = max(e.end for e in position.evidence)
        for sentence in sentences:
            same = statement is None or any(c.overlaps(sentence) for c in statement.content)
            names = {dispute.id for _, dispute in gazetteer.find_disputes(sentence.of(text))}
            if sentence.start < last or not same or position.issue.id not in names:
                continue
            formula = _formula(text, sentence)
            if formula:
                mark = Evidence(formula.start, formula.end, "formula")
                made[i] = replace(position, formula=formula, evidence=(*position.evidence, mark))
                break
    return made


def _counterparts(found: list[Position], cast: Cast) -> list[Position]:
    """Bind positions in which two states stand by each other, each on the other's issue."""
    made = [replace(p, id=f"p{number}") for number, p in enumerate(found, 1)]

    def state(identity: str | None) -> str | None:
        return cast.actor(identity).state if identity else None

    for i, one in enumerate(made):
        for two in made:
            mirrored = state(one.holder) == state(two.beneficiary) and state(two.holder) == state(one.beneficiary)
            if one.id != two.id and mirrored and one.stance == two.stance:
                made[i] = replace(made[i], counterpart=two.id)
                break
    return made


def read_positions(
    text: str,
    sentences: Sequence[Span],
    cast: Cast,
    statements: Sequence[Statement],
    events: Sequence[Event],
    gazetteer: Gazetteer,
) -> tuple[Position, ...]:
    """Read the positions of an article, in order of their first evidence, each once, counterparts bound."""
    found = [
        *_from_events(text, sentences, cast, statements, events, gazetteer),
        *_from_formulas(text, sentences, cast, statements, gazetteer),
    ]
    joined = _with_formulas(text, sentences, _joined(found, cast), statements, gazetteer)
    joined.sort(key=lambda p: (min(e.start for e in p.evidence), p.issue.id))
    return tuple(_counterparts(joined, cast))
