"""What may stand on a command's line, read from how its usage is written.

The notation is that of the help (and of POSIX, Utility Conventions, 12.1): ``[--json]`` may be
left out, ``a|b`` is one or the other, words in capitals stand for a value, ``...`` repeats. So
whoever writes a command's usage has written its completion and its part of the manual too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Place(NamedTuple):
    """Where a word without a dash stands: what it may be, and whether more of it may follow."""

    choices: tuple[str, ...]
    repeats: bool = False


class Option(NamedTuple):
    """An option: its name, what its value may be (nothing for a flag), what it excludes.

    ``others`` are the options of which only one may be given, itself among them.
    """

    name: str
    choices: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class Form(NamedTuple):
    """One way to call a command: the places behind its name in order, and its options."""

    places: tuple[Place, ...]
    options: tuple[Option, ...]

    def place(self, index: int) -> Place | None:
        """Return the place of the word with this index, None where no more words fit."""
        if index < len(self.places):
            return self.places[index]
        return self.places[-1] if self.places and self.places[-1].repeats else None

    def fits(self, words: list[str]) -> bool:
        """Whether these words may stand at its places."""
        return all(
            (place := self.place(index)) is not None
            and (word in place.choices or any(map(is_value, place.choices)))
            for index, word in enumerate(words)
        )


def read_form(text: str) -> Form:
    """Return a command's form as it is written, such as ``search [QUERY...] [--limit N]``."""
    places: list[Place] = []
    options: list[Option] = []
    # A bracket keeps an option and its value together; the brackets of [NAME=]FILE do not count.
    for piece in re.findall(r"\[[^\]]*\](?=\s|$)|\S+", text)[1:]:
        head, *value = piece.strip("[]").split() if piece.startswith("[-") else [piece]
        if head.startswith("-") and head != "-":
            names = tuple(head.split("|"))
            choices = tuple(value[0].split("|")) if value else ()
            options += [Option(name, choices, names) for name in names]
        elif options and not options[-1].choices and _is_value_of(text, options[-1].name, head):
            options[-1] = options[-1]._replace(choices=tuple(head.split("|")))
        else:
            choices = tuple(re.sub(r"[\[\]]|\.\.\.", "", choice) for choice in head.split("|"))
            places.append(Place(choices, head.rstrip("]").endswith("...")))
    return Form(tuple(places), tuple(options))


def is_value(choice: str) -> bool:
    """Whether a choice stands for a value, such as ``FILE``, and is no word itself."""
    return choice[:1].isupper()


def option_names(forms: tuple[str, ...]) -> Iterator[str]:
    """Yield the names of the options of a command's forms, each once, in their order."""
    names = [option.name for form in forms for option in read_form(form).options]
    yield from dict.fromkeys(names)


def _is_value_of(text: str, name: str, word: str) -> bool:
    """Whether ``word`` stands right behind an option that is not in brackets (``--user NAME``)."""
    return f" {name} {word}" in text and is_value(word)
