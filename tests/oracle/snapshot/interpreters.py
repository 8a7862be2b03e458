"""The CPythons of this machine."""
import glob
import os
import re


def interpreters():
    """The system's own python3, and what pyenv has from 3.6 on."""
    versions = os.path.join(os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv")), "versions")
    found = {}
    for path in glob.glob(os.path.join(versions, "*", "bin", "python")):
        version = re.search(r"/(\d+)\.(\d+)[^/]*/bin/python$", path)
        if version and (3, 6) <= tuple(map(int, version.groups())):
            found[path] = tuple(map(int, version.groups()))
    system = ["/usr/bin/python3"] if os.access("/usr/bin/python3", os.X_OK) else []
    return system + sorted(found, key=found.get)
