"""A user's own table on top of the package's: actors, roles, office-holders, places, disputes, cues of PLOVER contexts.

One TOML file, its form in `docs/gazetteer.md`. The whole file is checked before any of it is used; what is wrong is told
with file and line.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.errors import InputError
from dragoman.lexicon import fold
from dragoman.tables import dated_sectors, is_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

__all__ = ["Extension", "Record", "read_extension"]

LONGEST_NAME = 200
"""Characters of a name or cue: nothing that a text names an actor by is longer."""
LARGEST = 5_000_000
"""Bytes of a file of a user's own."""
KINDS = ("igo", "organisation", "group")
ROLE_KINDS = ("office", "person", "group", "organisation")
RANKS = ("head", "minister", "envoy", "official")
OFFICES = ("head-of-state", "head-of-government", "foreign", "defence", "interior")
_CODE = re.compile(r"[A-Z0-9]{2,6}")
_HEADER = re.compile(r"\s*\[\[\s*([A-Za-z_-]+)\s*\]\]")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file, checked: its table, its values, the line of its header."""

    table: str
    values: dict[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class Extension:
    """A whole file, checked; `digest` is the SHA-256 of its bytes."""

    records: tuple[Record, ...]
    digest: str


# For each table: its keys, what each must be ("text", "texts", "state", "sectors", "day", "flag", "latitude" ... or a choice), and whether
# it is needed.
_Need = tuple[str | tuple[str, ...], bool]
_FORM: dict[str, dict[str, _Need]] = {
    "actor": {
        "name": ("text", True),
        "names": ("texts", False),
        "kind": (KINDS, True),
        "state": ("state", False),
        "code": ("code", False),
        "sectors": ("sectors", False),
        "from": ("day", False),
        "to": ("day", False),
        "not_after": ("texts", False),
        "not_before": ("texts", False),
    },
    "role": {
        "phrase": ("text", True),
        "plural": ("text", False),
        "kind": (ROLE_KINDS, True),
        "sectors": ("plain sectors", True),
        "rank": (RANKS, False),
    },
    "holder": {
        "name": ("text", True),
        "spellings": ("texts", False),
        "state": ("state", True),
        "title": ("text", True),
        "office": (OFFICES, False),
        "sectors": ("sectors", False),
        "from": ("day", False),
        "to": ("day", False),
        "checked": ("flag", False),
    },
    "place": {
        "name": ("text", True),
        "names": ("texts", False),
        "state": ("state", True),
        "latitude": ("latitude", True),
        "longitude": ("longitude", True),
    },
    "dispute": {
        "id": ("text", True),
        "name": ("text", True),
        "aliases": ("texts", False),
        "parties": ("states", True),
        "kind": (("territorial", "political"), False),
    },
    "context": {"name": ("context", True), "cues": ("texts", True)},
}
_NAMES = {"actor": ("name", "names"), "role": ("phrase", "plural"), "place": ("name", "names"), "dispute": ("name", "aliases")}
"""Keys whose values are names that a text is searched for; each belongs to one record of a table."""


@dataclass(slots=True)
class _Reader:
    """What the checks of one file share."""

    path: Path
    lines: list[str]
    states: Collection[str]
    sectors: Collection[str]
    contexts: Collection[str]

    def fail(self, line: int, message: str) -> InputError:
        return InputError(f"{self.path}, line {line}: {message}")

    def line_of(self, start: int, key: str) -> int:
        """Give the line of a key inside the record whose header stands on a line."""
        for number in range(start, len(self.lines)):
            if _HEADER.match(self.lines[number]):
                break
            if re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", self.lines[number]):
                return number + 1
        return start


def read_extension(path: Path, states: Collection[str], sectors: Collection[str], contexts: Collection[str]) -> Extension:
    """Read and check a user's table.

    Args:
        path: the file.
        states: the codes of states that there are.
        sectors: PLOVER's sectors.
        contexts: PLOVER's contexts.

    Raises:
        InputError: the file cannot be read, is no TOML, or a record is faulty; the message names file and line.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise InputError(message) from error
    if len(raw) > LARGEST:
        message = f"{path}: larger than {LARGEST} bytes"
        raise InputError(message)
    try:
        text = raw.decode()
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"{path}, line {line}: not UTF-8"
        raise InputError(message) from error
    except tomllib.TOMLDecodeError as error:
        told = re.search(r"line (\d+)", str(error))
        at = told[1] if told else str(text.count("\n") + 1)
        message = f"{path}, line {at}: {error}"
        raise InputError(message) from error
    except RecursionError:
        message = f"{path}: nested too deeply"
        raise InputError(message) from None
    reader = _Reader(path, text.splitlines(), states, sectors, contexts)
    records = tuple(_records(reader, table))
    _check_names(reader, records)
    return Extension(records, hashlib.sha256(raw).hexdigest())


def _records(reader: _Reader, table: dict[str, Any]) -> Iterator[Record]:
    headers: dict[str, list[int]] = {}
    for number, text in enumerate(reader.lines, 1):
        if match := _HEADER.match(text):
            headers.setdefault(match[1], []).append(number)
    for name, rows in table.items():
        if name not in _FORM or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            line = next((i for i, text in enumerate(reader.lines, 1) if name in text), 1)
            raise reader.fail(line, f"{name!r} is no table of this file; it may hold [[{']], [['.join(_FORM)}]]")
        lines = headers.get(name, [])
        for i, values in enumerate(rows):
            line = lines[i] if i < len(lines) else 1
            yield _record(reader, name, values, line)


def _record(reader: _Reader, name: str, values: dict[str, Any], line: int) -> Record:
    form = _FORM[name]
    for key in values:
        if key not in form:
            raise reader.fail(reader.line_of(line, key), f"[[{name}]] has no key {key!r}; it has {', '.join(form)}")
    for key, (kind, needed) in form.items():
        if key in values:
            fault = _fault(reader, kind, values[key])
            if fault:
                raise reader.fail(reader.line_of(line, key), f"{key}: {fault}")
        elif needed:
            raise reader.fail(line, f"[[{name}]] lacks {key!r}")
    start, end = values.get("from", ""), values.get("to", "")
    if start and end and end < start[: len(end)]:
        raise reader.fail(reader.line_of(line, "to"), f"the end {end} lies before the start {start}")
    return Record(name, values, line)


def _fault(reader: _Reader, kind: str | tuple[str, ...], value: object) -> str | None:
    """Say what is wrong with a value, or None."""
    if isinstance(kind, tuple):
        return None if value in kind else f"{str(value)[:40]!r} is none of {', '.join(kind)}"
    if kind == "flag":
        return None if isinstance(value, bool) else "must be true or false"
    if kind in _MOST_DEGREES:
        most = _MOST_DEGREES[kind]
        right = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= most
        return None if right else f"must be degrees, -{most} to {most}"
    if kind in {"texts", "sectors", "plain sectors", "states"}:
        return _fault_of_list(reader, kind, value)
    return _fault_of_text(reader, kind, value) if isinstance(value, str) else "must be a text"


_MOST_DEGREES = {"latitude": 90, "longitude": 180}


def _fault_of_list(reader: _Reader, kind: str, value: object) -> str | None:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        return 'must be a list of texts: ["...", "..."]'
    if kind == "states" and not value:
        return "must name at least one state"
    return next((fault for item in value if (fault := _fault_of_text(reader, kind, item))), None)


def _fault_of_text(reader: _Reader, kind: str, text: str) -> str | None:  # noqa: PLR0911 - one answer for each kind
    if len(text) > LONGEST_NAME:
        return f"a text of {len(text)} characters; at most {LONGEST_NAME}"
    if not fold(text).strip():
        return "a text without a letter or digit"
    if kind in {"state", "states"}:
        return None if text in reader.states else f"no state has the code {text!r} (ISO 3166-1 alpha-3)"
    if kind == "context":
        return None if text in reader.contexts else f"PLOVER has no context {text!r}"
    if kind == "day":
        return None if is_day(text) else f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD"
    if kind == "code":
        return None if _CODE.fullmatch(text) else f"{text!r} is no code: two to six capital letters or digits"
    if kind == "plain sectors":
        return None if text in reader.sectors else f"PLOVER has no sector {text!r}; a role's sectors have no dates"
    if kind == "sectors":
        try:
            made = dated_sectors(text)
        except ValueError as error:
            return str(error)
        return next((f"PLOVER has no sector {d.value!r}" for d in made if d.value not in reader.sectors), None)
    return None


def _check_names(reader: _Reader, records: Sequence[Record]) -> None:
    """Refuse a name that two records of one table claim, a dispute's id that two have, and a term told twice."""
    seen: dict[tuple[str, str], int] = {}
    for record in records:
        values = record.values
        whole = {"dispute": values.get("id"), "holder": f"{values.get('name')}, {values.get('title')}, from {values.get('from', '?')}"}
        if (once := whole.get(record.table)) is not None:
            first = seen.setdefault((f"{record.table} id", once), record.line)
            if first != record.line:
                raise reader.fail(record.line, f"{once!r} stands already in the record of line {first}")
        for key in _NAMES.get(record.table, ()):
            value = record.values.get(key, ())
            for name in [value] if isinstance(value, str) else value:
                folded = " ".join(fold(name).split())
                first = seen.setdefault((record.table, folded), record.line)
                if first != record.line:
                    raise reader.fail(reader.line_of(record.line, key), f"{name!r} stands already in the record of line {first}")
