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
import _thread
import argparse
import array
import atexit
import binascii
import builtins
import collections
import email.utils
import encodings.idna  # noqa: F401  (else the first request would import it)
import gc
import http.client
import io
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
import zlib

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


def _warm_up():
    """What a request leaves in the caches of modules is there before anything is traced: such blocks do not tell whose they are, since the
    agent's frames are further down than tracebacks go."""
    "heapd".encode("idna")
    http.client.parse_headers(io.BytesIO(b"Content-Type: application/json\r\nContent-Length: 2\r\nRetry-After: 1\r\n\r\n"))


class _Packed:
    """What is written goes into a file, gzipped. (The module's own class leaves a cycle behind.)"""

    def __init__(self, file):
        self.file, self.packer = file, zlib.compressobj(PACKING_LEVEL, zlib.DEFLATED, 31)

    def write(self, data):
        self.file.write(self.packer.compress(data))

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if exception[0] is None:
            self.file.write(self.packer.flush())


class Report:
    """A snapshot on its way: packed in a temporary file that is gone when it is closed."""

    def __init__(self, label, query, graph=False):
        self.label, self.query, self.graph = label, query, graph
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
_called_module = []  # what `-m` has named


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
        # What ran a module is at the bottom also where the traceback is too short for the agent's own frames.
        if not _called_module and not any(frame[0] == HERE for frame in frames):
            return frames
        if _called_module and self.is_below(frames[0]):
            return None
        end = len(frames)
        while end > 0 and self.is_below(frames[end - 1]):
            end -= 1
        return frames[:end] if end > 0 else None

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
#
# What costs is memory that is asked for: while tracemalloc runs, each block takes as long as a hundred bytecodes. So objects and edges go
# into columns, arrays of numbers, and become text by the thousand; the walk has a thread of its own with next to no frames below it,
# since a block's traceback takes the longer the more there are; and its code does not know its lines.


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
_LINES_AT_ONCE = 500
_OBJECTS_A_BLOCK, _EDGES_A_BLOCK, _EDGES_AT_ONCE = 2000, 20000, 40000
_NAMES_KEPT = 50000
_TRIES, _NAMES_TRIED = 5, 1000  # instances of a class whose attributes its methods do not name, and names that each is asked for
_WORK, _REST = 0.002, 0.001  # seconds that the walk keeps the interpreter, and leaves it to the program, at a time

# As heapd's api/import_columns.c numbers them.
_OTHER, _TYPE, _ATTRIBUTE, _SLOT, _DICT, _KEY, _VALUE, _NAMED_VALUE, _INDEX, _ITEM, _IN_CELL, _LOCAL, _INTERNAL, _CALLBACK, _WEAK = range(15)
_TRACKED, _IS_TYPE, _IS_STRING, _BY_ITEMS = 1, 8, 16, 32


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


def _numbers_of(lines, frames, path):
    """Its frames by their numbers, as JSON."""
    numbers = []
    for frame in path:
        number = frames.get(frame)
        if number is None:
            number = frames[frame] = len(frames)
            lines.write('{"frame":[%d,%s,%d]}' % (number, _encode(frame[0]), frame[1]))
        numbers.append(number)
    return str(numbers)


def _write_sites(lines, traces):
    """Sums by traceback: frames and sites."""
    sites, frames = {}, {}
    for trace in traces:
        key = (trace[0], trace[3] if len(trace) > 3 else 0, trace[2])
        site = sites.get(key)
        if site is None:
            site = sites[key] = [0, 0]
        site[0] += trace[1]
        site[1] += 1
    for (domain, total, path), (size, count) in sites.items():
        lines.write('{"site":[%d,%d,%d,%d,%s]}' % (domain, total, size, count, _numbers_of(lines, frames, path)))


class _Class:
    """What is to be known of a class to read its objects."""

    __slots__ = ("cls", "key", "number", "read", "size_of", "has_gc", "is_class", "name", "slots", "likely", "contents",
                 "tries")


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
                slots.append((key, value))
            elif kind is types.FunctionType:
                likely.update(value.__code__.co_names)
            elif kind is tuple and key == "__static_attributes__":
                likely.update([name for name in value if type(name) is str])
    return slots, sorted(likely - taken)


class _Blocks:
    """Objects and their edges as columns, written as a line of JSON when there are many."""

    def __init__(self, lines):
        self.lines = lines
        self.address, self.type, self.size, self.flags, self.text, self.edges = _columns("QIQBII")
        self.kind, self.to, self.label = _columns("BQQ")
        self.columns = (("address", self.address), ("type", self.type), ("size", self.size), ("flags", self.flags), ("text", self.text),
                        ("edges", self.edges), ("kind", self.kind), ("to", self.to), ("label", self.label))
        self.names, self.keys, self.count = {}, {}, 0
        self.mark = 0  # where the edges of the last object begin; -1: before this block

    def mine(self):
        return [self, self.__dict__, self.columns, self.names, self.keys] + [column for _, column in self.columns] + list(self.columns)

    def end_object(self):
        """After the last of its edges."""
        if self.mark >= 0:
            self.edges.append(len(self.to) - self.mark)
        self.mark = len(self.to)
        if len(self.address) >= _OBJECTS_A_BLOCK or self.mark >= _EDGES_A_BLOCK:
            self.flush()

    def cut(self):
        """Within an object of many edges: the next block goes on with them."""
        if self.mark >= 0:
            self.edges.append(len(self.to) - self.mark)
        self.flush()
        self.mark = -1

    def flush(self):
        if not self.address and not self.to:
            return
        members = []
        for name, column in self.columns:
            if _SWAPPED:
                column.byteswap()
            members.append('"%s":"%s"' % (name, binascii.b2a_base64(column, newline=False).decode("ascii")))
            del column[:]
        self.lines.write('{"block":{%s}}' % ",".join(members))
        self.mark = 0

    # Names by numbers, plus 1; 0: none. Only what is exactly a str is one.

    def _new_name(self, text):
        self.lines.write('{"name":[%d,%s]}' % (self.count, _encode(text)))
        self.count += 1
        return self.count

    def name(self, text):
        number = self.names.get(text)
        if number is None:
            if len(self.names) >= _NAMES_KEPT:
                self.names.clear()
            number = self.names[text] = self._new_name(text[:_SHORT])
        return number

    def key(self, text):
        """A dict's key, as Python writes it."""
        number = self.keys.get(text)
        if number is None:
            if len(self.keys) >= _NAMES_KEPT:
                self.keys.clear()
            number = self.keys[text] = self._new_name(repr(text[:_SHORT]))
        return number


def _columns(codes):
    return [array.array(code) for code in codes]


_SWAPPED = sys.byteorder == "big"


_PARSED = "a text that is in what the parser made of this file"


def _parsed():
    """The ids of that, where this file is the program that the interpreter was given: a list of texts that it keeps until the program's end."""
    return [id(one) for one in gc.get_referrers(_PARSED) if type(one) is list]


# What the agent is made of.
_PARTS = {dict, list, tuple, set, collections.deque, array.array, io.BufferedRandom, io.BufferedWriter, io.FileIO, io.BytesIO, io.TextIOWrapper,
          io.BufferedReader, socket.socket, socket.SocketIO, http.client.HTTPConnection, http.client.HTTPResponse, http.client.HTTPMessage, threading.Condition, threading.Event, types.MethodType, _CellType, type(_thread.allocate_lock()),
          type(threading.RLock()), type(zlib.compressobj()), Heapd, Report, _Packed, _Lines, _Cleaner, _Class, _Blocks, type(lambda: 0),
          types.CodeType, frozenset, staticmethod, types.MemberDescriptorType, types.GetSetDescriptorType}


def _own_module():
    """This file as a module: its names and its classes. What those are made of follows from them."""
    space = globals()
    mine = [module for module in list(sys.modules.values()) if type(module) is types.ModuleType and module.__dict__ is space]
    return mine + [space] + [value for value in list(space.values()) if type(value) is type and value.__module__ == __name__]


class _Walk:
    """Every object that the collector knows, and what those reach, in the order in which they are found."""

    def __init__(self, agent, lines):
        self.agent, self.lines = agent, lines
        self.classes = {}  # by id: what is known of it, the class itself included, so that the id stays its own
        self.order, self.seen, self.own, self.named = [], set(), set(), {}
        self.blocks = blocks = _Blocks(lines)
        self.add = (blocks.to.append, blocks.kind.append, blocks.label.append)
        self.readers = {list: self._read_list, tuple: self._read_list, dict: self._read_dict, set: self._read_set,
                        frozenset: self._read_set, types.FunctionType: self._read_function, types.ModuleType: self._read_module,
                        _CellType: self._read_cell, weakref.ref: self._read_weak, types.MethodType: self._read_method,
                        collections.deque: self._read_deque}
        self.containers = ((dict, self._label_pairs), (list, self._label_items), (tuple, self._label_items), (set, self._label_members),
                           (frozenset, self._label_members))

    def run(self):
        self._begin()
        roots = self._roots()
        order, classes, is_tracked, blocks = self.order, self.classes, gc.is_tracked, self.blocks
        add_address, add_type, add_size = blocks.address.append, blocks.type.append, blocks.size.append
        add_flags, add_text, end_object = blocks.flags.append, blocks.text.append, blocks.end_object
        place, known, clock = 0, None, time.perf_counter
        since = clock()
        while place < len(order):
            one = order[place]
            place += 1
            cls = type(one)
            if known is None or cls is not known.cls:
                known = classes.get(id(cls)) or self._class(cls)
            try:
                size = known.size_of(one)
            except Exception:
                size = 0
            add_address(id(one))
            add_type(known.number)
            add_size(size)
            flags = _IS_STRING if cls is str else _BY_ITEMS if cls is tuple else _IS_TYPE if known.is_class else 0
            if known.has_gc:
                add_flags(flags | _TRACKED if is_tracked(one) else flags)
                add_text(known.name(one) if known.name is not None else 0)
                known.read(one, known)
            else:
                add_flags(flags)
                add_text(known.name(one) if known.name is not None else 0)
            end_object()
            if place % 64 == 0 and clock() - since > _WORK:
                time.sleep(_REST)
                since = clock()
        blocks.flush()
        for root in roots:
            self.lines.write('{"root":[%s,%d,%s,%d]}' % root)
        return place

    def end(self):
        """Its parts refer to each other: the collector might not come by before the next walk, which would find this one."""
        for part in (self.order, self.seen, self.own, self.classes, self.__dict__):
            part.clear()

    def _begin(self):
        me, own = self.agent, self.own
        mine = [me, me.__dict__, me.queue, me.requests, me.figures, me.lock, me.filled, me.heapd, me.heapd.__dict__, self, self.__dict__,
                self.classes, self.order, self.seen, own, self.lines, self.lines.__dict__, self.lines.waiting, self.readers, self.containers,
                self.add]
        mine += self.add
        mine += self.blocks.mine()
        for thread in (me.thread, me.sender):
            mine += [thread, _thread_dict(thread)]
        for report in list(me.queue):
            mine += [report, report.__dict__, report.query, report.file]
        self.threads = {threading.get_ident(), me.thread.ident, me.sender.ident}
        for thread, frame in list(sys._current_frames().items()):
            while thread in self.threads and frame is not None:
                mine.append(frame)
                there = frame.f_locals
                mine.append(there)
                mine += [value for value in list(there.values()) if type(value) in _PARTS and value is not sys.modules]
                frame = frame.f_back
            while frame is not None:  # of the program, whose own lie upon those that run it
                if frame.f_code.co_filename == HERE and frame.f_code.co_name in ("<module>", "main", "_run", "_run_script", "_run_module"):
                    mine.append(frame)
                frame = frame.f_back
        mine += _own_module()
        self._own_parts(mine)
        own.update(map(id, mine))
        own.add(id(mine))
        own.add(id(self.threads))
        own.update(me.parsed)
        everything = gc.get_objects()
        own.add(id(everything))
        space = globals()
        own.update([id(one) for one in everything if type(one) is types.FunctionType and one.__globals__ is space])  # handlers of signals
        self.order.extend([one for one in everything if id(one) not in own])
        self.seen.update(map(id, self.order))

    def _own_parts(self, mine):
        """What these are made of, as far as nobody else can have it: files, locks, lists, not what a list of the program's may be."""
        not_mine = set(map(id, (sys.stdout, sys.stderr, sys.stdin, sys.__stdout__, sys.__stderr__, sys.__stdin__, threading._active)))
        not_mine.update([id(module.__dict__) for module in list(sys.modules.values()) if type(module) is types.ModuleType])
        not_mine.update(map(id, ((), frozenset())))  # everybody's
        met, place = set(map(id, mine)), 0
        met.update(not_mine)
        while place < len(mine):
            one = mine[place]
            place += 1
            if type(one) is types.FrameType or one is mine:
                continue
            for part in gc.get_referents(one):
                if type(part) in _PARTS and id(part) not in met:
                    met.add(id(part))
                    mine.append(part)

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
        for thread, top in list(sys._current_frames().items()):
            if thread not in self.threads:
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
        known.cls, known.key, known.number = cls, id(cls), len(self.classes) - 1
        known.has_gc = bool(_flags_of(cls) & _HAS_GC)
        known.is_class = _has(mro, type)
        known.read = self._read_class if known.is_class else self._read_other
        known.slots, known.likely, known.contents, known.tries = (), (), None, _TRIES
        for base, contents in self.containers:
            if _has(mro, base):
                known.contents = contents
        for exact in self.readers:  # compared by what they are: `cls` may not be hashed
            if exact is cls:
                known.read = self.readers[exact]
        if known.read == self._read_other and _flags_of(cls) & _HEAP_TYPE:
            slots, likely = _attributes_of(mro)
            known.slots = [(self.blocks.name(name), descriptor) for name, descriptor in slots]
            known.likely = [(name, self.blocks.name(name)) for name in likely]
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
        """What an object is called, as a name's number; what it is worth only where values were asked for."""
        if cls is types.FunctionType or cls is types.BuiltinFunctionType:
            return lambda one: self._called(one.__name__)
        if cls is types.ModuleType:
            return lambda one: self._called(one.__dict__.get("__name__"))
        if is_class:
            name_of = type.__dict__["__name__"].__get__
            return lambda one: self._called(name_of(one))
        if cls is types.CodeType:
            return lambda one: self._called(one.co_name)
        if self.agent.values and cls is str:
            return lambda one: self.blocks.name(one) if len(one) <= _SHORT else 0
        if self.agent.values and (cls is int or cls is float or cls is bool or cls is complex):
            return self._of_number
        return None

    def _called(self, name):
        return self.blocks.name(name) if type(name) is str else 0

    def _of_number(self, one):
        return 0 if type(one) is int and one.bit_length() >= 256 else self.blocks.name("%r" % one)

    # -- edges --

    def _read_list(self, one, known):
        self._numbered(_INDEX, one)

    def _numbered(self, kind, items):
        """Edges to all of them, by their places. What is added meanwhile may be among them."""
        if len(items) > 24:
            return self._many(kind, list(items), True)
        add_to, add_kind, add_label = self.add
        seen, i = self.seen, 0
        for item in items:
            key = id(item)
            if key in seen or self._meet(item) is not None:
                add_to(key)
                add_kind(kind)
                add_label(i)
            i += 1

    def _many(self, kind, items, numbered):
        """The same by the thousand; without places where they are not numbered."""
        blocks, seen = self.blocks, self.seen
        for begin in range(0, len(items), _EDGES_AT_ONCE):
            part = items[begin:begin + _EDGES_AT_ONCE] if len(items) > _EDGES_AT_ONCE else items
            places = range(begin, begin + len(part))
            keys = list(map(id, part))
            if not seen.issuperset(keys):
                met = [(self._meet(item), place) for item, place in zip(part, places)]
                keys = [key for key, _ in met if key is not None]
                places = [place for key, place in met if key is not None]
            blocks.to.fromlist(keys)
            blocks.kind.frombytes(bytes((kind,)) * len(keys))
            if numbered:
                blocks.label.extend(places)
            else:
                blocks.label.frombytes(bytes(8 * len(keys)))
            if len(blocks.to) >= _EDGES_A_BLOCK:
                blocks.cut()

    def _read_set(self, one, known):
        self._many(_ITEM, list(one), False)

    def _read_dict(self, one, known):
        keys, values = list(one), list(one.values())
        while len(keys) != len(values):  # another thread was in between
            keys, values = list(one), list(one.values())
        add_to, add_kind, add_label = self.add
        seen, meet, key_of, blocks, i = self.seen, self._meet, self.blocks.keys.get, self.blocks, 0
        for name in keys:
            value = values[i]
            key = id(name)
            if key in seen or meet(name) is not None:
                add_to(key)
                add_kind(_KEY)
                add_label(i)
            target = id(value)
            if target in seen or meet(value) is not None:
                add_to(target)
                if type(name) is str:
                    add_kind(_NAMED_VALUE)
                    add_label(key_of(name) or blocks.key(name))
                else:
                    add_kind(_VALUE)
                    add_label(key)
            i += 1
            if i % _EDGES_A_BLOCK == 0:
                blocks.cut()

    def _rest(self, one, known, labelled):
        """What the collector's traverse shows beside what is labelled already."""
        add_to, add_kind, add_label = self.add
        for target in gc.get_referents(one):
            key = id(target)
            if labelled.get(key):
                labelled[key] -= 1
                continue
            if key in self.seen or self._meet(target) is not None:
                add_to(key)
                add_kind(_TYPE if target is known.cls else _OTHER)
                add_label(0)

    def _edge(self, labelled, kind, label, target):
        key = id(target)
        labelled[key] = labelled.get(key, 0) + 1
        if key in self.seen or self._meet(target) is not None:
            add_to, add_kind, add_label = self.add
            add_to(key)
            add_kind(kind)
            add_label(label)

    # What classes that are derived from a container have in it: by the container's own methods, whatever the class has in their place.

    def _label_pairs(self, one, labelled):
        for i, (key, value) in enumerate(list(dict.items(one))):
            self._edge(labelled, _KEY, i, key)
            if type(key) is str:
                self._edge(labelled, _NAMED_VALUE, self.blocks.key(key), value)
            else:
                self._edge(labelled, _VALUE, id(key), value)

    def _label_items(self, one, labelled):
        items = list.__iter__(one) if _has(_mro_of(type(one)), list) else tuple.__iter__(one)
        for i, value in enumerate(list(items)):
            self._edge(labelled, _INDEX, i, value)

    def _label_members(self, one, labelled):
        members = set.__iter__(one) if _has(_mro_of(type(one)), set) else frozenset.__iter__(one)
        for value in list(members):
            self._edge(labelled, _ITEM, 0, value)

    def _read_other(self, one, known):
        labelled = {}
        if known.contents:
            known.contents(one, labelled)
        self._rest(one, known, labelled)

    def _read_deque(self, one, known):
        labelled = {}
        for i, value in enumerate(list(one)):
            self._edge(labelled, _INDEX, i, value)
        self._rest(one, known, labelled)

    def _read_function(self, one, known):
        labelled, name = {}, self.blocks.name
        self._edge(labelled, _INTERNAL, name("__code__"), one.__code__)
        self._edge(labelled, _INTERNAL, name("__globals__"), one.__globals__)
        for variable, cell in zip(one.__code__.co_freevars, one.__closure__ or ()):
            self._edge(labelled, _IN_CELL, name(variable), cell)
        if one.__defaults__ is not None:
            self._edge(labelled, _INTERNAL, name("__defaults__"), one.__defaults__)
        if one.__kwdefaults__ is not None:
            self._edge(labelled, _INTERNAL, name("__kwdefaults__"), one.__kwdefaults__)
        labelled.pop(id(one.__closure__), None)
        self._rest(one, known, labelled)

    def _read_method(self, one, known):
        labelled = {}
        self._edge(labelled, _INTERNAL, self.blocks.name("__self__"), one.__self__)
        self._edge(labelled, _INTERNAL, self.blocks.name("__func__"), one.__func__)
        self._rest(one, known, labelled)

    def _read_module(self, one, known):
        labelled = {}
        self._edge(labelled, _DICT, 0, one.__dict__)
        self._rest(one, known, labelled)

    def _read_cell(self, one, known):
        labelled = {}
        for value in gc.get_referents(one):
            self._edge(labelled, _INTERNAL, self.blocks.name("cell_contents"), value)

    def _read_weak(self, one, known):
        labelled = {}
        target = one()
        if target is not None:
            self._edge(labelled, _WEAK, 0, target)
            labelled.clear()  # the collector does not see it
        self._rest(one, known, labelled)

    def _read_class(self, one, known):
        labelled = {}
        for value in gc.get_referents(one):
            if type(value) is dict:
                self._edge(labelled, _DICT, 0, value)
            elif value is _mro_of(one):
                self._edge(labelled, _INTERNAL, self.blocks.name("__mro__"), value)
            elif value is _bases_of(one):
                self._edge(labelled, _INTERNAL, self.blocks.name("__bases__"), value)
        self._rest(one, known, labelled)

    def _read_instance(self, one, known):
        """Slots by their descriptors. Values in the instance itself by the names that the class's methods give to attributes: asking for
        __dict__ would make one. Names that were found are tried first the next time."""
        if known.contents:
            return self._read_derived(one, known)
        referents = gc.get_referents(one)
        left = list(map(id, referents))  # without a label so far
        for name, descriptor in known.slots:
            try:
                self._attribute(_SLOT, name, descriptor.__get__(one), left)
            except AttributeError:
                pass  # empty
        if _INLINE and known.likely and len(left) > (known.key in left):
            self._read_inline(one, known, left)
        if _INLINE and known.tries and len(left) > (known.key in left):
            known.tries -= 1
            self._read_by_others(one, known, left)
        if len(left) == 1 and left[0] == known.key:
            self._attribute(_TYPE, 0, known.cls, left)
        elif left:
            self._unlabelled(referents, known, left)

    def _attribute(self, kind, label, value, left):
        """An edge, if the instance has it: the collector shows all that it holds."""
        key = id(value)
        if key not in left:
            return False
        left.remove(key)
        if key in self.seen or self._meet(value) is not None:
            add_to, add_kind, add_label = self.add
            add_to(key)
            add_kind(kind)
            add_label(label)
        return True

    def _read_inline(self, one, known, left):
        found, moved, place = 0, None, 0
        getattribute, attribute, key = object.__getattribute__, self._attribute, known.key
        for name, label in known.likely:
            try:
                value = getattribute(one, name)
            except AttributeError:
                place += 1
                continue
            if attribute(_ATTRIBUTE, label, value, left):
                if place != found:
                    moved = (moved or []) + [(name, label)]
                found += 1
                if not left or (len(left) == 1 and left[0] == key):
                    break
            place += 1
        if moved:
            known.likely = moved + [pair for pair in known.likely if pair not in moved]

    def _read_by_others(self, one, known, left):
        """Attributes that the class's methods do not name: other code of its module may. What is found is asked for in the next ones first."""
        getattribute, taken = object.__getattribute__, set()
        module = None
        for base in _mro_of(known.cls):
            members = list(_members_of(base).items())
            taken.update([key for key, _ in members if type(key) is str])
            if base is known.cls:
                module = [value for key, value in members if type(key) is str and key == "__module__"]
        for name in self._names_in(module[0]) if module and type(module[0]) is str else ():
            if name in taken:  # asking for it might run something
                continue
            try:
                value = getattribute(one, name)
            except AttributeError:
                continue
            label = self.blocks.name(name)
            if self._attribute(_ATTRIBUTE, label, value, left):
                known.likely = list(known.likely) + [(name, label)]
                if not left or (len(left) == 1 and left[0] == known.key):
                    break

    def _names_in(self, module):
        """What the code of a module names: its functions, those of its classes, and what of it runs now."""
        found = self.named.get(module)
        if found is None:
            there, names = sys.modules.get(module), set()
            space = there.__dict__ if type(there) is types.ModuleType else {}
            for value in list(space.values()):
                members = list(_members_of(value).values()) if type(value) is type else [value]
                names.update(*[one.__code__.co_names for one in members if type(one) is types.FunctionType])
            for top in list(sys._current_frames().values()):
                while top is not None:
                    if top.f_globals is space:
                        names.update(top.f_code.co_names)
                    top = top.f_back
            found = self.named[module] = sorted(names)[:_NAMES_TRIED]
        return found

    def _unlabelled(self, referents, known, left):
        a_dict = False
        for value in referents:
            if not left:
                break
            if value is known.cls:
                self._attribute(_TYPE, 0, value, left)
            elif type(value) is dict and not a_dict:
                a_dict = self._attribute(_DICT, 0, value, left)
            else:
                self._attribute(_OTHER, 0, value, left)

    def _read_derived(self, one, known):
        """An instance of a class that is derived from a container."""
        labelled = {}
        known.contents(one, labelled)
        left = [id(value) for value in gc.get_referents(one)]
        for name, descriptor in known.slots:
            try:
                self._edge(labelled, _SLOT, name, descriptor.__get__(one))
            except AttributeError:
                pass  # empty
        left = [key for key in left if key not in labelled and key != known.key]
        if _INLINE and left:
            for name, label in known.likely:
                try:
                    value = object.__getattribute__(one, name)
                except AttributeError:
                    continue
                if id(value) in left:
                    left.remove(id(value))
                    self._edge(labelled, _ATTRIBUTE, label, value)
        for value in gc.get_referents(one) if left else ():
            if type(value) is dict and id(value) in left:
                self._edge(labelled, _DICT, 0, value)
                break
        self._rest(one, known, labelled)


# ---- The agent --------------------------------------------------------------------------------------------------------------------


def _session_of(program):
    """A session's name of a program's, which may have what no session's has."""
    name = "".join([one if one.isalnum() and one < "\x7f" or one in "_.-" else "-" for one in program])[:40]
    return "%s-%d" % (name if name[:1] == "_" or name[:1].isalnum() else "python" + name, os.getpid())


class Agent:
    """Snapshots of this process for one session of a heapd. Made by start()."""

    def __init__(self, url="http://127.0.0.1:4327", session=None, every=60.0, nframe=10, token=None, waiting=4, values=False,
                 at_exit=True, verbose=False, python=None, timeout=30, retry=(1.0, 300.0), source=None, tells=False, linger=5.0, graph_linger=30.0):
        if every and not 0 < every <= threading.TIMEOUT_MAX:
            raise ValueError("not a number of seconds between two snapshots: %r" % every)
        self.heapd = Heapd(url, token or os.environ.get("HEAPD_TOKEN"), timeout)
        self.session = session or _session_of(os.path.splitext(os.path.basename(sys.argv[0]))[0])
        self.every, self.nframe, self.values, self.at_exit, self.verbose = every, nframe, values, at_exit, verbose
        self.linger = linger  # the seconds that the program's end waits at most
        self.waiting, self.retry, self.python = max(1, waiting), retry, python or "%d.%d" % sys.version_info[:2]
        self.source = source or "agent %s:%d, CPython %s" % (socket.gethostname(), os.getpid(), sys.version.split()[0])
        self.queue = collections.deque()
        self.requests = collections.deque()  # (label, with the graph) that were asked for
        self.figures = {"taken": 0, "sent": 0, "dropped": 0, "refused": 0, "untaken": 0, "failures": 0, "objects": 0, "seconds_taking": 0.0,
                        "seconds_packing": 0.0, "seconds_sending": 0.0, "bytes_sent": 0, "tracemalloc_bytes": 0, "last_error": None}
        self.began = time.time()
        self.pid = os.getpid()
        self.stopping = self.ended = False
        self.known_session = False
        self.tells = tells  # on standard error, when heapd is not reached for the first time, and at the end what was lost
        self.trouble = None  # the last failure in words, until something is sent again
        self.told = False
        self.asked_to_wait = 0.0
        self.graph_linger = graph_linger  # the same while a graph that was asked for is not sent yet
        self.until = None  # when stop() gives up
        self.answered = False  # the last request, though not as it should
        self.lock = threading.Lock()
        self.reader, self.writer = socket.socketpair()
        self.reader.setblocking(False)
        self.writer.setblocking(False)
        self.thread = threading.Thread(target=self._take_all, name="heapd-agent", daemon=True)
        self.sender = threading.Thread(target=self._send_all, name="heapd-agent-sender", daemon=True)
        self.filled = threading.Condition(self.lock)
        self.sending = None  # the report that is on its way: it may not be thrown away
        self.taking = self.taking_graph = False
        self.started_tracing = False
        self.gate = _thread.allocate_lock()  # which its threads wait at until tracing has begun: what they are made of is not traced
        self.gate.acquire()
        self.parsed = ()

    # -- what the program calls: none of these waits --

    def start(self):
        self.parsed = _parsed()
        _warm_up()
        self.thread.start()
        self.sender.start()
        try:
            if not tracemalloc.is_tracing():
                tracemalloc.start(self.nframe)
                self.started_tracing = True
        except ValueError:
            self.stopping = True
            raise
        finally:
            self.gate.release()
        return self

    def snapshot(self, label=None):
        """Asks for a snapshot now."""
        self._ask(label, False)

    def graph(self, label=None):
        """Asks for a snapshot with the object graph now."""
        self._ask(label, True)

    def cost(self):
        """What the agent has cost so far: seconds, bytes, how much memory tracemalloc itself takes."""
        if tracemalloc.is_tracing():  # at the end it is off again: then what it took last
            self.figures["tracemalloc_bytes"] = tracemalloc.get_tracemalloc_memory()
        figures = dict(self.figures)
        figures["waiting"] = len(self.queue)
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

    def _has_graphs(self):
        """One that was asked for is not there yet, or waits to be sent."""
        return self.taking_graph or any([graph for _, graph in list(self.requests)]) or any([report.graph for report in list(self.queue)])

    def stop(self, timeout=None):
        """One last snapshot (if at_exit), sent if heapd is quick (None: in `linger` seconds); then the end. An object graph that was asked for
        takes longer, and is worth more: it is waited for, `graph_linger` seconds at most."""
        if self.ended or os.getpid() != self.pid:
            return
        timeout = self.linger if timeout is None else timeout
        if self.at_exit:
            self.requests.append(("exit", False))
        self.until = time.time() + (max(timeout, self.graph_linger) if self._has_graphs() else timeout)
        self.stopping = True
        self._wake()
        self.thread.join(max(0.0, self.until - time.time()))
        with self.filled:
            self.filled.notify()
        self.sender.join(max(0.0, self.until - time.time()))
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

        try:
            signal.signal(number, ask)
        except OSError:
            raise ValueError("no program is asked about signal %d" % number)

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
        with self.gate:
            pass
        next_time = time.time() + self.every if self.every else None
        while True:
            now = time.time()
            if self.requests or (next_time is not None and now >= next_time and not self.stopping):
                self.taking = True
                self.taking_graph = bool(self.requests) and self.requests[0][1]
                label, graph = self.requests.popleft() if self.requests else (None, False)
                if next_time is not None and now >= next_time:
                    next_time = now + self.every
                self._guard(self._take, label, graph)
                self.taking_graph = False
            elif self.stopping:
                break
            else:
                self.taking = False
                self._sleep(None if next_time is None else min(max(0.0, next_time - now), LONGEST_WAIT))
        self.taking = False

    def _sleep(self, seconds):
        try:
            if select.select([self.reader], [], [], seconds)[0]:
                self.reader.recv(4096)
        except (OSError, ValueError):
            time.sleep(0.1)

    # -- the thread that sends them --

    def _send_all(self):
        with self.gate:
            pass
        patience = self.retry[0]
        while True:
            with self.filled:
                while not self.queue and not (self.stopping and not self.thread.is_alive()):
                    self.filled.wait(0.2 if self.stopping else None)
                if not self.queue:
                    break
                self.sending = self.queue[0]
            self.asked_to_wait, self.answered = 0.0, False
            sent = self._guard(self._send)
            self.sending = None
            if sent:
                patience = self.retry[0]
            elif self.stopping:
                # One who answers is asked again, if there is time: what is given up here is lost.
                wait = max(self.retry[0], self.asked_to_wait)
                if not self.answered or not self.until or time.time() + wait > self.until:
                    break
                time.sleep(wait)
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
        now = time.time()
        taken_at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + ".%06dZ" % (now % 1 * 1000000)
        query = {"source": self.source, "taken_at": taken_at}
        if label:
            query["label"] = label
        report = _alone(self._pack_graph if graph else self._pack_traces, label, query)
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

    def _pack_traces(self, label, query):
        began = _clock()
        if not tracemalloc.is_tracing():
            raise RuntimeError("the program has stopped tracemalloc")
        query["peak"] = str(tracemalloc.get_traced_memory()[1])
        snapshot = tracemalloc.take_snapshot()
        taken = _clock()
        snapshot.traces._traces = _Cleaner().traces(snapshot.traces._traces)
        report = Report(label, query)
        # The pickle goes out in pieces through Python, so that the program's threads get their turn in between.
        with _Packed(report.file) as packed:
            pickle.dump(snapshot, packed, 4)
        self.figures["seconds_taking"] += taken - began
        self.figures["seconds_packing"] += _clock() - taken
        return report

    def _pack_graph(self, label, query):
        """Traces (if there are any) and objects, as lines of JSON."""
        began = _clock()
        report = Report(label, query, True)
        with _Packed(report.file) as packed:
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
            walk = _Walk(self, lines)
            try:
                self.figures["objects"] += walk.run()
            finally:
                walk.end()
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
            self.asked_to_wait, self.answered = later.seconds, True
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


def _without_lines(code):
    """The same code without the table of its lines: looking one up takes longer the further down a function is, and tracemalloc does so
    for each frame of each block. All of this is left out anyway."""
    constants = tuple([_without_lines(one) if type(one) is types.CodeType else one for one in code.co_consts])
    if hasattr(code, "co_linetable"):
        return code.replace(co_consts=constants, co_linetable=b"")
    return code.replace(co_consts=constants, co_lnotab=b"")


def _forget_lines(*owners):
    if not hasattr(types.CodeType, "replace"):  # before 3.8
        return
    for owner in owners:
        for value in list(owner.__dict__.values()) if isinstance(owner, type) else (owner,):
            function = value.__func__ if type(value) is staticmethod else value
            if type(function) is types.FunctionType:
                function.__code__ = _without_lines(function.__code__)


def _alone(do, *arguments):
    """Does it on a thread that has no frames but its own."""
    done, result, errors = _thread.allocate_lock(), [], []

    def run():
        try:
            result.append(do(*arguments))
        except BaseException as error:
            errors.append(error)
        done.release()

    done.acquire()
    try:
        _thread.start_new_thread(run, ())
    except RuntimeError:  # the interpreter ends, or there are too many
        run()
    done.acquire()
    if errors:
        raise errors.pop()
    return result.pop()


_forget_lines(_Cleaner, _Packed, _Lines, _Blocks, _Walk, _write_sites, _numbers_of, Agent._pack_traces, Agent._pack_graph)


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


def _given(name):
    """Whether this interpreter gives this name to a script."""
    return __name__ == "__main__" and name in globals()


def _new_main():
    """An empty __main__, as the interpreter has it before a program: what the program makes is there until the very end."""
    module = types.ModuleType("__main__")
    module.__builtins__ = builtins
    if _given("__annotations__"):
        module.__annotations__ = {}
    sys.modules["__main__"] = module
    return module


def _has_safe_path():
    return bool(sys.flags.isolated or getattr(sys.flags, "safe_path", False))


def _run_script(path, folder, source, arguments):
    """As `python path arguments` would."""
    sys.argv = list(arguments)
    if not _has_safe_path():
        sys.path[0] = folder
    code = compile(source, path, "exec")
    module = _new_main()
    module.__file__ = path
    if _given("__cached__"):
        module.__cached__ = None
    if _given("__loader__"):
        module.__loader__ = type(__loader__)("__main__", path)
    _run(code, module.__dict__)


def _run_module(arguments):
    """As `python -m` would."""
    import runpy
    sys.argv = list(arguments)
    _called_module.append(arguments[0])
    if not _has_safe_path():
        sys.path[0] = os.getcwd() if sys.version_info >= (3, 7) else ""
    _new_main()
    try:
        runpy._run_module_as_main(arguments[0])
    except SystemExit as error:
        trace, code = error.__traceback__, error.code
        while trace.tb_next:
            trace = trace.tb_next
        told = sys.executable + ": "
        if trace.tb_frame.f_globals.get("__name__") != "runpy" or type(code) is not str or not code.startswith(told):
            raise  # the program's own
        _say(code[len(told):])
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
    parser.add_argument("--graph-linger", type=float, default=30.0, metavar="SECONDS",
                        help="the same where an object graph was asked for and is not sent yet (30)")
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
    if options.module:  # all of this before anything is traced: it is not the program's
        import runpy  # noqa: F401
        name, run = options.module[0], (_run_module, options.module)
    else:
        path = options.program[0]
        name = os.path.splitext(os.path.basename(path))[0]
        try:
            with open(path, "rb") as file:
                source = file.read()
        except OSError as error:
            _fail("can't open file %r: [Errno %s] %s" % (_absolute(path), error.errno, error.strerror))
        run = (_run_script, _absolute(path), os.path.dirname(os.path.realpath(path)), source, options.program)
    try:
        agent = start(options.url, options.session or _session_of(name), options.every, options.signal, options.graph_signal, nframe=options.nframe,
                      token=options.token, waiting=options.waiting, values=options.values, at_exit=not options.no_exit_snapshot,
                      verbose=options.verbose, tells=True, linger=options.linger, graph_linger=options.graph_linger)
    except (ValueError, OSError) as error:
        _fail(error)
    if not agent.started_tracing:  # PYTHONTRACEMALLOC, -X tracemalloc: what there is by now is not the program's
        tracemalloc.clear_traces()
    # The program may import this file too: it is the same agent.
    sys.modules.setdefault("heapd_agent", sys.modules[__name__])
    atexit.register(_end, agent)
    try:
        run[0](*run[1:])
    except (Exception, KeyboardInterrupt):
        _show_without_own()
        raise


def _show_without_own():
    """What ends the program is shown as `python program` shows it: without what lies below the program."""
    show = sys.excepthook

    def excepthook(kind, value, trace):
        while trace is not None and trace.tb_frame.f_code.co_filename == HERE:
            trace = trace.tb_next
        value.__traceback__ = trace
        show(kind, value, trace)

    sys.excepthook = excepthook


def _end(agent):
    """When the program's threads have ended too: while they run, snapshots are taken."""
    agent.stop()
    agent.tell_end()
    if agent.verbose and os.getpid() == agent.pid:
        _say("cost: %s" % json.dumps(agent.cost(), sort_keys=True))


if __name__ == "__main__":
    main()
