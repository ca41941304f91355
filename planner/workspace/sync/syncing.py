"""Keeps a calendar on a CalDAV server as the itinerary is: adds, moves and removes its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from planner import paths
from planner.export.caldav import CalendarOnServer, EntryTaken, Held
from planner.export.caldav_account import CaldavFailed, Password, calendar_address, host_of
from planner.workspace.exporting import (
    CalendarOptions,
    calendar_entries,
    entry_sequences,
    starred_rows,
)
from planner.workspace.sync.record import Form, Kept, SyncRecord, read_record, write_record
from planner.workspace.sync.steps import Step, Wanted, What, steps

if TYPE_CHECKING:
    from planner.workspace.session import Session

#: The environment's word for the password.
PASSWORD = "PLANNER_CALDAV_PASSWORD"  # noqa: S105 - its name


class SyncOptions(NamedTuple):
    """How to sync.

    Attributes:
        apply: Whether to write; None writes unless it is the first time.
        create: Whether to make the calendar if it is missing.
        force: Whether what was changed or removed on the server gives way to the plan.
        adopt: Whether entries that planner wrote, but has no record of, are taken over.
        posters: One entry for each slot's starred posters, or one ``each``; None for
            as the time before, as with the two that follow.
        utc: Whether times are written in UTC.
        alarm: Minutes before the start at which to remind, ``none`` for no alarms.
    """

    apply: bool | None = None
    create: bool = False
    force: bool = False
    adopt: bool = False
    posters: Literal["slot", "each"] | None = None
    utc: bool | None = None
    alarm: int | Literal["none"] | None = None

    def form(self, before: Form) -> Form:
        """Return the form that the entries are to have, where they had another one before."""
        posters = before.posters if self.posters is None else self.posters
        utc = before.utc if self.utc is None else self.utc
        alarm = before.alarm if self.alarm is None else self.alarm
        return Form(posters, utc, None if alarm == "none" else alarm)


class Synced(NamedTuple):
    """What a sync did, or would do.

    Attributes:
        address: The calendar's.
        is_dry: Whether nothing was written.
        is_created: Whether the calendar was made, or would be.
        steps: What was done with each entry, or would be.
        without_time: How many starred events have no entry, since no time is known.
        form: In which form the entries are put.
        form_before: In which form they were, the plainest at the first time.
    """

    address: str
    is_dry: bool
    is_created: bool
    steps: tuple[Step, ...]
    without_time: int
    form: Form = Form()
    form_before: Form = Form()

    def of(self, *whats: What) -> list[Step]:
        """Return the steps of these kinds."""
        return [step for step in self.steps if step.what in whats]


def password_of(address: str, user: str, environ: Mapping[str, str]) -> Password:
    """Return the password: the environment's, else the one in the keyring.

    In the keyring it is that of ``user`` for the service ``planner:<host>``.

    Raises:
        CaldavFailed: There is none, or the keyring cannot be asked.
    """
    if text := environ.get(PASSWORD):
        if any("\ud800" <= sign <= "\udfff" for sign in text):
            raise CaldavFailed(f"The password in {PASSWORD} is no text in UTF-8: set it again.")
        return Password(text)
    service = f"planner:{host_of(address)}"
    try:
        import keyring
    except ImportError:
        raise CaldavFailed(
            f"No password for {host_of(address)}: put it into {PASSWORD}, or install "
            "conference-planner[caldav] and keep it in the keyring."
        ) from None
    try:
        kept = keyring.get_password(service, user)
    except Exception as error:
        # Each system's keyring fails in a way of its own.
        raise CaldavFailed(
            f"The keyring cannot be asked ({type(error).__name__}): unlock it, or put the "
            f"password into {PASSWORD}."
        ) from None
    if not kept:
        raise CaldavFailed(
            f"No password for {host_of(address)}: keep it in the keyring with "
            f"'keyring set {service} {user}', or put it into {PASSWORD}."
        )
    return Password(kept)


def sync(
    session: Session, url: str, user: str, options: SyncOptions, environ: Mapping[str, str]
) -> Synced:
    """Make a calendar's entries of this conference those of ``planner export ical``, or say how.

    Args:
        session: The conference in use.
        url: The calendar's address as it was typed.
        user: The name to sign in with; empty for the one of the time before.
        options: How to go about it.
        environ: Where the password may be.

    Raises:
        CaldavFailed: The calendar cannot be read or written. What was done until
            then stays, and the next run goes on from there.
        RecordUnusable: A newer planner synced this calendar.
        OSError: The record of what was put cannot be read or kept.
    """
    address = calendar_address(url)
    conference = session.schedule.conference
    path = paths.sync_path(session.places, conference.id, address)
    before = read_record(path)
    name = user or (before.user if before else None)
    if not name or ":" in name:
        # RFC 7617 section 2: a name with a colon cannot be told from its password.
        raise CaldavFailed("--user takes the name that you sign in with at the calendar's server.")
    form_before = before.form if before else Form()
    form = options.form(form_before)
    record = SyncRecord(name, before.entries if before else {}, form)
    is_dry = not (before is not None if options.apply is None else options.apply)
    with CalendarOnServer(address, name, password_of(address, name, environ)) as server:
        is_there = server.is_there()
        if not is_there:
            if not options.create:
                raise CaldavFailed(f"There is no calendar at {address}: --create makes it.")
            # What was put into an earlier calendar went with it.
            record = SyncRecord(name, form=form)
            if not is_dry:
                server.create(conference.name)
        wanted, without_time = _wanted(session, form, is_dry)
        held = _held(server, record, conference.id) if is_there else {}
        todo = steps(wanted, record.entries, held, force=options.force, adopt=options.adopt)
        if not is_dry:
            todo = _Run(server, path, record).do(todo)
    return Synced(address, is_dry, not is_there, tuple(todo), without_time, form, form_before)


def _wanted(session: Session, form: Form, is_dry: bool) -> tuple[dict[str, Wanted], int]:
    """Return the plan's entries by UID, each as a calendar object, and what has no time."""
    from planner.export.calendar_object import read_object
    from planner.export.ical import calendar_bytes

    options = CalendarOptions(posters=form.posters, utc=form.utc, alarm=form.alarm)
    found, _ = calendar_entries(session, starred_rows(session), options)
    sequences = entry_sequences(session, found, keep=not is_dry)
    schedule = session.schedule
    wanted = {}
    for entry in found.entries:
        content = calendar_bytes(
            schedule.conference,
            [entry],
            sequences,
            dated=schedule.dated,
            utc=form.utc,
            alarm=form.alarm,
        )
        says = read_object(content)
        assert says is not None  # noqa: S101 - we wrote it
        wanted[entry.uid] = Wanted(
            entry, content, says.digest, utc=form.utc and isinstance(entry.start, datetime)
        )
    return wanted, found.without_time


def _held(server: CalendarOnServer, record: SyncRecord, conference_id: str) -> dict[str, Held]:
    """Return what the server holds of this conference's, by UID.

    A search that misses an entry must not look as if the attendee had removed
    it: what is in the record, but was not found, is asked for by its address.
    """
    ending = f"@{conference_id}.planner"
    held = server.entries(ending)
    for uid, kept in record.entries.items():
        if uid not in held and kept.digest is not None:
            entry = server.entry(kept.address)
            if entry is not None and entry.content.uid == uid:
                held[uid] = entry
    return held


class _Run:
    """The steps being done, with the record of them kept up to date."""

    def __init__(self, server: CalendarOnServer, path: Path, record: SyncRecord) -> None:
        self.server = server
        self.path = path
        self.record = record

    def do(self, todo: list[Step]) -> list[Step]:
        """Do the steps; return what came of each."""
        for step in todo:
            if step.wanted and step.writes:
                self._intend(step, step.wanted)
        # Before anything is written there: without a record nothing would be known as ours.
        self._write()
        done = 0
        try:
            came = []
            for step in todo:
                came.append(self._do(step))
                done += step.writes
            return came
        except CaldavFailed as failure:
            if done:
                of = sum(step.writes for step in todo)
                raise CaldavFailed(f"{failure} {done} of {of} changes are made.") from failure
            raise
        finally:
            self._write()

    def _intend(self, step: Step, wanted: Wanted) -> None:
        held, kept = step.held, step.kept
        address = held.address if held else self.server.address_of(step.uid)
        if kept is None:
            kept = Kept(address, wanted.entry.fingerprint)
            if held is not None:
                kept = kept._replace(etag=held.etag, digest=held.content.digest)
        self.record = self.record.with_entry(step.uid, kept._replace(intended=wanted.digest))

    def _do(self, step: Step) -> Step:
        if step.what in (What.FORGET, What.REMOVE):
            if step.held and step.what is What.REMOVE:
                try:
                    self.server.remove(step.held)
                except EntryTaken:
                    return step._replace(what=What.CHANGED_THERE)
            self.record = self.record.without(step.uid)
            return step
        if step.wanted is None:
            return step
        if step.writes:
            return self._put(step, step.wanted)
        if step.what in (What.KEEP, What.ADOPT) and step.held:
            entry = step.wanted.entry
            kept = Kept(
                step.held.address,
                entry.fingerprint,
                step.held.etag,
                step.wanted.digest,
                # What is taken over may be in either.
                utc=step.kept.utc if step.kept else step.wanted.utc,
            )
            self.record = self.record.with_entry(step.uid, kept)
        return step

    def _put(self, step: Step, wanted: Wanted) -> Step:
        address = step.held.address if step.held else self.server.address_of(step.uid)
        try:
            etag = self.server.put(address, wanted.content, step.held)
        except EntryTaken:
            if step.kept is None:
                self.record = self.record.without(step.uid)
                return step._replace(what=What.NOT_OURS)
            self.record = self.record.with_entry(step.uid, step.kept)
            return step._replace(what=What.CHANGED_THERE)
        kept = Kept(address, wanted.entry.fingerprint, etag, wanted.digest, utc=wanted.utc)
        self.record = self.record.with_entry(step.uid, kept)
        if etag is None:
            # The server wrote it down in its own way (RFC 4791 section 5.3.4); so it is now.
            held = self.server.entry(address)
            if held is not None:
                self.record = self.record.with_entry(step.uid, kept._replace(etag=held.etag))
        return step

    def _write(self) -> None:
        write_record(self.path, self.record, self.server.address)
