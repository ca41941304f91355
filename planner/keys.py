"""Which key does what: the registry's keys, and over them those that the attendee set.

A value that is handed down, made once for a session; the registry itself never
changes.
"""

from __future__ import annotations

from collections.abc import Iterable

from planner.commands import BY_ID, COMMANDS, Command
from planner.settings import NO_OWN_KEYS, OwnKeys

#: Keys that a sentence or the key bar calls otherwise than the terminal does.
_SAID = {"escape": "esc"}


class Keys:
    """The commands of each scope, with the keys on which they are.

    A key that the attendee gave to a command is that command's in all its
    scopes; the command that would have it otherwise goes without it there.

    Args:
        own: The attendee's own keys by the id of the command, no key of them twice
            in a scope; an empty tuple takes a command off the keyboard.
    """

    def __init__(self, own: OwnKeys = NO_OWN_KEYS) -> None:
        self.own = own
        self._scopes: dict[str, tuple[Command, ...]] = {}

    def in_scope(self, scope: str) -> tuple[Command, ...]:
        """Return the commands that ``scope`` knows, in the registry's order, with their keys."""
        if scope not in self._scopes:
            found = [command for command in COMMANDS if scope in command.scopes]
            taken = {key for each in found for key in self.own.get(each.id, ())}
            self._scopes[scope] = tuple(self._with_keys(each, taken) for each in found)
        return self._scopes[scope]

    def keymap(self, scope: str) -> dict[str, str]:
        """Return the keys that work in ``scope``, each with its command's id."""
        return {key: command.id for command in self.in_scope(scope) for key in command.keys}

    def command(self, command_id: str, scope: str) -> Command:
        """Return a command as ``scope`` has it.

        Raises:
            KeyError: The scope knows no such command.
        """
        for command in self.in_scope(scope):
            if command.id == command_id:
                return command
        raise KeyError(command_id)

    def everywhere(self) -> Iterable[Command]:
        """Yield every command with the keys that it has in any of its scopes."""
        for command in COMMANDS:
            each = (self.command(command.id, scope).keys for scope in command.scopes)
            yield command._replace(keys=tuple(dict.fromkeys(key for keys in each for key in keys)))

    def key(self, command_id: str, scope: str = "") -> str:
        """Return the first key of a command, as a sentence says it.

        Where it has none, the palette's key and the command's word there.

        Args:
            command_id: The command.
            scope: Where the key is to work; unless given, anywhere.
        """
        command = BY_ID[command_id]
        for place in (scope,) if scope else command.scopes:
            keys = self.command(command_id, place).keys
            if keys:
                return said(keys[0])
        return f"{self.key('palette')} {command.label}" if command_id != "palette" else ":"

    def at_start(self, command_id: str, scope: str = "") -> str:
        """Return the first key of a command as a sentence begins with it: a name in capitals."""
        key = self.key(command_id, scope)
        return key if len(key) == 1 else key[:1].upper() + key[1:]

    def _with_keys(self, command: Command, taken: set[str]) -> Command:
        if not self.own:
            return command
        own = self.own.get(command.id)
        left = own if own is not None else tuple(key for key in command.keys if key not in taken)
        return command if left == command.keys else command._replace(keys=left)


#: The keys as they come with planner.
STANDARD = Keys()


def said(key: str) -> str:
    """Return a key's name as a sentence has it."""
    return _SAID.get(key, key)
