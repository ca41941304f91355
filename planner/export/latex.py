r"""Text as LaTeX that BibTeX can read: escaped, accents as commands, capitals kept.

BibTeX counts braces without regard to backslashes, so a brace of the text must
never stand there as ``\{``. Signs that LaTeX has no common command for stay as
they are, in UTF-8.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, TypeAlias

from planner.schedule.text import clean

# What pylatexenc, which ships no types, hands out.
_Untyped: TypeAlias = Any

_ESCAPED = {ord(sign): f"\\{sign}" for sign in "#%&$_"}
_NAMED = {
    "{": "textbraceleft", "}": "textbraceright", "\\": "textbackslash", "~": "textasciitilde",
    "^": "textasciicircum", "<": "textless", ">": "textgreater", "|": "textbar",
}  # fmt: skip
#: Accents as commands. A letter may have several of them (Vietnamese has).
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u",
    "\u0307": ".", "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d",
    "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
_BELOW = {"\u0323", "\u0327", "\u0328", "\u0331"}
#: Letters and signs before this are in everybody's LaTeX, but for those that pylatexenc has wrong.
_END_OF_LATIN = 0x180
_UNSOUND = frozenset("ĦħĸĿŀŉŦŧ·˜")
#: A command of mathematics or text without arguments, or a script; others want packages, or
#: print as something else. Whole alphabets are better left to the fonts that have them.
_SOUND = re.compile(
    r"\\ensuremath\{(?:\\(?!sqrt)[A-Za-z]+|[\^_](?:\w|[-+=()]))\}|\\(?:text(?!sc)[a-z]+|[lij]?dots)"
)
#: Signs that LaTeX's fonts would run together: ``--`` is a dash there, ``''`` a quotation mark.
_RUN_TOGETHER = re.compile(r"-(?=-)|'(?=')|`(?=`)|,(?=,)|[?!](?=`)")
_OPENING_QUOTE = re.compile(r'(?<![^\s(\[{])"')
_PLAIN = re.compile(r"[A-Za-z0-9 !'()*+,./:;=?@`\[\]-]*")
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")


def latex(text: str) -> str:
    """Return ``text`` as one line of LaTeX, its braces balanced."""
    return _apart(_encoded(_with_quotes(clean(text))))


def latex_title(title: str) -> str:
    """Return a title as LaTeX, in which styles that lower its words keep what must stay capital.

    In braces stand words with a capital behind their first letter (``OpenMoE``,
    ``GPT``) and capitals that stand alone, but for the article ``A``.
    """
    title = _with_quotes(clean(title))
    parts = []
    end = 0
    for word in _WORD.finditer(title):
        is_article = word[0] == "A" and title[word.end() : word.end() + 1] == " "
        stays = any(map(str.isupper, word[0][1:])) or (len(word[0]) == 1 and word[0].isupper())
        written = _encoded(word[0])
        parts += [_encoded(title[end : word.start()])]
        parts += [f"{{{written}}}" if stays and not is_article else written]
        end = word.end()
    return _apart("".join(parts) + _encoded(title[end:]))


def _with_quotes(text: str) -> str:
    """Make typewriter quotation marks opening or closing ones, which LaTeX tells apart."""
    return _OPENING_QUOTE.sub("“", text).replace('"', "”")


def _encoded(text: str) -> str:
    # Most words need no encoder, which goes sign by sign.
    return text if _PLAIN.fullmatch(text) else str(_encoder().unicode_to_latex(text))


def _apart(text: str) -> str:
    return _RUN_TOGETHER.sub(r"\g<0>{}", text)


@lru_cache(maxsize=1)
def _encoder() -> _Untyped:
    from pylatexenc import latexencode  # type: ignore[import-untyped]

    known = latexencode.get_builtin_uni2latex_dict()

    def sound(text: str, place: int) -> tuple[int, str] | None:
        """Return what pylatexenc writes for a sign, where that prints as the sign does."""
        sign = text[place]
        written = None if sign in _UNSOUND else known.get(ord(sign))
        if written is None or not (ord(sign) < _END_OF_LATIN or _SOUND.fullmatch(written)):
            return None
        return 1, written

    rule = latexencode.UnicodeToLatexConversionRule
    return latexencode.UnicodeToLatexEncoder(
        conversion_rules=[
            rule(latexencode.RULE_DICT, _ESCAPED, replacement_latex_protection="none"),
            rule(latexencode.RULE_DICT, {ord(sign): f"\\{name}" for sign, name in _NAMED.items()}),
            rule(latexencode.RULE_CALLABLE, _accented),
            rule(latexencode.RULE_CALLABLE, sound),
        ],
        replacement_latex_protection="braces-all",
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )


def _accented(text: str, place: int) -> tuple[int, str] | None:
    """Return a letter with one accent or several as commands, for pylatexenc."""
    letter = unicodedata.normalize("NFD", text[place])
    base, marks = letter[0], letter[1:]
    if not marks or not base.isascii() or not all(mark in _ACCENTS for mark in marks):
        return None
    # An accent takes the place of the dot.
    base = f"\\{base}" if base in "ij" and not set(marks) & _BELOW else base
    for mark in marks:
        accent = _ACCENTS[mark]
        base = f"\\{accent}{base if len(base) == 1 and not accent.isalpha() else f'{{{base}}}'}"
    return 1, base
