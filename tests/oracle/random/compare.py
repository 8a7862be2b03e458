"""compare.py --driver DRIVER [--seed N] [--count N] [--verify] [--length N]

Random programs (generate.py) and those of regressions/ by heapd and by the CPython 3.11 that is here: both print the same. Where they do not, the
program is shortened to the statements that matter and told. A seed gives the same programs at every run.
"""
import argparse
import glob
import os
import subprocess
import sys
import tempfile

from generate import Maker, render

HERE = os.path.dirname(os.path.abspath(__file__))
MARK = "\x1e\n"
BATCH = """import os, sys
def main():
    for path in sys.argv[1:]:
        pid = os.fork()
        if pid == 0:
            try:
                with open(path) as file: code = compile(file.read(), "random.py", "exec")
                names = {"__name__": "__main__", "__builtins__": __builtins__}
                import types
                module = types.ModuleType("__main__"); sys.modules["__main__"] = module
                exec(code, module.__dict__)
            except BaseException as e: print("ended in", type(e).__name__)
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(pid, 0)
        sys.stdout.write("\\x1e\\n"); sys.stdout.flush()
main()
"""


def interpreter():
    root = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    for python in sorted(glob.glob(os.path.join(root, "versions", "3.11.*", "bin", "python"))) + ["/usr/bin/python3"]:
        try:
            if subprocess.run([python, "-c", "import sys; print(sys.version_info[1])"], stdout=subprocess.PIPE, timeout=60).stdout.strip() == b"11":
                return python
        except OSError:
            pass
    return None


class Runner:
    def __init__(self, options, folder):
        self.options, self.folder, self.python, self.made = options, folder, interpreter(), 0
        self.batch = os.path.join(folder, "batch.py")
        with open(self.batch, "w") as file:
            file.write(BATCH)

    def write(self, text):
        self.made += 1
        path = os.path.join(self.folder, "%d.py" % self.made)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def both(self, texts):
        """Pairs of what CPython and heapd print."""
        paths = [self.write(text) for text in texts]
        env = dict(os.environ, PYTHONHASHSEED="0", PYTHONIOENCODING="utf-8")
        real = subprocess.Popen([self.python, "-S", "-s", "-B", self.batch] + paths, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env)
        flags = ["--verify-some"] if self.options.verify else []
        ours = subprocess.run([self.options.driver] + flags + ["11"] + paths, stdout=subprocess.PIPE, stderr=None if self.options.verify else subprocess.DEVNULL, timeout=270)
        expected = real.communicate(timeout=280)[0].decode("utf-8", "replace").split(MARK)
        found = ours.stdout.decode("utf-8", "replace").split(MARK)
        found += ["heapd ended with %d" % ours.returncode] * (len(expected) - len(found))
        for path in paths:
            os.remove(path)
        return list(zip(expected, found))[:len(texts)]

    def differs(self, statements):
        expected, found = self.both([render(statements)])[0]
        return expected != found

    def shorten(self, statements):
        done = False
        while not done:
            done = True
            for i in range(len(statements)):
                fewer = statements[:i] + statements[i + 1:]
                if fewer and self.differs(fewer):
                    statements, done = fewer, False
                    break
        return statements


def tell(expected, found):
    for x, y in zip(expected.split("\n"), found.split("\n") + [""] * 1000):
        if x != y:
            print("  3.11:  %s\n  heapd: %s" % (x[:1500], y[:1500]))
            return


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--driver", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--length", type=int, default=14)
    parser.add_argument("--most", type=int, default=5, help="so many differences are told, then it ends")
    parser.add_argument("--verify", action="store_true")
    options = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(options, folder)
        if runner.python is None:
            return 77
        kept = sorted(glob.glob(os.path.join(HERE, "regressions", "*.py")))
        for path, (expected, found) in zip(kept, runner.both([open(p, encoding="utf-8").read() for p in kept])):
            if expected != found:
                failures += 1
                print("%s:" % os.path.basename(path))
                tell(expected, found)
        for first in range(options.seed, options.seed + options.count, 100):
            seeds = range(first, min(first + 100, options.seed + options.count))
            programs = [Maker(seed).program(options.length) for seed in seeds]
            for seed, statements, (expected, found) in zip(seeds, programs, runner.both([render(p) for p in programs])):
                if expected == found or failures >= options.most:
                    continue
                failures += 1
                short = runner.shorten(statements)
                print("seed %d:\n%s" % (seed, "\n".join("    " + s.replace("\n", "\n    ") for s in short)))
                tell(*runner.both([render(short)])[0])
    print("%d programs and %d regressions, %d differ" % (options.count, len(kept), failures))
    return failures != 0


if __name__ == "__main__":
    sys.exit(main())
