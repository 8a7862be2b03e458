"""The workloads of heap/*.c as CPython does them: prints the same lines, name TAB value."""
import gc
import sys
import time
import tracemalloc

now = time.process_time  # the machine may be busy with other things


def out(name, value):
    print(f"{name}\t{value:.3f}")


def best_of(repeat, run, *args):
    best = 1e9
    for _ in range(repeat):
        begin = now()
        run(*args)
        best = min(best, now() - begin)
    return best


class P:
    pass


def loop(n, x, y, z):
    all = []
    append = all.append
    for _ in range(n):
        append(None)


def make_list(n, x, y, z):
    all = []
    append = all.append
    for _ in range(n):
        append([x, y, z])


def make_dict(n, x, y, z):
    all = []
    append = all.append
    for _ in range(n):
        append({"name": x, "size": y})


def make_str(n, x, y, z, text="a string of 24 bytes, no more"):
    all = []
    append = all.append
    for _ in range(n):
        append(text[:24])


def make_instance(n, x, y, z):
    all = []
    append = all.append
    for _ in range(n):
        p = P()
        p.name = x
        p.size = x
        append(p)


def allocation():
    kinds = {"loop": loop, "list": make_list, "dict": make_dict, "str": make_str, "instance": make_instance}
    for name, make in kinds.items():
        out(name, best_of(200, make, 1000, 1000, 1001, 1002) / 1000 * 1e9)


LISTS = 1000000


def shuffle(n):
    order = list(range(n))
    x = 1
    for i in range(n - 1, 0, -1):
        x = (x * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        j = (x >> 33) % (i + 1)
        order[i], order[j] = order[j], order[i]
    return order


def collection():
    gc.disable()
    all = [[] for _ in range(LISTS)]
    for i in range(LISTS):
        all[i].append(all[(i + 1) % LISTS])
    out("ordered", best_of(3, gc.collect) / LISTS * 1e9)
    for one in all:
        one.clear()
    del all, one
    order = shuffle(LISTS)
    made = [[] for _ in range(LISTS)]
    for i in range(LISTS):
        made[i].append(made[order[i]])
    all = [made[order[(i + LISTS // 2) % LISTS]] for i in range(LISTS)]
    del made, order
    out("shuffled", best_of(3, gc.collect) / LISTS * 1e9)
    for one in all:
        one.clear()
    del all, one
    for _ in range(LISTS):
        one = []
        one.append(one)
    del one
    out("garbage", best_of(1, gc.collect) / LISTS * 1e9)


def make_lists(n, x, y, z):
    all = []
    append = all.append
    for _ in range(n // 10):
        append([x, y, z])
        append([x, y, z])
        append([x, y, z])
        append([x, y, z])
        append([x, y, z])
        append([x, y, z])
        append([x, y, z])
        append([x, y, z])
        append([x, y, z])
        append([x, y, z])


def descend(depth):
    if depth > 0:
        return descend(depth - 1)
    return best_of(20, make_lists, 10000, 1000, 1001, 1002) / 10000 * 1e9


def tracing():
    out("off", descend(28))
    for frames, name in (1, "1 frame"), (25, "25 frames"):
        tracemalloc.start(frames)
        out(name, descend(28))
        tracemalloc.stop()


def snapshots():
    gc.disable()
    lines = ["def allocate(n, append):", " for i in range(n):"] + ["  append(i * 0.5)"] * 1000
    space = {}
    exec(compile("\n".join(lines), "bench.py", "exec"), space)
    tracemalloc.start(1)
    all = []
    space["allocate"](1000, all.append)
    begin = now()
    older = tracemalloc.take_snapshot()
    out("snapshot", (now() - begin) * 1e3)
    space["allocate"](100, all.append)
    newer = tracemalloc.take_snapshot()
    tracemalloc.stop()  # it would slow down what follows
    for group in "lineno", "traceback":
        begin = now()
        older.statistics(group)
        out("by " + group, (now() - begin) * 1e3)
    begin = now()
    newer.compare_to(older, "lineno")
    out("difference", (now() - begin) * 1e3)


if __name__ == "__main__":
    {f.__name__: f for f in (allocation, collection, tracing, snapshots)}[sys.argv[1]]()
