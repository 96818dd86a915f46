"""Small articles put together by hand, so that no rule needs the model in a test."""

import re

from dragoman.actors import resolve_mentions
from dragoman.assembly import load_gazetteer
from dragoman.attribution import attribute
from dragoman.decode import Judgement, Told
from dragoman.events import Scene
from dragoman.models import Quotation, TaggedSpan
from dragoman.ontology import load_ontology
from dragoman.sentences import sentences
from dragoman.spans import Span

MARK = re.compile(r"\[([apscq])(\d*) ")
KINDS = {"a": "actor", "p": "place"}


def marked(source):
    """Read `[a Norway] ... [s1 the minister] [c1 said] [q1 ...]`: text, tagged mentions, quotations."""
    text, stack, tags, parts = "", [], [], {}
    at = 0
    while at < len(source):
        match = MARK.match(source, at)
        if match:
            stack.append((match[1], match[2], len(text)))
            at = match.end()
        elif source[at] == "]":
            kind, number, start = stack.pop()
            if kind in KINDS:
                tags.append(TaggedSpan(KINDS[kind], start, len(text), 1.0))
            else:
                parts.setdefault(number, {}).setdefault(kind, []).append(Span(start, len(text)))
            at += 1
        else:
            text += source[at]
            at += 1
    quotations = tuple(Quotation(*(tuple(parts[n].get(k, ())) for k in "scq")) for n in sorted(parts))
    return text, tuple(sorted(tags, key=lambda t: t.start)), quotations


def scene(source, published="2021-03-08"):
    """Run the stages before the events on a marked text."""
    text, tags, quotations = marked(source)
    found = sentences(text)
    cast = resolve_mentions(text, found, tags, load_gazetteer())
    statements, cast = attribute(text, found, quotations, cast, load_gazetteer())
    return Scene(text, found, cast, statements, tags, published)


def acts_by(made, *rules):
    """A stand-in for the encoder: rules (words of the act, doer, other side or None, type, and what differs).

    A side is named by the words of its mention, in the sentence of the act; several are joined by "+". `sure` in what
    differs is the probability of the sides.
    """
    acts = []
    for part, one, two, kind, *more in rules:
        told = dict(more[0]) if more else {}
        sure, chance = told.pop("sure", 1.0), told.pop("chance", 1.0)
        modes, contexts = told.pop("modes", {}), told.pop("contexts", {})
        for match in re.finditer(re.escape(part), made.text):
            words = Span(match.start(), match.end())
            home = next(s for s in made.sentences if s.holds(words))
            chances = [
                tuple(sure * (m.span.of(made.text) in (side or "").split("+") and home.holds(m.span)) for m in made.cast.mentions)
                for side in (one, two)
            ]
            if any(chances[0]):
                acts.append(Told(words, chance, judgement(kind, **told), modes, contexts, *chances))
    return tuple(sorted(acts, key=lambda a: a.words))


def judgement(kind, **more):
    scores = dict.fromkeys(("NONE", *load_ontology().types), 0.0)
    scores[kind] = more.pop("confidence", 0.9)
    if second := more.pop("second", None):
        scores.update(second)
    scores["NONE"] = max(scores["NONE"], 1 - sum(p for name, p in scores.items() if name != "NONE"))
    told = {"act": None, "modality": "past", "polarity": "affirmed", "aspect": "act", "mutual": 0.0, **more}
    return Judgement(type=kind, confidence=scores[kind], scores=scores, **told)
