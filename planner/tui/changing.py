"""The state of the Changes screen: what the programme changed, the attendee's own events first.

Knows the session and nothing of Textual; the items are values that the screen paints.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from planner import paths
from planner.model import Event, Level
from planner.schedule.changes import What
from planner.workspace.changed import Changed, Gift
from planner.workspace.conferences.story import Story, Told, read_story
from planner.workspace.rows import Row
from planner.workspace.session import Session

#: Changes of what is not the attendee's that are listed; all of them are counted.
MOST_OTHERS = 300
#: The gravest first, as one wants to hear of them.
_GRAVITY = {what.value: place for place, what in enumerate(What)}

#: What the cursor can stand on.
Item = Gift | Changed | Told


@dataclass(slots=True)
class Changing:
    """What Changes shows, and the moves that change it.

    ``gift`` is what became known of the stars, ``yours`` what changed of the
    attendee's events, ``others`` what the last update changed besides;
    ``counts`` says of all others how many there are of each kind of change.
    """

    session: Session
    gift: Gift | None = None
    yours: tuple[Changed, ...] = ()
    others: tuple[Told, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    cursor: int = 0
    top: int = 0
    updated_at: datetime | None = None
    _rows: dict[str, Row | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the story of the last update, and what it means to the attendee."""
        self.read()
        where = self.session.places
        story = read_story(paths.story_path(where, self.session.schedule.conference.id))
        if story is not None:
            self.updated_at = story.at.astimezone(self.session.schedule.zone)
            self._read_others(story)

    def read(self) -> None:
        """Read anew what is decided; the cursor stays on its event, else where it was."""
        kept = self.item()
        self._rows.clear()
        self.yours = self.session.changes.changed()
        changed = {each.event.id for each in self.yours}
        gift = self.session.changes.gift()
        # What changed otherwise too is noted by itself, never along with what is known at last.
        known = tuple(id_ for id_ in gift.event_ids if id_ not in changed) if gift else ()
        self.gift = gift._replace(event_ids=known) if gift and known else None
        key = _key(kept) if kept is not None else None
        places = [place for place, item in enumerate(self.items()) if _key(item) == key]
        self.to(places[0] if places else self.cursor)

    def items(self) -> tuple[Item, ...]:
        """Return all that the cursor can stand on, from the top."""
        return (*((self.gift,) if self.gift else ()), *self.yours, *self.others)

    @property
    def first_other(self) -> int:
        """The place of the first change that is not of the attendee's events."""
        return len(self.yours) + (1 if self.gift else 0)

    @property
    def all_others(self) -> int:
        """How many changes of other events there are, listed or not."""
        return sum(count for _, count in self.counts)

    def item(self) -> Item | None:
        """Return what the cursor stands on."""
        items = self.items()
        return items[self.cursor] if self.cursor < len(items) else None

    def event(self) -> Event | None:
        """Return the event under the cursor, as the schedule has it or as the star remembers it."""
        item = self.item()
        if isinstance(item, Changed):
            return item.event
        return self.session.schedule.event(item.event_id) if isinstance(item, Told) else None

    def current(self) -> Row | None:
        """Return the row of the event under the cursor."""
        event = self.event()
        return self.row(event) if event is not None else None

    def row(self, event: Event) -> Row:
        """Return the row of an event, read once until something is decided."""
        row = self._rows.get(event.id)
        if row is None:
            row = self._rows[event.id] = self.session.reading.rows_of([event])[0]
        return row

    def level_of(self, event_id: str) -> Level | None:
        """Return the level of the star that is on an event."""
        star = self.session.itinerary().stars.get(event_id)
        return star.level if star else None

    def noted(self) -> list[Event]:
        """Return the events that are taken note of at the cursor; none of the others."""
        item = self.item()
        if isinstance(item, Changed):
            return [item.event]
        if not isinstance(item, Gift):
            return []
        stars = self.session.itinerary().stars
        found = (self.session.schedule.event(id_) or stars[id_].snapshot for id_ in item.event_ids)
        return list(found)

    # Moving

    def to(self, place: int) -> None:
        """Go to an item by its place."""
        self.cursor = max(0, min(len(self.items()) - 1, place))

    def next_yours(self, step: int) -> bool:
        """Go to the next change of the attendee's (1) or the one before (-1); whether there is."""
        place = self.cursor + step
        if place >= self.first_other:
            place = self.first_other - 1 if step < 0 else place
        if not 0 <= place < self.first_other or place == self.cursor:
            return False
        self.cursor = place
        return True

    def turn(self, step: int) -> None:
        """Go to the first of the attendee's changes (-1) or of the others (1)."""
        self.to(self.first_other if step > 0 else 0)

    def _read_others(self, story: Story) -> None:
        """Take the changes of what the attendee decided nothing about, the gravest first.

        It stays so while the screen lives: what one stars here does not vanish.
        """
        held = self.session.itinerary()
        own = held.stars.keys() | held.own_times.keys() | held.mine.keys()
        found = [told for told in story.changes if told.event_id not in own]
        found.sort(key=lambda told: _GRAVITY.get(told.what, len(_GRAVITY)))
        self.counts = tuple(Counter(told.what for told in found).items())
        self.others = tuple(found[:MOST_OTHERS])


def _key(item: Item) -> tuple[str, ...]:
    if isinstance(item, Gift):
        return ("gift",)
    if isinstance(item, Changed):
        return ("yours", item.event.id)
    return ("other", item.event_id, item.what, item.sentence)
