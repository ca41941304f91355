"""Live counts beside a result: what else one may filter by, and how many rows that finds.

The count of a value is exactly what choosing it finds. Values match as the
query language has it, by words and their beginnings, so "Google" counts what
is from Google DeepMind too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from planner.model import Kind
from planner.schedule.marks import Marks
from planner.schedule.query import Qualifier, Query
from planner.schedule.search import NotReady, View, run, select
from planner.schedule.store import ScheduleStore

if TYPE_CHECKING:
    from planner.schedule.facet_values import FacetValue

#: The qualifiers that are facets, in the order in which they are shown.
NAMES = ("kind", "day", "is", "topic", "session", "room", "track", "from")
_EVERY_KIND = Qualifier("kind", tuple(kind.value for kind in Kind))


class Facet(NamedTuple):
    """The values of one qualifier, in their own order.

    Those that the query names are always there; of the others only those with a row.
    """

    name: str
    values: tuple[FacetValue, ...]


def kinds(
    store: ScheduleStore,
    query: Query,
    marks: Marks,
    view: View,
    now: datetime | None = None,
) -> dict[Kind, int]:
    """Return the rows of each kind that ``query`` would have without its ``kind:``.

    In the order of the kinds, those without a row left out; empty while the
    index that the query needs is still being made.
    """
    selection = select(store, query.without("kind"), marks, view, now)
    if isinstance(selection, NotReady):
        return {}
    if selection.is_everything and not selection.hides:
        counts = store.listed_counts() if view.merged else store.counts()
    else:
        where, values = selection.row_conditions(hide=True)
        rows = selection.all(
            f"SELECT e.kind, count(*) FROM event AS e WHERE {where} GROUP BY 1", values
        )
        counts = {Kind(kind): count for kind, count in rows}
    return {kind: counts[kind] for kind in Kind if kind in counts}


def facets(
    store: ScheduleStore,
    query: Query,
    marks: Marks,
    view: View,
    now: datetime | None = None,
) -> tuple[Facet, ...]:
    """Return what one may filter ``query`` by, with the rows that each value would find.

    A facet is counted without what the query already asks for in it, as
    :func:`planner.schedule.filtering.without` has it,
    so that one sees what another value would find. Nothing while the index that
    the query needs is still being made.
    """
    # The app starts with this module, and counts later.
    from planner.schedule.facet_values import COUNTED, FacetValue
    from planner.schedule.filtering import STARS, without
    from planner.schedule.tally import Tally

    bases: dict[Query, list[str]] = {}
    for name in COUNTED:
        base = without(query, name)
        if name == "kind":
            # A kind asks for sessions, breaks and agenda items too.
            base = Query(base.terms, (*base.qualifiers, _EVERY_KIND))
        bases.setdefault(base, []).append(name)
    found: dict[str, list[FacetValue]] = {}
    for base, names in bases.items():
        selection = select(store, base, marks, view, now)
        if isinstance(selection, NotReady):
            return ()
        tally = Tally(selection)
        found.update((name, list(COUNTED[name](store, tally))) for name in names)

    def rows(name: str, value: str) -> int:
        base = without(query, name)
        asked = Query(base.terms, (*base.qualifiers, Qualifier(name, (value,))))
        result = run(store, asked, marks, view, now)
        return 0 if isinstance(result, NotReady) else result.count

    found["is"] = [FacetValue(state, state, rows("is", state)) for state in STARS]
    return tuple(
        Facet(name, _shown(query, name, found[name], partial(rows, name))) for name in NAMES
    )


def _shown(
    query: Query, name: str, values: list[FacetValue], rows: Callable[[str], int]
) -> tuple[FacetValue, ...]:
    """Return the values that find something, and those that the query names in any case."""
    from planner.schedule.facet_values import FacetValue
    from planner.schedule.filtering import chosen, is_among

    named = (*chosen(query, name), *chosen(query, name, negated=True))
    offered = [value.value for value in values]
    own = (value for value in named if not is_among(name, value, offered))
    return (
        *(FacetValue(value, value, rows(value)) for value in own),
        *(value for value in values if value.rows or is_among(name, value.value, named)),
    )
