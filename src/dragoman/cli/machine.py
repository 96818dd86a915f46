"""Commands about the program itself: `bench`, `doctor`, `schema`, `completion`."""

from __future__ import annotations

import json
import os
import platform
import sys
from typing import Any

import click

from dragoman.cli.lines import write_line

__all__ = ["bench", "completion", "doctor", "schema"]

SELF_TEST = "Norway sent doctors to Malawi on Friday."
LIBRARIES = ("onnxruntime", "tokenizers", "numpy", "trafilatura", "lxml", "sentencex", "ahocorasick-rs", "msgspec", "rich", "click")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
@click.option("--rounds", type=click.IntRange(1, 1000), default=10, show_default=True, help="How often the article is read.")
def bench(*, as_json: bool, rounds: int) -> None:
    """Measure the speed of reading on this machine, on the bundled article."""
    from dragoman.speed import measure

    made = measure(rounds)
    if as_json:
        write_line(made)
        return
    for name, value in made.items():
        click.echo(f"{name.replace('_', ' '):22} {value:>10.3f}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
def doctor(*, as_json: bool) -> None:
    """Say what is installed, the model's digest, and whether a small self-test passes. Exit code 3 if it does not."""
    import importlib.metadata

    import dragoman
    from dragoman.pipeline import load_pipeline

    pipeline = load_pipeline()
    events = dragoman.read(SELF_TEST, published="2021-03-08").events
    passed = [(e.type, e.date.start) for e in events] == [("AID", "2021-03-05")]
    made: dict[str, Any] = {
        "dragoman": importlib.metadata.version("dragoman"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
        "model": pipeline.encoder.digest,
        "ontology": f"{pipeline.ontology.version} ({pipeline.ontology.digest[:16]})",
        "gazetteer": f"{len(pipeline.gazetteer.states)} states, {len(pipeline.gazetteer.disputes)} disputes, "
        f"{len(pipeline.gazetteer.roles)} role phrases ({pipeline.gazetteer.digest[:16]})",
        "self_test": "passed" if passed else f"failed: {SELF_TEST!r} gave {[e.type for e in events]}; install dragoman again",
    }
    if as_json:
        write_line(made)
    else:
        for name, value in made.items():
            shown = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
            click.echo(f"{name.replace('_', ' '):10} {shown}")
    if not passed:
        sys.exit(3)


@click.command()
def schema() -> None:
    """Print the JSON Schema of a reading."""
    from dragoman.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2))


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), required=False)
def completion(shell: str | None) -> None:
    """Print the completion script of a shell: `eval "$(dragoman completion bash)"` in its start file.

    Without SHELL, the one named by the environment variable SHELL.
    """
    from click.shell_completion import get_completion_class

    from dragoman.cli import dragoman

    name = shell or os.path.basename(os.environ.get("SHELL", "bash"))  # noqa: PTH119 - a name, not a path to open
    made = get_completion_class(name)
    if made is None:
        message = f"there is no completion for {name}; give bash, zsh or fish"
        raise click.UsageError(message)
    click.echo(made(dragoman, {}, "dragoman", "_DRAGOMAN_COMPLETE").source())
