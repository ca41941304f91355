"""Commands that read: search, show, agenda."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.cli.arguments import readable, split_query_arguments, whole_number
from planner.cli.blocks import print_commitments
from planner.cli.identify import named, named_event
from planner.cli.opened import opened
from planner.cli.output import (
    CommandFailed,
    cells_of,
    commitment_cells,
    print_cells,
    print_json,
    print_rows,
    say,
)
from planner.export.rows import agenda_record, clash_record, clashes_of, row_record
from planner.itinerary.agenda import Agenda, Day
from planner.model import Event, OwnTime
from planner.schedule.query import QueryError, from_arguments
from planner.schedule.search import NotReady, View
from planner.workspace.rows import Row
from planner.workspace.session import Session
from planner.workspace.wording import (
    clash_words,
    day_words,
    disagreement_words,
    place_words,
    slot_words,
    span,
)

if TYPE_CHECKING:
    from planner.itinerary.clashes import Clash

_PLAIN = View(order="time", merged=False)


def search(arguments: Sequence[str]) -> int:
    """``planner search [QUERY...] [--limit N] [--json]``."""
    given = split_query_arguments(arguments, flags=("--json",), valued=("--limit",))
    limit = (
        whole_number("--limit", given.options["--limit"]) if "--limit" in given.options else None
    )
    with opened() as session:
        rows = found(session, given.words, limit)
        if "--json" in given.options:
            print_json([row_record(row.event, row.own_level) for row in rows])
        else:
            print_rows(rows)
        if not rows:
            _say_what_finds_more(session, text_of(given.words))
    return 0


def _say_what_finds_more(session: Session, text: str) -> None:
    """Say what may be meant by a query that finds nothing; to eyes alone, that nothing is."""
    query = session.reading.parse(text)
    if isinstance(query, QueryError):
        return
    result = session.reading.search(query, _PLAIN)
    if isinstance(result, NotReady) or result.count or result.hidden:
        return
    # Nothing else needs it, and most searches find something.
    from planner.schedule.corrections import corrections

    meant = corrections(session.schedule, query, session.marks(), _PLAIN, session.now)
    if meant:
        ways = [f"{each.query} ({each.found:,} found)" for each in meant]
        *others, last = ways
        say(f"Did you mean {' or '.join(filter(None, (', '.join(others), last)))}?")
    elif sys.stdout.isatty():
        say("Nothing found; fewer or shorter words find more.")


def text_of(words: Sequence[str]) -> str:
    """Return the query text of a command's words, with what the shell ate put back."""
    return from_arguments([readable(word) for word in words])


def found(session: Session, words: Sequence[str], limit: int | None) -> list[Row]:
    """Return the rows that a query's words find, and say how many matches are hidden.

    Raises:
        CommandFailed: The words are no query; the sentence says where and why.
    """
    return found_by(session, text_of(words), limit)


def found_by(session: Session, text: str, limit: int | None) -> list[Row]:
    """Return the rows that a query's text finds, and say how many matches are hidden.

    Raises:
        CommandFailed: The text is no query; the sentence says where and why.
    """
    query = session.reading.parse(text)
    if isinstance(query, QueryError):
        raise CommandFailed(f"{query.message} (at {text[query.start : query.end]!r})", code=2)
    result = session.reading.search(query, _PLAIN)
    if isinstance(result, NotReady):
        raise CommandFailed(result.message)
    stop = result.count if limit is None else min(limit, result.count)
    if result.hidden:
        say(f"{result.count:,}, and {result.hidden:,} hidden; is:hidden finds those.")
    return session.reading.rows(result.numbers(0, stop))


def show(arguments: Sequence[str]) -> int:
    """``planner show ID [--json]``."""
    names = named([word for word in arguments if word != "--json"], "show ID [--json]")
    if len(names) != 1:
        raise CommandFailed("show takes one event. usage: planner show ID [--json]", code=2)
    with opened() as session:
        event = named_event(session, names[0])
        row = session.reading.row(event.id)
        assert row is not None  # noqa: S101 - the event was found in this schedule
        detail = session.reading.detail(row)
        itinerary, reading = session.itinerary(), session.reading
        from planner.itinerary.effective import disagreement

        own = itinerary.own_times.get(event.id)
        differs = disagreement(event, own)
        clashes = [each for each in reading.clashes() if event.id in (each.a.id, each.b.id)]
        event = row.event
        if "--json" in arguments:
            print_json(
                {
                    **row_record(event, row.own_level),
                    "abstract": event.abstract,
                    "links": [{"label": link.label, "url": link.url} for link in event.links],
                    "note": detail.note,
                    "visited": row.visited,
                    "hidden": row.hidden,
                    "mine": row.mine,
                    "pinned": event.id in itinerary.pins,
                    "own_time": _own_time_record(own),
                    "leaves": row.leaves.isoformat() if row.leaves else None,
                    "clashes": [clash_record(clash) for clash in clashes],
                    "twins": [twin.id for twin in detail.twins],
                    "children": [child.id for child in detail.children],
                }
            )
            return 0
        facts = [
            ("id", event.id),
            ("kind", event.kind.label),
            ("star", row.own_level or ""),
            (
                "when",
                slot_words(event, row.parent) or _unknown(session.reading.possible_slot(event)),
            ),
            ("certainty", _certainty_words(row)),
            ("time", disagreement_words(differs) if differs else ""),
            ("where", place_words(event)),
            ("yours", "you present it" if row.mine else ""),
            ("yours", f"you leave at {row.leaves:%H:%M}" if row.leaves else ""),
            *((each.kind, _collision_words(each, event)) for each in clashes),
            *(
                ("may clash", f"{each.other.id}  {each.other.title}")
                for each in reading.may_clash()
                if each.event.id == event.id
            ),
            ("in", detail.parent.title if detail.parent else ""),
            *(("twin", f"{twin.id}  {slot_words(twin)}".rstrip()) for twin in detail.twins),
            *(("topic", topic.replace("->", " / ")) for topic in event.topics),
            ("track", event.track or ""),
            ("note", detail.note or ""),
            *(("person", _person(p.name, p.affiliation)) for p in event.people),
            *((link.label, link.url) for link in event.links),
        ]
        print(event.title)
        for label, text in facts:
            if text:
                print(f"  {label:<10} {text}")
        if event.abstract:
            print(f"\n{event.abstract}")
        for child in detail.children:
            people = ", ".join(person.name for person in child.people)
            print(f"  {slot_words(child):<22} {child.title}{f'  ({people})' if people else ''}")
    return 0


def agenda(arguments: Sequence[str]) -> int:
    """``planner agenda [--day DAY] [--json]``."""
    given = split_query_arguments(arguments, flags=("--json",), valued=("--day",))
    if given.words:
        raise CommandFailed("usage: planner agenda [--day DAY] [--json]", code=2)
    # Each is printed once for a program, for eyes on each of its days.
    printed: set[str] = set()
    with opened() as session:
        plan = session.reading.agenda()
        wanted = given.options.get("--day")
        if wanted is not None:
            plan = _on_days(session, plan, wanted)
        clashes = session.reading.clashes()
        if "--json" in given.options:
            print_json(agenda_record(plan, session.itinerary().stars, clashes))
            return 0
        if not plan.days and not plan.unscheduled:
            say("Nothing is starred here; planner search finds events, planner star ID stars them.")
        # Headings are for eyes; a program gets the events alone.
        heading = print if sys.stdout.isatty() else _unsaid
        for day in plan.days:
            heading(day_words(day.date))
            if sys.stdout.isatty():
                _print_day(session, day)
            else:
                print_commitments([each for each in day.commitments if each.id not in printed])
                printed |= {each.id for each in day.commitments}
                print_rows(session.reading.rows_of(day.items))
            if day.away:
                heading("  while you are away:")
                print_rows(session.reading.rows_of(day.away))
            for clash in clashes_of(day, clashes):
                heading(f"  {clash_words(clash)}: {clash.a.title} / {clash.b.title}")
            for budget in day.budgets:
                slot = span(budget.start, budget.end)
                heading(f"  posters {slot}: {budget.wanted_minutes} of {budget.free_minutes} min")
        if plan.unscheduled:
            heading("No time known")
            print_rows(session.reading.rows_of(plan.unscheduled))
    return 0


def _print_day(session: Session, day: Day) -> None:
    """Print a day for eyes, under its heading: one table in the order of time."""
    lines = [
        (row.event.start, cells_of(row.event, row.own_level, row.parent, row.own_time))
        for row in session.reading.rows_of(day.items)
    ]
    for each in day.commitments:
        later = (n for n, (start, _) in enumerate(lines) if start is None or start > each.start)
        lines.insert(next(later, len(lines)), (each.start, (" ", *commitment_cells(each))))
    heading = f"{day_words(day.date)} "
    print_cells(
        [(sign, id_, when.replace(heading, "", 1), *rest) for _, (sign, id_, when, *rest) in lines]
    )


def _unsaid(_words: str) -> None:
    """Say nothing."""


def _on_days(session: Session, plan: Agenda, wanted: str) -> Agenda:
    """Return the days of ``plan`` that ``day:wanted`` means.

    Raises:
        CommandFailed: No such day.
    """
    query = session.reading.parse(f'day:"{wanted}"')
    if isinstance(query, QueryError):
        raise CommandFailed(query.message, code=2)
    named = {value for qualifier in query.qualifiers for value in qualifier.values}
    if "today" in named:
        named.add(session.today.isoformat())
    days = tuple(day for day in plan.days if day.date.isoformat() in named)
    return replace(plan, days=days, unscheduled=())


def _unknown(possible: str) -> str:
    return f"no time known: {possible}" if possible else "no time known"


def _certainty_words(row: Row) -> str:
    """Return who vouches for an event's time, nothing where none is known."""
    if row.own_time:
        return "time your own"
    return f"time {row.event.certainty.slot}" if row.event.start else ""


def _collision_words(clash: Clash, event: Event) -> str:
    other = clash.b if clash.a.id == event.id else clash.a
    return f"{clash_words(clash)}, with {other.id}  {other.title}"


def _own_time_record(own: OwnTime | None) -> dict[str, str | None] | None:
    if own is None:
        return None
    end = own.end.isoformat() if own.end else None
    return {"start": own.start.isoformat(), "end": end, "board": own.board}


def _person(name: str, affiliation: str | None) -> str:
    return f"{name} ({affiliation})" if affiliation else name
