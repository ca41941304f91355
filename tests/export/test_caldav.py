"""What a calendar's server may answer, and what is never asked of it."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from planner.export import caldav_server
from planner.export.caldav import CalendarOnServer, EntryTaken, Held
from planner.export.caldav_account import CaldavFailed, Password, calendar_address
from planner.export.calendar_object import read_object

ADDRESS = "https://cal.example/ada/office/"
ENTRY = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
    "DTSTAMP:20240701T000000Z\r\nDTSTART:20240724T070000Z\r\nSUMMARY:Bees\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
ENDING = "@small.planner"


def on_server(answer: Callable[[httpx.Request], httpx.Response]) -> CalendarOnServer:
    transport = httpx.MockTransport(answer)
    return CalendarOnServer(ADDRESS, "ada", Password("secret-word"), transport)


def answered(status: int, content: str | bytes = b"", **headers: str) -> httpx.Response:
    body = content.encode() if isinstance(content, str) else content
    return httpx.Response(status, stream=httpx.ByteStream(body), headers=headers)


def always(status: int, content: str | bytes = b"", **headers: str) -> CalendarOnServer:
    return on_server(lambda _: answered(status, content, **headers))


def listing(*entries: tuple[str, str]) -> str:
    responses = "".join(
        f"<D:response><D:href>{href}</D:href><D:propstat><D:prop><D:getetag>&quot;1&quot;"
        f"</D:getetag><C:calendar-data>{ENTRY.format(uid=uid)}</C:calendar-data></D:prop>"
        "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
        for href, uid in entries
    )
    return (
        '<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" '
        f'xmlns:C="urn:ietf:params:xml:ns:caldav">{responses}</D:multistatus>'
    )


# Addresses


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://Cal.Example:443/ada/office", ADDRESS),
        (" https://cal.example/ada/office/ ", ADDRESS),
        ("https://cal.example:8443/a%20b/", "https://cal.example:8443/a%20b/"),
        ("http://127.0.0.1:5232/ada/x", "http://127.0.0.1:5232/ada/x/"),
        ("http://localhost/x/", "http://localhost/x/"),
        ("https://cal.example/ädä/my work", "https://cal.example/%C3%A4d%C3%A4/my%20work/"),
        ("https://cal.example/ada@home/x", "https://cal.example/ada@home/x/"),
        ("http://[::1]:5232/x/", "http://[::1]:5232/x/"),
    ],
)
def test_an_address_has_one_form(typed: str, address: str) -> None:
    assert calendar_address(typed) == address


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("http://cal.example/ada/", "unprotected"),
        ("http://127.0.0.1.cal.example/", "unprotected"),
        ("http://localhost.cal.example/", "unprotected"),
        ("ftp://cal.example/", "https"),
        ("cal.example/ada", "https"),
        ("https:///ada", "https"),
        ("https://cal.example:x/", "https"),
        ("https://[cal/", "https"),
        ("https://cal.example/?user=x", "leave out"),
        ("", "https"),
    ],
)
def test_another_address_is_refused(typed: str, why: str) -> None:
    with pytest.raises(CaldavFailed, match=why):
        calendar_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "https://ada:hunter2@cal.example/",
        "http://:hunter2@[x/",
        "ada:hunter2@cal.example/",
        "https:/ada:hunter2@cal.example/",
        "http://cal.example/ada:hunter2@x/",
        "https://cal.example/?ada:hunter2@x/",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(CaldavFailed) as failure:
        calendar_address(typed)
    assert "hunter2" not in str(failure.value)


def test_a_password_is_not_shown() -> None:
    assert "hunter2" not in f"{Password('hunter2')!r} {Password('hunter2')}"


# Answers


@pytest.mark.parametrize("onto", ["https://evil.example/", "http://cal.example/", "/elsewhere/"])
def test_no_redirect_is_followed(onto: str) -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return answered(301, Location=onto)

    with pytest.raises(CaldavFailed, match=f"leads on to {onto}"):
        on_server(answer).is_there()
    assert asked == [ADDRESS]


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (401, "does not take the name 'ada'"),
        (403, "forbids"),
        (405, "does not do that"),
        (500, "answers 500"),
        (507, "no room left"),
        (200, "answers 200"),
    ],
)
def test_a_status_is_told_in_a_sentence(status: int, why: str) -> None:
    with pytest.raises(CaldavFailed, match=why) as failure:
        always(status).is_there()
    assert "secret-word" not in str(failure.value)


def test_another_kind_of_sign_in_is_said() -> None:
    server = always(401, **{"WWW-Authenticate": 'Bearer realm="x"'})
    with pytest.raises(CaldavFailed, match="another kind of sign-in"):
        server.is_there()


def test_a_server_that_wants_a_digest_gets_one() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("Authorization", "").partition(" ")[0])
        if asked[-1] == "Digest":
            return answered(404)
        return answered(401, **{"WWW-Authenticate": 'Digest realm="x", nonce="y", qop="auth"'})

    server = on_server(answer)
    assert not server.is_there()
    assert not server.is_there()
    assert asked == ["Basic", "", "Digest", "Digest"]


def test_a_digest_that_is_not_taken_is_a_wrong_password() -> None:
    server = always(401, **{"WWW-Authenticate": 'Digest realm="x", nonce="y", qop="auth"'})
    with pytest.raises(CaldavFailed, match="does not take the name 'ada'"):
        server.is_there()


@pytest.mark.parametrize(
    "content",
    [
        "<html>Welcome",
        "",
        '<!DOCTYPE x [<!ENTITY a "b">]><D:multistatus xmlns:D="DAV:">&a;</D:multistatus>',
        '<?xml version="1.0" encoding="nonsense"?><a/>',
    ],
)
def test_what_is_no_answer_of_a_calendar_server_is_said(content: str) -> None:
    with pytest.raises(CaldavFailed, match="no calendar server"):
        always(207, content).is_there()


def test_an_endless_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caldav_server, "MAX_BYTES", 1 << 20)
    with pytest.raises(CaldavFailed, match="more than 1 MiB"):
        always(207, b" " * ((1 << 20) + 1)).entries(ENDING)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (httpx.ReadTimeout("x"), "does not answer"),
        (httpx.ConnectError("CERTIFICATE_VERIFY_FAILED"), "certificate"),
        (httpx.ConnectError("x"), "cannot be reached"),
        (httpx.RemoteProtocolError("x"), "breaks off"),
        (httpx.ProxyError("x"), "proxy"),
    ],
)
def test_a_failing_connection_is_told_in_a_sentence(error: Exception, why: str) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(CaldavFailed, match=why):
        on_server(answer).entries(ENDING)


# Entries


def test_only_entries_of_this_conference_inside_the_calendar_are_seen() -> None:
    content = listing(
        ("/ada/office/1.ics", "talk-1@small.planner"),
        ("https://cal.example/ada/office/2%40x.ics", "talk-2@small.planner"),
        ("3.ics", "talk-3@small.planner"),
        ("https://cal.example:443/ada/office/4.ics", "talk-4@small.planner"),
        ("/ada/office/5.ics", "talk-5@other.planner"),
        ("/ada/office/", "talk-6@small.planner"),
        ("/ada/other/7.ics", "talk-7@small.planner"),
        ("/ada/office/../other/8.ics", "talk-8@small.planner"),
        ("/ada/office/%2e%2e/other/8.ics", "talk-8@small.planner"),
        ("/ada/office/..", "talk-8@small.planner"),
        ("https://evil.example/ada/office/9.ics", "talk-9@small.planner"),
        ("http://cal.example/ada/office/9.ics", "talk-9@small.planner"),
        ("https://cal.example:99999/ada/office/9.ics", "talk-9@small.planner"),
    )
    found = always(207, content).entries(ENDING)
    assert set(found) == {f"talk-{number}@small.planner" for number in (1, 2, 3, 4)}
    assert found["talk-2@small.planner"].address == f"{ADDRESS}2%40x.ics"
    assert found["talk-1@small.planner"].etag == '"1"'


@pytest.mark.parametrize(("etag", "condition"), [('"1"', '"1"'), ('W/"1"', None), (None, None)])
def test_an_entry_is_written_and_removed_only_as_it_was(
    etag: str | None, condition: str | None
) -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("If-Match"))
        return answered(412)

    content = read_object(ENTRY.format(uid="x"))
    assert content is not None
    held, server = Held(f"{ADDRESS}x.ics", etag, content), on_server(answer)
    with pytest.raises(EntryTaken):
        server.put(held.address, b"", held)
    with pytest.raises(EntryTaken):
        server.remove(held)
    assert asked == [condition, condition]


def test_a_new_entry_never_takes_the_place_of_another() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((str(request.url), request.headers.get("If-None-Match")))
        return answered(403, content=b"<C:no-uid-conflict/>")

    server = on_server(answer)
    with pytest.raises(EntryTaken):
        server.put(server.address_of("talk-1@small.planner"), b"", None)
    assert asked == [(f"{ADDRESS}talk-1%40small.planner.ics", "*")]


@pytest.mark.parametrize("mark", ['"a\nb"', "ü", "x" * 1000])
def test_a_mark_that_cannot_be_sent_back_is_none(mark: str) -> None:
    assert caldav_server.mark(mark) is None


# What an entry says


def test_an_entry_says_the_same_however_it_is_written_down() -> None:
    lines = (
        "BEGIN:VCALENDAR\nPRODID:-//other//EN\nBEGIN:VEVENT\nSEQUENCE:7\nSUMMARY:Be\n es\n"
        "DTSTART;TZID=Europe/Vienna:20240724T090000\nLAST-MODIFIED:20250101T000000Z\nX-Y:z\n"
        "TRANSP:OPAQUE\nCLASS:PUBLIC\nUID:x\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    one, other = read_object(ENTRY.format(uid="x")), read_object(lines)
    assert one is not None
    assert other is not None
    assert one.digest == other.digest
    assert not one.is_planners


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("SUMMARY:Bees", "SUMMARY:Wasps"),
        ("T070000Z", "T080000Z"),
        ("SUMMARY:Bees", "SUMMARY:Bees\r\nRRULE:FREQ=DAILY"),
        ("SUMMARY:Bees", "SUMMARY:Bees\r\nCLASS:PRIVATE"),
        (
            "END:VEVENT",
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT",
        ),
    ],
)
def test_what_an_attendee_changes_is_another_entry(old: str, new: str) -> None:
    text = ENTRY.format(uid="x")
    one, other = read_object(text), read_object(text.replace(old, new))
    assert one is not None
    assert other is not None
    assert one.digest != other.digest


@pytest.mark.parametrize(
    "content",
    [
        "",
        "nonsense",
        "BEGIN:VCALENDAR\r\nEND:VCALENDAR",
        b"\xff\xfe",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:nonsense\r\n",
    ],
)
def test_what_is_no_sound_entry_is_none(content: str | bytes) -> None:
    assert read_object(content) is None
