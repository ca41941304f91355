"""Plans for others and from others: saved as a file or as a line for a chat, and merged.

What comes from outside is checked by :mod:`planner.export.plan_file` and
:mod:`planner.export.plan_line`; nothing of it is taken before that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.export.plan_file import Plan, plan_bytes, plan_wishes, read_plan
from planner.export.plan_line import is_line, lines_in, plan_line, read_line
from planner.export.plan_values import PlanError
from planner.itinerary.facts import STAR, Wish, star_value
from planner.itinerary.merge import Held, Merged, merged
from planner.model import Itinerary, Star
from planner.schedule.limits import MAX_BYTES
from planner.workspace.wording import counted

if TYPE_CHECKING:
    from planner.schedule.store import ScheduleStore
    from planner.workspace.decisions import Outcome
    from planner.workspace.session import Session

#: What a plan for others never holds: opinions on what one does not want, and private time.
_KEPT_BACK = ("hidden", "declined", "commitments")
#: What is not kept by the ids of events.
_NOT_BY_EVENT = ("searches", "commitments")
_LONGEST_NAME = 40

__all__ = [
    "Found",
    "Given",
    "Loading",
    "PlanError",
    "for_others",
    "given",
    "given_in",
    "load",
    "load_question",
    "read_given",
    "saved_file",
    "saved_line",
    "unknown_words",
]


class Given(NamedTuple):
    """A plan as it was handed over: under which name, and a file's bytes or a line's text."""

    name: str
    content: bytes | str


class Found(NamedTuple):
    """A plan that was read.

    ``unknown`` are the events of a line that the schedule does not hold: a line
    tells nothing of them but their ids. ``lost`` are those of a file, which are
    kept as the file tells them.
    """

    name: str
    plan: Plan
    unknown: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


class Loading(NamedTuple):
    """What loading a plan would do, or did."""

    merged: Merged
    sentence: str


def for_others(itinerary: Itinerary, *, notes: bool = False) -> Itinerary:
    """Return what of an itinerary is for others' eyes.

    Hidden events are left out with all that was decided about them, and so are
    every no and the attendee's own time; notes too unless asked for.
    """
    left_out = set(_KEPT_BACK) if notes else {*_KEPT_BACK, "notes"}
    shown: dict[str, Any] = {}
    for field, decided in itinerary._asdict().items():
        if field in left_out:
            shown[field] = MappingProxyType({})
        elif isinstance(decided, Mapping) and field not in _NOT_BY_EVENT:
            shown[field] = {
                event_id: each
                for event_id, each in decided.items()
                if event_id not in itinerary.hidden
            }
    return itinerary._replace(**shown)


def saved_file(session: Session, *, notes: bool = False, everything: bool = False) -> bytes:
    """Return the plan as a file's bytes.

    Args:
        session: The conference in use.
        notes: Whether the notes are in it.
        everything: Whether all is in it that a backup keeps.
    """
    itinerary = session.itinerary()
    held = itinerary if everything else for_others(itinerary, notes=notes)
    return plan_bytes(held, session.clock())


def saved_line(session: Session) -> str:
    """Return the stars that are not hidden as one line for a chat.

    Raises:
        PlanError: Nothing is starred, or more than a line holds.
    """
    stars = for_others(session.itinerary()).stars
    if not stars:
        raise PlanError("Nothing is starred, so there is nothing to save in a line.")
    newest = max(star.at for star in stars.values())
    levels = {event_id: star.level for event_id, star in stars.items()}
    return plan_line(session.schedule.conference.id, levels, newest)


def given(argument: str, standard_input: Callable[[], bytes] | None = None) -> list[Given]:
    """Return the plans that an argument hands over: a file, a line, or ``-``.

    ``Ada=`` before a file or a line gives it a name; else a file's name does. A
    file and standard input may hold several lines.

    Args:
        argument: What was typed or pasted.
        standard_input: Reads it, for ``-``; where there is none, ``-`` is a file.

    Raises:
        PlanError: The file cannot be read, or nothing was handed over.
    """
    if is_line(argument):
        return given_in("", argument)
    name, equals, rest = argument.partition("=")
    named = bool(equals and name.strip() and "/" not in name and not Path(argument).exists())
    target = rest if named else argument
    if target == "-" and standard_input is not None:
        return given_in(name if named else "", standard_input())
    path = Path(target).expanduser()
    try:
        # A pipe or a device would be waited for, perhaps for ever.
        if path.exists() and not path.is_file():
            raise PlanError(f"{_shown(target)} is no file: name a plan file, or paste a line.")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PlanError(f"{_shown(target)} cannot be read: {reason}.") from None
    return given_in(name if named else path.stem, content, place=_shown(target))


def given_in(name: str, content: bytes | str, place: str = "What was given") -> list[Given]:
    """Return the plans in a file's bytes or a text: one plan file, or lines for a chat.

    Raises:
        PlanError: There is none.
    """
    start = content[:2_000].lstrip() if isinstance(content, str) else _text(content[:2_000])
    if isinstance(content, bytes) and start.startswith("{"):
        return [Given(_name(name), content)]
    lines = lines_in(content if isinstance(content, str) else _text(content))
    if not lines:
        raise PlanError(f"{place} holds no plan: neither a plan file nor a line planner:...")
    return [Given(_name(each.name or name), each.line) for each in lines]


def read_given(one: Given, schedule: ScheduleStore) -> Found:
    """Return the plan that was handed over.

    Raises:
        PlanError: It is not sound, or another conference's.
    """
    try:
        if isinstance(one.content, bytes):
            plan = read_plan(one.content, schedule.zone)
            _must_be_ours(plan.conference_id, schedule)
            lost = (star.event_id for star in plan.stars if schedule.event(star.event_id) is None)
            return Found(one.name, plan, lost=tuple(lost))
        line = read_line(one.content)
        _must_be_ours(line.conference_id, schedule)
    except PlanError as error:
        raise PlanError(f"{one.name}: {error}" if one.name else str(error)) from None
    events = {event_id: schedule.event(event_id) for event_id in line.stars}
    stars = tuple(
        Star(event_id, level, line.at, event)
        for event_id, level in line.stars.items()
        if (event := events[event_id]) is not None
    )
    unknown = tuple(event_id for event_id, event in events.items() if event is None)
    return Found(one.name, Plan(line.conference_id, line.at, stars, (), (), ()), unknown=unknown)


def load_question(
    found: Found,
    schedule: ScheduleStore,
    now: datetime,
    *,
    stars_only: bool = False,
    again: bool = False,
) -> Callable[[Held], Loading]:
    """Return what tells, of all that is decided, what loading a plan makes of it.

    Args:
        found: The plan.
        schedule: The schedule; what it knows of an event counts, not what the
            plan tells.
        now: The present, aware.
        stars_only: Whether nothing but stars is taken.
        again: Whether what was taken off here later comes back.
    """
    wishes = list(_wishes(found.plan, schedule, stars_only=stars_only))

    def loading(held: Held) -> Loading:
        result = merged(held, wishes, now.astimezone(UTC), again=again)
        return Loading(result, _sentence(found, result))

    return loading


def load(session: Session, loading: Callable[[Held], Loading]) -> tuple[Outcome, Loading]:
    """Merge a plan into what is decided, in one decision, and return what it did."""
    done: list[Loading] = []

    def take(held: Held) -> tuple[str, Sequence[Wish]]:
        done.append(loading(held))
        return done[-1].sentence, done[-1].merged.wishes

    outcome = session.decisions.take_over(take)
    return outcome, done[-1]


def unknown_words(found: Found) -> str:
    """Return what is to be said of events that the schedule does not hold, "" of none."""
    if found.unknown:
        ids = ", ".join(found.unknown[:5]) + (", ..." if len(found.unknown) > 5 else "")
        return f"{counted(len(found.unknown), 'event')} not in this programme left out: {ids}"
    if found.lost:
        return (
            f"{counted(len(found.lost), 'event')} not in this programme kept as the file tells them"
        )
    return ""


def _wishes(plan: Plan, schedule: ScheduleStore, *, stars_only: bool) -> Iterable[Wish]:
    stars = {star.event_id: star for star in plan.stars}
    for wish in plan_wishes(plan):
        if wish.field == STAR:
            star = stars[wish.key]
            event = schedule.event(wish.key) or star.snapshot
            yield Wish(STAR, wish.key, star_value(star.level, star.at, event))
        elif not stars_only:
            yield wish


def _sentence(found: Found, result: Merged) -> str:
    fates = [each.fate for each in result.differences]
    added, changed = fates.count("added"), fates.count("changed") + fates.count("goes")
    words = [f"{added:,} added"] if added else []
    words += [f"{changed:,} changed"] if changed else []
    what = ", ".join(words) or "nothing new"
    return f"Plan loaded{f' from {found.name}' if found.name else ''}: {what}"


def _must_be_ours(conference_id: str, schedule: ScheduleStore) -> None:
    ours = schedule.conference
    if conference_id != ours.id:
        raise PlanError(
            f"A plan for {conference_id}: planner use {conference_id} turns to it; "
            f"{ours.name} ({ours.id}) is in use."
        )


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")


def _name(name: str) -> str:
    from planner.schedule.text import clean

    return clean(name)[:_LONGEST_NAME].strip()


def _shown(name: str) -> str:
    return _name(name) if len(name) <= _LONGEST_NAME else f"{_name(name)}..."
