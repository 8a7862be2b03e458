"""threading: what programs do whose threads wait for each other in one way only."""
import copy, gc, queue, sys, threading, time, weakref


def attempt(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__, e)


# locks: texts, errors, sizes
lock, rlock = threading.Lock(), threading.RLock()
print(sys.getsizeof(lock) if sys.version_info < (3, 13) else "", type(lock), type(rlock), gc.is_tracked(lock), gc.is_tracked(rlock))
print(weakref.ref(lock)() is lock, weakref.ref(rlock)() is rlock, weakref.getweakrefcount(lock))
print(repr(lock)[:29], repr(rlock)[:49])
for text in ("lock.release()", "rlock.release()", "lock.acquire(False, 1)", "lock.acquire(timeout=-2)", "lock.acquire(1, 2, 3)", "lock.acquire(x=1)",
             "lock.acquire(timeout='x')", "lock.acquire(timeout=float('nan'))", "lock._x", "copy.copy(lock)", "copy.deepcopy(rlock)",
             "threading.Semaphore(-1)", "threading.BoundedSemaphore(1).release()", "threading.Condition().wait()", "threading.Condition().notify()",
             "threading.stack_size(-1)", "threading.stack_size(1)", "threading.local(1)", "threading.Thread(group=1)", "threading.Thread().join()",
             "threading.current_thread().join()", "threading.Barrier(2).wait(0.01)", "threading.TIMEOUT_MAX"):
    attempt(eval, text)
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01), lock.release(), lock.locked())
with lock:
    print(lock.locked(), repr(lock)[:7])
with rlock:
    with rlock:
        print(rlock._is_owned(), repr(rlock).split("count=")[1][:1])
    print(rlock._is_owned(), rlock._release_save()[0], rlock._is_owned())
    rlock.acquire()
print(lock.locked(), rlock._is_owned())

# threads that run to their end
results = []


def square(n):
    results.append(n * n)


threads = [threading.Thread(target=square, args=(i,)) for i in range(5)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(results, [t.is_alive() for t in threads], threads[0].name, threading.active_count(), threading.current_thread().name)
print(threading.Thread(name="x"), threading.Thread(target=square, daemon=True), threading.Thread(target=square).ident)
attempt(threads[0].start)
attempt(setattr, threads[0], "daemon", True)

counter = 0


def count():
    global counter
    for _ in range(100):
        with lock:
            counter += 1


threads = [threading.Thread(target=count) for _ in range(4)]
[t.start() for t in threads]
[t.join() for t in threads]
print(counter)

# one makes, one takes
q, taken = queue.Queue(), []


def take():
    while True:
        item = q.get()
        if item is None:
            break
        taken.append(item)
        q.task_done()


def make():
    for i in range(5):
        q.put(i)


consumer, producer = threading.Thread(target=take, daemon=True), threading.Thread(target=make)
consumer.start()
producer.start()
producer.join()
q.join()
print(taken, q.empty(), q.qsize())
for make_queue in (queue.LifoQueue, queue.PriorityQueue, queue.SimpleQueue):
    other = make_queue()
    [other.put(n) for n in (2, 3, 1)]
    print([other.get() for _ in range(3)], other.empty())
    attempt(other.get_nowait)
attempt(queue.Queue(1).put, 1, timeout=-1)
attempt(queue.Queue(1).get, timeout=-1)
full = queue.Queue(1)
full.put(1)
attempt(full.put_nowait, 2)
attempt(full.get, timeout=-1)

# events, conditions, timers
event, seen = threading.Event(), []


def waiter():
    seen.append(event.wait())
    seen.append("woken")


t = threading.Thread(target=waiter)
t.start()
print(event.is_set(), seen)
event.set()
t.join()
print(event.is_set(), seen)
condition, items = threading.Condition(), []


def consume():
    with condition:
        condition.wait_for(lambda: items)
        seen.append(items.pop())


t = threading.Thread(target=consume)
t.start()
with condition:
    items.append("item")
    condition.notify()
t.join()
print(seen, items)
timer = threading.Timer(0.01, seen.append, ["late"])
timer.start()
timer.join()
cancelled = threading.Timer(60, seen.append, ["never"])
cancelled.start()
cancelled.cancel()
cancelled.join()
print(seen)
semaphore = threading.Semaphore(2)
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(False), semaphore.release(), semaphore.acquire(timeout=0.01))
barrier, order = threading.Barrier(2, action=lambda: order.append("both")), []


def meet():
    order.append(barrier.wait() in (0, 1))


t = threading.Thread(target=meet)
t.start()
barrier.wait()
t.join()
print(order[0], order[1], barrier.broken, barrier.n_waiting)

# a thread's own
local = threading.local()
local.x = "main"


class Counted(threading.local):
    y = 0

    def __init__(self, start):
        self.start = start


counted = Counted(5)
counted.start += 1
names = []


def own():
    names.append((hasattr(local, "x"), counted.start, threading.current_thread().name.split(" ")[0][:7], threading.current_thread() is threading.main_thread()))
    local.x = counted.start = 1
    names.append((local.x, counted.__dict__))


t = threading.Thread(target=own)
t.start()
t.join()
print(names, local.x, counted.start, counted.__dict__, local.__dict__)
attempt(lambda: local.zz)
attempt(lambda: counted.zz)
attempt(delattr, local, "zz")
attempt(setattr, counted, "__dict__", {})

# sleeping side by side, also where a machine is slow: one after the other they would take three seconds
begin = time.monotonic()
threads = [threading.Thread(target=time.sleep, args=(1,)) for _ in range(3)]


def sleeper():
    time.sleep(1)


threads = [threading.Thread(target=sleeper) for _ in range(3)]
[t.start() for t in threads]
[t.join() for t in threads]
print(0.95 < time.monotonic() - begin < 2.9)
ticks = []


def tick():
    while True:
        ticks.append(1)
        time.sleep(1)


threading.Thread(target=tick, daemon=True).start()
time.sleep(2.5)
print(len(ticks) in (2, 3))


class Own(threading.Thread):
    def run(self):
        self.result = self.name


own_thread = Own(name="mine")
own_thread.start()
own_thread.join()
print(own_thread.result, repr(own_thread).split(",")[0])
threading.excepthook = lambda args: print("hook", args.exc_type.__name__, args.exc_value, args.thread.name)
failing = threading.Thread(target=lambda: 1 / 0, name="failing")
failing.start()
failing.join()
said = threading.Event()
at_end = threading.Thread(target=lambda: (said.wait(), time.sleep(0.01), print("at the end")))
at_end.start()
print("last line")
said.set()
