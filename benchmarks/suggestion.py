"""A suggestion for 200 stars over five days: planner against OR-tools CP-SAT."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from ortools.sat.python import cp_model

from benchmarks.stage import Stage
from benchmarks.table import Measured, median, time_words
from tests.itinerary.suggestion_by_solver import state
from tests.itinerary.suggestion_cases import Case, week_case

BUDGET = 1.0
STARS = 200


def measure(stage: Stage) -> Iterator[Measured]:
    """Yield the medians over as many cases as there are rounds, and how often the worth is equal.

    For planner all of it counts, reasons included; for the solver only solving,
    with one worker and with its own choice of workers, whichever is faster.
    """
    ours: list[float] = []
    theirs: list[float] = []
    slower = differing = 0
    for seed in range(stage.rounds):
        case = week_case(random.Random(seed), STARS)
        worths: dict[str, int] = {}
        taken: dict[str, float] = {}
        for side in stage.shuffled("planner", "one", "many"):
            if side == "planner":
                taken[side], worths[side] = _planner(case)
            else:
                taken[side], worths[side] = _solver(case, 1 if side == "one" else 0)
        ours.append(taken["planner"])
        theirs.append(min(taken["one"], taken["many"]))
        slower += ours[-1] > theirs[-1]
        differing += len(set(worths.values())) > 1
    note = f"{stage.rounds} cases, planner slower in {slower}; slowest {time_words(max(ours))} and "
    note += f"{time_words(max(theirs))}; "
    note += f"WORTH DIFFERS IN {differing}" if differing else "same worth in all"
    yield Measured(
        "suggestion, against CP-SAT",
        f"{STARS} stars",
        time_words(median(ours)),
        time_words(median(theirs)),
        median(ours) / median(theirs),
        BUDGET,
        note,
        failed=bool(differing),
    )


def _planner(case: Case) -> tuple[float, int]:
    begun = time.perf_counter()
    worth = case.suggested().worth
    return time.perf_counter() - begun, worth


def _solver(case: Case, workers: int) -> tuple[float, int]:
    model = state(case).model
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    begun = time.perf_counter()
    status = solver.solve(model)
    taken = time.perf_counter() - begun
    if status != cp_model.OPTIMAL:
        raise RuntimeError(f"CP-SAT says {solver.status_name(status)}")
    return taken, round(solver.objective_value)
