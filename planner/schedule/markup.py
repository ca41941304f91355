"""HTML from outside as plain text: what a schedule's abstracts are often written in.

Only elements that HTML has (WHATWG HTML, section 4) are taken for markup, so
that ``a < b`` and ``vector<int>`` stay what they are. Every pattern stops at the
next angle bracket or runs to the end once, hence the work is linear whatever
the text holds.
"""

from __future__ import annotations

import html
import re


def _elements(names: str) -> frozenset[str]:
    return frozenset(names.split())


#: Elements that stand on lines of their own.
_BLOCKS = _elements(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 head header hr html li main nav ol p pre section summary "
    "table tbody tfoot thead title tr ul"
)
#: After these an empty line follows, as on a page.
_PARAGRAPHS = _elements("blockquote div dl h1 h2 h3 h4 h5 h6 ol p pre section table ul")
_INLINE = _elements(
    "a abbr acronym audio b base bdi bdo big button canvas caption cite code col colgroup data del "
    "dfn em embed font i iframe img input ins kbd label legend link map mark meta meter noscript "
    "object optgroup option output param picture q rp rt ruby s samp select small source span "
    "strike strong sub sup svg td template textarea th time track tt u var video wbr"
)
_BREAK = "br"
_ELEMENTS = _BLOCKS | _INLINE | {_BREAK}
#: Elements that titles are given for their looks, where others are what a title is about.
_FORMATTING = _elements("b code em i small span strong sub sup tt u")
_CELLS = frozenset({"td", "th"})

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<unseen>script|style)\b[^<>]*>.*?(?:</(?P=unseen)\s*>|\Z)"
    r"|<!doctype\b[^<>]*>"
    r"|<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)(?:\s[^<>]*|/)?>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def text_of_html(html: str) -> str:
    """Return the text of a piece of HTML, its paragraphs and list items as lines.

    Scripts, styles and comments go, entities are resolved once, a list item
    begins with a dash. Text without any element of HTML keeps its lines and, but
    for entities, every character.
    """
    tags = [found for found in _TOKEN.finditer(html) if _is_markup(found)]
    if not any(_name(tag) in _BLOCKS or _name(tag) == _BREAK for tag in tags):
        return _resolved(_without(html, tags))
    parts: list[str] = []
    end = 0
    verbatim = 0
    for tag in tags:
        parts.append(_written(html[end : tag.start()], verbatim > 0))
        end = tag.end()
        name, is_close = _name(tag), bool(tag["close"])
        if name == "pre":
            verbatim = max(0, verbatim + (-1 if is_close else 1))
        parts.append(_break_at(name, is_close))
    parts.append(_written(html[end:], verbatim > 0))
    lines = [line.strip() for line in "".join(parts).split("\n")]
    return _folded_lines(lines)


def line_of_html(text: str) -> str:
    """Return a title or a name freed of formatting; what may be its subject stays.

    "<i>Old</i> lights" loses its tags, "The <video> element" does not.
    """
    tags = [found for found in _TOKEN.finditer(text) if _name(found) in _FORMATTING]
    opened = {_name(tag) for tag in tags if not tag["close"]}
    closed = {_name(tag) for tag in tags if tag["close"]}
    return _resolved(_without(text, [tag for tag in tags if _name(tag) in opened & closed]))


def _is_markup(found: re.Match[str]) -> bool:
    name = found["name"]
    return name is None or name.lower() in _ELEMENTS


def _name(tag: re.Match[str]) -> str:
    return (tag["name"] or "").lower()


def _without(text: str, tags: list[re.Match[str]]) -> str:
    parts = []
    end = 0
    for tag in tags:
        parts.append(text[end : tag.start()])
        end = tag.end()
    parts.append(text[end:])
    return "".join(parts)


def _written(text: str, is_verbatim: bool) -> str:
    return _resolved(text if is_verbatim else _BLANKS.sub(" ", text))


def _resolved(text: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def _break_at(name: str, is_close: bool) -> str:
    if name == "li" and not is_close:
        return "\n- "
    if name in _PARAGRAPHS:
        return "\n\n"
    if name in _BLOCKS or name == _BREAK:
        return "\n"
    return " " if name in _CELLS and not is_close else ""


def _folded_lines(lines: list[str]) -> str:
    """Join lines; several empty ones, and those between list items, become one or none."""
    kept: list[str] = []
    empty = 0
    for line in lines:
        if not line or line == "-":
            empty += 1
            continue
        if empty and kept and not (line.startswith("- ") and kept[-1].startswith("- ")):
            kept.append("")
        empty = 0
        kept.append(line)
    return "\n".join(kept)
