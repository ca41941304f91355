"""The registry of commands: what one can do, on which keys, said in which words.

Plain data that imports nothing of the planner. The app's key handling, key
bar, help and palette, ``planner keys`` and the README's key table are all
made from it, so that none of them can drift from the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

BROWSE = "browse"
PLAN = "plan"
SEARCH = "search"
CHOICE = "choice"
HELP = "help"

#: The screens whose list takes plain letters as commands.
LISTS = (BROWSE, PLAN)
_SCROLLED = (*LISTS, HELP)


class Command(NamedTuple):
    """One thing that one can do in the app.

    ``keys`` are named as a user would say them (``/``, ``ctrl+d``, ``space``);
    ``label`` is the word of the key bar, ``help`` a sentence without a full
    stop; ``scopes`` are the places where the keys work; ``group`` is the
    heading under which help lists it.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    scopes: tuple[str, ...]
    group: str


def _command(
    name: str, keys: str, label: str, help_: str, group: str, scopes: tuple[str, ...] = LISTS
) -> Command:
    return Command(name, tuple(keys.split()), label, help_, scopes, group)


COMMANDS: tuple[Command, ...] = (
    _command("search", "/", "search", "Go to the search bar", "Find"),
    _command(
        "filter",
        "f",
        "filter",
        "Choose kinds, topics and days with their counts",
        "Find",
        (BROWSE,),
    ),
    _command("order", "w", "order", "Turn between order by time and by topic", "Find", (BROWSE,)),
    _command("hidden", ".", "hidden", "Show hidden events, or leave them out", "Find", (BROWSE,)),
    _command(
        "star",
        "space",
        "star",
        "Star as want, or take the star off, and move on",
        "Choose",
        (BROWSE,),
    ),
    _command("want", "s", "want", "Star as want; again takes it off", "Choose"),
    _command("must", "S", "must", "Star as must; again takes it off", "Choose"),
    _command("maybe", "m", "maybe", "Star as maybe; again takes it off", "Choose"),
    _command("hide", "x", "hide", "Hide the event, or bring it back", "Choose", (BROWSE,)),
    _command("visited", "v", "visited", "Mark as seen, or take the mark off", "Choose"),
    _command("undo", "u", "undo", "Take back the newest decision", "Choose"),
    _command("redo", "ctrl+r", "redo", "Make the undone decision again", "Choose"),
    _command("down", "j down", "down", "The next row", "Move", _SCROLLED),
    _command("up", "k up", "up", "The row before", "Move", _SCROLLED),
    _command("page_down", "pagedown", "page down", "A page down", "Move", _SCROLLED),
    _command("page_up", "pageup", "page up", "A page up", "Move", _SCROLLED),
    _command("half_down", "ctrl+d", "half down", "Half a page down", "Move", _SCROLLED),
    _command("half_up", "ctrl+u", "half up", "Half a page up", "Move", _SCROLLED),
    _command("first", "g home", "first", "The first row", "Move", _SCROLLED),
    _command("last", "G end", "last", "The last row", "Move", _SCROLLED),
    _command("next_section", "] l right", "next section", "The next section or day", "Move"),
    _command("previous_section", "[ h left", "section before", "The section or day before", "Move"),
    _command("next_mark", "n", "next star", "The next starred row", "Move", (BROWSE,)),
    _command("previous_mark", "N", "star before", "The starred row before", "Move", (BROWSE,)),
    _command("open", "enter", "open", "Give the detail the whole screen, or give it back", "Move"),
    _command(
        "next_pane", "tab", "next pane", "Between the search bar and the list", "Move", (BROWSE,)
    ),
    _command("detail_down", "J", "detail down", "Scroll the detail down", "Move"),
    _command("detail_up", "K", "detail up", "Scroll the detail up", "Move"),
    _command("browse", "1", "browse", "The Browse screen: all events", "Go"),
    _command("plan", "2", "plan", "The Plan screen: what you starred, day by day", "Go"),
    _command("export", "e", "export", "Save what you starred as a calendar or JSON file", "Go"),
    _command("copy", "y", "copy link", "Copy the event's link to the clipboard", "Go"),
    _command("palette", ": ctrl+p", "palette", "Find a command by its words", "Go"),
    _command("help", "?", "help", "This help", "Go"),
    _command(
        "back",
        "escape",
        "back",
        "Clear the search, or leave one level; never quits",
        "Go",
        _SCROLLED,
    ),
    _command("quit", "q ctrl+c", "quit", "Close what lies on top, else quit", "Go", _SCROLLED),
    _command("suspend", "ctrl+z", "suspend", "Back to the shell; fg returns", "Go"),
    _command("leave_search", "enter tab", "to the list", "Go to the list", "Search", (SEARCH,)),
    _command("search_back", "escape", "back", "Bring the query before back", "Search", (SEARCH,)),
    _command("list_down", "down ctrl+n", "down", "The next row", "Search", (SEARCH,)),
    _command("list_up", "up ctrl+p", "up", "The row before", "Search", (SEARCH,)),
    _command("recall", "ctrl+r", "earlier", "Earlier searches", "Search", (SEARCH,)),
    _command("clear_line", "ctrl+u", "clear", "Delete to the start", "Search", (SEARCH,)),
    _command("clear_word", "ctrl+w", "word", "Delete the word before", "Search", (SEARCH,)),
    _command("quit_search", "ctrl+c", "quit", "Quit", "Search", (SEARCH,)),
    _command("choose", "enter", "choose", "Choose the line", "Choice", (CHOICE,)),
    _command("choice_down", "down ctrl+n", "down", "The next line", "Choice", (CHOICE,)),
    _command("choice_up", "up ctrl+p", "up", "The line before", "Choice", (CHOICE,)),
    _command("choice_page_down", "pagedown", "page down", "A page down", "Choice", (CHOICE,)),
    _command("choice_page_up", "pageup", "page up", "A page up", "Choice", (CHOICE,)),
    _command("close", "escape ctrl+c", "close", "Go back", "Choice", (CHOICE,)),
)

BY_ID: Mapping[str, Command] = MappingProxyType({command.id: command for command in COMMANDS})

#: What the key bar shows, most wanted first; what does not fit is left out from the
#: middle, since the last two always tell the way to the rest and the way out.
KEY_BAR: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        BROWSE: ("search", "filter", "star", "open", "order", "export", "help", "quit"),
        PLAN: ("want", "must", "open", "next_section", "export", "undo", "help", "quit"),
        HELP: ("down", "up", "page_down", "back"),
        CHOICE: ("choose", "choice_down", "choice_up", "close"),
        SEARCH: ("leave_search", "list_down", "list_up", "clear_line", "recall", "search_back"),
    }
)


def keymap(scope: str) -> dict[str, str]:
    """Return the keys that work in ``scope``, each with its command's id."""
    return {key: command.id for command in in_scope(scope) for key in command.keys}


def in_scope(scope: str) -> Iterator[Command]:
    """Yield the commands that ``scope`` knows, in the registry's order."""
    return (command for command in COMMANDS if scope in command.scopes)
