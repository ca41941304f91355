"""Homes where nothing can be written, for tests: without root's powers, or on a full disk."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

#: Root may write everywhere; without these it may do only what the permissions say.
_POWERS = "-dac_override,-dac_read_search"


def powerless() -> Sequence[str]:
    """Return what to put before a command so that permissions hold for it, even for root."""
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("as root, setpriv is needed to take root's powers away")
    command = (setpriv, f"--bounding-set={_POWERS}", f"--inh-caps={_POWERS}")
    if subprocess.run([*command, "true"], capture_output=True).returncode != 0:
        pytest.skip("root's powers cannot be taken away here")
    return command


def on_a_small_disk(folder: Path, kilobytes: int) -> Sequence[str]:
    """Return what to put before a shell script so that ``folder`` is a disk of its own."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("unshare is needed to mount a small disk")
    spaces = (unshare, "-m") if os.geteuid() == 0 else (unshare, "-rm")
    mount = f"mount -t tmpfs -o size={kilobytes}k tmpfs {folder}"
    if subprocess.run([*spaces, "sh", "-c", mount], capture_output=True).returncode != 0:
        pytest.skip("no small disk can be mounted here")
    return (*spaces, "sh", "-c", f'{mount} && eval "$0"')
