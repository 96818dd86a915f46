"""Milestones with their arithmetic, and assessments: what the text says of the relations of states themselves."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dragoman.dates import find_dates, publication_day
from dragoman.models import Assessment, Claim, Date, Evidence, Milestone, innermost
from dragoman.spans import Span
from dragoman.tables import read_table
from dragoman.timex import TENS, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragoman.models import Cast, Statement

__all__ = ["read_assessments", "read_milestones"]

REACH = 90
"""Characters between a quality and the relations that it is said of, at most."""
LOOK_BACK = 3
"""Sentences before its own in which a step or a judgement that names one state or none may find the pair meant."""
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fifth": 5, "tenth": 10, "fifteenth": 15, "twentieth": 20, "twenty-fifth": 25,
    "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "seventy-fifth": 75, "hundredth": 100,
}  # fmt: skip
_UNREAL = re.compile(r"\b(?:not|never|no|would|could|may|might|if|unless|hopes?|wants?|will)\b", re.IGNORECASE)
_NUMBER = r"\d{1,3}|(?:" + "|".join(TENS) + r")(?:-(?:" + "|".join(UNITS[:9]) + r"))?|" + "|".join(UNITS)


def _number(words: str) -> int | None:
    """Read a number in digits, words or as an ordinal, up to 999."""
    lower = words.lower()
    if match := re.match(r"\d+", lower):
        return int(match.group())
    if lower in _ORDINALS:
        return _ORDINALS[lower]
    total = 0
    for part in lower.split("-"):
        if part in UNITS:
            total += UNITS.index(part) + 1
        elif part in TENS:
            total += 10 * (TENS.index(part) + 2)
        else:
            return None
    return total


@dataclass(frozen=True, slots=True)
class _Tables:
    milestones: tuple[tuple[str, re.Pattern[str]], ...]
    years: re.Pattern[str]
    anniversary: re.Pattern[str]
    since: re.Pattern[str]
    relations: re.Pattern[str]
    nouns: re.Pattern[str]
    quality: dict[str, int]
    words: re.Pattern[str]
    domains: dict[str, str]
    domain: re.Pattern[str]
    challenge: re.Pattern[str]


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


@functools.cache
def _tables() -> _Tables:
    steps, _ = read_table("relations.toml")
    talk, _ = read_table("reporting.toml")
    filled = {name: p.replace("NUMBER", _NUMBER).replace("ORDINAL", "|".join(_ORDINALS)) for name, p in steps["claims"].items()}
    claims = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in filled.items()}
    domains = {word.lower(): name for word, name in talk["domains"].items()}
    # "Diplomatic relations" says what kind of relations, not how good they are.
    quality = {q["word"].lower(): int(q["polarity"]) for q in talk["quality"] if q["word"].lower() not in domains}
    verbs, nouns = _any(talk["challenge"]["verbs"]), _any(talk["challenge"]["nouns"])
    return _Tables(
        milestones=tuple((m["kind"], re.compile("|".join(m["patterns"]), re.IGNORECASE)) for m in steps["milestone"]),
        nouns=re.compile(rf"\b(?:{_any(talk['relation_nouns'])})\b", re.IGNORECASE),
        quality=quality,
        words=re.compile(rf"\b(?:{_any(quality)})\b", re.IGNORECASE),
        domains=domains,
        domain=re.compile(rf"\b(?:{_any(domains)})\b", re.IGNORECASE),
        # The subject stands right before; up to two adverbs may come between, up to four words before the noun.
        challenge=re.compile(rf"^\s*(?:\w+ly\s+|also\s+|still\s+|now\s+)?({verbs})\s+((?:[\w-]+\s+){{0,4}}?)({nouns})\b", re.IGNORECASE),
        **claims,
    )


def _state_codes(cast: Cast, stretch: Span) -> list[str]:
    """Give the codes of the states that stand in a stretch as states, in order of the text."""
    codes: dict[str, None] = {}
    for mention in cast.mentions:
        if stretch.holds(mention.span):
            for identity in mention.actors:
                actor = cast.actor(identity)
                if actor.state and actor.kind == "state":
                    codes.setdefault(actor.state)
    return list(codes)


def _pair(cast: Cast, sentences: Sequence[Span], number: int, statement: Statement | None) -> list[str]:
    """Give the two states that a sentence on relations is about.

    Those it names; with one named or none, the speaker's own and the one it is accredited to, else the last two states
    told together shortly before. More than two named: all of them. Nothing fits: what is named.
    """
    named = _state_codes(cast, sentences[number])
    if len(named) > 1:
        return sorted(named)
    if statement is not None and statement.speaker is not None:
        speaker = cast.actor(statement.speaker)
        ours = [c for c in (speaker.state, speaker.accredited_to) if c]
        if len(ours) > 1 and (not named or named[0] in ours):
            return sorted(ours)
    for back in range(1, LOOK_BACK + 1):
        if number - back >= 0:
            before = _state_codes(cast, sentences[number - back])
            if len(before) == 2 and (not named or named[0] in before):
                return sorted(before)
    return named


def read_milestones(
    text: str, sentences: Sequence[Span], cast: Cast, statements: Sequence[Statement], published: str | None
) -> tuple[Milestone, ...]:
    """Read dated steps in the relations of states, and check the numbers that the text states about them."""
    made: dict[tuple[object, ...], Milestone] = {}
    for number in range(len(sentences)):
        for item in _steps(text, sentences, number, cast, statements, published):
            key = (item.kind, item.states, item.date.start)
            known = made.get(key)
            made[key] = item if known is None else replace(known, evidence=tuple(dict.fromkeys((*known.evidence, *item.evidence))))
    found = _joined_dates(list(made.values()))
    for number, sentence in enumerate(sentences):
        statement = innermost(statements, sentence)
        _claim_years(text, sentence, _pair(cast, sentences, number, statement), found, published)
    found.sort(key=lambda m: (min(e.start for e in m.evidence), m.kind))
    return tuple(replace(m, id=f"m{i}") for i, m in enumerate(found, 1))


def _joined_dates(found: list[Milestone]) -> list[Milestone]:
    """Let a step told without a date join the same step told with one."""
    dated = [m for m in found if m.date.start]
    for item in [m for m in found if not m.date.start]:
        for i, other in enumerate(dated):
            if (other.kind, other.states) == (item.kind, item.states):
                dated[i] = replace(other, evidence=tuple(dict.fromkeys((*other.evidence, *item.evidence))))
                break
        else:
            dated.append(item)
    return dated


def _steps(
    text: str, sentences: Sequence[Span], number: int, cast: Cast, statements: Sequence[Statement], published: str | None
) -> Iterator[Milestone]:
    sentence = sentences[number]
    for kind, pattern in _tables().milestones:
        match = pattern.search(text, sentence.start, sentence.end)
        if match is None or _UNREAL.search(text[max(sentence.start, match.start() - 30) : match.start()]):
            continue
        states = _pair(cast, sentences, number, innermost(statements, Span(match.start(), match.end())))
        if not states or (len(states) < 2 and kind not in {"accession", "recognition", "visit", "anniversary"}):
            continue
        dates = find_dates(text, sentence, published)
        near = min(dates, key=lambda d: max(d[0].start - match.end(), match.start() - d[0].end), default=None)
        evidence = [Evidence(match.start(), match.end(), "kind")]
        evidence += [
            Evidence(m.span.start, m.span.end, "states")
            for m in cast.mentions
            if sentence.holds(m.span) and any(cast.actor(a).state in states for a in m.actors)
        ]
        if near:
            evidence.append(Evidence(near[0].start, near[0].end, "date"))
        yield Milestone("", kind, tuple(states), near[1] if near else Date(), (), tuple(evidence))  # type: ignore[arg-type]


def _verdict(
    stated: int, milestone: Milestone, published: str | None, *, jubilee: bool
) -> tuple[int | None, Literal["consistent", "inconsistent", "unknown"]]:
    """Compare a number of years with what lies between a milestone and publication.

    A jubilee counts calendar years; "n years of" may count completed ones as well, so where only the year of the
    milestone is known both are consistent.
    """
    today = publication_day(published)
    if today is None or milestone.date.start is None:
        return None, "unknown"
    begin = publication_day(milestone.date.start)
    if begin is None:
        return None, "unknown"
    calendar = today.year - begin.year
    completed = calendar - (milestone.date.precision == "day" and (today.month, today.day) < (begin.month, begin.day))
    allowed = {calendar} if jubilee else {calendar, completed, calendar - (milestone.date.precision != "day")}
    return calendar if jubilee else completed, "consistent" if stated in allowed else "inconsistent"


def _claim_years(text: str, sentence: Span, states: list[str], found: list[Milestone], published: str | None) -> None:
    """Attach a sentence's claims to the milestones that they are about; one about none known opens its own."""
    tables = _tables()
    for pattern, jubilee in ((tables.anniversary, True), (tables.years, False)):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            stated = _number(match["number"])
            about = tables.relations.search(match["what"] or "")
            if stated is None or (not about and not jubilee):
                continue
            span = Evidence(match.start(), match.start("what") + (about.end() if about else len(match["what"].rstrip())), "value")
            words = text[span.start : span.end]
            target = next(
                (
                    i
                    for i, m in enumerate(found)
                    if about and m.kind == "relations-established" and (not states or set(states) <= set(m.states))
                ),
                None,
            )
            if target is not None:
                expected, verdict = _verdict(stated, found[target], published, jubilee=jubilee)
                claim = Claim(words, expected, stated, verdict, (span,))
                found[target] = replace(found[target], claims=(*found[target].claims, claim))
            elif states:
                claim = Claim(words, None, stated, "unknown", (span,))
                found.append(Milestone("", "anniversary", tuple(states), Date(), (claim,), (Evidence(span.start, span.end, "kind"),)))
    _claim_since(text, sentence, found, published)


def _claim_since(text: str, sentence: Span, found: list[Milestone], published: str | None) -> None:
    """Record "the first visit since 1998" and "in 25 years" on the visit told in the sentence, checked where both stand."""
    for match in _tables().since.finditer(text, sentence.start, sentence.end):
        target = next(
            (
                i
                for i, m in enumerate(found)
                if m.kind == "visit" and any(e.field == "kind" and sentence.holds(Span(e.start, e.end)) for e in m.evidence)
            ),
            None,
        )
        if target is None:
            continue
        span = Evidence(match.start(), match.end(), "value")
        today = publication_day(published)
        if match["year"]:
            stated, expected = int(match["year"]), None
        else:
            stated = _number(match["number"]) or 0
            known = re.search(r"\bsince\s+(\d{4})\b", text[sentence.start : sentence.end])
            expected = today.year - int(known[1]) if known and today else None
        verdict: Literal["consistent", "inconsistent", "unknown"] = "unknown"
        if expected is not None:
            verdict = "consistent" if abs(expected - stated) <= 1 else "inconsistent"
        claim = Claim(match.group(), expected, stated, verdict, (span,))
        found[target] = replace(found[target], claims=(*found[target].claims, claim))


# What may stand between a quality and its noun ("excellent diplomatic and political relations"), and after the noun
# before a predicate ("relations between the two are excellent").
_BETWEEN = re.compile(
    r"(?:[\s,]|\band\b|\bor\b|\bthe\b|\bvery\b|\bmore\b|\bbilateral\b|\bmutual\b|\bstate\b|\btwo-way\b|\blong-standing\b)*"
)
_COPULA = re.compile(
    r"\b(?:is|are|was|were|remains?|remained|(?:has|have|had)\s+(?:always\s+)?(?:been|become|remained|reached)|stands?|became|becoming|at)\s+(?:\w+ly\s+|now\s+|still\s+|very\s+|an?\s+|the\s+|as\s+|at\s+)*$",
    re.IGNORECASE,
)


def _judged(text: str, sentence: Span) -> Iterator[tuple[Span, Span, list[str]]]:
    """Give (quality, noun, domains) of each judgement on relations in a sentence."""
    tables = _tables()
    for noun in tables.nouns.finditer(text, sentence.start, sentence.end):
        words = [m for m in tables.words.finditer(text, sentence.start, sentence.end) if m.group().lower() != noun.group().lower()]
        left = [m for m in words if m.end() <= noun.start() and noun.start() - m.end() < REACH]
        for quality in reversed(left):
            middle = text[quality.end() : noun.start()]
            rest = tables.words.sub("", tables.domain.sub("", middle))
            if _BETWEEN.fullmatch(rest):
                first = quality
                yield Span(first.start(), first.end()), Span(noun.start(), noun.end()), _domains(middle)
                break
        else:
            for quality in (m for m in words if noun.end() <= m.start() < noun.end() + REACH):
                if _COPULA.search(text[noun.end() : quality.start()]):
                    before = text[max(sentence.start, noun.start() - 40) : noun.start()]
                    yield Span(quality.start(), quality.end()), Span(noun.start(), noun.end()), _domains(before)
                    break


def _domains(stretch: str) -> list[str]:
    tables = _tables()
    found = [tables.domains[" ".join(m.group().lower().split())] for m in tables.domain.finditer(stretch)]
    return list(dict.fromkeys(found)) or ["other"]


def _assess(text: str, sentences: Sequence[Span], number: int, cast: Cast, statements: Sequence[Statement]) -> Iterator[Assessment]:
    sentence = sentences[number]
    tables = _tables()
    for quality, noun, domains in _judged(text, sentence):
        statement = innermost(statements, quality)
        about = _pair(cast, sentences, number, statement)
        if len(about) < 2:
            continue
        negated = re.search(r"\b(?:not|never|no longer)\b", text[max(sentence.start, quality.start - 20) : quality.start])
        polarity = tables.quality[" ".join(quality.of(text).lower().split())] * (-1 if negated else 1)
        for domain in domains:
            yield Assessment(
                "", statement.speaker if statement else None, tuple(about), domain, "quality", quality.of(text), polarity,  # type: ignore[arg-type]
                statement.id if statement else None,
                (Evidence(quality.start, quality.end, "value"), Evidence(noun.start, noun.end, "domain")),
            )  # fmt: skip
    for mention in cast.mentions:
        if not sentence.holds(mention.span) or len(mention.actors) != 1 or cast.actor(mention.actors[0]).kind != "state":
            continue
        match = tables.challenge.match(text[mention.span.end : sentence.end])
        if match is None:
            continue
        at = mention.span.end
        statement = innermost(statements, mention.span)
        domain = _domains(match[2] + match[3])[0]
        yield Assessment(
            "", _voice(statement, statements), (cast.actor(mention.actors[0]).state or "",), domain, "challenge", match[3], -1,  # type: ignore[arg-type]
            statement.id if statement else None,
            (Evidence(at + match.start(1), at + match.end(3), "value"), Evidence(mention.span.start, mention.span.end, "about")),
        )  # fmt: skip


def _voice(statement: Statement | None, statements: Sequence[Statement]) -> str | None:
    """Give who speaks: of a thought told inside a speech, the outermost speaker with a name of its own comes first."""
    while statement is not None and statement.within:
        statement = next(s for s in statements if statement and s.id == statement.within)
    return statement.speaker if statement else None


def read_assessments(text: str, sentences: Sequence[Span], cast: Cast, statements: Sequence[Statement]) -> tuple[Assessment, ...]:
    """Read judgements on relations and difficulties of states, in order of the text; a repeated one has more evidence."""
    made: dict[tuple[object, ...], Assessment] = {}
    for number in range(len(sentences)):
        for item in _assess(text, sentences, number, cast, statements):
            key = (item.by, item.about, item.domain, item.kind, item.value.lower())
            known = made.get(key)
            made[key] = item if known is None else replace(known, evidence=tuple(dict.fromkeys((*known.evidence, *item.evidence))))
    return tuple(replace(a, id=f"j{number}") for number, a in enumerate(made.values(), 1))
