"""Links that may leave the house: addresses of http and https alone, and what they lead to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from planner.model import Link

_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f]+", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:www\.)?([^/?#:]+)", re.IGNORECASE)
#: PMLR's pages name the volume: proceedings.mlr.press/v235/gao24e.html.
_PROCEEDINGS = re.compile(r"https?://proceedings\.mlr\.press/v(\d+)/", re.IGNORECASE)
_OPENREVIEW, _PMLR = "openreview.net", "proceedings.mlr.press"
#: Where a paper is read best; whatever else there is comes after these.
_BEST = (_OPENREVIEW, _PMLR)


class Proceedings(NamedTuple):
    """A paper's page in the Proceedings of Machine Learning Research, and its volume's number."""

    url: str
    volume: str


def address(url: str | None) -> str | None:
    """Return ``url`` if it is a printable address of http or https, else None."""
    return url if url and _ADDRESS.fullmatch(url) and url.isprintable() else None


def sound(links: Sequence[Link]) -> list[Link]:
    """Return the links with a sound address in their order, each address once."""
    return list({link.url: link for link in links if address(link.url)}.values())


def encoded(url: str) -> str:
    """Return an address in the printable ASCII that a terminal, a QR code or a browser takes.

    What stands for itself by RFC 3986 (section 2.2) stays, as does what is
    encoded already; all else is percent-encoded (section 2.1).

    Args:
        url: A sound address; see :func:`address`.
    """
    from urllib.parse import quote

    return quote(url, safe="%:/?#[]@!$&'()*+,;=")


def best_first(links: Sequence[Link]) -> list[Link]:
    """Return the links with a sound address, each address once: OpenReview, PMLR, then others."""
    sound = {link.url: link for link in reversed(links) if address(link.url)}
    places = {host: place for place, host in enumerate(_BEST)}
    order = {link.url: number for number, link in enumerate(links)}
    return sorted(
        sound.values(), key=lambda link: (places.get(_host(link.url), len(_BEST)), order[link.url])
    )


def openreview(links: Sequence[Link]) -> str | None:
    """Return the address of a paper's page at OpenReview, None if there is none."""
    return next((link.url for link in best_first(links) if _host(link.url) == _OPENREVIEW), None)


def proceedings(links: Sequence[Link]) -> Proceedings | None:
    """Return a paper's page in the proceedings, None if there is none."""
    for link in best_first(links):
        found = _PROCEEDINGS.match(link.url)
        if found:
            return Proceedings(link.url, found[1])
    return None


def _host(url: str) -> str:
    found = _HOST.match(url)
    return found[1].lower() if found else ""
