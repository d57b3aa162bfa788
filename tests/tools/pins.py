"""Work out the exact pins, and check that each has a wheel wherever the course is to run.

    python -m tests.tools.pins           write requirements.txt from requirements.in, then check
    python -m tests.tools.pins --check   only check requirements.txt

The reading copy's own (site/requirements.in) come after the course's and agree with them.

Needs uv (`pip install uv==0.13.9`), which is no part of the course's own pins: learners install
with pip. One set of versions serves every platform and Python, so that all see the same numbers.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
UV_VERSION = "0.13.9"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = {
    "Linux x86-64": "x86_64-unknown-linux-gnu",
    "Linux ARM": "aarch64-unknown-linux-gnu",
    "macOS ARM": "aarch64-apple-darwin",
    "macOS Intel": "x86_64-apple-darwin",
    "Windows x86-64": "x86_64-pc-windows-msvc",
}


@cache
def uv() -> str:
    """Return the path of uv, or end the command with how to get it."""
    path = shutil.which("uv")
    if path is None:
        sys.exit(
            "uv is not on the PATH. It works out the pins and is needed for nothing else: "
            f"pip install uv=={UV_VERSION}"
        )
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    version = said.split()[1]
    if version != UV_VERSION:
        print(f"uv {version} found, {UV_VERSION} expected: pins may be worded differently")
    return path


def compile_pins() -> None:
    """Write the files of pins; paths and time stay out of them: they differ only in versions."""
    for folder, held_by in (("", "constraints.in"), ("site/", "requirements.txt")):
        command = [
            *(uv(), "pip", "compile", "--universal", "--python-version", PYTHONS[0]),
            *("--fork-strategy", "fewest", "-c", held_by),
            *("--no-header", "--no-annotate", "--upgrade", "--quiet"),
            *(f"{folder}requirements.in", "-o", f"{folder}requirements.txt"),
        ]
        subprocess.run(command, cwd=REPOSITORY, check=True)
        pins = (REPOSITORY / f"{folder}requirements.txt").read_text(encoding="utf-8").splitlines()
        print(f"{folder}requirements.txt: {len(pins)} pins")


def missing_wheels(platform: str, python: str) -> str:
    """Return what uv says against installing the pins from wheels alone; empty when all is well.

    Parameters
    ----------
    platform
        One of the values of ``PLATFORMS``.
    python
        Python's version, such as ``"3.11"``.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *(uv(), "pip", "compile", "--quiet", "--no-header", "--no-annotate"),
            *("--python-platform", platform, "--python-version", python),
            *("--only-binary", ":all:", "requirements.txt", "site/requirements.txt"),
            *("-o", os.path.join(folder, "checked.txt")),
        ]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stderr.strip() or "uv failed without a word"


def check_wheels() -> int:
    """Print a table of platforms and Pythons; return how many places lack a wheel."""
    faults = []
    uv()
    print("wheels of every pin   " + "  ".join(PYTHONS))
    for name, platform in PLATFORMS.items():
        with ThreadPoolExecutor() as pool:
            found = list(pool.map(missing_wheels, [platform] * len(PYTHONS), PYTHONS))
        print(f"{name:20}  " + "  ".join("ok  " if not fault else "MISS" for fault in found))
        faults += [f"{name}, {p}: {f}" for p, f in zip(PYTHONS, found, strict=True) if f]
    print("\n".join(faults), end="\n" if faults else "")
    return len(faults)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.pins", description=__doc__)
    parser.add_argument("--check", action="store_true", help="leave the pins as they are")
    if not parser.parse_args().check:
        compile_pins()
    return 1 if check_wheels() else 0


if __name__ == "__main__":
    sys.exit(main())
