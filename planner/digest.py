"""SHA-256 in hexadecimal digits, for names of files.

Python's own implementation: ``hashlib`` loads OpenSSL first, which takes a
tenth of the time of a short command.
"""

from __future__ import annotations

from typing import Any

_sha256: Any
try:
    from _sha2 import sha256 as _sha256  # type: ignore[import-not-found, no-redef, unused-ignore]
except ImportError:
    try:
        # Until Python 3.11 it had this name.
        from _sha256 import sha256 as _sha256  # type: ignore[import-not-found, no-redef, unused-ignore]
    except ImportError:
        from hashlib import sha256 as _sha256


def hexadecimal(content: bytes) -> str:
    """Return the 64 digits of the SHA-256 of ``content``."""
    return str(_sha256(content).hexdigest())
