"""What counts a query's rows by facet, or by topic and day, as questions to a store.

Counting may take longer than a frame, so the app has these answered beside its
event loop (:mod:`planner.workspace.aside`); the command line asks at once.
"""

from __future__ import annotations

from collections.abc import Callable

from planner.schedule.density import By, Density, density
from planner.schedule.facets import Facet, facets
from planner.schedule.query import Query
from planner.schedule.search import View
from planner.schedule.store import ScheduleStore
from planner.workspace.session import Session


def facets_question(
    session: Session, query: Query, view: View
) -> Callable[[ScheduleStore], tuple[Facet, ...]]:
    """Return what tells the facets of ``query`` as things stand now, empty without an index."""
    marks, now = session.marks(), session.now
    return lambda store: facets(store, query, marks, view, now)


def density_question(
    session: Session, query: Query, view: View, by: By
) -> Callable[[ScheduleStore], Density | None]:
    """Return what tells the density of ``query`` as things stand now, None without an index."""
    marks, now = session.marks(), session.now
    return lambda store: density(store, query, marks, view, by, now)
