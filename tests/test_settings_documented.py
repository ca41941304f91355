"""The README names every setting with its default, in a file that may be used as it stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from docs.make import README
from planner.settings import DEFAULTS
from planner.workspace.settings.check import parse_settings


def test_every_setting_stands_in_the_readme_with_its_default() -> None:
    readme = README.read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert tomllib.loads(example) == DEFAULTS._asdict()
    assert parse_settings(example, Path("settings.toml")) == (DEFAULTS, ())
    # Each with a word about what it does.
    assert all("  # " in line for line in example.splitlines())
