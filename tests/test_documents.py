"""The documents say what the program does: their generated parts are as it would write them."""

from __future__ import annotations

import re

import pytest

from docs.make import README, with_parts
from planner.cli.main import COMMAND_LINES
from planner.commands import COMMANDS


@pytest.fixture(scope="module")
def readme() -> str:
    return README.read_text(encoding="utf-8")


def test_the_generated_parts_of_the_readme_are_up_to_date(readme: str) -> None:
    assert with_parts(readme) == readme


def test_every_command_and_every_key_is_in_the_readme(readme: str) -> None:
    for line in COMMAND_LINES.values():
        assert f"  {line.usage} " in readme
    for command in COMMANDS:
        if set(command.scopes) & {"browse", "plan", "search"}:
            assert command.help in readme
            assert all(f"`{key}`" in readme for key in command.keys)


def test_the_two_commands_are_the_ones_that_ci_runs(readme: str) -> None:
    blocks = re.findall(r"```sh\n(python3 -m venv[^\n]*)\n```", readme)
    ci = (README.parent / ".ci" / "run").read_text(encoding="utf-8")
    assert len(blocks) == 2
    assert blocks[0].endswith(".venv/bin/planner")
    assert f"\n{blocks[1]}\n" in ci


def test_every_file_that_the_readme_leads_to_is_there(readme: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", readme):
        assert (README.parent / target).is_file(), target
