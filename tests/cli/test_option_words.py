"""Every option of the command line is written into its command's forms, and said in words."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import pytest

from planner.cli.command_lines import COMMAND_LINES
from planner.cli.forms import option_names, read_form
from planner.cli.option_words import OPTION_WORDS, option_words

_OPTION = re.compile(r"--[a-z][a-z-]*|-[a-z]")
#: In every command, said once.
_EVERYWHERE = {"--help", "-h"}

#: Named only to say why there is no such thing.
_REFUSED = {"--host", "--address"}

#: The manual speaks of options and takes none.
MODULES = sorted({line.module for line in COMMAND_LINES.values()} - {"planner.cli.manual"})


def _options_in(module: ModuleType) -> set[str]:
    """Return the options that stand in a module's code as words of their own."""
    constants: Iterator[str] = (
        node.value
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {word for word in constants if _OPTION.fullmatch(word)}


@pytest.mark.parametrize("name", MODULES)
def test_the_options_that_a_module_takes_are_those_of_its_commands_forms(name: str) -> None:
    forms = [line.forms for line in COMMAND_LINES.values() if line.module == name]
    written = {option for each in forms for option in option_names(each)}
    assert _options_in(import_module(name)) - _EVERYWHERE - _REFUSED == written


def test_every_option_is_said_in_words_and_no_other() -> None:
    used = {
        (command, option)
        for command, line in COMMAND_LINES.items()
        for option in option_names(line.forms)
    }
    assert [pair for pair in sorted(used) if not option_words(*pair)] == []
    named = {option for _, option in used} | {f"{command} {option}" for command, option in used}
    assert OPTION_WORDS.keys() - named == _EVERYWHERE - {"-h"}


def test_a_form_is_read_as_it_is_written() -> None:
    form = read_form("sync URL --user NAME [--apply|--dry-run] [--posters slot|each] [ID...]")
    assert [(place.choices, place.repeats) for place in form.places] == [
        (("URL",), False),
        (("ID",), True),
    ]
    assert {option.name: option.choices for option in form.options} == {
        "--user": ("NAME",),
        "--apply": (),
        "--dry-run": (),
        "--posters": ("slot", "each"),
    }
    assert form.options[1].others == ("--apply", "--dry-run")


def test_the_words_of_a_form_are_told_from_its_values() -> None:
    form = read_form("plan compare [NAME=]FILE|LINE|-... [--json]")
    assert form.fits(["compare", "ada.json", "-"])
    assert not form.fits(["load", "ada.json"])
    assert not read_form("use ID").fits(["icml2024", "more"])
