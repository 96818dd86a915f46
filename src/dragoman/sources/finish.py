"""The last step of every reader: given fields win, the language is decided, the article gets its id."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from dragoman.models import Article, Belief, Origin, Rejected
from dragoman.sources.clean import tidy
from dragoman.sources.language import language_of
from dragoman.sources.stamps import stamp

__all__ = ["Given", "bodiless", "finish", "words"]

# A body has a paragraph of at least so many words, or, in a script without blanks between words, so many letters.
LEAST_WORDS = 3
LEAST_LETTERS = 10
_WORD = re.compile(r"\S+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Given:
    """Fields that the caller knows: they win over what the input says."""

    id: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    outlet: str | None = None


def words(text: str, most: int = 10) -> int:
    """Count words that hold a letter, up to `most`."""
    count = 0
    for word in _WORD.finditer(text):
        count += any(c.isalpha() for c in word.group())
        if count == most:
            break
    return count


def bodiless(paragraphs: list[str], origin: Origin) -> Rejected | None:
    """Refuse what has no paragraph that could be a sentence."""
    for paragraph in paragraphs:
        if words(paragraph) >= LEAST_WORDS or len(_UNSPACED.findall(paragraph[:400])) >= LEAST_LETTERS:
            return None
    return Rejected(origin, "no-body", "the input has no article text: no paragraph of it is a sentence")


def finish(article: Article, given: Given | None, *, declared: str | None = None) -> Article:
    """Complete an article: the given fields, the language with its reason, the id."""
    given = given or Given()
    beliefs = list(article.beliefs)
    changes: dict[str, str | None] = {}
    for name in ("title", "url", "outlet"):
        value = getattr(given, name)
        if value and value.strip():
            changes[name] = tidy(value)
    if given.published and given.published.strip():
        changes["published"] = _published(given.published.strip())
    for name, value in changes.items():
        beliefs = [belief for belief in beliefs if belief.field != name]
        beliefs.append(Belief(name, "given" if value else "given, but not a date that can be read"))
    language, reason = language_of(article.text, declared)
    beliefs.extend([Belief("language", reason)] if language else [])
    made = replace(article, **changes, language=language, beliefs=tuple(beliefs))  # type: ignore[arg-type]
    return replace(made, id=given.id or _digest(made))


def _published(value: str) -> str | None:
    """Keep ISO 8601 as it was given; read other forms; a time that cannot be is no time."""
    read = stamp(value)
    return value if read and _ISO.fullmatch(value) else read


def _digest(article: Article) -> str:
    said = "\0".join((article.text, article.published or "", article.url or ""))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]
