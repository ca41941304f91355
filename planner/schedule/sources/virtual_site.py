"""The programmes of ICML, NeurIPS, ICLR, MLSys, CVPR, ECCV and other sites of the same software.

Read is ``{host}/static/virtual/data/{series}-{year}-orals-posters.json``: one
object with ``count``, ``next``, ``previous`` and ``results``, or its results
alone. The abstracts of newer years lie in a file beside it (see
:mod:`~planner.schedule.sources.abstracts_file`). The offset of its times is the
server's, not the venue's; only the zone of the conference tells the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from planner.model import Conference, Kind
from planner.schedule.border import admit_conference, admit_events
from planner.schedule.border_values import is_address
from planner.schedule.conference_facts import conference_days, conference_id
from planner.schedule.limits import refuse_crowd, refuse_depth
from planner.schedule.loaded import Loaded, Problem, Report
from planner.schedule.pairing import Showing, papers_of
from planner.schedule.source import Asked, Content, Source
from planner.schedule.sources.additions import ids_by_number, refuse_another
from planner.schedule.sources.series import (
    DAYS,
    Edition,
    edition_of_addresses,
    edition_of_place,
)
from planner.schedule.sources.virtual_event import Listed, Site, is_refused, listed
from planner.schedule.sources.virtual_sessions import with_sessions
from planner.schedule.unusable import ScheduleUnusable
from planner.schedule.zone import zone_for

_DATA_FILE = re.compile(r"-orals-posters(?=\.json$)")
_TYPES = frozenset({"eventtype", "event_type", "starttime"})
#: What twins share besides the paper's name, where one of them lacks it.
_SHARED = ("people", "topics", "topics_by", "track", "abstract")


def companions(address: str) -> tuple[str, ...]:
    """Return the address of the abstracts that belong to the orals and posters at ``address``."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ()
    path = _DATA_FILE.sub("-abstracts", parts.path)
    return () if path == parts.path else (urlunsplit(parts._replace(path=path)),)


def _results(document: object) -> list[Any] | None:
    if isinstance(document, dict):
        results = document.get("results")
        if isinstance(results, list) and (
            _is_listing(results) or ("count" in document and not results)
        ):
            return results
        return None
    return document if isinstance(document, list) and _is_listing(document) else None


def _is_listing(results: list[Any]) -> bool:
    """Tell the site's events from other lists by what no other source calls so."""
    return any(
        isinstance(each, dict) and "name" in each and not _TYPES.isdisjoint(each)
        for each in results[:20]
    )


def _recognises(content: Content) -> bool:
    return _results(content.json) is not None


def _read(content: Content, asked: Asked) -> Loaded:
    document = content.json
    results = _results(document)
    if results is None:
        raise ScheduleUnusable(f"{asked.place} is no list of a conference's orals and posters.")
    edition = _edition(asked.place, results)
    refuse_another(asked, edition)
    report = Report()
    try:
        refuse_crowd(len(results))
        zone = _zone(asked, edition)
        places, events = _events(results, _site(asked, edition), report)
        _pair(events, asked)
        sessions = with_sessions([event for event in events if isinstance(event, Listed)])
        natives = [event.native if isinstance(event, Listed) else event for event in events]
        conference = _conference(asked, edition, zone, natives, report)
        admitted = admit_events([*natives, *sessions], conference, report)
    except ScheduleUnusable as error:
        raise ScheduleUnusable(f"{asked.place}: {error}") from error
    report.problems[:] = [_at_its_place(problem, places) for problem in report.problems]
    is_partial = _is_partial(document, len(results), report) and asked.base is not None
    return Loaded(conference, admitted, report, partial=is_partial)


def _events(
    results: list[Any], site: Site, report: Report
) -> tuple[list[int], list[Listed | object]]:
    """Return the events in the native form, and the place of each in the file."""
    places: list[int] = []
    events: list[Listed | object] = []
    for index, raw in enumerate(results):
        if not isinstance(raw, dict):
            # The border says what is wrong with it.
            events.append(raw if not isinstance(raw, list) else None)
            places.append(index)
            continue
        found: list[Problem] = []

        def note(key: str, why: str, dropped: bool = False) -> None:
            found.append(Problem(-1, None, key, why, dropped))  # noqa: B023 - used at once

        try:
            refuse_depth(raw)
        except ScheduleUnusable:
            note("event", "nests too deeply", dropped=True)
            event = None
        else:
            event = None if is_refused(raw) else listed(raw, site, note)
            if event is None:
                note("decision", "left out: not accepted", dropped=True)
        id_ = event.native["id"] if event else None
        name = id_[:80] if isinstance(id_, str) else None
        report.problems += [replace(each, index=-1 - index, id=name) for each in found]
        if event:
            events.append(event)
            places.append(index)
    return places, events


def _at_its_place(problem: Problem, places: list[int]) -> Problem:
    """Return a problem with its event's place in the file; sessions stand nowhere in it."""
    if problem.index is None:
        return problem
    if problem.index < 0:
        return replace(problem, index=-1 - problem.index)
    within = problem.index < len(places)
    return replace(problem, index=places[problem.index] if within else None)


def _pair(events: list[Listed | object], asked: Asked) -> None:
    """Give twins their common paper, and each what only the other one has."""
    held = {event.id: event for event in asked.base.events} if asked.base else {}
    papers = [event for event in events if isinstance(event, Listed)]
    by_number = {event.number: event.native["id"] for event in papers if event.number is not None}
    showings = []
    for event in papers:
        id_, title = event.native["id"], event.native["title"]
        if not isinstance(id_, str) or not isinstance(title, str):
            continue
        known = event.paper
        if id_ in held and event.kind is not Kind.ORAL:
            # A poster's number is sure, so the name that its paper has in hand stays.
            known = held[id_].paper or known
        people = event.native["people"]
        showings.append(
            Showing(
                id=id_,
                kind=event.kind,
                title=title,
                people=tuple(each["name"] for each in people if each["name"])
                if isinstance(people, list)
                else (),
                paper=known,
                related=tuple(by_number[each] for each in event.related if each in by_number),
                mark=event.mark,
            )
        )
    names = papers_of(showings)
    twins: dict[str, list[dict[str, Any]]] = {}
    for event in papers:
        id_ = event.native["id"]
        name = names.get(id_) if isinstance(id_, str) else None
        if name:
            event.native["paper"] = name
            twins.setdefault(name, []).append(event.native)
    for group in twins.values():
        for key in _SHARED:
            shared = next((native[key] for native in group if native[key]), None)
            for native in group:
                native[key] = native[key] or shared
    for event in papers:
        for key in ("people", "topics"):
            event.native[key] = event.native[key] or []


def _is_partial(document: object, held: int, report: Report) -> bool:
    """Tell, and report, whether the file is only the first page of a longer list."""
    if not isinstance(document, dict):
        return False
    count = document.get("count")
    if isinstance(count, int) and count > held:
        why = f"the file holds {held:,} of the {count:,} events that it announces"
        report.problems.append(Problem(None, None, "count", why))
        return True
    if isinstance(document.get("next"), str) and document["next"]:
        report.problems.append(Problem(None, None, "next", "the file is not the last page"))
        return True
    return False


def _edition(place: str, results: list[Any]) -> Edition | None:
    return edition_of_place(place) or edition_of_addresses(
        f"{raw.get('virtualsite_url')!s:.200} {raw.get('sourceurl')!s:.200}"
        for raw in results
        if isinstance(raw, dict)
    )


def _zone(asked: Asked, edition: Edition | None) -> str:
    if asked.base is not None:
        return asked.base.conference.timezone
    series, year = (edition.series, edition.year) if edition else (None, None)
    return zone_for(asked.timezone, None, series, year)


def _site(asked: Asked, edition: Edition | None) -> Site:
    known = edition.known if edition else None
    host = known.host if known else None
    if host is None and is_address(asked.place):
        host = urlsplit(asked.place).netloc.rpartition("@")[2]
    label = known.name if known else edition.series.upper() if edition else "Conference"
    return Site(host, label, ids_by_number(asked.base.events if asked.base else ()))


def _conference(
    asked: Asked, edition: Edition | None, zone: str, natives: list[object], report: Report
) -> Conference:
    if asked.base is not None:
        return asked.base.conference
    days = conference_days((None, None), _days(natives, ZoneInfo(zone)))
    first, last = (day.isoformat() for day in days) if days else _known_days(edition)
    known = edition.known if edition else None
    stem = PurePath(asked.place).stem
    name = edition.name if edition else asked.conference_id or stem
    made = edition.id if edition else conference_id(None, stem, int(first[:4]))
    source = asked.place if is_address(asked.place) else edition.data_address if edition else None
    return admit_conference(
        {
            "id": asked.conference_id or made,
            "name": name,
            "title": known.title if known else name,
            "start": first,
            "end": last,
            "timezone": zone,
            "venue": None,
            "url": f"https://{known.host}/Conferences/{edition.year}"
            if known and edition
            else None,
            "source": source,
        },
        report,
    )


def _known_days(edition: Edition | None) -> tuple[str, str]:
    days = DAYS.get((edition.series, edition.year)) if edition else None
    if days is None:
        raise ScheduleUnusable(
            "none of its events has a time, and the days of the conference are not known; "
            "wait until the conference publishes its times."
        )
    return days


def _days(natives: Iterable[object], zone: ZoneInfo) -> list[date]:
    """Return the day of each event with a time, in the venue's zone."""
    days: dict[str, date] = {}
    found = []
    for native in natives:
        start = native.get("start") if isinstance(native, Mapping) else None
        if not isinstance(start, str):
            continue
        if start not in days:
            try:
                moment = datetime.fromisoformat(start)
                if moment.tzinfo is None:
                    continue
                days[start] = moment.astimezone(zone).date()
            except (ValueError, OverflowError):
                continue
        found.append(days[start])
    return found


SOURCE = Source("virtual site JSON", _recognises, _read, companions)
