"""The values in a plan file, each checked before it is trusted.

Every function raises :class:`PlanError` with the place in the file.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, tzinfo
from typing import Any

from planner.schedule.ids import is_id
from planner.schedule.limits import MAX_BYTES, MAX_TEXT, YEARS

JsonObject = dict[str, Any]

#: RFC 3339, with an offset.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


class PlanError(Exception):
    """A plan file cannot be read; the message says what is wrong, and where in the file."""


def parsed(content: bytes) -> object:
    """Return a plan file's JSON value.

    Raises:
        PlanError: It is no JSON in UTF-8, or too large, or nested too deep.
    """
    if len(content) > MAX_BYTES:
        raise PlanError("The plan file is larger than 256 MiB.")
    try:
        value: object = json.loads(content)
    except RecursionError:
        raise PlanError("The plan file is nested too deep.") from None
    except UnicodeDecodeError:
        raise PlanError("This is not a plan file: it is not text in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise PlanError(
            f"This is not a plan file: no JSON at line {error.lineno}, column {error.colno}."
        ) from None
    except ValueError:
        raise PlanError("The plan file holds a number that is too long.") from None
    return value


def object_of(value: object, place: str) -> JsonObject:
    """Return a value that must be an object; ``place`` names it in the sentence if it is none."""
    if not isinstance(value, dict):
        raise PlanError(f"In the plan file {place} is not an object.")
    return value


def list_of(record: JsonObject, key: str, place: str) -> list[Any]:
    """Return the list under a key of a record."""
    value = record.get(key)
    if not isinstance(value, list):
        raise PlanError(f"In the plan file {place} has no list {key!r}.")
    return value


def text_of(record: JsonObject, key: str, place: str) -> str:
    """Return the text under a key of a record."""
    value = record.get(key)
    if not isinstance(value, str):
        raise PlanError(f"In the plan file {place} has no text {key!r}.")
    if len(value) > MAX_TEXT:
        raise PlanError(f"In the plan file {place} has too long a text {key!r}.")
    return value


def text_or_null(
    record: JsonObject, key: str, place: str, form: re.Pattern[str] | None = None
) -> str | None:
    """Return the text under a key, None where there is none; in ``form`` if one is given."""
    if record.get(key) is None:
        return None
    text = text_of(record, key, place)
    if form and not form.fullmatch(text):
        raise PlanError(f"In the plan file {place}.{key} is {text[:40]!r}, which is no such time.")
    return text


def id_of(record: JsonObject, key: str, place: str) -> str:
    """Return the id under a key of a record."""
    text = text_of(record, key, place)
    if not is_id(text):
        raise PlanError(f"In the plan file {place} has a {key!r} that is no id: {text[:40]!r}.")
    return text


def moment_at(record: JsonObject, key: str, place: str) -> datetime:
    """Return the RFC 3339 time under a key of a record, in UTC."""
    text = text_of(record, key, place)
    if not MOMENT.fullmatch(text):
        raise PlanError(f"In the plan file {place}.{key} is no RFC 3339 time: {text[:40]!r}.")
    try:
        moment = datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise PlanError(f"In the plan file {place}.{key} is no such time: {text[:40]!r}.") from None
    if moment.year not in YEARS:
        raise PlanError(f"In the plan file {place}.{key} lies beyond all calendars: {text[:40]!r}.")
    return moment


def moment_in(record: JsonObject, key: str, place: str, zone: tzinfo) -> datetime:
    """Return the RFC 3339 time under a key of a record, in ``zone``."""
    try:
        return moment_at(record, key, place).astimezone(zone)
    except OverflowError:
        raise PlanError(f"In the plan file {place}.{key} lies beyond all calendars.") from None
