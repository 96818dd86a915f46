"""`dragoman read`: articles in, readings out."""

from __future__ import annotations

import collections
import itertools
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from dragoman.cli.lines import opened, own_gazetteers, with_gazetteer, write_line
from dragoman.errors import InputError, UsageError
from dragoman.models import Article, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dragoman.models import Reading
    from dragoman.pipeline import Pipeline

__all__ = ["read"]

_In = TypeVar("_In")
_Out = TypeVar("_Out")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each article.")
@click.option(
    "--jsonl", is_flag=True, help='FILE holds lines {"id", "text" or "html", "title", "published", "url", "outlet"}; each is answered.'
)
@click.option("--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Also write a self-contained page of the reading.")
@click.option("--threads", type=click.IntRange(1, 64), default=1, show_default=True, help="Articles read at once; the output is the same.")
@click.option("--min-confidence", type=click.FloatRange(0.0, 1.0), default=0.0, show_default=True, help="Leave out events below it.")
@click.option("--explain", is_flag=True, help="Add to each event the three likeliest types and how likely they are.")
@with_gazetteer
def read(  # noqa: PLR0913 - one for each option
    files: tuple[str, ...],
    *,
    as_json: bool,
    jsonl: bool,
    page: Path | None,
    threads: int,
    min_confidence: float,
    explain: bool,
    gazetteers: tuple[Path, ...],
) -> None:
    """Read articles from files (text or HTML; `-` is standard input) and show what was read.

    Exit code 1 if a file could not be read; the others are read all the same.
    """
    if page and (jsonl or len(files) > 1):
        message = "--html writes one page: give one FILE and no --jsonl"
        raise UsageError(message)
    from dragoman.pipeline import load_pipeline

    def load() -> Pipeline:
        return load_pipeline(gazetteers=own_gazetteers(gazetteers), minimum=min_confidence)

    if jsonl:
        _read_lines(files, threads, load(), explain=explain)
        return

    # What cannot be read says so before the model is loaded.
    items = [(name, _article(name)) for name in files]
    articles = [item for _, item in items if isinstance(item, Article)]
    bad = [(name, item) for name, item in items if isinstance(item, Rejected)]
    readings = _in_order(articles, load(), threads) if articles else iter(())
    for number, reading in enumerate(readings):
        if as_json:
            write_line(reading.to_json(explain=explain))
        else:
            _show(reading, last=number == len(articles) - 1, explain=explain)
        if page:
            _write_page(reading, page, explain=explain)
    for name, item in bad:
        click.echo(f"dragoman: {name}: {item.message}", err=True)
    if bad:
        sys.exit(InputError.exit_code)


def _article(name: str) -> Article | Rejected:
    from dragoman.sources import read_file, read_stream

    return read_stream(sys.stdin.buffer, "-") if name == "-" else read_file(Path(name))


def _in_order(items: Iterable[_In], work: Callable[[_In], _Out], threads: int) -> Iterator[_Out]:
    """Do the same work on every item, several at once, answers in order, with no more than a few items waiting."""
    if threads == 1:
        yield from map(work, items)
        return
    rest = iter(items)
    with ThreadPoolExecutor(threads) as pool:
        while batch := list(itertools.islice(rest, 4 * threads)):
            yield from pool.map(work, batch)


def _show(reading: Reading, *, last: bool, explain: bool) -> None:
    from rich.console import Console

    from dragoman.show.terminal import print_reading

    console = Console(highlight=False, soft_wrap=False)
    print_reading(reading, console, explain=explain)
    if not last:
        console.print()


def _write_page(reading: Reading, page: Path, *, explain: bool) -> None:
    from dragoman.show.page import page as render

    try:
        page.write_text(render(reading, explain=explain), encoding="utf-8")
    except OSError as error:
        message = f"{page}: cannot be written ({error.strerror}); give another --html FILE"
        raise UsageError(message) from error


def _read_lines(files: tuple[str, ...], threads: int, pipeline: Pipeline, *, explain: bool) -> None:
    from dragoman.sources import read_lines

    bad: collections.Counter[str] = collections.Counter()
    total = 0

    def answered(item: tuple[str | int | None, Article | Rejected]) -> tuple[str, str | None]:
        """Give a line's answer, and the reason where it is an error."""
        identity, article = item
        if isinstance(article, Rejected):
            return _error(identity, article.message), article.reason
        try:
            reading = pipeline(article)
        except Exception as error:  # noqa: BLE001 - the boundary of one article: the rest goes on
            return _error(identity, f"could not be read ({type(error).__name__}: {error}); please report it"), "failure"
        import msgspec

        return msgspec.json.encode({"id": identity, **reading.to_dict(explain=explain)}).decode(), None

    for name in files:
        with opened(name) as stream:
            for line, reason in _in_order(read_lines(stream, name), answered, threads):
                total += 1
                if reason:
                    bad[reason] += 1
                write_line(line)
    if bad:
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(bad.items()))
        click.echo(f"dragoman: {bad.total()} of {total} lines could not be read: {reasons}", err=True)


def _error(identity: str | int | None, message: str) -> str:
    import msgspec

    return msgspec.json.encode({"id": identity, "error": message}).decode()
