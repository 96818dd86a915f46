"""What a user sets, in rising order: the defaults, `dragoman.toml`, the environment, a command's own options.

`dragoman.toml` stands in the folder where the command runs, or is named by the environment variable DRAGOMAN_CONFIG.
Paths in it count from its own folder. Only commands read it: the library does as its arguments say.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Settings", "load_settings"]

FILE = "dragoman.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What is set: `gazetteers` are the user's own tables of actors, offices, disputes and contexts."""

    gazetteers: tuple[Path, ...] = ()


def load_settings(*, gazetteers: Sequence[Path] = (), environment: Mapping[str, str] = os.environ, folder: Path | None = None) -> Settings:
    """Put the settings together.

    Args:
        gazetteers: those that the command was given; they come on top of all others.
        environment: DRAGOMAN_CONFIG names the file, DRAGOMAN_GAZETTEER further tables, with the system's path separator between.
        folder: where to look for `dragoman.toml`; by default where the command runs.

    Raises:
        UsageError: the file cannot be read, is no TOML, or sets what there is not.
    """
    named = environment.get("DRAGOMAN_CONFIG")
    path = Path(named) if named else (folder or Path.cwd()) / FILE
    table = _read(path) if named or path.is_file() else {}
    own = [path.parent / name for name in _texts(path, table, "gazetteer")]
    for key in table:
        if key != "gazetteer":
            message = f"{path}: there is no setting {key!r}; there is gazetteer"
            raise UsageError(message)
    more = [Path(name) for name in environment.get("DRAGOMAN_GAZETTEER", "").split(os.pathsep) if name]
    return Settings(tuple(dict.fromkeys((*own, *more, *gazetteers))))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise UsageError(message) from error
    except (ValueError, RecursionError) as error:
        message = f"{path}: {str(error)[:200]}"
        raise UsageError(message) from error


def _texts(path: Path, table: Mapping[str, Any], key: str) -> list[str]:
    value = table.get(key, [])
    made = [value] if isinstance(value, str) else value
    if not isinstance(made, list) or not all(isinstance(item, str) for item in made):
        message = f'{path}: {key} must be a file or a list of files: ["mine.toml"]'
        raise UsageError(message)
    return made
