"""The notice of what begins soon, as long as the status line is."""

from __future__ import annotations

from planner.tui.render import Signs, cut, width_of
from planner.workspace.notice import Notice

#: With fewer cells than this of its title an event is not known by it.
_LEAST_TITLE = 16


def fitted_notice(notice: Notice, room: int, signs: Signs) -> str:
    """Return a notice in at most ``room`` cells: when and where stay, the title gives way."""
    title = notice.title
    for end in (f"{notice.place}{notice.walk}", notice.place):
        left = room - width_of(notice.lead) - width_of(end)
        if left >= min(_LEAST_TITLE, width_of(title)):
            return f"{notice.lead}{cut(title, left, signs.ellipsis)}{end}"
    return cut(f"{notice.lead}{title}{notice.place}", room, signs.ellipsis)
