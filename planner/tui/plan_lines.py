"""The lines of Plan as values: what stands in time order, and where it does not work."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from planner.model import Commitment, Level

if TYPE_CHECKING:
    from planner.itinerary.agenda import Gap
    from planner.itinerary.budget import Budget
    from planner.workspace.filling import Filler
    from planner.workspace.problems import Sentence
    from planner.workspace.rows import Row

#: What stands behind an event in the column of brackets, from its place in a clash.
FIRST, MIDDLE, LAST, BETWEEN = "first", "middle", "last", "between"


class EventLine(NamedTuple):
    """A starred event.

    ``hangs`` says that it stands under its poster slot's line, ``depth`` under
    how many events that hold it; ``bracket`` is its place among those that it
    clashes with; ``is_away`` that it lies in time away; ``talk`` says of a poster
    when the talk of its paper is, where that is starred too.
    """

    row: Row
    hangs: bool = False
    depth: int = 0
    bracket: str = ""
    pinned: bool = False
    is_away: bool = False
    talk: str = ""

    @property
    def key(self) -> str:
        """What the cursor remembers of the line."""
        return self.row.event.id


class SlotLine(NamedTuple):
    """A poster slot that holds starred posters, with what they ask of its time."""

    budget: Budget
    name: str
    room: str
    posters: int
    key: str
    folded: bool = False
    bracket: str = ""


class TwinsSlotLine(NamedTuple):
    """A poster slot in which no starred poster hangs, but ``posters`` twins of starred talks."""

    budget: Budget
    name: str
    room: str
    posters: int
    bracket: str = ""


class BoardsLine(NamedTuple):
    """Some boards of a folded slot, each with its star's level, and whether it was seen.

    ``more`` is how many posters the slot holds beside those that are shown.
    """

    boards: tuple[tuple[str, Level | None, bool], ...]
    more: int = 0
    bracket: str = ""


class TalksLine(NamedTuple):
    """The posters of a slot that are not starred, but the talks of their papers are.

    ``boards`` are in order, None where a board is not known; ``where`` says
    where in the plan the talks stand.
    """

    boards: tuple[str | None, ...]
    where: str
    bracket: str = ""


class CommitmentLine(NamedTuple):
    """Time of the attendee's own; ``when`` says the part of it that lies in this day."""

    commitment: Commitment
    starts_here: bool
    when: str
    bracket: str = ""

    @property
    def key(self) -> str:
        """What the cursor remembers of the line."""
        return self.commitment.id


class AwayLine(NamedTuple):
    """Time away from the conference, with how many stars lie in it on this day."""

    commitment: Commitment
    starts_here: bool
    until: str
    stars: int
    folded: bool
    bracket: str = ""

    @property
    def key(self) -> str:
        """What the cursor remembers of the line."""
        return self.commitment.id


class ProblemLine(NamedTuple):
    """What does not work, right under it; ``sure`` is False where it only may clash.

    ``of`` is the key of the line that it belongs to.
    """

    sentence: Sentence
    of: str
    sure: bool = True
    bracket: str = ""


class GapLine(NamedTuple):
    """Free time between two events; ``fillers`` fit there and are like what was starred."""

    gap: Gap
    fillers: tuple[Filler, ...] = ()
    bracket: str = ""

    @property
    def key(self) -> str:
        """What the cursor remembers of the line."""
        return f"free {self.gap.start.isoformat()}"


class FillersLine(NamedTuple):
    """Why the likest of what fits into the gap above was named, and what fits there besides."""

    fillers: tuple[Filler, ...]
    bracket: str = ""


class NowLine(NamedTuple):
    """The present, between what is over and what comes."""

    at: datetime
    bracket: str = ""


class WordLine(NamedTuple):
    """A line of words between the events."""

    words: str
    bracket: str = ""


PlanLine = (
    EventLine
    | SlotLine
    | TwinsSlotLine
    | BoardsLine
    | TalksLine
    | CommitmentLine
    | AwayLine
    | ProblemLine
    | GapLine
    | FillersLine
    | NowLine
    | WordLine
)
#: The lines on which the cursor may stand.
Stop = EventLine | SlotLine | CommitmentLine | AwayLine | GapLine
STOPS = (EventLine, SlotLine, CommitmentLine, AwayLine, GapLine)
