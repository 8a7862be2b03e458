#!/usr/bin/env python3
"""CPython's own tests, in CPython and in heapd.

    compare.py PYTHON_DRIVER 11|14 [--only FILE[:TEST]]... [--seconds N] [--jobs N] [--show] [--every N]

Each file of FILES is read where the interpreter of this version has it installed, made a program with a small unittest of ours (program.py), and
run by both: with the same stand-in, what passes in CPython must pass in heapd. A test that does not pass in CPython that way (it needs a file,
a process, or more of unittest) is not compared. What differs is named in different.txt, with its reason; a name there that does not
differ any more is an error, too. Tests that take too long are named there with a reason that begins with "slow", and run nowhere.
"""
import argparse
import concurrent.futures
import fnmatch
import os
import pathlib
import select
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
sys.dont_write_bytecode = True
import pairs  # noqa: E402
import program  # noqa: E402

DEATHS = 40  # of one file's programs, until the rest of it is given up


def files_of(minor):
    lines = (HERE / "files.txt").read_text().split("\n")
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def read_known(minor):
    """[(name, reason)] of different.txt, lines VERSIONS | NAME | REASON; in a name * is any text."""
    rows = []
    for line in (HERE / "different.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            versions, name, reason = line.split(" | ", 2)
            if "3.%d" % minor in versions.split():
                rows.append((name.strip(), reason))
    return rows


def matches(name, pattern):
    return fnmatch.fnmatchcase(name, pattern.replace("[", "[[]").replace("?", "[?]"))


class Run:
    """What one interpreter said of one file."""

    def __init__(self):
        self.outcomes, self.problems, self.took = {}, [], {}


def listen(process, seconds, run):
    """Reads what a program reports until it ends, or says nothing for so long. -> the test that was under way, why it ended"""
    pending, under_way, began, finished = b"", None, time.monotonic(), False
    other = b""
    fd = process.stderr.fileno()
    while True:
        ready, _, _ = select.select([fd], [], [], max(0.0, began + seconds - time.monotonic()))
        if not ready:
            return under_way, "no answer in %g seconds" % seconds, finished
        piece = os.read(fd, 65536)
        if not piece:
            break
        pending += piece
        *lines, pending = pending.split(b"\n")
        for line in lines:
            if b"\x1e" not in line:
                other = (other + line + b"\n")[-600:]
                if line.startswith(b"heap_verify"):
                    run.problems.append("%s: %s" % (under_way, line.decode("utf-8", "replace")))
                continue
            words = line[line.index(b"\x1e") + 1:].decode("utf-8", "replace").split("\t")
            now = time.monotonic()
            if words[0] == "start":
                under_way, began = words[1], now
            elif words[0] == "end":
                run.outcomes[words[1]] = (words[2], words[3] if len(words) > 3 else "")
                run.took[words[1]] = now - began
                under_way, began = None, now
            elif words[0] == "done":
                finished = True
            else:
                run.problems.append(" ".join(words))
                finished = finished or words[0] == "file"
    return under_way, "died: " + " ".join(other.decode("utf-8", "replace").split())[-300:], finished


def run_file(command, files, there, slow, only, seconds, folder):
    run, gone = Run(), set()
    for attempt in range(DEATHS):
        path = os.path.join(folder, files[-1].name + ".py")
        pathlib.Path(path).write_text(program.make(files, there, gone, only, slow), encoding="utf-8", errors="surrogatepass")
        process = subprocess.Popen(command + [path], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   env=pairs.ENVIRONMENT, cwd=folder)
        with process:
            under_way, why, finished = listen(process, seconds, run)
            process.kill()
        if finished and under_way is None:
            return run
        if under_way is None:
            run.problems.append("between tests: " + why)
            return run
        run.outcomes[under_way] = ("cut", why)
        run.took[under_way] = seconds
        gone.update(run.outcomes)
    run.problems.append("died %d times" % DEATHS)
    return run


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("driver")
    parser.add_argument("minor", type=int, choices=sorted(pairs.VERSIONS))
    parser.add_argument("--only", action="append", metavar="FILE[:TEST]", help="* is any text")
    parser.add_argument("--seconds", type=float, default=60, help="for one test")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--show", action="store_true", help="also what different.txt names")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth file only")
    parser.add_argument("--slow", type=float, metavar="SECONDS", help="tell which tests take longer in heapd")
    parser.add_argument("--verify", action="store_true")
    options = parser.parse_args()
    pairs.become(options.minor)
    folder = os.path.join(os.path.dirname(os.__file__), "test")
    if sys.version_info[:3] != pairs.VERSIONS[options.minor] or not os.path.isfile(os.path.join(folder, "test_list.py")):
        print("CPython %d.%d.%d is not here with its tests" % pairs.VERSIONS[options.minor])
        return pairs.SKIP
    options.driver = os.path.abspath(options.driver)
    names = [name for name in files_of(options.minor) if program.read(folder, "test." + name)][::options.every]
    if options.only:
        asked = {one.partition(":")[0] for one in options.only}
        names = [name for name in names if any(fnmatch.fnmatchcase(name, one) for one in asked)]
        names += [one for one in sorted(asked) if one not in names and program.read(folder, "test." + one)]
    with tempfile.TemporaryDirectory() as place:
        return Comparison(options, folder, names, place).judge()


class Comparison:
    def __init__(self, options, folder, names, place):
        self.options, self.folder, self.names, self.place = options, folder, names, place
        self.known = read_known(options.minor)
        self.used = set()
        modules, asked = program.imported(folder, ["test." + name for name in names])
        path = os.path.join(place, "probe.py")
        pathlib.Path(path).write_text(program.probe(modules, asked))
        done = pairs.run([options.driver, options.minor, path])
        assert done.returncode == 0, done.stderr.decode()
        self.there = program.There(modules, asked, done.stdout.decode())

    def run(self, name):
        files = program.with_needs(self.folder, "test." + name, self.there)
        slow = [pattern.partition(":")[2] for pattern, reason in self.known
                if reason.startswith("slow") and pattern.partition(":")[0] == name]
        only = None
        if self.options.only:
            tests = [one.partition(":")[2] for one in self.options.only if fnmatch.fnmatchcase(name, one.partition(":")[0])]
            only = tests if all(tests) else None
        runs = []
        driver = [self.options.driver] + (["--verify-some"] if self.options.verify else []) + [str(self.options.minor)]
        for kind, command in (("real", [sys.executable, "-S"]), ("heapd", driver)):
            place = os.path.join(self.place, kind)
            os.makedirs(place, exist_ok=True)
            began = time.monotonic()
            runs.append(run_file(command, files, self.there, slow, only, self.options.seconds, place))
            runs[-1].seconds, runs[-1].missing = time.monotonic() - began, files[-1].missing
            if kind == "real" and runs[-1].problems:
                break
        return runs

    def judge(self):
        wrong, totals = 0, [0, 0, 0, 0]
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            for name, runs in zip(self.names, pool.map(self.run, self.names)):
                wrong += self.compare(name, runs, totals)
        if not self.options.only and self.options.every == 1:
            for name, reason in self.known:
                if name not in self.used and not reason.startswith("slow"):
                    wrong += 1
                    print("different.txt names %s, and nothing of it differs" % name)
        print("%d tests pass in both, %d differ, %d differ and are named, %d do not pass in CPython like this" % tuple(totals))
        return 1 if wrong else 0

    def compare(self, name, runs, totals):
        counts, rows = [0, 0, 0, 0], []
        real, ours = runs[0], runs[-1]
        if len(runs) == 1:
            print("%s is not for the stand-in: %s" % (name, "; ".join(real.problems)[:400]))
            return 1
        rows += [(problem, problem) for problem in ours.problems]
        rows += [("import " + missing, "heapd has no " + missing) for missing in ours.missing]
        for test, (outcome, text) in real.outcomes.items():
            if outcome != "ok":
                counts[3] += 1
                self.used.update(pattern for pattern, reason in self.known if matches(name + ":" + test, pattern))  # a slow machine, maybe
                if self.options.show:
                    print("  (%s:%s in CPython: %s %s)" % (name, test, outcome, text[:200]))
                continue
            got, said = ours.outcomes.get(test, ("not run", ""))
            if got == "ok":
                counts[0] += 1
            elif not any(problem.startswith("file") for problem in ours.problems):
                rows.append((test, "%s %s" % (got, said)))
        for test, text in rows:
            row = next(((pattern, reason) for pattern, reason in self.known if matches(name + ":" + test, pattern)), None)
            counts[2 if row else 1] += 1
            if row:
                self.used.add(row[0])
            if not row or self.options.show:
                print("%s:%s\n    %s" % (name, test, text))
        print("%-28s %4d pass, %3d differ, %3d named, %3d not compared   %.1f s, %.1f s" % (name, *counts, real.seconds, ours.seconds), flush=True)
        if self.options.slow:
            for test, took in ours.took.items():
                if took > self.options.slow:
                    print("  slow %s:%s %.1f s (%.1f s)" % (name, test, took, real.took.get(test, 0)))
        totals[:] = [a + b for a, b in zip(totals, counts)]
        return counts[1]


if __name__ == "__main__":
    sys.exit(main())
