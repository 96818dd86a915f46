"""A reading on a terminal: the article's head, its text with highlights, and tables; plain lines anywhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich import box
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text

from dragoman.show.cards import sections
from dragoman.show.words import (
    Card,
    Fact,
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
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from dragoman.models import Reading

__all__ = ["print_reading"]

WIDEST_TEXT = 100
NARROWEST = 16
TABLE_FROM = 72
"""Narrower than this, a table's columns hold too few words, and records stand one under the other."""
QUOTE_LIMIT = 150
QUOTES_SHOWN = 6
MENTIONS_SHOWN = 5
"""Of an actor's mentions: a head of state has dozens, and they say little each."""
FIELD = 14
# On a screen the first digits of a digest tell versions apart; plain lines have all of it.
DIGEST = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{8,}\b")

# The terminal's own palette, so that its owner's theme decides on the shades; red is kept for conflict.
SPEAKERS = ("cyan", "magenta", "green", "blue", "yellow")
ALLEGED = Style(bold=False, italic=True)
TONES = {"": "", "sign": "bold", "good": "green", "bad": "bold red", "mute": "dim"}
ROLES = {
    "actor": "bold",
    "source": "bold",
    "cue": "italic",
    "act": "bold underline",
    "position": "underline",
    "milestone": "underline",
    "assessment": "underline",
    "warning": "underline",
}


def print_reading(reading: Reading, console: Console, *, explain: bool = False) -> None:
    """Print a reading: with colours and tables on a terminal, as plain aligned lines without any escape code elsewhere."""
    shown = sections(reading, explain=explain)
    # What is not UTF-8 has no box characters either, and a dumb terminal no styles to tell spans by.
    if not console.is_terminal or console.is_dumb_terminal or not console.encoding.lower().startswith("utf"):
        _print_plain(reading, shown, console)
        return
    _print_head(reading, console)
    _print_text(reading.article.text, shown, console)
    if nothing(reading):
        console.print(Text("Nothing was found in this article that a reading records.", "bold"))
        console.print()
    for section in shown:
        if section.cards:
            _print_section(section, console)
    if lacking := missing(shown):
        console.print(Text(lacking, "dim"))
    console.print(Text(DIGEST.sub(r"\1", _engine(reading)), "dim"))


def _engine(reading: Reading) -> str:
    engine = reading.engine
    parts = (("model", engine.model), ("ontology", engine.ontology), ("gazetteer", engine.gazetteer))
    return ", ".join((f"dragoman {line(engine.version)}", *(f"{name} {line(value)}" for name, value in parts)))


# On a terminal


def _print_head(reading: Reading, console: Console) -> None:
    console.print(Text(headline(reading.article), "bold"))
    for item in head_lines(reading.article):
        shown = Text(f"{item.label:<{FIELD}}", "dim")
        shown.append(item.value, Style(dim=False))
        if item.why:
            shown.append(f"{'  ' if item.value else ''}from {item.why}", "dim")
        _print_hanging(shown, FIELD, console)
    console.print()


def _print_hanging(text: Text, indent: int, console: Console) -> None:
    """Print with the lines after the first indented, so that a label stays alone in its column."""
    if console.width < 2 * indent + NARROWEST:
        console.print(text)
        return
    grid = Table.grid(padding=0)
    grid.add_column(width=indent)
    grid.add_column(overflow="fold")
    first, rest = text[:indent], text[indent:]
    grid.add_row(first, rest)
    console.print(grid)


def _style(covering: list[Mark], actor_speaks: str) -> Style:
    made = Style.parse(actor_speaks) if actor_speaks else Style()
    for mark in covering:
        made += Style.parse(ROLES.get(mark.role, ""))
        if mark.role == "act" and "conflict" in mark.card.tags:
            made += Style(color="red")
        if mark.role == "act" and "alleged" in mark.card.tags:
            made += ALLEGED
    return made


def _colour(covering: Iterable[Mark]) -> str:
    """Give the colour of whoever speaks innermost."""
    spoken = [mark for mark in covering if mark.role == "content" and mark.card.speaker is not None]
    if not spoken:
        return ""
    inner = min(spoken, key=lambda mark: mark.span.end - mark.span.start)
    return SPEAKERS[(inner.card.speaker or 0) % len(SPEAKERS)]


def _highlighted(text: str, marked: tuple[Mark, ...], pieces: Iterable[Piece]) -> Text:
    made = Text(overflow="fold")
    for piece in pieces:
        covering = [marked[at] for at in piece.covers]
        made.append(clean(text[piece.start : piece.end]).expandtabs(4), _style(covering, _colour(covering)))
    return made


def _print_text(text: str, shown: tuple[Section, ...], console: Console) -> None:
    marked = marks(shown)
    blocks = paragraphs(text)
    # The borders of the paragraphs cut too: their spans come after the marks and carry no style.
    pieces = cut(len(text), [*(mark.span for mark in marked), *blocks])
    width = min(console.width, WIDEST_TEXT)
    at = 0
    for number, block in enumerate(blocks, len(marked)):
        inside: list[Piece] = []
        while at < len(pieces) and pieces[at].start < block.end:
            if number in pieces[at].covers:
                kept = tuple(cover for cover in pieces[at].covers if cover < len(marked))
                inside.append(Piece(pieces[at].start, pieces[at].end, kept))
            at += 1
        console.print(_highlighted(text, marked, inside), width=width)
        console.print()
    _print_legend(shown, console)


def _print_legend(shown: tuple[Section, ...], console: Console) -> None:
    legend = Text()
    seen: set[int] = set()
    for card in next(section.cards for section in shown if section.kind == "statement"):
        if card.speaker is not None and card.speaker not in seen:
            seen.add(card.speaker)
            legend.append("words of " if len(seen) == 1 else ", ", "dim")
            legend.append(card.line[0].text, SPEAKERS[card.speaker % len(SPEAKERS)])
    if any(section.cards for section in shown if section.kind == "event"):
        legend.append("; " if seen else "", "dim")
        legend.append("act", "bold underline")
        legend.append(", ", "dim")
        legend.append("hostile act", "bold underline red")
        legend.append(", ", "dim")
        legend.append("alleged act", "italic underline")
    if legend:
        console.print(legend)
        console.print()


def _parts(parts: Iterable[Part]) -> Text:
    made = Text(overflow="fold")
    for part in parts:
        made.append(part.text, TONES[part.tone])
    return made


def _fact(fact: Fact) -> Text:
    return Text("").append(f"{fact.label} ", "dim").append_text(_parts(fact.parts))


def _evidence(name: str, quotes: tuple[Quote, ...]) -> Text:
    """Tell the words behind a field; the same words found again count, and few of many mentions stand for all."""
    counts: dict[str, int] = {}
    for quote in quotes:
        counts[quote.text] = counts.get(quote.text, 0) + 1
    made = Text("").append(f"{name} ", "dim")
    items = list(counts.items())
    limit = MENTIONS_SHOWN if name == "mention" else QUOTES_SHOWN
    for number, (words, count) in enumerate(items[:limit]):
        made.append(", " if number else "")
        made.append(f"\u201c{shorten(words, QUOTE_LIMIT)}\u201d")
        made.append(f" \u00d7{count}" if count > 1 else "", "dim")
    if len(items) > limit:
        made.append(f", and {sum(count for _, count in items[limit:])} more", "dim")
    return made


def _title(card: Card) -> Text:
    colour = SPEAKERS[card.speaker % len(SPEAKERS)] if card.speaker is not None else ""
    made = Text("", overflow="fold").append(card.head, "bold red" if "conflict" in card.tags else "bold")
    made.append("\n")
    for part in card.line:
        made.append(part.text, colour or TONES[part.tone])
    return made


def _lines(texts: Iterable[Text]) -> Text:
    return Text("\n", overflow="fold").join(texts)


def _print_section(section: Section, console: Console) -> None:
    if console.width < TABLE_FROM:
        _print_stack(section, console)
        return
    wide = any(card.facts for card in section.cards)
    quoted = any(card.quotes for card in section.cards)
    table = Table(
        title=f"{section.title} ({len(section.cards)})",
        title_style="bold",
        title_justify="left",
        header_style="dim",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        expand=True,
        leading=1,
        pad_edge=False,
    )
    table.add_column("", style="dim", no_wrap=True)
    table.add_column(section.what, ratio=7, overflow="fold")
    if wide:
        table.add_column("Details", ratio=7, overflow="fold")
    if quoted:
        table.add_column("Evidence", ratio=10, overflow="fold")
    for card in section.cards:
        cells = [Text(card.label), _title(card)]
        cells += [_lines(_fact(fact) for fact in card.facts)] if wide else []
        cells += [_lines(_evidence(name, quotes) for name, quotes in grouped(card.quotes))] if quoted else []
        table.add_row(*cells)
    console.print(table)
    console.print()


def _print_stack(section: Section, console: Console) -> None:
    console.print(Rule(f"{section.title} ({len(section.cards)})", align="left", style="dim"))
    for card in section.cards:
        console.print(Text("").append(f"{card.label} ", "dim").append_text(_title(card)))
        for fact in card.facts:
            console.print(_fact(fact))
        for name, quotes in grouped(card.quotes):
            console.print(_evidence(name, quotes))
        console.print()


# Anywhere else


def _print_plain(reading: Reading, shown: tuple[Section, ...], console: Console) -> None:
    width = max(console.width, NARROWEST)
    for words in _plain(reading, shown, width, console):
        try:
            words.encode(console.encoding)
        except UnicodeEncodeError:
            words = words.encode(console.encoding, "backslashreplace").decode(console.encoding)  # noqa: PLW2901
        console.out(words, highlight=False)


def _plain(reading: Reading, shown: tuple[Section, ...], width: int, console: Console) -> Iterator[str]:
    title = headline(reading.article)
    yield from _fold(title, width, 0, console)
    yield "=" * min(Text(title).cell_len, width)
    for item in head_lines(reading.article):
        why = f"(from {item.why})" if item.why else ""
        yield from _named(item.label, " ".join(filter(None, (item.value, why))), 0, width, console)
    for block in paragraphs(reading.article.text):
        yield ""
        for row in block.of(reading.article.text).splitlines():
            yield from _fold(clean(row).expandtabs(4), width, 0, console)
    if nothing(reading):
        yield ""
        yield from _fold("Nothing was found in this article that a reading records.", width, 0, console)
    for section in shown:
        if section.cards:
            yield ""
            yield f"{section.title.upper()} ({len(section.cards)})"
            for card in section.cards:
                yield from _plain_card(card, width, console)
    yield ""
    if lacking := missing(shown):
        yield from _fold(lacking, width, 0, console)
    yield from _fold(_engine(reading), width, 0, console)


def _plain_card(card: Card, width: int, console: Console) -> Iterator[str]:
    sides = "".join(_ascii(part) for part in card.line)
    yield ""
    yield from _fold(f"{card.label}  {card.head}: {sides}" if sides else f"{card.label}  {card.head}", width, 4, console)
    for fact in card.facts:
        yield from _named(fact.label, "".join(_ascii(part) for part in fact.parts), 4, width, console)
    for name, quotes in grouped(card.quotes):
        shown = quotes[:MENTIONS_SHOWN] if name == "mention" else quotes
        for quote in shown:
            yield from _named(name, f'"{quote.text}" [{quote.span.start}-{quote.span.end}]', 4, width, console)
        if len(quotes) > len(shown):
            yield from _named(name, f"and {len(quotes) - len(shown)} more", 4, width, console)


def _ascii(part: Part) -> str:
    return part.text.replace("\u2192", "->").replace("\u2194", "<>") if part.tone == "sign" else part.text


def _named(name: str, value: str, indent: int, width: int, console: Console) -> Iterator[str]:
    """Set a value beside its name, or below it where the width is small or the name long."""
    at = indent + FIELD
    if width - at < NARROWEST or len(name) >= FIELD:
        yield from _fold(f"{' ' * indent}{name}:", width, indent, console)
        small = min(indent + 2, width // 3)
        rows = _fold(value, width - small, 0, console)
        yield from (" " * small + row for row in rows)
        return
    rows = _fold(value, width - at, 0, console)
    first = next(rows, "")
    yield f"{' ' * indent}{name:<{FIELD}}{first}".rstrip()
    yield from (" " * at + row for row in rows)


def _fold(text: str, width: int, hanging: int, console: Console) -> Iterator[str]:
    """Wrap by the width that characters take on a screen."""
    inner = hanging if width - hanging >= NARROWEST else 0
    rows = Text(text).wrap(console, width - inner, overflow="fold", tab_size=4)
    for number, row in enumerate(rows):
        yield (" " * inner if number else "") + row.plain.rstrip()
