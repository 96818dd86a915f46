"""From the encoder's arrays to annotations and judgements; numpy only.

`annotate` decodes the windows of a text, `judge` one marked pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dragoman.models import Annotations, Quotation, TaggedSpan, Topic
from dragoman.spans import EDGE, Span, trim

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dragoman.encode import Marked, Output, Window

__all__ = ["Judgement", "annotate", "judge"]

MENTIONS = ("actor", "place", "date", "dispute")
SPEECH = ("source", "cue", "content")
LINKED = 0.5
"""A cue without a source shares another cue's from this probability of the link on. By hand; rerun the attribution test."""
ACT_WORDS = 8
"""Tokens that the words of an act have at most."""


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    shifted = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    made: NDArray[np.float64] = shifted / shifted.sum(axis=-1, keepdims=True)
    return made


def _best_path(logits: NDArray[np.float32]) -> list[int]:
    """Give the likeliest legal tags: an I follows only a B or I of its own kind. Labels: O, B1, I1, B2, I2 ..."""
    count, labels = logits.shape
    legal = np.zeros((labels, labels))
    for label in range(2, labels, 2):
        legal[:, label] = -np.inf
        legal[[label - 1, label], label] = 0.0
    scores = np.log(_softmax(logits) + 1e-12)
    best = scores[0].copy()
    best[2::2] = -np.inf
    back = np.zeros((count, labels), dtype=np.int64)
    for i in range(1, count):
        ways = best[:, None] + legal
        back[i] = ways.argmax(axis=0)
        best = ways.max(axis=0) + scores[i]
    path = [int(best.argmax())]
    for i in range(count - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


def _runs(path: Sequence[int]) -> list[tuple[int, int, int]]:
    """Give (kind, first token, last token) of each tagged run."""
    found: list[tuple[int, int, int]] = []
    for i, label in enumerate(path):
        if label % 2:
            found.append((label // 2, i, i))
        elif label and found:
            kind, first, _ = found[-1]
            found[-1] = (kind, first, i)
    return found


def _legal(path: list[int], window: Window) -> list[int]:
    """Clear tags of special tokens."""
    return [label if window.offsets[i][1] else 0 for i, label in enumerate(path)]


def annotate(text: str, windows: Sequence[Window], outputs: Sequence[Output]) -> Annotations:
    """Decode the windows of a text: mentions, and attributions linked within their window."""
    mentions: list[TaggedSpan] = []
    quotations: list[Quotation] = []
    topics: list[Topic] = []
    for window, output in zip(windows, outputs, strict=True):
        sure = _softmax(output["mention"])
        path = _legal(_best_path(output["mention"]), window)
        for kind, first, last in _runs(path):
            span = trim(text, window.offsets[first][0], window.offsets[last][1])
            if span:
                score = float(np.mean([sure[i, path[i]] for i in range(first, last + 1)]))
                mentions.append(TaggedSpan(MENTIONS[kind], span.start, span.end, round(score, 6)))
        quotations += _linked(text, window, output)
        inside = [offset for offset in window.offsets if offset[1]]
        topics.append(Topic(Span(inside[0][0], inside[-1][1]), round(float(output["topic"][0]), 4)))
    return Annotations(tuple(mentions), tuple(quotations), tuple(topics))


def _linked(text: str, window: Window, output: Output) -> list[Quotation]:
    runs: dict[str, list[tuple[int, Span]]] = {}
    for layer, name in enumerate(SPEECH):
        path = _legal(_best_path(output["speech"][:, 3 * layer : 3 * layer + 3]), window)
        found: list[tuple[int, Span]] = []
        for _, first, last in _runs(path):
            # A content keeps the quote marks at its ends: they tell direct speech.
            edge = " \n\t\r\u00a0,;:" if name == "content" else EDGE
            span = trim(text, window.offsets[first][0], window.offsets[last][1], edge)
            if span:
                found.append((first, span))
        runs[name] = found
    cues = runs["cue"]
    if not cues:
        return []
    keys = output["link_cue"][[first for first, _ in cues]]
    mine: list[dict[str, list[Span]]] = [{"source": [], "content": []} for _ in cues]
    chances = {
        name: np.array([1.0 / (1.0 + np.exp(-(keys @ output["link_to"][first]) / 8.0)) for first, _ in runs[name]])
        for name in ("source", "content")
    }
    for name, chance in chances.items():
        for (_, span), row in zip(runs[name], chance, strict=True):
            mine[int(row.argmax())][name].append(span)
    # "He said X and added Y": a cue without a source of its own shares the likeliest one.
    for number, parts in enumerate(mine):
        if not parts["source"] and len(chances["source"]):
            best = int(chances["source"][:, number].argmax())
            if chances["source"][best, number] > LINKED:
                parts["source"].append(runs["source"][best][1])
    return [
        Quotation(tuple(parts["source"]), (cue,), tuple(parts["content"]))
        for (_, cue), parts in zip(cues, mine, strict=True)
        if parts["source"] or parts["content"]
    ]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the encoder says of a pair: probabilities of the types (NONE first), and the rest as chosen labels.

    `words` are the words of the act, a span of the sentence; `confidence` is the probability of `type`.
    """

    type: str
    confidence: float
    scores: Mapping[str, float]
    act: str | None
    modality: str
    polarity: str
    aspect: str
    mutual: float
    words: Span | None


def judge(marked: Marked, output: Output, config: Mapping[str, Any], *, allow_none: bool = True) -> Judgement:
    """Decode a pair. `config` holds the label names and the temperature that calibrates the type's probabilities."""
    heads: Mapping[str, Sequence[str]] = config["heads"]
    names = heads["type"]
    logits = (output["type"] / float(config["temperature"])).astype(np.float32)
    if not allow_none:
        logits[0] = -1e9
    chances = _softmax(logits)
    best = int(chances.argmax())
    chosen = {name: heads[name][int(output[name].argmax())] for name in ("modality", "polarity", "aspect")}
    act = None
    if names[best] in config["about_an_act"]:
        number = int(output["act"].argmax())
        act = names[number] if number else None
    return Judgement(
        type=names[best],
        confidence=round(float(chances[best]), 6),
        scores={name: round(float(p), 6) for name, p in zip(names, chances, strict=True)},
        act=act,
        mutual=round(float(_softmax(output["mutual"])[1]), 6),
        words=_words(marked, output["words"]),
        **chosen,
    )


def _words(marked: Marked, logits: NDArray[np.float32]) -> Span | None:
    """Give the likeliest stretch of at most `ACT_WORDS` tokens."""
    best, span = -np.inf, None
    usable = [i for i, (_, end) in enumerate(marked.offsets) if end]
    allowed = set(usable)
    for first in usable:
        for last in range(first, min(first + ACT_WORDS, len(logits))):
            if last not in allowed:
                break
            score = float(logits[first, 0] + logits[last, 1])
            if score > best:
                best, span = score, Span(marked.offsets[first][0], marked.offsets[last][1])
    return span
