"""Every decision the attendee can make, each with its inverse: the only writer.

A decision is one transaction and one undo, however many events it names. The
sentences returned are what the shells say: on the app's status line, on the
command line's standard error. All stand in one room, however long it is, so that
whoever asks what can be written to an itinerary finds the whole answer here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from planner.itinerary.facts import (
    COMMITMENT,
    DECLINED,
    HIDDEN,
    LEAVING,
    MINE,
    NOTE,
    PIN,
    SEARCH,
    STAR,
    TIME,
    VISITED,
    Decision,
    Wish,
    commitment_value,
    leaving_value,
    mark_value,
    note_value,
    own_time_value,
    search_value,
    star_value,
)
from planner.itinerary.store import ItineraryStore
from planner.model import Commitment, Event, Level
from planner.workspace.wording import clock, counted, time_words

if TYPE_CHECKING:
    from planner.itinerary.merge import Held
    from planner.workspace.rows import Row


class Outcome(NamedTuple):
    """What a decision came to: a sentence, whether anything changed, and of what.

    ``event_ids`` are those of events, ``commitment_ids`` those of commitments.
    """

    sentence: str
    changed: bool
    event_ids: frozenset[str] = frozenset()
    commitment_ids: frozenset[str] = frozenset()


class Decisions:
    """The decisions of one itinerary, written through its store.

    Args:
        store: The itinerary's store.
        clock: Gives the present moment, aware, in UTC.
        after: Called after each decision that was written (the daily backup).
        twins: Gives the other showings of an event's paper.
        scheduled: Gives the schedule's own word on an event by its id, None
            where it holds none.
    """

    def __init__(
        self,
        store: ItineraryStore,
        clock: Callable[[], datetime],
        after: Callable[[], None] = lambda: None,
        twins: Callable[[Event], Sequence[Event]] = lambda _event: (),
        scheduled: Callable[[str], Event | None] = lambda _event_id: None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._after = after
        self._twins = twins
        self._scheduled = scheduled
        self._taken_off: dict[str, Event] = {}

    def star(self, events: Sequence[Event], level: Level) -> Outcome:
        """Star ``events`` with ``level``; an event starred otherwise changes its level.

        A no is taken off with it, in the same decision.
        """
        now = self._clock()
        wishes = [
            Wish(STAR, event.id, star_value(level, now, self._as_scheduled(event)))
            for event in events
        ]
        if self._store.read().declined:
            wishes += [Wish(DECLINED, each.id, None) for each in self._showings(events)]
        return self._decide(f"Starred as {level}: {_named(events)}", wishes)

    def unstar(self, event_ids: Sequence[str], title: str | None = None) -> Outcome:
        """Take the stars off; ``title`` names a single event in the sentence."""
        wishes = [Wish(STAR, event_id, None) for event_id in event_ids]
        return self._decide(f"Star taken off: {_called(event_ids, title)}", wishes)

    def rearrange(
        self, label: str, take: Sequence[tuple[Event, Level]], leave: Sequence[str]
    ) -> Outcome:
        """Star some events and take the stars off others, in one decision.

        Args:
            label: The sentence of the decision, by which an undo names it.
            take: The events to star, each with its level.
            leave: The ids of the events whose stars are taken off.
        """
        now = self._clock()
        wishes = [
            Wish(STAR, event.id, star_value(level, now, self._as_scheduled(event)))
            for event, level in take
        ]
        wishes += [Wish(STAR, event_id, None) for event_id in leave]
        return self._decide(label, wishes)

    def toggle(self, row: Row, level: Level) -> Outcome:
        """Give a row's event the star ``level``, or take the star off if it has that one.

        A star stays on the showing that it was put on, so a row whose twin
        holds the star changes the twin's.
        """
        paper = row.event.paper or row.event.id
        if row.star is None:
            # Off and on again is no change, also where the other showing had the star.
            return self.star([self._taken_off.get(paper, row.event)], level)
        showing = row.event if row.star.event_id == row.event.id else row.star.snapshot
        if row.star.level == level:
            self._taken_off[paper] = showing
            return self.unstar([showing.id], showing.title)
        return self.star([showing], level)

    def visit(self, events: Sequence[Event], *, visited: bool) -> Outcome:
        """Mark ``events`` as seen now, or take the marks off."""
        label = f"{'Seen' if visited else 'Not seen'}: {_named(events)}"
        return self._mark(VISITED, events, label, on=visited)

    def toggle_seen(self, row: Row) -> Outcome:
        """Mark a row as seen, or take the mark off whichever showing of its paper has it."""
        if not row.visited:
            return self.visit([row.event], visited=True)
        marked = self._store.read().visited
        held = [event for event in self._showings([row.event]) if event.id in marked]
        return self.visit(held or [row.event], visited=False)

    def note(self, event: Event, text: str) -> Outcome:
        """Keep the attendee's own words about an event; an empty text takes the note off.

        Control characters become blanks, line breaks stay.
        """
        # Only a note needs the rules of clean text.
        from planner.schedule.text import clean_text_block

        text = clean_text_block(text)
        value = note_value(text, self._clock()) if text else None
        label = f"Note {'kept' if text else 'taken off'}: {event.title}"
        return self._decide(label, [Wish(NOTE, event.id, value)])

    def hide(self, events: Sequence[Event], *, hidden: bool) -> Outcome:
        """Hide ``events`` from lists and counts, or bring them back."""
        return self._hide(events, _named(events), hidden=hidden)

    def hide_paper(self, showings: Sequence[Event], *, hidden: bool) -> Outcome:
        """Hide a paper with all its showings, or bring it back."""
        return self._hide(showings, showings[0].title, hidden=hidden)

    def decline(self, events: Sequence[Event], *, declined: bool) -> Outcome:
        """Say no to ``events`` with all showings of their papers, or take the no off.

        A no hides nothing. The star of a declined event is taken off with it,
        in the same decision.
        """
        now = self._clock()
        value = mark_value(now) if declined else None
        showings = self._showings(events)
        wishes = [Wish(DECLINED, event.id, value) for event in showings]
        if declined:
            wishes += [Wish(STAR, event.id, None) for event in showings]
        papers = {event.paper or event.id: event for event in events}
        label = f"{'No' if declined else 'No taken off'}: {_named(list(papers.values()))}"
        return self._decide(label, wishes)

    def save_search(self, name: str, query: str) -> Outcome:
        """Save a query's text under a name; a search that has the name already is replaced.

        Raises:
            ValueError: There is nothing to save, or a text is too long; the
                sentence says which.
        """
        from planner.workspace.search_words import search_name, search_text

        name, value = search_name(name), search_value(search_text(query), self._clock())
        replaced = name in self._store.read().searches
        label = f"Search {'replaced' if replaced else 'saved'}: {name}"
        return self._decide(label, [Wish(SEARCH, name, value)])

    def forget_search(self, name: str) -> Outcome:
        """Remove the saved search of this name."""
        return self._decide(f"Search removed: {name}", [Wish(SEARCH, name, None)])

    def block(self, title: str, start: datetime, end: datetime, *, away: bool = False) -> Outcome:
        """Keep time for something of the attendee's own, from ``start`` to before ``end``.

        The same time of the same title is kept once.

        Args:
            title: What it is.
            start: An aware datetime.
            end: An aware, later one.
            away: Whether it is time away from the conference.

        Raises:
            ValueError: There is no title, a title too long, or no time
                between start and end; the sentence says which.
        """
        from planner.workspace.own_time import commitment_title, held_already, must_follow

        commitment = Commitment("", commitment_title(title), start, end, away)
        must_follow(start, end)
        same = held_already(commitment, self._store.read().commitments)
        if same is not None:
            there = f"{time_words(start, end)}: {commitment.title} is there already"
            return Outcome(there, changed=False, commitment_ids=frozenset({same}))
        label = f"{'Away' if away else 'Blocked'} {time_words(start, end)}: {commitment.title}"
        value = commitment_value(commitment, self._clock())
        return self._done(label, self._store.add(label, COMMITMENT, "block", value))

    def unblock(self, commitment_ids: Sequence[str]) -> Outcome:
        """Give the time of commitments back."""
        known = self._store.read().commitments
        titles = [known[each].title for each in commitment_ids if each in known]
        what = titles[0] if len(titles) == 1 else counted(len(titles), "commitment")
        wishes = [Wish(COMMITMENT, each, None) for each in commitment_ids]
        return self._decide(f"Time given back: {what}", wishes)

    def take_busy(self, calendar: str, commitments: Sequence[Commitment]) -> Outcome:
        """Take over the busy times of a calendar file, in place of all that it gave before.

        Args:
            calendar: The file's name; commitments of other files stay as they are.
            commitments: What the file holds now.
        """
        from planner.workspace.own_time import busy_facts

        known = self._store.read().commitments
        facts = busy_facts(calendar, commitments, known.values())
        gone = [each for each, held in known.items() if held.calendar == calendar]
        now = self._clock()
        wishes = [Wish(COMMITMENT, each, None) for each in gone if each not in facts]
        wishes += [Wish(COMMITMENT, key, commitment_value(c, now)) for key, c in facts.items()]
        label = f"Busy times of {calendar}: {counted(len(facts), 'commitment')}"
        return self._decide(label, wishes)

    def set_time(
        self,
        events: Event | Sequence[Event],
        start: datetime,
        end: datetime | None,
        board: str | None = None,
    ) -> Outcome:
        """Give an event, or several, a time that the attendee knows.

        Args:
            events: Of which it is the time.
            start: An aware datetime.
            end: An aware, later one; None where it is not known.
            board: Where the poster hangs, if that is known.

        Raises:
            ValueError: The end is not after the start, or the board is too
                long; the sentence says which.
        """
        from planner.workspace.own_time import must_follow, own_board

        held = [events] if isinstance(events, Event) else list(events)
        must_follow(start, end)
        value = own_time_value(start, end, own_board(board), self._clock())
        label = f"Your own time, {time_words(start, end)}: {_named(held)}"
        return self._decide(label, [Wish(TIME, event.id, value) for event in held])

    def forget_time(self, events: Event | Sequence[Event]) -> Outcome:
        """Take the attendee's own time off an event, or off several."""
        held = [events] if isinstance(events, Event) else list(events)
        wishes = [Wish(TIME, event.id, None) for event in held]
        return self._decide(f"Your own time taken off: {_named(held)}", wishes)

    def leave(self, event: Event, until: datetime | None) -> Outcome:
        """Decide to leave an event early, or to stay to its end.

        Args:
            event: An event that one attends from its start, as it is met.
            until: When to leave it, an aware datetime after the start; None to stay.

        Raises:
            ValueError: The event has no time, is one to drop into, or is over
                by then or not begun; the sentence says which.
        """
        if until is None:
            wish = Wish(LEAVING, event.id, None)
            return self._decide(f"You stay to the end: {event.title}", [wish])
        from planner.workspace.own_time import must_be_left_at

        must_be_left_at(self._whole(event), until)
        value = leaving_value(until, self._clock())
        label = f"You leave at {clock(until)}: {event.title}"
        return self._decide(label, [Wish(LEAVING, event.id, value)])

    def present(self, events: Sequence[Event], *, mine: bool) -> Outcome:
        """Say that the attendee presents ``events``, or that they don't."""
        label = f"{'You present' if mine else 'Not yours to present'}: {_named(events)}"
        return self._mark(MINE, events, label, on=mine)

    def pin(self, events: Sequence[Event], *, pinned: bool) -> Outcome:
        """Make every suggestion keep ``events``, or let it choose again."""
        label = f"{'Pinned' if pinned else 'Pin taken off'}: {_named(events)}"
        return self._mark(PIN, events, label, on=pinned)

    def acknowledge(self, events: Sequence[Event]) -> Outcome:
        """Take note of what changed for ``events``: they are known as the schedule has them now.

        A time of the attendee's own that the schedule contradicts is taken off
        with it, in the same decision. A cancelled event keeps its star and is
        known as cancelled.
        """
        # Only an update brings changes, so a start needs none of its words.
        from planner.itinerary.effective import disagreement

        now, held = self._clock(), self._store.read()
        wishes = []
        for event in events:
            scheduled, star = self._scheduled(event.id), held.stars.get(event.id)
            if star is not None:
                known, gone = scheduled or star.snapshot, scheduled is None
                value = star_value(star.level, star.at, known, now, gone=gone)
                wishes.append(Wish(STAR, event.id, value))
            if disagreement(scheduled or event, held.own_times.get(event.id)):
                wishes.append(Wish(TIME, event.id, None))
        return self._decide(f"Change acknowledged: {_named(events)}", wishes)

    def follow(self, follow: Mapping[str, str], conference: str) -> Outcome:
        """Let everything decided follow events whose ids became others.

        Args:
            follow: By old id the new one, all at once.
            conference: Its name, for the history.
        """
        from planner.itinerary.following import following

        wishes = following(self._store.read(), follow)
        moved = len({wish.key for wish in wishes if wish.value is not None})
        return self._decide(f"{conference}: {counted(moved, 'event')} under new ids", wishes)

    def take_over(self, found: Callable[[Held], tuple[str, Sequence[Wish]]]) -> Outcome:
        """Take over facts from elsewhere, in one decision.

        Args:
            found: Given all that is decided now, returns the sentence of the
                decision and the facts as they shall be; called in the
                transaction that writes them.
        """
        decision = self._store.decide_upon(found)
        if decision is None:
            return Outcome("Nothing changed", changed=False)
        return self._done(decision.label, decision)

    def undo(self) -> Outcome:
        """Take back the newest decision not yet undone, whichever window made it."""
        return self._told(self._store.undo(), "Undone", "Nothing to undo")

    def redo(self) -> Outcome:
        """Make the decision undone last again."""
        return self._told(self._store.redo(), "Done again", "Nothing to redo")

    def _hide(self, events: Sequence[Event], what: str, *, hidden: bool) -> Outcome:
        label = f"{'Hidden' if hidden else 'Brought back'}: {what}"
        return self._mark(HIDDEN, events, label, on=hidden)

    def _mark(self, field: str, events: Sequence[Event], label: str, *, on: bool) -> Outcome:
        now = self._clock()
        wishes = [Wish(field, event.id, mark_value(now) if on else None) for event in events]
        return self._decide(label, wishes)

    def _as_scheduled(self, event: Event) -> Event:
        """Return what a star keeps of an event: the schedule's word, never the attendee's own.

        A star that is there keeps what it knows: another level acknowledges no change.
        """
        star = self._store.read().stars.get(event.id)
        return star.snapshot if star else self._scheduled(event.id) or event

    def _whole(self, event: Event) -> Event:
        """Return an event to its end, also one that the attendee leaves early by now."""
        leaving = self._store.read().leaving.get(event.id)
        if leaving is None:
            return event
        scheduled = self._as_scheduled(event)
        return replace(event, end=scheduled.end if scheduled.start == event.start else None)

    def _showings(self, events: Sequence[Event]) -> list[Event]:
        """Return events with all other showings of their papers, each once."""
        found = {event.id: event for event in events}
        for event in events:
            if event.paper is not None:
                found.update((twin.id, twin) for twin in self._twins(event))
        return list(found.values())

    def _decide(self, label: str, wishes: Sequence[Wish]) -> Outcome:
        decision = self._store.decide(label, wishes)
        if decision is None:
            return Outcome("Nothing changed", changed=False)
        return self._done(label, decision)

    def _done(self, sentence: str, decision: Decision) -> Outcome:
        self._after()
        commitments = {each.key for each in decision.changes if each.field == COMMITMENT}
        return Outcome(sentence, True, _events_of(decision), frozenset(commitments))

    def _told(self, decision: Decision | None, done: str, nothing: str) -> Outcome:
        if decision is None:
            return Outcome(nothing, changed=False)
        return self._done(f"{done}: {decision.label[:1].lower()}{decision.label[1:]}", decision)


def _events_of(decision: Decision) -> frozenset[str]:
    others = (SEARCH, COMMITMENT)
    return frozenset(change.key for change in decision.changes if change.field not in others)


def _named(events: Sequence[Event]) -> str:
    return events[0].title if len(events) == 1 else counted(len(events), "event")


def _called(event_ids: Sequence[str], title: str | None) -> str:
    if len(event_ids) == 1:
        return title or event_ids[0]
    return counted(len(event_ids), "event")
