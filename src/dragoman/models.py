"""The values that flow from stage to stage: frozen, and written as JSON in the order in which their fields stand here.

Their record form is described in `docs/architecture.md`; its JSON Schema is generated from these types by
`dragoman schema`. All offsets are code points into `Article.text`, the end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dragoman.spans import OffsetMap, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "Actor",
    "Annotations",
    "Article",
    "Assessment",
    "Belief",
    "Cast",
    "Claim",
    "Date",
    "Engine",
    "Event",
    "Evidence",
    "Issue",
    "Mention",
    "Milestone",
    "Origin",
    "Place",
    "Position",
    "Quotation",
    "Reading",
    "Rejected",
    "Statement",
    "TaggedSpan",
    "Topic",
    "Warned",
    "innermost",
]

SCHEMA = "dragoman.reading/1"
INNER = ("origin", "beliefs", "offsets")
"""Fields of an article that stay out of its record."""

ActorKind = Literal["state", "igo", "organisation", "office", "person", "group", "unknown"]
Rank = Literal["head", "minister", "envoy", "official"]
Modality = Literal["past", "ongoing", "intended", "hypothetical"]
Polarity = Literal["affirmed", "negated"]
Aspect = Literal["act", "standing"]
AssertedBy = Literal["outlet", "actor", "recipient", "third", "unknown"]
Precision = Literal["day", "week", "month", "quarter", "season", "year", "decade", "none"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an input came from: its kind ("file", "stdin", "line", "memory"), its locator, the digest of its bytes."""

    kind: Literal["file", "stdin", "line", "memory"]
    locator: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Belief:
    """Why a field of an article was believed: the place that it was read from."""

    field: str
    source: str


@dataclass(frozen=True, slots=True)
class Article:
    """What was published, by whom, where and when, and its clean body.

    `published` is ISO 8601 with the offset that the page states; `text` holds paragraphs with a blank line between.
    `origin`, `beliefs` and `offsets` (the map back to the raw input) stay out of the record.
    """

    id: str
    text: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    wire: str | None = None
    dateline: str | None = None
    language: str | None = None
    original_language: str | None = None
    translated_by: str | None = None
    origin: Origin | None = None
    beliefs: tuple[Belief, ...] = ()
    offsets: OffsetMap = field(default_factory=OffsetMap)


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that gives no article: `reason` is a short code, `message` tells a person what to do."""

    origin: Origin
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A span that the encoder tagged, with its probability."""

    kind: str
    start: int
    end: int
    score: float

    @property
    def span(self) -> Span:
        """The span alone."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One attribution as decoded: fragments of source, cue and content."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """The log odds that a stretch of text is about politics, and not about sport, business or daily life."""

    span: Span
    odds: float


@dataclass(frozen=True, slots=True)
class Annotations:
    """What the encoder reads in a text, decoded: mentions, attributions, what stretches are about, in order of the text."""

    mentions: tuple[TaggedSpan, ...]
    quotations: tuple[Quotation, ...]
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of the text and the field that it supports."""

    start: int
    end: int
    field: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom mentions stand for. An actor that could not be resolved has kind "unknown" and says why in `reason`.

    `candidates` are the states or names between which nothing decided.
    """

    id: str
    name: str
    kind: ActorKind
    state: str | None = None
    code: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    rank: Rank | None = None
    accredited_to: str | None = None
    mentions: tuple[Span, ...] = ()
    reason: str | None = None
    candidates: tuple[str, ...] = ()


How = Literal["name", "phrase", "anaphor", "pronoun", "group", "first", "unresolved"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that stands for actors (ids), and how that was found. A first-person one waits for its speaker."""

    span: Span
    actors: tuple[str, ...]
    how: How


@dataclass(frozen=True, slots=True)
class Cast:
    """Who appears in an article: actors in order of first mention, and their mentions in order of the text."""

    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]

    def actor(self, identity: str) -> Actor:
        """Give an actor by id."""
        return next(actor for actor in self.actors if actor.id == identity)

    def at(self, span: Span) -> Mention | None:
        """Give the longest mention that overlaps a span."""
        touching = [m for m in self.mentions if m.span.overlaps(span)]
        return max(touching, key=lambda m: m.span.end - m.span.start, default=None)


@dataclass(frozen=True, slots=True)
class Statement:
    """Something somebody said, thinks or wants, in whose words."""

    id: str
    speaker: str | None
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: Literal["speech", "attitude"]
    direct: bool
    occasion: Span | None = None
    within: str | None = None


def innermost(statements: Sequence[Statement], span: Span) -> Statement | None:
    """Give the smallest statement whose content holds a span, or None."""
    around = [s for s in statements if any(c.overlaps(span) for c in s.content)]
    return min(around, key=lambda s: (sum(c.end - c.start for c in s.content), s.id), default=None)


@dataclass(frozen=True, slots=True)
class Date:
    """A time: first and last day (ISO 8601), how exact, and where it comes from."""

    start: str | None = None
    end: str | None = None
    precision: Precision = "none"
    basis: Literal["text", "publication", "none"] = "none"


@dataclass(frozen=True, slots=True)
class Place:
    """A place by name; country (alpha-3) and position only where the gazetteer knows them."""

    name: str
    country: str | None = None
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom. `reciprocal` acts have all sides as actors and no recipients.

    `confidence` is the probability that type, sides, modality and polarity are all right; `scores` are the three likeliest
    types of the act with their probabilities, which the record holds only where it is asked to explain itself.
    """

    id: str
    type: str
    act: str | None
    mode: str | None
    contexts: tuple[str, ...]
    quad: str
    intensity: float | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    reciprocal: bool
    modality: Modality
    polarity: Polarity
    denied_by: tuple[str, ...]
    aspect: Aspect
    asserted_by: AssertedBy
    statement: str | None
    date: Date
    place: Place | None
    confidence: float
    evidence: tuple[Evidence, ...]
    scores: dict[str, float] = field(default_factory=dict, hash=False)

    def dyads(self) -> tuple[tuple[str, str], ...]:
        """Give each ordered pair (doer, other side) of actor ids once."""
        others = self.actors if self.reciprocal else self.recipients
        return tuple((a, b) for a in self.actors for b in others if a != b)


@dataclass(frozen=True, slots=True)
class Issue:
    """A dispute or question on which states hold positions."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Position:
    """A stance of a holder on an issue, as declared by it, ascribed to it, or stated jointly."""

    id: str
    holder: str
    stance: Literal["supports", "opposes", "neutral"]
    issue: Issue
    beneficiary: str | None
    basis: Literal["declared", "ascribed", "joint"]
    formula: Span | None
    statement: str | None
    counterpart: str | None
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that the text states about a milestone, what arithmetic expects, and whether they agree."""

    text: str
    expected: int | None
    stated: int
    verdict: Literal["consistent", "inconsistent", "unknown"]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated step in the relations of states."""

    id: str
    kind: Literal[
        "relations-established",
        "relations-severed",
        "relations-restored",
        "recognition",
        "embassy",
        "treaty",
        "accession",
        "visit",
        "anniversary",
    ]
    states: tuple[str, ...]
    date: Date
    claims: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A judgement on relations, or a difficulty that a state is said to have."""

    id: str
    by: str | None
    about: tuple[str, ...]
    domain: Literal["political", "diplomatic", "defence", "economic", "security", "other"]
    kind: Literal["quality", "challenge"]
    value: str
    polarity: Literal[-1, 0, 1]
    statement: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a user of the reading should know: a code, a sentence, and where."""

    code: str
    message: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Engine:
    """What made a reading, each by version or digest."""

    version: str
    model: str
    ontology: str
    gazetteer: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All of it for one article. The same article and engine give the same value."""

    article: Article
    actors: tuple[Actor, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    positions: tuple[Position, ...]
    milestones: tuple[Milestone, ...]
    assessments: tuple[Assessment, ...]
    warnings: tuple[Warned, ...]
    engine: Engine

    def actor(self, identity: str) -> Actor:
        """Give an actor by id.

        Raises:
            KeyError: no such actor in this reading.
        """
        for actor in self.actors:
            if actor.id == identity:
                return actor
        raise KeyError(identity)

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """Give the record as plain dictionaries and lists (`dragoman.reading/1`), on request with each event's `scores`."""
        import msgspec  # noqa: PLC0415 - not needed by those who only hold values

        made: dict[str, Any] = msgspec.to_builtins(self)
        article = made["article"]
        for inner in INNER:
            del article[inner]
        for event in made["events"] if not explain else ():
            del event["scores"]
        return {"schema": SCHEMA, **made}

    def to_json(self, *, explain: bool = False) -> str:
        """Give the record as one line of JSON."""
        import msgspec  # noqa: PLC0415

        return msgspec.json.encode(self.to_dict(explain=explain)).decode()
