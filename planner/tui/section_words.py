"""The header of a section in Browse: a topic, a slot, or where the words were found."""

from __future__ import annotations

from planner.schedule.search import Section
from planner.workspace.wording import day_words, span

#: Where a query's words were found, as its tiers are called.
_TIERS = {
    "title": "In the title",
    "people": "With people",
    "topics": "With topics",
    "affiliation": "With affiliations",
    "anywhere": "Anywhere",
    "your notes": "In your notes",
    "inside words": "Inside a word of the title",
}


def is_tier(section: Section) -> bool:
    """Whether the section says where words were found."""
    return section.label in _TIERS


def section_label(section: Section) -> str:
    """Return the header's words."""
    if section.label in _TIERS:
        return _TIERS[section.label]
    if section.label:
        kind = f": {section.kind.label}" if section.kind else ""
        return section.label.replace("->", " / ") + kind
    if section.start is not None:
        return f"{day_words(section.start.date())}  {span(section.start, section.end)}"
    if section.day is not None:
        return f"{day_words(section.day)}, no time known"
    return "No time known"


def section_count(section: Section) -> str:
    """Return how many rows it holds, and of how many the time is known if not of all."""
    known = section.scheduled
    if known is None or known in (0, section.count) or section.start is not None:
        return f"{section.count:,}"
    return f"{section.count:,}, {known:,} with a time"
