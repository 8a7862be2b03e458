#!/usr/bin/env python3
"""Sends what a live Python program allocates to heapd: one file, the standard library alone, CPython 3.6 to 3.15.

From outside, with the program as it is:

    python heapd_agent.py --url http://127.0.0.1:4327 --session web1 --every 60 app.py args...
    python heapd_agent.py --session web1 -m package.module args...

or from inside:

    import heapd_agent
    agent = heapd_agent.start(url="http://127.0.0.1:4327", session="web1", every=60)
    agent.snapshot("after the import")        # now, without waiting for it
    agent.graph("who holds what")             # with the object graph

Each snapshot becomes one of the session's: statistics, differences, history, leaks and assertions are heapd's. With --signal a
signal asks for one; with --graph-signal for one with the object graph: every object that the collector knows and what those reach,
its address, type and size, who refers to whom and by which attribute, key, index, slot or cell. Values are not sent unless --values
(short strings and the reprs of numbers then are).

The program waits for nothing: a thread of its own takes snapshots, packs them into temporary files and sends them; a heapd that is
slow or not there is tried again, ever less often, and when too many wait the oldest is thrown away. What the agent itself allocates
is left out. What it costs it tells: agent.cost(), the labels of the session, and --verbose on standard error.
"""
import argparse
import atexit
import collections
import gc
import gzip
import http.client
import json
import os
import pickle
import select
import signal
import socket
import sys
import tempfile
import threading
import time
import tracemalloc
import types
import urllib.parse
import weakref

__version__ = "1"
__all__ = ["Agent", "start", "stop"]

PACKING_LEVEL = 1
_clock = getattr(time, "thread_time", time.perf_counter)  # what a thread costs, not how long it waits


def _say(message):
    sys.stderr.write("heapd-agent: %s\n" % message)


class Refused(Exception):
    """heapd has answered, and will never take it."""


class Heapd:
    """Requests to one heapd, each on a connection of its own."""

    def __init__(self, url, token=None, timeout=30):
        self.place = urllib.parse.urlsplit(url)
        if self.place.scheme not in ("http", "https") or not self.place.hostname:
            raise ValueError("not an address of heapd: %r" % url)
        self.token, self.timeout = token, timeout

    def request(self, method, path, body=None, media="application/json", length=None):
        """The status and the document. OSError, HTTPException: try again later."""
        if self.place.scheme == "https":
            import ssl  # large, and seldom needed
            connection = http.client.HTTPSConnection(self.place.hostname, self.place.port, timeout=self.timeout,
                                                     context=ssl.create_default_context())
        else:
            connection = http.client.HTTPConnection(self.place.hostname, self.place.port, timeout=self.timeout)
        headers = {"User-Agent": "heapd-agent/" + __version__}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        if body is not None:
            headers["Content-Type"] = media
            if length is not None:
                headers["Content-Length"] = str(length)
        try:
            connection.request(method, self.place.path.rstrip("/") + path, body, headers)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text.decode("utf-8")) if text else None
        except ValueError:
            raise OSError("what answers is not heapd")
        finally:
            connection.close()


class Report:
    """A snapshot on its way: packed in a temporary file that is gone when it is closed."""

    def __init__(self, label, query):
        self.label, self.query = label, query
        self.file = tempfile.TemporaryFile(prefix="heapd-agent-")
        self.size = 0

    def close(self):
        self.file.close()


# ---- Traces: without the agent's own ---------------------------------------------------------------------------------------------


def _lines_of(code):
    """All lines of a function, those of what is nested in it included."""
    lines = {code.co_firstlineno}
    if hasattr(code, "co_lines"):
        lines.update(line for _, _, line in code.co_lines() if line)
    else:
        line = code.co_firstlineno
        for step in code.co_lnotab[1::2]:
            line += step - 256 if step > 127 else step
            lines.add(line)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            lines |= _lines_of(constant)
    return lines


_called_main = set()  # lines of this file that call main()


def _outside_lines():
    """Lines of this file that call the program: they lie below the program's own."""
    lines = set(_called_main)
    for function in (_run, _run_script, main):
        lines |= _lines_of(function.__code__)
    return lines


HERE = _lines_of.__code__.co_filename  # as tracebacks have it


class _Cleaner:
    """Takes the agent's own traces out of a list, and its frames from the bottom of the others."""

    def __init__(self):
        self.outside = _outside_lines()
        self.known = {}

    def is_own(self, frame):
        return frame[0] == tracemalloc.__file__ or (frame[0] == HERE and frame[1] not in self.outside)

    def is_below(self, frame):
        return (frame[0] == HERE and frame[1] in self.outside) or frame[0].endswith("<frozen runpy>") or \
            os.path.basename(frame[0]) == "runpy.py"

    def clean(self, frames):
        """What is left of a traceback, newest first: None if it is the agent's own."""
        if frames[0][0] == HERE or any(self.is_own(frame) for frame in frames):
            return None
        if not any(frame[0] == HERE for frame in frames):
            return frames
        end = len(frames)
        while end > 1 and self.is_below(frames[end - 1]):
            end -= 1
        return frames[:end]

    def traces(self, traces):
        kept = []
        known = self.known
        for trace in traces:
            frames = trace[2]
            key = id(frames)  # tracebacks are shared by their traces, and alive as long as the list is
            cleaned = known.get(key, False)
            if cleaned is False:
                cleaned = known[key] = self.clean(frames)
            if cleaned is frames:
                kept.append(trace)
            elif cleaned is not None:
                cut = len(frames) - len(cleaned)
                kept.append(trace[:2] + (cleaned,) + ((trace[3] - cut,) if len(trace) > 3 else ()))
        return kept


# ---- The object graph: lines of JSON as POST .../snapshots/import takes them ---------------------------------------------------------


class _Lines:
    """Documents, a line each, written some at a time."""

    def __init__(self, file):
        self.file, self.waiting = file, []
        self.encode = json.JSONEncoder(separators=(",", ":")).encode

    def write(self, document):
        self.waiting.append(self.encode(document))
        if len(self.waiting) >= 500:
            self.flush()

    def flush(self):
        if self.waiting:
            self.file.write(("\n".join(self.waiting) + "\n").encode("ascii"))
            self.waiting = []


def _write_sites(lines, traces):
    """Sums by traceback: frames and sites."""
    sites, frames = {}, {}
    for trace in traces:
        key = (trace[0], trace[3] if len(trace) > 3 else 0, trace[2])
        site = sites.setdefault(key, [0, 0])
        site[0] += trace[1]
        site[1] += 1
    for (domain, total, path), (size, count) in sites.items():
        numbers = []
        for frame in path:
            number = frames.get(frame)
            if number is None:
                number = frames[frame] = len(frames)
                lines.write({"frame": [number, frame[0], frame[1]]})
            numbers.append(number)
        lines.write({"site": [domain, total, size, count, numbers]})


_SHORT = 100  # characters of a value, and of a key, that are sent
_EDGES_A_LINE = 1000


class _Walk:
    """Every object that the collector knows, and what those reach. Runs none of the program's code: attributes are read where
    they lie, properties and __getattr__ are not asked."""

    def __init__(self, agent, lines):
        self.agent, self.lines = agent, lines
        self.types = {}
        self.names = {}   # by class: names of slots with their descriptors
        self.likely = {}  # by class: attributes that its methods name

    def run(self):
        me = self.agent
        own = {id(value) for value in (me, me.__dict__, me.queue, me.requests, me.figures, me.thread, me.sender, me.thread.__dict__,
                                       me.sender.__dict__, me.lock, me.filled, self, self.__dict__, self.types, self.names, self.likely)}
        own.add(id(own))
        order = gc.get_objects()
        seen = {id(one) for one in order}
        own.update((id(order), id(seen), id(sys._getframe())))
        roots = self._roots(order, seen, own)
        place = 0
        while place < len(order):
            if id(order[place]) not in own:
                self._object(order, place, seen, own)
            place += 1
        for root in roots:
            self.lines.write({"root": root})

    def _roots(self, order, seen, own):
        roots = []

        def add(kind, value, name, number=0):
            if id(value) not in own:
                if id(value) not in seen:
                    seen.add(id(value))
                    order.append(value)
                roots.append([kind, id(value), name, number])

        for name, module in list(sys.modules.items()):
            add("module", module, str(name))
        for thread in threading.enumerate():
            add("thread", thread, thread.name)
        mine = threading.get_ident()
        for thread, top in list(sys._current_frames().items()):
            chain = []
            while top is not None and thread != mine:
                chain.append(top)
                top = top.f_back
            for number, frame in enumerate(reversed(chain)):
                if frame.f_code.co_filename == HERE:
                    continue
                if frame.f_globals is not frame.f_locals:
                    for name, value in list(frame.f_locals.items()):
                        add("local", value, str(name), number)
                add("internal", frame.f_globals, "globals of " + frame.f_code.co_name, number)
        return roots

    def _type(self, cls):
        number = self.types.get(cls)
        if number is None:
            number = self.types[cls] = len(self.types)
            name = type.__dict__["__qualname__"].__get__(cls)
            module = type.__dict__["__module__"].__get__(cls)
            self.lines.write({"type": [number, name if module in ("builtins", None) or not isinstance(module, str) else module + "." + name]})
        return number

    def _object(self, order, place, seen, own):
        one = order[place]
        cls = type(one)
        try:
            size = sys.getsizeof(one) if cls.__sizeof__ in _SAFE_SIZES or cls.__flags__ & 512 == 0 else object.__sizeof__(one) + _HEADER
        except Exception:
            size = 0
        document = {"object": [id(one), self._type(cls), size]}
        flags = [flag for flag, holds in (("tracked", gc.is_tracked(one)), ("type", isinstance(one, type)), ("string", cls is str)) if holds]
        if flags:
            document["flags"] = flags
        text = self._text(one, cls)
        if text is not None:
            document["text"] = text
        edges = self._edges(one, cls)
        kept = []
        for kind, label, target in edges:
            key = id(target)
            if key in own:
                continue
            if key not in seen:
                seen.add(key)
                order.append(target)
            kept.append([kind, key] if label is None else [kind, key, label])
        document["edges"] = kept[:_EDGES_A_LINE]
        self.lines.write(document)
        for begin in range(_EDGES_A_LINE, len(kept), _EDGES_A_LINE):
            self.lines.write({"edges": kept[begin:begin + _EDGES_A_LINE]})

    def _text(self, one, cls):
        """What an object is called; what it is worth only where values were asked for."""
        if cls in (types.FunctionType, types.BuiltinFunctionType):
            return one.__name__[:_SHORT]
        if cls is types.ModuleType:
            name = one.__dict__.get("__name__")
            return name[:_SHORT] if type(name) is str else None
        if isinstance(one, type):
            return type.__dict__["__name__"].__get__(one)[:_SHORT]
        if cls is types.CodeType:
            return one.co_name[:_SHORT]
        if self.agent.values:
            if cls is str and len(one) <= _SHORT:
                return one
            if cls in (int, float, bool, complex) and (cls is not int or one.bit_length() < 256):
                return repr(one)
        return None

    def _edges(self, one, cls):
        """(kind, label, object): the labelled ones first, then what the collector's traverse shows beside them."""
        try:
            edges = self._labelled(one, cls)
        except Exception:
            edges = []
        referents = gc.get_referents(one)
        if len(edges) == len(referents) or not referents:
            return edges
        known = {}
        for _, _, target in edges:
            known[id(target)] = known.get(id(target), 0) + 1
        for target in referents:
            if known.get(id(target), 0) > 0:
                known[id(target)] -= 1
            else:
                edges.append(("type" if target is cls else "other", None, target))
        return edges

    def _labelled(self, one, cls):
        if cls is list or cls is tuple:
            return [("index", i, value) for i, value in enumerate(list(one))]
        if cls is dict:
            edges = []
            for i, (key, value) in enumerate(list(one.items())):
                edges.append(("key", i, key))
                if type(key) is str:
                    edges.append(("value", key[:_SHORT], value))
                else:
                    edges.append(("value", id(key), value))
            return edges
        if cls is set or cls is frozenset:
            return [("item", None, value) for value in list(one)]
        if cls is collections.deque:
            return [("index", i, value) for i, value in enumerate(list(one))]
        if cls is types.FunctionType:
            cells = zip(one.__code__.co_freevars, one.__closure__ or ())
            return [("internal", "__code__", one.__code__), ("internal", "__globals__", one.__globals__)] + \
                [("cell", name, cell) for name, cell in cells]
        if cls is types.MethodType:
            return [("internal", "__self__", one.__self__), ("internal", "__func__", one.__func__)]
        if cls is types.ModuleType:
            return [("dict", None, one.__dict__)]
        if cls is _CellType:
            return [("internal", "cell_contents", one.cell_contents)]
        if cls is _WeakType:
            target = one()
            return [] if target is None else [("weak", None, target)]
        if isinstance(one, type) or cls.__module__ == "builtins":
            return []
        return self._attributes(one, cls)

    def _attributes(self, one, cls):
        """Slots by their descriptors. Values in the instance itself (3.11 and later) by the names that the class's own methods
        give to attributes: asking for __dict__ would make one."""
        if cls not in self.names:
            self.names[cls], self.likely[cls] = _names_of(cls)
        edges = []
        for name, descriptor in self.names[cls]:
            try:
                edges.append(("slot", name, descriptor.__get__(one)))
            except AttributeError:
                pass  # empty
        referents = gc.get_referents(one)
        if _INLINE:
            there = {id(value) for value in referents}
            for name in self.likely[cls]:
                try:
                    value = object.__getattribute__(one, name)
                except AttributeError:
                    continue
                if id(value) in there:
                    edges.append(("attribute", name, value))
        for value in referents:
            if type(value) is dict and not edges and all(type(key) is str for key in list(value)):
                edges.append(("dict", None, value))
                break
        return edges


def _names_of(cls):
    slots, likely, taken = [], set(), set()
    for base in type.__dict__["__mro__"].__get__(cls):
        for name, value in list(type.__dict__["__dict__"].__get__(base).items()):
            taken.add(name)
            if type(value) is types.MemberDescriptorType and base.__module__ != "builtins":
                slots.append((name, value))
            elif type(value) is types.FunctionType:
                likely.update(value.__code__.co_names)
            elif name == "__static_attributes__" and type(value) is tuple:
                likely.update(value)
    # What a class has under this name is found before, or instead of, the instance's.
    return slots, sorted(name for name in likely - taken if isinstance(name, str))


def _cell():
    value = 1
    return lambda: value


_CellType = type(_cell().__closure__[0])
_WeakType = weakref.ref
_INLINE = sys.version_info >= (3, 11)
_HEADER = 16  # of the collector, before the object
_SAFE_SIZES = {object.__sizeof__, type.__sizeof__}


# ---- The agent --------------------------------------------------------------------------------------------------------------------


class Agent:
    """Snapshots of this process for one session of a heapd. Made by start()."""

    def __init__(self, url="http://127.0.0.1:4327", session=None, every=60.0, nframe=10, token=None, waiting=4, values=False,
                 at_exit=True, verbose=False, python=None, timeout=30, retry=(1.0, 300.0), source=None):
        self.heapd = Heapd(url, token or os.environ.get("HEAPD_TOKEN"), timeout)
        self.session = session or "%s-%d" % (os.path.splitext(os.path.basename(sys.argv[0] or "python"))[0] or "python", os.getpid())
        self.every, self.nframe, self.values, self.at_exit, self.verbose = every, nframe, values, at_exit, verbose
        self.waiting, self.retry, self.python = max(1, waiting), retry, python or "%d.%d" % sys.version_info[:2]
        self.source = source or "agent %s:%d, CPython %s" % (socket.gethostname(), os.getpid(), sys.version.split()[0])
        self.queue = collections.deque()
        self.requests = collections.deque()  # (label, with the graph) that were asked for
        self.figures = {"taken": 0, "sent": 0, "dropped": 0, "refused": 0, "failures": 0, "seconds_taking": 0.0, "seconds_packing": 0.0,
                        "seconds_sending": 0.0, "bytes_sent": 0, "last_error": None}
        self.began = time.time()
        self.pid = os.getpid()
        self.stopping = self.ended = False
        self.known_session = False
        self.lock = threading.Lock()
        self.reader, self.writer = socket.socketpair()
        self.reader.setblocking(False)
        self.writer.setblocking(False)
        self.thread = threading.Thread(target=self._take_all, name="heapd-agent", daemon=True)
        self.sender = threading.Thread(target=self._send_all, name="heapd-agent-sender", daemon=True)
        self.filled = threading.Condition(self.lock)
        self.taking = False
        self.started_tracing = False

    # -- what the program calls: none of these waits --

    def start(self):
        if not tracemalloc.is_tracing():
            tracemalloc.start(self.nframe)
            self.started_tracing = True
        self.thread.start()
        self.sender.start()
        return self

    def snapshot(self, label=None):
        """Asks for a snapshot now."""
        self._ask(label, False)

    def graph(self, label=None):
        """Asks for a snapshot with the object graph now."""
        self._ask(label, True)

    def cost(self):
        """What the agent has cost so far: seconds, bytes, how much memory tracemalloc itself takes."""
        figures = dict(self.figures)
        figures["waiting"] = len(self.queue)
        figures["tracemalloc_bytes"] = tracemalloc.get_tracemalloc_memory() if tracemalloc.is_tracing() else 0
        figures["share"] = (figures["seconds_taking"] + figures["seconds_packing"]) / max(time.time() - self.began, 1e-9)
        return figures

    def flush(self, timeout=10.0):
        """Waits until all that was asked for is sent; False if it is not within the time."""
        until = time.time() + timeout
        self._wake()
        while time.time() < until:
            with self.lock:
                if not self.requests and not self.queue and not self.taking:
                    return True
            time.sleep(0.02)
        return False

    def stop(self, timeout=5.0):
        """One last snapshot (if at_exit), sent if heapd is quick; then the end."""
        if self.ended or os.getpid() != self.pid:
            return
        if self.at_exit:
            self.requests.append(("exit", False))
        self.stopping = True
        self._wake()
        until = time.time() + timeout
        self.thread.join(timeout)
        with self.filled:
            self.filled.notify()
        self.sender.join(max(0.0, until - time.time()))
        self.ended = True
        if self.started_tracing:
            tracemalloc.stop()

    def on_signal(self, number, graph=False):
        """A signal asks for a snapshot. What was done at this signal before is done still."""
        before = signal.getsignal(number)

        def ask(received, frame):
            self._ask(signal.Signals(received).name, graph)
            if callable(before):
                before(received, frame)

        signal.signal(number, ask)

    def _ask(self, label, graph):
        """From any thread and from signal handlers: takes no lock."""
        if os.getpid() == self.pid:  # a child that was forked has none of the threads
            self.requests.append((label, graph))
            self._wake()

    def _wake(self):
        try:
            self.writer.send(b"!")
        except OSError:
            pass  # it is awake anyway

    # -- the thread that takes snapshots --

    def _take_all(self):
        next_time = time.time() + self.every if self.every else None
        while True:
            now = time.time()
            if self.requests or (next_time is not None and now >= next_time and not self.stopping):
                self.taking = True
                label, graph = self.requests.popleft() if self.requests else (None, False)
                if next_time is not None and now >= next_time:
                    next_time = now + self.every
                self._guard(self._take, label, graph)
            elif self.stopping:
                break
            else:
                self.taking = False
                self._sleep(None if next_time is None else max(0.0, next_time - now))
        self.taking = False

    def _sleep(self, seconds):
        try:
            if select.select([self.reader], [], [], seconds)[0]:
                self.reader.recv(4096)
        except (OSError, ValueError):
            time.sleep(0.1)

    # -- the thread that sends them --

    def _send_all(self):
        patience = self.retry[0]
        while True:
            with self.filled:
                while not self.queue and not (self.stopping and not self.thread.is_alive()):
                    self.filled.wait(0.2 if self.stopping else None)
                if not self.queue:
                    break
            if self._guard(self._send):
                patience = self.retry[0]
            elif self.stopping:
                break
            else:
                until = time.time() + patience
                while time.time() < until and not self.stopping:
                    time.sleep(min(0.2, patience))
                patience = min(patience * 2, self.retry[1])
        with self.lock:
            while self.queue:
                self.queue.popleft().close()

    # -- what both do --

    def _guard(self, do, *arguments):
        """Whatever happens in here, the program does not see it."""
        try:
            do(*arguments)
            return True
        except Exception as error:
            self.figures["failures"] += 1
            self.figures["last_error"] = "%s: %s" % (type(error).__name__, error)
            if self.verbose:
                _say(self.figures["last_error"])
            return False

    def _take(self, label, graph):
        began = _clock()
        now = time.time()
        taken_at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + ".%06dZ" % (now % 1 * 1000000)
        query = {"source": self.source, "taken_at": taken_at}
        if label:
            query["label"] = label
        if graph:
            report = self._pack_graph(label, query, began)
        else:
            report = self._pack_traces(label, query, began)
        if report is None:
            return
        report.size = report.file.tell()
        with self.filled:
            self.queue.append(report)
            self.filled.notify()
            while len(self.queue) > self.waiting:
                self.queue.popleft().close()
                self.figures["dropped"] += 1
        self.figures["taken"] += 1

    def _pack_traces(self, label, query, began):
        if not tracemalloc.is_tracing():
            raise RuntimeError("the program has stopped tracemalloc")
        query["peak"] = str(tracemalloc.get_traced_memory()[1])
        snapshot = tracemalloc.take_snapshot()
        taken = _clock()
        snapshot.traces._traces = _Cleaner().traces(snapshot.traces._traces)
        report = Report(label, query)
        # The pickle goes out in pieces through Python, so that the program's threads get their turn in between.
        with gzip.GzipFile(fileobj=report.file, mode="wb", compresslevel=PACKING_LEVEL, mtime=0) as packed:
            pickle.dump(snapshot, packed, 4)
        self.figures["seconds_taking"] += taken - began
        self.figures["seconds_packing"] += _clock() - taken
        return report

    def _pack_graph(self, label, query, began):
        """Traces (if there are any) and objects, as lines of JSON."""
        report = Report(label, query)
        with gzip.GzipFile(fileobj=report.file, mode="wb", compresslevel=PACKING_LEVEL, mtime=0) as packed:
            lines = _Lines(packed)
            head = {"heapd_snapshot": 1, "python": sys.version.split()[0], "pid": os.getpid()}
            if tracemalloc.is_tracing():
                snapshot = tracemalloc.take_snapshot()
                head["nframe"], head["peak"] = snapshot.traceback_limit, tracemalloc.get_traced_memory()[1]
                self.figures["seconds_taking"] += _clock() - began
                began = _clock()
                lines.write(head)
                _write_sites(lines, _Cleaner().traces(snapshot.traces._traces))
                del snapshot
            else:
                lines.write(head)
            _Walk(self, lines).run()
            lines.flush()
        self.figures["seconds_packing"] += _clock() - began
        return report

    def _send(self):
        report = self.queue[0]
        began = _clock()
        try:
            if not self.known_session:
                self._make_session()
            report.file.seek(0)
            path = "/v1/sessions/%s/snapshots/import?%s" % (urllib.parse.quote(self.session), urllib.parse.urlencode(report.query))
            status, answer = self.heapd.request("POST", path, report.file, "application/octet-stream", report.size)
            if status == 404:
                self.known_session = False  # heapd has forgotten it: the next try makes it anew
                raise OSError("the session is gone")
            if status in (401, 403, 408, 429) or status >= 500:
                raise OSError("%d %s" % (status, answer and answer.get("detail")))
            if status != 201:
                raise Refused("%d %s" % (status, answer and answer.get("detail")))
            self.figures["sent"] += 1
            self.figures["bytes_sent"] += report.size
        except Refused:
            self.figures["refused"] += 1
            self._forget(report)
            raise
        finally:
            self.figures["seconds_sending"] += _clock() - began
        self._forget(report)
        if self.verbose:
            _say("snapshot %d sent, %d bytes" % (answer["snapshot"], report.size))
        self._tell_cost()

    def _forget(self, report):
        with self.lock:
            if self.queue and self.queue[0] is report:
                self.queue.popleft()
        report.close()

    def _make_session(self):
        document = {"name": self.session, "labels": {"agent": __version__, "python": self.python}}
        status, answer = self.heapd.request("GET", "/v1/versions")
        known = [version.get("python") or version.get("version") for version in answer.get("items", [])] if status == 200 else []
        if self.python in known:
            document["python"] = self.python
        status, answer = self.heapd.request("POST", "/v1/sessions", json.dumps(document))
        if status not in (201, 409):
            raise OSError("no session %s: %d %s" % (self.session, status, answer and answer.get("detail")))
        self.known_session = True

    def _tell_cost(self):
        """The session's labels say what the agent costs; that they do is not important."""
        cost = self.cost()
        labels = {"agent.pid": str(self.pid), "agent.share": "%.3f%%" % (100 * cost["share"]), "agent.dropped": str(cost["dropped"]),
                  "agent.tracemalloc-bytes": str(cost["tracemalloc_bytes"])}
        try:
            self.heapd.request("PATCH", "/v1/sessions/%s" % urllib.parse.quote(self.session), json.dumps({"labels": labels}))
        except (OSError, http.client.HTTPException):
            pass


_agent = None


def start(url="http://127.0.0.1:4327", session=None, every=60.0, signal=None, graph_signal=None, **options):
    """Starts the one agent of this process and returns it. `signal` and `graph_signal`: names or numbers."""
    global _agent
    if _agent is not None and not _agent.ended and _agent.pid == os.getpid():
        raise RuntimeError("the agent runs already")
    agent = Agent(url, session, every, **options)
    for wanted, graph in ((signal, False), (graph_signal, True)):
        if wanted is not None:
            agent.on_signal(_signal_number(wanted), graph)
    _agent = agent.start()
    atexit.register(agent.stop)
    return agent


def stop(timeout=5.0):
    if _agent is not None:
        _agent.stop(timeout)


def _signal_number(wanted):
    if isinstance(wanted, str):
        name = wanted.upper()
        return getattr(signal, name if name.startswith("SIG") else "SIG" + name)
    return wanted


# ---- From outside -----------------------------------------------------------------------------------------------------------------


def _run(code, namespace):
    exec(code, namespace)


def _run_script(path, arguments):
    """As `python path arguments` would."""
    sys.argv = [path] + arguments
    sys.path[0] = os.path.dirname(os.path.abspath(path))
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec")
    module = types.ModuleType("__main__")
    module.__file__, module.__builtins__ = path, __builtins__
    sys.modules["__main__"] = module
    _run(code, module.__dict__)


def _parser():
    parser = argparse.ArgumentParser(prog="heapd_agent.py", usage="%(prog)s [options] (program.py | -m module) [arguments]",
                                     description="Runs a Python program and sends what it allocates to heapd.")
    parser.add_argument("--url", default=os.environ.get("HEAPD_URL", "http://127.0.0.1:4327"), help="of heapd (HEAPD_URL)")
    parser.add_argument("--session", help="its name; made if there is none (default: the program and its process id)")
    parser.add_argument("--every", type=float, default=60.0, metavar="SECONDS", help="between two snapshots; 0: only when asked")
    parser.add_argument("--nframe", type=int, default=10, help="frames of each traceback")
    parser.add_argument("--token", help="bearer token (HEAPD_TOKEN)")
    parser.add_argument("--signal", help="that asks for a snapshot: USR1")
    parser.add_argument("--graph-signal", help="that asks for one with the object graph: USR2")
    parser.add_argument("--values", action="store_true", help="send short values with the object graph")
    parser.add_argument("--waiting", type=int, default=4, help="snapshots that may wait for heapd, on disk")
    parser.add_argument("--no-exit-snapshot", action="store_true", help="none at the end of the program")
    parser.add_argument("--verbose", action="store_true", help="say on standard error what is done and what it costs")
    parser.add_argument("-m", dest="module", nargs=argparse.REMAINDER, metavar="module", help="run a module, with arguments")
    parser.add_argument("program", nargs=argparse.REMAINDER, help="program.py and its arguments")
    return parser


def main(arguments=None):
    options = _parser().parse_args(arguments)
    _called_main.add(sys._getframe(1).f_lineno)
    if not options.module and not options.program:
        _parser().error("which program?")
    agent = start(options.url, options.session, options.every, options.signal, options.graph_signal, nframe=options.nframe,
                  token=options.token, waiting=options.waiting, values=options.values, at_exit=not options.no_exit_snapshot,
                  verbose=options.verbose)
    # The program may import this file too: it is the same agent.
    sys.modules.setdefault("heapd_agent", sys.modules[__name__])
    try:
        if options.module:
            import runpy
            sys.argv = options.module
            sys.path[0] = os.getcwd()
            namespace = runpy.run_module(options.module[0], run_name="__main__", alter_sys=True)
            options.namespace = namespace  # alive until the last snapshot
        else:
            _run_script(options.program[0], options.program[1:])
    finally:
        agent.stop()
        if options.verbose:
            _say("cost: %s" % json.dumps(agent.cost(), sort_keys=True))


if __name__ == "__main__":
    main()
