"""Joins the lines of a day that clash by a bracket beside them."""

from __future__ import annotations

from collections.abc import Iterator

from planner.tui.plan_lines import (
    BETWEEN,
    FIRST,
    LAST,
    MIDDLE,
    AwayLine,
    CommitmentLine,
    EventLine,
    PlanLine,
)
from planner.workspace.problems import Problems


def bracketed(lines: list[PlanLine], problems: Problems) -> Iterator[PlanLine]:
    """Yield the lines, those that clash joined by a bracket beside them."""
    place = {
        line.key: index
        for index, line in enumerate(lines)
        if isinstance(line, EventLine | CommitmentLine | AwayLine)
    }
    ends: list[tuple[int, int]] = []
    members: set[int] = set()
    for name, index in place.items():
        for clash in problems.clashes_of(name):
            other = clash.b.id if clash.a.id == name else clash.a.id
            if clash.kind == "clash" and place.get(other, -1) > index:
                ends.append((index, place[other]))
                members |= {index, place[other]}
    marks: dict[int, str] = {}
    for first, last in _joined(ends):
        for index in range(first, last + 1):
            middle = MIDDLE if index in members else BETWEEN
            marks[index] = FIRST if index == first else LAST if index == last else middle
    for index, line in enumerate(lines):
        yield line._replace(bracket=marks[index]) if index in marks else line


def _joined(ends: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges with those that overlap made one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ends):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
