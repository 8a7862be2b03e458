"""Traced memory of what threads wait with, and of a SimpleQueue as items come and go."""
import _thread, gc, queue, threading, tracemalloc

start, stop, memory = tracemalloc.start, tracemalloc.stop, tracemalloc.get_traced_memory
gc.disable()


def measure(make, put=0, get=0):
    for again in range(3):
        start()
        before = memory()[0]
        made = make()
        for i in range(put):
            made.put(None)
        for i in range(get):
            made.get()
        alive = memory()[0] - before
        made = None
        left = memory()[0] - before
        stop()
    return alive, left


for make in _thread.allocate_lock, threading.Lock, threading.RLock, queue.SimpleQueue:
    print(make.__name__, measure(make))
for make in (threading.Event, threading.Condition, lambda: threading.Condition(threading.Lock()), threading.Semaphore, threading.BoundedSemaphore, threading.Thread,
             lambda: threading.Thread(target=print, args=(1,)), lambda: threading.Timer(1, print), lambda: threading.Barrier(2), queue.Queue, queue.LifoQueue, queue.PriorityQueue):
    for again in range(5):
        measure(make)
    print(make.__name__, measure(make), sorted(vars(make())))
for put in 0, 1, 2, 8, 9, 10, 40, 100, 1000:
    print(put, [measure(queue.SimpleQueue, put, get) for get in sorted({0, put // 3, put // 2, put // 2 + 1, put * 9 // 10, put}) if get <= put])
