"""What the package shows the world, and what importing it costs."""

import subprocess
import sys

import dragoman

NAMES = [
    "Actor",
    "Article",
    "DragomanError",
    "Event",
    "InputError",
    "ModelError",
    "Position",
    "Reading",
    "Rejected",
    "Span",
    "Statement",
    "read",
]
HEAVY = ("onnxruntime", "tokenizers", "numpy", "trafilatura", "lxml", "rich", "click", "py3langid", "torch", "fastapi", "pyarrow")


def test_exported_names_are_these_and_sorted():
    assert dragoman.__all__ == NAMES
    assert all(hasattr(dragoman, name) for name in NAMES)


def test_import_alone_is_light():
    code = f"import sys, dragoman; print([m for m in {HEAVY!r} if m in sys.modules])"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == "[]"
