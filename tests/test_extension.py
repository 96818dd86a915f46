"""A user's own table: what it adds, what it overrides, and how faults are told."""

from pathlib import Path

import pytest

from dragoman.assembly import load_gazetteer
from dragoman.errors import InputError, UsageError
from dragoman.ontology import load_ontology
from dragoman.phrases import read_phrase
from dragoman.settings import load_settings

GOOD = """
[[actor]]
name = "Banu Wadi"
names = ["Wadi tribe"]
kind = "group"
state = "YEM"
sectors = ["CVL", "REB@2015..2018"]

[[actor]]
name = "Gazprom"        # overrides the package's
kind = "organisation"
state = "AUT"
sectors = ["BUS"]

[[role]]
phrase = "water lord"
plural = "water lords"
kind = "office"
sectors = ["CRM"]
rank = "official"

[[holder]]
name = "Ana Soto"
spellings = ["Anna Soto"]
state = "PER"
title = "president"
office = "head-of-state"
from = "2001-07-28"
to = "2006-07-28"
checked = true

[[place]]
name = "Puerto Nuevo Grande"
state = "PER"
latitude = -12.1
longitude = -77.0

[[dispute]]
id = "upper-wadi"
name = "Upper Wadi"
aliases = ["Wadi heights"]
parties = ["YEM", "OMN"]

[[context]]
name = "natural_resource"
cues = ["water lords"]
"""


@pytest.fixture
def mine(tmp_path):
    def write(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_what_a_table_adds(mine):
    gazetteer = load_gazetteer(mine(GOOD))

    def who(phrase, day=None):
        made = read_phrase(phrase, gazetteer, day)[0]
        return made.kind, made.state, made.sectors

    assert who("the Wadi tribe", "2010-01-01") == ("group", "YEM", ("CVL",))
    assert who("Banu Wadi", "2016-01-01") == ("group", "YEM", ("CVL", "REB"))
    assert who("Gazprom") == ("organisation", "AUT", ("BUS",))
    assert who("Yemeni water lords") == ("group", "YEM", ("CRM",))
    assert who("Anna Soto", "2003-01-01") == ("person", "PER", ("GOV",))
    assert who("Ana Soto", "2010-01-01") == ("person", "PER", ("ELI",))
    assert who("police in Puerto Nuevo Grande") == ("group", "PER", ("COP",))
    assert [d.parties for _, d in gazetteer.find_disputes("on the Wadi heights")] == [("OMN", "YEM")]
    contexts = load_ontology().with_cues(gazetteer.contexts).contexts
    assert [c.name for c in contexts if c.cues and c.cues.search("the water lords")] == ["natural_resource"]


def test_its_digest_counts(mine):
    assert load_gazetteer(mine(GOOD)).digest != load_gazetteer().digest
    assert read_phrase("Gazprom", load_gazetteer())[0].state == "RUS"  # the package's own are as they were


FAULTS = [
    # the table, the line that is named, words of the message
    ('[[actor]]\nname = "A b"\nkind = "group"\nstate = "XYZ"', 4, "no state has the code 'XYZ'"),
    ('[[holder]]\nname = "A b"\nstate = "PER"\ntitle = "king"\nfrom = "2001"\nto = "1999-05"', 6, "lies before the start"),
    (
        '[[actor]]\nname = "A b"\nkind = "group"\n\n[[actor]]\nname = "C d"\nnames = ["a B"]\nkind = "group"',
        7,
        "stands already in the record of line 1",
    ),
    (f'[[actor]]\nkind = "group"\nname = "{"x" * 10_000}"', 3, "a text of 10000 characters"),
    ('[[actor]]\nname = "A b"\nkind = "tribe"', 3, "'tribe' is none of igo, organisation, group"),
    ('[[actor]]\nname = "A b"\nkind = "group"\nsectors = ["ABC"]', 4, "PLOVER has no sector 'ABC'"),
    ('[[actor]]\nname = "A b"\nkind = "group"\nsectors = ["REB@2001..1999"]', 4, "ends before it starts"),
    ('[[actor]]\nname = "..."\nkind = "group"', 2, "without a letter or digit"),
    ('[[actor]]\nkind = "group"', 1, "lacks 'name'"),
    ('[[actor]]\nname = "A b"\nkind = "group"\ncolour = "red"', 4, "has no key 'colour'"),
    ('[[holder]]\nname = "A b"\nstate = "PER"\ntitle = "king"\nfrom = "2001-02-30"', 5, "is not YYYY"),
    ('[[context]]\nname = "weather"\ncues = ["rain"]', 2, "PLOVER has no context 'weather'"),
    ("\n[[tribe]]\nname = 1", 2, "is no table of this file"),
    ('[[dispute]]\nid = "x"\nname = "X y"\nparties = "PER"', 4, "must be a list of texts"),
    ('[[role]]\nphrase = "sky lord"\nkind = "office"\nsectors = ["GOV@2010..2011"]', 4, "have no dates"),
    ('[[place]]\nname = "A b"\nstate = "PER"\nlatitude = 170\nlongitude = 0', 4, "must be degrees, -90 to 90"),
    ('[[dispute]]\nid = "x"\nname = "X y"\nparties = []', 4, "at least one state"),
    (
        '[[dispute]]\nid = "x"\nname = "X y"\nparties = ["PER"]\n\n[[dispute]]\nid = "x"\nname = "Z y"\nparties = ["PER"]',
        6,
        "stands already",
    ),
    ('[[actor]]\nname = "A b"\nkind = "group"\ncode = "lower !!"', 4, "is no code"),
    ('[[actor]]\nname = "A b\nkind = 1', 2, "(at line"),
]


@pytest.mark.parametrize(("text", "line", "words"), FAULTS)
def test_faults_name_file_and_line_and_nothing_is_loaded(mine, text, line, words):
    path = mine('[[role]]\nphrase = "rain lord"\nkind = "office"\nsectors = ["CRM"]\n' + text)
    with pytest.raises(InputError) as raised:
        load_gazetteer(path)
    message = str(raised.value)
    assert message.startswith(str(path))
    assert f"line {line + 4}" in message or f"at line {line + 4}" in message
    assert words in message or "line" in words
    assert not read_phrase("rain lord", load_gazetteer())[0].role


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match=r"none\.toml"):
        load_gazetteer(tmp_path / "none.toml")


def test_settings_rise_from_the_file_over_the_environment_to_the_command(tmp_path):
    (tmp_path / "dragoman.toml").write_text('gazetteer = ["a.toml"]\n')
    made = load_settings(gazetteers=[tmp_path / "c.toml"], environment={"DRAGOMAN_GAZETTEER": "b.toml"}, folder=tmp_path)
    assert [p.name for p in made.gazetteers] == ["a.toml", "b.toml", "c.toml"]
    assert load_settings(environment={}, folder=tmp_path / "none").gazetteers == ()


@pytest.mark.parametrize("text", ["gazetteer = 5", "colour = 1", "gazetteer = ["])
def test_settings_that_cannot_be(tmp_path, text):
    (tmp_path / "dragoman.toml").write_text(text)
    with pytest.raises(UsageError, match="dragoman"):
        load_settings(environment={}, folder=tmp_path)


def test_the_example_is_read():
    example = Path(__file__).parents[1] / "examples" / "gazetteer.toml"
    gazetteer = load_gazetteer(example)
    made = read_phrase("the Saihan tribe", gazetteer, "2016-05-01")[0]
    assert (made.state, made.sectors) == ("YEM", ("CVL", "REB"))
    assert read_phrase("Nordlys Offshore", gazetteer)[0].state == "NOR"
    assert read_phrase("Salim Ba Saihan", gazetteer, "2020-01-01")[0].sectors == ("ELI",)
