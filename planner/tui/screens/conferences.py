"""The list of conferences: use one, bring one in, remove one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from planner.commands import CONFERENCES
from planner.tui.render import (
    ACCENT,
    CURSOR,
    DIM,
    PLAIN,
    READABLE,
    STRONG,
    Piece,
    Signs,
    cut,
    line,
    row_edge,
    rule,
    section,
    spread,
    width_of,
)
from planner.tui.screens.moving import Moving
from planner.tui.screens.overlay import OverlayScreen
from planner.tui.scroll import Scroll
from planner.workspace.conferences import library
from planner.workspace.conferences.asking import host_of
from planner.workspace.conferences.library import LibraryError, Shelved
from planner.workspace.in_use import schedule_in_use
from planner.workspace.session import Session
from planner.workspace.wording import clock, counted, dates_words, day_words, phase_words

#: Lines below the list that tell more of the conference under the cursor.
_ABOUT = 4


class ConferencesScreen(Moving, OverlayScreen):
    """Lists all conferences there are, the latest first; Enter uses one."""

    scope: ClassVar[str] = CONFERENCES

    def __init__(self, session: Session, signs: Signs, size: Size) -> None:
        super().__init__(session, signs, size)
        self.shelf: tuple[Shelved, ...] = ()
        self.scroll = Scroll()
        self._asked: str | None = None
        self._read(session.schedule.conference.id)

    @property
    def here(self) -> str:
        """The id of the conference that this window shows."""
        return self.session.schedule.conference.id

    def current(self) -> Shelved:
        """Return the conference under the cursor; the one that is open is always there."""
        return self.shelf[self.scroll.cursor]

    def status(self) -> tuple[str, str]:
        """Return how many there are."""
        brings = self.session.keys.key("import_conference")
        return counted(len(self.shelf), "conference"), f"{brings} brings in another one"

    def act(self, command: str) -> None:
        """Carry out a command; any other one than ``x`` takes its question back."""
        if command != "remove_conference":
            self._asked = None
        super().act(command)

    def typed(self, key: str, character: str | None) -> None:
        """Take the question back."""
        self._asked = None
        self.foot.repaint()

    # What can be done

    def do_use_conference(self) -> None:
        """Use the conference, in this window and from the next start on."""
        chosen = self.current()
        try:
            library.use(self.planner.places, chosen.id)
        except LibraryError as error:
            self.say(str(error))
            return
        self.close()
        if chosen.id == self.here:
            self.planner.say(f"In use: {chosen.conference.name}")
        else:
            self.planner.renewing.go_on(chosen.path, f"In use: {chosen.conference.name}")

    def do_import_conference(self) -> None:
        """Bring in another conference, and use it."""
        from planner.tui.screens.bring_in import ImportScreen

        self.planner.lay(ImportScreen, self._brought)

    def do_remove_conference(self) -> None:
        """Ask, and at the second time remove the conference."""
        chosen = self.current()
        if self._asked != chosen.id:
            self._asked = chosen.id
            self.say(self._removal_words(chosen))
            return
        self._asked = None
        try:
            sentence = library.remove(self.planner.places, chosen.id)
        except LibraryError as error:
            self.say(str(error))
            return
        if chosen.id == self.here:
            self.close()
            self.planner.renewing.go_on(schedule_in_use(self.planner.places, os.environ), sentence)
            return
        self._read(self.here)
        self.repaint_all()
        self.say(sentence)

    # Moving

    def move_by(self, rows: int) -> None:
        """Move the cursor by conferences."""
        self._go(self.scroll.by(rows))

    def page_rows(self) -> int:
        """Return how many conferences a page has."""
        return self.scroll.page_rows

    def clicked(self, event: events.Click) -> None:
        """Put the cursor on the conference that was clicked; a second click uses it."""
        row = self.scroll.row_at(self.scroll.top + event.y - 1)
        if event.widget is self.list and row is not None and event.y >= 1:
            self._go(self.scroll.to(row))
            if event.chain > 1:
                self.act("use_conference")

    # Showing

    def paint_body(self, width: int, height: int) -> list[Strip]:
        """Return the conferences, and more of the one under the cursor."""
        width = min(width, READABLE)
        about = _ABOUT if height >= _ABOUT + 6 else 0
        self.scroll = self.scroll.sized(height - 1 - about)
        scroll = self.scroll
        strips = [section("Conferences", f"{len(self.shelf):,}", width, self.signs)]
        stop = min(scroll.count, scroll.top + scroll.height)
        strips += [
            self._row(self.shelf[row], row == scroll.cursor, width)
            for row in range(scroll.top, stop)
        ]
        if about:
            strips += [Strip.blank(width)] * (height - about - len(strips))
            strips += self._about(self.current(), width)
        return strips[:height]

    def _row(self, each: Shelved, here: bool, width: int) -> Strip:
        conference = each.conference
        used = self.signs.seen if each.id == self.here else " "
        today = self.session.clock().astimezone(ZoneInfo(conference.timezone)).date()
        phase = phase_words(conference, today)
        count = self._events(each)
        size = counted(count, "event") if count is not None else ""
        words = ["in use" if each.in_use else "", phase, size]
        right = "   ".join(filter(None, words[1:]))
        if width >= 72:
            right = "   ".join(filter(None, words))
        left: list[Piece] = [
            row_edge(here, self.signs),
            (f"{used} ", ACCENT),
            (conference.name, CURSOR if here else PLAIN),
            (f"   {dates_words(conference)}", DIM),
        ]
        if sum(width_of(text) for text, _ in left) + width_of(right) + 3 > width:
            left.pop()
        return spread(left, [(f"  {right} ", DIM)], width, self.signs.ellipsis)

    def _about(self, each: Shelved, width: int) -> list[Strip]:
        conference = each.conference
        where = ", ".join(filter(None, (conference.venue, conference.timezone)))
        strips = [rule(width, self.signs)]
        place = "   ".join(filter(None, (dates_words(conference), where)))
        style = STRONG
        for words in (conference.title or conference.name, place, self._kept(each)):
            strips.append(line([(f" {cut(words, width - 2, self.signs.ellipsis)}", style)], width))
            style = DIM
        return strips

    def _kept(self, each: Shelved) -> str:
        """Return when the schedule came last, and from where a newer one would."""
        host = host_of(each.conference)
        key = self.session.keys.key("update")
        source = f"; {key} asks {host}" if host and each.id == self.here else ""
        if each.kept_at is None:
            return f"As it comes with planner{source}"
        at = each.kept_at.astimezone(ZoneInfo(each.conference.timezone))
        return f"Kept since {day_words(at.date())} {clock(at)}, {each.id}{source}"

    def _events(self, each: Shelved) -> int | None:
        return self.session.schedule.size if each.id == self.here else each.events

    def _removal_words(self, each: Shelved) -> str:
        if each.bundled and each.kept_at is None:
            return f"{each.conference.name} comes with planner; there is nothing to remove"
        what = "its updates go" if each.bundled else "its schedule goes"
        key, name = self.session.keys.key("remove_conference"), each.conference.name
        return f"{key} again: {what}, your decisions stay. Any other key keeps {name}"

    def _read(self, wanted: str) -> None:
        self.shelf = library.conferences(self.session.places)
        ids = [each.id for each in self.shelf]
        count, height = len(self.shelf), self.scroll.height
        place = ids.index(wanted) if wanted in ids else self.scroll.cursor
        self.scroll = Scroll(count=count, height=height).to(place)

    def _go(self, scroll: Scroll) -> None:
        self.scroll = scroll
        self.list.repaint_now()
        self.foot.repaint()

    def _brought(self, outcome: Mapping[str, Any]) -> None:
        """Use what was brought in, and show the report there."""
        try:
            chosen = library.use(self.planner.places, outcome["conference"])
        except LibraryError as error:
            self.say(str(error))
            return
        self.close()
        self.planner.renewing.go_on(chosen.path, report=outcome["sentences"])
