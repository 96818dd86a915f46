"""Mentions to actors: names by the gazetteer, phrases by their parts, pronouns and short forms by what came before.

Nothing is guessed: a mention with no single antecedent stays unresolved and its actor says why.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.models import Actor, Cast, Mention
from dragoman.phrases import Resolution, read_phrase, with_state
from dragoman.places import home_state, signals
from dragoman.spans import Span
from dragoman.surroundings import Surroundings, look_around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.gazetteer import Found, Gazetteer
    from dragoman.models import How, TaggedSpan
    from dragoman.places import Signal

__all__ = ["resolve_mentions"]

# A name after one of these, which the encoder did not take for an actor, is a place.
_PLACE_BEFORE = re.compile(
    r"\b(?:in|near|at|from|across|via|into|around|through|inside|outside|toward|towards)\s+(?:the\s+)?(?:(?:north|south|east|west)\w*\s+|central\s+)?$",
    re.IGNORECASE,
)
# A name after one of these is what is talked about, not who acts: "on the issue of Kosovo".
_MATTER_BEFORE = re.compile(
    r"\b(?:issues?|question|matter|status|dispute|problem|conflict|independence|recognition|annexation|occupation) of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_IMPERSONAL = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_EACH_OTHER = frozenset({"each other", "one another"})
_STATE_NOUN = re.compile(
    r"(?:the|this|that|our|their|its|his|her)\s+(?:country|nation|state|kingdom|republic|government|emirate|neighbou?r)$", re.IGNORECASE
)
_POSSESSIVE = frozenset({"its", "his", "her", "their"})
_BOTH = re.compile(
    r"(?:they )?both(?: \w+){0,2}|(?:the|these|our|their) two(?: \w+){0,2}"
    r"|the (?:sides|parties|leaders|ministers|presidents|delegations|officials|capitals|neighbours|neighbors|governments|countries|states)"
)
"""Short forms for the two told before."""
_DEFINITE = re.compile(r"(?:the|these|those|this|that)\s", re.IGNORECASE)
SHORT = 2
"""Letters of a word that is no noun yet."""
_ALONE = frozenset({"no-entry", "surname", "ambiguous", "place", "no-office"})
LOOK_BACK = 3
"""Sentences before its own in which a pronoun may find whom it stands for."""
AGENTS = frozenset({"state", "igo", "organisation", "group", "office"})


@dataclass(slots=True)
class _Draft:
    """An actor being put together from its mentions."""

    resolution: Resolution
    mentions: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class _Stage:
    """What is known so far, reading from the top: drafts, and mentions with the numbers of their drafts."""

    text: str
    sentences: Sequence[Span]
    gazetteer: Gazetteer
    day: str | None
    around: Surroundings
    drafts: list[_Draft] = field(default_factory=list)
    mentions: list[tuple[Span, tuple[int, ...], How]] = field(default_factory=list)
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.starts = [s.start for s in self.sentences]

    def sentence(self, offset: int) -> int:
        """Give the number of the sentence that holds an offset."""
        return max(0, bisect.bisect_right(self.starts, offset) - 1)

    def add(self, span: Span, numbers: tuple[int, ...], how: How) -> None:
        self.mentions.append((span, numbers, how))
        for number in numbers:
            self.drafts[number].mentions.append(span)

    def new(self, resolution: Resolution) -> int:
        self.drafts.append(_Draft(resolution))
        return len(self.drafts) - 1

    def find(self, resolution: Resolution) -> int | None:
        """Give the draft that a resolution is the same as: by personal name, by office, by state or body."""
        for number in range(len(self.drafts) - 1, -1, -1):
            if _same(self.drafts[number].resolution, resolution):
                return number
        return None

    def place(self, resolution: Resolution) -> int:
        """Give the draft for a resolution, joined with what is known of the same actor."""
        number = self.find(resolution)
        if number is None:
            return self.new(resolution)
        self.drafts[number].resolution = _joined(self.drafts[number].resolution, resolution)
        return number


def _same(known: Resolution, new: Resolution) -> bool:
    if known.personal and new.personal:
        one, two = known.personal.split(), new.personal.split()
        shorter, longer = sorted((one, two), key=len)
        # A surname alone, or the whole name again. Two states say that they are two people.
        alike = one == two or (len(shorter) == 1 and longer[-1] == shorter[0])
        return alike and not (known.state and new.state and known.state != new.state)
    if known.role and new.role and (known.personal or new.personal):
        return (
            known.rank in {"head", "minister", "envoy"}
            and (known.role, known.state, known.accredited_to or new.accredited_to)
            == (
                new.role,
                new.state,
                new.accredited_to or known.accredited_to,
            )
            and new.state is not None
        )
    if known.kind in {"state", "igo"} or new.kind in {"state", "igo"}:
        return (known.kind, known.state, known.code, known.name) == (new.kind, new.state, new.code, new.name)
    return (known.name.casefold(), known.state, known.role) == (new.name.casefold(), new.state, new.role)


def _joined(known: Resolution, new: Resolution) -> Resolution:
    """Fill what the earlier mention left open."""
    if not known.personal and new.personal:
        known = known._replace(personal=new.personal, name=new.personal, kind="person")
    if known.state is None and new.state is not None:
        known = known._replace(state=new.state, code=new.code, reason=new.reason, candidates=())
    if known.role is None and new.role is not None:
        known = known._replace(role=new.role, rank=new.rank, sectors=new.sectors, reason=new.reason)
    if known.accredited_to is None and new.accredited_to is not None:
        known = known._replace(accredited_to=new.accredited_to)
    return known


def _candidates(stage: _Stage, tagged: Sequence[TaggedSpan]) -> list[Span]:
    """Give the spans to resolve: what the encoder tagged as actors, and names of states and bodies that it missed."""
    text, gazetteer = stage.text, stage.gazetteer
    disputes = [span for span, _ in gazetteer.find_disputes(text)]
    found = gazetteer.find(text)
    matters = [f.span for f in found if _MATTER_BEFORE.search(text[max(0, f.span.start - 30) : f.span.start])]
    other = [t.span for t in tagged if t.kind != "actor"]
    spans: list[Span] = []
    for item in tagged:
        if item.kind == "actor" and not any(d.holds(item.span) for d in [*disputes, *matters]):
            spans += _split(text, item.span, found)
    for name in found:
        taken = any(name.span.overlaps(s) for s in spans) or any(name.span.overlaps(s) for s in [*other, *disputes, *matters])
        if (
            taken
            or name.naming in {"adjective", "people", "capital"}
            or _PLACE_BEFORE.search(text[max(0, name.span.start - 40) : name.span.start])
        ):
            continue
        spans.append(name.span)
    return sorted(set(spans))


def _split(text: str, span: Span, found: Sequence[Found]) -> list[Span]:
    """Cut "A and B" into its names; leave "the ministers of A and B" whole. White space and paragraph ends bound a span."""
    if "\n" in span.of(text):
        span = Span(span.start, span.start + span.of(text).index("\n"))
    names = [f.span for f in found if span.holds(f.span) and f.naming != "adjective"]
    rest = span.of(text)
    for name in names:
        rest = rest.replace(name.of(text), "", 1)
    if len(names) > 1 and not re.sub(r"\b(?:and|or|the|both)\b|[,&\s]", "", rest):
        return names
    return [span]


def resolve_mentions(
    text: str,
    sentences: Sequence[Span],
    tagged: Sequence[TaggedSpan],
    gazetteer: Gazetteer,
    *,
    day: str | None = None,
    around: Surroundings | None = None,
    named: Sequence[Signal] | None = None,
) -> Cast:
    """Resolve the mentions of a text.

    Args:
        text: the article's text.
        sentences: its sentences, in order.
        tagged: spans that the encoder tagged.
        gazetteer: the tables.
        day: the day for which offices count, ISO 8601: that of publication.
        around: what the article tells beside its text; by default what its text alone does.
        named: what names a state in the text; by default looked for here.

    Returns:
        Actors and mentions. First-person mentions have no actors yet: their speaker is not known here.
    """
    stage = _Stage(text, sentences, gazetteer, day, around or look_around(text, gazetteer))
    for span in _candidates(stage, tagged):
        _resolve(stage, span)
    _inherit_states(stage, signals(text, tagged, gazetteer, stage.around.states) if named is None else named)
    return _cast(stage)


def _resolve(stage: _Stage, span: Span) -> None:
    phrase = span.of(stage.text)
    lower = " ".join(phrase.lower().split())
    words = stage.gazetteer.words
    if lower in words["pronouns_first"] or re.fullmatch(
        r"our (?:country|nation|state|government|people|side|forces|armed forces|army|republic|kingdom)", lower
    ):
        stage.add(span, (), "first")
    elif lower in words["both_sides"] or lower in _EACH_OTHER or _BOTH.fullmatch(lower):
        pair = _pair(stage)
        stage.add(span, pair, "group" if pair else "unresolved")
    elif lower in _PERSONAL | _IMPERSONAL | _PLURAL or _STATE_NOUN.fullmatch(phrase):
        number = _antecedent(stage, span, lower)
        # "They agreed": where nobody told before is several, the two told last are.
        pair = _pair(stage) if number is None and lower in _PLURAL else ()
        stage.add(span, pair if number is None else (number,), "group" if pair else "unresolved" if number is None else "pronoun")
    else:
        _resolve_phrase(stage, span, phrase)


def _resolve_phrase(stage: _Stage, span: Span, phrase: str) -> None:
    resolutions = read_phrase(phrase, stage.gazetteer, stage.day, stage.around)
    first = resolutions[0]
    stateless = len(resolutions) == 1 and first.state is None and first.code is None
    if stateless and first.role and not first.personal:
        known = _by_role(stage, first)
        if known is not None:
            stage.add(span, (known,), "anaphor")
            return
    if len(resolutions) == 1 and first.role is None and first.kind in {"unknown", "person", "group"} and first.reason in _ALONE:
        # A name alone: the surname of somebody told before in full, whoever else bears it.
        known = _by_surname(stage, phrase.strip())
        if known is not None:
            stage.add(span, (known,), "anaphor")
            return
    if stateless and not first.personal:
        known = _by_noun(stage, phrase)
        if known is not None:
            stage.add(span, (known,), "anaphor")
            return
    if stateless and not first.candidates:
        owner = _owner(stage, span, phrase)
        if owner:
            resolutions = (with_state(first, owner, "state-of-the-owner"),)
    numbers = tuple(dict.fromkeys(stage.place(r) for r in resolutions))
    stage.add(span, numbers, "name" if first.role is None else "phrase")


def _by_noun(stage: _Stage, phrase: str) -> int | None:
    """Give the last actor told with the same noun that "the marchers", "those men" take up again."""
    noun = _noun(phrase) if _DEFINITE.match(phrase) else ""
    if not noun:
        return None
    for other, numbers, how in reversed(stage.mentions):
        if len(numbers) == 1 and how in {"phrase", "name", "anaphor"} and noun == _noun(other.of(stage.text)):
            return numbers[0]
    return None


def _noun(phrase: str) -> str:
    """Give the noun that a phrase is about: the last word before "of", "from" and the like, small if it is no name."""
    words = re.split(r",|\s(?:of|from|in|at|with|for|to|who|that|on|and|loyal|led)\s", phrase, maxsplit=1)[0].split()
    return words[-1] if words and words[-1].islower() and len(words[-1]) > SHORT else ""


def _owner(stage: _Stage, span: Span, phrase: str) -> str | None:
    """Give the state of whom "its", "his", "their" at the head of a phrase stands for."""
    word = phrase.split(maxsplit=1)[0].lower()
    if word not in _POSSESSIVE or " " not in phrase:
        return None
    # A thing, a person, or several: the nearest that has a state and fits. Of two in one sentence the first is its subject.
    for _, _, numbers in _recent(stage, span):
        known = stage.drafts[numbers[0]].resolution
        if len(numbers) == 1 and known.state and _fits(word, known):
            return known.state
    return None


def _by_role(stage: _Stage, resolution: Resolution) -> int | None:
    """Give the last actor with this role, if the role was ever told with a state or a name."""
    for _, numbers, _ in reversed(stage.mentions):
        for number in numbers:
            known = stage.drafts[number].resolution
            if (
                known.role
                and (known.role == resolution.role or known.role.split()[-1] == (resolution.role or "").split()[-1])
                and (known.state or known.personal)
            ):
                return number
    return None


def _by_surname(stage: _Stage, word: str) -> int | None:
    for number in range(len(stage.drafts) - 1, -1, -1):
        personal = stage.drafts[number].resolution.personal
        if personal and personal != word and f" {word} " in f" {personal} ":
            return number
    return None


def _recent(stage: _Stage, span: Span) -> list[tuple[int, Span, tuple[int, ...]]]:
    """Give mentions near enough before a span: (sentences back, span, drafts), own sentence first, each from its start."""
    here, rows = stage.sentence(span.start), []
    # Mentions are in order of the text, so the first that is too far back ends the search.
    for other, numbers, _ in reversed(stage.mentions):
        back = here - stage.sentence(other.start)
        if back > LOOK_BACK:
            break
        if numbers and other.end <= span.start:
            rows.append((back, other, numbers))
    return sorted(rows, key=lambda r: (r[0], r[1].start))


def _antecedent(stage: _Stage, span: Span, lower: str) -> int | None:
    """Give the draft that a pronoun or "the country" stands for: subjects come first, so the first that fits does."""
    found = [
        (back, numbers[0])
        for back, _, numbers in _recent(stage, span)
        if len(numbers) == 1 and _fits(lower, stage.drafts[numbers[0]].resolution)
    ]
    if lower in _POSSESSIVE and len({number for back, number in found if back == 0}) > 1:
        # "A helps B to strengthen its defence": whose is not told by grammar.
        return None
    return found[0][1] if found else None


def _fits(pronoun: str, r: Resolution) -> bool:
    """Tell whether a pronoun can stand for an actor: by person or thing, by one or many."""
    if pronoun in _PERSONAL:
        return r.kind in {"person", "office"} and not _is_plural(r)
    if pronoun in _PLURAL:
        return r.kind in {"group", "organisation", "igo"} or (r.kind == "office" and _is_plural(r))
    if pronoun in _IMPERSONAL:
        return r.kind in AGENTS and r.rank not in {"head", "minister", "envoy"} and not _is_plural(r)
    return r.kind == "state"


def _is_plural(resolution: Resolution) -> bool:
    word = "".join((resolution.role or resolution.name).split()[-1:]).lower()
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _pair(stage: _Stage) -> tuple[int, ...]:
    """Give the two sides that "both sides" stands for: the last two states or bodies that were told."""
    sides: list[int] = []
    for _, numbers, _ in reversed(stage.mentions):
        for number in numbers:
            resolution = stage.drafts[number].resolution
            state = resolution.state or resolution.code
            if state is None:
                continue
            main = stage.find(Resolution("state", _state_name(stage, state), state, state))
            chosen = number if main is None else main
            if all((stage.drafts[s].resolution.state or stage.drafts[s].resolution.code) != state for s in sides):
                sides.append(chosen)
        if len(sides) == 2:
            return tuple(sorted(sides))
    return ()


def _state_name(stage: _Stage, code: str) -> str:
    entity = stage.gazetteer.states.get(code)
    return entity.name if entity else code


def _inherit_states(stage: _Stage, found: Sequence[Signal]) -> None:
    """Give actors that are told without a state that of a place in their sentence, or that of the article.

    What nobody names stays open: an article in which no state or known place stands gives none, and neither does a proper name.
    """
    by_sentence: dict[int, set[str]] = {}
    for at, state, place in found:
        if place:
            by_sentence.setdefault(stage.sentence(at), set()).add(state)
    around, named_first = stage.around, home_state(found)
    ways = ((around.dateline, "dateline"), (named_first, "article"), (around.outlet, "outlet"))
    home = next(((state, f"state-of-the-{way}") for state, way in ways if state), None)
    for draft in stage.drafts:
        resolution = draft.resolution
        named = resolution.kind == "unknown" or (resolution.kind == "person" and not resolution.role)
        if resolution.state or resolution.code or resolution.candidates or (named and not _is_common(draft, stage)):
            continue
        # An official speaks for the state of the article wherever he stands; police and crowds are where they are.
        sentences = {stage.sentence(mention.start) for mention in draft.mentions}
        placed = {state for sentence in sentences for state in by_sentence.get(sentence, ())}
        if len(placed) == 1 and resolution.sectors[:1] != ("GOV",):
            draft.resolution = with_state(resolution, placed.pop(), "state-of-the-place")
        elif home:
            draft.resolution = with_state(resolution, *home)
        if draft.resolution.kind == "unknown" and draft.resolution.state:
            draft.resolution = draft.resolution._replace(kind="group")


def _is_common(draft: _Draft, stage: _Stage) -> bool:
    """Tell whether an actor is told by common nouns alone: "the marchers", "eighty people"."""
    return all(not any(w[:1].isupper() for w in m.of(stage.text).split()[1:]) and _is_lower(m, stage) for m in draft.mentions)


def _is_lower(mention: Span, stage: _Stage) -> bool:
    """Tell whether the first word has a small letter, or a capital only because its sentence begins there."""
    first = stage.text[mention.start]
    begins = stage.starts[stage.sentence(mention.start) :][:1] == [mention.start]
    return first.islower() or first.isdigit() or (begins and " " in mention.of(stage.text))


def _cast(stage: _Stage) -> Cast:
    order = [i for i, d in enumerate(stage.drafts) if d.mentions]
    order.sort(key=lambda i: min(stage.drafts[i].mentions))
    names = {number: f"a{i}" for i, number in enumerate(order, 1)}
    actors = []
    for number in order:
        r = stage.drafts[number].resolution
        spans = tuple(sorted(set(stage.drafts[number].mentions)))
        made = Actor(
            names[number], r.name, r.kind, r.state, r.code, r.sectors, r.role, r.rank, r.accredited_to, spans, r.reason, r.candidates
        )
        actors.append(made)
    # Officials act for their state, so it is an actor too where only they were named.
    present = {a.state for a in actors if a.kind == "state"}
    for state in dict.fromkeys(a.state for a in actors if a.state and a.role and a.sectors[:1] == ("GOV",)):
        if state not in present:
            actors.append(Actor(f"a{len(actors) + 1}", _state_name(stage, state), "state", state, state))
    mentions = tuple(
        Mention(span, tuple(names[n] for n in numbers), how) for span, numbers, how in sorted(stage.mentions, key=lambda m: m[0])
    )
    return Cast(tuple(actors), mentions)
