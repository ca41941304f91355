"""The paper lists of Paper Copilot (github.com/papercopilot/paperlists), ``icml/icml2024.json``.

A list of ``id title status track author aff site`` and more by year; authors
and affiliations are apart by semicolons, in some years authors by commas. The
number at the end of ``site`` is that of the paper's page at the conference. No
record has a time, so the days come from the schedule in hand or from what is
known of the year; a year of unknown days is refused, since a conference
without days cannot be planned and none are made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from planner.model import Conference, Event, Kind
from planner.schedule.border import admit_conference, admit_events
from planner.schedule.border_values import is_address
from planner.schedule.ids import event_id
from planner.schedule.kind_words import kind_named
from planner.schedule.limits import MAX_PEOPLE, refuse_crowd, refuse_depth
from planner.schedule.loaded import Loaded, Problem, Report
from planner.schedule.source import Asked, Content, Source
from planner.schedule.sources.additions import ids_by_number, refuse_another
from planner.schedule.sources.foreign import (
    abstract_of,
    forum,
    names_of,
    openreview_id,
    page_of,
    text,
    title_of,
)
from planner.schedule.sources.series import DAYS, Edition, edition_of_addresses, edition_of_place
from planner.schedule.text import clean
from planner.schedule.unusable import ScheduleUnusable
from planner.schedule.zone import zone_for

_KEYS = frozenset({"title", "status"})
_ANY_KEY = frozenset({"author", "site", "aff"})
#: ICLR tells its orals and spotlights by a share of all papers in some years.
_STATUSES: Mapping[str, Kind] = {
    "oral": Kind.ORAL,
    "spotlight": Kind.SPOTLIGHT,
    "poster": Kind.POSTER,
    "top-5%": Kind.ORAL,
    "top-25%": Kind.SPOTLIGHT,
}
_NOT_ACCEPTED = ("reject", "withdraw", "active", "desk")


def _records(document: object) -> list[Any] | None:
    if not isinstance(document, list):
        return None
    is_list = any(
        isinstance(each, dict) and each.keys() >= _KEYS and not _ANY_KEY.isdisjoint(each)
        for each in document[:20]
    )
    return document if is_list else None


def _recognises(content: Content) -> bool:
    return _records(content.json) is not None


def _read(content: Content, asked: Asked) -> Loaded:
    records = _records(content.json)
    if records is None:
        raise ScheduleUnusable(f"{asked.place} is no list of papers.")
    edition = edition_of_place(asked.place) or edition_of_addresses(
        each["site"]
        for each in records
        if isinstance(each, dict) and isinstance(each.get("site"), str)
    )
    refuse_another(asked, edition)
    report = Report()
    try:
        refuse_crowd(len(records))
        conference = _conference(asked, edition, report)
        held = {event.id: event for event in asked.base.events} if asked.base else {}
        numbers = ids_by_number(held.values())
        label = edition.known.name if edition and edition.known else "Conference"
        natives, places = [], []
        left_out: Counter[str] = Counter()
        for index, raw in enumerate(records):
            status = text(raw.get("status")) if isinstance(raw, dict) else None
            if status and status.lower().startswith(_NOT_ACCEPTED):
                left_out[status[:40]] += 1
                continue
            natives.append(_native(raw, index, label, numbers, held, report))
            places.append(index)
        if left_out and not natives:
            raise ScheduleUnusable("none of its papers was accepted; nothing was imported.")
        own = Report()
        events = admit_events(natives, conference, own)
    except ScheduleUnusable as error:
        raise ScheduleUnusable(f"{asked.place}: {error}") from error
    for problem in own.problems:
        place = None if problem.index is None else places[problem.index]
        report.problems.append(
            Problem(place, problem.id, problem.key, problem.why, problem.dropped)
        )
    if left_out:
        counts = ", ".join(f"{status} {count:,}" for status, count in left_out.most_common(8))
        why = f"{left_out.total():,} papers left out that were not accepted ({counts})"
        report.problems.append(Problem(None, None, "status", why))
    # Others than the conference made the list: what it lacks has not been cancelled.
    return Loaded(conference, events, report, partial=asked.base is not None)


def _native(
    raw: object,
    index: int,
    label: str,
    numbers: Mapping[int, tuple[str, ...]],
    held: Mapping[str, Event],
    report: Report,
) -> object:
    if not isinstance(raw, dict):
        return raw if not isinstance(raw, list) else None
    try:
        refuse_depth(raw)
    except ScheduleUnusable:
        return None
    page = page_of(raw.get("site"))
    paper = _paper(raw)
    id_: object = page.event_id if page else _id_without_page(paper or raw.get("id"))
    if page and page.event_id not in held:
        is_oral = page.kind == "oral"
        ids = numbers.get(page.number, ())
        id_ = next((each for each in ids if each.startswith("oral-") == is_oral), id_)
    title, why = title_of(raw.get("title"))
    if why:
        report.problems.append(Problem(index, str(id_)[:80], "title", why))
    event = held.get(id_) if isinstance(id_, str) else None
    topics = [topic] if (topic := _topic(raw.get("primary_area"))) else []
    return {
        "id": id_,
        # The page of an oral paper is its poster's; in the schedule in hand it is one.
        "kind": (event.kind if event else _kind(raw, page.kind if page else None)).value,
        "title": title,
        "people": _people(raw),
        "topics": topics,
        "topics_by": "conference" if topics else None,
        "track": _track(raw.get("track")),
        "paper": (event.paper if event else None) or paper,
        "abstract": abstract_of(raw.get("abstract") or None),
        "links": _links(raw, label, paper),
    }


def _id_without_page(code: object) -> object:
    """Return the id of a paper without a number: most codes hold capitals, which ids do not."""
    if not isinstance(code, str) or not code.strip():
        return code
    return event_id(code)


def _kind(raw: Mapping[str, Any], page_kind: str | None) -> Kind:
    status = (text(raw.get("status")) or "").lower()
    for word, kind in _STATUSES.items():
        if word in status:
            return kind
    return kind_named(page_kind, Kind.POSTER)


def _paper(raw: Mapping[str, Any]) -> str | None:
    """Return the paper's id at OpenReview; ``site_...`` is one of the list's own making."""
    for key in ("openreview", "pdf", "site"):
        if found := openreview_id(raw.get(key)):
            return found
    id_ = raw.get("id")
    if not isinstance(id_, str) or id_.startswith("site_"):
        return None
    return openreview_id(f"https://openreview.net/forum?id={id_}")


def _people(raw: Mapping[str, Any]) -> list[dict[str, str | None]]:
    """Return the authors; an affiliation is theirs only where there is one for each of them."""
    names = names_of(raw.get("author"))[:MAX_PEOPLE]
    given = raw.get("aff")
    affiliations = [text(each) for each in given.split(";")] if isinstance(given, str) else []
    if len(affiliations) != len(names):
        affiliations = [None] * len(names)
    return [
        {"name": name, "affiliation": affiliation}
        for name, affiliation in zip(names, affiliations, strict=True)
    ]


def _topic(area: object) -> str | None:
    return clean(area.replace("_", " ")) or None if isinstance(area, str) else None


def _track(track: object) -> str | None:
    name = text(track)
    return None if name is None or name.lower() in ("main", "conference") else name.lower()


def _links(raw: Mapping[str, Any], label: str, paper: str | None) -> list[dict[str, str]]:
    given = [(label, raw.get("site")), ("OpenReview", forum(paper)["url"] if paper else None)]
    given += [("Website", raw.get("project")), ("GitHub", raw.get("github"))]
    given += [("Proceedings", raw.get("proceeding")), ("Video", raw.get("video"))]
    links = {str(url): name for name, url in reversed(given) if is_address(url)}
    return [{"label": name, "url": url} for url, name in reversed(links.items())]


def _conference(asked: Asked, edition: Edition | None, report: Report) -> Conference:
    if asked.base is not None:
        return asked.base.conference
    series, year = (edition.series, edition.year) if edition else (None, None)
    zone = zone_for(asked.timezone, None, series, year)
    days = DAYS.get((edition.series, edition.year)) if edition else None
    if edition is None or days is None:
        raise ScheduleUnusable(
            "it names no days, and those of the conference are not known; import the conference's "
            f"own schedule first, then run planner update {asked.place}."
        )
    known = edition.known
    return admit_conference(
        {
            "id": asked.conference_id or edition.id,
            "name": edition.name,
            "title": known.title if known else edition.name,
            "start": days[0],
            "end": days[1],
            "timezone": zone,
            "venue": None,
            "url": f"https://{known.host}/Conferences/{edition.year}" if known else None,
            # The conference's own file has the times that this list lacks.
            "source": edition.data_address,
        },
        report,
    )


SOURCE = Source("Paper Copilot JSON", _recognises, _read)
