"""The table of the attendee's own keys, checked; loaded only when the settings file has changed.

A line that cannot be used is left out, and a sentence says why: nothing in the
table can lock the attendee out of a screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from planner import commands
from planner.commands import BY_ID, Command
from planner.keys import Keys, said
from planner.settings import NO_OWN_KEYS, OwnKeys, Settings
from planner.workspace.settings.said import place, shortened

#: Always the way back and the way out; they stay where they are.
FIXED = ("escape", "ctrl+c")
#: What edits a line of text, wherever one is typed.
EDITING = frozenset(
    {
        *("backspace", "ctrl+h", "delete", "ctrl+w", "alt+backspace", "ctrl+u", "ctrl+k"),
        *("left", "ctrl+b", "right", "ctrl+f", "ctrl+left", "alt+b", "ctrl+right", "alt+f"),
        *("home", "ctrl+a", "end", "ctrl+e"),
    }
)
#: The commands that tell of all others: without a key for them nothing is found any more.
_TELLING = ("help", "palette")
_MOVING = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete")
#: ``ctrl`` and h, i or m are backspace, tab and enter to a terminal.
_CONTROLLED = "abdefgjklnopqrstuvwxyz"
_NAMED = frozenset(
    {
        *("enter", "space", "tab", "shift+tab", "backspace", *FIXED, *_MOVING),
        *(f"{with_}+{name}" for with_ in ("ctrl", "shift") for name in _MOVING),
        *(f"ctrl+{letter}" for letter in _CONTROLLED),
        *(f"f{number}" for number in range(1, 13)),
    }
)
_OTHER_NAMES = {
    "esc": "escape",
    "return": "enter",
    " ": "space",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
}
_HOW = (
    "a key is one character (x, X, ?), a name (enter, space, tab, backspace, up, pageup, f2 ...) "
    "or ctrl+ and a letter"
)
_PLACES = {
    commands.SEARCH: "the search bar",
    commands.STAND: "the walk's bar",
    commands.CHOICE: "lists to choose from",
    commands.SAVED: "saved searches",
    commands.NAMING: "the name of a search",
    commands.OWN_TIME: "a time of your own",
    commands.COMMITMENT: "time of your own",
    commands.ALIKE: "more like this",
    commands.LINK: "links",
    commands.WORKING: "an update under way",
}


class _Line(NamedTuple):
    """What the table says of one command, and where."""

    command: Command
    keys: tuple[str, ...]
    at: str


def parse_keys(table: object, text: str, path: Path) -> tuple[OwnKeys, list[str]]:
    """Return the keys that a table gives to commands, and a sentence for each line left out.

    A key that the table takes from a command which it does not name goes, and is
    said too: naming the command (``open = ""``) says that it is meant.

    Args:
        table: What stands under ``keys``, as TOML has it.
        text: What the file holds, to find lines in.
        path: The file, to be named in the sentences.
    """
    lines = _lines(text)
    if not isinstance(table, Mapping):
        words = 'keys is a table: [keys], and below it lines such as star = "enter".'
        return NO_OWN_KEYS, [f"{place(path, lines.get('keys'))}: {words}"]
    found: list[_Line] = []
    problems: list[str] = []
    for name, value in table.items():
        at = place(path, lines.get(name) or lines.get("keys"))
        try:
            found.append(_line(name, value, at, found))
        except ValueError as error:
            problems.append(f"{at}: {error}")
    while (locked := next(_locking(found), None)) is not None:
        found.remove(locked[0])
        problems.append(f"{locked[0].at}: {locked[1]}")
    problems += _taken(found)
    return _own(found), problems


def key_named(written: str) -> str | None:
    """Return a key by the name that the app knows, None if a terminal has no such key.

    Args:
        written: A character, or a name as people write them (``Ctrl-X``, ``PgUp``).
    """
    if len(written) == 1 and written.isprintable() and written != " ":
        return written
    name = re.sub(r"^(ctrl|control|shift|c)[-+](?=.)", _with, written.casefold())
    name = re.sub(r"^\^(?=[a-z]$)", "ctrl+", name)
    name = _OTHER_NAMES.get(name, name)
    return name if name in _NAMED else None


def _with(found: re.Match[str]) -> str:
    return "shift+" if found[1] == "shift" else "ctrl+"


def _line(name: str, value: object, at: str, before: Sequence[_Line]) -> _Line:
    """Read one line of the table.

    Raises:
        ValueError: It cannot be used; the sentence says why, and what stays.
    """
    command = BY_ID.get(name)
    if command is None:
        raise ValueError(_unknown(name))
    stays = f"{name} stays on {_listed(command.keys)}."
    if name == "pick_link":
        raise ValueError(f"pick_link goes by the numbers of the links; {stays}")
    written = [value] if isinstance(value, str) else value
    if not isinstance(written, list) or not all(isinstance(each, str) for each in written):
        raise ValueError(f'{name} is a key such as "f2", or several: ["f2", "x"]; {stays}')
    keys: list[str] = []
    for each in written:
        if each == "" and len(written) == 1:
            break
        key = key_named(each)
        if key is None:
            raise ValueError(f'"{shortened(each)}" is no key: {_HOW}; {stays}')
        _must_be_free(command, key, before)
        keys.append(key)
    # The way back and the way out stay, whatever else leads there.
    keys += [key for key in command.keys if key in FIXED]
    return _Line(command, tuple(dict.fromkeys(keys)), at)


def _must_be_free(command: Command, key: str, before: Sequence[_Line]) -> None:
    """Raise ValueError, whose sentence says why, if a command cannot be on a key."""
    stays = f"{command.id} stays on {_listed(command.keys)}."
    new = key not in command.keys
    if new and key in FIXED:
        raise ValueError(f"{said(key)} is the way back or out everywhere; {stays}")
    typed = [scope for scope in command.scopes if scope in commands.TYPED] if new else []
    if typed and (len(key) == 1 or key == "space"):
        where = _places(typed)
        raise ValueError(f'"{key}" is typed in {where}; take ctrl+ and a letter or f2; {stays}')
    if typed and key in EDITING:
        raise ValueError(f"{key} edits what is typed in {_places(typed)}; {stays}")
    for line in before:
        shared = [scope for scope in command.scopes if scope in line.command.scopes]
        if key in line.keys and shared:
            first = line.command.id
            raise ValueError(
                f"{first} and {command.id} cannot both be on {said(key)} in {_places(shared)}; "
                f"{first} keeps it, and this line is left out."
            )


def _locking(lines: Sequence[_Line]) -> Iterator[tuple[_Line, str]]:
    """Yield each line that would leave a command without a key where one must be, and why."""
    keys = Keys(_own(lines))
    for scope in dict.fromkeys(scope for line in lines for scope in line.command.scopes):
        found = False
        for command in keys.in_scope(scope):
            if command.keys or not _must_stay(command, scope):
                continue
            where = _places([scope])
            own = next((line for line in lines if line.command.id == command.id), None)
            if own is not None:
                found = True
                yield own, f"{command.id} must have a key in {where}; it stays as it was."
                continue
            before = BY_ID[command.id].keys
            for line in lines:
                taken = [key for key in before if key in line.keys]
                if scope in line.command.scopes and taken:
                    found = True
                    yield (
                        line,
                        f"{said(taken[0])} is the only key of {command.id} in {where}: give that "
                        f"another one first; {line.command.id} stays on "
                        f"{_listed(line.command.keys)}.",
                    )
        if found:
            return


def _must_stay(command: Command, scope: str) -> bool:
    """Whether nothing but a key leads to a command."""
    return command.id in _TELLING or scope not in BY_ID["palette"].scopes


def _taken(lines: Sequence[_Line]) -> Iterator[str]:
    """Yield a sentence for each command that lost a key to a line and has no line of its own."""
    named = {line.command.id for line in lines}
    keys = Keys(_own(lines))
    for line in lines:
        lost: dict[str, list[str]] = {}
        for scope in line.command.scopes:
            for command in (each for each in commands.COMMANDS if scope in each.scopes):
                if command.id not in named and set(command.keys) & set(line.keys):
                    lost.setdefault(command.id, []).append(scope)
        for name, scopes in lost.items():
            key = next(key for key in line.keys if key in BY_ID[name].keys)
            left = keys.command(name, scopes[0]).keys
            rest = f"stays on {_listed(left)}" if left else "is in the palette still"
            yield (
                f"{line.at}: {line.command.id} takes {said(key)} from {name} in {_places(scopes)}; "
                f"{name} {rest}. A line for {name} says what you want."
            )


def _own(lines: Sequence[_Line]) -> OwnKeys:
    return MappingProxyType({line.command.id: line.keys for line in lines})


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    if name in Settings._fields:
        return f"{name} is no command but a setting; its line stands above [keys]."
    near = get_close_matches(name.casefold().replace("-", "_").replace(" ", "_"), BY_ID, n=1)
    if near:
        return f"there is no command {shortened(name)}; did you mean {near[0]}?"
    return f"there is no command {shortened(name)}; planner keys lists them."


def _lines(text: str) -> dict[str, int]:
    """Return in which line each key of the table stands, and the table itself, from 1."""
    found: dict[str, int] = {}
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"""\s*\[\s*["']?([^\]"']*)""", line)
        if header:
            inside = header[1].strip() == "keys"
            if inside:
                found.setdefault("keys", number)
            continue
        dotted = re.match(r"""\s*["']?keys["']?\s*(?:\.\s*["']?([\w-]+)["']?\s*)?=""", line)
        if dotted and not inside:
            found.setdefault(dotted[1] or "keys", number)
            continue
        key = re.match(r"""\s*["']?([^\s"'=#]+)["']?\s*=""", line)
        if key and inside:
            found.setdefault(key[1], number)
    return found


def _places(scopes: Sequence[str]) -> str:
    names = [_PLACES.get(scope, scope.capitalize()) for scope in scopes]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _listed(keys: Sequence[str]) -> str:
    return " ".join(map(said, keys)) or "no key"
