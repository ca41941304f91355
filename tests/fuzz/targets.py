"""What is fuzzed: everything that reads what others wrote, or what is typed.

A target takes any bytes. It passes over what is refused by the exception that
is named for it, and raises for all else: another exception, a promise of
:mod:`tests.fuzz.promises` broken, or a time beyond all patience.
"""

from __future__ import annotations

import time
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from planner.export.plan_file import Plan, PlanError, plan_bytes, plan_wishes, read_plan
from planner.export.plan_line import is_line, lines_in, plan_line, read_line
from planner.model import Itinerary, Level
from planner.schedule.calendar_file import NotACalendar
from planner.schedule.changes import changes, sentence
from planner.schedule.compile import compile_schedule
from planner.schedule.completion import completions
from planner.schedule.highlight import marked
from planner.schedule.limits import MAX_TITLE
from planner.schedule.loaded import Loaded
from planner.schedule.marks import Marks
from planner.schedule.merge import merge, worse
from planner.schedule.query import Query, QueryError, parse, without_unfinished
from planner.schedule.search import NotReady, View, run
from planner.schedule.source import Asked, Content, Source
from planner.schedule.sources import read_schedule, sources
from planner.schedule.sources.native import parse_native
from planner.schedule.spelling import slips
from planner.schedule.store import ScheduleStore
from planner.schedule.text import clean
from planner.schedule.unusable import ScheduleUnusable
from planner.settings import DEFAULTS
from planner.workspace.busy import read_busy
from planner.workspace.settings.check import ALLOWED, Minutes, parse_settings
from tests.fuzz.mutation import json_changed, text_changed
from tests.fuzz.promises import comes_back, is_sentence, is_sound, is_sound_plan

#: Seconds of the processor's that one input may take; all are small.
LONGEST = 10.0
#: Larger inputs say nothing that smaller ones don't.
MOST_BYTES = 16_384

FIXTURES = Path(__file__).parents[1] / "schedule" / "sources" / "fixtures"
CORPUS = Path(__file__).parent / "corpus"
VIENNA = ZoneInfo("Europe/Vienna")
_NOW = datetime(2026, 7, 7, 10, tzinfo=UTC)

Change = Callable[[bytes, Random], bytes | None]


class Target(NamedTuple):
    """One thing to be fuzzed.

    Attributes:
        run: Takes an input; raises where a promise is broken.
        seeds: Names of the fixtures that are inputs of this format; more are
            in the target's own folder of the corpus.
        words: The format's words, for the dictionary and the mutations.
        change: Changes an input so that it keeps its form; None where it can't.
        longest: The most bytes that an input has.
    """

    run: Callable[[bytes], None]
    seeds: tuple[str, ...]
    words: tuple[str, ...]
    change: Change
    longest: int = MOST_BYTES


def inputs(name: str) -> dict[str, bytes]:
    """Return a target's seeds and its corpus by their names."""
    files = [FIXTURES / seed for seed in TARGETS[name].seeds]
    files += sorted(path for path in (CORPUS / name).glob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in files}


def in_time(run: Callable[[bytes], None], raw: bytes) -> None:
    """Run a target on an input, and hold it to the time that it may take."""
    began = time.process_time()
    run(raw)
    took = time.process_time() - began
    assert took < LONGEST, f"took {took:.1f} s"


# Schedules


def _source(name: str) -> Source:
    return next(source for source in sources() if source.name == name)


@lru_cache(maxsize=1)
def _in_hand() -> Loaded:
    """A schedule that some formats only add to."""
    name = "icml-2026-orals-posters.json"
    return read_schedule(Content((FIXTURES / name).read_bytes()), Asked(name))


def _reads(name: str, place: str) -> Callable[[bytes], None]:
    """Return what reads an input by the source of this name, as an import and as an update."""

    def read(raw: bytes) -> None:
        content = Content(raw)
        source = _source(name)
        if not source.recognises(content):
            return
        for asked in (
            Asked(place),
            Asked(place, timezone="Europe/Vienna"),
            Asked(place, base=_in_hand()),
        ):
            loaded = _loaded(source, content, asked)
            if loaded is not None:
                is_sound(loaded)
                if not loaded.partial:
                    comes_back(loaded)
                    # With its own zone it comes out the same as with one that was given.
                    break

    return read


def _loaded(source: Source, content: Content, asked: Asked) -> Loaded | None:
    try:
        return source.read(content, asked)
    except ScheduleUnusable as error:
        is_sentence(str(error))
        return None


def _natives(raw: bytes) -> None:
    """Read an input as an import does, and as the file that PLANNER_SCHEDULE names."""
    _reads("native", "native.json")(raw)
    try:
        is_sound(parse_native(raw, "native.json"))
    except ScheduleUnusable as error:
        is_sentence(str(error))


def _updates(raw: bytes) -> None:
    """Merge an input of any format into the schedule in hand, as ``planner update`` does."""
    held = _in_hand()
    try:
        fetched = read_schedule(Content(raw), Asked("news", timezone="Asia/Seoul", base=held))
    except ScheduleUnusable as error:
        is_sentence(str(error))
        return
    is_sound(fetched)
    refusal = worse(held, fetched)
    if refusal is not None:
        is_sentence(refusal)
    earlier = frozenset(event.id for event in held.events)
    for before in (frozenset[str](), earlier):
        merged = merge(held, fetched, before)
        whole = Loaded(merged.conference, merged.events, fetched.report)
        is_sound(whole)
        comes_back(whole)
        ids = {event.id for event in (*merged.events, *merged.cancelled)}
        lost = [
            event.id for event in held.events if merged.follow.get(event.id, event.id) not in ids
        ]
        assert not lost, f"nothing became of {lost}"
        zone = ZoneInfo(merged.conference.timezone)
        for change in changes(held.events, merged.events, merged.follow):
            # A title may be renamed to a long one, which is said in full.
            is_sentence(sentence(change, zone), 5 * MAX_TITLE)


# What is typed


@lru_cache(maxsize=1)
def _store() -> ScheduleStore:
    target = Path(mkdtemp(prefix="planner-fuzz-")) / "small.db"
    compile_schedule(CORPUS / "native" / "small.json", target)
    return ScheduleStore.open(target)


@lru_cache(maxsize=1)
def _marks() -> Marks:
    ids = _store().all_ids()
    return Marks(
        stars=MappingProxyType({ids[0]: Level.MUST, ids[-1]: Level.MAYBE}),
        hidden=frozenset(ids[1:2]),
        visited=frozenset(ids[:1]),
        version=1,
    )


def _queries(raw: bytes) -> None:
    text = raw.decode("utf-8", "surrogateescape")
    store = _store()
    vocabulary = store.vocabulary()
    assert text.startswith(without_unfinished(text))
    for offer in completions(store, text, len(text) // 2):
        assert 0 <= offer.start <= offer.end <= len(text)
    query = parse(text, vocabulary)
    if isinstance(query, QueryError):
        is_sentence(query.message)
        assert 0 <= query.start <= query.end <= len(text)
        return
    assert isinstance(query, Query)
    assert parse(str(query), vocabulary) == query, f"{query} says something else"
    counts = [_searched(store, query, View(order, merged)) for order, merged in _VIEWS]
    assert counts[0] == counts[1], "the order changes what is found"
    if counts[2] == 0:
        slips(store, query)


_VIEWS: tuple[tuple[Any, bool], ...] = (("topic", True), ("time", True), ("time", False))


def _searched(store: ScheduleStore, query: Query, view: View) -> int:
    result = run(store, query, _marks(), view, _NOW)
    assert not isinstance(result, NotReady)
    numbers = result.numbers(0, 200)
    assert len(numbers) == min(200, result.count), "more or fewer rows than counted"
    assert sum(section.count for section in result.sections) == result.count
    for event in store.events(numbers[:5]):
        spans = marked(event.title, query)
        assert all(0 <= start < end <= len(event.title) for start, end in spans)
    return result.count


def _settings(raw: bytes) -> None:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The file's reader says that it is not in UTF-8.
        return
    read = parse_settings(text, Path("settings.toml"))
    for problem in read.problems:
        is_sentence(problem)
    for key, value in read.settings._asdict().items():
        allowed = ALLOWED.get(key)
        assert type(value) is type(getattr(DEFAULTS, key)), f"{key} is {value!r}"
        if isinstance(allowed, Minutes):
            assert allowed.least <= value <= allowed.most


# Plans


def _plan_files(raw: bytes) -> None:
    try:
        plan = read_plan(raw, VIENNA)
    except PlanError as error:
        is_sentence(str(error))
        return
    is_sound_plan(plan)
    plan_wishes(plan)
    first = _itinerary(plan)
    kept = plan_bytes(first, plan.saved)
    assert _itinerary(read_plan(kept, VIENNA)) == first, "another plan comes back"


def _itinerary(plan: Plan) -> Itinerary:
    return Itinerary(
        plan.conference_id,
        stars={star.event_id: star for star in plan.stars},
        notes={note.event_id: note for note in plan.notes},
        visited=dict(plan.visited),
        hidden=dict(plan.hidden),
        declined=dict(plan.declined),
        searches={search.name: search for search in plan.searches},
        commitments={each.id: each for each in plan.commitments},
        own_times={own.event_id: own for own in plan.own_times},
        mine=dict(plan.mine),
        pins=dict(plan.pins),
        leaving={left.event_id: left for left in plan.leaving},
    )


def _plan_lines(raw: bytes) -> None:
    """Read a text as a line, or, behind a byte 0, bytes as what a line of sound checksum holds."""
    if raw[:1] == b"\0":
        content = raw[1:] + zlib.crc32(b"icml2024" + raw[1:]).to_bytes(4, "big")
        text = f"planner:icml2024:{urlsafe_b64encode(content).decode().rstrip('=')}"
    else:
        text = raw.decode("utf-8", "surrogateescape")
    is_line(text)
    for each in (text, *(shared.line for shared in lines_in(text))):
        try:
            found = read_line(each)
        except PlanError as error:
            is_sentence(str(error))
            continue
        again = read_line(plan_line(found.conference_id, found.stars, found.at))
        assert again == found, "another plan comes back"


def _calendars(raw: bytes) -> None:
    """Read an input as an attendee's own calendar, as ``planner busy`` does."""
    days = [date(2025, 6, day) for day in range(10, 15)]
    try:
        busy = read_busy(raw, "own.ics", days, VIENNA, "icml2026")
    except NotACalendar as error:
        is_sentence(str(error))
        return
    assert len({each.id for each in busy.commitments}) == len(busy.commitments)
    for each in busy.commitments:
        assert each.start.tzinfo is not None
        assert each.start < each.end
        assert each.title
        assert clean(each.title) == each.title


def _by_json(*words: str) -> Change:
    return lambda raw, chance: json_changed(raw, chance, words)


def _by_text(*words: str) -> Change:
    return lambda raw, chance: text_changed(raw, chance, words)


def _target(
    run: Callable[[bytes], None], seeds: tuple[str, ...], change: Callable[..., Change], words: str
) -> Target:
    """Return a target whose words stand in one text, apart by bars where they hold blanks."""
    split = tuple(words.split("|") if "|" in words else words.split())
    return Target(run, seeds, split, change(*split))


_EVENT_WORDS = (
    "id kind title start end day attendance room board people name affiliation topics topics_by "
    "track paper parent certainty slot official reported inferred unknown abstract links label url "
    "poster oral session workshop fixed drop_in container"
)
_SITE_WORDS = (
    "count next results id uid name authors fullname institution abstract topic keywords decision "
    "session eventtype event_type room_name virtualsite_url url sourceurl starttime endtime "
    "paper_url paper_pdf_url eventmedia uri poster_position related_events_ids Poster Oral "
    "Spotlight Tutorial"
)
_FRAB_WORDS = (
    "schedule conference acronym title start end days date day rooms room name events event guid "
    "id code logo duration subtitle slug track type language abstract description persons person "
    "public_name links link href url attachments recording time_zone_name day_start index "
    "timeslot_duration venue city en de"
)
_PLAN_WORDS = (
    "format kind plan conference saved stars id level at snapshot notes text visited hidden "
    "declined searches name query commitments title start end away calendar own_times board mine "
    "pins leaving until must want maybe"
)
_ICAL_WORDS = (
    "BEGIN:VEVENT|END:VEVENT|BEGIN:VCALENDAR|END:VCALENDAR|BEGIN:VTIMEZONE|END:VTIMEZONE|UID|"
    "DTSTART|DTEND|DURATION|SUMMARY|LOCATION|RRULE|EXDATE|RDATE|RECURRENCE-ID|STATUS|CANCELLED|"
    "VALUE=DATE|TZID|TZID=Europe/Vienna|TZID=W. Europe Standard Time|X-WR-TIMEZONE|X-WR-CALNAME|"
    "CATEGORIES|URL|DESCRIPTION|FREQ=DAILY|FREQ=WEEKLY|FREQ=HOURLY|FREQ=YEARLY|COUNT=3|UNTIL|"
    "INTERVAL=0|INTERVAL=2|BYDAY=MO,TU|BYMONTHDAY=31|BYSETPOS=-1|BYHOUR=1,2|20240724T113000|"
    "20240724T113000Z|20240724|00010101T000000|99991231T235959Z|PT1H|-P1D|P99999999D|\r\n |\\n"
)
_QUERY_WORDS = (
    "kind:|topic:|day:|after:|before:|at:|room:|session:|author:|from:|track:|is:|has:|board:|"
    'sort:|oral|poster|tue|today|now|14:00|2pm|"tue 11:45"|2026-07-07|starred|undecided|note|none|'
    'relevance|otters|-|!|"|,|NEAR|AND|OR|NOT|*|^|:|(|)|%|_|--|𝔬|ß|ﬁ|İ|e\u0301|\u200d|\x00|'
    "https://icml.cc/virtual/2026/poster/70001|https://openreview.net/forum?id=otTers4242"
)
_SETTINGS_WORDS = (
    "walk_minutes|poster_minutes|demo_minutes|notice_minutes|bell|signs|daily_check|true|false|"
    '"auto"|"ascii"|"unicode"|=|[|]|[[|{|}|"""|\'\'\'|#|1e9|0x10|inf|nan|2024-07-24|11:30:00|-1|.|'
    '= 5|= true\n|99999999999999999999|theme|"terminal"|[keys]|search|star|"ctrl+s"|["a", "b"]|'
    '"esc"|""'
)

TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "native": _target(_natives, (), _by_json, _EVENT_WORDS),
        "virtual_site": _target(
            _reads("virtual site JSON", "icml-2026-orals-posters.json"),
            ("icml-2026-orals-posters.json", "neurips-2023-orals-posters.json"),
            _by_json,
            _SITE_WORDS,
        ),
        "abstracts_file": _target(
            _reads("abstracts JSON of a virtual site", "icml-2026-abstracts.json"),
            ("icml-2026-abstracts.json",),
            _by_json,
            "70001 70002 poster-70001 oral-70002 event-1",
        ),
        "downloads": _target(
            _reads("downloads JSON of a virtual site", "icml-2026-downloads.json"),
            ("icml-2026-downloads.json",),
            _by_json,
            "type name virtualsite_url speakers/authors abstract title authors url description",
        ),
        "paper_copilot": _target(
            _reads("Paper Copilot JSON", "icml2024_papers.json"),
            ("icml2024_papers.json",),
            _by_json,
            "id title track status author site aff primary_area abstract github project pdf "
            "Oral Spotlight Poster Reject openreview",
        ),
        "frab_xml": _target(
            _reads("frab XML", "schedule.xml"), ("night_camp.xml",), _by_text, _FRAB_WORDS
        ),
        "frab_json": _target(
            _reads("frab JSON", "schedule.json"),
            ("river_conf.json", "lake_days.json"),
            _by_json,
            _FRAB_WORDS,
        ),
        "ical": _target(
            _reads("iCalendar", "hills.ics"), ("hill_days.ics",), _by_text, _ICAL_WORDS
        ),
        "additions": _target(
            _updates,
            (
                "icml-2026-orals-posters.json",
                "icml-2026-abstracts.json",
                "icml-2026-downloads.json",
                "icml2024_papers.json",
            ),
            _by_json,
            _SITE_WORDS,
        ),
        "busy": _target(_calendars, ("hill_days.ics",), _by_text, _ICAL_WORDS),
        "query": _target(_queries, (), _by_text, _QUERY_WORDS)._replace(longest=500),
        "settings": _target(_settings, (), _by_text, _SETTINGS_WORDS),
        "plan_file": _target(_plan_files, (), _by_json, _PLAN_WORDS + " " + _EVENT_WORDS),
        "plan_line": _target(_plan_lines, (), _by_text, "planner: icml2024 = : \x00\x01\x00"),
    }
)
