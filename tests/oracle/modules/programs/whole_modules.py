"""All names of gc, sys, weakref and tracemalloc and of their types: what they are, which arguments they say that they take."""
import gc
import inspect
import sys
import tracemalloc
import types
import weakref

# What is about files, paths, this build, or is there for its own sake, and what a later version has besides.
SKIP = {"modules", "argv", "path", "executable", "_base_executable", "prefix", "base_prefix", "exec_prefix", "base_exec_prefix", "getdlopenflags",
        "setdlopenflags", "_getquickenedcount", "_baserepl", "stdin", "stdout", "stderr", "_stdlib_dir", "_git", "builtin_module_names", "_framework",
        "meta_path", "path_hooks", "path_importer_cache", "orig_argv", "version", "version_info", "hexversion", "implementation", "flags",
        "dont_write_bytecode", "copyright", "_is_immortal", "stdlib_module_names", "_opcode", "_home"}
OF_CLASSES = {"__doc__", "__dict__", "__module__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations__", "__annotations_cache__",
              "__annotate_func__"}
ASKED = ("__name__", "__qualname__", "__module__", "__self__", "__text_signature__", "__defaults__", "__kwdefaults__", "__flags__", "__basicsize__",
         "__itemsize__", "__bases__", "__slots__", "__hash__", "__weakrefoffset__", "__dictoffset__")
VERSION_TAG = 1 << 19  # of __flags__ in 3.11: methods were looked up


def kind(o):
    return ("type of " if isinstance(o, type) else "") + type(o).__name__


def signature(o):
    try:
        return str(inspect.signature(o))
    except ValueError:
        return "no signature"


def attributes(o):
    told = []
    for name in ASKED:
        value = getattr(o, name, "-")
        if isinstance(value, types.ModuleType):
            value = "module " + value.__name__
        elif name == "__hash__":
            value = value is not None
        elif name == "__flags__" and value != "-":
            value = hex(value & ~VERSION_TAG)
        told.append("%s %r" % (name, value))
    return " | ".join(told)


def tell_members(owner, o):
    for name in sorted(set(dir(o)) - OF_CLASSES):
        if name[0] == "_" and name[-1] != "_":
            continue
        value = getattr(o, name)
        raw = next((c.__dict__[name] for c in o.__mro__ if name in c.__dict__), None)
        print("   ", owner, name, kind(value), kind(raw), signature(value) if callable(value) else repr(value)[:100].split(" at 0x")[0],
              getattr(value, "__qualname__", None) if name != "__subclasshook__" else "", getattr(value, "__module__", None),
              getattr(value, "__text_signature__", None))


for module in (gc, sys, weakref, tracemalloc):
    for name in sorted(set(dir(module)) - SKIP):
        o = getattr(module, name)
        if name[0] == "_" and (module in (weakref, tracemalloc) or name[:2] == "__") or isinstance(o, types.ModuleType):
            continue
        if not callable(o):
            print(module.__name__, name, kind(o), repr(o)[:300])
            continue
        print(module.__name__, name, kind(o), signature(o), attributes(o))
        if isinstance(o, type) and o.__module__ in ("weakref", "_weakrefset", "tracemalloc"):
            tell_members(name, o)
if sys.version_info < (3, 13):
    print(sorted(sys.stdlib_module_names))
