"""What a page carries besides its report: told apart line by line, alike for text files and for web pages.

Rules look at the form of a whole line, never at single words in a sentence: "Follow us on Telegram" is debris,
"Follow-up talks were held" is not. A line longer than `LONGEST` is never debris.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.sources.clean import key
from dragoman.sources.names import WIRES, byline, is_name
from dragoman.sources.stamps import date_line

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Line", "Page", "author_note", "debris", "outlet_in", "read_page"]

LONGEST = 240
# How many lines from the top a date or byline may stand in; how many from the end a date may.
HEAD = 10
TAIL = 4
# Notes on the author stand among so many last lines.
LATE = 10

_SITES = (
    r"(?:twitter|x|facebook|instagram|telegram|whatsapp|linked-?in|you-?tube|tik-?tok|threads|viber|google news|reddit|"
    r"pinterest|messenger|flipboard|bluesky|mastodon|social media|vkontakte|vk)"
)
_DEBRIS: dict[str, tuple[str, ...]] = {
    "rule": (r"[-\u2013\u2014*_=~#\u2022\u00b7.\s]{3,}", r"[-\u2013\u2014*_=~#\u2022\u00b7|]"),
    "more": (
        r"(?:read|see|learn|find out|view|load|show) (?:more|also|next|full (?:story|article|bio))\W*",
        (
            r"(?:read (?:more|also|next)|also read|see also|must read|more (?:on|from|about|in) this(?: story| topic)?|more|"
            r"related(?: (?:articles?|stories|story|news|topics|content|posts?|links?|coverage))?|don['\u2019]?t miss|"
            r"recommended(?: for you)?|you (?:may|might) (?:also )?like|in case you missed it|most (?:read|popular)|"
            r"trending(?: now)?|editor['\u2019]?s (?:picks?|choice)|latest(?: news)?|up next|watch(?: (?:now|more|also))?|"
            r"listen(?: now)?|top stories|tags?|topics|filed under|keywords|categor(?:y|ies)|sources?|via|"
            r"read)\s*(?:[:|>\u00bb\u203a\u2192\u25ba].*|[\u2013\u2014-]\s.*)"
        ),
        (
            r"(?:related(?: (?:articles?|stories|story|news|topics|content|posts?|links?|coverage))|recommended(?: for you)?|"
            r"you (?:may|might) (?:also )?like|most (?:read|popular)|trending(?: now)?|editor['\u2019]?s (?:picks?|choice)|"
            r"latest news|top stories|up next|more stories|more news|see all|view all|tags|topics)\W*"
        ),
        r"(?:READ (?:MORE|ALSO|NEXT)|ALSO READ|SEE ALSO|RELATED|WATCH)\s.*",
        r"(?:click|tap) here\b.*",
        r"continue reading\b.*",
    ),
    "follow": (
        (
            rf"(?:you can |please |don['\u2019]?t forget to )?(?:follow|like|join|find|connect with|reach|"
            rf"contact) (?:us|me|him|her|them|our|@\w+)"
            rf"\b[^.;]{{0,60}}\b(?:on|via|at|in) {_SITES}\b.{{0,80}}"
        ),
        (
            rf"(?:you can |please )?follow [\w'\u2019-]+(?: [\w'\u2019-]+){{0,4}} (?:on|via|at|in) {_SITES}\b\W*(?:@\w+|"
            rf"https?:\S+|(?:and|for|to) .{{0,160}})?\W*"
        ),
        r"follow (?:us|me|him|her|them)?\W*(?:@\w+\W*)?",
        r"follow @\w+.{0,60}",
        r"@\w{2,30}",
        rf"(?:[\w.'\u2019-]+ ){{0,4}}(?:is )?(?:now )?on {_SITES}\W*(?:@\w+|https?:\S+)\W*",
        rf"{_SITES}\s*:\s*@?\S+",
    ),
    "subscribe": (
        (
            r"(?:please )?(?:subscribe|sign up|register|join our|get (?:the|our|all the)|download (?:the|our)|enter your)\b.{0,120}"
            r"\b(?:newsletters?|channels?|apps?|alerts|inbox|e-?mails?|updates|notifications|briefing|podcast|subscription)\b.{0,80}"
        ),
        (
            r"(?:subscribe|sign up|sign in|log in|log out|register|join)(?: (?:now|today|here|free|for free|to (?:our|"
            r"read|continue|unlock|comment)\b.{0,60}))?\W*"
        ),
        r"sign up (?:for|to) (?:our|the|breaking|daily|free|more|all)\b.{0,160}",
        r".{0,160}\bsign(?:ing)? up (?:to|for) (?:our|the)\b.{0,40}\bnewsletters?\b.{0,40}",
        (
            r"(?:already a (?:subscriber|member)|this (?:article|content|story) is for subscribers|support (?:our|independent) journalism|"
            r"become a (?:member|subscriber)|your support)\b.{0,160}"
        ),
    ),
    "share": (
        r"share(?: (?:this|on|via|with)\b.{0,60}| (?:article|story))?\W*",
        (
            rf"(?:(?:share|tweet|e-?mail|print|copy link|copy|link|save|comments?|like|{_SITES}|mail|pdf|bookmark|"
            rf"listen|a[+-])[\s|,/\u2022\u00b7+-]*){{1,14}}"
        ),
        r"[\d.,]+\s?[km]?\s(?:shares?|comments?|views?|reads?|likes?)\W*",
        r"(?:views?|comments?|shares?|reads?|hits)\s*[:(]\s*[\d.,]+\)?",
        r"\d+\s*[- ]?min(?:ute)?s?\s?read\W*",
        r"(?:reading time|estimated reading time)\b.{0,30}",
        r"you must (?:be logged in|log in|confirm)\b.{0,80}\bcomment\w*\W*",
        r"please log ?(?:in|out)\b.{0,120}",
        (
            r"(?:no comments?(?: yet)?|leave a (?:comment|reply)|be the first to comment|post a comment|"
            r"join the (?:conversation|discussion))\b.{0,60}"
        ),
    ),
    "advert": (
        r"(?:advertisement|advertising|sponsored(?: content)?|ads?|advert|promoted|promotion|advertorial|paid content)\W*(?:\d+)?",
        r"(?:story|article|this article) continues\b.{0,40}",
        r"advertisement\s*[-\u2013\u2014:(]\s*.{0,80}",
        r"scroll (?:down )?(?:to|for)\b.{0,60}",
        r"we earn a commission\b.{0,160}",
    ),
    "cookies": (
        r"(?:we|this (?:web ?)?site|our (?:web)?site|by (?:continuing|using|clicking|browsing))\b.{0,160}\bcookies?\b.{0,80}",
        r"(?:accept|reject|allow|manage|decline|save)(?: all)?(?: (?:cookies?|preferences|settings|choices))\W*",
        r"(?:accept|reject) all\W*",
        r"(?:cookie|privacy) (?:policy|settings|notice|preferences|statement)\W*",
        r"terms (?:of use|of service|and conditions|& conditions)\W*",
    ),
    "copyright": (
        r"(?:this (?:article|story|piece|report) )?(?:was |is |has been )?(?:first|originally) (?:published|appeared)\b.{0,120}",
        r"(?:\u00a9|\(c\)|copyright\s+(?:\u00a9|\(c\)|\d{4})).*",
        r".{0,120}\ball rights (?:are )?reserved\b.{0,100}",
        r".{0,120}\bmay not be (?:published|reproduced|republished|copied)\b.{0,120}",
        r"(?:reprinted|republished) with permission\b.{0,120}",
    ),
    "credit": (
        r"\(?(?:additional |with )?(?:reporting|writing|editing) by .{3,220}",
        r"\(?(?:edited|translated|compiled) by [A-Z].{2,80}",
        (
            r"(?:photo|image|picture|file photo|photo credits?|image credits?|illustration|featured image|"
            r"pictured?)\s*(?::|by\b|\u00a9|/|courtesy|credit).{0,200}"
        ),
        r"pictured\b(?: |, |: )(?:right|left|above|below|at|from|are|is|in|with|here|top|centre|center)\b.{0,200}",
        r"\(?(?:photo|image|picture|pic)\s*[:/].{0,160}",
    ),
    "navigation": (
        (
            r"(?:skip to (?:main )?content|menu|main menu|home|home ?page|search|close|back to top|back|next|previous|"
            r"top|login|contact us|about us)\W*"
        ),
        r"(?:[\w&-]+(?: [\w&-]+){0,2}\s*[>\u00bb\u203a]\s*){1,6}[^.]{0,120}",
    ),
    "contact": (
        (
            r"(?:for (?:more|further|media) (?:information|details|inquir(?:y|ies)|enquir(?:y|"
            r"ies)))\b.{0,80}\b(?:contact|call|visit|e-?mail|tel)\b.{0,120}"
        ),
        r"(?:contact|e-?mail) (?:the )?(?:author|reporter|writer|editor|newsroom|us)\b.{0,120}",
        r"(?:tel|phone|fax|e-?mail)\s*[.:].{2,100}",
        r"(?:if you have a (?:news )?tip|do you have a story|got a (?:news )?tip|send us your)\b.{0,160}",
    ),
}
_PATTERNS = {kind: re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE) for kind, forms in _DEBRIS.items()}
# In capitals these head a pointer to another article; in lower case they begin sentences.
_SHOUTED = re.compile(r"(?:READ (?:MORE|ALSO|NEXT)|ALSO READ|SEE ALSO|WATCH|RELATED)\b")
_SHOUTED_LOWER = re.compile(r"(?:related|watch)\s", re.IGNORECASE)
_NAME = r"[^\W\d_][\w.&'\u2019-]*"
_TRADES = r"(?:journalist|reporter|correspondent|editor|columnist|writer|contributor|commentator|producer|bureau chief)"
_NOTE = re.compile(
    rf"(?P<who>{_NAME}(?: {_NAME}){{1,4}}?)(?:,| is| was| has been) (?:an?\b |the\b )?(?P<what>.{{0,80}}?\b{_TRADES}\b.*)",
)
_NOTE_OUTLET = re.compile(
    rf"\b(?P<of>[A-Z][\w&-]*(?: [A-Z][\w&-]*){{0,3}})['\u2019]s?\s.{{0,60}}?\b{_TRADES}\b"
    rf"|\b{_TRADES}s?\b.{{0,40}}?\b(?:at|for|with|of)\b (?P<at>(?:[Tt]he )?[A-Z][\w&-]*(?: [A-Z][\w&-]*){{0,3}})",
)
_BIO = re.compile(r"(?:,| is| was| has| covers| covered| writes| makes| joined| works| reports| leads| reported)\b.*")
_REACH = re.compile(
    r"\b(?:follow (?:him|her|them|me)|can be (?:reached|followed)|reach (?:him|her|them))\b|(?<!\w)@\w{2,}",
    re.IGNORECASE,
)
_ENDS = ".!?\u2026\u3002\uff01\uff1f\u0964\u06d4\u061f:;,"
_QUOTES = "\"'\u201c\u201d\u2019\u00bb)]"
_REPORTS = re.compile(
    r"[,\u201d\"]\s+(?:the )?(?P<name>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3}) (?:reports|informs|reported|writes)"
    r"(?:,? (?:citing|referring to|with reference to|via) [^.]{2,80})?\.(?:\s|$)",
)
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'\u2019-]+(?:[ /][A-Z][A-Z.'\u2019-]+){0,3}(?:, (?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|"
    r"Aug|Sep|Oct|Nov|Dec))[A-Z][\w. ]{1,30}?){0,2})"
    r"(?:,? \(?[A-Z][a-z]{2,8}\.? \d{1,2}\)?)?\.?\s*"
    r"(?:\((?P<wire>[A-Z][\w/. &-]{1,30})\)|/(?P<slash>[A-Z][\w .-]{1,30})/\.?)?\s*(?P<dash>[\u2013\u2014-]{1,2}|/)?\s",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line or block of a page; `apart` where a blank line or a block's end follows."""

    text: str
    apart: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """What the lines of a page say about the report, and which of them are its body."""

    body: tuple[int, ...]
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    why: dict[str, str] = field(default_factory=dict)


def debris(line: str) -> str | None:
    """Tell what kind of debris a line is ("follow", "share", "copyright" ...), or None for what may be body.

    Example: `debris("Follow us on Twitter @ExampleNews")` is `"follow"`.
    """
    if len(line) > LONGEST:
        return None
    for kind, pattern in _PATTERNS.items():
        if pattern.fullmatch(line):
            shouted = _SHOUTED_LOWER.match(line) and not _SHOUTED.match(line) and not re.search(r"[:|>\u00bb]", line)
            if kind == "more" and shouted and len(line.split()) > 3:
                continue
            return kind
    return None


def author_note(line: str, authors: Sequence[str], *, after_rule: bool) -> tuple[str, str | None] | None:
    """Read a note on the author at the end: the name and the outlet that the note gives.

    Only where the person is the page's author, or the note tells how to reach them, or a rule sets it off: that
    somebody is a reporter may be news.
    """
    if len(line) > 2 * LONGEST:
        return None
    note = _NOTE.fullmatch(line)
    if note is None:
        teller = next((author for author in authors if line.startswith(author)), None)
        return (teller, None) if teller and _BIO.fullmatch(line[len(teller) :]) else None
    who = note["who"]
    known = any(key(author) in key(who) for author in authors)
    if not (known or after_rule or (_REACH.search(line) and is_name(who))):
        return None
    outlet = _NOTE_OUTLET.search(note["what"])
    named = (outlet["of"] or outlet["at"]) if outlet else None
    return who, named


def outlet_in(paragraphs: Sequence[str], authors: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """Read outlet, wire and dateline from the first paragraphs: "..., Example News reports.", "ANKARA (Reuters) -"."""
    outlet = wire = place = None
    if paragraphs:
        line = _DATELINE.match(paragraphs[0][:LONGEST])
        named = line and (line["wire"] or line["slash"])
        if line and (named or line["dash"]):
            place = line["place"].strip(" ,.")
            wire = WIRES.get(key(named), named.strip()) if named else None
    for paragraph in paragraphs[:4]:
        for found in _REPORTS.finditer(paragraph[: 20 * LONGEST]):
            name = found["name"]
            if key(name) in WIRES:
                wire = wire or WIRES[key(name)]
            elif not any(key(name) in key(author) for author in authors):
                outlet = outlet or name
    return outlet, wire, place


def _looks_like_title(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line heads the page: no end of a sentence, set off from what follows, and something follows."""
    text = lines[at].text
    words = len(text.split())
    if at + 1 >= len(lines) or not 2 <= words <= 40 or len(text) > LONGEST:
        return False
    bare = text.rstrip(_QUOTES)
    if not bare:
        return False
    follower = lines[at + 1].text
    marked = date_line(follower) is not None or byline(follower) is not None
    if bare[-1] in _ENDS:
        return marked and bare[-1] in "?!"
    return lines[at].apart or marked


def _is_section(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line is the name of a section ("World") above a title."""
    text = lines[at].text
    return (
        at + 1 < len(lines)
        and len(text.split()) <= 2
        and text[-1] not in _ENDS
        and len(lines[at + 1].text.split()) >= 4
        and _looks_like_title(lines, at + 1)
    )


def read_page(lines: Sequence[Line], *, titled: bool = False, authors: Sequence[str] = ()) -> Page:
    """Tell body from debris in the lines of a page, and read title, times, authors and outlet from what is not body.

    Args:
        lines: the page's lines or blocks, clean, none empty.
        titled: the title is known or is not among the lines.
        authors: people already known as authors.
    """
    why: dict[str, str] = {}
    body, head = _head(lines, titled=titled, why=why)
    named = tuple(authors) or head.authors
    kept: list[int] = []
    outlet: str | None = None
    after_rule = False
    for at in body:
        text = lines[at].text
        kind = debris(text)
        late = at >= len(lines) - LATE and bool(kept)
        note = author_note(text, named, after_rule=after_rule) if late and not kind else None
        after_rule = kind == "rule" or (after_rule and (note is not None or kind is not None))
        if note:
            outlet = outlet or note[1]
            if not named and is_name(note[0]):
                named = (note[0],)
                why["authors"] = "author note"
        elif not kind:
            kept.append(at)
    published, updated = head.published, head.updated
    for at in kept[-TAIL:]:
        stamps = date_line(lines[at].text) if len(kept) > 1 else None
        if stamps:
            kept.remove(at)
            published, updated = published or stamps.published, updated or stamps.updated
            why.setdefault("published", "date line at the end")
    return Page(tuple(kept), head.title, published, updated, named, outlet, why)


def _head(lines: Sequence[Line], *, titled: bool, why: dict[str, str]) -> tuple[list[int], Page]:
    """Take title, date lines and bylines from the top; give the lines that are left."""
    title = published = updated = None
    authors: tuple[str, ...] = ()
    body: list[int] = []
    for at, line in enumerate(lines):
        if at >= HEAD:
            body.extend(range(at, len(lines)))
            break
        stamps = date_line(line.text)
        names = None if stamps else byline(line.text)
        if stamps:
            published, updated = published or stamps.published, updated or stamps.updated
            why.setdefault("published", "date line")
        elif names:
            authors = authors or names
            why.setdefault("authors", "byline")
        elif (
            not authors
            and _stands_as_byline(lines, at, begun=bool(published or title or titled))
            and not any(lines[above].text[-1] in ".!?" for above in body)
        ):
            authors = _bare_names(line.text)
            why.setdefault("authors", "name alone under the head")
        elif debris(line.text):
            # Below the first body line a rule still tells the main loop what stands after it.
            body.extend([at] if body else [])
        elif not body and not titled and not title and _is_section(lines, at):
            continue
        elif not body and not titled and not title and _looks_like_title(lines, at):
            title = line.text
            why.setdefault("title", "first line")
        else:
            body.append(at)
    return body, Page((), title, published, updated, authors)


def _bare_names(text: str) -> tuple[str, ...]:
    parts = re.split(r"\s*(?:/|,|&|\band\b)\s*", text)
    return tuple(parts) if all(is_name(part) for part in parts) else ()


def _stands_as_byline(lines: Sequence[Line], at: int, *, begun: bool) -> bool:
    """Tell whether names that stand alone are a byline: below a title or a date, or right above a date."""
    following = next((line.text for line in lines[at + 1 : at + HEAD] if not debris(line.text)), None)
    if following is None or len(lines[at].text) > LONGEST or not _bare_names(lines[at].text):
        return False
    if date_line(following):
        return True
    # Above the title a name is a section or a place; between sub-headlines it is one.
    return begun and len(following.split()) >= 6
