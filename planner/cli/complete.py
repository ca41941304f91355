"""What the completion scripts ask on Tab: what may stand at the cursor, ready for the shell.

It is quick, reads only what is there already, and is silent when anything fails: nobody wants
an error in the middle of a line being typed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from planner.cli.candidates import Candidate, candidates
from planner.cli.known_values import KnownValues
from planner.cli.shell_line import Typed, cut, for_bash, is_breaking, one_line
from planner.paths import places

_LONGEST_SAID = 100


def complete(arguments: Sequence[str]) -> int:
    """``planner complete bash|zsh|fish LINE [BREAKS]``: LINE is what is typed up to the cursor.

    The first line printed is ``files`` where a file may stand there, ``choices`` where what all
    candidates begin with is not what is typed, else ``words``. Then comes a candidate a line:
    for bash the text to insert, quoted; for the others the plain word, a tab, and what it is;
    for zsh also a tab and ``+`` behind a word that goes on without a blank.
    """
    try:
        shell, line, *more = arguments
        words, typed = cut(line, more[0] if more and shell == "bash" else "")
        found = candidates(words[1:], typed.text, KnownValues(places(os.environ)))
        safe = [each for each in found.words if not is_breaking(each.text)]
        lines = _for_bash(safe, typed) if shell == "bash" else _with_words(safe, shell)
        head = "files" if found.files else "words"
        if shell == "zsh" and not _is_common([each.text for each in safe], typed.text):
            head = "choices"
        content = "".join(f"{each}\n" for each in (head, *lines))
        sys.stdout.buffer.write(content.encode())
        sys.stdout.flush()
    except Exception:
        return 1
    return 0


def _with_words(found: Sequence[Candidate], shell: str) -> list[str]:
    lines = []
    for each in found:
        says = one_line(each.says)[:_LONGEST_SAID]
        goes_on = "\t+" if each.goes_on and shell == "zsh" else ""
        lines.append(f"{each.text}\t{says}{goes_on}")
    return lines


def _for_bash(found: Sequence[Candidate], typed: Typed) -> list[str]:
    """Return what bash inserts, of several their common beginning.

    Values may be found by their second word; their common beginning is then less than what is
    typed, which an empty text beside them keeps in its place.
    """
    texts = [text for each in found if (text := for_bash(each.text, typed)) is not None]
    begun = for_bash(typed.text, typed) or ""
    return texts if _is_common(texts, begun) else [" ", *texts]


def _is_common(texts: Sequence[str], begun: str) -> bool:
    """Whether what all texts begin with goes on from what is typed, or there is only one."""
    if len(texts) < 2:
        return True
    first, last = min(texts), max(texts)
    length = next(
        (at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b),
        min(len(first), len(last)),
    )
    return first[:length].casefold().startswith(begun.casefold())
