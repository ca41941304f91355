"""What fuzzing found stays mended: every seed and every kept input through its target again.

The fuzzers themselves need atheris (``python -m tests.fuzz``); this needs nothing.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.fuzz.__main__ import main
from tests.fuzz.targets import TARGETS, in_time, inputs

_CASES = [(name, file) for name in TARGETS for file in inputs(name)]


@pytest.mark.parametrize(("name", "file"), _CASES)
def test_every_input_kept_is_read_or_refused_as_promised(name: str, file: str) -> None:
    in_time(TARGETS[name].run, inputs(name)[file])


@pytest.mark.parametrize("name", TARGETS)
def test_changes_in_form_are_read_or_refused_as_promised(name: str) -> None:
    chance = Random(f"a few of {name}")  # noqa: S311 - no secret
    seeds = list(inputs(name).values())
    for _ in range(20):
        changed = TARGETS[name].change(chance.choice(seeds), chance)
        in_time(TARGETS[name].run, changed or b"")


def test_without_the_fuzzer_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert main(["query"]) == 2
    assert "pip install atheris" in capsys.readouterr().out
