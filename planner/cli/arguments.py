"""The command line's own grammar, where words that begin with ``-`` may be query.

In ``search`` and ``export`` only the documented long options and a lone ``-o``
or ``-h`` are options, wherever they stand; every other argument is query.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planner.cli.output import CommandFailed, say


@dataclass(frozen=True, slots=True)
class QueryArguments:
    """Options by name (flags hold an empty string), and the words that are query."""

    options: Mapping[str, str]
    words: tuple[str, ...] = field(default=())


def split_query_arguments(
    arguments: Sequence[str], flags: Sequence[str], valued: Sequence[str]
) -> QueryArguments:
    """Take the documented options out of ``arguments``; what remains is query.

    Args:
        arguments: The words behind the command.
        flags: Options without a value, such as ``--json``.
        valued: Options with one, as ``--limit 5`` or ``--limit=5``.

    Raises:
        CommandFailed: An option's value is missing, or a flag was given one.
    """
    options: dict[str, str] = {}
    words: list[str] = []
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        name, equals, value = argument.partition("=")
        if argument == "--":
            words += rest
            break
        if argument in flags:
            options[argument] = ""
        elif argument in valued:
            if not rest:
                raise CommandFailed(f"{argument} needs a value.", code=2)
            options[argument] = rest.pop(0)
        elif equals and name in valued and name.startswith("--"):
            options[name] = value
        else:
            _note_slip(argument, [*flags, *valued])
            words.append(argument)
    return QueryArguments(options, tuple(words))


def _note_slip(argument: str, options: Sequence[str]) -> None:
    """Say that what looks like a slip for an option is query, as every other word is."""
    if argument.startswith("--"):
        from difflib import get_close_matches

        for near in get_close_matches(argument.partition("=")[0], options, n=1, cutoff=0.75):
            say(f"planner: {argument} is taken as a word to look for; did you mean {near}?")


def readable(word: str) -> str:
    """Return an argument as text; bytes that are none become one sign each, never an error."""
    return os.fsencode(word).decode("utf-8", "replace")


def whole_number(option: str, text: str, least: int = 0) -> int:
    """Return an option's whole number.

    Raises:
        CommandFailed: It is none, or below ``least``.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 10) or int(text) < least:
        raise CommandFailed(f"{option} takes a whole number from {least}, not {text!r}.", code=2)
    return int(text)
