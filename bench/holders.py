"""How far our office-holders agree with others, and which of them are marked as checked.

    python bench/holders.py agree [-v]    the agreement with a public dictionary of actors
    python bench/holders.py mark          writes the status of each row of holders.tsv and heads.tsv anew

A row is `checked` when a second writing of the table (`second-writing*.tsv` beside this file, made without sight of the first), or
the dictionary, has the same person in the same state or body from and to the same time: the same month where both know the days or
months, else the same year; both open, or both closed. All others are `unchecked`.

The dictionary is the folder that the environment variable DRAGOMAN_ACTORS names, by default `../shared/data/actors`; it holds `Phoenix.Countries.actors.txt` (TABARI form). An entry of it counts when it gives
one person a dated office of the government (`[PAKGOV 690325-711220]`) with at least a day in 1990 to 2013 and makes the
same person one of the elite before or after (`[PAKELI]`): so it writes heads of state and government, and nobody else. It
agrees when our tables know a person of that name and state, and one of that person's terms overlaps its years and begins
or ends within a year of it. `-v` lists what does not agree.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from dragoman.assembly import load_gazetteer
from dragoman.lexicon import fold

SECOND = Path(__file__).parent / "second-writing.tsv"
SECOND_HEADS = Path(__file__).parent / "second-writing-heads.tsv"
HEADS = Path(__file__).parents[1] / "src" / "dragoman" / "data" / "heads.tsv"
TABLE = Path(__file__).parents[1] / "src" / "dragoman" / "data" / "holders.tsv"
FIRST, LAST = "1990", "2013"
HEADER = re.compile(r"^([A-Z0-9'.\-_ ]+?)_?\s*(\[|#|$)")
ELITE = re.compile(r"\[[A-Z]{3}ELI\b")
ROLE = re.compile(r"\[([A-Z]{3})GOV\s+([<>]?\d{6,8})(?:\s*-\s*(\d{6,8}))?\]")


class Entry(NamedTuple):
    """A person of the dictionary with the times in which they governed."""

    names: tuple[str, ...]
    state: str
    terms: tuple[tuple[str, str], ...]
    ruler: bool


def day(text: str) -> str:
    """Turn YYMMDD or YYYYMMDD into ISO 8601; two digits up to 14 are of this century, as the file's date says."""
    digits = text.lstrip("<>")
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) <= 14 else "19") + digits
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def entries(path: Path) -> list[Entry]:
    """Read the persons of a file in TABARI form."""
    found: list[Entry] = []
    names: list[str] = []
    terms: list[tuple[str, str, str]] = []
    ruler = False

    def close() -> None:
        if names and terms:
            state = terms[0][0]
            found.append(Entry(tuple(names), state, tuple((s, e) for _, s, e in terms), ruler))

    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line[0] not in "+ \t[":
            close()
            names, terms, ruler = [], [], False
        if line[0] not in " \t[":
            match = HEADER.match(line.lstrip("+").upper())
            if match:
                names.append(" ".join(match[1].replace("_", " ").split()))
        ruler |= bool(ELITE.search(line))
        for state, start, end in ROLE.findall(line):
            begin = "" if start.startswith("<") else day(start)
            terms.append((state, begin, day(end) if end else (day(start) if start.startswith("<") else "")))
    close()
    return found


def of_the_time(entry: Entry) -> list[tuple[str, str]]:
    """Give the terms of an entry with a day in the years that count."""
    return [(s, e) for s, e in entry.terms if (not s or s[:4] <= LAST) and (not e or e[:4] >= FIRST) and s]


def years_agree(term: tuple[str, str], start: str, end: str) -> bool:
    """Tell whether two terms overlap and begin or end within a year of each other."""
    low, high = int(term[0][:4]), int((term[1] or LAST)[:4])
    first, last = int((start or "1900")[:4]), int((end or "2100")[:4])
    overlap = low <= last and first <= high
    return overlap and (abs(low - first) <= 1 or abs(high - min(last, int(LAST) if not term[1] else last)) <= 1)


def folder() -> Path:
    """Give the folder of the dictionary."""
    named = os.environ.get("DRAGOMAN_ACTORS")
    return Path(named) if named else Path(__file__).parents[2] / "shared" / "data" / "actors"


def same_time(one: str, two: str) -> bool:
    """Tell whether two dates mean the same month, or the same year where one of them knows no more; or none at all."""
    if not one or not two:
        return one == two
    if min(len(one), len(two)) == 4:
        return one[:4] == two[:4]
    first, second = (int(d[:4]) * 12 + int(d[5:7]) for d in (one, two))
    if len(one) == len(two) == 10:
        return abs((dt.date.fromisoformat(one) - dt.date.fromisoformat(two)).days) <= 31
    return abs(first - second) <= 1


def words(name: str) -> frozenset[str]:
    """Give the words of a name, without case and diacritics."""
    return frozenset(w for w in fold(name).split() if len(w) > 1)


Told = dict[str, list[tuple[frozenset[str], str, str]]]
"""What others say: by state or body, the words of a name and the days from and to."""


def mark() -> None:
    """Write the status of each row of holders.tsv and heads.tsv anew."""
    states: Told = {}
    for line in SECOND.read_text(encoding="utf-8").splitlines()[1:]:
        state, _office, _title, name, start, end = (*line.split("\t"), "", "")[:6]
        states.setdefault(state, []).append((words(name), start, end))
    for entry in entries(folder() / "Phoenix.Countries.actors.txt"):
        for name in entry.names:
            states.setdefault(entry.state, []).extend((words(name), s, e) for s, e in entry.terms if s and e)
    bodies: Told = {}
    for line in SECOND_HEADS.read_text(encoding="utf-8").splitlines()[1:]:
        body, _title, name, start, end = (*line.split("\t"), "", "")[:5]
        bodies.setdefault(body, []).append((words(name), start, end))
    _mark(TABLE, states, ("state", "name", "from", "to", "spellings"))
    _mark(HEADS, bodies, ("organisation", "name", "from", "to", "spellings"))


def _mark(table: Path, others: Told, columns: tuple[str, ...]) -> None:
    lines = table.read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    places = [names.index(column) for column in columns]
    made, checked = [lines[0]], 0
    for line in lines[1:]:
        cells = line.split("\t")
        whose, name, start, end, spellings = (cells[i] for i in places)
        known = [words(n) for n in (name, *spellings.split("|")) if n]
        # Surnames alone are shared: two words must agree, or the only one that there is.
        agrees = name != "?" and any(
            len(own & their) >= min(2, len(own), len(their)) and same_time(start, s) and same_time(end, e)
            for their, s, e in others.get(whose, ())
            if their
            for own in known
        )
        checked += agrees
        cells[names.index("status")] = "checked" if agrees else "unchecked"
        made.append("\t".join(cells))
    table.write_text("\n".join(made) + "\n", encoding="utf-8")
    print(f"{table.name}: {checked} of {len(made) - 1} rows are checked")


def agree() -> None:
    """Print how far the dictionary's heads of state and government agree with ours."""
    gazetteer = load_gazetteer()
    people: dict[tuple[str, str | None], list[tuple[str, str]]] = {}
    surname: dict[tuple[str, str | None], list[tuple[str, str]]] = {}
    for person in gazetteer.people().people:
        terms = [(t.start, t.end) for t in person.terms if t.office]
        for name in person.names:
            key = frozenset(fold(name).split())
            people.setdefault((" ".join(sorted(key)), person.state), []).extend(terms)
            for word in key:
                surname.setdefault((word, person.state), []).extend(terms)
    counts: Counter[str] = Counter()
    for entry in entries(folder() / "Phoenix.Countries.actors.txt"):
        terms = of_the_time(entry)
        if not entry.ruler or not terms or entry.state not in gazetteer.states:
            continue
        ours = [t for name in entry.names for t in people.get((" ".join(sorted(set(fold(name).split()))), entry.state), ())]
        how = "name"
        if not ours:
            # Other spellings: a word of the name and the years together.
            how = "spelling"
            ours = [t for name in entry.names for word in fold(name).split() if len(word) > 3 for t in surname.get((word, entry.state), ())]
        if not ours:
            counts["no such name"] += 1
            verdict = "missing"
        elif any(years_agree(term, *our) for term in terms for our in ours):
            counts[f"agree by {how}"] += 1
            continue
        else:
            counts["other years"] += 1
            verdict = "years"
        if "-v" in sys.argv:
            print(verdict, entry.state, entry.names[0], terms)
    total = counts.total()
    agreed = counts["agree by name"] + counts["agree by spelling"]
    print(f"{total} entries, {agreed} agree on state and year ({100 * agreed / max(1, total):.1f} %): {dict(counts)}")


if __name__ == "__main__":
    {"agree": agree, "mark": mark}[sys.argv[1] if len(sys.argv) > 1 else "agree"]()
