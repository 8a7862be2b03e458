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
slow or not there is tried again, ever less often, and when too many wait the oldest is thrown away. From outside it says so on standard
error, when that happens first and at the end. What the agent itself allocates is left out. What it costs it tells: agent.cost(), the
labels of the session, and --verbose on standard error.
"""
import argparse
import atexit
import builtins
import collections
import email.utils
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
    """On the standard error that the process began with, past its buffer and lock: a thread that waited there could hold up the program's
    own writing, or its end. What cannot be written at once is not."""
    try:
        place = sys.__stderr__.fileno()
        if select.select([], [place], [], 0)[1]:
            os.write(place, ("heapd_agent: %s\n" % message).encode("utf-8", "backslashreplace")[:select.PIPE_BUF])
    except (AttributeError, OSError, ValueError):
        pass  # there is none, or no more


class Refused(Exception):
    """heapd has answered, and will never take it."""


class Later(OSError):
    """heapd has answered, and takes it later: not before so many seconds, where it says so."""

    def __init__(self, text, seconds=0.0):
        OSError.__init__(self, text)
        self.seconds = seconds


LONGEST_WAIT = 3600.0  # whatever a server says


def _seconds_of(header):
    """Retry-After: seconds, or a date."""
    try:
        seconds = float(header)
    except (TypeError, ValueError):
        when = email.utils.parsedate_tz(header) if header else None
        seconds = email.utils.mktime_tz(when) - time.time() if when else 0.0
    return min(max(seconds, 0.0), LONGEST_WAIT) if seconds == seconds else 0.0


def _check(status, answer, header, wanted):
    """Raises unless the status is one that is wanted."""
    if status in wanted:
        return
    detail = answer.get("detail") if type(answer) is dict else None
    text = "%d %s" % (status, detail)
    if status in (401, 403, 404, 408, 425, 429) or status >= 500:
        raise Later(text, _seconds_of(header))
    raise Refused(text)


class Heapd:
    """Requests to one heapd, each on a connection of its own."""

    def __init__(self, url, token=None, timeout=30):
        self.place = urllib.parse.urlsplit(url)
        try:
            good = self.place.scheme in ("http", "https") and self.place.hostname and (self.place.port is None or self.place.port > 0)
        except ValueError:  # the port
            good = False
        if not good:
            raise ValueError("not an address of heapd: %r (as in http://127.0.0.1:4327)" % url)
        self.url = url
        self.token, self.timeout = token, timeout

    def request(self, method, path, body=None, media="application/json", length=None):
        """The status, the document and Retry-After. OSError, HTTPException: try again later."""
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
            try:
                document = json.loads(text.decode("utf-8")) if text else None
            except ValueError:  # a proxy before it, perhaps
                document = None
            return answer.status, document, answer.getheader("Retry-After")
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
    for function in (_run, _run_script, _run_module, main):
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
#
# Nothing here may run the program's code, and nearly everything in Python can: isinstance() asks __class__, a dict asks __hash__ and
# __eq__ of its keys, an attribute of a class asks its metaclass. So objects are told apart by type() and id() alone, classes are read with
# the getters of `type` itself, and attributes with the descriptors that lie in the class. What is called a text is one only if it is
# exactly a str.


_encode = json.encoder.encode_basestring_ascii
_mro_of = type.__dict__["__mro__"].__get__
_members_of = type.__dict__["__dict__"].__get__  # of a class: what stands in itself
_flags_of = type.__dict__["__flags__"].__get__
_bases_of = type.__dict__["__bases__"].__get__
_thread_dict = threading.Thread.__dict__["__dict__"].__get__
_HEAP_TYPE, _HAS_GC = 1 << 9, 1 << 14
_HEADER = 16  # of the collector, before the object
_INLINE = sys.version_info >= (3, 11)  # attributes may lie in the instance itself, where no dict says their names
_SHORT = 100  # characters of a value, and of a key, that are sent
_EDGES_A_LINE = 1000
_LINES_AT_ONCE = 500


def _cell():
    value = 1
    return lambda: value


def _locals_type():
    return type(sys._getframe().f_locals)  # a dict, or what takes its place since 3.13


_CellType = type(_cell().__closure__[0])
_LocalsType = _locals_type()
_MethodDescriptorType = type(list.append)  # without a name before 3.7


def _text(value):
    """JSON of a text that is one; None of anything else."""
    return _encode(value[:_SHORT]) if type(value) is str else None


class _Lines:
    """Lines of JSON, written some at a time."""

    def __init__(self, file):
        self.file, self.waiting = file, []

    def write(self, line):
        self.waiting.append(line)
        if len(self.waiting) >= _LINES_AT_ONCE:
            self.flush()

    def document(self, document):
        self.write(json.dumps(document, separators=(",", ":")))

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
                lines.write('{"frame":[%d,%s,%d]}' % (number, _encode(frame[0]), frame[1]))
            numbers.append(number)
        lines.write('{"site":[%d,%d,%d,%d,%s]}' % (domain, total, size, count, json.dumps(numbers)))


class _Class:
    """What is to be known of a class to read its objects."""

    __slots__ = ("cls", "number", "read", "size_of", "has_gc", "is_class", "name", "slots", "likely", "contents")


def _has(mro, base):
    for one in mro:
        if one is base:
            return True
    return False


def _member(mro, name):
    """The first of this name that is written in C, and whether anything of the program's stands before it."""
    first = True
    for base in mro:
        for key, value in list(_members_of(base).items()):
            if type(key) is str and key == name:
                if type(value) is _MethodDescriptorType:
                    return value, first
                first = False
    return None, False


def _attributes_of(mro):
    """Slots with their descriptors, and the names that the class's own methods give to attributes. What a class has under such a name
    is found before, or instead of, the instance's: it is none of them."""
    slots, likely, taken = [], set(), set()
    for base in mro:
        of_program = _flags_of(base) & _HEAP_TYPE
        for key, value in list(_members_of(base).items()):
            if type(key) is not str:
                continue
            taken.add(key)
            kind = type(value)
            if kind is types.MemberDescriptorType and of_program:
                slots.append((_encode(key[:_SHORT]), value))
            elif kind is types.FunctionType:
                likely.update(value.__code__.co_names)
            elif kind is tuple and key == "__static_attributes__":
                likely.update([name for name in value if type(name) is str])
    return slots, sorted(likely - taken)


class _Walk:
    """Every object that the collector knows, and what those reach, an object a line, in the order in which they are found."""

    def __init__(self, agent, lines):
        self.agent, self.lines = agent, lines
        self.classes = {}  # by id: what is known of it, the class itself included, so that the id stays its own
        self.order, self.seen, self.own = [], set(), set()
        self.readers = {list: self._read_list, tuple: self._read_list, dict: self._read_dict, set: self._read_set,
                        frozenset: self._read_set, types.FunctionType: self._read_function, types.ModuleType: self._read_module,
                        _CellType: self._read_cell, weakref.ref: self._read_weak, types.MethodType: self._read_method,
                        collections.deque: self._read_deque}
        self.containers = ((dict, self._label_pairs), (list, self._label_items), (tuple, self._label_items), (set, self._label_members),
                           (frozenset, self._label_members))

    def run(self):
        self._begin()
        roots = self._roots()
        write, order, classes, getsizeof, is_tracked = self.lines.write, self.order, self.classes, sys.getsizeof, gc.is_tracked
        place = 0
        while place < len(order):
            one = order[place]
            place += 1
            cls = type(one)
            known = classes.get(id(cls)) or self._class(cls)
            try:
                size = known.size_of(one)
            except Exception:
                size = 0
            line = '{"object":[%d,%d,%d]' % (id(one), known.number, size)
            if known.name is not None:
                line += known.name(one)
            if not known.has_gc:
                write(line + "}")
                continue
            if known.is_class:
                line += ',"flags":["tracked","type"]' if is_tracked(one) else ',"flags":["type"]'
            elif is_tracked(one):
                line += ',"flags":["tracked"]'
            edges = known.read(one, known)
            if not edges:
                write(line + "}")
            elif len(edges) <= _EDGES_A_LINE:
                write('%s,"edges":[%s]}' % (line, ",".join(edges)))
            else:
                write(line + "}")
                for begin in range(0, len(edges), _EDGES_A_LINE):
                    write('{"edges":[%s]}' % ",".join(edges[begin:begin + _EDGES_A_LINE]))
        for root in roots:
            write('{"root":[%s,%d,%s,%d]}' % root)

    def _begin(self):
        me, own = self.agent, self.own
        mine = [me, me.__dict__, me.queue, me.requests, me.figures, me.lock, me.filled, me.heapd, me.heapd.__dict__, self, self.__dict__,
                self.classes, self.order, self.seen, own, self.lines, self.lines.__dict__, self.lines.waiting, self.readers, self.containers]
        for thread in (me.thread, me.sender):
            mine += [thread, _thread_dict(thread)]
        for report in list(me.queue):
            mine += [report, report.__dict__, report.query, report.file]
        frame = sys._getframe()
        while frame is not None:
            mine.append(frame)
            frame = frame.f_back
        own.update([id(one) for one in mine])
        own.add(id(mine))
        everything = gc.get_objects()
        own.add(id(everything))
        self.order.extend([one for one in everything if id(one) not in own])
        self.seen.update([id(one) for one in self.order])

    def _meet(self, one):
        """Its id; None if it is the agent's own."""
        key = id(one)
        if key not in self.seen:
            if key in self.own:
                return None
            self.seen.add(key)
            self.order.append(one)
        return key

    # -- roots --

    def _roots(self):
        roots = []

        def add(kind, value, name, number=0):
            key = self._meet(value)
            if key is not None:
                roots.append(('"%s"' % kind, key, name or "null", number))

        for name, module in list(sys.modules.items()):
            add("module", module, _text(name))
        for thread in list(threading._active.values()):
            if _has(_mro_of(type(thread)), threading.Thread):
                add("thread", thread, _text(_thread_dict(thread).get("_name")))
        mine = threading.get_ident()
        for thread, top in list(sys._current_frames().items()):
            if thread != mine:
                self._frames(top, add)
        return roots

    def _frames(self, top, add):
        chain = []
        while top is not None:
            chain.append(top)
            top = top.f_back
        for number, frame in enumerate(reversed(chain)):
            if frame.f_code.co_filename == HERE:
                continue
            if frame.f_code.co_flags & 2:  # of a function: what a class's __prepare__ made may be anything
                there = frame.f_locals
                if type(there) is dict or type(there) is _LocalsType:
                    for name, value in list(there.items()):
                        add("local", value, _text(name), number)
            add("internal", frame.f_globals, _text("globals of " + frame.f_code.co_name), number)

    # -- classes --

    def _class(self, cls):
        mro = _mro_of(cls)
        known = self.classes[id(cls)] = _Class()
        self.own.add(id(known))
        known.cls, known.number = cls, len(self.classes) - 1
        known.has_gc = bool(_flags_of(cls) & _HAS_GC)
        known.is_class = _has(mro, type)
        known.read = self._read_class if known.is_class else self._read_other
        known.slots, known.likely, known.contents = (), (), None
        for base, contents in self.containers:
            if _has(mro, base):
                known.contents = contents
        for exact in self.readers:  # compared by what they are: `cls` may not be hashed
            if exact is cls:
                known.read = self.readers[exact]
        if known.read == self._read_other and _flags_of(cls) & _HEAP_TYPE:
            known.slots, known.likely = _attributes_of(mro)
            known.read = self._read_instance
        written_in_c, first = _member(mro, "__sizeof__")
        if first:
            known.size_of = sys.getsizeof
        else:
            known.size_of = self._size_with_header(written_in_c or object.__sizeof__, known.has_gc)
        known.name = self._name_reader(cls, known.is_class)
        name, module = type.__dict__["__qualname__"].__get__(cls), None
        for key, value in list(_members_of(cls).items()):
            if type(key) is str and key == "__module__":
                module = value
        name = name if type(name) is str else "?"
        if not _flags_of(cls) & _HEAP_TYPE:
            module = type.__dict__["__module__"].__get__(cls)
        if type(module) is str and module != "builtins":
            name = module + "." + name
        self.lines.write('{"type":[%d,%s]}' % (known.number, _encode(name)))
        return known

    @staticmethod
    def _size_with_header(size_of, has_gc):
        header = _HEADER if has_gc else 0
        return lambda one: size_of(one) + header

    def _name_reader(self, cls, is_class):
        """What an object is called, as a member of its line; what it is worth only where values were asked for."""
        if cls is types.FunctionType or cls is types.BuiltinFunctionType:
            return lambda one: self._called(one.__name__)
        if cls is types.ModuleType:
            return lambda one: self._called(one.__dict__.get("__name__"))
        if is_class:
            name_of = type.__dict__["__name__"].__get__
            return lambda one: self._called(name_of(one))
        if cls is types.CodeType:
            return lambda one: self._called(one.co_name)
        if cls is str:
            return self._of_str
        if self.agent.values and (cls is int or cls is float or cls is bool or cls is complex):
            return self._of_number
        return None

    @staticmethod
    def _called(name):
        text = _text(name)
        return "" if text is None else ',"text":' + text

    def _of_str(self, one):
        if self.agent.values and len(one) <= _SHORT:
            return ',"flags":["string"],"text":' + _encode(one)
        return ',"flags":["string"]'

    @staticmethod
    def _of_number(one):
        return "" if type(one) is int and one.bit_length() >= 256 else ',"text":"%r"' % one

    # -- edges: texts of JSON --

    def _read_list(self, one, known):
        items = list(one)
        ids = list(map(id, items))
        if not self.seen.issuperset(ids):
            ids = [self._meet(item) for item in items]
            return ['["index",%d,%d]' % (key, i) for i, key in enumerate(ids) if key is not None]
        return ['["index",%d,%d]' % (key, i) for i, key in enumerate(ids)]

    def _read_set(self, one, known):
        edges = []
        for item in list(one):
            key = self._meet(item)
            if key is not None:
                edges.append('["item",%d]' % key)
        return edges

    def _read_dict(self, one, known):
        edges, seen, meet, i = [], self.seen, self._meet, 0
        for name, value in list(one.items()):
            key, target = id(name), id(value)
            if key not in seen:
                key = meet(name)
            if target not in seen:
                target = meet(value)
            if key is not None:
                edges.append('["key",%d,%d]' % (key, i))
            if target is not None:
                edges.append('["value",%d,%s]' % (target, _encode(repr(name[:_SHORT])) if type(name) is str else id(name)))
            i += 1
        return edges

    def _rest(self, one, known, edges, labelled):
        """What the collector's traverse shows beside what is labelled already: (kind, target)."""
        for target in gc.get_referents(one):
            key = id(target)
            if labelled.get(key):
                labelled[key] -= 1
                continue
            key = self._meet(target)
            if key is not None:
                edges.append('["%s",%d]' % ("type" if target is known.cls else "other", key))
        return edges

    def _edge(self, edges, labelled, kind, label, target):
        key = self._meet(target)
        labelled[id(target)] = labelled.get(id(target), 0) + 1
        if key is not None:
            edges.append('["%s",%d,%s]' % (kind, key, label) if label is not None else '["%s",%d]' % (kind, key))

    # What classes that are derived from a container have in it: by the container's own methods, whatever the class has in their place.

    def _label_pairs(self, one, edges, labelled):
        for i, (key, value) in enumerate(list(dict.items(one))):
            self._edge(edges, labelled, "key", "%d" % i, key)
            self._edge(edges, labelled, "value", _encode(repr(key[:_SHORT])) if type(key) is str else "%d" % id(key), value)

    def _label_items(self, one, edges, labelled):
        items = list.__iter__(one) if _has(_mro_of(type(one)), list) else tuple.__iter__(one)
        for i, value in enumerate(list(items)):
            self._edge(edges, labelled, "index", "%d" % i, value)

    def _label_members(self, one, edges, labelled):
        members = set.__iter__(one) if _has(_mro_of(type(one)), set) else frozenset.__iter__(one)
        for value in list(members):
            self._edge(edges, labelled, "item", None, value)

    def _read_other(self, one, known):
        edges, labelled = [], {}
        if known.contents:
            known.contents(one, edges, labelled)
        return self._rest(one, known, edges, labelled)

    def _read_deque(self, one, known):
        edges, labelled = [], {}
        for i, value in enumerate(list(one)):
            self._edge(edges, labelled, "index", i, value)
        return self._rest(one, known, edges, labelled)

    def _read_function(self, one, known):
        edges, labelled = [], {}
        self._edge(edges, labelled, "internal", '"__code__"', one.__code__)
        self._edge(edges, labelled, "internal", '"__globals__"', one.__globals__)
        for name, cell in zip(one.__code__.co_freevars, one.__closure__ or ()):
            self._edge(edges, labelled, "cell", _encode(name), cell)
        for name, value in (("__defaults__", one.__defaults__), ("__kwdefaults__", one.__kwdefaults__)):
            if value is not None:
                self._edge(edges, labelled, "internal", '"%s"' % name, value)
        labelled.pop(id(one.__closure__), None)
        return self._rest(one, known, edges, labelled)

    def _read_method(self, one, known):
        edges, labelled = [], {}
        self._edge(edges, labelled, "internal", '"__self__"', one.__self__)
        self._edge(edges, labelled, "internal", '"__func__"', one.__func__)
        return self._rest(one, known, edges, labelled)

    def _read_module(self, one, known):
        edges, labelled = [], {}
        self._edge(edges, labelled, "dict", None, one.__dict__)
        return self._rest(one, known, edges, labelled)

    def _read_cell(self, one, known):
        edges, labelled = [], {}
        for value in gc.get_referents(one):
            self._edge(edges, labelled, "internal", '"cell_contents"', value)
        return edges

    def _read_weak(self, one, known):
        edges, labelled = [], {}
        target = one()
        if target is not None:
            self._edge(edges, labelled, "weak", None, target)
            labelled.clear()  # the collector does not see it
        return self._rest(one, known, edges, labelled)

    def _read_class(self, one, known):
        edges, labelled = [], {}
        for value in gc.get_referents(one):
            if type(value) is dict:
                self._edge(edges, labelled, "dict", None, value)
            elif value is _mro_of(one):
                self._edge(edges, labelled, "internal", '"__mro__"', value)
            elif value is _bases_of(one):
                self._edge(edges, labelled, "internal", '"__bases__"', value)
        return self._rest(one, known, edges, labelled)

    def _read_instance(self, one, known):
        """Slots by their descriptors. Values in the instance itself by the names that the class's methods give to attributes: asking for
        __dict__ would make one. Names that were found are tried first the next time."""
        edges, labelled = [], {}
        if known.contents:
            known.contents(one, edges, labelled)
        for name, descriptor in known.slots:
            try:
                self._edge(edges, labelled, "slot", name, descriptor.__get__(one))
            except AttributeError:
                pass  # empty
        referents = gc.get_referents(one)
        left = {id(value) for value in referents if value is not known.cls}
        left.difference_update(labelled)
        if _INLINE and left:
            self._read_inline(one, known, edges, labelled, left)
        if left:
            for value in referents:
                if type(value) is dict and id(value) in left:
                    self._edge(edges, labelled, "dict", None, value)
                    break
        return self._rest(one, known, edges, labelled)

    def _read_inline(self, one, known, edges, labelled, left):
        found = []
        for name in known.likely:
            try:
                value = object.__getattribute__(one, name)
            except AttributeError:
                continue
            if id(value) in left or id(value) in labelled:
                self._edge(edges, labelled, "attribute", _encode(name), value)
                left.discard(id(value))
                found.append(name)
                if not left:
                    break
        if found and found != known.likely[:len(found)]:
            first = set(found)
            known.likely = found + [name for name in known.likely if name not in first]


# ---- The agent --------------------------------------------------------------------------------------------------------------------


class Agent:
    """Snapshots of this process for one session of a heapd. Made by start()."""

    def __init__(self, url="http://127.0.0.1:4327", session=None, every=60.0, nframe=10, token=None, waiting=4, values=False,
                 at_exit=True, verbose=False, python=None, timeout=30, retry=(1.0, 300.0), source=None, tells=False, linger=5.0):
        self.heapd = Heapd(url, token or os.environ.get("HEAPD_TOKEN"), timeout)
        self.session = session or "%s-%d" % (os.path.splitext(os.path.basename(sys.argv[0] or "python"))[0] or "python", os.getpid())
        self.every, self.nframe, self.values, self.at_exit, self.verbose = every, nframe, values, at_exit, verbose
        self.linger = linger  # the seconds that the program's end waits at most
        self.waiting, self.retry, self.python = max(1, waiting), retry, python or "%d.%d" % sys.version_info[:2]
        self.source = source or "agent %s:%d, CPython %s" % (socket.gethostname(), os.getpid(), sys.version.split()[0])
        self.queue = collections.deque()
        self.requests = collections.deque()  # (label, with the graph) that were asked for
        self.figures = {"taken": 0, "sent": 0, "dropped": 0, "refused": 0, "untaken": 0, "failures": 0, "seconds_taking": 0.0,
                        "seconds_packing": 0.0, "seconds_sending": 0.0, "bytes_sent": 0, "last_error": None}
        self.began = time.time()
        self.pid = os.getpid()
        self.stopping = self.ended = False
        self.known_session = False
        self.tells = tells  # on standard error, when heapd is not reached for the first time, and at the end what was lost
        self.trouble = None  # the last failure in words, until something is sent again
        self.told = False
        self.asked_to_wait = 0.0
        self.lock = threading.Lock()
        self.reader, self.writer = socket.socketpair()
        self.reader.setblocking(False)
        self.writer.setblocking(False)
        self.thread = threading.Thread(target=self._take_all, name="heapd-agent", daemon=True)
        self.sender = threading.Thread(target=self._send_all, name="heapd-agent-sender", daemon=True)
        self.filled = threading.Condition(self.lock)
        self.sending = None  # the report that is on its way: it may not be thrown away
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

    def tell_end(self):
        """Says what did not reach heapd, or that all did after all. Not in a child that was forked."""
        if not self.tells or os.getpid() != self.pid:
            return
        asked, sent = self.figures["taken"] + self.figures["untaken"] + self.thread.is_alive(), self.figures["sent"]
        if asked > sent:
            lost = "%d%s snapshot%s lost" % (asked - sent, " of %d" % asked if sent else "", "s" if (asked if sent else asked - sent) != 1 else "")
            _say("%s: %s" % (self.trouble or "heapd at %s has not answered in time" % self.heapd.url, lost))
        elif self.told:
            _say("heapd at %s has all %d snapshots" % (self.heapd.url, sent))

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

    def stop(self, timeout=None):
        """One last snapshot (if at_exit), sent if heapd is quick (None: in `linger` seconds); then the end."""
        if self.ended or os.getpid() != self.pid:
            return
        timeout = self.linger if timeout is None else timeout
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
                self.sending = self.queue[0]
            self.asked_to_wait = 0.0
            sent = self._guard(self._send)
            self.sending = None
            if sent:
                patience = self.retry[0]
            elif self.stopping:
                break
            else:
                self._wait(max(patience, self.asked_to_wait))
                patience = min(patience * 2, self.retry[1])
        with self.lock:
            while self.queue:
                self.queue.popleft().close()

    def _wait(self, seconds):
        until = time.time() + seconds
        while time.time() < until and not self.stopping:
            time.sleep(min(0.2, seconds))

    # -- what both do --

    def _guard(self, do, *arguments):
        """Whatever happens in here, the program does not see it."""
        try:
            do(*arguments)
            return True
        except Exception as error:
            self.figures["failures"] += 1
            self.figures["last_error"] = "%s: %s" % (type(error).__name__, error)
            self.trouble = self._in_words(do, error)
            if self.verbose:
                _say(self.figures["last_error"])
            if self.tells and not self.told:
                self.told = True
                _say(self.trouble + ("" if do == self._take or isinstance(error, Refused) else "; the last %d snapshots are kept until it can" % self.waiting))
            return False

    def _in_words(self, do, error):
        if do == self._take:
            self.figures["untaken"] += 1
            return "a snapshot cannot be taken (%s)" % (error or type(error).__name__)
        if isinstance(error, Refused):
            return "heapd at %s refuses what is sent (%s)" % (self.heapd.url, error)
        if isinstance(error, Later):
            return "heapd at %s does not take what is sent (%s)" % (self.heapd.url, error)
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return "heapd at %s cannot be reached (%s)" % (self.heapd.url, reason)

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
            first = 1 if self.queue[0] is self.sending else 0
            while len(self.queue) - first > self.waiting:
                self.queue[first].close()
                del self.queue[first]
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
                lines.document(head)
                _write_sites(lines, _Cleaner().traces(snapshot.traces._traces))
                del snapshot
            else:
                lines.document(head)
            _Walk(self, lines).run()
            lines.flush()
        self.figures["seconds_packing"] += _clock() - began
        return report

    def _send(self):
        report = self.sending
        began = _clock()
        try:
            if not self.known_session:
                self._make_session()
            report.file.seek(0)
            path = "/v1/sessions/%s/snapshots/import?%s" % (urllib.parse.quote(self.session), urllib.parse.urlencode(report.query))
            status, answer, retry = self.heapd.request("POST", path, report.file, "application/octet-stream", report.size)
            if status == 404:
                self.known_session = False  # heapd has forgotten it: the next try makes it anew
            _check(status, answer, retry, (201,))
            self.figures["sent"] += 1
            self.trouble = None
            self.figures["bytes_sent"] += report.size
        except Refused:
            self.figures["refused"] += 1
            self._forget(report)
            raise
        except Later as later:
            self.asked_to_wait = later.seconds
            raise
        finally:
            self.figures["seconds_sending"] += _clock() - began
        self._forget(report)
        if self.verbose:
            _say("snapshot %s sent, %d bytes" % (answer.get("snapshot") if type(answer) is dict else "?", report.size))
        self._tell_cost()

    def _forget(self, report):
        with self.lock:
            if self.queue and self.queue[0] is report:
                self.queue.popleft()
        report.close()

    def _make_session(self):
        document = {"name": self.session, "labels": {"agent": __version__, "python": self.python}}
        status, answer, retry = self.heapd.request("GET", "/v1/versions")
        _check(status, answer, retry, (200,))
        if type(answer) is not dict:
            raise Later("what answers is not heapd")
        known = [version.get("python") or version.get("version") for version in answer.get("items", [])]
        if self.python in known:
            document["python"] = self.python
        status, answer, retry = self.heapd.request("POST", "/v1/sessions", json.dumps(document))
        _check(status, answer, retry, (201, 409))
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


def stop(timeout=None):
    if _agent is not None:
        _agent.stop(timeout)


def _signal_number(wanted):
    if isinstance(wanted, str):
        name = wanted.upper()
        try:
            return signal.Signals[name if name.startswith("SIG") else "SIG" + name]
        except KeyError:
            raise ValueError("there is no signal %r" % wanted)
    return wanted


# ---- From outside -----------------------------------------------------------------------------------------------------------------


def _run(code, namespace):
    exec(code, namespace)


def _absolute(path):
    """The name that the interpreter gives to the script's code: since 3.9 an absolute one, but not a normalized one."""
    if sys.version_info < (3, 9) or os.path.isabs(path):
        return path
    return os.path.join(os.getcwd(), path)


def _run_script(path, source, arguments):
    """As `python path arguments` would."""
    sys.argv = [path] + arguments
    sys.path[0] = os.path.dirname(os.path.realpath(path))
    path = _absolute(path)
    code = compile(source, path, "exec")
    module = types.ModuleType("__main__")
    module.__file__, module.__builtins__ = path, builtins
    sys.modules["__main__"] = module
    _run(code, module.__dict__)


def _run_module(arguments):
    """As `python -m` would; the module's names."""
    import runpy
    sys.argv = list(arguments)
    sys.path[0] = os.getcwd()
    try:
        return runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
    except ImportError as error:
        trace = error.__traceback__
        while trace.tb_next:
            trace = trace.tb_next
        if trace.tb_frame.f_globals.get("__name__") != "runpy":
            raise  # the program's own
        _say(error)
        sys.exit(1)


def _fail(message):
    _say(message)
    sys.exit(2)


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
    parser.add_argument("--linger", type=float, default=float(os.environ.get("HEAPD_LINGER", 5)), metavar="SECONDS",
                        help="that the program's end may wait until all is sent (HEAPD_LINGER, 5)")
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
    source = None
    if not options.module:
        try:
            with open(options.program[0], "rb") as file:
                source = file.read()
        except OSError as error:
            _fail("can't open file %r: [Errno %s] %s" % (_absolute(options.program[0]), error.errno, error.strerror))
    try:
        agent = start(options.url, options.session, options.every, options.signal, options.graph_signal, nframe=options.nframe,
                      token=options.token, waiting=options.waiting, values=options.values, at_exit=not options.no_exit_snapshot,
                      verbose=options.verbose, tells=True, linger=options.linger)
    except (ValueError, OSError) as error:
        _fail(error)
    # The program may import this file too: it is the same agent.
    sys.modules.setdefault("heapd_agent", sys.modules[__name__])
    try:
        if options.module:
            options.namespace = _run_module(options.module)  # alive until the last snapshot
        else:
            _run_script(options.program[0], source, options.program[1:])
    finally:
        agent.stop()
        agent.tell_end()
        if options.verbose and os.getpid() == agent.pid:
            _say("cost: %s" % json.dumps(agent.cost(), sort_keys=True))


if __name__ == "__main__":
    main()
