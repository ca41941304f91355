"""A comparison of plans, and a division of posters, as sections of lines for both shells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import NamedTuple

from planner.itinerary.agenda import day_of
from planner.itinerary.division import Share, SlotDivision
from planner.itinerary.group import Comparison, Covered, Meeting, highest
from planner.model import Event, Level
from planner.workspace.plans.comparing import YOU
from planner.workspace.wording import (
    DAYS,
    clock,
    counted,
    day_words,
    short_slot,
    span,
    time_words,
)

_NO_TIME = "no time known"
_NOBODY = "nobody"


class GroupLine(NamedTuple):
    """A line: whose it is, how much it is wanted, when, what, and what is said below it."""

    who: str
    level: Level | None
    when: str
    title: str
    below: str = ""


class GroupSection(NamedTuple):
    """A heading, what stands at its end, and its lines."""

    heading: str
    aside: str
    lines: tuple[GroupLine, ...]


def comparison_sections(found: Comparison, zone: tzinfo) -> list[GroupSection]:
    """Return what nobody covers, what only one does, where members meet, and each day."""
    lost = [_line(each, _wanted_by(each), short_slot(each.event)) for each in found.uncovered]
    alone = [_line(each, each.by[0], short_slot(each.event)) for each in found.alone]
    met = [_meeting(each) for each in found.meetings]
    sections = [
        GroupSection("nobody goes to", counted(len(lost), "must-see"), tuple(lost)),
        GroupSection("only one goes to", counted(len(alone), "must-see"), tuple(alone)),
        GroupSection("where you meet", counted(len(met), "time"), tuple(met)),
    ]
    days = {day for each in found.covered if (day := day_of(each.event, zone))}
    for day in [*sorted(days), None]:
        held = [each for each in found.covered if day_of(each.event, zone) == day]
        if held:
            heading = day_words(day) if day else _NO_TIME
            lines = tuple(_line(each, _names(each.by), _clock(each.event)) for each in held)
            sections.append(GroupSection(heading, counted(len(held), "event"), lines))
    return [each for each in sections if each.lines]


def division_sections(division: Sequence[SlotDivision]) -> list[GroupSection]:
    """Return each slot with its posters, member by member, and how many each gets."""
    return [
        GroupSection(
            slot_words(slot),
            ", ".join(f"{name}: {load}" for name, load in slot.loads.items()),
            tuple(
                GroupLine(
                    share.name or _NOBODY,
                    None,
                    f"#{share.event.board}" if share.event.board else "",
                    share.event.title,
                    share.why if share.why != "starred as must" else "",
                )
                for name in (*slot.loads, None)
                for share in slot.shares
                if share.name == name
            ),
        )
        for slot in division
    ]


def part_text(division: Sequence[SlotDivision], name: str, conference: str) -> str:
    """Return one member's posters as plain text, slot by slot; "" where there are none."""
    parts: list[str] = []
    for slot in division:
        own = [share for share in slot.shares if share.name == name]
        if own:
            parts += ["", slot_words(slot), *map(_poster, own)]
    if not parts:
        return ""
    others = [each for each in division[0].loads if each != name]
    shared = f", divided with {', '.join(others)}" if others else ""
    whose = "My posters" if name == YOU else f"Posters of {name}"
    return "\n".join([f"{whose} at {conference}{shared}", *parts, ""])


def slot_words(slot: SlotDivision) -> str:
    """Return a slot as ``Wed 24 Jul 13:30-15:00``, or that no time is known."""
    return time_words(slot.start, slot.end) if slot.start else _NO_TIME


def summary_words(found: Comparison) -> str:
    """Return the comparison in a sentence without a full stop."""
    musts = counted(sum(each.is_must for each in found.covered), "must-see")
    lost, alone = len(found.uncovered), len(found.alone)
    return (
        f"{counted(len(found.covered), 'event')} in {counted(len(found.names), 'plan')}, {musts}: "
        f"{lost:,} without anybody, {alone:,} with one alone"
    )


def divided_words(division: Sequence[SlotDivision]) -> str:
    """Return the whole division in a sentence without a full stop."""
    totals: dict[str, int] = {}
    for slot in division:
        for name, load in slot.loads.items():
            totals[name] = totals.get(name, 0) + load
    posters = sum(len(slot.shares) for slot in division)
    words = [f"{name}: {load:,}" for name, load in totals.items()]
    left = posters - sum(totals.values())
    words += [f"{_NOBODY}: {left:,}"] if left else []
    return ", ".join([counted(posters, "poster"), *words])


def _poster(share: Share) -> str:
    event = share.event
    board = f"#{event.board}  " if event.board else ""
    return f"  {board}{event.title}"


def _line(covered: Covered, who: str, when: str) -> GroupLine:
    return GroupLine(who, highest(covered.levels.values()), when, covered.event.title)


def _wanted_by(covered: Covered) -> str:
    return _names(name for name, level in covered.levels.items() if level == Level.MUST)


def _meeting(meeting: Meeting) -> GroupLine:
    if meeting.event is not None:
        title = meeting.event.title
        when = short_slot(meeting.event)
    else:
        common = len(meeting.common)
        title = f"the posters, {common or 'none'} in common"
        start = meeting.start
        when = f"{DAYS[start.weekday()]} {clock(start)}" if start else ""
    return GroupLine(_names(meeting.names), None, when, title)


def _clock(event: Event) -> str:
    return span(event.start, event.end) if event.start else ""


def _names(names: Iterable[str]) -> str:
    return ", ".join(names) or _NOBODY
