"""Commands that decide: each is one decision, hence one undo, however many ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.cli.identify import named, named_events
from planner.cli.opened import opened
from planner.cli.output import CommandFailed, print_json, say
from planner.model import Event, Level
from planner.workspace.decisions import Decisions, Outcome
from planner.workspace.session import Session
from planner.workspace.wording import counted

#: What is decided on some events, all at once.
Decide = Callable[[Decisions, list[Event]], Outcome]


def star(arguments: Sequence[str]) -> int:
    """``planner star ID... [--must|--maybe]``: without a level, want."""
    levels = {"--must": Level.MUST, "--want": Level.WANT, "--maybe": Level.MAYBE}
    chosen = [levels[word] for word in arguments if word in levels]
    if len(set(chosen)) > 1:
        raise CommandFailed("star takes one level: --must, --want or --maybe.", code=2)
    level = chosen[0] if chosen else Level.WANT
    rest = [word for word in arguments if word not in levels]
    names = named(rest, "star ID... [--must|--maybe]")
    with opened() as session:
        events = named_events(session, names)
        outcome = session.decisions.star(events, level)
        say(f"{outcome.sentence}.")
        if outcome.changed:
            _say_clashes(session, events)
    return 0


def _say_clashes(session: Session, events: Sequence[Event]) -> None:
    """Say with what starred events collide; of several only how many do."""
    if len(events) == 1:
        from planner.workspace.problems import star_words

        if words := star_words(session, events[0]):
            say(f"{words}.")
        return
    clashing = session.reading.clashing() & {event.id for event in events}
    if clashing:
        say(f"{counted(len(clashing), 'clash', 'clashes')}; planner clashes tells with what.")


def unstar(arguments: Sequence[str]) -> int:
    """``planner unstar ID...``."""
    names = named(arguments, "unstar ID...")
    with opened() as session:
        starred = session.itinerary().stars
        # A star outlives its event in the schedule, and so must the way to take it off.
        lost = [name for name in names if name in starred and not session.schedule.event(name)]
        events = named_events(session, [name for name in names if name not in lost])
        ids = [*lost, *(event.id for event in events)]
        title = events[0].title if len(ids) == 1 and events else None
        say(f"{session.decisions.unstar(ids, title).sentence}.")
    return 0


def hide(arguments: Sequence[str]) -> int:
    """``planner hide ID...``."""
    return decide_on("hide ID...", arguments, lambda to, events: to.hide(events, hidden=True))


def unhide(arguments: Sequence[str]) -> int:
    """``planner unhide ID...``."""
    return decide_on("unhide ID...", arguments, lambda to, events: to.hide(events, hidden=False))


def visit(arguments: Sequence[str]) -> int:
    """``planner visit ID...``."""
    return decide_on("visit ID...", arguments, lambda to, events: to.visit(events, visited=True))


def unvisit(arguments: Sequence[str]) -> int:
    """``planner unvisit ID...``."""
    return decide_on("unvisit ID...", arguments, lambda to, events: to.visit(events, visited=False))


def undo(arguments: Sequence[str]) -> int:
    """``planner undo``: exit 1 where there is nothing to undo."""
    return _step(arguments, "undo", Decisions.undo)


def redo(arguments: Sequence[str]) -> int:
    """``planner redo``: exit 1 where there is nothing to redo."""
    return _step(arguments, "redo", Decisions.redo)


def history(arguments: Sequence[str]) -> int:
    """``planner history [--json]``: the newest decision first."""
    _refuse([word for word in arguments if word != "--json"], "history [--json]")
    with opened() as session:
        decisions = session.store.history()
        if "--json" in arguments:
            print_json(
                [
                    {"at": each.at.isoformat(), "decision": each.label, "undone": each.undone}
                    for each in decisions
                ]
            )
            return 0
        for each in decisions:
            at = each.at.astimezone(session.schedule.zone)
            undone = "  (undone)" if each.undone else ""
            print(f"{at:%Y-%m-%d %H:%M}  {each.label}{undone}")
    return 0


def decide_on(usage: str, words: Sequence[str], decide: Decide) -> int:
    """Decide something on the events that words name, and say what it came to.

    Args:
        usage: How to call the command.
        words: Ids or links, or ``-`` for standard input.
        decide: The decision.

    Returns:
        The exit code, 0.

    Raises:
        CommandFailed: No event is named, or one that the schedule does not hold.
    """
    names = named(words, usage)
    with opened() as session:
        events = named_events(session, names)
        say(f"{decide(session.decisions, events).sentence}.")
    return 0


def _step(words: Sequence[str], usage: str, step: Callable[[Decisions], Outcome]) -> int:
    _refuse(words, usage)
    with opened() as session:
        outcome = step(session.decisions)
        say(f"{outcome.sentence}.")
        return 0 if outcome.changed else 1


def _refuse(words: Sequence[str], usage: str) -> None:
    if words:
        raise CommandFailed(f"{words[0]!r} is not known here. usage: planner {usage}", code=2)
