"""Spans of text and the map from a cleaned text back to the raw input.

All offsets are Unicode code points, the end exclusive.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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

    @classmethod
    def aligned(cls, clean: str, raw: str, blocks: Sequence[str] | None = None) -> OffsetMap:
        """Find `clean` in `raw` word by word, in order; words not found have no place.

        `blocks` may cut the search into parts of `clean` (default: its words). Linear in the length of `raw` for
        words that are there.
        """
        pieces: list[tuple[int, int, int]] = []
        clean_at = raw_at = 0
        for word in blocks if blocks is not None else clean.split():
            start = clean.index(word, clean_at)
            clean_at = start + len(word)
            found = raw.find(word, raw_at, raw_at + _REACH)
            if found < 0:
                continue
            raw_at = found + len(word)
            if pieces:
                before, before_raw, length = pieces[-1]
                gap = start - before - length
                # White space between two words that runs alike on both sides joins their pieces.
                if gap == found - before_raw - length and clean[before + length : start] == raw[before_raw + length : found]:
                    pieces[-1] = (before, before_raw, length + gap + len(word))
                    continue
            pieces.append((start, found, len(word)))
        return cls(tuple(pieces))


# How far ahead the next word of a clean text is looked for in the raw input: past it the word was made by the
# cleaning (an entity, a joined line), and looking on would jump over the rest. Far enough for a page's longest script.
_REACH = 400_000
