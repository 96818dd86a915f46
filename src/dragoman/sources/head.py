"""What a web page declares about its report: JSON-LD, Open Graph, meta, `time` elements, each with its reason."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.sources.clean import key, tidy
from dragoman.sources.names import people, wire_in
from dragoman.sources.stamps import better, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

__all__ = ["Facts", "facts_of"]

DEEPEST = 8
MOST_NODES = 5000
_ARTICLE = re.compile(
    r"(?:\w*NewsArticle|Article|BlogPosting|LiveBlogPosting|Report|ScholarlyArticle|TechArticle|PressRelease|SpecialAnnouncement)"
)
# Names of meta fields, in order of trust; each may come as name, property or itemprop.
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date",
    "publishdate", "publish-date", "publish_date", "pubdate", "pub_date", "published", "publication_date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article.published", "date", "ptime",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "last_modified",
    "last-modified", "lastmod", "revised", "article.updated",
)  # fmt: skip
_AUTHORS = (
    "author", "parsely-author", "article:author", "og:author", "mrf:authors", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "cxenseparse:author", "article.author", "twitter:creator_name",
)  # fmt: skip
_TITLES = (
    "og:title",
    "parsely-title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "sailthru.title",
    "headline",
    "title",
)
_OUTLETS = ("og:site_name", "application-name", "publisher", "dc.publisher", "cre", "source", "twitter:app:name:iphone")
_SEPARATORS = re.compile(r"\s+(?:[|\u2022\u00b7\u00bb:]|[-\u2013\u2014]{1,2})\s+")


@dataclass(frozen=True, slots=True)
class Fact:
    """A value with where it stood."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page declares; `descriptions` are its summaries, `outlets` all names that its publisher goes by."""

    title: Fact | None = None
    published: Fact | None = None
    updated: Fact | None = None
    authors: tuple[str, ...] = ()
    authors_source: str = ""
    wire: Fact | None = None
    outlet: Fact | None = None
    language: str | None = None
    url: Fact | None = None
    descriptions: tuple[str, ...] = ()


def facts_of(tree: HtmlElement) -> Facts:
    """Collect what the page declares. JSON-LD that cannot be read is passed over."""
    metas = _metas(tree)
    nodes = list(_nodes(tree))
    index = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    article = _article(nodes)
    outlets = [Fact(name, "json-ld publisher") for name in _names(article.get("publisher"), index)]
    outlets += [Fact(value, f"meta {name}") for name in _OUTLETS for value in metas.get(name, ())]
    outlets = [outlet for outlet in outlets if "://" not in outlet.value and len(outlet.value) <= 80]
    spoken = [outlet.value for outlet in outlets] + [_host(metas)]
    authors, authors_source, wire = _authors(tree, article, index, metas, spoken)
    return Facts(
        title=_title(tree, article, metas, spoken),
        published=_time(_json_times(article, "datePublished", "dateCreated") + _meta_times(metas, _PUBLISHED) + _elements(tree)),
        updated=_time(_json_times(article, "dateModified") + _meta_times(metas, _UPDATED)),
        authors=authors,
        authors_source=authors_source,
        wire=wire,
        outlet=_outlet(outlets, metas),
        language=_language(tree, article, metas),
        url=_url(tree, article, metas),
        descriptions=tuple(_descriptions(article, metas)),
    )


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for element in tree.iter("meta", "link", "span", "div", "time"):
        value = element.get("content") or ""
        if not value.strip():
            continue
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and (element.tag == "meta" or attribute == "itemprop"):
                made.setdefault(name, []).append(tidy(html.unescape(value[:2000])))
    return made


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Give every object of the page's JSON-LD, outer ones first."""
    left = MOST_NODES
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        queue: list[tuple[Any, int]] = [(_parsed(script.text or ""), 0)]
        while queue and left:
            value, depth = queue.pop(0)
            if isinstance(value, dict):
                left -= 1
                yield value
                if depth < DEEPEST:
                    queue.extend((inner, depth + 1) for inner in value.values() if isinstance(inner, dict | list))
            elif isinstance(value, list) and depth < DEEPEST:
                queue.extend((inner, depth + 1) for inner in value[:MOST_NODES])


def _parsed(text: str) -> Any:  # noqa: ANN401 - untyped library or JSON
    """Read a script's JSON, with the usual faults mended; None where that does not help."""
    bare = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$",
        "",
        text,
    )
    for attempt in (bare, re.sub(r",(\s*[}\]])", r"\1", bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(node: dict[str, Any]) -> list[str]:
    kind = node.get("@type")
    return [str(one) for one in kind] if isinstance(kind, list) else [str(kind)]


def _article(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Choose the object that describes the page's report: the article that says most of what we ask."""
    best: dict[str, Any] = {}
    most = 0
    for node in nodes:
        if any(_ARTICLE.fullmatch(kind.rsplit("/", 1)[-1]) for kind in _types(node)):
            says = sum(bool(node.get(name)) for name in ("headline", "datePublished", "author", "publisher"))
            if says > most:
                best, most = node, says
    # Some publishers describe the same page twice, each time with other fields.
    named = key(_text(best.get("headline")))
    for node in nodes if named else ():
        if node is not best and key(_text(node.get("headline") or node.get("name"))) == named and "datePublished" in node:
            best = {**node, **{name: value for name, value in best.items() if value}}
    return best


def _text(value: Any) -> str:  # noqa: ANN401 - untyped library or JSON
    """Give a JSON value as clean text; what is no text is empty."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return tidy(html.unescape(html.unescape(value[:2000]))) if isinstance(value, str) else ""


def _names(value: Any, index: dict[str, Any], *, people_only: bool = False) -> list[str]:  # noqa: ANN401 - untyped library or JSON
    """Give the names of authors or publishers, references followed."""
    made: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        node = index.get(str(one["@id"]), one) if isinstance(one, dict) and "@id" in one and "name" not in one else one
        if people_only and isinstance(node, dict) and any("Organization" in kind for kind in _types(node)):
            continue
        if isinstance(node, dict) and isinstance(node.get("name"), list):
            made.extend(_text(name) for name in node["name"])
        else:
            made.append(_text(node))
    return [name for name in made if name]


def _authors(
    tree: HtmlElement,
    article: dict[str, Any],
    index: dict[str, Any],
    metas: dict[str, list[str]],
    outlets: list[str],
) -> tuple[tuple[str, ...], str, Fact | None]:
    """Give the people, where they were named, and the agency that stands in their place."""
    fields = [(_names(article.get(name), index), f"json-ld {name}") for name in ("author", "creator")]
    fields += [(metas.get(name, []), f"meta {name}") for name in _AUTHORS]
    marked = tree.xpath("//*[@rel='author' or @itemprop='author'][not(ancestor::nav or ancestor::footer or ancestor::aside)]")
    fields.append(([tidy(element.text_content()[:300]) for element in marked[:5]], "element marked as author"))
    wire: Fact | None = None
    for values, source in fields:
        found = people(values, outlets)
        if found:
            return found, source, wire
        agency = wire_in(values)
        wire = wire or (Fact(agency, source) if agency else None)
    return (), "", wire


def _title(tree: HtmlElement, article: dict[str, Any], metas: dict[str, list[str]], outlets: list[str]) -> Fact | None:
    """Choose the title: what the page shows as its heading if it declares it so, else what it declares first."""
    options = [Fact(_text(article.get(name)), f"json-ld {name}") for name in ("headline", "name")]
    headings = [tidy(element.text_content()[:1000]) for element in list(tree.iter("h1"))[:5]]
    options += [Fact(value, "h1") for value in headings]
    options += [Fact(value, f"meta {name}") for name in _TITLES for value in metas.get(name, ())]
    options += [Fact(tidy(element.text_content()[:1000]), "title element") for element in list(tree.iter("title"))[:1]]
    options = [Fact(_without_outlet(option.value, outlets), option.source) for option in options]
    options = [option for option in options if option.value and key(option.value) not in {key(name) for name in outlets}]
    if not options:
        return None
    votes = Counter(key(option.value) for option in options)
    shown = [option for option in options if option.source == "h1" and votes[key(option.value)] > 1]
    declared = [option for option in options if option.source not in {"h1", "title element"}]
    chosen = (shown or declared or options)[0]
    # The same words may be printed with other quote marks: the declared spelling is the plainer one.
    return next(option for option in options if key(option.value) == key(chosen.value))


def _without_outlet(title: str, outlets: list[str]) -> str:
    """Take the outlet's name off the end of a title."""
    known = {key(name) for name in outlets if name}
    parts = list(_SEPARATORS.finditer(title))
    for part in reversed(parts):
        rest = key(title[part.end() :])
        if rest and any(rest == name or (len(rest) > 3 and (rest in name or name in rest) and len(name) > 3) for name in known):
            title = title[: part.start()]
        else:
            break
    return title


def _host(metas: dict[str, list[str]]) -> str:
    """Give the middle of the page's host name: what outlets also call themselves."""
    for url in metas.get("og:url", []):
        found = re.match(r"https?://(?:www\.|m\.)?([\w-]+)\.", url)
        if found:
            return found[1]
    return ""


def _outlet(outlets: list[Fact], metas: dict[str, list[str]]) -> Fact | None:
    """Choose the outlet's name: the first declared that fits the host name, in the better of its spellings."""
    if not outlets:
        return None
    host = key(_host(metas))
    fitting = [outlet for outlet in outlets if host and _alike(key(outlet.value), host)]
    first = (fitting or outlets)[0]
    spellings = [outlet for outlet in outlets if key(outlet.value) == key(first.value)]
    return max(spellings, key=lambda outlet: (outlet.value.count(" "), outlet.value != outlet.value.lower()))


def _alike(name: str, host: str) -> bool:
    return bool(name) and (name in host or host in name)


def _json_times(article: dict[str, Any], *names: str) -> list[Fact]:
    return [Fact(_text(article.get(name)), f"json-ld {name}") for name in names]


def _meta_times(metas: dict[str, list[str]], names: tuple[str, ...]) -> list[Fact]:
    return [Fact(value, f"meta {name}") for name in names for value in metas.get(name, ())[:2]]


def _elements(tree: HtmlElement) -> list[Fact]:
    """Give the `time` elements that may be the report's own, the marked ones first."""
    found: list[tuple[int, Fact]] = []
    for element in list(tree.iter("time"))[:200]:
        if any(parent.tag in {"nav", "footer", "aside"} for parent in element.iterancestors()):
            continue
        marks = " ".join(element.get(name) or "" for name in ("class", "itemprop", "pubdate", "data-testid", "id")).lower()
        if "modif" in marks:
            continue
        rank = 0 if element.get("itemprop") == "datePublished" or element.get("pubdate") else 1 if "publi" in marks else 2
        value = element.get("datetime") or element.text_content()
        found.append((rank, Fact(tidy(value[:200]), "time element")))
    return [fact for _, fact in sorted(found, key=lambda pair: pair[0])[:3]]


def _time(options: Iterable[Fact]) -> Fact | None:
    """Take the first time that can be read, made more exact by a later one that says the same day or minute."""
    chosen: Fact | None = None
    for option in options:
        read = stamp(option.value)
        if read and (chosen is None or better(chosen.value, read)):
            chosen = Fact(read, option.source)
    return chosen


def _language(tree: HtmlElement, article: dict[str, Any], metas: dict[str, list[str]]) -> str | None:
    options = [
        _text(article.get("inLanguage")),
        tree.get("lang") or "",
        tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
    ]
    options += [
        value for name in ("content-language", "og:locale", "language", "inlanguage", "dc.language") for value in metas.get(name, ())
    ]
    return next((option for option in options if option.strip()), None)


def _url(tree: HtmlElement, article: dict[str, Any], metas: dict[str, list[str]]) -> Fact | None:
    options = [
        Fact(element.get("href") or "", "link canonical")
        for element in tree.iter("link")
        if (element.get("rel") or "").lower() == "canonical"
    ]
    options += [Fact(value, "meta og:url") for value in metas.get("og:url", ())]
    page = article.get("mainEntityOfPage")
    entity = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    options += [Fact(str(value), "json-ld url") for value in (article.get("url"), entity) if isinstance(value, str)]
    for option in options:
        value = tidy(option.value)
        if re.fullmatch(r"https?://[^\s<>\"]{4,2000}", value):
            return Fact(value, option.source)
    return None


def _descriptions(article: dict[str, Any], metas: dict[str, list[str]]) -> Iterator[str]:
    for name in ("description", "alternativeHeadline", "abstract"):
        value = _text(article.get(name))
        if value:
            yield value
    for name in ("og:description", "description", "twitter:description"):
        yield from metas.get(name, ())
