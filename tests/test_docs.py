"""The documents name what the code has: commands, dependencies, errors, warnings, reasons, choices, the version."""

import ast
import re
import tomllib
from pathlib import Path

import click
import pytest

from dragoman.cli import dragoman

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "src").rglob("*.py"))]


def words(name):
    return (ROOT / name).read_text(encoding="utf-8")


def commands(group=dragoman, path="dragoman"):
    """Every command with its full name and its options as they are written."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            options = [p for p in command.params if isinstance(p, click.Option)]
            yield f"{path} {name}", sorted(text for p in options for text in (*p.opts, *p.secondary_opts))


def named(text, option):
    return re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text)


def calls(name):
    """Every call of a class by its bare name, as the list of its arguments."""
    for tree in TREES:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield node.args


def codes(name, place):
    """The constants that stand at one place of the arguments; what is no constant only hands another's reason on."""
    for arguments in calls(name):
        code = arguments[place]
        if isinstance(code, ast.Constant):
            yield code.value
        else:
            assert isinstance(code, ast.Attribute), ast.unparse(code)
            assert code.attr == "reason"


def errors():
    """`DragomanError` and all classes that derive from it, wherever they stand."""
    bases = {n.name: {ast.unparse(b) for b in n.bases} for tree in TREES for n in ast.walk(tree) if isinstance(n, ast.ClassDef)}
    found = {"DragomanError"}
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return found


def dependencies():
    several = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    return sorted({re.match(r"[\w.-]+", line)[0] for lines in several for line in lines})


@pytest.mark.parametrize(("name", "options"), list(commands()))
def test_commands_and_options_are_named(name, options):
    text = words("docs/architecture.md") + words("README.md")
    assert named(text, name)
    # An option stands in the row or paragraph of its command.
    parts = [part for part in re.split(r"\n\s*\n|\n(?=\|)", text) if named(part, name)]
    missing = [option for option in options if not any(named(part, option) for part in parts)]
    assert not missing, f"{name} has options that no document names with it"


def test_options_of_the_group_are_named():
    options = [text for p in dragoman.params for text in p.opts]
    assert [o for o in options if not named(words("docs/architecture.md"), o)] == []


@pytest.mark.parametrize("name", dependencies())
def test_dependencies_have_a_row(name):
    assert re.search(rf"^\| `{re.escape(name)}` \|", words("docs/dependencies.md"), re.MULTILINE)


def test_no_row_without_a_dependency():
    assert sorted(re.findall(r"^\| `([^`]+)` \|", words("docs/dependencies.md"), re.MULTILINE)) == dependencies()


def test_errors_warnings_and_reasons_are_named():
    reasons = {*codes("Rejected", 1), *codes("Undecodable", 0)}
    warnings = set(codes("Warned", 0))
    assert len(errors()) > 4
    assert {"no-body", "binary", "encoding"} <= reasons
    assert "language" in warnings
    text = words("docs/architecture.md")
    assert [name for name in sorted(errors() | warnings | reasons) if f"`{name}`" not in text] == []


def test_every_room_is_named():
    rooms = [path.name for path in (ROOT / "src" / "dragoman").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
    text = words("docs/architecture.md")
    assert [name for name in sorted(rooms) if name != "__init__.py" and f"`{name}" not in text] == []


def test_every_field_of_the_record_is_named():
    from dragoman.schema import json_schema

    made = json_schema()["$defs"]
    text = words("docs/architecture.md")
    fields = {name for part in made.values() for name in part.get("properties", ())}
    # The two ends of a span stand in its own form.
    assert [f for f in sorted(fields) if f"`{f}`" not in text and f not in {"start", "end", "field"}] == []


def test_one_version():
    newest = re.search(r"^## \[(\d[^\]]*)\]", words("CHANGELOG.md"), re.MULTILINE)
    cited = re.search(r"^version: (\S+)$", words("CITATION.cff"), re.MULTILINE)
    assert newest
    assert cited
    assert PROJECT["version"] == newest[1] == cited[1]


def test_choices_stand_word_for_word():
    table = tomllib.loads((ROOT / "src" / "dragoman" / "data" / "plover.toml").read_text(encoding="utf-8"))
    assert len(table["choice"]) == 13
    text = words("docs/coding-rules.md")
    assert [c["number"] for c in table["choice"] if f"{c['number']}. {c['text']}\n" not in text] == []


@pytest.mark.parametrize(
    "path",
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")],
    ids=lambda p: p.name,
)
def test_links_between_files_lead_somewhere(path):
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []
