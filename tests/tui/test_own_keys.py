"""Keys of one's own: they work, and everything on screen that names a key names them."""

from __future__ import annotations

from planner.model import Level
from planner.paths import Places
from planner.settings import settings_path
from planner.workspace.session import Session
from tests.tui.conftest import OpenApp, settled

OWN = """\
[keys]
star = "enter"
open = "space"
seen = "v"
visited = "V"
plan = "f2"
hide = "X"
export = ""
keep_note = "ctrl+s"
down = "n"
next_mark = "j"
next_problem = ""
next_change = ""
"""


def write(where: Places, text: str = OWN) -> None:
    path = settings_path(where)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


async def test_a_key_of_ones_own_acts_and_the_one_before_no_more(
    open_app: OpenApp, where: Places
) -> None:
    write(where)
    async with open_app() as screen:
        await screen.press("enter")
        assert len(screen.app.session.itinerary().stars) == 1
        assert screen.status.startswith("Starred as want")
        await screen.press("n")
        assert screen.app.browse.browsing.scroll.cursor == 2
        await screen.press("space")
        assert screen.app.browse.expanded
        await screen.press("escape", "e")
        assert screen.app.screen is screen.app.browse


async def test_what_names_a_key_names_ones_own(open_app: OpenApp, where: Places) -> None:
    write(where)
    async with open_app((100, 24)) as screen:
        # The card of the first start, the tabs and the key bar.
        assert "enter stars one" in screen.text
        assert "f2 shows the plan, : export takes it to your calendar" in screen.text
        assert " f2 Plan " in screen.lines[1]
        assert "enter star  space open" in screen.lines[-1]
        await screen.press("full_stop")
        assert screen.status == "No event is hidden; X hides one"
        await screen.press("question_mark")
        help_lines = {line.strip() for line in screen.lines}
        assert any(line.startswith("enter") and "Star as want" in line for line in help_lines)
        await screen.press("escape", "colon")
        assert any(line.endswith(" X") and "hide" in line for line in screen.lines)
        await screen.press("escape", "f2")
        assert "1 shows all events, enter stars one" in screen.text
        await screen.press("1", "i")
        assert "ctrl+s keeps it" in screen.text
        await screen.press("x", "ctrl+s")
        assert len(screen.app.session.itinerary().notes) == 1
        # A list to choose from is moved in with the same letters.
        await screen.press("W", "n")
        assert screen.app.theme_name == "dark"


async def test_a_mistake_in_the_table_is_said_and_stops_nothing(
    open_app: OpenApp, where: Places
) -> None:
    write(where, '[keys]\nstra = "enter"\n')
    async with open_app((100, 24)) as screen:
        assert screen.status == (
            "settings.toml, line 2: there is no command stra; did you mean star?"
        )


async def test_the_help_says_what_does_not_work_now_and_why(
    open_app: OpenApp, session: Session
) -> None:
    async with open_app((100, 50)) as screen:
        await screen.press("2", "question_mark")
        await settled(screen.pilot)
        said = screen.text
        assert "Not now: Nothing is starred yet, so there is nothing to choose from" in said
        assert "Not now: There is no event here to pin" in said
        await screen.press("escape", "colon")
        (line,) = (line for line in screen.lines if "Suggest the best" in line)
        assert "Nothing is starred yet" in line
        await screen.press("s", "u", "g", "g", "e", "s", "t", "enter")
        assert screen.status.startswith("Nothing is starred yet")
        await screen.press("escape")
        session.decisions.star(session.schedule.events([1, 2]), Level.WANT)
        await screen.press("1", "2", "question_mark")
        assert "Nothing is starred yet" not in screen.text
