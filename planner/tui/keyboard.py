"""What comes from the keyboard as bytes: a terminal may send others than UTF-8."""

from __future__ import annotations

import codecs
import functools
from typing import Any


def take_any_bytes() -> None:
    """Let Textual read a byte that is not UTF-8 as one unknown sign (U+FFFD).

    Its input thread (8.2.8) decodes strictly and ends with a traceback at the
    first "ä" of a Latin-1 terminal. To be called before the app runs; does
    nothing where there is no such driver.
    """
    try:
        from textual.drivers import linux_driver
    except ImportError:
        return

    def forgiving(encoding: str) -> Any:  # noqa: ANN401 - a decoder's class
        return functools.partial(codecs.getincrementaldecoder(encoding), errors="replace")

    setattr(linux_driver, "getincrementaldecoder", forgiving)  # noqa: B010 - no name of its own
