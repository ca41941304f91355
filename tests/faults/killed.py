"""Kill -9 at any moment: of a command, and of the app on its terminal."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from random import Random

from tests.faults.conference import CONFERENCE, POSTERS, schedule_bytes, title
from tests.faults.home import Home
from tests.faults.reader import (
    events_in,
    is_whole_json,
    read_itinerary,
    temporary_files,
)
from tests.faults.table import Bench, Tally
from tests.faults.told import Act, Told, note, star, undo, visit
from tests.loopback import found, serving
from tests.terminal.pty_terminal import Terminal

#: A command takes about this long; kills fall before its end and, now and then, after it.
_COMMAND_SECONDS = 0.16
_APP_SECONDS = 3.0


def faults(bench: Bench) -> Iterable[Tally]:
    """Kill commands, then the app, at random moments."""
    with serving() as server:
        source = server.at("/bench.json")
        server.answers["/bench.json"] = found(schedule_bytes(later=True, source=source))
        home = Home(bench.scratch / "killed", source)
        yield _commands(bench, home)
        yield _app(bench, home)


def _commands(bench: Bench, home: Home) -> Tally:
    tally = Tally("kill -9 of a command")
    ended = 0
    for number in range(bench.times(36, 300)):
        home.lay_out()
        told = Told()
        acts = _script(home, bench.random)
        for act in acts[:-1]:
            told.begin(act)
            done = home.run(*act.words)
            told.confirm()
            tally.expect(done.code == 0, f"{act.words[0]} failed: {done.err.strip()}")
        last = acts[-1]
        told.begin(last)
        moment = _by_the_clock(bench.random) if number % 2 else _at_a_write(home, bench.random)
        done = home.run_and_kill(last.words, moment)
        if done.code == 0:
            told.confirm()
            ended += 1
        _judge(tally, home, told, f"killed in {' '.join(last.words)}")
    tally.remarks.append(f"{ended} of the commands had ended by then")
    return tally


def _script(home: Home, random: Random) -> list[Act]:
    """Return two things to do, and a third to be killed in."""
    posters = [f"poster-{number}" for number in random.sample(range(1, POSTERS + 1), 3)]
    one, other, third = posters
    ways = [
        star(third, random.choice(("must", "want", "maybe"))),
        note(third, "ask about the second table"),
        visit(third),
        undo(),
        Act(("update", str(home.later)), {}),
        Act(("import", str(home.other)), {}),
        Act(("export", "ical", "-o", "plan.ics"), {}),
        Act(("plan", "save", "plan.json"), {}),
    ]
    # Decisions are what must not be lost, so they are killed most often.
    last = random.choices(ways, weights=(4, 3, 1, 3, 2, 2, 1, 1))[0]
    return [star(one), note(other, "by the door"), last]


def _by_the_clock(random: Random) -> Callable[[], None]:
    return lambda: time.sleep(random.uniform(0, _COMMAND_SECONDS))


def _at_a_write(home: Home, random: Random) -> Callable[[], None]:
    """Return at the first write of a file of the home, or a moment after it."""

    def wait() -> None:
        before = _traces(home)
        deadline = time.monotonic() + 4 * _COMMAND_SECONDS
        while _traces(home) == before and time.monotonic() < deadline:
            pass
        time.sleep(random.choice((0, random.uniform(0, 0.004), random.uniform(0, 0.02))))

    return wait


def _traces(home: Home) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for folder in (home.itinerary.parent, home.schedule.parent, home.outside):
        try:
            with os.scandir(folder) as entries:
                found |= {(each.path, each.stat().st_size) for each in entries}
        except OSError:
            continue  # Not made yet, or gone between two looks.
    return found


def _app(bench: Bench, home: Home) -> Tally:
    tally = Tally("kill -9 of the app on a terminal")
    for _ in range(bench.times(24, 200)):
        home.lay_out()
        told = Told()
        attendee = _Attendee(home, told, bench.random)
        lifetime = bench.random.uniform(0.3, _APP_SECONDS)
        attendee.live_for(lifetime)
        _judge(tally, home, told, f"the app, killed after {lifetime:.2f} s")
    return tally


class _Attendee:
    """Sits before the app and does one thing after the other until it is gone."""

    def __init__(self, home: Home, told: Told, random: Random) -> None:
        self._home = home
        self._told = told
        self._random = random
        self._starred: set[str] = set()
        self._noted: set[str] = set()
        self._in_force: list[Act] = []
        self._undoing: Act | None = None

    def live_for(self, seconds: float) -> None:
        """Use the app until it is killed, so many seconds after its start."""
        terminal = self._home.begin_app()
        killer = threading.Timer(seconds, _kill, [terminal])
        killer.start()
        try:
            terminal.wait_for("★ ", "quit")
            for step in self._steps(terminal):
                self._told.begin(step)
                self._do(terminal, step)
                self._told.confirm()
        except (AssertionError, OSError):
            # The terminal has no program any more: what was confirmed counts.
            if terminal.process.poll() is None:
                raise
        finally:
            killer.join()
            terminal.close()

    def _steps(self, terminal: Terminal) -> Iterator[Act]:
        while terminal.process.poll() is None:
            free = [n for n in range(1, POSTERS + 1) if f"poster-{n}" not in self._starred]
            event_id = f"poster-{self._random.choice(free)}"
            kind = self._random.choices(
                ("star", "note", "undo", "export", "update"), weights=(5, 3, 2, 1, 1)
            )[0]
            if kind == "note" and event_id not in self._noted:
                self._noted.add(event_id)
                yield self._kept(note(event_id, "by the door"))
            elif kind == "undo" and self._in_force:
                undone = self._undoing = self._in_force.pop()
                self._starred -= {key for _, key in undone.changes}
                self._noted -= {key for _, key in undone.changes}
                yield undo()
            elif kind == "export" and self._starred:
                yield Act(("export",), {})
            elif kind == "update":
                yield Act(("update",), {})
            else:
                self._starred.add(event_id)
                yield self._kept(star(event_id, self._random.choice(("must", "want", "maybe"))))

    def _kept(self, act: Act) -> Act:
        self._in_force.append(act)
        return act

    def _do(self, terminal: Terminal, act: Act) -> None:
        """Press the keys of an act, and wait until the screen confirms it."""
        verb = act.words[0]
        if verb in ("star", "note"):
            event_id = act.words[1]
            number = event_id.removeprefix("poster-")
            terminal.press("/", "ctrl+u", f"paper {int(number):03}", "enter")
            terminal.wait_for("1 found", title(event_id))
        if verb == "star":
            level = act.changes["star", act.words[1]]
            terminal.press({"must": "S", "want": "s", "maybe": "m"}[str(level)])
            terminal.wait_for(f"Starred as {level}: {title(act.words[1])}")
        elif verb == "note":
            terminal.press("i", act.words[2], "enter")
            terminal.wait_for(f"Note kept: {title(act.words[1])}")
        elif verb == "undo":
            terminal.press("u")
            terminal.wait_for(self._undone)
        elif verb == "export":
            terminal.press("e")
            terminal.wait_for("Export what you starred")
            terminal.press("json", "enter")
            terminal.wait_for("Wrote ")
        else:
            terminal.press("R")
            terminal.wait_for("Ask 127.0.0.1")
            terminal.press("enter")
            terminal.wait_for(lambda shown: "Ask 127.0.0.1" not in shown)
            terminal.press("escape")
            terminal.wait_for("★ ", "quit")

    def _undone(self, shown: str) -> bool:
        """Whether the status line names what is being undone, and not what was before it."""
        assert self._undoing is not None
        verb, event_id, *_ = self._undoing.words
        words = f"Undone: {'starred as' if verb == 'star' else 'note kept'}"
        return any(words in line and title(event_id) in line for line in shown.splitlines())


def _kill(terminal: Terminal) -> None:
    try:
        os.killpg(terminal.process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _judge(tally: Tally, home: Home, told: Told, where: str) -> None:
    """Read the disk as the next day finds it, then start again and read it once more."""
    at_once = read_itinerary(home.itinerary)
    lost = told.lost(at_once)
    tally.expect(at_once.sound, f"{where}: integrity_check")
    acts = [*told.confirmed, *([told.under_way] if told.under_way else [])]
    verbs = {act.words[0] for act in acts}
    known = {"90 events"} | ({"91 events"} if "update" in verbs else set())
    if any(act.words[0] == "update" and len(act.words) > 1 for act in told.confirmed):
        known = {"91 events"}
    tally.expect(events_in(home.schedule) in known, f"{where}: the kept schedule is broken")
    for path in [*home.places.data.rglob("*.json"), *home.outside.rglob("*.json")]:
        tally.expect(is_whole_json(path), f"{where}: {path.name} is half written")
    if "import" in verbs:
        # It may have put its own conference in use before it was killed.
        home.run("use", CONFERENCE)
    started = home.run("history", "--json")
    tally.expect(started.code == 0, f"{where}: the next start failed: {started.err.strip()}")
    tally.expect(not started.err, f"{where}: the next start said: {started.err.strip()}")
    if started.code == 0:
        tally.expect(
            len(started.json) == len(at_once.told), f"{where}: the history has other lines"
        )
    # Exporting again meets what was left where the file is to stand.
    home.run("export", "ical", "-o", "again.ics")
    left = temporary_files(home.folder, home.outside)
    tally.expect(not left, f"{where}: left behind: {', '.join(path.name for path in left)}")
    lost = max(lost, told.lost(read_itinerary(home.itinerary)))
    tally.count(told.made, lost, f"{where}; {told.story(at_once)}")
