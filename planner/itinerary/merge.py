"""Merging facts from elsewhere into what is decided here: the newer decision wins.

Nothing that is held is dropped without a word: each fact that differs is told,
whichever way it went.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from planner.itinerary.facts import (
    COMMITMENT,
    DECLINED,
    STAR,
    JsonObject,
    Wish,
    json_text,
    moment_of,
    says_the_same,
)

#: A fact's field and key.
Place = tuple[str, str]

#: What became of a fact from elsewhere: it is new here, it replaces the one here, the one
#: here is newer and stays, or it was taken off here later and stays off; a star "goes"
#: where a newer no replaces it.
Fate = Literal["added", "changed", "stays", "off", "goes"]

_TYPED = re.compile(r"block-[0-9]+")
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class Removal(NamedTuple):
    """When a fact was taken off, and what it was."""

    at: datetime
    value: JsonObject


class Held(NamedTuple):
    """All that is decided at one moment.

    ``facts`` are those in force; ``removals`` those that were taken off last
    and are not in force; ``highest_block`` is the highest number that a typed
    commitment has or ever had.
    """

    facts: Mapping[Place, JsonObject]
    removals: Mapping[Place, Removal]
    highest_block: int = 0


class Difference(NamedTuple):
    """A fact that is not the same here and there, and what becomes of it.

    ``here`` is None where there is none; ``there`` is None of a star that goes.
    """

    fate: Fate
    field: str
    key: str
    here: JsonObject | None
    there: JsonObject | None


class Merged(NamedTuple):
    """What a merge does: the wishes, all differences, and how many facts say the same."""

    wishes: tuple[Wish, ...]
    differences: tuple[Difference, ...]
    same: int


def merged(held: Held, theirs: Iterable[Wish], now: datetime, *, again: bool = False) -> Merged:
    """Return what comes of facts from elsewhere beside those that are held.

    A star and a no for one event exclude each other; the newer one wins. A
    typed commitment is never replaced, since a number means another one
    elsewhere: what is not here yet gets a number of its own.

    Args:
        held: What is decided here.
        theirs: The facts from elsewhere; a wish for there to be none is passed over.
        now: The present, aware: nothing counts as decided later than that.
        again: Whether what was taken off here later comes back all the same.
    """
    there = {
        (wish.field, wish.key): _not_after(now, wish.value)
        for wish in theirs
        if wish.value is not None
    }
    differences: list[Difference] = []
    wishes: list[Wish] = []
    same, number = 0, held.highest_block
    known = {_said(each): each for (field, _), each in held.facts.items() if field == COMMITMENT}
    for (field, key), value in there.items():
        here = held.facts.get((field, key))
        if field == COMMITMENT:
            here = known.get(_said(value)) or (None if _TYPED.fullmatch(key) else here)
        if here is not None and _says_the_same(field, here, value):
            same += 1
            continue
        fate = _fate(held, field, key, here, value, again=again)
        if field == DECLINED and (STAR, key) in there:
            continue
        opposite = {STAR: DECLINED, DECLINED: STAR}.get(field)
        opposed = held.facts.get((opposite, key)) if opposite else None
        if opposed is not None and fate == "added":
            if decided_at(opposed) >= decided_at(value):
                fate, here = "stays", opposed
            else:
                assert opposite is not None  # noqa: S101 - for the type checker
                wishes.append(Wish(opposite, key, None))
                if opposite == STAR:
                    differences.append(Difference("goes", STAR, key, opposed, None))
        if field == COMMITMENT and fate == "added" and _TYPED.fullmatch(key):
            number += 1
            key = f"block-{number}"
        differences.append(Difference(fate, field, key, here, value))
        if fate in ("added", "changed"):
            wishes.append(Wish(field, key, value))
    return Merged(tuple(wishes), tuple(differences), same)


def decided_at(value: JsonObject) -> datetime:
    """Return when a fact was decided, in UTC; what does not say so was before all others."""
    try:
        return moment_of(value["at"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return _BEFORE_ALL


def _fate(
    held: Held, field: str, key: str, here: JsonObject | None, there: JsonObject, *, again: bool
) -> Fate:
    if here is not None:
        return "changed" if decided_at(there) > decided_at(here) else "stays"
    if again:
        return "added"
    if field == COMMITMENT:
        gone = [
            each.at
            for place, each in held.removals.items()
            if place[0] == COMMITMENT and says_the_same(each.value, there)
        ]
    else:
        removal = held.removals.get((field, key))
        gone = [removal.at] if removal else []
    return "off" if any(at > decided_at(there) for at in gone) else "added"


def _says_the_same(field: str, one: JsonObject, other: JsonObject) -> bool:
    """Whether two facts decide the same; of a star it is the level that counts."""
    if field == STAR:
        return one.get("level") == other.get("level")
    return says_the_same(one, other)


def _said(commitment: JsonObject) -> str:
    """Return what a commitment says, whatever its id and whenever it was made."""
    return json_text([commitment.get(key) for key in sorted({*commitment} - {"at"})])


def _not_after(now: datetime, value: JsonObject) -> JsonObject:
    if decided_at(value) <= now:
        return value
    return {**value, "at": now.astimezone(UTC).isoformat()}
