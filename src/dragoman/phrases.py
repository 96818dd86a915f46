"""One noun phrase in, whom it stands for out: state, body or group, sectors, role, rank, name.

"The Ghanaian ambassador to Peru, Kofi Mensah" is read by its parts: the head role (ambassador), the state that sends
(an adjective before the role, or "of ..."), the state it is accredited to ("to ..."), and the name that is left.
One search finds all that the tables know in it; the rest is order.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from dragoman.gazetteer import Named
from dragoman.lexicon import fold
from dragoman.parts import NAME, bare, rest, runs, take_apart
from dragoman.tables import not_before_start, past_end, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.gazetteer import Entity, Gazetteer, Role
    from dragoman.models import ActorKind, Rank
    from dragoman.parts import NamePart, Parts, RolePart
    from dragoman.people import Person, Term
    from dragoman.surroundings import Surroundings

__all__ = ["Resolution", "read_phrase", "with_state"]

ACRONYM = 5
"""Letters up to which a word in capitals is an abbreviation and neither a town nor a surname."""
LONGEST = 1000
"""Characters of a phrase that are looked at: a mention, not a text."""


class Resolution(NamedTuple):
    """Whom a phrase stands for. What could not be known is None, and `reason` says why, or how it was settled.

    `candidates` are the states or names between which nothing decided.
    """

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
    candidates: tuple[str, ...] = ()


_JOINED = re.compile(r"(?:['\u2019]s)?,?\s*(?:(?:and|&)\s+)?(?:the\s+)?|-|/")
_LISTED = re.compile(r"(?:['\u2019]s)?(?:,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|&)\s+|\s*[-\u2013/]\s*)(?:the\s+)?")
_SENT = re.compile(r"\b(?:to|in)\s+(?:the\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\bto\s+(?:the\s+)?$", re.IGNORECASE)


def read_phrase(phrase: str, gazetteer: Gazetteer, day: str | None = None, around: Surroundings | None = None) -> tuple[Resolution, ...]:
    """Resolve a phrase: usually to one, for "the foreign ministers of A and B" to several, in order of the text.

    Args:
        phrase: a mention, as a text has it; beyond its first 1,000 characters it is not read.
        gazetteer: the tables.
        day: the day for which offices count, ISO 8601; without one, the last office that the tables know.
        around: what the article tells; it decides between namesakes.
    """
    if len(phrase) > LONGEST:
        phrase = phrase[:LONGEST]
    if not phrase.isascii():
        phrase = unicodedata.normalize("NFC", phrase)
    text = bare(phrase, gazetteer)
    if len(text) < len(phrase) and (whole := phrase.strip()) != text and any(isinstance(v, Named) for v in gazetteer.lexicon.known(whole)):
        text = whole  # "The Elders": the article is part of the name
    if not text:
        return (Resolution("unknown", phrase.strip(), reason="empty"),)
    parts = take_apart(text, gazetteer, day, around)
    head = _head(parts)
    if parts.people and (person := _by_name(parts, head)) is not None:
        return (person,)
    if head is None:
        return _without_role(parts)
    return _with_role(parts, head)


def _head(parts: Parts) -> RolePart | None:
    """Give the role that the phrase is about: the last one before the first preposition or comma, else the first."""
    roles = parts.roles
    if not roles:
        return None
    names = parts.names
    # "minister of defence" is one role: a role phrase may reach over its own preposition.
    head = None
    for role in roles:
        if role.start < parts.tail or head is None:
            head = role
    last = roles[-1]
    if head is not None and head.role.kind == "organisation" and last.end == len(parts.text) and last.role.kind != "organisation":
        return last  # "University of Ibadan lecturers", "Bank of Ghana officials"
    if names and names[0].entity.kind not in {"state", "part"} and names[0].start == 0 and head is not None and head.start >= parts.tail:
        return None  # "the Red Cross, an aid group": the body is what is meant
    return head


def _with_role(parts: Parts, head: RolePart) -> tuple[Resolution, ...]:
    senders = _senders(parts, head)
    if len(senders) == 1:
        return (_in_role(parts, head, senders[0]),)
    return tuple(_in_role(parts, head, entity) for entity in senders or [None])


def _senders(parts: Parts, head: RolePart) -> list[Entity | None]:
    """Give the entities on whose behalf the role acts."""
    names = parts.names
    if not names:
        return [None]
    text = parts.text
    before = [n for n in names if n.end <= head.start]
    after = [n for n in names if n.start >= head.end]
    if head.role.rank == "envoy" and after:
        pattern = _SENT if before or len(after) > 1 else _TO
        after = [n for n in after if not pattern.search(text[: n.start])]
    pool = before
    if len(before) > 1:
        pool = [n for n in before if n.naming not in {"capital", "town"}] or before
    order = pool[::-1] if pool else after
    if not order:
        return [None]
    # "A's and B's ministers", "the leaders of A and B": names joined by "and" or commas share the role.
    chosen = [order[0]]
    for one, two in itertools.pairwise(order):
        low, high = (one, two) if one.start < two.start else (two, one)
        if one.entity.state != two.entity.state and _JOINED.fullmatch(text, low.end, high.start):
            chosen.append(two)
        else:
            break
    if len(chosen) == 1:
        return [_fuller(chosen[0], order)]
    return list(dict.fromkeys(n.entity for n in sorted(chosen)))


def _fuller(name: NamePart, order: Sequence[NamePart]) -> Entity:
    """Prefer a body to the state that stands before it: "the Russian Gazprom chief", "NATO's Kosovo force commander"."""
    if name.entity.kind in {"state", "part"}:
        for other in order[1:]:
            if other.entity.kind == "igo" and name.naming == "adjective":
                return other.entity
    return name.entity


def _former(parts: Parts, start: int) -> bool:
    return any(word.kind == "former" and end <= start for _, end, word in parts.words)


def _sectors(parts: Parts, head: RolePart, entity: Entity | None) -> tuple[str, ...]:
    """Give the sectors of a role; a weak one takes those of what it belongs to."""
    role = head.role
    sectors = role.sectors
    if role.phrase in parts.gazetteer.words["relatives"]:
        # Families of officials are of the elite.
        return ("ELI",) if any(r.role.kind == "office" for r in parts.roles) or parts.people else sectors
    if role.weak or not sectors:
        lent = _lent(parts, head, entity)
        if lent:
            sectors = lent
    elif len(parts.roles) > 1:
        # "opposition lawmaker", "student protesters": what stands before says more of the same person.
        for other in parts.roles:
            if other.end <= head.start and other.role.sectors and other.start < parts.tail:
                sectors = (*sectors, *(s for s in other.role.sectors if s not in sectors and s != "GOV"))
    if entity is not None:
        if entity.kind == "part" and entity.sectors:
            sectors = (*sectors, *(s for s in entity.sectors if s not in sectors))
        elif entity.kind == "group" and not role.weak:
            # "Taliban insurgents", "Hezbollah lawmakers" are what the text calls them; "a Camorra clan", "ETA gunmen" what the group is.
            own = entity.sectors_on(parts.day)
            one, two = (own, sectors) if role.kind in {"group", "organisation"} or sectors == ("UAF",) else (sectors, own[:1])
            sectors = tuple(dict.fromkeys((*one, *two)))
        elif entity.kind == "igo":
            sectors = ()
    return sectors


def _lent(parts: Parts, head: RolePart, entity: Entity | None) -> tuple[str, ...]:
    others = [r for r in parts.roles if r is not head and r.role.sectors]
    before = [r for r in others if r.end <= head.start]
    if before and before[-1].start < parts.tail:
        return before[-1].role.sectors
    if entity is not None and entity.kind in {"organisation", "group"}:
        return entity.sectors_on(parts.day)
    if entity is not None and entity.kind == "state" and entity.sectors:
        return entity.sectors
    after = [r for r in others if r.start >= head.end]
    return after[0].role.sectors if after else ()


def _rank(parts: Parts, head: RolePart) -> Rank | None:
    rank = head.role.rank
    if rank and any(word.kind == "deputy" and end <= head.start for _, end, word in parts.words):
        return _LOWERED[rank]
    return rank


_LOWERED: dict[Rank, Rank] = {"head": "minister", "minister": "official", "envoy": "envoy", "official": "official"}


def _in_role(parts: Parts, head: RolePart, entity: Entity | None) -> Resolution:
    role = head.role
    sectors = _sectors(parts, head, entity)
    if entity is None and role.state:
        entity = parts.gazetteer.states[role.state]
    former = bool(parts.words) and role.kind in {"office", "person"} and _former(parts, head.start)
    if former and "ELI" not in sectors and (entity is None or entity.kind != "igo"):
        sectors = ("ELI",)
    rank = None if former or (role.rank == "head" and sectors != role.sectors and "GOV" not in sectors) else _rank(parts, head)
    personal = place = how = None
    if parts.gaps:
        personal, place, how = _left(parts, head, entity)
    if entity is None and personal and (known := _by_surname(parts, head, personal)) is not None:
        return known
    state = entity.state if entity else place
    kind: ActorKind = "group" if role.plural else role.kind
    if kind in {"office", "person"}:
        kind = "person" if personal else "office"
    if kind == "organisation" and entity is not None and entity.kind == "group":
        kind = "group"  # "the Frelimo party"
    accredited = _accredited(parts, head) if role.rank == "envoy" else None
    code = (entity.code or entity.state) if entity else place
    reason = parts.reason if entity else how if place else "no-state"
    if parts.ambiguous and entity is not None and (entity.state or entity.name) == parts.ambiguous[0]:
        return Resolution(
            kind, personal or parts.text, None, None, sectors, role.phrase, rank, None, "ambiguous", personal, parts.ambiguous
        )
    return Resolution(kind, personal or parts.text, state, code, sectors, role.phrase, rank, accredited, reason, personal)


def _accredited(parts: Parts, head: RolePart) -> str | None:
    for name in parts.names:
        if name.start >= head.end and name.entity.kind in {"state", "part"} and _SENT.search(parts.text[: name.start]):
            return name.entity.state
    return None


def _left(parts: Parts, head: RolePart, entity: Entity | None) -> tuple[str | None, str | None, str | None]:
    """Read the capitalised words that no table knows: a personal name, or a state with the reason why it is meant.

    The state is that of a place after a preposition ("protesters in Nakuru") or before a role ("Nakuru police"), or of the
    person whose government or man it is ("the Obama administration", "Putin's spokesman").
    """
    personal = state = how = None
    for start, run in runs(parts):
        before = parts.text[:start].rstrip()
        after = parts.text[start + len(run) :].lstrip()
        leading = start + len(run) <= head.start and "," not in parts.text[start : head.start]
        placed = before.endswith(_PLACING)
        if entity is None and state is None and (leading or placed or head.role.kind == "organisation"):
            if leading and _owned(parts, head) and run.lower() not in parts.gazetteer.words["no_towns"]:
                state, how = _owner_state(parts, run), "surname"
            if state is None and _may_be_town(parts, head, run):
                state, how = parts.gazetteer.place_state(run), "state-of-the-place"
            if state is not None:
                continue
        of_a_body = any(r.start == len(parts.text) - len(after) for r in parts.roles if r.role.kind == "organisation")
        # "the Coptic pope", "Omar's spokesman": what stands before an office says which or whose, not who.
        if leading or placed or of_a_body:
            continue
        if head.role.kind in {"office", "person"} and (personal is None or len(run.split()) > len(personal.split())):
            personal = run
    return personal, state, how


def _owned(parts: Parts, head: RolePart) -> bool:
    """Tell whether a role may be named after whom it serves: governments, their officials, followers and relatives."""
    role = head.role
    return role.weak or role.sectors[:1] == ("GOV",) or role.phrase in parts.gazetteer.words["relatives"]


def _owner_state(parts: Parts, surname: str) -> str | None:
    """Give the state of the only ones that a surname may mean: those in office on the day, else all who ever were."""
    people = [p for p in parts.gazetteer.people().called(surname) if any(t.office for t in p.terms)]
    standings = [p.standing(parts.day) for p in people]
    states = {s.state for s in standings if s.reason is None} or {s.state for s in standings}
    return states.pop() if len(states) == 1 else None


def _may_be_town(parts: Parts, head: RolePart, run: str) -> bool:
    words = parts.gazetteer.words
    name = run.lower()
    national = head.role.phrase in words["national"] or head.role.sectors[:1] == ("PTY",)
    return not national and not run.isupper() and name not in words["no_towns"] and name not in parts.gazetteer.roles


_PLACING = (" of", " in", " at", " from", " near", " for", " to", " outside", " around", "of the", "in the")


def _by_name(parts: Parts, head: RolePart | None) -> Resolution | None:
    """Resolve a phrase that holds the name of a person whom the tables know."""
    item = parts.people[0]
    person, others = _settled(item.people, parts)
    if head is not None and head.start >= item.end:
        between = parts.text[item.end : head.start]
        if "," not in between:
            # "Nelson Mandela's spokesman", "the Obama administration": the person lends the state.
            owner = person.standing(parts.day) if person else None
            sectors = ("ELI",) if head.role.phrase in parts.gazetteer.words["relatives"] else head.role.sectors
            if head.role.weak and owner and owner.sectors and owner.sectors != ("ELI",):
                sectors = owner.sectors
            state = owner.state if owner else None
            code = owner.term.code or state if owner else None
            reason = "no-state" if person is None else None
            return Resolution(head.role.kind, parts.text, state, code, sectors, head.role.phrase, head.role.rank, None, reason)
    if person is None:
        name = item.people[0].name
        return Resolution("person", name, others[1], others[1], reason="ambiguous", personal=name, candidates=others[0])
    if head is not None:
        made = _with_role(parts, head)[0]
        own = person.standing(parts.day)
        state, code = (made.state, made.code) if made.state or made.code else (own.state, own.term.code or own.state)
        return made._replace(
            kind="person",
            name=person.name,
            personal=person.name,
            state=state,
            code=code,
            sectors=() if code and not state else made.sectors,
            reason=None if state or code else made.reason,
            candidates=(),
        )
    if parts.words and _former(parts, item.start):
        return Resolution("person", person.name, person.state, person.state, ("ELI",), reason="former", personal=person.name)
    return _standing(person, parts.day)


def _standing(person: Person, day: str | None) -> Resolution:
    """Say what the tables know of a person on a day."""
    made = person.standing(day)
    current = made.reason is None or made.reason == "office-unchecked"
    return Resolution(
        "person",
        person.name,
        made.state,
        (made.term.code if current else None) or made.state,
        made.sectors,
        made.term.role if made.reason != "no-office-yet" else None,
        made.term.rank if current else None,
        reason=made.reason,
        personal=person.name,
    )


def _settled(people: Sequence[Person], parts: Parts) -> tuple[Person | None, tuple[tuple[str, ...], str | None]]:
    """Choose between namesakes: by a state told beside the name, then by who was in office on the day.

    Where nothing decides, the candidates are given, and the state if it is that of all of them.
    """
    if len(people) == 1:
        return people[0], ((), None)
    near = {n.entity.state for n in parts.names}
    fitting = [p for p in people if p.state in near] or [*people]
    if len(fitting) > 1 and parts.day:
        fitting = [p for p in fitting if p.standing(parts.day).reason is None] or fitting
    if len(fitting) == 1:
        return fitting[0], ((), None)
    states = {p.state for p in fitting}
    if len(states) == 1:
        return None, (tuple(sorted(p.name for p in fitting)), states.pop())
    return None, (tuple(sorted(p.state or p.name for p in fitting)), None)


def _by_surname(parts: Parts, head: RolePart, personal: str) -> Resolution | None:
    """Resolve an office with a surname ("President Macron") by who held such an office on the day."""
    if head.role.kind != "office":
        return None
    held = [(p, term) for p in parts.gazetteer.people().called(personal) if (term := _held(p, head.role, parts.day)) is not None]
    if not held:
        return None
    former = bool(parts.words) and _former(parts, head.start)
    if parts.day and not former:
        held = [(p, t) for p, t in held if not past_end(parts.day, t.end)] or held
    role, rank = head.role.phrase, None if former else _rank(parts, head)
    codes = sorted({(t.state or "", t.code or "") for _, t in held})
    if len(codes) > 1:
        candidates = tuple(state or code for state, code in codes)
        return Resolution("person", personal, None, None, head.role.sectors, role, rank, None, "ambiguous", personal, candidates)
    person, term = held[-1]
    sectors = () if term.state is None else ("ELI",) if former else _sectors(parts, head, None)
    if len(held) > 1:
        # Two presidents Bush are one state's: who is meant stays open, for whom they acted does not.
        names = tuple(sorted(p.name for p, _ in held))
        return Resolution("person", personal, term.state, term.code, sectors, role, rank, None, "ambiguous", personal, names)
    return Resolution("person", person.name, term.state, term.code, sectors, role, rank, None, "holder", person.name)


def _held(person: Person, role: Role, day: str | None) -> Term | None:
    """Give the last term, begun by the day, in an office of that rank whose title has a word of the role's."""
    words = set(role.phrase.split())
    for term in reversed(person.terms):
        begun = not day or not_before_start(day, term.start)
        if term.office and term.rank == role.rank and begun and words & set(term.role.replace("-", " ").split()):
            return term
    return None


def _without_role(parts: Parts) -> tuple[Resolution, ...]:
    names, text = parts.names, parts.text
    if not names:
        return (_nobody(parts),)
    if parts.ambiguous and len(names) == 1:
        name = names[0]
        kind: ActorKind = name.entity.kind if name.entity.kind in {"igo", "organisation", "group"} else "group"
        sectors = name.entity.sectors_on(parts.day)
        return (Resolution(kind, text, None, None, sectors, reason="ambiguous", candidates=parts.ambiguous),)
    if len(names) == 1:
        name = names[0]
        alone = name.end - name.start == len(text) or not rest(parts)
        return (_entity(name, parts, alone=alone),)
    # "Oman and Qatar" are the states; "funds from Oman and Qatar" are somebody of theirs.
    alone = not rest(parts)
    made = [_entity(name, parts, alone=alone) for name in names]
    if not all(_LISTED.fullmatch(text, one.end, two.start) for one, two in itertools.pairwise(names)):
        bodies = [m for m, n in zip(made, names, strict=True) if n.entity.kind not in {"state", "part"}]
        made = (bodies or made)[:1]
        if bodies and not made[0].state and made[0].kind != "igo":
            # "the Iraqi Red Crescent": a body of many states is here that of one.
            state = next((n.entity.state for n in names if n.entity.kind in {"state", "part"}), None)
            made = [made[0]._replace(name=text, state=state, code=state)]
    return tuple(dict.fromkeys(made))


def _nobody(parts: Parts) -> Resolution:
    """Say what can be said of a phrase in which the tables know neither a name nor a role."""
    text = parts.text
    name = NAME.fullmatch(text)
    # Other scripts have no capitals to go by, and the tables are in Latin letters.
    latin = fold(text).isascii() and all(word[0].isupper() or word.islower() for word in text.split())
    if name is None or not latin or (text.isupper() and len(text) <= ACRONYM):
        return Resolution("unknown", text, reason="no-entry")
    people = parts.gazetteer.people().called(text)
    if people:
        near = [p for p in people if any(t.office for t in p.terms)] or [*people]
        if parts.day:
            near = [p for p in near if p.standing(parts.day).reason is None] or near
        if len(near) == 1:
            return _standing(near[0], parts.day)._replace(reason="surname")
        candidates = tuple(sorted({p.state or p.name for p in near}))
        state = near[0].state if len(candidates) == 1 else None
        return Resolution("person", text, state, state, reason="ambiguous", personal=text, candidates=candidates)
    words = parts.gazetteer.words
    # "The Summit" is a meeting before it is a town.
    if text.lower() not in words["no_towns"] and not text.lower().startswith("the "):
        state = parts.gazetteer.place_state(text)
        if state is not None:
            return Resolution("group", text, state, state, (), reason="place")
    if " " in text and text.split()[-1].lower() not in words["geographic"]:
        return Resolution("person", text, reason="no-office", personal=text)
    return Resolution("unknown", text, reason="no-entry")


def _entity(name: NamePart, parts: Parts, *, alone: bool) -> Resolution:
    entity, text = name.entity, parts.text
    if entity.kind in {"igo", "organisation", "group"}:
        kind: ActorKind = entity.kind
        day = parts.day
        gone = day is not None and not within(day, entity.start, entity.end)
        code, sectors = entity.code or entity.state, entity.sectors_on(day)
        return Resolution(kind, entity.name, entity.state, code, sectors, reason="not-then" if gone else None)
    if alone and name.naming in {"name", "seat", "capital"}:
        kind = "state" if entity.kind == "state" else "group"
        if entity.sectors:
            kind = "organisation"  # the Pentagon, a body by its house; an entity that is no recognised state
        sectors = entity.sectors or (() if name.naming == "name" else ("GOV",))
        return Resolution(kind, entity.name, entity.state, entity.code, sectors, reason=parts.reason)
    if alone and name.naming == "town":
        return Resolution("group", text, entity.state, entity.code, (), reason="place")
    if name.naming == "people" and (alone or (len(parts.names) == 1 and name.end == len(text))):
        return Resolution("group", text, entity.state, entity.code, ("CVL",))
    # A noun that no table knows, with a state before it: the state is known, the sector is not.
    return Resolution("group", text, entity.state, entity.code, entity.sectors if entity.kind == "part" else (), reason="no-role")


def with_state(resolution: Resolution, state: str, reason: str) -> Resolution:
    """Give a resolution the state that its surroundings tell."""
    return resolution._replace(state=state, code=state, reason=reason, candidates=())
