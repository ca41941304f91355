"""Two apps and a loop of commands on one itinerary, all deciding at once."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable

from tests.faults.conference import title
from tests.faults.home import Home
from tests.faults.reader import read_itinerary
from tests.faults.table import Bench, Tally
from tests.terminal.pty_terminal import Terminal

#: DESIGN: each window shows what was decided elsewhere within this time.
SHOWN_WITHIN_SECONDS = 1.0

_LOCKED = ("database is locked", "has been locked by another program")


def faults(bench: Bench) -> Iterable[Tally]:
    """Decide in three places at once, then look how soon each shows the others'."""
    home = Home(bench.scratch / "windows")
    yield _at_once(bench, home)
    yield _shown(bench, home)


def _at_once(bench: Bench, home: Home) -> Tally:
    """Let three places decide at once; every decision is a star or a note that no other makes."""
    tally = Tally("two apps and a command loop at once")
    each = -(-bench.times(200, 2000) // 3)
    confirmed: Counter[str] = Counter()
    seen: list[str] = []
    failed: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                work()
            except BaseException as error:
                failed.append(error)

        return run

    def commands() -> None:
        for number in range(each):
            event_id, text = f"poster-{1 + number % 30}", f"command {number}"
            done = home.run("note", event_id, text)
            seen.append(done.err)
            if done.code == 0:
                confirmed[f"note {text}"] += 1

    def window(terminal: Terminal, first: int) -> None:
        # Every time another level: each key press is a decision of its own.
        for number in range(each):
            if number % 30 == 0:
                terminal.press("g")
                terminal.wait_for(lambda shown: "▌" in shown)
            event_id = f"poster-{first + number % 30}"
            level, key = (("want", "s"), ("must", "S"), ("maybe", "m"))[number // 30 % 3]
            words = f"Starred as {level}: {title(event_id)}"
            _go_to(terminal, event_id)
            terminal.press(key)
            seen.append(terminal.wait_for(words))
            confirmed[words] += 1

    with home.open_app() as one, home.open_app() as other:
        works = [commands, lambda: window(one, 31), lambda: window(other, 61)]
        threads = [threading.Thread(target=guarded(work)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seen += [one.text, other.text]
    on_disk = read_itinerary(home.itinerary)
    there: Counter[str] = Counter(
        label for label in on_disk.told if not label.startswith("Note kept")
    )
    there.update(_notes_of(home))
    lost = sum((confirmed - there).values())
    doubled = sum((there - confirmed).values())
    tally.count(sum(confirmed.values()), lost, "three places at once")
    tally.injected = 3 * each
    tally.expect(not doubled, f"{doubled} decisions stand twice")
    tally.expect(on_disk.facts == on_disk.fold, "facts and history differ")
    tally.expect(on_disk.sound, "integrity_check")
    for error in failed:
        tally.broken.append(f"a place stopped: {str(error)[:300]}")
    for words in _LOCKED:
        tally.expect(not any(words in text for text in seen), f"shown: {words}")
    return tally


def _counts(number: int) -> Callable[[str], bool]:
    """Return whether a screen's header counts so many stars."""
    return lambda shown: shown.partition("\n")[0].endswith(f"★ {number}")


def _go_to(terminal: Terminal, event_id: str) -> None:
    terminal.press("/", "ctrl+u", f"paper {int(event_id.removeprefix('poster-')):03}", "enter")
    terminal.wait_for("1 found", title(event_id))


def _notes_of(home: Home) -> Counter[str]:
    """Return the texts that notes were ever given, from the history's own lines."""
    with contextlib.closing(sqlite3.connect(home.itinerary)) as connection:
        rows = connection.execute("SELECT changes FROM decision").fetchall()
    changes = [change for (text,) in rows for change in json.loads(text)]
    return Counter(f"note {after['text']}" for field, _, _, after in changes if field == "note")


def _shown(bench: Bench, home: Home) -> Tally:
    """Decide by commands and in one window, and time until the other windows show it."""
    tally = Tally("what one decides, the others show within a second")
    home.lay_out()
    times = bench.times(20, 50)
    slowest = 0.0
    with home.open_app() as one, home.open_app() as other:
        for number in range(1, times + 1):
            if number % 2:
                # Of the second slot; the window goes down the first.
                done = home.run("star", f"poster-{3 * (number + 1) // 2 - 2}")
                tally.expect(done.code == 0, done.err.strip())
                watching: tuple[Terminal, ...] = (one, other)
            else:
                one.press("j", "s")
                one.wait_for(_counts(number))
                watching = (other,)
            began = time.monotonic()
            for terminal in watching:
                terminal.wait_for(_counts(number))
            slowest = max(slowest, time.monotonic() - began)
            tally.expect(
                time.monotonic() - began < SHOWN_WITHIN_SECONDS, f"star {number} was shown late"
            )
    held = sum(field == "star" for field, _ in read_itinerary(home.itinerary).facts)
    tally.count(times, times - held, "shown elsewhere")
    tally.injected = times
    tally.remarks.append(f"the slowest after {slowest:.2f} s")
    return tally
