"""The line being typed in a shell, cut into words as the shell would, and words put into it.

Nothing is expanded or run: ``$(...)`` and backticks in what is typed are plain text here, and
what comes from a schedule is quoted before a shell sees it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

#: What bash takes as it stands, everywhere in a word (Bash manual, 3.1.2 and 3.5).
_PLAIN = re.compile(r"[\w./:=@%+,-]")
#: What a backslash takes its meaning from inside double quotes (Bash manual, 3.1.2.3).
_ESCAPED = re.compile(r'([$`"\\])')
#: No shell takes these in a word on one line.
_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Typed(NamedTuple):
    """The word at the cursor.

    Attributes:
        text: What it says so far, without quotes and backslashes.
        kept: The part of ``text`` that bash leaves standing: it replaces only what
            follows a character that breaks words, or an open quote.
        quote: The quote that is open, empty if none is.
    """

    text: str
    kept: str = ""
    quote: str = ""


def cut(line: str, breaks: str = "") -> tuple[list[str], Typed]:
    """Cut a line that ends at the cursor.

    Args:
        line: The command with what is typed of its arguments.
        breaks: The characters at which bash breaks words for completion
            (``COMP_WORDBREAKS``); none for the other shells.

    Returns:
        The words before the one at the cursor, and that one, empty after a blank.
    """
    words: list[str] = []
    text, kept, quote, begun = "", "", "", False
    rest = iter(line)
    for sign in rest:
        if quote:
            if sign == quote:
                quote = ""
            elif sign == "\\" and quote == '"':
                following = next(rest, "")
                text += following if _ESCAPED.match(following) else sign + following
            else:
                text += sign
        elif sign.isspace():
            if begun:
                words.append(text)
            text, kept, begun = "", "", False
            continue
        elif sign in "'\"":
            quote, kept = sign, text
        elif sign == "\\":
            text += next(rest, "")
        else:
            text += sign
            kept = text if sign in breaks else kept
        begun = True
    return words, Typed(text, kept, quote)


def for_bash(word: str, typed: Typed) -> str | None:
    """Return what bash is to put behind the kept part so that the word comes out.

    Args:
        word: The whole word as the program is to get it.
        typed: The word at the cursor, which begins with the kept part.

    Returns:
        The quoted text; None where no quoting that is open can hold it.
    """
    if not word.startswith(typed.kept) or is_breaking(word):
        return None
    text = word[len(typed.kept) :]
    if typed.quote == "'":
        return None if "'" in text else text
    if typed.quote:
        # Inside double quotes a backslash before "!" would stay.
        return None if "!" in text else _ESCAPED.sub(r"\\\1", text)
    return "".join(sign if _PLAIN.match(sign) else f"\\{sign}" for sign in text)


def is_breaking(word: str) -> bool:
    """Whether a word holds what would break a line: control characters, half a character."""
    return bool(_BREAKING.search(word))


def one_line(text: str) -> str:
    """Return a text that says the same in one line, with nothing that steers a terminal."""
    return " ".join(_BREAKING.sub(" ", text).split())
