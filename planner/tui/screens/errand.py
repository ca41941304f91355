"""Asking for a newer schedule or bringing one in: a question, the progress, and how it ended.

The work itself is done in a process of its own, which is only looked at here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from textual import events
from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer

from planner.commands import IMPORT, UPDATE, WORKING
from planner.tui.line_editor import LineEditor
from planner.tui.render import (
    ACCENT,
    DIM,
    INVERSE,
    PLAIN,
    STRONG,
    WARNING,
    Piece,
    Signs,
    bar,
    line,
    wrapped,
)
from planner.tui.screens.overlay import OverlayScreen
from planner.workspace.conferences.asking import host_of
from planner.workspace.errand import Errand, Progress
from planner.workspace.session import Session

#: Seconds between two looks at the errand.
LOOK_EVERY = 0.05
_BAR_WIDTH = 30
#: What an errand does, as the screen says it.
_DOING = {
    "starting": "Starting",
    "fetching": "Fetching",
    "reading": "Reading",
    "merging": "Merging it",
    "keeping": "Keeping it",
    "compiling": "Preparing the schedule",
}
_MOST_ZONES = 8

#: Called with what an errand came to, when the overlay is gone.
Done = Callable[[Mapping[str, Any]], None]


class ErrandScreen(OverlayScreen):
    """A question with lines to type in; Enter does the errand, Esc leaves things as they are.

    Args:
        session: The session.
        signs: The signs that the terminal can show.
        size: The terminal's size.
        done: Called with what it came to, when the overlay is gone.
    """

    labels: ClassVar[tuple[str, ...]] = ()

    def __init__(self, session: Session, signs: Signs, size: Size, done: Done) -> None:
        super().__init__(session, signs, size)
        self.editors = [LineEditor() for _ in self.labels]
        self.field = 0
        #: Why the last errand came to nothing.
        self.failure = ""
        self._done = done
        self._errand: Errand | None = None
        self._looking: Timer | None = None

    def scopes(self) -> tuple[str, ...]:
        """Return the keys of the question, and those while it is being done."""
        return (self.scope, WORKING)

    def active_scope(self) -> str:
        """Return the scope of the moment."""
        return self.scope if self._errand is None else WORKING

    def question(self) -> list[str]:
        """Return what is asked, line by line."""
        raise NotImplementedError

    def hints(self) -> list[str]:
        """Return what can be typed, and what Enter does."""
        raise NotImplementedError

    def text(self, field: int) -> str:
        """Return what is typed in a line."""
        return self.editors[field].text.strip()

    def typed_text(self) -> str:
        """Return what stands in the lines."""
        return "".join(editor.text for editor in self.editors)

    def begun(self) -> str:
        """Return why a click beside it does not close the screen: it works, or waits to."""
        return "Esc gives it up" if self._errand is not None else super().begun()

    # Typing

    def typed(self, key: str, character: str | None) -> None:
        """Edit the line."""
        if self._errand is not None:
            return
        editor = self.editors[self.field].key(key, character)
        if editor is not None:
            self._put(editor)

    def on_paste(self, event: events.Paste) -> None:
        """Put what was pasted into the line."""
        event.stop()
        if self._errand is None:
            self._put(self.editors[self.field].insert(event.text))

    def do_close(self) -> None:
        """Go back, everything as it was."""
        self.close()

    # The errand

    def start(self, arguments: Sequence[str]) -> None:
        """Begin the errand, and look at it until it is over."""
        self.failure = ""
        self._errand = Errand(arguments)
        self._looking = self.set_interval(LOOK_EVERY, self._look)
        self.repaint_all()

    def do_cancel_errand(self) -> None:
        """Give the errand up."""
        if self._errand is not None:
            self._errand.cancel()
            self._look()

    def on_unmount(self) -> None:
        """End the errand with the app."""
        if self._errand is not None:
            self._errand.close()

    def failed(self, failure: str) -> None:
        """Say why it came to nothing; one may try otherwise."""
        self.failure = failure

    def _look(self) -> None:
        errand = self._errand
        if errand is None:
            return
        before = errand.progress
        if not errand.look():
            if errand.progress != before:
                self.list.repaint()
            return
        errand.close()
        self._errand = None
        if self._looking is not None:
            self._looking.stop()
        if errand.outcome is not None:
            self.close()
            self._done(errand.outcome)
        else:
            self.failed(errand.failure or "")
            self.repaint_all()

    # Showing

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the question, or how far the errand is."""
        inner = max(10, width - 2)
        strips = [line([(f" {each}", STRONG)], width) for each in self._wrapped_question(inner)]
        strips.append(Strip.blank(width))
        if self._errand is not None:
            return [*strips, *_progress_lines(self._errand.progress, self.signs, width)][:height]
        if self.failure:
            why = wrapped(self.failure, inner)
            strips += [line([(f" {each}", WARNING)], width) for each in why]
            strips.append(Strip.blank(width))
        strips += [self._field_line(field, width) for field in range(len(self.labels))]
        strips.append(Strip.blank(width))
        for hint in self.hints():
            strips += [line([(f" {each}", DIM)], width) for each in wrapped(hint, inner)]
        return strips[:height]

    def _wrapped_question(self, width: int) -> list[str]:
        return [words for each in self.question() for words in wrapped(each, width)]

    def _field_line(self, field: int, width: int) -> Strip:
        longest = max(map(len, self.labels))
        label = f" {self.labels[field]:<{longest}}  "
        editor = self.editors[field]
        if field != self.field:
            return line([(label, DIM), (editor.text, PLAIN)], width)
        text, place = f"{editor.text} ", editor.cursor
        # On a narrow screen the end that one types at stays in view.
        first = max(0, place - max(1, width - len(label) - 2))
        pieces: list[Piece] = [
            (label, ACCENT),
            (text[first:place], STRONG),
            (text[place], INVERSE),
            (text[place + 1 :], STRONG),
        ]
        return line(pieces, width)

    def _put(self, editor: LineEditor) -> None:
        self.editors[self.field] = editor
        self.list.repaint_now()
        self.foot.repaint()


class UpdateScreen(ErrandScreen):
    """Asks whether to ask the conference for a newer schedule, or to take a file."""

    scope: ClassVar[str] = UPDATE
    labels: ClassVar[tuple[str, ...]] = ("file or address",)

    def question(self) -> list[str]:
        """Return whom to ask, and that nothing decided is lost."""
        conference = self.session.schedule.conference
        host = host_of(conference)
        if host:
            return [f"Ask {host} for a newer schedule? Your stars stay."]
        return [
            f"{conference.name} names no address to ask.",
            "Type a file that you downloaded in a browser. Your stars stay.",
        ]

    def hints(self) -> list[str]:
        """Return what Enter does."""
        enter = self.session.keys.key("start_update")
        if not host_of(self.session.schedule.conference):
            return [f"A file or an https address; {enter} reads it, esc leaves all as it is."]
        typed = "reads what you typed" if self.text(0) else "asks once"
        return [
            f"{self.session.keys.at_start('start_update')} {typed}, esc leaves all as it is.",
            "Nothing else is ever sent. Or type a file that you downloaded in a browser.",
        ]

    def do_start_update(self) -> None:
        """Ask the conference, or take the file."""
        conference = self.session.schedule.conference
        if not self.text(0) and not host_of(conference):
            self.say("Type a file that you downloaded, or esc goes back")
            return
        self.start(["update", conference.id, self.text(0)])

    def failed(self, failure: str) -> None:
        """Say why, and the way that is always left."""
        way = "Or download it in a browser and type the file here."
        cancelled = failure.startswith("Cancelled")
        has_way = "browser" in failure or cancelled or self.text(0)
        self.failure = failure if has_way else f"{failure} {way}"


class ImportScreen(ErrandScreen):
    """Asks what to bring in: a file or an address, and only if needed a time zone and an id."""

    scope: ClassVar[str] = IMPORT
    labels: ClassVar[tuple[str, ...]] = ("file or address", "time zone", "id")

    def question(self) -> list[str]:
        """Return what is asked."""
        return ["Bring in another conference"]

    def hints(self) -> list[str]:
        """Return what the line is for, and of a zone the names that begin or hold what is typed."""
        if self.field == 0:
            enter = self.session.keys.at_start("start_import")
            return [
                "A file, or an https address: schedule.xml or .json of pretalx and frab, a "
                "virtual site's JSON, an .ics, planner's own.",
                f"{enter} brings it in; the other lines are needed only where the file lacks them.",
            ]
        if self.field == 2:
            return ["The name of its files here, such as icml2026; empty takes the schedule's own."]
        names = self._zones()
        if not names:
            return ["No time zone has this in its name; type the city, such as vienna."]
        if not self.text(1):
            return ["Where the venue is, such as Europe/Vienna; only where the file lacks it."]
        return [f"{self.session.keys.key('next_field')} completes:", *names]

    def do_next_field(self) -> None:
        """Complete the time zone, else go to the next line."""
        names = self._zones() if self.field == 1 and self.text(1) else []
        if names and self.text(1) != names[0]:
            self._put(LineEditor.of(names[0]))
            return
        self._go(self.field + 1)

    def do_previous_field(self) -> None:
        """Go to the line before."""
        self._go(self.field - 1)

    def do_start_import(self) -> None:
        """Bring the conference in."""
        place, zone, name = (self.text(field) for field in range(3))
        if not place:
            self._go(0)
            self.say("Type a file or an address first")
            return
        self.start(["import", place, name, zone])

    def failed(self, failure: str) -> None:
        """Say why, and go to the line that mends it."""
        zone_asked, id_asked = "--timezone" in failure, "--as" in failure
        if zone_asked:
            self._go(1)
            completes = f"{self.session.keys.key('next_field')} completes"
            failure = failure.replace("add --timezone ZONE", f"type it below, {completes}")
        elif id_asked:
            self._go(2)
            failure = failure.replace("--as ID brings", "another id brings")
        self.failure = failure

    def _zones(self) -> list[str]:
        """Return the names of zones that hold what is typed, those that begin so first."""
        from zoneinfo import available_timezones

        wanted = self.text(1).casefold().replace(" ", "_")
        places = [name for name in available_timezones() if "/" in name and name[:3] != "Etc"]
        found = [name for name in places if wanted in name.casefold()]

        def rank(name: str) -> tuple[bool, bool, str]:
            whole, city = name.casefold(), name.casefold().rpartition("/")[2]
            return not city.startswith(wanted), not whole.startswith(wanted), name

        return sorted(found, key=rank)[:_MOST_ZONES]

    def _go(self, field: int) -> None:
        self.field = field % len(self.labels)
        self.repaint_all()


def _progress_lines(progress: Progress, signs: Signs, width: int) -> list[Strip]:
    """Return what is being done, and how far it is."""
    doing = _DOING.get(progress.what, progress.what.capitalize())
    words = f" {doing}{signs.ellipsis}"
    if progress.of:
        gauge = bar(progress.done, progress.of, min(_BAR_WIDTH, width - 4), signs)
        amount = f" {progress.done / 1e6:.1f} of {progress.of / 1e6:.1f} MB"
        return [line([(words, PLAIN)], width), line([(f" {gauge}", ACCENT), (amount, DIM)], width)]
    amount = f" {progress.done / 1e6:.1f} MB" if progress.done else ""
    return [
        line([(words, PLAIN), (amount, DIM)], width),
        line([(" What is here stays as it is until all of it has come.", DIM)], width),
    ]
