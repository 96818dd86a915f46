"""Bytes -> text: by byte-order mark, by what the page declares, as UTF-8, or by detection; else the reason why not."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

__all__ = ["Decoded", "Undecodable", "decode"]

# Share of control characters above which bytes are no text. Text has next to none, random bytes about a tenth.
MOST_CONTROLS = 0.01
# What a detection must rest on to be believed: letters outside ASCII, and how little the detector was disturbed.
LEAST_LETTERS = 24
MOST_CHAOS = 0.1
DETECTED = 200_000
DECLARED_WITHIN = 8192

_MAGIC = (
    (b"PK\x03\x04", "a zip archive or office document"), (b"PK\x05\x06", "a zip archive"), (b"\x1f\x8b", "a gzip file"),
    (b"%PDF-", "a PDF"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"), (b"BZh", "a bzip2 file"), (b"\xfd7zXZ\x00", "an xz file"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!\x1a", "a rar archive"), (b"\x28\xb5\x2f\xfd", "a zstd file"), (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"), (b"SQLite format 3\x00", "a SQLite database"),
    (b"OggS\x00", "an Ogg file"), (b"ID3\x03", "an MP3 file"), (b"ID3\x04", "an MP3 file"), (b"PAR1", "a Parquet file"),
)  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
# As browsers read the labels: the wider code page of the same family.
_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932",
}  # fmt: skip
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_CHARSET = re.compile(rb"<(?:meta\b[^<>]{0,400}?\bcharset|\?xml\b[^<>]{0,200}?\bencoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was found: the encoding and the reason."""

    text: str
    encoding: str
    why: str


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Why bytes are no text: a code ("empty", "binary", "encoding") and a sentence."""

    reason: str
    message: str


def decode(data: bytes) -> Decoded | Undecodable:
    """Read bytes as text, or say why not. Nothing is replaced in silence."""
    if not data.strip():
        return Undecodable("empty", "the input is empty: nothing to read")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            return Undecodable("binary", f"the input is {what}, not a text or a web page: unpack or convert it first")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > MOST_CONTROLS * len(data):
        return Undecodable("binary", f"the input is not text: {controls:,} of its {len(data):,} bytes are control characters")
    return _unmarked(data)


def _marked(data: bytes, name: str) -> Decoded | Undecodable:
    """Decode what a byte-order mark announces."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        message = f"the input begins with the mark of {name.upper()} but breaks it at byte {error.start:,}: save it again as UTF-8"
        return Undecodable("encoding", message)
    if not text.strip():
        return Undecodable("empty", "the input is empty: nothing to read")
    controls = len(text) - len(text.translate(dict.fromkeys(_CONTROLS)))
    if controls > MOST_CONTROLS * len(text):
        return Undecodable("binary", "the input is not text: it is full of control characters")
    return Decoded(text, name, "byte-order mark")


def _unmarked(data: bytes) -> Decoded | Undecodable:
    try:
        as_utf8: str | None = data.decode("utf-8")
        broken = 0
    except UnicodeDecodeError as error:
        as_utf8, broken = None, error.start
    declared = _declared(data)
    if declared and declared != "utf-8":
        # A page of one byte a character that happens to be good UTF-8 beyond ASCII is UTF-8 with a wrong label.
        mislabelled = as_utf8 is not None and not data.isascii() and _one_byte(declared)
        text = None if mislabelled else _try(data, declared)
        if text is not None:
            return Decoded(text, declared, "declared by the page")
    if as_utf8 is not None:
        return Decoded(as_utf8, "utf-8", "valid UTF-8")
    # Where good UTF-8 sequences outnumber bad bytes it is UTF-8 that was damaged: no other reading is better.
    good = sum(len(found) for found in _MULTIBYTE.findall(data[:DETECTED]))
    high = sum(byte >= 0x80 for byte in data[:DETECTED])
    detected = None if declared == "utf-8" or 2 * good > high else _detected(data)
    if detected is not None:
        return detected
    message = f"the input is not valid UTF-8 (byte {broken:,}) and shows no other encoding clearly: save it again as UTF-8"
    return Undecodable("encoding", message)


def _declared(data: bytes) -> str | None:
    """Give Python's name of the character set that a page declares."""
    found = _CHARSET.search(data[:DECLARED_WITHIN])
    if found is None:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
    name = _WIDER.get(name, name)
    # The declaration itself was read as ASCII, so it cannot be UTF-16; and codecs such as zip or rot13 are no charsets.
    known = name.startswith(("cp", "iso8859", "iso2022", "koi8", "gb", "big5", "euc", "mac", "hz", "utf-8"))
    return None if not known else "utf-8" if name == "utf-8-sig" else name


def _one_byte(name: str) -> bool:
    return name.startswith(("iso8859", "koi8", "mac", "cp12", "cp874", "cp866", "cp437", "cp85"))


def _try(data: bytes, name: str) -> str | None:
    """Decode, with the few bytes that code pages leave open read as blanks, as browsers in effect do."""
    try:
        text = data.decode(name, "replace")
    except (LookupError, UnicodeError):
        return None
    lost = text.count("\ufffd")
    return text.replace("\ufffd", " ") if lost <= max(1, len(text) // 2000) else None


def _detected(data: bytes) -> Decoded | None:
    """Let charset_normalizer guess, and believe it only on enough letters and without doubt."""
    sample = data[:DETECTED]
    if sum(byte >= 0x80 for byte in sample) < LEAST_LETTERS:
        return None
    import charset_normalizer  # noqa: PLC0415 - heavy: loaded only when needed

    best = charset_normalizer.from_bytes(sample).best()
    if best is None or best.encoding in {"ascii", "utf_8", "utf_16", "utf_32", "utf_7"} or best.chaos > MOST_CHAOS:
        return None
    try:
        text = data.decode(best.encoding)
    except (LookupError, UnicodeError):
        return None
    letters = sum(c.isalpha() for c in text[:DETECTED] if c > "\x7f")
    others = sum(not c.isalpha() and not c.isspace() for c in text[:DETECTED] if c > "\x7f")
    if letters < LEAST_LETTERS or others > letters or not best.coherence:
        return None
    return Decoded(text, codecs.lookup(best.encoding).name, "detected")
