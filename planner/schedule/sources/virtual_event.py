"""One event of a conference's site, as an object of the native format.

The names of the site's fields are those of its ``orals-posters.json``; DESIGN,
section 5, lists them with their traps. What a field holds is not trusted: a
value of a wrong type counts as missing or is left for the border to judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urljoin

from planner.model import Kind
from planner.schedule.border_values import is_address
from planner.schedule.kind_words import kind_named
from planner.schedule.limits import MAX_PEOPLE
from planner.schedule.sources.foreign import (
    Page,
    abstract_of,
    forum,
    names_of,
    openreview_id,
    page_of,
    text,
    time_of,
    title_of,
)

#: Notes the key and why of a value that does not come in as it stands.
Note = Callable[[str, str], None]

_TEMPLATE = re.compile(r"\{[^{}]*\}")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_REFUSED = re.compile(r"\s*(?:desk[ -]?)?(?:reject|withdr)", re.IGNORECASE)
#: ICLR 2023 called its spotlights ``notable-top-25%``.
_DISTINCTION = re.compile(r"spotlight|top-25%", re.IGNORECASE)
_POSITION = re.compile(r"position\s*(?:paper)?\s*:", re.IGNORECASE)
#: ``OpenReview.net/group?id=ICML.cc/2026/Position_Paper_Track``.
_TRACK = re.compile(r"[?&]id=[^/&]+/\d{4}/([A-Za-z][A-Za-z_-]{1,60}?)_Track(?:[/&#]|$)")


class Site(NamedTuple):
    """The site that a file is from.

    ``host`` makes full links of paths, None if it is unknown; ``label`` names
    the links to its own pages; ``ids`` has the ids of events in hand, by
    number (see :func:`~planner.schedule.sources.additions.ids_by_number`).
    """

    host: str | None
    label: str
    ids: Mapping[int, tuple[str, ...]]


class Listed(NamedTuple):
    """An event of the site's file: the native object, and what groups and pairs it.

    ``number`` is the site's own (None without one), ``session`` the name of
    the session it stands in, ``related`` and ``mark`` are as the site has them.
    """

    native: dict[str, Any]
    kind: Kind
    number: int | None
    session: str | None
    paper: str | None
    related: tuple[int, ...]
    mark: str | None


def is_refused(raw: Mapping[str, Any]) -> bool:
    """Tell whether the event is a paper that was rejected or withdrawn."""
    decision = raw.get("decision")
    return isinstance(decision, str) and bool(_REFUSED.match(decision))


def listed(raw: Mapping[str, Any], site: Site, note: Note) -> Listed:
    """Return one event of the site's file in the native form; ``note`` hears what stayed out."""
    page = page_of(raw.get("virtualsite_url"))
    number = page.number if page else _number(raw.get("id"))
    kind = _kind(raw, page)
    id_ = _id(raw, page, number, site)
    title, why = title_of(raw.get("name"))
    if why:
        note("title", why)
    paper = _paper(raw)
    room, board = _place(raw)
    start, end = time_of(raw.get("starttime")), time_of(raw.get("endtime"))
    native = {
        "id": id_,
        "kind": kind.value,
        "title": title,
        "start": start,
        "end": end,
        "day": None,
        "attendance": _attendance(kind, page, start, end),
        "room": room,
        "board": board,
        "people": _people(raw.get("authors", raw.get("speakers"))),
        "topics": _topics(raw.get("topic")),
        "track": _track(raw),
        "paper": paper,
        "parent": None,
        "certainty": _certainty(start, room, board),
        "abstract": abstract_of(raw.get("abstract")),
        "links": _links(raw, page, paper, site),
    }
    native["topics_by"] = "conference" if native["topics"] else None
    mark = raw.get("uid")
    return Listed(
        native=native,
        kind=kind,
        number=number,
        session=text(raw.get("session")),
        paper=paper,
        related=_related(raw.get("related_events_ids")),
        mark=mark if isinstance(mark, str) and mark else None,
    )


def _number(value: object) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"\d{1,12}", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < 10**12 else None


def _words(raw: Mapping[str, Any]) -> str | None:
    """Return what the site calls the event; ``event_type`` may hold a template's holes."""
    for key in ("eventtype", "event_type", "type"):
        value = raw.get(key)
        if isinstance(value, str) and (words := text(_TEMPLATE.sub(" ", value[:300]))):
            return words
    return None


def _kind(raw: Mapping[str, Any], page: Page | None) -> Kind:
    default = kind_named(page.kind.replace("-", " "), Kind.OTHER) if page else Kind.OTHER
    kind = kind_named(_words(raw), default)
    decision = raw.get("decision")
    if kind is Kind.POSTER and isinstance(decision, str) and _DISTINCTION.search(decision):
        return Kind.SPOTLIGHT
    return kind


def _id(raw: Mapping[str, Any], page: Page | None, number: int | None, site: Site) -> object:
    """Return the id that the number has in hand, else the one its page or its type gives."""
    if number is None:
        return raw.get("id")
    prefix = page.kind if page else _NOT_IN_SLUG.sub("-", (_words(raw) or "").lower()).strip("-")
    own = f"{prefix or 'event'}-{number}"
    held = site.ids.get(number, ())
    if own in held:
        return own
    # Numbers are the site's, one for each event, whatever it was called by then;
    # but an oral and its poster are two events.
    is_oral = prefix == "oral"
    return next((id_ for id_ in held if id_.startswith("oral-") == is_oral), own)


def _paper(raw: Mapping[str, Any]) -> str | None:
    media = raw.get("eventmedia")
    addresses = [raw.get(key) for key in ("paper_url", "paper_pdf_url", "url", "sourceurl")]
    if isinstance(media, list):
        addresses += [each.get("uri") for each in media[:MAX_PEOPLE] if isinstance(each, dict)]
    return next((id_ for address in addresses if (id_ := openreview_id(address))), None)


def _place(raw: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Return room and board; a position may be ``#2504`` or ``Hall B #2504``."""
    room, position = text(raw.get("room_name")), raw.get("poster_position")
    if isinstance(position, int) and not isinstance(position, bool) and 0 <= position < 10**9:
        position = str(position)
    before, sign, board = (text(position) or "").rpartition("#")
    if sign and before.strip() and room is None:
        room = before.strip()
    return room, board.strip() or None


def _people(authors: object) -> object:
    if isinstance(authors, str):
        return [{"name": name, "affiliation": None} for name in names_of(authors)]
    if authors is None or not isinstance(authors, list):
        return authors or []
    people: list[object] = []
    for author in authors[: MAX_PEOPLE + 1]:
        if isinstance(author, dict):
            name = author.get("fullname", author.get("name"))
            affiliation = author.get("institution", author.get("affiliation"))
            people.append({"name": text(name), "affiliation": text(affiliation)})
        else:
            people.append({"name": text(author), "affiliation": None})
    return people


def _topics(topic: object) -> list[str]:
    topics = topic if isinstance(topic, list) else [topic]
    return [each for value in topics[:MAX_PEOPLE] if (each := text(value))]


def _track(raw: Mapping[str, Any]) -> str | None:
    title, group = raw.get("name"), raw.get("sourceurl")
    if isinstance(title, str) and _POSITION.match(title):
        return "position"
    found = _TRACK.search(group[:500]) if isinstance(group, str) else None
    if found is None:
        return None
    return re.sub(r"[_-]+", " ", found[1]).lower().removesuffix(" paper").strip() or None


def _attendance(kind: Kind, page: Page | None, start: object, end: object) -> str | None:
    """Say where the kind misleads.

    A spotlight is a poster, but some years also had spotlight talks, which have
    pages of their own; one attends a workshop of two hours from start to end.
    """
    is_talk = kind is Kind.SPOTLIGHT and page is not None and page.kind.startswith("spotlight")
    minutes = _minutes(start, end)
    if minutes is None:
        return None
    if (is_talk and minutes <= 30) or (kind is Kind.WORKSHOP and minutes <= 150):
        return "fixed"
    return None


def _minutes(start: object, end: object) -> float | None:
    if not (isinstance(start, str) and isinstance(end, str)):
        return None
    try:
        length = datetime.fromisoformat(end) - datetime.fromisoformat(start)
    except (ValueError, TypeError, OverflowError):
        return None
    return length.total_seconds() / 60


def _certainty(start: object, room: str | None, board: str | None) -> dict[str, str]:
    facts = {"slot": start, "room": room, "board": board}
    return {fact: "official" if value else "unknown" for fact, value in facts.items()}


def _links(
    raw: Mapping[str, Any], page: Page | None, paper: str | None, site: Site
) -> list[dict[str, str]]:
    """Return the links, each address once: the site's page first, then OpenReview."""
    links = []
    if page and site.host:
        links.append({"label": site.label, "url": f"https://{site.host}{page.path}"})
    if paper:
        links.append(forum(paper))
    given = [("Paper", raw.get("paper_url")), ("PDF", raw.get("paper_pdf_url"))]
    given += [("Website", raw.get("url")), *_media(raw.get("eventmedia"), site)]
    for label, address in given:
        if is_address(address) and openreview_id(address) != (paper or "none known"):
            at_pmlr = "//proceedings.mlr.press/" in str(address)
            links.append({"label": "PMLR" if at_pmlr else label, "url": str(address)})
    return list({link["url"]: link for link in reversed(links)}.values())[::-1]


def _media(media: object, site: Site) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for each in media[:MAX_PEOPLE] if isinstance(media, list) else ():
        if not isinstance(each, dict) or each.get("visible") is False:
            continue
        address = each.get("uri") or each.get("url") or each.get("file")
        if not isinstance(address, str):
            continue
        if address.startswith("/") and not address.startswith("//") and site.host:
            address = urljoin(f"https://{site.host}/", address)
        found.append((text(each.get("name")) or text(each.get("type")) or "Link", address))
    return found


def _related(value: object) -> tuple[int, ...]:
    numbers = value if isinstance(value, list) else ()
    return tuple(found for each in numbers[:100] if (found := _number(each)) is not None)
