"""The views of a reading: on a terminal, as plain lines, as a page."""

from __future__ import annotations

import dataclasses
import io
import re

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from dragoman.models import (
    Actor,
    Article,
    Assessment,
    Belief,
    Claim,
    Date,
    Engine,
    Event,
    Evidence,
    Issue,
    Milestone,
    Origin,
    Place,
    Position,
    Reading,
    Statement,
    Warned,
)
from dragoman.show.cards import event_line, sections
from dragoman.show.page import page
from dragoman.show.terminal import print_reading
from dragoman.show.words import clean, cut, label, paragraphs, shorten
from dragoman.spans import Span

TEXT = """\
Norland and Kastria established diplomatic relations in 1994, and the two countries mark 29 years of ties this week.

“Our relations are excellent, and Norland has always supported Kastria on the Velm Strait,” Ambassador Mira Talven told \
reporters at a reception in Kast City. “We are helping Kastria rebuild its ports. We are keen to help with radar as well.”

She added that Kastria, for its part, backs Norland over the Ostrey Islands, which she called “an occupied land under the \
resolutions of the United Nations”.

Sudoria rejected the remarks. Foreign Minister Ilan Borz said that Talven had claimed that Sudoria shelled two \
villages last month, and denied it.

Norland and Kastria support each other, and the envoy said her country faces challenges in the north."""

ENGINE = Engine("0.1.0", "sha256:" + "5f" * 32, "PLOVER 2.0 " + "ab" * 16, "2026-08 " + "cd" * 16)


def spot(words: str, nth: int = 0) -> Span:
    """Give the place of the nth occurrence of some words in the text."""
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return Span(at, at + len(words))


def shows(**fields: str) -> tuple[Evidence, ...]:
    """Give evidence by field and words; "type_2" is a second piece for "type"."""
    spans = ((name.split("_")[0], spot(words)) for name, words in fields.items())
    return tuple(Evidence(span.start, span.end, name) for name, span in spans)


def event(identity: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...], **more: object) -> Event:
    """Make an event of which most fields are usual."""
    usual = {
        "act": None,
        "mode": None,
        "contexts": (),
        "quad": "verbal cooperation",
        "intensity": None,
        "reciprocal": False,
        "modality": "past",
        "polarity": "affirmed",
        "denied_by": (),
        "aspect": "act",
        "asserted_by": "outlet",
        "statement": None,
        "date": Date("2023-08-14", "2023-08-14", "day", "publication"),
        "place": None,
        "confidence": 0.9,
        "evidence": (),
    }
    return Event(id=identity, type=kind, actors=actors, recipients=recipients, **{**usual, **more})  # type: ignore[arg-type]


def actors() -> tuple[Actor, ...]:
    """Make the actors of the invented article."""
    return (
        Actor("a1", "Norland", "state", "NRL", "NRL", ("GOV",), mentions=(spot("Norland"), spot("Norland", 1), spot("Norland", 3))),
        Actor("a2", "Kastria", "state", "KAS", "KAS", ("GOV",), mentions=tuple(spot("Kastria", n) for n in range(5))),
        Actor(
            "a3",
            "Mira Talven",
            "person",
            "NRL",
            "NRL",
            ("GOV",),
            "Ambassador",
            "envoy",
            "KAS",
            (spot("Ambassador Mira Talven"), spot("She")),
        ),
        Actor("a4", "Sudoria", "state", "SUD", "SUD", ("GOV",), mentions=(spot("Sudoria"),)),
        Actor(
            "a5",
            "Ilan Borz",
            "person",
            "SUD",
            "SUD",
            ("GOV",),
            "Foreign Minister",
            "minister",
            None,
            (spot("Foreign Minister Ilan Borz"),),
        ),
        Actor("a6", "the north", "unknown", mentions=(spot("the north"),), reason="a region that no table holds"),
    )


def statements() -> tuple[Statement, ...]:
    """Make statements: direct, over two fragments, indirect, one inside another."""
    first = spot("Our relations are excellent, and Norland has always supported Kastria on the Velm Strait")
    second = spot("We are helping Kastria rebuild its ports. We are keen to help with radar as well")
    told = spot("told reporters at a reception in Kast City")
    occasion = spot("a reception in Kast City")
    backs = spot("that Kastria, for its part, backs Norland over the Ostrey Islands")
    inner = spot("that Sudoria shelled two villages last month")
    return (
        Statement("s1", "a3", (spot("Ambassador Mira Talven"),), (told,), (first, second), "speech", True, occasion),
        Statement("s2", "a3", (spot("She"),), (spot("added"),), (backs,), "speech", False),
        Statement(
            "s3",
            "a5",
            (spot("Foreign Minister Ilan Borz"),),
            (spot("said"),),
            (spot("that Talven had claimed " + inner.of(TEXT)),),
            "speech",
            False,
        ),
        Statement("s4", "a3", (spot("Talven", 1),), (spot("claimed"),), (inner,), "attitude", False, None, "s3"),
        Statement("s5", None, (), (), (spot("faces challenges in the north"),), "speech", True),
    )


def events() -> tuple[Event, ...]:
    """Make events of several kinds, with evidence that nests and overlaps."""
    helping = shows(
        type="helping Kastria rebuild",
        type_2="rebuild its ports",
        actors="We",
        recipients="Kastria rebuild",
        modality="are helping",
    )
    keen = shows(type="keen to help with radar", act="help with radar", modality="keen", actors="We are keen")
    port = Place("Kast City", "KAS", 12345, 1.0, 2.0)
    quad = "material cooperation"
    return (
        event(
            "e1",
            "AID",
            ("a1",),
            ("a2",),
            quad=quad,
            intensity=7.0,
            modality="ongoing",
            aspect="standing",
            statement="s1",
            asserted_by="actor",
            evidence=helping,
            place=port,
        ),
        event(
            "e2",
            "AGREE",
            ("a1",),
            ("a2",),
            act="AID",
            mode="military",
            modality="intended",
            statement="s1",
            asserted_by="actor",
            evidence=keen,
        ),
        event(
            "e3",
            "SUPPORT",
            ("a1", "a2"),
            (),
            reciprocal=True,
            aspect="standing",
            evidence=shows(type="support each other", actors="Norland and Kastria support"),
        ),
        event(
            "e4",
            "ASSAULT",
            ("a4",),
            (),
            quad="material conflict",
            polarity="negated",
            denied_by=("a5",),
            asserted_by="third",
            statement="s4",
            date=Date("2023-07", "2023-07", "month", "text"),
            contexts=("military",),
            evidence=shows(type="shelled", actors="Sudoria shelled", date="last month"),
        ),
        event(
            "e5",
            "REJECT",
            ("a4",),
            ("ghost",),
            quad="verbal conflict",
            intensity=-4.0,
            evidence=shows(type="rejected the remarks"),
        ),
    )


def reading() -> Reading:
    """Make a reading with records of every kind."""
    article = Article(
        "n-1",
        TEXT,
        "https://example.org/a?b=1&c=2",
        "Norland's envoy praises Kastria",
        "2023-08-14T19:05:00+04:00",
        None,
        ("Asta Venn", "O. Ruud"),
        "Norland Courier",
        language="en",
        origin=Origin("file", "x.html", "0" * 64),
        beliefs=(Belief("title", "og:title"), Belief("published", "JSON-LD datePublished"), Belief("outlet", "og:site_name")),
    )
    velm, ostrey = Issue("velm", "Velm Strait"), Issue("ostrey", "Ostrey Islands")
    formula = spot("an occupied land under the resolutions of the United Nations")
    positions = (
        Position(
            "p1",
            "a1",
            "supports",
            velm,
            "a2",
            "declared",
            None,
            "s1",
            "p2",
            0.93,
            shows(stance="Norland has always supported Kastria on the Velm Strait"),
        ),
        Position(
            "p2",
            "a2",
            "supports",
            ostrey,
            "a1",
            "ascribed",
            formula,
            "s2",
            "p1",
            0.81,
            shows(stance="backs Norland over the Ostrey Islands"),
        ),
    )
    claims = (
        Claim("29 years", 29, 29.0, "consistent", shows(value="29 years")),
        Claim("“this week”", None, 0.5, "unknown", shows(value="this week")),
    )
    when = Date("1994-01-01", "1994-12-31", "year", "text")
    return Reading(
        article,
        actors(),
        statements(),
        events(),
        positions,
        (
            Milestone(
                "m1",
                "relations-established",
                ("KAS", "NRL"),
                when,
                claims,
                shows(kind="established diplomatic relations", date="1994"),
            ),
        ),
        (
            Assessment("x1", "a3", ("KAS", "NRL"), "political", "quality", "excellent", 1, "s1", shows(value="excellent")),
            Assessment(
                "x2",
                "a3",
                ("NRL",),
                "security",
                "challenge",
                "faces challenges",
                -1,
                None,
                shows(value="faces challenges in the north"),
            ),
        ),
        (Warned("side", "One side could not be resolved.", shows(actors="the north")),),
        ENGINE,
    )


def empty() -> Reading:
    """Make a reading with nothing in it."""
    warned = (Warned("no-actor", "No state or body is named in this article."),)
    return Reading(Article("n-2", "It rained."), (), (), (), (), (), (), warned, ENGINE)


def printed(shown: Reading, width: int = 80, *, terminal: bool = False) -> str:
    """Give what the terminal view prints."""
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=terminal, color_system="truecolor", _environ={"TERM": "xterm-256color"})
    print_reading(shown, console)
    return file.getvalue()


def quotes(shown: Reading) -> set[str]:
    """Give the words behind every record, on one line each."""
    items: list[Event | Position | Milestone | Assessment | Warned]
    items = [*shown.events, *shown.positions, *shown.milestones, *shown.assessments, *shown.warnings]
    spans = [Span(e.start, e.end) for item in items for e in item.evidence]
    spans += [Span(e.start, e.end) for m in shown.milestones for claim in m.claims for e in claim.evidence]
    spans += [span for s in shown.statements for span in (*s.source, *s.cue, *s.content)]
    spans += [span for actor in shown.actors for span in actor.mentions]
    return {" ".join(span.of(shown.article.text).split()) for span in spans}


def body(html: str) -> str:
    """Give the article's text back from the page."""
    tree = lxml.html.document_fromstring(html)
    return "\n\n".join(str(p.text_content()) for p in tree.xpath("//p[@class='para']"))


def test_plain_shows_every_quote_and_no_escape_code() -> None:
    out = printed(reading())
    assert "\x1b" not in out
    assert not re.search("[\u2500-\u257f]", out)
    flat = " ".join(out.split())
    for words in quotes(reading()):
        assert f'"{words}"' in flat
    assert "Norland (NRL) -> Kastria (KAS)" in flat
    assert "Norland (NRL) <> Kastria (KAS)" in flat


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("width", [24, 40, 80, 140])
def test_no_line_is_wider_than_the_console(width: int, *, terminal: bool) -> None:
    out = re.sub("\x1b\\[[0-9;]*m", "", printed(reading(), width, terminal=terminal))
    assert max(map(len, out.splitlines())) <= width


def test_terminal_has_styles_and_all_kinds() -> None:
    out = printed(reading(), 100, terminal=True)
    assert "\x1b[" in out
    for title in ("Events (5)", "Statements (5)", "Positions (2)", "Checks (1)", "Assessments (2)", "Actors (6)", "Warnings (1)"):
        assert title in out


@pytest.mark.parametrize("terminal", [True, False])
def test_nothing_found_says_so_and_why(*, terminal: bool) -> None:
    out = " ".join(printed(empty(), terminal=terminal).split())
    assert "Nothing was found" in out
    assert "No state or body is named" in out
    assert "Nothing was found" in page(empty())
    assert "No state or body is named" in page(empty())


def test_ascii_output_does_not_fail() -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding="ascii")
    print_reading(reading(), Console(file=file, width=80))
    file.flush()
    assert b"\\u201c" in raw.getvalue()


def test_controls_and_overrides_become_marks() -> None:
    bad = "a\x1b[31mb\u202ec\x9bd\u2066e\ud800f\r\ng"
    assert clean(bad) == "a\ufffd[31mb<U+202E>c\ufffdd<U+2066>e\ufffdf \ng"
    hurt = dataclasses.replace(
        reading(),
        article=Article("n", "Norland \x1b]0;x\x07 met\u202e Kastria. " + TEXT, title=bad, outlet=bad, authors=(bad,)),
        actors=(Actor("a1", bad, "state", "NRL", reason=bad),),
    )
    for out in (printed(hurt), page(hurt)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", out)
        assert "<U+202E>" in out or "&lt;U+202E&gt;" in out
    assert "\x1b]" not in printed(hurt, terminal=True)


def test_page_gives_the_text_back() -> None:
    assert body(page(reading())) == TEXT


def test_page_is_well_formed_and_its_anchors_meet() -> None:
    html = page(reading())
    tree = lxml.html.document_fromstring(html)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in tree.xpath("//@href") if href.startswith("#")}
    assert targets <= set(ids)
    assert {f"event-{n}" for n in range(1, 6)} <= targets
    assert not tree.xpath("//script | //img | //link | //iframe")
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert all(table.xpath("./caption") for table in tree.xpath("//table"))
    _check_balance(html)


def _check_balance(html: str) -> None:
    void = {"meta", "br", "hr", "link"}
    stack: list[str] = []
    for closing, name in re.findall(r"<(/?)([a-zA-Z][\w-]*)[^>]*>", html):
        if closing:
            assert stack.pop() == name
        elif name not in void:
            stack.append(name)
    assert not stack


def test_evidence_leads_to_the_words_and_the_words_back() -> None:
    tree = lxml.html.document_fromstring(page(reading()))
    for href in tree.xpath("//*[@id='event-4']//a[@class='q']/@href"):
        assert tree.xpath(f"//p[@class='para']//*[@id='{href[1:]}']")
    [act] = tree.xpath("//p[@class='para']//a[contains(@class, ' act')][text()='shelled']")
    assert act.get("href") == "#event-4"
    assert "conflict" not in act.get("class"), "the text negates it"
    [act] = tree.xpath("//p[@class='para']//a[text()='rejected the remarks']")
    assert "conflict" in act.get("class")


@pytest.mark.parametrize("asserted_by", ["third", "recipient", "outlet", "actor"])
def test_an_alleged_act_says_so_and_is_not_red(asserted_by: str) -> None:
    base = reading()
    told = dataclasses.replace(base.events[3], polarity="affirmed", denied_by=(), asserted_by=asserted_by)
    shown = dataclasses.replace(base, events=(told,), assessments=())
    alleged = asserted_by in {"third", "recipient"}
    [card] = sections(shown)[0].cards
    assert card.head == ("ASSAULT, alleged" if alleged else "ASSAULT")
    assert card.tags == (("alleged",) if alleged else ("conflict",))
    [act] = lxml.html.document_fromstring(page(shown)).xpath("//p[@class='para']//a[text()='shelled']")
    assert ("conflict" in act.get("class"), "alleged" in act.get("class")) == (not alleged, alleged)
    assert ("ASSAULT, alleged" in printed(shown)) == alleged
    legend = "hostile act"
    red = re.findall("\x1b\\[[0-9;]*31m([^\x1b]*)", printed(shown, 100, terminal=True))
    assert red == ([legend] if alleged else ["shelled", legend, "ASSAULT"])


def test_the_first_mentions_stand_for_many() -> None:
    base = reading()
    many = Actor("a1", "Norland", "state", "NRL", "NRL", mentions=tuple(Span(n, n + 1) for n in range(8) if TEXT[n].strip()))
    shown = dataclasses.replace(base, actors=(many, *base.actors[1:]))
    rows = [line.split() for line in printed(shown).splitlines() if line.split()[:1] == ["mention"]]
    assert rows[4:6] == [["mention", '"a"', "[4-5]"], ["mention", "and", "2", "more"]]
    assert "“a”, and 2 more" in " ".join(re.sub("\x1b\\[[0-9;]*m", "", printed(shown, 200, terminal=True)).split())
    assert len(lxml.html.document_fromstring(page(shown)).xpath("//*[@id='actor-1']//a[starts-with(@class, 'q')]")) == 7


def test_hostile_strings_stay_text() -> None:
    evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'</style>{}${x}"
    base = reading()
    article = dataclasses.replace(
        base.article,
        title=evil,
        authors=(evil,),
        outlet=evil,
        text=evil + " " + TEXT,
        url="javascript:alert(1)",
        language='en"><i>',
        beliefs=(Belief("title", evil),),
    )
    hurt = dataclasses.replace(
        base,
        article=article,
        actors=(dataclasses.replace(base.actors[0], name=evil, id=evil),),
        warnings=(Warned(evil, evil),),
        engine=Engine(evil, evil, evil, evil),
    )
    tree = lxml.html.document_fromstring(page(hurt))
    assert not tree.xpath("//script | //img | //i | //*[@onerror]")
    assert not [href for href in tree.xpath("//@href") if not href.startswith("#")]
    assert body(page(hurt)) == article.text


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://a.example/x", True),
        ("HTTP://a.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        (" javascript:x", False),
        ("http://[bad", False),
        ("//a.example", False),
    ],
)
def test_only_web_addresses_are_linked(url: str, *, linked: bool) -> None:
    shown = dataclasses.replace(reading(), article=dataclasses.replace(reading().article, url=url))
    hrefs = [href for href in lxml.html.document_fromstring(page(shown)).xpath("//@href") if not href.startswith("#")]
    assert hrefs == ([url] if linked else [])


def test_spans_past_the_text_do_no_harm() -> None:
    shown = dataclasses.replace(reading(), article=dataclasses.replace(reading().article, text=TEXT[:200]))
    assert body(page(shown)) == TEXT[:200]
    assert "Events" in printed(shown, terminal=True)


def test_the_same_reading_gives_the_same_bytes() -> None:
    assert page(reading()) == page(reading())
    assert printed(reading()) == printed(reading())


def test_labels_and_lines() -> None:
    shown = reading()
    assert [label(actor) for actor in shown.actors[2:]] == [
        "Mira Talven (NRL GOV)",
        "Sudoria (SUD)",
        "Ilan Borz (SUD GOV)",
        "the north (unresolved)",
    ]
    assert [event_line(e, shown) for e in shown.events[2:]] == [
        "Norland (NRL) ↔ Kastria (KAS)",
        "Sudoria (SUD)",
        "Sudoria (SUD) → ghost",
    ]


@given(st.text(), st.integers(3, 60))
def test_shortened_text_fits(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= max(limit, 5)
    assert shorten("ab", limit) == "ab"


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda pair: Span(pair[0], sum(pair))), max_size=12)


@given(st.integers(0, 50), SPANS)
def test_cut_covers_all_once_and_knows_what_covers(length: int, spans: list[Span]) -> None:
    pieces = cut(length, spans)
    assert [at for piece in pieces for at in range(piece.start, piece.end)] == list(range(length))
    for piece in pieces:
        for at in range(piece.start, piece.end):
            assert piece.covers == tuple(n for n, span in enumerate(spans) if span.start <= at < span.end)


@given(st.text(alphabet="ab \n\t", max_size=40), SPANS)
def test_page_keeps_the_text_whatever_the_spans(text: str, spans: list[Span]) -> None:
    made = Actor("a1", "A", "state", mentions=tuple(spans))
    said = tuple(Statement(f"s{n}", "a1", (), (), (span,), "speech", direct=True) for n, span in enumerate(spans))
    shown = Reading(Article("n", text), (made,), said, (), (), (), (), (), ENGINE)
    assert body(page(shown)) == "\n\n".join(block.of(text) for block in paragraphs(text))
