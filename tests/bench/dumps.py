"""A real snapshot's file of many traces, and what tracemalloc takes for it, in seconds of processor time.

    dumps.py make TRACES BLOCKS FOLDER      writes FOLDER/old and FOLDER/new: 25 frames at most, one traceback for BLOCKS blocks, as tracemalloc makes
                                            them: each traceback once, its frames its own
    dumps.py measure FOLDER          loads them, groups them, compares them with this interpreter's module: NAME<tab>SECONDS
"""
import gc
import random
import sys
import time
import tracemalloc


def make(traces, blocks, folder):
    rng = random.Random(traces)
    files = ["/usr/lib/python3.11/site-packages/package%d/module%d.py" % (i // 20, i) for i in range(300)]
    tracebacks = [((files[0], 1),)]
    for _ in range(max(100, traces // blocks)):
        base = rng.choice(tracebacks)[:rng.randrange(24)]
        tracebacks.append(((rng.choice(files), rng.randrange(1, 2000)),) + tuple((file, line) for file, line in base))
    for name in "old", "new":
        rows = []
        for _ in range(traces):
            frames = tracebacks[int(rng.random() ** 2 * len(tracebacks))]
            rows.append((0, rng.choice((56, 64, 72, 500, rng.randrange(1, 5000))), frames, len(frames)))
        tracemalloc.Snapshot(rows, 25).dump("%s/%s" % (folder, name))


def measure(folder):
    def timed(name, do):
        gc.collect()
        begin = time.process_time()
        answer = do()
        print("%s\t%.6f" % (name, time.process_time() - begin))
        return answer

    old = timed("import", lambda: tracemalloc.Snapshot.load(folder + "/old"))
    new = tracemalloc.Snapshot.load(folder + "/new")
    for group in "lineno", "traceback":
        timed("by " + group, lambda: new.statistics(group))
    timed("by lineno, cumulative", lambda: new.statistics("lineno", True))
    filters = [tracemalloc.Filter(True, "*package1*", all_frames=True), tracemalloc.Filter(False, "*module7.py")]
    timed("by lineno, filtered", lambda: new.filter_traces(filters).statistics("lineno"))
    timed("difference by lineno", lambda: new.compare_to(old, "lineno"))
    timed("difference by traceback", lambda: new.compare_to(old, "traceback"))


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        measure(sys.argv[2])
