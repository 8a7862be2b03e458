"""Compares ast_parse() with real interpreters on source files: the same tree, every place in it included, or the same syntax error with its
place. A driver and a reference are given paths, a line each, and answer a line each (driver.c, reference.py)."""
import os
import re
import subprocess
import sys

NUMBER = re.compile(r" ([IFC])([0-9][0-9a-zA-Z.+_-]*|\.[0-9][0-9a-zA-Z.+_-]*)")
PLACE = re.compile(r"@[0-9]+:-?[0-9]+-[0-9?]+:[0-9?]+\(")
EMPTY = re.compile(r' Constant@([0-9]+:[0-9]+)-\1\( s"" -\)')
REFUSED = re.compile(r"not supported$")
CHANGED = ("iterable argument unpacking follows keyword argument unpacking", "bytes can only contain ASCII literal characters")
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from pairs import ENVIRONMENT  # noqa: E402


def number(match):
    kind, text = match.groups()
    if kind == "I":
        base = {"x": 16, "o": 8, "b": 2}.get(text[1:2].lower(), 10)
        return " I%#x" % int(text[2:] if base != 10 else text, base)
    return " %s%r" % (kind, float(text))


class Process:
    """One line in, one line out."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT)

    def ask(self, path):
        self.process.stdin.write(path.encode() + b"\n")
        self.process.stdin.flush()

    def answer(self):
        line = self.process.stdout.readline().decode()
        assert line.endswith("\n"), "died: %s" % self.process.args
        return line[:-1]

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


class Comparison:
    def __init__(self, driver, python, minor):
        self.minor = minor
        self.ours = Process(driver, str(minor))
        self.theirs = Process(python, os.path.join(HERE, "reference.py"))
        self.count, self.refused, self.different = 0, 0, []

    def comparable(self, ours, theirs):
        """What the two have to have in common."""
        if not ours.startswith("!"):
            ours = NUMBER.sub(number, ours)
        if self.minor < 10:  # nodes have other places, no ends, or no place at all
            ours, theirs = PLACE.sub("(", ours).replace(' n"u")', " -)"), PLACE.sub("(", theirs).replace(' n"u")', " -)")
        if self.minor == 12:  # early releases end format specifications with an empty text
            theirs = EMPTY.sub("", theirs)
        if ours.startswith("!") and theirs.startswith("!"):
            if self.minor < 10:  # the parser was another one, with other errors
                ours = theirs = "!"
            elif theirs.endswith(CHANGED):  # their places differ between releases of a version
                ours, theirs = ours.rsplit("|", 1)[1], theirs.rsplit("|", 1)[1]
        return ours, theirs

    def compare(self, path):
        self.ours.ask(path)
        self.theirs.ask(path)
        ours, theirs = self.comparable(self.ours.answer(), self.theirs.answer())
        self.count += 1
        if ours == theirs:
            return
        if ours.startswith("!") and REFUSED.search(ours):
            self.refused += 1
            return
        self.different.append((path, ours, theirs))

    def report(self):
        print("3.%d: %d files, %d of them refused clearly, %d differ" % (self.minor, self.count, self.refused, len(self.different)))
        for path, ours, theirs in self.different[:10]:
            i = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
            begin = max(0, i - 160)
            print("  %s\n    ours   %s\n    theirs %s" % (path, ours[begin:i + 100], theirs[begin:i + 100]))
        self.ours.close()
        self.theirs.close()
        return len(self.different)
