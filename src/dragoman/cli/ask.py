"""`dragoman classify` and `dragoman actor`: single questions to the parts that `read` is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.lines import answer, own_gazetteers, with_gazetteer, write_line
from dragoman.errors import InputError, UsageError
from dragoman.spans import Span

if TYPE_CHECKING:
    from pathlib import Path

    from dragoman.gazetteer import Gazetteer
    from dragoman.pipeline import Pipeline

__all__ = ["actor", "classify"]

LONGEST = 20_000
"""Characters of a text to classify: a sentence or a paragraph, not a book."""


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--none/--no-none", "allow_none", default=True, help="Whether NONE may be answered (default: it may).")
def classify(file: str, *, allow_none: bool) -> None:
    """Say what one actor does to another in each line of FILE (or `-`).

    A line is {"text", "actor": [start, end], "recipient": [start, end]}, offsets in code points, either side null.
    The answer is {"type", "act", "modality", "polarity", "confidence", "scores"}.
    """
    from dragoman.pipeline import load_pipeline

    pipeline = load_pipeline()
    answer(file, lambda row: _classified(row, pipeline, allow_none=allow_none))


def _classified(row: dict[str, Any], pipeline: Pipeline, *, allow_none: bool) -> dict[str, Any]:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        message = '"text" is missing or empty'
        raise InputError(message)
    if len(text) > LONGEST:
        message = f'"text" has {len(text)} characters; {LONGEST} are the most'
        raise InputError(message)
    sides = [_side(row, name, text) for name in ("actor", "recipient")]
    made = pipeline.judge(text, sides[0], sides[1], allow_none=allow_none)
    return {
        "type": made.type,
        "act": made.act,
        "modality": made.modality,
        "polarity": made.polarity,
        "confidence": made.confidence,
        "scores": dict(made.scores),
    }


def _side(row: dict[str, Any], name: str, text: str) -> Span | None:
    value = row.get(name)
    if value is None:
        return None
    whole = isinstance(value, list) and len(value) == 2 and all(isinstance(x, int) and not isinstance(x, bool) for x in value)
    if not whole or not 0 <= value[0] < value[1] <= len(text):
        message = f'"{name}" must be [start, end] with 0 <= start < end <= {len(text)}, or null'
        raise InputError(message)
    return Span(*value)


@click.command()
@click.argument("phrase")
@click.option("--date", help="The day for which the office is asked, ISO 8601; without it, the last office that the tables know.")
@click.option("--context", help="Text around the phrase: it decides between namesakes, tells names in full, and lends a role its state.")
@click.option("--jsonl", is_flag=True, help='PHRASE is a file (or `-`) of lines {"phrase", "date", "context"}.')
@with_gazetteer
def actor(phrase: str, date: str | None, context: str | None, *, jsonl: bool, gazetteers: tuple[Path, ...]) -> None:
    """Say whom PHRASE stands for: state, code, sectors, role, rank, as one JSON object."""
    from dragoman.assembly import load_gazetteer

    gazetteer = load_gazetteer(*own_gazetteers(gazetteers))
    if jsonl:
        if date or context:
            message = "--date and --context go into the lines with --jsonl"
            raise UsageError(message)
        answer(phrase, lambda row: _actor(row, gazetteer))
    else:
        write_line(_actor({"phrase": phrase, "date": date, "context": context}, gazetteer))


def _actor(row: dict[str, Any], gazetteer: Gazetteer) -> dict[str, Any]:
    from dragoman.lookup import resolve_phrase
    from dragoman.tables import is_day

    for name in ("phrase", "date", "context"):
        if not isinstance(row.get(name), str) and (name == "phrase" or row.get(name) is not None):
            message = f'"{name}" must be a string'
            raise InputError(message)
    date = row.get("date") or ""
    day = date[:10]
    if date and not (is_day(day) and (len(date) == len(day) or date[10] in "T ")):
        message = f'"date" is not a day as ISO 8601 writes it: {row["date"][:40]!r}'
        raise InputError(message)
    made = resolve_phrase(row["phrase"], gazetteer, day or None, row.get("context"))
    return {
        "kind": made.kind,
        "state": made.state,
        "code": made.code,
        "sectors": list(made.sectors),
        "name": made.name,
        "role": made.role,
        "rank": made.rank,
        "accredited_to": made.accredited_to,
        "reason": made.reason,
        "candidates": list(made.candidates),
    }
