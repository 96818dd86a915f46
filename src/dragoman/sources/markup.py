"""HTML as characters: a linear scan that counts attributes before any parser runs, and finds a clean text again.

It is no parser and decides nothing about the content: it guards the parser, whose time grows with the square of the
attributes of a tag, and it keeps the map from the clean text back to the raw page.
"""

from __future__ import annotations

import bisect
import html
import re
from typing import TYPE_CHECKING, NamedTuple

from dragoman.sources.clean import Piece, Run, clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["MOST_ATTRIBUTES", "locate", "too_many_attributes"]

MOST_ATTRIBUTES = 20_000
# How far ahead of the last find the next words are looked for: a long script stands between, not half a page.
REACH = 200_000
NEAR = 4_000

_OPEN = re.compile(r"<(?:!--|(/?)([A-Za-z][A-Za-z0-9:-]*)|[!?/])")
# Inside a tag: quoted values, the end, names. A quote that never closes runs to the end, as it does for a parser.
_INSIDE = re.compile(r"\"[^\"]*\"?|'[^']*'?|>|[^\s\"'>/=]+|[\s/=]+")
_RAW_TEXT = frozenset({"script", "style", "noscript", "template", "textarea", "title", "svg", "head", "iframe"})
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ],
)


class _Token(NamedTuple):
    """A tag with its name and number of attributes, or a stretch of text (name empty)."""

    start: int
    end: int
    name: str
    attributes: int


def _scan(raw: str, *, skip: bool) -> Iterator[_Token]:
    """Go through a page once. `skip` leaves out what is never shown: scripts, styles, the head."""
    at = 0
    gone: set[str] = set()
    while at < len(raw):
        found = _OPEN.search(raw, at)
        if found is None:
            yield _Token(at, len(raw), "", 0)
            return
        if found.start() > at:
            yield _Token(at, found.start(), "", 0)
        if found[2] is None:
            at = _after(raw, "-->" if found.group() == "<!--" else ">", found.end(), gone)
            continue
        end, attributes = _tag_end(raw, found.end())
        name = found[2].lower()
        yield _Token(found.start(), end, name, attributes)
        at = end
        if not found[1] and name in (_RAW_TEXT if skip else {"script", "style"}) and raw[end - 2 : end] != "/>":
            at = _closing(raw, name, end, gone)


def _after(raw: str, mark: str, at: int, gone: set[str]) -> int:
    """Give the place after the next mark; a mark that is not there any more is not looked for twice."""
    found = -1 if mark in gone else raw.find(mark, at)
    if found < 0:
        gone.add(mark)
        return at
    return found + len(mark)


def _closing(raw: str, name: str, at: int, gone: set[str]) -> int:
    if name in gone:
        return at
    found = re.compile(f"</{name}", re.IGNORECASE).search(raw, at)
    if found is None:
        gone.add(name)
        return at
    return found.start()


def _tag_end(raw: str, at: int) -> tuple[int, int]:
    """Give where a tag ends and how many attributes it has."""
    names = 0
    value = False
    for token in _INSIDE.finditer(raw, at):
        first = raw[token.start()]
        if first == ">":
            return token.end(), names
        if first in "\"'":
            value = False
        elif first in "/=" or first.isspace():
            value = "=" in token.group()
        else:
            names += not value
            value = False
    return len(raw), names


def too_many_attributes(raw: str) -> int | None:
    """Give the number of attributes of the first tag that has more than a parser takes in good time."""
    return next((token.attributes for token in _scan(raw, skip=False) if token.attributes > MOST_ATTRIBUTES), None)


_SHOWN = re.compile(r"(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});?)|[^&]+|&")


class _View:
    """What a page shows as one text, and where each stretch of it stands in the raw page."""

    def __init__(self, raw: str) -> None:
        parts: list[str] = []
        self.starts: list[int] = []
        self.pieces: list[Piece] = []
        self.size = 0
        for token in _scan(raw, skip=True):
            if token.name:
                if token.name not in _INLINE and self.size and not parts[-1].endswith(" "):
                    parts.append(" ")
                    self.size += 1
                continue
            for found in _SHOWN.finditer(raw, token.start, token.end):
                if found["entity"]:
                    shown = clean_inner(html.unescape(found["entity"]))
                    self._place(parts, shown, None)
                else:
                    for text, start in _cut(raw, found.start(), found.end()):
                        self._place(parts, text, start)
        self.text = "".join(parts)

    def _place(self, parts: list[str], text: str, raw_at: int | None) -> None:
        if text == " " and (not parts or parts[-1].endswith(" ")):
            return
        if not text:
            return
        if raw_at is not None:
            self.starts.append(self.size)
            self.pieces.append((self.size, raw_at, len(text)))
        parts.append(text)
        self.size += len(text)

    def raw_pieces(self, start: int, end: int, shift: int) -> Iterator[Piece]:
        """Give the pieces of a stretch, with `shift` added to their clean places."""
        at = max(bisect.bisect_right(self.starts, start) - 1, 0)
        while at < len(self.pieces) and self.pieces[at][0] < end:
            view, raw, length = self.pieces[at]
            first, last = max(view, start), min(view + length, end)
            if first < last:
                yield first + shift, raw + first - view, last - first
            at += 1


def clean_inner(text: str) -> str:
    """Clean a short text but keep one blank where it is blank."""
    return clean(text).text or (" " if text.strip() != text or not text.strip() else "")


def _cut(raw: str, start: int, end: int) -> Iterator[tuple[str, int | None]]:
    """Cut a stretch of text as `clean` does, keeping one blank at its ends."""
    if raw[start].isspace():
        yield " ", (start if raw[start] == " " else None)
    run = clean(raw, start, end)
    at = 0
    for clean_at, raw_at, length in run.pieces:
        if clean_at > at:
            yield run.text[at:clean_at], None
        yield run.text[clean_at : clean_at + length], raw_at
        at = clean_at + length
    if run.text and raw[end - 1].isspace():
        yield " ", (end - 1 if raw[end - 1] == " " else None)


def locate(paragraphs: Sequence[str], raw: str) -> list[Run]:
    """Find clean paragraphs in the raw page, in order.

    A paragraph is looked for as a whole, tags between its words ignored, entities read; if it is not there (the
    page's parser moved or joined something), its words are looked for near the last find. Characters written as an
    entity, and blanks made from other white space, have no place; a span from letter to letter over them has.
    """
    view = _View(raw)
    found: list[Run] = []
    at = 0
    for paragraph in paragraphs:
        start = view.text.find(paragraph, at, at + REACH + len(paragraph))
        if start >= 0:
            at = start + len(paragraph)
            found.append(Run(paragraph, tuple(view.raw_pieces(start, at, -start))))
        else:
            at, pieces = _by_words(paragraph, view, at)
            found.append(Run(paragraph, tuple(pieces)))
    return found


def _by_words(paragraph: str, view: _View, at: int) -> tuple[int, list[Piece]]:
    pieces: list[Piece] = []
    clean_at = 0
    for word in paragraph.split():
        clean_at = paragraph.index(word, clean_at)
        start = view.text.find(word, at, at + NEAR)
        if start >= 0:
            at = start + len(word)
            pieces.extend(view.raw_pieces(start, at, clean_at - start))
        clean_at += len(word)
    return at, pieces
