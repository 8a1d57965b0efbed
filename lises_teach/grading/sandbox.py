"""Running a student's code where the keys cannot be seen: namespaces of the Linux kernel, nothing to install.

Only a data strand has code to run. Its kernel sees the course as an empty folder that holds a copy of
the submission at hand: no keys, no gradebook, nobody else. What it writes there is gone with it, and
everywhere else it may only read. It is alone among the processes it sees, and has no right to undo
any of this. `unshare`, `setpriv`, `mount` and `findmnt` are util-linux's (`user_namespaces(7)`,
`mount_namespaces(7)`).

What it does not do: the code may read what the person grading can read outside the course, and reach
the network. Grade with an account that holds nothing private.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_runtime_dir
from traitlets import List, Unicode

_ALONE = ("--user", "--map-root-user", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child")
_POWERLESS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", "--")
# an interrupt that is held back while grading must reach code that never ends
_HEARING = "import os, signal, sys; signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT]); \
os.execvp(sys.argv[1], sys.argv[1:])"
# Words: the hidden folders, --, the command. A hidden folder becomes one in memory; if the working
# folder is below it, with a copy of that. `-n`: keep no list of mounts on the disk, which is read-only.
_SCRIPT = """
here=$(pwd -P); new=$(mktemp -d)
while [ "$1" != -- ]; do
  mount -n -t tmpfs none "$new"
  case $here in "$1"/*) mkdir -p "$new${{here#"$1"}}"; cp -R . "$new${{here#"$1"}}";; esac
  mount -n --move "$new" "$1"
  export TMPDIR="$1" IPYTHONDIR="$1/.ipython"
  shift
done
shift; rmdir "$new"
for place in {read_only}; do mount -n -o remount,bind,ro "$(findmnt -fno TARGET -T "$place")"; done
unset JUPYTERHUB_API_TOKEN JPY_API_TOKEN JUPYTER_TOKEN
cd "$here"; exec "$@"
"""


def hiding(command: Sequence[str], folders: Sequence[Path | str]) -> list[str]:
    """`command` as it runs where `folders` are empty and the rest of the disk cannot be written.

    A folder that is not there, or that lies in another one, needs no hiding of its own.

    >>> hiding(["python"], [])[-1]
    'python'
    """
    there = {Path(folder).resolve() for folder in folders if Path(folder).is_dir()}
    outermost = sorted(str(folder) for folder in there if not there.intersection(folder.parents))
    read_only = shlex.join(dict.fromkeys(("/", str(Path.home()), sys.prefix)))
    script = ["sh", "-ec", _SCRIPT.format(read_only=read_only), "sh", *outermost, "--"]
    return ["unshare", *_ALONE, "--", *script, *_POWERLESS, sys.executable, "-c", _HEARING, *command]


@cache
def can_hide() -> bool:
    """Whether this machine lets a process be started like that."""
    if not all(map(shutil.which, ("unshare", "setpriv", "findmnt"))):
        return False
    with tempfile.TemporaryDirectory(prefix="lises-") as folder:
        tried = subprocess.run(hiding(["true"], [folder]), capture_output=True, check=False)
    return tried.returncode == 0


class QuietKernelManager(AsyncKernelManager):  # type: ignore[misc]
    """Starts kernels that write nothing past the notebook, to the screen of the person grading."""

    async def _async_start_kernel(self, **options: Any) -> None:
        nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        await super()._async_start_kernel(**options | nowhere)

    start_kernel = _async_start_kernel


class HidingKernelManager(QuietKernelManager):
    """Starts kernels that see the folders `hidden` as empty, and no trace of other kernels."""

    hidden = List(Unicode(), help="Folders that a student's code must not see").tag(config=True)

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The kernel's command, inside a view of the machine without the hidden folders."""
        command: list[Any] = super().format_kernel_cmd(extra_arguments)
        # who can read how to reach the grader's own kernels can run code as the grader
        return hiding(command, [*self.hidden, jupyter_runtime_dir()])
