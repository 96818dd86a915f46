"""The lines of a page: dates, names of authors, debris, outlets."""

from __future__ import annotations

import pytest

from dragoman.sources.names import byline, people
from dragoman.sources.page import author_note, debris, outlet_in
from dragoman.sources.stamps import date_line, stamp

# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("date 2021-02-03 3 February 2021 08:15 (UTC+04:00)", "2021-02-03T08:15:00+04:00"),
        ("14 August 2023, 19:05 GMT+4", "2023-08-14T19:05:00+04:00"),
        ("Aug. 3, 2021 7:45 PM EDT", "2021-08-03T19:45:00-04:00"),
        ("August 3, 2021, at 7:45 p.m. EDT", "2021-08-03T19:45:00-04:00"),
        ("Published: 3 May 2021", "2021-05-03"),
        ("Posted on Tuesday, May 4th, 2021 | 10:00", "2021-05-04T10:00:00"),
        ("2024-04-28 07:00:00Z", "2024-04-28T07:00:00+00:00"),
        ("2023-04-25T06:00:00.000-04:00", "2023-04-25T06:00:00-04:00"),
        ("Mon, 14 Aug 2023 19:05:00 +0400", "2023-08-14T19:05:00+04:00"),
        ("14.08.2023 19:05", "2023-08-14T19:05:00"),
        ("25/06/2023", "2023-06-25"),
        ("12:30 AM, 1 June 2020", "2020-06-01T00:30:00"),
        ("5 June 2020 9:00 IST", "2020-06-05T09:00:00"),  # three countries call theirs so: no offset
        ("05/06/2023", None),  # May or June
        ("30 Feb 2023", None),
        ("31.12.9999", None),
        ("2023-08-14T25:00:00Z", None),
        ("Talks were held on 14 August 2023", None),
        ("3 May 2021 4 June 2022", None),
        ("May 2023", None),
        ("", None),
    ],
)
def test_date_lines(line: str, published: str | None) -> None:
    read = date_line(line)
    assert (read.published if read else None) == published


def test_a_date_line_tells_when_the_page_was_updated() -> None:
    read = date_line("Published: 3 May 2021 09:00 GMT | Updated: 4 May 2021 10:00 GMT")
    assert read is not None
    assert (read.published, read.updated) == ("2021-05-03T09:00:00+00:00", "2021-05-04T10:00:00+00:00")
    assert stamp("Last updated 4 May 2021") == "2021-05-04"


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("Ann Lee Read more", ("Ann Lee",)),
        ("Ann Lee - Reporter", ("Ann Lee",)),
        ("Ann Lee, Senior Reporter", ("Ann Lee",)),
        ("BY ANN LEE AND BO CHAN", ("ANN LEE", "BO CHAN")),
        ("By Ann van der Lee in Kyiv", ("Ann van der Lee",)),
        ("By Ann Lee | Example Post", ("Ann Lee",)),
        ("By Monday Iran will act", None),
        ("By Tuesday evening", None),
        ("Ann Lee", None),  # by its place only
        ("Pakistan supports and helps", None),
        ("By signing the treaty, both gain", None),
    ],
)
def test_bylines(line: str, names: tuple[str, ...] | None) -> None:
    assert byline(line) == names


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        (["Ann Lee, Bo Chan and Cy Day"], ("Ann Lee", "Bo Chan", "Cy Day")),
        (["By Ann Lee, Political Correspondent"], ("Ann Lee",)),
        (["Example Post", "Ann Lee"], ("Ann Lee",)),
        (["https://facebook.example/ann.lee"], ()),
        (["admin"], ()),
        (["Associated Press"], ()),
        (["Newsroom Staff"], ()),
        (["ann-lee", "Ann Lee", "ANN LEE"], ("Ann Lee",)),
    ],
)
def test_people(fields: list[str], names: tuple[str, ...]) -> None:
    assert people(fields, ["Example Post"]) == names


# --- debris ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("---", "rule"),
        ("* * *", "rule"),
        ("Read more", "more"),
        ("Also read: Storm hits the coast", "more"),
        ("READ NEXT: Storm hits the coast", "more"),
        ("Related articles", "more"),
        ("Follow us on Twitter @ExamplePost", "follow"),
        ("Join our Telegram channel", "subscribe"),
        ("Follow Example Post on Google News", "follow"),
        ("Subscribe to our newsletter", "subscribe"),
        ("Sign up for our free daily newsletter today.", "subscribe"),
        ("Share this article", "share"),
        ("Facebook Twitter WhatsApp Email", "share"),
        ("5 min read", "share"),
        ("Advertisement", "advert"),
        ("We use cookies to improve your experience.", "cookies"),
        ("© 2024 Example Post", "copyright"),
        ("Copyright 2024 Example Post", "copyright"),
        ("All rights reserved.", "copyright"),
        ("Reporting by Ann Lee; Editing by Bo Chan", "credit"),
        ("Photo: Example Post", "credit"),
        ("Home > World > Europe", "navigation"),
        ("Skip to content", "navigation"),
        ("For more information contact the press office: press@example.org", "contact"),
        # What reports say in like words:
        ("Follow-up talks were held in Geneva on Twitter's rules.", None),
        ("Like many leaders, the president spoke of it on Telegram on Friday.", None),
        ("Related talks were held in Geneva.", None),
        ("Watch posts on the border were shelled.", None),
        ("Subscribe to the treaty or leave, the minister said.", None),
        ("Copyright law was among the topics of the talks.", None),
        ("Sources close to the talks said a deal was near.", None),
        ("The two sides share a border of 900 kilometres.", None),
        ("Share prices fell after the attack.", None),
        ("Cookies were served at the talks.", None),
        ("Join us or face sanctions, the minister told Chad.", None),
        ("Home to two million people, the city was shelled again.", None),
        ("Advertisement of the tender follows in May.", None),
        ("Next week the ministers meet in Accra.", None),
    ],
)
def test_debris(line: str, kind: str | None) -> None:
    assert debris(line) == kind


def test_a_note_on_the_author_names_the_outlet_but_news_of_a_reporter_is_news() -> None:
    note = "Ann Lee is Example Post’s staff journalist, follow her on Twitter: @annlee"  # noqa: RUF001
    assert author_note(note, ["Ann Lee"], after_rule=False) == ("Ann Lee", "Example Post")
    assert author_note("Bo Chan is a reporter for The Example Post.", [], after_rule=True) == (
        "Bo Chan",
        "The Example Post",
    )
    assert author_note("Bo Chan was a reporter for The Example Post.", ["Ann Lee"], after_rule=False) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Talks began in Oslo, Example News reports.", ("Example News", None, None)),
        ("Talks began, Reuters reports.", (None, "Reuters", None)),
        ("ANKARA (Reuters) - Turkey said on Monday it would talk.", (None, "Reuters", "ANKARA")),
        ("MOSCOW, August 14. /TASS/. Russia said it would talk.", (None, "TASS", "MOSCOW")),
        ("NEW DELHI, India (AP) — India said it would talk.", (None, "Associated Press", "NEW DELHI, India")),
        ("ACCRA — Ghana said on Monday it would talk.", (None, None, "ACCRA")),
        ("NATO said on Monday it would talk.", (None, None, None)),
        ("The ministry reports. Talks began.", (None, None, None)),
    ],
)
def test_outlet_wire_and_dateline(text: str, found: tuple[str | None, str | None, str | None]) -> None:
    assert outlet_in([text], []) == found
