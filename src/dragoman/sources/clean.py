"""Clean characters: what may stand in an article's text, and where each character came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.spans import OffsetMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Run", "clean", "join", "key", "tidy"]

# White space of any kind and control characters: read as one blank. The rest is invisible: soft hyphens, zero-width
# spaces, direction marks and overrides, lone surrogates, non-characters. Joiners (U+200C, U+200D) are letters' own.
_BLANK = r"\s\x00-\x1f\x7f-\x9f"
_HIDDEN = r"\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
_ODD = re.compile(f"[{_BLANK}{_HIDDEN}]{{2,}}|[{_HIDDEN}]|(?! )[{_BLANK}]")
_ANY_BLANK = re.compile(f"[{_BLANK}]")

Piece = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """A clean text and, as in `OffsetMap`, the pieces of it that stand alike in the raw input."""

    text: str
    pieces: tuple[Piece, ...] = ()

    @property
    def offsets(self) -> OffsetMap:
        """The map back to the raw input."""
        return OffsetMap(self.pieces)


def clean(raw: str, start: int = 0, end: int | None = None) -> Run:
    """Clean a stretch of raw input: runs of white space become one blank, invisible characters go."""
    end = len(raw) if end is None else end
    while start < end and _ODD_OR_BLANK.match(raw, start):
        start += 1
    while end > start and _ODD_OR_BLANK.match(raw, end - 1):
        end -= 1
    parts: list[str] = []
    pieces: list[Piece] = []
    size = 0
    at = start
    for odd in _ODD.finditer(raw, start, end):
        if odd.start() > at:
            pieces.append((size, at, odd.start() - at))
            parts.append(raw[at : odd.start()])
            size += odd.start() - at
        if _ANY_BLANK.search(odd.group()):
            parts.append(" ")
            size += 1
        at = odd.end()
    if end > at:
        pieces.append((size, at, end - at))
        parts.append(raw[at:end])
    return Run("".join(parts), tuple(pieces))


_ODD_OR_BLANK = re.compile(f"[{_BLANK}{_HIDDEN}]")


def tidy(text: str) -> str:
    """Clean a text without asking for its places."""
    return clean(text).text


def key(text: str) -> str:
    """Reduce a text to its letters and digits in lower case: what two printings of one line share."""
    return "".join(c for c in text.casefold() if c.isalnum())


def join(runs: Sequence[Run], between: str) -> Run:
    """Join runs; what is put between them has no place in the raw input."""
    pieces: list[Piece] = []
    size = 0
    for number, run in enumerate(runs):
        size += len(between) if number else 0
        pieces.extend((clean_at + size, raw_at, length) for clean_at, raw_at, length in run.pieces)
        size += len(run.text)
    return Run(between.join(run.text for run in runs), _merged(pieces))


def _merged(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Join pieces that run on without a gap on both sides."""
    made: list[Piece] = []
    for piece in pieces:
        if made:
            clean_at, raw_at, length = made[-1]
            if piece[0] == clean_at + length and piece[1] == raw_at + length:
                made[-1] = (clean_at, raw_at, length + piece[2])
                continue
        made.append(piece)
    return tuple(made)
