"""What a time of the attendee's own may be: titles, boards, ends, and calendars side by side.

The errors are ``ValueError`` with the sentence to show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from planner.itinerary.facts import LONGEST_BOARD, LONGEST_COMMITMENT_TITLE
from planner.model import Attendance, Commitment, Event
from planner.schedule.ids import digits
from planner.schedule.text import clean
from planner.workspace.wording import clock


def commitment_title(text: str) -> str:
    """Return a commitment's title as one clean line.

    Raises:
        ValueError: Nothing is left of it, or it is too long.
    """
    title = clean(text)
    if not title:
        raise ValueError("Your own time needs a title, such as 'my poster'.")
    if len(title) > LONGEST_COMMITMENT_TITLE:
        raise ValueError(
            f"The title has {len(title):,} characters; "
            f"{LONGEST_COMMITMENT_TITLE} are the most that a title may have."
        )
    return title


def held_already(commitment: Commitment, known: Mapping[str, Commitment]) -> str | None:
    """Return the id of a commitment that says the same, None where there is none.

    Args:
        commitment: Time of the attendee's own that is to be kept.
        known: The commitments by their ids; those of calendars are nobody's doing here.
    """

    def meant(each: Commitment) -> tuple[str, datetime, datetime, bool]:
        return each.title.casefold(), *_moments(each), each.away

    wanted = meant(commitment)
    held = (key for key, each in known.items() if not each.calendar and meant(each) == wanted)
    return next(held, None)


def _moments(each: Commitment) -> tuple[datetime, datetime]:
    return each.start.astimezone(UTC), each.end.astimezone(UTC)


def own_board(text: str | None) -> str | None:
    """Return a board as it is kept, without the number sign; None for no board.

    Raises:
        ValueError: It is too long.
    """
    board = clean(text or "").lstrip("#").strip()
    if len(board) > LONGEST_BOARD:
        raise ValueError(f"A board has at most {LONGEST_BOARD} characters, such as 503 or B-12.")
    return board or None


def must_follow(start: datetime, end: datetime | None) -> None:
    """Raise ValueError unless ``end``, if it is known, comes after ``start``."""
    if end is not None and end.astimezone(UTC) <= start.astimezone(UTC):
        raise ValueError("The end must come after the start.")


def must_be_left_at(event: Event, until: datetime) -> None:
    """Raise ValueError unless ``until`` lies inside an event that one attends from its start."""
    if event.start is None:
        raise ValueError(f"{event.title} has no time known, so there is nothing to leave early.")
    if event.attended is not Attendance.FIXED:
        raise ValueError(f"{event.title} is not attended from start to end: go when you like.")
    first, moment = event.start.astimezone(UTC), until.astimezone(UTC)
    last = event.end.astimezone(UTC) if event.end else first + timedelta(days=1)
    if not first < moment < last:
        end = f" and before {clock(event.end)}" if event.end else ""
        raise ValueError(f"Leave it after {clock(event.start)}{end}: {event.title}.")


def end_in_session(start: datetime, sessions: Sequence[Event]) -> datetime | None:
    """Return the end of the poster session that starts at ``start``, None if none does."""
    return next((each.end for each in sessions if each.start == start), None)


def busy_facts(
    calendar: str, commitments: Sequence[Commitment], others: Iterable[Commitment]
) -> dict[str, Commitment]:
    """Return a calendar file's commitments by the ids that they get.

    An entry that another calendar holds too gets an id of its own here, so that
    none is lost when either file is read again.

    Args:
        calendar: The file's name.
        commitments: What the file holds.
        others: All commitments that there are.
    """
    taken = {each.id for each in others if each.calendar != calendar}
    found: dict[str, Commitment] = {}
    for each in commitments:
        name = each.id
        if name in taken:
            both = f"{calendar}\n{each.id}"
            name = f"busy-{digits(both)}"
        found[name] = each._replace(id=name, calendar=calendar)
    return found
