"""Who did what to whom: acts that the encoder finds told in a text, with the mentions that are their sides, become events.

An event that is told again in the article is one event with more evidence.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.confidence import Signs, plain
from dragoman.dates import find_dates, publication_day
from dragoman.models import Date, Event, Evidence, innermost
from dragoman.places import find_place
from dragoman.sides import acting, firm, lent, may_be_political, political, relation
from dragoman.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.confidence import Calibration
    from dragoman.decode import Judgement, Told
    from dragoman.gazetteer import Gazetteer
    from dragoman.models import AssertedBy, Cast, Mention, Statement, TaggedSpan, Topic
    from dragoman.ontology import Ontology


__all__ = ["Scene", "read_events"]

EVENT_FLOOR = 0.5
"""Probability from which on an act is looked at further, the topic of the text considered; what is told, the floor of the
confidence decides. By hand."""
SECOND_SHARE = 0.7
"""Share of the likeliest type's probability from which on a second type is told as well ("supports and helps"). By hand."""
ROLE_FLOOR = 0.5
"""Probability from which on a mention is a side of an act."""
TYPE_FLOOR = 0.25
"""Probability that a type must have itself, however sure it is that something happened. By hand."""
TOPIC_WEIGHT = 4.0
"""How much the topic of the text counts against an act, in log odds. Set so that on the corpus's development part the
eventless passages stay empty and the others lose nothing; the topic head's penalty keeps its odds small."""
TOPIC_MARGIN = 0.5
"""Log odds of politics below which the topic counts at all. On the public development articles nearly all lie above 1."""
PLANNED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
"""Types whose acts PLOVER codes as AGREE while they are only planned."""
IMPLIED = 1
"""Sentences before its own in which an act without another side may find it. By hand, with train/oracle.py."""
IMPLIED_CHANCE = 0.6
"""How likely such a side is taken to be the right one."""
EXPLAINED = 3
"""Types in the scores of an event."""
CONTEXT_FLOOR = 0.25
"""Probability from which on a context is told: where precision and recall on the development articles meet."""
_AHEAD = re.compile(r"\b(?:will|would|shall|should|to|due|set|going|plan(?:s|ned)?|intend(?:s|ed)?|may|might|could)\b|'ll\b", re.IGNORECASE)
# The town of a dateline in capitals, with whatever stands before its date; the dash after it.
_DATELINE = re.compile(r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de' .-]+[,(][^\n.;]{0,40}")
_DASH = re.compile(r"[^\n\w]{0,4}(?:\([^)\n]{1,40}\)\s*)?(?:-|\u2013|\u2014)")
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

    `zone` is the time zone of the dateline (IANA), in which "today" is a day; `near` are the states that the article names,
    `home` the one where it is at home.
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
    home: str | None = None


@dataclass(frozen=True, slots=True)
class _Side:
    """A mention in a sentence with the actors it acts for."""

    mention: Mention
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sides:
    """The sides of an act with how likely each is."""

    doers: list[tuple[_Side, float]]
    others: list[tuple[_Side, float]]
    mutual: bool = False
    implied: bool = False


@dataclass(frozen=True, slots=True)
class _Finding:
    """An act as found in one sentence, before it is joined with its other tellings."""

    type: str
    told: Told
    confidence: float
    doers: tuple[_Side, ...]
    others: tuple[_Side, ...]
    reciprocal: bool
    sentence: Span


def _gap(one: Span, two: Span) -> int:
    return max(one.start - two.end, two.start - one.end)


def _chance(told: Told, odds: float) -> float:
    """Give the probability that something happened at all.

    `odds` are the log odds that the text around is about politics. Where it is about something else, it takes as much more
    evidence; elsewhere they change nothing.
    """
    none = told.judgement.scores["NONE"]
    return 1.0 / (1.0 + none / max(1e-9, 1.0 - none) * math.exp(-TOPIC_WEIGHT * min(0.0, odds - TOPIC_MARGIN)))


def _types(judgement: Judgement, real: float) -> list[tuple[str, float]]:
    """Give the types that a judgement tells: the likeliest, and a second one that is nearly as likely."""
    share = real / max(1e-9, 1.0 - judgement.scores["NONE"])
    ranked = sorted(((p * share, name) for name, p in judgement.scores.items() if name != "NONE"), reverse=True)
    return [(name, p) for p, name in ranked[:2] if p >= max(TYPE_FLOOR, SECOND_SHARE * ranked[0][0])]


def _acted(mention: Mention, cast: Cast) -> tuple[str, ...]:
    """Give the actors for whom those of a mention act."""
    return tuple(dict.fromkeys(acting(cast.actor(a), cast) for a in mention.actors))


def _in_role(scene: Scene, chances: Sequence[float]) -> list[tuple[_Side, float]]:
    """Give the sides that are likely enough in a role: of each actor its likeliest mention, in order of the text."""
    best: dict[tuple[str, ...], tuple[_Side, float]] = {}
    for mention, chance in zip(scene.cast.mentions, chances, strict=True):
        if chance < ROLE_FLOOR or not mention.actors:
            continue
        acted = _acted(mention, scene.cast)
        if acted not in best or chance > best[acted][1]:
            best[acted] = (_Side(mention, acted), chance)
    return sorted(best.values(), key=lambda item: item[0].mention.span)


def _signs(told: Told, chance: float, sides: _Sides, cast: Cast) -> Signs:
    """Gather what speaks for an event."""
    everybody = [s for s, _ in (*sides.doers, *sides.others)]
    actors = [cast.actor(a) for s in everybody for a in s.actors]
    named = [cast.actor(a) for s in everybody for a in s.mention.actors]
    return Signs(
        told.chance,
        chance,
        min(p for _, p in sides.doers),
        min((p for _, p in sides.others), default=1.0),
        told.judgement.reality,
        alone=not sides.others and not sides.mutual,
        mutual=sides.mutual,
        lent=any(map(lent, named)),
        taken_up=any(s.mention.how not in {"name", "phrase"} for s in everybody),
        inside=len(everybody) > 1 and len({a.state or a.code for a in actors}) == 1,
        implied=sides.implied,
    )


def _find(scene: Scene, told: Told, ontology: Ontology, calibration: Calibration) -> list[_Finding]:
    """Find what an act is and whose, if it is anybody's who counts."""
    odds = next((t.odds for t in scene.topics if t.span.overlaps(told.words)), TOPIC_MARGIN)
    real = _chance(told, odds)
    if real < EVENT_FLOOR:
        return []
    sentence = next((s for s in scene.sentences if s.overlaps(told.words)), told.words)
    sides = _sides(scene, told, sentence)
    if not sides.doers:
        return []
    everybody = [s for s, _ in (*sides.doers, *sides.others)]
    actors = {side: [scene.cast.actor(a) for a in side.actors] for side in everybody}
    weighty = [a for several in actors.values() if political(several) for a in several]
    # In an article on something else, police and crowds of the place are not enough.
    if not weighty or (odds < TOPIC_MARGIN and all(map(lent, weighty))):
        return []
    made: list[_Finding] = []
    for name, chance in _types(told.judgement, real):
        kind = ontology.types[name]
        # What firms do with a state, and private people for it, told kindly, is trade and not its relations; what a state does
        # for people of another is.
        trade = any(map(firm, actors.values())) or not all(may_be_political(actors[s]) for s, _ in sides.doers)
        alone = not sides.others and not sides.mutual
        if (trade and kind.quad.endswith("cooperation")) or (alone and kind.recipient_required):
            continue
        sure = calibration(_signs(told, chance, sides, scene.cast))
        doers, others = (tuple(s for s, _ in several) for several in (sides.doers, sides.others))
        made.append(_Finding(name, told, sure, doers, others, sides.mutual, sentence))
    return made


def _sides(scene: Scene, told: Told, sentence: Span) -> _Sides:
    """Say who does it and to whom."""
    doers, others = _in_role(scene, told.doers), _in_role(scene, told.others)
    if told.judgement.mutual >= 0.5:
        # "Both sides met": who does it with whom may stand in one mention.
        both = sorted({s.mention.span: (s, p) for s, p in (*doers, *others)}.values(), key=lambda item: item[0].mention.span)
        return _Sides(both, [], mutual=len(_ids([s for s, _ in both])) > 1)
    busy = set(_ids([s for s, _ in doers]))
    others = [(s, p) for s, p in others if not set(s.actors) & busy]
    if doers and not others:
        others = _implied(scene, sentence, [s for s, _ in doers])
        return _Sides(doers, others, implied=bool(others))
    return _Sides(doers, others)


def _implied(scene: Scene, sentence: Span, doers: Sequence[_Side]) -> list[tuple[_Side, float]]:
    """Give the other side that an act leaves to be understood: "the minister expressed his thanks".

    It is the one other state or body of which the sentence before speaks, where the act's own speaks of none.
    """
    codes = {a.state or a.code for s in doers for a in map(scene.cast.actor, s.actors)}
    number = next((i for i, s in enumerate(scene.sentences) if s.start == sentence.start), -1)
    for back in range(min(IMPLIED, number) + 1):
        near = scene.sentences[number - back]
        found: dict[str, _Side] = {}
        for mention in scene.cast.mentions:
            if near.holds(mention.span) and mention.actors:
                acted = _acted(mention, scene.cast)
                for actor in map(scene.cast.actor, acted):
                    code = actor.state or actor.code
                    if code and code not in codes and len(acted) == 1:
                        found.setdefault(code, _Side(mention, acted))
        if len(found) == 1 and back:
            return [(next(iter(found.values())), IMPLIED_CHANCE)]
        if found:
            return []
    return []


def _ids(sides: Sequence[_Side]) -> tuple[str, ...]:
    return tuple(sorted({a for s in sides for a in s.actors}))


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
    return relation(scene.cast, scene.cast.actor(statement.speaker), doers, others), statement


def _when(scene: Scene, finding: _Finding) -> tuple[Date, Span | None]:
    """Give the date told nearest to the act in its sentence, else the day of publication for what is told as news."""
    modality = finding.told.judgement.modality
    # "Agreed on Sunday" has been, "will meet on Sunday" has not.
    later = modality == "intended" and _AHEAD.search(_verb_group(scene.text, finding).of(scene.text)) is not None
    found = find_dates(scene.text, finding.sentence, scene.published, later=later, zone=scene.zone)
    found = [item for item in found if not _heads(scene.text, item[0])] or found
    if found:
        span, date = min(found, key=lambda item: (_gap(item[0], finding.told.words), item[0].start))
        return date, span
    day = publication_day(scene.published)
    if day and finding.told.judgement.aspect == "act" and modality in {"past", "ongoing"}:
        return Date(day.isoformat(), day.isoformat(), "day", "publication"), None
    return Date(), None


def _heads(text: str, date: Span) -> bool:
    """Tell whether a date stands in a dateline at the head of its paragraph: "LIMA, May 3 - ..."."""
    start = text.rfind("\n", 0, date.start) + 1
    return _DATELINE.fullmatch(text[start : date.start]) is not None and _DASH.match(text, date.end) is not None


def _mode(finding: _Finding, name: str, ontology: Ontology) -> str | None:
    """Give the likeliest mode of a type, where it is likelier than none."""
    modes = finding.told.modes
    chances = {mode.name: modes.get(f"{name} {mode.name}", 0.0) for mode in ontology.types[name].modes}
    best = max(chances, key=lambda mode: chances[mode], default=None)
    return best if best and chances[best] > modes.get("", 0.0) else None


def _contexts(text: str, finding: _Finding, ontology: Ontology) -> list[tuple[str, Span]]:
    """Give the contexts: those that the encoder is sure of, and a user's own by their cues; each with its words."""
    found: list[tuple[str, Span]] = []
    for context in ontology.contexts:
        match = context.cues.search(text, finding.sentence.start, finding.sentence.end) if context.cues else None
        chance = finding.told.contexts.get(context.name)
        if (match is not None) if chance is None else (chance >= CONTEXT_FLOOR):
            found.append((context.name, Span(match.start(), match.end()) if match else finding.told.words))
    return found


def _verb_group(text: str, finding: _Finding) -> Span:
    """Give the words of the act with the helpers before them: what tells its time, reality and negation."""
    start = finding.told.words.start
    while True:
        before = re.search(r"\S+\s*$", text[finding.sentence.start : start])
        if not before or not _VERB_GROUP.fullmatch(before.group()):
            return Span(start, finding.told.words.end)
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
    judgement = finding.told.judgement
    doers = tuple(dict.fromkeys(a for s in finding.doers for a in s.actors))
    others = tuple(a for a in dict.fromkeys(a for s in finding.others for a in s.actors) if a not in doers)
    asserted, statement = _asserted(scene, finding.told.words, doers, others)
    date, date_span = _when(scene, finding)
    place = find_place(scene.text, finding.sentence, finding.told.words, scene.tagged, gazetteer, scene.near, scene.home)
    contexts = _contexts(scene.text, finding, ontology)
    name, act = _planned(finding.type, judgement, ontology)
    mode = _mode(finding, name, ontology)
    kind = ontology.types[name]
    group = _verb_group(scene.text, finding)
    evidence = [Evidence(finding.told.words.start, finding.told.words.end, "type")]
    evidence += [Evidence(s.mention.span.start, s.mention.span.end, "actors") for s in finding.doers]
    evidence += [Evidence(s.mention.span.start, s.mention.span.end, "recipients") for s in finding.others]
    evidence += [Evidence(group.start, group.end, name) for name in ("modality", "polarity", "aspect")]
    told = [
        ("act", finding.told.words if act else None),
        ("mode", finding.told.words if mode else None),
        ("date", date_span),
        ("place", place[0] if place else None),
    ]
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
        scores=dict(sorted(judgement.scores.items(), key=lambda item: (-item[1], item[0]))[:EXPLAINED]),
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


def _merged(one: Event, two: Event, ontology: Ontology) -> Event:
    """Join two tellings: what the surer one says, what only one says, all the evidence."""
    first, second = (one, two) if one.confidence >= two.confidence else (two, one)
    date = first.date if first.date.basis == "text" or second.date.basis != "text" else second.date
    mode = first.mode or second.mode
    return replace(
        first,
        date=date,
        place=first.place or second.place,
        mode=mode,
        intensity=None if first.intensity is None else ontology.types[first.type].intensity(mode),
        contexts=tuple(dict.fromkeys((*one.contexts, *two.contexts))),
        evidence=tuple(dict.fromkeys((*one.evidence, *two.evidence))),
        asserted_by="actor" if "actor" in {one.asserted_by, two.asserted_by} else first.asserted_by,
        statement=(first if first.asserted_by == "actor" or second.asserted_by != "actor" else second).statement,
    )


def _reconciled(events: Sequence[Event], scene: Scene, ontology: Ontology) -> list[Event]:
    made: list[tuple[tuple[object, ...], Event]] = []
    for event in events:
        key = _key(event, scene)
        for i, (known_key, known) in enumerate(made):
            if known_key == key and _compatible(known, event):
                made[i] = (key, _merged(known, event, ontology))
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


def read_events(
    scene: Scene,
    acts: Sequence[Told],
    ontology: Ontology,
    gazetteer: Gazetteer,
    *,
    minimum: float = 0.0,
    calibration: Calibration | None = None,
) -> tuple[Event, ...]:
    """Code the events of an article.

    Args:
        scene: the text and what the stages before found in it.
        acts: the acts told in it, as the encoder found them; their chances are those of the cast's mentions, in order.
        ontology: PLOVER.
        gazetteer: the tables, for places.
        minimum: the confidence below which an event is left out.
        calibration: what makes a confidence of the signs for an event; by default their product.

    Returns:
        Events in order of their first evidence, each told once.
    """
    found = [_event(scene, finding, ontology, gazetteer) for told in acts for finding in _find(scene, told, ontology, calibration or plain)]
    events = [event for event in _reconciled(found, scene, ontology) if event.confidence >= minimum]
    events.sort(key=lambda e: (min(x.start for x in e.evidence if x.field == "type"), e.type, e.actors, e.recipients))
    return tuple(replace(event, id=f"e{number}") for number, event in enumerate(events, 1))
