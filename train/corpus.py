"""The written corpus: `python train/corpus.py [FILE ...]` checks files and prints counts.

Beside the form itself (`corpus/FORM.md`, read by `dragoman.goldform`): that every file has its brief, that no text comes
twice, that development and training share no sentence and no long run of words, and, where the public data are at hand, that
no sentence of theirs stands here. Faults are printed with file and line, and the exit code is 1.
"""

from __future__ import annotations

import collections
import os
import pathlib
import re
import sys
from typing import TYPE_CHECKING

from dragoman.goldform import ASPECTS, MODALITIES, POLARITIES, EventLine, FormError, Mark, Passage, read_passages
from dragoman.ontology import load_ontology

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ASPECTS", "MODALITIES", "POLARITIES", "EventLine", "FormError", "Mark", "Passage", "faults", "load", "read_passages"]

CORPUS = pathlib.Path(__file__).parent / "corpus"
DATA = pathlib.Path(os.environ.get("DRAGOMAN_DATA", pathlib.Path(__file__).parents[2] / "shared" / "data"))
"""Where the public sets are; see `MODEL_CARD.md` for their terms."""
# Held apart by brief: whole files, never trained on.
DEVELOPMENT = ("dev", "dev-articles", "dev-week", "dev-quiet")
NEAR = 12
"""Words in a row that development and training may not share."""
LONG = 6
"""Words from which on a sentence is one's own: shorter ones ("he said on Monday") are anybody's."""

TYPES = tuple(load_ontology().types)
MODES = {name: tuple(mode.name for mode in kind.modes) for name, kind in load_ontology().types.items()}
CONTEXTS = tuple(context.name for context in load_ontology().contexts)
ABOUT_AN_ACT = frozenset(name for name, kind in load_ontology().types.items() if kind.about_act)


def load(*, development: bool = False) -> list[Passage]:
    """Give all passages of the training part, or of the development part."""
    return [
        passage for path in sorted(CORPUS.glob("*.txt")) if (path.stem in DEVELOPMENT) == development for passage in read_passages(path)[0]
    ]


def faults(paths: list[pathlib.Path] | None = None) -> list[str]:
    """Give the faults of files, of all where none are named, as lines `file:line: what`."""
    found: list[str] = []
    seen: dict[str, str] = {}
    read = {path: read_passages(path) for path in (sorted(CORPUS.glob("*.txt")) if paths is None else paths)}
    for path, (passages, bad) in read.items():
        found += bad
        if path.parent == CORPUS and not (CORPUS / "briefs" / f"{path.stem}.md").is_file():
            found.append(f"{path.name}:1: there is no brief briefs/{path.stem}.md")
        for passage in passages:
            key = " ".join(_words(passage.text))
            if key in seen:
                found.append(f"{passage.name}: the same text as {seen[key]}")
            seen[key] = passage.name
    everything = [passage for passages, _ in read.values() for passage in passages]
    return found + _shared(everything) + _public(everything)


def _words(text: str) -> list[str]:
    return re.sub(r"\W+", " ", text).casefold().split()


def _sentences(text: str) -> Iterator[list[str]]:
    for sentence in re.split(r"(?<=[.!?])[\"”')]*\s+", text):
        if len(words := _words(sentence)) >= LONG:
            yield words


def _shared(passages: list[Passage]) -> list[str]:
    """Faults: what stands both in development and in training."""
    held = [p for p in passages if p.name.split(":")[0] in DEVELOPMENT]
    runs: dict[tuple[str, ...], str] = {}
    for passage in passages:
        if passage not in held:
            words = _words(passage.text)
            runs.update({tuple(words[i : i + NEAR]): passage.name for i in range(len(words) - NEAR + 1)})
            runs.update({tuple(words): passage.name for words in _sentences(passage.text)})
    made = []
    for passage in held:
        words = _words(passage.text)
        several = [tuple(words[i : i + NEAR]) for i in range(len(words) - NEAR + 1)] + [tuple(s) for s in _sentences(passage.text)]
        if run := next((run for run in several if run in runs), None):
            made.append(f"{passage.name}: shares {' '.join(run)!r} with {runs[run]}")
    return made


def _public(passages: list[Passage]) -> list[str]:
    """Faults: sentences that stand in the public data; none where those are absent."""
    files = [path for pattern in ("**/*.jsonl", "**/*.txt", "**/*.json") for path in DATA.glob(pattern)]
    known = {tuple(words) for path in files for words in _sentences(path.read_text(encoding="utf-8", errors="replace"))}
    return [
        f"{passage.name}: {' '.join(words)!r} stands in the public data"
        for passage in passages
        for words in _sentences(passage.text)
        if tuple(words) in known
    ]


def sentences(text: str) -> int:
    """Count sentences roughly: ends of sentences in clean text."""
    return max(1, len(re.findall(r"[.!?][\"”')]*(?:\s|$)", text)))


def main(arguments: list[str]) -> int:
    """Validate files and print what they hold."""
    paths = [pathlib.Path(x) for x in arguments] or sorted(CORPUS.glob("*.txt"))
    bad = faults(paths if arguments else None)
    total: collections.Counter[str] = collections.Counter()
    types: collections.Counter[str] = collections.Counter()
    for path in paths:
        for passage in read_passages(path)[0]:
            total["passages"] += 1
            total["sentences"] += sentences(passage.text)
            total["without events"] += not passage.events
            total["attributions"] += len({mark.number for mark in passage.of("c")})
            for event in passage.events:
                types[event.type] += 1
                total[event.modality] += 1
                total[event.polarity] += 1
                total[event.aspect] += 1
                total["with a mode"] += event.mode is not None
            total["positions"] += len(passage.positions)
            total["milestones"] += len(passage.milestones)
            total["assessments"] += len(passage.assessments)
    print(*bad, sep="\n")
    print(f"{len(bad)} faults;", ", ".join(f"{count} {name}" for name, count in total.items()))
    print(", ".join(f"{name} {types[name]}" for name in TYPES))
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
