"""The record's JSON Schema, generated from the types of `models`."""

from __future__ import annotations

from typing import Any

from dragoman.models import INNER, SCHEMA, Reading

__all__ = ["json_schema"]


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of `dragoman.reading/1`.

    A field that is missing and one that is null mean the same, so only fields without a default are required.
    """
    import msgspec  # noqa: PLC0415 - not needed by those who only hold values

    made: dict[str, Any] = msgspec.json.schema(Reading)
    parts: dict[str, Any] = made["$defs"]
    article = parts["Article"]
    for name in INNER:
        article["properties"].pop(name)
    for unused in ("Origin", "Belief", "OffsetMap"):
        parts.pop(unused, None)
    reading = parts["Reading"]
    reading["properties"] = {"schema": {"const": SCHEMA}, **reading["properties"]}
    reading["required"] = ["schema", *reading["required"]]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **made}
