"""Fetching a schedule: what comes, what is refused, and what is tried again."""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Callable, Iterator
from email.utils import formatdate

import httpx
import pytest

from planner import __version__
from planner.schedule.fetch import Fetched, Held, fetch
from planner.schedule.fetch_failure import Cancelled, FetchFailed
from tests.loopback import (
    Server,
    cut,
    endless,
    found,
    in_turn,
    marked,
    redirect,
    serving,
    status,
)

BODY = b'{"format": 1, "events": ["' + bytes(range(32, 127)).replace(b'"', b"") * 2_000 + b'"]}'
MODIFIED = "Mon, 22 Jul 2024 08:00:00 GMT"


class Waits:
    """A clock and a sleep that take no time; ``slept`` adds up the waits in seconds."""

    def __init__(self, step: float = 0.0) -> None:
        self.now = 0.0
        self.step = step
        self.slept: list[float] = []

    def clock(self) -> float:
        self.now += self.step
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)

    @property
    def seconds(self) -> float:
        return round(sum(self.slept), 6)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    with serving() as running:
        yield running


@pytest.fixture
def waits() -> Waits:
    return Waits()


Fetching = Callable[..., Fetched | None]


@pytest.fixture
def fetching(server: Server, waits: Waits) -> Fetching:
    """Fetch a path of the server without waiting."""

    def run(path: str, **options: object) -> Fetched | None:
        options = {"clock": waits.clock, "sleep": waits.sleep} | options
        return fetch(server.at(path), **options)  # type: ignore[arg-type]

    return run


def refused(fetching: Fetching, path: str, **options: object) -> str:
    """Return the sentence of a fetch that fails."""
    with pytest.raises(FetchFailed) as failure:
        fetching(path, **options)
    sentence = str(failure.value)
    assert "\n" not in sentence
    assert path in sentence
    return sentence


# What comes


def test_a_file_comes_with_its_marks(server: Server, fetching: Fetching) -> None:
    server.answers["/f"] = marked(BODY, '"v1"', MODIFIED)
    assert fetching("/f") == Fetched(BODY, server.at("/f"), '"v1"', MODIFIED)


@pytest.mark.parametrize("held", [Held('"v1"', None), Held(None, MODIFIED), Held('"v1"', MODIFIED)])
def test_a_file_that_has_not_changed_does_not_come(
    server: Server, fetching: Fetching, held: Held
) -> None:
    server.answers["/f"] = marked(BODY, '"v1"', MODIFIED)
    assert fetching("/f", held=held) is None


def test_a_file_that_has_changed_comes(server: Server, fetching: Fetching) -> None:
    server.answers["/f"] = marked(BODY, '"v2"', MODIFIED)
    came = fetching("/f", held=Held('"v1"', MODIFIED))
    assert came is not None
    assert came.etag == '"v2"'


def test_without_a_mark_nothing_is_asked_and_no_such_answer_is_taken(
    server: Server, fetching: Fetching
) -> None:
    server.answers["/f"] = status(304)
    assert "none is here" in refused(fetching, "/f", held=Held(None, None))
    assert not {"If-None-Match", "If-Modified-Since"} & server.asked[0][1].keys()


def test_a_mark_that_no_header_can_hold_is_not_sent(server: Server, fetching: Fetching) -> None:
    server.answers["/f"] = found(BODY)
    assert fetching("/f", held=Held('"é"', "a\r\nb")) is not None


def test_the_server_is_told_who_asks(server: Server, fetching: Fetching) -> None:
    server.answers["/f"] = found(BODY)
    fetching("/f")
    assert server.asked[0][1]["User-Agent"] == f"conference-planner/{__version__}"


def test_a_packed_file_is_unpacked(server: Server, fetching: Fetching) -> None:
    server.answers["/f"] = found(gzip.compress(BODY), content_encoding="gzip")
    came = fetching("/f")
    assert came is not None
    assert came.content == BODY


def test_progress_is_told_in_bytes_as_they_travel(server: Server, fetching: Fetching) -> None:
    packed = gzip.compress(BODY, 0)
    server.answers["/f"] = found(packed, content_encoding="gzip")
    told: list[tuple[int, int | None]] = []
    fetching("/f", progress=lambda received, total: told.append((received, total)))
    assert told == sorted(told)
    assert told[-1] == (len(packed), len(packed))


def test_redirects_are_followed_and_the_last_address_told(
    server: Server, fetching: Fetching
) -> None:
    server.answers["/a"] = redirect("/b", 301)
    server.answers["/b"] = redirect(server.at("/c"), 307)
    server.answers["/c"] = found(BODY)
    came = fetching("/a")
    assert came is not None
    assert came.address == server.at("/c")


# What is refused


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://a.example/f",
        "icml.cc/f.json",
        "http://",
        "http://[",
        "http://a b.example/",
        "",
    ],
)
def test_only_http_and_https_addresses_are_fetched(address: str) -> None:
    with pytest.raises(FetchFailed, match="is no http or https address"):
        fetch(address)


def test_what_no_host_can_be_called_is_no_address() -> None:
    with pytest.raises(FetchFailed, match="that is no address"):
        fetch(f"http://{'é' * 80}.example/")


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "gopher://a.example/", "javascript:1", "//["]
)
def test_a_redirect_to_anything_else_is_refused(
    server: Server, fetching: Fetching, target: str
) -> None:
    server.answers["/f"] = redirect(target)
    assert "leads on to" in refused(fetching, "/f")
    assert len(server.asked) == 1


def test_a_redirect_from_https_to_http_is_refused() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.scheme == "https"
        return httpx.Response(302, headers={"Location": "http://conf.example/f"})

    with pytest.raises(FetchFailed, match="not protected"):
        fetch("https://conf.example/f", transport=httpx.MockTransport(answer))


def test_a_redirect_from_http_to_https_is_followed() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.scheme == "http":
            return httpx.Response(302, headers={"Location": "https://conf.example/f"})
        return httpx.Response(200, stream=httpx.ByteStream(BODY))

    came = fetch("http://conf.example/f", transport=httpx.MockTransport(answer))
    assert came is not None
    assert came.address == "https://conf.example/f"


def test_a_circle_of_redirects_ends_after_five(server: Server, fetching: Fetching) -> None:
    server.answers["/f"] = redirect("/f")
    assert "more than 5" in refused(fetching, "/f")
    assert len(server.asked) == 6


def test_a_missing_file_is_said_at_once_with_the_way_out(
    server: Server, fetching: Fetching, waits: Waits
) -> None:
    sentence = refused(fetching, "/gone")
    assert "404" in sentence
    assert "download it in a browser and run planner update FILE" in sentence
    assert waits.slept == []


def test_an_announced_length_beyond_the_limit_is_refused_unread(
    server: Server, fetching: Fetching
) -> None:
    server.answers["/f"] = found(b"", content_length=str(2 << 30))
    assert "larger than 256 MiB" in refused(fetching, "/f")
    assert len(server.asked) == 1


def test_a_body_beyond_the_limit_is_refused_while_it_streams(
    server: Server, fetching: Fetching
) -> None:
    server.answers["/f"] = endless(b"x" * 4_096)
    assert "larger than" in refused(fetching, "/f", limit=20_000)


def test_a_file_as_large_as_the_limit_comes(server: Server, fetching: Fetching) -> None:
    server.answers["/f"] = found(BODY)
    assert fetching("/f", limit=len(BODY)) is not None
    assert "larger" in refused(fetching, "/f", limit=len(BODY) - 1)


def test_a_bomb_is_refused_before_it_is_unpacked(server: Server, fetching: Fetching) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(64)) + packer.flush()
    assert len(bomb) < 100_000
    server.answers["/f"] = found(bomb, content_encoding="gzip")
    assert "larger than 1 MiB" in refused(fetching, "/f", limit=1 << 20)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "x\x1b[2J"])
def test_a_packing_that_was_not_asked_for_is_refused(
    server: Server, fetching: Fetching, encoding: str
) -> None:
    server.answers["/f"] = found(BODY, content_encoding=encoding)
    sentence = refused(fetching, "/f")
    assert "\x1b" not in sentence


def test_a_slow_file_is_given_up_after_a_minute(server: Server, fetching: Fetching) -> None:
    server.answers["/f"] = endless(b" ")
    slow = Waits(step=5.0)
    assert "more than 60 seconds" in refused(fetching, "/f", clock=slow.clock)


# What is tried again


@pytest.mark.parametrize("code", [500, 502, 503])
def test_a_server_in_trouble_is_asked_again(
    server: Server, fetching: Fetching, waits: Waits, code: int
) -> None:
    server.answers["/f"] = in_turn(status(code), status(code), found(BODY))
    assert fetching("/f") is not None
    assert waits.seconds == 0.5 + 1


def test_after_the_fourth_attempt_the_reason_is_told(
    server: Server, fetching: Fetching, waits: Waits
) -> None:
    server.answers["/f"] = status(503)
    assert "503" in refused(fetching, "/f")
    assert len(server.asked) == 4
    assert waits.seconds == 0.5 + 1 + 2


def test_a_server_that_asks_to_wait_is_given_its_time(
    server: Server, fetching: Fetching, waits: Waits
) -> None:
    server.answers["/f"] = in_turn(status(429, retry_after="7"), found(BODY))
    assert fetching("/f") is not None
    assert waits.seconds == 7


@pytest.mark.parametrize("asked", ["11", "86400", formatdate(4e9, usegmt=True)])
def test_a_server_that_asks_for_longer_is_left_alone(
    server: Server, fetching: Fetching, waits: Waits, asked: str
) -> None:
    server.answers["/f"] = status(429, retry_after=asked)
    assert re.search(r"asks to come back in [\d,]+ seconds", refused(fetching, "/f"))
    assert waits.slept == []


def test_a_server_that_has_enough_and_names_no_time_is_left_alone(
    server: Server, fetching: Fetching
) -> None:
    server.answers["/f"] = status(429, retry_after="soon")
    assert "429" in refused(fetching, "/f")
    assert len(server.asked) == 1


def test_a_time_to_come_back_that_is_past_means_now(
    server: Server, fetching: Fetching, waits: Waits
) -> None:
    server.answers["/f"] = in_turn(status(429, retry_after=MODIFIED), found(BODY))
    assert fetching("/f") is not None
    assert waits.seconds == 0


@pytest.mark.parametrize(
    "spoiled",
    [
        cut(BODY, 1_000),
        cut(BODY, len(BODY), content_length=str(len(BODY) + 5)),
        cut(gzip.compress(BODY), 300, content_encoding="gzip"),
        found(gzip.compress(BODY)[:300], content_encoding="gzip"),
        found(BODY, content_encoding="gzip"),
        lambda to: to.wfile.write(b"HTTP/9 hello\r\n\r\n"),
        lambda to: None,
    ],
    ids=["cut", "too short", "cut packed", "packed too short", "not packed", "no HTTP", "nothing"],
)
def test_a_file_that_breaks_off_is_fetched_again(
    server: Server, fetching: Fetching, spoiled: Callable[..., None]
) -> None:
    server.answers["/f"] = in_turn(spoiled, found(BODY))
    came = fetching("/f")
    assert came is not None
    assert came.content == BODY
    server.answers["/f"] = spoiled
    refused(fetching, "/f")


def test_a_server_that_is_not_there_is_tried_four_times(waits: Waits) -> None:
    with serving() as server:
        address = server.at("/f")
    with pytest.raises(FetchFailed, match="cannot be reached"):
        fetch(address, clock=waits.clock, sleep=waits.sleep)
    assert waits.seconds == 3.5


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (httpx.ReadTimeout, "does not answer"),
        (httpx.ConnectTimeout, "does not answer"),
        (httpx.ConnectError, "cannot be reached"),
        (httpx.ReadError, "breaks off"),
    ],
)
def test_silence_is_tried_again_and_told(
    waits: Waits, error: type[httpx.TransportError], words: str
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        waits.now += 10
        raise error("no")

    with pytest.raises(FetchFailed, match=words):
        fetch(
            "https://conf.example/f",
            clock=waits.clock,
            sleep=waits.sleep,
            transport=httpx.MockTransport(answer),
        )
    assert waits.seconds == 3.5


@pytest.mark.parametrize(
    ("name", "value"), [("ALL_PROXY", "gopher://p.example"), ("SSL_CERT_FILE", "/dev/null/none")]
)
def test_an_environment_that_cannot_be_used_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(FetchFailed, match="that the environment names"):
        fetch("https://conf.example/f")


def test_a_server_that_cannot_prove_who_it_is_is_not_tried_again(waits: Waits) -> None:
    import ssl

    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no") from ssl.SSLCertVerificationError(1, "self-signed")

    with pytest.raises(FetchFailed, match="prove who it is"):
        fetch(
            "https://conf.example/f",
            clock=waits.clock,
            sleep=waits.sleep,
            transport=httpx.MockTransport(answer),
        )
    assert waits.slept == []


# Cancelling


def test_a_cancel_is_felt_between_pieces(server: Server, fetching: Fetching) -> None:
    server.answers["/f"] = endless(b" " * 100)
    received = [0]

    def progress(so_far: int, total: int | None) -> None:
        assert total is None
        received[0] = so_far

    with pytest.raises(Cancelled):
        fetching("/f", progress=progress, cancelled=lambda: received[0] > 0)


def test_a_cancel_is_felt_while_waiting(server: Server, fetching: Fetching, waits: Waits) -> None:
    server.answers["/f"] = status(429, retry_after="9")
    with pytest.raises(Cancelled):
        fetching("/f", cancelled=lambda: waits.now > 0.3)
    assert waits.seconds < 0.5


def test_a_fetch_that_is_cancelled_before_it_begins_asks_nobody(
    server: Server, fetching: Fetching
) -> None:
    with pytest.raises(Cancelled):
        fetching("/f", cancelled=lambda: True)
    assert server.asked == []
