"""How fast this machine reads: the figures of `dragoman bench`."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from importlib import resources

from dragoman.errors import DataError
from dragoman.models import Article, Origin
from dragoman.pipeline import load_pipeline
from dragoman.sentences import sentences
from dragoman.sources import read_bytes

__all__ = ["demo_page", "measure"]

_COLD = "import dragoman; dragoman.read('Norway sent doctors to Malawi on Friday.')"
# A new process that only looks phrases up: what it takes above a bare Python, and how many it answers. No phrase comes twice.
_LOOKUP = """
import json, os, resource, sys, time
def resident():
    # The peak that the system reports begins with the parent's; what is resident now is this process's own.
    try:
        with open("/proc/self/statm") as pages:
            return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
bare, begin = resident(), time.perf_counter()
from dragoman.assembly import load_gazetteer
from dragoman.lookup import resolve_phrase
gazetteer = load_gazetteer()
ready, full = time.perf_counter() - begin, resident()
states, roles = [s.name for s in gazetteer.states.values()], list(gazetteer.roles)
phrases = [f"the {roles[(i * 7) % len(roles)]} of {states[i % len(states)]}" for i in range(10_000)]
begin = time.process_time()
for phrase in phrases:
    resolve_phrase(phrase, gazetteer)
print(json.dumps([len(phrases) / (time.process_time() - begin), ready, full - bare]))
"""


def demo_page() -> bytes:
    """Give the bundled article's page, as saved from the web."""
    return (resources.files("dragoman") / "data" / "demo.html").read_bytes()


def measure(rounds: int = 10) -> dict[str, float]:
    """Read the bundled article again and again, on one thread.

    Args:
        rounds: how often; the first reading, which loads the model, is not counted.

    Returns:
        `articles_per_second`, `sentences_per_second`, `encoder_share` (processor time inside ONNX Runtime over all, 0
        to 1), `peak_memory_mb` (resident), `start_seconds` (a new process that reads one sentence), `phrases_per_second`
        (short phrases through `resolve_phrase`, one core), and what the tables for that add to a bare Python, towns left
        out: `tables_seconds` and `tables_memory_mb`.

    Raises:
        DataError: the bundled article is missing or unreadable.
    """
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", _COLD], check=True)  # noqa: S603 - our own interpreter and text
    start = time.perf_counter() - begin
    rate, ready, memory = json.loads(
        subprocess.run([sys.executable, "-c", _LOOKUP], check=True, capture_output=True, text=True).stdout  # noqa: S603
    )
    article = read_bytes(demo_page(), Origin("memory", "demo.html", ""))
    if not isinstance(article, Article):
        raise DataError(article.message)
    pipeline = load_pipeline()
    pipeline(article)
    inside, processor, begin = pipeline.encoder.seconds, time.process_time(), time.perf_counter()
    for _ in range(rounds):
        pipeline(article)
    seconds, spent = time.perf_counter() - begin, time.process_time() - processor
    # Kilobytes on Linux, bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "articles_per_second": round(rounds / seconds, 3),
        "sentences_per_second": round(rounds * len(sentences(article.text)) / seconds, 3),
        "encoder_share": round(min(1.0, (pipeline.encoder.seconds - inside) / spent), 3),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1),
        "start_seconds": round(start, 3),
        "phrases_per_second": round(rate, 1),
        "tables_seconds": round(ready, 3),
        "tables_memory_mb": round(memory / 1e6, 1),
    }
