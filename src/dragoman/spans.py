"""Spans of text and the map from a cleaned text back to the raw input.

All offsets are Unicode code points, the end exclusive.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["OffsetMap", "Span", "merge", "trim"]

# What a reader does not count as part of a quotation or name: white space, quote marks, closing punctuation.
EDGE = " \n\t\r\u00a0\"\u201c\u201d\u201e\u2018\u2019'«».,;:"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: `text[start:end]`, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            message = f"a span needs 0 <= start < end, not {self.start}, {self.end}"
            raise ValueError(message)

    def of(self, text: str) -> str:
        """Cut the span out of its text."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Tell whether the other lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


def trim(text: str, start: int, end: int, edge: str = EDGE) -> Span | None:
    """Narrow a stretch until neither end is one of `edge`; None where nothing is left."""
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return Span(start, end) if start < end else None


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sort spans and drop doubles and those that lie inside another."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s.start, -s.end)):
        if not kept or not kept[-1].holds(span):
            kept.append(span)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where each stretch of a clean text stands in the raw input.

    `pieces` are `(clean_start, raw_start, length)` in rising order of `clean_start`; within a piece both texts run
    along one for one. What lies in no piece (a blank line put between paragraphs) has no place in the raw input.
    """

    pieces: tuple[tuple[int, int, int], ...] = ()

    def raw(self, offset: int) -> int | None:
        """Give the place in the raw input of one character of the clean text."""
        at = bisect.bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1
        if at < 0:
            return None
        clean, raw, length = self.pieces[at]
        return raw + offset - clean if offset < clean + length else None

    def raw_span(self, span: Span) -> Span | None:
        """Give the stretch of the raw input from a span's first character to its last."""
        first, last = self.raw(span.start), self.raw(span.end - 1)
        return None if first is None or last is None or last < first else Span(first, last + 1)
