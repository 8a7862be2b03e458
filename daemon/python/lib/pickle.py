"""Objects as bytes and back, by the protocols 0 to 5. There are no files: dump() and load() take what io has."""

import sys as _sys
from _codecs import escape_decode as _escape_decode
from copyreg import _extensions as _extension_registry, _names as _inverted_registry, dispatch_table as _dispatch_table
from types import FunctionType as _FunctionType
import _struct_numbers as _numbers

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler", "dump", "dumps", "load", "loads", "PickleBuffer",
           "HIGHEST_PROTOCOL", "DEFAULT_PROTOCOL"]
format_version = "4.0"
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 5 if _sys.version_info >= (3, 14) else 4
_FRAME = 64 * 1024


class PickleError(Exception):
    pass


class PicklingError(PickleError):
    pass


class UnpicklingError(PickleError):
    pass


for _one in (PickleError, PicklingError, UnpicklingError):
    _one.__module__ = "_pickle"


class PickleBuffer:
    def __init__(self, buffer):
        self._view = memoryview(buffer)

    def raw(self):
        return self._view

    def release(self):
        self._view.release()


_OLD_NAMES = {("builtins", "range"): ("__builtin__", "xrange"), ("functools", "reduce"): ("__builtin__", "reduce"), ("_functools", "reduce"): ("__builtin__", "reduce"), ("sys", "intern"): ("__builtin__", "intern"),
              ("builtins", "chr"): ("__builtin__", "unichr"), ("builtins", "str"): ("__builtin__", "unicode"), ("builtins", "int"): ("__builtin__", "long"),
              ("builtins", "zip"): ("itertools", "izip"), ("builtins", "map"): ("itertools", "imap"), ("builtins", "filter"): ("itertools", "ifilter")}
for _one in list(vars(__import__("builtins")).values()): # exceptions that Python 2 had
    if isinstance(_one, type) and issubclass(_one, BaseException) and not issubclass(_one, OSError) and _one.__name__ not in (
            "BaseExceptionGroup", "ExceptionGroup", "ModuleNotFoundError", "RecursionError", "ResourceWarning", "StopAsyncIteration", "EncodingWarning", "PythonFinalizationError"):
        _OLD_NAMES["builtins", _one.__name__] = "exceptions", _one.__name__
_OLD_NAMES["builtins", "OSError"] = "exceptions", "OSError"
_OLD_MODULES = {"builtins": "__builtin__", "copyreg": "copy_reg", "queue": "Queue"}
_NEW_NAMES = {old: new for new, old in _OLD_NAMES.items()}
_NEW_MODULES = {old: new for new, old in _OLD_MODULES.items()}


def _attribute(obj, dotted, name_of=None):
    parent = None
    for part in dotted.split("."):
        if part == "<locals>":
            raise AttributeError(f"Can't get local attribute {dotted!r} on {obj!r}")
        try:
            parent, obj = obj, getattr(obj, part)
        except AttributeError:
            raise AttributeError(f"Can't get attribute {dotted!r} on {obj!r}") from None
    return obj, parent


def _module_of(obj, name):
    module = getattr(obj, "__module__", None)
    if module is not None:
        return module
    for module_name, module in list(_sys.modules.items()):
        if module_name not in ("__main__", "__mp_main__") and module is not None:
            try:
                if _attribute(module, name)[0] is obj:
                    return module_name
            except AttributeError:
                pass
    return "__main__"


def encode_long(x):
    if x == 0:
        return b""
    n = (x.bit_length() >> 3) + 1
    data = x.to_bytes(n, "little", signed=True)
    if x < 0 and n > 1 and data[-1] == 0xFF and data[-2] & 0x80:
        data = data[:-1]
    return data


def decode_long(data):
    return int.from_bytes(data, "little", signed=True)


class _Sink:
    def __init__(self):
        self.parts = []
        self.write = self.parts.append

    def close(self):
        pass


class _Pickler:
    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        protocol = DEFAULT_PROTOCOL if protocol is None else HIGHEST_PROTOCOL if protocol < 0 else protocol
        if not 0 <= protocol <= HIGHEST_PROTOCOL:
            raise ValueError("pickle protocol must be <= %d" % HIGHEST_PROTOCOL)
        if buffer_callback is not None and protocol < 5:
            raise ValueError("buffer_callback needs protocol >= 5")
        self._buffer_callback = buffer_callback
        try:
            self._write_out = file.write
        except AttributeError:
            raise TypeError("file must have a 'write' attribute") from None
        self.memo = {}
        self.proto = int(protocol)
        self.bin = protocol >= 1
        self.fast = 0
        self.fix_imports = fix_imports and protocol < 3
        self._frame = None

    def clear_memo(self):
        self.memo.clear()

    def dump(self, obj):
        if not hasattr(self, "_write_out"):
            raise PicklingError("Pickler.__init__() was not called by %s.__init__()" % (self.__class__.__name__,))
        if self.proto >= 2:
            self._write_out(b"\x80" + bytes([self.proto]))
        if self.proto >= 4:
            self._frame = bytearray()
        self.save(obj)
        self.write(b".")
        if self._frame is not None:
            self._commit(True)
            self._frame = None

    def _commit(self, force=False):
        frame = self._frame
        if len(frame) >= _FRAME or force:
            if len(frame) >= 4:
                self._write_out(b"\x95" + len(frame).to_bytes(8, "little"))
            self._write_out(bytes(frame))
            self._frame = bytearray()

    def write(self, data):
        if self._frame is not None:
            self._frame += data
        else:
            self._write_out(data)

    def _write_large(self, header, payload):
        if self._frame is not None and len(payload) >= _FRAME:
            if self._frame:
                self._commit(True)
            self._write_out(header)
            self._write_out(payload)
        else:
            self.write(header + payload)

    def memoize(self, obj):
        if self.fast:
            return
        at = len(self.memo)
        self.memo[id(obj)] = at, obj
        if self.proto >= 4:
            self.write(b"\x94")
        elif self.bin:
            self.write(b"q" + bytes([at]) if at < 256 else b"r" + at.to_bytes(4, "little"))
        else:
            self.write(b"p%d\n" % at)

    def _get(self, at):
        if self.bin:
            self.write(b"h" + bytes([at]) if at < 256 else b"j" + at.to_bytes(4, "little"))
        else:
            self.write(b"g%d\n" % at)

    def persistent_id(self, obj):
        return None

    def save(self, obj, save_persistent_id=True):
        if self._frame is not None:
            self._commit()
        if save_persistent_id:
            pid = self.persistent_id(obj)
            if pid is not None:
                if self.bin:
                    self.save(pid, False)
                    self.write(b"Q")
                else:
                    self.write(b"P" + str(pid).encode("ascii") + b"\n")
                return
        kind = type(obj)
        known = self._atoms.get(kind)
        if known:
            known(self, obj)
            return
        at = self.memo.get(id(obj))
        if at is not None:
            self._get(at[0])
            return
        own = getattr(self, "reducer_override", None)
        made = own(obj) if own is not None else NotImplemented
        if made is NotImplemented:
            known = self._containers.get(kind)
            if known is not None:
                known(self, obj)
                return
            table = getattr(self, "dispatch_table", _dispatch_table)
            if type(table) is dict:
                reduce = table.get(kind)
            else:
                try:
                    reduce = table[kind]
                except KeyError:
                    reduce = None
            if reduce is not None:
                made = reduce(obj)
            elif issubclass(kind, type):
                self._save_type(obj)
                return
            else:
                reduce = getattr(obj, "__reduce_ex__", None)
                if reduce is not None:
                    made = reduce(self.proto)
                else:
                    reduce = getattr(obj, "__reduce__", None)
                    if reduce is None:
                        raise PicklingError("Can't pickle %r object: %r" % (kind.__name__, obj))
                    made = reduce()
        if isinstance(made, str):
            self._save_global(obj, made)
            return
        if not isinstance(made, tuple):
            raise PicklingError("__reduce__ must return a string or tuple")
        if not 2 <= len(made) <= 6:
            raise PicklingError("tuple returned by __reduce__ must contain 2 through 6 elements")
        self._save_reduce(obj, *made)

    def _save_reduce(self, obj, func, args, state=None, items=None, pairs=None, setter=None):
        if not isinstance(args, tuple):
            raise PicklingError("second item of the tuple returned by __reduce__ must be a tuple")
        if not callable(func):
            raise PicklingError("first item of the tuple returned by __reduce__ must be callable")
        name = getattr(func, "__name__", "")
        if self.proto >= 2 and name == "__newobj_ex__":
            cls, args, kwargs = args
            if self.proto >= 4:
                self.save(cls)
                self.save(args)
                self.save(kwargs)
                self.write(b"\x92")
            else:
                from functools import partial

                self.save(partial(cls.__new__, cls, *args, **kwargs))
                self.save(())
                self.write(b"R")
        elif self.proto >= 2 and name == "__newobj__":
            cls = args[0]
            if not hasattr(cls, "__new__"):
                raise PicklingError("args[0] from __newobj__ args has no __new__")
            if obj is not None and cls is not obj.__class__:
                raise PicklingError("args[0] from __newobj__ args has the wrong class")
            self.save(cls)
            self.save(args[1:])
            self.write(b"\x81")
        else:
            self.save(func)
            self.save(args)
            self.write(b"R")
        if obj is not None:
            if id(obj) in self.memo: # it refers to itself by what it is made of
                self.write(b"0")
                self._get(self.memo[id(obj)][0])
                return
            self.memoize(obj)
        if items is not None:
            self._append_all(items)
        if pairs is not None:
            self._set_all(pairs)
        if state is not None:
            if setter is None:
                self.save(state)
                self.write(b"b")
            else:
                self.save(setter)
                self.save(obj)
                self.save(state)
                self.write(b"\x86R0")

    # ---- atoms

    def _save_none(self, obj):
        self.write(b"N")

    def _save_bool(self, obj):
        self.write((b"\x88" if obj else b"\x89") if self.proto >= 2 else b"I01\n" if obj else b"I00\n")

    def _save_int(self, obj):
        if self.bin and -0x80000000 <= obj <= 0x7FFFFFFF:
            if 0 <= obj < 0x100:
                self.write(b"K" + bytes([obj]))
            elif 0 <= obj < 0x10000:
                self.write(b"M" + obj.to_bytes(2, "little"))
            else:
                self.write(b"J" + obj.to_bytes(4, "little", signed=True))
        elif self.proto >= 2:
            data = encode_long(obj)
            self.write((b"\x8a" + bytes([len(data)]) if len(data) < 256 else b"\x8b" + len(data).to_bytes(4, "little")) + data)
        elif -0x80000000 <= obj <= 0x7FFFFFFF:
            self.write(b"I" + repr(obj).encode("ascii") + b"\n")
        else:
            self.write(b"L" + repr(obj).encode("ascii") + b"L\n")

    def _save_float(self, obj):
        self.write(b"G" + _numbers.pack(obj, 8, False) if self.bin else b"F" + repr(obj).encode("ascii") + b"\n")

    _atoms = {type(None): _save_none, bool: _save_bool, int: _save_int, float: _save_float}

    # ---- what is remembered

    def _save_bytes(self, obj):
        if self.proto < 3:
            if not obj:
                self._save_reduce(obj, bytes, ())
            else:
                from _codecs import encode

                self._save_reduce(obj, encode, (str(obj, "latin1"), "latin1"))
            return
        n = len(obj)
        if n < 256:
            self.write(b"C" + bytes([n]) + obj)
        elif n > 0xFFFFFFFF and self.proto >= 4:
            self._write_large(b"\x8e" + n.to_bytes(8, "little"), obj)
        else:
            self._write_large(b"B" + n.to_bytes(4, "little"), obj)
        self.memoize(obj)

    def _save_bytearray(self, obj):
        if self.proto < 5:
            self._save_reduce(obj, bytearray, (bytes(obj),) if obj else ())
            return
        self._write_large(b"\x96" + len(obj).to_bytes(8, "little"), bytes(obj))
        self.memoize(obj)

    def _save_str(self, obj):
        if self.bin:
            data = obj.encode("utf-8", "surrogatepass")
            n = len(data)
            if n < 256 and self.proto >= 4:
                self.write(b"\x8c" + bytes([n]) + data)
            else:
                self._write_large(b"X" + n.to_bytes(4, "little"), data)
        else:
            text = obj
            for c, escape in (("\\", "\\u005c"), ("\0", "\\u0000"), ("\n", "\\u000a"), ("\r", "\\u000d"), ("\x1a", "\\u001a")):
                text = text.replace(c, escape)
            self.write(b"V" + text.encode("raw-unicode-escape") + b"\n")
        self.memoize(obj)

    def _save_tuple(self, obj):
        if not obj:
            self.write(b")" if self.bin else b"(t")
            return
        n = len(obj)
        if n <= 3 and self.proto >= 2:
            for element in obj:
                self.save(element)
            if id(obj) in self.memo:
                self.write(b"0" * n)
                self._get(self.memo[id(obj)][0])
            else:
                self.write((b"\x85", b"\x86", b"\x87")[n - 1])
                self.memoize(obj)
            return
        self.write(b"(")
        for element in obj:
            self.save(element)
        if id(obj) in self.memo:
            self.write(b"1" if self.bin else b"0" * (n + 1))
            self._get(self.memo[id(obj)][0])
            return
        self.write(b"t")
        self.memoize(obj)

    def _save_list(self, obj):
        self.write(b"]" if self.bin else b"(l")
        self.memoize(obj)
        self._append_all(obj)

    def _batches(self, items, one, many, save):
        """SETITEM(S), APPEND(S): a thousand at a time."""
        items = iter(items)
        while True:
            batch = []
            for item in items:
                batch.append(item)
                if len(batch) == 1000:
                    break
            if not self.bin:
                for item in batch:
                    save(item)
                    self.write(one)
            elif len(batch) > 1:
                self.write(b"(")
                for item in batch:
                    save(item)
                self.write(many)
            elif batch:
                save(batch[0])
                self.write(one)
            if len(batch) < 1000:
                return

    def _append_all(self, items):
        self._batches(items, b"a", b"e", self.save)

    def _save_pair(self, pair):
        self.save(pair[0])
        self.save(pair[1])

    def _set_all(self, pairs):
        self._batches(pairs, b"s", b"u", self._save_pair)

    def _save_dict(self, obj):
        self.write(b"}" if self.bin else b"(d")
        self.memoize(obj)
        self._set_all(obj.items())

    def _save_set(self, obj):
        if self.proto < 4:
            self._save_reduce(obj, set, (list(obj),))
            return
        self.write(b"\x8f")
        self.memoize(obj)
        items = list(obj)
        for i in range(0, len(items), 1000):
            self.write(b"(")
            for item in items[i:i + 1000]:
                self.save(item)
            self.write(b"\x90")

    def _save_frozenset(self, obj):
        if self.proto < 4:
            self._save_reduce(obj, frozenset, (list(obj),))
            return
        self.write(b"(")
        for item in obj:
            self.save(item)
        if id(obj) in self.memo:
            self.write(b"1")
            self._get(self.memo[id(obj)][0])
            return
        self.write(b"\x91")
        self.memoize(obj)

    def _save_type(self, obj):
        for value in (None, NotImplemented, ...):
            if obj is type(value):
                self._save_reduce(obj, type, (value,))
                return
        self._save_global(obj)

    def _save_buffer(self, obj):
        if self.proto < 5:
            raise PicklingError("PickleBuffer can only be pickled with protocol >= 5")
        self._save_bytes(bytes(obj.raw()))

    def _save_builtin(self, obj):
        owner = obj.__self__
        if owner is None or isinstance(owner, type(_sys)):
            self._save_global(obj)
        else:
            self._save_reduce(obj, getattr, (owner, obj.__name__))

    def _save_method(self, obj):
        self._save_reduce(obj, getattr, (obj.__self__, obj.__func__.__name__))

    def _save_singleton(self, obj):
        self._save_global(obj, "Ellipsis" if obj is ... else "NotImplemented")

    def _save_global(self, obj, name=None):
        name = name or getattr(obj, "__qualname__", None) or obj.__name__
        module_name = _module_of(obj, name)
        try:
            __import__(module_name)
            found, parent = _attribute(_sys.modules[module_name], name)
        except (ImportError, KeyError, AttributeError) as e:
            if "<locals>" in name:
                raise AttributeError(f"Can't pickle local object {name!r}" if _sys.version_info < (3, 13) else f"Can't get local object {name!r}") from None
            raise PicklingError(f"Can't pickle {obj!r}: " + (f"import of module {module_name!r} failed" if isinstance(e, ImportError)
                                else f"attribute lookup {name} on {module_name} failed")) from None
        if found is not obj:
            raise PicklingError(f"Can't pickle {obj!r}: it's not the same object as {module_name}.{name}")
        if self.proto >= 2:
            code = _extension_registry.get((module_name, name))
            if code:
                self.write(b"\x82" + bytes([code]) if code <= 0xFF else b"\x83" + code.to_bytes(2, "little") if code <= 0xFFFF else b"\x84" + code.to_bytes(4, "little"))
                return
        if self.proto >= 4:
            self.save(module_name)
            self.save(name)
            self.write(b"\x93")
        elif "." in name:
            self._save_reduce(obj, getattr, (parent, name.rpartition(".")[2]))
            return
        else:
            if self.fix_imports:
                module_name, name = _OLD_NAMES.get((module_name, name), (_OLD_MODULES.get(module_name, module_name), name))
            self.write(b"c" + module_name.encode("utf-8") + b"\n" + name.encode("utf-8") + b"\n")
        self.memoize(obj)

    _containers = {bytes: _save_bytes, bytearray: _save_bytearray, str: _save_str, tuple: _save_tuple, list: _save_list, dict: _save_dict, set: _save_set,
                   frozenset: _save_frozenset, _FunctionType: _save_global, type: _save_type, PickleBuffer: _save_buffer, type(len): _save_builtin, type(_Sink().close): _save_method, type(...): _save_singleton,
                   type(NotImplemented): _save_singleton}


class _Unpickler:
    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
        self._read_from = file
        self.encoding, self.errors, self.fix_imports = encoding, errors, fix_imports
        self._buffers = iter(buffers) if buffers is not None else None
        self.memo = {}

    def persistent_load(self, pid):
        raise UnpicklingError("unsupported persistent id encountered")

    def find_class(self, module, name):
        if self.proto < 3 and self.fix_imports:
            module, name = _NEW_NAMES.get((module, name), (_NEW_MODULES.get(module, module), name))
        __import__(module)
        if self.proto >= 4 or "." not in name:
            return _attribute(_sys.modules[module], name)[0]
        return getattr(_sys.modules[module], name)

    def _read(self, n):
        data = self._read_from.read(n)
        if len(data) < n:
            raise UnpicklingError("pickle data was truncated")
        return data

    def _line(self):
        data = self._read_from.readline()
        if data[-1:] != b"\n":
            raise EOFError("Ran out of input") if not data else UnpicklingError("pickle data was truncated")
        return data[:-1]

    def _number(self, n, signed=False):
        return int.from_bytes(self._read(n), "little", signed=signed)

    def load(self):
        self.stack, self._marks, self.proto = [], [], 0
        while True:
            code = self._read_from.read(1)
            if not code:
                raise EOFError("Ran out of input")
            code = code[0]
            if code == 46: # '.'
                if not self.stack:
                    raise self._underflow()
                return self.stack.pop()
            step = _steps.get(code)
            if step is None:
                raise UnpicklingError(f"invalid load key, '{chr(code) if 32 <= code < 127 and code != 39 else chr(92) + 'x%02x' % code}'.")
            try:
                step(self)
            except IndexError:
                raise self._underflow() from None

    def _underflow(self):
        return UnpicklingError("unexpected MARK found" if self._marks else "unpickling stack underflow")

    def _mark(self):
        if not self._marks:
            raise UnpicklingError("could not find MARK")
        items, self.stack = self.stack, self._marks.pop()
        return items

    def _build(self):
        state = self.stack.pop()
        obj = self.stack[-1]
        setter = getattr(obj, "__setstate__", None)
        if setter is not None:
            setter(state)
            return
        slots = None
        if isinstance(state, tuple) and len(state) == 2:
            state, slots = state
        if state:
            space = obj.__dict__
            for key, value in state.items():
                space[_sys.intern(key) if type(key) is str else key] = value
        if slots:
            for key, value in slots.items():
                setattr(obj, key, value)

    def _instance(self, cls, args):
        self.stack.append(cls(*args) if args or not isinstance(cls, type) or hasattr(cls, "__getinitargs__") else cls.__new__(cls))

    def _extension(self, code):
        key = _inverted_registry.get(code)
        if not key:
            raise ValueError("unregistered extension code %d" % code if code > 0 else "EXT specifies code <= 0")
        self.stack.append(self.find_class(*key))

    def _text(self, data):
        return data if self.encoding == "bytes" else data.decode(self.encoding, self.errors)

    def _old_string(self):
        data = self._line()
        if len(data) < 2 or data[0] != data[-1] or data[:1] not in (b"'", b'"'):
            raise UnpicklingError("the STRING opcode argument must be quoted")
        self.stack.append(self._text(_escape_decode(data[1:-1])[0]))

    def _frame(self):
        """A frame is read as a whole, so that one that is cut short is known before anything of it is done."""
        n = self._number(8)
        if n > _sys.maxsize:
            raise OverflowError(f"FRAME length exceeds system's maximum of {_sys.maxsize} bytes")
        if n > _sys.maxsize - 64:
            raise UnpicklingError("read would overflow (invalid bytecode)")
        if not isinstance(self._read_from, _Source):
            self._read_from = _Source(b"", self._read_from)
        self._read_from.need(n)

    def _find(self, at):
        try:
            self.stack.append(self.memo[at])
        except KeyError:
            raise UnpicklingError(f"Memo value not found at index {at}") from None

    def _tuple(self, n):
        if len(self.stack) < n:
            raise self._underflow()
        self.stack[-n:] = [tuple(self.stack[-n:])]

    def _append(self, items):
        last = self.stack[-1]
        if type(last) is list:
            if len(items) == 1:
                last.append(items[0])
            else:
                last[len(last):] = items  # makes room as C does
            return
        extend = getattr(last, "extend", None)
        if extend is not None:
            extend(items)
        else:
            for item in items:
                last.append(item)

    def _set_items(self):
        items = self._mark()
        for i in range(0, len(items), 2):
            self.stack[-1][items[i]] = items[i + 1]

    def _protocol(self):
        self.proto = self._read(1)[0]
        if self.proto > HIGHEST_PROTOCOL:
            raise ValueError("unsupported pickle protocol: %d" % self.proto)

    def _reduce(self):
        args = self.stack.pop()
        self.stack[-1] = self.stack[-1](*args)

    def _new(self):
        args = self.stack.pop()
        cls = self.stack.pop()
        if not isinstance(cls, type):
            raise UnpicklingError(f"NEWOBJ class argument must be a type, not {type(cls).__name__}")
        self.stack.append(cls.__new__(cls, *args))

    def _new_ex(self):
        kwargs, args, cls = self.stack.pop(), self.stack.pop(), self.stack.pop()
        self.stack.append(cls.__new__(cls, *args, **kwargs))

    def _stack_global(self):
        name, module = self.stack.pop(), self.stack.pop()
        if type(name) is not str or type(module) is not str:
            raise UnpicklingError("STACK_GLOBAL requires str")
        self.stack.append(self.find_class(module, name))

    def _int_line(self):
        data = self._line()
        self.stack.append(data == b"01" if data in (b"00", b"01") else int(data, 0))

    def _next_buffer(self):
        if self._buffers is None:
            raise UnpicklingError("pickle stream refers to out-of-band data but no *buffers* argument was given")
        self.stack.append(next(self._buffers))


def _make_steps():
    U = _Unpickler
    def push(make):
        def step(u):
            value = make(u) # which may put another list in the stack's place
            u.stack.append(value)
        return step
    def remember(at):
        def step(u):
            u.memo[at(u)] = u.stack[-1]
        return step
    def mark(u):
        u._marks.append(u.stack)
        u.stack = []
    def setitem(u):
        value, key = u.stack.pop(), u.stack.pop()
        u.stack[-1][key] = value
    def pop(u):
        if u.stack or not u._marks:
            u.stack.pop()
        else:
            u._mark()
    def pairs(u):
        items = u._mark()
        u.stack.append({items[i]: items[i + 1] for i in range(0, len(items), 2)})
    def append(u):
        value = u.stack.pop()
        u._append([value])
    def instance(u):
        args = u._mark()
        u._instance(u.find_class(u._line().decode("ascii"), u._line().decode("ascii")), args)
    def obj(u):
        args = u._mark()
        u._instance(args[0], args[1:])
    def additems(u):
        items = u._mark()
        u.stack[-1].update(items)
    return {ord(key): step for key, step in {
        "\x80": U._protocol, "\x95": U._frame, "N": push(lambda u: None), "\x88": push(lambda u: True), "\x89": push(lambda u: False),
        "I": U._int_line, "J": push(lambda u: u._number(4, True)), "K": push(lambda u: u._number(1)), "M": push(lambda u: u._number(2)),
        "L": push(lambda u: int(u._line().rstrip(b"L"), 0)), "\x8a": push(lambda u: decode_long(u._read(u._number(1)))),
        "\x8b": push(lambda u: decode_long(u._read(u._number(4, True)))), "F": push(lambda u: float(u._line())), "G": push(lambda u: _numbers.unpack(u._read(8), False)),
        "S": U._old_string, "T": push(lambda u: u._text(u._read(u._number(4, True)))), "U": push(lambda u: u._text(u._read(u._number(1)))),
        "B": push(lambda u: u._read(u._number(4))), "C": push(lambda u: u._read(u._number(1))), "\x8e": push(lambda u: u._read(u._number(8))),
        "\x96": push(lambda u: bytearray(u._read(u._number(8)))), "V": push(lambda u: u._line().decode("raw-unicode-escape")),
        "X": push(lambda u: u._read(u._number(4)).decode("utf-8", "surrogatepass")), "\x8c": push(lambda u: u._read(u._number(1)).decode("utf-8", "surrogatepass")),
        "\x8d": push(lambda u: u._read(u._number(8)).decode("utf-8", "surrogatepass")), ")": push(lambda u: ()), "]": push(lambda u: []), "}": push(lambda u: {}),
        "\x8f": push(lambda u: set()), "(": mark, "t": push(lambda u: tuple(u._mark())), "l": push(lambda u: u._mark()), "d": pairs, "a": append, "e": lambda u: u._append(u._mark()),
        "s": setitem, "u": U._set_items, "\x90": additems, "\x91": push(lambda u: frozenset(u._mark())), "\x85": lambda u: u._tuple(1),
        "\x86": lambda u: u._tuple(2), "\x87": lambda u: u._tuple(3), "0": pop, "1": lambda u: u._mark() and None, "2": lambda u: u.stack.append(u.stack[-1]),
        "g": lambda u: u._find(int(u._line())), "h": lambda u: u._find(u._number(1)), "j": lambda u: u._find(u._number(4)), "p": remember(lambda u: int(u._line())),
        "q": remember(lambda u: u._number(1)), "r": remember(lambda u: u._number(4)), "\x94": remember(lambda u: len(u.memo)),
        "c": push(lambda u: u.find_class(u._line().decode("utf-8"), u._line().decode("utf-8"))), "\x93": U._stack_global, "R": U._reduce, "b": U._build,
        "\x81": U._new, "\x92": U._new_ex, "i": instance, "o": obj, "P": push(lambda u: u.persistent_load(u._line().decode("ascii"))),
        "Q": push(lambda u: u.persistent_load(u.stack.pop())), "\x82": lambda u: u._extension(u._number(1)), "\x83": lambda u: u._extension(u._number(2)),
        "\x84": lambda u: u._extension(u._number(4, True)), "\x97": U._next_buffer, "\x98": lambda u: None}.items()}


_steps = _make_steps()
del _make_steps
Pickler, Unpickler = _Pickler, _Unpickler
Pickler.__name__ = Pickler.__qualname__ = "Pickler"
Unpickler.__name__ = Unpickler.__qualname__ = "Unpickler"


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    sink = _Sink()
    Pickler(sink, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)
    return b"".join(sink.parts)


class _Source:
    """Bytes, and the file behind them if there is one."""

    def __init__(self, data, file=None):
        self._data, self._at, self._file = data, 0, file

    def need(self, n):
        missing = n - (len(self._data) - self._at)
        if missing > 0 and self._file is not None:
            self._data, self._at = self._data[self._at:] + self._file.read(missing), 0
        if len(self._data) - self._at < n:
            raise UnpicklingError("pickle data was truncated")

    def read(self, n):
        data = self._data[self._at:self._at + n]
        self._at += n
        if len(data) < n and self._file is not None:
            data, self._data, self._at = data + self._file.read(n - len(data)), b"", 0
        return data

    def readline(self):
        end = self._data.find(b"\n", self._at) + 1 or len(self._data)
        line, self._at = self._data[self._at:end], end
        if line[-1:] != b"\n" and self._file is not None:
            line += self._file.readline()
        return line


def load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    return Unpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()


def loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return Unpickler(_Source(bytes(data)), fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()
