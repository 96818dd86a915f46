"""Reading a page: text, HTML and JSON lines. All pages here are invented, but for those of ../shared/data (skipped if absent)."""

from __future__ import annotations

import collections
import datetime as dt
import gzip
import html
import io
import json
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.models import Article, Origin, Rejected
from dragoman.sources import LARGEST, Given, jsonl, read_bytes, read_file, read_lines
from dragoman.sources.clean import clean, tidy
from dragoman.sources.language import language_of

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
SEED = SHARED / "seed" / "azernews-2023-08-14.txt"
HERE = Origin("memory", "test", "")

LEAD = "Norway and Ghana agreed on Monday to open talks on a fisheries treaty, officials of both states said."
NEXT = "“We will begin in Accra next month,” Foreign Minister Kari Example told reporters after the meeting in Oslo."
LAST = "The ministers are to meet again before the end of the year, according to a joint statement."


def page(body: str, head: str = "") -> bytes:
    """A web page around a body, with what pages have around theirs."""
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Talks on fish | Example Post</title>{head}
    <script>var a = "<p>{LEAD}</p>"; if (a<b) {{ go("{{}}") }}</script><style>p {{ color: red }}</style></head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li><li><a href="/p">Politics</a></li></ul></nav>
    <div class="cookie-banner" id="cookie"><p>We use cookies to improve your experience on this site.</p><button>Accept all</button></div>
    <main><article>{body}</article></main><aside><h3>Most read</h3><ul><li><a href="/1">Storm hits the coast of nowhere</a></li>
    <li><a href="/2">Ten recipes for a cold day at home</a></li></ul></aside>
    <footer><p>© 2024 Example Post. All rights reserved.</p><a href="/privacy">Privacy policy</a></footer>
    <script>track("{NEXT}")</script></body></html>""".encode()


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>\n" for text in texts)


def article(answer: Article | Rejected) -> Article:
    assert isinstance(answer, Article), answer
    return answer


def true_to(raw: str, read: Article) -> float:
    """Every character with a place stands alike in the raw input; gives the share that has a place."""
    places = [read.offsets.raw(at) for at in range(len(read.text))]
    for char, at in zip(read.text, places, strict=True):
        assert at is None or raw[at] == char
    return sum(at is not None for at in places) / len(places)


# --- text pages ------------------------------------------------------------------------------------------------------


def test_a_text_page_is_read_with_head_and_tail() -> None:
    raw = (
        "World\n\nNorway and Ghana to talk fish\n\nPublished: 4 March 2024 10:30 (UTC+01:00)\nAnn Lee\nShare\n\n"
        f"{LEAD}\n\nAdvertisement\n\n{NEXT}\n\nAlso read: Storm hits the coast\n\n{LAST}\n\n---\n\n"
        "Ann Lee is Example Post's Oslo correspondent.\n\nFollow us on Facebook\n© 2024 Example Post\n"
    )
    read = article(read_bytes(raw.encode(), HERE))
    assert read.text == f"{LEAD}\n\n{NEXT}\n\n{LAST}"
    assert read.title == "Norway and Ghana to talk fish"
    assert read.published == "2024-03-04T10:30:00+01:00"
    assert read.authors == ("Ann Lee",)
    assert read.outlet == "Example Post"
    assert read.language == "en"
    assert {belief.field for belief in read.beliefs} >= {"title", "published", "authors", "outlet", "language"}
    assert true_to(raw, read) > 0.98


def test_only_clearly_hard_wrapped_lines_are_joined() -> None:
    wrapped = (
        "The foreign ministers of Norway and Ghana met on Monday in\nOslo and agreed to open talks on a treaty about fish and\n"
        "the protection of the sea, officials of both states have\nsaid in the evening.\n\nThe talks begin next month.\n"
    )
    read = article(read_bytes(wrapped.encode(), HERE))
    assert read.text.count("\n\n") == 1
    assert "met on Monday in Oslo and agreed" in read.text
    assert true_to(wrapped, read) > 0.95
    lines = f"{LEAD}\n{NEXT}\n{LAST}\n"
    assert article(read_bytes(lines.encode(), HERE)).text == f"{LEAD}\n\n{NEXT}\n\n{LAST}"


def test_hidden_and_control_characters_never_reach_the_text() -> None:
    raw = LEAD + "\nA line\x00 with\x07 \u202eodd\u202c\u200b characters\u00ad and\u00a0blanks \u2066in\u2069 it, it said."
    read = article(read_bytes((raw + " x" * 300).encode(), HERE))
    assert read.text.split("\n\n")[1].startswith("A line with odd characters and blanks in it, it said.")


def test_repeated_paragraphs_stay() -> None:
    assert article(read_bytes(f"{LEAD}\n\n{LEAD}\n".encode(), HERE)).text == f"{LEAD}\n\n{LEAD}"
    read = article(read_bytes(page(paragraphs(LEAD, NEXT, LEAD, NEXT, LAST)), HERE))
    assert read.text.count(LEAD) == 2


# --- web pages -------------------------------------------------------------------------------------------------------

LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Organization", "@id": "#org", "name": "Example Post"},
        {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
        {
            "@type": ["NewsArticle"], "headline": "Norway &amp; Ghana to talk fish", "datePublished": "2024-03-04T10:30+01:00",
            "dateModified": "2024-03-04T11:00:00+01:00", "author": [{"@id": "#ann"}, {"@type": "Organization", "name": "Example Post"}],
            "publisher": {"@id": "#org"}, "inLanguage": "en-GB", "url": "https://post.example/fish",
        },
    ],
}  # fmt: skip


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_json_ld_is_believed_first_and_says_so() -> None:
    body = "<h1>Norway &amp; Ghana to talk fish</h1><p class='byline'>By Ann Lee</p>" + paragraphs(LEAD, NEXT, LAST)
    read = article(read_bytes(page(body, ld(LD)), HERE))
    assert read.title == "Norway & Ghana to talk fish"
    assert (read.published, read.updated) == ("2024-03-04T10:30:00+01:00", "2024-03-04T11:00:00+01:00")
    assert (read.authors, read.outlet, read.language) == (("Ann Lee",), "Example Post", "en")
    assert read.url == "https://post.example/fish"
    assert read.text == f"{LEAD}\n\n{NEXT}\n\n{LAST}"
    why = {belief.field: belief.source for belief in read.beliefs}
    assert why["published"] == "json-ld datePublished"
    assert why["authors"] == "json-ld author"


@pytest.mark.parametrize(
    ("head", "published", "authors"),
    [
        ('<meta property="article:published_time" content="2024-03-04T10:30:00Z"><meta name="author" content="Ann Lee">',
         "2024-03-04T10:30:00+00:00", ("Ann Lee",)),
        ('<meta name="parsely-pub-date" content="2024-03-04"><meta name="parsely-author" content="Ann Lee">', "2024-03-04", ("Ann Lee",)),
        ('<meta name="DC.date.issued" content="2024-03-04"><meta name="DC.creator" content="Ann Lee">', "2024-03-04", ("Ann Lee",)),
        ('<meta itemprop="datePublished" content="2024-03-04T10:30:00+01:00"/>', "2024-03-04T10:30:00+01:00", ()),
        ('<script type="application/ld+json">{"@type": "NewsArticle", broken</script>', None, ()),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", None, ()),
        (ld({"@type": "NewsArticle", "datePublished": "2024-03-04", "headline": "x"})
         + '<meta property="article:published_time" content="2024-03-04T10:30:00+01:00">', "2024-03-04T10:30:00+01:00", ()),
    ],
)  # fmt: skip
def test_meta_fields(head: str, published: str | None, authors: tuple[str, ...]) -> None:
    read = article(read_bytes(page(paragraphs(LEAD, NEXT, LAST), head), HERE))
    assert (read.published, read.authors) == (published, authors)


def test_what_the_page_shows_counts_where_it_declares_nothing() -> None:
    top = "<h1>Norway and Ghana to talk fish</h1><div class=meta><span>By Ann Lee</span></div><div><span>4 March 2024</span> <span>10:30 CET</span></div>"
    read = article(read_bytes(page(top + paragraphs(LEAD, NEXT, LAST, "Follow us on Telegram")), HERE))
    assert (read.title, read.published, read.authors) == (
        "Norway and Ghana to talk fish",
        "2024-03-04T10:30:00+01:00",
        ("Ann Lee",),
    )
    assert read.text == f"{LEAD}\n\n{NEXT}\n\n{LAST}"
    timed = '<h1>Talks</h1><time datetime="2024-03-04T10:30:00+01:00">4 March</time>' + paragraphs(LEAD, NEXT, LAST)
    assert article(read_bytes(page(timed), HERE)).published == "2024-03-04T10:30:00+01:00"


def test_standfirst_and_sub_headlines_are_body_captions_and_lists_of_links_are_not() -> None:
    body = (
        "<h1>Norway and Ghana to talk fish</h1><p class='standfirst'>A treaty would be the first of its kind between the two states</p>"
        f"<figure><img src=x alt='x'><figcaption>The ministers shake hands in Oslo on Monday</figcaption></figure>{paragraphs(LEAD, NEXT)}"
        f"<h2>Second thoughts in Accra</h2>{paragraphs(LAST, LEAD)}"
        "<h3>Related</h3><ul><li><a href='/1'>Storm hits the coast of nowhere</a></li><li><a href='/2'>Ten recipes</a></li></ul>"
    )
    text = article(read_bytes(page(body), HERE)).text
    standfirst = "A treaty would be the first of its kind between the two states"
    assert text == f"{standfirst}\n\n{LEAD}\n\n{NEXT}\n\nSecond thoughts in Accra\n\n{LAST}\n\n{LEAD}"


def test_the_map_of_a_web_page_passes_over_tags_entities_and_scripts() -> None:
    body = paragraphs(LEAD.replace("Ghana", "<b>Gh</b><i>ana</i>"), NEXT.replace("“", "&ldquo;").replace("”", "&#8221;"), LAST)
    data = page(body)
    raw = data.decode()
    read = article(read_bytes(data, HERE))
    assert true_to(raw, read) > 0.95
    first = read.offsets.raw(0)
    assert first is not None
    assert first > raw.index("<article>"), "not the copy of the sentence in a script"
    at = read.text.index("“We")
    assert read.offsets.raw(at) is None
    word = read.text.index("told reporters")
    assert read.offsets.raw(word) == raw.index("told reporters", raw.index("<article>"))


def test_one_article_set_in_several_containers_is_whole() -> None:
    more = [f"In a {word} step the ministers agreed on what both states would do about the sea and those who live on it." for word in
            ("first", "second", "third", "fourth", "fifth", "sixth")]  # fmt: skip
    body = f'<div class="chunk">{paragraphs(LEAD, NEXT, *more[:3])}</div><div class="ad">Advertisement</div><div class="chunk">{paragraphs(*more[3:], LAST)}</div>'
    assert article(read_bytes(page(body), HERE)).text == "\n\n".join((LEAD, NEXT, *more, LAST))


def test_the_language_is_declared_unless_the_text_says_otherwise() -> None:
    french = "Les deux ministres se sont rencontrés lundi à Paris pour parler de la pêche et de la mer, selon un communiqué commun. " * 3
    assert language_of(french, "en-US") == ("fr", "detected in the text")
    assert language_of("Trop court.", "en_GB")[0] == "en"
    assert language_of("Too short to tell.", None)[0] is None


# --- encodings -------------------------------------------------------------------------------------------------------

RUSSIAN = "Министры иностранных дел двух стран встретились в понедельник и договорились начать переговоры о рыболовстве. "  # noqa: RUF001
CHINESE = "两国外交部长星期一举行会谈,同意就渔业条约展开谈判。双方发表联合声明,宣布将于下月在首都继续会谈。"


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("windows-1252", "The café in Zürich was the place of “talks” on Monday, officials said. "),
        ("koi8-r", RUSSIAN),
        ("gb2312", CHINESE),
        ("utf-8", CHINESE),
    ],
)
def test_declared_charsets(charset: str, text: str) -> None:
    codec = "cp1252" if charset == "windows-1252" else charset
    document = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body><article>'
    document += paragraphs(text * 3, text * 4, text * 3) + "</article></body></html>"
    assert text.strip() in article(read_bytes(document.encode(codec, "replace"), HERE)).text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32", "koi8-r", "cp1251"])
def test_text_in_other_encodings(codec: str) -> None:
    assert article(read_bytes((RUSSIAN * 5).encode(codec), HERE)).text.startswith("Министры иностранных дел")


# --- what cannot be read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        ("\u200b\u202e".encode(), "empty"),
        (b"word", "no-body"),
        (b"12345 67890", "no-body"),
        (b"PK\x03\x04rest", "binary"),
        (b"\x89PNG\r\n\x1a\n0000", "binary"),
        (b"%PDF-1.7 text", "binary"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x00\x01\x02\x03", "binary"),
        (LEAD.encode() + b" \xff\xfe\xfa and more.", "encoding"),
        (LEAD.encode() + " café".encode() + b" caf\xe9.", "encoding"),
        (b"<html><head><meta charset=utf-8></head><body><p>" + LEAD.encode() + b"\xe9\xe8</p></body></html>", "encoding"),
        (b"\xff\xfea\x00b", "encoding"),
        (b"<html><head><title>t</title></head><body></body></html>", "no-body"),
        (b"<html><body><nav><a href=/>Home</a></nav></body></html>", "no-body"),
        (b"<!doctype html>", "no-body"),
        (b"<?xml version='1.0'?><rss><channel><title>x</title></channel></rss>", "unsupported"),
        (b"<html><body>" + b"<div>" * 1000 + LEAD.encode(), "too-deep"),
        (b"<html><body>" + b"<div>" * 100_000 + LEAD.encode(), "too-deep"),
        (b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">" + LEAD.encode(), "too-many-attributes"),
        (b"x " * (LARGEST // 2 + 1), "too-large"),
    ],
)  # fmt: skip
def test_rejections(data: bytes, reason: str) -> None:
    start = time.process_time()
    answer = read_bytes(data, HERE)
    assert isinstance(answer, Rejected)
    assert answer.reason == reason
    assert "\n" not in answer.message
    assert time.process_time() - start < 5


def test_files(tmp_path: Path) -> None:
    def reason(path: Path) -> str:
        answer = read_file(path)
        assert isinstance(answer, Rejected)
        return answer.reason

    assert reason(tmp_path / "none.txt") == "missing"
    assert reason(tmp_path) == "folder"
    assert reason(Path("a\0b")) == "unreadable"
    (tmp_path / "big.txt").write_bytes(b"a" * (LARGEST + 1))
    assert reason(tmp_path / "big.txt") == "too-large"
    good = tmp_path / "good.txt"
    good.write_text(f"{LEAD}\n\n{NEXT}\n", encoding="utf-8")
    read = article(read_file(good))
    assert read.origin is not None
    assert (read.origin.kind, read.origin.locator, len(read.origin.sha256)) == ("file", str(good), 64)
    assert len(read.id) == 16
    assert read.id == article(read_file(good)).id


def test_what_is_given_wins() -> None:
    fields = Given(id="a1", title="My title", published="2020-01-02T03:04:05+00:00", url="https://a.example/", outlet="Mine")
    read = article(read_bytes(page(paragraphs(LEAD, NEXT, LAST), ld(LD)), HERE, fields))
    assert (read.id, read.title, read.published, read.url, read.outlet) == (
        "a1",
        "My title",
        "2020-01-02T03:04:05+00:00",
        "https://a.example/",
        "Mine",
    )
    assert article(read_bytes(page(paragraphs(LEAD, NEXT, LAST)), HERE, Given(published="4 March 2024"))).published == "2024-03-04"
    assert article(read_bytes(page(paragraphs(LEAD, NEXT, LAST)), HERE, Given(published="30 Feb 2024"))).published is None


# --- JSON lines ------------------------------------------------------------------------------------------------------


def test_json_lines_are_answered_one_by_one_in_order() -> None:
    odd = " \tBy Ann Lee\n\nTalks  began\u200b in Oslo.\n\n---\n"
    lines = [
        json.dumps({"id": "a", "text": odd, "title": "T", "published": "2024-03-04"}),
        "not json",
        "[]",
        json.dumps({"id": "b"}),
        json.dumps({"id": "c", "text": 5}),
        json.dumps({"id": "d", "text": LEAD, "title": ["x"]}),
        "",
        json.dumps({"id": "e", "text": "one"}),
        '{"id": "f", "text": "half \\ud800 a pair"}',
        json.dumps({"id": "g", "html": page(paragraphs(LEAD, NEXT, LAST)).decode()}),
        json.dumps({"id": "h", "text": "  "}),
        '{"text": "' + "[" * 10 + '"}',
        "[" * 100_000,
        "\xff",
        json.dumps({"id": 7, "text": LEAD}),
    ]
    data = b"\n".join(line.encode("latin-1" if line == "\xff" else "utf-8") for line in lines) + b"\n\n"
    answers = list(read_lines(io.BytesIO(data), "in.jsonl"))
    assert [identity for identity, _ in answers] == [
        "a",
        None,
        None,
        "b",
        "c",
        "d",
        None,
        "e",
        "f",
        "g",
        "h",
        None,
        None,
        None,
        7,
    ]
    kinds = [answer.reason if isinstance(answer, Rejected) else "" for _, answer in answers]
    assert kinds == ["", "bad-json", "bad-line", "no-content", "bad-field", "bad-field", "empty", "no-body", "encoding", "", "empty", "no-body",
                     "bad-json", "encoding", ""]  # fmt: skip
    first = article(answers[0][1])
    assert (first.text, first.title, first.published, first.id) == (odd, "T", "2024-03-04", "a")
    assert true_to(odd, first) == 1
    wrong = answers[4][1]
    assert isinstance(wrong, Rejected)
    assert wrong.message == "text: must be a string, not a number"
    assert wrong.origin.locator == "in.jsonl:5"


def test_an_over_long_line_is_answered_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LONGEST_LINE", 1000)
    good = json.dumps({"id": "a", "text": LEAD}).encode()
    answers = list(read_lines(io.BytesIO(b"x" * 5000 + b"\n" + good), "-"))
    assert isinstance(answers[0][1], Rejected)
    assert answers[0][1].reason == "too-large"
    assert article(answers[1][1]).text == LEAD


# --- properties ------------------------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_cleaning_keeps_places(raw: str) -> None:
    run = clean(raw)
    for start, at, length in run.pieces:
        assert run.text[start : start + length] == raw[at : at + length]
    assert run.text == tidy(run.text) == run.text.strip()
    assert not re.search("[\x00-\x1f\x7f\u202a-\u202e\ud800-\udfff]", run.text)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_give_an_answer(data: bytes) -> None:
    read = read_bytes(data, HERE)
    if isinstance(read, Article) and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        raw = data.decode("utf-8", "replace")
        if "\ufffd" not in raw:
            true_to(raw, read)
    assert isinstance(list(read_lines(io.BytesIO(data), "-")), list)


TAGS = st.lists(
    st.one_of(
        st.sampled_from(["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<br>", "<script>", "</script>", "<!--", "-->", "&amp;", "&#8217;", "&nbsp;", "<", ">", '"', "'", "<p", "a='", "<a", 'href="x">', "<h1>", "<li>"]),
        st.sampled_from([LEAD, NEXT, LAST, "14 August 2023 19:05", "By Ann Lee", "Read more", "\x00", "\ud800", "\u202e", "\n"]),
        st.text(max_size=12),
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(TAGS)
def test_any_markup_gives_an_answer_and_a_true_map(parts: list[str]) -> None:
    raw = "<html><body><article>" + "".join(parts) + "</article></body></html>"
    [(_, read)] = read_lines(io.BytesIO(json.dumps({"html": raw}).encode()), "-")
    if isinstance(read, Article):
        true_to(raw, read)
        assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\ud800-\udfff]", read.text)


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        '"',
        "(",
        "1",
        "<",
        "<!--",
        "<a ",
        "&",
        "a b ",
        "A. ",
        "By ",
        "\n",
        "> ",
        "<script>",
        "-",
        "Ann Lee, ",
        "\u200b",
        "; ",
    ],
)
def test_time_grows_with_length_only(unit: str) -> None:
    def took(size: int) -> float:
        data = (unit * (size // len(unit))).encode()
        start = time.process_time()
        read_bytes(data, HERE)
        read_bytes(b"<html><body><p>" + data, HERE)
        return time.process_time() - start

    took(1000)
    assert took(200_000) < max(4 * took(100_000), 1.0)


def test_importing_the_readers_loads_no_heavy_library() -> None:
    code = "import sys, dragoman.sources; print([m for m in ('trafilatura', 'lxml', 'py3langid', 'numpy') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


# --- real pages ------------------------------------------------------------------------------------------------------

needs_seed = pytest.mark.skipif(not SEED.exists(), reason="../shared/data/seed is not here")
needs_pages = pytest.mark.skipif(not (SHARED / "pages").exists(), reason="../shared/data/pages is not here")


def check_reference(read: Article) -> None:
    """Row S1 of the reference case, and that the body is whole."""
    want = json.loads((SEED.parent / "expected.json").read_text(encoding="utf-8"))["article"]
    assert read.published == want["published"]
    assert list(read.authors) == want["authors"]
    assert (read.outlet or "").casefold() == want["outlet"].casefold()
    assert not [part for part in want["text_lacks"] if part in read.text]
    assert all(part in read.text for part in want["text_has"])
    assert len(read.text.split("\n\n")) == 5


@needs_seed
def test_the_reference_page() -> None:
    read = article(read_file(SEED))
    check_reference(read)
    assert true_to(SEED.read_text(encoding="utf-8"), read) > 0.99


@needs_seed
@pytest.mark.parametrize("form", ["p", "div", "br", "plain"])
def test_the_reference_page_as_html(form: str) -> None:
    lines = [html.escape(line.strip()) for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    body = {
        "p": paragraphs(*lines),
        "div": "".join(f"<div>{line}</div>" for line in lines),
        "br": f"<div class='text'>{'<br><br>'.join(lines)}</div>",
        "plain": f"<div class='date'>{lines[0]}</div><div class='author'><a href='/a'>{lines[1]}</a></div>{paragraphs(*lines[2:])}",
    }[form]
    data = page(body).replace(b"Talks on fish | Example Post", "Pakistan’s envoy on relations".encode())  # noqa: RUF001
    read = article(read_bytes(data, HERE))
    check_reference(read)
    assert true_to(data.decode(), read) > 0.95


ENGLISH = re.compile(r"(?:ca|uk|us|ls)-|za-(?:Daily|Durban|TheCit)")
# Slightly under what is reached on the 19 English pages of the collection.
FLOORS = {"title": 0.75, "authors": 0.90, "day": 1.0, "minute": 1.0, "f1": 0.97, "map": 0.97}


@needs_pages
def test_real_pages(capsys: pytest.CaptureFixture[str]) -> None:
    scores: dict[str, list[float]] = collections.defaultdict(list)
    for gold in sorted((SHARED / "pages").glob("*.json")):
        if not ENGLISH.match(gold.name):
            continue
        want = json.loads(gold.read_text(encoding="utf-8"))
        data = gzip.decompress(gold.with_suffix(".html.gz").read_bytes())
        read = article(read_bytes(data, HERE))
        stamps = [dt.datetime.fromisoformat(value) for value in (read.published or "", want["published"])]
        scores["title"].append(read.title == tidy(want["title"]))
        scores["authors"].append(list(read.authors) == want["authors"])
        scores["day"].append(stamps[0].date() == stamps[1].date())
        scores["minute"].append(abs((stamps[0] - stamps[1]).total_seconds()) < 60)
        scores["f1"].append(token_f1(read.text, " ".join(want["paragraphs"])))
        scores["map"].append(true_to(data.decode(), read))
    means = {name: statistics.mean(values) for name, values in scores.items()}
    with capsys.disabled():
        print(f"\n{len(scores['f1'])} English pages: " + ", ".join(f"{name} {value:.3f}" for name, value in means.items()))  # noqa: T201 - the measured figures
    assert all(means[name] >= floor for name, floor in FLOORS.items()), means


def token_f1(found: str, wanted: str) -> float:
    left, right = (collections.Counter(re.findall(r"\w+", text.casefold())) for text in (found, wanted))
    both = (left & right).total()
    return 2 * both / (left.total() + right.total())
