"""Who said what, in whose words: decoded attributions made into statements, and I, we and our bound to the speaker.

Six rules stand on top of the encoder's answer, each for what a tagger of windows cannot see:

1. a quotation is whole: content that covers most of a quoted stretch covers all of it;
2. a quoted stretch that nobody, or somebody of another paragraph, was given goes to the attribution of its paragraph, or,
   where the paragraph before left its quotation open, to the speaker of that one;
3. "This was told by the minister" gives the minister what stands before it;
4. a source inside somebody's content speaks within that statement;
5. an outlet that "reports" what somebody said passes it on: the words are the speaker's;
6. "according to X" speaks of the sentence around it where the encoder gave it nothing, and what lies between two pieces of one
   content in a sentence belongs to it.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dragoman.models import Actor, Cast, Quotation, Statement
from dragoman.spans import Span, merge, trim
from dragoman.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.gazetteer import Gazetteer

__all__ = ["attribute"]

COVERED = 0.5
"""Share of a quoted stretch that a content must cover to be widened to the whole. By hand; checked on PolNeAR's dev."""
WORTH = 4
"""Words from which on a quoted stretch is speech and not a quoted term."""

_QUOTED = re.compile(r"\u201c[^\u201c\u201d]*(?:\u201d|$)|\"[^\"\u201c\u201d]*(?:\"|$)|«[^«»]*(?:»|$)")
_OCCASION = re.compile(
    r"\b(?:at|during|in|on the sidelines of|on the margins of|on the occasion of|addressing|following|after)\s+"
    r"(?:an?|the|his|her|their|its|this|that|today's|Monday's|Tuesday's|Wednesday's|Thursday's|Friday's|Saturday's|Sunday's)\s+"
    r"(?:[\w'\u2019-]+\s+){0,4}?"
    r"(?:event|ceremony|conference|meeting|briefing|interview|reception|summit|forum|session|talks|rally|speech|address|hearing|"
    r"commemoration|celebration|anniversary|inauguration|funeral|parade|seminar|round table|roundtable|debate|panel|dinner|visit|call)\b"
    r"[^,.;:\u201c\u201d\"]*",
    re.IGNORECASE,
)
_TOLD_BY = r"(?:This|It|That|The (?:remark|statement|announcement|comment)s?)\s+(?:was|were|has been|have been|is)\s+(?:also\s+)?"
_ACCORDING = re.compile(r"according\s+to", re.IGNORECASE)
_RELAYS = re.compile(r"(?:also |further )?(?:reports?|reported|reporting|quoted|quotes|cited|cites)", re.IGNORECASE)
_FIRST_SINGULAR = frozenset({"i", "me", "my", "mine", "myself"})


@dataclass(frozen=True, slots=True)
class _Verbs:
    speech: frozenset[str]
    attitude: frozenset[str]
    told_by: re.Pattern[str]


@functools.cache
def _verbs() -> _Verbs:
    table, _ = read_table("reporting.toml")
    speech, attitude = frozenset(table["verbs"]["speech"]), frozenset(table["verbs"]["attitude"])
    pasts = "|".join(sorted((w for w in speech if w.endswith(("ed", "d", "id", "ade", "ten", "ken", "wn"))), key=len, reverse=True))
    return _Verbs(speech, attitude, re.compile(rf"^[\"\u201c\u201d\s]*{_TOLD_BY}({pasts})(?:\s+(?:on|in|at|during)\s[^,.]*?)?\s+by\s+"))


def _quoted(text: str) -> list[Span]:
    """Give quoted stretches with their marks, paragraph by paragraph; an open one runs to the paragraph's end."""
    found: list[Span] = []
    at = 0
    for paragraph in text.split("\n\n"):
        found += [Span(at + m.start(), at + m.end()) for m in _QUOTED.finditer(paragraph) if m.end() - m.start() > 1]
        at += len(paragraph) + 2
    return found


def _words(text: str, span: Span) -> int:
    return len(span.of(text).split())


def _snap(text: str, quotations: Sequence[Quotation], quoted: Sequence[Span]) -> list[Quotation]:
    """Rule 1."""
    made: list[Quotation] = []
    for item in quotations:
        content: list[Span] = []
        for span in item.content:
            start, end = span.start, span.end
            for stretch in quoted:
                shared = min(end, stretch.end) - max(start, stretch.start)
                # What is attributed inside a quotation ("we believe that ...") is a part of it, never the whole.
                outside = not any(stretch.overlaps(cue) for cue in item.cue)
                if outside and shared > COVERED * (stretch.end - stretch.start) and _words(text, stretch) >= WORTH:
                    start, end = min(start, stretch.start), max(end, stretch.end)
            content.append(Span(start, end))
        made.append(replace(item, content=merge(content)))
    return made


def _paragraphs(text: str) -> list[Span]:
    found: list[Span] = []
    at = 0
    for paragraph in text.split("\n\n"):
        if paragraph:
            found.append(Span(at, at + len(paragraph)))
        at += len(paragraph) + 2
    return found


def _claim(text: str, quotations: list[Quotation], quoted: Sequence[Span]) -> list[Quotation]:
    """Rule 2."""
    paragraphs = _paragraphs(text)
    made = list(quotations)
    last_open: int | None = None
    for number, paragraph in enumerate(paragraphs):
        inside = [q for q in quoted if paragraph.holds(q) and _words(text, q) >= WORTH]
        for stretch in inside:
            owners = [
                i
                for i, item in enumerate(made)
                if any(c.overlaps(stretch) for c in item.content) and not any(c.overlaps(stretch) for c in item.cue)
            ]
            beside = _nearest(made, stretch, paragraph)
            # Whoever is named beside a quotation says it, not one of another paragraph: "... Agency X reports" before it.
            strangers = [i for i in owners if beside is not None and not any(paragraph.holds(cue) for cue in made[i].cue)]
            for i in strangers:
                made[i] = replace(made[i], content=tuple(c for c in made[i].content if not c.overlaps(stretch)))
            owner = next((i for i in owners if i not in strangers), beside)
            # A paragraph that opens a quotation right after an open one goes on in the same voice.
            if owner is None and last_open is not None and stretch.start == paragraph.start:
                owner = last_open
            if owner is not None and not any(c.holds(stretch) for c in made[owner].content):
                made[owner] = replace(made[owner], content=_fused([*made[owner].content, stretch]))
            closed = text[stretch.end - 1] in '\u201d"»' and stretch.end - stretch.start > 1
            last_open = owner if not closed and stretch.end == paragraph.end else None
        if not inside and number:
            last_open = None
    return made


def _fused(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Join spans that overlap."""
    made: list[Span] = []
    for span in sorted(spans):
        if made and made[-1].overlaps(span):
            made[-1] = Span(made[-1].start, max(made[-1].end, span.end))
        else:
            made.append(span)
    return tuple(made)


def _nearest(quotations: Sequence[Quotation], stretch: Span, paragraph: Span) -> int | None:
    """Give the attribution of the paragraph whose cue stands nearest outside any quotation."""
    best: tuple[int, int] | None = None
    for i, item in enumerate(quotations):
        for cue in item.cue:
            if paragraph.holds(cue) and not stretch.overlaps(cue):
                gap = max(stretch.start - cue.end, cue.start - stretch.end)
                if best is None or gap < best[0]:
                    best = (gap, i)
    return best[1] if best else None


def _told_by(text: str, sentences: Sequence[Span], quotations: list[Quotation], cast: Cast) -> list[Quotation]:
    """Rule 3."""
    made = list(quotations)
    for number, sentence in enumerate(sentences[1:], 1):
        match = _verbs().told_by.match(sentence.of(text))
        if not match:
            continue
        cue = Span(sentence.start + match.start(1), sentence.start + match.end(1))
        after = Span(sentence.start + match.end(), sentence.end)
        source = next((m.span for m in cast.mentions if after.start <= m.span.start <= after.start + 6 and m.span.end <= after.end), None)
        if source is None:
            continue
        previous = sentences[number - 1]
        opens = "\n\n" in text[previous.end : sentence.start]
        paragraph = next(p for p in _paragraphs(text) if p.holds(previous))
        content = Span(paragraph.start, previous.end) if opens else previous
        made = [q for q in made if not any(c.overlaps(Span(sentence.start, source.end)) for c in q.cue)]
        made.append(Quotation((source,), (cue,), (trim(text, content.start, content.end, " .\n") or content,)))
    return made


def _relayed(text: str, quotations: list[Quotation]) -> list[Quotation]:
    """Rule 5."""
    made: list[Quotation] = []
    for item in quotations:
        kept = item.content
        if item.cue and all(_RELAYS.fullmatch(cue.of(text)) for cue in item.cue):
            # What somebody is said inside it to have said is a layer of its own, and both stay.
            beside = [o for o in quotations if o is not item and not any(c.overlaps(cue) for c in item.content for cue in o.cue)]
            kept = tuple(c for c in item.content if not any(c.overlaps(own) for other in beside for own in other.content))
        if kept or not item.content:
            made.append(replace(item, content=kept))
    return made


def _filled(text: str, sentences: Sequence[Span], quotations: Sequence[Quotation]) -> list[Quotation]:
    """Rule 6."""
    made: list[Quotation] = []
    for item in quotations:
        own = (*item.source, *item.cue)
        content = list(item.content)
        if not content and item.source and any(_ACCORDING.fullmatch(cue.of(text)) for cue in item.cue):
            home = next((s for s in sentences if s.holds(item.cue[0])), None)
            low, high = min(s.start for s in own), max(s.end for s in own)
            if home is not None:
                # "Poland has, according to Prague, ...": the longer stretch beside it.
                parts = [trim(text, home.start, low, " ,.\n"), trim(text, high, home.end, " ,.\n")]
                content = [max((s for s in parts if s), key=lambda s: s.end - s.start)] if any(parts) else []
        joined: list[Span] = []
        for span in sorted(content):
            gap = Span(joined[-1].end, span.start) if joined and joined[-1].end < span.start else None
            whole = gap and any(s.holds(Span(joined[-1].start, span.end)) for s in sentences)
            if gap and whole and not any(gap.overlaps(part) for part in own) and not re.search(r"[\u201c\u201d\"]", gap.of(text)):
                joined[-1] = Span(joined[-1].start, span.end)
            else:
                joined.append(span)
        made.append(replace(item, content=tuple(joined)))
    return made


def _kind(text: str, cue: Sequence[Span]) -> Literal["speech", "attitude"]:
    words = {w.lower() for span in cue for w in re.findall(r"[\w'-]+", span.of(text))}
    return "attitude" if words & _verbs().attitude and not words & _verbs().speech else "speech"


def _direct(content: Sequence[Span], quoted: Sequence[Span]) -> bool:
    """Tell whether most of a content stands between quote marks."""
    total = sum(c.end - c.start for c in content)
    inside = sum(max(0, min(c.end, q.end) - max(c.start, q.start)) for c in content for q in quoted)
    return total > 0 and inside > COVERED * total


def _occasion(text: str, sentences: Sequence[Span], cue: Sequence[Span], quoted: Sequence[Span]) -> Span | None:
    for sentence in sentences:
        if cue and sentence.holds(cue[0]):
            for match in _OCCASION.finditer(text, sentence.start, sentence.end):
                span = trim(text, match.start(), match.end())
                if span and not any(q.overlaps(span) for q in quoted):
                    return span
    return None


def attribute(
    text: str, sentences: Sequence[Span], quotations: Sequence[Quotation], cast: Cast, gazetteer: Gazetteer
) -> tuple[tuple[Statement, ...], Cast]:
    """Make statements of attributions, and bind first-person mentions to their speakers.

    Args:
        text: the article's text.
        sentences: its sentences, in order.
        quotations: attributions as the encoder tagged them.
        cast: who appears, first-person mentions still open.
        gazetteer: the tables (for the name of a speaker's state).

    Returns:
        Statements in order of the text, and the cast with "we" and "I" bound where a speaker is known.
    """
    quoted = _quoted(text)
    quotations = _filled(text, sentences, quotations)
    items = _relayed(text, _told_by(text, sentences, _claim(text, _snap(text, quotations, quoted), quoted), cast))
    items = [i for i in items if i.content or i.source]
    items.sort(key=lambda i: min((*i.source, *i.cue, *i.content)))
    statements = [
        Statement(
            id=f"s{number}",
            speaker=_speaker(item.source, cast),
            source=item.source,
            cue=item.cue,
            content=item.content,
            kind=_kind(text, item.cue),
            direct=_direct(item.content, quoted),
            occasion=_occasion(text, sentences, item.cue, quoted),
        )
        for number, item in enumerate(items, 1)
    ]
    nested = [replace(s, within=_holder(s, statements)) for s in statements]
    return _bind(text, nested, cast, gazetteer)


def _speaker(source: Sequence[Span], cast: Cast) -> str | None:
    for span in source:
        touching = [m for m in cast.mentions if m.span.overlaps(span) and len(m.actors) == 1]
        if touching:
            # The mention that covers most of the source; of equals the first.
            best = max(touching, key=lambda m: (min(m.span.end, span.end) - max(m.span.start, span.start), -m.span.start))
            return best.actors[0]
    return None


def _holder(inner: Statement, statements: Sequence[Statement]) -> str | None:
    """Rule 4: the smallest other statement in whose content a statement's source and cue stand."""
    parts = [*inner.source, *inner.cue]
    around = [
        (sum(c.end - c.start for c in s.content), s.id)
        for s in statements
        if s.id != inner.id and parts and all(any(c.holds(part) for c in s.content) for part in parts)
    ]
    return min(around)[1] if around else None


def _bind(text: str, statements: list[Statement], cast: Cast, gazetteer: Gazetteer) -> tuple[tuple[Statement, ...], Cast]:
    actors, mentions = list(cast.actors), list(cast.mentions)
    by_id = {s.id: s for s in statements}

    def speaker_of(span: Span) -> str | None:
        """Give whoever speaks around a span; a first-person source ("we know") has the voice around it."""
        around = sorted(
            (s for s in statements if any(c.overlaps(span) for c in s.content)),
            key=lambda s: (sum(c.end - c.start for c in s.content), s.id),
        )
        return next((s.speaker for s in around if s.speaker), None)

    for number, mention in enumerate(mentions):
        if mention.how != "first":
            continue
        speaker = speaker_of(mention.span)
        if speaker is None:
            mentions[number] = replace(mention, how="unresolved")
            continue
        person = next(a for a in actors if a.id == speaker)
        who = speaker
        if mention.span.of(text).lower() not in _FIRST_SINGULAR and person.state and "ELI" not in person.sectors:
            who = _state_actor(person.state, actors, gazetteer)
        mentions[number] = replace(mention, actors=(who,))
        at = next(i for i, a in enumerate(actors) if a.id == who)
        actors[at] = replace(actors[at], mentions=tuple(sorted({*actors[at].mentions, mention.span})))
    bound = Cast(tuple(actors), tuple(mentions))
    final = [replace(s, speaker=s.speaker or _speaker(s.source, bound)) for s in by_id.values()]
    return tuple(final), bound


def _state_actor(state: str, actors: list[Actor], gazetteer: Gazetteer) -> str:
    """Give the id of a state's own actor, adding it where only its officials were named."""
    for actor in actors:
        if actor.kind == "state" and actor.state == state:
            return actor.id
    entity = gazetteer.states.get(state)
    made = Actor(f"a{len(actors) + 1}", entity.name if entity else state, "state", state, state, ("GOV",))
    actors.append(made)
    return made.id
