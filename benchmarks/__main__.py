"""``python -m benchmarks``: measure the budgets and print one table."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import random
import sqlite3
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks.stage import FZF, Stage
from benchmarks.table import Measured, table

#: In the table's order: name, module, whether the sizes matter to it.
MODULES = {
    "start": "start",
    "typing": "typing_speed",
    "search": "search_alone",
    "cursor": "cursor",
    "star": "starring",
    "resting": "resting",
    "export": "calendar_export",
    "suggest": "suggestion",
}
SIZES = (2_700, 6_800, 100_000)
ROUNDS, QUICK_ROUNDS = 9, 3
_SEED = 2024


def main() -> int:
    """Measure what was asked for, print the table, and return 0 whatever it says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three rounds, 2,700 events only")
    parser.add_argument("--only", choices=MODULES, action="append", help="may be repeated")
    parser.add_argument("--sizes", help="events in the synthetic conferences, as 2700,100000")
    parser.add_argument("--rounds", type=int, help=f"how often (default {ROUNDS})")
    parser.add_argument("--folder", type=Path, help="keep the made conferences here and use them")
    given = parser.parse_args()
    sizes: tuple[int, ...] = SIZES[:1] if given.quick else SIZES
    if given.sizes:
        sizes = tuple(int(size) for size in given.sizes.split(","))
    rounds = given.rounds or (QUICK_ROUNDS if given.quick else ROUNDS)
    with tempfile.TemporaryDirectory(prefix="planner-benchmarks-") as temporary:
        stage = Stage(given.folder or Path(temporary), sizes, rounds, random.Random(_SEED))
        rows = [row for name in given.only or MODULES for row in _measured(name, stage)]
    print(table(rows))
    print(f"\n{_machine()}")
    return 0


def _measured(name: str, stage: Stage) -> list[Measured]:
    """Return a module's rows; what cannot be measured is said in a row of its own."""
    print(f"... measuring {name}", file=sys.stderr)
    begun = time.perf_counter()
    rows: list[Measured] = []
    try:
        rows.extend(importlib.import_module(f"benchmarks.{MODULES[name]}").measure(stage))
    except Exception as error:
        print(f"... {name}: {error}", file=sys.stderr)
        reason = f"not measured: {str(error).splitlines()[0]}"
        rows.append(Measured(name, "-", "-", "-", None, None, reason, failed=True))
    print(f"... {name} took {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    return rows


def _machine() -> str:
    """Return a line about what was measured on."""
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, load {load:.1f}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"Textual {version('textual')}, fzf {'found' if FZF else 'not found'}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
