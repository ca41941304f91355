"""The overlay in which the plans of a group are compared, and their posters divided."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import GROUP
from planner.export.plan_values import PlanError
from planner.model import Itinerary
from planner.tui.line_editor import LineEditor
from planner.tui.render import Signs
from planner.tui.screens.scrolled import ScrolledScreen
from planner.tui.widgets.group_page import (
    comparison_lines,
    division_lines,
    hint_lines,
    member_lines,
    typed_line,
)
from planner.workspace.plans.comparing import YOU, Compared, comparing, itinerary_of, unique
from planner.workspace.plans.group_words import divided_words, part_text, summary_words
from planner.workspace.plans.sharing import Found, Given, given, given_in, read_given, saved_line
from planner.workspace.plans.sharing import unknown_words as words_of_unknown
from planner.workspace.session import Session
from planner.workspace.wording import counted

if TYPE_CHECKING:
    from planner.schedule.store import ScheduleStore

#: A pasted text is cut here; many lines fit in.
_MOST_PASTED = 1_000_000


class GroupScreen(ScrolledScreen):
    """Plans by lines and files, compared, and the union of their must-see posters divided.

    It stays installed, so that the plans are there when it is opened again.
    """

    scope: ClassVar[str] = GROUP

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        super().__init__(session, signs, size)
        self.editor = LineEditor()
        self._found: list[Found] = []
        self._compared: Compared | None = None
        self._dividing = False

    def on_mount(self) -> None:
        """Compare what there is."""
        self._ask()

    def itinerary_moved(self) -> None:
        """Compare anew: the attendee's own plan is another one now."""
        super().itinerary_moved()
        self._ask()

    def status(self) -> tuple[str, str]:
        """Return what the comparison comes to."""
        if not self._found:
            return "No plan but yours yet", ""
        if self._compared is None:
            return "Comparing ...", ""
        if self._dividing:
            return divided_words(self._compared.division), ""
        return summary_words(self._compared.comparison), ""

    def typed_text(self) -> str:
        """Return the line."""
        return self.editor.text

    def typed(self, key: str, character: str | None) -> None:
        """Edit the line."""
        editor = self.editor.key(key, character)
        if editor is not None:
            self.editor = editor
            self.list.repaint_now()
            self.foot.repaint()

    def on_paste(self, event: events.Paste) -> None:
        """Take lines for a chat at once; anything else is put into the line."""
        event.stop()
        text = event.text[:_MOST_PASTED]
        if "planner:" in text.lower():
            typed, self.editor = self.editor.text, LineEditor()
            # A name that is typed already, as in "Ada=", belongs to the first line.
            self._read(lambda: given_in("", typed + text))
        else:
            self.editor = self.editor.insert(text.strip().strip("'\""))
        self.list.repaint_now()

    def do_add_plan(self) -> None:
        """Add the plan of what is typed."""
        text = self.editor.text.strip()
        if not text:
            self.say("Paste a line, or type the name of a plan file")
            return
        self._read(lambda: given(text))

    def do_remove_plan(self) -> None:
        """Remove the plan added last."""
        if not self._found:
            self.say("No plan but yours is here")
            return
        gone = self._names()[-1]
        del self._found[-1]
        self._ask()
        self.say(f"Removed: {gone}")

    def do_divide(self) -> None:
        """Turn between the comparison and the division."""
        self._dividing = not self._dividing
        self._top = 0
        self.repaint_all()

    def do_copy_part(self) -> None:
        """Copy the attendee's part of the division, else their plan as a line."""
        if not self._dividing:
            try:
                text = saved_line(self.session)
            except PlanError as error:
                self.say(str(error))
                return
            self.app.copy_to_clipboard(text)
            self.say(f"Your plan copied as a line of {len(text):,} characters: {text}")
            return
        if self._compared is None:
            self.say("Still comparing")
            return
        if not self._compared.comparison.names:
            self.say("Nothing is starred yet, so there is no part to copy")
            return
        name = self._compared.comparison.names[0]
        conference = self.session.schedule.conference.name
        text = part_text(self._compared.division, name, conference)
        if not text:
            self.say(f"There is no poster for {name}")
            return
        self.app.copy_to_clipboard(text)
        posters = sum(slot.loads[name] for slot in self._compared.division)
        whose = "Your part" if name == YOU else f"The part of {name}"
        self.say(f"{whose} copied: {counted(posters, 'poster')}")

    def do_close(self) -> None:
        """Go back; the plans stay for the next time."""
        self.close()

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the line one types in, whose plans are here, and what they come to."""
        plans = zip(self._names(), self._itineraries(), strict=True)
        members = [(name, len(plan.stars)) for name, (_, plan) in plans]
        strips = [typed_line(self.editor, width, self.signs)]
        strips += member_lines(members, width, self.signs)
        below = [Strip.blank(width)]
        if not self._found:
            below += hint_lines(self.session.keys, width)
        if self._compared is not None and self._dividing:
            below += division_lines(self._compared.division, width, self.signs)
        elif self._compared is not None and self._found:
            zone = self.session.schedule.zone
            below += comparison_lines(self._compared.comparison, zone, width, self.signs)
        return [*strips, *self.in_view(below, max(1, height - len(strips)))]

    def _itineraries(self) -> list[tuple[str, Itinerary]]:
        """Return all plans by name, the attendee's own first unless it is empty."""
        own = self.session.itinerary()
        mine = [(YOU, own)] if own.stars or own.mine else []
        return mine + [(each.name, itinerary_of(each.plan)) for each in self._found]

    def _names(self) -> list[str]:
        return unique(name for name, _ in self._itineraries())

    def _read(self, handed: Callable[[], list[Given]]) -> None:
        """Read what was handed over beside the event loop: a file may be large, or far away."""

        def question(schedule: ScheduleStore) -> list[Found] | str:
            try:
                return [read_given(each, schedule) for each in handed()]
            except PlanError as error:
                return str(error)

        self.say("Reading ...")
        self.session.aside.ask("plan", question, self._take)

    def _take(self, found: list[Found] | str) -> None:
        if isinstance(found, str):
            self.say(found)
            return
        before = self._found
        self._found = before + found
        try:
            self._ask()
        except PlanError as error:
            self._found = before
            self._ask()
            self.say(str(error))
            return
        self.editor = LineEditor()
        lost = "; ".join(filter(None, map(words_of_unknown, found)))
        names = ", ".join(self._names()[-len(found) :])
        self.say(f"Added: {names}{f'; {lost}' if lost else ''}")

    def _ask(self) -> None:
        question = comparing(self._itineraries(), self.session.settings)
        self._compared = None
        self.session.aside.ask("group", question, self._answered)
        self.repaint_all()

    def _answered(self, compared: Compared) -> None:
        self._compared = compared
        self.repaint_all()
