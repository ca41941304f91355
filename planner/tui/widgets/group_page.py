"""What the comparison of several plans shows, painted from its values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from textual.strip import Strip

from planner.itinerary.division import SlotDivision
from planner.itinerary.group import Comparison
from planner.keys import Keys
from planner.tui.line_editor import LineEditor
from planner.tui.render import (
    ACCENT,
    DIM,
    PLAIN,
    STAR,
    Signs,
    cut,
    fit,
    line,
    section,
    spread,
    width_of,
    wrapped,
)
from planner.tui.widgets.typed_text import typed_text
from planner.workspace.plans.group_words import (
    GroupLine,
    GroupSection,
    comparison_sections,
    division_sections,
)

_HINTS = (
    "Paste the line that somebody sent you (planner:...), or type the name of a plan file, "
    "Ada=ada.json, and press {enter}; yours takes part already.",
    "{copy} copies your own stars as such a line, without notes and without what is hidden.",
)
_MOST_MEMBER_LINES = 3


def typed_line(editor: LineEditor, width: int, signs: Signs) -> Strip:
    """Return the line one types in."""
    label = " Plan: "
    pieces = [(label, DIM), *typed_text(editor, width - len(label) - 1)]
    return spread(pieces, [], width, signs.ellipsis)


def member_lines(members: Sequence[tuple[str, int]], width: int, signs: Signs) -> list[Strip]:
    """Return whose plans are here, each with how many stars it has."""
    words = ", ".join(f"{name} {signs.want}{stars}" for name, stars in members)
    lines = wrapped(words, width - 2)[:_MOST_MEMBER_LINES]
    return [line([(f" {each}", ACCENT)], width) for each in lines]


def hint_lines(keys: Keys, width: int) -> list[Strip]:
    """Return how plans come here, and how one's own is given away."""
    enter, copy = keys.key("add_plan"), keys.key("copy_part")
    hints = (each.format(enter=enter, copy=copy) for each in _HINTS)
    return [
        line([(f" {words}", DIM)], width) for hint in hints for words in wrapped(hint, width - 2)
    ]


def comparison_lines(comparison: Comparison, zone: tzinfo, width: int, signs: Signs) -> list[Strip]:
    """Return what the plans share and where their people can be together."""
    return list(_sections(comparison_sections(comparison, zone), width, signs))


def division_lines(division: Sequence[SlotDivision], width: int, signs: Signs) -> list[Strip]:
    """Return who goes to which poster."""
    sections = division_sections(division)
    if not sections:
        return [line([(" No poster is a must of anybody: nothing to divide.", DIM)], width)]
    return list(_sections(sections, width, signs))


def _sections(sections: Sequence[GroupSection], width: int, signs: Signs) -> Iterator[Strip]:
    for each in sections:
        fits = width_of(each.heading) + width_of(each.aside) + 10 < width
        yield section(each.heading, each.aside if fits else "", width, signs)
        if not fits:
            rest = wrapped(each.aside, width - 4)
            yield from (line([(f"   {words}", DIM)], width) for words in rest)
        whose = max((width_of(held.who) for held in each.lines), default=0)
        when = max((width_of(held.when) for held in each.lines), default=0)
        for held in each.lines:
            yield from _entry(held, width, min(whose, width // 4), when, signs)


def _entry(held: GroupLine, width: int, whose: int, when: int, signs: Signs) -> Iterator[Strip]:
    """Yield an event with whose it is, names in ``whose`` cells and times in ``when``."""
    head = f" {fit(held.when, when)} " if when else " "
    room = width - width_of(head) - whose - 5
    yield line(
        [
            (head, DIM),
            (f"{signs.level(held.level)} ", STAR),
            (f"{fit(held.who, whose, signs.ellipsis)}  ", ACCENT),
            (cut(held.title, room, signs.ellipsis), PLAIN),
        ],
        width,
    )
    for words in wrapped(held.below, width - 8) if held.below else ():
        yield line([(f"      {words}", DIM)], width)
