"""Values as the conferences' sites write them: addresses, entities, numbers, titles.

Every function takes whatever a file may hold and never raises.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from planner.schedule.border_values import is_address
from planner.schedule.markup import text_of_html
from planner.schedule.text import LatexLost, clean, from_latex

#: ``/virtual/2026/poster/60472``, with the host before it or not. One CVPR year doubled a slash.
_VIRTUAL = re.compile(
    r"(?:https?://[^/\s]+)?/+virtual/+(\d{4})/+([A-Za-z][A-Za-z_-]{0,39})/+(\d{1,12})(?![\w.-])"
)
_OPENREVIEW_ID = re.compile(r"[A-Za-z0-9_-]{8,14}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
#: No paper's title is longer; a hostile one costs no time.
_LONGEST_LATEX = 1_000
#: What files hold in a null's place; in these writings alone, since Nan is a name.
_NOTHING = frozenset(
    {"", "-", "None", "none", "NONE", "null", "NULL", "N/A", "n/a", "nan", "NaN", "TBD", "tbd"}
)
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?\s?(?:([Zz])|([+-]\d\d):?(\d\d))"
)


class Page(NamedTuple):
    """An event's page on a conference's site: year, kind as its address has it, number."""

    year: int
    kind: str
    number: int

    @property
    def event_id(self) -> str:
        """The event's id by the house's rule: ``poster-60472``."""
        return f"{self.kind}-{self.number}"

    @property
    def path(self) -> str:
        """The page's path on its host."""
        return f"/virtual/{self.year}/{self.kind}/{self.number}"


def page_of(value: object) -> Page | None:
    """Return the page that an address or a path of a conference's site leads to."""
    found = _VIRTUAL.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    kind = re.sub(r"[_-]+", "-", found[2].lower()).strip("-")
    return Page(int(found[1]), kind, int(found[3])) if kind else None


def openreview_id(value: object) -> str | None:
    """Return the id of the paper whose forum or PDF at OpenReview an address leads to.

    A group's address and placeholders in the id's place lead to no paper.
    """
    if not is_address(value):
        return None
    try:
        parts = urlsplit(str(value))
        id_ = parse_qs(parts.query).get("id", [""])[0]
    except ValueError:
        return None
    is_paper = parts.path.rstrip("/") in ("/forum", "/pdf", "/attachment", "/references/pdf")
    if (parts.hostname or "").removeprefix("www.") != "openreview.net" or not is_paper:
        return None
    return id_ if _OPENREVIEW_ID.fullmatch(id_) else None


def forum(paper: str) -> dict[str, str]:
    """Return the native link to a paper's forum at OpenReview."""
    return {"label": "OpenReview", "url": f"https://openreview.net/forum?id={paper}"}


def text(value: object) -> str | None:
    """Return a foreign text on one line with its HTML entities resolved, None if it says nothing.

    The texts for nothing that files hold in a null's place (``None``, ``N/A``) are nothing.
    """
    if not isinstance(value, str):
        return None
    tidy = clean(resolved(value))
    return None if tidy in _NOTHING else tidy


def resolved(value: str) -> str:
    """Return a text with its HTML entities resolved; an ampersand that begins none stays."""
    if "&" not in value:
        return value
    return _ENTITY.sub(lambda found: html.unescape(found[0]), value)


def abstract_of(value: object) -> object:
    """Return an abstract without its HTML; a value that is no text is returned as it is."""
    if isinstance(value, str):
        return text_of_html(value) if "<" in value or "&" in value else value
    return value


def title_of(value: object) -> tuple[object, str | None]:
    """Return a title in Unicode, and why its LaTeX stayed if it did.

    A value that is no text is returned as it is: the border drops its event.
    """
    if not isinstance(value, str):
        return value, None
    title = resolved(value)
    if "$" not in title and "\\" not in title:
        return title, None
    if len(title) > _LONGEST_LATEX:
        return title, "kept with its LaTeX: it is too long to resolve"
    try:
        return from_latex(title), None
    except LatexLost as error:
        return title, f"kept with its LaTeX: {error}"


def time_of(value: object) -> object:
    """Return a time as RFC 3339 has it if it only differs in form, None for an empty text.

    Anything else is returned as it is, for the border to judge.
    """
    if isinstance(value, str):
        if not value.strip():
            return None
        if found := _TIME.fullmatch(value.strip()):
            day, clock, seconds, zulu, hours, minutes = found.groups()
            return f"{day}T{clock}{seconds or ':00'}{zulu or f'{hours}:{minutes}'}"
    return value


def names_of(value: object) -> list[str]:
    """Return the names in a text of names, apart by semicolons, else by commas."""
    if not isinstance(value, str):
        return []
    parts = value.split(";" if ";" in value else ",")
    return [name for part in parts if (name := text(part))]
