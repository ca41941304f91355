"""What the plan says of time that posters ask for and do not get."""

from __future__ import annotations

from planner.itinerary.budget import Budget
from planner.itinerary.walk import hangs
from planner.workspace.problems import Sentence
from planner.workspace.wording import counted, number_words


def overfull(budget: Budget, fits: int, best: str) -> Sentence:
    """Return what is too much in a slot: ``31 x 5 = 155 of 90 min, 13 too many``.

    Args:
        budget: What its events ask of its time.
        fits: How many of them fit.
        best: The key that keeps the best of them.
    """
    count = len(budget.events)
    asked = f"{budget.wanted_minutes}"
    if all(map(hangs, budget.events)):
        asked = f"{count} x {budget.wanted_minutes // count} = {budget.wanted_minutes}"
    words = f"{asked} of {budget.free_minutes} min, {count - fits} too many. "
    return Sentence(words, f"{best} keeps the best {fits}" if fits else "none fits")


def no_time_words(posters: int, wanted: int, left: int, sessions: int) -> str:
    """Return what posters without a time ask of the minutes left in all poster sessions.

    Args:
        posters: How many there are.
        wanted: The minutes that they ask for.
        left: The minutes left in all poster sessions.
        sessions: How many sessions these are.
    """
    if not sessions:
        return f"{counted(posters, 'poster')} with no time: {wanted} min"
    of = "the only session has" if sessions == 1 else f"the {number_words(sessions)} sessions have"
    words = f"{counted(posters, 'poster')} with no time: {wanted} min; {of} {left} min left. "
    if wanted > left:
        return f"{words}That is {wanted - left} min too much"
    one = "; one session may still overflow" if sessions > 1 else ""
    return f"{words}They fit in sum{one}"
