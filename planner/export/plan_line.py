"""A plan as one line for a chat: stars and their levels alone, checked before it is trusted.

A line is ``planner:<conference id>:<data>``, the data in base64url without padding
(RFC 4648 section 5). Its bytes, the numbers unsigned LEB128::

    version           1
    form              0 as it is, 1 raw DEFLATE (RFC 1951) with the dictionary below
    body              when: seconds since 1970 of the newest star
                      groups of ids that end in a number: how many; of each the length of what
                      stands before the numbers, that text, how many numbers there are, the
                      first, and then what lies between each and the one before
                      other ids: how many; of each its length and its text
                      levels: five to a byte, in the order of the ids (0 must, 1 want, 2 maybe)
    checksum          CRC-32, big-endian, of the conference's id and all bytes before

The checksum stands at the same place in every version, so that a damaged line is
never taken for a newer one.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from planner.export.plan_values import PlanError
from planner.model import Level
from planner.schedule.ids import is_id

VERSION = 1
MOST_STARS = 10_000
LONGEST_LINE = 256 * 1024
_MOST_BYTES = 1024 * 1024
_CHECKSUM = 4
_LATEST = 253_402_300_799
_LEVELS = (Level.MUST, Level.WANT, Level.MAYBE)
_PLAIN, _DEFLATED = 0, 1

#: What ids are often made of; part of version 1, never to be changed.
_WORDS = (
    b"-2024-2025-2026-2027-0900-1000-1100-1200-1300-1400-1500-1600-1700"
    b"symposium-registration-affinity-social-demo-session-poster-"
    b"event-invited-talk-talk-tutorial-spotlight-workshop-oral-poster-"
)

_NUMBERED = re.compile(r"(.*?)(0|[1-9][0-9]{0,14})", re.DOTALL)
#: What a chat puts into a line that it wraps, quotes or shows as code.
_LAID_IN = re.compile("[\\s>`'\"\u00ad\u200b-\u200d\u2060\ufeff]+")
_DATA = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_BEGINS = re.compile(r"(?:(?P<name>[^\s=:,]{1,40})\s*=\s*)?(?P<line>planner:)", re.IGNORECASE)

_DAMAGED = "The line is damaged or not whole: copy it again from its beginning to its end."


class PlanLine(NamedTuple):
    """What a line holds: levels by event id, and when the newest star was set, in UTC."""

    conference_id: str
    at: datetime
    stars: Mapping[str, Level]


class Shared(NamedTuple):
    """A line found in a text, as it stands there, and the name given with it, if any."""

    name: str | None
    line: str


def plan_line(conference_id: str, stars: Mapping[str, Level], at: datetime) -> str:
    """Return stars as a line; the same stars give the same line.

    Args:
        conference_id: The conference's id.
        stars: The level of each star by event id.
        at: When the newest of them was set, an aware datetime.

    Raises:
        PlanError: There are more stars than a line holds, or an id is not one of planner's.
    """
    if len(stars) > MOST_STARS:
        raise PlanError(f"A line holds at most {MOST_STARS:,} stars: save a file instead.")
    strange = next((each for each in (conference_id, *stars) if not is_id(each)), None)
    if strange is not None:
        raise PlanError(f"The id {strange[:40]!r} cannot stand in a line: save a file instead.")
    body = _body(stars, at)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=_WORDS)
    packed = packer.compress(body) + packer.flush()
    form, shorter = (_DEFLATED, packed) if len(packed) < len(body) else (_PLAIN, body)
    content = bytes((VERSION, form)) + shorter
    content += _checksum(conference_id, content)
    return f"planner:{conference_id}:{base64.urlsafe_b64encode(content).decode().rstrip('=')}"


def is_line(text: str) -> bool:
    """Whether a text begins as a line does, perhaps with the name of whose it is."""
    return _BEGINS.match(_LAID_IN.sub(" ", text[:200]).strip()) is not None


def lines_in(text: str) -> list[Shared]:
    """Return the lines that stand in a text one after another, each perhaps as ``Ada=planner:``."""
    found = list(_BEGINS.finditer(text[: 8 * LONGEST_LINE]))
    ends = [each.start() for each in found[1:]] + [len(text)][: len(found)]
    return [
        Shared(each["name"], text[each.start("line") : end].strip())
        for each, end in zip(found, ends, strict=True)
    ]


def read_line(text: str) -> PlanLine:
    """Return the plan that a line holds; blanks and line breaks inside it do not matter.

    Raises:
        PlanError: It is no such line, a newer planner's, damaged, cut, or too large.
    """
    if len(text) > LONGEST_LINE:
        raise PlanError("The line is longer than any plan's: ask for a plan file instead.")
    parts = _LAID_IN.sub("", text).split(":")
    if len(parts) != 3 or parts[0].lower() != "planner":
        raise PlanError(
            "This is no plan's line: one looks like planner:<conference>:<letters and digits>."
        )
    _, conference_id, data = parts
    if not is_id(conference_id):
        raise PlanError(f"The line names no conference: {conference_id[:40]!r} is no id.")
    content = _bytes(data)
    if _checksum(conference_id, content[:-_CHECKSUM]) != content[-_CHECKSUM:]:
        raise PlanError(_DAMAGED)
    version, form = content[0], content[1]
    if version > VERSION:
        raise PlanError(
            f"The line was made by a newer planner (version {version}, this one knows "
            f"{VERSION}): update planner."
        )
    if version != VERSION or form not in (_PLAIN, _DEFLATED):
        raise PlanError(_DAMAGED)
    body = content[2:-_CHECKSUM]
    reader = _Reader(_unpacked(body) if form == _DEFLATED else body)
    at = datetime.fromtimestamp(reader.number(_LATEST), UTC)
    ids = [*_numbered(reader), *_others(reader)]
    levels = _levels(reader, len(ids))
    stars = dict(zip(ids, levels, strict=True))
    if not reader.is_at_end or len(stars) != len(ids) or not all(map(is_id, ids)):
        raise PlanError(_DAMAGED)
    return PlanLine(conference_id, at, stars)


def _body(stars: Mapping[str, Level], at: datetime) -> bytes:
    groups: dict[str, list[int]] = {}
    others: list[str] = []
    for event_id in sorted(stars):
        found = _NUMBERED.fullmatch(event_id)
        if found:
            groups.setdefault(found[1], []).append(int(found[2]))
        else:
            others.append(event_id)
    ordered: list[str] = []
    body = bytearray(_varint(max(0, min(_LATEST, int(at.timestamp())))))
    body += _varint(len(groups))
    for stem, numbers in sorted(groups.items()):
        body += _text(stem) + _varint(len(numbers))
        before = -1
        for number in sorted(numbers):
            body += _varint(number - before - 1)
            before = number
            ordered.append(f"{stem}{number}")
    body += _varint(len(others))
    for event_id in others:
        body += _text(event_id)
    ordered += others
    return bytes(body) + _packed(_LEVELS.index(stars[event_id]) for event_id in ordered)


def _numbered(reader: _Reader) -> Iterator[str]:
    held = 0
    for _ in range(reader.number(MOST_STARS)):
        stem, number = reader.text(), -1
        many = reader.number(MOST_STARS)
        held += many
        if held > MOST_STARS:
            raise PlanError(_DAMAGED)
        for _ in range(many):
            number += reader.number(10**15) + 1
            yield f"{stem}{number}"


def _others(reader: _Reader) -> Iterator[str]:
    for _ in range(reader.number(MOST_STARS)):
        yield reader.text()


def _levels(reader: _Reader, many: int) -> Iterator[Level]:
    for place in range(0, many, 5):
        five = reader.byte()
        for _ in range(min(5, many - place)):
            five, digit = divmod(five, 3)
            yield _LEVELS[digit]
        if five:
            raise PlanError(_DAMAGED)


def _packed(digits: Iterable[int]) -> bytes:
    found, place = bytearray(), 0
    for place, digit in enumerate(digits):
        if place % 5 == 0:
            found.append(0)
        found[-1] += digit * 3 ** (place % 5)
    return bytes(found)


def _text(text: str) -> bytes:
    return _varint(len(text)) + text.encode("ascii")


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)


def _checksum(conference_id: str, content: bytes) -> bytes:
    return zlib.crc32(conference_id.encode("ascii") + content).to_bytes(_CHECKSUM, "big")


def _bytes(data: str) -> bytes:
    if not _DATA.fullmatch(data) or len(data) % 4 == 1:
        raise PlanError(_DAMAGED)
    content = base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
    if len(content) < 2 + _CHECKSUM:
        raise PlanError(_DAMAGED)
    return content


def _unpacked(packed: bytes) -> bytes:
    """Return what was deflated, never more than a plan can be."""
    unpacker = zlib.decompressobj(-15, zdict=_WORDS)
    try:
        body = unpacker.decompress(packed, _MOST_BYTES)
    except zlib.error:
        raise PlanError(_DAMAGED) from None
    if unpacker.unconsumed_tail:
        raise PlanError("The line unfolds to more than any plan holds, so it was not read.")
    if not unpacker.eof or unpacker.unused_data:
        raise PlanError(_DAMAGED)
    return body


class _Reader:
    """Reads a body from its beginning on; whatever is not there is damage."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._place = 0

    @property
    def is_at_end(self) -> bool:
        return self._place == len(self._body)

    def byte(self) -> int:
        if self.is_at_end:
            raise PlanError(_DAMAGED)
        self._place += 1
        return self._body[self._place - 1]

    def number(self, most: int) -> int:
        number = shift = 0
        while True:
            byte = self.byte()
            number |= (byte & 0x7F) << shift
            shift += 7
            if number > most or shift > 63:
                raise PlanError(_DAMAGED)
            if byte < 0x80:
                return number

    def text(self) -> str:
        length = self.number(80)
        if len(self._body) - self._place < length:
            raise PlanError(_DAMAGED)
        self._place += length
        held = self._body[self._place - length : self._place]
        # Each byte is a sign; what is no sign of an id is refused with the ids.
        return held.decode("latin-1")
