"""What the attendee was told is kept, and what of it is not on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tests.faults.reader import Facts, OnDisk

#: What a decision makes of facts, by field and key; None takes the fact off.
Changes = dict[tuple[str, str], str | None]


class Act(NamedTuple):
    """One thing that the attendee does.

    ``changes`` are empty for what decides nothing in the itinerary (an import,
    an export); ``undoes`` says that it takes back the newest decision.
    """

    words: tuple[str, ...]
    changes: Changes
    undoes: bool = False

    @property
    def decides(self) -> bool:
        """Whether the itinerary has one decision more, or one less, afterwards."""
        return bool(self.changes) or self.undoes


class Told:
    """The acts whose success the screen or the exit code confirmed, and the one under way."""

    def __init__(self) -> None:
        self.confirmed: list[Act] = []
        self.under_way: Act | None = None

    def begin(self, act: Act) -> None:
        """Do something: from now on it may be on the disk."""
        self.under_way = act

    def confirm(self) -> None:
        """The program said that it is done: from now on it must be on the disk."""
        if self.under_way is not None:
            self.confirmed.append(self.under_way)
        self.under_way = None

    def refuse(self) -> None:
        """The program said that it could not be done: it must not be on the disk."""
        self.under_way = None

    @property
    def made(self) -> int:
        """How many decisions were confirmed."""
        return sum(act.decides for act in self.confirmed)

    def lost(self, on_disk: OnDisk) -> int:
        """Return how many decisions the disk has otherwise than they were confirmed.

        What was under way may be there or not, but whole.
        """
        wanted = [_after(self.confirmed)]
        if self.under_way is not None:
            wanted.append(_after([*self.confirmed, self.under_way]))
        return min(_differing(each, on_disk) for each in wanted)

    def story(self, on_disk: OnDisk) -> str:
        """Return what was done last and what the disk says, for whoever looks for a loss."""
        last = "; ".join(" ".join(act.words) for act in self.confirmed[-6:])
        going = f"; under way: {' '.join(self.under_way.words)}" if self.under_way else ""
        disk = ", ".join(on_disk.told[-6:])
        return f"confirmed: {last}{going}; on the disk: {disk}; {on_disk.undone} undone"


class _After(NamedTuple):
    facts: Facts
    decisions: int
    undone: int


def _after(acts: Sequence[Act]) -> _After:
    """Return what stands on the disk after acts, by the rules of undo."""
    in_force: list[Changes] = []
    undone = 0
    for act in acts:
        if act.undoes and in_force:
            in_force.pop()
            undone += 1
        elif act.changes:
            in_force.append(act.changes)
    facts: dict[tuple[str, str], str] = {}
    for changes in in_force:
        for place, said in changes.items():
            if said is None:
                facts.pop(place, None)
            else:
                facts[place] = said
    return _After(facts, len(in_force) + undone, undone)


def _differing(wanted: _After, on_disk: OnDisk) -> int:
    places = wanted.facts.keys() | on_disk.facts.keys()
    facts = sum(wanted.facts.get(each) != on_disk.facts.get(each) for each in places)
    fold = sum(wanted.facts.get(each) != on_disk.fold.get(each) for each in places)
    lines = abs(wanted.decisions - len(on_disk.told)) + abs(wanted.undone - on_disk.undone)
    return max(facts, fold, lines)


def star(event_id: str, level: str = "want") -> Act:
    """Star an event by a command."""
    option = () if level == "want" else (f"--{level}",)
    return Act(("star", event_id, *option), {("star", event_id): level})


def note(event_id: str, text: str) -> Act:
    """Write a note by a command."""
    return Act(("note", event_id, text), {("note", event_id): text})


def visit(event_id: str) -> Act:
    """Mark an event as seen by a command."""
    return Act(("visit", event_id), {("visited", event_id): "there"})


def undo() -> Act:
    """Take back the newest decision by a command."""
    return Act(("undo",), {}, undoes=True)
