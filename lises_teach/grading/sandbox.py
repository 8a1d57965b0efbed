"""Running a student's code where the keys cannot be seen: namespaces of the Linux kernel, nothing to install.

Only the optional data strand has code to run. Its kernel gets a view of the disk in which the folders
of keys are empty, and of the processes in which it is alone; it has no right to undo either. `unshare`
and `setpriv` are util-linux's (`user_namespaces(7)`, `mount_namespaces(7)`).
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from traitlets import List, Unicode

_ALONE = ("--user", "--map-root-user", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child")
_COVER = 'while [ "$1" != -- ]; do mount -t tmpfs -o ro none "$1" || exit 1; shift; done; shift; exec "$@"'
_POWERLESS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", "--")


def hiding(command: Sequence[str], folders: Sequence[Path | str]) -> list[str]:
    """`command` as it runs where `folders` are empty; a folder that is not there needs no hiding.

    >>> hiding(["python"], [])[-1]
    'python'
    """
    there = [str(folder) for folder in folders if Path(folder).is_dir()]
    return ["unshare", *_ALONE, "--", "sh", "-c", _COVER, "sh", *there, "--", *_POWERLESS, *command]


@cache
def can_hide() -> bool:
    """Whether this machine lets a process be started like that."""
    if not shutil.which("unshare") or not shutil.which("setpriv"):
        return False
    tried = subprocess.run(hiding(["true"], ["/tmp"]), capture_output=True, check=False)
    return tried.returncode == 0


class HidingKernelManager(AsyncKernelManager):  # type: ignore[misc]
    """Starts kernels that see the folders `hidden` as empty."""

    hidden = List(Unicode(), help="Folders that a student's code must not see").tag(config=True)

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The kernel's command, inside a view of the machine without the hidden folders."""
        command: list[Any] = super().format_kernel_cmd(extra_arguments)
        return hiding(command, self.hidden)
