"""Text in lines with a query's words marked, also where they go over a line's end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.style import Style

from planner.schedule.highlight import marked
from planner.schedule.query import Query
from planner.tui.render import Piece, wrapped
from planner.tui.render import marked as marked_pieces


class MarkedText(NamedTuple):
    """A text with the spans of it that are hits: ascending, not touching, in characters."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


def hits_in(text: str, query: Query, field: str | None = None) -> MarkedText:
    """Return a text with a query's hits; ``field`` as :func:`marked` has it."""
    return MarkedText(text, tuple(marked(text, query, field)))


def joined(texts: Iterable[MarkedText]) -> MarkedText:
    """Return texts as one; no hit goes over from one to the next."""
    whole: list[str] = []
    spans: list[tuple[int, int]] = []
    length = 0
    for text, own in texts:
        whole.append(text)
        spans += [(start + length, end + length) for start, end in own]
        length += len(text)
    return MarkedText("".join(whole), tuple(spans))


def lines_of(marked_text: MarkedText, width: int, base: Style) -> Iterator[list[Piece]]:
    """Yield the text in lines of at most ``width`` cells, broken as :func:`wrapped` does."""
    text, spans = marked_text
    place = first = 0
    for shown in wrapped(text, width):
        if not spans:
            yield [(shown, base)]
            continue
        # A run of white space is one blank in the line, so each word is found where it stands.
        hits: list[tuple[int, int]] = []
        column = 0
        for word in shown.split(" "):
            start = text.index(word, place)
            place = start + len(word)
            while first < len(spans) and spans[first][1] <= start:
                first += 1
            for number in range(first, len(spans)):
                begin, end = spans[number]
                if begin >= place:
                    break
                goes_on = begin < start and bool(hits) and hits[-1][1] == column - 1
                left = hits.pop()[0] if goes_on else max(begin - start, 0) + column
                hits.append((left, min(end, place) - start + column))
            column += len(word) + 1
        yield marked_pieces(shown, hits, base)
