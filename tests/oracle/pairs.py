"""Which CPython answers for which version of heapd: 3.11 for 11, and 3.13, the nearest that there is, for 14. pyenv's, else the system's."""
import os
import pathlib
import shutil
import subprocess

PYENV = pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv")) / "versions"
PAIRS = [("3.11.7", 11), ("3.13.0", 14)]


def find_pairs():
    """-> [(interpreter, minor)] of those that are here."""
    found = []
    for version, minor in PAIRS:
        python = PYENV / version / "bin/python"
        system = shutil.which("python" + version.rsplit(".", 1)[0], path="/usr/bin")
        if python.exists() or system:
            found.append((python if python.exists() else pathlib.Path(system), minor))
    return found


def is_early(python):
    """Before 3.11.7, with which a few things came that heapd has."""
    return subprocess.run([python, "-c", "import sys; sys.exit(sys.version_info < (3, 11, 7))"]).returncode != 0
