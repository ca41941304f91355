"""What a query may name in one schedule: its days, topics, rooms, tracks, sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The values of one schedule that a query is checked against.

    ``days`` are the venue's dates, ascending: the conference's and those of any
    event outside of them. The mappings lead from a name as the schedule has it
    to its words as :func:`planner.schedule.words.as_needle` gives them.
    """

    days: tuple[date, ...] = ()
    topics: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    rooms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tracks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sessions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def names(self, qualifier: str) -> Mapping[str, str]:
        """Return the names that ``topic``, ``room``, ``track`` or ``session`` can have."""
        return {
            "topic": self.topics,
            "room": self.rooms,
            "track": self.tracks,
            "session": self.sessions,
        }[qualifier]
