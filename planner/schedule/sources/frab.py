"""What schedule.xml and schedule.json of frab, pretalx and Pentabarf have in common.

The format was Pentabarf's; frab (https://github.com/frab/frab/wiki/Schedule) and
pretalx (https://docs.pretalx.org) write it too, and both layouts hold the same
keys. The layouts' modules take a file apart into :class:`FrabEvent` values; what
they mean is told here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from planner.model import Attendance, Kind
from planner.schedule.border import admit_conference, admit_events
from planner.schedule.border_values import shown
from planner.schedule.conference_facts import conference_days, conference_id, day_of
from planner.schedule.ids import event_id, is_id
from planner.schedule.kind_words import kind_of_title, known_kind
from planner.schedule.loaded import Loaded, Problem, Report
from planner.schedule.markup import line_of_html
from planner.schedule.source import Asked
from planner.schedule.sources.frab_texts import abstract_of, joined, sound_address
from planner.schedule.sources.frab_times import duration, stated_moment, time_of_day
from planner.schedule.text import clean, fold
from planner.schedule.unusable import ScheduleUnusable
from planner.schedule.zone import zone_for

#: Where the file does not name its ``day_change``, the night ends then.
_NIGHT_ENDS = time(5)
_LONGEST = timedelta(days=31)
#: A workshop up to so long is attended from start to end: it holds no events of its own.
_LONGEST_ATTENDED = timedelta(hours=4)
_NO_TRACK = frozenset({"", "no track", "none", "-", "n/a"})
_ATTENDED_WHOLE = frozenset({"bof", "bofs", "birds"})


class FrabEvent(NamedTuple):
    """One event as a file of either layout has it, all texts as they stand there.

    ``values`` holds ``guid id code date start duration room title subtitle track
    type abstract description url`` where the file has them, HTML and all.
    ``day`` is the date that the event is filed under, ``day_start`` and
    ``day_end`` are when that day begins and ends, if the file says so. ``links``
    are labels with addresses, which may be relative to the conference's.
    """

    day: str | None
    day_start: str | None
    day_end: str | None
    values: Mapping[str, str]
    persons: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def frab_schedule(
    conference: Mapping[str, str], events: Sequence[FrabEvent], asked: Asked, report: Report
) -> Loaded:
    """Return the schedule of a file that was taken apart.

    Args:
        conference: ``acronym title venue city start end day_change base_url
            url time_zone_name generator`` where the file has them.
        events: In the file's order.
        asked: What the attendee said, and where the file comes from.
        report: What was noted while the file was taken apart.

    Raises:
        ScheduleUnusable: No zone is known, or no event is sound.
    """
    filed = [day for event in events if (day := _filed_under(event, None))]
    days = conference_days((conference.get("start"), conference.get("end")), filed)
    title = clean(conference.get("title", "")) or clean(conference.get("acronym", ""))
    series = " ".join(filter(None, (conference.get("acronym"), title)))
    year = days[0].year if days else None
    try:
        zone = ZoneInfo(zone_for(asked.timezone, conference.get("time_zone_name"), series, year))
        reader = _Reader(conference, zone, report, any(event.persons for event in events))
        raw_events = [reader.event(index, event) for index, event in enumerate(events)]
        days = days or conference_days((None, None), reader.days)
        if not days:
            raise ScheduleUnusable(
                "The file holds no event on a day that can be read; nothing was imported."
            )
        place = ", ".join(filter(None, (clean(conference.get(k, "")) for k in ("venue", "city"))))
        admitted = admit_conference(
            {
                "id": asked.conference_id or conference_id(conference.get("acronym"), title, year),
                "name": title or "Conference",
                "title": title or "Conference",
                "start": days[0].isoformat(),
                "end": days[1].isoformat(),
                "timezone": zone.key,
                "venue": place or None,
                "url": sound_address(conference.get("base_url"))
                or sound_address(conference.get("url")),
                "source": sound_address(asked.place),
            },
            report,
        )
        sound = admit_events(raw_events, admitted, report)
    except ScheduleUnusable as error:
        raise ScheduleUnusable(f"{asked.place}: {error}") from error
    report.problems.sort(key=lambda problem: -1 if problem.index is None else problem.index)
    return Loaded(admitted, sound, report)


class _Reader:
    """Turns the events of one file into objects of the native format."""

    def __init__(
        self, conference: Mapping[str, str], zone: ZoneInfo, report: Report, names_persons: bool
    ) -> None:
        self._zone = zone
        self._report = report
        self._names_persons = names_persons
        self._base = sound_address(conference.get("base_url")) or ""
        self._night_ends = time_of_day(conference.get("day_change"))
        self._counts_days = "pretalx" in conference.get("generator", "").lower()
        self._showings: dict[tuple[str, str], str] = {}
        self.days: list[date] = []

    def event(self, index: int, event: FrabEvent) -> dict[str, Any]:
        values = event.values
        filed = _filed_under(event, self._zone)
        night_ends = self._end_of_night(event)
        raw_start: str | None
        try:
            start = self._start(event, filed, night_ends)
            raw_start = start.isoformat() if start else None
        except (ValueError, OverflowError):
            # The border drops the event and says so.
            start, raw_start = None, values.get("date") or values.get("start")
        length = self._length(index, values)
        try:
            end = start and length and (start.astimezone(UTC) + length).astimezone(self._zone)
        except OverflowError:
            end = None
        day = filed
        if start and start.date() != filed:
            is_night = filed is not None and start.date() - filed == timedelta(days=1)
            if not (is_night and _is_before(start, night_ends, event.day_end, self._zone)):
                day = start.date()
        if day:
            self.days.append(day)
        kind = self._kind(event)
        room = clean(line_of_html(values.get("room", ""))) or None
        track = clean(line_of_html(values.get("track", "")))
        return {
            "id": self._id(values, raw_start, room),
            "kind": kind.value,
            "title": clean(line_of_html(values.get("title", ""))) or None,
            "start": raw_start,
            "end": end.isoformat() if end else None,
            "day": day.isoformat() if day else None,
            "attendance": _attendance(kind, values.get("type"), length),
            "room": room,
            "people": [{"name": line_of_html(name)} for name in dict.fromkeys(event.persons)],
            "topics": [] if fold(track) in _NO_TRACK else [track],
            "topics_by": None if fold(track) in _NO_TRACK else "conference",
            "certainty": {
                "slot": "official" if raw_start or day else "unknown",
                "room": "official" if room else "unknown",
            },
            "abstract": abstract_of(values),
            "links": self._links(event),
        }

    def _id(self, values: Mapping[str, str], start: str | None, room: str | None) -> str | None:
        """Return an event's id: of its guid, else its code or id, for the border to put right."""
        named = next((clean(values[k]) for k in ("guid", "code", "id") if values.get(k)), "")
        if not named:
            # Pentabarf's oldest files know an event by its slug alone.
            named = clean(values.get("slug", ""))
        if not named:
            return None
        if not values.get("guid"):
            # Two events of one number at one time are two if their rooms or titles differ.
            showing = f"{room}\n{values.get('title')}"
            if showing != self._showings.setdefault((named, start or ""), showing):
                named = f"{named}\n{start}\n{showing}"
        made = f"event-{named.lower() if values.get('guid') else named}"
        return made if is_id(made) else event_id(named)

    def _start(self, event: FrabEvent, filed: date | None, night_ends: time) -> datetime | None:
        """Return an event's start in the venue's zone, None if the file has none.

        Raises:
            ValueError: What the file has is no time.
            OverflowError: It lies outside of all calendars.
        """
        said = event.values.get("date", "").strip()
        clock = event.values.get("start", "").strip()
        if "T" in clock:
            said, clock = clock, ""
        if len(said) > len("2024-07-21"):
            moment = datetime.fromisoformat(said)
            if moment.tzinfo is None:
                return moment.replace(tzinfo=self._zone)
            return moment.astimezone(self._zone)
        if not clock:
            return None
        at = time_of_day(clock)
        if at is None:
            raise ValueError("no time of day")
        if said:
            return datetime.combine(date.fromisoformat(said), at, self._zone)
        if filed is None:
            raise ValueError("a time without a day")
        day = filed + timedelta(days=1) if at < night_ends else filed
        return datetime.combine(day, at, self._zone)

    def _end_of_night(self, event: FrabEvent) -> time:
        """Return the time of day before which an event belongs to the day before."""
        if self._night_ends is not None:
            return self._night_ends
        begins = stated_moment(event.day_start, self._zone)
        return min(_NIGHT_ENDS, begins.time()) if begins else _NIGHT_ENDS

    def _length(self, index: int, values: Mapping[str, str]) -> timedelta | None:
        said = values.get("duration", "").strip()
        if not said:
            return None
        length = duration(said, self._counts_days)
        if length is not None and timedelta() < length <= _LONGEST:
            return length
        if length == timedelta():
            why = "is nothing; the end is not known"
        else:
            why = f"not a duration such as 00:45, the end is not known: {shown(said)}"
        id_ = clean(values.get("guid") or values.get("id") or "")[:80] or None
        self._report.problems.append(Problem(index, id_, "duration", why))
        return None

    def _kind(self, event: FrabEvent) -> Kind:
        values = event.values
        kind = known_kind(values.get("type"))
        if kind in (None, Kind.TALK) and not event.persons:
            # Lunch has no type of its own in most files.
            kind = kind_of_title(clean(line_of_html(values.get("title", ""))), kind)
        if kind is None:
            # A track tells a kind only by its whole name: "Music" may be what talks are about.
            kind = kind_of_title(clean(values.get("track", "")), None)
        if kind is None:
            kind = Kind.TALK if event.persons or not self._names_persons else Kind.OTHER
        # No event of these files holds another.
        return Kind.TALK if kind is Kind.SESSION else kind

    def _links(self, event: FrabEvent) -> list[dict[str, str]]:
        page = event.values.get("url", "")
        links = [("Event page", page)] if page else []
        found: dict[str, str] = {}
        for label, url in (*links, *event.links):
            address = joined(self._base, url)
            found.setdefault(address, clean(line_of_html(label)) or "Link")
        return [{"label": label, "url": url} for url, label in found.items() if url]


def _filed_under(event: FrabEvent, zone: ZoneInfo | None) -> date | None:
    """Return the day that a file puts an event under; its beginning tells it better than its date.

    DebConf's software writes the date of the day's beginning in UTC.
    """
    begins = stated_moment(event.day_start, zone) if zone else None
    return begins.date() if begins else day_of(event.day)


def _is_before(start: datetime, night_ends: time, day_end: str | None, zone: ZoneInfo) -> bool:
    ends = stated_moment(day_end, zone)
    return start.time() < night_ends or (ends is not None and start <= ends)


def _attendance(kind: Kind, type_: str | None, length: timedelta | None) -> str | None:
    """Return how one attends where the kind misleads: no workshop here holds other events."""
    is_short = length is None or length <= _LONGEST_ATTENDED
    meets = kind is Kind.SOCIAL and _ATTENDED_WHOLE & set(fold(type_ or "").split())
    return Attendance.FIXED.value if is_short and (kind is Kind.WORKSHOP or meets) else None
