import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.spans import OffsetMap, Span, merge, trim


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2)])
def test_a_span_that_cannot_be_is_refused(start, end):
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\u201cWe agree,\u201d", "We agree"),  # quote marks and the comma inside them
        ("  told ", "told"),
        ("...", None),  # nothing but edge
        ("O'Neill", "O'Neill"),  # an apostrophe within stays
    ],
)
def test_trim(text, kept):
    span = trim(text, 0, len(text))
    assert (span.of(text) if span else None) == kept


def test_merge_drops_doubles_and_what_lies_inside():
    assert merge([Span(4, 6), Span(0, 9), Span(0, 9), Span(8, 12)]) == (Span(0, 9), Span(8, 12))


PIECES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 5)), max_size=8)


@given(PIECES)
def test_map_runs_along_within_its_pieces(parts):
    pieces, clean, raw = [], 0, 0
    for clean_gap, raw_gap, length in parts:
        clean, raw = clean + clean_gap, raw + raw_gap
        pieces.append((clean, raw, length))
        clean, raw = clean + length, raw + length
    mapped = OffsetMap(tuple(pieces))
    expected = {c + i: r + i for c, r, n in pieces for i in range(n)}
    assert [mapped.raw(i) for i in range(clean + 3)] == [expected.get(i) for i in range(clean + 3)]


def test_map_of_a_span():
    mapped = OffsetMap(((0, 3, 3), (3, 10, 4)))  # "<b>one</b> two"
    assert mapped.raw_span(Span(0, 7)) == Span(3, 14)
    assert mapped.raw(99) is None
    assert mapped.raw_span(Span(5, 99)) is None
