"""What is released: the wheel and the source, and the program installed from each.

The lists of files are checked every day; ``PLANNER_LONG=1`` builds both in a clean place, checks
them as an index would, and installs each with pipx from a folder, without an index.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

import planner
from tests.conftest import Installed

ROOT = Path(__file__).parents[1]
LONG = bool(os.environ.get("PLANNER_LONG"))
#: What the program reads that is no module.
DATA = {
    "planner/data/icml2024.json",
    "planner/py.typed",
    "planner/tui/planner.tcss",
    *(f"planner/cli/shells/planner.{shell}" for shell in ("bash", "zsh", "fish")),
}


@pytest.fixture(scope="module")
def project() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def contents(kind: str) -> set[str]:
    """Return the paths that hatchling puts into a wheel or a source distribution."""
    code = (
        "import sys\n"
        "from hatchling.builders.sdist import SdistBuilder\n"
        "from hatchling.builders.wheel import WheelBuilder\n"
        "builder = {'sdist': SdistBuilder, 'wheel': WheelBuilder}[sys.argv[1]](sys.argv[2])\n"
        "kept = builder.recurse_included_files()\n"
        "print('\\n'.join(each.distribution_path for each in kept))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, kind, ROOT], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines())


def on_disk(folder: str) -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not {"__pycache__", "node_modules"} & set(path.parts)
    }


def test_the_version_is_said_in_one_place(project: Any) -> None:
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "planner/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+", planner.__version__)
    assert f"planner {planner.__version__}" in (ROOT / "docs" / "planner.1").read_text("ascii")


def test_the_pythons_named_are_those_that_the_tests_run_on(project: Any) -> None:
    named = [
        line.rpartition(" ")[2]
        for line in project["project"]["classifiers"]
        if re.search(r"Python :: 3\.\d+$", line)
    ]
    assert named == ["3.11"]
    assert project["project"]["requires-python"] == ">=3.11"


def test_the_wheel_holds_all_that_runs_and_nothing_else() -> None:
    pytest.importorskip("hatchling")
    found = contents("wheel")
    assert found == on_disk("planner") | {"planner/data/icml2024.json"}
    assert found >= DATA


def test_the_man_page_goes_where_man_looks(project: Any) -> None:
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"docs/planner.1": "share/man/man1/planner.1"}
    assert (ROOT / "docs" / "planner.1").is_file()


def test_the_source_holds_what_its_tests_need() -> None:
    pytest.importorskip("hatchling")
    # The source's pyproject.toml and PKG-INFO are written by the builder itself.
    found = contents("sdist")
    for folder in ("planner", "data", "docs", "tests", "benchmarks"):
        assert on_disk(folder) <= found, folder
    assert {"README.md", "CHANGELOG.md", "LICENSE", ".ci/run"} <= found
    assert not [path for path in found if "node_modules" in path or "__pycache__" in path]


@pytest.mark.skipif(not LONG, reason="installs what it builds with: PLANNER_LONG=1")
@pytest.mark.timeout(1200)
def test_wheel_and_source_are_sound_and_install_without_an_index(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    subprocess.run([sys.executable, "-m", "venv", tools], check=True)
    python = tools / "bin" / "python"

    def run(*words: str | Path, **environment: str) -> str:
        done = subprocess.run(
            [python, "-m", *words],
            capture_output=True,
            text=True,
            env=os.environ | environment,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("pip", "install", "-q", "build", "twine", "pipx", "hatchling")
    built, kept = tmp_path / "dist", tmp_path / "kept"
    run("build", "-o", built, ROOT)
    wheel, source = (next(built.glob(end)) for end in ("*.whl", "*.tar.gz"))
    run("twine", "check", "--strict", wheel, source)
    assert "planner/data/icml2024.json" in zipfile.ZipFile(wheel).namelist()
    run("pip", "download", "-q", "-d", kept, wheel, "hatchling", "pip>=26.1")
    for number, file in enumerate((wheel, source)):
        home = tmp_path / f"pipx-{number}"
        run(
            *("pipx", "install", str(file)),
            PIP_NO_INDEX="1",
            PIP_FIND_LINKS=str(kept),
            PIPX_HOME=str(home),
            PIPX_BIN_DIR=str(home / "bin"),
            PIPX_MAN_DIR=str(home / "man"),
        )
        assert (home / "man" / "man1" / "planner.1").exists()
        program = Installed(home)
        program.program = home / "bin" / "planner"
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        ran = program.run("search", "kind:oral", "--limit", "2", cwd=elsewhere)
        assert (ran.code, len(ran.ids)) == (0, 2)
        assert program.run("--version").out == f"planner {planner.__version__}\n"
