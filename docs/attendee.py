"""A lively attendee of ICML 2024, for pictures: stars, clashes, notes, searches, own time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.export.plan_line import plan_line
from planner.itinerary.facts import Wish, star_value
from planner.model import Event, Kind, Level
from planner.workspace.session import Session

VIENNA = ZoneInfo("Europe/Vienna")
#: A week before the conference, and on its second day just before the posters.
BEFORE = datetime(2024, 7, 12, 9, 0, tzinfo=UTC)
DURING = datetime(2024, 7, 23, 8, 20, tzinfo=UTC)

#: Two pairs of these talks overlap, and Wednesday's first one has a way out at its poster.
STARS = {
    Level.MUST: (
        *("oral-35486", "tutorial-35223", "oral-35483", "poster-34535", "poster-33074"),
        *("workshop-29958",),
    ),
    Level.WANT: (
        *("poster-33646", "oral-35451", "oral-35535", "workshop-29953", "poster-32858"),
        *("oral-35521", "oral-35444", "poster-32618", "poster-32714", "poster-32828"),
        *("poster-32972", "tutorial-35230", "poster-32694", "poster-32837"),
    ),
    Level.MAYBE: ("demo-tacticai", "poster-34686", "poster-33206", "poster-33198", "oral-35542"),
}
#: On Tuesday from 13:30 to 15:00, at these boards.
BOARDS = {
    "poster-33646": "503",
    "poster-34535": "511",
    "poster-32618": "1204",
    "poster-33074": "714",
    "poster-32828": "2610",
    "poster-32972": "802",
}
SEARCHES = {"world models": "world models", "Vienna's theory": "kind:oral topic:theory"}


def live(session: Session) -> None:
    """Decide in ``session`` all that a lively attendee decides in a few evenings."""
    decisions = session.decisions
    for level, ids in STARS.items():
        decisions.star([_event(session, event_id) for event_id in ids], level)
    start = datetime(2024, 7, 23, 13, 30, tzinfo=VIENNA)
    for event_id, board in BOARDS.items():
        event = _event(session, event_id)
        decisions.set_time(event, start, start + timedelta(minutes=90), board)
    decisions.visit([_event(session, "poster-33646")], visited=True)
    decisions.note(
        _event(session, "poster-34535"), "Ask about the 世界 model’s memory.\nCafé with Ada after?"
    )
    decisions.note(_event(session, "oral-35486"), "Bring the question on weak labels 🙂")
    noon = datetime(2024, 7, 24, 12, 0, tzinfo=VIENNA)
    decisions.block("Lunch with Zoë and 山田さん", noon, noon + timedelta(minutes=60))
    decisions.block(
        "my poster", noon + timedelta(days=2, hours=2), noon + timedelta(days=2, hours=3)
    )
    decisions.pin([_event(session, "oral-35486")], pinned=True)
    decisions.hide([_event(session, "poster-33114")], hidden=True)
    for name, query in SEARCHES.items():
        decisions.save_search(name, query)


def see_changes(session: Session) -> None:
    """Star events as if they had been other ones once: moved, given a time, cancelled."""
    oral, tutorial = _event(session, "oral-35444"), _event(session, "tutorial-35223")
    start = oral.start or BEFORE
    others = (
        replace(oral, start=start - timedelta(days=1), end=start - timedelta(hours=23)),
        replace(tutorial, room="Lehar 1-4"),
        replace(_event(session, "oral-35483"), start=None, end=None, day=None),
        Event("poster-99999", Kind.POSTER, "A poster that was taken back", start=start, end=None),
    )
    for event in others:
        value = star_value(Level.MUST, BEFORE, event)
        session.store.decide("Starred", [Wish("star", event.id, value)])


def plan_of_ada(session: Session) -> str:
    """Return Ada's plan as the line that she sends."""
    musts = dict.fromkeys((*STARS[Level.MUST][:3], "poster-33206"), Level.MUST)
    wants = dict.fromkeys(STARS[Level.WANT][:6], Level.WANT)
    return "Ada=" + plan_line(session.schedule.conference.id, musts | wants, BEFORE)


def _event(session: Session, event_id: str) -> Event:
    event = session.schedule.event(event_id)
    if event is None:
        raise LookupError(f"{event_id} is not in the schedule; docs/attendee.py names it.")
    return event
