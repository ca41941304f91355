"""The table of exported calendar entries: SEQUENCE per UID (RFC 5545 section 3.8.7.4)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping


def numbered(connection: sqlite3.Connection, fingerprints: Mapping[str, str]) -> dict[str, int]:
    """Return the SEQUENCE of each UID: 0 at first, one more when its fingerprint is another."""
    return {
        uid: _number(connection, uid, fingerprint)[0] for uid, fingerprint in fingerprints.items()
    }


def keep(connection: sqlite3.Connection, fingerprints: Mapping[str, str]) -> dict[str, int]:
    """Do as :func:`numbered`, and note what is exported now, in the caller's transaction."""
    numbers: dict[str, int] = {}
    for uid, fingerprint in fingerprints.items():
        numbers[uid], is_news = _number(connection, uid, fingerprint)
        if is_news:
            connection.execute(
                "REPLACE INTO calendar_entry VALUES (?, ?, ?)", (uid, numbers[uid], fingerprint)
            )
    return numbers


def _number(connection: sqlite3.Connection, uid: str, fingerprint: str) -> tuple[int, bool]:
    row = connection.execute(
        "SELECT sequence, fingerprint FROM calendar_entry WHERE uid = ?", (uid,)
    ).fetchone()
    if row is None:
        return 0, True
    is_news = row[1] != fingerprint
    return int(row[0]) + is_news, is_news
