"""dragoman reads news reports and communiqués into a cited record of the relations between states.

    import dragoman

    reading = dragoman.read(text, published="2021-03-04")
    for event in reading.events:
        print(event.type, event.dyads(), [e.field for e in event.evidence])

Importing the package loads neither the model nor the libraries that read pages; the first reading does.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.errors import DragomanError, InputError, ModelError
    from dragoman.models import Actor, Article, Event, Position, Reading, Rejected, Statement
    from dragoman.pipeline import Pipeline
    from dragoman.spans import Span

__all__ = [
    "Actor",
    "Article",
    "DragomanError",
    "Event",
    "InputError",
    "ModelError",
    "Position",
    "Reading",
    "Rejected",
    "Span",
    "Statement",
    "read",
]

_HOMES = dict.fromkeys(("DragomanError", "InputError", "ModelError"), "dragoman.errors") | {"Span": "dragoman.spans"}


def __getattr__(name: str) -> object:
    """Bring a public name from its module when it is first asked for."""
    if name not in __all__:
        message = f"module 'dragoman' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES.get(name, "dragoman.models")), name)


def read(
    text: str,
    *,
    title: str | None = None,
    published: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    gazetteers: tuple[Path, ...] = (),
    min_confidence: float = 0.0,
) -> Reading:
    """Read one article.

    Args:
        text: its clean body, paragraphs with a blank line between; offsets of the reading are code points into it.
        title: its title; kept, never coded.
        published: when it was published, ISO 8601; relative dates count from it.
        url: where it stands.
        outlet: who published it.
        gazetteers: files with actors, offices, disputes or contexts of your own, on top of the package's tables.
        min_confidence: leave out events below this confidence, 0 to 1.

    Returns:
        The reading. Nothing found is a reading too, with a warning that says why.

    Raises:
        InputError: the text is empty or no text, or a file of your own is faulty.
        ModelError: the model's files are missing or damaged.

    Example:
        >>> reading = read("Kenya sent rice to Malawi on Friday.", published="2021-03-08")
        >>> [(event.type, event.date.start) for event in reading.events]
        [('AID', '2021-03-05')]
    """
    from dragoman.errors import InputError  # noqa: PLC0415 - see the module's docstring
    from dragoman.models import Rejected  # noqa: PLC0415
    from dragoman.sources import Given, from_text  # noqa: PLC0415

    article = from_text(text, Given(title=title, published=published, url=url, outlet=outlet))
    if isinstance(article, Rejected):
        raise InputError(article.message)
    return _pipeline(gazetteers, min_confidence)(article)


def _pipeline(gazetteers: tuple[Path, ...], minimum: float) -> Pipeline:
    from dragoman.pipeline import load_pipeline  # noqa: PLC0415

    return load_pipeline(gazetteers=gazetteers, minimum=minimum)
