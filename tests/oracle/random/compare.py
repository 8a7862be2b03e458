"""compare.py --driver DRIVER [--minor 11|14] [--family NAME] [--seed N] [--count N] [--verify|--sound] [--length N]

Random programs by heapd and by the CPython that is here, 3.11 for version 11 and 3.13 for 14, and those of regressions/ besides (for 14 those that say
"3.14 too"): both print the same. Where they do not, the program is shortened to what matters and told. A seed gives the same program at every run; the families (text.py,
classes.py ...) take turns. What 3.14 does otherwise than 3.13 (sizes, counts, the words of messages) stays out of programs for 14.

With --sound nothing is compared, for builds in which collections come otherwise: each program ends, in an exception only where it does so in
CPython, the heap is sound after each of its statements and at its end, and every block has come home.
"""
import argparse
import glob
import os
import re
import subprocess
import sys
import tempfile
import warnings

from buffers import Buffers
from classes import Classes
from coroutines import Coroutines
from data import Data
from formats import Formats
from functions import Functions
from groups import Groups
from library import Library
from managers import Managers
from matching import Matching
from memory import Memory
from pickled import Pickled
from raised import Raised
from sizes import Sizes
from text import Text
from totals import Totals
from values import Values
from watched import Watched
from weak import Weak

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.dirname(HERE))
from pairs import SKIP, environment, find_python, is_early, name_of, run, run_real  # noqa: E402
FAMILIES = {11: (Values, Text, Functions, Classes, Library, Memory, Data, Managers, Weak, Sizes, Totals, Formats, Matching),
            14: (Text, Functions, Classes, Library, Data, Managers, Formats, Matching)}
NAMED = {11: (Groups, Coroutines, Watched, Raised, Buffers, Pickled), 14: (Groups, Coroutines, Buffers, Pickled)} # by --family alone
MARK = "\x1e\n"
ENDED = re.compile(r"ended in (\w+)\n\Z") # BATCH says so there
GIVEN_UP = "\x1dgiven up\n" # and so where CPython takes too long, or dies: the program is not compared
AT_ONCE = 60
BATCH = """import os, resource, sys, types, warnings
def main():
    warnings.simplefilter("ignore")
    print(end=repr([0])[:0]) # what a process allocates once, for its first print() and the first repr() of a list, is not the program's
    for path in sys.argv[1:]:
        pid = os.fork()
        if pid == 0:
            resource.setrlimit(resource.RLIMIT_CPU, (4, 4)); resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
            try:
                with open(path) as file: code = compile(file.read(), path, "exec")
                module = types.ModuleType("__main__"); sys.modules["__main__"] = module
                module.__dict__.update(__annotations__={}, __builtins__=__builtins__, __file__=path, __cached__=None) # as a script has them
                exec(code, module.__dict__)
            except BaseException as e: print("ended in", type(e).__name__)
            sys.stdout.flush()
            os._exit(0)
        if os.waitpid(pid, 0)[1]: print("\\x1dgiven up")
        sys.stdout.write("\\x1e\\n"); sys.stdout.flush()
main()
"""


def compiles(text):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "random.py", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


class Runner:
    def __init__(self, options, folder):
        self.options, self.folder, self.python, self.made = options, folder, find_python(options.minor), 0
        self.batch = os.path.join(folder, "batch.py")
        with open(self.batch, "w") as file:
            file.write(BATCH)

    def write(self, text):
        self.made += 1
        path = os.path.join(self.folder, "%d.py" % self.made)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def both(self, texts, verify="--verify-statements"):
        """Pairs of what CPython and heapd print."""
        if not texts:
            return []
        paths = [self.write(text) for text in texts]
        env = environment(PYTHONIOENCODING="utf-8:surrogatepass")  # as heapd writes them
        real = subprocess.run([self.python, "-S", self.batch] + paths, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, timeout=280)
        expected = [ENDED.sub("", printed) for printed in real.stdout.decode("utf-8", "replace").split(MARK)[:len(paths)]]
        told = [path for path, printed in zip(paths, expected) if not printed.endswith(GIVEN_UP)]
        flags = [verify] if self.options.verify and verify else []
        ours = subprocess.run([self.options.driver] + flags + [str(self.options.minor)] + told, stdout=subprocess.PIPE,
                              stderr=None if self.options.verify else subprocess.DEVNULL, env=env, timeout=270)
        answers = dict(zip(told, ours.stdout.decode("utf-8", "replace").split(MARK)))
        found = [answers.get(path, "heapd ended with %d" % ours.returncode) if path in told else printed for path, printed in zip(paths, expected)]
        for path in paths:
            os.remove(path)
        return list(zip(expected, found))

    def differs(self, text):
        expected, found = self.both([text])[0]
        return expected != found

    def shorten(self, maker, statements):
        """The fewest statements, and then the fewest lines of them, that differ still."""
        def fewer(parts, join):
            size = len(parts) // 2
            while size:
                at = 0
                while at < len(parts):
                    left = parts[:at] + parts[at + size:]
                    text = join(left)
                    if left and compiles(text) and self.differs(text):
                        parts = left
                    else:
                        at += size
                size //= 2
            return parts
        bare = self.options.minor == 14
        statements = fewer(statements, lambda parts: maker.render(parts, bare))
        for n in range(len(statements)):
            lines = fewer(statements[n].split("\n"), lambda parts: maker.render(statements[:n] + ["\n".join(parts)] + statements[n + 1:], bare))
            statements[n] = "\n".join(lines)
        return statements


    def endings(self, paths):
        """The names of the exceptions that programs end in by CPython, "" where they just end; None where there is no CPython."""
        if self.python is None:
            return [None] * len(paths)
        printed = run_real(self.python, self.batch, *paths, seconds=280).stdout.decode("utf-8", "replace").split(MARK)[:-1]
        return [ENDED.search(text).group(1) if ENDED.search(text) else "" for text in printed]

    def complaint(self, path, ending):
        """What is wrong with how a program ends here, or nothing."""
        ours = run([self.options.driver, "--verify-statements", self.options.minor, path], seconds=250)
        said = ours.stderr.decode("utf-8", "replace")
        if ours.returncode not in (0, 1) or "heap_verify" in said:
            return "status %d\n%s" % (ours.returncode, said[:3000])
        ended = said.rstrip("\n").rsplit("\n", 1)[-1].split(":")[0] if ours.returncode else ""
        return "" if ending in (None, ended) else "ended in %r instead of %r\n%s" % (ended, ending, said[:3000])


def tell(expected, found, python):
    for x, y in zip(expected.split("\n"), found.split("\n") + [""] * 1000):
        if x != y:
            print("  %-6s %s\n  heapd: %s" % (name_of(python) + ":", x[:1500], y[:1500]))
            return


def regressions(runner):
    kept = sorted(glob.glob(os.path.join(HERE, "regressions", "*.py")))
    if runner.options.minor == 14:
        kept = [path for path in kept if "3.14 too" in open(path, encoding="utf-8").readline()]
    if is_early(runner.python):
        kept = [path for path in kept if "3.11.7" not in open(path).readline()]
    bad = 0
    for unwatched in False, True:
        paths = [path for path in kept if ("Unwatched" in open(path, encoding="utf-8").readline()) == unwatched]
        texts = [open(path, encoding="utf-8").read() for path in paths]
        for path, (expected, found) in zip(paths, runner.both(texts, None if unwatched else "--verify-some")):
            if expected != found:
                bad += 1
                print("%s:" % os.path.basename(path))
                tell(expected, found, runner.python)
    return len(kept), bad


def makers_of(options):
    """Of each seed, by families in turn."""
    families = [f for f in FAMILIES[options.minor] + NAMED[options.minor] if f.__name__.lower() == options.family] or FAMILIES[options.minor]
    return [(seed, families[seed % len(families)](seed, options.minor == 14)) for seed in range(options.seed, options.seed + options.count)]


def sound_programs(runner, options):
    made = makers_of(options)
    # A collector that is turned off is one that no allocation calls.
    paths = [runner.write(maker.render(maker.program(options.length), maker.bare).replace("gc.disable()", "gc.enable()")) for _, maker in made]
    bad = 0
    for (seed, maker), path, ending in zip(made, paths, runner.endings(paths)):
        complaint = runner.complaint(path, ending)
        if complaint:
            bad += 1
            print("seed %d, %s: %s" % (seed, type(maker).__name__.lower(), complaint))
            sys.stdout.flush()
    return bad


def random_programs(runner, options):
    bare, bad, made = options.minor == 14, 0, makers_of(options)
    for first in range(0, len(made), AT_ONCE):
        seeds, makers = zip(*made[first:first + AT_ONCE])
        programs = [maker.program(options.length) for maker in makers]
        answers = runner.both([maker.render(p, bare) for maker, p in zip(makers, programs)])
        for seed, maker, statements, (expected, found) in zip(seeds, makers, programs, answers):
            if expected == found or (is_early(runner.python) and maker.of_3_11_7 and maker.of_3_11_7 in maker.render(statements, bare)):
                continue
            bad += 1
            if bad > options.most:
                continue
            short = runner.shorten(maker, statements)
            print("seed %d, %s:\n%s" % (seed, type(maker).__name__.lower(), "\n".join("    " + s.replace("\n", "\n    ") for s in short)))
            tell(*runner.both([maker.render(short, bare)])[0], runner.python)
            sys.stdout.flush()
    return bad


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--driver", required=True)
    parser.add_argument("--minor", type=int, default=11, choices=sorted(FAMILIES))
    parser.add_argument("--family", help="programs of this one only")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--length", type=int, default=14)
    parser.add_argument("--most", type=int, default=5, help="so many differences are told, the others only counted")
    parser.add_argument("--verify", action="store_true", help="the whole heap after each statement")
    parser.add_argument("--sound", action="store_true", help="that, and nothing is compared")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(options, folder)
        if options.sound:
            failures = sound_programs(runner, options)
            print("seeds %d to %d: %d programs, %d not sound" % (options.seed, options.seed + options.count - 1, options.count, failures))
            return failures != 0
        if runner.python is None:
            return SKIP
        kept, failures = regressions(runner)
        failures += random_programs(runner, options)
    print("seeds %d to %d: %d programs and %d regressions, %d differ" % (options.seed, options.seed + options.count - 1, options.count, kept, failures))
    return failures != 0


if __name__ == "__main__":
    sys.exit(main())
