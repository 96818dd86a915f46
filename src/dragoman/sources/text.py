"""A text file as a page: head debris, title, date line, byline, body, tail debris."""

from __future__ import annotations

import re

from dragoman.models import Article, Belief, Origin, Rejected
from dragoman.sources.clean import Run, clean, join
from dragoman.sources.finish import Given, bodiless, finish, words
from dragoman.sources.page import Line, Page, outlet_in, read_page

__all__ = ["read_body", "read_text"]

# A text is hard-wrapped if nearly all lines that others follow are about as long as a line of a letter and most of
# them stop in mid-sentence. Set by hand on mail, telegrams and scraped pages; anything unclear counts as not wrapped.
WRAP_NARROWEST, WRAP_WIDEST = 45, 110
WRAP_LEAST_LINES = 3
WRAP_FULL_SHARE, WRAP_OPEN_SHARE = 0.8, 0.5
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


def read_text(raw: str, origin: Origin, given: Given | None = None) -> Article | Rejected:
    """Read a text page. `Article.offsets` is exact: every character in it stands alike in `raw`."""
    if not raw.strip():
        return Rejected(origin, "empty", "the input is empty: nothing to read")
    lines, apart = _lines(raw)
    if not lines:
        return Rejected(origin, "empty", "the input holds no readable character")
    page = read_page([Line(run.text, gap) for run, gap in zip(lines, apart, strict=True)], titled=bool(given and given.title))
    paragraphs = _paragraphs(lines, apart, page)
    refused = bodiless([run.text for run in paragraphs], origin)
    if refused:
        return refused
    body = join(paragraphs, "\n\n")
    outlet, wire, place = outlet_in([run.text for run in paragraphs], page.authors)
    # The note on the author names the outlet; its own reports name it as it writes itself.
    stated = outlet if outlet and (not page.outlet or page.outlet.casefold() == outlet.casefold()) else page.outlet
    article = Article(
        id="",
        text=body.text,
        title=page.title,
        published=page.published,
        updated=page.updated,
        authors=page.authors,
        outlet=stated,
        wire=wire or (outlet if outlet != stated else None),
        dateline=place,
        origin=origin,
        beliefs=_beliefs(page, stated, outlet, wire, place),
        offsets=body.offsets,
    )
    return finish(article, given)


def read_body(text: str, origin: Origin, given: Given | None = None) -> Article | Rejected:
    """Take a clean body as it is, character for character."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        return Rejected(origin, "encoding", "text: holds half of a surrogate pair, which is no character")
    if not text.strip():
        return Rejected(origin, "empty", "text: is empty")
    if words(text) < 2 and bodiless([text], origin):
        return Rejected(origin, "no-body", "text: has fewer than two words")
    whole = Run(text, ((0, 0, len(text)),))
    outlet, wire, place = outlet_in(re.split(r"\n+", text[:20_000].strip()), ())
    beliefs = _beliefs(Page(()), outlet, outlet, wire, place)
    article = Article("", text, outlet=outlet, wire=wire, dateline=place, origin=origin, beliefs=beliefs, offsets=whole.offsets)
    return finish(article, given)


def _beliefs(page: Page, stated: str | None, outlet: str | None, wire: str | None, place: str | None) -> tuple[Belief, ...]:
    found = [Belief(name, why) for name, why in page.why.items()]
    if stated:
        found.append(Belief("outlet", "named as its own source in the text" if stated == outlet else "author note"))
    if wire:
        found.append(Belief("wire", "named in the text"))
    if place:
        found.append(Belief("dateline", "first paragraph"))
    return tuple(found)


def _lines(raw: str) -> tuple[list[Run], list[bool]]:
    """Cut into clean lines, none empty, each with whether a blank line follows."""
    lines: list[Run] = []
    apart: list[bool] = []
    last_end = 0
    for found in _LINE.finditer(raw):
        run = clean(raw, found.start(), found.end())
        if not run.text:
            continue
        if lines:
            apart[-1] = len(_BREAKS.findall(raw, last_end, found.start())) > 1
        lines.append(run)
        apart.append(True)
        last_end = found.end()
    return lines, apart


def _paragraphs(lines: list[Run], apart: list[bool], page: Page) -> list[Run]:
    """Join hard-wrapped lines; else every line is a paragraph."""
    kept = list(page.body)
    if not _wrapped(lines, apart, kept):
        return [lines[at] for at in kept]
    made: list[Run] = []
    block: list[Run] = []
    for place, at in enumerate(kept):
        block.append(lines[at])
        ends = apart[at] or place + 1 == len(kept) or kept[place + 1] != at + 1
        if ends:
            made.append(join(block, " "))
            block = []
    return made


def _wrapped(lines: list[Run], apart: list[bool], kept: list[int]) -> bool:
    """Tell whether the body is clearly hard-wrapped: of the lines that run on, nearly all full, most left open."""
    running = [lines[at].text for at in kept[:2000] if not apart[at]]
    if len(running) < WRAP_LEAST_LINES or max(len(lines[at].text) for at in kept[:2000]) > WRAP_WIDEST:
        return False
    full = sum(len(text) >= WRAP_NARROWEST for text in running)
    left_open = sum(text[-1] not in '.!?"\u201d\u2019:' for text in running)
    return full >= WRAP_FULL_SHARE * len(running) and left_open >= WRAP_OPEN_SHARE * len(running)
