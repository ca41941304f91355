"""What comes from the keyboard as bytes: not all of it is UTF-8, and what is pasted is no key."""

from __future__ import annotations

import codecs
from typing import Any

#: Between these stands what is pasted (xterm's control sequences, "Bracketed Paste Mode").
_BEGINS, _ENDS = "\x1b[200~", "\x1b[201~"
_ESCAPE = "\x1b"


def take_any_bytes() -> None:
    """Let Textual read a byte that is not UTF-8 as one unknown sign, and a paste without escapes.

    Its input thread (8.2.8) decodes strictly and ends with a traceback at the
    first "ä" of a Latin-1 terminal. An escape inside a paste it takes for the
    beginning of a key, and 32 signs behind it for keys as well: slow, heavy,
    and on a list they would act. To be called before the app runs; does nothing
    where there is no such driver.
    """
    try:
        from textual.drivers import linux_driver
    except ImportError:
        return

    def forgiving(encoding: str) -> Any:  # noqa: ANN401 - a decoder's class
        return lambda: Decoder(encoding)

    setattr(linux_driver, "getincrementaldecoder", forgiving)  # noqa: B010 - no name of its own


class Decoder:
    """Turns what a terminal sends into text, piece by piece, each as soon as it can be told.

    Args:
        encoding: What the terminal sends.
    """

    def __init__(self, encoding: str = "utf-8") -> None:
        self._decode = codecs.getincrementaldecoder(encoding)(errors="replace").decode
        self._pasting = False
        #: Of a paste: the beginning of what may be its end. Else: what stood last, already given.
        self._held = ""

    def decode(self, data: bytes, final: bool = False) -> str:
        """Return the text of the next bytes; what is pasted has no escapes in it.

        Args:
            data: The bytes.
            final: Whether no more will come.
        """
        text = self._decode(data, final)
        if not self._pasting and _ESCAPE not in text and _ESCAPE not in self._held:
            return text
        found: list[str] = []
        while text:
            text = self._pasted(text, found) if self._pasting else self._typed(text, found)
        if final and self._pasting:
            found.append(self._held.replace(_ESCAPE, ""))
            self._held = ""
        return "".join(found)

    def _typed(self, text: str, found: list[str]) -> str:
        """Give what is typed up to a paste's beginning, and return what is left."""
        # Nothing is held back, or a key would come late; so the beginning may stand in two pieces.
        whole = self._held + text
        place = whole.find(_BEGINS)
        if place < 0:
            found.append(text)
            self._held = whole[-len(_BEGINS) + 1 :]
            return ""
        behind = place + len(_BEGINS)
        found.append(whole[len(self._held) : behind])
        self._pasting, self._held = True, ""
        return whole[behind:]

    def _pasted(self, text: str, found: list[str]) -> str:
        """Give what is pasted up to its end, and return what is left."""
        whole = self._held + text
        place = whole.find(_ENDS)
        if place >= 0:
            found += [whole[:place].replace(_ESCAPE, ""), _ENDS]
            self._pasting, self._held = False, ""
            return whole[place + len(_ENDS) :]
        cut = len(whole)
        for length in range(len(_ENDS) - 1, 0, -1):
            if whole.endswith(_ENDS[:length]):
                cut -= length
                break
        found.append(whole[:cut].replace(_ESCAPE, ""))
        self._held = whole[cut:]
        return ""
