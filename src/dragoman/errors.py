"""The errors of dragoman, and the exit code that each ends a command with.

    DragomanError                 2
    ├── UsageError                2   an option or setting that cannot be
    ├── InputError                1   an input that cannot be read
    ├── ModelError                3   the model's files are missing or do not fit this version
    └── DataError                 3   a table of the package is faulty

Every message says what was wrong, where, and what to do next.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = ["DataError", "DragomanError", "InputError", "ModelError", "UsageError"]


class DragomanError(Exception):
    """The base of all errors that dragoman raises on purpose."""

    exit_code: ClassVar[int] = 2


class UsageError(DragomanError):
    """A setting or an argument that makes no sense."""


class InputError(DragomanError):
    """An input that cannot be read."""

    exit_code: ClassVar[int] = 1


class ModelError(DragomanError):
    """The model's files are missing, damaged, or made for another version."""

    exit_code: ClassVar[int] = 3


class DataError(DragomanError):
    """A table that ships with the package does not hold what it should."""

    exit_code: ClassVar[int] = 3
