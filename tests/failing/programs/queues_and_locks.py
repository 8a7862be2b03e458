import _queue, _thread, queue, threading
q = queue.SimpleQueue()
for i in range(100):
    q.put([i])
taken = [q.get()[0] for i in range(90)]
q.put_nowait(None)
assert taken == list(range(90)) and q.qsize() == 11
try:
    queue.SimpleQueue().get_nowait()
except _queue.Empty:
    pass
lock, rlock = _thread.allocate_lock(), threading.RLock()
with lock, rlock, rlock:
    assert lock.locked()
assert not lock.locked() and lock.acquire(False)
c = threading.Condition()
with c:
    c.notify_all()
