"""The file that says what planner put into one calendar on a server, and what became of it.

An entry on a server is planner's own only while it stands in here. What is
about to be put is noted before, what was put afterwards: whenever the machine
dies, the next run can tell what arrived.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from planner.paths import Places, sync_path
from planner.safe_write import write_whole

FORMAT = 1


class Form(NamedTuple):
    """In which form the entries of one calendar are put, as the options of an export say it.

    Attributes:
        posters: One entry for each slot's starred posters, or one ``each``.
        utc: Whether times are written in UTC rather than in the venue's zone.
        alarm: Minutes before the start at which to remind, None for no alarms.
    """

    posters: Literal["slot", "each"] = "slot"
    utc: bool = False
    alarm: int | None = None


class Kept(NamedTuple):
    """What is known of one entry that planner put, or is about to put.

    Attributes:
        address: Where it lies on the server.
        fingerprint: What SEQUENCE follows, as it was when the entry was put.
        etag: The server's mark after planner put it, None if that is not known.
        digest: Of what planner put, None if it is not known to have arrived.
        intended: Of what planner is about to put.
        utc: Whether its times were put in UTC, which no digest tells.
    """

    address: str
    fingerprint: str
    etag: str | None = None
    digest: str | None = None
    intended: str | None = None
    utc: bool = False


class SyncRecord(NamedTuple):
    """What planner put into one calendar.

    Attributes:
        user: The name it signed in with.
        entries: What is known of the entries, by UID.
        form: In which form they are put.
    """

    user: str
    entries: Mapping[str, Kept] = MappingProxyType({})
    form: Form = Form()

    def with_entry(self, uid: str, kept: Kept) -> SyncRecord:
        """Return this with what is known of one entry."""
        return self._replace(entries={**self.entries, uid: kept})

    def without(self, uid: str) -> SyncRecord:
        """Return this without one entry."""
        return self._replace(
            entries={one: kept for one, kept in self.entries.items() if one != uid}
        )


class RecordUnusable(Exception):  # noqa: N818 - the word says what happened
    """The record was written by a newer planner; the message is a sentence."""


def read_record(path: Path) -> SyncRecord | None:
    """Return what the file says, None if there is none or it is not sound.

    Without a record nothing on the server counts as planner's own.

    Raises:
        RecordUnusable: A newer planner wrote it.
        OSError: It is there and cannot be read.
    """
    try:
        record = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not isinstance(record.get("format"), int):
        return None
    if record["format"] > FORMAT:
        raise RecordUnusable(f"{path} was written by a newer planner: use that one to sync.")
    user, entries = record.get("user"), record.get("entries")
    if not isinstance(user, str) or not isinstance(entries, dict):
        return None
    kept = {uid: _kept(each) for uid, each in entries.items()}
    sound = {uid: each for uid, each in kept.items() if each is not None}
    return SyncRecord(user, sound, _form(record.get("form")))


def calendars(where: Places, conference_id: str) -> list[str]:
    """Return the addresses of the calendars that one conference was ever synced to, by name."""
    found = []
    for path in sync_path(where, conference_id, "").parent.glob("*.json"):
        try:
            address = json.loads(path.read_bytes())["calendar"]
        except (OSError, ValueError, RecursionError, LookupError, TypeError):
            continue
        # A file's name is made of both, so it tells whose calendar it is.
        if isinstance(address, str) and sync_path(where, conference_id, address) == path:
            found.append(address)
    return sorted(found)


def write_record(path: Path, record: SyncRecord, address: str) -> None:
    """Write the file whole; ``address`` is the calendar's, for whoever reads the file.

    Raises:
        OSError: It could not be written; the file that was there is unchanged.
    """
    entries = {uid: kept._asdict() for uid, kept in sorted(record.entries.items())}
    content = {"format": FORMAT, "calendar": address, "user": record.user}
    content |= {"form": record.form._asdict(), "entries": entries}
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")


def _kept(record: Any) -> Kept | None:  # noqa: ANN401 - whatever the file holds
    if not isinstance(record, dict):
        return None
    address, fingerprint = record.get("address"), record.get("fingerprint")
    known = etag, digest, intended = [record.get(name) for name in ("etag", "digest", "intended")]
    if not isinstance(address, str) or not isinstance(fingerprint, str):
        return None
    if not all(value is None or isinstance(value, str) for value in known):
        return None
    return Kept(address, fingerprint, etag, digest, intended, record.get("utc") is True)


def _form(record: Any) -> Form:  # noqa: ANN401 - whatever the file holds
    if not isinstance(record, dict):
        return Form()
    alarm = record.get("alarm")
    return Form(
        "each" if record.get("posters") == "each" else "slot",
        record.get("utc") is True,
        alarm if type(alarm) is int and alarm >= 0 else None,
    )
