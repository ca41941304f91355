"""The house keeps its order: no heavy library on a lower floor, no key with two meanings."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys
from collections import Counter

import pytest

import planner.tui.screens
from planner.commands import BY_ID, COMMANDS, KEY_BAR
from planner.keys import Keys
from tests.conftest import Installed

#: What must stay out of a warm start, and which floors must never know it.
DRAWING = {"textual", "rich"}
HEAVY = {"pydantic", "pydantic_core", "icalendar", "dateutil", "pylatexenc", "rapidfuzz", "httpx"}

LOWER_FLOORS = (
    *("planner.model", "planner.record", "planner.commands", "planner.paths"),
    *("planner.schedule.store", "planner.schedule.search", "planner.itinerary.store"),
    *("planner.export", "planner.export.rows", "planner.export.plan_file", "planner.workspace"),
    *("planner.workspace.session", "planner.workspace.reading", "planner.workspace.decisions"),
    *("planner.workspace.exporting", "planner.workspace.left_off", "planner.workspace.fault"),
    *("planner.workspace.searches", "planner.workspace.chosen", "planner.workspace.glance"),
    *("planner.workspace.typed.time", "planner.workspace.busy", "planner.workspace.own_time"),
    *(
        "planner.keys",
        "planner.settings",
        "planner.workspace.settings.file",
        "planner.workspace.notice",
    ),
)

SCOPES = {scope for command in COMMANDS for scope in command.scopes}


def _loaded_by(code: str) -> set[str]:
    """Return the top-level modules in ``sys.modules`` of a new process that ran ``code``."""
    return {name.partition(".")[0] for name in _modules_loaded_by(code)}


def _modules_loaded_by(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stderr.splitlines())


@pytest.mark.parametrize("floor", LOWER_FLOORS)
def test_a_lower_floor_imports_nothing_that_draws_or_weighs(floor: str) -> None:
    assert _loaded_by(f"import {floor}").isdisjoint(DRAWING | HEAVY)


def test_a_warm_search_imports_nothing_heavy(
    installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in installed.environment.items():
        monkeypatch.setenv(name, value)
    loaded = _loaded_by(
        "from planner.cli.main import main\nassert main(['search', 'kind:oral', '--json']) == 0"
    )
    assert "sqlite3" in loaded
    assert loaded.isdisjoint(DRAWING | HEAVY)


def test_what_comes_next_is_told_without_search_and_decisions(
    installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in installed.environment.items():
        monkeypatch.setenv(name, value)
    code = "from planner.cli.main import main\nassert main(['next', '--json']) == 0"
    loaded = _modules_loaded_by(code)
    assert "planner.itinerary.store" in loaded
    assert loaded.isdisjoint({"planner.workspace.session", "planner.schedule.search"})
    assert loaded.isdisjoint({"subprocess", "tempfile", "hashlib", *DRAWING, *HEAVY})


def test_the_app_itself_imports_no_validation(
    installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in installed.environment.items():
        monkeypatch.setenv(name, value)
    loaded = _loaded_by("import planner.tui.app, planner.tui.screens.browse")
    assert loaded.isdisjoint(HEAVY)


# The registry of commands


def test_every_command_has_one_entry() -> None:
    assert len(BY_ID) == len(COMMANDS)
    assert all(command.scopes and command.help for command in COMMANDS)
    # Done seldom, and found by its words in the palette.
    assert [command.id for command in COMMANDS if not command.keys] == ["sync"]


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_no_key_has_two_meanings_in_a_scope(scope: str) -> None:
    keys = Counter(key for command in Keys().in_scope(scope) for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []
    assert set(Keys().keymap(scope)) == set(keys)


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_the_key_bar_shows_only_what_works_in_its_scope(scope: str) -> None:
    known = {command.id for command in Keys().in_scope(scope)}
    assert set(KEY_BAR[scope]) <= known
    assert len(set(KEY_BAR[scope])) == len(KEY_BAR[scope])


def _screens() -> dict[str, type]:
    """Return the screens that take keys, by the names of their classes."""
    from textual.screen import Screen

    modules = pkgutil.iter_modules(planner.tui.screens.__path__, "planner.tui.screens.")
    classes = (
        value
        for module in modules
        for _, value in inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
    )
    return {
        each.__name__: each
        for each in classes
        if issubclass(each, Screen) and getattr(each, "scope", None)
    }


def test_every_command_of_a_scope_is_a_method_of_its_screens() -> None:
    from planner.commands import BROWSE, IMPORT, SEARCH, STAND, TRIAGE, UPDATE, WALK, WORKING

    screens = _screens()
    served: set[str] = set()
    for name, screen in screens.items():
        own = screen.scope  # type: ignore[attr-defined]  # every PlannerScreen has one
        # The search bar's keys are for the screen that has it to act upon.
        bars = {BROWSE: {SEARCH}, TRIAGE: {SEARCH}, WALK: {STAND}}
        bars |= {UPDATE: {WORKING}, IMPORT: {WORKING}}
        scopes = {own} | bars.get(own, set())
        served |= scopes
        for scope in scopes:
            missing = [
                command.id
                for command in Keys().in_scope(scope)
                if not callable(getattr(screen, f"do_{command.id}", None))
            ]
            assert missing == [], f"{name} lacks what {scope} promises"
    assert served == SCOPES
