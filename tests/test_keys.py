"""Which key does what: the registry's keys, and over them the attendee's own."""

from __future__ import annotations

import pytest

from planner.commands import ALIKE, BROWSE, COMMANDS, HELP, PLAN, TRIAGE, WALK
from planner.keys import STANDARD, Keys

#: What somebody would write who stars with Enter.
OWN = Keys({"star": ("enter",), "open": ("space", "f2"), "export": ()})


def test_without_keys_of_ones_own_every_command_has_those_of_the_registry() -> None:
    assert tuple(STANDARD.everywhere()) == COMMANDS
    assert STANDARD.keymap(BROWSE)["space"] == "star"
    assert STANDARD.key("star") == "space"


def test_a_key_of_ones_own_is_its_commands_wherever_that_works() -> None:
    for scope in (BROWSE, TRIAGE, ALIKE):
        assert OWN.keymap(scope)["enter"] == "star"
        assert OWN.keymap(scope)["space"] == "open"
    # Where starring is no command, Enter is what it was.
    assert OWN.keymap(PLAN)["enter"] == "ways_out"


def test_the_command_that_had_the_key_goes_without_it_there_alone() -> None:
    own = Keys({"open": ("space",)})
    assert "seen" not in own.keymap(WALK).values()
    assert own.command("seen", WALK).keys == ()
    both = Keys({"now": ("j",)})
    assert both.command("down", PLAN).keys == ("down",)
    assert both.command("down", BROWSE).keys == ("j", "down")


def test_a_sentence_says_the_first_key_or_the_palette() -> None:
    assert OWN.key("open") == "space"
    assert OWN.key("open", WALK) == "space"
    assert OWN.key("export") == ": export"
    assert OWN.key("back") == "esc"
    assert Keys({"palette": ("f1",), "export": ()}).key("export") == "f1 export"


def test_a_sentence_begins_with_a_name_in_capitals_and_with_a_letter_as_it_is() -> None:
    assert STANDARD.at_start("open") == "Enter"
    assert STANDARD.at_start("hide") == "x"


def test_a_list_of_all_commands_has_the_keys_that_are_left() -> None:
    found = {command.id: command.keys for command in OWN.everywhere()}
    assert found["star"] == ("enter",)
    assert found["export"] == ()
    assert found["seen"] == ()
    assert found["down"] == ("j", "down")


def test_a_scope_knows_its_own_commands_only() -> None:
    with pytest.raises(KeyError):
        OWN.command("star", HELP)
