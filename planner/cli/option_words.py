"""What each option of the command line does, in a few words: for the manual and for completion."""

from __future__ import annotations

#: By the option, or by command and option where it means something of its own there.
OPTION_WORDS = {
    "--help": "how to call it",
    "--json": "print one JSON value and nothing else",
    "--limit": "at most so many",
    "--by": "the table's columns: day or session",
    "--must": "star as must",
    "--want": "star as want, the plain star",
    "--maybe": "star as maybe",
    "--day": "one day alone, such as tue or 2024-07-23",
    "--apply": "take the suggestion, in one decision",
    "sync --apply": "do it; the first time it is only said",
    "--at": "as if it were that time, such as 'tue 10:30'",
    "--line": "in one line for a prompt; exit 1 and nothing printed where nothing is to come",
    "--width": "the line's length at most, 60 characters unless given",
    "--within": "only what begins within so many minutes",
    "--board": "the poster's board",
    "--forget": "take it off again",
    "--from": "when it begins, such as 'fri 14:00'",
    "--to": "when it ends",
    "--away": "nothing of the conference counts meanwhile",
    "-o": "write into a file; - is standard output",
    "--utc": "times in UTC, without a time zone",
    "--no-utc": "times of the venue again",
    "--alarm": "remind so many minutes before",
    "--posters": "one entry a poster slot, or one each",
    "--unscheduled": "list what has no time in an all-day entry",
    "--blocks": "your own time too",
    "--port": "the port on this machine, any free one unless given",
    "--user": "your name on the server",
    "--dry-run": "say what it would do, and do nothing",
    "--create": "make the calendar if there is none",
    "--adopt": "take over entries that a planner wrote",
    "--force": "also what was changed or removed there",
    "update --force": "also a schedule that is worse than the one you have",
    "--as": "the conference's id here",
    "--timezone": "where the file names none, such as Europe/Brussels",
    "--notes": "with your notes",
    "--all": "with all that you decided, what is hidden and declined too",
    "--stars": "its stars alone",
    "--again": "also what you took off since you loaded it",
    "--divide": "divide the posters among all",
    "--without-me": "leave your own plan out",
}


def option_words(command: str, option: str) -> str:
    """Return what an option of a command does; an empty text for one that is not known."""
    return OPTION_WORDS.get(f"{command} {option}", OPTION_WORDS.get(option, ""))
