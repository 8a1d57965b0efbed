"""Running the real `lises-teach` command: in a bare shell, in a terminal, or until Ctrl-C."""

from __future__ import annotations

import os
import pty
import re
import signal
import socket
import subprocess
import sysconfig
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from lises_teach import cli

PROGRAM = Path(sysconfig.get_path("scripts")) / "lises-teach"
BARE = {"PATH": "/usr/bin:/bin", "HOME": os.environ.get("HOME", "/")}


class Done(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


def lises(*words: object, cwd: Path, **environment: str) -> Done:
    """Run the real command."""
    done = subprocess.run(
        [PROGRAM, *map(str, words)],
        cwd=cwd,
        env=BARE | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


Say = Callable[..., Done]


@pytest.fixture
def say(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Run the command in this process, in Danish; quicker than a process of its own."""
    monkeypatch.delenv("LISES_TEACH_LANG", raising=False)

    def run(*words: object) -> Done:
        capfd.readouterr()
        code = cli.run([str(word) for word in words])
        return Done(code, *capfd.readouterr())

    return run


def one_sentence(done: Done, code: int) -> str:
    """The sentence on standard error of a command that failed."""
    assert (done.code, done.out) == (code, ""), done
    assert done.err.count("\n") == 1
    return done.err.rstrip("\n")


def in_terminal(*words: object, cwd: Path, interrupt_at: str | None = None) -> Done:
    """Run the real command with a terminal for its errors; press Ctrl-C when `interrupt_at` matches."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [PROGRAM, *map(str, words)], cwd=cwd, env=BARE | {"TERM": "xterm"}, text=True,
        stdout=subprocess.PIPE, stderr=theirs, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = ""
        with open(ours, encoding="utf-8", errors="replace", newline="") as terminal:
            while part := _read(terminal.fileno()):
                shown += part
                if interrupt_at is not None and re.search(interrupt_at, shown):
                    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all at once
                    interrupt_at = None
        assert process.stdout is not None
        out = process.stdout.read()
    assert interrupt_at is None, shown
    return Done(process.returncode, out, shown)


def _read(terminal: int) -> str:
    try:
        return os.read(terminal, 65536).decode("utf-8", "replace")
    except OSError:  # the other end is closed
        return ""


@contextmanager
def served(*words: object, cwd: Path) -> Iterator[str]:
    """The address at which the command shows its pages; it must end well on Ctrl-C."""
    with subprocess.Popen(
        [PROGRAM, *map(str, words)], cwd=cwd, env=BARE, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        found = next((at for line in process.stdout if (at := re.search(r"http://\S+", line))), None)
        try:
            assert found is not None, process.stderr.read()
            yield found.group()
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 0
            assert "Traceback" not in process.stderr.read()
        finally:
            process.kill()


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        text: str = answer.read().decode()
        return text


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
