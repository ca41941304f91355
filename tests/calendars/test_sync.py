"""``planner sync`` against a real CalDAV server that asks for a name and a password."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import itertools
import json
import re
import shutil
import threading
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from planner.paths import Places
from planner.tui.app import PlannerApp
from planner.tui.render import Signs
from planner.workspace.preparation import Preparation
from tests.calendars.conftest import radicale
from tests.cli.conftest import Run, runner
from tests.conftest import Compiled, Ran, compiled, small_document
from tests.tui.conftest import Screenful

PASSWORD = "correct horse:battery"
ORAL, TALK = "oral-1@small.planner", "talk-1@small.planner"
SLOT = "posters-20240723T113000Z@small.planner"

_numbers = itertools.count()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server where ada may do as she likes in her own folder."""
    folder = tmp_path_factory.mktemp("radicale")
    users = folder / "users"
    users.write_text(f"ada:{PASSWORD}\n", encoding="utf-8")
    settings = (
        *("[auth]", "type = htpasswd", f"htpasswd_filename = {users}"),
        *("htpasswd_encryption = plain", "delay = 0", "[rights]", "type = owner_only"),
    )
    with radicale(folder, *settings) as address:
        yield address


class OnServer:
    """A calendar as the attendee's other programs see it."""

    def __init__(self, address: str) -> None:
        self.address = address

    def ask(self, method: str, address: str = "", body: str | None = None, **headers: str) -> str:
        request = urllib.request.Request(  # noqa: S310 - loopback
            urljoin(self.address, address), None if body is None else body.encode(), method=method
        )
        secret = b64encode(f"ada:{PASSWORD}".encode()).decode()
        request.add_header("Authorization", f"Basic {secret}")
        request.add_header("Content-Type", "text/calendar; charset=utf-8")
        for name, value in headers.items():
            request.add_header(name, value)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as answer:
            text: str = answer.read().decode()
            return text

    def make(self) -> None:
        self.ask("MKCALENDAR")

    def addresses(self) -> dict[str, str]:
        """The entries' addresses by UID; each UID stands there once."""
        hrefs = re.findall(r"<href>([^<]+\.ics)</href>", self.ask("PROPFIND", body="", Depth="1"))
        uids = [self._uid(self.ask("GET", href)) for href in hrefs]
        assert len(set(uids)) == len(uids)
        return dict(zip(uids, hrefs, strict=True))

    def entries(self) -> dict[str, str]:
        """The entries by UID."""
        return {uid: self.ask("GET", href) for uid, href in self.addresses().items()}

    def put(self, uid: str, text: str) -> None:
        self.ask("PUT", self.addresses().get(uid, f"{uid}.ics"), text)

    def edit(self, uid: str, old: str, new: str) -> None:
        """Change an entry as another program would."""
        text = self.entries()[uid]
        assert old in text
        self.put(uid, text.replace(old, new))

    def remove(self, uid: str) -> None:
        self.ask("DELETE", self.addresses()[uid])

    def _uid(self, text: str) -> str:
        uids: set[str] = set(re.findall(r"\nUID:(.+?)\r?\n", text))
        (uid,) = uids
        return uid


@pytest.fixture
def calendar(server: str) -> OnServer:
    """An empty calendar of ada's."""
    on_server = OnServer(f"{server}/ada/conference-{next(_numbers)}/")
    on_server.make()
    return on_server


@pytest.fixture
def run(
    home: Places,
    small: Compiled,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run a command on the small conference, the password in the environment."""
    small.put_into(home)
    monkeypatch.setenv("PLANNER_SCHEDULE", str(small.source))
    monkeypatch.setenv("PLANNER_CALDAV_PASSWORD", PASSWORD)
    return runner(capfdbinary, monkeypatch)


Sync = Callable[..., Ran]


@pytest.fixture
def sync(run: Run, calendar: OnServer) -> Sync:
    """Star a talk, its poster and another talk; then sync as ada with further words."""
    assert run("star", "oral-1", "poster-1", "talk-1").code == 0

    def synced(*words: str) -> Ran:
        ran = run("sync", calendar.address, "--user", "ada", *words)
        assert PASSWORD not in ran.out + ran.err
        return ran

    return synced


def test_the_first_run_only_says_what_it_would_do(sync: Sync, calendar: OnServer) -> None:
    ran = sync()
    assert ran.code == 0
    assert [line[0] for line in ran.lines] == ["add"] * 3
    assert ran.lines[0][1:] == ["Tue 23 Jul 10:30-10:45", "Honey for bears"]
    assert "Would add 3 entries at " in ran.err
    assert "Nothing was done; --apply does it." in ran.err
    assert calendar.entries() == {}
    assert [line[0] for line in sync().lines] == ["add"] * 3


def test_applied_it_puts_what_an_export_would_hold(
    sync: Sync, run: Run, calendar: OnServer
) -> None:
    assert sync("--apply").code == 0
    exported = run("export", "ical").out
    assert set(calendar.entries()) == {ORAL, TALK, SLOT} == set(re.findall("UID:(.+)\r", exported))
    for text in calendar.entries().values():
        assert "TZID:Europe/Vienna" in text
        assert "METHOD" not in text


def test_the_second_run_does_nothing_and_needs_no_name(
    sync: Sync, run: Run, calendar: OnServer
) -> None:
    sync("--apply")
    before = calendar.entries()
    ran = run("sync", calendar.address.rstrip("/"))
    assert ran.code == 0
    assert ran.out == ""
    assert "Nothing to do: 3 entries as planned" in ran.err
    assert calendar.entries() == before


def test_later_runs_do_it_at_once_unless_asked_not_to(
    sync: Sync, run: Run, calendar: OnServer
) -> None:
    sync("--apply")
    run("unstar", "talk-1")
    assert sync("--dry-run").lines == [["remove", "Wed 24 Jul 09:00-10:00", "Bees and l₀"]]
    assert TALK in calendar.entries()
    assert sync().lines == [["removed", "Wed 24 Jul 09:00-10:00", "Bees and l₀"]]
    assert set(calendar.entries()) == {ORAL, SLOT}


def test_a_moved_talk_moves(
    sync: Sync, calendar: OnServer, tmp_path: Path, home: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync("--apply")
    document = small_document()
    slot = {"start": "2024-07-24T15:00:00+02:00", "end": "2024-07-24T16:00:00+02:00"}
    document["events"][4] |= slot
    source = tmp_path / "moved.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    compiled(source, tmp_path).put_into(home)
    monkeypatch.setenv("PLANNER_SCHEDULE", str(source))
    assert sync().lines == [["moved", "Wed 24 Jul 15:00-16:00", "Bees and l₀"]]
    talk = calendar.entries()[TALK]
    assert "DTSTART;TZID=Europe/Vienna:20240724T150000" in talk
    assert "SEQUENCE:1" in talk
    assert "Nothing to do" in sync().err


def test_a_note_changes_its_entry_alone(sync: Sync, run: Run, calendar: OnServer) -> None:
    sync("--apply")
    before = calendar.entries()
    run("note", "talk-1", "bring; tea, and\\cups")
    assert [line[0] for line in sync().lines] == ["changed"]
    after = calendar.entries()
    assert "Note: bring\\; tea\\, and\\\\cups" in after.pop(TALK)
    assert after == {uid: before[uid] for uid in after}
    assert "Nothing to do" in sync().err


FOREIGN = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//nobody//nothing//EN\r\nBEGIN:VEVENT\r\n"
    "UID:{uid}\r\nDTSTAMP:20240701T000000Z\r\nDTSTART:20240724T070000Z\r\nSUMMARY:Dentist\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.parametrize("uid", ["dentist@home", "mine@small.planner", "oral-1@other.planner"])
def test_a_foreign_entry_stays(sync: Sync, run: Run, calendar: OnServer, uid: str) -> None:
    calendar.put(uid, FOREIGN.format(uid=uid))
    dentist = calendar.entries()[uid]
    sync("--apply")
    run("unstar", "oral-1", "poster-1", "talk-1")
    sync("--force", "--adopt")
    assert calendar.entries() == {uid: dentist}


def test_an_entry_that_somebody_else_put_under_our_uid_stays(
    sync: Sync, run: Run, calendar: OnServer
) -> None:
    calendar.put(TALK, FOREIGN.format(uid=TALK))
    dentist = calendar.entries()[TALK]
    ran = sync("--apply", "--adopt", "--force")
    assert ["not ours", "Wed 24 Jul 09:00-10:00", "Bees and l₀"] in ran.lines
    run("unstar", "talk-1")
    sync("--force")
    assert calendar.entries()[TALK] == dentist


def test_an_entry_that_was_changed_there_is_not_overwritten(
    sync: Sync, run: Run, calendar: OnServer
) -> None:
    sync("--apply")
    calendar.edit(TALK, "SUMMARY:Bees", "SUMMARY:My bees")
    run("note", "talk-1", "bring tea")
    ran = sync()
    assert [line[0] for line in ran.lines] == ["changed there"]
    assert "1 entry was changed in the calendar" in ran.err
    assert "My bees" in calendar.entries()[TALK]
    run("unstar", "talk-1")
    assert [line[0] for line in sync().lines] == ["changed there"]
    assert "My bees" in calendar.entries()[TALK]


def test_force_overwrites_what_was_changed_there(sync: Sync, calendar: OnServer) -> None:
    sync("--apply")
    calendar.edit(TALK, "SUMMARY:Bees", "SUMMARY:My bees")
    assert [line[0] for line in sync("--force").lines] == ["changed"]
    assert "My bees" not in calendar.entries()[TALK]
    assert "Nothing to do" in sync().err


def test_an_alarm_that_the_attendee_added_there_is_a_change(
    sync: Sync, run: Run, calendar: OnServer
) -> None:
    sync("--apply")
    alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"
    calendar.edit(TALK, "END:VEVENT", f"{alarm}END:VEVENT")
    run("note", "talk-1", "bring tea")
    assert [line[0] for line in sync().lines] == ["changed there"]


def test_a_server_that_only_marks_an_entry_anew_has_not_changed_it(
    sync: Sync, run: Run, calendar: OnServer
) -> None:
    sync("--apply")
    calendar.edit(TALK, "SEQUENCE:0", "SEQUENCE:0\r\nX-SEEN:yes")
    run("note", "talk-1", "bring tea")
    assert [line[0] for line in sync().lines] == ["changed"]


def test_an_entry_that_was_removed_there_comes_back_only_if_it_is_another(
    sync: Sync, run: Run, calendar: OnServer
) -> None:
    sync("--apply")
    calendar.remove(SLOT)
    run("note", "poster-1", "bring tea")
    ran = sync()
    assert [line[0] for line in ran.lines] == ["removed there"]
    assert "--force puts them back" in ran.err
    assert SLOT not in calendar.entries()
    run("star", "poster-2")
    assert run("when", "poster-2", "tue 13:30-15:00").code == 0
    assert [line[0] for line in sync().lines] == ["added again"]
    assert "meadow" in calendar.entries()[SLOT]


def test_force_puts_back_what_was_removed_there(sync: Sync, calendar: OnServer) -> None:
    sync("--apply")
    calendar.remove(TALK)
    assert [line[0] for line in sync("--force").lines] == ["added again"]
    assert TALK in calendar.entries()


def test_what_is_gone_on_both_sides_is_forgotten(sync: Sync, run: Run, calendar: OnServer) -> None:
    sync("--apply")
    calendar.remove(TALK)
    run("unstar", "talk-1")
    assert sync().lines == []
    run("star", "talk-1")
    assert [line[0] for line in sync().lines] == ["added"]


def test_without_the_record_entries_are_taken_over_only_when_asked(
    sync: Sync, run: Run, calendar: OnServer, home: Places
) -> None:
    sync("--apply")
    before = calendar.entries()
    shutil.rmtree(home.data / "sync")
    run("note", "talk-1", "bring tea")
    ran = sync("--apply")
    assert [line[0] for line in ran.lines] == ["not ours"] * 3
    assert "--adopt takes over" in ran.err
    assert calendar.entries() == before
    assert [line[0] for line in sync("--adopt", "--dry-run").lines] == ["take over"] * 3
    assert [line[0] for line in sync("--adopt").lines] == ["taken over"] * 3
    assert "Note: bring tea" in calendar.entries()[TALK]
    assert "Nothing to do" in sync().err


def test_two_conferences_in_one_calendar_do_not_touch_each_other(
    sync: Sync,
    run: Run,
    calendar: OnServer,
    tmp_path: Path,
    home: Places,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sync("--apply")
    document = small_document()
    document["conference"] |= {"id": "other"}
    source = tmp_path / "other.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    compiled(source, tmp_path).put_into(home)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("PLANNER_SCHEDULE", str(source))
        run("star", "talk-1")
        assert [line[0] for line in sync().lines] == ["add"]
        sync("--apply")
        assert set(calendar.entries()) == {ORAL, TALK, SLOT, "talk-1@other.planner"}
        run("unstar", "talk-1")
        sync()
    assert set(calendar.entries()) == {ORAL, TALK, SLOT}
    assert "Nothing to do: 3 entries" in sync().err


def test_json_says_the_same(sync: Sync, run: Run) -> None:
    said = sync("--json").json
    assert said["dry_run"] is True
    assert [entry["uid"] for entry in said["added"]] == [ORAL, SLOT, TALK]
    assert said["added"][0]["start"] == "2024-07-23T10:30:00+02:00"
    sync("--apply")
    run("unstar", "talk-1")
    said = sync("--json").json
    assert said["dry_run"] is False
    assert [entry["title"] for entry in said["removed"]] == ["Bees and l₀"]
    assert said["kept"] == 2


# In which form


POSTER = "poster-1@small.planner"


def test_an_alarm_stays_for_later_runs_until_it_is_taken_back(
    sync: Sync, run: Run, calendar: OnServer
) -> None:
    sync("--apply")
    ran = sync("--dry-run", "--alarm", "10")
    assert [line[0] for line in ran.lines] == ["change"] * 3
    assert (
        "It would be from then on: one entry a poster slot, times of the venue, "
        "an alarm 10 minutes before."
    ) in ran.err
    assert "Nothing to do" in sync("--dry-run").err
    assert "From now on: " in sync("--alarm", "10").err
    assert all("TRIGGER:-PT10M" in text for text in calendar.entries().values())
    assert "Nothing to do: 3 entries as planned" in sync().err
    run("note", "talk-1", "bring tea")
    ran = sync()
    assert [line[0] for line in ran.lines] == ["changed"]
    assert "From now on" not in ran.err
    assert "TRIGGER:-PT10M" in calendar.entries()[TALK]
    sync("--alarm", "none")
    assert not any("VALARM" in text for text in calendar.entries().values())


def test_posters_can_have_an_entry_each_and_go_back_into_one(
    sync: Sync, calendar: OnServer
) -> None:
    sync("--apply", "--posters", "each")
    assert set(calendar.entries()) == {ORAL, TALK, POSTER}
    ran = sync("--dry-run", "--posters", "slot")
    assert [line[0] for line in ran.lines] == ["remove", "add"]
    assert "Nothing to do" in sync().err
    sync("--posters=slot")
    assert set(calendar.entries()) == {ORAL, TALK, SLOT}


def test_times_can_be_in_utc_and_go_back_to_the_venues(
    sync: Sync, run: Run, calendar: OnServer
) -> None:
    sync("--apply")
    ran = sync("--dry-run", "--utc")
    assert [line[0] for line in ran.lines] == ["change"] * 3
    assert [line[0] for line in sync("--utc").lines] == ["changed"] * 3
    assert all("TZID" not in text for text in calendar.entries().values())
    assert "DTSTART:20240724T070000Z" in calendar.entries()[TALK]
    assert "Nothing to do" in sync().err
    run("note", "talk-1", "bring tea")
    assert [line[0] for line in sync().lines] == ["changed"]
    assert "DTSTART:20240724T070000Z" in calendar.entries()[TALK]
    sync("--no-utc")
    assert all("TZID" in text for text in calendar.entries().values())


def test_another_form_leaves_alone_what_was_changed_there(sync: Sync, calendar: OnServer) -> None:
    sync("--apply")
    calendar.edit(TALK, "SUMMARY:Bees", "SUMMARY:My bees")
    before = calendar.entries()[TALK]
    ran = sync("--alarm", "10", "--utc")
    assert sorted(line[0] for line in ran.lines) == ["changed", "changed", "changed there"]
    assert calendar.entries()[TALK] == before


@pytest.mark.parametrize(
    "words", [("--alarm", "soon"), ("--alarm=-1",), ("--posters", "all"), ("--utc", "--no-utc")]
)
def test_a_form_that_is_none_is_wrong_usage(sync: Sync, words: tuple[str, ...]) -> None:
    assert sync(*words).code == 2


def test_what_has_no_time_is_left_out_and_counted(sync: Sync, run: Run) -> None:
    run("star", "poster-2")
    assert "1 event without a time left out." in sync().err


# What may go wrong


def test_a_missing_calendar_is_made_when_asked(
    run: Run, server: str, sync: Sync, tmp_path: Path
) -> None:
    new = OnServer(f"{server}/ada/new-{tmp_path.name}/")
    ran = run("sync", new.address, "--user", "ada", "--apply")
    assert ran.code == 1
    assert ran.sentence.endswith("--create makes it.")
    ran = run("sync", new.address, "--user", "ada", "--create")
    assert "The calendar would be made." in ran.err
    with pytest.raises(urllib.error.HTTPError):
        new.entries()
    assert run("sync", new.address, "--user", "ada", "--create", "--apply").code == 0
    assert len(new.entries()) == 3
    assert "Small 2024" in new.ask("PROPFIND", body="", Depth="0")


def test_a_calendar_that_was_removed_and_made_anew_is_filled_again(
    sync: Sync, calendar: OnServer
) -> None:
    sync("--apply")
    calendar.ask("DELETE")
    assert sync().sentence.endswith("--create makes it.")
    assert [line[0] for line in sync("--create").lines] == ["added"] * 3
    assert len(calendar.entries()) == 3


def test_a_wrong_password_changes_nothing(
    sync: Sync, calendar: OnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_CALDAV_PASSWORD", "wrong-word")
    ran = sync("--apply")
    assert ran.code == 1
    assert "does not take the name 'ada' with this password" in ran.sentence
    assert "wrong-word" not in ran.err
    assert calendar.entries() == {}


def test_another_ones_calendar_is_forbidden(run: Run, sync: Sync, server: str) -> None:
    ran = run("sync", f"{server}/bo/office/", "--user", "ada", "--create", "--apply")
    assert ran.code == 1
    assert "cannot be synced: its server forbids it" in ran.sentence


def test_a_folder_of_calendars_is_no_calendar(run: Run, sync: Sync, server: str) -> None:
    assert "that is no calendar" in run("sync", f"{server}/ada/", "--user", "ada").sentence


def test_a_server_that_is_gone_is_said(run: Run) -> None:
    ran = run("sync", "http://127.0.0.1:9/ada/", "--user", "ada", "--apply")
    assert ran.code == 1
    assert "cannot be reached" in ran.sentence


def test_the_password_is_nowhere_in_our_files(sync: Sync, home: Places) -> None:
    sync("--apply")
    files = [path for path in home.data.rglob("*") if path.is_file()]
    assert files
    assert not any(PASSWORD.encode() in path.read_bytes() for path in files)
    (record,) = (home.data / "sync").iterdir()
    assert record.stat().st_mode & 0o077 == 0


def test_a_record_that_cannot_be_kept_stops_it_before_anything_is_put(
    sync: Sync, calendar: OnServer, home: Places
) -> None:
    (home.data / "sync").write_text("in the way", encoding="utf-8")
    assert sync("--apply").code == 1
    assert calendar.entries() == {}


@pytest.mark.parametrize(
    "words",
    [
        ("sync",),
        ("sync", "https://a.example/", "https://b.example/"),
        ("sync", "https://a.example/", "--apply", "--dry-run"),
        ("sync", "--password=x"),
        ("sync", "https://a.example/", "--user"),
    ],
)
def test_wrong_usage_is_told_from_what_could_not_be_done(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).code == 2


# The password


def test_the_password_comes_from_the_keyring_where_the_environment_has_none(
    sync: Sync, calendar: OnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = pytest.importorskip("keyring")
    monkeypatch.delenv("PLANNER_CALDAV_PASSWORD")
    asked = []

    def get_password(service: str, user: str) -> str:
        asked.append((service, user))
        return PASSWORD

    monkeypatch.setattr(keyring, "get_password", get_password)
    assert sync("--apply").code == 0
    assert asked == [(f"planner:{urlsplit(calendar.address).netloc}", "ada")]


def test_without_a_password_it_says_where_to_keep_one(
    sync: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = pytest.importorskip("keyring")
    monkeypatch.delenv("PLANNER_CALDAV_PASSWORD")
    monkeypatch.setattr(keyring, "get_password", lambda *_: None)
    ran = sync()
    assert ran.code == 1
    assert re.search(r"'keyring set planner:127\.0\.0\.1:\d+ ada'", ran.sentence)
    monkeypatch.setitem(__import__("sys").modules, "keyring", None)
    assert "install conference-planner[caldav]" in sync().sentence


def test_a_keyring_that_fails_is_said_without_its_words(
    sync: Sync, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = pytest.importorskip("keyring")
    monkeypatch.delenv("PLANNER_CALDAV_PASSWORD")

    def fail(*_: str) -> str:
        raise OSError("locked, the word is hunter2")

    monkeypatch.setattr(keyring, "get_password", fail)
    assert "The keyring cannot be asked (OSError)" in sync().sentence
    assert "hunter2" not in sync().err


# Broken off in the middle


class Between(ThreadingHTTPServer):
    """Carries requests to the server, and dies after some, before or after the last is done."""

    daemon_threads = True

    def __init__(self, server: str) -> None:
        super().__init__(("127.0.0.1", 0), _Carrying)
        self.server = server
        self.left: int | None = None
        self.is_done_first = False
        self.carried: list[str] = []
        #: Called before each request is carried.
        self.before: Callable[[int], Any] = lambda number: None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of what is broken off on purpose."""


class _Carrying(BaseHTTPRequestHandler):
    server: Between

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline()
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        self.close_connection = True
        between = self.server
        dies = between.left is not None and between.left <= 0
        between.left = None if between.left is None else between.left - 1
        if dies and not between.is_done_first:
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        between.before(len(between.carried))
        between.carried.append(self.command)
        connection = http.client.HTTPConnection(urlsplit(between.server).netloc, timeout=10)
        with contextlib.closing(connection):
            connection.request(self.command, self.path, body, dict(self.headers))
            answer = connection.getresponse()
            content = answer.read()
        if dies:
            return
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "connection", "server", "date"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *values: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def between(server: str) -> Iterator[Between]:
    carrier = Between(server)
    thread = threading.Thread(target=carrier.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield carrier
    finally:
        carrier.shutdown()
        thread.join()
        carrier.server_close()


def test_a_run_that_breaks_off_anywhere_is_completed_by_the_next(
    run: Run, sync: Sync, calendar: OnServer, between: Between
) -> None:
    """A removal, a change and an addition, with the server dying at each request in turn."""
    address = f"http://127.0.0.1:{between.server_port}{urlsplit(calendar.address).path}"

    def through(*words: str) -> Ran:
        return run("sync", address, "--user", "ada", *words)

    assert through("--apply").code == 0
    run("unstar", "oral-1")
    through()
    starred, broken_off = True, 0
    for after, is_done_first in itertools.product(range(6), (False, True)):
        run("unstar" if starred else "star", "talk-1")
        run("star" if starred else "unstar", "oral-1")
        run("note", "poster-1", f"board {after}{is_done_first}")
        starred = not starred
        between.left, between.is_done_first = after, is_done_first
        ran = through()
        assert ran.code == (1 if after < 5 else 0)
        broken_off += ran.code
        if ran.code:
            assert "the connection breaks off" in ran.sentence
        between.left = None
        assert through().code == 0
        entries = calendar.entries()
        assert set(entries) == {SLOT, TALK if starred else ORAL}
        assert f"Note: board {after}{is_done_first}" in entries[SLOT].replace("\r\n ", "")
        assert "Nothing to do: 2 entries" in through().err
    assert broken_off == 10


def test_a_machine_that_dies_anywhere_knows_afterwards_what_arrived(
    run: Run, sync: Sync, calendar: OnServer, between: Between, home: Places
) -> None:
    """As if the disk stood, after each run, as it did when its last request was carried."""
    address = f"http://127.0.0.1:{between.server_port}{urlsplit(calendar.address).path}"
    aside: dict[Path, bytes] = {}

    def note(number: int) -> None:
        folder = home.data / "sync"
        aside.update({path: path.read_bytes() for path in folder.iterdir()} if number >= 2 else {})

    between.before = note
    for number in range(3):
        if number == 1:
            run("unstar", "oral-1")
            run("note", "poster-1", "look at the bears")
        if number == 2:
            run("star", "oral-1")
            run("note", "poster-1", "look again")
        between.carried.clear()
        assert run("sync", address, "--user", "ada", "--apply").code == 0
        for path, content in aside.items():
            path.write_bytes(content)
        run("note", "talk-1", f"note {number}")
        ran = run("sync", address)
        assert [line[0] for line in ran.lines] == ["changed"], ran.out
        assert "Nothing to do" in run("sync", address).err
    assert set(calendar.entries()) == {ORAL, TALK, SLOT}


# In the app


@pytest.fixture
async def screen(home: Places, run: Run) -> AsyncIterator[Screenful]:
    """The app on the same conference, opened after what the test's other fixtures did."""
    app = PlannerApp(home, Preparation(home), Signs())
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            yield Screenful(app, pilot)
    finally:
        app.close_session()


async def chosen(screen: Screenful) -> None:
    """Choose the sync by its word in the palette, and wait until it is over."""
    await screen.press("colon", *"sync", "enter")
    await over(screen)


async def over(screen: Screenful) -> None:
    """Wait until a sync is over."""
    deadline = time.monotonic() + 60
    while screen.status.startswith("Syncing"):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
        await screen.pilot.pause()


async def test_the_app_syncs_the_calendar_that_was_set_up(
    sync: Sync, run: Run, calendar: OnServer, screen: Screenful
) -> None:
    await chosen(screen)
    assert screen.status == "No calendar yet: planner sync URL --user NAME --apply"
    sync("--apply", "--alarm", "10")
    where = f"The calendar at {urlsplit(calendar.address).netloc}"
    await chosen(screen)
    assert screen.status == f"{where} is as planned: 3 entries"
    run("unstar", "oral-1")
    run("note", "talk-1", "bring tea")
    await chosen(screen)
    assert screen.status == f"{where}: 1 changed, 1 removed"
    assert set(calendar.entries()) == {TALK, SLOT}
    assert "TRIGGER:-PT10M" in calendar.entries()[TALK]
    await screen.press("e", *"your", "enter")
    await over(screen)
    assert screen.status == f"{where} is as planned: 2 entries"


async def test_the_app_tells_all_of_what_went_wrong_on_the_server(
    sync: Sync, calendar: OnServer, screen: Screenful
) -> None:
    sync("--apply")
    calendar.edit(TALK, "SUMMARY:Bees", "SUMMARY:My bees")
    await chosen(screen)
    assert "1 left alone, planner sync says why" in " ".join(screen.text.split())
    await screen.press("escape")
    calendar.ask("DELETE")
    await chosen(screen)
    assert "There is no calendar at" in screen.text
    assert "--create makes it" in " ".join(screen.text.split())
