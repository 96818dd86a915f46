"""Sentences of a text, by the `sentencex` library, with quotations opened so that the sentences inside them count."""

from __future__ import annotations

import functools

import sentencex

from dragoman.spans import Span

__all__ = ["sentences"]

# Quote marks hide sentence ends from the segmenter; blanks of the same length keep every offset. Apostrophes stay.
_OPEN_QUOTES = str.maketrans(dict.fromkeys('"\u201c\u201d\u201e«»', " "))


@functools.lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[Span, ...]:
    """Cut a text into sentences: spans without the white space and quote marks around them, in order."""
    found: list[Span] = []
    for boundary in sentencex.get_sentence_boundaries("en", text.translate(_OPEN_QUOTES)):
        start, end = boundary["start_index"], boundary["end_index"]
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            continue
        # `"Stop!" he said`: what goes on in lower case is the same sentence.
        first = text[start:end].lstrip('"\u201c\u201d«»')[:1]
        gap = text[found[-1].end : start] if found else "\n\n"
        if found and "\n\n" not in gap and (first.islower() or not any(c.isalnum() for c in text[start:end])):
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
    return tuple(found)
