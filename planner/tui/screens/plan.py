"""The Plan screen: what is starred, day by day, where it does not work, and the ways out.

Each command is a method of a few lines; what they change is :class:`Planning`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import PLAN
from planner.schedule.search import NotReady
from planner.tui.plan_lines import (
    STOPS,
    AwayLine,
    CommitmentLine,
    EventLine,
    GapLine,
    SlotLine,
)
from planner.tui.plan_status import has_ways_out, opens, status_of, takes_away
from planner.tui.planning import Planning
from planner.tui.render import Signs
from planner.tui.screens.list_screen import ListScreen
from planner.tui.screens.moving import Moving
from planner.tui.slot_lines import FOLDED_FROM
from planner.tui.widgets.event_detail import paint_detail
from planner.tui.widgets.frame import KeysNow
from planner.tui.widgets.plan_page import DAY, LINES_ABOVE, page_at, paint_plan
from planner.tui.widgets.targets import Target
from planner.workspace.decisions import Outcome
from planner.workspace.problems import problems
from planner.workspace.rows import Row
from planner.workspace.session import Session
from planner.workspace.ways_out import keep_best
from planner.workspace.wording import (
    day_words,
)

if TYPE_CHECKING:
    from planner.workspace.filling import Fillers

#: Seconds until it is asked again what fits, while the search index is being made.
ASK_AGAIN_AFTER = 0.5


class PlanScreen(Moving, ListScreen):
    """The agenda as an elastic timeline."""

    scope: ClassVar[str] = PLAN

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        super().__init__(session, signs, size)
        self.planning = Planning(session)

    def on_mount(self) -> None:
        """Ask what fits into free time."""
        self._ask_fillers()

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the days and their lines, or the detail that lies on them."""
        row = self.planning.current()
        if self.expanded and row is not None:
            strips = paint_detail(self.session.reading.detail(row), width, self.signs)
            self.detail_top = min(self.detail_top, max(0, len(strips) - height))
            return strips[self.detail_top : self.detail_top + height]
        return paint_plan(self.planning, self.signs, width, height)

    def status(self) -> tuple[str, str]:
        """Return what stands under the cursor, and what can be done with it."""
        return status_of(self.planning.stop(), self.session.keys)

    def keys_now(self) -> KeysNow:
        """Return what Enter does on the line under the cursor."""
        if self.expanded:
            return super().keys_now()
        return KeysNow(words={"ways_out": opens(self.planning.stop(), self.planning.found)})

    def current(self) -> Row | None:
        """Return the row under the cursor."""
        return self.planning.current()

    def itinerary_moved(self) -> None:
        """Show the agenda anew, the lines at once."""
        self.planning.read()
        self.list.repaint_now()
        super().itinerary_moved()
        self._ask_fillers()

    def minute_passed(self) -> None:
        """Move the line of now on."""
        super().minute_passed()
        if any(page.day == self.session.today for page in self.planning.pages):
            self.planning.read()
            self.list.repaint()

    def why_not(self, command: str) -> str:
        """Return why a command cannot be carried out now, nothing where it can."""
        keys, planning = self.session.keys, self.planning
        if command == "pin" and planning.current() is None:
            return "There is no event here to pin"
        if command == "ways_out" and planning.stop() is None:
            return "There is nothing here to open"
        if command == "suggest" and not self.session.itinerary().stars:
            return "Nothing is starred yet, so there is nothing to choose from"
        if command == "now" and all(page.day != self.session.today for page in planning.pages):
            return f"Today, {day_words(self.session.today)}, is no day of your plan"
        if command == "keep_best":
            return self._no_best()
        if command == "give_back" and not isinstance(planning.stop(), CommitmentLine | AwayLine):
            own, star = keys.key("give_back", PLAN), keys.key("want", PLAN)
            return f"{own} takes time of your own away; {star} takes a star off"
        return super().why_not(command)

    def _no_best(self) -> str:
        slot = self.planning.slot()
        if slot is None:
            key = self.session.keys.key("keep_best", PLAN)
            return f"{key} keeps the best posters of a slot; go to one"
        if not slot.budget.missing_minutes:
            return f"{_all(len(slot.budget.events))} of {slot.name} fit"
        return ""

    # Moving

    def move_by(self, rows: int) -> None:
        """Move the cursor by lines of the day."""
        self.planning.move(rows)
        self._moved()

    def page_rows(self) -> int:
        """Return how many lines a page has."""
        return max(2, self.list.size.height - LINES_ABOVE - 2)

    def do_next_section(self) -> None:
        """Go to the next day."""
        self.planning.turn(1)
        self._moved()

    def do_previous_section(self) -> None:
        """Go to the day before."""
        self.planning.turn(-1)
        self._moved()

    def do_next_problem(self) -> None:
        """Go to the next problem, on whichever day it is."""
        self._to_problem(1)

    def do_previous_problem(self) -> None:
        """Go to the problem before."""
        self._to_problem(-1)

    def do_now(self) -> None:
        """Go to what comes next today."""
        self.planning.to_now()
        self._moved()

    # Deciding

    def do_ways_out(self) -> None:
        """Show the ways out of a problem, a slot's posters, or the detail."""
        line = self.planning.stop()
        if self.expanded or line is None:
            self.do_open()
            return
        if isinstance(line, GapLine):
            self._open_gap(line)
            return
        if isinstance(line, SlotLine):
            self._unfold(line.key, line.posters > FOLDED_FROM, "The slot's posters stand below")
            return
        if not has_ways_out(line, problems(self.session)):
            self._open_line(line)
            return
        from planner.tui.screens.ways_out import WaysOutScreen

        opened = self.do_open if isinstance(line, EventLine) else None
        self.planner.lay(WaysOutScreen, line.key, opened)

    def do_suggest(self) -> None:
        """Show a suggestion for the whole plan."""
        from planner.tui.screens.suggestion import SuggestionScreen

        self.planner.lay(SuggestionScreen)

    def do_pin(self) -> None:
        """Pin the event, or take the pin off."""
        row = self.current()
        if row is None:
            return
        pinned = row.event.id not in self.session.itinerary().pins
        self.told(self.session.decisions.pin([row.event], pinned=pinned))

    def do_keep_best(self) -> None:
        """Keep the best posters that fit into the slot under the cursor, in one decision."""
        slot = self.planning.slot()
        if slot is not None:
            self.told(keep_best(self.session, slot.budget, slot.name))

    def do_add_own(self) -> None:
        """Keep time for something of one's own."""
        from planner.tui.screens.commitment import CommitmentScreen

        pages = self.planning.pages
        day = self.planning.page.day if pages else None
        self.planner.lay(CommitmentScreen, day, self._own_kept)

    def do_give_back(self) -> None:
        """Take the time of one's own under the cursor away."""
        line = self.planning.stop()
        if isinstance(line, CommitmentLine | AwayLine):
            self.told(self.session.decisions.unblock([line.commitment.id]))

    # Going elsewhere

    def do_back(self) -> None:
        """Leave the detail, else go to where this was opened from."""
        if self.expanded:
            self.do_open()
        else:
            self.planner.show(self.planner.whereabouts.back)

    def do_search(self) -> None:
        """Go to the search bar of Browse."""
        self.planner.show("browse")
        self.planner.browse.do_search()

    # The mouse

    def take(self, target: Target) -> None:
        """Turn to the day whose tab was clicked."""
        if target.name == DAY and isinstance(target.what, int):
            self.planning.turn(target.what - self.planning.page_index)
            self._moved()
        else:
            super().take(target)

    def clicked(self, event: events.Click) -> None:
        """Put the cursor on the line that was clicked; a second click opens it."""
        planning = self.planning
        if event.widget is not self.list or not planning.pages or self.expanded:
            return
        found = page_at(planning, event.x, self.list.size.width)
        if found is None or event.y < LINES_ABOVE:
            return
        page, top = found
        place = top + event.y - LINES_ABOVE
        lines = planning.pages[page].lines
        if place < len(lines) and isinstance(lines[place], STOPS):
            planning.go_to(page, place)
            self._moved()
            if event.chain > 1:
                self.act("ways_out")

    # Showing

    def _moved(self) -> None:
        """Paint the lines at once, and the status after that frame."""
        self.message = ""
        self.detail_top = 0
        self.list.repaint_now()
        self.foot.repaint()

    def _to_problem(self, step: int) -> None:
        if self.planning.next_problem(step):
            self._moved()
            return
        if step < 0:
            self.say("No problem before this")
        elif self.planning.problem_before():
            back = self.session.keys.key("previous_problem", PLAN)
            self.say(f"No problem further on; {back} goes to the one before")
        else:
            self.say("No problem further on")

    def _unfold(self, key: str, can: bool, otherwise: str) -> None:
        if can:
            self.planning.fold(key)
            self._moved()
        else:
            self.say(otherwise)

    def _open_line(self, line: EventLine | CommitmentLine | AwayLine) -> None:
        away = takes_away(self.session.keys)
        if isinstance(line, EventLine):
            self.do_open()
        elif isinstance(line, AwayLine):
            self._unfold(line.key, line.stars > 0, f"No star lies in it; {away}")
        else:
            self.say(away)

    def _own_kept(self, outcome: Outcome) -> None:
        """Show what was kept, and go to it."""
        self.itinerary_moved()
        for index, page in enumerate(self.planning.pages):
            for place, line in enumerate(page.lines):
                if isinstance(line, CommitmentLine | AwayLine) and (
                    line.key in outcome.commitment_ids
                ):
                    self.planning.go_to(index, place)
                    self._moved()
                    self.say(outcome.sentence)
                    return
        self.say(outcome.sentence)

    def _ask_fillers(self) -> None:
        """Find what fits into free time, beside the event loop: that takes longer than a frame."""
        if not (self.planning.gaps and self.session.itinerary().stars):
            return
        from planner.workspace.filling import question

        asked = question(self.session, self.planning.gaps)
        self.session.aside.ask("fillers", asked, self._take_fillers)

    def _take_fillers(self, found: Fillers | NotReady) -> None:
        if isinstance(found, NotReady):
            self.set_timer(ASK_AGAIN_AFTER, self._ask_fillers)
        elif found != self.planning.fillers:
            self.planning.take_fillers(found)
            self.list.repaint()
            self.foot.repaint()

    def _open_gap(self, line: GapLine) -> None:
        if not line.fillers:
            self.say("Nothing that is like your stars is known to fit here")
            return
        from planner.tui.screens.filling import FillingScreen

        self.planner.lay(FillingScreen, line.gap)


def _all(count: int) -> str:
    return {1: "The one", 2: "Both"}.get(count, f"All {count}")
