"""Text from outside: folded for searching, cleaned for showing, freed of LaTeX.

Pure functions on strings. Only :func:`from_latex` needs a library, and imports
it when a title really holds LaTeX.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

# What must be mapped before the decomposition, which would turn it into a blank
# and an accent, or into two signs.
_BEFORE_DECOMPOSITION = str.maketrans({"´": "'", "″": '"', "‶": '"'})

# Letters that Unicode does not decompose, and typographic signs that people type
# as ASCII. Applied after case folding, so small letters are enough.
_AFTER_DECOMPOSITION = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ð": "d", "þ": "th",
        "æ": "ae", "œ": "oe", "ı": "i", "ȷ": "j", "ĸ": "k", "ŋ": "n", "ɨ": "i",
        "ƀ": "b", "ƶ": "z", "ǥ": "g", "ɖ": "d", "ƒ": "f",
        # The superscript alpha decomposes to the Latin alpha, not to the Greek one.
        "ɑ": "α",
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʻ": "'", "ʼ": "'", "′": "'", "‵": "'",
        "‹": "'", "›": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁃": "-",
        "⁄": "/", "∕": "/", "∗": "*",
    }
)  # fmt: skip

# Soft hyphen, grapheme joiner, Mongolian separators, joiners, invisible operators,
# variation selectors, byte order mark, tag characters: they have no width and
# separate nothing.
_INVISIBLE = (
    "\u00ad\u034f\u180b-\u180f\u2060-\u2064\ufeff"
    "\U000e0000-\U000e0fff"
)  # fmt: skip
_JOINERS = "\u200c\u200d"
_FOLDED_AWAY = re.compile(f"[{_INVISIBLE}{_JOINERS}\ufe00-\ufe0f]")
_DROPPED = re.compile(f"[{_INVISIBLE}]")
_CHANGING_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_BLANKED = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\u200b"
    f"{_CHANGING_DIRECTION}\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]+"
)
# A joiner is kept where it can have a meaning: between two characters that are
# neither ASCII nor blank (emoji sequences, Persian, Indic scripts).
_IDLE_JOINER = re.compile(
    rf"(?<![^\x00-\x7f\s{_JOINERS}])[{_JOINERS}]+"
    rf"|[{_JOINERS}](?![^\x00-\x7f\s{_JOINERS}])"
)
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")


def fold(text: str) -> str:
    """Return ``text`` as it is compared in a search: no case, no accents.

    Compatibility characters become what they stand for (``ℓ₀`` is ``l0``, ``ﬁ``
    is ``fi``), combining marks go, letters with a stroke and ligatures become
    plain ones, typographic quotes and dashes ASCII ones. Folding twice changes
    nothing.
    """
    if text.isascii():
        return text.lower()
    text = _FOLDED_AWAY.sub("", text).translate(_BEFORE_DECOMPOSITION)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(character for character in text if not unicodedata.combining(character))
    return text.casefold().translate(_AFTER_DECOMPOSITION)


def clean(text: str) -> str:
    """Return foreign ``text`` as one harmless line.

    Control characters (and with them the start of every terminal escape
    sequence), characters that change the direction of writing, line and
    paragraph separators, the zero-width space and lone surrogates count as
    white space; every run of white space becomes one blank, none stays at the
    ends. Characters without width that separate nothing (soft hyphens, byte
    order marks) vanish; joiners stay only between characters that they can
    join. The result is in Unicode's NFC, and cleaning it again changes nothing.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _BLANKED.sub(" ", unicodedata.normalize("NFC", text))
    text = _IDLE_JOINER.sub("", _DROPPED.sub("", text))
    text = " ".join(text.split())
    return unicodedata.normalize("NFC", text)


def blanked(text: str) -> str:
    """Return ``text`` with a blank for each character that :func:`clean` takes for white space.

    For what is typed, where every character keeps its place.
    """
    if text.isprintable():
        return text
    return _BLANKED.sub(lambda found: " " * len(found[0]), text)


def clean_text_block(text: str) -> str:
    """Return foreign ``text`` of several lines, each of them cleaned.

    For abstracts and notes. Line breaks of every kind become a newline, any
    number of empty lines one empty line; none stays at the ends.
    """
    lines = [clean(line) for line in text.replace("\u2029", "\n\n").splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


# A backslash after another one is half of a line break of LaTeX.
_ESCAPED = re.compile(r"(?<!\\)\\([%&_#])")
# Signs of code open and close alike, hence only two accents before and two apostrophes behind.
_QUOTED = re.compile(r"(?<![\w`])``(?=[^\s`'])((?:(?!``|'').)+)(?<!\s)''(?!')", re.DOTALL)


def without_escapes(text: str) -> str:
    r"""Return an abstract with the plainest of its LaTeX as one reads it, all else as it is.

    ``60\%`` is ``60%``, likewise ``\&``, ``\_`` and ``\#``; two accents and two
    apostrophes around words are quotation marks. No letter or digit is lost:
    an abstract is no title, much of its LaTeX has no plain counterpart.
    """
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    if "``" in text:
        text = _QUOTED.sub("“\\1”", text)
    return text


class LatexLost(ValueError):  # noqa: N818 - the word says what happened
    """A title's LaTeX cannot be written in Unicode without losing something."""


# Commands that only change the look of what follows: their letters stay plain.
_STYLES = {
    "mathcal", "mathtt", "mathrm", "mathbf", "mathit", "mathsf", "mathfrak", "mathscr",
    "mathnormal", "boldsymbol", "bm", "texttt", "textrm", "textit", "textbf", "textsc", "textsf",
    "textsl", "textup", "textmd", "textnormal", "text", "emph", "underline", "mbox", "hbox",
    "operatorname", "ensuremath", "mathop", "mathbin",
}  # fmt: skip
# The same as declarations, without an argument of their own.
_DECLARATIONS = {
    "rm", "bf", "it", "tt", "sf", "sc", "sl", "em", "cal", "rmfamily", "bfseries", "itshape",
    "ttfamily", "sffamily", "scshape", "slshape", "displaystyle", "textstyle", "scriptstyle",
    "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "limits", "nolimits",
}  # fmt: skip
# What pylatexenc, which ships no types, hands out.
_Untyped: TypeAlias = Any

_BLACKBOARD = {"C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"}

_SUPERSCRIPTS = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδφχ",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵠᵡ",
)
_SUBSCRIPTS = str.maketrans(
    "0123456789+-−=()aehijklmnoprstuvxβγρφχ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
)

# Mathematics by pandoc's rule (extension tex_math_dollars), so that prices are
# left alone: no blank inside the dollars, no digit after the second one.
_MATHS = re.compile(r"(?<!\\)\$(?![\s$])((?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)", re.DOTALL)
_COMMAND = re.compile(r"\\([A-Za-z]+)")
#: How much of a title a sentence repeats.
_MOST_SAID = 80
_SCRIPT = re.compile(r"(?<!\\)([\^_])\s*(\\[A-Za-z]+(?:\{[^{}]*\})?|\{|[^\\{}\s])")


def from_latex(title: str) -> str:
    r"""Return ``title`` in Unicode, its LaTeX resolved.

    Only titles that hold a dollar sign or a backslash are touched. Commands of
    style keep plain letters (``$\mathcal{NP}$-hard`` is ``NP-hard``), raised and
    lowered signs become Unicode's where it has all of them (``EMC$^2$`` is
    ``EMC²``) and else follow as they are (``C*``, ``ℓ∞``, ``Φ_Flow``).

    Raises:
        LatexLost: the title holds a command that has no counterpart, or a
            letter or digit of it would be missing from the result.
    """
    if "\\" not in title and not _MATHS.search(title):
        return title
    # pylatexenc ships no types, hence the ignored codes.
    from pylatexenc.latexwalker import LatexWalkerError  # type: ignore[import-untyped]

    converter, grammar = _converter()
    for name in _COMMAND.findall(title):
        if name not in _DECLARATIONS and converter.latex_context.get_macro_spec(name) is None:
            raise LatexLost(
                f"The title {_said(title)} holds \\{_said(name, quoted=False)}, "
                "which has no plain counterpart."
            )
    try:
        text = clean(
            # A tolerant parser would write warnings over the screen.
            converter.latex_to_text(_prepared(title), latex_context=grammar, tolerant_parsing=False)
        )
    except (LatexWalkerError, ValueError, RecursionError) as error:
        raise LatexLost(f"The LaTeX of the title {_said(title)} cannot be read.") from error
    _refuse_losses(title, text)
    return text


def _refuse_losses(title: str, text: str) -> None:
    """Raise LatexLost unless every letter and digit of ``title`` stands in ``text``, in order.

    The names of commands are not letters of the title; what they stand for may
    stand between.
    """
    if title.strip() and not text:
        raise LatexLost(f"Nothing is left of the title {_said(title)} when its LaTeX is resolved.")
    result = iter(fold(text))
    for character in fold(_COMMAND.sub(" ", title)):
        if character.isalnum() and character not in result:
            raise LatexLost(
                f"The title {_said(title)} loses {character!r} when its LaTeX is resolved."
            )


def _said(text: str, *, quoted: bool = True) -> str:
    """Return foreign text as a sentence repeats it: as much as one reads."""
    short = text if len(text) <= _MOST_SAID else text[: _MOST_SAID - 1] + "…"
    return repr(short) if quoted else short


def _prepared(title: str) -> str:
    """Make LaTeX of a title: scripts as commands, signs that are meant literally escaped."""
    parts = []
    end = 0
    for maths in _MATHS.finditer(title):
        parts += [_literal(title[end : maths.start()]), "$", _with_scripts(maths[1]), "$"]
        end = maths.end()
    parts.append(_literal(title[end:]))
    source = "".join(parts).replace("``", '"').replace("''", '"')
    return re.sub(r"(?<!\\)[%&]", r"\\\g<0>", source)


def _literal(text: str) -> str:
    return re.sub(r"(?<!\\)\$", r"\\$", text)


def _with_scripts(maths: str) -> str:
    def command(found: re.Match[str]) -> str:
        name = r"\plannersuper" if found[1] == "^" else r"\plannersub"
        return name + ("{" if found[2] == "{" else "{" + found[2] + "}")

    return _SCRIPT.sub(command, maths)


@lru_cache(maxsize=1)
def _converter() -> tuple[_Untyped, _Untyped]:
    """Return pylatexenc's converter and grammar, both with our commands put first."""
    from pylatexenc import latex2text, latexwalker  # type: ignore[import-untyped]
    from pylatexenc.macrospec import std_macro  # type: ignore[import-untyped]

    converted: dict[str, Callable[..., str]] = {
        "plannersuper": lambda text: _script(text, "^", _SUPERSCRIPTS),
        "plannersub": lambda text: _script(text, "_", _SUBSCRIPTS),
        "mathbb": lambda text: "".join(_BLACKBOARD.get(letter, letter) for letter in text),
        "sqrt": _root,
        "frac": lambda above, below: f"{_one(above)}/{_one(below)}",
    }

    def by(convert: Callable[..., str]) -> Callable[[_Untyped, _Untyped], str]:
        def replacement(node: _Untyped, l2tobj: _Untyped) -> str:
            if node.nodeargd is None:
                raise ValueError(f"\\{node.macroname} stands without what it applies to")
            arguments = [argument for argument in node.nodeargd.argnlist if argument is not None]
            return convert(*(l2tobj.nodelist_to_text([argument]) for argument in arguments))

        return replacement

    spec = latex2text.MacroTextSpec
    texts = latex2text.get_default_latex_context_db()
    texts.add_context_category(
        "planner",
        prepend=True,
        macros=[
            *(spec(name, simplify_repl=by(str)) for name in _STYLES),
            *(spec(name, simplify_repl="") for name in _DECLARATIONS),
            *(spec(name, simplify_repl=by(convert)) for name, convert in converted.items()),
        ],
    )
    grammar = latexwalker.get_default_latex_context_db()
    grammar.add_context_category(
        "planner",
        prepend=True,
        macros=[
            *(std_macro(name, False, 1) for name in _STYLES | converted.keys() - {"sqrt", "frac"}),
            *(std_macro(name, False, 0) for name in _DECLARATIONS),
        ],
    )
    return latex2text.LatexNodes2Text(latex_context=texts, math_mode="text"), grammar


def _script(text: str, sign: str, table: dict[int, int]) -> str:
    if all(ord(character) in table for character in text):
        return text.translate(table)
    if len(text) == 1 and not text.isalnum():
        return text
    return sign + _one(text)


def _root(*texts: str) -> str:
    degree, radicand = texts if len(texts) == 2 else ("", texts[0])
    brackets = "{}" if len(radicand) == 1 else "({})"
    return _script(degree, "^", _SUPERSCRIPTS) + "√" + brackets.format(radicand)


def _one(text: str) -> str:
    """Put several signs into brackets where they must read as one."""
    return text if text.isalnum() or len(text) == 1 else f"({text})"
