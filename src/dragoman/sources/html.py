"""A web page: its body by trafilatura, its head by what it declares and shows, the same debris rules as for text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.models import Article, Belief, Origin, Rejected
from dragoman.sources.body import blocks_of, captions_of, plain
from dragoman.sources.clean import join, key, tidy
from dragoman.sources.finish import Given, bodiless, finish
from dragoman.sources.head import Facts, facts_of
from dragoman.sources.markup import MOST_ATTRIBUTES, locate, too_many_attributes
from dragoman.sources.page import LONGEST, Line, Page, debris, outlet_in, read_page
from dragoman.sources.stamps import better

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

__all__ = ["read_html"]

# libxml2 keeps so many levels and drops the text below in silence.
DEEPEST = 253
# The extraction takes up to 0.2 s for a thousand elements; a long page with its menus has ten thousand.
MOST_ELEMENTS = 50_000
# Lines shown between title and body that may belong to the head: past them stands something else.
HEAD_LINES = 25
STANDFIRST_SHORTEST = 30
_HIDDEN = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "select",
        "iframe",
        "head",
        "nav",
        "footer",
        "form",
        "aside",
        "figure",
        "button",
    }
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ],
)
_STANDFIRST = re.compile(
    r"stand-?first|sub-?title|sub-?head|\bdeck\b|\bdek\b|excerpt|\blede?\b|article-?(?:intro|summary|description)|\bsummary\b|\bintro\b",
    re.IGNORECASE,
)
_PROMOTED = re.compile(r"related|teaser|promo|card|list|comment|social|share|newsletter|sidebar|caption|bio\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A block as the page shows it: its text, what its element is called, whether it is a main heading."""

    text: str
    marks: str
    heading: bool


def read_html(raw: str, origin: Origin, given: Given | None = None) -> Article | Rejected:  # noqa: PLR0911 - one answer a fault
    """Read a web page. The map back is to the characters of `raw` (see `markup.locate` for what it gives)."""
    attributes = too_many_attributes(raw)
    if attributes:
        message = f"a tag of the page has {attributes:,} attributes, more than {MOST_ATTRIBUTES:,}: this is no page to read"
        return Rejected(origin, "too-many-attributes", message)
    tree = _tree(raw)
    if tree is None:
        return Rejected(origin, "no-body", "the page has no content")
    if _depth(tree) >= DEEPEST:
        return Rejected(origin, "too-deep", f"the page nests its elements deeper than {DEEPEST} levels: text below is lost")
    elements = sum(1 for _ in tree.iter())
    if elements > MOST_ELEMENTS:
        message = f"the page has {elements:,} elements, more than {MOST_ELEMENTS:,}: this is no single article"
        return Rejected(origin, "too-many-elements", message)
    facts = facts_of(tree)
    shown = list(_shown(tree))
    captions = captions_of(tree)
    blocks = [text for text in blocks_of(raw, tree) if key(text) not in captions]
    if not blocks:
        return Rejected(origin, "no-body", "the page has no article text")
    page, paragraphs, facts_title = _compose(blocks, shown, facts)
    refused = bodiless(paragraphs, origin)
    if refused:
        return refused
    return finish(_article(raw, origin, facts, page, paragraphs, facts_title), given, declared=facts.language)


def _tree(raw: str) -> HtmlElement | None:
    import lxml.etree  # noqa: PLC0415 - heavy: loaded only when needed
    import lxml.html  # noqa: PLC0415 - heavy: loaded only when needed

    parser = lxml.html.HTMLParser(encoding="utf-8")
    try:
        tree = lxml.html.document_fromstring(plain(raw).encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        return None
    return tree


def _depth(tree: HtmlElement) -> int:
    deepest = depth = 0
    import lxml.etree  # noqa: PLC0415 - heavy: loaded only when needed

    for event, _ in lxml.etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _shown(tree: HtmlElement) -> Iterator[_Shown]:
    """Give the blocks that a reader sees outside menus, forms and asides, in order of the page."""
    import lxml.etree  # noqa: PLC0415 - heavy: loaded only when needed

    parts: list[str] = []
    path: list[HtmlElement] = []

    def flush() -> Iterator[_Shown]:
        text = tidy("".join(parts))
        parts.clear()
        if text:
            near = path[-3:]
            marks = " ".join(f"{element.get('class') or ''} {element.get('itemprop') or ''}" for element in near)
            yield _Shown(text, marks, any(element.tag == "h1" for element in near))

    walk = lxml.etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        block = event in {"start", "end"} and element.tag not in _INLINE
        if block:
            yield from flush()
        if event == "start":
            path.append(element)
            if element.tag in _HIDDEN:
                walk.skip_subtree()
            else:
                parts.append(element.text or "")
        else:
            if event == "end":
                path.pop()
            parts.append(element.tail or "")


def _compose(blocks: list[str], shown: list[_Shown], facts: Facts) -> tuple[Page, list[str], str | None]:
    """Put the lines shown above the body before it, read both as a page, and keep the body's paragraphs."""
    title = facts.title.value if facts.title else None
    above = _above(blocks, shown, title)
    heading = next((block.text for block in shown if block.heading), None)
    title = title or heading
    blocks = _without_title(blocks, title)
    lead = [block for block in above if not _same(block.text, blocks) and key(block.text) != key(title or "")]
    lines = [Line(block.text) for block in lead if len(block.text) <= LONGEST * 3]
    # Only dates and bylines of the lines above count; each line of the body may be debris.
    head = read_page([*lines, *(Line(text) for text in blocks[:1])], titled=True, authors=facts.authors)
    page = read_page([Line(text) for text in blocks], titled=True, authors=facts.authors or head.authors)
    body = [blocks[at] for at in page.body]
    merged = Page(
        (),
        None,
        head.published or page.published,
        head.updated or page.updated,
        page.authors or head.authors,
        page.outlet,
        {**page.why, **head.why},
    )
    return merged, [*_standfirst(lead, body, facts), *body], title


def _above(blocks: list[str], shown: list[_Shown], title: str | None) -> list[_Shown]:
    """Give the blocks shown between the title and the body's first block."""
    first = key(blocks[0])[:60]
    place = next((at for at, block in enumerate(shown) if key(block.text).startswith(first)), None)
    if place is None:
        return []
    wanted = key(title or "")
    top = next((at for at in range(place - 1, -1, -1) if shown[at].heading or (wanted and key(shown[at].text) == wanted)), None)
    if wanted and key(blocks[0]) == wanted:
        return shown[place + 1 : place + 1 + HEAD_LINES // 2]
    return shown[max(place - HEAD_LINES if top is None else top + 1, place - HEAD_LINES, 0) : place]


def _same(text: str, blocks: Sequence[str]) -> bool:
    return key(text) in {key(block) for block in blocks}


def _without_title(blocks: list[str], title: str | None) -> list[str]:
    wanted = key(title or "")
    return [text for at, text in enumerate(blocks) if at > 3 or key(text) != wanted] or blocks


def _standfirst(lead: list[_Shown], body: list[str], facts: Facts) -> list[str]:
    """Give the standfirst where the page shows it above a body that lacks it: a summary that it declares, or names."""
    declared = {key(text) for text in facts.descriptions}
    stems = tuple(key(text)[:80] for text in facts.descriptions if text.endswith(("...", "\u2026")) and len(text) > 100)
    made: list[str] = []
    for block in lead:
        text = key(block.text)
        if len(block.text) < STANDFIRST_SHORTEST or len(block.text) > LONGEST * 3 or debris(block.text) or text in {key(t) for t in body}:
            continue
        if (
            text in declared
            or (stems and text.startswith(stems))
            or (_STANDFIRST.search(block.marks) and not _PROMOTED.search(block.marks))
        ):
            made.append(block.text)
    return made[:2]


def _article(raw: str, origin: Origin, facts: Facts, page: Page, paragraphs: list[str], title: str | None) -> Article:
    runs = locate(paragraphs, raw)
    body = join(runs, "\n\n")
    authors = facts.authors or page.authors
    told, wire, place = outlet_in(paragraphs, authors)
    outlet = facts.outlet.value if facts.outlet else None
    if outlet is None:
        outlet = told if told and (not page.outlet or page.outlet.casefold() == told.casefold()) else page.outlet
    published = facts.published.value if facts.published else page.published
    if facts.published and page.published and better(facts.published.value, page.published):
        published = page.published
    beliefs: list[Belief] = [Belief("title", facts.title.source if facts.title else "h1")] if title else []
    for name, fact in (
        ("published", facts.published),
        ("updated", facts.updated),
        ("outlet", facts.outlet),
        ("url", facts.url),
    ):
        if fact:
            beliefs.append(Belief(name, fact.source))
    if facts.authors:
        beliefs.append(Belief("authors", facts.authors_source))
    known = {belief.field for belief in beliefs}
    beliefs.extend(Belief(name, f"shown: {why}") for name, why in page.why.items() if name not in known)
    if outlet and not facts.outlet:
        beliefs.append(Belief("outlet", "named in the text"))
    if wire or facts.wire:
        beliefs.append(Belief("wire", "named in the text" if wire else facts.wire.source if facts.wire else ""))
    return Article(
        id="",
        text=body.text,
        url=facts.url.value if facts.url else None,
        title=title,
        published=published,
        updated=facts.updated.value if facts.updated else page.updated,
        authors=authors,
        outlet=outlet,
        wire=wire or (facts.wire.value if facts.wire else None),
        dateline=place,
        origin=origin,
        beliefs=tuple(beliefs),
        offsets=body.offsets,
    )
