"""dragoman reads news reports and communiqués into a cited record of the relations between states.

    import dragoman

    reading = dragoman.read(text, published="2021-03-04")
    for event in reading.events:
        print(event.type, event.dyads(), [e.field for e in event.evidence])

Importing the package loads neither the model nor the libraries that read pages; the first reading does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.errors import DragomanError, InputError, ModelError
from dragoman.models import Actor, Article, Event, Position, Reading, Rejected, Statement
from dragoman.spans import Span

if TYPE_CHECKING:
    from dragoman.pipeline import Pipeline

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


def read(
    text: str, *, title: str | None = None, published: str | None = None, url: str | None = None, outlet: str | None = None
) -> Reading:
    """Read one article.

    Args:
        text: its clean body, paragraphs with a blank line between; offsets of the reading are code points into it.
        title: its title; kept, never coded.
        published: when it was published, ISO 8601; relative dates count from it.
        url: where it stands.
        outlet: who published it.

    Returns:
        The reading. Nothing found is a reading too, with a warning that says why.

    Raises:
        InputError: the text is empty or no text.
        ModelError: the model's files are missing or damaged.

    Example:
        >>> reading = read("Kenya sent rice to Malawi on Friday.", published="2021-03-08")
        >>> [(event.type, event.date.start) for event in reading.events]
        [('AID', '2021-03-05')]
    """
    from dragoman.sources import Given, from_text  # noqa: PLC0415 - see the module's docstring

    article = from_text(text, Given(title=title, published=published, url=url, outlet=outlet))
    if isinstance(article, Rejected):
        raise InputError(article.message)
    return _pipeline()(article)


def _pipeline() -> Pipeline:
    from dragoman.pipeline import load_pipeline  # noqa: PLC0415

    return load_pipeline()
