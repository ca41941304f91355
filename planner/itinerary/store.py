"""What the attendee decided at one conference, kept so that none of it is lost.

Facts stand in one table; every decision is one transaction that writes the
facts and, into the history, what they were before. Windows and commands that
work on the same file at once see each other's decisions. One room, since all
that is kept goes through its one connection and its one kind of transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Self

from planner.itinerary import backup, fact_table, history, sequences
from planner.itinerary.database import Opened, identity_of, size_of
from planner.itinerary.fact_table import FactReader
from planner.itinerary.facts import COMMITMENT, Change, Decision, JsonObject, Wish, says_the_same
from planner.itinerary.failure import ItineraryError, explained
from planner.itinerary.opening import looked_at, open_database
from planner.model import Itinerary

if TYPE_CHECKING:
    from planner.itinerary.merge import Held

__all__ = ["ItineraryError", "ItineraryStore"]


class ItineraryStore:
    """One conference's itinerary on the disk. Make it by :meth:`open`.

    Attributes:
        notice: What must be told on opening (a damaged file was set aside, a
            backup is there to restore), or None.
        set_aside: Where a damaged file went, or None.
        latest_backup: The backup to offer, when ``notice`` speaks of one.
    """

    def __init__(
        self,
        opened: Opened,
        path: Path,
        conference_id: str,
        zone: tzinfo,
        clock: Callable[[], datetime],
    ) -> None:
        self.notice = opened.unread
        self.set_aside = opened.set_aside
        self.latest_backup: Path | None = None
        self._connection = opened.connection
        self._refusal = opened.refusal
        self._path = path
        self._identity = identity_of(path)
        self._conference_id = conference_id
        self._facts = FactReader(conference_id, zone)
        self._clock = clock
        self._moves = 0
        self._itinerary: Itinerary | None = None

    @classmethod
    def open(
        cls,
        path: Path,
        conference_id: str,
        zone: tzinfo,
        clock: Callable[[], datetime],
        backups: Path | None = None,
    ) -> Self:
        """Open the itinerary, making it when there is none.

        Where nothing can be written the store reads what there is (perhaps
        nothing), and :meth:`decide` says why it cannot be kept.

        Args:
            path: The database; see :func:`planner.paths.itinerary_path`.
            conference_id: The conference it belongs to.
            zone: The venue's zone, for the times of snapshots.
            clock: Returns now as an aware datetime.
            backups: The folder of automatic backups, to name the latest one
                when the file is damaged, empty or gone.

        Raises:
            ItineraryError: The file is a newer planner's, another
                conference's, or was locked for ten seconds. It is unchanged.
        """
        was_empty = size_of(path) == 0
        opened = open_database(path, conference_id)
        store = cls(opened, path, conference_id, zone, clock)
        if opened.set_aside or opened.unread or was_empty:
            known = backup.latest(backups, clock().date()) if backups else None
            store._tell_of_backup(known)
        return store

    @classmethod
    def look(
        cls, path: Path, conference_id: str, zone: tzinfo, clock: Callable[[], datetime]
    ) -> Self:
        """Open the itinerary to read it once; nothing is made, mended or set aside.

        For what a shell asks again and again (a prompt, Tab), where nobody would
        be told of it. The parameters are those of :meth:`open`.

        Raises:
            ItineraryError: It cannot be read as it stands. It is unchanged.
        """
        return cls(looked_at(path, conference_id), path, conference_id, zone, clock)

    @property
    def refusal(self) -> str | None:
        """Why decisions cannot be kept at present, None when they can."""
        return self._refusal

    @property
    def unreadable(self) -> Mapping[str, int]:
        """By field, how many facts the last reading had to leave out as something changed them."""
        return self._facts.unreadable

    @property
    def journal_mode(self) -> str:
        """SQLite's word for how changes reach the file: ``wal`` wherever it works."""
        with self._explaining():
            return str(self._connection.execute("PRAGMA journal_mode").fetchone()[0])

    def version(self) -> int:
        """Return a number that grows whenever any window or command has decided something."""
        with self._explaining():
            seen = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return self._moves + int(seen)

    def read(self) -> Itinerary:
        """Return all that is decided now; the same value until something moves.

        Raises:
            ItineraryError: The file cannot be read.
        """
        # The version first: what is committed in between shows again next time.
        version = self.version()
        if self._itinerary is None or self._itinerary.version != version:
            with self._explaining():
                self._itinerary = self._facts.itinerary(self._connection, version)
        return self._itinerary

    def decide(self, label: str, wishes: Iterable[Wish]) -> Decision | None:
        """Make wishes come true together, on the disk before this returns.

        Args:
            label: The decision in the attendee's words, for undo and history.
            wishes: The facts as they shall be; of several for one fact the
                last counts. Those that decide nothing new are dropped, even if
                their times differ.

        Returns:
            The decision with the changes made, or None if there were none.

        Raises:
            ItineraryError: The decision could not be kept; nothing changed.
        """
        latest = {(wish.field, wish.key): wish for wish in wishes}
        self._must_keep()
        with self._transaction():
            return self._decided(label, list(latest.values()))

    def add(self, label: str, field: str, prefix: str, value: JsonObject) -> Decision:
        """Make a fact under a key that never was and never will be another's: ``block-7``.

        Args:
            label: The decision in the attendee's words, for undo and history.
            field: The field of the fact.
            prefix: What stands before the number in the key.
            value: The fact.

        Returns:
            The decision; its only change has the key.

        Raises:
            ItineraryError: The decision could not be kept; nothing changed.
        """
        self._must_keep()
        with self._transaction():
            # Within the transaction, so that two windows never take the same number.
            number = history.highest_number(self._connection, field, prefix) + 1
            decision = self._decided(label, [Wish(field, f"{prefix}-{number}", value)])
        assert decision is not None  # noqa: S101 - a new key always is a change
        return decision

    def held(self) -> Held:
        """Return all facts in force, and those that were taken off.

        Raises:
            ItineraryError: The file cannot be read.
        """
        with self._explaining():
            self._connection.execute("BEGIN")
            try:
                return self._held()
            finally:
                self._connection.rollback()

    def decide_upon(self, found: Callable[[Held], tuple[str, Iterable[Wish]]]) -> Decision | None:
        """Decide what follows from all that is held, in the transaction that reads it.

        Args:
            found: Given what is held, returns the decision's label and its wishes.

        Returns:
            The decision with the changes made, or None if there were none.

        Raises:
            ItineraryError: The decision could not be kept; nothing changed.
        """
        self._must_keep()
        with self._transaction():
            label, wishes = found(self._held())
            return self._decided(label, list(wishes))

    def undo(self) -> Decision | None:
        """Take back the newest decision in force, in whichever window it was made.

        Returns:
            The decision that was undone, or None if there is none.

        Raises:
            ItineraryError: It could not be kept; nothing changed.
        """
        self._must_keep()
        with self._transaction():
            decision = history.step_back(self._connection)
            if decision:
                self._write((each.field, each.key, each.before) for each in decision.changes)
            return decision

    def redo(self) -> Decision | None:
        """Bring back the decision that was undone last, unless another was made since.

        Returns:
            The decision that is in force again, or None if there is none.

        Raises:
            ItineraryError: It could not be kept; nothing changed.
        """
        self._must_keep()
        with self._transaction():
            decision = history.step_forth(self._connection)
            if decision:
                self._write((each.field, each.key, each.after) for each in decision.changes)
            return decision

    def history(self, limit: int = 50) -> list[Decision]:
        """Return the newest ``limit`` decisions, newest first, undone ones among them."""
        with self._explaining():
            return history.newest(self._connection, limit)

    def sequences(self, fingerprints: Mapping[str, str], *, keep: bool = True) -> dict[str, int]:
        """Return each calendar entry's SEQUENCE (RFC 5545 section 3.8.7.4).

        An entry's number starts at 0 and rises by one whenever its fingerprint
        differs from that of the export before.

        Args:
            fingerprints: By UID, what a calendar must be told about.
            keep: Whether this is an export; a preview changes nothing. Where
                nothing can be written every export is a preview.

        Raises:
            ItineraryError: The numbers could not be read or kept.
        """
        if not keep or self._refusal:
            with self._explaining():
                return sequences.numbered(self._connection, fingerprints)
        with self._transaction():
            return sequences.keep(self._connection, fingerprints)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _tell_of_backup(self, latest_backup: Path | None) -> None:
        # What to do first: a line on the screen may end before the long names of files do.
        sentences, names = [self.notice] if self.notice else [], []
        if self.set_aside:
            sentences.append("The itinerary was damaged and is set aside.")
            names.append(f"What is damaged is in {self.set_aside}.")
        elif latest_backup and not sentences:
            sentences.append("The itinerary was empty or gone.")
            names.append(f"It stood in {self._path}.")
        if latest_backup:
            sentences.append(f"Bring back the latest backup: planner plan load {latest_backup}.")
        self.latest_backup = latest_backup
        self.notice = " ".join([*sentences, *names]) or None

    def _must_keep(self) -> None:
        """Raise the refusal, unless the reason for it is gone by now.

        A file that was moved or removed under the open window takes nothing
        any more: what is written to it would be found by nobody.
        """
        if self._refusal is None:
            there = identity_of(self._path)
            if there == self._identity:
                return
            if there is None:
                raise ItineraryError(
                    f"The itinerary is gone, so nothing can be kept: put back {self._path}, "
                    "or start planner again for an empty one."
                )
        again = open_database(self._path, self._conference_id)
        self._moves = self.version() + 1
        self._connection.close()
        self._connection, self._refusal = again.connection, again.refusal
        self._identity = identity_of(self._path)
        if self._refusal:
            raise ItineraryError(self._refusal)

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise explained(error, self._path) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explaining():
            self._connection.execute("BEGIN IMMEDIATE")
            changed_before = self._connection.total_changes
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise
            if self._connection.total_changes != changed_before:
                self._moves += 1

    def _decided(self, label: str, wishes: Sequence[Wish]) -> Decision | None:
        """Write the wishes that are news, and the decision; inside the caller's transaction."""
        changes = tuple(
            Change(wish.field, wish.key, before, wish.value)
            for wish in wishes
            if not says_the_same(
                before := fact_table.value_of(self._connection, wish.field, wish.key), wish.value
            )
        )
        if not changes:
            return None
        self._write((each.field, each.key, each.after) for each in changes)
        return history.record(self._connection, self._clock(), label, changes)

    def _held(self) -> Held:
        from planner.itinerary.merge import Held, Removal

        facts = fact_table.all_values(self._connection)
        gone = history.removals(self._connection).items()
        return Held(
            facts,
            {place: Removal(*removal) for place, removal in gone if place not in facts},
            history.highest_number(self._connection, COMMITMENT, "block"),
        )

    def _write(self, facts: Iterable[tuple[str, str, JsonObject | None]]) -> None:
        fact_table.write(self._connection, facts)
