"""Which language a text is in: what the page declares, unless the text itself says clearly otherwise."""

from __future__ import annotations

import functools
import re
from typing import Any

__all__ = ["language_of"]

# Below this many letters no detection is sure enough to contradict anybody.
LEAST_LETTERS = 200
SURE = 0.99
SAMPLE = 8000

_CODE = re.compile(r"\s*([A-Za-z]{2})(?:[-_][A-Za-z0-9-_]*)?\s*")
# Older and wider codes for the same languages.
_SAME = {"iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no"}


def language_of(text: str, declared: str | None) -> tuple[str | None, str]:
    """Give the ISO 639-1 code of a text's language and why it was believed.

    Example: `language_of(english_text, "sw")` is `("en", "detected in the text")`.
    """
    code = _code(declared)
    sample = text[:SAMPLE]
    if sum(c.isalpha() for c in sample) >= LEAST_LETTERS:
        found, sureness = _identifier().classify(sample)
        found = _SAME.get(found, found)
        if len(found) == 2 and float(sureness) >= SURE and found != code:
            return found, "detected in the text"
    return code, "declared by the page" if code else "unknown"


def _code(declared: str | None) -> str | None:
    match = _CODE.fullmatch(declared or "")
    return _SAME.get(match[1].lower(), match[1].lower()) if match else None


@functools.cache
def _identifier() -> Any:  # noqa: ANN401 - untyped library or JSON
    """Load the identifier once: it takes a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - heavy: loaded only when needed

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
