"""The filter: kinds, topics and days with live counts, each a part of the query."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.geometry import Size

from planner.schedule.query import Qualifier, Query
from planner.tui.browsing import Browsing
from planner.tui.render import Signs
from planner.tui.screens.overlay import Choice, ChoiceScreen
from planner.workspace.session import Session
from planner.workspace.wording import day_words


class FilterScreen(ChoiceScreen):
    """Choosing a line puts it into the query, choosing it again takes it out."""

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
        super().__init__(session, signs, size)

    def choices(self) -> list[Choice]:
        """Return the values to filter by, with how many rows each would leave."""
        browsing = self._browsing
        reading = self.session.reading
        counts = reading.facets(browsing.query, browsing.view)
        found = [
            self._choice("kind", kind.value, kind.label, count, "Kind")
            for kind, count in counts.kinds.items()
        ]
        found += [
            self._choice("day", day.isoformat(), day_words(day), count, "Day")
            for day, count in counts.days.items()
        ]
        found += [
            self._choice("topic", topic, topic.replace("->", " / "), count, "Topic")
            for topic, count in counts.topics.items()
        ]
        return found

    def choose(self, choice: Choice) -> None:
        """Put the value into the query, or take it out; the screen stays for more."""
        name, _, value = choice.value.partition(":")
        self._browsing.search_for(str(toggled(self._browsing.query, name, value)))
        self.refresh_choices()
        self.repaint_all()
        self._changed()

    def _choice(self, name: str, value: str, label: str, count: int, heading: str) -> Choice:
        on = any(
            value in qualifier.values
            for qualifier in self._browsing.query.qualifiers
            if qualifier.name == name and not qualifier.negated
        )
        return Choice(f"{name}:{value}", label, f"{count:,}", heading, on=on)


def toggled(query: Query, name: str, value: str) -> Query:
    """Return ``query`` with a qualifier's value put in, or taken out if it stands there.

    Values of one name stand together, since a comma means "or".
    """
    qualifiers: list[Qualifier] = []
    values: list[str] = [value]
    for qualifier in query.qualifiers:
        if qualifier.name != name or qualifier.negated:
            qualifiers.append(qualifier)
        elif value in qualifier.values:
            values = [each for each in qualifier.values if each != value]
        else:
            values = [*qualifier.values, value]
    if values:
        qualifiers.append(Qualifier(name, tuple(values)))
    return Query(query.terms, tuple(qualifiers))
