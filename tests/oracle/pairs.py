"""The real interpreters that heapd is compared with, and how a program is run beside heapd: the one place where tests find and start them.

Version 11 is compared with CPython 3.11.7, version 14 with 3.13.0, the nearest that there is. Another release of the same minor version answers where
that one is not here: pyenv's, the interpreter that runs the test, the system's. What they have not yet is told by is_early().

Nothing of the environment that a test is started in reaches a program: ENVIRONMENT is all that it has. This file is read by CPython 3.6, too.
"""
import functools
import glob
import os
import re
import shutil
import subprocess
import sys

SKIP = 77
VERSIONS = {11: (3, 11, 7), 14: (3, 13, 0)}
ROOT = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
KNOBS = ("ONLY", "SHOW", "STEPS")  # for whoever looks for a difference by hand: kept by become()

ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "PYTHON_COLORS": "0",
    "PYTHONIOENCODING": "utf-8:backslashreplace",
    "LC_ALL": "C.UTF-8",
    "PYTHONUNBUFFERED": "1",  # what print() has not written yet would be traced and counted; heapd's print keeps nothing
    "PYTHONDONTWRITEBYTECODE": "1",
}


def environment(**others):
    """What a program has that needs others besides, or one of them with another value."""
    return dict(ENVIRONMENT, **others)


def run(command, seconds=300, input=None, env=None):
    """The program's status and the bytes that it wrote; it reads nothing unless it is given something."""
    given = {"stdin": subprocess.DEVNULL} if input is None else {"input": input}
    return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env or ENVIRONMENT, timeout=seconds,
                          **given)


def run_real(python, *words, site=False, **options):
    """A program in a real interpreter as heapd would run it: without what site adds, its warnings printed as they are by default."""
    return run([python] + ([] if site else ["-S"]) + list(words), **options)


# ---- where they are

@functools.lru_cache(maxsize=None)
def version_of(python):
    """(3, 11, 7), or None of what does not run."""
    try:
        done = run([python, "-S", "-c", "import sys; print(*sys.version_info[:3])"])
    except (OSError, subprocess.SubprocessError):
        return None
    return tuple(map(int, done.stdout.split())) if done.returncode == 0 else None


def name_of(python):
    return ".".join(map(str, version_of(python)))


def is_early(python):
    """Before 3.11.7, with which a few things came that heapd has."""
    return version_of(python) < VERSIONS[11]


def early_carets(text):
    """A traceback as far as those before 3.11.7 agree: they count a wide character as a narrow one, and see blanks and brackets around an operator
    as parts of it. The carets are made alike, and are left out under lines with wide characters."""
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if re.match(r" +[~^]+$", line):
            lines[i] = "" if re.search("[\u1100-\uffff]", lines[i - 1]) else line.replace("~", "^")
    return "\n".join(lines)


def of_pyenv():
    """{version: path}"""
    found = {}
    for path in glob.glob(os.path.join(ROOT, "versions", "*", "bin", "python")):
        version = re.search(r"/(\d+)\.(\d+)\.(\d+)/bin/python$", path)
        if version:
            found[tuple(map(int, version.groups()))] = path
    return found


def every_python():
    """The system's own python3, and what pyenv has from 3.6 on."""
    system = ["/usr/bin/python3"] if os.access("/usr/bin/python3", os.X_OK) else []
    return [path for path in system + [path for version, path in sorted(of_pyenv().items()) if version >= (3, 6)] if version_of(path)]


@functools.lru_cache(maxsize=None)
def find_python(minor):
    """The interpreter that answers for this version of heapd, or None."""
    wanted, pyenv = VERSIONS[minor], of_pyenv()
    paths = [pyenv[wanted]] if wanted in pyenv else []
    paths += [path for version, path in sorted(pyenv.items(), reverse=True) if version[:2] == wanted[:2]]
    folders = "/usr/local/bin" + os.pathsep + "/usr/bin"
    paths += [sys.executable] + [shutil.which(name, path=folders) for name in ("python%d.%d" % wanted[:2], "python3")]
    return next((path for path in paths if path and (version_of(path) or ())[:2] == wanted[:2]), None)


def find_pairs():
    """[(interpreter, minor of heapd)] of those that are here."""
    return [(find_python(minor), minor) for minor in VERSIONS if find_python(minor)]


def become(minor):
    """What follows in a test is run by the interpreter for this version, in the environment that all programs have: the test begins anew
    where it is not, and ends as skipped where there is none."""
    env = environment(PYENV_ROOT=ROOT, **{name: os.environ[name] for name in KNOBS if name in os.environ})
    if sys.version_info[:2] == VERSIONS[minor][:2] and dict(os.environ) == env:
        return
    python = find_python(minor)
    if not python:
        print("no CPython %d.%d here" % VERSIONS[minor][:2])
        sys.exit(SKIP)
    sys.stdout.flush()
    os.execve(python, [python] + sys.argv, env)
