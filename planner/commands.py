"""The registry of commands: what one can do, on which keys, said in which words.

Plain data that imports nothing of the planner. The app's key handling, key
bar, help and palette, ``planner keys`` and the README's key table are all
made from it, so that none of them can drift from the others. It is long because
it is one list: whoever asks what one can do finds all of it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

BROWSE = "browse"
PLAN = "plan"
WALK = "walk"
TRIAGE = "triage"
CHANGES = "changes"
SEARCH = "search"
STAND = "stand"
CHOICE = "choice"
SAVED = "saved"
FILTER = "filter"
DENSITY = "density"
NAMING = "naming"
NOTE = "note"
HELP = "help"
ALIKE = "alike"
OWN_TIME = "own_time"
COMMITMENT = "commitment"
GROUP = "group"
SUGGESTION = "suggestion"
LINK = "link"
CONFERENCES = "conferences"
UPDATE = "update"
IMPORT = "import"
WORKING = "working"
REPORT = "report"
FAULT = "fault"
EXPORT = "export"
FOLDER = "folder"

#: The screens whose list takes plain letters as commands.
LISTS = (BROWSE, PLAN, WALK, TRIAGE, CHANGES)
#: Where letters are typed, hence are no commands.
TYPED = (
    *(SEARCH, STAND, CHOICE, SAVED, FILTER, NAMING, NOTE, OWN_TIME, COMMITMENT, GROUP),
    *(UPDATE, IMPORT, EXPORT, FOLDER),
)
_SCROLLED = (*LISTS, ALIKE, HELP, DENSITY, SUGGESTION, CONFERENCES, REPORT)
#: Where the cursor stands on an event.
_EVENTS = (*LISTS, ALIKE)
#: Where its detail is shown.
_DETAILED = (BROWSE, PLAN, WALK, TRIAGE, ALIKE)
#: The bars in which one types to find something.
_BARS = (SEARCH, STAND)
#: Where a line is chosen, and typing narrows.
_CHOICES = (CHOICE, SAVED, FILTER, EXPORT)


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
    _command(
        "search", "/", "search", "Go to the search bar", "Find", (BROWSE, PLAN, TRIAGE, CHANGES)
    ),
    _command(
        "stand",
        "/",
        "board or word",
        "Go on from the board where you stand, or find a poster by a word",
        "Find",
        (WALK,),
    ),
    _command(
        "filter",
        "f",
        "filter",
        "Choose kinds, days, stars, topics, places and affiliations, each with its count",
        "Find",
        (BROWSE,),
    ),
    _command(
        "density",
        "d",
        "density",
        "Topics by day or session: where what was found lies",
        "Find",
        (BROWSE,),
    ),
    _command(
        "saved",
        "F",
        "saved",
        "Saved searches: run one, or save the one in the bar under a name",
        "Find",
        (BROWSE,),
    ),
    _command("order", "w", "order", "Turn between order by time and by topic", "Find", (BROWSE,)),
    _command(
        "likeness",
        "w",
        "order",
        "Turn between likeness to your stars and the schedule's order",
        "Find",
        (TRIAGE,),
    ),
    _command("alike", "a", "alike", "More like this event, with what it shares", "Find", _EVENTS),
    _command("alike_stars", "A", "like stars", "More like what you starred", "Find", _EVENTS),
    _command("hidden", ".", "hidden", "Show hidden events, or leave them out", "Find", (BROWSE,)),
    _command(
        "star",
        "space",
        "star",
        "Star as want, or take the star off, and move on",
        "Choose",
        (BROWSE, TRIAGE, ALIKE),
    ),
    _command(
        "acknowledge",
        "space",
        "take note",
        "Take note of the change, or at once of all that became known, and go on",
        "Choose",
        (CHANGES,),
    ),
    _command("seen", "space", "seen", "Mark as seen and go on to the next", "Choose", (WALK,)),
    _command("want", "s", "want", "Star as want; again takes it off", "Choose", _EVENTS),
    _command("must", "S", "must", "Star as must; again takes it off", "Choose", _EVENTS),
    _command("maybe", "m", "maybe", "Star as maybe; again takes it off", "Choose", _EVENTS),
    _command("hide", "x", "hide", "Hide the event, or bring it back", "Choose", (BROWSE, ALIKE)),
    _command("decline", "x", "no", "Say no, which hides nothing, and move on", "Choose", (TRIAGE,)),
    _command(
        "later",
        "j down",
        "later",
        "Move on without deciding; it comes again when the others are through",
        "Choose",
        (TRIAGE,),
    ),
    _command("visited", "v", "visited", "Mark as seen, or take the mark off", "Choose", _EVENTS),
    _command("note", "i", "note", "Write a note about the event", "Choose", _EVENTS),
    _command(
        "time",
        "T",
        "time",
        "Give the event a time that you know, or take yours off",
        "Choose",
        (BROWSE, PLAN, WALK),
    ),
    _command(
        "mine", "M", "mine", "I present it: it stays for its whole time", "Choose", (BROWSE, PLAN)
    ),
    _command(
        "suggest",
        "=",
        "suggest",
        "Suggest the best choice that fits, with what goes and why",
        "Choose",
        (PLAN,),
    ),
    _command("pin", "p", "pin", "Pin: a suggestion must keep it", "Choose", (PLAN,)),
    _command(
        "keep_best",
        "b",
        "keep best",
        "Keep the best posters that fit into the slot",
        "Choose",
        (PLAN,),
    ),
    _command("add_own", "c", "add own", "Keep time for something of your own", "Choose", (PLAN,)),
    _command("give_back", "x", "give back", "Take your own time away", "Choose", (PLAN,)),
    _command("undo", "u", "undo", "Take back the newest decision", "Choose", _EVENTS),
    _command("redo", "ctrl+r", "redo", "Make the undone decision again", "Choose", _EVENTS),
    _command(
        "down",
        "j down",
        "down",
        "The next row",
        "Move",
        (
            *(BROWSE, PLAN, WALK, CHANGES, ALIKE, HELP, DENSITY, SUGGESTION),
            *(CONFERENCES, REPORT, LINK),
        ),
    ),
    _command("up", "k up", "up", "The row before", "Move", (*_SCROLLED, LINK)),
    _command("page_down", "pagedown", "page down", "A page down", "Move", _SCROLLED),
    _command("page_up", "pageup", "page up", "A page up", "Move", _SCROLLED),
    _command("half_down", "ctrl+d", "half down", "Half a page down", "Move", _SCROLLED),
    _command("half_up", "ctrl+u", "half up", "Half a page up", "Move", _SCROLLED),
    _command("first", "g home", "first", "The first row", "Move", _SCROLLED),
    _command("last", "G end", "last", "The last row", "Move", _SCROLLED),
    _command(
        "next_section", "] l right", "next section", "The next section, day, page or slot", "Move"
    ),
    _command(
        "previous_section",
        "[ h left",
        "section before",
        "The section, day, page or slot before",
        "Move",
    ),
    _command("next_mark", "n", "next star", "The next starred row", "Move", (BROWSE,)),
    _command("previous_mark", "N", "star before", "The starred row before", "Move", (BROWSE,)),
    _command(
        "open",
        "enter",
        "open",
        "Give the detail the whole screen, or give it back",
        "Move",
        (BROWSE, WALK, TRIAGE, ALIKE),
    ),
    _command(
        "ways_out",
        "enter",
        "ways out",
        "The ways out of a problem; of a slot its posters, of anything else the detail",
        "Move",
        (PLAN,),
    ),
    _command("next_problem", "n", "next problem", "The next problem, on any day", "Move", (PLAN,)),
    _command(
        "show_event",
        "enter",
        "show",
        "Show the event in Browse, with its detail",
        "Move",
        (CHANGES,),
    ),
    _command("next_change", "n", "next change", "The next change of yours", "Move", (CHANGES,)),
    _command("previous_change", "N", "change before", "The one before", "Move", (CHANGES,)),
    _command("previous_problem", "N", "problem before", "The problem before", "Move", (PLAN,)),
    _command("now", "t", "now", "To what comes next today", "Move", (PLAN,)),
    _command(
        "next_pane", "tab", "next pane", "Between the search bar and the list", "Move", (BROWSE,)
    ),
    _command("detail_down", "J", "detail down", "Scroll the detail down", "Move", _DETAILED),
    _command("detail_up", "K", "detail up", "Scroll the detail up", "Move", _DETAILED),
    _command("browse", "1", "browse", "The Browse screen: all events", "Go"),
    _command("plan", "2", "plan", "The Plan screen: what you starred, day by day", "Go"),
    _command("walk", "3", "walk", "The Walk screen: the posters of a slot, board by board", "Go"),
    _command("triage", "4", "triage", "The Triage screen: what is undecided, page by page", "Go"),
    _command("changes", "5", "changes", "The Changes screen: what the programme changed", "Go"),
    _command("export", "e", "export", "Save what you starred, or a trip report, as a file", "Go"),
    _command("sync", "", "sync", "Make your calendar on a server as your plan is", "Go"),
    _command("group", "C", "group", "Compare the plans of several, and divide posters", "Go"),
    _command("update", "R", "update", "Ask for a newer schedule; your stars stay", "Go"),
    _command(
        "conferences", "L", "conferences", "Your conferences: use, bring in or remove one", "Go"
    ),
    _command(
        "link",
        "o",
        "link",
        "The event's links in full, as a QR code, and in a browser where one opens",
        "Go",
        _EVENTS,
    ),
    _command(
        "copy",
        "y",
        "copy link",
        "Copy the event's link to the clipboard, or its title if it has none",
        "Go",
        (*_EVENTS, LINK),
    ),
    _command("open_link", "enter", "open", "Open the link in a browser", "Go", (LINK,)),
    _command(
        "pick_link", "1 2 3 4 5 6 7 8 9", "by number", "The link of that number", "Move", (LINK,)
    ),
    _command(
        "copy_query", "Y", "copy query", "Copy the search's text to the clipboard", "Go", (BROWSE,)
    ),
    _command("theme", "W", "theme", "The colours: your terminal's own, or a theme", "Go"),
    _command("palette", ": ctrl+p", "palette", "Find a command by its words", "Go", _EVENTS),
    _command("help", "?", "help", "This help", "Go", _EVENTS),
    _command(
        "back",
        "escape",
        "back",
        "Clear the search, or leave one level; never quits",
        "Go",
        (*_SCROLLED, LINK),
    ),
    _command(
        "quit",
        "q ctrl+c",
        "quit",
        "Close what lies on top, else quit",
        "Go",
        (*_SCROLLED, LINK, FAULT),
    ),
    _command("suspend", "ctrl+z", "suspend", "Back to the shell; fg returns", "Go", _EVENTS),
    _command("leave_search", "enter", "to the list", "Go to the list", "Search", _BARS),
    _command(
        "complete",
        "tab",
        "complete",
        "Complete what is typed, again for the next way; without one go to the list",
        "Search",
        (SEARCH,),
    ),
    _command("complete_back", "shift+tab", "before", "The way before", "Search", (SEARCH,)),
    _command("search_back", "escape", "back", "Bring the query before back", "Search", _BARS),
    _command("list_down", "down ctrl+n", "down", "The next row", "Search", _BARS),
    _command("list_up", "up ctrl+p", "up", "The row before", "Search", _BARS),
    _command("recall", "ctrl+r", "earlier", "Earlier searches", "Search", (SEARCH,)),
    _command("clear_line", "ctrl+u", "clear", "Delete to the start", "Search", _BARS),
    _command("clear_word", "ctrl+w", "word", "Delete the word before", "Search", _BARS),
    _command("quit_search", "ctrl+c", "quit", "Quit", "Search", _BARS),
    _command("remove_search", "ctrl+x", "remove", "Remove the saved search", "Choice", (SAVED,)),
    _command(
        "save_search", "enter", "save", "Save the search under this name", "Choice", (NAMING,)
    ),
    _command(
        "keep_note", "enter", "keep", "Keep the note; an empty one is none", "Choice", (NOTE,)
    ),
    _command(
        "keep_time", "enter", "keep", "Keep the time; an empty line is none", "Choice", (OWN_TIME,)
    ),
    _command("keep_own", "enter", "keep", "Keep the time", "Choice", (COMMITMENT,)),
    _command("folder", "tab", "folder", "Save in another folder", "Choice", (EXPORT,)),
    _command("keep_folder", "enter", "take", "Save in this folder", "Choice", (FOLDER,)),
    _command(
        "next_folder",
        "tab down",
        "complete, next",
        "Complete the folder, again for the next one",
        "Choice",
        (FOLDER,),
    ),
    _command("previous_folder", "shift+tab up", "before", "The folder before", "Choice", (FOLDER,)),
    _command(
        "add_plan", "enter", "add", "Add the plan of the line or the file", "Choice", (GROUP,)
    ),
    _command(
        "divide",
        "tab",
        "divide",
        "Turn between what each sees and a fair division",
        "Choice",
        (GROUP,),
    ),
    _command(
        "copy_part",
        "ctrl+y",
        "copy",
        "Copy your part of the division, or your plan as a line",
        "Choice",
        (GROUP,),
    ),
    _command("remove_plan", "ctrl+x", "remove", "Remove the plan added last", "Choice", (GROUP,)),
    _command("use_conference", "enter", "use", "Use the conference", "Choose", (CONFERENCES,)),
    _command(
        "import_conference", "i", "import", "Bring in another conference", "Choose", (CONFERENCES,)
    ),
    _command(
        "remove_conference",
        "x",
        "remove",
        "Remove the conference, asking first; what you decided there stays",
        "Choose",
        (CONFERENCES,),
    ),
    _command("start_update", "enter", "ask", "Ask for a newer schedule", "Choice", (UPDATE,)),
    _command("start_import", "enter", "bring in", "Bring the conference in", "Choice", (IMPORT,)),
    _command(
        "next_field",
        "tab down",
        "complete, next",
        "Complete, or the next line",
        "Choice",
        (IMPORT,),
    ),
    _command(
        "previous_field", "shift+tab up", "line before", "The line before", "Choice", (IMPORT,)
    ),
    _command(
        "cancel_errand",
        "escape ctrl+c q",
        "cancel",
        "Give it up, all as it was",
        "Choice",
        (WORKING,),
    ),
    _command("go_on", "enter", "go on", "Go on", "Choice", (REPORT, FAULT)),
    _command("take", "enter", "take it", "Take the suggestion", "Choice", (SUGGESTION,)),
    _command("next_facet", "tab", "next section", "The next section", "Choice", (FILTER,)),
    _command(
        "previous_facet", "shift+tab", "section before", "The section before", "Choice", (FILTER,)
    ),
    _command(
        "clear_filter", "ctrl+x", "clear all", "Clear all filters; words stay", "Choice", (FILTER,)
    ),
    _command(
        "choose_cell",
        "enter",
        "filter to it",
        "Filter to the cell; on an area's name show its topics, or fold them",
        "Choose",
        (DENSITY,),
    ),
    _command("cell_right", "l right", "right", "The next column", "Move", (DENSITY,)),
    _command("cell_left", "h left", "left", "The column before", "Move", (DENSITY,)),
    _command(
        "density_by", "w", "days/sessions", "Turn between days and sessions", "Find", (DENSITY,)
    ),
    _command("choose", "enter", "choose", "Choose the line", "Choice", _CHOICES),
    _command("choice_down", "down ctrl+n", "down", "The next line", "Choice", (*_CHOICES, GROUP)),
    _command("choice_up", "up ctrl+p", "up", "The line before", "Choice", (*_CHOICES, GROUP)),
    _command(
        "choice_page_down", "pagedown", "page down", "A page down", "Choice", (*_CHOICES, GROUP)
    ),
    _command("choice_page_up", "pageup", "page up", "A page up", "Choice", (*_CHOICES, GROUP)),
    _command(
        "close",
        "escape ctrl+c",
        "close",
        "Go back",
        "Choice",
        (*_CHOICES, NAMING, NOTE, OWN_TIME, COMMITMENT, FOLDER, GROUP, UPDATE, IMPORT),
    ),
)

BY_ID: Mapping[str, Command] = MappingProxyType({command.id: command for command in COMMANDS})

#: What the key bar shows, most wanted first; what does not fit is left out from the
#: middle, since the last two always tell the way to the rest and the way out.
KEY_BAR: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        BROWSE: (
            *("search", "filter", "star", "open", "order", "saved", "export", "link"),
            *("help", "quit"),
        ),
        PLAN: (
            *("ways_out", "next_problem", "suggest", "keep_best", "add_own", "time", "pin"),
            *("undo", "help", "quit"),
        ),
        WALK: ("seen", "stand", "note", "undo", "next_section", "open", "help", "quit"),
        TRIAGE: (
            *("star", "must", "maybe", "decline", "later", "undo", "open", "search"),
            *("likeness", "help", "quit"),
        ),
        CHANGES: (
            *("acknowledge", "next_change", "show_event", "want", "plan", "undo", "update"),
            *("help", "quit"),
        ),
        CONFERENCES: (
            *("use_conference", "import_conference", "remove_conference", "down", "up", "back"),
        ),
        UPDATE: ("start_update", "close"),
        IMPORT: ("start_import", "next_field", "previous_field", "close"),
        WORKING: ("cancel_errand",),
        REPORT: ("go_on", "down", "up", "page_down", "back"),
        FAULT: ("go_on", "quit"),
        ALIKE: ("star", "must", "open", "alike", "undo", "copy", "help", "back"),
        HELP: ("down", "up", "page_down", "back"),
        FILTER: ("choose", "next_facet", "clear_filter", "choice_down", "choice_up", "close"),
        DENSITY: ("choose_cell", "density_by", "down", "up", "cell_right", "cell_left", "back"),
        SAVED: ("choose", "remove_search", "choice_down", "choice_up", "close"),
        NAMING: ("save_search", "close"),
        NOTE: ("keep_note", "close"),
        OWN_TIME: ("keep_time", "close"),
        COMMITMENT: ("keep_own", "close"),
        GROUP: (
            *("add_plan", "divide", "copy_part", "remove_plan", "choice_down", "choice_up"),
            "close",
        ),
        SUGGESTION: ("take", "down", "up", "page_down", "back"),
        LINK: ("open_link", "copy", "down", "up", "back"),
        STAND: ("leave_search", "list_down", "list_up", "clear_line", "search_back"),
        EXPORT: ("choose", "folder", "choice_down", "choice_up", "close"),
        FOLDER: ("keep_folder", "next_folder", "previous_folder", "close"),
        CHOICE: ("choose", "choice_down", "choice_up", "close"),
        SEARCH: (
            "leave_search",
            "complete",
            "list_down",
            "list_up",
            "clear_line",
            "recall",
            "search_back",
        ),
    }
)
