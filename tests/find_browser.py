"""Find Chromium for the browser tests, and install one where asked and none is found.

A build without windows first, which is lighter. Installed is Debian's package (`apt-get`, where we may),
else Playwright's own build.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """The path of a Chromium on this machine, or None."""
    named = os.environ.get("CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def install_browser() -> None:
    """Install Chromium: Debian's package with root rights, else Playwright's own build."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)  # type: ignore[call-overload]
        for package in NAMES[:2]:  # which Debian has
            install = ["apt-get", "install", "-q", "-y", package]
            if subprocess.run(install, check=False, **quiet).returncode == 0:  # type: ignore[call-overload]
                return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true")
    if find_browser() is None and parser.parse_args().install:
        print("Installerer Chromium … / Installing Chromium …", flush=True)
        install_browser()
    if find_browser() is None:
        sys.exit("Chromium mangler: installér den. / Chromium is missing: install it.")


if __name__ == "__main__":
    main()
