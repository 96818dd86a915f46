"""Names and role words found in text: Aho-Corasick over the tokens of folded text, the longest match wins.

Folding maps each character to one character, so offsets stay: letters lose case and diacritics, all that is neither letter
nor digit becomes a space. Between the spaces stand tokens; each that some name uses has a character of its own, so a text
is a short string of tokens and the automaton a small one, whose matches begin and end with whole tokens. Whether a word was
written with capitals is then looked up in the text itself.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar

import ahocorasick_rs

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Case", "Lexicon", "Match", "fold"]

T = TypeVar("T")
Case = Literal["any", "capital", "acronym"]
"""How a name must be written: anyhow, with a capital at its head, or all in capitals ("US", "WHO")."""
NEAR = 80
"""Characters beside a name in which the words are looked for that forbid it."""
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


# One thing that a name stands for: the value, how it must be written, folded words directly after or before which it is not meant.
Sense = tuple[T, Case, tuple[str, ...], tuple[str, ...]]


class Match(NamedTuple, Generic[T]):
    """A name in a text: code points, and what it may stand for, the first sense first."""

    start: int
    end: int
    senses: tuple[T, ...]


UNKNOWN = "\U0010ffff"
"""Stands for every token that no name uses."""


@dataclass(slots=True)
class Lexicon(Generic[T]):
    """All names with their senses. Names are added first; the first search builds the automaton."""

    _tokens: dict[str, str] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _senses: list[tuple[Sense[T], ...]] = field(default_factory=list)
    # Of a name that means one thing, however it is written and whatever stands around it: it needs no second look.
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
        # These lines run tens of thousands of times before anything can be looked up.
        case = case or ("any" if name == name.lower() else "acronym" if _is_acronym(name) else "capital")
        sense: Sense[T] = (value, case, tuple(map(fold, after)) if after else (), tuple(map(fold, before)) if before else ())
        plain = (value,) if case == "any" and not after and not before else None
        # "St. John's" has two spaces after its full stop, "St John's" one.
        for form in (folded, " ".join(folded.split())) if "  " in folded else (folded,):
            key = self._coded(form)
            number = self._numbers.setdefault(key, len(self._senses))
            if number == len(self._senses):
                self._senses.append((sense,))
                self._plain.append(plain)
            else:
                self._senses[number] = _with(self._senses[number], sense)
                self._plain[number] = None

    def _coded(self, form: str) -> str:
        """Give the tokens of a folded name, one character each; new ones get the next character that is no surrogate."""
        tokens = self._tokens
        coded = ""
        for token in form.split(" "):
            code = tokens.get(token)
            if code is None:
                number = len(tokens) + 1
                code = tokens[token] = chr(number if number < FIRST_SURROGATE else number + SURROGATES)
            coded += code
        return coded

    def replace(self, name: str, value: T, case: Case | None = None, after: Iterable[str] = (), before: Iterable[str] = ()) -> None:
        """Let a name mean one thing only, in place of all that it meant.

        Without `case`, `after` and `before`, how it was written and what forbade it stays.
        """
        number = self._number(name)
        if number is None:
            self.add(name, value, case, after, before)
        else:
            _, written, known_after, known_before = self._senses[number][0]
            forbidden = tuple(map(fold, after)) or known_after, tuple(map(fold, before)) or known_before
            self._senses[number] = ((value, case or written, *forbidden),)
            self._plain[number] = None

    def build(self) -> None:
        """Make the automaton."""
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(self._numbers),
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
            store_patterns=False,
        )

    def find(self, text: str, *, lower: bool = False) -> list[Match[T]]:
        """Find names, in order of the text; no two overlap.

        Args:
            text: any text.
            lower: the text is one that drops capitals, so that their lack says nothing.
        """
        if self._automaton is None:
            self.build()
        folded = text.translate(_FOLDING)
        tokens = folded.split(" ")
        known = self._tokens
        coded = "".join([known.get(token, UNKNOWN) for token in tokens])
        matches = self._automaton.find_matches_as_indexes(coded)  # type: ignore[union-attr]
        found: list[Match[T]] = []
        if not matches:
            return found
        starts = [0]
        for token in tokens:
            starts.append(starts[-1] + len(token) + 1)
        plain = self._plain
        for number, first, last in matches:
            values = plain[number]
            start, end = starts[first], starts[last] - 1
            if values is None:
                values = self._meant(number, text, folded, start, end, lower=lower)
                if not values:
                    found += self._within(text, folded, coded, starts, (first, last), lower=lower)
                    continue
            found.append(Match(start, end, values))
        return found

    def _within(self, text: str, folded: str, coded: str, starts: list[int], tokens: tuple[int, int], *, lower: bool) -> list[Match[T]]:
        """Find the shorter names inside one that is not meant: in "the national congress" no party, but a congress."""
        first, last = tokens
        found: list[Match[T]] = []
        at = first
        while at < last:
            for stop in range(last if at > first else last - 1, at, -1):
                number = self._numbers.get(coded[at:stop])
                if number is None:
                    continue
                start, end = starts[at], starts[stop] - 1
                values = self._meant(number, text, folded, start, end, lower=lower)
                if values:
                    found.append(Match(start, end, values))
                    at = stop - 1
                    break
            at += 1
        return found

    def known(self, name: str) -> tuple[T, ...]:
        """Give what a whole name stands for, however it is written."""
        number = self._number(name)
        return () if number is None else tuple(sense[0] for sense in self._senses[number])

    def _number(self, name: str) -> int | None:
        return self._numbers.get("".join(self._tokens.get(token, UNKNOWN) for token in fold(name).split()))

    def __len__(self) -> int:
        """Count the names."""
        return len(self._numbers)

    def _meant(self, number: int, text: str, folded: str, start: int, end: int, *, lower: bool) -> tuple[T, ...]:
        """Give the senses that the writing and the words around allow."""
        if start and text[start - 1] in "@#":
            return ()
        written = text[start:end]
        made: list[T] = []
        for value, case, after, before in self._senses[number]:
            if not _written(written, case, lower=lower):
                continue
            if after and any((" " + folded[max(0, start - NEAR) : start]).endswith(f" {word} ") for word in after):
                continue
            if before and any((folded[end : end + NEAR] + " ").startswith(f" {word} ") for word in before):
                continue
            made.append(value)
        return tuple(made)


FIRST_SURROGATE = 0xD800
SURROGATES = 0x800


def _with(senses: tuple[Sense[T], ...], sense: Sense[T]) -> tuple[Sense[T], ...]:
    """Add a sense; of the same one the looser way of writing stays."""
    for i, known in enumerate(senses):
        if known[0] == sense[0]:
            return (*senses[:i], sense, *senses[i + 1 :]) if sense[1] == "any" else senses
    return (*senses, sense)


def _is_acronym(name: str) -> bool:
    """Tell whether a name is short and all in capitals, so that it must be written so."""
    return name == name.upper() and sum(map(str.isalpha, name)) <= LONGEST_ACRONYM


def _written(written: str, case: Case, *, lower: bool) -> bool:
    if case == "any" or (lower and (case == "capital" or len(written) > LONGEST_ACRONYM)):
        return True
    if case == "acronym":
        return written == written.upper()
    return written != written.lower()
