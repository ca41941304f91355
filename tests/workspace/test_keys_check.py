"""The table of the attendee's own keys: what is taken, what is left out, and what is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.commands import BY_ID, COMMANDS, TYPED
from planner.keys import Keys
from planner.paths import Places
from planner.settings import settings_cache_path, settings_path
from planner.tui.line_editor import LineEditor
from planner.workspace.settings.check import parse_settings
from planner.workspace.settings.file import read_settings
from planner.workspace.settings.keys_check import EDITING, FIXED, key_named

PATH = Path("settings.toml")
SCOPES = sorted({scope for command in COMMANDS for scope in command.scopes})


def checked(*lines: str) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Return what a table of these lines comes to; its first line is the file's second."""
    read = parse_settings("\n".join(("[keys]", *lines)), PATH)
    return dict(read.settings.keys), read.problems


def test_a_key_several_keys_or_none_are_taken() -> None:
    lines = ('theme = "f5"', 'export = ["E", "ctrl+e"]', 'group = ""')
    wanted = {"theme": ("f5",), "export": ("E", "ctrl+e"), "group": ()}
    assert checked(*lines) == (wanted, ())


@pytest.mark.parametrize(
    ("written", "key"),
    [
        *(("x", "x"), ("X", "X"), ("?", "?"), ("ß", "ß"), ("Ctrl-X", "ctrl+x"), ("^x", "ctrl+x")),
        *(("C-x", "ctrl+x"), ("Esc", "escape"), ("Return", "enter"), ("PgDn", "pagedown")),
        *((" ", "space"), ("F12", "f12"), ("shift+Tab", "shift+tab"), ("ctrl+up", "ctrl+up")),
        *(("f13", None), ("xy", None), ("", None), ("\n", None), ("ctrl+shift+x", None)),
        # To a terminal these are backspace, tab and enter.
        *(("ctrl+h", None), ("ctrl+i", None), ("ctrl+m", None), ("shift+x", None)),
    ],
)
def test_a_key_is_known_by_the_names_that_people_write(written: str, key: str | None) -> None:
    assert key_named(written) == key


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('stra = "z"', "there is no command stra; did you mean star?"),
        ('zzz = "z"', "there is no command zzz; planner keys lists them."),
        ("walk_minutes = 3", "no command but a setting; its line stands above [keys]."),
        ("star = 3", 'star is a key such as "f2", or several: ["f2", "x"]; star stays on space.'),
        ('star = "ctrl+shift+x"', '"ctrl+shift+x" is no key: a key is one character (x, X, ?)'),
        ('star = "\\u001b[A"', '" [A" is no key'),
        ('star = ["z", ""]', '"" is no key'),
        ('star = "escape"', "esc is the way back or out everywhere; star stays on space."),
        ('star = "Ctrl+C"', "ctrl+c is the way back or out everywhere; star stays on space."),
        ('help = ""', "help must have a key in Browse; it stays as it was."),
        ("palette = []", "palette must have a key in Browse; it stays as it was."),
        ('take = ""', "take must have a key in Suggestion; it stays as it was."),
        ('star = "?"', "? is the only key of help in Browse: give that another one first;"),
        ('keep_note = "x"', '"x" is typed in Note; take ctrl+ and a letter or f2;'),
        ('close = "space"', '"space" is typed in lists to choose from, saved searches, Filter'),
        ('keep_note = "backspace"', "backspace edits what is typed in Note; keep_note stays on"),
        ('pick_link = "a"', "pick_link goes by the numbers of the links;"),
    ],
)
def test_a_line_that_cannot_be_used_is_left_out_and_said(line: str, sentence: str) -> None:
    taken, (problem,) = checked('export = "E"', line)
    assert taken == {"export": ("E",)}
    assert problem.startswith("settings.toml, line 3: ")
    assert sentence in problem
    assert problem.isprintable()


def test_two_commands_on_one_key_are_both_named_and_the_first_keeps_it() -> None:
    taken, (problem,) = checked('star = "z"', 'visited = "z"')
    assert taken == {"star": ("z",)}
    assert problem == (
        "settings.toml, line 3: star and visited cannot both be on z in Browse, Triage and more "
        "like this; star keeps it, and this line is left out."
    )
    # Also where the second had it from the first.
    assert checked('star = "s"', 'want = "s"')[0] == {"star": ("s",)}
    # Where the two are never to be had at once, both may have it.
    assert checked('hidden = "z"', 'now = "z"')[1] == ()


def test_what_goes_without_its_key_is_said_until_a_line_says_that_it_is_meant() -> None:
    taken, (problem,) = checked('star = "enter"')
    assert taken == {"star": ("enter",)}
    assert problem == (
        "settings.toml, line 2: star takes enter from open in Browse, Triage and more like this; "
        "open is in the palette still. A line for open says what you want."
    )
    assert checked('star = "enter"', 'open = ""')[1] == ()
    assert "down stays on j." in checked('now = "down"')[1][0]


def test_the_way_back_and_the_way_out_stay_whatever_else_leads_there() -> None:
    assert checked('quit = "Q"', 'back = ""')[0] == {"quit": ("Q", "ctrl+c"), "back": ("escape",)}


def test_two_lines_may_change_keys_with_each_other() -> None:
    lines = ('star = "enter"', 'open = "space"', 'seen = "enter"')
    assert checked(*lines)[1] == ()
    assert checked('help = "x"', 'hide = "?"', 'decline = "."', 'give_back = "f9"')[0]["hide"] == (
        "?",
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('bell = true\n[keys]\n\nstra = "x"', 4),
        ('keys.stra = "x"', 1),
        ('\nkeys = {stra = "x"}', 2),
        ('stra = 1\n[keys]\n"stra" = "x"', 3),
        ("\nkeys = 3", 2),
    ],
)
def test_the_line_is_found_however_the_table_is_written(text: str, line: int) -> None:
    assert parse_settings(text, PATH).problems[-1].startswith(f"settings.toml, line {line}: ")


def test_what_edits_a_line_is_known() -> None:
    empty = LineEditor("a", 1)
    assert all(empty.key(key, None) is not None for key in EDITING)
    assert EDITING.isdisjoint(FIXED)


KEYS = st.sampled_from(
    ["", "x", "s", "?", ":", "q", "enter", "escape", "ctrl+c", "tab", "ctrl+x", "down", "f2", "1"]
)
TABLES = st.dictionaries(
    st.sampled_from([command.id for command in COMMANDS]),
    st.one_of(KEYS, st.lists(KEYS, max_size=3)),
    max_size=12,
)


@given(TABLES)
def test_no_table_locks_the_attendee_out(table: dict[str, str | list[str]]) -> None:
    taken, problems = checked(*(f"{name} = {json.dumps(value)}" for name, value in table.items()))
    keys = Keys(taken)
    for scope in SCOPES:
        commands = keys.in_scope(scope)
        on = [key for command in commands for key in command.keys]
        assert len(on) == len(set(on))
        palette = scope in BY_ID["palette"].scopes
        for command in commands:
            if not palette or command.id in ("palette", "help", "back", "quit"):
                assert command.keys, (scope, command.id)
            new = set(command.keys) - set(BY_ID[command.id].keys)
            assert not (scope in TYPED and any(len(key) == 1 for key in new))
            fixed = set(BY_ID[command.id].keys) & set(FIXED)
            assert fixed <= set(command.keys)
    assert all(each.startswith("settings.toml, line ") for each in problems)
    assert taken.keys() <= table.keys()


def test_the_keys_are_kept_with_what_else_was_found(home: Places) -> None:
    path = settings_path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('[keys]\nexport = ["E", "f4"]\n')
    first = read_settings(home)
    assert first.settings.keys == {"export": ("E", "f4")}
    assert read_settings(home) == first
    cache = settings_cache_path(home)
    for wrong in ({"export": "E"}, {"export": [1]}, 3):
        record = json.loads(cache.read_bytes())
        record["values"]["keys"] = wrong
        cache.write_text(json.dumps(record))
        assert read_settings(home) == first
