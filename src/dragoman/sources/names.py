"""Names of authors: people, without outlets, "By", job titles or places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.sources.clean import key, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["WIRES", "byline", "is_name", "people", "wire_in"]

LONGEST = 120

# Agencies whose reports others print, by the key of each name they go by.
WIRES = {
    key(name): shown
    for shown, names in {
        "Associated Press": ("AP", "Associated Press", "The Associated Press"),
        "Reuters": ("Reuters", "Thomson Reuters"),
        "AFP": ("AFP", "Agence France-Presse"),
        "dpa": ("dpa", "Deutsche Presse-Agentur"),
        "TASS": ("TASS", "ITAR-TASS"),
        "Interfax": ("Interfax",),
        "RIA Novosti": ("RIA Novosti", "RIA"),
        "Xinhua": ("Xinhua", "Xinhua News Agency"),
        "Kyodo": ("Kyodo", "Kyodo News"),
        "Yonhap": ("Yonhap", "Yonhap News Agency"),
        "Anadolu": ("AA", "Anadolu", "Anadolu Agency"),
        "ANSA": ("ANSA",),
        "EFE": ("EFE",),
        "UPI": ("UPI", "United Press International"),
        "PTI": ("PTI", "Press Trust of India"),
        "ANI": ("ANI",),
        "IRNA": ("IRNA",),
        "Bloomberg": ("Bloomberg",),
        "PA Media": ("PA", "PA Media"),
        "The Canadian Press": ("The Canadian Press", "Canadian Press"),
    }.items()
    for name in names
}
_JOBS = (
    r"(?:journalist|reporter|correspondent|editors?|editor-in-chief|columnist|writer|contributor|author|producer|"
    r"photographer|analyst|intern|bureau chief|freelancer?|managing editor|staff|specialist|manager|expert)"
)
_JOB = re.compile(rf"\b{_JOBS}\b", re.IGNORECASE)
# Words that no person's name holds: outlets, desks, sections and days.
_NOT_A_PERSON = frozenset(
    [
        "admin",
        "administrator",
        "agency",
        "bureau",
        "channel",
        "desk",
        "editorial",
        "email",
        "facebook",
        "follow",
        "gazette",
        "guardian",
        "herald",
        "home",
        "journal",
        "magazine",
        "media",
        "menu",
        "more",
        "network",
        "news",
        "newspaper",
        "newsroom",
        "online",
        "opinion",
        "policy",
        "politics",
        "post",
        "press",
        "radio",
        "read",
        "redaktion",
        "report",
        "reports",
        "service",
        "share",
        "sport",
        "sports",
        "staff",
        "team",
        "television",
        "times",
        "today",
        "tribune",
        "tv",
        "twitter",
        "update",
        "updates",
        "video",
        "website",
        "wire",
        "world",
        "business",
        "economy",
        "analysis",
        "culture",
        "africa",
        "europe",
        "asia",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "correspondent",
        "reporter",
        "editor",
        "writer",
        "the",
        "a",
        "an",
    ],
)
_PARTICLES = frozenset(
    [
        "al",
        "an",
        "ap",
        "bin",
        "bint",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "ibn",
        "la",
        "le",
        "les",
        "ten",
        "ter",
        "van",
        "von",
        "y",
        "zu",
    ],
)
_WORD = re.compile(r"[^\W\d_]+(?:[.'\u2019\u02bc`-][^\W\d_]+)*\.?")
_LEAD = re.compile(
    r"^(?:(?:written|reported|story|report|text|words|posted|published)\s+)?(?:by\b|authors?\s*:)\s*:?\s*",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"\s*(?:[|\u2022\u00b7(\u2013\u2014]|\s-\s|\bread more\b|\bmore from\b|\bview profile\b|\bfollow\b|@\w|\S+@\S|"
    rf"\b(?:for|in|at|of|from)\b|\b(?:{_JOBS}\s*$)).*$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:[,;/&]|\band\b|\bund\b|\bwith\b)\s*", re.IGNORECASE)


def is_name(text: str) -> bool:
    """Tell whether a text may be a person's name: two to five capitalised words, particles apart."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 60 or key(text) in WIRES:
        return False
    for place, word in enumerate(words):
        if not _WORD.fullmatch(word) or word.casefold().strip(".") in _NOT_A_PERSON:
            return False
        # Scripts without capitals have no lower case either.
        if word[0].islower() and (word.casefold() not in _PARTICLES or place == len(words) - 1):
            return False
    return True


def people(texts: Iterable[str], outlets: Iterable[str] = ()) -> tuple[str, ...]:
    """Give the people named in author fields, each once, in order.

    A field that is an outlet, an agency, an address, a login or a desk names nobody.
    """
    known = {key(outlet) for outlet in outlets}
    found: dict[str, str] = {}
    for text in texts:
        for name in _parts(text):
            if is_name(name) and key(name) not in known:
                found.setdefault(key(name), name)
    return tuple(found.values())


def _parts(text: str) -> list[str]:
    """Cut an author field into names."""
    plain = tidy(text[: 4 * LONGEST])
    if "://" in plain:
        return []
    plain = _LEAD.sub("", plain, count=1)
    parts = [_TRAIL.sub("", part) for part in _SPLIT.split(plain)]
    return [part.strip(" .,:-") for part in parts if part]


def byline(line: str) -> tuple[str, ...] | None:
    """Read a line that is a byline by its own form: "By Ann Lee", "Ann Lee Read more", "Ann Lee - Reporter".

    A name alone is no byline by its form; a page tells by its place.
    """
    if not 4 <= len(line) <= LONGEST or line[-1] in "!?\u2026":
        return None
    lead = _LEAD.match(line)
    rest = line[lead.end() :] if lead else line
    named: list[str] = []
    marked = lead is not None
    for part in _SPLIT.split(rest):
        name = _TRAIL.sub("", part)
        marked = marked or _BYLINE_TAIL.search(part[len(name) :]) is not None
        if is_name(name.strip(" .,:-")):
            named.append(name.strip(" .,:-"))
        elif part and not _JOB.search(part) and not (named and _BYLINE_TAIL.match(part)):
            return None
    return tuple(named) if named and marked else None


_BYLINE_TAIL = re.compile(rf"read more|more from|view profile|follow|@\w|\S+@\S|{_JOBS}\W*$", re.IGNORECASE)


def wire_in(texts: Iterable[str]) -> str | None:
    """Give the first news agency that a list of fields names."""
    for text in texts:
        for part in [text, *_SPLIT.split(text)]:
            if key(part) in WIRES and len(part) > 1:
                return WIRES[key(part)]
    return None
