"""From the encoder's arrays to annotations and judgements; numpy only.

Of the reader's windows, `annotate` decodes mentions and attributions, `words_of_acts` where acts are told; of the judge's answers,
`tell` decodes one on a marked act, `judge` one on a marked pair.
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

__all__ = ["Judgement", "Told", "annotate", "judge", "tell", "words_of_acts"]

MENTIONS = ("actor", "place", "date", "dispute")
SPEECH = ("source", "cue", "content")
LINKED = 0.5
"""A cue without a source shares another cue's from this probability of the link on. By hand; rerun the attribution test."""
ACT_WORDS = 8
"""Tokens that the words of an act have at most."""
TOLD = 0.25
"""Probability from which on an act is looked at at all; what becomes an event is decided in `events.py`."""
MODE = 0.05
"""Probability below which a mode is not mentioned."""


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
        elif label and found and found[-1][2] == i - 1 and found[-1][0] == label // 2 - 1:
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
    """What is done: probabilities of the types (NONE first), and the rest as chosen labels.

    `confidence` is the probability of `type`, `mutual` that all sides do it with each other, `reality` that modality and
    polarity are as chosen.
    """

    type: str
    confidence: float
    scores: Mapping[str, float]
    act: str | None
    modality: str
    polarity: str
    aspect: str
    mutual: float
    reality: float = 1.0


@dataclass(frozen=True, slots=True)
class Told:
    """An act told in a text: its words, what it is, and how likely each given mention is its doer and its other side.

    `chance` is the probability that the words tell an act, by the reader alone. `modes` are probabilities by type and mode
    ("CONSULT visit"), of the likelier ones; `contexts` by name.
    """

    words: Span
    chance: float
    judgement: Judgement
    modes: Mapping[str, float]
    contexts: Mapping[str, float]
    doers: tuple[float, ...]
    others: tuple[float, ...]


def judge(output: Output, config: Mapping[str, Any], *, allow_none: bool = True) -> Judgement:
    """Decode what is done. `config` holds the label names and the temperature that calibrates the type's probabilities."""
    heads: Mapping[str, Sequence[str]] = config["heads"]
    names = heads["type"]
    types = (output["type"] / float(config["temperature"])).astype(np.float32)
    if not allow_none:
        types[0] = -1e9
    chances = _softmax(types)
    best = int(chances.argmax())
    chosen = {name: heads[name][int(output[name].argmax())] for name in ("modality", "polarity", "aspect")}
    # The act that is meant is no choice between NONE and the act itself.
    act = heads["act"][int(output["act"].argmax())] if names[best] in config["about_an_act"] else "NONE"
    return Judgement(
        type=names[best],
        confidence=round(float(chances[best]), 6),
        scores={name: round(float(p), 6) for name, p in zip(names, chances, strict=True)},
        act=None if act == "NONE" else act,
        mutual=round(float(_softmax(output["mutual"])[1]), 6),
        reality=round(float(_softmax(output["modality"]).max() * _softmax(output["polarity"]).max()), 6),
        **chosen,
    )


def words_of_acts(windows: Sequence[Window], outputs: Sequence[Output]) -> tuple[tuple[Span, float], ...]:
    """Give the words in a text that may tell an act, in order, each with the probability that they do."""
    return tuple(found for window, output in zip(windows, outputs, strict=True) for found in _words(window, output))


def _words(window: Window, output: Output) -> list[tuple[Span, float]]:
    some = 1.0 - _softmax(output["told"])[:, 0]
    some[[i for i, (_, end) in enumerate(window.offsets) if not end]] = 0.0
    tags = output["words"].argmax(axis=-1)
    made: list[tuple[Span, float]] = []
    for first, chance in enumerate(some):
        # One act begins at one token: of neighbours that both may, the likelier.
        if chance < TOLD or some[max(0, first - 1)] > chance or some[min(len(some) - 1, first + 1)] > chance:
            continue
        last = first
        while last + 1 < min(len(tags), first + ACT_WORDS) and tags[last + 1] == 2 and window.offsets[last + 1][1]:
            last += 1
        made.append((Span(window.offsets[first][0], window.offsets[last][1]), round(float(chance), 6)))
    return made


def tell(words: Span, chance: float, marked: Marked, output: Output, sides: Sequence[Span | None], config: Mapping[str, Any]) -> Told:
    """Decode the judge's answer on a marked act.

    Args:
        words: the words of the act in the text.
        chance: how likely they tell one, by the reader.
        marked: the sentence as the judge saw it.
        output: its answer.
        sides: the mentions that may be sides, spans of the sentence; None for those that stand elsewhere.
        config: label names and the temperature.
    """
    heads: Mapping[str, Sequence[str]] = config["heads"]
    modes, contexts = _softmax(output["mode"]), _chances(output["contexts"])
    roles = _chances(output["roles"])
    placed = [_first_token(marked, side) for side in sides]
    doers, others = (tuple(0.0 if at is None else round(float(roles[at, role]), 6) for at in placed) for role in (0, 1))
    return Told(
        words,
        chance,
        judge(output, config),
        {name: round(float(p), 6) for name, p in zip(heads["mode"], modes, strict=True) if p >= MODE},
        {name: round(float(p), 6) for name, p in zip(heads["contexts"], contexts, strict=True)},
        doers,
        others,
    )


def _chances(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    made: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-logits.astype(np.float64)))
    return made


def _first_token(marked: Marked, side: Span | None) -> int | None:
    if side is None:
        return None
    return next((i for i, (a, b) in enumerate(marked.offsets) if b and a < side.end and b > side.start), None)
