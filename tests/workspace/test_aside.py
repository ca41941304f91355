"""Questions beside the event loop: answered in the loop, the newest of a kind alone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.schedule.store import ScheduleStore
from planner.workspace.aside import Aside
from tests.conftest import Compiled

#: Counts for so long that only an interruption ends it.
_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def aside(small: Compiled) -> Iterator[Aside]:
    """An aside to the small conference."""
    made = Aside(small.file)
    yield made
    made.close()


async def answered(aside: Aside) -> None:
    """Wait until nothing is asked any more, and all answers have come."""
    while not aside.idle:
        await asyncio.sleep(0.002)
    await asyncio.sleep(0)


def endless(store: ScheduleStore) -> int:
    """Ask something that takes for ever."""
    return int(store.connection.execute(_ENDLESS).fetchone()[0])


async def test_a_question_is_asked_in_a_thread_and_answered_in_the_loop(aside: Aside) -> None:
    threads: list[threading.Thread] = []
    answers: list[int] = []

    def question(store: ScheduleStore) -> int:
        threads.append(threading.current_thread())
        return store.size

    def answer(size: int) -> None:
        threads.append(threading.current_thread())
        answers.append(size)

    aside.ask("size", question, answer)
    await answered(aside)
    assert answers[0] > 0
    assert threads[0] is not threading.current_thread()
    assert threads[1] is threading.current_thread()


async def test_the_newest_question_of_a_kind_takes_the_place_of_older_ones(aside: Aside) -> None:
    answers: list[str] = []
    aside.ask("one", endless, lambda _: answers.append("old"))
    aside.ask("other", lambda _: "other", answers.append)
    await asyncio.sleep(0.02)
    aside.ask("one", lambda _: "new", answers.append)
    await answered(aside)
    assert sorted(answers) == ["new", "other"]


async def test_what_was_interrupted_for_another_question_is_asked_again(aside: Aside) -> None:
    answers: list[str] = []
    began = threading.Event()
    times: list[int] = []

    def twice(store: ScheduleStore) -> str:
        times.append(1)
        if len(times) == 1:
            began.set()
            endless(store)
        return "in the end"

    aside.ask("one", twice, answers.append)
    await asyncio.to_thread(began.wait)
    await asyncio.sleep(0.02)
    # As if the interruption of an older question came late.
    aside._interrupt()
    await answered(aside)
    assert answers == ["in the end"]


async def test_what_a_question_raises_is_told_in_the_loop(aside: Aside) -> None:
    faults: list[Exception] = []
    aside.fault = faults.append

    def wrong(_: ScheduleStore) -> None:
        raise ValueError("wrong")

    aside.ask("wrong", wrong, lambda _: None)
    await answered(aside)
    assert [str(fault) for fault in faults] == ["wrong"]


async def test_without_a_compiled_schedule_there_is_no_answer_and_no_fault(tmp_path: Path) -> None:
    aside = Aside(tmp_path / "gone.db")
    heard: list[object] = []
    aside.fault = heard.append
    aside.ask("size", lambda store: store.size, heard.append)
    await answered(aside)
    aside.close()
    assert heard == []


async def test_closing_ends_even_an_endless_question(small: Compiled) -> None:
    aside = Aside(small.file)
    answers: list[int] = []
    aside.ask("one", endless, answers.append)
    await asyncio.sleep(0.02)
    before = threading.active_count()
    aside.close()
    assert threading.active_count() < before
    aside.ask("late", lambda store: store.size, answers.append)
    await asyncio.sleep(0.02)
    assert answers == []
