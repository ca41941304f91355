"""Updates a conference: what a newer file says is merged into the schedule in hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from planner import paths
from planner.model import Event, Kind
from planner.schedule.changes import Change, changes, is_gift, sentence
from planner.schedule.fetch import Held
from planner.schedule.loaded import Loaded
from planner.schedule.merge import Merged, merge, worse
from planner.schedule.source import Asked
from planner.schedule.sources.native import read_native
from planner.schedule.text import fold
from planner.schedule.unusable import ScheduleUnusable
from planner.workspace.conferences.importing import Arrived, Brought, Work, arrive, brought, keep
from planner.workspace.conferences.library import LibraryError, Shelved, shelved
from planner.workspace.conferences.reading_time import within_a_minute
from planner.workspace.conferences.story import Origin, Story, Told, read_story
from planner.workspace.preparation import Preparation
from planner.workspace.session import Clock, Session

#: Of a newer file on other days at least one event in so many is known by id and title.
_LEAST_KNOWN = 10
_EVERYWHERE = frozenset({Kind.BREAK, Kind.SESSION, Kind.OTHER})


class Updated(NamedTuple):
    """What an update came to.

    ``changes`` are those of the whole schedule; ``follow`` maps ids that
    events no longer have to those they have now; ``brought`` is None where the
    address had nothing newer; ``added`` is how many events have anything that
    they did not have before, an abstract or a link among it.
    """

    shelved: Shelved
    changes: tuple[Change, ...]
    follow: Mapping[str, str]
    brought: Brought | None
    added: int = 0


def update_schedule(
    places: paths.Places,
    conference_id: str,
    file: str | None = None,
    work: Work | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    *,
    force: bool = False,
) -> Updated:
    """Merge a newer schedule into the one of a conference, from its address or a file.

    Args:
        places: Where planner's files are.
        conference_id: The conference to update.
        file: A file, or an address other than the conference's own.
        work: Told of the progress, and asked whether to go on.
        now: Gives the present moment, aware, in UTC.
        force: Take a file that is worse than what is in hand as well.

    Returns:
        What changed; the schedule in hand is replaced only as a whole.

    Raises:
        ScheduleUnusable: Nothing in the file can be used, or it is worse.
        LibraryError: There is no address to ask, or the schedule cannot be kept.
        FetchFailed: The address cannot be fetched.
        Cancelled: It was no longer wanted.
    """
    work = work or Work()
    chosen = shelved(places, conference_id)
    held = read_native(chosen.path)
    story = read_story(paths.story_path(places, chosen.id))
    place = file or held.conference.source
    if place is None:
        raise LibraryError(
            f"{chosen.conference.name} names no address to ask. Download its schedule in a "
            "browser and run planner update FILE."
        )
    arrived = arrive(place, Asked(place, base=held), work, _marked(story, place))
    if arrived is None:
        return Updated(chosen, (), _strays(story, held.events), None)
    work.progress("merging", 0, None)
    with within_a_minute(place):
        merged = merge(held, arrived.loaded, _earlier(story, arrived))
        if not force and not arrived.loaded.partial:
            _must_be_of(held, arrived.loaded, merged, place)
            refusal = worse(held, arrived.loaded)
            if refusal:
                raise ScheduleUnusable(refusal)
        found = changes(held.events, merged.events, merged.follow)
    before = frozenset(held.events)
    work.progress("keeping", 0, None)
    keep(
        places,
        merged.conference,
        merged.events,
        _story(story, merged, arrived, found, now()),
    )
    # Those of earlier updates too: one may have ended before the stars had followed.
    follow = _strays(story, merged.events) | dict(merged.follow)
    added = sum(event not in before for event in merged.events)
    return Updated(shelved(places, chosen.id), found, follow, brought(arrived), added)


class Consequences(NamedTuple):
    """What an update means to the attendee.

    ``mine`` are the changes of events that they decided about; ``gift`` is the
    sentence of what became known of their stars, None for nothing new.
    """

    mine: tuple[Change, ...]
    gift: str | None


def take_up(places: paths.Places, updated: Updated, clock: Clock) -> Consequences:
    """Let the attendee's decisions follow an update, and return what it means to them.

    The schedule is compiled with it, so that the next start is a quick one.

    Args:
        places: Where planner's files are.
        updated: What the update came to.
        clock: Gives the present moment, aware, in UTC.

    Raises:
        ScheduleUnusable: The schedule cannot be compiled.
        ItineraryError: The itinerary cannot be opened or written.
    """
    preparation = Preparation(places, updated.shelved.path)
    try:
        preparation.wait()
        session = Session(places, preparation, clock)
    except BaseException:
        preparation.close()
        raise
    try:
        if updated.follow:
            session.decisions.follow(updated.follow, updated.shelved.conference.name)
        itinerary = session.itinerary()
        own = itinerary.stars.keys() | itinerary.own_times.keys() | itinerary.mine.keys()
        mine = tuple(change for change in updated.changes if change.event_id in own)
        gift = session.changes.gift() if any(map(is_gift, mine)) else None
        return Consequences(mine, gift.sentence if gift else None)
    finally:
        session.close()


def _must_be_of(held: Loaded, fetched: Loaded, merged: Merged, place: str) -> None:
    """Refuse a file of another conference: its days are others, hardly an event is known.

    Ids alone prove nothing, since many sites number their events from 1; nor
    do breaks, for lunch is everywhere.

    Raises:
        ScheduleUnusable: It is one; the sentence says what to do with it.
    """
    ours, theirs = held.conference, fetched.conference
    if theirs.start <= ours.end and ours.start <= theirs.end:
        return
    titles = {event.id: fold(event.title) for event in held.events}
    carried = [
        event
        for event in merged.events
        if event.id in merged.carried and event.kind not in _EVERYWHERE
    ]
    known = sum(titles.get(event.id) == fold(event.title) for event in carried)
    if known * _LEAST_KNOWN >= len(carried) > 0:
        return
    raise ScheduleUnusable(
        f"{place} is of {theirs.name}, not of {ours.name}: its days and its events are others. "
        f"planner import {place} brings it in as a conference of its own."
    )


def _marked(story: Story | None, place: str) -> Held | None:
    """Return how the server marked what is held from this address, None if nothing is."""
    origins: Iterable[Origin] = story.origins.values() if story else ()
    for origin in origins:
        if origin.address == place and (origin.etag or origin.modified):
            return Held(origin.etag, origin.modified)
    return None


def _earlier(story: Story | None, arrived: Arrived) -> frozenset[str]:
    """Return the ids that an earlier file of the same source held: only those may go."""
    origin = story.origins.get(arrived.source) if story else None
    return origin.ids if origin else frozenset()


def _strays(story: Story | None, events: Iterable[Event]) -> dict[str, str]:
    """Return where ids lead that events had before earlier updates and none has now."""
    ids = {event.id for event in events}
    follow = story.follow if story else {}
    return {old: new for old, new in follow.items() if old not in ids and new in ids}


def _followed(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Return where every old id leads now, through all updates there were."""
    followed = {old: now.get(new, new) for old, new in before.items()}
    return followed | dict(now)


def _story(
    before: Story | None,
    merged: Merged,
    arrived: Arrived,
    found: tuple[Change, ...],
    at: datetime,
) -> Story:
    origins = dict(before.origins) if before else {}
    carried = merged.carried
    if arrived.loaded.partial:
        # What only adds holds nothing that it could take away again.
        carried = frozenset()
    origins[arrived.source] = arrived.origin._replace(ids=carried)
    zone = ZoneInfo(merged.conference.timezone)
    return Story(
        merged.conference,
        len(merged.events),
        sum(event.is_scheduled for event in merged.events),
        at,
        MappingProxyType(origins),
        MappingProxyType(_followed(before.follow if before else {}, merged.follow)),
        tuple(_told(change, zone) for change in found),
    )


def _told(change: Change, zone: ZoneInfo) -> Told:
    event = change.after or change.before
    assert event is not None  # noqa: S101 - a change is of something
    return Told(change.event_id, change.what.value, event.title, sentence(change, zone))
