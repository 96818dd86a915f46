"""The package's tables as they lie in `data/`: TOML for what has structure, tab-separated rows for long lists.

In a row, `|` stands between the items of a list, an empty cell means nothing, and a line that begins with `#` is a
comment. A day, a month or a year is written as ISO 8601 has it, as exactly as it is known: "1994-05-10", "1994-05", "1994".
"""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Dated",
    "Source",
    "dated_sectors",
    "is_day",
    "listed",
    "not_before_start",
    "past_end",
    "read_bytes",
    "read_lines",
    "read_rows",
    "read_table",
    "within",
]

DATA = os.path.join(os.path.dirname(__file__), "data")  # noqa: PTH118, PTH120 - pathlib takes longer to import than these tables to read
_DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\Z")


def read_bytes(name: str) -> bytes:
    """Read a file of the package's data.

    Raises:
        DataError: it is missing.
    """
    try:
        with open(os.path.join(DATA, name), "rb") as file:  # noqa: PTH118, PTH123
            return file.read()
    except OSError as error:
        message = f"data/{name}: {error}; install dragoman again"
        raise DataError(message) from error


def read_table(name: str) -> tuple[dict[str, Any], bytes]:
    """Read a TOML table of the package: its content and its bytes.

    Raises:
        DataError: the file is missing or does not parse.
    """
    raw = read_bytes(name)
    try:
        return tomllib.loads(raw.decode()), raw
    except ValueError as error:
        message = f"data/{name}: {error}; install dragoman again"
        raise DataError(message) from error


def read_lines(name: str, columns: tuple[str, ...]) -> tuple[list[str], bytes]:
    """Read a tab-separated table of the package as lines that are not cut into cells yet; the last one is empty.

    Raises:
        DataError: the file is missing, or its columns are others.
    """
    raw = read_bytes(name)
    lines = raw.decode().split("\n")
    if tuple(lines[0].split("\t")) != columns:
        message = f"data/{name}, line 1: the columns are not {', '.join(columns)}; install dragoman again"
        raise DataError(message)
    del lines[0]
    return lines, raw


def read_rows(name: str, columns: tuple[str, ...]) -> tuple[Iterator[tuple[int, list[str]]], bytes]:
    """Read a tab-separated table of the package.

    Args:
        name: the file, below `data/`.
        columns: what its first line must be.

    Returns:
        The rows, each with its line number, and the bytes of the file.

    Raises:
        DataError: the file is missing, or its columns are others.
    """
    lines, raw = read_lines(name, columns)
    return _rows(name, lines, len(columns)), raw


class Source:
    """The package's tables as they are read one after another; knows where it is, for messages."""

    def __init__(self) -> None:
        self.file, self.line = "", 0

    @property
    def where(self) -> str:
        """The place that is read now."""
        return f"data/{self.file}, line {self.line}" if self.line else f"data/{self.file}"

    def rows(self, name: str, columns: str) -> Iterator[list[str]]:
        """Give the rows of a table whose columns are these, by their names with spaces between."""
        self.file = name
        for self.line, cells in read_rows(name, tuple(columns.split()))[0]:
            yield cells

    def table(self, name: str) -> dict[str, Any]:
        """Give a TOML table."""
        self.file, self.line = name, 0
        return read_table(name)[0]


def _rows(name: str, lines: list[str], width: int) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, 2):
        if not line or line[0] == "#":
            continue
        cells = line.split("\t")
        if len(cells) != width:
            message = f"data/{name}, line {number}: {len(cells)} cells, not {width}"
            raise DataError(message)
        yield number, cells


def listed(cell: str) -> list[str]:
    """Cut a cell into the items of its list."""
    return cell.split("|") if cell else []


class Dated(NamedTuple):
    """A word that holds from one day to another, each told as exactly as it is known, empty where it is open."""

    value: str
    start: str = ""
    end: str = ""

    def holds(self, day: str) -> bool:
        """Tell whether it holds on a day (ISO 8601)."""
        return within(day, self.start, self.end)


def within(day: str, start: str, end: str) -> bool:
    """Tell whether a day lies from a start to an end, each told as exactly as it is known, empty where it is open."""
    return not_before_start(day, start) and not past_end(day, end)


def not_before_start(day: str, start: str) -> bool:
    """Tell whether a day lies at or after a start; of a start known to the month or year, anywhere in it counts."""
    return not start or day[: len(start)] >= start


def past_end(day: str, end: str) -> bool:
    """Tell whether a day lies after an end; of an end known to the month or year, only what lies after all of it."""
    return bool(end) and day[: len(end)] > end


def is_day(text: str) -> bool:
    """Tell whether a text is a year, a month or a day that there is, as tables write them."""
    if not _DAY.match(text):
        return False
    try:
        dt.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def dated_sectors(cell: str) -> tuple[Dated, ...]:
    """Read a cell of sectors: "PTY GOV@2002..2010-05-11" is a party all the time, and in government between.

    Raises:
        ValueError: a date is no date, or an end lies before its start.
    """
    made = []
    for word in cell.split():
        value, _, span = word.partition("@")
        start, _, end = span.partition("..")
        if any(part and not is_day(part) for part in (start, end)):
            message = f"{word!r} has a date that is not YYYY, YYYY-MM or YYYY-MM-DD"
            raise ValueError(message)
        if start and end and end < start[: len(end)]:
            message = f"{word!r} ends before it starts"
            raise ValueError(message)
        made.append(Dated(value, start, end))
    return tuple(made)
