"""Schedule files that mean ill, in every format: what stands in one field stands in all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

#: Texts that steer a terminal, a markup parser or a reader's eye, by what they would do.
STEERING: Mapping[str, str] = {
    "clear": "one\x1b[2J\x1b[Htwo",
    "colour": "\x1b[31;7mred\x1b[0m",
    "title": "\x1b]0;owned\x07window",
    "link": "\x1b]8;;https://evil.example\x1b\\press\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;ZXZpbA==\x07copied",
    "answer": "\x1b[6n\x1b[c\x1b[>q\x1bP$q\x1b\\asked",
    "eight bits": "\x9b31m\x9d52;c;ZXZpbA==\x9c\x90q\x9c\x85next",
    "eight bits in an address": "\x9b31m\x9d52;c;ZXZpbA==\x9c",
    "bells": "\x07\x08\x0b\x0c\x0e\x0f\x7f\x00bell",
    "lines": "one\rtwo\ntab\there\u2028three\u2029four\x85five",
    "bidi": "abc\u202edef\u2066ghi\u200fjkl\u061cmno\u2069\u202c",
    "invisible": "zero\u200b\u200c\u200d\u2060\ufeffwidth\U000e0041\u00ad",
    "surrogate": "half\ud800a\udfffsign",
    "tower": "Z" + "\u0301\u0316\u0488" * 300 + "algo",
    "wide": "\U0001f468\u200d\U0001f469\u200d\U0001f467\ufe0f\u4e16\u754c\u20e3" * 3,
    "textual": "[@click=app.quit]press[/] [/foo] [bold red on blue]x[/bold] $error [link=x]",
    "rich": ":smile: [red]not red[/red] \\[x] [[ ]] [/]",
    "format": "{0} %s %(name)s {conference.__class__} ${HOME} `id` $(id) \\N{BELL}",
    "sql": "'; DROP TABLE event; -- \" OR 1=1 NEAR(a b) *",
    "latex": "$\\x1b[31m$ \\input{/etc/passwd} $\\frac{$ \\write18{id}",
    "html": "<script>alert(1)</script>&#27;[31m&#x9b;1m<b>bold</b> &amp;lt;i&gt;",
}

_DAY = "2026-07-07"


def native(texts: Sequence[str], **conference: Any) -> bytes:
    """Return a native schedule with an event of each text in all its fields, at ten minutes each.

    Every third event is a poster with a board in one slot, every seventh has no slot.
    """
    events = []
    for number, text in enumerate(texts):
        poster = number % 3 == 0
        start = f"{_DAY}T{9 + number // 6 % 10:02}:{number % 6 * 10:02}:00+09:00"
        end = f"{_DAY}T{9 + (number + 3) // 6 % 10:02}:{(number + 3) % 6 * 10:02}:00+09:00"
        if poster:
            start, end = f"{_DAY}T18:00:00+09:00", f"{_DAY}T19:30:00+09:00"
        if number % 7 == 6:
            start = end = None  # type: ignore[assignment]
        events.append(
            {
                "id": f"{'poster' if poster else 'talk'}-{1000 + number}",
                "kind": "poster" if poster else "talk",
                "title": text,
                "start": start,
                "end": end,
                "day": None,
                "attendance": None,
                "room": text,
                "board": text if number % 2 else str(number),
                "people": [{"name": text, "affiliation": text}],
                "topics": [f"{text}->{text}", "Rivers->Otters"],
                "topics_by": "conference",
                "track": text,
                "paper": text,
                "parent": None,
                "certainty": {"slot": "official", "room": "inferred", "board": "reported"},
                "abstract": f"{text}\n\n{text}",
                "links": [
                    {"label": text, "url": "https://river.example/a"},
                    {"label": "x", "url": f"https://river.example/{text}"},
                    {"label": "x", "url": "javascript:alert(1)"},
                ],
                text[:40]: text,
            }
        )
    named = {
        "id": "hostile",
        "name": "Hostile 2026",
        "title": "Hostile",
        "start": "2026-07-06",
        "end": "2026-07-08",
        "timezone": "Asia/Seoul",
        "venue": "Hall",
        "url": "https://river.example/",
        "source": None,
    } | conference
    return json.dumps({"format": 1, "conference": named, "events": events}).encode()


def virtual_site(texts: Sequence[str]) -> bytes:
    """Return a file of a virtual site, to be named ``icml-2026-orals-posters.json``."""
    results = [
        {
            "id": 70_000 + number,
            "uid": text,
            "name": text,
            "authors": [{"id": 0, "fullname": text, "url": text, "institution": text}],
            "topic": f"{text}->{text}",
            "keywords": [text],
            "decision": f"Accept {text}",
            "session": text,
            "eventtype": "Poster" if number % 2 else text,
            "event_type": f"{{location}} {text}",
            "room_name": text,
            "virtualsite_url": f"/virtual/2026/poster/{70_000 + number}",
            "url": text,
            "sourceurl": text,
            "starttime": f"2026-07-06T{18 + number % 4}:30:00-07:00",
            "endtime": f"2026-07-06T{19 + number % 4}:15:00-07:00",
            "paper_url": f"https://openreview.net/forum?id={text}",
            "paper_pdf_url": text,
            "abstract": text,
            "eventmedia": [{"name": text, "type": text, "uri": f"https://river.example/{text}"}],
            "poster_position": f"{text} #{text}",
            "related_events_ids": [],
        }
        for number, text in enumerate(texts)
    ]
    return json.dumps({"count": len(results), "next": None, "results": results}).encode()


def abstracts(texts: Sequence[str]) -> bytes:
    """Return the abstracts that belong to :func:`virtual_site`."""
    return json.dumps({str(70_000 + number): text for number, text in enumerate(texts)}).encode()


def downloads(texts: Sequence[str]) -> bytes:
    """Return the Downloads list that belongs to :func:`virtual_site`."""
    return json.dumps(
        [
            {
                "type": text,
                "name": text,
                "virtualsite_url": f"https://icml.cc/virtual/2026/poster/{70_000 + number}",
                "speakers/authors": text,
                "abstract": text,
            }
            for number, text in enumerate(texts)
        ]
    ).encode()


def paper_copilot(texts: Sequence[str]) -> bytes:
    """Return a paper list, to be named ``icml2024_papers.json``."""
    return json.dumps(
        [
            {
                "id": f"abCd{number:06}",
                "title": text,
                "track": text,
                "status": "Poster",
                "author": f"{text};Ada Brook",
                "aff": f"{text};{text}",
                "site": f"https://icml.cc/virtual/2024/poster/{91_000 + number}",
                "primary_area": text,
                "abstract": text,
                "github": f"https://river.example/{text}",
                "project": text,
            }
            for number, text in enumerate(texts)
        ]
    ).encode()


def frab_json(texts: Sequence[str]) -> bytes:
    """Return a schedule.json of pretalx."""
    events = [
        {
            "guid": f"{number:08}-0000-4000-8000-000000000000",
            "id": number,
            "code": text,
            "date": f"{_DAY}T{9 + number % 9:02}:00:00+09:00",
            "start": f"{9 + number % 9:02}:00",
            "duration": "00:45",
            "room": text,
            "title": text,
            "subtitle": text,
            "track": text,
            "type": text,
            "abstract": text,
            "description": text,
            "url": f"https://river.example/{text}",
            "persons": [{"public_name": text}],
            "links": [{"title": text, "url": "https://river.example/b"}],
        }
        for number, text in enumerate(texts)
    ]
    conference = {
        "acronym": texts[0],
        "title": texts[0] or "Hostile",
        "venue": texts[0],
        "time_zone_name": "Asia/Seoul",
        "days": [{"index": 1, "date": _DAY, "rooms": {texts[0]: events}}],
    }
    return json.dumps({"schedule": {"version": texts[0], "conference": conference}}).encode()


def frab_xml(texts: Sequence[str]) -> bytes:
    """Return a schedule.xml of frab with control characters as they are, which XML forbids."""
    events = "".join(
        f"<event guid='{number:08}-0000-4000-8000-000000000000' id={quoteattr(text)}>"
        f"<date>{_DAY}T{9 + number % 9:02}:00:00+09:00</date><duration>00:45</duration>"
        + "".join(
            f"<{name}>{escape(text)}</{name}>"
            for name in ("room", "title", "subtitle", "track", "type", "abstract", "description")
        )
        + f"<persons><person>{escape(text)}</person></persons>"
        f"<links><link href='https://river.example/c'>{escape(text)}</link></links></event>"
        for number, text in enumerate(texts)
    )
    name = escape(texts[0])
    return (
        "<?xml version='1.0' encoding='UTF-8'?><schedule><conference>"
        f"<acronym>hostile26</acronym><title>{name}</title><venue>{name}</venue>"
        "<time_zone_name>Asia/Seoul</time_zone_name></conference>"
        f"<day date='{_DAY}'><room name={quoteattr(texts[0])}>{events}</room></day></schedule>"
    ).encode("utf-8", "replace")


def ical(texts: Sequence[str]) -> bytes:
    """Return a calendar file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-TIMEZONE:Asia/Seoul", "X-WR-CALNAME:Hostile"]
    for number, text in enumerate(texts):
        said = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        said = said.replace("\r", "\\n").replace("\n", "\\n")
        lines += [
            "BEGIN:VEVENT",
            f"UID:talk{number}@{said}",
            f"DTSTART;TZID=Asia/Seoul:20260707T{9 + number % 9:02}0000",
            f"DTEND;TZID=Asia/Seoul:20260707T{10 + number % 9:02}0000",
            *(
                f"{name}:{said}"
                for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "CATEGORIES", "URL", "ATTACH")
            ),
            f"ORGANIZER;CN={said}:mailto:{said}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode("utf-8", "replace")


#: Files that are imported by themselves: the name that each is given, and what makes it.
IMPORTED = {
    "hostile.json": native,
    "icml-2026-orals-posters.json": virtual_site,
    "icml2024_papers.json": paper_copilot,
    "hostile-schedule.json": frab_json,
    "hostile-schedule.xml": frab_xml,
    "hostile.ics": ical,
}
#: Files that add to what :func:`virtual_site` made.
ADDED = {
    "icml-2026-abstracts.json": abstracts,
    "icml-2026-downloads.json": downloads,
}
