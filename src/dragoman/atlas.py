"""Towns and cities of the world: name to country, position and time zone. Read when the first one is asked for.

`data/places.tsv` is made by `train/places.py` from GeoNames (CC BY 4.0, geonames.org).
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from dragoman.lexicon import fold
from dragoman.tables import read_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["Atlas", "Town", "load_atlas"]

DOMINANT = 5
"""How many times as many people a town must have as the next of its name in another country to be meant without being told."""


class Town(NamedTuple):
    """A populated place: country alpha-3, position in degrees, IANA time zone, people, GeoNames id."""

    name: str
    country: str
    latitude: float
    longitude: float
    zone: str
    population: int
    geonames: int


class Atlas:
    """Towns by folded name. A row of the table is read when its name is asked for: most never are."""

    def __init__(self, rows: Mapping[str, tuple[str, ...]]) -> None:
        self._rows = rows

    def find(self, name: str) -> tuple[Town, ...]:
        """Give all towns of a name, the largest first."""
        rows = self._rows.get(" ".join(fold(name).split()), ())
        return tuple(sorted(map(_town, rows), key=lambda t: -t.population))

    def settle(self, name: str, near: Collection[str] = ()) -> Town | None:
        """Give the one town that a name means, or None where that is not told.

        Args:
            name: as a text has it.
            near: states (alpha-3) named around it: a town in one of them is preferred.
        """
        towns = self.find(name)
        here = [t for t in towns if t.country in near]
        if here:
            return here[0] if all(t.country == here[0].country for t in here) else None
        if not towns:
            return None
        rival = next((t for t in towns if t.country != towns[0].country), None)
        return towns[0] if rival is None or towns[0].population >= DOMINANT * rival.population else None


def _town(row: str) -> Town:
    _, name, country, latitude, longitude, zone, population, geonames = row.split("\t")
    return Town(name, country, float(latitude), float(longitude), zone, int(population), int(geonames))


@functools.cache
def load_atlas() -> Atlas:
    """Read the table of towns.

    Raises:
        DataError: the table is missing or has other columns.
    """
    lines, _ = read_lines("places.tsv", ("keys", "name", "country", "latitude", "longitude", "zone", "population", "geonames"))
    rows: dict[str, tuple[str, ...]] = {}
    for line in filter(None, lines):
        for key in line[: line.index("\t")].split("|"):
            rows[key] = (*rows[key], line) if key in rows else (line,)
    return Atlas(rows)
