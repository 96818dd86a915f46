"""`dragoman evaluate`: how well whole articles are read, against pinned floors, and against an older revision."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.lines import write_line
from dragoman.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragoman.evaluate import Figure, Read

__all__ = ["evaluate"]

FILES = ("dev-articles.txt", "dev-week.txt", "dev-quiet.txt")
FEWER = frozenset({"calibration error", "articles without events that get one"})
"""Figures that are the better the smaller they are: their floors are ceilings."""
PINNED = (
    "tuples of two states precision",
    "tuples of two states f1",
    "tuples f1",
    "modality macro f1",
    "polarity macro f1",
    "asserted by",
    "mode",
    "contexts micro f1",
    "date",
    "place country",
    "articles without events that get one",
    "calibration error",
)


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
@click.option("--floors", type=click.Path(dir_okay=False, path_type=Path), help="The file of floors (default: beside the files).")
@click.option("--pin", is_flag=True, help="Write the figures as the new floors. No floor goes down, unless --lower is given.")
@click.option("--lower", is_flag=True, help="With --pin: floors may go down.")
@click.option("--against", metavar="REV", help="Say which articles gained, lost or changed events since a git revision.")
@click.option("--errors", is_flag=True, help="Print the tuples that are missed or should not be there, by article.")
def evaluate(
    files: tuple[Path, ...], *, as_json: bool, floors: Path | None, pin: bool, lower: bool, against: str | None, errors: bool
) -> None:
    """Read annotated articles and say how well: text in, event tuples out.

    FILEs are in the corpus form (train/corpus/FORM.md) with `@` lines; without any, the development articles of a checkout are
    read. The exit code is 1 if a figure is below its floor, or the articles are not those that the floors were pinned on.
    """
    from dragoman.evaluate import digest_of, figures, load_gold, read_gold
    from dragoman.pipeline import load_pipeline

    paths = list(files) or [Path("train", "corpus", name) for name in FILES]
    if not files and not paths[0].is_file():
        message = "the development articles are not here: run it in a checkout of dragoman, or name files of your own"
        raise UsageError(message)
    if against and (pin or as_json or errors):
        message = "--against stands alone: it prints what differs and nothing else"
        raise UsageError(message)
    passages = load_gold(paths)
    items = read_gold(passages, load_pipeline())
    if against:
        _compare(items, against)
        return
    made = figures(items)
    place = floors or paths[0].parent / "floors.json"
    if as_json:
        write_line({name: {"value": round(f.value, 4), "low": f.low, "high": f.high, "cases": f.cases} for name, f in made.items()})
    else:
        _show(made, len(items))
    if errors:
        _errors(items)
    digest = digest_of(paths)
    if pin:
        _pin(place, digest, made, lower=lower)
    elif place.is_file() and _below(place, digest, made):
        sys.exit(1)


def _show(made: Mapping[str, Figure], articles: int) -> None:
    click.echo(f"{articles} articles; intervals hold 95 of 100 resamplings of the articles")
    for name, figure in made.items():
        interval = f"[{figure.low:.3f}, {figure.high:.3f}]" if figure.low is not None and figure.high is not None else ""
        click.echo(f"{name:52} {figure.value:6.3f} {interval:16} of {figure.cases}")


def _errors(items: Sequence[Read]) -> None:
    from dragoman.evaluate import differences

    for item in items:
        for word, one in differences(item):
            click.echo(f"{word:6} {item.gold.name:16} {' '.join(x or '-' for x in one)}")


def _floor(name: str, value: float) -> float:
    """Give a figure as a floor, to the whole hundredth that it certainly passes."""
    return math.ceil(value * 100) / 100 if name in FEWER else math.floor(value * 100) / 100


def _load(place: Path) -> dict[str, Any]:
    try:
        table: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{place}: {error}"
        raise InputError(message) from error
    if not isinstance(table, dict) or not isinstance(table.get("floors"), dict) or set(table["floors"]) - set(PINNED):
        message = f"{place}: is no file of floors; write one with --pin"
        raise InputError(message)
    return table


def _pin(place: Path, digest: str, made: Mapping[str, Figure], *, lower: bool) -> None:
    old = _load(place)["floors"] if place.is_file() else {}
    new = {name: _floor(name, made[name].value) for name in PINNED}
    worse = [name for name, value in new.items() if name in old and (value > old[name] if name in FEWER else value < old[name])]
    if worse and not lower:
        message = f"{place}: floors would go down ({', '.join(worse)}); give --lower if that is meant"
        raise UsageError(message)
    place.write_text(json.dumps({"digest": digest, "floors": new}, indent=1) + "\n", encoding="utf-8")
    click.echo(f"pinned in {place}", err=True)


def _below(place: Path, digest: str, made: Mapping[str, Figure]) -> bool:
    table = _load(place)
    if table.get("digest") != digest:
        click.echo(f"dragoman: the articles are not those that {place} was pinned on: look at the change, then --pin", err=True)
        return True
    below = False
    for name, floor in table["floors"].items():
        value = made[name].value
        if value > floor if name in FEWER else value < floor:
            click.echo(f"dragoman: {name} is {value:.3f}, its floor {floor:.2f}", err=True)
            below = True
    return below


def _compare(items: Sequence[Read], revision: str) -> None:
    """Read the same articles with the program as it was, in a work tree of its own, and print what differs by article."""
    lines = "".join(
        json.dumps({"id": item.gold.name, "text": item.gold.text, "published": item.gold.published or None}) + "\n" for item in items
    )
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        _run(["git", "worktree", "add", "--detach", "--quiet", str(tree), revision])
        try:
            code = f"import sys; sys.path.insert(0, {str(tree / 'src')!r}); from dragoman.cli import main; main()"
            told = _run([sys.executable, "-c", code, "read", "--jsonl", "-"], lines)
        finally:
            _run(["git", "worktree", "remove", "--force", str(tree)])
    lost = [row["id"] for row in (json.loads(line) for line in told.split("\n") if line) if "error" in row]
    if lost:
        message = f"{revision} could not read {', '.join(lost[:5])}"
        raise UsageError(message)
    old = {row["article"]["id"]: row for row in (json.loads(line) for line in told.split("\n") if line) if "article" in row}
    counts: Counter[str] = Counter()
    for item in items:
        before, after = Counter(_lines(old.get(item.gold.name, {}))), Counter(_lines(item.reading.to_dict()))
        for word, more in (("gained", after - before), ("lost", before - after)):
            counts[word] += sum(more.values())
            for one in sorted(more.elements()):
                click.echo(f"{word:6} {item.gold.name:16} {one}")
    click.echo(f"against {revision}: {counts['gained']} events gained, {counts['lost']} lost in {len(items)} articles")


def _line(event: Mapping[str, Any], codes: Mapping[str, str]) -> str:
    doers, others = ("+".join(sorted(codes[a] for a in event[side])) for side in ("actors", "recipients"))
    arrow, act = "<>" if event["reciprocal"] else ">", f"/{event['act']}" if event["act"] else ""
    return f"{doers} {arrow} {others or '-'} {event['type']}{act} {event['modality']} {event['polarity']}"


def _lines(reading: Mapping[str, Any]) -> list[str]:
    codes = {a["id"]: a.get("state") or a.get("code") or a["name"] for a in reading.get("actors", ())}
    full: dict[str, Any] = {"act": None, "recipients": [], "reciprocal": False}
    return [_line({**full, **event}, codes) for event in reading.get("events", ())]


def _run(command: list[str], given: str | None = None) -> str:
    done = subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 - git and ourselves
    if done.returncode:
        message = f"{' '.join(command[:4])}: {done.stderr.strip()[-300:]}"
        raise UsageError(message)
    return done.stdout
