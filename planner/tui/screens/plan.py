"""The Plan screen: what is starred, day by day, where it does not work, and the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import BROWSE, BY_ID, PLAN, keymap
from planner.schedule.search import NotReady
from planner.tui.day_lines import FOLDED_FROM
from planner.tui.plan_lines import (
    STOPS,
    AwayLine,
    CommitmentLine,
    EventLine,
    GapLine,
    SlotLine,
)
from planner.tui.planning import Planning
from planner.tui.render import Signs
from planner.tui.screens.list_screen import ListScreen
from planner.tui.screens.moving import Moving
from planner.tui.widgets.event_detail import paint_detail
from planner.tui.widgets.plan_page import LINES_ABOVE, page_at, paint_plan
from planner.workspace.decisions import Outcome
from planner.workspace.problems import keep_best, problems
from planner.workspace.reading import Row
from planner.workspace.session import Session
from planner.workspace.wording import (
    clock,
    counted,
    day_words,
    people_words,
    place_words,
    time_words,
)

if TYPE_CHECKING:
    from planner.workspace.filling import Fillers

#: Seconds until it is asked again what fits, while the search index is being made.
ASK_AGAIN_AFTER = 0.5
_BROWSE_KEYS = keymap(BROWSE)


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
        line = self.planning.stop()
        if isinstance(line, EventLine):
            event = line.row.event
            names = people_words([person.name for person in event.people])
            return event.title, "   ".join(filter(None, (place_words(event), names)))
        if isinstance(line, SlotLine):
            return line.name, self._slot_words(line)
        if isinstance(line, GapLine):
            return self._gap_words(line)
        if isinstance(line, CommitmentLine | AwayLine):
            own = line.commitment
            return f"{own.title}, {time_words(own.start, own.end)}", "x takes it away"
        return "", ""

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

    def typed(self, key: str, character: str | None) -> None:
        """Say of a key that works in Browse that it does so there."""
        command = _BROWSE_KEYS.get(character if character and character.strip() else key)
        if command is not None:
            words = BY_ID[command].help
            self.say(f"In Browse (1): {words[:1].lower()}{words[1:]}")

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
        if self.planning.to_now():
            self._moved()
        else:
            self.say(f"Today, {day_words(self.session.today)}, is no day of your plan")

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
        found = problems(self.session)
        leaves = isinstance(line, EventLine) and line.row.leaves is not None
        if not (leaves or found.clashes_of(line.key) or found.may_clash_of(line.key)):
            self._open_line(line)
            return
        from planner.tui.screens.ways_out import WaysOutScreen

        opened = self.do_open if isinstance(line, EventLine) else None
        self.app.push_screen(WaysOutScreen(self.session, self.signs, self.size, line.key, opened))

    def do_suggest(self) -> None:
        """Show a suggestion for the whole plan."""
        from planner.tui.screens.suggestion import SuggestionScreen

        self.app.push_screen(SuggestionScreen(self.session, self.signs, self.size))

    def do_pin(self) -> None:
        """Pin the event, or take the pin off."""
        row = self.current()
        if row is None:
            self.say("There is no event here to pin")
            return
        pinned = row.event.id not in self.session.itinerary().pins
        self.told(self.session.decisions.pin([row.event], pinned=pinned))

    def do_keep_best(self) -> None:
        """Keep the best posters that fit into the slot under the cursor, in one decision."""
        slot = self.planning.slot()
        if slot is None:
            self.say("b keeps the best posters of a slot; go to one")
            return
        budget = slot.budget
        if not budget.missing_minutes:
            self.say(f"{_all(len(budget.events))} of {slot.name} fit")
            return
        self.told(keep_best(self.session, budget, slot.name))

    def do_add_own(self) -> None:
        """Keep time for something of one's own."""
        from planner.tui.screens.commitment import CommitmentScreen

        pages = self.planning.pages
        day = self.planning.page.day if pages else None
        self.app.push_screen(
            CommitmentScreen(self.session, self.signs, self.size, day, self._own_kept)
        )

    def do_give_back(self) -> None:
        """Take the time of one's own under the cursor away."""
        line = self.planning.stop()
        if isinstance(line, CommitmentLine | AwayLine):
            self.told(self.session.decisions.unblock([line.commitment.id]))
        else:
            self.say("x takes time of your own away; s takes a star off")

    # Going elsewhere

    def do_back(self) -> None:
        """Leave the detail, else go to Browse."""
        if self.expanded:
            self.do_open()
        else:
            self.do_browse()

    def do_search(self) -> None:
        """Go to the search bar of Browse."""
        self.planner.show("browse")
        self.planner.browse.do_search()

    # The mouse

    def on_click(self, event: events.Click) -> None:
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

    def on_mouse_scroll_down(self) -> None:
        """Move on with the wheel."""
        self.move_by(1)

    def on_mouse_scroll_up(self) -> None:
        """Move back with the wheel."""
        self.move_by(-1)

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
        else:
            self.say("No problem further on" if step > 0 else "No problem before this")

    def _unfold(self, key: str, can: bool, otherwise: str) -> None:
        if can:
            self.planning.fold(key)
            self._moved()
        else:
            self.say(otherwise)

    def _open_line(self, line: EventLine | CommitmentLine | AwayLine) -> None:
        if isinstance(line, EventLine):
            self.do_open()
        elif isinstance(line, AwayLine):
            self._unfold(line.key, line.stars > 0, "No star lies in it; x takes it away")
        else:
            self.say("x takes it away")

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

    def _gap_words(self, line: GapLine) -> tuple[str, str]:
        """Return what fits best with what it has in common, and how much more there is."""
        free = f"{clock(line.gap.start)}-{clock(line.gap.end)} is free"
        if not line.fillers:
            return free, ""
        first = line.fillers[0]
        count = len(line.fillers)
        most = "enter shows it" if count == 1 else f"enter shows {count} that fit"
        return f"{first.event.title}, {first.words}", most

    def _open_gap(self, line: GapLine) -> None:
        if not line.fillers:
            self.say("Nothing that is like your stars is known to fit here")
            return
        from planner.tui.screens.filling import FillingScreen

        self.app.push_screen(FillingScreen(self.session, self.signs, self.size, line.gap))

    def _slot_words(self, line: SlotLine) -> str:
        words = []
        if line.posters > FOLDED_FROM:
            shows = "shows" if line.folded else "folds"
            words.append(f"enter {shows} the {counted(line.posters, 'poster')}")
        if line.budget.missing_minutes:
            words.append("b keeps the best")
        return "   ".join(words)


def _all(count: int) -> str:
    return {1: "The one", 2: "Both"}.get(count, f"All {count}")
