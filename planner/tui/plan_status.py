"""What Plan's status line says of the line under the cursor, and of what can be done with it."""

from __future__ import annotations

from planner.commands import PLAN
from planner.keys import Keys
from planner.tui.plan_lines import (
    AwayLine,
    CommitmentLine,
    EventLine,
    GapLine,
    PlanLine,
    SlotLine,
)
from planner.tui.slot_lines import FOLDED_FROM
from planner.workspace.problems import Problems
from planner.workspace.wording import clock, counted, people_words, place_words, time_words


def status_of(line: PlanLine | None, keys: Keys) -> tuple[str, str]:
    """Return what stands at the left and at the end of the status line."""
    if isinstance(line, EventLine):
        event = line.row.event
        names = people_words([person.name for person in event.people])
        return event.title, "   ".join(filter(None, (place_words(event), names)))
    if isinstance(line, SlotLine):
        return line.name, _slot_words(line, keys)
    if isinstance(line, GapLine):
        return _gap_words(line, keys)
    if isinstance(line, CommitmentLine | AwayLine):
        own = line.commitment
        return f"{own.title}, {time_words(own.start, own.end)}", takes_away(keys)
    return "", ""


def opens(line: PlanLine | None, found: Problems | None) -> str:
    """Return what Enter does on a line in a word or two, an empty string for nothing.

    Args:
        line: The line under the cursor.
        found: What collides in the plan.
    """
    if isinstance(line, SlotLine):
        shows = "posters" if line.folded else "fold"
        return shows if line.posters > FOLDED_FROM else ""
    if isinstance(line, GapLine):
        return "what fits" if line.fillers else ""
    if not isinstance(line, EventLine | CommitmentLine | AwayLine):
        return ""
    if found is not None and has_ways_out(line, found):
        return "ways out"
    if isinstance(line, AwayLine):
        shows = "stars" if line.folded else "fold"
        return shows if line.stars else ""
    return "detail" if isinstance(line, EventLine) else ""


def has_ways_out(line: EventLine | CommitmentLine | AwayLine, found: Problems) -> bool:
    """Whether a line stands for a problem, or for an event that is left early."""
    leaves = isinstance(line, EventLine) and line.row.leaves is not None
    return leaves or bool(found.clashes_of(line.key) or found.may_clash_of(line.key))


def takes_away(keys: Keys) -> str:
    """Return which key takes time of one's own away."""
    return f"{keys.key('give_back', PLAN)} takes it away"


def _slot_words(line: SlotLine, keys: Keys) -> str:
    words = []
    if line.posters > FOLDED_FROM:
        shows = "shows" if line.folded else "folds"
        posters = counted(line.posters, "poster")
        words.append(f"{keys.key('ways_out', PLAN)} {shows} the {posters}")
    if line.budget.missing_minutes:
        words.append(f"{keys.key('keep_best', PLAN)} keeps the best")
    return "   ".join(words)


def _gap_words(line: GapLine, keys: Keys) -> tuple[str, str]:
    """Return what fits best with what it has in common, and how much more there is."""
    free = f"{clock(line.gap.start)}-{clock(line.gap.end)} is free"
    if not line.fillers:
        return free, ""
    first = line.fillers[0]
    count = len(line.fillers)
    shows = f"{keys.key('ways_out', PLAN)} shows"
    most = f"{shows} it" if count == 1 else f"{shows} {count} that fit"
    return f"{first.event.title}, {first.words}", most
