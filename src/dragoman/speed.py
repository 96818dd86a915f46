"""How fast this machine reads: the figures of `dragoman bench`."""

from __future__ import annotations

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


def demo_page() -> bytes:
    """Give the bundled article's page, as saved from the web."""
    return (resources.files("dragoman") / "data" / "demo.html").read_bytes()


def measure(rounds: int = 10) -> dict[str, float]:
    """Read the bundled article again and again, on one thread.

    Args:
        rounds: how often; the first reading, which loads the model, is not counted.

    Returns:
        `articles_per_second`, `sentences_per_second`, `encoder_share` (processor time inside ONNX Runtime over all, 0
        to 1), `peak_memory_mb` (resident), `start_seconds` (a new process that reads one sentence).

    Raises:
        DataError: the bundled article is missing or unreadable.
    """
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", _COLD], check=True)  # noqa: S603 - our own interpreter and text
    start = time.perf_counter() - begin
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
    }
