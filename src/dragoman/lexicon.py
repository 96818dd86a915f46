"""Names and role words found in text: Aho-Corasick over folded text, the longest match at token boundaries wins.

Folding maps each character to one character, so offsets stay: letters lose case and diacritics, all that is neither letter
nor digit becomes a space. Whether a word was written with capitals is then looked up in the text itself.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar

import ahocorasick_rs

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Case", "Lexicon", "Match", "Sense", "fold"]

T = TypeVar("T")
Case = Literal["any", "capital", "acronym"]
"""How a name must be written: anyhow, with a capital at its head, or all in capitals ("US", "WHO")."""
LONGEST_ACRONYM = 3
"""Letters up to which a name in capitals must be written so: "WHO", "US"; longer ones are also met as "Nato", "Unesco"."""
_SPECIAL = {"ß": "s", "æ": "a", "Æ": "a", "ø": "o", "Ø": "o", "œ": "o", "Œ": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d"}
_SPECIAL |= {"\u0131": "i", "İ": "i", "ð": "d", "Ð": "d", "þ": "t", "Þ": "t", "ə": "a", "Ə": "a", "ħ": "h", "Ħ": "h"}


class _Folding(dict[int, str]):
    """The folded form of each character, made when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _SPECIAL:
            made = _SPECIAL[character]
        elif character.isalnum():
            made = unicodedata.normalize("NFKD", character)[0].lower()[:1]
        else:
            made = " "
        self[code] = made
        return made


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Give a text of the same length without case, diacritics and punctuation."""
    return text.translate(_FOLDING)


class Sense(NamedTuple, Generic[T]):
    """One thing that a name stands for.

    `after` and `before` are folded words; directly after or before one of them the name is not meant.
    """

    value: T
    case: Case = "capital"
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


class Match(NamedTuple, Generic[T]):
    """A name in a text: code points, and what it may stand for, the first sense first."""

    start: int
    end: int
    senses: tuple[T, ...]


@dataclass(slots=True)
class Lexicon(Generic[T]):
    """All names with their senses. Names are added first; the first search builds the automaton."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _senses: list[tuple[Sense[T], ...]] = field(default_factory=list)
    _plain: list[tuple[T, ...] | None] = field(default_factory=list)
    _automaton: ahocorasick_rs.AhoCorasick | None = None

    def add(self, name: str, value: T, case: Case | None = None, after: Iterable[str] = (), before: Iterable[str] = ()) -> None:
        """Add a name; a name that is there already gets one sense more.

        Args:
            name: as it is written.
            value: what it stands for.
            case: how it must be written; by default as its own capitals tell.
            after: words directly after which it is not meant.
            before: words directly before which it is not meant.
        """
        folded = name.translate(_FOLDING).strip()
        if not folded:
            return
        sense = Sense(value, case or _case_of(name))
        if after or before:
            sense = sense._replace(after=tuple(map(fold, after)), before=tuple(map(fold, before)))
        for form in (folded, " ".join(folded.split())) if "  " in folded else (folded,):
            number = self._numbers.get(form)
            if number is None:
                self._numbers[form] = len(self._senses)
                self._senses.append((sense,))
            else:
                self._senses[number] = _with(self._senses[number], sense)

    def replace(self, name: str, value: T, case: Case | None = None, after: Iterable[str] = (), before: Iterable[str] = ()) -> None:
        """Let a name mean one thing only, in place of all that it meant.

        Without `case`, `after` and `before`, how it was written and what forbade it stays.
        """
        number = self._numbers.get(" ".join(fold(name).split()))
        if number is None:
            self.add(name, value, case, after, before)
        else:
            known = self._senses[number][0]
            forbidden = tuple(map(fold, after)) or known.after, tuple(map(fold, before)) or known.before
            self._senses[number] = (Sense(value, case or known.case, *forbidden),)

    def build(self) -> None:
        """Make the automaton."""
        self._automaton = ahocorasick_rs.AhoCorasick(
            [" " + form for form in self._numbers],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
            store_patterns=False,
        )
        # A name that means one thing, however it is written and whatever stands around it, needs no second look.
        self._plain = [(senses[0].value,) if len(senses) == 1 and _is_plain(senses[0]) else None for senses in self._senses]

    def find(self, text: str, *, lower: bool = False) -> list[Match[T]]:
        """Find names, in order of the text; no two overlap.

        Args:
            text: any text.
            lower: the text is one that drops capitals, so that their lack says nothing.
        """
        folded = " " + text.translate(_FOLDING) + " "
        found: list[Match[T]] = []
        if self._automaton is None:
            self.build()
        plain = self._plain
        for number, start, end in self._automaton.find_matches_as_indexes(folded):  # type: ignore[union-attr]
            if folded[end] != " ":
                shorter = self._shorter(folded, start, end)
                if shorter is None:
                    continue
                number, end = shorter  # noqa: PLW2901 - the longest match ran over the end of a word
            values = plain[number]
            if values is None:
                values = self._meant(number, text, folded, start, end - 1, lower=lower)
                if not values:
                    continue
            found.append(Match(start, end - 1, values))
        return found

    def known(self, name: str) -> tuple[T, ...]:
        """Give what a whole name stands for, however it is written."""
        number = self._numbers.get(" ".join(fold(name).split()))
        return () if number is None else tuple(sense.value for sense in self._senses[number])

    def __len__(self) -> int:
        """Count the names."""
        return len(self._numbers)

    def _shorter(self, folded: str, start: int, end: int) -> tuple[int, int] | None:
        """Give the longest name that begins where a match began and ends with a word before the match's end."""
        while (end := folded.rfind(" ", start + 1, end)) > start:
            number = self._numbers.get(folded[start + 1 : end])
            if number is not None:
                return number, end
        return None

    def _meant(self, number: int, text: str, folded: str, start: int, end: int, *, lower: bool) -> tuple[T, ...]:
        """Give the senses that the writing and the words around allow."""
        written = text[start:end]
        made: list[T] = []
        if start and text[start - 1] in "@#":
            return ()
        for value, case, after, before in self._senses[number]:
            if not _written(written, case, lower=lower):
                continue
            if after and any(folded.endswith(" " + word, 0, start) for word in after):
                continue
            if before and any(folded.startswith(word + " ", end + 2) for word in before):
                continue
            made.append(value)
        return tuple(made)


def _with(senses: tuple[Sense[T], ...], sense: Sense[T]) -> tuple[Sense[T], ...]:
    """Add a sense; of the same one the looser way of writing stays."""
    for i, known in enumerate(senses):
        if known.value == sense.value:
            return (*senses[:i], sense, *senses[i + 1 :]) if sense.case == "any" else senses
    return (*senses, sense)


def _is_plain(sense: Sense[T]) -> bool:
    return sense.case == "any" and not sense.after and not sense.before


def _case_of(name: str) -> Case:
    """Tell from a name's own capitals how it must be written."""
    if name == name.lower():
        return "any"
    short = name == name.upper() and sum(map(str.isalpha, name)) <= LONGEST_ACRONYM
    return "acronym" if short else "capital"


def _written(written: str, case: Case, *, lower: bool) -> bool:
    if case == "any" or (lower and (case == "capital" or len(written) > LONGEST_ACRONYM)):
        return True
    if case == "acronym":
        return written == written.upper()
    return written != written.lower()
