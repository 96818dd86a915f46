"""The encoder: text in, arrays out, and how text is cut and marked for it.

Three networks answer, one sequence at a time (dynamic int8 takes its scale over a whole batch, so a batch would let its
members change each other's answers):

- the *reader* takes a window, whole paragraphs up to `WINDOW` tokens, and tags mentions, attribution and the words of acts in one pass;
- the *judge of acts* takes one sentence with markers around the words of an act, for what it is and whose;
- the *judge of pairs* takes one sentence with markers around an actor and a recipient, for the type of what one does to the
  other.

The judges are loaded when they are first asked.
"""

from __future__ import annotations

import functools
import hashlib
import json
import time
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from dragoman.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    from dragoman.spans import Span

__all__ = ["Encoder", "Marked", "Output", "Window", "cut_windows", "load_encoder", "mark_act", "mark_pair", "model_folder"]

# Special entries of the encoder's vocabulary (BERT, uncased): start and separator, and four of its unused entries
# as markers around the actor and around the recipient, two more around the words of an act.
START, SEPARATOR = 101, 102
ACTOR, ACTOR_END, RECIPIENT, RECIPIENT_END, ACT, ACT_END = 1, 2, 3, 4, 5, 6

WINDOW = 256
"""Tokens of a window at most: the length the start weights were trained with."""
PAIR = 192
"""Tokens of a marked sentence at most: what is farther from the two spans is cut."""
FORMAT = 3
"""Of the model's inputs, outputs and `model.json`: a model of another format is refused."""
FILES = ("reader.onnx", "acts.onnx", "pairs.onnx", "tokenizer.json", "model.json")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of text as the encoder sees it: token ids and, for each, its span in the text (0, 0 for special ones)."""

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with markers: ids, offsets into the text (0, 0 for special ones), where the two opening markers stand.

    A side that is not told has no marker and the position 0.
    """

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    actor: int
    recipient: int


Output = dict[str, "NDArray[np.float32]"]
"""Logits by name, without the batch axis: see `train/net.py` for the names and shapes."""


def cut_windows(text: str, tokenizer: Tokenizer, sentences: Callable[[str], Sequence[Span]]) -> list[Window]:
    """Cut a text into windows of whole paragraphs.

    A paragraph longer than a window is cut at its sentences, a longer sentence anywhere between tokens.
    """
    room = WINDOW - 2
    windows: list[Window] = []
    ids: list[int] = []
    offsets: list[tuple[int, int]] = []

    def close() -> None:
        if ids:
            windows.append(Window((START, *ids, SEPARATOR), ((0, 0), *offsets, (0, 0))))
            ids.clear()
            offsets.clear()

    def add(piece_ids: Sequence[int], piece_offsets: Sequence[tuple[int, int]], *, paragraph: bool) -> None:
        if ids and len(ids) + 1 + len(piece_ids) > room:
            close()
        if ids and paragraph:
            ids.append(SEPARATOR)
            offsets.append((0, 0))
        ids.extend(piece_ids)
        offsets.extend(piece_offsets)

    at = 0
    for paragraph in text.split("\n\n"):
        encoded = tokenizer.encode(paragraph, add_special_tokens=False)
        spans = [(a + at, b + at) for a, b in encoded.offsets]
        if len(spans) <= room:
            if spans:
                add(encoded.ids, spans, paragraph=True)
        else:
            first = 0
            ends = [s.end + at for s in sentences(paragraph)] + [at + len(paragraph)]
            for number, end in enumerate(ends):
                last = first
                while last < len(spans) and spans[last][0] < end:
                    last += 1
                for cut in range(first, last, room):
                    stop = min(cut + room, last)
                    add(encoded.ids[cut:stop], spans[cut:stop], paragraph=number == 0 and cut == first)
                first = last
        at += len(paragraph) + 2
    close()
    return windows


def mark_pair(text: str, tokenizer: Tokenizer, actor: Span | None, recipient: Span | None) -> Marked:
    """Tokenise a sentence and put markers around its two sides; either may be missing.

    A sentence that is too long is cut to the tokens around the two sides.
    """
    return _marked(text, tokenizer, ((actor, ACTOR, ACTOR_END), (recipient, RECIPIENT, RECIPIENT_END)))


def mark_act(text: str, tokenizer: Tokenizer, words: Span) -> Marked:
    """Tokenise a sentence and put markers around the words of an act; both places of the answer are that of the act."""
    return _marked(text, tokenizer, ((words, ACT, ACT_END),))


def _marked(text: str, tokenizer: Tokenizer, sides: Sequence[tuple[Span | None, int, int]]) -> Marked:
    encoded = tokenizer.encode(text, add_special_tokens=False)
    spans = encoded.offsets
    placed: list[tuple[int, int, int, int]] = []
    for side, opening, closing in sides:
        inside = [i for i, (a, b) in enumerate(spans) if a < side.end and b > side.start] if side else []
        if inside:
            placed.append((inside[0], inside[-1] + 1, opening, closing))
    room = PAIR - 2 - 2 * len(placed)
    first, last = 0, len(spans)
    if last > room:
        low, high = min((s[0] for s in placed), default=0), max((s[1] for s in placed), default=0)
        first = max(0, min(low - max(0, room - (high - low)) // 2, last - room))
        last = first + room
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for start, end, opening, closing in placed:
        before.setdefault(max(start, first), []).append(opening)
        after.setdefault(min(end, last), []).insert(0, closing)
    ids, offsets = [START], [(0, 0)]
    where: dict[int, int] = {}
    for i in range(first, last + 1):
        for mark in after.get(i, ()):
            ids.append(mark)
            offsets.append((0, 0))
        if i == last:
            break
        for mark in before.get(i, ()):
            where[mark] = len(ids)
            ids.append(mark)
            offsets.append((0, 0))
        ids.append(encoded.ids[i])
        offsets.append(spans[i])
    ids.append(SEPARATOR)
    offsets.append((0, 0))
    left, right = where.get(ACTOR, where.get(ACT, 0)), where.get(RECIPIENT, where.get(ACT, 0))
    return Marked(tuple(ids), tuple(offsets), left, right)


def model_folder() -> Path:
    """Give the folder of the model that ships with the package."""
    with resources.as_file(resources.files("dragoman") / "data" / "model") as folder:
        return folder


@dataclass(slots=True)
class Encoder:
    """A loaded model. Calls are pure: the same ids give the same numbers, on any thread.

    `seconds` counts processor time spent inside the networks since loading, for `dragoman bench`.
    """

    folder: Path
    tokenizer: Tokenizer
    config: Mapping[str, Any]
    digest: str
    seconds: float = 0.0
    _sessions: dict[str, tuple[InferenceSession, tuple[str, ...]]] = field(default_factory=dict)

    def read(self, window: Window) -> Output:
        """Run a window through the reader."""
        return self._run("reader.onnx", {"ids": np.asarray([window.ids], dtype=np.int64)})

    def judge_act(self, act: Marked) -> Output:
        """Run a sentence with a marked act through its judge."""
        return self._judge("acts.onnx", act)

    def judge_pair(self, pair: Marked) -> Output:
        """Run a sentence with marked sides through its judge."""
        return self._judge("pairs.onnx", pair)

    def _judge(self, name: str, marked: Marked) -> Output:
        marks = np.asarray([[marked.actor, marked.recipient]], dtype=np.int64)
        return self._run(name, {"ids": np.asarray([marked.ids], dtype=np.int64), "marks": marks})

    def _run(self, name: str, feed: Mapping[str, NDArray[np.int64]]) -> Output:
        session, names = self._sessions.get(name) or self._sessions.setdefault(name, _session(self.folder / name))
        begin = time.thread_time()
        outputs = session.run(None, feed)
        self.seconds += time.thread_time() - begin
        return {output: value[0] for output, value in zip(names, outputs, strict=True)}


def _session(path: Path) -> tuple[InferenceSession, tuple[str, ...]]:
    """Open a network; give it with the names of its outputs.

    Raises:
        ModelError: it does not load.
    """
    import onnxruntime  # noqa: PLC0415 - heavy: loaded by those who read, not by those who import

    options = onnxruntime.SessionOptions()
    # One thread a session: int8 on two threads was slower than on one, and work is spread over processes instead.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        message = f"{path} does not load ({error}): install dragoman again, or run `make train`"
        raise ModelError(message) from error
    return session, tuple(output.name for output in session.get_outputs())


def load_encoder(folder: Path | None = None) -> Encoder:
    """Load the model from a folder, by default the one that ships with the package.

    Raises:
        ModelError: a file is missing, damaged or of another version.
    """
    return _load(folder or model_folder())


@functools.lru_cache(maxsize=2)
def _load(folder: Path) -> Encoder:
    for name in FILES:
        if not (folder / name).is_file():
            message = f"the model's file {name} is not in {folder}: install dragoman again, or run `make train`"
            raise ModelError(message)
    try:
        import onnxruntime  # noqa: F401, PLC0415 - here only to say early that it is missing
        from tokenizers import Tokenizer  # noqa: PLC0415
    except ImportError as error:
        message = f"{error.name} is not installed: run `pip install dragoman` again"
        raise ModelError(message) from error
    try:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        config = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    except Exception as error:
        message = f"the model in {folder} does not load ({error}): install dragoman again, or run `make train`"
        raise ModelError(message) from error
    if config.get("format") != FORMAT:
        message = f"the model in {folder} has format {config.get('format')}, this version needs {FORMAT}: run `make train` or install again"
        raise ModelError(message)
    whole = hashlib.sha256()
    for name in FILES:
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if name != "model.json" and config.get("digests", {}).get(name) != digest:
            message = (
                f"{folder / name} is not the file that model.json was written for (its SHA-256 begins {digest[:16]}): "
                "install dragoman again, or run `make train`"
            )
            raise ModelError(message)
        whole.update(digest.encode())
    # The reader is loaded at once, so that its faults come at once.
    return Encoder(folder, tokenizer, config, whole.hexdigest(), _sessions={"reader.onnx": _session(folder / "reader.onnx")})
