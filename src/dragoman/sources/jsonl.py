"""JSON lines: one article a line, one answer a line, in order; a bad line is answered in its place."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, BinaryIO

from dragoman.models import Article, Origin, Rejected
from dragoman.sources.finish import Given
from dragoman.sources.html import read_html
from dragoman.sources.text import read_body

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LONGEST_LINE", "read_lines"]

LONGEST_LINE = 20_000_000
_CHUNK = 1 << 20
_FIELDS = ("id", "title", "published", "url", "outlet", "text", "html")

Answer = tuple[str | int | None, Article | Rejected]


def read_lines(stream: BinaryIO, locator: str) -> Iterator[Answer]:
    """Read articles line by line: the id as given (None where there is none) and the article or why not.

    No more than one line of `LONGEST_LINE` bytes is held at a time. A last line that is blank is not answered.
    """
    blank: Origin | None = None
    for number, (line, whole, digest) in enumerate(_lines(stream), start=1):
        if blank:
            yield None, Rejected(blank, "empty", "the line is blank")
            blank = None
        origin = Origin("line", f"{locator}:{number}", digest)
        if not whole:
            yield (
                None,
                Rejected(origin, "too-large", f"the line is longer than {LONGEST_LINE:,} bytes: split the article or cut it"),
            )
        elif not line.strip():
            blank = origin
        else:
            yield _answer(line, origin)


def _lines(stream: BinaryIO) -> Iterator[tuple[bytes, bool, str]]:
    """Give each line with whether it is whole and its digest; of a longer one only the digest."""
    while line := stream.readline(LONGEST_LINE + 1):
        digest = hashlib.sha256(line)
        whole = len(line) <= LONGEST_LINE or line.endswith(b"\n")
        rest = line
        while not whole and not rest.endswith(b"\n") and (rest := stream.readline(_CHUNK)):
            digest.update(rest)
        yield line if whole else b"", whole, digest.hexdigest()


def _answer(line: bytes, origin: Origin) -> Answer:  # noqa: PLR0911 - one answer a fault
    try:
        record: Any = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return None, Rejected(origin, "encoding", f"the line is not valid UTF-8 (byte {error.start:,})")
    except (ValueError, RecursionError) as error:
        return None, Rejected(origin, "bad-json", f"the line is not JSON: {str(error)[:120] or 'nested too deep'}")
    if not isinstance(record, dict):
        return None, Rejected(origin, "bad-line", 'the line is not an object: write {"text": "..."}')
    # A number is a common id: the line is answered with it as it is, the article carries its digits.
    identity: str | int | None = record.get("id") if isinstance(record.get("id"), str) else None
    if isinstance(record.get("id"), int) and not isinstance(record["id"], bool) and abs(record["id"]) < 10**100:
        identity = record["id"]
        record["id"] = str(identity)
    for name in _FIELDS:
        value = record.get(name)
        if value is not None and not isinstance(value, str):
            return identity, Rejected(origin, "bad-field", f"{name}: must be a string, not {_kind(value)}")
        if name not in {"text", "html"} and value and any("\ud800" <= c <= "\udfff" for c in value):
            return None if name == "id" else identity, Rejected(origin, "encoding", f"{name}: holds half of a surrogate pair")
    given = Given(*(record.get(name) for name in _FIELDS[:5]))
    if record.get("text") is not None:
        return identity, read_body(record["text"], origin, given)
    if record.get("html") is not None:
        if not record["html"].strip():
            return identity, Rejected(origin, "empty", "html: is empty")
        return identity, read_html(record["html"], origin, given)
    return identity, Rejected(origin, "no-content", "text or html: one of them must be there")


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), type(value).__name__)
