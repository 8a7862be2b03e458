#!/usr/bin/env python3
"""Runs the README's commands as a reader would, one after another, and holds its sample outputs against what they print.

    readme.py HEAPD [README]

An indented line that begins with a command of COMMANDS is run by sh, with the lines that its quotes, pipes or here-document go on to. Indented lines
that follow it are what it prints: white space aside, the parts between ellipses (... or …) must come in that order, the first at
the beginning and the last at the end. Times differ from run to run, so members *_us and *_at are compared by name only.
"""
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(REPOSITORY / "tests" / "oracle"))
from heapd import Heapd  # noqa: E402

COMMANDS = re.compile(r"curl |cat > |\(printf |python3 |[A-Z]=")
VARIES = re.compile(r'("\w+_(?:us|at)":)\s*(?:[\d.]+|"[^"]*")')
PRELUDE = 'set -e\ncurl() { command curl --silent --show-error --fail-with-body "$@"; }\n'


def indented_blocks(text):
    """-> (line number of the first, its lines without indentation): what stands between blank lines and is indented by four."""
    block, begin = [], 0
    for number, line in enumerate(text.splitlines() + [""], 1):
        if line.startswith("    "):
            if not block:
                begin = number
            block.append(line[4:])
        elif block and not line.strip():
            block.append("")
        elif block:
            yield begin, block
            block = []
    if block:
        yield begin, block


def is_whole(command):
    """Would sh run it, or wait for more?"""
    here = re.search(r"<<'(\w+)'", command)
    if here:
        return command.endswith("\n" + here.group(1))
    if command.rstrip().endswith("|"):
        return False
    try:
        shlex.split(command, comments=True)
    except ValueError:
        return False
    return True


def commands(text):
    """-> [(line, command, output or "")]"""
    for begin, block in indented_blocks(text):
        number, found = begin, []
        while block:
            if not COMMANDS.match(block[0]):
                if found:
                    found[-1][2].append(block[0])
                block, number = block[1:], number + 1
                continue
            for length in range(1, len(block) + 1):
                if is_whole("\n".join(block[:length])):
                    break
            else:
                raise SystemExit("README.md:%d: a command that does not end" % number)
            found.append((number, "\n".join(block[:length]), []))
            block, number = block[length:], number + length
        for number, command, output in found:
            yield number, command, "\n".join(output).strip()


def squeeze(text):
    return re.sub(r"\s+", "", VARIES.sub(r"\1", text))


def difference(expected, got):
    """What of expected is not in got, or None."""
    parts = [squeeze(part) for part in re.split(r"\.\.\.|…", expected)]
    whole = squeeze(got)
    at = 0
    for index, part in enumerate(parts):
        found = whole.find(part, at)
        if found < 0 or (index == 0 and found != 0):
            return part
        at = found + len(part)
    return None if not parts[-1] or whole.endswith(parts[-1]) else parts[-1]


def main():
    binary = sys.argv[1]
    readme = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else REPOSITORY / "README.md")
    failures = ran = compared = 0
    with tempfile.TemporaryDirectory(prefix="heapd-readme-") as folder, Heapd(binary) as heapd:
        os.symlink(REPOSITORY / "api", os.path.join(folder, "api"))
        assignments = ""
        for number, command, expected in commands(readme.read_text()):
            here = command.replace("http://127.0.0.1:4327", heapd.url.rstrip("/"))
            if re.match(r"[A-Z]=", here):
                assignments += here + "\n"
                continue
            done = subprocess.run(["sh", "-c", PRELUDE + assignments + here], cwd=folder, capture_output=True, text=True, timeout=120)
            ran += 1
            wrong = None
            if done.returncode != 0:
                wrong = "exit status %d: %s" % (done.returncode, done.stderr.strip())
            elif expected:
                compared += 1
                missing = difference(expected, done.stdout)
                wrong = missing and "it does not print %s" % missing
            if wrong:
                failures += 1
                print("README.md:%d: %s\n  %s\n  printed: %s" % (number, command, wrong, done.stdout[:3000]))
    assert ran > 20 and compared > 8, "only %d commands and %d outputs were found" % (ran, compared)
    print("%d commands, %d outputs compared, %d wrong" % (ran, compared, failures))
    sys.exit(failures != 0)


main()
