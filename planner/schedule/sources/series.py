"""The machine learning conferences whose sites run the same software, and their editions.

Facts that the files lack: a series' site, its title, and the days of the years
that are known. A year that is missing here is unknown, not guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from planner.schedule.border_values import is_address


class Series(NamedTuple):
    """A series of conferences: its name, the host of its site and its title."""

    name: str
    host: str
    title: str


SERIES: Mapping[str, Series] = MappingProxyType(
    {
        "aistats": Series(
            "AISTATS",
            "virtual.aistats.org",
            "International Conference on Artificial Intelligence and Statistics",
        ),
        "cvpr": Series(
            "CVPR",
            "cvpr.thecvf.com",
            "IEEE/CVF Conference on Computer Vision and Pattern Recognition",
        ),
        "eccv": Series("ECCV", "eccv.ecva.net", "European Conference on Computer Vision"),
        "iccv": Series("ICCV", "iccv.thecvf.com", "International Conference on Computer Vision"),
        "iclr": Series("ICLR", "iclr.cc", "International Conference on Learning Representations"),
        "icml": Series("ICML", "icml.cc", "International Conference on Machine Learning"),
        "mlsys": Series("MLSys", "mlsys.org", "Conference on Machine Learning and Systems"),
        "neurips": Series(
            "NeurIPS", "neurips.cc", "Conference on Neural Information Processing Systems"
        ),
    }
)

#: First and last day by series and year, workshops and tutorials included.
DAYS: Mapping[tuple[str, int], tuple[str, str]] = MappingProxyType(
    {
        ("cvpr", 2024): ("2024-06-17", "2024-06-21"),
        ("cvpr", 2025): ("2025-06-11", "2025-06-15"),
        ("eccv", 2024): ("2024-09-29", "2024-10-04"),
        ("iccv", 2023): ("2023-10-02", "2023-10-06"),
        ("iccv", 2025): ("2025-10-19", "2025-10-23"),
        ("iclr", 2022): ("2022-04-25", "2022-04-29"),
        ("iclr", 2023): ("2023-05-01", "2023-05-05"),
        ("iclr", 2024): ("2024-05-07", "2024-05-11"),
        ("iclr", 2025): ("2025-04-24", "2025-04-28"),
        ("iclr", 2026): ("2026-04-23", "2026-04-27"),
        ("icml", 2021): ("2021-07-18", "2021-07-24"),
        ("icml", 2022): ("2022-07-17", "2022-07-23"),
        ("icml", 2023): ("2023-07-23", "2023-07-29"),
        ("icml", 2024): ("2024-07-21", "2024-07-27"),
        ("icml", 2025): ("2025-07-13", "2025-07-19"),
        ("icml", 2026): ("2026-07-06", "2026-07-11"),
        ("mlsys", 2024): ("2024-05-13", "2024-05-16"),
        ("mlsys", 2025): ("2025-05-12", "2025-05-15"),
        ("neurips", 2022): ("2022-11-28", "2022-12-09"),
        ("neurips", 2023): ("2023-12-10", "2023-12-16"),
        ("neurips", 2024): ("2024-12-10", "2024-12-15"),
        ("neurips", 2025): ("2025-12-02", "2025-12-07"),
    }
)

_ALIASES = {"nips": "neurips"}
_DATA_FILE = re.compile(r"([a-z][a-z0-9]{1,19})-((?:19|20)\d\d)-(?:orals-posters|abstracts)\b")
_WORD_AND_YEAR = re.compile(r"([a-z]+)[-_ ]?((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WORDS = re.compile(r"[a-z]+")


class Edition(NamedTuple):
    """One year of a series: ``icml`` and 2026; the series need not be a known one."""

    series: str
    year: int

    @property
    def id(self) -> str:
        """The conference's id: ``icml2026``."""
        return f"{self.series}{self.year}"

    @property
    def known(self) -> Series | None:
        """What is known of the series."""
        return SERIES.get(self.series)

    @property
    def name(self) -> str:
        """The conference's name: ``ICML 2026``."""
        return f"{self.known.name if self.known else self.series.upper()} {self.year}"

    @property
    def data_address(self) -> str | None:
        """Where the series' site keeps the orals and posters of this year."""
        if self.known is None:
            return None
        return f"https://{self.known.host}/static/virtual/data/{self.series}-{self.year}-orals-posters.json"


def edition_of_place(place: str) -> Edition | None:
    """Return the edition that a file's name or address tells, such as ``icml-2026-abstracts.json``.

    Any series is taken from a name of the sites' own form, else only a known one.
    """
    name = re.split(r"[/\\]", _path(place))[-1].lower()
    if found := _DATA_FILE.search(name):
        return Edition(_ALIASES.get(found[1], found[1]), int(found[2]))
    for found in _WORD_AND_YEAR.finditer(name):
        series = _ALIASES.get(found[1], found[1])
        if series in SERIES:
            return Edition(series, int(found[2]))
    return None


def edition_of_addresses(addresses: Iterable[str]) -> Edition | None:
    """Return the edition that most of some addresses name.

    Such as ``https://openreview.net/group?id=ICML.cc/2026/Conference`` and
    ``https://icml.cc/virtual/2026/poster/1``; what names no series or no year
    says nothing.
    """
    counts: Counter[Edition] = Counter()
    for address, count in Counter(addresses).items():
        if edition := _edition_in(address[:500].lower()):
            counts[edition] += count
    return counts.most_common(1)[0][0] if counts else None


def _edition_in(address: str) -> Edition | None:
    year = _YEAR.search(address)
    words = (_ALIASES.get(word, word) for word in _WORDS.findall(address))
    series = next((word for word in words if word in SERIES), None)
    return Edition(series, int(year[0])) if series and year else None


def _path(place: str) -> str:
    if not is_address(place):
        return place
    return urlsplit(place).path
