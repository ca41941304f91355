"""The card of the first start: what is here, what is not, and what to press."""

from __future__ import annotations

from textual.strip import Strip

from planner.model import Kind
from planner.tui.render import PLAIN, STRONG, line, wrapped
from planner.workspace.session import Session
from planner.workspace.wording import counted


def card_sentences(session: Session) -> list[str]:
    """Return the card's four sentences, true of the schedule in use."""
    schedule, key = session.schedule, session.keys.key
    with_slot, papers = schedule.coverage()
    shown = (Kind.ORAL, Kind.SPOTLIGHT, Kind.POSTER)
    more = sum(count for kind, count in schedule.counts().items() if kind not in shown)
    what = f"{counted(papers, 'paper')} and {more:,} more events, sessions and agenda items"
    if papers:
        sentences = [f"Welcome. All {what} are here, offline."]
    else:
        sentences = [f"Welcome. {counted(more, 'event is', 'events are')} here, offline."]
    if with_slot < papers:
        # Only a first start and the help have the card.
        from planner.workspace.conferences.asking import host_of

        host = host_of(schedule.conference)
        asks = f"asks {host} once" if host else "takes a newer file"
        sentences.append(
            f"Not here: the time of {counted(papers - with_slot, 'paper')} (the dots). "
            f"{key('update')} {asks}, your stars stay; {key('time')} enters a time you know."
        )
    sentences.append(
        f"{key('star')} stars one, {key('search')} finds by title, person, affiliation or topic."
    )
    sentences.append(
        f"{key('plan')} shows the plan, {key('export')} takes it to your calendar, "
        f"{key('help')} says the rest."
    )
    return sentences


def short_sentences(session: Session) -> list[str]:
    """Return what the card says where there is no room for it: what is not, and what to press."""
    schedule, key = session.schedule, session.keys.key
    with_slot, papers = schedule.coverage()
    sentences = [f"Welcome. {counted(schedule.size, 'event')}, offline. {key('help')} says all."]
    if with_slot < papers:
        asks, knows = f"{key('update')} asks for it", f"{key('time')} enters one"
        sentences.append(f"A dot is no time known: {asks}, {knows}.")
    sentences.append(
        f"{key('star')} stars, {key('search')} finds, {key('plan')} plans, "
        f"{key('export')} saves your calendar."
    )
    return sentences


def card(session: Session, width: int, height: int | None = None) -> list[Strip]:
    """Return the card for the detail pane; the first key puts it away.

    Args:
        session: The schedule in use, and the keys.
        width: The pane's cells.
        height: The pane's lines, for a short form where the whole card has no room.
    """
    strips = _lines(card_sentences(session), width)
    if height is not None and len(strips) > height:
        return _lines(short_sentences(session), width)
    return strips


def _lines(sentences: list[str], width: int) -> list[Strip]:
    strips: list[Strip] = []
    for index, sentence in enumerate(sentences):
        style = STRONG if index == 0 else PLAIN
        strips += [
            line([(" ", PLAIN), (words, style)], width)
            for words in wrapped(sentence, max(10, width - 2))
        ]
    return strips
