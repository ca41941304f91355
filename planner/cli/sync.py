"""``planner sync``: a calendar on a CalDAV server, kept as the plan is."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from planner.cli.arguments import readable, split_query_arguments, whole_number
from planner.cli.opened import opened
from planner.cli.output import CommandFailed, print_json, print_table, say
from planner.export.caldav_account import CaldavFailed
from planner.workspace.sync.record import RecordUnusable
from planner.workspace.sync.steps import LEFT, Step, What
from planner.workspace.sync.syncing import Synced, SyncOptions
from planner.workspace.sync.words import DONE
from planner.workspace.wording import counted, day_words, time_words

_USAGE = (
    "sync URL --user NAME [--apply|--dry-run] [--create] [--adopt] [--force]\n"
    "           [--alarm N|none] [--posters slot|each] [--utc|--no-utc] [--json]\n"
    "The password is asked of PLANNER_CALDAV_PASSWORD, then of the keyring."
)
_FLAGS = (
    *("--apply", "--dry-run", "--create", "--adopt", "--force", "--utc", "--no-utc"),
    "--json",
)
#: What is not worth a line.
_SILENT = (What.KEEP, What.FORGET)


def sync(arguments: Sequence[str]) -> int:
    """``planner sync URL --user NAME``: add, move and remove planner's own entries there.

    ``--create`` makes a calendar that is missing, ``--force`` overwrites what was
    changed or removed there, ``--adopt`` takes over what planner wrote but has
    no record of. ``--alarm``, ``--posters`` and ``--utc`` are those of ``planner
    export ical``; they are kept for the calendar, so that later runs need not
    say them, and ``--alarm none``, ``--posters slot`` and ``--no-utc`` take
    them back.

    The first time it only says what it would do; ``--apply`` does it. Later runs
    do it at once, and ``--dry-run`` only says.
    """
    given = split_query_arguments(arguments, _FLAGS, ("--user", "--alarm", "--posters"))
    opposite = ({"--apply", "--dry-run"}, {"--utc", "--no-utc"})
    if len(given.words) != 1 or any(pair <= given.options.keys() for pair in opposite):
        raise CommandFailed(f"usage: planner {_USAGE}", code=2)
    if unknown := [word for word in given.words if word.startswith("-")]:
        raise CommandFailed(f"there is no option {unknown[0]}. usage: planner {_USAGE}", code=2)
    options = SyncOptions(
        apply=_either(given.options, "--apply", "--dry-run"),
        create="--create" in given.options,
        force="--force" in given.options,
        adopt="--adopt" in given.options,
        posters=_posters(given.options.get("--posters")),
        utc=_either(given.options, "--utc", "--no-utc"),
        alarm=_alarm(given.options.get("--alarm")),
    )
    from planner.workspace.sync.syncing import sync

    url, user = readable(given.words[0]), readable(given.options.get("--user", ""))
    with opened() as session:
        zone = session.schedule.zone
        try:
            synced = sync(session, url, user, options, os.environ)
        except (CaldavFailed, RecordUnusable) as error:
            raise CommandFailed(str(error)) from error
    if "--json" in given.options:
        print_json(_record(synced))
    else:
        _print(synced, zone)
    for sentence in _sentences(synced):
        say(sentence)
    return 0


def _either(options: Mapping[str, str], yes: str, no: str) -> bool | None:
    """Return which of two options was given, None for neither."""
    return True if yes in options else False if no in options else None


def _posters(text: str | None) -> Literal["slot", "each"] | None:
    if text not in (None, "slot", "each"):
        raise CommandFailed(f"--posters takes slot or each, not {text!r}.", code=2)
    return "each" if text == "each" else "slot" if text else None


def _alarm(text: str | None) -> int | Literal["none"] | None:
    if text == "none":
        return "none"
    return None if text is None else whole_number("--alarm", text)


def _print(synced: Synced, zone: ZoneInfo) -> None:
    rows = [
        (_word(step.what, synced.is_dry), _when(step, zone), step.summary)
        for step in synced.steps
        if step.what not in _SILENT
    ]
    if sys.stdout.isatty():
        print_table(rows)
    else:
        sys.stdout.writelines("\t".join(row) + "\n" for row in rows)


def _word(what: What, is_dry: bool) -> str:
    return DONE[what][is_dry] if what in DONE else what.value


def _when(step: Step, zone: ZoneInfo) -> str:
    start, end = step.start, step.end
    if isinstance(start, datetime):
        until = end.astimezone(zone) if isinstance(end, datetime) else None
        return time_words(start.astimezone(zone), until)
    return day_words(start) if start is not None else "no time known"


def _sentences(synced: Synced) -> list[str]:
    """Say what was done, or would be, and what was left as it is and why."""
    done = [
        f"{verb} {number}" if synced.is_dry else f"{number} {word}"
        for what, (word, verb) in DONE.items()
        if (found := synced.of(what)) and (number := counted(len(found), "entry", "entries"))
    ]
    said = _joined(done)
    kept = counted(len(synced.of(What.KEEP)), "entry", "entries")
    if not done and not synced.steps:
        lines = ["Nothing is starred that has a time, and nothing of it is in the calendar."]
    elif not done:
        lines = [f"Nothing to do: {kept} as planned at {synced.address}."]
    elif synced.is_dry:
        lines = [f"Would {said} at {synced.address}. Nothing was done; --apply does it."]
    else:
        rest = f"; {kept} as before" if synced.of(What.KEEP) else ""
        lines = [f"{said} at {synced.address}{rest}."]
    if synced.is_created:
        lines.insert(0, "The calendar would be made." if synced.is_dry else "The calendar is new.")
    if (form := synced.form) != synced.form_before:
        posters = "one entry a poster" if form.posters == "each" else "one entry a poster slot"
        alarm = "no alarm" if form.alarm is None else f"an alarm {form.alarm} minutes before"
        times = "times in UTC" if form.utc else "times of the venue"
        begins = "It would be from then on" if synced.is_dry else "From now on"
        lines.append(f"{begins}: {posters}, {times}, {alarm}.")
    if changed := len(synced.of(What.CHANGED_THERE)):
        lines.append(
            f"{counted(changed, 'entry was', 'entries were')} changed in the calendar since "
            "planner put them there, and left alone; --force makes them as planned."
        )
    if removed := len(synced.of(What.REMOVED_THERE)):
        lines.append(
            f"{counted(removed, 'entry was', 'entries were')} removed in the calendar, and left "
            "off until time or place change in the plan; --force puts them back."
        )
    if others := len(synced.of(What.NOT_OURS)):
        lines.append(
            f"{counted(others, 'entry is', 'entries are')} in the calendar already, not by this "
            "planner, and left alone; --adopt takes over what a planner wrote."
        )
    if synced.without_time:
        left_out = counted(synced.without_time, "event")
        lines.append(f"{left_out} without a time left out.")
    return lines


def _joined(parts: Sequence[str]) -> str:
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + "".join(parts[-1:])


def _record(synced: Synced) -> dict[str, Any]:
    names = {What.ADD: "added", What.AGAIN: "added_again", What.MOVE: "moved"}
    names |= {What.CHANGE: "changed", What.ADOPT: "taken_over", What.REMOVE: "removed"}
    names |= {what: what.value.replace(" ", "_") for what in sorted(LEFT)}
    entries = {
        name: [
            {
                "uid": step.uid,
                "title": step.summary,
                "start": _iso(step.start),
                "end": _iso(step.end),
            }
            for step in synced.of(what)
        ]
        for what, name in names.items()
    }
    return {
        "calendar": synced.address,
        "dry_run": synced.is_dry,
        "created": synced.is_created,
        **synced.form._asdict(),
        **entries,
        "kept": len(synced.of(What.KEEP)),
        "without_time": synced.without_time,
    }


def _iso(moment: datetime | date | None) -> str | None:
    return None if moment is None else moment.isoformat()
