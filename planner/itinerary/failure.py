"""What can go wrong with an itinerary's file, in sentences: what, where, and what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

BUSY_SECONDS = 10.0
# Every statement is sound where the tables are as they were made, so an error in one is damage.
_DAMAGE = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_TOOBIG,
    }
)
_WAITED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_REFUSED = frozenset(
    {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_AUTH,
    }
)


class ItineraryError(Exception):
    """The itinerary cannot be read or kept; the message says why and what to do."""


class DamagedError(Exception):
    """The file is not a sound itinerary; it is never shown as it is."""


def primary_code(error: Exception) -> int:
    """Return the primary SQLite result code of an error, 0 when it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_waiting(error: Exception) -> bool:
    """Whether an error says that another program has locked the file for too long."""
    return primary_code(error) in _WAITED


def is_damage(error: Exception) -> bool:
    """Whether an error says that the file's content is broken."""
    # SQLite's words on damage name what is damaged, whose bytes may be no text any more.
    return isinstance(error, DamagedError | UnicodeDecodeError) or primary_code(error) in _DAMAGE


def explained(error: Exception, path: Path) -> ItineraryError:
    """Return an SQLite error as a sentence: what, where, and what to do."""
    code = primary_code(error)
    if is_damage(error):
        sentence = (
            f"The itinerary {path} is damaged: start planner again, "
            "it sets the file aside and names the latest backup."
        )
    elif is_waiting(error):
        sentence = (
            f"The itinerary {path} has been locked by another program for "
            f"{BUSY_SECONDS:.0f} seconds: end that program or try again later."
        )
    elif code == sqlite3.SQLITE_FULL:
        sentence = f"The disk is full, nothing can be kept in {path}: make room and try again."
    elif code in _REFUSED:
        sentence = unwritable(path, str(error))
    else:
        sentence = f"The disk failed at the itinerary {path} ({error}): check the disk."
    return ItineraryError(sentence)


def unwritable(path: Path, why: str) -> str:
    """Return the sentence that says why nothing can be kept in a file, and what to do."""
    return (
        f"Nothing can be kept in {path} ({why}): make the file and its folder writable, "
        "or name another folder in PLANNER_HOME."
    )
