"""The one wiring: an article in, a reading out."""

from __future__ import annotations

import functools
import importlib.metadata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman import decode, encode
from dragoman.actors import resolve_mentions
from dragoman.assembly import load_gazetteer
from dragoman.attribution import attribute
from dragoman.confidence import calibrated
from dragoman.dates import publication_day
from dragoman.encode import cut_windows, load_encoder, mark_act, mark_pair
from dragoman.events import Scene, read_events
from dragoman.models import Engine, Reading, Warned
from dragoman.ontology import Ontology, load_ontology
from dragoman.places import home_state, signals
from dragoman.positions import read_positions
from dragoman.relations import read_assessments, read_milestones
from dragoman.sentences import sentences
from dragoman.spans import Span
from dragoman.surroundings import look_around

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dragoman.decode import Judgement, Told
    from dragoman.gazetteer import Gazetteer
    from dragoman.models import Actor, Annotations, Article, Cast

__all__ = ["Pipeline", "load_pipeline"]

VERSION = importlib.metadata.version("dragoman")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Everything loaded. Calling it is pure: the same article gives the same reading, on any thread, in any order.

    `minimum` is the confidence below which events are left out.
    """

    encoder: encode.Encoder
    ontology: Ontology
    gazetteer: Gazetteer
    minimum: float = 0.0

    def __call__(self, article: Article) -> Reading:
        """Read an article."""
        if article.language not in {None, "en"}:
            message = f"the article is in another language ({article.language}): only English is read, nothing was coded"
            return self._reading(article, warnings=(Warned("language", message),))
        notes, words = self.annotate(article.text)
        return self.conclude(article, notes, lambda scene: self.tell(scene, words))

    def annotate(self, text: str) -> tuple[Annotations, tuple[tuple[Span, float], ...]]:
        """Put a text to the reader: its annotations, and the words that may tell acts with the probability that they do."""
        windows = cut_windows(text, self.encoder.tokenizer, sentences)
        outputs = [self.encoder.read(window) for window in windows]
        return decode.annotate(text, windows, outputs), decode.words_of_acts(windows, outputs)

    def set_scene(self, article: Article, notes: Annotations) -> Scene:
        """Find who the actors of an article are, and what each says."""
        text, found = article.text, sentences(article.text)
        around = look_around(text, self.gazetteer, dateline=article.dateline, outlet=article.outlet, url=article.url)
        day = publication_day(article.published)
        named = signals(text, notes.mentions, self.gazetteer, around.states)
        when = day.isoformat() if day else None
        cast = resolve_mentions(text, found, notes.mentions, self.gazetteer, day=when, around=around, named=named)
        statements, cast = attribute(text, found, notes.quotations, cast, self.gazetteer)
        home = around.dateline or home_state(named)
        return Scene(text, found, cast, statements, notes.mentions, article.published, notes.topics, around.zone, around.states, home)

    def conclude(self, article: Article, notes: Annotations, tell: Callable[[Scene], Sequence[Told]]) -> Reading:
        """Make a reading of what the encoder found: its annotations, and the acts told once the scene is set."""
        scene = self.set_scene(article, notes)
        text, found, cast, statements = scene.text, scene.sentences, scene.cast, tuple(scene.statements)
        events = read_events(
            scene,
            tell(scene),
            self.ontology,
            self.gazetteer,
            minimum=max(self.minimum, self.encoder.config["floor"]),
            calibration=calibrated(self.encoder.config["confidence"]),
        )
        positions = read_positions(text, found, cast, statements, events, self.gazetteer)
        milestones = read_milestones(text, found, cast, statements, article.published)
        assessments = read_assessments(text, found, cast, statements)
        warnings = () if events or positions or milestones or assessments else (_why_empty(cast),)
        return Reading(article, cast.actors, statements, events, positions, milestones, assessments, warnings, self.engine)

    def tell(self, scene: Scene, words: Sequence[tuple[Span, float]]) -> list[Told]:
        """Put each act in its sentence to the judge."""
        made = []
        for span, chance in words:
            home = next((s for s in scene.sentences if s.overlaps(span)), span)
            inside = Span(max(0, span.start - home.start), min(home.end, span.end) - home.start)
            marked = mark_act(home.of(scene.text), self.encoder.tokenizer, inside)
            sides = [Span(m.span.start - home.start, m.span.end - home.start) if home.holds(m.span) else None for m in scene.cast.mentions]
            made.append(decode.tell(span, chance, marked, self.encoder.judge_act(marked), sides, self.encoder.config["acts"]))
        return made

    def judge(self, text: str, actor: Span | None, recipient: Span | None, *, allow_none: bool = True) -> Judgement:
        """Say what one side does to the other in a sentence; spans are into `text`, either may be None."""
        marked = mark_pair(text, self.encoder.tokenizer, actor, recipient)
        return decode.judge(self.encoder.judge_pair(marked), self.encoder.config["pairs"], allow_none=allow_none)

    @property
    def engine(self) -> Engine:
        """The versions that readings carry."""
        return Engine(VERSION, self.encoder.digest[:16], self.ontology.digest[:16], self.gazetteer.digest[:16])

    def _reading(self, article: Article, *, warnings: tuple[Warned, ...], actors: tuple[Actor, ...] = ()) -> Reading:
        return Reading(article, actors, (), (), (), (), (), warnings, self.engine)


def _why_empty(cast: Cast) -> Warned:
    known = {a.state or a.code for a in cast.actors} - {None}
    if not known:
        return Warned("no-actor", "no state or body with a code is named, so there is nothing to record")
    return Warned("no-act", f"states or bodies are named ({', '.join(sorted(map(str, known)))}), but no act between actors was found")


@functools.lru_cache(maxsize=2)
def _encoder(model: Path | None) -> encode.Encoder:
    return load_encoder(model)


def load_pipeline(model: Path | None = None, gazetteers: tuple[Path, ...] = (), minimum: float = 0.0) -> Pipeline:
    """Load model and tables; what was loaded before in this process is used again.

    Args:
        model: a folder with another model than the package's.
        gazetteers: files of a user's own, on top of the package's tables.
        minimum: the confidence below which events are left out.

    Raises:
        ModelError: the model's files are missing or do not fit.
        DataError: a table of the package is faulty.
        InputError: a user's file is faulty.
    """
    gazetteer = load_gazetteer(*gazetteers)
    return Pipeline(_encoder(model), load_ontology().with_cues(gazetteer.contexts), gazetteer, minimum)
