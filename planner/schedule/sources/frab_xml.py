"""schedule.xml of frab, pretalx, wafer and Pentabarf: FOSDEM, CCC, DebConf, EuroPython ...

``schedule > day > room > event``, read with defusedxml: a file with a document
type or entities of its own is refused, so none can unfold in memory or fetch
anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.schedule.limits import MAX_DEPTH, refuse_crowd
from planner.schedule.loaded import Loaded, Problem, Report
from planner.schedule.source import Asked, Content, Source
from planner.schedule.sources.frab import FrabEvent, frab_schedule
from planner.schedule.unusable import ScheduleUnusable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # only the type; parsing is defusedxml's

_ROOT = re.compile(rb"<schedule[\s/>]")
_EVENT = re.compile(rb"<event[\s/>]")
_LOOKED_AT = 65_536
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
#: XML 1.0, section 2.2: characters that may not stand in a document at all.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORBIDDEN_NUMBERS = re.compile(r"&#(?:0*(?:\d|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1.));")
_ALLOWED_NUMBERS = frozenset({"9", "10", "13"})


def _recognises(content: Content) -> bool:
    head = content.head.replace(b"\0", b"").lstrip(b"\xff\xfe")
    if not head.startswith(b"<") or head[:15].lower().startswith(b"<!doctype html"):
        return False
    return bool(_ROOT.search(content.raw[:_LOOKED_AT].replace(b"\0", b"")))


def _read(content: Content, asked: Asked) -> Loaded:
    report = Report()
    try:
        # Before it is parsed: a tree of all of them would fill the memory.
        refuse_crowd(len(_EVENT.findall(content.raw.replace(b"\0", b""))))
    except ScheduleUnusable as error:
        raise ScheduleUnusable(f"{asked.place}: {error}") from error
    root = _root(content.raw, asked.place, report)
    if root.tag != "schedule":
        raise ScheduleUnusable(
            f"{asked.place} is XML but no schedule: it begins with <{root.tag[:40]}> "
            "where <schedule> is expected."
        )
    _refuse_depth(root, asked.place)
    conference = _texts(root.find("conference"))
    for name in ("generator", "base_url", "url"):
        found = root.find(name)
        if found is not None and name not in conference:
            conference[name] = found.get("name") or (found.text or "").strip()
    return frab_schedule(conference, list(_events(root)), asked, report)


def _root(raw: bytes, place: str, report: Report) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    def parsed(document: bytes) -> Element:
        root: Element = fromstring(document, forbid_dtd=True)
        return root

    try:
        try:
            return parsed(raw)
        except ParseError:
            mended = _mended(raw)
            if mended is None:
                raise
            root = parsed(mended)
            why = "characters that are not UTF-8, or that XML does not allow, were replaced"
            report.problems.append(Problem(None, None, "text", why))
            return root
    except ParseError as error:
        line, column = error.position
        reason = str(error).partition(":")[0]
        raise ScheduleUnusable(
            f"{place} is not XML or is cut off, at line {line}, column {column + 1} ({reason}). "
            "Get the file again."
        ) from error
    except DefusedXmlException as error:
        raise ScheduleUnusable(
            f"{place} has a document type or entities of its own, which no schedule needs; "
            "it is not read."
        ) from error
    except (ValueError, LookupError) as error:
        raise ScheduleUnusable(
            f"{place} is written in an encoding that cannot be read. Save it as UTF-8."
        ) from error


def _mended(raw: bytes) -> bytes | None:
    """Return a UTF-8 document without what XML forbids, None if nothing is to be mended."""
    declared = _DECLARED.match(raw.removeprefix(b"\xef\xbb\xbf"))
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or (
        declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii")
    ):
        return None
    text = raw.decode("utf-8", "replace")
    text = _FORBIDDEN_NUMBERS.sub(_without_forbidden, _FORBIDDEN.sub(" ", text))
    mended = text.encode()
    return None if mended == raw else mended


def _without_forbidden(found: re.Match[str]) -> str:
    number = found[0][2:-1]
    value = int(number[1:], 16) if number[0] in "xX" else int(number)
    return found[0] if str(value) in _ALLOWED_NUMBERS else " "


def _refuse_depth(root: Element, place: str) -> None:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in outer]
        if not level:
            return
    raise ScheduleUnusable(f"{place} nests deeper than {MAX_DEPTH} levels; it is no schedule.")


def _events(root: Element) -> Iterator[FrabEvent]:
    for day in root.iter("day"):
        filed = day.get("date"), day.get("start"), day.get("end")
        for room in day:
            if room.tag == "room":
                for event in room.iter("event"):
                    yield _event(event, room.get("name"), *filed)
            elif room.tag == "event":
                yield _event(room, None, *filed)


def _event(
    event: Element, room: str | None, day: str | None, start: str | None, end: str | None
) -> FrabEvent:
    values = _texts(event)
    for key in ("guid", "id", "code"):
        said = (event.get(key) or "").strip()
        if said:
            values[key] = said
    if room and "room" not in values:
        values["room"] = room
    persons = tuple(
        name for person in event.findall("persons/person") if (name := _text(person).strip())
    )
    links = tuple(
        (_text(link), link.get("href") or "")
        for path in ("links/link", "attachments/attachment")
        for link in event.findall(path)
    )
    return FrabEvent(day, start, end, values, persons, links)


def _texts(parent: Element | None) -> dict[str, str]:
    """Return the texts of an element's children by their names, the first of each that has one."""
    texts: dict[str, str] = {}
    for child in () if parent is None else parent:
        if child.tag in ("persons", "links", "attachments") or child.tag in texts:
            continue
        text = _text(child).strip()
        if text:
            texts[child.tag] = text
    return texts


def _text(element: Element) -> str:
    """Return an element's text; XHTML inside it is kept as such."""
    if len(element) == 0:
        return element.text or ""
    from xml.etree.ElementTree import tostring

    return (element.text or "") + "".join(tostring(child, encoding="unicode") for child in element)


SOURCE = Source("frab XML", _recognises, _read)
