"""The values of each facet with their counts, from a tally of the events found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from planner.model import Kind
from planner.schedule.arrange import ARROW
from planner.schedule.names import Names, written
from planner.schedule.store import ScheduleStore
from planner.schedule.tally import Key, Tally
from planner.schedule.words import as_needle

#: How many affiliations are counted, those with the most rows.
MOST_AFFILIATIONS = 50
#: The value of ``topic:`` for what has none.
NO_TOPIC = "none"

#: SQL that gives the codes of an event's topics in one text, null for none.
TOPICS_KEY = "(SELECT group_concat(topic) FROM event_topic WHERE number = {e}.number)"
SESSION_KEY = ("CASE {e}.kind WHEN 'session' THEN {e}.number END", "{e}.parent")


class FacetValue(NamedTuple):
    """A value to filter by.

    ``value`` is what the qualifier holds, ``label`` the name as the schedule
    writes it, ``rows`` how many it would find, ``depth`` 1 for a topic
    that stands below its area.
    """

    value: str
    label: str
    rows: int
    depth: int = 0


def _kinds(_: ScheduleStore, tally: Tally) -> Iterable[FacetValue]:
    counts = tally.counts(["{e}.kind"], lambda key: key)
    return (FacetValue(kind.value, kind.label, counts[kind.value]) for kind in Kind)


def _days(store: ScheduleStore, tally: Tally) -> Iterable[FacetValue]:
    counts = tally.counts([tally.met("day")], lambda key: key)
    known = store.vocabulary().days
    return (FacetValue(day.isoformat(), day.isoformat(), counts[day.toordinal()]) for day in known)


def topic_values(store: ScheduleStore) -> list[FacetValue]:
    """Return all that ``topic:`` can name, uncounted: large areas first, then their topics."""
    sizes = store.topics()
    areas: dict[str, dict[str, int]] = {}
    for topic, size in sizes.items():
        areas.setdefault(topic.split(ARROW, 1)[0], {})[topic] = size
    values: dict[str, FacetValue] = {}
    for area, topics in sorted(areas.items(), key=lambda each: (-sum(each[1].values()), each[0])):
        values.setdefault(written(area), FacetValue(written(area), area, 0))
        for topic in sorted(topics, key=lambda topic: (-topics[topic], topic)):
            label = topic.split(ARROW, 1)[-1]
            values.setdefault(written(topic), FacetValue(written(topic), label, 0, depth=1))
    return _writable([*values.values(), FacetValue(NO_TOPIC, "No topic", 0)])


def topics_of(store: ScheduleStore, values: Iterable[FacetValue]) -> Callable[[Key], set[str]]:
    """Return what tells the values that an event has, by its :data:`TOPICS_KEY`."""
    coded = store.connection.execute("SELECT code, name FROM topic").fetchall()
    needles = store.vocabulary().topics
    names = Names(((code, needles[name]) for code, name in coded), whole_numbers=False)
    by_code: dict[str, set[str]] = {str(code): set() for code, _ in coded}
    for value in values:
        for code in names.fitting(value.value) if value.value != NO_TOPIC else ():
            by_code[str(code)].add(value.value)

    def of(key: Key) -> set[str]:
        if key[0] is None:
            return {NO_TOPIC}
        return set().union(*(by_code[code] for code in key[0].split(",")))

    return of


def _topics(store: ScheduleStore, tally: Tally) -> Iterable[FacetValue]:
    values = topic_values(store)
    counts = tally.counts([TOPICS_KEY], topics_of(store, values))
    return (value._replace(rows=counts[value.value]) for value in values)


def _sessions(store: ScheduleStore, tally: Tally) -> Iterable[FacetValue]:
    titles = session_titles(store)
    labels = {written(title): title for title in titles.values()}
    names = Names(((n, as_needle(t)) for n, t in titles.items()), whole_numbers=True)
    return _counted(labels, names, lambda by_code: tally.counts(SESSION_KEY, _of_any(by_code)))


def session_titles(store: ScheduleStore) -> dict[int, str]:
    """Return the numbers and titles of the sessions in time order."""
    return dict(
        store.connection.execute(
            "SELECT number, json_extract(json, '$.title') FROM event JOIN record USING (number) "
            "WHERE kind = 'session' ORDER BY by_time"
        ).fetchall()
    )


def _coded(table: str) -> Callable[[ScheduleStore, Tally], Iterable[FacetValue]]:
    def counted(store: ScheduleStore, tally: Tally) -> Iterable[FacetValue]:
        coded = dict(store.connection.execute(f"SELECT code, name FROM {table}").fetchall())
        labels = {written(name): name for name in sorted(coded.values(), key=as_needle)}
        needles = store.vocabulary().names(table)
        names = Names(((c, needles[name]) for c, name in coded.items()), whole_numbers=True)
        key = [f"{{e}}.{table}"]
        return _counted(labels, names, lambda by_code: tally.counts(key, _of_any(by_code)))

    return counted


def _affiliations(store: ScheduleStore, tally: Tally) -> Iterable[FacetValue]:
    coded = store.connection.execute("SELECT code, name, needle FROM affiliation").fetchall()
    name_of = {code: name for code, name, _ in coded}
    largest = (name_of[code] for code in tally.most("affiliation", MOST_AFFILIATIONS))
    labels = {written(name): name for name in largest}
    names = Names(((code, needle) for code, _, needle in coded), whole_numbers=False)
    values = _counted(labels, names, lambda by: tally.counts_of_several("affiliation", by))
    return sorted(values, key=lambda value: (-value.rows, value.label))


def _counted(
    labels: dict[str, str],
    names: Names,
    count: Callable[[dict[int, Collection[str]]], dict[str, int]],
) -> list[FacetValue]:
    """Return values, counted by the codes of the names that they find."""
    values = _writable(FacetValue(value, label, 0) for value, label in labels.items())
    by_code: dict[int, Collection[str]] = {}
    for value in values:
        for code in names.fitting(value.value):
            by_code[code] = (*by_code.get(code, ()), value.value)
    counts = count(by_code)
    return [value._replace(rows=counts[value.value]) for value in values]


def _of_any(by_code: dict[int, Collection[str]]) -> Callable[[Key], set[str]]:
    return lambda key: {value for code in key for value in by_code.get(code, ())}


def _writable(values: Iterable[FacetValue]) -> list[FacetValue]:
    """Leave out what the language cannot ask for: a name of signs alone."""
    return [value for value in values if len(as_needle(value.value)) > 1]


COUNTED: Mapping[str, Callable[[ScheduleStore, Tally], Iterable[FacetValue]]] = {
    "kind": _kinds,
    "day": _days,
    "topic": _topics,
    "session": _sessions,
    "room": _coded("room"),
    "track": _coded("track"),
    "from": _affiliations,
}
