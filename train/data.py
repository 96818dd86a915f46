"""Training examples: windows with tags, and marked pairs with their labels, from the public sets and the corpus.

Public sets live outside the project (see `MODEL_CARD.md` for their terms); `DRAGOMAN_DATA` names their folder.
"""

from __future__ import annotations

import collections
import itertools
import json
import os
import pathlib
import random
import re
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tokenizers import Tokenizer

import corpus
from corpus import ASPECTS, MODALITIES, POLARITIES
from dragoman.encode import cut_windows, mark_act, mark_pair
from dragoman.sentences import sentences
from dragoman.spans import Span
from net import HEADS, LABELS, MENTIONS, SPEECH, START_WEIGHTS

if TYPE_CHECKING:
    from dragoman.encode import Window

DATA = pathlib.Path(os.environ.get("DRAGOMAN_DATA", pathlib.Path(__file__).parents[2] / "shared" / "data"))
IGNORE = -100
BLURRED = 0.33
"""Share of acts that are marked a word too short or too long in training."""
KINDS = {"a": "actor", "p": "place", "d": "date", "x": "dispute"}
# Styles of eventless passages that are about politics all the same.
POLITICAL = frozenset({"politics", "newswire", "agency", "history", "statistics", "budget", "appointment", "opinion"})
# Mentions that stand for several others of the passage at once.
COLLECTIVE = re.compile(
    r"^(?:the )?(?:two|three|four|both|all)\b|\bsides?$|\bparties$|^(?:each other|one another|they|them|their)$", re.IGNORECASE
)
LAYERS = {"s": "source", "c": "cue", "q": "content"}


def _rows(name: str) -> list[dict]:
    """Rows of a public set; none, with a word about it, where it is absent."""
    path = DATA / name
    if not path.is_file():
        print(f"{name} is not in {DATA}: going on without it", file=sys.stderr)
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def plv_folds() -> list[int]:
    """Give each public pair its fold of five, 0 to 4: rows of one sentence share it."""
    texts = [" ".join(row["text"].split()).casefold() for row in _rows("plv/train.jsonl")]
    order = sorted(set(texts))
    random.Random(0).shuffle(order)
    place = {text: number % 5 for number, text in enumerate(order)}
    return [place[text] for text in texts]


def tokenizer() -> Tokenizer:
    """Give the start weights' tokenizer, without its limits."""
    made = Tokenizer.from_file(str(START_WEIGHTS / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


@dataclass(slots=True)
class Tagged:
    """A window: tags by token (`IGNORE` where a layer has no gold), spans by first token for the links."""

    ids: list[int]
    mention: list[int]
    speech: list[list[int]]
    cues: list[tuple[int, int]] = field(default_factory=list)
    others: list[tuple[int, int]] = field(default_factory=list)
    acts: list[tuple[int, int, dict[int, float]]] | None = None
    """First and last token of the words of an act, and its types with their share; None where acts are not marked."""


@dataclass(slots=True)
class Pair:
    """A sentence with two marked sides, or with a marked act (then both marks are the act's).

    `types` are label numbers with their share; a gold of `IGNORE` is not trained. `sides` are (first token of a mention, does
    it, is the other side).
    """

    ids: list[int]
    marks: tuple[int, int]
    types: dict[int, float]
    act: int = IGNORE
    modality: int = IGNORE
    polarity: int = IGNORE
    aspect: int = IGNORE
    mutual: int = IGNORE
    mode: int = IGNORE
    contexts: tuple[int, ...] | None = None
    sides: tuple[tuple[int, int, int], ...] = ()


def _paint(tags: list[int], offsets: tuple[tuple[int, int], ...], span: Span, begin: int) -> int | None:
    """Write B and I tags of a span; give its first token."""
    inside = [i for i, (a, b) in enumerate(offsets) if a < span.end and b > span.start]
    for number, i in enumerate(inside):
        tags[i] = begin if number == 0 else begin + 1
    return inside[0] if inside else None


def tag_windows(
    text: str,
    mentions: list[tuple[str, Span]] | None,
    attributions: list[tuple[int, str, Span]] | None,
    tok: Tokenizer,
) -> list[Tagged]:
    """Cut a text into windows and paint its gold into them."""
    made: list[Tagged] = []
    for window in cut_windows(text, tok, sentences):
        size = len(window.ids)
        empty = IGNORE if mentions is None else 0
        item = Tagged(list(window.ids), [empty] * size, [[IGNORE if attributions is None else 0] * size for _ in SPEECH])
        for kind, span in mentions or ():
            _paint(item.mention, window.offsets, span, 1 + 2 * MENTIONS.index(kind))
        for number, kind, span in attributions or ():
            first = _paint(item.speech[SPEECH.index(kind)], window.offsets, span, 1)
            if first is not None:
                (item.cues if kind == "cue" else item.others).append((number, first))
        made.append(item)
    return made


def polnear(part: str, tok: Tokenizer) -> list[Tagged]:
    """Windows of a part of PolNeAR: attribution only."""
    made: list[Tagged] = []
    for row in _rows(f"polnear/{part}.jsonl"):
        gold = [(number, kind, Span(*span)) for number, item in enumerate(row["attributions"]) for kind in SPEECH for span in item[kind]]
        made += tag_windows(row["text"], None, gold, tok)
    return made


def corpus_windows(passages: list[corpus.Passage], tok: Tokenizer) -> list[Tagged]:
    """Windows of the written corpus: mentions, attribution and acts."""
    made: list[Tagged] = []
    for passage in passages:
        mentions = [(KINDS[m.kind], Span(m.start, m.end)) for m in passage.marks if m.kind in KINDS]
        gold = [(m.number, LAYERS[m.kind], Span(m.start, m.end)) for m in passage.marks if m.kind in LAYERS]
        windows = tag_windows(passage.text, mentions, gold, tok)
        for item, window in zip(windows, cut_windows(passage.text, tok, sentences), strict=True):
            item.acts = window_acts(passage, window)
        made += windows
    return made


def window_acts(passage: corpus.Passage, window: Window) -> list[tuple[int, int, dict[int, float]]]:
    """Give the acts told in a window of a passage, in order; two that begin with one word share it."""
    made: dict[int, tuple[int, int, dict[int, float]]] = {}
    for mark in passage.of("e"):
        inside = [i for i, (a, b) in enumerate(window.offsets) if b and a < mark.end and b > mark.start]
        if inside:
            types = _types([event for event in passage.events if event.number == mark.number])
            if known := made.get(inside[0]):
                types = {k: (types.get(k, 0.0) + known[2].get(k, 0.0)) / 2 for k in {*types, *known[2]}}
            made[inside[0]] = (inside[0], inside[-1], types)
    return [made[first] for first in sorted(made)]


def _labels(event: corpus.EventLine) -> dict[str, int]:
    """Give the labels that go with an act's type."""
    return {
        "act": LABELS.index(event.act) if event.act else 0,
        "modality": MODALITIES.index(event.modality),
        "polarity": POLARITIES.index(event.polarity),
        "aspect": ASPECTS.index(event.aspect),
        "mutual": int(event.reciprocal),
    }


def _types(events: list[corpus.EventLine]) -> dict[int, float]:
    made: dict[int, float] = {}
    for event in events:
        label = LABELS.index(event.type)
        made[label] = made.get(label, 0.0) + 1.0 / len(events)
    return made


def topics(rng: random.Random) -> list[tuple[str, bool]]:
    """Paragraphs and whether they are about politics: the corpus, its paragraphs by topic, and PolNeAR's windows."""
    made: list[tuple[str, bool]] = []
    for path in sorted((corpus.CORPUS / "topics").glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            text = " ".join(line for line in block.splitlines() if not line.startswith("#")).strip()
            if text:
                made.append((text, path.stem == "politics"))
    passages = corpus.load()
    made += [(p.text, True) for p in passages if p.events]
    made += [(p.text, False) for p in passages if not p.events and p.name.startswith(("nothing:", "quiet:")) and p.style not in POLITICAL]
    rows = _rows("polnear/train.jsonl")
    for row in rng.sample(rows, min(200, len(rows))):
        paragraphs = [p for p in row["text"].split("\n\n") if len(p) > 150]
        made += [(p, True) for p in rng.sample(paragraphs, min(1, len(paragraphs)))]
    return made


def make_pair(text: str, actor: Span | None, recipient: Span | None, types: dict[int, float], tok: Tokenizer, **gold: int) -> Pair:
    """Mark a pair of sides in a sentence."""
    marked = mark_pair(text, tok, actor, recipient)
    return Pair(list(marked.ids), (marked.actor, marked.recipient), types, **gold)  # type: ignore[arg-type]


def corpus_acts(passages: list[corpus.Passage], tok: Tokenizer, rng: random.Random, *, blurred: bool = True) -> list[Pair]:
    """Every act of the corpus marked in its sentence, and words that tell none, NONE.

    With `blurred`, a third of the acts are marked a word too short or too long: so will be those that the reader finds.
    """
    made: list[Pair] = []
    for passage in passages:
        informed = any(event.mode or event.contexts for event in passage.events)
        for sentence in sentences(passage.text):
            inside = [m for m in passage.marks if sentence.start <= m.start and m.end <= sentence.end]
            text = sentence.of(passage.text)
            told = [m for m in inside if m.kind == "e"]
            for mark in told:
                lines = [event for event in passage.events if event.number == mark.number]
                words = Span(mark.start - sentence.start, mark.end - sentence.start)
                if blurred and rng.random() < BLURRED:
                    words = _blurred(text, words, rng)
                made.append(_marked_act(text, sentence, words, lines, inside, tok, informed=informed))
            taken = [Span(m.start - sentence.start, m.end - sentence.start) for m in inside if m.kind in "ae"]
            free = [Span(*m.span()) for m in re.finditer(r"[^\W\d]{3,}", text)]
            free = [s for s in free if not any(s.overlaps(x) for x in taken)]
            few = rng.sample(free, min(1 if told else 2, len(free)))
            made += [_marked_act(text, sentence, words, [], inside, tok, informed=False) for words in few]
    return made


def _blurred(text: str, words: Span, rng: random.Random) -> Span:
    """Give the words with one at an end added or left out."""
    inner = [Span(words.start + m.start(), words.start + m.end()) for m in re.finditer(r"\S+", words.of(text))]
    if len(inner) > 1 and rng.random() < 0.6:
        return Span(inner[1].start, words.end) if rng.random() < 0.4 else Span(words.start, inner[-2].end)
    after = re.match(r"\s+\w+", text[words.end :])
    return Span(words.start, words.end + after.end()) if after else words


def _marked_act(
    text: str, sentence: Span, words: Span, lines: list[corpus.EventLine], inside: list[corpus.Mark], tok: Tokenizer, *, informed: bool
) -> Pair:
    marked = mark_act(text, tok, words)
    marks = (marked.actor, marked.recipient)
    if not lines:
        return Pair(list(marked.ids), marks, {0: 1.0})
    doers, others = {n for line in lines for n in line.actors}, {n for line in lines for n in line.recipients}
    present = {mark.number for mark in inside if mark.kind == "a"}
    sides = []
    for mark in inside:
        start, end = mark.start - sentence.start, mark.end - sentence.start
        tokens = [i for i, (a, b) in enumerate(marked.offsets) if b and a < end and b > start] if mark.kind == "a" else []
        if not tokens:
            continue
        roles = (int(mark.number in doers), int(mark.number in others))
        if not any(roles) and COLLECTIVE.search(text[start:end]):
            # "Both sides" has a number of its own beside its members': it stands for several that are not in the sentence.
            roles = tuple(int(len(several) > 1 and not several & present) for several in (doers, others))
            if not any(roles):
                continue
        sides.append((tokens[0], *roles))
    first = lines[0]
    return Pair(
        list(marked.ids),
        marks,
        _types(lines),
        **_labels(first),
        mode=HEADS["mode"].index(f"{first.type} {first.mode}" if first.mode else "") if informed else IGNORE,
        contexts=tuple(HEADS["contexts"].index(x) for x in first.contexts) if informed else None,
        sides=tuple(sides),
    )


def plv(tok: Tokenizer, *, drop_sides: random.Random | None = None) -> list[Pair]:
    """Pairs of the public training sentences: type only; YIELD stands for CONCEDE and RETREAT, told apart by nobody."""
    made: list[Pair] = []
    for row in _rows("plv/train.jsonl"):
        names = ("CONCEDE", "RETREAT") if row["type"] == "YIELD" else (row["type"],)
        types = {LABELS.index(name): 0.0 if len(names) > 1 else 1.0 for name in names}
        sides = [Span(*row["actor"]), Span(*row["recipient"])]
        if drop_sides and drop_sides.random() < 0.1:
            sides[drop_sides.randrange(2)] = None  # type: ignore[call-overload]
        made.append(make_pair(row["text"], sides[0], sides[1], types, tok))
    return made


def corpus_pairs(passages: list[corpus.Passage], tok: Tokenizer, rng: random.Random) -> list[Pair]:
    """Every ordered pair of actors that stand in one sentence, and every actor alone; NONE where no event binds them."""
    made: list[Pair] = []
    for passage in passages:
        for sentence in sentences(passage.text):
            made += _sentence_pairs(passage, sentence, tok, rng)
    return made


def _sentence_pairs(passage: corpus.Passage, sentence: Span, tok: Tokenizer, rng: random.Random) -> list[Pair]:
    text = sentence.of(passage.text)
    local = lambda m: Span(m.start - sentence.start, m.end - sentence.start)  # noqa: E731
    inside = [m for m in passage.marks if sentence.start <= m.start and m.end <= sentence.end]
    mentions: dict[int, list[Span]] = collections.defaultdict(list)
    for mark in inside:
        if mark.kind == "a":
            mentions[mark.number].append(local(mark))
    told: dict[int, Span] = {}
    for mark in inside:
        if mark.kind == "e":
            told.setdefault(mark.number, local(mark))
    events = [event for event in passage.events if event.number in told]
    made: list[Pair] = []
    for one, two in itertools.permutations(mentions, 2):
        binding = [e for e in events if (one in e.actors and two in e.recipients) or (e.reciprocal and one in e.actors and two in e.actors)]
        pairs = [(a, b) for a in mentions[one] for b in mentions[two] if not a.overlaps(b)]
        if not binding:
            # "The two sides" has a number of its own beside its members': what it does is not NONE.
            pairs = [p for p in pairs if not any(COLLECTIVE.search(side.of(text)) for side in p)]
        # Repeated mentions say the same again: two of them are enough, the others would only weigh the sentence.
        for a, b in rng.sample(pairs, min(2 if binding else 1, len(pairs))):
            made.append(_labelled(text, a, b, binding, tok))
    for number, spans in mentions.items():
        doing = [e for e in events if number in e.actors]
        alone = [e for e in doing if not e.recipients and not e.reciprocal]
        # Where something is told, "the two sides" may be who does it: only an eventless sentence is NONE for one alone.
        if alone or (rng.random() < 0.25 and (doing or not events)):
            made.append(_labelled(text, rng.choice(spans), None, alone or doing, tok))
        suffered = [e for e in events if number in e.recipients]
        if suffered and rng.random() < 0.15:
            made.append(_labelled(text, None, rng.choice(spans), suffered, tok))
    return made


def _labelled(text: str, actor: Span | None, recipient: Span | None, events: list[corpus.EventLine], tok: Tokenizer) -> Pair:
    if not events:
        return make_pair(text, actor, recipient, {0: 1.0}, tok)
    types = _types(events)
    # What goes with the type is learnt from the act told first, and only where the act told is the only one.
    first = events[0]
    if len(types) > 1:
        return make_pair(text, actor, recipient, types, tok)
    return make_pair(
        text,
        actor,
        recipient,
        types,
        tok,
        **_labels(first),
    )
