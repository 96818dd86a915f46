"""A reading as one HTML page that needs nothing else: no script, no request; light and dark.

Words in the tables lead to their place in the text, and marked words in the text lead back to their record.
"""

from __future__ import annotations

import re
from html import escape
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dragoman.show.cards import sections
from dragoman.show.words import (
    Card,
    Fact,
    HeadLine,
    Mark,
    Part,
    Piece,
    Quote,
    Section,
    clean,
    cut,
    grouped,
    head_lines,
    headline,
    line,
    marks,
    missing,
    nothing,
    paragraphs,
    shorten,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.models import Reading
    from dragoman.spans import Span

__all__ = ["page"]

QUOTE_LIMIT = 240
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

# Which role a piece is linked for where several spans of equal length cover it: the first here.
ROLES = ("act", "position", "milestone", "assessment", "content", "cue", "source", "occasion", "actor", "evidence", "warning")

HUES = 8
"""So many speakers have a colour of their own; the labels before the words tell further ones apart."""

CSS = """\
:root { color-scheme: light dark; --bg: #fbfaf7; --ink: #1c1b19; --soft: #5d5950; --line: #d9d4c8; --card: #fff;
 --link: #0b5394; --bad: #a61b1b; --good: #1f6b35; --hit: #ffd84d; --hit-ink: #1c1b19; --tint: 88%; --sat: 75%; --row: #fff6cf; }
@media (prefers-color-scheme: dark) { :root { --bg: #16171a; --ink: #e8e6e1; --soft: #a9a498; --line: #3a3b40; --card: #1e1f23;
 --link: #8cbdf5; --bad: #ff9d94; --good: #86d69a; --hit: #ffd84d; --hit-ink: #16171a; --tint: 18%; --sat: 42%; --row:
 #39341c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 72rem; background: var(--bg); color: var(--ink);
 font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); } a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.skip, .sr { position: absolute; left: -9999px; } .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem; }
h1 { font: 700 clamp(1.5rem, 4vw, 2.1rem)/1.2 Georgia, "Times New Roman", serif; margin: 0 0 .75rem; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .25rem; }
dl { margin: 0; } dt { color: var(--soft); } dd { margin: 0; min-width: 0; }
.head > div { display: grid; grid-template-columns: 9rem 1fr; } .why, .count, .missing, caption { color: var(--soft); }
nav { margin: 1.25rem 0 0; border-block: 1px solid var(--line); padding: .4rem 0; }
nav ul, .legend { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; }
.legend { font-size: .875rem; margin: .4rem 0 .9rem; }
.nothing { border-left: 4px solid var(--soft); background: var(--card); padding: .25rem 1rem; margin-top: 1.5rem; }
.body { font: 1.125rem/1.75 Georgia, "Times New Roman", serif; }
.para { margin: 0 0 .25rem; max-width: 42rem; white-space: pre-wrap; }
.refs { margin: 0 0 1.1rem; max-width: 42rem; font: .8rem/1.5 system-ui, sans-serif; } .refs a { margin-right: .35rem; }
@media (min-width: 62rem) { .body { display: grid; grid-template-columns: minmax(0, 42rem) minmax(0, 1fr); column-gap: 2rem; }
 .para { grid-column: 1; margin-bottom: 1.1rem; } .refs { grid-column: 2; padding: .35rem 0 0 .9rem; border-left: 1px solid
 var(--line); } }
.m { color: inherit; text-decoration: none; } .m:hover { text-decoration: underline; }
.actor { font-weight: 600; } .source, .cue { border-bottom: 1px dotted var(--soft); } .cue { font-style: italic; }
.content { background: hsl(var(--hue, 0) var(--colour, var(--sat)) var(--tint)); padding-block: .12em; }
.content.indirect { border-bottom: 1px dashed var(--soft); }
.position, .milestone, .assessment, .warning { text-decoration: underline dotted 1.5px; text-underline-offset: .3em; }
.act { font-weight: 700; text-decoration: underline solid 2px; text-underline-offset: .2em; text-decoration-skip-ink: none; }
.act.alleged { font-weight: inherit; text-decoration-style: dashed; }
.m.conflict, .act.conflict, .what.conflict b { color: var(--bad); }
.tick::before { content: attr(data-n); font: 600 .62em/1 system-ui, sans-serif; vertical-align: super; color: var(--soft);
 padding: 0 .15em; }
.spot { scroll-margin-top: 35vh; } .spot:target::before { content: "\\25B8"; color: var(--bad); }
table { width: 100%; border-collapse: collapse; font-size: .9rem; } caption { text-align: start; padding-bottom: .4rem; }
th, td { text-align: start; vertical-align: top; padding: .55rem .6rem; } thead th { color: var(--soft); font-weight: 600; }
tbody tr { border-top: 1px solid var(--line); scroll-margin-top: 1rem; } tr:target { background: var(--row); }
tr:target th:first-child { box-shadow: inset 4px 0 var(--bad); }
th:first-child { width: 3.4rem; white-space: nowrap; } .what { width: 28%; } .facts { width: 27%; }
td.what[class*=" sp"] { border-left: 5px solid hsl(var(--hue) var(--sat) 55%); }
.facts dl > div, .evidence dl > div { margin-bottom: .15rem; } .facts dt, .facts dd, .evidence dt, .evidence dd { display:
 inline; }
.facts dt, .evidence dt { margin-right: .4em; font-size: .92em; } .q { text-decoration-thickness: 1px; text-underline-offset:
 .2em; }
.sign { color: var(--soft); } .mute { color: var(--soft); } .bad { color: var(--bad); font-weight: 700; } .good { color:
 var(--good); }
footer { font-size: .85rem; color: var(--soft); }
@media (max-width: 44rem) { thead { position: absolute; left: -9999px; } table, caption, tbody, tr, td, th { display: block;
 width: auto; }
 tr { padding: .5rem 0; } th, td { padding: .15rem .6rem; } th:first-child, .what, .facts { width: auto; }
 .head > div { grid-template-columns: 6.5rem 1fr; } .body { line-height: 1.65; } }
@media print { nav, .skip { display: none; } body { max-width: none; } tr { break-inside: avoid; } }
""" + "".join(f".sp{number} {{ --hue: {hue}; }}\n" for number, hue in enumerate((210, 32, 135, 285, 180, 345, 60, 250)))

PAGE = Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>$title</title>
<style>
$css
</style>
</head>
<body>
<a class="skip" href="#text">To the text</a>
<header>
<h1 lang="$language"><bdi>$title</bdi></h1>
$head
</header>
<nav aria-label="Parts of this page">
$nav
</nav>
<main>
$lead
<section id="text" class="text" aria-labelledby="text-title">
<h2 id="text-title">Text</h2>
$legend
<div class="body" lang="$language">
$text
</div>
</section>
$tables
</main>
<footer>
$footer
</footer>
</body>
</html>
""")


def page(reading: Reading, *, explain: bool = False) -> str:
    """Give the page. The same reading gives the same page."""
    shown = sections(reading, explain=explain)
    article = reading.article
    known = article.language or ""
    marked = marks(shown)
    return PAGE.substitute(
        title=_safe(headline(article)),
        # An empty language says that it is not known; without one the text would count as English.
        language=known if LANGUAGE.fullmatch(known) else "",
        css=CSS + _target_rules(marked),
        head=_head(head_lines(article)),
        nav=_nav(shown),
        lead=_lead(reading),
        legend=_legend(shown),
        text=_text(article.text, marked),
        tables="\n".join(_section(section) for section in shown if section.cards) + _missing(shown),
        footer=_footer(reading),
    )


def _safe(text: str) -> str:
    return escape(clean(text))


def _bdi(text: str) -> str:
    return f"<bdi>{_safe(text)}</bdi>"


# Head and foot


def _web(url: str) -> bool:
    """Tell whether a link may lead there: web addresses only, and none that does not parse."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and url.isprintable() and " " not in url


def _head(items: Iterable[HeadLine]) -> str:
    rows: list[str] = []
    for item in items:
        value = _bdi(item.value) if item.value else ""
        if item.label == "url" and _web(item.value):
            value = f'<a href="{_safe(item.value)}" rel="noopener noreferrer">{value}</a>'
        why = f' <small class="why">from {_bdi(item.why)}</small>' if item.why else ""
        rows.append(f"<div><dt>{_safe(item.label)}</dt><dd>{value}{why}</dd></div>")
    return '<dl class="head">\n' + "\n".join(rows) + "\n</dl>" if rows else ""


def _nav(shown: Iterable[Section]) -> str:
    links = ['<li><a href="#text">Text</a></li>']
    links += [
        f'<li><a href="#{section.kind}s">{section.title}</a> <span class="count">{len(section.cards)}</span></li>'
        for section in shown
        if section.cards
    ]
    return "<ul>\n" + "\n".join(links) + "\n</ul>"


def _lead(reading: Reading) -> str:
    if not nothing(reading):
        return ""
    why = "".join(f"<li>{_bdi(line(warned.message))}</li>" for warned in reading.warnings)
    reasons = f"\n<ul>{why}</ul>" if why else ""
    return f'<div class="nothing" role="note"><p>Nothing was found in this article that a reading records.</p>{reasons}</div>'


def _missing(shown: Iterable[Section]) -> str:
    words = missing(shown)
    return f'\n<p class="missing">{_safe(words)}</p>' if words else ""


def _footer(reading: Reading) -> str:
    engine = reading.engine
    parts = (
        ("dragoman", engine.version),
        ("model", engine.model),
        ("ontology", engine.ontology),
        ("gazetteer", engine.gazetteer),
    )
    rows = "".join(f"<div><dt>{name}</dt><dd>{_bdi(line(value))}</dd></div>" for name, value in parts)
    return f'<h2>Engine</h2>\n<dl class="head">{rows}</dl>'


# The text with its marks


def _key(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _target_rules(marked: Iterable[Mark]) -> str:
    """Light up all pieces of the span that the address names: they are siblings or cousins of the spot with its id."""
    keys = dict.fromkeys(_key(mark.span) for mark in marked)
    if not keys:
        return ""
    return ",\n".join(f"body:has(#t{key}:target) .k{key}" for key in keys) + " { background: var(--hit); color: var(--hit-ink); }\n"


def _legend(shown: Iterable[Section]) -> str:
    speakers: dict[int, str] = {}
    acts = False
    for section in shown:
        acts = acts or (section.kind == "event" and bool(section.cards))
        for card in section.cards:
            if card.speaker is not None:
                speakers.setdefault(card.speaker, card.line[0].text)
    items = [f'<li><span class="content sp{number % HUES}">words of {_bdi(name)}</span></li>' for number, name in speakers.items()]
    if acts:
        kinds = {"act": "act", "act conflict": "hostile act", "act alleged": "alleged act"}
        items += [f'<li><span class="{style}">{name}</span></li>' for style, name in kinds.items()]
    return '<ul class="legend" aria-label="Legend">\n' + "\n".join(items) + "\n</ul>" if items else ""


def _text(text: str, marked: tuple[Mark, ...]) -> str:
    blocks = paragraphs(text)
    # Paragraphs cut too; their spans come after the marks.
    pieces = cut(len(text), [*(mark.span for mark in marked), *blocks])
    spots = _spots(marked, blocks)
    linked: set[tuple[str, Span]] = set()
    made: list[str] = []
    at = 0
    for number, block in enumerate(blocks, len(marked)):
        inside: list[str] = []
        cards: dict[str, Card] = {}
        while at < len(pieces) and pieces[at].start < block.end:
            piece = pieces[at]
            at += 1
            if number not in piece.covers:
                continue
            covering = [marked[cover] for cover in piece.covers if cover < len(marked)]
            cards.update({mark.card.anchor: mark.card for mark in covering if mark.card.kind != "actor"})
            inside.append(spots.get(piece.start, "") + _piece(text, piece, covering, linked))
        made.append(f'<p class="para" dir="auto">{"".join(inside)}</p>{_refs(cards.values())}')
    return "\n".join(made)


def _spots(marked: tuple[Mark, ...], blocks: tuple[Span, ...]) -> dict[int, str]:
    """Give the empty elements with an id at the first character of each marked span that the page shows."""
    keys = {_key(mark.span): mark.span for mark in marked}
    starts = [block.start for block in blocks]
    spots: dict[int, str] = {}
    at = 0
    for key, span in sorted(keys.items(), key=lambda pair: pair[1]):
        while at < len(blocks) and blocks[at].end <= span.start:
            at += 1
        # A span from a blank line is met where the next paragraph begins; after the last, at none.
        if at < len(blocks):
            place = max(span.start, starts[at])
            spots[place] = spots.get(place, "") + f'<span class="spot" id="t{key}"></span>'
    return spots


def _piece(text: str, piece: Piece, covering: list[Mark], linked: set[tuple[str, Span]]) -> str:
    words = _safe(text[piece.start : piece.end])
    if not covering:
        return words
    inner = min(covering, key=lambda mark: (mark.span.end - mark.span.start, ROLES.index(mark.role)))
    target = inner.card.anchor, inner.span
    # One stop for the tabulator key a span, however many pieces it was cut into.
    again = ' tabindex="-1"' if target in linked else ""
    linked.add(target)
    tips = dict.fromkeys(_tip(mark) for mark in covering)
    title = escape("\n".join(tips))
    return f'{_ticks(covering, piece.start)}<a class="{_classes(covering)}" href="#{inner.card.anchor}" title="{title}"{again}>{words}</a>'


def _tip(mark: Mark) -> str:
    card = mark.card
    role = "" if mark.role in {card.kind, "evidence"} else f", {mark.role}"
    return f"{card.label} ({card.kind}{role}): {card.summary}"


def _classes(covering: list[Mark]) -> str:
    roles = {mark.role: "" for mark in covering}
    tags = {f" {tag}" for mark in covering if mark.role in {"act", "content"} for tag in mark.card.tags}
    spoken = [mark for mark in covering if mark.role == "content" and mark.card.speaker is not None]
    if spoken:
        inner = min(spoken, key=lambda mark: mark.span.end - mark.span.start)
        # Only the innermost says whether these words are direct: an outer quotation may be the other.
        tags -= {" direct", " indirect"}
        tags |= {f" sp{(inner.card.speaker or 0) % HUES}", *(f" {tag}" for tag in inner.card.tags)}
    keys = dict.fromkeys(f" k{_key(mark.span)}" for mark in covering)
    return "m " + " ".join(roles) + "".join(sorted(tags)) + "".join(keys)


def _ticks(covering: list[Mark], start: int) -> str:
    """Put the labels of records before their words, by style only: what is copied stays the text."""
    labels = {mark.card.label: mark.role for mark in covering if mark.span.start == start and mark.role in {"content", "act", "position"}}
    return "".join(f'<span class="tick" data-n="{_safe(name)}" aria-hidden="true"></span>' for name in labels)


def _refs(cards: Iterable[Card]) -> str:
    links = [f'<a href="#{card.anchor}" title="{_safe(card.summary)}">{_safe(card.label)}</a>' for card in cards]
    return f'\n<p class="refs"><span class="sr">Records of this paragraph: </span>{" ".join(links)}</p>' if links else ""


# The tables


def _section(section: Section) -> str:
    facts = any(card.facts for card in section.cards)
    quotes = any(card.quotes for card in section.cards)
    heads = ["#", section.what, *(["Details"] if facts else []), *(["Evidence"] if quotes else [])]
    header = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in heads)
    rows = "\n".join(_row(card, facts=facts, quotes=quotes) for card in section.cards)
    # The roles keep it a table for screen readers where the style lays the rows out as blocks.
    return (
        f'<section id="{section.kind}s" class="records" aria-labelledby="{section.kind}s-title">\n'
        f'<h2 id="{section.kind}s-title">{section.title}</h2>\n'
        f'<table role="table"><caption>{_caption(section)}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{header}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}\n</tbody></table>\n</section>'
    )


def _caption(section: Section) -> str:
    name = section.title.lower() if len(section.cards) != 1 else section.title.lower().removesuffix("s")
    number = f"{len(section.cards)} {name}"
    return f"{number}; quoted words lead to the text" if any(card.quotes for card in section.cards) else number


def _row(card: Card, *, facts: bool, quotes: bool) -> str:
    tone = f" sp{card.speaker % HUES}" if card.speaker is not None else ""
    tone += " conflict" if "conflict" in card.tags else ""
    cells = [
        f'<th scope="row" role="rowheader"><a href="#{card.anchor}">{_safe(card.label)}</a></th>',
        f'<td role="cell" class="what{tone}"><b>{_bdi(card.head)}</b><br>{_parts(card.line)}</td>',
    ]
    if facts:
        cells.append(f'<td role="cell" class="facts">{_facts(card.facts)}</td>')
    if quotes:
        cells.append(f'<td role="cell" class="evidence">{_evidence(card.quotes)}</td>')
    return f'<tr role="row" id="{card.anchor}">' + "".join(cells) + "</tr>"


def _parts(parts: Iterable[Part]) -> str:
    made: list[str] = []
    for part in parts:
        shown = _safe(part.text) if part.tone == "sign" else _bdi(part.text)
        if part.tone:
            shown = f'<span class="{part.tone}">{shown}</span>'
        made.append(f'<a href="#{part.to}">{shown}</a>' if part.to else shown)
    return "".join(made)


def _facts(facts: Iterable[Fact]) -> str:
    rows = "".join(f"<div><dt>{_safe(fact.label)}</dt><dd>{_parts(fact.parts)}</dd></div>" for fact in facts)
    return f"<dl>{rows}</dl>" if rows else ""


def _evidence(quotes: Iterable[Quote]) -> str:
    rows = "".join(f"<div><dt>{_safe(name)}</dt><dd>{_quotes(items)}</dd></div>" for name, items in grouped(quotes))
    return f"<dl>{rows}</dl>" if rows else ""


def _quotes(quotes: Iterable[Quote]) -> str:
    """Give words as links, those that come again as numbers after the first."""
    same: dict[str, list[Quote]] = {}
    for quote in quotes:
        same.setdefault(quote.text, []).append(quote)
    made: list[str] = []
    for words, places in same.items():
        first, *rest = places
        shown = f'<a class="q" href="#t{_key(first.span)}">\u201c{_bdi(shorten(words, QUOTE_LIMIT))}\u201d</a>'
        more = [f'<a class="q again" href="#t{_key(place.span)}">{number}</a>' for number, place in enumerate(rest, 2)]
        made.append(" ".join((shown, *more)))
    return ", ".join(made)
