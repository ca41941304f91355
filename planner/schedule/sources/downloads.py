"""The lists that the conferences' sites offer under "Downloads": all events, without a time.

Each record has ``type``, ``name``, ``virtualsite_url``, ``speakers/authors``
and ``abstract``; the columns' names vary a little from year to year. The file
is a list of records, or an object that holds one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from planner.model import Event
from planner.schedule.limits import refuse_crowd
from planner.schedule.loaded import Loaded, Problem, Report
from planner.schedule.source import Asked, Content, Source
from planner.schedule.sources.abstracts_file import with_twins
from planner.schedule.sources.additions import added, base_of, ids_by_number, refuse_another
from planner.schedule.sources.foreign import abstract_of, names_of, page_of, title_of
from planner.schedule.sources.series import edition_of_addresses, edition_of_place
from planner.schedule.text import fold

#: What a column may be called, as small letters apart by blanks.
_TITLES = ("name", "title", "paper title")
_PAGES = ("virtualsite url", "virtual site url", "virtual url", "url", "link")
_PEOPLE = ("speakers authors", "authors speakers", "authors", "speakers", "author", "speaker")
_ABSTRACTS = ("abstract", "description")
#: Columns that only the sites' other files have.
_OTHERS = frozenset({"eventtype", "event type", "starttime", "status", "site"})
_NOT_A_LETTER = re.compile(r"[^a-z]+")


def _columns(record: Mapping[Any, Any]) -> dict[str, Any]:
    return {_NOT_A_LETTER.sub(" ", str(key).lower()).strip(): record[key] for key in record}


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> object:
    return next((record[name] for name in names if record.get(name)), None)


def _is_record(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    columns = _columns(value)
    has_page = "virtualsite url" in columns or page_of(_first(columns, _PAGES)) is not None
    return (
        has_page
        and not _TITLES_SET.isdisjoint(columns)
        and not _KNOWN.isdisjoint(columns)
        and _OTHERS.isdisjoint(columns)
    )


_TITLES_SET = frozenset(_TITLES)
_KNOWN = frozenset({*_PEOPLE, *_ABSTRACTS})


def _records(document: object) -> list[Any] | None:
    candidates = list(document.values()) if isinstance(document, dict) else [document]
    for candidate in candidates:
        if isinstance(candidate, list) and any(_is_record(each) for each in candidate[:20]):
            return candidate
    return None


def _recognises(content: Content) -> bool:
    return _records(content.json) is not None


def _read(content: Content, asked: Asked) -> Loaded:
    base = base_of(asked, "a list of events without their times")
    records = _records(content.json) or []
    refuse_crowd(len(records))
    pages = (_first(_columns(each), _PAGES) for each in records if isinstance(each, dict))
    edition = edition_of_addresses(page for page in pages if isinstance(page, str))
    refuse_another(asked, edition or edition_of_place(asked.place))
    held = {event.id: event for event in base.events}
    by_number = ids_by_number(base.events)
    by_title = _by_title(base)
    report = Report()
    abstracts: dict[str, str] = {}
    people: dict[str, list[dict[str, str | None]]] = {}
    unmatched = 0
    for index, raw in enumerate(records):
        if not isinstance(raw, dict):
            report.problems.append(Problem(index, None, "event", "is not an object", dropped=True))
            continue
        record = _columns(raw)
        ids = _matched(record, held, by_number, by_title)
        unmatched += not ids
        abstract = abstract_of(_first(record, _ABSTRACTS))
        names = names_of(_first(record, _PEOPLE))
        for id_ in ids:
            if isinstance(abstract, str) and abstract.strip():
                abstracts[id_] = abstract
            if names and not held[id_].people:
                people[id_] = [{"name": name, "affiliation": None} for name in names]
    if unmatched:
        why = f"{unmatched:,} of {len(records):,} are not in the schedule"
        report.problems.append(Problem(None, None, "events", why))
    additions: dict[str, dict[str, Any]] = {id_: {"people": them} for id_, them in people.items()}
    for id_, text in with_twins(abstracts, held).items():
        additions.setdefault(id_, {})["abstract"] = text
    return added(asked, base, additions, report)


def _by_title(base: Loaded) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for event in base.events:
        title = fold(event.title)
        found[title] = (*found.get(title, ()), event.id)[:20]
    return found


def _matched(
    record: Mapping[str, Any],
    held: Mapping[str, Event],
    by_number: Mapping[int, tuple[str, ...]],
    by_title: Mapping[str, tuple[str, ...]],
) -> tuple[str, ...]:
    """Return the events in hand that a record is of: by its page's number, else by title.

    A title alone is enough only where all events with it show one paper.
    """
    page = page_of(_first(record, _PAGES))
    if page and (ids := by_number.get(page.number)):
        return ids
    title = title_of(_first(record, _TITLES))[0]
    ids = by_title.get(fold(title), ()) if isinstance(title, str) else ()
    papers = {held[id_].paper or id_ for id_ in ids}
    return ids if len(papers) == 1 else ()


SOURCE = Source("downloads JSON of a virtual site", _recognises, _read)
