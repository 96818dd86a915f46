"""One noun phrase in, whom it stands for out: state, body or group, sectors, role, rank, name.

"The Ghanaian ambassador to Peru, Kofi Mensah" is read by its parts: the head role (ambassador), the state that sends
(an adjective before the role, or "of ..."), the state it is accredited to ("to ..."), and the name that is left.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragoman.spans import Span

if TYPE_CHECKING:
    from dragoman.gazetteer import Entity, Found, Gazetteer, Role
    from dragoman.models import ActorKind, Rank

__all__ = ["Resolution", "read_phrase", "resolve_phrase", "with_state"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whom a phrase stands for. What could not be known is None, and `reason` says why nothing was found."""

    kind: ActorKind
    name: str
    state: str | None = None
    code: str | None = None
    sectors: tuple[str, ...] = ()
    role: str | None = None
    rank: Rank | None = None
    accredited_to: str | None = None
    reason: str | None = None
    personal: str | None = None


_LEADING = re.compile(
    r"(?:the|an?|this|that|these|those|some|its|his|her|their|our|my|all|both|several|many|two|three|four|five|"
    r"(?:dozens|hundreds|thousands|members) of)\s+",
    re.IGNORECASE,
)
# Where the head of a phrase ends: a preposition or a comma that opens an apposition.
_TAIL = re.compile(r",|\b(?:of|to|for|in|at|from|with|on|near|against|between|across|inside|under|who|which)\b", re.IGNORECASE)
_NAME = re.compile(
    r"\b[^\W\d_a-z][\w'\u2019.-]*(?:\s+(?:al-|bin|bint|ibn|de|del|della|da|dos|van|von|der|el|al|ben|abu)?\s*[^\W\d_a-z][\w'\u2019.-]*){0,4}"
)
_HONORIFIC = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame|Lord|Lady|H\.E|His Excellency|Her Excellency|His Majesty|Sheikh|Shaikh)\.?\s+")
_SPEAKS_FOR = frozenset({"spokesman", "spokeswoman", "spokesperson", "spokespeople", "spokesmen", "spokespersons"})
_SENT = re.compile(r"\b(?:to|in)\s+(?:the\s+)?$", re.IGNORECASE)
_GENERIC = frozenset(
    {
        "official",
        "officials",
        "minister",
        "ministers",
        "leader",
        "leaders",
        "representative",
        "delegation",
        "chief",
        "head",
        "member",
        "members",
    }
)


def read_phrase(phrase: str, gazetteer: Gazetteer) -> tuple[Resolution, ...]:
    """Resolve a phrase: usually to one, for "the foreign ministers of A and B" to several, in order of the text."""
    text = _strip(phrase)
    if not text:
        return (Resolution("unknown", phrase.strip(), reason="empty"),)
    found = [f for f in gazetteer.find(text) if not _inside_name(text, f)]
    roles = gazetteer.find_roles(_masked(text, [f.span for f in found]))
    head = _head(text, roles, found)
    if head is None:
        return _without_role(text, found)
    former = _former(text, head[0], gazetteer)
    senders: list[Entity | None] = [*_senders(text, head, found)] or [None]
    return tuple(_in_role(text, head, found, roles, entity, former=former) for entity in senders)


def _masked(text: str, spans: list[Span]) -> str:
    """Blot spans out, keeping every offset: what is named by them is not read a second time as something else."""
    masked = list(text)
    for span in spans:
        masked[span.start : span.end] = "_" * (span.end - span.start)
    return "".join(masked)


def _strip(phrase: str) -> str:
    text = phrase.strip(" \t\n\"\u201c\u201d'\u2018\u2019.,;:")
    while match := _LEADING.match(text):
        text = text[match.end() :]
    return _HONORIFIC.sub("", text)


def _inside_name(text: str, found: Found) -> bool:
    """Tell whether a capital or adjective is only a part of a longer name ("Paris Saint-Germain", "Air Canada")."""
    return (
        found.naming == "capital"
        and bool(re.match(r"\s+[A-Z][a-z]+", text[found.span.end :]))
        and found.span.start == 0
        and not re.match(r"\s+(?:Government|Foreign|Defen[cs]e|Ministry|Mayor|Police|Governor)", text[found.span.end :])
    )


def _head(text: str, roles: list[tuple[Span, str, Role]], found: list[Found]) -> tuple[Span, str, Role] | None:
    """Give the role that the phrase is about: the last one before the first preposition or comma, else the first."""
    if not roles:
        return None
    if found and found[0].entity.kind not in {"state", "part"} and found[0].span == Span(0, len(text)):
        return None
    tail = _TAIL.search(text)
    end = tail.start() if tail else len(text)
    # "minister of defence" is one role: a role phrase may reach over its own preposition.
    before = [r for r in roles if r[0].start < end]
    return before[-1] if before else roles[0]


def _former(text: str, head: Span, gazetteer: Gazetteer) -> bool:
    before = text[: head.start].lower()
    return any(
        re.search(rf"(?:^|[\s,]){re.escape(word)}(?:[\s-]|$)", before + " ") or (word.endswith("-") and word in before)
        for word in gazetteer.words.get("former", ())
    )


def _senders(text: str, head: tuple[Span, str, Role], found: list[Found]) -> list[Entity]:
    """Give the entities on whose behalf the role acts."""
    span = head[0]
    before = [f for f in found if f.span.end <= span.start]
    after = [f for f in found if f.span.start >= span.end]
    if head[2].rank == "envoy":
        after = (
            [f for f in after if not _SENT.search(text[: f.span.start])]
            if before or len(after) > 1
            else [f for f in after if not re.search(r"\bto\s+(?:the\s+)?$", text[: f.span.start], re.IGNORECASE)]
        )
    pool = [f for f in before if f.naming != "capital" or len(before) == 1] or before
    if not pool:
        pool = after
    if not pool:
        return []
    # "A's and B's ministers", "the leaders of A and B": names joined by "and" or commas share the role.
    chosen = [pool[-1]] if pool is not after else [pool[0]]
    order = pool[::-1] if pool is not after else pool
    for one, two in itertools.pairwise(order):
        low, high = sorted((one.span, two.span))
        if (
            re.fullmatch(r"(?:['\u2019]s)?,?\s*(?:(?:and|&)\s+)?(?:the\s+)?|-", text[low.end : high.start])
            and one.entity.state != two.entity.state
        ):
            chosen.append(two)
        else:
            break
    made: list[Entity] = []
    for item in sorted(chosen, key=lambda f: f.span.start):
        if item.entity not in made:
            made.append(item.entity)
    return made


def _accredited(text: str, head: tuple[Span, str, Role], found: list[Found]) -> str | None:
    if head[2].rank != "envoy":
        return None
    for item in found:
        if item.span.start >= head[0].end and _SENT.search(text[: item.span.start]) and item.entity.kind in {"state", "part"}:
            return item.entity.state
    return None


def _in_role(
    text: str,
    head: tuple[Span, str, Role],
    found: list[Found],
    roles: list[tuple[Span, str, Role]],
    entity: Entity | None,
    *,
    former: bool,
) -> Resolution:
    span, word, role = head
    sectors = role.sectors
    # A spokesman, an official, a delegation are of the sector of the body that they speak for.
    if word.split()[-1] in _SPEAKS_FOR | _GENERIC:
        others = [r for r in roles if r[0] != span and r[2].sectors]
        if others:
            sectors = others[-1][2].sectors if others[-1][0].end <= span.start else others[0][2].sectors
    if entity is not None and entity.sectors and entity.kind == "part":
        sectors = (*sectors, *(s for s in entity.sectors if s not in sectors))
    if entity is not None and entity.kind == "group" and entity.sectors:
        sectors = entity.sectors
    if former and "ELI" not in sectors:
        sectors = ("ELI",)
    personal = _personal_name(text, found, roles)
    body = entity is not None and entity.kind in {"igo", "organisation", "group"}
    accredited = _accredited(text, head, found)
    # An envoy told only by the state it sits in has no sender that the phrase names.
    reason = None if entity is not None else "no-state"
    kind: ActorKind = "person" if personal and role.kind in {"office", "person"} else role.kind
    return Resolution(
        kind,
        personal or text,
        state=entity.state if entity else None,
        code=(entity.code or entity.state) if entity else None,
        sectors=() if body and entity is not None and entity.kind == "igo" else sectors,
        role=word,
        rank=role.rank if not former else None,  # type: ignore[arg-type]
        accredited_to=accredited,
        reason=reason,
        personal=personal,
    )


def _personal_name(text: str, found: list[Found], roles: list[tuple[Span, str, Role]]) -> str | None:
    """Give the longest run of capitalised words that is neither a role nor a name of a state or body."""
    masked = _masked(text, [f.span for f in found] + [r[0] for r in roles])
    runs = [m.group().strip(" .-'\u2019") for m in _NAME.finditer(masked.replace("'s", "__").replace("\u2019s", "__"))]
    runs = [r for r in runs if len(r) > 1 and not r.isupper() and r.lower() not in _NOT_NAMES]
    return max(runs, key=lambda r: len(r.split()), default=None)


_NOT_NAMES = frozenset(
    [
        "republic",
        "kingdom",
        "state",
        "states",
        "national",
        "general",
        "deputy",
        "first",
        "second",
        "chief",
        "senior",
        "top",
        "former",
        "acting",
        "special",
        "high",
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "foreign",
        "federal",
        "royal",
    ]
)


def _without_role(text: str, found: list[Found]) -> tuple[Resolution, ...]:
    if not found:
        name = _NAME.fullmatch(text)
        if name and len(text.split()) > 1:
            return (Resolution("person", text, reason="no-office", personal=text),)
        return (Resolution("unknown", text, reason="no-entry"),)
    # "Oman and Qatar" are the states; "funds from Oman and Qatar" are somebody of theirs.
    rest = re.sub(r"['\u2019]s?\b|\b(?:and|the|or|both)\b|[,&/\s_-]", "", _masked(text, [f.span for f in found]))
    made = [_entity(item.entity, item, text, alone=not rest) for item in found]
    if len(made) > 1 and not re.search(r"\band\b|,|-|&", text):
        made = made[:1]
    distinct: list[Resolution] = []
    for one in made:
        if one not in distinct:
            distinct.append(one)
    return tuple(distinct)


def _entity(entity: Entity, item: Found, text: str, *, alone: bool) -> Resolution:
    if entity.kind in {"igo", "organisation", "group"}:
        kind: ActorKind = entity.kind
        return Resolution(kind, entity.name, entity.state, entity.code or entity.state, entity.sectors)
    if item.naming in {"name", "seat", "capital"} and alone:
        sectors = entity.sectors or ("GOV",)
        kind = "state" if entity.kind == "state" else "group"
        return Resolution(kind, entity.name, entity.state, entity.code, sectors)
    if item.naming == "people" and alone:
        return Resolution("group", text, entity.state, entity.code, ("CVL",))
    # A noun that no table knows, with a state before it: the state is known, the sector is not.
    return Resolution("group", text, entity.state, entity.code, entity.sectors if entity.kind == "part" else (), reason="no-role")


def with_state(resolution: Resolution, state: str, reason: str) -> Resolution:
    """Give a resolution the state that its surroundings tell."""
    return replace(resolution, state=state, code=state, reason=reason)


def resolve_phrase(phrase: str, gazetteer: Gazetteer, *, context: str | None = None) -> Resolution:
    """Resolve one phrase on its own, as `dragoman actor` does.

    Args:
        phrase: a noun phrase, as a text has it.
        gazetteer: the tables.
        context: text around it; where a role names no state and the context names exactly one, that one is taken.

    Returns:
        One resolution. A phrase for several ("the ministers of A and B") gives the first, with the reason "several".
    """
    found = read_phrase(phrase, gazetteer)
    one = found[0] if len(found) == 1 else replace(found[0], reason="several")
    if context and one.state is None and one.code is None and one.role:
        states = {f.entity.state for f in gazetteer.find(context) if f.entity.state}
        if len(states) == 1:
            return with_state(one, states.pop(), "state-of-the-context")
    return one
