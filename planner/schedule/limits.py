"""How much a foreign file may hold (DESIGN, section 10), and the refusal of what holds more."""

from __future__ import annotations

from planner.schedule.unusable import ScheduleUnusable

#: A file's length, before and after decompression.
MAX_BYTES = 256 << 20
MAX_EVENTS = 250_000
#: Of one event; likewise of its topics and links.
MAX_PEOPLE = 1_000
#: Characters of a title, and of any other text.
MAX_TITLE = 10_000
MAX_TEXT = 1 << 20
#: How deep lists and objects may nest.
MAX_DEPTH = 64
#: Days outside are slips; at the ends of the calendar no day has one before or after it.
YEARS = range(1900, 2200)
#: What so many events may have of each sign at most: a file of nothing but values would
#: take twenty times its size in memory, and longer to read than anybody waits.
_MOST_SIGNS = {(b"{", b"["): 32 * MAX_EVENTS, (b",",): 64 * MAX_EVENTS, (b"<",): 32 * MAX_EVENTS}


def refuse_crowd(events: int) -> None:
    """Raise ScheduleUnusable when there are more events than the limit."""
    if events > MAX_EVENTS:
        raise ScheduleUnusable(
            f"The file holds more than {MAX_EVENTS:,} events; split it into smaller ones."
        )


def refuse_bomb(raw: bytes, place: str) -> None:
    """Raise ScheduleUnusable when a file, not yet parsed, holds more values than any schedule.

    Args:
        raw: The file's bytes.
        place: Names the file in the sentence.
    """
    if any(sum(map(raw.count, signs)) > most for signs, most in _MOST_SIGNS.items()):
        raise ScheduleUnusable(
            f"{place} holds more values than {MAX_EVENTS:,} events have; it is no schedule."
        )


def refuse_depth(value: object) -> None:
    """Raise ScheduleUnusable when lists and objects nest deeper than the limit."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return
    raise ScheduleUnusable(f"The file nests deeper than {MAX_DEPTH} levels; it is no schedule.")
