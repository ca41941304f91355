"""Import icalendar and serialise events that are ready-made: ``... EVENTS.json TARGET.ics``."""

import json
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar

#: The properties that hold a time.
TIMES = ("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED", "CREATED")


def main(source: str, target: str) -> None:
    """Write the events of a JSON list, each an object of properties by name."""
    zone = ZoneInfo("Europe/Vienna")
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//ready-made//")
    for ready in json.loads(Path(source).read_text("utf-8")):
        event = icalendar.Event()
        for name, value in ready.items():
            if name not in TIMES:
                event.add(name, value)
            elif name in ("DTSTART", "DTEND"):
                event.add(name, datetime.fromisoformat(value).astimezone(zone))
            else:
                event.add(name, datetime.fromisoformat(value))
        calendar.add_component(event)
    Path(target).write_bytes(calendar.to_ical())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
