"""The plan, or what a query found, as the printable page tells it: day by day, slots as walks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from planner.export.page_values import (
    Page,
    PageDay,
    PageEvent,
    PageGap,
    PageOwnTime,
    PagePart,
    PageProblem,
    PageSlot,
)
from planner.itinerary.agenda import Day, day_of
from planner.itinerary.budget import Budget, budgets
from planner.itinerary.walk import Stop, hangs, way
from planner.model import Commitment, Event
from planner.workspace.poster_slot import PosterSlot
from planner.workspace.printed.event import EventTelling, told_problem
from planner.workspace.problems import problems
from planner.workspace.walk import Walks
from planner.workspace.wording import clock, counted, dates_words, day_words

if TYPE_CHECKING:
    from planner.itinerary.agenda import Gap
    from planner.itinerary.budget import Interval
    from planner.workspace.rows import Row
    from planner.workspace.session import Session

#: Shorter free time, in minutes, is spent between two rooms.
_LEAST_GAP = 10


class _Placed(NamedTuple):
    """A part of a day, and by what it is put in order."""

    start: datetime
    rank: int
    part: PagePart


def page_of(session: Session, rows: Sequence[Row], what: str, *, whole_plan: bool) -> Page:
    """Return rows as the values of a page.

    Args:
        session: The conference in use.
        rows: The events to tell.
        what: What they are, for the title: ``my plan``, or a query's text.
        whole_plan: Whether they are all that is starred; then the day's
            budgets, free time, time of the attendee's own and the posters of
            starred talks are told too.
    """
    return _Telling(session, rows, whole_plan).page(what)


class _Telling:
    """Tells rows at one moment."""

    def __init__(self, session: Session, rows: Sequence[Row], whole_plan: bool) -> None:
        self._session = session
        self._zone = session.schedule.zone
        self._rows = {row.event.id: row for row in rows}
        self._found = problems(session)
        self._tell = EventTelling(session, self._found)
        self._whole_plan = whole_plan
        agenda = session.reading.agenda() if whole_plan else None
        self._plans = {day.date: day for day in agenda.days} if agenda else {}
        # A starred talk's poster hangs somewhere too, and is the way out of a clash.
        self._by_talk: defaultdict[date, dict[Interval, PosterSlot]] = defaultdict(dict)
        for slot in Walks(session).slots().slots if whole_plan else ():
            stops = tuple(stop for stop in slot.stops if stop.by_talk)
            if stops:
                only = slot._replace(stops=stops)
                self._by_talk[slot.start.date()][slot.interval] = only

    def page(self, what: str) -> Page:
        """Return the whole page."""
        conference = self._session.schedule.conference
        by_day: defaultdict[date | None, list[Row]] = defaultdict(list)
        for row in self._rows.values():
            by_day[day_of(row.event, self._zone) or day_of(row.parent, self._zone)].append(row)
        no_time = by_day.pop(None, [])
        held = {*by_day, *self._plans, *self._by_talk}
        days = [self._day(day, by_day[day]) for day in sorted(filter(None, held))]
        possible = ""
        if any(hangs(row.event) for row in no_time):
            possible = self._session.reading.possible_slot_words
        unknown = f", {len(no_time):,} with no time known" if no_time else ""
        return Page(
            conference,
            what,
            (
                conference.title if conference.title != conference.name else "",
                ", ".join(filter(None, (dates_words(conference), conference.venue))),
                counted(len(self._rows), "event") + unknown,
                f"All times are the venue's: {conference.timezone}",
            ),
            tuple(days),
            tuple(self._tell.event(row) for row in no_time),
            f"A poster without a time hangs in {possible}." if possible else "",
            self._dated(),
        )

    def _dated(self) -> str:
        """Return how new the page is: by the newest decision in it, never by the clock."""
        itinerary, dated = self._session.itinerary(), self._session.schedule.dated
        decided = []
        for event_id in self._rows:
            held = (itinerary.stars, itinerary.notes, itinerary.own_times, itinerary.leaving)
            decided += [of[event_id].at for of in held if event_id in of]
            marks = (itinerary.visited, itinerary.mine)
            decided += [of[event_id] for of in marks if event_id in of]
        newest = max([dated, *decided]).astimezone(self._zone)
        return f"As of {day_words(newest.date())} {newest.year}, {clock(newest)}. Saved by planner."

    def _day(self, day: date, rows: list[Row]) -> PageDay:
        plan = self._plans.get(day, Day(day, (), (), ()))
        away = {event.id for event in plan.away}
        rows = [row for row in rows if row.event.id not in away]
        asked = plan.budgets if self._whole_plan else budgets([row.event for row in rows])
        slots = [each for each in asked if any(map(hangs, each.events))]
        hanging = {each.id for slot in slots for each in slot.events if hangs(each)}
        crowded = _crowded(plan.budgets)
        placed: list[_Placed] = []
        untimed: list[PageEvent] = []
        for row in rows:
            if row.event.id in hanging:
                continue
            start = self._start(row.event)
            told = self._tell.event(row, crowded.get(row.event.id))
            if start is None:
                untimed.append(told)
            else:
                placed.append(_Placed(start, 2, told))
        talks = dict(self._by_talk.get(day, {}))
        for slot in slots:
            beside = talks.pop((slot.start.astimezone(UTC), slot.end.astimezone(UTC)), None)
            placed.append(_Placed(slot.start, 0, self._slot(slot, beside)))
        placed += [_Placed(slot.start, 0, self._talks_slot(slot)) for slot in talks.values()]
        placed += [self._own_time(each, plan) for each in plan.commitments]
        placed += [
            _Placed(gap.start, 3, PageGap(gap.start, gap.end, f"{gap.minutes} min free"))
            for gap in plan.gaps
            if _is_told(gap, slots)
        ]
        # Sorting is stable: what starts together keeps the agenda's order.
        placed.sort(key=lambda each: (each.start.astimezone(UTC), each.rank))
        words = f"{day_words(day)} {day.year}"
        return PageDay(day, words, tuple(each.part for each in placed), tuple(untimed))

    def _slot(self, slot: Budget, beside: PosterSlot | None) -> PageSlot:
        """Return a slot with its posters, and ``beside`` them those of starred talks."""
        events = [event for event in slot.events if hangs(event)]
        session = self._tell.parent(slot.session)
        rooms = {event.room for event in events}
        room = (session.room if session else None) or (rooms.pop() if len(rooms) == 1 else None)
        facts = counted(len(events), "poster")
        crowded: tuple[PageProblem, ...] = ()
        if self._whole_plan:
            facts += f", {slot.wanted_minutes} of {slot.free_minutes} min"
            crowded = (self._overfull(slot),) if slot.missing_minutes else ()
        stops = [Stop(event, self._rows[event.id].level, visited=False) for event in events]
        if beside is not None:
            facts += f", and {len(beside.stops)} by starred talks"
            stops += beside.stops
        return PageSlot(
            session.title if session else "Posters",
            slot.start.astimezone(self._zone),
            slot.end.astimezone(self._zone),
            room or "",
            facts,
            self._walk(stops, room or ""),
            crowded,
        )

    def _talks_slot(self, slot: PosterSlot) -> PageSlot:
        """Return a slot in which nothing hangs but posters of starred talks."""
        facts = f"{counted(len(slot.stops), 'poster')} by starred talks"
        stops = self._walk(slot.stops, slot.room)
        return PageSlot(slot.name, slot.start, slot.end, slot.room, facts, stops)

    def _walk(self, stops: Iterable[Stop], room: str) -> tuple[PageEvent, ...]:
        walked = way(stops)
        rows = self._session.reading.rows_of([stop.event for stop in walked])
        return tuple(
            self._tell.stop(row, room, by_talk=stop.by_talk)
            for stop, row in zip(walked, rows, strict=True)
        )

    def _overfull(self, slot: Budget) -> PageProblem:
        count, beyond = len(slot.events), len(self._found.beyond(slot))
        asked = f"{slot.wanted_minutes}"
        if all(map(hangs, slot.events)):
            asked = f"{count} x {slot.wanted_minutes // count} = {slot.wanted_minutes}"
        return PageProblem(f"{asked} of {slot.free_minutes} min, {beyond} too many")

    def _own_time(self, each: Commitment, plan: Day) -> _Placed:
        """Return the part of a commitment that lies in a day, with what time away leaves out."""
        morning = datetime.combine(plan.date, time(), self._zone)
        night = datetime.combine(plan.date + timedelta(days=1), time(), self._zone)
        start, end = max(each.start, morning), min(each.end, night)
        inside: tuple[PageEvent, ...] = ()
        if each.away:
            lying = (event for event in plan.away if _lies_in(event, self._start(event), each))
            inside = tuple(self._tell.event(self._rows[event.id]) for event in lying)
        sentence = self._found.clash_sentence(each.id)
        problem = (told_problem(sentence),) if sentence else ()
        words = "away" if each.away else "your own"
        return _Placed(start, 1, PageOwnTime(each.title, start, end, words, problem, inside))

    def _start(self, event: Event) -> datetime | None:
        """Return when an event begins, or the session in which it takes place."""
        row = self._rows[event.id]
        return event.start or (row.parent.start if row.parent else None)


def _crowded(slots: Iterable[Budget]) -> Mapping[str, Budget]:
    """Return by event the slots without posters that are too short for what they hold."""
    return {
        event.id: slot
        for slot in slots
        if slot.missing_minutes and not any(map(hangs, slot.events))
        for event in slot.events
    }


def _is_told(gap: Gap, slots: Iterable[Budget]) -> bool:
    """Whether free time is worth a line: of a poster slot, the slot's line tells it."""
    within = any(slot.start <= gap.start and gap.end <= slot.end for slot in slots)
    return gap.minutes >= _LEAST_GAP and not within


def _lies_in(event: Event, start: datetime | None, away: Commitment) -> bool:
    if start is None:
        return event.day is not None and away.start.date() <= event.day <= away.end.date()
    return away.start.astimezone(UTC) <= start.astimezone(UTC) < away.end.astimezone(UTC)
