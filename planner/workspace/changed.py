"""What changed for the attendee's own events since they starred or acknowledged them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from planner.model import Event, Level, Star
from planner.schedule.changes import Change, event_changes, is_gift, sentence
from planner.workspace.problems import problems
from planner.workspace.wording import counted, disagreement_words, time_words

if TYPE_CHECKING:
    from planner.workspace.session import Session


class Changed(NamedTuple):
    """An event of the attendee's of which the schedule says something else than before.

    ``event`` is as the schedule has it now, as the star remembers it if it
    was cancelled; ``level`` is its star's, None without one; ``sentences`` say
    what changed, the gravest first.
    """

    event: Event
    level: Level | None
    changes: tuple[Change, ...]
    sentences: tuple[str, ...]


class Gift(NamedTuple):
    """Starred events of which a time, a room or a board became known, in one sentence."""

    event_ids: tuple[str, ...]
    sentence: str


class StarChanges:
    """Compares stars with the schedule, each star only when it or the schedule is new.

    Args:
        session: The session whose stars are compared.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, tuple[Event, tuple[Change, ...]]] = {}

    def changed_ids(self) -> frozenset[str]:
        """Return the ids of all events with a change that is not acknowledged (``is:changed``)."""
        stars = self._session.itinerary().stars
        moved = {id_ for id_, star in stars.items() if _news(self._changes(star))}
        own = {found.event.id for found in self._session.reading.chosen.disagreements}
        return frozenset(moved | own)

    def changed(self) -> tuple[Changed, ...]:
        """Return the attendee's changed events, by their new time, cancelled ones first."""
        session = self._session
        stars = session.itinerary().stars
        found: dict[str, Changed] = {}
        for id_, star in stars.items():
            news = _news(self._changes(star))
            if news:
                event = session.schedule.event(id_) or star.snapshot
                words = tuple(sentence(change, session.schedule.zone) for change in news)
                found[id_] = Changed(event, star.level, news, words)
        for disagreement in session.reading.chosen.disagreements:
            event, words = disagreement.event, (disagreement_words(disagreement),)
            held = found.get(event.id)
            starred = stars.get(event.id)
            found[event.id] = (
                held._replace(sentences=held.sentences + words)
                if held
                else Changed(event, starred.level if starred else None, (), words)
            )
        return tuple(sorted(found.values(), key=_by_time))

    def gift(self) -> Gift | None:
        """Return what became known of the stars for the first time, None for nothing."""
        stars = self._session.itinerary().stars
        ids = tuple(id_ for id_, star in stars.items() if any(map(is_gift, self._changes(star))))
        return Gift(ids, self._gift_words()) if ids else None

    def _gift_words(self) -> str:
        """Return such as "38 of your 41 stars have a time now; 3 clashes; ... is over by 13"."""
        session = self._session
        events = session.reading.starred_events()
        timed = sum(event.is_scheduled for event in events)
        stars = counted(len(events), "star")
        words = [f"{timed} of your {stars} {'has' if timed == 1 else 'have'} a time now"]
        clashes = sum(clash.kind == "clash" for clash in session.reading.clashes())
        if clashes:
            words.append(counted(clashes, "clash", "clashes"))
        return "; ".join(words + _overfull(session))

    def _changes(self, star: Star) -> tuple[Change, ...]:
        known = self._known.get(star.event_id)
        if known is None or known[0] is not star.snapshot:
            after = self._session.schedule.event(star.event_id)
            told = star.gone and after is None
            known = (star.snapshot, () if told else event_changes(star.snapshot, after))
            self._known[star.event_id] = known
        return known[1]


def _overfull(session: Session) -> list[str]:
    """Return ``Poster Session 3 is over by 13`` of every slot that holds too many stars."""
    found = problems(session)
    words = []
    for day in session.reading.agenda().days:
        for budget in day.budgets:
            beyond = len(found.beyond(budget)) if budget.missing_minutes else 0
            slot = session.schedule.event(budget.session) if budget.session else None
            name = slot.title if slot else time_words(budget.start, budget.end)
            words += [f"{name} is over by {beyond}"] if beyond else []
    return words


def _news(changes: Sequence[Change]) -> tuple[Change, ...]:
    return tuple(change for change in changes if not is_gift(change))


def _by_time(changed: Changed) -> tuple[bool, str, str]:
    event = changed.event
    there = not any(change.after is None for change in changed.changes)
    return there, event.start.isoformat() if event.start else "~", event.id
