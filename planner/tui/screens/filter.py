"""The filter: what one may narrow a query by, with live counts, each a part of the query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import FILTER
from planner.schedule.facet_values import FacetValue
from planner.schedule.facets import Facet
from planner.schedule.filtering import chosen, cleared, is_among, toggled
from planner.schedule.query import Query
from planner.tui.browsing import Browsing
from planner.tui.render import DIM, DIVIDER, PLAIN, Signs, cut, line, spread, width_of, wrapped
from planner.tui.screens.overlay import Choice, ChoiceScreen
from planner.tui.widgets.browse_list import (
    LINES_ABOVE,
    PaintedRows,
    count_words,
    paint_list,
    search_bar,
)
from planner.workspace.counting import facets_question
from planner.workspace.facet_words import HEADINGS, value_words
from planner.workspace.session import Session

#: From this width on the result stands beside the filter, in this share of it.
_BESIDE, _SHARE = 120, 0.5
#: Lines that a long query may take.
_MOST_LINES = 3


class FilterScreen(ChoiceScreen):
    """Choosing a line puts it into the query, choosing it again takes it out.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        browsing: Browse's state, whose query is changed.
        changed: Called when Browse has something else to show.
    """

    scope: ClassVar[str] = FILTER
    title_words: ClassVar[str] = "Filter"

    def __init__(
        self,
        session: Session,
        signs: Signs,
        size: Size,
        browsing: Browsing,
        changed: Callable[[], None],
    ) -> None:
        self._browsing = browsing
        self._changed = changed
        self._painted = PaintedRows()
        super().__init__(session, signs, size)

    def on_mount(self) -> None:
        """Have the values counted; until then those known from the last time are shown."""
        self._count()

    def choices(self) -> list[Choice]:
        """Return the values to filter by, with how many rows each would find."""
        return [
            choice for facet in self._browsing.known_facets for choice in self._choices_of(facet)
        ]

    def arranged(self, choices: list[Choice], words: list[str]) -> tuple[list[Choice], int]:
        """Keep the sections, and go to the first line with a word that begins as typed."""
        typed = " ".join(words)
        labels = [choice.label.strip().casefold() for choice in choices]
        begun = (row for row, label in enumerate(labels) if label.startswith(typed))
        inside = (row for row, label in enumerate(labels) if f" {typed}" in label)
        return choices, next(begun, next(inside, 0))

    def nothing_words(self) -> str:
        """Return what is said where there is nothing to choose."""
        if self._browsing.waiting:
            return "The search index is being made; the counts come in a moment."
        if not self._browsing.known_facets:
            return "Counting ..."
        return super().nothing_words()

    def choose(self, choice: Choice) -> None:
        """Put the value into the query, or take it out; the screen stays for more."""
        name, _, value = choice.value.partition(":")
        self._look_for(toggled(self._browsing.query, name, value))

    def do_clear_filter(self) -> None:
        """Take all filters out of the query, and leave its words."""
        query = self._browsing.query
        if not query.qualifiers:
            self.say("No filter is set")
            return
        self._look_for(cleared(query))

    def do_next_facet(self) -> None:
        """Go to the next section."""
        self._go(self.scroll.section(1))

    def do_previous_facet(self) -> None:
        """Go to the section before."""
        self._go(self.scroll.section(-1))

    def clicked(self, event: events.Click) -> None:
        """Choose the line that was clicked; the result beside it only shows."""
        width = self.list.size.width
        if width < _BESIDE or event.x < int(width * _SHARE):
            super().clicked(event)

    def itinerary_moved(self) -> None:
        """Count anew: stars are a part of it."""
        self._browsing.itinerary_moved()
        super().itinerary_moved()
        self._count()

    def paint_above(self, width: int) -> list[Strip]:
        """Return the text of Browse's search bar, the active filter, and what it finds."""
        browsing = self._browsing
        found = f"  {count_words(browsing)} "
        words = wrapped(f"/{browsing.editor.text}", width - width_of(found) - 1)
        if browsing.problem is not None or len(words) < 2:
            return [search_bar(browsing, width, self.signs)]
        # All of a long query can be read, as far as the lines suffice.
        rest = " ".join(words[_MOST_LINES - 1 :])
        shown = [*words[: _MOST_LINES - 1], cut(rest, width - 1, self.signs.ellipsis)]
        first = spread([(" /", DIM), (shown[0][1:], PLAIN)], [(found, DIM)], width)
        return [first, *(line([(f"  {each}", PLAIN)], width) for each in shown[1:] if each)]

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the filter, beside it the result where there is room."""
        if width < _BESIDE:
            return super().paint_body(width, height)
        own = int(width * _SHARE)
        left = super().paint_body(own, height)
        edge = line([(f" {self.signs.divider}", DIVIDER)], 2)
        right = self._result(width - own - 2, height)
        left += [Strip.blank(own)] * (height - len(left))
        right += [Strip.blank(width - own - 2)] * (height - len(right))
        return [Strip.join(strips) for strips in zip(left, [edge] * height, right, strict=False)]

    def _result(self, width: int, height: int) -> list[Strip]:
        """Return the rows that the query finds, as Browse lists them."""
        browsing = self._browsing
        if browsing.scroll.height != height:
            browsing.scroll = browsing.scroll.sized(height)
        blank = Strip.blank(width)
        painted = paint_list(
            browsing, blank, (), self._painted, self.signs, width, height + LINES_ABOVE
        )
        return painted[LINES_ABOVE:]

    def _look_for(self, query: Query) -> None:
        self._browsing.search_for(str(query))
        self.refresh_choices()
        self.list.repaint_now()
        self._changed()
        self._count()

    def _count(self) -> None:
        browsing = self._browsing
        question = facets_question(self.session, browsing.query, browsing.view)
        self.session.aside.ask("facets", question, self._counted)

    def _counted(self, facets: tuple[Facet, ...]) -> None:
        self._browsing.known_facets = facets or self._browsing.known_facets
        if self.is_attached:
            self.refresh_choices()
            self.repaint_all()

    def _choices_of(self, facet: Facet) -> Iterator[Choice]:
        query, name = self._browsing.query, facet.name
        on, out = chosen(query, name), chosen(query, name, negated=True)
        area = ""
        for value in facet.values:
            label = value_words(name, value)
            if value.depth == 0:
                area = label
            excluded = is_among(name, value.value, out)
            yield Choice(
                f"{name}:{value.value}",
                self._placed(label, area, value),
                aside="left out" if excluded else f"{value.rows:,}",
                heading=HEADINGS[name],
                on=is_among(name, value.value, on),
                strong=name == "topic" and value.depth == 0,
            )

    def _placed(self, label: str, area: str, value: FacetValue) -> str:
        """Return a topic's label below its area, or with it where the lines are narrowed."""
        if value.depth == 0:
            return label
        return f"{area} / {label}" if self.editor.text.strip() else f"  {label}"
