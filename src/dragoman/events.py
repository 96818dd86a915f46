"""Who did what to whom: every pair of actors in a sentence is put to the encoder, and what it finds becomes events.

An event that is told again in the article is one event with more evidence.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.dates import find_dates, publication_day
from dragoman.models import Date, Event, Evidence, innermost
from dragoman.places import find_place
from dragoman.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dragoman.decode import Judgement
    from dragoman.gazetteer import Gazetteer
    from dragoman.models import Actor, AssertedBy, Cast, Mention, Statement, TaggedSpan, Topic
    from dragoman.ontology import Ontology

    Judge = Callable[[str, Span | None, Span | None], Judgement]

__all__ = ["Scene", "read_events"]

EVENT_FLOOR = 0.5
"""Probability from which on a pair's likeliest type is an event. Set on the corpus's development part: below it, what is
found where nothing happened grows faster than what is found rightly."""
SECOND_SHARE = 0.7
"""Share of the likeliest type's probability from which on a second type is told as well ("supports and helps"). By hand."""
ALONE_FLOOR = 0.6
"""The same for an actor alone: with no other side, the encoder has less to go by. By hand; rerun tests/test_reading.py."""
TYPE_FLOOR = 0.25
"""Probability that a type must have itself, however sure it is that something happened. By hand."""
TOPIC_WEIGHT = 4.0
"""How much the topic of the text counts against an act, in log odds. Set so that on the corpus's development part the
eventless passages stay empty and the others lose nothing; the topic head's penalty keeps its odds small."""
TOPIC_MARGIN = 0.5
"""Log odds of politics below which the topic counts at all. On the public development articles nearly all lie above 1."""
PLANNED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
"""Types whose acts PLOVER codes as AGREE while they are only planned."""
OUTDONE = 0.5
"""Share of the surest sides' confidence below which other sides of the same words are dropped. By hand."""
PRIVATE = frozenset({"BUS", "AGR", "JRN", "EDU", "MED", "SOC", "CRM"})
"""Sectors between whose members nothing is coded when no state, body or political actor is a side: private affairs."""
NEAREST = 2
"""Pairs of mentions of the same two sides that are put to the encoder in one sentence: the nearest ones."""
CROWD = 14
"""Mentions in one sentence at most: a longer list (the signatories of an appeal) is cut."""
# Words before the act that carry its time, its reality and its negation.
_VERB_GROUP = re.compile(
    r"(?:\b(?:will|would|shall|should|could|can|cannot|may|might|must|has|have|had|is|are|was|were|be|been|being|am|do|does|did|"
    r"not|never|no|also|to|keen|ready|set|due|about|going|plan(?:s|ned)?|intend(?:s|ed)?|willing|prepared|if|unless|still|already|deny|denied|denies)\b"
    r"|n['\u2019]t\b)(?:\s+|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the coding of events looks at: one article's text and what the stages before found in it.

    `zone` is the time zone of the dateline (IANA), in which "today" is a day; `near` are the states that the article names.
    """

    text: str
    sentences: Sequence[Span]
    cast: Cast
    statements: Sequence[Statement]
    tagged: Sequence[TaggedSpan]
    published: str | None
    topics: Sequence[Topic] = ()
    zone: str | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """A mention in a sentence with the actors it acts for."""

    mention: Mention
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Finding:
    """An act as found in one sentence, before it is joined with its other tellings."""

    type: str
    judgement: Judgement
    confidence: float
    words: Span
    doers: tuple[_Side, ...]
    others: tuple[_Side, ...]
    reciprocal: bool
    sentence: Span


def acting(actor: Actor, cast: Cast) -> str:
    """Give the actor that an official acts for: the state, where the cast has it; others act for themselves."""
    official = (actor.role or actor.kind in {"office", "person", "organisation"}) and actor.sectors[:1] == ("GOV",) and actor.state
    if official:
        for other in cast.actors:
            if other.kind == "state" and other.state == actor.state:
                return other.id
    return actor.id


def _sides(scene: Scene, sentence: Span) -> list[_Side]:
    made: list[_Side] = []
    for mention in scene.cast.mentions:
        if mention.actors and sentence.holds(mention.span):
            acted = tuple(dict.fromkeys(acting(scene.cast.actor(a), scene.cast) for a in mention.actors))
            made.append(_Side(mention, acted))
    return made


def _known(side: _Side, cast: Cast) -> bool:
    """Tell whether a side is a political actor with a state or code; without one among its sides nothing is coded."""
    actors = [cast.actor(a) for a in side.actors]
    return any((a.state or a.code) and (a.kind in {"state", "igo"} or set(a.sectors) - PRIVATE) for a in actors)


def _gap(one: Span, two: Span) -> int:
    return max(one.start - two.end, two.start - one.end)


def _local(sentence: Span, span: Span) -> Span:
    return Span(span.start - sentence.start, span.end - sentence.start)


def _pairs(sides: Sequence[_Side], cast: Cast) -> list[tuple[_Side, _Side]]:
    """Give ordered pairs of sides to put to the encoder: the nearest mentions of each two different sides."""
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[tuple[_Side, _Side]]] = {}
    for one, two in itertools.permutations(sides, 2):
        if set(one.actors) & set(two.actors) or one.mention.span.overlaps(two.mention.span):
            continue
        if _known(one, cast) or _known(two, cast):
            groups.setdefault((one.actors, two.actors), []).append((one, two))
    chosen: list[tuple[_Side, _Side]] = []
    for pairs in groups.values():
        chosen += sorted(pairs, key=lambda p: _gap(p[0].mention.span, p[1].mention.span))[:NEAREST]
    return chosen


def _types(judgement: Judgement, ontology: Ontology, odds: float, *, alone: bool = False) -> list[tuple[str, float]]:
    """Give the types that a judgement tells: the likeliest, and a second one that is nearly as likely.

    `odds` are the log odds that the text around is about politics. Where it is about something else, that something
    happened at all takes as much more evidence; elsewhere they change nothing.
    """
    floor = ALONE_FLOOR if alone else EVENT_FLOOR
    none = judgement.scores["NONE"]
    real = 1.0 / (1.0 + none / max(1e-9, 1.0 - none) * math.exp(-TOPIC_WEIGHT * min(0.0, odds - TOPIC_MARGIN)))
    share = real / max(1e-9, 1.0 - none)
    ranked = sorted(((p * share, name) for name, p in judgement.scores.items() if name != "NONE"), reverse=True)
    if real < floor or ranked[0][0] < TYPE_FLOOR:
        return []
    if alone:
        return [(name, p) for p, name in ranked[:1] if p > floor and not ontology.types[name].recipient_required]
    return [(name, p) for p, name in ranked[:2] if p >= max(TYPE_FLOOR, SECOND_SHARE * ranked[0][0])]


def _find(scene: Scene, sentence: Span, judge: Judge, ontology: Ontology) -> list[_Finding]:
    """Find the acts of one sentence."""
    text = sentence.of(scene.text)
    odds = next((t.odds for t in scene.topics if t.span.overlaps(sentence)), TOPIC_MARGIN)
    sides = _sides(scene, sentence)[:CROWD]
    found: list[_Finding] = []
    busy: set[str] = set()
    for one, two in _pairs(sides, scene.cast):
        judgement = judge(text, _local(sentence, one.mention.span), _local(sentence, two.mention.span))
        private = not (_known(one, scene.cast) and _known(two, scene.cast))
        for name, chance in _types(judgement, ontology, odds):
            # What firms and private people do for or with a state, told kindly, is trade and not its relations.
            if private and ontology.types[name].quad.endswith("cooperation"):
                continue
            busy.update((*one.actors, *two.actors))
            found.append(_finding(name, chance, judgement, sentence, (one,), (two,)))
    for side in sides:
        if set(side.actors) & busy or not _known(side, scene.cast):
            continue
        judgement = judge(text, _local(sentence, side.mention.span), None)
        several = len(side.actors) > 1
        for name, chance in _types(judgement, ontology, odds, alone=not several):
            # "Both sides met": who does it with whom stands in one mention.
            if several or judgement.mutual < 0.5:
                item = _finding(name, chance, judgement, sentence, (side,), ())
                found.append(replace(item, reciprocal=several))
    return _joined(found)


def _finding(
    name: str, chance: float, judgement: Judgement, sentence: Span, doers: tuple[_Side, ...], others: tuple[_Side, ...]
) -> _Finding:
    words = judgement.words or Span(0, sentence.end - sentence.start)
    placed = Span(sentence.start + words.start, sentence.start + words.end)
    return _Finding(name, judgement, chance, placed, doers, others, reciprocal=False, sentence=sentence)


def _joined(found: list[_Finding]) -> list[_Finding]:
    """Join findings of one sentence: the same act told of the same sides, of both directions, of several doers."""
    best: dict[tuple[object, ...], _Finding] = {}
    for item in sorted(found, key=lambda f: -f.confidence):
        key = (item.type, _ids(item.doers), _ids(item.others), item.reciprocal)
        best.setdefault(key, item)
    kept = [item for item in best.values() if not _outdone(item, best.values())]
    mutual: list[_Finding] = []
    used: set[int] = set()
    for i, item in enumerate(kept):
        if i in used or not item.others:
            continue
        for j, other in enumerate(kept):
            if (
                j > i
                and j not in used
                and item.type == other.type
                and _ids(item.doers) == _ids(other.others)
                and _ids(item.others) == _ids(other.doers)
            ):
                used |= {i, j}
                if item.judgement.mutual + other.judgement.mutual > 1.0:
                    sides = tuple(sorted((*item.doers, *item.others), key=lambda s: s.mention.span))
                    mutual.append(replace(item, doers=sides, others=(), reciprocal=True))
                else:
                    # One does it to the other: the encoder's surer direction.
                    mutual.append(item)
    return _gathered([*mutual, *(f for i, f in enumerate(kept) if i not in used)])


def _outdone(item: _Finding, found: Iterable[_Finding]) -> bool:
    """Tell whether the same words tell the same type of others far more surely: then these sides are a mistake."""
    return any(
        other.type == item.type and other.words.overlaps(item.words) and item.confidence < OUTDONE * other.confidence for other in found
    )


def _ids(sides: Sequence[_Side]) -> tuple[str, ...]:
    return tuple(sorted({a for s in sides for a in s.actors}))


def _gathered(found: list[_Finding]) -> list[_Finding]:
    """Make one event of several doers, or several others, of the same words in the same sentence."""
    made: list[_Finding] = []
    for item in sorted(found, key=lambda f: (f.words, f.type, -f.confidence)):
        for i, known in enumerate(made):
            alike = known.type == item.type and known.words.overlaps(item.words) and known.judgement.polarity == item.judgement.polarity
            if not alike or known.reciprocal != item.reciprocal:
                continue
            if known.reciprocal and set(_ids(known.doers)) & set(_ids(item.doers)):
                made[i] = replace(known, doers=_union(known.doers, item.doers))
            elif _ids(known.doers) == _ids(item.doers) and known.others and item.others:
                made[i] = replace(known, others=_union(known.others, item.others))
            elif _ids(known.others) == _ids(item.others) and not known.reciprocal:
                made[i] = replace(known, doers=_union(known.doers, item.doers))
            else:
                continue
            break
        else:
            made.append(item)
    return made


def _union(one: tuple[_Side, ...], two: tuple[_Side, ...]) -> tuple[_Side, ...]:
    merged = {s.mention.span: s for s in (*one, *two)}
    return tuple(merged[span] for span in sorted(merged))


def _asserted(scene: Scene, words: Span, doers: Sequence[str], others: Sequence[str]) -> tuple[AssertedBy, Statement | None]:
    """Tell whose word it is: that of the innermost statement around the act, or the outlet's own."""
    statement = innermost(scene.statements, words)
    # What the outlet says that somebody wants or knows is still the outlet's word.
    while statement is not None and statement.kind == "attitude" and statement.within:
        statement = next(s for s in scene.statements if statement and s.id == statement.within)
    if statement is None or (statement.kind == "attitude" and not statement.direct):
        return "outlet", statement
    if statement.speaker is None:
        return "unknown", statement
    speaker = scene.cast.actor(statement.speaker)

    def side(ids: Sequence[str]) -> bool:
        return any(a == speaker.id or (speaker.state is not None and scene.cast.actor(a).state == speaker.state) for a in ids)

    return ("actor" if side(doers) else "recipient" if side(others) else "third"), statement


def _when(scene: Scene, finding: _Finding) -> tuple[Date, Span | None]:
    """Give the date told nearest to the act in its sentence, else the day of publication for what is told as news."""
    modality = finding.judgement.modality
    found = find_dates(scene.text, finding.sentence, scene.published, later=modality == "intended", zone=scene.zone)
    if found:
        span, date = min(found, key=lambda item: (_gap(item[0], finding.words), item[0].start))
        return date, span
    day = publication_day(scene.published)
    if day and finding.judgement.aspect == "act" and modality in {"past", "ongoing"}:
        return Date(day.isoformat(), day.isoformat(), "day", "publication"), None
    return Date(), None


def _mode(text: str, finding: _Finding, ontology: Ontology) -> tuple[str | None, Span | None]:
    """Give the mode whose cue stands nearest to the words of the act, within the clause around them."""
    low = max(finding.sentence.start, finding.words.start - 60)
    high = min(finding.sentence.end, finding.words.end + 90)
    best: tuple[int, str, Span] | None = None
    for mode in ontology.types[finding.type].modes:
        for match in mode.cues.finditer(text, low, high) if mode.cues else ():
            span = Span(match.start(), match.end())
            gap = max(0, _gap(span, finding.words))
            if best is None or gap < best[0]:
                best = (gap, mode.name, span)
    return (best[1], best[2]) if best else (None, None)


def _contexts(text: str, sentence: Span, ontology: Ontology) -> list[tuple[str, Span]]:
    found: list[tuple[str, Span]] = []
    for context in ontology.contexts:
        match = context.cues.search(text, sentence.start, sentence.end) if context.cues else None
        if match:
            found.append((context.name, Span(match.start(), match.end())))
    return found


def _verb_group(text: str, finding: _Finding) -> Span:
    """Give the words of the act with the helpers before them: what tells its time, reality and negation."""
    start = finding.words.start
    while True:
        before = re.search(r"\S+\s*$", text[finding.sentence.start : start])
        if not before or not _VERB_GROUP.fullmatch(before.group()):
            return Span(start, finding.words.end)
        start = finding.sentence.start + before.start()


def _planned(name: str, judgement: Judgement, ontology: Ontology) -> tuple[str, str | None]:
    """Give type and act as PLOVER has them: planned cooperation is AGREE to it, a planned withdrawal CONCEDE."""
    if judgement.modality == "intended" and name in PLANNED:
        return "AGREE", name
    if judgement.modality == "intended" and name == "RETREAT":
        return "CONCEDE", None
    about = ontology.types[name].about_act and judgement.act != name
    return name, judgement.act if about else None


def _event(scene: Scene, finding: _Finding, ontology: Ontology, gazetteer: Gazetteer) -> Event:
    judgement = finding.judgement
    doers = tuple(dict.fromkeys(a for s in finding.doers for a in s.actors))
    others = tuple(a for a in dict.fromkeys(a for s in finding.others for a in s.actors) if a not in doers)
    asserted, statement = _asserted(scene, finding.words, doers, others)
    date, date_span = _when(scene, finding)
    place = find_place(scene.text, finding.sentence, finding.words, scene.tagged, gazetteer, scene.near)
    mode, mode_span = _mode(scene.text, finding, ontology)
    contexts = _contexts(scene.text, finding.sentence, ontology)
    name, act = _planned(finding.type, judgement, ontology)
    kind = ontology.types[name]
    group = _verb_group(scene.text, finding)
    evidence = [Evidence(finding.words.start, finding.words.end, "type")]
    evidence += [Evidence(s.mention.span.start, s.mention.span.end, "actors") for s in finding.doers]
    evidence += [Evidence(s.mention.span.start, s.mention.span.end, "recipients") for s in finding.others]
    evidence += [Evidence(group.start, group.end, name) for name in ("modality", "polarity", "aspect")]
    told = [("act", finding.words if act else None), ("mode", mode_span), ("date", date_span), ("place", place[0] if place else None)]
    if statement is not None:
        told += [("asserted_by", span) for span in (*statement.source, *statement.cue)]
    evidence += [Evidence(span.start, span.end, name) for name, span in told if span is not None]
    evidence += [Evidence(span.start, span.end, "contexts") for _, span in contexts]
    real = judgement.polarity == "affirmed" and judgement.modality in {"past", "ongoing"}
    return Event(
        id="",
        type=name,
        act=act,
        mode=mode,
        contexts=tuple(name for name, _ in contexts),
        quad=kind.quad,
        intensity=kind.intensity(mode) if real else None,
        actors=doers,
        recipients=() if finding.reciprocal else others,
        reciprocal=finding.reciprocal,
        modality=judgement.modality,  # type: ignore[arg-type]
        polarity=judgement.polarity,  # type: ignore[arg-type]
        denied_by=(),
        aspect=judgement.aspect,  # type: ignore[arg-type]
        asserted_by=asserted,
        statement=statement.id if statement else None,
        date=date,
        place=place[1] if place else None,
        confidence=round(finding.confidence, 4),
        evidence=tuple(dict.fromkeys(evidence)),
    )


def _key(event: Event, scene: Scene) -> tuple[object, ...]:
    """Say what makes two tellings one event: sides, type, act, reality, whose word, a told date and place."""

    def name(identity: str) -> str:
        actor = scene.cast.actor(identity)
        return f"{actor.state} {' '.join(actor.sectors[:1])}" if actor.state else identity

    speaker = next((s.speaker for s in scene.statements if s.id == event.statement), None)
    voice = name(speaker) if speaker and event.asserted_by in {"recipient", "third"} else event.asserted_by in {"outlet", "actor"}
    return (
        event.type,
        event.act,
        tuple(sorted(map(name, event.actors))),
        tuple(sorted(map(name, event.recipients))),
        event.reciprocal,
        event.modality,
        event.polarity,
        voice,
    )


def _compatible(one: Event, two: Event) -> bool:
    """Tell whether date, place and mode of two tellings can be the same."""
    dates = (one.date, two.date)
    if all(d.basis == "text" for d in dates) and (one.date.start, one.date.end) != (two.date.start, two.date.end):
        return False
    if one.place and two.place and one.place.name != two.place.name:
        return False
    return not (one.mode and two.mode and one.mode != two.mode)


def _merged(one: Event, two: Event) -> Event:
    """Join two tellings: what the surer one says, what only one says, all the evidence."""
    first, second = (one, two) if one.confidence >= two.confidence else (two, one)
    date = first.date if first.date.basis == "text" or second.date.basis != "text" else second.date
    return replace(
        first,
        date=date,
        place=first.place or second.place,
        mode=first.mode or second.mode,
        contexts=tuple(dict.fromkeys((*one.contexts, *two.contexts))),
        evidence=tuple(dict.fromkeys((*one.evidence, *two.evidence))),
        asserted_by="actor" if "actor" in {one.asserted_by, two.asserted_by} else first.asserted_by,
        statement=(first if first.asserted_by == "actor" or second.asserted_by != "actor" else second).statement,
    )


def _reconciled(events: Sequence[Event], scene: Scene) -> list[Event]:
    made: list[tuple[tuple[object, ...], Event]] = []
    for event in events:
        key = _key(event, scene)
        for i, (known_key, known) in enumerate(made):
            if known_key == key and _compatible(known, event):
                made[i] = (key, _merged(known, event))
                break
        else:
            made.append((key, event))
    return _denied([event for _, event in made])


def _denied(events: list[Event]) -> list[Event]:
    """A doer's own "we did not" beside another's "they did" is the other's event, disputed; alone it stays, negated."""
    made = list(events)
    for denial in events:
        if denial.polarity != "negated" or denial.asserted_by not in {"actor", "outlet"}:
            continue
        for i, other in enumerate(made):
            if (
                other.polarity == "affirmed"
                and other.type == denial.type
                and set(other.actors) & set(denial.actors)
                and (not denial.recipients or set(other.recipients) & set(denial.recipients))
                and other.asserted_by in {"recipient", "third", "unknown"}
            ):
                spans = tuple(replace(e, field="denied_by") for e in denial.evidence if e.field in {"type", "actors"})
                denier = tuple(dict.fromkeys((*other.denied_by, *denial.actors)))
                made[i] = replace(other, denied_by=denier, evidence=(*other.evidence, *spans))
                made.remove(denial)
                break
    return made


def read_events(scene: Scene, judge: Judge, ontology: Ontology, gazetteer: Gazetteer) -> tuple[Event, ...]:
    """Code the events of an article.

    Args:
        scene: the text and what the stages before found in it.
        judge: the encoder's answer on a sentence and the spans of two sides in it, either of which may be None.
        ontology: PLOVER.
        gazetteer: the tables, for places.

    Returns:
        Events in order of their first evidence, each told once.
    """
    found = [
        _event(scene, finding, ontology, gazetteer) for sentence in scene.sentences for finding in _find(scene, sentence, judge, ontology)
    ]
    events = _reconciled(found, scene)
    events.sort(key=lambda e: (min(x.start for x in e.evidence if x.field == "type"), e.type, e.actors, e.recipients))
    return tuple(replace(event, id=f"e{number}") for number, event in enumerate(events, 1))
