"""One calendar on a CalDAV server: what of ours it holds, one entry put, one taken away.

Six requests of WebDAV and CalDAV (RFC 4918, RFC 4791) are all that it takes.
No address outside of the calendar is ever in one of them, whatever the server
names. Entries are written and removed under conditions (RFC 9110
section 13), so that nobody's change in between is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from planner.export.caldav_account import CaldavFailed, Password
from planner.export.caldav_server import Server, mark
from planner.export.calendar_object import CalendarObject, read_object
from planner.schedule.text import clean

if TYPE_CHECKING:
    import httpx

_DAV = "{DAV:}"
_CALDAV = "{urn:ietf:params:xml:ns:caldav}"
_STATE = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/></D:prop></D:propfind>'
)
_ENTRIES = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
    "<D:prop><D:getetag/><C:calendar-data/></D:prop>"
    '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
    '<C:prop-filter name="UID"><C:text-match collation="i;octet">{ending}</C:text-match>'
    "</C:prop-filter></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
)
_CREATE = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>'
    "<D:displayname>{name}</D:displayname></D:prop></D:set></C:mkcalendar>"
)


class EntryTaken(CaldavFailed):
    """Somebody else changed the entry meanwhile, or put another under its UID."""


class Held(NamedTuple):
    """An entry as the server holds it.

    Attributes:
        address: Where it lies, a whole address inside the calendar.
        etag: The server's mark of its present state, None if it gave none.
        content: What it says.
    """

    address: str
    etag: str | None
    content: CalendarObject


class CalendarOnServer:
    """One calendar; every question blocks, so none is for an event loop.

    Args:
        address: As :func:`planner.export.caldav_account.calendar_address` gives it.
        user: The name to sign in with.
        password: Its password.
        transport: What carries the requests, by default the network.
    """

    def __init__(
        self,
        address: str,
        user: str,
        password: Password,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.address = address
        self._server = Server(address, user, password, transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._server.close()

    def is_there(self) -> bool:
        """Tell whether the calendar exists (RFC 4918 section 9.1).

        Raises:
            CaldavFailed: It cannot be told, or there is something else.
        """
        answer = self._server.ask("PROPFIND", self.address, _STATE, Depth="0")
        if answer.status in (404, 410):
            return False
        self._server.expect(answer, 207)
        if not any(kind.tag == f"{_CALDAV}calendar" for kind in self._server.kinds(answer)):
            raise self._server.failed(
                "that is no calendar", "Give the address of a calendar, or a new one with --create"
            )
        return True

    def create(self, name: str) -> None:
        """Make the calendar (RFC 4791 section 5.3.1), called ``name``.

        Raises:
            CaldavFailed: The server does not make it.
        """
        body = _CREATE.format(name=escape(clean(name), quote=False))
        answer = self._server.ask("MKCALENDAR", self.address, body)
        if answer.status == 409:
            raise self._server.failed(
                "the folder that it would lie in is missing", "Make that one first"
            )
        self._server.expect(answer, 200, 201)

    def entries(self, ending: str) -> dict[str, Held]:
        """Return the entries whose UID ends in ``ending``, by UID (RFC 4791 section 7.8).

        Raises:
            CaldavFailed: The server does not tell.
        """
        body = _ENTRIES.format(ending=escape(ending, quote=False))
        answer = self._server.ask("REPORT", self.address, body, Depth="1")
        self._server.expect(answer, 207)
        found = {}
        for response in self._server.xml(answer).iter(f"{_DAV}response"):
            address = self._inside(response.findtext(f"{_DAV}href") or "")
            data = next(response.iter(f"{_CALDAV}calendar-data"), None)
            content = read_object(data.text) if data is not None and data.text else None
            if address and content and content.uid.endswith(ending):
                etag = next(response.iter(f"{_DAV}getetag"), None)
                found[content.uid] = Held(
                    address, mark(None if etag is None else etag.text), content
                )
        return found

    def entry(self, address: str) -> Held | None:
        """Return the entry at an address of this calendar, None if there is none.

        Raises:
            CaldavFailed: The server does not tell.
        """
        inside = self._inside(address)
        if inside is None:
            return None
        answer = self._server.ask("GET", inside)
        if answer.status in (404, 410):
            return None
        self._server.expect(answer, 200)
        content = read_object(answer.body)
        return Held(inside, answer.etag, content) if content else None

    def address_of(self, uid: str) -> str:
        """Return where a new entry is put: a name that is made of its UID alone."""
        return f"{self.address}{quote(uid, safe='')}.ics"

    def put(self, address: str, content: bytes, before: Held | None) -> str | None:
        """Put an entry in the place of ``before``, None for one that is not there yet.

        Returns:
            The mark of its new state, None if the server gave none.

        Raises:
            EntryTaken: It is no longer as ``before``, or its UID stands elsewhere.
            CaldavFailed: The server does not take it.
        """
        conditions = {"If-None-Match": "*"} if before is None else _unchanged(before)
        answer = self._server.ask(
            "PUT",
            address,
            content,
            **{"Content-Type": "text/calendar; charset=utf-8", **conditions},
        )
        # A UID that stands elsewhere comes with one status here, another there (RFC 4791
        # section 5.3.2.1).
        if answer.status == 412 or b"no-uid-conflict" in answer.body:
            raise EntryTaken(f"{self._server.shown} has another entry in its place.")
        self._server.expect(answer, 200, 201, 204)
        return answer.etag

    def remove(self, held: Held) -> None:
        """Take an entry away; one that is no longer there is no fault.

        Raises:
            EntryTaken: It is no longer as ``held``.
            CaldavFailed: The server keeps it.
        """
        answer = self._server.ask("DELETE", held.address, **_unchanged(held))
        if answer.status in (404, 410):
            return
        if answer.status == 412:
            raise EntryTaken(f"{self._server.shown} has another entry in its place.")
        self._server.expect(answer, 200, 202, 204)

    def _inside(self, href: str) -> str | None:
        """Return the address that the server names, None if it lies outside of the calendar."""
        try:
            address = urljoin(self.address, href)
            parts, own = urlsplit(address), urlsplit(self.address)
            port = parts.port
        except ValueError:
            return None
        if port == {"http": 80, "https": 443}.get(parts.scheme):
            parts = parts._replace(netloc=parts.netloc.rpartition(":")[0])
        path, folder = unquote(parts.path), unquote(own.path)
        name = path.removeprefix(folder)
        if (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
            return None
        is_name = name not in ("", ".", "..") and "/" not in name
        return urlunsplit((*parts[:3], "", "")) if is_name else None


def _unchanged(held: Held) -> Mapping[str, str]:
    """Return the condition that an entry is as it was; a weak mark cannot be one.

    RFC 9110 section 13.1.1 compares strongly.
    """
    return {} if held.etag is None or held.etag.startswith("W/") else {"If-Match": held.etag}
