"""The JSON Schema (draft 2020-12) of the native schedule file."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from planner.model import Conference, Event, FactCertainty, Link, Person
from planner.schedule.ids import PATTERN

_REF = "#/$defs/{model}"


def native_schema() -> dict[str, Any]:
    """Return the schema of a whole file, made from the model's own dataclasses.

    Every key is required, null when unknown. Ids match the pattern of the
    format; a time carries an offset (RFC 3339).
    """
    from pydantic import TypeAdapter

    definitions: dict[str, Any] = {}
    for model in (Conference, Event):
        schema = TypeAdapter(model).json_schema(ref_template=_REF)
        definitions |= schema.pop("$defs", {})
        definitions[model.__name__] = schema
    for part in (Conference, Event, FactCertainty, Link, Person):
        definition = definitions[part.__name__]
        definition["required"] = [field.name for field in fields(part)]
        for value in definition["properties"].values():
            value.pop("default", None)
    definitions["Event"]["properties"]["id"]["pattern"] = f"^{PATTERN}$"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "planner schedule",
        "type": "object",
        "required": ["format", "conference", "events"],
        "properties": {
            "format": {"const": 1},
            "conference": {"$ref": "#/$defs/Conference"},
            "events": {"type": "array", "items": {"$ref": "#/$defs/Event"}},
        },
        "$defs": definitions,
    }
