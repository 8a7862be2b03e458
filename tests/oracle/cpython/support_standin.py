
# ---- test.support

class _Always:
    def __init__(self, answer):
        self.answer = answer

    def __eq__(self, other):
        return self.answer

    def __ne__(self, other):
        return not self.answer

    __hash__ = None


class _ALWAYS_EQ:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


class _NEVER_EQ:
    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    def __hash__(self):
        return 1


@functools.total_ordering
class _LARGEST:
    def __eq__(self, other):
        return isinstance(other, _LARGEST)

    def __lt__(self, other):
        return False


@functools.total_ordering
class _SMALLEST:
    def __eq__(self, other):
        return isinstance(other, _SMALLEST)

    def __gt__(self, other):
        return False


def check_impl_detail(**guards):
    return guards.get("cpython", not any(guards.values())) if guards else True


def impl_detail(msg=None, **guards):
    return skipUnless(check_impl_detail(**guards), msg or "another implementation's")


def gc_collect():
    gc.collect()
    gc.collect()
    gc.collect()


@contextlib.contextmanager
def captured_output(name):
    old = getattr(sys, name)
    setattr(sys, name, io.StringIO())
    try:
        yield getattr(sys, name)
    finally:
        setattr(sys, name, old)


@contextlib.contextmanager
def swap_attr(thing, name, value):
    if hasattr(thing, name):
        old = getattr(thing, name)
        setattr(thing, name, value)
        try:
            yield old
        finally:
            setattr(thing, name, old)
    else:
        setattr(thing, name, value)
        try:
            yield
        finally:
            if hasattr(thing, name):
                delattr(thing, name)


@contextlib.contextmanager
def swap_item(thing, key, value):
    if key in thing:
        old = thing[key]
        thing[key] = value
        try:
            yield old
        finally:
            thing[key] = old
    else:
        thing[key] = value
        try:
            yield
        finally:
            if key in thing:
                del thing[key]


@contextlib.contextmanager
def disable_gc():
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextlib.contextmanager
def infinite_recursion(max_depth=75):
    old = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(max(max_depth, 75))
        yield
    finally:
        sys.setrecursionlimit(old)


@contextlib.contextmanager
def adjust_int_max_str_digits(digits):
    old = sys.get_int_max_str_digits()
    try:
        sys.set_int_max_str_digits(digits)
        yield
    finally:
        sys.set_int_max_str_digits(old)


class catch_unraisable_exception:
    def __init__(self):
        self.unraisable = self._old_hook = None

    def _hook(self, unraisable):
        self.unraisable = unraisable

    def __enter__(self):
        self._old_hook = sys.unraisablehook
        sys.unraisablehook = self._hook
        return self

    def __exit__(self, *exception):
        sys.unraisablehook = self._old_hook
        del self.unraisable


def no_tracing(function):
    if not hasattr(sys, "gettrace"):
        return function

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        old = sys.gettrace()
        try:
            sys.settrace(None)
            return function(*args, **kwargs)
        finally:
            sys.settrace(old)
    return wrapper


def bigmemtest(size, memuse, dry_run=True):
    def decorator(function):
        def wrapper(self):
            if not dry_run:
                raise SkipTest("not enough memory")
            return function(self, 5147)
        wrapper.size, wrapper.memuse = size, memuse
        return wrapper
    return decorator


def check_free_after_iterating(test, iter, kind, args=()):
    class A(kind):
        def __del__(self):
            nonlocal done
            done = True
            try:
                next(it)
            except StopIteration:
                pass
    done = False
    it = iter(A(*args))
    test.assertRaises(StopIteration, next, it)
    gc_collect()
    test.assertTrue(done)


def check_syntax_error(case, statement, errtext="", *, lineno=None, offset=None):
    with case.assertRaisesRegex(SyntaxError, errtext) as caught:
        compile(statement, "<test string>", "exec")
    error = caught.exception
    case.assertIsNotNone(error.lineno)
    if lineno is not None:
        case.assertEqual(error.lineno, lineno)
    case.assertIsNotNone(error.offset)
    if offset is not None:
        case.assertEqual(error.offset, offset)


def calcobjsize(fmt):
    import struct
    return struct.calcsize("nP" + fmt + "0n")


def calcvobjsize(fmt):
    import struct
    return struct.calcsize("nPn" + fmt + "0n")


def check_sizeof(test, value, size):
    if isinstance(value, _Absent) or value is _Absent:
        return
    result = sys.getsizeof(value)
    if (type(value) == type and value.__flags__ & (1 << 9)) or (type(value) != type and type(value).__flags__ & (1 << 14)):
        size += 16
    if result != size:  # all of them are told
        test._subtests.append("wrong size of %.100r, %s: got %d, expected %d" % (value, type(value), result, size))


def get_attribute(thing, name):
    try:
        return getattr(thing, name)
    except AttributeError:
        raise SkipTest("%r has no attribute %r" % (thing, name))


def check_disallow_instantiation(case, kind, *args, **kwargs):
    module, name = kind.__module__, kind.__name__
    full = module + "." + name if module != "builtins" else name
    case.assertRaisesRegex(TypeError, "cannot create '%s' instances" % re.escape(full), kind, *args, **kwargs)


def check__all__(case, module, name_of_module=None, extra=(), not_exported=()):
    names = (name_of_module,) if isinstance(name_of_module, str) else name_of_module or (module.__name__,)
    expected = set(extra)
    for name in dir(module):
        if name.startswith("_") or name in not_exported:
            continue
        thing = getattr(module, name)
        if getattr(thing, "__module__", None) in names or (not hasattr(thing, "__module__") and not isinstance(thing, types.ModuleType)):
            expected.add(name)
    case.assertCountEqual(module.__all__, expected)


def detect_api_mismatch(ref, other, *, ignore=()):
    return {name for name in set(dir(ref)) - set(dir(other)) - set(ignore) if not name.startswith("_") or name.endswith("__")}


def patch(case, thing, name, value):
    getattr(thing, name)
    if "__dict__" in dir(thing) and name in thing.__dict__:
        old = thing.__dict__[name]
        case.addCleanup(lambda: setattr(thing, name, old))
    else:
        case.addCleanup(lambda: delattr(thing, name))
    setattr(thing, name, value)


def patch_list(original):
    before = original[:]
    return _on_exit(lambda: original.__setitem__(slice(None), before))


@contextlib.contextmanager
def _on_exit(function):
    try:
        yield
    finally:
        function()


def _decorators(*args, **kwargs):
    return _id


def _skipping(reason):
    def factory(*args, **kwargs):
        if len(args) == 1 and isinstance(args[0], (type, types.FunctionType)):
            return skip(reason)(args[0])
        return skip(reason)
    return factory


def _refuse(reason):
    def function(*args, **kwargs):
        raise SkipTest(reason)
    return function


def _sort_dict(mapping):
    return "{%s}" % ", ".join("%r: %r" % item for item in sorted(mapping.items()))


_test = _module("test")
_test.__path__ = []
_support = _module(
    "test.support", verbose=False, cpython_only=_id, impl_detail=impl_detail, check_impl_detail=check_impl_detail, gc_collect=gc_collect,
    captured_output=captured_output, captured_stdout=lambda: captured_output("stdout"), captured_stderr=lambda: captured_output("stderr"),
    captured_stdin=lambda: captured_output("stdin"), swap_attr=swap_attr, swap_item=swap_item, requires_IEEE_754=_id, requires_docstrings=_id,
    MISSING_C_DOCSTRINGS=False, HAVE_DOCSTRINGS=True, requires_resource=_skipping("needs a resource"), requires=_refuse("needs a resource"),
    is_resource_enabled=lambda name: False, bigmemtest=bigmemtest, bigaddrspacetest=_skipping("not enough memory"), _1M=1 << 20, _1G=1 << 30,
    _2G=2 << 30, _4G=4 << 30, MAX_Py_ssize_t=sys.maxsize, max_memuse=0, real_max_memuse=0, ALWAYS_EQ=_ALWAYS_EQ(), NEVER_EQ=_NEVER_EQ(),
    LARGEST=_LARGEST(), SMALLEST=_SMALLEST(), check_free_after_iterating=check_free_after_iterating, check_syntax_error=check_syntax_error,
    check_sizeof=check_sizeof, calcobjsize=calcobjsize, calcvobjsize=calcvobjsize, catch_unraisable_exception=catch_unraisable_exception,
    infinite_recursion=infinite_recursion, set_recursion_limit=infinite_recursion, patch=patch, patch_list=patch_list, disable_gc=disable_gc,
    refcount_test=no_tracing, no_tracing=no_tracing, run_in_subinterp=_refuse("one interpreter"), SuppressCrashReport=contextlib.nullcontext,
    sortdict=_sort_dict, Error=type("Error", (Exception,), {}), TestFailed=type("TestFailed", (Exception,), {}), findfile=_refuse("no files"),
    get_attribute=get_attribute, check_disallow_instantiation=check_disallow_instantiation, adjust_int_max_str_digits=adjust_int_max_str_digits,
    check__all__=check__all__, detect_api_mismatch=detect_api_mismatch, has_fork_support=False, has_subprocess_support=False,
    requires_subprocess=_skipping("no processes"), requires_fork=_skipping("no processes"), requires_working_socket=_skipping("no sockets"),
    requires_mac_ver=_decorators, Py_DEBUG=False, Py_TRACE_REFS=False, Py_GIL_DISABLED=False, is_emscripten=False, is_wasi=False, is_android=False,
    is_jython=False, MS_WINDOWS=False, is_apple=False, is_apple_mobile=False, skip_if_sanitizer=_decorators, skip_if_pgo_task=_id,
    skip_emscripten_stack_overflow=_decorators, skip_wasi_stack_overflow=_decorators, skip_if_unlimited_stack_size=_id,
    requires_debug_ranges=_decorators, skip_if_broken_multiprocessing_synchronize=_refuse("no processes"), LONG_TIMEOUT=300.0, SHORT_TIMEOUT=30.0,
    LOOPBACK_TIMEOUT=5.0, force_not_colorized=_id, force_not_colorized_test_class=_id, requires_gil_enabled=_decorators, requires_specialization=_id,
    requires_limited_api=_skipping("no C"), with_pymalloc=lambda: True, check_sanitizer=lambda **kinds: False, run_with_locale=_skipping("no locales"),
    run_with_tz=_skipping("no time zones"), skip_if_buggy_ucrt_strfptime=_id, NHASHBITS=64, PIPE_MAX_SIZE=1 << 22, REPO_ROOT="",
    requires_legacy_unicode_capi=_skipping("no C"), suppress_immortalization=contextlib.nullcontext, skip_if_suppress_immortalization=_decorators,
    Py_C_RECURSION_LIMIT=10000, exceeds_recursion_limit=lambda: 100_000, no_color=contextlib.nullcontext, requires_zlib=_decorators,
    requires_lzma=_decorators, requires_bz2=_decorators, has_no_debug_ranges=lambda: False)
_support.__path__ = []
_support.reap_children = lambda: None
_support.__getattr__ = lambda name: _Absent("test.support." + name) if name[:2] != "__" else _missing(name)


def _missing(name):
    raise AttributeError(name)


# ---- its helpers

_own_modules = {}  # the program's: what is told to be absent


def import_module(name, deprecated=False, *, required_on=()):
    if name.partition(".")[0] in _own_absent:
        return _Absent(name)()  # skips a test that runs
    try:
        __import__(name)
    except ImportError as problem:
        raise SkipTest(str(problem))
    return sys.modules[name]


def import_fresh_module(name, fresh=(), blocked=(), deprecated=False):
    if name.partition(".")[0] in _own_absent:
        return None
    try:
        __import__(name)
        for one in fresh:
            if one.partition(".")[0] in _own_absent:
                return None
    except ImportError:
        return None
    return sys.modules[name]


_own_absent = set()
_module("test.support.import_helper", import_module=import_module, import_fresh_module=import_fresh_module, forget=_refuse("no files"),
        ready_to_import=_refuse("no files"), CleanImport=_Absent("CleanImport"), DirsOnSysPath=_Absent("DirsOnSysPath"),
        isolated_modules=_Absent("isolated_modules"), modules_setup=lambda: (dict(sys.modules),), modules_cleanup=lambda *args: None,
        ensure_lazy_imports=_refuse("no processes"))


class _FakePath:
    def __init__(self, path):
        self.path = path

    def __repr__(self):
        return "<FakePath %r>" % self.path

    def __fspath__(self):
        if isinstance(self.path, BaseException) or isinstance(self.path, type) and issubclass(self.path, BaseException):
            raise self.path
        return self.path


_os_helper = _module("test.support.os_helper", TESTFN="@test_tmp", TESTFN_ASCII="@test_tmp", TESTFN_UNICODE="@test_tmp-\xe0", TESTFN_NONASCII=None,
                     TESTFN_UNENCODABLE=None, TESTFN_UNDECODABLE=None, FS_NONASCII="", SAVEDCWD="", FakePath=_FakePath, unlink=_refuse("no files"),
                     rmtree=_refuse("no files"), rmdir=_refuse("no files"), skip_unless_symlink=_skipping("no files"), can_symlink=lambda: False,
                     skip_unless_working_chmod=_skipping("no files"), skip_unless_xattr=_skipping("no files"),
                     create_empty_file=_refuse("no files"), temp_dir=_Absent("temp_dir"), temp_cwd=_Absent("temp_cwd"),
                     make_bad_fd=_refuse("no files"), EnvironmentVarGuard=_Absent("EnvironmentVarGuard"), change_cwd=_Absent("change_cwd"))


class _Recorder:
    def __init__(self, recorded):
        self._warnings, self._last = recorded, 0

    def __getattr__(self, name):
        if len(self._warnings) > self._last:
            return getattr(self._warnings[-1], name)
        if name in warnings.WarningMessage._WARNING_DETAILS:
            return None
        raise AttributeError("%r has no attribute %r" % (self, name))

    @property
    def warnings(self):
        return self._warnings[self._last:]

    def reset(self):
        self._last = len(self._warnings)


@contextlib.contextmanager
def check_warnings(*filters, quiet=None):
    if not filters:
        filters = (("", Warning),)
        quiet = True if quiet is None else quiet
    registry = sys._getframe(2).f_globals.get("__warningregistry__")
    if registry:
        registry.clear()
    with warnings.catch_warnings(record=True) as recorded:
        sys.modules["warnings"].simplefilter("always")
        yield _Recorder(recorded)
    left, missing = list(recorded), []
    for text, category in filters:
        seen = False
        for one in left[:]:
            if re.match(text, str(one.message), re.I) and issubclass(one.message.__class__, category):
                seen = True
                left.remove(one)
        if not seen and not quiet:
            missing.append((text, category.__name__))
    if left:
        raise AssertionError("unhandled warning %s" % left[0])
    if missing:
        raise AssertionError("filter (%r, %s) did not catch any warning" % missing[0])


@contextlib.contextmanager
def check_no_warnings(case, message="", category=Warning, force_gc=False):
    with warnings.catch_warnings(record=True) as recorded:
        warnings.filterwarnings("always", message=message, category=category)
        yield
        if force_gc:
            gc_collect()
    case.assertEqual(recorded, [])


def check_syntax_warning(case, statement, errtext="", *, lineno=1, offset=None):
    with warnings.catch_warnings(record=True) as recorded:
        warnings.simplefilter("always", SyntaxWarning)
        compile(statement, "<testcase>", "exec")
    case.assertEqual(len(recorded), 1, recorded)
    one, = recorded
    case.assertTrue(issubclass(one.category, SyntaxWarning))
    if errtext:
        case.assertRegex(str(one.message), errtext)
    case.assertEqual(one.filename, "<testcase>")
    case.assertIsNotNone(one.lineno)
    if lineno is not None:
        case.assertEqual(one.lineno, lineno)
    with warnings.catch_warnings(record=True) as recorded:
        warnings.simplefilter("error", SyntaxWarning)
        check_syntax_error(case, statement, errtext, lineno=lineno, offset=offset)
    case.assertEqual(recorded, [])


def ignore_warnings(*, category):
    def decorator(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", category=category)
                return function(*args, **kwargs)
        return wrapper
    return decorator


_module("test.support.warnings_helper", check_warnings=check_warnings, check_no_warnings=check_no_warnings, ignore_warnings=ignore_warnings,
        check_no_resource_warning=lambda case: check_no_warnings(case, category=ResourceWarning, force_gc=True),
        check_syntax_warning=check_syntax_warning, save_restore_warnings_filters=lambda: warnings.catch_warnings())


class _BytecodeTestCase(TestCase):
    def __init__(self, *args):
        TestCase.__init__(self, *args)
        raise SkipTest("no dis")


_processes = {"interpreter_requires_environment": lambda: False}
_processes |= {name: _refuse("no processes") for name in (
    "assert_python_ok", "assert_python_failure", "make_script", "run_test_script", "run_python_until_end", "spawn_python", "kill_python",
    "make_pkg", "make_zip_script", "make_zip_pkg")}
_module("test.support.script_helper", **_processes)
_module("test.support.threading_helper", requires_working_threading=lambda *, module=False: _refuse("no threads")() if module and _running else _skipping("no threads")(),
        reap_threads=_id, start_threads=_refuse("no threads"), can_start_thread=False, threading_setup=_refuse("no threads"),
        threading_cleanup=_refuse("no threads"), join_thread=_refuse("no threads"), catch_threading_exception=_refuse("no threads"),
        run_concurrently=_refuse("no threads"))
_module("test.support.socket_helper", skip_unless_bind_unix_socket=_id)
_module("test.support.bytecode_helper", BytecodeTestCase=_BytecodeTestCase)
_own_cases += (_BytecodeTestCase,)


def _mixins_getattr(name):
    if name[:2] == "__":
        raise AttributeError(name)
    return _Absent(name)


# C's test modules: what tests only read of them.
_module("_testinternalcapi", SIZEOF_PYGC_HEAD=16, __getattr__=lambda name: _mixins_getattr(name))
_module("_testcapi", INT_MAX=(1 << 31) - 1, INT_MIN=-1 << 31, UINT_MAX=(1 << 32) - 1, LONG_MAX=(1 << 63) - 1, LONG_MIN=-1 << 63, ULONG_MAX=(1 << 64) - 1,
        LLONG_MAX=(1 << 63) - 1, LLONG_MIN=-1 << 63, SHRT_MAX=32767, SHRT_MIN=-32768, USHRT_MAX=65535, UCHAR_MAX=255, CHAR_MAX=127, CHAR_MIN=-128,
        PY_SSIZE_T_MAX=(1 << 63) - 1, PY_SSIZE_T_MIN=-1 << 63, FLT_MAX=3.4028234663852886e+38, FLT_MIN=1.1754943508222875e-38,
        DBL_MAX=1.7976931348623157e+308, DBL_MIN=2.2250738585072014e-308, SIZEOF_WCHAR_T=4, SIZEOF_TIME_T=8, WITH_PYMALLOC=True,
        __getattr__=lambda name: _mixins_getattr(name))
_module("test.support.hashlib_helper", __getattr__=_mixins_getattr)
_module("test.support.numbers", __getattr__=_mixins_getattr)


# ---- running a file: compare.py appends _sources, _own_absent, _left_out and the call of _run_all()

def _matches(name, patterns):
    return any(_elliptic(pattern.replace("*", "..."), name) for pattern in patterns)


def _say(*words):
    _report_to.write("\x1e" + "\t".join(words) + "\n")


def _load(name, path, text):
    module = sys.modules[name] if name in sys.modules else _module(name)
    module.__file__ = path
    linecache.cache[path] = (len(text), None, text.splitlines(True), path)
    exec(compile(text, path, "exec", 0, True), module.__dict__)
    return module


def _flat(suite):
    for one in suite:
        if isinstance(one, (TestCase, _DocTest)):
            yield one
        elif isinstance(one, _Absent):
            continue
        else:
            yield from _flat(one)


def _run_doctest(test, wanted, seen):
    names = ["%s:%d" % (test.name, example.line) for example in test.examples]
    if not any(wanted(name) for name in names):
        return
    try:
        if test.setUp:
            test.setUp(test)
    except Exception as problem:
        return _say("fixture", test.name, _describe(problem))
    for number, (name, example) in enumerate(zip(names, test.examples)):
        _say("start", name)
        try:
            _say("end", name, *test.run_one(number, example))
        except BaseException as problem:
            _say("end", name, "error", _describe(problem))
    if test.tearDown:
        test.tearDown(test)


def _end_class(case):
    if case is not None:
        try:
            case.tearDownClass()
            case.doClassCleanups()
        except BaseException as problem:
            _say("fixture", case.__qualname__, _describe(problem))


def _run_all(sources, wanted):
    global _running
    for name, path, text in sources:
        try:
            module = _load(name, path, text)
        except BaseException as problem:
            return _say("file", name, _describe(problem))
    try:
        tests = list(_flat(_Loader().loadTestsFromModule(module)))
    except BaseException as problem:
        return _say("file", name, _describe(problem))
    _running = True
    if hasattr(module, "setUpModule"):
        try:
            module.setUpModule()
        except BaseException as problem:
            return _say("file", name, _describe(problem))
    case = refused = None
    for test in tests:
        if isinstance(test, _DocTest):
            _run_doctest(test, wanted, None)
            continue
        name = test.id()
        if not wanted(name):
            continue
        if type(test) is not case:
            _end_class(case)
            case, refused = type(test), None
            try:
                if not getattr(case, "__unittest_skip__", False):
                    case.setUpClass()
            except BaseException as problem:
                refused = ("skip" if isinstance(problem, SkipTest) else "error", "setUpClass: " + _describe(problem))
        _say("start", name)
        try:
            outcome = refused or test.run()
        except BaseException as problem:
            outcome = ("error", _describe(problem))
        _say("end", name, *outcome)
    _end_class(case)
    if hasattr(module, "tearDownModule"):
        try:
            module.tearDownModule()
        except BaseException as problem:
            _say("fixture", module.__name__, _describe(problem))
    _say("done")
