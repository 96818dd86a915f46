"""The house: which file may import which. A file imports only rooms above it."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "dragoman"

# From the top of the house to its cellar, as in docs/architecture.md. A tuple is one floor: its rooms do not import
# each other.
HOUSE = (
    "errors",
    "spans",
    "models",
    "schema",
    "tables",
    "settings",
    "ontology",
    "goldform",
    "lexicon",
    "atlas",
    "people",
    "roster",
    "gazetteer",
    "extension",
    "assembly",
    "surroundings",
    "parts",
    "phrases",
    "lookup",
    "sources",
    "sentences",
    "encode",
    "decode",
    "calendars",
    "timex",
    "periods",
    ("dates", "places"),
    ("confidence", "sides"),
    ("actors", "attribution", "events", "positions", "relations"),
    "pipeline",
    "show",
    "speed",
    "evaluate",
    "cli",
)
FLOOR = {room: number for number, floor in enumerate(HOUSE) for room in ((floor,) if isinstance(floor, str) else floor)}
FILES = sorted(PACKAGE.rglob("*.py"))


def room(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """Rooms that a file imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "dragoman" else [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "dragoman" and len(parts) > 1 and parts[1] in FLOOR:
                found.add(parts[1])
    return found


def test_every_room_is_in_the_house():
    assert {room(path) for path in FILES} - {"__init__"} == set(FLOOR)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_upwards(path):
    here = room(path)
    if here == "__init__":
        return
    upward = {other for other in imports(path) if other != here and FLOOR[other] >= FLOOR[here]}
    assert not upward, f"{path.name} imports {sorted(upward)}, which stand beside or below {here}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_stay_readable(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 520


def test_torch_stays_in_train():
    assert not [path for path in FILES if "torch" in path.read_text(encoding="utf-8").replace("never torch", "")]
