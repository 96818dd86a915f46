"""The blocks of a web page's body, as trafilatura finds them, with what it leaves behind of a body cut into chunks."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from dragoman.sources.clean import key, tidy
from dragoman.sources.page import debris

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

__all__ = ["blocks_of", "captions_of", "plain"]

# A body cut into chunks: so many paragraphs of it must stand in one container before its twins are looked at, and a
# twin must hold so many words in paragraphs. Set on the pages of ../shared/data/pages.
LEAST_PARAGRAPHS = 3
LEAST_TWIN_WORDS = 60
LONGEST_CAPTION = 400


def plain(raw: str) -> str:
    """Take out what stops or misleads the parser, character for character: NUL and lone surrogates."""
    return re.sub("[\x00\ud800-\udfff]", " ", raw)


def blocks_of(raw: str, tree: HtmlElement) -> list[str]:
    """Give the blocks of the body, clean, in order, repeated ones kept."""
    import trafilatura  # noqa: PLC0415 - heavy: loaded only when needed

    try:
        found: Any = trafilatura.bare_extraction(
            plain(raw),
            include_comments=False,
            include_tables=False,
            include_images=False,
            include_links=False,
            deduplicate=False,
            favor_precision=True,
            with_metadata=False,
        )
    except Exception:  # noqa: BLE001 - the per-article boundary: whatever the library trips over, there is no body
        return []
    if found is None or found.body is None:
        return []
    return _with_twins([text for element in found.body for text in _texts(element) if text], tree)


def _with_twins(blocks: list[str], tree: HtmlElement) -> list[str]:
    """Add the paragraphs of containers made like the one that holds the body: one article set in several chunks."""
    known = {key(block) for block in blocks}
    paragraphs = [(element, key(tidy(element.text_content()))) for element in tree.iter("p")]
    parents = Counter(element.getparent() for element, text in paragraphs if text in known)
    home, held = next(iter(parents.most_common(1)), (None, 0))
    if home is None or held < LEAST_PARAGRAPHS or not home.get("class"):
        return blocks
    scope = next((above for above in home.iterancestors("article", "main")), None)
    if scope is None or sum(1 for _ in scope.iter("h1")) > 1:
        return blocks
    twins = [twin for twin in scope.iter(home.tag) if twin is not home and twin.get("class") == home.get("class")]
    made = list(blocks)
    for twin in twins:
        texts = [tidy(element.text_content()) for element in twin.iterchildren("p")]
        if home in twin.iterancestors() or any(key(text) in known for text in texts if text):
            continue
        if sum(len(text.split()) for text in texts) >= LEAST_TWIN_WORDS:
            place = len(made) if _after(twin, home) else 0
            made[place:place] = [text for text in texts if text]
    return made


def _after(element: HtmlElement, other: HtmlElement) -> bool:
    """Tell whether an element stands after another in the page."""
    for one in element.getroottree().getroot().iter(element.tag):
        if one is element or one is other:
            return one is other
    return True


def captions_of(tree: HtmlElement) -> set[str]:
    """Give the keys of the page's captions: figure captions, elements named so, and texts that stand for images."""
    found = [tidy(element.text_content()) for element in tree.iter("figcaption")]
    named = tree.xpath("//*[contains(translate(@class, 'CAPTION', 'caption'), 'caption')]")
    found += [tidy(element.text_content()) for element in named]
    found += [tidy(element.get("alt") or "") for element in tree.iter("img")]
    return {key(text) for text in found if text and len(text) <= LONGEST_CAPTION and " " in text}


def _texts(element: Any) -> Iterator[str]:  # noqa: ANN401 - untyped library or JSON
    """Cut an element of the body into blocks: list items, quoted paragraphs, and what line breaks set apart."""
    if element.tag in {"list", "quote", "div"} and any(child.tag in {"item", "p", "list", "quote", "head"} for child in element):
        yield from _split(element.text or "")
        for child in element:
            yield from _texts(child)
            yield from _split(child.tail or "")
        return
    parts: list[str] = []
    _collect(element, parts, top=True)
    yield from _split("".join(parts))


def _collect(element: Any, parts: list[str], *, top: bool = False) -> None:  # noqa: ANN401 - untyped library or JSON
    if element.tag == "lb":
        parts.append("\n")
    elif element.tag in {"list", "item", "p"} and not top:
        parts.append("\n\n")
    if isinstance(element.tag, str):
        parts.append((element.text or "").replace("\n", " "))
        for child in element:
            _collect(child, parts)
    if not top:
        parts.append((element.tail or "").replace("\n", " "))


def _split(text: str) -> Iterator[str]:
    """Cut at line breaks where what they part are lines of their own: doubled ones, or after a sentence's end."""
    for block in re.split(r"\n\s*\n", text):
        held = ""
        for line in block.split("\n"):
            clean = tidy(line)
            if held and (held[-1] in '.!?:\u201d"' or debris(clean)):
                yield held
                held = clean
            else:
                held = f"{held} {clean}".strip()
        if held:
            yield held
