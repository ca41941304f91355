"""Whose calendar, on which server: an address that is safe to sign in at, and a password."""

from __future__ import annotations

import ipaddress
from urllib.parse import quote, urlsplit, urlunsplit

from planner.schedule.text import clean

#: What stands in a path as it is (RFC 3986 section 3.3), and what is quoted already.
_IN_A_PATH = "/%:@!$&'()*+,;=~"


class CaldavFailed(Exception):  # noqa: N818 - the word says what happened
    """A calendar could not be read or written; the message is a sentence that names it."""


class Password:
    """A password that no message, log or repr shows.

    Args:
        text: The password.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Password(...)"

    def reveal(self) -> str:
        """Return the password itself."""
        return self._text


def calendar_address(text: str) -> str:
    """Return the address of a calendar in the one form that it is known by.

    Args:
        text: What was typed: https, or http on this machine.

    Raises:
        CaldavFailed: It is no such address, or holds a name or password.
    """
    try:
        parts = urlsplit(text.strip())
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        scheme, host, port, parts = "", None, None, urlsplit("")
    if parts.username is not None or parts.password is not None or "@" in parts.netloc:
        # The address itself is not repeated: it holds what nobody else may read.
        raise CaldavFailed(
            "A calendar's address holds no name and no password: give the name with --user, keep "
            "the password in the keyring or in PLANNER_CALDAV_PASSWORD."
        )
    # A password may stand there in a way that is no address at all.
    shown = "What you typed" if "@" in text else clean(text)[:300]
    if scheme not in ("http", "https") or not host:
        raise CaldavFailed(f"{shown} is no calendar's address; give one that begins with https.")
    if scheme == "http" and not _is_this_machine(host):
        raise CaldavFailed(
            f"{shown} would send your password unprotected; give the address with https."
        )
    if parts.query or parts.fragment:
        raise CaldavFailed(f"{shown} is no calendar's address; leave out what follows ? or #.")
    if port == {"http": 80, "https": 443}[scheme]:
        port = None
    name = f"[{host}]" if ":" in host else host
    path = quote(parts.path.removesuffix("/") + "/", safe=_IN_A_PATH, errors="replace")
    return urlunsplit((scheme, f"{name}:{port}" if port else name, path, "", ""))


def host_of(address: str) -> str:
    """Return a calendar's server as ``host`` or ``host:port``."""
    return urlsplit(address).netloc


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
