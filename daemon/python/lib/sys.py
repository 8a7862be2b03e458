"""What of the module sys is written in Python; the functions are in C."""


def _make():
    from sys import _struct_sequence, _version as release

    def structure(name, **members):
        return _struct_sequence("sys." + name, tuple(members.values()))

    major, minor, micro = (int(part) for part in release.split("."))
    names = {}
    names["version_info"] = structure("version_info", major=major, minor=minor, micro=micro, releaselevel="final", serial=0)
    names["version"] = release + " (heapd)"
    names["hexversion"] = major << 24 | minor << 16 | micro << 8 | 0xF0
    names["int_info"] = structure(
        "int_info", bits_per_digit=30, sizeof_digit=4, default_max_str_digits=4300, str_digits_check_threshold=640)
    names["float_info"] = structure(
        "float_info", max=1.7976931348623157e308, max_exp=1024, max_10_exp=308, min=2.2250738585072014e-308, min_exp=-1021,
        min_10_exp=-307, dig=15, mant_dig=53, epsilon=2.220446049250313e-16, radix=2, rounds=1)
    names["hash_info"] = structure(
        "hash_info", width=64, modulus=2305843009213693951, inf=314159, nan=0, imag=1000003, algorithm="siphash13", hash_bits=64,
        seed_bits=128, cutoff=0)
    flags = dict(
        debug=0, inspect=0, interactive=0, optimize=0, dont_write_bytecode=0, no_user_site=0, no_site=1, ignore_environment=0, verbose=0,
        bytes_warning=0, quiet=0, hash_randomization=0, isolated=0, dev_mode=False, utf8_mode=0, warn_default_encoding=0, safe_path=False,
        int_max_str_digits=4300 if minor >= 12 else -1)
    if minor >= 14:
        flags.update(gil=1, thread_inherit_context=0, context_aware_warnings=0)
    names["flags"] = structure("flags", **flags)

    from _types import SimpleNamespace

    names["implementation"] = SimpleNamespace(
        name="cpython", cache_tag="cpython-3%d" % minor, version=names["version_info"], hexversion=names["hexversion"],
        _multiarch="x86_64-linux-gnu", **({"supports_isolated_interpreters": True} if minor >= 14 else {}))

    class TextIOWrapper:
        encoding = "utf-8"
        errors = "strict"
        newlines = None
        line_buffering = False
        closed = False

        def __init__(self, number, name):
            self._number = number
            self.name = name

        def write(self, text):
            if not isinstance(text, str):
                raise TypeError("write() argument must be str, not " + type(text).__name__)
            _write(self._number, text)
            return len(text)

        def writelines(self, lines):
            for line in lines:
                self.write(line)

        def flush(self):
            pass

        def isatty(self):
            return False

        def fileno(self):
            return self._number

        def readline(self, size=-1):
            return self.read(size)

        def read(self, size=-1):
            if self._number:
                from io import UnsupportedOperation

                raise UnsupportedOperation("not readable")
            return ""

        def __getattr__(self, name):
            from _sys_rest import stream_attribute

            return stream_attribute(self, name)

        def writable(self):
            return self._number > 0

        def readable(self):
            return self._number == 0

        def __iter__(self):
            return iter(())

        def __repr__(self):
            return "<_io.TextIOWrapper name=%r mode=%r encoding='utf-8'>" % (self.name, "r" if self._number == 0 else "w")

    TextIOWrapper.__module__, TextIOWrapper.__qualname__ = "_io", "TextIOWrapper"
    names["__unraisablehook__"] = unraisablehook
    names["__excepthook__"] = excepthook
    names["__displayhook__"] = displayhook

    from sys import _write

    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = TextIOWrapper(number, "<%s>" % name)
        names[name] = names["__%s__" % name] = stream
    return names


def _load_rest():
    """What seldom anybody asks for: called by __getattr__() for a name that is not there."""
    names = globals()
    if not names.get("_whole"):
        from _sys_rest import names as rest

        for key, value in rest().items():
            names.setdefault(key, value)
        names["_whole"] = True


def __dir__():
    _load_rest()
    return [name for name in globals() if name not in _hidden]


_hidden = {"__getattr__", "_load_rest", "__dir__", "__builtins__", "__annotate__", "_hidden", "_whole", "_struct_sequence", "_exception_text",
           "_print_unraisable", "_write", "_version", "_limits", "_stdlib_names", "_async_hooks", "_origin_depth"}
globals().update(_make())
del _make
