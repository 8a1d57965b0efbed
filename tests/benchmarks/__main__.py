"""`make bench`: print all tables, or those named on the command line (grading, pages, imports, agreement)."""

from __future__ import annotations

import argparse
import os
import platform

from rich.console import Console

from tests.benchmarks import agreement, grading, imports, pages

PARTS = {
    "grading": grading.tables,
    "pages": pages.tables,
    "imports": imports.tables,
    "agreement": agreement.tables,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    chosen = parser.parse_args().parts or list(PARTS)
    console = Console(width=110)
    console.print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}")
    for part in chosen:
        for table in PARTS[part]():
            console.print(table)


if __name__ == "__main__":
    main()
