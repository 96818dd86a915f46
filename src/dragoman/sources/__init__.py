"""bytes -> Article or Rejected: web pages, text pages and JSON lines, told apart by their content."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from dragoman.models import Article, Origin, Rejected
from dragoman.sources.encoding import Undecodable, decode
from dragoman.sources.finish import Given
from dragoman.sources.html import read_html
from dragoman.sources.jsonl import read_lines
from dragoman.sources.text import read_body, read_text

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["LARGEST", "Given", "from_text", "read_bytes", "read_file", "read_lines", "read_stream"]

LARGEST = 20_000_000
_LOOKED_AT = 20_000
_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAG = re.compile(
    r"<(/?)(?:p|div|h[1-6]|article|main|section|span|a|table|ul|ol|br|header|meta|script|title)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_XML = re.compile(r"<\?xml\b")


def read_bytes(data: bytes, origin: Origin, given: Given | None = None) -> Article | Rejected:
    """Read one page, HTML or text as its content tells.

    Args:
        data: the page as it was stored.
        origin: where it came from.
        given: fields that win over those found.

    Returns:
        The article, or why there is none; never an exception for what the bytes hold.
    """
    if len(data) > LARGEST:
        return _too_large(origin)
    decoded = decode(data)
    if isinstance(decoded, Undecodable):
        return Rejected(origin, decoded.reason, decoded.message)
    text = decoded.text
    is_xml = _XML.match(text.lstrip("\ufeff \t\r\n")) and not _DOCUMENT.search(text[:_LOOKED_AT])
    if not is_xml and _is_html(text):
        return read_html(text, origin, given)
    if is_xml:
        return Rejected(origin, "unsupported", "the input is XML but no web page: this kind of file is not read")
    return read_text(text, origin, given)


def read_file(path: Path) -> Article | Rejected:
    """Read one file; what cannot be opened is `Rejected` too. Reads no more than `LARGEST` bytes and one."""
    nowhere = Origin("file", str(path), hashlib.sha256(b"").hexdigest())
    try:
        if path.is_dir():
            return Rejected(nowhere, "folder", f"{path} is a folder: name the files in it")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return Rejected(nowhere, "missing", f"{path} does not exist: check the name")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Rejected(nowhere, "unreadable", f"{path} cannot be read: {why}")
    if len(data) > LARGEST:
        return _too_large(nowhere)
    return read_bytes(data, Origin("file", str(path), hashlib.sha256(data).hexdigest()))


def read_stream(stream: BinaryIO, locator: str) -> Article | Rejected:
    """Read one page from a stream, such as standard input, to its end or to `LARGEST` bytes and one."""
    data = stream.read(LARGEST + 1)
    origin = Origin("stdin", locator, hashlib.sha256(data).hexdigest())
    return _too_large(origin) if len(data) > LARGEST else read_bytes(data, origin)


def from_text(text: str, given: Given | None = None) -> Article | Rejected:
    """Take a clean body as it is, character for character."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return read_body(text, Origin("memory", "text", digest), given)


def _too_large(origin: Origin) -> Rejected:
    return Rejected(origin, "too-large", f"the input is larger than {LARGEST // 1_000_000} MB: this is no single article")


def _is_html(text: str) -> bool:
    """Tell a web page, whole or in part, from a text that only mentions a tag."""
    start = text[:_LOOKED_AT]
    bare = start.lstrip("\ufeff \t\r\n")
    if _DOCUMENT.search(start) and (bare.startswith("<") or re.search(r"</(?:html|body|head)\s*>", text[-_LOOKED_AT:], re.IGNORECASE)):
        return True
    tags = _TAG.findall(start)
    return len(tags) >= 2 and "/" in tags and (bare.startswith("<") or len(tags) >= 6)
