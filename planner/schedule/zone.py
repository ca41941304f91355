"""Which time zone a foreign schedule is in: asked for, named in the file, or known of the series.

A file's UTC offsets say when something is, but not where: the next conference
of the series, a change to summer time and the calendar that the attendee takes
along all need a zone's name. Neither they nor the machine's zone count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import available_timezones

from planner.schedule.text import clean, fold
from planner.schedule.unusable import ScheduleUnusable

_LOS_ANGELES = "America/Los_Angeles"
_VANCOUVER = "America/Vancouver"

#: Series that are held in one zone, whatever the year. ``c3`` is the Chaos
#: Communication Congress, as in 37C3, and rC3 in its place in 2020 and 2021.
EVERY_YEAR: Mapping[str, str] = MappingProxyType(
    {
        "c3": "Europe/Berlin",
        "ccc": "Europe/Berlin",
        "cccamp": "Europe/Berlin",
        "chaos communication congress": "Europe/Berlin",
        "chaos communication camp": "Europe/Berlin",
        "fosdem": "Europe/Brussels",
        "froscon": "Europe/Berlin",
        "gpn": "Europe/Berlin",
        "jres": "Europe/Paris",
        "rc3": "Europe/Berlin",
    }
)

#: Where a series was held by year. Years that were held online are left out:
#: their times were given in one zone or another.
BY_YEAR: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "aistats": {2023: "Europe/Madrid", 2024: "Europe/Madrid", 2025: "Asia/Bangkok"},
        "colm": {2024: "America/New_York", 2025: "America/Toronto"},
        "cvpr": {
            2018: "America/Denver", 2019: _LOS_ANGELES, 2022: "America/Chicago", 2023: _VANCOUVER,
            2024: _LOS_ANGELES, 2025: "America/Chicago", 2026: "America/Denver",
        },
        "debconf": {2023: "Asia/Kolkata", 2024: "Asia/Seoul", 2025: "Europe/Paris"},
        "eccv": {
            2018: "Europe/Berlin", 2022: "Asia/Jerusalem", 2024: "Europe/Rome",
            2026: "Europe/Stockholm",
        },
        "europython": {
            2019: "Europe/Zurich", 2022: "Europe/Dublin", 2023: "Europe/Prague",
            2024: "Europe/Prague", 2025: "Europe/Prague",
        },
        "iccv": {2019: "Asia/Seoul", 2023: "Europe/Paris", 2025: "Pacific/Honolulu"},
        "iclr": {
            2018: _VANCOUVER, 2019: "America/Chicago", 2023: "Africa/Kigali",
            2024: "Europe/Vienna", 2025: "Asia/Singapore", 2026: "America/Sao_Paulo",
        },
        "icml": {
            2018: "Europe/Stockholm", 2019: _LOS_ANGELES, 2022: "America/New_York",
            2023: "Pacific/Honolulu", 2024: "Europe/Vienna", 2025: _VANCOUVER, 2026: "Asia/Seoul",
        },
        "mlsys": {
            2019: _LOS_ANGELES, 2020: "America/Chicago", 2022: _LOS_ANGELES,
            2023: "America/New_York", 2024: _LOS_ANGELES, 2025: _LOS_ANGELES, 2026: _LOS_ANGELES,
        },
        "neurips": {
            2018: "America/Toronto", 2019: _VANCOUVER, 2022: "America/Chicago",
            2023: "America/Chicago", 2024: _VANCOUVER, 2025: _LOS_ANGELES,
        },
        "pycon us": {
            2023: "America/Denver", 2024: "America/New_York", 2025: "America/New_York",
            2026: _LOS_ANGELES,
        },
    }
)  # fmt: skip

_YEAR = re.compile(r"(?:19|20)\d\d")
#: ``36c3``, ``fosdem23``: an edition's number stands at either end of a series' name.
_EDITION = re.compile(r"^\d+(?=[a-z])|(?<=[a-z])[\W_]*\d{2,}$")
#: Of no place: the machine's own, a placeholder, and offsets that go by a name.
_NO_PLACE = re.compile(
    r"(?i)localtime|posixrules|Factory|(?:Etc/)?(?:GMT|UTC)[+-]?\d.*|[EMH]ST|Etc/.*"
)
_UTC = frozenset({"utc", "etc/utc", "zulu", "etc/zulu", "universal", "etc/universal", "gmt"})
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*[+-]?\d.*|Z", re.IGNORECASE | re.DOTALL)
_NEAREST = 3


def zone_for(asked: str | None, named: str | None, series: str | None, year: int | None) -> str:
    """Return the IANA name of a schedule's zone.

    Args:
        asked: What the attendee gave as ``--timezone``; it wins.
        named: The zone that the file names, as an IANA or a Windows name.
        series: The conference's series, acronym or title (``fosdem``, ``ICML
            2026``, ``37C3``), looked for in the tables of known conferences.
        year: The conference's year; one in ``series`` does as well.

    Raises:
        ScheduleUnusable: ``asked`` is not the name of a zone, or nothing tells
            the zone.
    """
    if asked is not None:
        return _asked(asked)
    by_name = known_zone(named)
    if by_name and by_name.lower() not in _UTC:
        return by_name
    # Calendars that say UTC of themselves mostly mean that nobody chose a zone.
    found = _of_series(series, year) or by_name
    if found:
        return found
    if named and clean(named) and not _OFFSET.fullmatch(clean(named)):
        raise ScheduleUnusable(
            f"The file's time zone {clean(named)[:60]!r} is not known; add --timezone ZONE."
        )
    raise ScheduleUnusable("The file does not name its time zone; add --timezone ZONE.")


def known_zone(name: str | None) -> str | None:
    """Return the IANA name that ``name`` (IANA in any case, or Windows) stands for, else None.

    A bare offset (``+02:00``, ``Etc/GMT-2``) and the machine's zone stand for none.
    """
    tidy = clean(name or "").strip("\"'")
    # Calendars put a path before the name: /freeassociation.sourceforge.net/Europe/Paris.
    for candidate in (tidy, "/".join(tidy.split("/")[-2:]), "/".join(tidy.split("/")[-3:])):
        if candidate and (found := _iana(candidate) or _windows(candidate)):
            return found
    return None


def _iana(name: str) -> str | None:
    if name.lower() in _UTC:
        return "UTC"
    if _NO_PLACE.fullmatch(name):
        return None
    return _names().get(name.lower().replace(" ", "_"))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """Return all names of zones by their small letters."""
    return {each.lower(): each for each in sorted(available_timezones())}


def _windows(name: str) -> str | None:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return WINDOWS_TO_OLSON.get(name)


def _asked(asked: str) -> str:
    if found := known_zone(asked):
        return found
    nearest = _nearest(clean(asked))
    meant = f" Did you mean {', '.join(nearest)}?" if nearest else ""
    raise ScheduleUnusable(
        f"There is no time zone {clean(asked)[:60]!r}.{meant} "
        "Give an IANA name such as --timezone Europe/Vienna."
    )


def _nearest(asked: str) -> list[str]:
    """Return the names of zones nearest to what was typed, which may be the city alone."""
    from rapidfuzz import fuzz, process

    names = [each for each in _names().values() if not _NO_PLACE.fullmatch(each)]
    cities = {each: fold(each.rpartition("/")[2]) for each in names}
    wanted = fold(asked)[:100].replace(" ", "_")
    by_city = process.extract(wanted.rpartition("/")[2], cities, scorer=fuzz.ratio, limit=_NEAREST)
    whole = process.extract(wanted, [fold(each) for each in names], scorer=fuzz.ratio, limit=1)
    found = [(share, each) for _, share, each in by_city]
    found += [(share, names[place]) for _, share, place in whole]
    found.sort(key=lambda each: -each[0])
    return list(dict.fromkeys(each for share, each in found if share >= 70))[:_NEAREST]


def _of_series(series: str | None, year: int | None) -> str | None:
    text = fold(clean(series or ""))[:1000]
    if year is None and (inside := _YEAR.search(text)):
        year = int(inside[0])
    text = " ".join(re.split(r"[\W_]+", _YEAR.sub(" ", text))).strip()
    plain = " ".join(_EDITION.sub("", word).strip() or word for word in text.split())
    for name in sorted({*EVERY_YEAR, *BY_YEAR}, key=len, reverse=True):
        if f" {name} " in f" {plain} ":
            found = EVERY_YEAR.get(name) or (BY_YEAR[name].get(year) if year else None)
            if found:
                return found
    return None
