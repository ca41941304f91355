"""What a click on a kind or on a section's header filters to; a second click takes it back."""

from __future__ import annotations

from planner.model import Kind
from planner.schedule.filtering import toggled
from planner.schedule.query import Qualifier, Query
from planner.schedule.search import Section
from planner.tui.section_words import is_tier

#: The header of events without a topic, as the schedule calls it.
_NO_TOPIC = "No topic"
_NO_TIME = Qualifier("is", ("scheduled",), negated=True)


def narrowed_to(query: Query, what: object) -> Query | None:
    """Return a query narrowed to a kind or to a section, or no longer so.

    Args:
        query: The query in the bar.
        what: A kind, or a section of what the query finds.

    Returns:
        The query, or None for what is no filter: where words were found.
    """
    if isinstance(what, Kind):
        return toggled(query, "kind", what.value)
    if not isinstance(what, Section) or is_tier(what):
        return None
    if what.label:
        topic = "none" if what.label == _NO_TOPIC else what.label
        narrowed = toggled(query, "topic", topic)
        return toggled(narrowed, "kind", what.kind.value) if what.kind else narrowed
    if what.start is not None:
        return toggled(query, "at", f"{what.start:%Y-%m-%d %H:%M}")
    if what.day is not None:
        return toggled(query, "day", what.day.isoformat())
    others = tuple(each for each in query.qualifiers if each != _NO_TIME)
    return Query(query.terms, others if _NO_TIME in query.qualifiers else (*others, _NO_TIME))
