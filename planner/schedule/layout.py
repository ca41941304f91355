"""The layout of a compiled schedule: its tables, its index, its marks.

Change ``VERSION`` with anything here or in what the compiler writes; files of
another version are compiled again.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

VERSION = 6

#: Private-use characters, which no cleaned query can hold. They count as letters
#: in the index. BETWEEN stands between two names, so that no phrase reaches over.
BETWEEN = "\ue000"
#: Before each end of a title's word: ``moe`` inside OpenMoE.
INSIDE = "\ue001"
#: A poster whose paper has an oral, and that oral.
POSTER_OF_TALK = "\ue002"
TALK_OF_POSTER = "\ue003"
#: Before each word of a name that a qualifier can have, by the qualifier.
NAMES = {
    "topic": "\ue004",
    "author": "\ue005",
    "from": "\ue006",
    "room": "\ue007",
    "session": "\ue008",
    "track": "\ue009",
}
#: Those that are searched for in the index, where a number may go on as another one.
INDEXED_NAMES = ("topic", "author", "from")
#: The first and the last of these marks.
PRIVATE = (BETWEEN, "\ue009")

ROWS = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # start and end: UTC seconds; minute: of the venue's day; day: proleptic ordinal;
    # oral and parent: numbers; room and track: codes; listed: a row of Browse.
    """CREATE TABLE event (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL,
        start INTEGER, end INTEGER, minute INTEGER, day INTEGER,
        topic_section INTEGER, time_section INTEGER,
        by_time INTEGER, plain INTEGER, by_title INTEGER, by_board INTEGER,
        listed INTEGER, oral INTEGER, paper TEXT, parent INTEGER,
        room INTEGER, track INTEGER, board TEXT, has_topic INTEGER, has_abstract INTEGER)""",
    "CREATE TABLE record (number INTEGER PRIMARY KEY, json TEXT NOT NULL)",
    "CREATE TABLE room (code INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE track (code INTEGER PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE topic (code INTEGER PRIMARY KEY, name TEXT NOT NULL, events INTEGER)",
    # Topics by event, since one reads those of an event together; affiliations by their codes,
    # since one counts them over all events.
    """CREATE TABLE event_topic (
        topic INTEGER, number INTEGER, PRIMARY KEY (number, topic)) WITHOUT ROWID""",
    # needle: the name's words as as_needle gives them, since to fold thousands takes a while.
    """CREATE TABLE affiliation (
        code INTEGER PRIMARY KEY, name TEXT NOT NULL, events INTEGER, needle TEXT NOT NULL)""",
    """CREATE TABLE event_affiliation (
        affiliation INTEGER, number INTEGER, PRIMARY KEY (affiliation, number)) WITHOUT ROWID""",
    "CREATE TABLE link (key TEXT, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID",
    # first: the first event's number on the axis topic, its by_time on the axis time.
    """CREATE TABLE section (
        axis TEXT, place INTEGER, label TEXT, kind TEXT, start INTEGER, end INTEGER, day INTEGER,
        first INTEGER, events INTEGER, scheduled INTEGER, listed INTEGER, listed_scheduled INTEGER,
        PRIMARY KEY (axis, place)) WITHOUT ROWID""",
)
EVENT_COLUMNS = 22

INDEXES = (
    "CREATE UNIQUE INDEX event_id ON event (id)",
    "CREATE INDEX event_by_time ON event (by_time)",
    "CREATE INDEX event_plain ON event (plain)",
    "CREATE INDEX event_by_title ON event (by_title)",
    "CREATE INDEX event_by_board ON event (by_board)",
    "CREATE INDEX event_kind ON event (kind)",
    "CREATE INDEX event_parent ON event (parent) WHERE parent IS NOT NULL",
    "CREATE INDEX event_paper ON event (paper) WHERE paper IS NOT NULL",
    "CREATE INDEX event_oral ON event (oral) WHERE oral IS NOT NULL",
)

# The text is folded before it comes here, so the tokenizer need not; contentless,
# since the records hold the text; prefixes, since every word typed is one, up to
# the length where few words go on (with them a query of common words takes a
# third of the time). The titles stand in an index of their own besides: mostly
# they fill a page, and their lists are a tenth as long.
_TOKENS = """content='', tokenize="unicode61 remove_diacritics 0 tokenchars '+#'" """
INDEX = (
    f"""CREATE VIRTUAL TABLE words USING fts5(
        title, people, topics, affiliations, abstract, inside, twin,
        prefix='1 2 3 4 5 6 7 8', {_TOKENS})""",
    f"""CREATE VIRTUAL TABLE titles USING fts5(title, twin, prefix='1 2 3 4 5 6', {_TOKENS})""",
    # The same by time: its rowid is by_time + 1, so that a page of many hits need not be sorted.
    f"""CREATE VIRTUAL TABLE titles_by_time USING fts5(
        title, twin, prefix='1 2 3 4 5 6', {_TOKENS})""",
    # Names and words by number, the most frequent first. Prefixes count the mark.
    f"""CREATE VIRTUAL TABLE names USING fts5(words, columnsize=0, prefix='1 2 3 4', {_TOKENS})""",
    "CREATE TABLE name (number INTEGER PRIMARY KEY, text TEXT NOT NULL, events INTEGER NOT NULL)",
    "CREATE TABLE word (number INTEGER PRIMARY KEY, text TEXT NOT NULL)",
)
#: Bytes of new entries that FTS5 keeps in memory before it writes them; fewer
#: pieces are faster to search.
INDEX_MEMORY = 64 << 20
ADD = (
    "INSERT INTO words (rowid, title, people, topics, affiliations, abstract, inside, twin) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
ADD_TITLE = "INSERT INTO titles (rowid, title, twin) VALUES (?, ?, ?)"
ADD_TITLE_BY_TIME = "INSERT INTO titles_by_time (rowid, title, twin) VALUES (?, ?, ?)"

_FORUM = re.compile(r"openreview\.net/(?:forum|pdf|attachment)\?(?:.*&)?id=([\w-]+)")
_PROCEEDINGS = re.compile(r"proceedings\.mlr\.press/v(\d+)/([\w-]+?)(?:\.html|/.*)?$")


def link_key(url: str) -> str:
    """Return what is the same in all addresses of one page.

    Scheme, ``www.``, fragment and a slash at the end make no difference;
    OpenReview's forum and PDF are one, and so are PMLR's page and PDF.
    """
    address = re.sub(r"^https?://(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    address = unquote(address.split("#", 1)[0]).rstrip("/")
    found = _FORUM.match(address)
    if found:
        return f"openreview.net/{found[1]}"
    found = _PROCEEDINGS.match(address)
    if found:
        return f"proceedings.mlr.press/v{found[1]}/{found[2]}"
    host, slash, path = address.partition("/")
    return host.lower() + slash + path
