"""A copy of the course as git would clone it, with a .venv that borrows this Python's packages."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def clone(root: Path) -> Path:
    """Make the copy in `root` and return it; RuntimeError where git knows no files here."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(listing, cwd=REPOSITORY, capture_output=True, check=False)
    if found.returncode:
        raise RuntimeError("this copy is no git repository: what a clone holds is not known")
    for name in filter(None, found.stdout.decode().split("\0")):
        if (REPOSITORY / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, root / name)
    venv.create(root / ".venv", symlinks=True)
    python = root / ".venv" / "bin" / "python"
    asked = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    borrowed = [path for path in sys.path if path.endswith("-packages")]
    Path(packages, "course.pth").write_text("\n".join([str(root), *borrowed]))
    (root / ".venv" / ".course-installed").write_text(f"{root}\n")
    return root
