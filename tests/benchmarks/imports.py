"""How long `import lises_teach` takes, in a new Python each time."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator

from rich.table import Table

RUNS = 7
MODULES = ("lises_teach", "lises_teach.items", "lises_teach.widget", "lises_teach.figures")
CODE = "import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"


def seconds(module: str) -> list[float]:
    """The import times of `module` in seconds, the first (cold files) left out."""
    command = [sys.executable, "-c", CODE.format(module=module)]
    return [float(subprocess.check_output(command, text=True)) for _ in range(RUNS + 1)][1:]


def tables() -> Iterator[Table]:
    table = Table("import", "median s", "min s", "max s", title=f"Import time, {RUNS} new processes each")
    for module in MODULES:
        times = seconds(module)
        table.add_row(module, *(f"{f(times):.3f}" for f in (statistics.median, min, max)))
    yield table
