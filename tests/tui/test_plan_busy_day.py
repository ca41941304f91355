"""Plan on a conference of sixty stars: every day reads at every size, by words and signs alone."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from planner.model import Level
from planner.paths import Places
from planner.tui.render import ASCII_SIGNS
from planner.workspace.session import Session
from tests.conftest import compiled
from tests.five_days import document, moment
from tests.tui.conftest import MOMENT, OpenApp, Screenful

SIZES = [(60, 20), (80, 24), (120, 40), (200, 50)]
#: How often one turns the page to get to a day.
TUE, WED, THU, FRI, NO_TIME = (("right",) * n for n in range(1, 6))

_PROBLEM = re.compile(r" {8}[┤│┘ ] [✗?] ")


def after(screen: Screenful, words: str) -> str:
    """Return the line below the first one that holds some words."""
    place = next(place for place, line in enumerate(screen.lines) if words in line)
    return screen.lines[place + 1]


def line(screen: Screenful, words: str) -> str:
    """Return the first line of the page that holds some words."""
    return next(line for line in screen.lines[3:] if words in line)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("turns", [(), TUE, WED, THU, FRI, NO_TIME])
async def test_no_day_scrolls_sideways_or_says_words_of_the_code(
    open_app: OpenApp, five: Session, size: tuple[int, int], turns: tuple[str, ...]
) -> None:
    del five
    async with open_app(size=size) as screen:
        await screen.press("2", *turns)
        assert all(len(line) <= size[0] for line in screen.lines)
        for word in ("unscheduled", "container", "drop", "worth", "certainty", "score"):
            assert word not in screen.text.casefold()
        assert "▌" in screen.text


@pytest.mark.parametrize("size", SIZES)
async def test_the_days_tell_their_stars_and_problems(
    open_app: OpenApp, five: Session, size: tuple[int, int]
) -> None:
    del five
    async with open_app(size=size) as screen:
        await screen.press("2", *TUE)
        # Tue: Bees or Cells, Honey's walk, and the slot; the two problems of Mon stand under
        # Bounds, the rehearsal and Agents.
        tabs = screen.lines[2]
        for day in ("Mon 3 ✗3", "[Tue 24 ✗3]", "Wed 16 ✗1", "Thu 9", "Fri 5 ✗4", "no time yet 3"):
            assert day in tabs or size[0] == 60
        assert "[Tue 24 ✗3]" in tabs
        assert "Tue 23 Jul" in screen.text


@pytest.mark.parametrize("size", SIZES)
async def test_a_clash_is_a_bracket_and_a_sentence_with_its_way_out(
    open_app: OpenApp, five: Session, size: tuple[int, int]
) -> None:
    del five
    async with open_app(size=size) as screen:
        await screen.press("2", *TUE)
        assert line(screen, "oral      Bees").startswith(" 10:45  ┐ ! oral")
        assert line(screen, "oral      Cells").startswith(" 10:45  ┘ ★ oral")
        told = after(screen, "10:45  ┘")
        assert "15 min, with Bees" in told
        assert "its poster, Thu 13:30" in told


async def test_the_same_reads_in_ascii(open_app: OpenApp, five: Session) -> None:
    del five
    async with open_app(signs=ASCII_SIGNS) as screen:
        await screen.press("2", *TUE)
        assert screen.text.isascii()
        assert line(screen, "oral      Bees").startswith(" 10:45  \\ ! oral")
        assert line(screen, "oral      Cells").startswith(" 10:45  / * oral")
        assert "X clash, 15 min, with Bees" in screen.text


async def test_there_is_never_more_than_one_line_of_a_problem_under_an_event(
    open_app: OpenApp, five: Session
) -> None:
    del five
    async with open_app() as screen:
        await screen.press("2")
        told = 0
        for _ in range(5):
            problems = [_PROBLEM.match(line) is not None for line in screen.lines]
            assert (True, True) not in pairwise(problems)
            told += sum(problems)
            await screen.press("right")
        # Mon: Bounds, the rehearsal, Agents. Tue: Bees, Cells, the slot. Wed: the slot.
        # Fri: Swarms, Drones, the call, Farewell.
        assert told == 11


async def test_a_full_slot_is_a_sum_and_folds_to_its_boards(
    open_app: OpenApp, five: Session
) -> None:
    del five
    async with open_app() as screen:
        await screen.press("2", *TUE)
        slot = line(screen, "Poster Session 1")
        assert "20 posters" in slot
        assert "100 of 90 min" in slot
        told = after(screen, "Poster Session 1")
        assert "✗ 20 x 5 = 100 of 90 min, 2 too many. b keeps the best 18" in told
        assert "! 100   ! 101" in screen.text
        assert "#100" not in screen.text
        while "Poster Session 1" not in screen.cursor_line:
            await screen.press("j")
        assert "enter shows the 20 posters" in screen.status
        await screen.press("enter")
        assert "! #100      Poster 1-00" in screen.text
        assert "Poster Session 1" in screen.cursor_line
        await screen.press("enter")
        assert "#100" not in screen.text


async def test_lunch_takes_its_part_of_a_slot(open_app: OpenApp, five: Session) -> None:
    del five
    async with open_app() as screen:
        await screen.press("2", *WED)
        assert " 12:00      Lunch with Ada" in screen.text
        assert line(screen, "Lunch with Ada").endswith("yours  60 min")
        assert "15 x 5 = 75 of 30 min, 9 too many. b keeps the best 6" in screen.text
        assert " 10:45     free 75 min" in screen.text


async def test_the_talks_of_a_workshop_stand_indented_under_it(
    open_app: OpenApp, five: Session
) -> None:
    del five
    async with open_app() as screen:
        await screen.press("2", *FRI)
        workshop = line(screen, "Workshop on hives").index("Workshop")
        assert line(screen, "  Queens").index("Queens") == workshop + 2
        # Of the other workshop only a talk is starred.
        assert line(screen, "talk      Swarms").index("Swarms") == workshop
        # A workshop is no problem for the talks of another one.
        assert not line(screen, "Workshop on hives").startswith(" 09:00  ┐")


async def test_time_away_is_one_line_with_the_stars_in_it(open_app: OpenApp, five: Session) -> None:
    five.decisions.block("away", moment(22, "00:00"), moment(23, "12:00"), away=True)
    async with open_app() as screen:
        await screen.press("2")
        assert "away until Tue 12:00: 3 stars lie in it" in screen.text
        assert "Causes" not in screen.text
        await screen.press("enter")
        assert "Causes" in screen.text
        await screen.press("enter", "right")
        # Four talks of the morning; the poster session ends after noon.
        assert "away until 12:00: 4 stars lie in it" in screen.text


async def test_what_has_no_time_is_held_against_all_sessions(
    open_app: OpenApp, five: Session
) -> None:
    del five
    async with open_app() as screen:
        await screen.press("2", *NO_TIME)
        # The first two sessions are full; of the third 20 min are left.
        told = " ".join(" ".join(screen.lines[-4:-2]).split())
        assert told == (
            "3 posters with no time: 15 min; the three sessions have 20 min left. "
            "They fit in sum; one session may still overflow. T enters one you know"
        )


async def test_sessions_that_are_over_have_no_minutes_left(
    open_app: OpenApp, five: Session
) -> None:
    del five
    async with open_app(at=datetime(2024, 7, 25, 6, 0, tzinfo=UTC)) as screen:
        await screen.press("2")
        assert "the only session has 20 min left" in screen.text


async def test_the_line_of_now_stands_between_what_is_over_and_what_comes(
    open_app: OpenApp, five: Session
) -> None:
    del five
    # 08:40 in London is 10:40 in Vienna, and it is Tuesday: Plan opens on it.
    async with open_app(at=datetime(2024, 7, 23, 8, 40, tzinfo=UTC)) as screen:
        await screen.press("2")
        assert "[Tue 24 ✗3]" in screen.text
        rule = next(place for place, line in enumerate(screen.lines) if "── 10:40 now ──" in line)
        assert "Honey" in "".join(screen.lines[:rule])
        assert "10:45" not in "".join(screen.lines[2:rule])
        await screen.press("right", "t")
        assert "Bees" in screen.cursor_line


async def test_now_says_where_today_is_no_day_of_the_plan(open_app: OpenApp, five: Session) -> None:
    del five
    async with open_app() as screen:
        await screen.press("2", "t")
        assert screen.status == "Today, Tue 9 Jul, is no day of your plan"


async def test_two_days_stand_side_by_side_and_at_200_the_detail_too(
    open_app: OpenApp, five: Session
) -> None:
    del five
    async with open_app(size=(120, 40)) as screen:
        await screen.press("2", *TUE)
        assert "Tue 23 Jul" in screen.lines[3]
        assert "Wed 24 Jul" in screen.lines[3]
    async with open_app(size=(200, 50)) as screen:
        await screen.press("2", *TUE, "j", "j")
        assert "Wed 24 Jul" in screen.lines[3]
        assert "Honey" in screen.cursor_line
        assert "in  Oral A" in screen.text
    async with open_app(size=(80, 24)) as screen:
        await screen.press("2", *TUE)
        assert "Wed 24 Jul" not in screen.text


async def test_a_conference_of_many_days_shows_the_tabs_about_the_open_one(
    open_app: OpenApp,
    where: Places,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    content = document()
    content["conference"] |= {"id": "long", "start": "2024-07-01", "end": "2024-07-30"}
    event = content["events"][0]
    days = [f"2024-07-{day:02}" for day in range(1, 31)]
    content["events"] = [
        event | {"id": f"talk-{day}", "day": day, "start": f"{day}T09:00:00+02:00", "end": None}
        for day in days
    ]
    folder = tmp_path_factory.mktemp("long")
    source = folder / "long.json"
    source.write_text(json.dumps(content), encoding="utf-8")
    compiled(source, folder).put_into(where)
    monkeypatch.setenv("PLANNER_SCHEDULE", str(source))
    session = Session.open(where, lambda: MOMENT)
    events = [session.schedule.event(f"talk-{day}") for day in days]
    session.decisions.star([each for each in events if each is not None], Level.WANT)
    session.close()
    async with open_app() as screen:
        await screen.press("2", *("right",) * 17)
        # Weekdays repeat, so the date stands with them.
        assert "[Fri 26 ★1]" in screen.lines[2]
        assert len(screen.lines[2]) <= 80
