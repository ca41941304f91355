"""What was seen and missed, and how a page tells it."""

from __future__ import annotations

from datetime import UTC, datetime

from planner.model import Event, Level
from planner.workspace import exporting
from planner.workspace.session import Session
from tests.conftest import FrozenClock

DURING = datetime(2024, 7, 24, 12, 5, tzinfo=UTC)
AFTER = datetime(2024, 8, 1, 8, 0, tzinfo=UTC)


def event(session: Session, name: str) -> Event:
    found = session.schedule.event(name)
    assert found is not None
    return found


def visit(session: Session, *names: str) -> None:
    session.decisions.visit([event(session, name) for name in names], visited=True)


def star(session: Session, *names: str, level: Level = Level.WANT) -> None:
    session.decisions.star([event(session, name) for name in names], level)


def report(session: Session) -> str:
    rows = exporting.seen_rows(session)
    return exporting.markdown(session, rows, "is:visited").content.decode()


def test_a_paper_is_seen_once_whichever_showing_was(session: Session, clock: FrozenClock) -> None:
    star(session, "oral-1", "poster-2", "talk-1")
    visit(session, "poster-1", "talk-1")
    assert session.reading.seen_and_missed == (2, 1)
    clock.moment = AFTER
    assert session.reading.line_of_now() == ("over: 2 seen, 1 missed", "")
    visit(session, "oral-1")
    assert session.reading.seen_and_missed == (2, 1)
    visit(session, "poster-2")
    assert session.reading.seen_and_missed == (3, 0)


def test_what_has_no_slot_stands_under_the_day_of_its_mark(
    session: Session, clock: FrozenClock
) -> None:
    clock.moment = DURING
    visit(session, "poster-2")
    assert "## Wed 24 Jul 2024\n\n- Re\\[x\\]" in report(session)
    assert "Poster, marked as seen 14:05" in report(session)


def test_a_mark_made_at_home_says_no_day(session: Session, clock: FrozenClock) -> None:
    clock.moment = AFTER
    visit(session, "poster-2", "talk-1")
    text = report(session)
    assert "## Wed 24 Jul 2024\n\n- Bees and l₀" in text
    assert "## No time known\n\n- Re\\[x\\]" in text
    assert "marked as seen" not in text


def test_the_seen_showing_tells_the_day_and_each_says_its_own(
    session: Session, clock: FrozenClock
) -> None:
    star(session, "oral-1", level=Level.MUST)
    star(session, "poster-1")
    session.decisions.note(event(session, "oral-1"), "Sweet.")
    clock.moment = DURING
    visit(session, "poster-1")
    clock.moment = AFTER
    rows = exporting.starred_rows(session)
    text = exporting.markdown(session, rows).content.decode()
    assert (
        text.split("## Tue 23 Jul 2024\n\n")[1]
        == """\
### 13:30-15:00

- [Honey for bears](https://icml.cc/virtual/2024/poster/1) (must, seen)
  > Sweet.
  - Ada Bär
  - Poster, 13:30-15:00, Hall C, board 12
  - Oral, 10:30-10:45, Hall A, in Morning session
  - Animals / Bears
  - [ICML](https://icml.cc/virtual/2024/poster/1)
"""
    )
    assert (
        "A Small Conference\\\n23-24 Jul 2024, Hall, Vienna\\\n1 seen, 0 missed\\\n1 event" in text
    )


def test_before_the_end_nothing_is_missed(session: Session, clock: FrozenClock) -> None:
    star(session, "oral-1", "poster-2")
    clock.moment = DURING
    text = exporting.markdown(session, exporting.starred_rows(session)).content.decode()
    assert "missed" not in text
    assert text.startswith("# Small 2024: my plan\n")


def test_a_time_of_ones_own_is_said_to_be_so(session: Session) -> None:
    star(session, "poster-2")
    when = datetime(2024, 7, 24, 13, 30, tzinfo=session.schedule.zone)
    session.decisions.set_time(event(session, "poster-2"), when, None)
    text = exporting.markdown(session, exporting.starred_rows(session)).content.decode()
    assert "## Wed 24 Jul 2024" in text
    assert "### 13:30\n" in text
    assert "Poster, 13:30 (the time is your own)" in text


def headings(text: str) -> list[str]:
    return [line.lstrip("# ") for line in text.splitlines() if line.startswith("##")]


def test_a_plan_goes_by_time_and_a_trip_report_by_topic(
    session: Session, clock: FrozenClock
) -> None:
    star(session, "talk-1", "poster-2", "poster-1", "oral-1")
    session.decisions.note(event(session, "poster-1"), "Sweet.")
    plan = exporting.markdown(session, exporting.starred_rows(session)).content.decode()
    assert headings(plan) == [
        *("Tue 23 Jul 2024", "10:30-10:45", "Wed 24 Jul 2024", "09:00-10:00", "No time known")
    ]
    clock.moment = DURING
    visit(session, "poster-1")
    assert headings(report(session)) == ["Tue 23 Jul 2024", "Animals / Bears"]


def test_of_a_paper_the_first_showing_tells_the_time_unless_another_was_seen(
    session: Session, clock: FrozenClock
) -> None:
    star(session, "poster-1", "oral-1")
    rows = list(reversed(exporting.starred_rows(session)))
    text = exporting.markdown(session, rows).content.decode()
    assert headings(text)[1:] == ["10:30-10:45"]
    assert text.index("- Oral") < text.index("- Poster")
    clock.moment = DURING
    visit(session, "poster-1")
    assert headings(exporting.markdown(session, rows).content.decode())[1:] == ["13:30-15:00"]


def test_a_day_goes_by_time_whatever_the_order_given(session: Session) -> None:
    star(session, "talk-1", "poster-2")
    when = datetime(2024, 7, 24, 13, 30, tzinfo=session.schedule.zone)
    session.decisions.set_time(event(session, "poster-2"), when, None)
    rows = exporting.starred_rows(session)
    for given in (rows, rows[::-1]):
        text = exporting.markdown(session, given).content.decode()
        assert headings(text) == ["Wed 24 Jul 2024", "09:00-10:00", "13:30"]


def test_a_query_goes_by_time_unless_it_asks_for_topics(session: Session) -> None:
    star(session, "poster-1")
    rows = exporting.starred_rows(session)
    by_time = exporting.markdown(session, rows, "kind:poster").content.decode()
    by_topic = exporting.markdown(session, rows, "kind:poster sort:topic").content.decode()
    assert headings(by_time)[1:] == ["13:30-15:00"]
    assert headings(by_topic)[1:] == ["Animals / Bears"]


def test_another_query_is_named_in_the_title(session: Session) -> None:
    rows = exporting.starred_rows(session)
    for query, title in {
        "topic:bears": "topic:bears",
        "is:visited topic:bears": "trip report: topic:bears",
        "*x*": r"\*x\*",
    }.items():
        text = exporting.markdown(session, rows, query).content.decode()
        assert text.startswith(f"# Small 2024: {title}\n")
