"""The commands as a user meets them, each in a process of its own where exit codes and streams matter."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from dragoman.cli import dragoman

PAGE = "Norway sends aid\n\n8 March 2021\n\nNorway sent forty doctors to Malawi on Friday, the foreign ministry in Oslo said.\n"


def run(*arguments, given=None):
    return subprocess.run(
        [sys.executable, "-c", "from dragoman.cli import main; main()", *arguments], input=given, capture_output=True, check=False
    )


def bad_inputs(folder):
    made = {
        "empty": b"",
        "binary": b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 40,
        "bodiless": b"<!doctype html><html><head><title>x</title></head><body><nav><a href='/'>Home</a></nav></body></html>",
        "word": b"Norway",
        "line": b"word " * 10_000_000,
        "utf8": b"Norway sent doctors to Malawi on Friday. \xff\xfe\xc3\x28 It rained in the capital. " * 3,
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    (folder / "folder").mkdir()
    return [*made, "folder", "missing"]


def test_bad_input_is_one_clear_line_and_exit_1(tmp_path):
    names = bad_inputs(tmp_path)
    for name in names:
        made = run("read", str(tmp_path / name))
        lines = made.stderr.decode().splitlines()
        assert (made.returncode, len(lines), made.stdout) == (1, 1, b""), (name, lines)
        assert name in lines[0]
        assert "Traceback" not in lines[0]


def test_bad_input_never_costs_good_input(tmp_path):
    (tmp_path / "good").write_text(PAGE)
    made = run("read", str(tmp_path / "missing"), str(tmp_path / "good"), "--json")
    assert made.returncode == 1
    assert json.loads(made.stdout)["events"]


@pytest.mark.parametrize(
    "arguments", [["read"], ["nonsense"], ["read", "-", "--html", "x", "--jsonl"], ["actor", "x", "--jsonl", "--date", "2021-01-01"]]
)
def test_bad_usage_is_exit_2(arguments):
    made = run(*arguments, given=b"")
    assert made.returncode == 2
    assert b"Traceback" not in made.stderr


LINES = [
    {"id": "one", "text": "Norway sent doctors to Malawi on Friday.", "published": "2021-03-08"},
    {"id": "none"},
    "not json",
    {
        "id": 7,
        "html": "<html><body><article><p>Peru recalled its ambassador from Oman on Monday, the ministry said.</p></article></body></html>",
    },
    {"id": "blank", "text": "  "},
    [1, 2],
    {"id": "last", "text": "It rained."},
]


def lines_of(rows):
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows).encode()


def test_every_line_is_answered_in_its_place():
    made = run("read", "--jsonl", "-", given=lines_of(LINES))
    answers = [json.loads(x) for x in made.stdout.splitlines()]
    assert made.returncode == 0
    assert [a["id"] for a in answers] == ["one", "none", None, 7, "blank", None, "last"]
    assert ["error" in a for a in answers] == [False, True, True, False, True, True, False]
    assert answers[0]["article"]["text"] == LINES[0]["text"]
    assert b"4 of 7" in made.stderr
    assert answers[-1]["warnings"][0]["code"] == "no-actor"


def test_the_same_input_gives_the_same_bytes():
    one, three = LINES[0], [LINES[3], LINES[0], LINES[6]]
    alone = run("read", "--jsonl", "-", given=lines_of([one])).stdout
    again = run("read", "--jsonl", "-", "--threads", "2", given=lines_of(three)).stdout.splitlines(keepends=True)
    assert again[1] == alone
    assert run("read", "--jsonl", "-", given=lines_of(three)).stdout.splitlines(keepends=True) == again


def test_read_shows_the_reading_plainly_and_writes_a_page(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE)
    made = run("read", str(tmp_path / "page.txt"), "--html", str(tmp_path / "page.html"))
    assert made.returncode == 0
    assert "\x1b" not in made.stdout.decode()
    assert "AID" in made.stdout.decode()
    page = (tmp_path / "page.html").read_text()
    assert "Malawi" in page
    assert "<script" not in page


def test_events_are_explained_and_left_out_on_request(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    events = lambda *options: json.loads(CliRunner().invoke(dragoman, ["read", str(page), "--json", *options]).output)["events"]  # noqa: E731
    [plain], [told] = events(), events("--explain")
    assert "scores" not in plain
    assert {**plain, "scores": told["scores"]} == told
    assert len(told["scores"]) == 3
    assert max(told["scores"], key=told["scores"].get) == told["type"] == "AID"
    assert events("--min-confidence", "1.0") == []
    shown = CliRunner().invoke(dragoman, ["read", str(page), "--explain"]).output
    assert "likeliest" in shown
    assert "likeliest" not in CliRunner().invoke(dragoman, ["read", str(page)]).output


def test_a_page_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE)
    made = run("read", str(tmp_path / "page.txt"), "--html", str(tmp_path / "no" / "page.html"))
    assert (made.returncode, len(made.stderr.splitlines())) == (2, 1)


def test_standard_input_is_a_page_too():
    made = run("read", "-", "--json", given=PAGE.encode())
    assert json.loads(made.stdout)["article"]["published"].startswith("2021-03-08")


ASKED = [
    {"text": "Norway sent doctors to Malawi.", "actor": [0, 6], "recipient": [23, 29], "id": "x"},
    {"text": "Police beat protesters in Lima.", "actor": None, "recipient": [12, 22]},
    {"text": "Norway sent doctors.", "actor": [0, 6], "recipient": None},
    {"text": "Norway", "actor": [3, 99], "recipient": None},
    {"text": "", "actor": None, "recipient": None},
    {"actor": [0, 1]},
    "{",
]


@pytest.mark.parametrize("flag", ["--none", "--no-none"])
def test_classify_answers_every_line(tmp_path, flag):
    (tmp_path / "asked.jsonl").write_bytes(lines_of(ASKED))
    made = CliRunner().invoke(dragoman, ["classify", str(tmp_path / "asked.jsonl"), flag])
    answers = [json.loads(x) for x in made.stdout.splitlines()]
    assert made.exit_code == 0
    assert ["error" in a for a in answers] == [False] * 3 + [True] * 4
    assert answers[0]["id"] == "x"
    assert answers[0]["type"] == "AID"
    for answer in answers[:3]:
        assert abs(sum(answer["scores"].values()) - 1) < 0.001
        assert set(answer) >= {"type", "act", "modality", "polarity", "confidence", "scores"}
        assert flag == "--none" or (answer["type"] != "NONE" and answer["scores"]["NONE"] == 0)


def test_actor():
    made = CliRunner().invoke(dragoman, ["actor", "the Ghanaian ambassador to Peru, Kofi Mensah"])
    assert json.loads(made.stdout) == {
        "kind": "person",
        "state": "GHA",
        "code": "GHA",
        "sectors": ["GOV"],
        "name": "Kofi Mensah",
        "role": "ambassador",
        "rank": "envoy",
        "accredited_to": "PER",
        "reason": None,
        "candidates": [],
    }


def test_actor_counts_offices_by_the_day_and_takes_tables_of_ones_own(tmp_path):
    def ask(*words):
        return json.loads(CliRunner().invoke(dragoman, ["actor", *words]).stdout)

    assert ask("Angela Merkel", "--date", "2010-05-01")["sectors"] == ["GOV"]
    assert ask("Angela Merkel", "--date", "2023-05-01")["sectors"] == ["ELI"]
    (tmp_path / "mine.toml").write_text('[[actor]]\nname = "Banu Saihan"\nkind = "group"\nstate = "YEM"\nsectors = ["CVL"]\n')
    assert ask("the Banu Saihan", "--gazetteer", str(tmp_path / "mine.toml"))["state"] == "YEM"
    (tmp_path / "bad.toml").write_text('[[actor]]\nname = "Banu Saihan"\nkind = "group"\nstate = "XXX"\n')
    failed = CliRunner().invoke(dragoman, ["actor", "x", "--gazetteer", str(tmp_path / "bad.toml")])
    assert "bad.toml, line 4" in (failed.output + str(failed.exception))


def test_a_phrase_of_a_megabyte_is_answered():
    from dragoman.assembly import load_gazetteer
    from dragoman.lookup import resolve_phrase

    for text in ("x" * 1_000_000, "president of " * 80_000, "(" * 1_000_000):
        assert resolve_phrase(text, load_gazetteer()).kind
        assert resolve_phrase("the police", load_gazetteer(), context=text).role == "police"


def test_actor_lines(tmp_path):
    rows = [
        {"phrase": "police", "context": "Riots in Nairobi."},
        {"phrase": "NATO", "date": "2020-01-01"},
        {"phrase": 3},
        {"phrase": "x", "date": "soon"},
    ]
    (tmp_path / "asked").write_bytes(lines_of(rows))
    answers = [json.loads(x) for x in CliRunner().invoke(dragoman, ["actor", "--jsonl", str(tmp_path / "asked")]).stdout.splitlines()]
    assert [a.get("code") for a in answers] == ["KEN", "NAT", None, None]
    assert ["error" in a for a in answers] == [False, False, True, True]


def test_version_doctor_schema_and_completion():
    runner = CliRunner()
    assert runner.invoke(dragoman, ["--version"]).stdout.startswith("dragoman 0.")
    doctor = json.loads(runner.invoke(dragoman, ["doctor", "--json"]).stdout)
    assert doctor["self_test"] == "passed"
    assert len(doctor["model"]) == 64
    assert json.loads(runner.invoke(dragoman, ["schema"]).stdout)["$id"] == "dragoman.reading/1"
    for shell in ("bash", "zsh", "fish"):
        assert "_DRAGOMAN_COMPLETE" in runner.invoke(dragoman, ["completion", shell]).stdout


def test_bench():
    made = json.loads(CliRunner().invoke(dragoman, ["bench", "--json", "--rounds", "1"]).stdout)
    assert set(made) == {
        *("articles_per_second", "sentences_per_second", "encoder_share", "peak_memory_mb", "start_seconds"),
        *("phrases_per_second", "tables_seconds", "tables_memory_mb"),
    }
    assert made["phrases_per_second"] > 0
    assert 0 < made["encoder_share"] <= 1
