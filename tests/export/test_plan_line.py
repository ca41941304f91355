"""The line for a chat: short, read back as it was, and refused when it is not sound."""

from __future__ import annotations

import base64
import contextlib
import json
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.export.plan_line import MOST_STARS, is_line, lines_in, plan_line, read_line
from planner.export.plan_values import PlanError
from planner.model import Level
from tests.conftest import ICML

AT = datetime(2024, 7, 20, 8, 0, tzinfo=UTC)
STARS = {"poster-33646": Level.MUST, "oral-35508": Level.WANT, "session-1b": Level.MAYBE}
LINE = plan_line("icml2024", STARS, AT)

ids = st.one_of(
    st.from_regex(r"[a-z0-9][a-z0-9._-]{0,79}", fullmatch=True),
    st.builds(
        "{}-{}".format, st.sampled_from(["poster", "oral", "workshop-29965"]), st.integers(0, 99999)
    ),
    st.sampled_from(["7", "0", "007", "poster-0930", "a-00", "event-12345678901234567890"]),
)


def made(body: bytes, *, conference: str = "icml2024", version: int = 1, form: int = 0) -> str:
    """Return a line of any body, its checksum right."""
    content = bytes((version, form)) + body
    content += zlib.crc32(conference.encode() + content).to_bytes(4, "big")
    return f"planner:{conference}:{base64.urlsafe_b64encode(content).decode().rstrip('=')}"


def deflated(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(body) + packer.flush()


@given(
    st.dictionaries(ids, st.sampled_from(Level), max_size=60),
    st.integers(0, 200_000_000_000),
)
@example({}, 0)
def test_what_is_written_is_read(stars: dict[str, Level], seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    line = plan_line("icml2024", stars, moment)
    assert read_line(line) == ("icml2024", moment, stars)
    assert plan_line("icml2024", dict(reversed(stars.items())), moment) == line


@given(st.integers(1, 30), st.sampled_from(["\n", " ", "\r\n> ", "\u200b", "\u00a0", "`"]))
def test_a_chat_may_wrap_and_quote_it(width: int, between: str) -> None:
    pieces = [LINE[place : place + width] for place in range(0, len(LINE), width)]
    assert read_line(f"  {between.join(pieces)}\n").stars == STARS


def test_forty_stars_of_icml_take_less_than_two_hundred_characters() -> None:
    events = json.loads(ICML.read_bytes())["events"]
    known = [e["id"] for e in events if e["id"].startswith(("poster-", "oral-", "tutorial-"))]
    draw = Random(2024)  # noqa: S311 - nothing is secret
    for _ in range(50):
        stars = {event_id: draw.choice(list(Level)) for event_id in draw.sample(known, 40)}
        assert len(plan_line("icml2024", stars, AT)) < 200


@given(st.integers(0, len(LINE) - 1), st.characters(codec="ascii", categories=["L", "N"]))
def test_one_wrong_character_is_noticed(place: int, character: str) -> None:
    wrong = f"{LINE[:place]}{character}{LINE[place + 1 :]}"
    try:
        found = read_line(wrong)
    except PlanError:
        return
    # The last character of base64 may hold bits that say nothing; planner's own case counts not.
    assert (found.conference_id, found.stars) == ("icml2024", STARS)


@given(st.integers(0, len(LINE) - 1))
def test_a_line_that_was_cut_is_refused(length: int) -> None:
    with pytest.raises(PlanError):
        read_line(LINE[:length])


@given(st.binary(max_size=200), st.integers(0, 1))
def test_no_body_does_harm(body: bytes, form: int) -> None:
    with contextlib.suppress(PlanError):
        assert len(read_line(made(body, form=form)).stars) <= MOST_STARS


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "This is no plan's line"),
        ("planner:icml2024", "This is no plan's line"),
        ("https://example.org/plan", "This is no plan's line"),
        (f"{LINE}:x", "This is no plan's line"),
        (LINE.replace("icml2024", "../../etc"), "'../../etc' is no id"),
        (LINE.replace("icml2024", "ICML"), "'ICML' is no id"),
        (LINE.replace("icml2024", "icml2025"), "damaged or not whole"),
        ("planner:icml2024:", "damaged or not whole"),
        ("planner:icml2024:A", "damaged or not whole"),
        ("planner:icml2024:é!", "damaged or not whole"),
        (f"{LINE[:-2]}AA", "damaged or not whole"),
        ("planner:icml2024:" + "A" * 300_000, "longer than any plan's"),
        (made(b"\x00\x00\x00", version=2), "newer planner (version 2, this one knows 1)"),
        (made(b"\x00\x00\x00", version=0), "damaged or not whole"),
        (made(b"\x00\x00\x00", form=7), "damaged or not whole"),
        (made(b"\x00\x00\x00\x00"), "damaged or not whole"),
        (made(b""), "damaged or not whole"),
        (made(deflated(bytes(50_000_000)), form=1), "unfolds to more than any plan holds"),
        (made(deflated(b"\x00\x00\x00")[:-1], form=1), "damaged or not whole"),
        (made(deflated(b"\x00\x00\x00") + b"more", form=1), "damaged or not whole"),
        (made(b"\x00\x00\x01\x05../ab\x00"), "damaged or not whole"),
        (made(b"\x00\x00\x01\x03a/b\x00"), "damaged or not whole"),
        (made(b"\x00\x00\x02\x01a\x01a\x00"), "damaged or not whole"),
        (made(b"\x00\x00\x01\x7fa\x00"), "damaged or not whole"),
        (made(b"\x00\x01\x01a\xff\xff\x7f\x00\x00"), "damaged or not whole"),
        (made(b"\xff" * 30), "damaged or not whole"),
        (made(b"\x00\x00\x01\x01a\xff"), "damaged or not whole"),
    ],
)
def test_what_is_no_sound_line_is_refused(line: str, sentence: str) -> None:
    with pytest.raises(PlanError) as refused:
        read_line(line)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "write",
    [
        lambda: plan_line("icml2024", {f"poster-{n}": Level.WANT for n in range(10_001)}, AT),
        lambda: plan_line("ICML: été", STARS, AT),
        lambda: plan_line("icml2024", {"Poster 1": Level.WANT}, AT),
    ],
)
def test_what_fits_into_no_line_is_to_be_saved_in_a_file(write: Callable[[], str]) -> None:
    with pytest.raises(PlanError, match="save a file instead"):
        write()


def test_lines_are_found_with_their_names_in_what_was_pasted() -> None:
    text = f"Ada={LINE[:30]}\n{LINE[30:]}\n\nBo = {LINE}\n{LINE}"
    found = lines_in(text)
    assert [each.name for each in found] == ["Ada", "Bo", None]
    assert all(read_line(each.line).stars == STARS for each in found)
    assert lines_in("no plan at all") == []


@pytest.mark.parametrize("text", [LINE, f"\n> {LINE}", f"Ada={LINE}", LINE.replace("p", "P", 1)])
def test_a_line_is_known_by_its_beginning(text: str) -> None:
    assert is_line(text)


@pytest.mark.parametrize("text", ["", "plan.json", "Ada=plan.json", "./planner:x", '{"format": 1}'])
def test_a_file_is_no_line(text: str) -> None:
    assert not is_line(text)
