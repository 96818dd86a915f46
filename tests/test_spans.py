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


@given(st.lists(st.text("ab \u00e9\n", min_size=1, max_size=6), max_size=8))
def test_map_leads_back_to_the_same_characters(words):
    raw = "<p>".join(words)
    clean = " ".join(" ".join(words).replace("<p>", " ").split())
    mapped = OffsetMap.aligned(clean, raw)
    for i, character in enumerate(clean):
        at = mapped.raw(i)
        assert at is None or raw[at] == character


def test_map_of_a_span():
    mapped = OffsetMap.aligned("one two", "<b>one</b> two")
    assert mapped.raw_span(Span(0, 7)) == Span(3, 14)
    assert mapped.raw(99) is None
