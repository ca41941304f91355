"""``planner man``: every command, option, key and qualifier, in macros that formatters accept."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from planner.cli.command_lines import COMMAND_LINES
from planner.cli.forms import option_names
from planner.cli.manual import manual_page
from planner.commands import COMMANDS, LISTS
from planner.schedule.qualifiers import QUALIFIERS
from tests.cli.conftest import Run


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        if os.environ.get("PLANNER_REQUIRE_CLIENTS") == "1":
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture(scope="module")
def plain() -> str:
    """The page as a reader sees it, its lines not broken."""
    formatter = program("groff")
    done = subprocess.run(
        [formatter, "-man", "-ww", "-Tascii", "-rLL=500n", "-P-cbou"],
        input=manual_page(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def test_the_command_prints_the_page(run: Run) -> None:
    ran = run("man")
    assert (ran.code, ran.out, ran.err) == (0, manual_page(), "")
    assert run("man", "search").code == 2


def test_the_page_is_ascii_and_uses_no_request_that_is_none() -> None:
    page = manual_page()
    assert page.isascii()
    assert not re.search(r"^\.(?![A-Z]{2}|br)", page, re.MULTILINE)


def test_another_formatter_accepts_it_too(tmp_path: Path) -> None:
    page = tmp_path / "planner.1"
    page.write_text(manual_page(), encoding="ascii")
    done = subprocess.run(
        [program("mandoc"), "-T", "lint", "-W", "warning", page], capture_output=True, text=True
    )
    # A date would be another one with every build.
    said = [line for line in done.stdout.splitlines() if "missing date" not in line]
    assert said == []


@pytest.mark.parametrize("command", COMMAND_LINES)
def test_every_way_to_call_a_command_is_told_with_its_options(plain: str, command: str) -> None:
    line = COMMAND_LINES[command]
    for form in line.forms:
        assert form in plain
    assert f"{line.help}." in plain
    for option in option_names(line.forms):
        assert option in plain


def test_every_key_of_the_lists_and_every_qualifier_is_told(plain: str) -> None:
    for command in COMMANDS:
        if set(LISTS) & set(command.scopes):
            assert command.help in plain
    for name in QUALIFIERS:
        assert f"{name}:" in plain


@pytest.mark.parametrize(
    "heading", ["NAME", "SYNOPSIS", "COMMANDS", "KEYS", "EXIT STATUS", "ENVIRONMENT", "EXAMPLES"]
)
def test_it_has_the_sections_that_one_looks_for(plain: str, heading: str) -> None:
    assert f"\n{heading}\n" in plain


def test_the_page_that_is_installed_is_this_one() -> None:
    installed = Path(__file__).parents[2] / "docs" / "planner.1"
    assert installed.read_text(encoding="ascii") == manual_page()
