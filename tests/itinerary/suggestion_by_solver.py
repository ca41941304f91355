"""The suggestion's model as OR-tools CP-SAT states it: for tests and the benchmark alone.

It shares no code with planner's own way: every pair, every window and every
minute is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise
from typing import NamedTuple

from ortools.sat.python import cp_model

from planner.model import Attendance, Event, Kind, Level
from tests.itinerary.suggestion_cases import Case

WORTH = {Level.MUST: 100, Level.WANT: 10, Level.MAYBE: 1}
#: The minutes of what holds others: it is pinned, and takes part in nothing.
_NO_PART = -1


class Stated(NamedTuple):
    """The model: the variable of each event that can be attended, and the worth of the choice."""

    model: cp_model.CpModel
    choice: dict[str, cp_model.IntVar]


class _Way(NamedTuple):
    """How an event would be attended; minutes count from the case's first moment."""

    id: str
    start: int
    end: int
    minutes: int | None
    forced: bool


def worth_by_solver(case: Case, workers: int = 1) -> int:
    """Return the greatest worth that a suggestion for ``case`` can have."""
    stated = state(case)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    status = solver.solve(stated.model)
    assert status == cp_model.OPTIMAL, solver.status_name(status)
    return round(solver.objective_value)


def chosen_by_solver(case: Case) -> set[str]:
    """Return the one best choice, ties settled by count, then starts, then ids.

    Each is maximised in its turn with those before held fast, some at once as
    long as the weights stay small.
    """
    model, choice = state(case)
    starts = sorted({_start(case.events[name]) for name in choice})
    fields = [[(variable, _worth(case, name)) for name, variable in choice.items()]]
    fields.append([(variable, 1) for variable in choice.values()])
    fields.extend(
        [(v, 1) for name, v in choice.items() if _start(case.events[name]) == start]
        for start in starts
    )
    fields.extend([(choice[name], 1)] for name in sorted(choice))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    while fields:
        total: list[tuple[cp_model.IntVar, int]] = []
        while fields:
            most = sum(weight for _, weight in fields[0])
            if total and (most + 1) * sum(weight for _, weight in total) > 2**20:
                break
            total = [(v, weight * (most + 1)) for v, weight in total] + fields.pop(0)
        objective = cp_model.LinearExpr.sum([v * weight for v, weight in total])
        model.maximize(objective)
        assert solver.solve(model) == cp_model.OPTIMAL
        model.add(objective == round(solver.objective_value))
    return {name for name, variable in choice.items() if solver.value(variable)}


def state(case: Case) -> Stated:
    """Return the model of ``case``, to be maximised."""
    model = cp_model.CpModel()
    ways = _ways(case)
    choice = {way.id: model.new_bool_var(way.id) for way in ways}
    fixed = [way for way in ways if way.minutes is None]
    drop_in = [way for way in ways if way.minutes is not None and way.minutes != _NO_PART]
    own = [
        _Way(block.id, _minute(block.start), _minute(block.end), None, True)
        for block in case.commitments
    ]
    for way in ways:
        if way.forced:
            model.add(choice[way.id] == 1)
    for way in fixed:
        for other in [*fixed, *own]:
            if not (way.forced and other.forced) and _collide(case, way, other):
                if other.id in choice:
                    model.add(choice[way.id] + choice[other.id] <= 1)
                else:
                    model.add(choice[way.id] == 0)
    papers: dict[str, list[_Way]] = {}
    for way in ways:
        paper = case.events[way.id].paper
        if paper:
            papers.setdefault(paper, []).append(way)
    for showings in papers.values():
        most = max(1, sum(way.forced for way in showings))
        if len(showings) > most:
            model.add(sum(choice[way.id] for way in showings) <= most)
    _fit(model, choice, fixed, drop_in, own)
    model.maximize(sum(variable * _worth(case, name) for name, variable in choice.items()))
    return Stated(model, choice)


def _fit(
    model: cp_model.CpModel,
    choice: dict[str, cp_model.IntVar],
    fixed: list[_Way],
    drop_in: list[_Way],
    own: list[_Way],
) -> None:
    """State that the drop-ins of every window fit into what is free of it."""
    bounds = sorted({moment for way in [*fixed, *drop_in, *own] for moment in (way.start, way.end)})
    covered: dict[tuple[int, int], cp_model.LinearExprT] = {}
    for start, end in pairwise(bounds):
        over = [way for way in [*fixed, *own] if way.start <= start and end <= way.end]
        if any(way.forced for way in over):
            covered[start, end] = 1
        elif over:
            taken = model.new_bool_var(f"taken {start}")
            for way in over:
                model.add_implication(choice[way.id], taken)
            # Not more than it must: else a window could be declared taken for nothing.
            model.add(sum(choice[way.id] for way in over) >= taken)
            covered[start, end] = taken
    forced = [way for way in drop_in if way.forced]
    busy = {m for way in [*fixed, *own] if way.forced for m in range(way.start, way.end)}

    def free(start: int, end: int) -> cp_model.LinearExprT:
        return (end - start) - sum(
            (b - a) * taken for (a, b), taken in covered.items() if start <= a and b <= end
        )

    for start in {way.start for way in drop_in}:
        for end in {way.end for way in drop_in}:
            inside = [way for way in drop_in if start <= way.start and way.end <= end]
            if inside:
                pinned = [way for way in forced if start <= way.start and way.end <= end]
                forgiven = sum(way.minutes or 0 for way in pinned) - _most_minutes(pinned, busy)
                load = sum(choice[way.id] * (way.minutes or 0) for way in inside)
                model.add(load <= free(start, end) + forgiven)
    for way in drop_in:
        if way.minutes == 0 and not (way.forced and set(range(way.start, way.end)) <= busy):
            model.add(free(way.start, way.end) >= 1).only_enforce_if(choice[way.id])


def _most_minutes(ways: Iterable[_Way], busy: set[int]) -> int:
    """Return how many minutes of pinned drop-ins can be had at all, minute by minute.

    Always the one that ends first; for jobs of one minute that is the most.
    """
    waiting = [[way.end, way.start, way.minutes or 0] for way in ways]
    had = 0
    for minute in range(
        min((way[1] for way in waiting), default=0), max((way[0] for way in waiting), default=0)
    ):
        open_now = [way for way in waiting if way[1] <= minute < way[0] and way[2]]
        if minute not in busy and open_now:
            min(open_now)[2] -= 1
            had += 1
    return had


def _ways(case: Case) -> list[_Way]:
    found = []
    for name, event in sorted(case.events.items()):
        if event.start is None or event.end is None:
            continue
        forced = name in case.pins or name in case.mine
        minutes: int | None
        if name in case.mine or event.attended is Attendance.FIXED:
            minutes = None
        elif event.attended is not Attendance.DROP_IN and not forced:
            continue
        elif event.kind in (Kind.POSTER, Kind.SPOTLIGHT):
            minutes = case.poster_minutes
        elif event.attended is not Attendance.DROP_IN:
            minutes = _NO_PART
        elif event.kind is Kind.SOCIAL:
            minutes = 0
        else:
            minutes = case.demo_minutes
        found.append(_Way(name, _minute(event.start), _minute(event.end), minutes, forced))
    return found


def _collide(case: Case, one: _Way, other: _Way) -> bool:
    if one.id == other.id or one.id in _line(case, other.id) or other.id in _line(case, one.id):
        return False
    if one.start < other.end and other.start < one.end:
        return True
    rooms = {case.events[way.id].room for way in (one, other) if way.id in case.events}
    if None in rooms or len(rooms) < 2:
        return False
    return max(one.start, other.start) - min(one.end, other.end) < case.walk_minutes


def _line(case: Case, name: str) -> set[str]:
    """Return an event's parent, and that one's, and so on."""
    found: set[str] = set()
    event = case.events.get(name)
    while event and event.parent and event.parent not in found:
        found.add(event.parent)
        event = case.above.get(event.parent)
    return found


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _start(event: Event) -> datetime:
    assert event.start is not None
    return event.start.astimezone(UTC)


def _worth(case: Case, name: str) -> int:
    level = case.stars.get(name)
    return WORTH[level] if level else 0
