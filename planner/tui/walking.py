"""The state of the Walk screen: the slot, its stops in the order of the way, where one stands.

Seen marks are decisions and live in the itinerary; here are the slot that is
shown, the stop at the cursor and the board from which the way goes on; they
stand together, since each move changes several of them. Knows the session and
nothing of Textual.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from planner.itinerary.board import board_key
from planner.itinerary.walk import Stop, minutes_of, walk
from planner.model import Event
from planner.schedule.store import ScheduleStore
from planner.tui.line_editor import LineEditor
from planner.tui.sought_stop import Sought, others, sought
from planner.workspace.left_off import WalkLeft
from planner.workspace.poster_slot import PosterSlot, is_outdated, present_slot
from planner.workspace.session import Session
from planner.workspace.walk import Coming, Walks

IF_TIME = "if time is left"
NO_STAR = "no star of yours"


@dataclass(slots=True)
class Walking:
    """What Walk shows, and the moves that change it.

    ``shown`` are the stops in the order of the way, or while a word is typed
    those that it finds; ``rules`` are the words that stand above some of them,
    by their places. ``here`` is the board at which one said one stands.
    """

    session: Session
    slots: tuple[PosterSlot, ...] = ()
    index: int = 0
    here: str | None = None
    shown: tuple[Stop, ...] = ()
    rules: dict[int, str] = field(default_factory=dict)
    cursor: int = 0
    top: int = 0
    editor: LineEditor = field(default_factory=LineEditor)
    typing: bool = False
    _walks: Walks = field(init=False)
    _before: tuple[str | None, str | None] = (None, None)
    _others: tuple[Stop, ...] = ()
    _met: dict[str, dict[str, Event]] = field(default_factory=dict)
    _stay_later: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Read the slots, and open the present one."""
        self._walks = Walks(self.session)
        self.slots = self._walks.slots().slots
        self._open(self._wanted())

    def resume(self, left: WalkLeft) -> None:
        """Go where the walk was left, unless another slot is the present one."""
        for index, slot in enumerate(self.slots):
            if slot.key == left.slot and self._may_resume(slot):
                self._open(index)
                self.here = left.here
                self._arrange(left.event_id)

    def left(self) -> WalkLeft:
        """Return the place, to be resumed at the next start."""
        slot, stop = self.slot, self.current()
        here = self._before[1] if self.typing else self.here
        return WalkLeft(slot.key if slot else None, stop.event.id if stop else None, here)

    # What there is

    @property
    def slot(self) -> PosterSlot | None:
        """The slot that is shown, None if there is none."""
        return self.slots[self.index] if self.slots else None

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The stops of the slot, in no order, with those met by chance in this run."""
        slot = self.slot
        if slot is None:
            return ()
        known = {stop.event.id for stop in slot.stops}
        met = self._met.get(slot.key, {})
        return slot.stops + tuple(
            self._as_stop(event) for event in met.values() if event.id not in known
        )

    @property
    def seen(self) -> int:
        """How many of the stops are seen."""
        return sum(stop.visited for stop in self.stops)

    @property
    def minutes(self) -> int:
        """How many minutes the stops take that are not seen."""
        settings = self.session.settings
        return minutes_of(self.stops, settings.poster_minutes, settings.demo_minutes)

    @property
    def hanging(self) -> int:
        """How many starred posters of which no time is known may hang here, or anywhere."""
        slot = self.slot
        return len(slot.hanging if slot else self._walks.slots().without_time)

    @property
    def own_times(self) -> frozenset[str]:
        """The ids of the events whose time is the attendee's own."""
        return self.session.reading.chosen.own_times

    @property
    def missed(self) -> int:
        """How many starred stops of slots that are over were not seen."""
        return self._walks.missed(self.session.now)

    def next_fixed(self) -> Coming | None:
        """Return the next starred event that one attends from its start."""
        return self._walks.next_fixed(self.session.now)

    def current(self) -> Stop | None:
        """Return the stop under the cursor."""
        return self.shown[self.cursor] if self.cursor < len(self.shown) else None

    def last_seen(self) -> tuple[Event, datetime] | None:
        """Return the stop that was seen last, and when, an aware UTC moment."""
        moments = self.session.itinerary().visited
        seen = [(moments[stop.event.id], stop) for stop in self.stops if stop.visited]
        if not seen:
            return None
        at, stop = max(seen, key=lambda pair: pair[0])
        return stop.event, at

    # Moving

    def to(self, place: int) -> None:
        """Go to a stop by its place."""
        self.cursor = max(0, min(len(self.shown) - 1, place))

    def turn(self, step: int) -> bool:
        """Go to the slot after (1) or before (-1); whether there is one."""
        index = self.index + step
        if not 0 <= index < len(self.slots):
            return False
        self._open(index)
        return True

    def next_unseen(self) -> bool:
        """Go to the next stop that is not seen, at the end to the first; whether there is one."""
        places = [*range(self.cursor + 1, len(self.shown)), *range(self.cursor)]
        place = next((each for each in places if not self.shown[each].visited), None)
        if place is None:
            return False
        self.cursor = place
        return True

    def go_to(self, event_ids: Collection[str]) -> None:
        """Go to the stop that a decision was about, in whichever slot it hangs."""
        if any(stop.event.id in event_ids for stop in self.shown):
            self._arrange(next(iter(self._among(event_ids))))
            return
        for index, slot in enumerate(self.slots):
            stop = next((each for each in slot.stops if each.event.id in event_ids), None)
            if stop is not None:
                self._open(index)
                self._arrange(stop.event.id)
                return

    def from_start(self) -> None:
        """Walk from the first board again."""
        self.here = None
        self._arrange(self._here_id())

    def keep_place_when_seen(self) -> None:
        """Let the stop under the cursor stay below the rule once it is seen."""
        stop = self.current()
        later = [place for place, words_ in self.rules.items() if words_ == IF_TIME]
        if stop is not None and later and self.cursor >= later[0]:
            self._stay_later.add(stop.event.id)

    def catch_up(self) -> None:
        """Go on to the present slot if the one that is shown is over."""
        if self.slot is not None and self._outdated(self.slot):
            self._open(self._wanted())

    def read(self) -> None:
        """Show the itinerary and the time as they are now; slot and stop stay."""
        key, here_id = self.slot.key if self.slot else None, self._here_id()
        self.slots = self._walks.slots().slots
        index = next((i for i, slot in enumerate(self.slots) if slot.key == key), None)
        if index is None:
            self._open(self._wanted())
        else:
            self.index = index
            self._arrange(here_id)

    # The bar: a board or a word

    def start_typing(self) -> None:
        """Go to the bar; Esc there leads back to where one stood."""
        self.typing = True
        self.editor = LineEditor()
        self._before = (self._here_id(), self.here)
        self._others = ()

    def edit(self, editor: LineEditor) -> None:
        """Take the bar as it stands now: go to the board, or show what the words find."""
        changed = editor.text != self.editor.text
        self.editor = editor
        if not changed:
            return
        self._others = ()
        wanted = self._sought
        event_id, self.here = self._before
        if wanted.board is None:
            self._arrange(event_id)
            if wanted.words:
                self.to(0)
            return
        self.here = wanted.board
        self._arrange(None)
        exact = board_key(wanted.board)
        ahead = [
            place
            for place, stop in enumerate(self.shown)
            if board_key(stop.event.board) == exact or not stop.visited
        ]
        self.to(next(iter(ahead), 0))

    def stop_typing(self, *, keep: bool) -> bool:
        """Leave the bar, staying where it led or going back; whether it found a stop.

        What has no place among the stops was met by chance and gets one. An
        empty bar leads back to the first board.
        """
        stop, found = self.current(), bool(self.shown)
        typed = bool(self.editor.text.strip())
        finds = self._sought.finds
        self.typing = False
        self.editor = LineEditor()
        self._others = ()
        if not keep or stop is None or not found:
            event_id, self.here = self._before
            self._arrange(event_id)
            return not typed or found
        if not typed:
            self.here = None
        elif finds:
            self.here = self._before[1]
        slot = self.slot
        if slot is not None and stop.event.id not in {each.event.id for each in self.stops}:
            self._met.setdefault(slot.key, {})[stop.event.id] = stop.event
        self._arrange(stop.event.id)
        return True

    def question(self) -> Callable[[ScheduleStore], list[Event]] | None:
        """Return what finds posters without a star for the bar's text, None for no text."""
        slot, wanted = self.slot, self._sought
        if slot is None or not wanted.words:
            return None
        return others(wanted, slot, self.session.marks(), self.session.now)

    def take(self, text: str, found: list[Event]) -> None:
        """Take what was found for a text, unless another one stands in the bar by now."""
        if not self.typing or text != self.editor.text:
            return
        known = {stop.event.id for stop in self._known()}
        self._others = tuple(self._as_stop(event) for event in found if event.id not in known)
        self._arrange(self._here_id())

    # Within

    def _open(self, index: int) -> None:
        """Show a slot from its first board, at the first stop that is not seen."""
        self.index, self.here, self.cursor, self.top = index, None, 0, 0
        self._arrange(None)
        if self.shown and self.shown[0].visited:
            self.next_unseen()

    def _arrange(self, event_id: str | None) -> None:
        """Put the stops in order, and the cursor on an event or where it was."""
        self.rules = {}
        found = self._found()
        if found is None:
            slot = self.slot
            minutes = slot.minutes_left(self.session.now) if slot else 0
            settings = self.session.settings
            ordered = walk(
                self.stops,
                minutes,
                self.here,
                self._stay_later,
                settings.poster_minutes,
                settings.demo_minutes,
            )
            found = ordered.stops
            if ordered.later:
                self.rules[len(ordered.first)] = IF_TIME
        if self._others:
            self.rules[len(found)] = NO_STAR
        self.shown = found + self._others
        ids = [stop.event.id for stop in self.shown]
        self.to(ids.index(event_id) if event_id in ids else self.cursor)

    def _found(self) -> tuple[Stop, ...] | None:
        """Return the stops that the words in the bar find, None where none is typed."""
        wanted = self._sought
        if not (self.typing and wanted.finds):
            return None
        return tuple(stop for stop in self._known() if wanted.fits(stop.event))

    def _known(self) -> tuple[Stop, ...]:
        """Return the slot's stops in order, and those without a time that may hang here."""
        stops = walk(self.stops, 0, self.here).stops
        known = {stop.event.id for stop in stops}
        hanging = self.slot.hanging if self.slot else ()
        return stops + tuple(stop for stop in hanging if stop.event.id not in known)

    @property
    def _sought(self) -> Sought:
        """What the bar's text means."""
        return sought(self.editor.text, self.stops)

    def _as_stop(self, event: Event) -> Stop:
        """Return an event as a stop, with the star that it may have."""
        itinerary = self.session.itinerary()
        star = itinerary.stars.get(event.id)
        return Stop(event, star.level if star else None, event.id in itinerary.visited)

    def _here_id(self) -> str | None:
        stop = self.current()
        return stop.event.id if stop else None

    def _among(self, event_ids: Collection[str]) -> list[str]:
        return [stop.event.id for stop in self.shown if stop.event.id in event_ids]

    def _may_resume(self, slot: PosterSlot) -> bool:
        """Whether no other slot is the one that goes on now, or is to come while this is over."""
        now = self.session.now
        present = slot.is_on(now) or not any(each.is_on(now) for each in self.slots)
        return present and not self._outdated(slot)

    def _outdated(self, slot: PosterSlot) -> bool:
        return is_outdated(slot, self.slots, self.session.now)

    def _wanted(self) -> int:
        return present_slot(self.slots, self.session.now)
