"""`make test-kernels`: the tests of numbers as other processors would run them.

OpenBLAS chooses its routines by the processor and adds up in another order with each of them and
with each number of threads, so that the last bits of a sum differ. The tests are run once with each
choice that this processor can carry out; whatever hangs on the last bits comes to light.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
KERNELS = ("Nehalem", "Haswell", "Zen", "SkylakeX")
THREADS = (1, 2)
TESTS = ("notebooks", "solutions", "tests/unit", "tests/literature", "tests/contract")
# Prints which routines OpenBLAS took, and fails where the processor cannot carry them out.
PROBE = """
import ctypes, glob, os, numpy
numpy.linalg.svd(numpy.random.default_rng(0).random((99, 99)) @ numpy.ones((99, 99)))
(library,) = glob.glob(os.path.join(os.path.dirname(numpy.__path__[0]), "numpy.libs", "*openblas*"))
corename = ctypes.CDLL(library).scipy_openblas_get_corename64_
corename.restype = ctypes.c_char_p
print(corename().decode())
"""


def environment(kernel: str, threads: int) -> dict[str, str]:
    """Return an environment in which OpenBLAS makes this choice."""
    chosen = {"OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": str(threads)}
    return os.environ | (chosen if kernel else {"OPENBLAS_NUM_THREADS": str(threads)})


def taken(kernel: str) -> str:
    """Return whose routines OpenBLAS takes when it is asked for these; "" where they cannot run."""
    command = [sys.executable, "-c", PROBE]
    done = subprocess.run(command, env=environment(kernel, 1), capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def main(arguments: list[str] | None = None) -> int:
    """Run the tests once for each choice; exit with 1 if any run failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.kernels", description=__doc__)
    parser.add_argument("tests", nargs="*", default=TESTS, help="what to test")
    parser.add_argument("--kernels", nargs="*", default=("", *KERNELS), help="'' is OpenBLAS' own")
    parser.add_argument("--threads", nargs="*", type=int, default=THREADS)
    parser.add_argument("-n", "--workers", default="2")
    chosen = parser.parse_args(arguments)
    failed = False
    ran: set[str] = set()
    for kernel in chosen.kernels:
        name = taken(kernel)
        if not name or name in ran:
            why = f"here those of {name}, which were run" if name else "this processor has them not"
            print(f"{kernel}: {why}", flush=True)
            continue
        ran.add(name)
        for threads in chosen.threads:
            done = subprocess.run(
                [
                    *(sys.executable, "-m", "pytest", "-q", "-n", chosen.workers),
                    *("--dist", "loadfile", "--nbval", "--nbval-current-env"),
                    *("--nbval-sanitize-with", "tests/nbval_sanitize.cfg", *chosen.tests),
                ],
                cwd=REPOSITORY,
                env=environment(kernel, threads),
                capture_output=True,
                text=True,
            )
            last = (done.stdout.strip().splitlines() or ["nothing was said"])[-1]
            print(f"{name}, {threads} threads: {last}", flush=True)
            if done.returncode:
                failed = True
                told = [ln for ln in done.stdout.splitlines() if ln.startswith(("FAILED", "ERROR"))]
                print("\n".join(f"  {line}" for line in told), flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
