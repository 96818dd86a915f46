"""JSON lines for commands: every line answered in its place, errors too, and counted on standard error at the end."""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from dragoman.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["answer", "opened", "own_gazetteers", "with_gazetteer", "write_line"]

with_gazetteer = click.option(
    "--gazetteer",
    "gazetteers",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A table of your own actors, offices, disputes or contexts (TOML); may be given again.",
)
"""The option by which a command takes a user's own tables."""


def own_gazetteers(gazetteers: tuple[Path, ...]) -> tuple[Path, ...]:
    """Give the user's own tables: those of the settings, then those of the command."""
    from dragoman.settings import load_settings

    return load_settings(gazetteers=gazetteers).gazetteers


@contextlib.contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """Open a file for reading, or standard input for `-`.

    Raises:
        InputError: there is no such file, or it cannot be read.
    """
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - a path as the user wrote it
            yield stream
    except FileNotFoundError:
        message = f"{path}: there is no such file"
        raise InputError(message) from None
    except IsADirectoryError:
        message = f"{path}: is a folder; give a file"
        raise InputError(message) from None
    except PermissionError:
        message = f"{path}: may not be read; check its permissions"
        raise InputError(message) from None


def write_line(row: dict[str, Any] | str) -> None:
    """Print one line of JSON at once, UTF-8 whatever the locale."""
    text = row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def answer(path: str, ask: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer every line of a file with what `ask` makes of it; `InputError`s of a line become its answer."""
    bad = 0
    with opened(path) as stream:
        for number, raw in enumerate(stream, 1):
            row: dict[str, Any] = {}
            try:
                row = _parse(raw)
                made = ask(row)
            except InputError as error:
                bad += 1
                made = {"error": f"line {number}: {error}"}
            write_line({"id": row["id"], **made} if "id" in row else made)
    if bad:
        click.echo(f"dragoman: {bad} of the lines could not be answered; each says why in its place", err=True)


def _no_number(text: str) -> None:
    message = f"{text} is no number of JSON"
    raise ValueError(message)


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        row = json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        message = "is not JSON"
        raise InputError(message) from None
    if not isinstance(row, dict):
        message = "is not a JSON object"
        raise InputError(message)
    return row
