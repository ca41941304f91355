"""Why a file cannot be fetched: in a sentence that names its address and the way out."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from planner.schedule.text import clean

if TYPE_CHECKING:
    import httpx


#: What takes a file that was downloaded by hand.
_COMMAND = "planner update FILE"


class FetchFailed(Exception):  # noqa: N818 - the word says what happened
    """A file could not be fetched; the message names its address and the way out."""

    def with_way_out(self, command: str) -> FetchFailed:
        """Return the same, naming another command to give a downloaded file to."""
        return FetchFailed(str(self).replace(_COMMAND, command))


class Cancelled(Exception):  # noqa: N818 - the word says what happened
    """The attendee cancelled the fetch."""


def failed(address: str, why: str) -> FetchFailed:
    """Return the failure to fetch what is at an address, and why."""
    return FetchFailed(
        f"{shown(address)} cannot be fetched: {why}. Try again later, or download it in a "
        f"browser and run {_COMMAND}."
    )


def shown(address: str) -> str:
    """Return a foreign address as a sentence can hold it."""
    return clean(address)[:300]


def refuse_unsafe(target: str, before: str | None, asked: str) -> None:
    """Refuse what is not http or https with a host, and to go from https to http.

    Args:
        target: The address to go to.
        before: The address that leads on to it, None if nothing does.
        asked: The address that messages name.

    Raises:
        FetchFailed: It is refused.
    """
    try:
        parts = urlsplit(target)
        scheme, host = parts.scheme.lower(), parts.hostname
    except ValueError:
        scheme, host = "", None
    if scheme not in ("http", "https") or not host or any(map(str.isspace, host)):
        if before is None:
            raise FetchFailed(
                f"{shown(asked)} is no http or https address. Give one, or the name of a file."
            )
        raise failed(asked, f"it leads on to {shown(target)}, which is no http or https address")
    if scheme == "http" and before is not None and urlsplit(before).scheme.lower() == "https":
        raise failed(asked, f"it leads on to {shown(target)}, which is not protected (http)")


def untrusted(error: BaseException | None) -> bool:
    """Whether a server could not prove who it is."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def transport_words(error: httpx.TransportError) -> str:
    """Return what went wrong on the way to a server, in words."""
    import httpx

    if isinstance(error, httpx.ConnectError):
        return "its server cannot be reached (is this machine online?)"
    if isinstance(error, httpx.ReadError | httpx.RemoteProtocolError):
        return "the connection breaks off"
    return "the connection fails"
