"""The fault bench: does what a bad day does to planner, and counts what is lost.

``python -m tests.faults`` takes a few minutes, ``--full`` the better part of an
hour; ``--only NAME`` is one part of it. The last column must be 0 in every row;
the exit code is 1 if it is not, or if anything else was not as promised.

What was lost is counted from what the screen and the exit codes confirmed
against the itinerary's file, read with ``sqlite3`` alone.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from random import Random

from tests.faults.table import Bench, Fault, heading, row

#: Each part by its name: a module of this folder with a function ``faults``.
PARTS = ("killed", "windows", "places", "clock", "damaged", "versions")


def main(arguments: list[str]) -> int:
    """Run the bench, print its table, and return 0 if every promise held."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--full", action="store_true", help="about ten times as often")
    parser.add_argument("--few", action="store_true", help="three of each, to see that it works")
    parser.add_argument("--only", choices=PARTS, help="this part alone")
    parser.add_argument("--seed", type=int, default=None, help="the same chances again")
    given = parser.parse_args(arguments)
    seed = given.seed if given.seed is not None else time.time_ns() % 1_000_000
    scale = 10.0 if given.full else 0.05 if given.few else 1.0
    began, held = time.monotonic(), True
    scratch = Path(tempfile.mkdtemp(prefix="planner-faults-"))
    print(heading(), flush=True)
    try:
        for name in [given.only] if given.only else PARTS:
            faults: Fault = import_module(f"tests.faults.{name}").faults
            for tally in faults(Bench(scratch, Random(f"{seed} {name}"), scale)):  # noqa: S311
                print(row(tally), flush=True)
                held = held and tally.held
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    seconds = time.monotonic() - began
    print(f"{'Every promise held' if held else 'NOT as promised'}: {seconds:.0f} s, seed {seed}.")
    return 0 if held else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
