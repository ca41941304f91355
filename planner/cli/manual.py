"""``planner man``: the manual page, made of the same tables as the help.

It is written in the man macros (groff_man(7)); ``docs/planner.1``, which an installation puts
where ``man planner`` finds it, is this text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from planner import __version__
from planner.cli.command_lines import COMMAND_LINES, CommandLine
from planner.cli.forms import option_names
from planner.cli.option_words import option_words
from planner.cli.output import CommandFailed
from planner.commands import COMMANDS, LISTS, SEARCH

#: What the formatter would take for a sign of its own or draw as another one.
_SIGNS = {
    "\\": r"\e",
    "-": r"\-",
    "'": r"\(aq",
    '"': r"\(dq",
    "`": r"\(ga",
    "^": r"\(ha",
    "~": r"\(ti",
}
_ENVIRONMENT = {
    "PLANNER_HOME": "one folder for all of planner's files",
    "PLANNER_SCHEDULE": "a schedule file in planner's own format, to use instead of the "
    "conference in use",
    "PLANNER_CALDAV_PASSWORD": "the password that planner sync asks for first",
    "PLANNER_DEBUG": "with any text, show where a fault of planner's own happened",
    "NO_COLOR": "with any text, no colour",
}
_EXIT = {"0": "done", "1": "could not, with one sentence on standard error", "2": "wrong usage"}
_EXAMPLES = {
    "planner search kind:oral topic:theory -survey is:scheduled": "talks on theory with a time",
    "planner search topic:reinforcement | fzf -m | cut -f1 | planner star -": "star what you pick",
    "planner export ical -o plan.ics": "what you starred, for a calendar",
    "planner next --line --within 60": "what begins within the hour, for a prompt",
}


def man(arguments: Sequence[str]) -> int:
    """``planner man``: print the manual page; ``planner man | man -l -`` shows it."""
    if arguments:
        raise CommandFailed("usage: planner man", code=2)
    sys.stdout.write(manual_page())
    return 0


def manual_page() -> str:
    """Return the manual page in the man macros, ASCII alone."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield f'.TH PLANNER 1 "" "planner {__version__}" "User Commands"'
    yield from (".SH NAME", r"planner \- a conference planner for the terminal", ".SH SYNOPSIS")
    yield from (_bold("planner") + " [" + _bold("--at") + r" \fITIME\fR]", ".br")
    yield _bold("planner") + r" \fICOMMAND\fR ..."
    yield ".SH DESCRIPTION"
    yield _text(
        "Without a command, planner opens its app on the conference in use: search the programme, "
        "star what is worth your time, see the plan day by day, walk the poster hall, take it all "
        "along. Whatever the app decides, a command can decide too, and both may run at once. "
        "With --at the app is opened as if it were that time."
    )
    yield ".PP"
    yield _text(
        "planner COMMAND --help says how to call a command. With --json, where a command has it, "
        "one JSON value is printed and nothing else."
    )
    yield ".SH COMMANDS"
    for name, line in COMMAND_LINES.items():
        yield from _command(name, line)
    yield ".SH QUERIES"
    yield _text(
        'A query is words, "phrases in quotes", and qualifiers with one value or several: '
        "kind:oral,spotlight. A dash before any of these excludes what it finds. Each word finds "
        "the words that begin with it. The qualifiers are:"
    )
    yield from _table(_qualifiers())
    yield ".SH KEYS"
    for group in dict.fromkeys(command.group for command in COMMANDS):
        rows = [
            (", ".join(command.keys), f"{command.help}{_where(command.scopes)}")
            for command in COMMANDS
            if command.group == group and {*LISTS, SEARCH} & set(command.scopes)
        ]
        if rows:
            yield from (f".SS {_text(group)}", *_table(rows))
    yield from (".SH EXIT STATUS", *_table(_EXIT.items()))
    yield from (".SH ENVIRONMENT", *_table(_ENVIRONMENT.items()))
    yield from (".SH FILES", _text("planner paths says where planner's files are."))
    yield ".SH EXAMPLES"
    for example, says in _EXAMPLES.items():
        yield from (".TP", _bold(example), _text(f"{says[0].upper()}{says[1:]}."))


def _command(name: str, line: CommandLine) -> Iterator[str]:
    for number, form in enumerate(line.forms):
        yield ".TP" if number == 0 else ".TQ"
        yield _form(form)
    yield _text(f"{line.help}.")
    names = (option for option in option_names(line.forms) if option != "--json")
    options = [(option, option_words(name, option)) for option in names]
    if options:
        yield from (".RS", *_table(options), ".RE")


def _form(form: str) -> str:
    """Return a form with what is typed as it stands in bold, and what stands for it in italics."""
    pieces = re.findall(r"-*[a-z][a-z-]*|[A-Z]+(?:\.ics)?|-(?![a-z-])|[^A-Za-z-]+", form)
    return "".join(
        rf"\fI{_text(piece)}\fR" if piece[0].isupper() else _bold(piece) if _typed(piece) else piece
        for piece in pieces
    )


def _typed(piece: str) -> bool:
    return piece.strip("-")[:1].isalpha() or piece == "-"


def _qualifiers() -> Iterator[tuple[str, str]]:
    from planner.schedule.completion import MEANINGS
    from planner.schedule.qualifiers import HAVINGS, ORDERS, STATES

    fixed = {"is": STATES, "has": HAVINGS, "sort": ORDERS}
    for name, meaning in MEANINGS.items():
        yield f"{name}:", f"one of {', '.join(fixed[name])}" if name in fixed else meaning


def _where(scopes: Sequence[str]) -> str:
    """Return on which screens a command works, nothing where it works on all."""
    if set(LISTS) <= set(scopes):
        return ""
    names = [scope.capitalize() for scope in LISTS if scope in scopes]
    names += ["the search bar"] if SEARCH in scopes else []
    return f" ({', '.join(names)})"


def _table(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, says in rows:
        yield from (".TP", _bold(term), _text(f"{says[0].upper()}{says[1:]}."))


def _bold(text: str) -> str:
    return rf"\fB{_text(text)}\fR"


def _text(text: str) -> str:
    """Return a text as the formatter shows it letter by letter, in lines of its source."""
    shown = "".join(
        _SIGNS.get(sign, sign if sign.isascii() else rf"\[u{ord(sign):04X}]") for sign in text
    )
    lines = wrap(shown, 76, break_long_words=False, break_on_hyphens=False) or [""]
    # A dot at a line's beginning would be a request.
    return "\n".join(rf"\&{line}" if line.startswith(".") else line for line in lines)
