"""An import, update or sync in a process of its own: ``python -m planner.workspace.errand ...``.

Foreign files are read with heavy libraries; in a child neither their time nor
their memory burdens the app, and cancelling is ending the child: every file is
written whole or not at all.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from planner import paths
from planner.workspace.conferences.reading_time import LONGEST, too_slow

#: What the child ends by itself when its time is over; so many seconds later it is ended from here,
#: should it be deaf to that (deep in a library that never looks up).
_LIMITED = ("reading", "merging")
_GRACE = 10.0


class Progress(NamedTuple):
    """Where an errand is: what it does, how much is done, and of how much if that is known."""

    what: str
    done: int
    of: int | None


class Errand:
    """An import, update or sync under way; :meth:`look` now and then until it is over.

    Args:
        arguments: As for :func:`main`: ``["import", "https://..."]``,
            ``["update", "icml2024"]``, ``["sync", "/home/ada/icml2024.json"]``.
        environ: The environment, which says where planner's files are.
        clock: Seconds that only go forward.

    Attributes:
        progress: What was told last.
        outcome: What it came to, None while it is under way: an object with
            ``sentences`` (to be shown), ``conference`` (its id) and ``mine``
            (how many changes concern the attendee's own events).
        failure: Why it came to nothing, a sentence; None while it is under
            way, and if it did.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        environ: Mapping[str, str] = os.environ,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.progress = Progress("starting", 0, None)
        self._clock = clock
        self._since = clock()
        # The file or address, where one was given: of an import the first, of an update the second.
        self._place = next(iter(arguments[1 if arguments[0] == "import" else 2 :]), "")
        self.outcome: Mapping[str, Any] | None = None
        self.failure: str | None = None
        self._unread = b""
        self._child = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-P", "-m", "planner.workspace.errand", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(environ),
            # Without the terminal, on which a keyring might ask for its password.
            start_new_session=True,
        )
        assert self._child.stdout is not None  # noqa: S101 - it is a pipe
        os.set_blocking(self._child.stdout.fileno(), False)

    @property
    def over(self) -> bool:
        """Whether it came to something or to nothing."""
        return self.outcome is not None or self.failure is not None

    def look(self) -> bool:
        """Take in what was told since the last look, and return whether it is over."""
        if self.over:
            return True
        ended = self._child.poll() is not None
        assert self._child.stdout is not None  # noqa: S101 - it is a pipe
        while piece := self._child.stdout.read(65_536):
            self._unread += piece
        *lines, self._unread = self._unread.split(b"\n")
        for line in lines:
            self._take(json.loads(line))
        if ended and not self.over:
            self.failure = "It ended without a word. Try planner import or planner update instead."
        if not self.over and self._is_too_slow():
            self.failure = str(too_slow(self._place or "The schedule"))
            self.close()
        return self.over

    def cancel(self) -> None:
        """Give it up; what was there stays as it was."""
        if not self.over:
            self.failure = "Cancelled; nothing changed."
        self.close()

    def close(self) -> None:
        """End the child if it still runs."""
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGKILL)
            self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()

    def _take(self, told: Mapping[str, Any]) -> None:
        if "outcome" in told:
            self.outcome = told["outcome"]
        elif "failure" in told:
            self.failure = told["failure"]
        else:
            self.progress = Progress(told["what"], told["done"], told["of"])
            self._since = self._clock()

    def _is_too_slow(self) -> bool:
        return self.progress.what in _LIMITED and self._clock() - self._since > LONGEST + _GRACE


def main(arguments: Sequence[str]) -> int:
    """Do an errand, telling of it in lines of JSON on standard output.

    Args:
        arguments: ``import PLACE [ID] [ZONE]`` (empty ones are not given), or
            ``update ID [PLACE] [force]``, or ``sync SOURCE``, the schedule file
            of the conference whose calendars are meant.
    """
    from planner.export.caldav_account import CaldavFailed
    from planner.itinerary.store import ItineraryError
    from planner.schedule.fetch_failure import FetchFailed
    from planner.schedule.unusable import CacheUnwritable, ScheduleUnusable
    from planner.workspace.conferences.importing import Work
    from planner.workspace.conferences.library import LibraryError
    from planner.workspace.sync.record import RecordUnusable

    def progress(what: str, done: int, of: int | None) -> None:
        _tell({"what": what, "done": done, "of": of})

    work = Work(progress)
    do = {"import": _import, "update": _update, "sync": _sync}
    name, *rest = arguments
    given = [*rest, "", "", ""]
    try:
        outcome = do[name](given, work)
    except (
        *(FetchFailed, ScheduleUnusable, CacheUnwritable),
        *(LibraryError, ItineraryError, CaldavFailed, RecordUnusable),
    ) as error:
        _tell({"failure": str(error)})
        return 1
    except OSError as error:
        where, why = error.filename or "A file", error.strerror or str(error)
        _tell({"failure": f"{where} cannot be used: {why}. Make room, or use another place."})
        return 1
    except Exception as error:
        _tell({"failure": f"A fault of planner's own: {type(error).__name__}: {error}"})
        return 1
    _tell({"outcome": outcome})
    return 0


def _import(given: Sequence[str], work: Any) -> Mapping[str, Any]:  # noqa: ANN401 - Work
    from planner.workspace.conferences.importing import import_schedule
    from planner.workspace.conferences.telling import import_words

    place, conference_id, zone, *_ = given
    brought = import_schedule(
        paths.places(os.environ), place, conference_id or None, zone or None, work
    )
    return {"conference": brought.conference.id, "sentences": import_words(brought), "mine": 0}


def _update(given: Sequence[str], work: Any) -> Mapping[str, Any]:  # noqa: ANN401 - Work
    from planner.workspace.conferences.telling import update_words
    from planner.workspace.conferences.updating import take_up, update_schedule
    from planner.workspace.session import machine_clock

    places = paths.places(os.environ)
    conference_id, place, force, *_ = given
    updated = update_schedule(
        places, conference_id, place or None, work, machine_clock, force=bool(force)
    )
    work.progress("compiling", 0, None)
    meant = take_up(places, updated, machine_clock)
    return {
        "conference": updated.shelved.id,
        "sentences": update_words(updated, meant),
        "mine": len(meant.mine),
    }


def _sync(given: Sequence[str], work: Any) -> Mapping[str, Any]:  # noqa: ANN401 - Work
    from contextlib import closing

    from planner.workspace.preparation import Preparation
    from planner.workspace.session import Session
    from planner.workspace.sync.record import calendars
    from planner.workspace.sync.syncing import SyncOptions, sync
    from planner.workspace.sync.words import status_words

    work.progress("syncing", 0, None)
    places = paths.places(os.environ)
    with closing(Preparation(places, Path(given[0]))) as preparation:
        preparation.wait()
        with closing(Session(places, preparation)) as session:
            conference = session.schedule.conference.id
            said = [
                status_words(sync(session, address, "", SyncOptions(), os.environ))
                for address in calendars(places, conference)
            ]
    return {"conference": conference, "sentences": said, "mine": 0}


def _tell(what: Mapping[str, Any]) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
