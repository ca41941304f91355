"""Abstracts and addresses as frab, pretalx and Pentabarf write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urljoin

from planner.schedule.border_values import is_address
from planner.schedule.markup import text_of_html

_UNSAFE = re.compile(r'[ "<>\\^`{|}]')


def abstract_of(values: Mapping[str, str]) -> str | None:
    """Return subtitle, abstract and description as one text, none of them twice."""
    kept: list[str] = []
    for key in ("subtitle", "abstract", "description"):
        text = text_of_html(values.get(key, "")).strip()
        plain = _plain(text)
        if not plain or any(plain in _plain(each) for each in kept):
            continue
        kept = [each for each in kept if not plain.startswith(_plain(each))]
        kept.append(text)
    return "\n\n".join(kept) or None


def _plain(text: str) -> str:
    return " ".join(text.split())


def joined(base: str, url: str) -> str:
    """Return an address as it stands in a file, made whole.

    Args:
        base: The conference's own address, which some stand below; may be empty.
        url: The address, perhaps with blanks and brackets in it.
    """
    # FOSDEM's rooms, blanks and brackets and all, stand in the addresses of recordings.
    address = _UNSAFE.sub(lambda found: quote(found[0]), url.strip())
    if address.startswith("/") and base:
        try:
            return urljoin(base, address)
        except ValueError:
            return address
    return address


def sound_address(text: str | None) -> str | None:
    """Return a text if it is an address of http or https, else None."""
    tidy = (text or "").strip()
    return tidy if is_address(tidy) else None
