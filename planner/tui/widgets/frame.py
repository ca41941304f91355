"""What frames every screen: the header with the line of now, the tabs, the status, the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from textual.strip import Strip

from planner.commands import KEY_BAR, Command
from planner.keys import STANDARD, Keys
from planner.tui.render import (
    ACCENT_STRONG,
    DIM,
    INVERSE,
    PLAIN,
    STAR,
    STRONG,
    WARNING,
    Piece,
    Signs,
    cut,
    line,
    spread,
    width_of,
)
from planner.tui.widgets.targets import Target, aimed
from planner.workspace.session import GivenClock, Session
from planner.workspace.wording import city, clock, dates_words, day_words

#: The screens: the command that goes there, and the label.
TABS = (
    ("browse", "Browse"),
    ("plan", "Plan"),
    ("walk", "Walk"),
    ("triage", "Triage"),
    ("changes", "Changes"),
)


class KeysNow(NamedTuple):
    """What the key bar says otherwise than the registry, for what a screen shows now.

    ``first`` are the ids of commands that stand before all others; ``words``
    are other words for some, and an empty one leaves a command out.
    """

    first: tuple[str, ...] = ()
    words: Mapping[str, str] = MappingProxyType({})


#: The key bar as the registry has it.
AS_EVER = KeysNow()


def head(session: Session, active: str, width: int, signs: Signs) -> list[Strip]:
    """Return the two lines above every screen: the conference and now, then the tabs."""
    conference = session.schedule.conference
    with_slot, papers = session.schedule.coverage()
    stars = len(session.itinerary().stars)
    where = city(conference)
    phase, coming = session.reading.line_of_now()
    right: list[Piece] = []
    if papers and with_slot < papers:
        # Never "100 %" while one is missing.
        share = min(99, round(100 * with_slot / papers))
        right.append((f"times {share} %   ", DIM))
    right += [(signs.want, STAR if stars else DIM), (f" {stars} ", STRONG if stars else DIM)]
    left: list[Piece] = [(f" {conference.name}   ", STRONG)]
    if isinstance(session.clock, GivenClock):
        left.append((f"[{day_words(session.today)} {clock(session.now)}]   ", WARNING))
    room = width - sum(width_of(text) for text, _ in [*left, *right])
    dates = dates_words(conference)
    fuller = [f"{dates}, {phase}", phase]
    if where:
        fuller.insert(0, f"{where}, {dates}, {phase}")
    if coming:
        # What comes next is worth more than anything else that stands here.
        left.append((f"{coming}  ", STRONG))
        room -= min(width_of(coming) + 2, 40)
        if room < width_of(phase):
            right = right[-2:]
        fuller = [phase]
        right.insert(0, ("  ", PLAIN))
    left.append((next((words for words in fuller if width_of(words) < room), ""), DIM))
    changed = len(session.marks().changed)
    return [spread(left, right, width, signs.ellipsis), tabs(active, width, session.keys, changed)]


def tabs(active: str, width: int, keys: Keys, changed: int = 0) -> Strip:
    """Return the screens' names with their keys, the active one marked; a click goes there.

    ``changed`` is how many changes of the attendee's events wait to be taken note of.
    """
    pieces: list[Piece] = [(" ", PLAIN)]
    targets: list[Target] = []
    start = 1
    for name, label in TABS:
        key = next(iter(keys.command(name, "browse").keys), "")
        count = f" {changed}" if name == "changes" and changed else ""
        words = f" {' '.join(filter(None, (key, label)))}{count} "
        pieces.append((words, ACCENT_STRONG + INVERSE if name == active else DIM))
        pieces.append((" ", PLAIN))
        targets.append(Target(start, start + width_of(words), name))
        start += width_of(words) + 1
    return aimed(line(pieces, width), targets)


def foot(
    status: tuple[str, str],
    scope: str,
    width: int,
    signs: Signs,
    keys: Keys,
    now: KeysNow = AS_EVER,
) -> list[Strip]:
    """Return the two lines below every screen: what happened, and the keys that work here.

    ``status`` is what the line says, and what stands quietly at its end.
    """
    words, aside = status
    if width_of(words) + width_of(aside) + 4 > width:
        aside = cut(aside, width // 3, signs.ellipsis)
    left: list[Piece] = [(f" {words}", PLAIN)]
    right: list[Piece] = [(f"  {aside} " if aside else " ", DIM)]
    return [spread(left, right, width, signs.ellipsis), key_bar(scope, width, signs, keys, now)]


def key_bar(
    scope: str, width: int, signs: Signs, keys: Keys = STANDARD, now: KeysNow = AS_EVER
) -> Strip:
    """Return the keys of ``scope`` with their words, as many as fit whole; a click does them."""
    names = dict.fromkeys((*now.first, *KEY_BAR[scope]))
    known = [keys.command(name, scope) for name in names]
    if now.words:
        known = [
            each._replace(label=now.words[each.id]) if each.id in now.words else each
            for each in known
        ]
    shown = [command for command in known if command.keys and command.label]
    while len(shown) > 1 and _bar_width(shown, signs) > width:
        shown.pop(-3 if len(shown) > 2 else 0)
    pieces: list[Piece] = [(" ", PLAIN)]
    targets: list[Target] = []
    start = 1
    for command in shown:
        key, label = signs.key(command.keys[0]), f" {command.label}"
        pieces += [(key, ACCENT_STRONG), (label, DIM), ("  ", PLAIN)]
        stop = start + width_of(key) + width_of(label)
        targets.append(Target(start, stop, command.id))
        start = stop + 2
    return aimed(line(pieces, width), targets)


def _bar_width(commands: Sequence[Command], signs: Signs) -> int:
    words = (f" {signs.key(command.keys[0])} {command.label} " for command in commands)
    return sum(map(width_of, words)) - 1
