"""What objects are: signatures, members, sources, frames."""

import collections as _collections
import enum as _enum
import functools as _functools
import linecache as _linecache
import sys as _sys
import types as _types
from keyword import iskeyword as _iskeyword
from operator import attrgetter as _attrgetter

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR, CO_NOFREE = 1, 2, 4, 8, 16, 32, 64
CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 128, 256, 512
TPFLAGS_IS_ABSTRACT = 1 << 20
_LAZY = _sys.version_info >= (3, 14)  # annotations are made when somebody asks
if _LAZY:
    from annotationlib import Format, ForwardRef, get_annotations


# ---- what it is

def ismodule(object):
    return isinstance(object, _types.ModuleType)


if _LAZY:
    def ispackage(object):
        return ismodule(object) and hasattr(object, "__path__")


def isclass(object):
    return isinstance(object, type)


def ismethod(object):
    return isinstance(object, _types.MethodType)


def isfunction(object):
    return isinstance(object, _types.FunctionType)


def isbuiltin(object):
    return isinstance(object, _types.BuiltinFunctionType)


def iscode(object):
    return isinstance(object, _types.CodeType)


def isframe(object):
    return isinstance(object, _types.FrameType)


def istraceback(object):
    return isinstance(object, _types.TracebackType)


def isgenerator(object):
    return isinstance(object, _types.GeneratorType)


def isgetsetdescriptor(object):
    return isinstance(object, _types.GetSetDescriptorType)


def ismemberdescriptor(object):
    return isinstance(object, _types.MemberDescriptorType)


def ismethodwrapper(object):
    return isinstance(object, type((1).__add__))


def ismethoddescriptor(object):
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    if _sys.version_info >= (3, 13):
        return hasattr(kind, "__get__") and not hasattr(kind, "__set__") and not hasattr(kind, "__delete__")
    return hasattr(kind, "__get__") and not hasattr(kind, "__set__")


def isdatadescriptor(object):
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__set__") or hasattr(kind, "__delete__")


def isroutine(object):
    return (isbuiltin(object) or isfunction(object) or ismethod(object) or ismethoddescriptor(object)
            or _sys.version_info >= (3, 11) and ismethodwrapper(object))


def isabstract(object):
    return isclass(object) and bool(getattr(object, "__abstractmethods__", None))


def _has_flag(f, flag):
    while ismethod(f):
        f = f.__func__
    while isinstance(f, _functools.partial):
        f = f.func
    return isfunction(f) and bool(f.__code__.co_flags & flag)


def isgeneratorfunction(obj):
    return _has_flag(obj, CO_GENERATOR)


def iscoroutinefunction(obj):
    if _has_flag(obj, CO_COROUTINE):
        return True
    while ismethod(obj):
        obj = obj.__func__
    return _sys.version_info >= (3, 12) and getattr(obj, "_is_coroutine_mark", None) is _marked


def isasyncgenfunction(obj):
    return _has_flag(obj, CO_ASYNC_GENERATOR)


def iscoroutine(object):
    return isinstance(object, _types.CoroutineType)


def isasyncgen(object):
    return isinstance(object, _types.AsyncGeneratorType)


def isawaitable(object):
    from collections.abc import Awaitable

    return (isinstance(object, _types.CoroutineType) or isinstance(object, Awaitable)
            or isinstance(object, _types.GeneratorType) and bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE))


CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED"


def getcoroutinestate(coroutine):
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_suspended:
        return CORO_SUSPENDED
    return CORO_CLOSED if coroutine.cr_frame is None else CORO_CREATED


def getcoroutinelocals(coroutine):
    frame = getattr(coroutine, "cr_frame", None)
    return {} if frame is None else frame.f_locals


if _sys.version_info >= (3, 12):
    AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED, AGEN_CLOSED = "AGEN_CREATED", "AGEN_RUNNING", "AGEN_SUSPENDED", "AGEN_CLOSED"
    _marked = object()

    def markcoroutinefunction(func):
        while ismethod(func):
            func = func.__func__
        func._is_coroutine_mark = _marked
        return func

    def getasyncgenstate(agen):
        if agen.ag_running:
            return AGEN_RUNNING
        if agen.ag_suspended:
            return AGEN_SUSPENDED
        return AGEN_CLOSED if agen.ag_frame is None else AGEN_CREATED

    def getasyncgenlocals(agen):
        if not isasyncgen(agen):
            raise TypeError(f"{agen!r} is not a Python async generator")
        frame = getattr(agen, "ag_frame", None)
        return {} if frame is None else agen.ag_frame.f_locals


# ---- members

def _names_of(object):
    names = dir(object)
    if isclass(object):
        for base in object.__bases__:
            names += [name for name, value in base.__dict__.items() if isinstance(value, _types.DynamicClassAttribute)]
    return names


def getmembers(object, predicate=None):
    found, seen = [], set()
    mro = (object,) + getmro(object) if isclass(object) else ()
    for name in _names_of(object):
        try:
            value = getattr(object, name)
            if name in seen:
                raise AttributeError
        except AttributeError:
            for base in mro:
                if name in base.__dict__:
                    value = base.__dict__[name]
                    break
            else:
                continue
        if predicate is None or predicate(value):
            found.append((name, value))
        seen.add(name)
    found.sort(key=lambda pair: pair[0])
    return found


def getmembers_static(object, predicate=None):
    found = []
    for name in dir(object):
        value = getattr_static(object, name, _MISSING)
        if value is not _MISSING and (predicate is None or predicate(value)):
            found.append((name, value))
    return sorted(found, key=lambda pair: pair[0])


Attribute = _collections.namedtuple("Attribute", "name kind defining_class object")


def classify_class_attrs(cls):
    """Also the attributes that only instances have (DynamicClassAttribute), which may come a second time by the name of another."""
    names = dir(cls)
    for base in cls.__mro__:
        names += [name for name, value in base.__dict__.items() if isinstance(value, _types.DynamicClassAttribute) and value.fget is not None]
    rows, seen = [], set()
    for name in names:
        row = _classify(cls, name, name in seen)
        if row is not None:
            rows.append(row)
        seen.add(name)
    return rows


def _classify(cls, name, again):
    bases = (cls,) + cls.__mro__
    metaclasses = tuple(c for c in type(cls).__mro__ if c not in (type, object))
    home = got = found = None
    if not again and name != "__dict__":
        try:
            got = getattr(cls, name)
        except Exception:
            pass
        else:
            home = getattr(got, "__objclass__", None)
            if home not in bases:
                home = _home_of(cls, name, got, bases, metaclasses)
    for base in bases + metaclasses:
        if name in base.__dict__:
            found = base.__dict__[name]
            if home not in metaclasses:
                home = base
            break
    if home is None:
        return None
    value = got if got is not None else found
    if isinstance(found, (staticmethod, _types.BuiltinMethodType)):
        return Attribute(name, "static method", home, found)
    if isinstance(found, (classmethod, _types.ClassMethodDescriptorType)):
        return Attribute(name, "class method", home, found)
    if isinstance(found, property):
        return Attribute(name, "property", home, found)
    return Attribute(name, "method" if isroutine(value) else "data", home, value)


def _home_of(cls, name, got, bases, metaclasses):
    """The last class that has the very same object by that name."""
    home = None
    for base in bases:
        if getattr(base, name, None) is got:
            home = base
    for base in metaclasses:
        try:
            if base.__getattr__(cls, name) is got:
                home = base
        except AttributeError:
            pass
    return home


def getmro(cls):
    return cls.__mro__


_MISSING = object()
_NEWER = _sys.version_info >= (3, 12)


def getattr_static(obj, attr, default=_MISSING):
    """The attribute without calling anything."""
    found = _MISSING
    if not isinstance(obj, type):
        kind = type(obj)
        namespace = next((c.__dict__["__dict__"] for c in kind.__mro__ if "__dict__" in c.__dict__), None)
        if isinstance(namespace, _types.GetSetDescriptorType):
            found = object.__getattribute__(obj, "__dict__").get(attr, _MISSING)
        elif isinstance(obj, _types.ModuleType):
            found = obj.__dict__.get(attr, _MISSING)
    else:
        kind = obj
    in_class = next((c.__dict__[attr] for c in kind.__mro__ if attr in c.__dict__), _MISSING)
    if found is not _MISSING and in_class is not _MISSING and hasattr(type(in_class), "__get__") and (
            hasattr(type(in_class), "__set__") or hasattr(type(in_class), "__delete__")):
        return in_class
    if found is not _MISSING:
        return found
    if in_class is not _MISSING:
        return in_class
    if obj is kind:
        for c in type(kind).__mro__:
            if attr in c.__dict__:
                return c.__dict__[attr]
    if default is not _MISSING:
        return default
    raise AttributeError(attr)


def unwrap(func, *, stop=None):
    first, seen = func, {id(func)}
    while not (_sys.version_info >= (3, 13) and isinstance(func, type)) and hasattr(func, "__wrapped__") and not (stop and stop(func)):
        func = func.__wrapped__
        if id(func) in seen:
            raise ValueError("wrapper loop when unwrapping %r" % (first,))
        seen.add(id(func))
    return func


# ---- documentation

def cleandoc(doc):
    lines = doc.expandtabs().split("\n")
    margins = [len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip(" ")]
    margin = min(margins, default=0)
    lines = [lines[0].lstrip(" ")] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def _inherited_doc(object):
    if isclass(object):
        for base in object.__mro__:
            if base is not _OBJECT and base.__dict__.get("__doc__") is not None:
                return base.__doc__
        return None
    name = getattr(object, "__name__", None)
    if ismethod(object):
        owner = object.__self__ if isclass(object.__self__) else type(object.__self__)
    elif isfunction(object):
        owner = _owner_of(object)
    elif isinstance(object, property):
        name, owner = getattr(object.fget, "__name__", None), _owner_of(object.fget)
    else:
        owner = getattr(object, "__objclass__", None)
    for base in owner.__mro__ if isclass(owner) else ():
        doc = getattr(getattr(base, name, None), "__doc__", None)
        if doc is not None:
            return doc
    return None


_OBJECT = object


def _owner_of(func):
    """The class that a function was defined in, by its name."""
    owner = _sys.modules.get(getattr(func, "__module__", None))
    for name in getattr(func, "__qualname__", "").split(".")[:-1]:
        owner = getattr(owner, name, None)
    return owner if isclass(owner) else None


def getdoc(object):
    try:
        doc = object.__doc__
    except AttributeError:
        return None
    if doc is None or isclass(object) and "__doc__" not in object.__dict__:
        doc = _inherited_doc(object)
    return cleandoc(doc) if isinstance(doc, str) else None


def getcomments(object):
    try:
        lines, number = findsource(object)
    except (OSError, TypeError):
        return None
    end = number
    while number > 0 and lines[number - 1].lstrip().startswith("#"):
        number -= 1
    return "".join(line.lstrip() for line in lines[number:end]) or None


# ---- sources

def getfile(object):
    if ismodule(object):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError("%r is a built-in module" % (object,))
    if isclass(object):
        if hasattr(object, "__module__"):
            module = _sys.modules.get(object.__module__)
            if getattr(module, "__file__", None):
                return module.__file__
            if object.__module__ == "__main__":
                name = _file_of_class(object)
                if name:
                    return name
                raise OSError("source code not available")
        raise TypeError("%r is a built-in class" % (object,))
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        return object.co_filename
    raise TypeError("module, class, method, function, traceback, frame, or code object was expected, got %s" % type(object).__name__)


def _file_of_class(cls):
    for value in cls.__dict__.values():
        value = getattr(value, "__func__", value)
        if isfunction(value) and value.__module__ == cls.__module__:
            return value.__code__.co_filename
    module = _sys.modules.get(cls.__module__)
    for value in vars(module).values() if module else ():
        if isfunction(value) and value.__module__ == cls.__module__:
            return value.__code__.co_filename
    return None


def getsourcefile(object):
    name = getfile(object)
    return name if _linecache.getlines(name) or name.endswith(".py") else None


def getabsfile(object, _filename=None):
    return _filename or getsourcefile(object) or getfile(object)


def getmodulename(path):
    name = path.rsplit("/")[-1]
    return name[:-3] if name.endswith(".py") else None


def getmodule(object, _filename=None):
    if ismodule(object):
        return object
    if hasattr(object, "__module__"):
        return _sys.modules.get(object.__module__)
    try:
        name = getfile(object)
    except (TypeError, OSError):
        return None
    main = _sys.modules.get("__main__")
    return main if name == getattr(main, "__file__", None) else None


class ClassFoundException(Exception):
    pass


class EndOfBlock(Exception):
    pass


def _indent_of(line):
    return len(line) - len(line.lstrip())


def _find_class(lines, qualname):
    """The number of the line of a class by its qualified name: the last one with it."""
    path = qualname.split(".")
    open_, found = [], None
    for number, line in enumerate(lines):
        words = line.split()
        if not words or line.lstrip().startswith("#"):
            continue
        indent = _indent_of(line)
        while open_ and open_[-1][0] >= indent:
            open_.pop()
        if words[0] in ("class", "def") and len(words) > 1:
            name = words[1].split("(")[0].split(":")[0]
            open_.append((indent, name))
            if words[0] == "def":
                open_.append((indent, "<locals>"))
            elif [n for i, n in open_] == path:
                found = number
    return found


def findsource(object):
    name = getsourcefile(object)
    if not name:
        getfile(object)
    lines = _linecache.getlines(name) if name else []
    if not lines:
        raise OSError("could not get source code")
    if ismodule(object):
        return lines, 0
    if isclass(object):
        number = getattr(object, "__firstlineno__", None)
        number = number - 1 if number is not None else _find_class(lines, object.__qualname__)
        if number is None:
            raise OSError("could not find class definition")
        while number > 0 and lines[number - 1].lstrip().startswith("@") and not hasattr(object, "__firstlineno__"):
            number -= 1
        return lines, number
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        return lines, object.co_firstlineno - 1
    raise OSError("could not find code object")


def getblock(lines):
    """The lines of a definition at the beginning of `lines`: as far as it is indented, with what is in brackets or quotes."""
    return lines[:_block_length(lines)]


def _block_length(lines):
    start = _indent_of(lines[0])
    depth, quote, seen_header, end = 0, None, False, 1
    for number, line in enumerate(lines):
        blank = not line.strip() or line.lstrip().startswith("#")
        inside = depth > 0 or quote is not None
        if number and seen_header and not inside and not blank and _indent_of(line) <= start:
            break
        if not inside and line.lstrip().startswith(("def ", "class ", "async ", "lambda")):
            seen_header = True
        depth, quote = _scan_line(line, depth, quote)
        if not blank or inside:
            end = number + 1
        if not seen_header and not inside and depth == 0 and quote is None and not line.lstrip().startswith("@") and not blank:
            seen_header = True
    return end


def _scan_line(line, depth, quote):
    """How many brackets are open behind a line, and which quotes."""
    i = 0
    while i < len(line):
        c = line[i]
        if quote:
            if c == "\\":
                i += 1
            elif line.startswith(quote, i):
                i += len(quote) - 1
                quote = None
        elif c == "#":
            break
        elif c in "\"'":
            quote = c * 3 if line.startswith(c * 3, i) else c
            i += len(quote) - 1
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        i += 1
    return depth, quote if quote and len(quote) == 3 else None


def getsourcelines(object):
    object = unwrap(object)
    lines, number = findsource(object)
    if istraceback(object):
        object = object.tb_frame
    if ismodule(object) or isframe(object) and object.f_code.co_name == "<module>":
        return lines, 0
    return getblock(lines[number:]), number + 1


def getsource(object):
    return "".join(getsourcelines(object)[0])


def indentsize(line):
    return _indent_of(line.expandtabs())


# ---- frames

_Place = _collections.namedtuple("Positions", "lineno end_lineno col_offset end_col_offset", defaults=(None,) * 4)


class Traceback(_collections.namedtuple("_Traceback", "filename lineno function code_context index")):
    def __new__(cls, filename, lineno, function, code_context, index, *, positions=None):
        made = super().__new__(cls, filename, lineno, function, code_context, index)
        made.positions = positions
        return made

    def __repr__(self):
        return "Traceback(filename=%r, lineno=%r, function=%r, code_context=%r, index=%r, positions=%r)" % (*self, self.positions)


class FrameInfo(_collections.namedtuple("_FrameInfo", "frame filename lineno function code_context index")):
    def __new__(cls, frame, filename, lineno, function, code_context, index, *, positions=None):
        made = super().__new__(cls, frame, filename, lineno, function, code_context, index)
        made.positions = positions
        return made

    def __repr__(self):
        return "FrameInfo(frame=%r, filename=%r, lineno=%r, function=%r, code_context=%r, index=%r, positions=%r)" % (*self, self.positions)


def getframeinfo(frame, context=1):
    from traceback import _positions

    if istraceback(frame):
        place = _Place(*_positions(frame.tb_frame.f_code, frame.tb_lasti))
        number, frame = frame.tb_lineno, frame.tb_frame
    else:
        place = _Place(*_positions(frame.f_code, frame.f_lasti))
        number = frame.f_lineno
    if not isframe(frame):
        raise TypeError("%r is not a frame or traceback object" % (frame,))
    name = getsourcefile(frame) or getfile(frame)
    lines = index = None
    if context > 0:
        source = _linecache.getlines(name)
        if source:
            start = max(0, min(number - 1 - context // 2, len(source) - context))
            lines, index = source[start:start + context], number - 1 - start
    return Traceback(name, number, frame.f_code.co_name, lines, index, positions=place)


def getlineno(frame):
    return frame.f_lineno


def _info(frame, place, context):
    found = getframeinfo(place, context)
    return FrameInfo(frame, *found, positions=found.positions)


def getouterframes(frame, context=1):
    found = []
    while frame:
        found.append(_info(frame, frame, context))
        frame = frame.f_back
    return found


def getinnerframes(tb, context=1):
    found = []
    while tb:
        found.append(_info(tb.tb_frame, tb, context))
        tb = tb.tb_next
    return found


def currentframe():
    return _sys._getframe(1)


def stack(context=1):
    return getouterframes(_sys._getframe(1), context)


def trace(context=1):
    e = _sys.exc_info()[1]
    return getinnerframes(None if e is None else e.__traceback__, context)


ArgInfo = _collections.namedtuple("ArgInfo", "args varargs keywords locals")
Arguments = _collections.namedtuple("Arguments", "args, varargs, varkw")


def getargs(co):
    if not iscode(co):
        raise TypeError("%r is not a code object" % (co,))
    names = co.co_varnames
    count = co.co_argcount + co.co_kwonlyargcount
    args = list(names[:count])
    varargs = varkw = None
    if co.co_flags & CO_VARARGS:
        varargs = names[count]
        count += 1
    if co.co_flags & CO_VARKEYWORDS:
        varkw = names[count]
    return Arguments(args, varargs, varkw)


def getargvalues(frame):
    return ArgInfo(*getargs(frame.f_code), frame.f_locals)


def formatargvalues(args, varargs, varkw, locals, formatarg=str, formatvarargs=lambda name: "*" + name, formatvarkw=lambda name: "**" + name,
                    formatvalue=lambda value: "=" + repr(value)):
    parts = [formatarg(name) + formatvalue(locals[name]) for name in args]
    if varargs:
        parts.append(formatvarargs(varargs) + formatvalue(locals[varargs]))
    if varkw:
        parts.append(formatvarkw(varkw) + formatvalue(locals[varkw]))
    return "(" + ", ".join(parts) + ")"


# ---- generators

GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"


def getgeneratorstate(generator):
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    return GEN_CLOSED if generator.gi_frame is None else GEN_CREATED


def getgeneratorlocals(generator):
    if not isgenerator(generator):
        raise TypeError("%r is not a Python generator" % (generator,))
    frame = generator.gi_frame
    return {} if frame is None else frame.f_locals


ClosureVars = _collections.namedtuple("ClosureVars", "nonlocals globals builtins unbound")


def getclosurevars(func):
    if ismethod(func):
        func = func.__func__
    if not isfunction(func):
        raise TypeError("%r is not a Python function" % (func,))
    code = func.__code__
    nonlocals = {} if func.__closure__ is None else {n: c.cell_contents for n, c in zip(code.co_freevars, func.__closure__)}
    namespace = func.__globals__
    outer = func.__builtins__
    found, builtin, unbound = {}, {}, set()
    for name in code.co_names:
        if name in namespace:
            found[name] = namespace[name]
        elif name in outer:
            builtin[name] = outer[name]
        elif name not in ("None", "True", "False"):
            unbound.add(name)
    return ClosureVars(nonlocals, found, builtin, unbound)


# ---- signatures

class _ParameterKind(_enum.IntEnum):
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4

    @property
    def description(self):
        return ("positional-only", "positional or keyword", "variadic positional", "keyword-only", "variadic keyword")[self]

    def __str__(self):
        return self.name


class _empty:
    """There is none."""


def formatannotation(annotation, base_module=None, *, quote_annotation_strings=True):
    if not quote_annotation_strings and isinstance(annotation, str):
        return annotation
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, _types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    if _LAZY and isinstance(annotation, ForwardRef):
        return annotation.__forward_arg__
    return repr(annotation)


class Parameter:
    __slots__ = ("_name", "_kind", "_default", "_annotation")
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = _ParameterKind
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            self._kind = _ParameterKind(kind)
        except ValueError:
            raise ValueError("value %r is not a valid Parameter.kind" % (kind,)) from None
        if default is not _empty and self._kind in (self.VAR_POSITIONAL, self.VAR_KEYWORD):
            raise ValueError("%s parameters cannot have default values" % self._kind.description)
        if not isinstance(name, str):
            raise TypeError("name must be a str, not a %s" % type(name).__name__)
        if _iskeyword(name) and self._kind is not self.POSITIONAL_ONLY or not name.isidentifier():
            raise ValueError("%r is not a valid parameter name" % name)
        self._name, self._default, self._annotation = name, default, annotation

    name = property(lambda self: self._name)
    kind = property(lambda self: self._kind)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)

    def replace(self, *, name=_MISSING, kind=_MISSING, annotation=_MISSING, default=_MISSING):
        return type(self)(self._name if name is _MISSING else name, self._kind if kind is _MISSING else kind,
                          default=self._default if default is _MISSING else default,
                          annotation=self._annotation if annotation is _MISSING else annotation)

    __replace__ = replace

    def __str__(self):
        return self._format()

    def _format(self, quote=True):
        text = self._name
        if self._annotation is not _empty:
            text += ": " + formatannotation(self._annotation, quote_annotation_strings=quote)
        if self._default is not _empty:
            text += (" = %r" if self._annotation is not _empty else "=%r") % (self._default,)
        return {self.VAR_POSITIONAL: "*", self.VAR_KEYWORD: "**"}.get(self._kind, "") + text

    def __repr__(self):
        return '<Parameter "%s">' % self

    def __hash__(self):
        return hash((self._name, self._kind, self._annotation, self._default))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self._name, self._kind, self._default, self._annotation) == (other._name, other._kind, other._default, other._annotation)


class BoundArguments:
    __slots__ = ("arguments", "_signature", "__weakref__")

    def __init__(self, signature, arguments):
        self.arguments, self._signature = arguments, signature

    signature = property(lambda self: self._signature)

    @property
    def args(self):
        args = []
        for name, parameter in self._signature.parameters.items():
            if parameter.kind in (Parameter.VAR_KEYWORD, Parameter.KEYWORD_ONLY) or name not in self.arguments:
                break
            value = self.arguments[name]
            args.extend(value) if parameter.kind is Parameter.VAR_POSITIONAL else args.append(value)
        return tuple(args)

    @property
    def kwargs(self):
        kwargs, named = {}, False
        for name, parameter in self._signature.parameters.items():
            named = named or parameter.kind in (Parameter.VAR_KEYWORD, Parameter.KEYWORD_ONLY) or name not in self.arguments
            if named and name in self.arguments and parameter.kind is not Parameter.VAR_POSITIONAL:
                value = self.arguments[name]
                kwargs.update(value if parameter.kind is Parameter.VAR_KEYWORD else {name: value})
        return kwargs

    def apply_defaults(self):
        empty = {Parameter.VAR_POSITIONAL: (), Parameter.VAR_KEYWORD: {}}
        made = {}
        for name, parameter in self._signature.parameters.items():
            if name in self.arguments:
                made[name] = self.arguments[name]
            elif parameter.default is not _empty:
                made[name] = parameter.default
            elif parameter.kind in empty:
                made[name] = type(empty[parameter.kind])()
        self.arguments = made

    def __eq__(self, other):
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self._signature == other._signature and self.arguments == other.arguments

    def __repr__(self):
        return "<%s (%s)>" % (type(self).__name__, ", ".join("%s=%r" % pair for pair in self.arguments.items()))


def _check_order(parameters):
    made, last, defaults = {}, Parameter.POSITIONAL_ONLY, False
    for p in parameters:
        if p.kind < last:
            raise ValueError("wrong parameter order: %s parameter before %s parameter" % (last.description, p.kind.description))
        if p.kind > last:
            last = p.kind
        if p.kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD):
            if p.default is not _empty:
                defaults = True
            elif defaults:
                raise ValueError("non-default argument follows default argument")
        if p.name in made:
            raise ValueError("duplicate parameter name: %r" % p.name)
        made[p.name] = p
    return made


class Signature:
    __slots__ = ("_return_annotation", "_parameters")
    _parameter_cls = Parameter
    _bound_arguments_cls = BoundArguments
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty, __validate_parameters__=True):
        self._parameters = _types.MappingProxyType(_check_order(parameters or ()))
        self._return_annotation = return_annotation

    if _LAZY:
        @classmethod
        def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False, annotation_format=Format.VALUE):
            return _signature_of(obj, cls, follow_wrapped, True, _reader(globals, locals, eval_str, annotation_format))
    else:
        @classmethod
        def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
            return _signature_of(obj, cls, follow_wrapped, True, _reader(globals, locals, eval_str) if eval_str else None)

    parameters = property(lambda self: self._parameters)
    return_annotation = property(lambda self: self._return_annotation)

    def replace(self, *, parameters=_MISSING, return_annotation=_MISSING):
        return type(self)(self._parameters.values() if parameters is _MISSING else parameters,
                          return_annotation=self._return_annotation if return_annotation is _MISSING else return_annotation)

    __replace__ = replace

    def _key(self):
        placed = tuple(p for p in self._parameters.values() if p.kind is not Parameter.KEYWORD_ONLY)
        return placed, {p.name: p for p in self._parameters.values() if p.kind is Parameter.KEYWORD_ONLY}, self._return_annotation

    def __hash__(self):
        placed, named, result = self._key()
        return hash((placed, frozenset(named.values()), result))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Signature):
            return NotImplemented
        return self._key() == other._key()

    def bind(self, /, *args, **kwargs):
        return _bind(self, args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        return _bind(self, args, kwargs, True)

    def _format(self, *, max_width=None, quote_annotation_strings=True):
        parts, only, star = [], False, True
        for p in self._parameters.values():
            if p.kind is Parameter.POSITIONAL_ONLY:
                only = True
            elif only:
                parts.append("/")
                only = False
            if p.kind is Parameter.VAR_POSITIONAL:
                star = False
            elif p.kind is Parameter.KEYWORD_ONLY and star:
                parts.append("*")
                star = False
            parts.append(str(p) if quote_annotation_strings else p._format(False))
        if only:
            parts.append("/")
        text = "(%s)" % ", ".join(parts)
        if max_width is not None and len(text) > max_width:
            text = "(\n    " + ",\n    ".join(parts) + "\n)"
        if self._return_annotation is not _empty:
            text += " -> " + formatannotation(self._return_annotation, quote_annotation_strings=quote_annotation_strings)
        return text

    if _LAZY:
        format = _format
    elif _sys.version_info >= (3, 13):
        def format(self, *, max_width=None):
            return self._format(max_width=max_width)

    def __str__(self):
        return self._format()

    def __repr__(self):
        return "<%s %s>" % (type(self).__name__, self)


def _bind(signature, args, kwargs, partial):
    made, args, kwargs = {}, list(args), dict(kwargs)
    parameters = list(signature.parameters.values())
    kinds = Parameter
    rest, wrong, named = None, [], False # named: from here on arguments come by name
    for p in parameters:
        if p.kind in (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD) and args:
            if p.name in kwargs and p.kind is not kinds.POSITIONAL_ONLY:
                raise TypeError("multiple values for argument %r" % p.name)
            made[p.name] = args.pop(0)
            continue
        if args and p.kind is not kinds.VAR_POSITIONAL:
            break
        known = p.name in kwargs and p.kind is not kinds.POSITIONAL_ONLY
        if p.kind is kinds.VAR_POSITIONAL:
            named = True
            if args:
                made[p.name], args = tuple(args), []
        elif p.kind is kinds.VAR_KEYWORD:
            named, rest = True, p
        elif known:
            named = True
            made[p.name] = kwargs.pop(p.name)
        elif p.kind is kinds.POSITIONAL_ONLY and p.name in kwargs and (p.default is _empty or not _NEWER):
            if not _NEWER:
                raise TypeError("%r parameter is positional only, but was passed as a keyword" % p.name)
            wrong.append(p.name)
        elif p.default is not _empty:
            named = True
        elif not partial:
            what = " keyword-only" if p.kind is kinds.KEYWORD_ONLY and not named and _NEWER else ""
            raise TypeError("missing a required%s argument: %r" % (what, p.name))
    if args:
        raise TypeError("too many positional arguments")
    if kwargs:
        if rest is not None:
            made[rest.name] = kwargs
        elif wrong:
            raise TypeError("got some positional-only arguments passed as keyword arguments: %r" % ", ".join(wrong))
        else:
            raise TypeError("got an unexpected keyword argument %r" % next(iter(kwargs)))
    return signature._bound_arguments_cls(signature, made)


def _reader(globals, locals, eval_str, format=1):
    """How annotations of functions are read: None where that is as they are."""
    if not eval_str and format == 1:
        return None
    asked = {"format": format} if _LAZY else {}
    return lambda func: get_annotations(func, globals=globals, locals=locals, eval_str=eval_str, **asked)


def _of_function(func, cls, read=None):
    code = func.__code__
    names = code.co_varnames
    count, only, named = code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount
    annotations = read(func) if read else func.__annotations__
    defaults, kwdefaults = func.__defaults__ or (), func.__kwdefaults__ or {}
    parameters = []

    def add(name, kind, default=_empty):
        parameters.append(Parameter(name, kind, default=default, annotation=annotations.get(name, _empty)))

    for i, name in enumerate(names[:count]):
        at = i - (count - len(defaults))
        add(name, Parameter.POSITIONAL_ONLY if i < only else Parameter.POSITIONAL_OR_KEYWORD, defaults[at] if at >= 0 else _empty)
    at = count + named
    if code.co_flags & CO_VARARGS:
        add(names[at], Parameter.VAR_POSITIONAL)
        at += 1
    for name in names[count:count + named]:
        add(name, Parameter.KEYWORD_ONLY, kwdefaults.get(name, _empty))
    if code.co_flags & CO_VARKEYWORDS:
        add(names[at], Parameter.VAR_KEYWORD)
    return cls(parameters, return_annotation=annotations.get("return", _empty))


def _without_first(signature):
    parameters = list(signature.parameters.values())
    if not parameters or parameters[0].kind in (Parameter.VAR_KEYWORD, Parameter.KEYWORD_ONLY):
        raise ValueError("invalid method signature")
    if parameters[0].kind is not Parameter.VAR_POSITIONAL:
        parameters.pop(0)
    return signature.replace(parameters=parameters)


def _of_partial(signature, partial, before=()):
    try:
        bound = signature.bind_partial(*before, *partial.args, **partial.keywords).arguments
    except TypeError as e:
        raise ValueError("partial object %r has incorrect arguments" % (partial,)) from e
    parameters, named = [], False
    for p in signature.parameters.values():
        if p.name in bound and p.kind is not Parameter.VAR_POSITIONAL and p.kind is not Parameter.VAR_KEYWORD:
            if p.name not in partial.keywords:
                continue
            if p.kind is Parameter.POSITIONAL_OR_KEYWORD:
                named = True
            p = p.replace(default=bound[p.name], kind=Parameter.KEYWORD_ONLY)
        elif named:
            if p.kind is Parameter.POSITIONAL_OR_KEYWORD:
                p = p.replace(kind=Parameter.KEYWORD_ONLY)
            elif p.kind is Parameter.VAR_POSITIONAL:
                continue
        parameters.append(p)
    return signature.replace(parameters=parameters)


def _of_partialmethod(method, cls, follow, bound, read):
    """Of one that is not bound: what it is called on comes first."""
    wrapped = _signature_of(method.func, cls, follow, bound, read)
    made = _of_partial(wrapped, method, (None,))
    first = next(iter(wrapped.parameters.values()))
    return made if first.kind is Parameter.VAR_POSITIONAL else made.replace(parameters=(first, *made.parameters.values()))


_PARTIAL_METHOD = "__partialmethod__" if _sys.version_info >= (3, 13) else "_partialmethod"
_IN_C = (_types.WrapperDescriptorType, _types.MethodWrapperType, _types.ClassMethodDescriptorType, _types.BuiltinFunctionType)
_BINDS = _sys.version_info >= (3, 13)  # what a class is called by is taken as it is bound
_CONSTANTS = (str, int, float, complex, bytes, bool, type(None), tuple, list, dict, set)


def _own_method(cls, name):
    """What is called by that name, unless it is in C."""
    static = _BINDS and name != "__new__"
    found = getattr_static(cls, name, None) if static else getattr(cls, name, None)
    if found is None or isinstance(found, _IN_C):
        return None
    return _bound(found, cls) if static else found


def _bound(found, obj):
    get = None if isclass(found) else getattr(type(found), "__get__", None)
    return found if get is None else get(found, obj, type(obj))


def _of_class(obj, cls, follow, bound, read):
    call = _own_method(type(obj), "__call__")
    factory, implicit = call, _BINDS
    if call is None:
        methods = [(name, _own_method(obj, name)) for name in ("__new__", "__init__")]
        factory, implicit = next(((method, _BINDS and name == "__init__") for base in obj.__mro__ for name, method in methods
                                  if method is not None and name in base.__dict__), (None, False))
    if factory is not None:
        found = _signature_of(factory, cls, follow, bound, read)
        return _without_first(found) if bound and not implicit else found
    for base in obj.__mro__[:-1]:
        text = getattr(base, "__text_signature__", None)
        if text:
            return _of_text(base, cls, text)
    if type in obj.__mro__:
        raise ValueError("callable %r is not supported by signature" % (obj,))
    if obj.__init__ is _OBJECT.__init__ and obj.__new__ is _OBJECT.__new__:
        return cls.from_callable(_OBJECT)
    raise ValueError("no signature found for builtin type %r" % (obj,))


def _of_text(obj, cls, text, bound=True):
    """From what Argument Clinic writes: Python's syntax but for the $ of what is bound; names of constants are looked for in the module and in others."""
    module = _sys.modules.get(getattr(obj, "__module__", None))
    names = _collections.ChainMap({}, vars(module) if module is not None else {}, _sys.modules)
    try:
        exec("def f" + text.replace("$", "", 1) + ": pass", {"__builtins__": {}}, names)
    except (SyntaxError, NameError):
        raise ValueError("%r builtin has invalid signature" % (obj,)) from None
    made = _of_function(names["f"], cls)
    parameters = list(made.parameters.values())
    if not all(p.default is _empty or isinstance(p.default, _CONSTANTS) for p in parameters):
        raise ValueError("%r builtin has invalid signature" % (obj,))
    if "$" in text:
        own = getattr(obj, "__self__", None)
        if own is not None and (ismodule(own) or bound):
            del parameters[0]
        else:
            parameters[0] = parameters[0].replace(kind=Parameter.POSITIONAL_ONLY)
    return made.replace(parameters=parameters)


def _of_builtin(obj, cls, bound):
    text = getattr(obj, "__text_signature__", None)
    if not text:
        raise ValueError("no signature found for builtin %r" % (obj,))
    return _of_text(obj, cls, text, bound)


def _of_object(obj, cls, follow, bound, read):
    """Of what is called by its class's __call__()."""
    if not _BINDS:
        call = _own_method(type(obj), "__call__")
        if call is None:
            raise ValueError("callable %r is not supported by signature" % (obj,))
        try:
            found = _signature_of(call, cls, follow, bound, read)
        except ValueError as e:
            raise ValueError("no signature found for %r" % (obj,)) from e
        return _without_first(found) if bound else found
    call = getattr_static(type(obj), "__call__", None)
    if call is None:
        raise ValueError("callable %r is not supported by signature" % (obj,))
    text = getattr(obj, "__text_signature__", None)
    return _of_text(obj, cls, text) if text else _signature_of(_bound(call, obj), cls, follow, bound, read)


def _given_signature(obj, cls):
    """What __signature__ says, or None; from 3.13 on it may be a text, or a function that gives one."""
    given = found = getattr(obj, "__signature__", None)
    if _BINDS and given is not None:
        if not isinstance(given, (Signature, str)) and callable(given):
            found = given()
        if isinstance(found, str):
            found = _of_text(obj, cls, found)
    if found is not None and not isinstance(found, Signature):
        raise TypeError("unexpected object %r in __signature__ attribute" % (given,))
    return found


def _signature_of(obj, cls, follow=True, bound=True, read=None):
    if not callable(obj):
        raise TypeError("%r is not a callable object" % (obj,))
    if ismethod(obj):
        found = _signature_of(obj.__func__, cls, follow, bound, read)
        return _without_first(found) if bound else found
    if follow:
        obj = unwrap(obj, stop=lambda f: hasattr(f, "__signature__") or ismethod(f))
        if ismethod(obj):
            return _signature_of(obj, cls, follow, bound, read)
    given = _given_signature(obj, cls)
    if given is not None:
        return given
    method = getattr(obj, _PARTIAL_METHOD, None)
    if isinstance(method, _functools.partialmethod):
        return _of_partialmethod(method, cls, follow, bound, read)
    if isinstance(obj, _functools.partial):
        return _of_partial(_signature_of(obj.func, cls, follow, bound, read), obj)
    if isfunction(obj):
        return _of_function(obj, cls, read)
    if isbuiltin(obj) or ismethoddescriptor(obj) or isinstance(obj, _IN_C) or obj is type or obj is _OBJECT:
        return _of_builtin(obj, cls, bound)
    if isclass(obj):
        return _of_class(obj, cls, follow, bound, read)
    return _of_object(obj, cls, follow, bound, read)


if _LAZY:
    def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False, annotation_format=Format.VALUE):
        return Signature.from_callable(obj, follow_wrapped=follow_wrapped, globals=globals, locals=locals, eval_str=eval_str,
                                       annotation_format=annotation_format)
else:
    def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
        return Signature.from_callable(obj, follow_wrapped=follow_wrapped, globals=globals, locals=locals, eval_str=eval_str)


FullArgSpec = _collections.namedtuple("FullArgSpec", "args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations")


def getfullargspec(func):
    try:
        found = _signature_of(func, Signature, False, False)
    except Exception as e:
        raise TypeError("unsupported callable") from e
    args, named, defaults, kwdefaults, annotations = [], [], (), {}, {}
    varargs = varkw = None
    if found.return_annotation is not _empty:
        annotations["return"] = found.return_annotation
    for p in found.parameters.values():
        if p.kind is Parameter.VAR_POSITIONAL:
            varargs = p.name
        elif p.kind is Parameter.VAR_KEYWORD:
            varkw = p.name
        elif p.kind is Parameter.KEYWORD_ONLY:
            named.append(p.name)
            if p.default is not _empty:
                kwdefaults[p.name] = p.default
        else:
            args.append(p.name)
            if p.default is not _empty:
                defaults += (p.default,)
        if p.annotation is not _empty:
            annotations[p.name] = p.annotation
    return FullArgSpec(args, varargs, varkw, defaults or None, named, kwdefaults or None, annotations)


def _refuse_missing(name, kind, missing):
    shown = [repr(m) for m in missing]
    if len(shown) > 2:
        shown[-2:] = [shown[-2] + " and " + shown[-1]]
        listed = ", ".join(shown)
    else:
        listed = " and ".join(shown)
    raise TypeError("%s() missing %d required %s argument%s: %s" % (name, len(missing), kind, "s" * (len(missing) != 1), listed))


def _refuse_more(name, spec, given, values):
    optional, most = len(spec.defaults or ()), len(spec.args)
    takes = "from %d to %d" % (most - optional, most) if optional else str(most)
    by_name = sum(k in values for k in spec.kwonlyargs)
    beside = ""
    if by_name:
        beside = " positional argument%s (and %d keyword-only argument%s)" % ("s" * (given != 1), by_name, "s" * (by_name != 1))
    raise TypeError("%s() takes %s positional argument%s but %d%s %s given" % (
        name, takes, "s" * (bool(optional) or most != 1), given, beside, "was" if given == 1 and not by_name else "were"))


def getcallargs(func, /, *positional, **named):
    spec, name, values = getfullargspec(func), func.__name__, {}
    if ismethod(func) and func.__self__ is not None:
        positional = (func.__self__,) + positional
    values.update(zip(spec.args, positional))
    if spec.varargs:
        values[spec.varargs] = positional[len(spec.args):]
    if spec.varkw:
        values[spec.varkw] = {}
    for key, value in named.items():
        if key not in spec.args and key not in spec.kwonlyargs:
            if not spec.varkw:
                raise TypeError("%s() got an unexpected keyword argument %r" % (name, key))
            values[spec.varkw][key] = value
        elif key in values:
            raise TypeError("%s() got multiple values for argument %r" % (name, key))
        else:
            values[key] = value
    if len(positional) > len(spec.args) and not spec.varargs:
        _refuse_more(name, spec, len(positional), values)
    required = spec.args[:len(spec.args) - len(spec.defaults or ())]
    for kind, names, others in (("positional", required, dict(zip(spec.args[len(required):], spec.defaults or ()))),
                                ("keyword-only", spec.kwonlyargs, spec.kwonlydefaults or {})):
        missing = [n for n in names if n not in values and n not in others]
        if missing:
            _refuse_missing(name, kind, missing)
        values.update((k, v) for k, v in others.items() if k not in values)
    return values


if not _LAZY:
    def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
        if isclass(obj):
            found = obj.__dict__.get("__annotations__")
        elif callable(obj) or ismodule(obj):
            found = getattr(obj, "__annotations__", None)
        else:
            raise TypeError("%r is not a module, class, or callable." % (obj,))
        if not found:
            return {}
        if not isinstance(found, dict):
            raise ValueError("%r.__annotations__ is neither a dict nor None" % (obj,))
        if not eval_str:
            return dict(found)
        scope = globals if globals is not None else getattr(unwrap(obj), "__globals__", None) or vars(_sys.modules.get(obj.__module__, _sys))
        return {k: eval(v, scope, locals) if isinstance(v, str) else v for k, v in found.items()}


def getclasstree(classes, unique=False):
    children, roots = {}, []
    for c in classes:
        if c.__bases__:
            for parent in c.__bases__:
                if c not in children.setdefault(parent, []):
                    children[parent].append(c)
                if unique and parent in classes:
                    break
        elif c not in roots:
            roots.append(c)
    roots += [parent for parent in children if parent not in classes]
    return walktree(roots, children, None)


def walktree(classes, children, parent):
    results = []
    for c in sorted(classes, key=_attrgetter("__module__", "__name__")):
        results.append((c, c.__bases__))
        if c in children:
            results.append(walktree(children[c], children, c))
    return results


__all__ = [name for name in """
    ArgInfo Arguments Attribute BlockFinder BoundArguments CORO_CLOSED CORO_CREATED CORO_RUNNING CORO_SUSPENDED CO_ASYNC_GENERATOR CO_COROUTINE
    CO_GENERATOR CO_ITERABLE_COROUTINE CO_NESTED CO_NEWLOCALS CO_NOFREE CO_OPTIMIZED CO_VARARGS CO_VARKEYWORDS ClassFoundException ClosureVars
    EndOfBlock FrameInfo FullArgSpec GEN_CLOSED GEN_CREATED GEN_RUNNING GEN_SUSPENDED Parameter Signature TPFLAGS_IS_ABSTRACT Traceback
    classify_class_attrs cleandoc currentframe findsource formatannotation formatannotationrelativeto formatargvalues get_annotations getabsfile
    getargs getargvalues getattr_static getblock getcallargs getclasstree getclosurevars getcomments getcoroutinelocals getcoroutinestate getdoc
    getfile getframeinfo getfullargspec getgeneratorlocals getgeneratorstate getinnerframes getlineno getmembers getmembers_static getmodule
    getmodulename getmro getouterframes getsource getsourcefile getsourcelines indentsize isabstract isasyncgen isasyncgenfunction isawaitable
    isbuiltin isclass iscode iscoroutine iscoroutinefunction isdatadescriptor isframe isfunction isgenerator isgeneratorfunction isgetsetdescriptor
    ismemberdescriptor ismethod ismethoddescriptor ismethodwrapper ismodule isroutine istraceback signature stack trace unwrap walktree AGEN_CLOSED
    AGEN_CREATED AGEN_RUNNING AGEN_SUSPENDED BufferFlags getasyncgenlocals getasyncgenstate markcoroutinefunction ispackage
    """.split() if name in globals()]
