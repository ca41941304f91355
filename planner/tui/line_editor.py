"""A line of text with a cursor that edits as a shell line does: a frozen value.

Positions count characters of the text, but the cursor stands only between
grapheme-like clusters: a letter and the combining marks behind it are one
step, and so are the parts of an emoji sequence joined by U+200D.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

#: A pasted or typed line never grows beyond this many characters.
MOST_CHARACTERS = 500

_JOINER = "\u200d"
_VARIATION = range(0xFE00, 0xFE10)
_SKIN_TONE = range(0x1F3FB, 0x1F400)


class LineEditor(NamedTuple):
    """``text`` with the cursor before the character at index ``cursor``."""

    text: str = ""
    cursor: int = 0

    @classmethod
    def of(cls, text: str) -> LineEditor:
        """Return an editor of ``text`` with its cursor at the end."""
        line = _one_line(text)
        return cls(line, len(line))

    def insert(self, text: str) -> LineEditor:
        """Put the first line of ``text`` before the cursor, control characters left out."""
        room = MOST_CHARACTERS - len(self.text)
        added = _one_line(text)[: max(0, room)]
        whole = self.text[: self.cursor] + added + self.text[self.cursor :]
        return LineEditor(whole, self.cursor + len(added))

    def delete_left(self) -> LineEditor:
        """Delete the cluster before the cursor."""
        return self._cut(_step_left(self.text, self.cursor), self.cursor)

    def delete_right(self) -> LineEditor:
        """Delete the cluster after the cursor."""
        return self._cut(self.cursor, _step_right(self.text, self.cursor))

    def delete_word(self) -> LineEditor:
        """Delete the blanks and then the word before the cursor (``ctrl+w``)."""
        return self._cut(_word_left(self.text, self.cursor), self.cursor)

    def delete_to_start(self) -> LineEditor:
        """Delete all before the cursor (``ctrl+u``)."""
        return self._cut(0, self.cursor)

    def delete_to_end(self) -> LineEditor:
        """Delete all after the cursor (``ctrl+k``)."""
        return self._cut(self.cursor, len(self.text))

    def left(self) -> LineEditor:
        """Move one cluster to the left."""
        return LineEditor(self.text, _step_left(self.text, self.cursor))

    def right(self) -> LineEditor:
        """Move one cluster to the right."""
        return LineEditor(self.text, _step_right(self.text, self.cursor))

    def word_left(self) -> LineEditor:
        """Move to the start of the word before the cursor."""
        return LineEditor(self.text, _word_left(self.text, self.cursor))

    def word_right(self) -> LineEditor:
        """Move behind the word after the cursor."""
        place, length = self.cursor, len(self.text)
        while place < length and self.text[place].isspace():
            place += 1
        while place < length and not self.text[place].isspace():
            place += 1
        return LineEditor(self.text, place)

    def home(self) -> LineEditor:
        """Move to the start."""
        return LineEditor(self.text, 0)

    def end(self) -> LineEditor:
        """Move to the end."""
        return LineEditor(self.text, len(self.text))

    def key(self, key: str, character: str | None) -> LineEditor | None:
        """Return the line after a key, or None if the key edits nothing here.

        ``key`` is the terminal key's name (``backspace``, ``ctrl+w``), and
        ``character`` the printable character that it typed, if any.
        """
        edit = _EDITS.get(key)
        if edit is not None:
            return edit(self)
        if character and character.isprintable():
            return self.insert(character)
        return None

    def _cut(self, start: int, end: int) -> LineEditor:
        return LineEditor(self.text[:start] + self.text[end:], start)


_EDITS = {
    "backspace": LineEditor.delete_left,
    "ctrl+h": LineEditor.delete_left,
    "delete": LineEditor.delete_right,
    "ctrl+w": LineEditor.delete_word,
    "alt+backspace": LineEditor.delete_word,
    "ctrl+u": LineEditor.delete_to_start,
    "ctrl+k": LineEditor.delete_to_end,
    "left": LineEditor.left,
    "ctrl+b": LineEditor.left,
    "right": LineEditor.right,
    "ctrl+f": LineEditor.right,
    "ctrl+left": LineEditor.word_left,
    "alt+b": LineEditor.word_left,
    "ctrl+right": LineEditor.word_right,
    "alt+f": LineEditor.word_right,
    "home": LineEditor.home,
    "ctrl+a": LineEditor.home,
    "end": LineEditor.end,
    "ctrl+e": LineEditor.end,
}


def _one_line(text: str) -> str:
    """Return the first line that says anything, tabs as blanks, capped."""
    capped = text[: 4 * MOST_CHARACTERS].lstrip("\r\n")
    first = capped.splitlines()[0] if capped else ""
    kept = (" " if char.isspace() else char for char in first)
    return "".join(char for char in kept if char.isprintable() or char == _JOINER)[:MOST_CHARACTERS]


def _extends(char: str) -> bool:
    """Whether ``char`` belongs to the cluster of the character before it."""
    code = ord(char)
    return (
        char == _JOINER
        or code in _VARIATION
        or code in _SKIN_TONE
        or (code > 0x2FF and unicodedata.combining(char) != 0)
    )


def _step_left(text: str, place: int) -> int:
    place = max(0, place - 1)
    while place > 0 and (_extends(text[place]) or text[place - 1] == _JOINER):
        place -= 1
    return place


def _step_right(text: str, place: int) -> int:
    place = min(len(text), place + 1)
    while 0 < place < len(text) and (_extends(text[place]) or text[place - 1] == _JOINER):
        place += 1
    return place


def _word_left(text: str, place: int) -> int:
    while place > 0 and text[place - 1].isspace():
        place -= 1
    while place > 0 and not text[place - 1].isspace():
        place -= 1
    return place
