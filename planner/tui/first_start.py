"""The card of the first start: what is here, what is not, and what to press."""

from __future__ import annotations

from textual.strip import Strip

from planner.commands import BY_ID
from planner.model import Kind
from planner.tui.render import PLAIN, STRONG, line, wrapped
from planner.workspace.session import Session
from planner.workspace.wording import counted


def card_sentences(session: Session) -> list[str]:
    """Return the card's four sentences, true of the schedule in use."""
    schedule = session.schedule
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
        from planner.workspace.asking import host_of

        host = host_of(schedule.conference)
        asks = f"asks {host} once" if host else "takes a newer file"
        sentences.append(
            f"Not here: the time of {counted(papers - with_slot, 'paper')} (the dots). "
            f"{_key('update')} {asks}, your stars stay; {_key('time')} enters a time you know."
        )
    sentences.append(
        f"{_key('star')} stars one, {_key('search')} finds by title, person, affiliation or topic."
    )
    sentences.append(
        f"{_key('plan')} shows the plan, {_key('export')} takes it to your calendar, "
        f"{_key('help')} says the rest."
    )
    return sentences


def card(session: Session, width: int) -> list[Strip]:
    """Return the card for the detail pane; the first key puts it away."""
    strips: list[Strip] = []
    for index, sentence in enumerate(card_sentences(session)):
        style = STRONG if index == 0 else PLAIN
        strips += [
            line([(" ", PLAIN), (words, style)], width)
            for words in wrapped(sentence, max(10, width - 2))
        ]
    return strips


def _key(command: str) -> str:
    return BY_ID[command].keys[0]
