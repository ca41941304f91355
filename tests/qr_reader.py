"""What a real QR reader, zbarimg, reads in lines of text as a terminal shows them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

#: Pixels to a cell's width; a cell is twice as high as wide.
_CELL = 6
_HALVES = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0), "#": (1, 1)}


def picture(lines: list[str], ground: int = 4) -> bytes:
    """Return lines as a dark terminal shows them, with dark ground around, as a PGM file."""
    width = max(map(len, lines)) + 2 * ground
    page = [" " * width] * ground
    rows = [*page, *(f"{' ' * ground}{line}{' ' * ground}" for line in lines), *page]
    pixels = bytearray()
    for row in rows:
        for half in (0, 1):
            line = b"".join(
                (b"\xff" if _HALVES[each][half] else b"\x00") * _CELL for each in row.ljust(width)
            )
            pixels += line * _CELL
    return b"P5 %d %d 255\n" % (width * _CELL, len(rows) * 2 * _CELL) + pixels


def read_back(lines: list[str], folder: Path) -> str:
    """Return what a QR reader reads in lines as a terminal shows them."""
    reader = shutil.which("zbarimg")
    if reader is None:
        if os.environ.get("PLANNER_REQUIRE_CLIENTS") == "1":
            pytest.fail("zbarimg is missing: install zbar-tools")
        pytest.skip("zbarimg (zbar-tools) is not installed")
    path = folder / "code.pgm"
    path.write_bytes(picture(lines))
    words = [reader, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.stdout.removesuffix("\n")
