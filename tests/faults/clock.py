"""A clock that jumps, by hours or by years, back and forth: under the app, between commands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from random import Random

from tests.faults.conference import title
from tests.faults.home import Home
from tests.faults.reader import read_itinerary
from tests.faults.table import Bench, Tally
from tests.faults.told import Told, star, undo

_DAY = 86_400
_JUMPS = (3_600, _DAY, 40 * _DAY, 3_650 * _DAY)


def faults(bench: Bench) -> Iterable[Tally]:
    """Let the clock jump."""
    home = Home(bench.scratch / "clock")
    yield _under_the_app(bench, home)
    yield _between_commands(bench, home)


def _under_the_app(bench: Bench, home: Home) -> Tally:
    tally = Tally("a clock that jumps under the open app")
    for _ in range(bench.times(3, 30)):
        home.lay_out()
        told = Told()
        home.set_clock(0)
        with home.open_app() as terminal:
            for number in range(1, 7):
                _jump(home, bench.random)
                event_id = f"poster-{number}"
                terminal.press("/", "ctrl+u", f"paper {number:03}", "enter")
                terminal.wait_for("1 found", title(event_id))
                told.begin(star(event_id))
                terminal.press("s")
                terminal.wait_for(f"Starred as want: {title(event_id)}")
                told.confirm()
            # The newest decision is the one made last, whatever its clock said.
            told.begin(undo())
            terminal.press("u")
            terminal.wait_for(f"Undone: starred as want: {title('poster-6')}")
            told.confirm()
        tally.count(told.made, told.lost(read_itinerary(home.itinerary)), "jumps under the app")
    return tally


def _between_commands(bench: Bench, home: Home) -> Tally:
    """Let the clock jump between decisions; the backup offered at the end is the one made last."""
    tally = Tally("a clock that jumps between commands; the backup")
    for _ in range(bench.times(4, 40)):
        home.lay_out()
        told = Told()
        for number in range(1, 14):
            _jump(home, bench.random)
            act = star(f"poster-{number}")
            told.begin(act)
            done = home.run(*act.words)
            tally.expect(done.code == 0, done.err.strip())
            told.confirm()
        home.set_clock(2 * _DAY)
        act = star("poster-90")
        told.begin(act)
        home.run(*act.words)
        told.confirm()
        lost = told.lost(read_itinerary(home.itinerary))
        home.itinerary.write_bytes(b"garbage" * 2000)
        offered = re.search(r"planner plan load (\S+\.json)", home.run("history").err)
        tally.expect(offered is not None, "no backup was offered")
        if offered:
            home.run("plan", "load", offered[1])
        restored = read_itinerary(home.itinerary).facts
        missing = sum(place not in restored for each in told.confirmed for place in each.changes)
        tally.count(told.made, lost + missing, f"restored from {offered and offered[1]}")
    return tally


def _jump(home: Home, random: Random) -> None:
    seconds = random.choice(_JUMPS) * random.choice((-1, 1)) + random.randrange(_DAY)
    # Never that of the last day, whose backup must be made.
    home.set_clock(seconds + (4 * _DAY if 0 <= seconds < 4 * _DAY else 0))
