"""The conferences that planner knows: which there are, which is in use, and how one goes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from planner import paths
from planner.model import Conference
from planner.record import conference_from_record
from planner.workspace.conferences.story import Story, read_story
from planner.workspace.in_use import conference_in_use, keep_in_use

#: The conference stands at the head of a native file; this much of it is read.
_HEAD = 65_536


class LibraryError(Exception):
    """What was asked of the library cannot be done; the message says why and what to do."""


class Shelved(NamedTuple):
    """A conference on the shelf.

    ``events`` and ``scheduled`` count its events and those with a start, None
    where that is not known without reading the whole schedule. ``kept_at`` is
    when it was imported or updated last, in UTC, None for what ships.
    """

    conference: Conference
    path: Path
    in_use: bool
    bundled: bool
    events: int | None = None
    scheduled: int | None = None
    kept_at: datetime | None = None

    @property
    def id(self) -> str:
        """The conference's id."""
        return self.conference.id


def conferences(places: paths.Places) -> tuple[Shelved, ...]:
    """Return all conferences there are, the latest first."""
    in_use = conference_in_use(places)
    found = {shelved.id: shelved for shelved in _kept(places, in_use)}
    if paths.BUNDLED_ID not in found:
        bundled = _head_of(paths.bundled_schedule())
        if bundled is not None:
            used = in_use == bundled.id
            found[bundled.id] = Shelved(bundled, paths.bundled_schedule(), used, bundled=True)
    latest = sorted(found.values(), key=lambda each: each.id)
    return tuple(sorted(latest, key=lambda each: each.conference.start, reverse=True))


def shelved(places: paths.Places, conference_id: str) -> Shelved:
    """Return one conference by its id, or by its name whatever its case and blanks.

    Raises:
        LibraryError: There is none; the sentence names the nearest.
    """
    known = conferences(places)
    wanted = _plain(conference_id)
    for each in known:
        if wanted in (_plain(each.id), _plain(each.conference.name)):
            return each
    from difflib import get_close_matches

    near = get_close_matches(conference_id, [each.id for each in known], n=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    raise LibraryError(
        f"There is no conference {conference_id!r} here. {meant}"
        "planner conferences lists them, planner import FILE brings one in."
    )


def use(places: paths.Places, conference_id: str) -> Shelved:
    """Use a conference from the next start on, and return it.

    Raises:
        LibraryError: There is no such conference, or the choice cannot be kept.
    """
    chosen = shelved(places, conference_id)
    try:
        keep_in_use(places, chosen.id)
    except OSError as error:
        raise LibraryError(
            f"{paths.in_use_path(places)} cannot be written: {error.strerror}. "
            "Make room or make it writable."
        ) from error
    return chosen._replace(in_use=True)


def remove(places: paths.Places, conference_id: str) -> str:
    """Remove a kept schedule, and return the sentence that says what stays.

    What the attendee decided there stays on disk. Of the conference that
    ships only its updates go.

    Raises:
        LibraryError: There is no such conference, it ships and was never
            updated, or its files cannot be removed.
    """
    broken = paths.kept_schedule(places, conference_id)
    if broken.is_file() and _head_of(broken) is None:
        return _remove_broken(places, conference_id, broken)
    chosen = shelved(places, conference_id)
    if chosen.bundled and chosen.kept_at is None:
        raise LibraryError(
            f"{chosen.conference.name} comes with planner and was never updated: "
            "there is nothing to remove."
        )
    _unlink(places, chosen.id, chosen.path)
    if chosen.bundled:
        return f"{chosen.conference.name} is again as it came with planner; your stars stay"
    if chosen.in_use:
        keep_in_use(places, paths.BUNDLED_ID)
    itinerary = paths.itinerary_path(places, chosen.id)
    stays = f"; what you decided there stays in {itinerary}" if itinerary.is_file() else ""
    return f"Removed: {chosen.conference.name}{stays}"


def _remove_broken(places: paths.Places, conference_id: str, path: Path) -> str:
    """Remove a kept schedule that does not even say which conference it is."""
    in_use = conference_in_use(places)
    _unlink(places, conference_id, path)
    if in_use == conference_id:
        keep_in_use(places, paths.BUNDLED_ID)
    return f"Removed: {conference_id}; what you decided there stays"


def _unlink(places: paths.Places, conference_id: str, path: Path) -> None:
    try:
        paths.story_path(places, conference_id).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    except OSError as error:
        raise LibraryError(f"{path} cannot be removed: {error.strerror}.") from error


def _kept(places: paths.Places, in_use: str) -> Iterator[Shelved]:
    folder = paths.conferences_folder(places)
    try:
        files = sorted(folder.glob("*.json"))
    except OSError:
        return
    for path in files:
        if path.name.endswith(".story.json"):
            continue
        conference = _head_of(path)
        if conference is None or path != paths.kept_schedule(places, conference.id):
            continue
        used, bundled = conference.id == in_use, conference.id == paths.BUNDLED_ID
        story = read_story(paths.story_path(places, conference.id))
        yield _with_story(Shelved(conference, path, used, bundled), story)


def _with_story(shelved: Shelved, story: Story | None) -> Shelved:
    if story is None:
        at = datetime.fromtimestamp(shelved.path.stat().st_mtime, UTC)
        return shelved._replace(kept_at=at)
    return shelved._replace(events=story.events, scheduled=story.scheduled, kept_at=story.at)


def _head_of(path: Path) -> Conference | None:
    """Return the conference that a native file's head names, None if it does not."""
    try:
        with path.open("rb") as file:
            text = file.read(_HEAD).decode("utf-8", "ignore")
        _, found, rest = text.partition('"conference":')
        record, _ = json.JSONDecoder().raw_decode(rest.lstrip())
        return conference_from_record(record) if found else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _plain(text: str) -> str:
    return "".join(text.casefold().split())
