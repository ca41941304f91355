"""A schedule as it came over the border, and what did not come: the problems that were met."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.model import Conference, Event
from planner.schedule.text import clean


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing at the border that did not come in as it stood.

    ``index`` is the event's place in the file, from 0 (None: the file itself);
    ``id`` its id if it has one; ``dropped`` says whether the whole event stayed
    out or only the value of ``key``.
    """

    index: int | None
    id: str | None
    key: str
    why: str
    dropped: bool = False

    def __str__(self) -> str:
        place = "file" if self.index is None else f"event {self.index}"
        name = f" ({self.id})" if self.id else ""
        # Ids and keys are as foreign as all else, and this goes to a terminal.
        return clean(f"{place}{name}: {self.key}: {self.why}")


@dataclass(slots=True)
class Report:
    """The problems met while a file was read, in the file's order.

    ``unknown_keys`` counts, by name, the keys that the format does not have.
    """

    problems: list[Problem] = field(default_factory=list)
    unknown_keys: dict[str, int] = field(default_factory=dict)

    @property
    def dropped(self) -> list[Problem]:
        """The problems that cost an event."""
        return [problem for problem in self.problems if problem.dropped]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A schedule as it came over the border.

    ``partial``: it holds only some of the events that there are, such as
    those whose abstracts a file brings; what it lacks is not gone.
    """

    conference: Conference
    events: tuple[Event, ...]
    report: Report
    partial: bool = False
