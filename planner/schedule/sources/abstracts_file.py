"""The abstracts beside a conference's orals and posters: ``{"event id": "abstract"}``.

Sites keep them at ``{host}/static/virtual/data/{series}-{year}-abstracts.json``;
the ids are the numbers of the events' pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

from planner.model import Event
from planner.schedule.limits import refuse_crowd
from planner.schedule.loaded import Loaded, Problem, Report
from planner.schedule.source import Asked, Content, Source
from planner.schedule.sources.additions import (
    added,
    base_of,
    ids_by_number,
    number_of,
    refuse_another,
)
from planner.schedule.sources.foreign import abstract_of
from planner.schedule.sources.series import edition_of_place

_KEY = re.compile(r"(?:[a-z][a-z-]{0,39}-)?\d{1,12}")
_LOOKED_AT = 50


def _recognises(content: Content) -> bool:
    document = content.json
    if not isinstance(document, dict) or not document:
        return False
    first = list(islice(document.items(), _LOOKED_AT))
    return all(
        _KEY.fullmatch(key) and (value is None or isinstance(value, str)) for key, value in first
    ) and any(isinstance(value, str) for _, value in first)


def _read(content: Content, asked: Asked) -> Loaded:
    base = base_of(asked, "abstracts")
    refuse_another(asked, edition_of_place(asked.place))
    refuse_crowd(len(content.json))
    held = {event.id: event for event in base.events}
    by_number = ids_by_number(base.events)
    report = Report()
    abstracts: dict[str, str] = {}
    unmatched = 0
    for key, value in content.json.items():
        # Some files hold ids such as poster-60472 instead of the number.
        ids = (key,) if key in held else by_number.get(number_of(f"event-{key}") or -1, ())
        unmatched += not ids
        text = abstract_of(value)
        if text is None or not isinstance(text, str):
            if text is not None:
                report.problems.append(Problem(None, key[:80], "abstract", "left out: not a text"))
            continue
        for id_ in ids if text.strip() else ():
            abstracts[id_] = text
    if unmatched:
        why = f"{unmatched:,} of {len(content.json):,} are of no event in the schedule"
        report.problems.append(Problem(None, None, "abstracts", why))
    additions: dict[str, dict[str, Any]] = {
        id_: {"abstract": text} for id_, text in with_twins(abstracts, held).items()
    }
    return added(asked, base, additions, report)


def with_twins(abstracts: Mapping[str, str], held: Mapping[str, Event]) -> dict[str, str]:
    """Return abstracts by event id, with those of the twins that have none of their own."""
    by_paper = {
        paper: text for id_, text in abstracts.items() if (paper := held[id_].paper) is not None
    }
    found = dict(abstracts)
    for event in held.values():
        if event.paper in by_paper and event.id not in found and event.abstract is None:
            found[event.id] = by_paper[event.paper]
    return found


SOURCE = Source("abstracts JSON of a virtual site", _recognises, _read)
