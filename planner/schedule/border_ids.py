"""Ids as they come over the border: made sound, told apart, followed to the parents they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from planner.model import Event
from planner.schedule.border_values import Dropped, Note
from planner.schedule.ids import LONGEST, event_id, is_id
from planner.schedule.loaded import Problem, Report


def sound_id(value: object, note: Note) -> str:
    """Return a foreign event's id, made to fit the pattern where it does not; that is noted.

    Raises:
        Dropped: There is none.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Dropped("id", "missing")
    text = str(value)
    if not text.strip():
        raise Dropped("id", "missing")
    if isinstance(value, str) and is_id(text):
        return text
    made = event_id(text)
    note("id", f"does not fit the pattern of ids, became {made}")
    return made


def with_start_in_id(event: Event, events: Mapping[str, Event]) -> Event:
    """Return an event whose id another has already, under an id that tells its start.

    Args:
        event: The later one.
        events: The earlier ones by id.

    Raises:
        Dropped: It has no start, or one of the same start is there.
    """
    if event.start is None:
        raise Dropped("id", "repeats the id of an earlier event")
    suffix = f"-{event.start:%Y%m%dt%H%M}"
    longer = event.id[: LONGEST - len(suffix)] + suffix
    if longer in events or events[event.id].start == event.start:
        raise Dropped("id", "repeats the id and the start of an earlier event")
    return replace(event, id=longer)


def with_sound_parents(
    events: Mapping[str, Event],
    renamed: Mapping[str, str],
    places: Mapping[str, int],
    report: Report,
) -> Iterable[Event]:
    """Yield events without the parents that are not among them or that lead in a circle.

    Args:
        events: All sound events by id, in the file's order.
        renamed: By an id as it stands in the file the one that it became.
        places: By id where the event stands in the file, from 0.
        report: Told of each parent that is left out.
    """
    parents = {
        id_: renamed.get(event.parent, event.parent)
        for id_, event in events.items()
        if event.parent is not None
    }

    def fault(id_: str) -> str | None:
        seen = {id_}
        above = parents[id_]
        if above not in events:
            return "left out: no such event in the file"
        while above in parents:
            if above in seen:
                return "left out: it leads in a circle"
            seen.add(above)
            above = parents[above]
        return "left out: it leads in a circle" if above in seen else None

    for id_, event in events.items():
        if event.parent is None:
            yield event
            continue
        why = fault(id_)
        if why:
            report.problems.append(Problem(places[id_], id_, "parent", why))
            parents.pop(id_)
            yield replace(event, parent=None)
        else:
            yield event if parents[id_] == event.parent else replace(event, parent=parents[id_])
