"""The commands. Each parses, calls one function, prints."""

from __future__ import annotations

import sys

import click

from dragoman.cli.ask import actor, classify
from dragoman.cli.evaluate import evaluate
from dragoman.cli.machine import bench, completion, doctor, schema
from dragoman.cli.read import read
from dragoman.errors import DragomanError

__all__ = ["dragoman", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="dragoman", message="dragoman %(version)s")
def dragoman() -> None:
    """Read news reports and communiqués into a cited record of the relations between states.

    Every record points at the characters that it was read from. Start with `dragoman read FILE`.
    """


for command in (read, classify, actor, bench, evaluate, doctor, schema, completion):
    dragoman.add_command(command)


def main() -> None:
    """Run a command; an error of ours is one line on standard error and its own exit code."""
    try:
        dragoman()
    except DragomanError as error:
        click.echo(f"dragoman: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has had enough of it.
        sys.stderr.close()
        sys.exit(0)
