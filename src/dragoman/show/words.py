"""What the views share: the values that a reading is shown as, the marks on its text, and text made safe to show.

`cards` makes the values. All their strings are safe: control characters and bidirectional overrides stand as visible
marks. Escaping for HTML is the page's own work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from dragoman.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragoman.models import Actor, Article, Reading

__all__ = [
    "Card",
    "Fact",
    "HeadLine",
    "Kind",
    "Mark",
    "Part",
    "Piece",
    "Quote",
    "Section",
    "Tone",
    "clean",
    "cut",
    "grouped",
    "head_lines",
    "headline",
    "label",
    "line",
    "marks",
    "missing",
    "nothing",
    "paragraphs",
    "shorten",
]

Tone = Literal["", "sign", "good", "bad", "mute"]
Kind = Literal["event", "statement", "position", "milestone", "assessment", "actor", "warning"]

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


# Actors


def label(actor: Actor) -> str:
    """Name an actor for a reader, with its code: "Pakistan (PAK)", "Bilal Hayee (PAK GOV)", "the West (unresolved)"."""
    if actor.kind == "unknown":
        return f"{line(actor.name)} (unresolved)"
    code = actor.code or actor.state or ""
    sectors = () if actor.kind in {"state", "igo"} else actor.sectors
    inner = line(" ".join(filter(None, (code, *sectors))))
    name = line(actor.name)
    return f"{name} ({inner})" if inner and inner != name else name


# The reading as a whole


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
