"""What a calendar file says besides its entries: its name, its zone, around which day it lies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from planner.schedule.markup import line_of_html
from planner.schedule.text import clean
from planner.schedule.zone import known_zone

_HEADER = re.compile(r"^(X-WR-TIMEZONE|X-WR-CALNAME|NAME|METHOD)(?:;[^:\r\n]*)?:(.*)$", re.I | re.M)
_STARTED = re.compile(r"^DTSTART[^:\r\n]*:(\d{4})(\d\d)(\d\d)", re.I | re.M)
_ESCAPED = re.compile(r"\\([\\;,])")
_SPACES = re.compile(r"\\[nN]")


class Header(NamedTuple):
    """What stands above a calendar's entries.

    ``name`` is empty where it has none. ``zone`` is an IANA name, or what the
    file calls a zone that is not known; None where it names none.
    """

    name: str
    zone: str | None


def header_of(text: str) -> Header:
    """Return what a calendar's text says above its entries, or by them all of its zone."""
    head = re.sub(r"\r\n[ \t]", "", text[: text.upper().find("BEGIN:VEVENT")])
    said: dict[str, str] = {}
    for name, value in _HEADER.findall(head):
        said.setdefault(name.upper(), _ESCAPED.sub(r"\1", _SPACES.sub(" ", value)).strip())
    named = [said.get("X-WR-TIMEZONE", "")]
    named += [name for name, _ in Counter(_zones(text)).most_common(5)]
    zones = [zone for zone in map(known_zone, named) if zone]
    place = next((zone for zone in zones if zone != "UTC"), None)
    unknown = next((name for name in named if name), None)
    title = clean(line_of_html(said.get("X-WR-CALNAME") or said.get("NAME") or ""))
    return Header(title, place or next(iter(zones), None) or unknown)


def _zones(text: str) -> Iterator[str]:
    """Yield the names of zones that starts are given in, and that definitions of zones refer to."""
    for line in text.split("\r\n"):
        if line[:15].upper() == "X-LIC-LOCATION:":
            yield line[15:].strip()
        if line[:8].upper() != "DTSTART;":
            continue
        parameters = line[8:].partition(":")[0].split(";")
        named = next((each for each in parameters if each[:5].upper() == "TZID="), "")
        if named:
            yield named[5:].strip('"')


def middle_day(text: str) -> date | None:
    """Return the day around which a calendar's entries lie."""
    days = []
    for year, month, day in _STARTED.findall(text):
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return sorted(days)[len(days) // 2] if days else None
