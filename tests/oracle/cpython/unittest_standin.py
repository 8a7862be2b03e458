# A small unittest, doctest and test.support, so that one program can hold them and a test file of CPython's, and run alike in CPython and in heapd.
# compare.py puts this text at the head of each program; the names below that begin with _ are its own.
#
# What a test needs that heapd has not (files, processes, C's test modules) is an _Absent: whatever is asked of it while the file is loaded is
# absent as well, and a call while a test runs skips the test, in both interpreters.
import sys

_report_to = sys.stderr
_running = False


class SkipTest(Exception):
    pass


class _Absent:
    def __init__(self, *what):
        self.__dict__["_what"] = what[0] if what else "?"

    def __getattr__(self, name):
        if name[:2] == "__":
            raise AttributeError(name)
        return _Absent("%s.%s" % (self._what, name))

    def __setattr__(self, name, value):
        pass

    def __call__(self, *args, **kwargs):
        if _running:
            raise SkipTest("there is no " + str(self._what))
        return _Absent(str(self._what) + "()")

    def __iter__(self):
        return iter(())

    def __getitem__(self, key):
        return _Absent("%s[]" % self._what)

    def __mro_entries__(self, bases):
        return (_AbsentBase,)

    def __lt__(self, other):
        return False

    __gt__ = __le__ = __ge__ = __lt__

    def __or__(self, other):
        return other

    __ror__ = __add__ = __radd__ = __mod__ = __or__

    def __int__(self):
        return 0

    def __bool__(self):
        return False

    def __enter__(self):
        raise SkipTest("there is no " + str(self._what))

    def __exit__(self, *exception):
        pass


class _AbsentBase:
    def __new__(cls, *args, **kwargs):
        return object.__new__(cls) if not _running else _Absent(cls.__name__)()


def _module(name, **members):
    module = type(sys)(name)
    module.__dict__.update(members)
    sys.modules[name] = module
    parent, _, last = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], last, module)
    return module


import builtins, collections, contextlib, functools, gc, io, linecache, re, traceback, types, warnings  # noqa: E402, E401


# ---- unittest

def _id(thing):
    return thing


def skip(reason=""):
    def decorator(thing):
        if not isinstance(thing, type):
            @functools.wraps(thing)
            def skipping(*args, **kwargs):
                raise SkipTest(reason)
            thing = skipping
        thing.__unittest_skip__ = True
        thing.__unittest_skip_why__ = reason
        return thing
    if isinstance(reason, types.FunctionType):
        function, reason = reason, ""
        return decorator(function)
    return decorator


def skipIf(condition, reason=""):
    return skip(reason) if condition else _id


def skipUnless(condition, reason=""):
    return _id if condition else skip(reason)


def expectedFailure(thing):
    thing.__unittest_expecting_failure__ = True
    return thing


def _clear_frames(tb):
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next


class _Expecting:
    def __init__(self, expected, case, regex=None):
        self.expected, self.case, self.regex, self.msg = expected, case, regex, None

    def handle(self, name, args, kwargs):
        try:
            if not args:
                self.msg = kwargs.pop("msg", None)
                return self
            callable, *args = args
            with self:
                callable(*args, **kwargs)
        finally:
            self = None

    def names(self):
        return " or ".join(one.__name__ for one in (self.expected if isinstance(self.expected, tuple) else (self.expected,)))

    def fail(self, text):
        raise self.case.failureException(text if self.msg is None else "%s : %s" % (text, self.msg))

    def match(self, text):
        if self.regex is None:
            return True
        if isinstance(self.regex, (str, bytes)):
            self.regex = re.compile(self.regex)
        return self.regex.search(text)


class _AssertRaisesContext(_Expecting):
    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        if kind is None:
            self.fail("%s not raised" % self.names())
        _clear_frames(tb)
        if not issubclass(kind, self.expected):
            return False
        self.exception = value.with_traceback(None)
        if not self.match(str(value)):
            self.fail("%r does not match %r" % (self.regex.pattern, str(value)))
        return True

    __class_getitem__ = classmethod(types.GenericAlias)


class _AssertWarnsContext(_Expecting):
    def __enter__(self):
        for module in list(sys.modules.values()):
            if getattr(module, "__warningregistry__", None):
                module.__warningregistry__ = {}
        self.manager = warnings.catch_warnings(record=True)
        self.warnings = self.manager.__enter__()
        warnings.simplefilter("always", self.expected)
        return self

    def __exit__(self, kind, value, tb):
        self.manager.__exit__(kind, value, tb)
        if kind is not None:
            return
        first = None
        for one in self.warnings:
            if not isinstance(one.message, self.expected):
                continue
            if first is None:
                first = one.message
            if not self.match(str(one.message)):
                continue
            self.warning, self.filename, self.lineno = one.message, one.filename, one.lineno
            return
        if first is not None:
            self.fail("%r does not match %r" % (self.regex.pattern, str(first)))
        self.fail("%s not triggered" % self.names())


class _Subtest:
    def __init__(self, case, message, parameters):
        self.case, self.what = case, " ".join(([str(message)] if message is not None else []) + ["%s=%.60r" % item for item in parameters.items()])

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        if kind is None:
            return
        if issubclass(kind, SkipTest):
            return True
        if not issubclass(kind, Exception):
            return
        self.case._subtests.append("(%s) %s" % (self.what, _describe(value)))
        return True


def _describe(exception):
    try:
        text = str(exception)
    except Exception as problem:
        text = "<its text: %r>" % type(problem)
    where, tb = "", exception.__traceback__
    while tb is not None:
        file = tb.tb_frame.f_code.co_filename
        if "test" in file.rpartition("/")[2]:
            where += " %s:%d" % (file.rpartition("/")[2], tb.tb_lineno)
        tb = tb.tb_next
    return "%s: %s [%s]" % (type(exception).__name__, " ".join(text.split())[:600], where[-120:].strip())


class TestCase:
    failureException = AssertionError
    longMessage = True
    maxDiff = 640

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._cleanups, self._subtests, self._equalities = [], [], {}

    def __eq__(self, other):
        return type(self) is type(other) and self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __repr__(self):
        return "<%s testMethod=%s>" % (type(self).__qualname__, self._testMethodName)

    def id(self):
        return "%s.%s" % (type(self).__qualname__, self._testMethodName)

    def shortDescription(self):
        return None

    def setUp(self):
        pass

    def tearDown(self):
        pass

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def addCleanup(self, function, *args, **kwargs):
        self._cleanups.append((function, args, kwargs))

    def doCleanups(self):
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            function(*args, **kwargs)

    _class_cleanups = []

    @classmethod
    def addClassCleanup(cls, function, *args, **kwargs):
        cls._class_cleanups = cls._class_cleanups + [(function, args, kwargs)]

    @classmethod
    def doClassCleanups(cls):
        while cls._class_cleanups:
            function, args, kwargs = cls._class_cleanups.pop()
            function(*args, **kwargs)

    def enterContext(self, manager):
        value = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)
        return value

    @classmethod
    def enterClassContext(cls, manager):
        value = manager.__enter__()
        cls.addClassCleanup(manager.__exit__, None, None, None)
        return value

    def addTypeEqualityFunc(self, kind, function):
        self._equalities[kind] = function

    def skipTest(self, reason):
        raise SkipTest(reason)

    def subTest(self, msg=None, **parameters):
        return _Subtest(self, msg, parameters)

    def fail(self, msg=None):
        raise self.failureException(msg)

    def _formatMessage(self, msg, standard):
        return standard if msg is None else "%s : %s" % (standard, msg)

    def _fail(self, msg, text, *values):
        shown = []
        for value in values:
            try:
                shown.append(repr(value))
            except Exception:
                shown.append(object.__repr__(value))
            if len(shown[-1]) > 240:
                shown[-1] = shown[-1][:240] + "..."
        raise self.failureException(self._formatMessage(msg, text % tuple(shown)))

    # ---- what is asserted
    def assertTrue(self, expr, msg=None):
        if not expr:
            self._fail(msg, "%s is not true", expr)

    def assertFalse(self, expr, msg=None):
        if expr:
            self._fail(msg, "%s is not false", expr)

    def assertEqual(self, first, second, msg=None):
        if type(first) is type(second) and type(first) in self._equalities:
            equality = self._equalities[type(first)]
            if isinstance(equality, str):
                equality = getattr(self, equality)
            equality(first, second, msg=msg)
        elif not first == second:
            if isinstance(first, str) and isinstance(second, str) and len(first) > 200:
                self._differ(first, second, msg)
            self._fail(msg, "%s != %s", first, second)

    def _differ(self, first, second, msg):
        for place, (a, b) in enumerate(zip(first, second)):
            if a != b:
                break
        else:
            place = min(len(first), len(second))
        self._fail(msg, "from %d on: %%s != %%s" % place, first[max(place - 40, 0):place + 160], second[max(place - 40, 0):place + 160])

    def assertNotEqual(self, first, second, msg=None):
        if not first != second:
            self._fail(msg, "%s == %s", first, second)

    def assertIs(self, first, second, msg=None):
        if first is not second:
            self._fail(msg, "%s is not %s", first, second)

    def assertIsNot(self, first, second, msg=None):
        if first is second:
            self._fail(msg, "unexpectedly identical: %s", first)

    def assertIsNone(self, value, msg=None):
        if value is not None:
            self._fail(msg, "%s is not None", value)

    def assertIsNotNone(self, value, msg=None):
        if value is None:
            self._fail(msg, "unexpectedly None")

    def assertIn(self, member, container, msg=None):
        if member not in container:
            self._fail(msg, "%s not found in %s", member, container)

    def assertNotIn(self, member, container, msg=None):
        if member in container:
            self._fail(msg, "%s unexpectedly found in %s", member, container)

    def assertIsInstance(self, value, kind, msg=None):
        if not isinstance(value, kind):
            self._fail(msg, "%s is not an instance of %s", value, kind)

    def assertNotIsInstance(self, value, kind, msg=None):
        if isinstance(value, kind):
            self._fail(msg, "%s is an instance of %s", value, kind)

    def assertIsSubclass(self, value, kind, msg=None):
        if not issubclass(value, kind):
            self._fail(msg, "%s is not a subclass of %s", value, kind)

    def assertNotIsSubclass(self, value, kind, msg=None):
        if issubclass(value, kind):
            self._fail(msg, "%s is a subclass of %s", value, kind)

    def assertHasAttr(self, value, name, msg=None):
        if not hasattr(value, name):
            self._fail(msg, "%s has no attribute %s", value, name)

    def assertNotHasAttr(self, value, name, msg=None):
        if hasattr(value, name):
            self._fail(msg, "%s has the attribute %s", value, name)

    def assertStartsWith(self, text, start, msg=None):
        if not text.startswith(start):
            self._fail(msg, "%s does not start with %s", text, start)

    def assertEndsWith(self, text, end, msg=None):
        if not text.endswith(end):
            self._fail(msg, "%s does not end with %s", text, end)

    def assertLess(self, a, b, msg=None):
        if not a < b:
            self._fail(msg, "%s not less than %s", a, b)

    def assertLessEqual(self, a, b, msg=None):
        if not a <= b:
            self._fail(msg, "%s not less than or equal to %s", a, b)

    def assertGreater(self, a, b, msg=None):
        if not a > b:
            self._fail(msg, "%s not greater than %s", a, b)

    def assertGreaterEqual(self, a, b, msg=None):
        if not a >= b:
            self._fail(msg, "%s not greater than or equal to %s", a, b)

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if first == second:
            return
        difference = abs(first - second)
        if difference <= delta if delta is not None else round(difference, 7 if places is None else places) == 0:
            return
        self._fail(msg, "%s != %s nearly", first, second)

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        difference = abs(first - second)
        if delta is not None:
            if not (first == second) and difference > delta:
                return
        elif not (first == second) and round(difference, 7 if places is None else places) != 0:
            return
        self._fail(msg, "%s == %s nearly", first, second)

    def assertRaises(self, expected, *args, **kwargs):
        context = _AssertRaisesContext(expected, self)
        try:
            return context.handle("assertRaises", args, kwargs)
        finally:
            context = None

    def assertRaisesRegex(self, expected, regex, *args, **kwargs):
        context = _AssertRaisesContext(expected, self, regex)
        try:
            return context.handle("assertRaisesRegex", args, kwargs)
        finally:
            context = None

    def assertWarns(self, expected, *args, **kwargs):
        return _AssertWarnsContext(expected, self).handle("assertWarns", args, kwargs)

    def assertWarnsRegex(self, expected, regex, *args, **kwargs):
        return _AssertWarnsContext(expected, self, regex).handle("assertWarnsRegex", args, kwargs)

    def assertLogs(self, *args, **kwargs):
        raise SkipTest("there is no logging")

    assertNoLogs = assertLogs

    def assertRegex(self, text, regex, msg=None):
        if not re.search(regex, text):
            self._fail(msg, "%s does not match %s", text, regex)

    def assertNotRegex(self, text, regex, msg=None):
        if re.search(regex, text):
            self._fail(msg, "%s matches %s", text, regex)

    def assertSequenceEqual(self, first, second, msg=None, seq_type=None):
        if seq_type is not None:
            self.assertIsInstance(first, seq_type)
            self.assertIsInstance(second, seq_type)
        if first == second:
            return
        for place, (a, b) in enumerate(zip(first, second)):
            if a != b:
                self._fail(msg, "item %d: %%s != %%s" % place, a, b)
        if len(first) == len(second) and type(first) == type(second):
            return
        self._fail(msg, "%s != %s", first, second)

    def assertListEqual(self, first, second, msg=None):
        self.assertSequenceEqual(first, second, msg, list)

    def assertTupleEqual(self, first, second, msg=None):
        self.assertSequenceEqual(first, second, msg, tuple)

    def assertMultiLineEqual(self, first, second, msg=None):
        if first != second:
            self._differ(first, second, msg)

    def assertSetEqual(self, first, second, msg=None):
        if first.difference(second) or second.difference(first):
            self._fail(msg, "%s != %s", first, second)

    def assertDictEqual(self, first, second, msg=None):
        self.assertIsInstance(first, dict)
        self.assertIsInstance(second, dict)
        if first != second:
            self._fail(msg, "%s != %s", first, second)

    def assertCountEqual(self, first, second, msg=None):
        first, rest = list(first), list(second)
        for one in first:
            if one not in rest:
                self._fail(msg, "%s is not in the second", one)
            rest.remove(one)
        if rest:
            self._fail(msg, "%s are not in the first", rest)

    def run(self, result=None):
        """-> (outcome, text)"""
        method = getattr(self, self._testMethodName)
        for thing in (type(self), method):
            if getattr(thing, "__unittest_skip__", False):
                return "skip", getattr(thing, "__unittest_skip_why__", "")
        outcome, text = "ok", ""
        try:
            self.setUp()
            try:
                method()
            finally:
                self.tearDown()
        except SkipTest as reason:
            outcome, text = "skip", str(reason)
        except KeyboardInterrupt as problem:
            outcome, text = "error", "KeyboardInterrupt"
        except Exception as problem:
            outcome, text = ("fail" if isinstance(problem, self.failureException) else "error"), _describe(problem)
            _clear_frames(problem.__traceback__)
        try:
            self.doCleanups()
        except SkipTest as reason:
            outcome, text = "skip", str(reason)
        except Exception as problem:
            outcome, text = "error", "cleanup: " + _describe(problem)
        if outcome == "ok" and self._subtests:
            outcome, text = "fail", "%d subtests: %s" % (len(self._subtests), self._subtests[0])
        if getattr(method, "__unittest_expecting_failure__", False):
            outcome = {"ok": "unexpected success", "fail": "ok", "error": "ok"}.get(outcome, outcome)
        return outcome, text


class FunctionTestCase(TestCase):
    pass


class _Suite:
    def __init__(self, tests=()):
        self.tests = list(tests)

    def addTest(self, test):
        self.tests.append(test)

    def addTests(self, tests):
        self.tests.extend(tests)

    def __iter__(self):
        return iter(self.tests)


class _Loader:
    def getTestCaseNames(self, case):
        return sorted(name for name in dir(case) if name.startswith("test") and callable(getattr(case, name)))

    def loadTestsFromTestCase(self, case):
        return _Suite(case(name) for name in self.getTestCaseNames(case) or (["runTest"] if hasattr(case, "runTest") else []))

    def loadTestsFromModule(self, module):
        cases = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, TestCase) and value not in _own_cases]
        suite = _Suite(self.loadTestsFromTestCase(case) for case in sorted(dict.fromkeys(cases), key=lambda case: case.__qualname__))
        return module.load_tests(self, suite, None) if hasattr(module, "load_tests") else suite

    def loadTestsFromName(self, *args):
        return _Suite()

    def discover(self, *args, **kwargs):
        return _Suite()


_own_cases = (TestCase, FunctionTestCase)
_module_cleanups = []


def _enter_module_context(manager):
    value = manager.__enter__()
    _module_cleanups.append((manager.__exit__, (None, None, None), {}))
    return value


def _add_module_cleanup(function, *args, **kwargs):
    _module_cleanups.append((function, args, kwargs))


_module("unittest", TestCase=TestCase, FunctionTestCase=FunctionTestCase, SkipTest=SkipTest, skip=skip, skipIf=skipIf, skipUnless=skipUnless,
        expectedFailure=expectedFailure, TestSuite=_Suite, TestLoader=_Loader, defaultTestLoader=_Loader(), main=lambda *args, **kwargs: None,
        makeSuite=lambda case: _Loader().loadTestsFromTestCase(case), addModuleCleanup=_add_module_cleanup, enterModuleContext=_enter_module_context,
        IsolatedAsyncioTestCase=_Absent("IsolatedAsyncioTestCase"), mock=_Absent("unittest.mock"), TextTestRunner=_Absent("TextTestRunner"),
        runner=_Absent("unittest.runner"))
_module("unittest.case", _AssertRaisesContext=_AssertRaisesContext, SkipTest=SkipTest, TestCase=TestCase, warnings=warnings)
sys.modules["unittest"].case = sys.modules["unittest.case"]
sys.modules["unittest.mock"] = sys.modules["unittest"].mock
for _name in ("patch", "Mock", "MagicMock", "call", "sentinel", "ANY"):
    sys.modules["unittest.mock"].__dict__[_name] = _Absent("unittest.mock." + _name)


# ---- doctest

_OPTIONS = {"NORMALIZE_WHITESPACE": 4, "ELLIPSIS": 8, "SKIP": 16, "IGNORE_EXCEPTION_DETAIL": 32}


class _Example:
    def __init__(self, line, source, want, options):
        self.line, self.source, self.want, self.options = line, source, want, options


def _examples(text, options):
    lines, found, i = text.expandtabs().split("\n"), [], 0
    while i < len(lines):
        line = lines[i]
        indent = len(line) - len(line.lstrip(" "))
        if not (line[indent:].startswith(">>> ") or line[indent:] == ">>>"):
            i += 1
            continue
        start, source = i, [line[indent + 4:]]
        i += 1
        while i < len(lines) and lines[i][:indent + 3] == " " * indent + "..." and lines[i][indent + 3:indent + 4] in ("", " "):
            source.append(lines[i][indent + 4:])
            i += 1
        want = []
        while i < len(lines) and lines[i].strip() and not lines[i].strip().startswith(">>>"):
            want.append(lines[i][indent:])
            i += 1
        flags = options
        for one in source:
            if "# doctest:" in one:
                for word in one.partition("# doctest:")[2].replace(",", " ").split():
                    flags = flags | _OPTIONS.get(word[1:], 0) if word[0] == "+" else flags & ~_OPTIONS.get(word[1:], 0)
        if any(one.strip() and not one.strip().startswith("#") for one in source):
            found.append(_Example(start, "\n".join(source) + "\n", "".join(one + "\n" for one in want), flags))
    return found


def _elliptic(want, got):
    pieces = want.split("...")
    if len(pieces) == 1:
        return want == got
    if not got.startswith(pieces[0]) or not got.endswith(pieces[-1]) or len(pieces[0]) + len(pieces[-1]) > len(got):
        return False
    place, end = len(pieces[0]), len(got) - len(pieces[-1])
    for piece in pieces[1:-1]:
        place = got.find(piece, place, end)
        if place < 0:
            return False
        place += len(piece)
    return True


def _agrees(want, got, options):
    want = "\n".join("" if line.strip() == "<BLANKLINE>" else line for line in want.split("\n"))
    if want == got or (want, got) in (("1\n", "True\n"), ("0\n", "False\n")):
        return True
    if options & 4:
        want, got = " ".join(want.split()), " ".join(got.split())
    return want == got or (options & 8 and _elliptic(want, got))


def _expected_exception(want):
    lines = want.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("Traceback (most recent call last)") or line.startswith("Traceback (innermost last)"):
            for last in range(number + 1, len(lines)):
                if lines[last][:1].isalnum() or lines[last][:1] == "_":
                    return "\n".join(lines[:number]), "\n".join(lines[last:])
    return None


class _DocTest:
    def __init__(self, name, examples, globals, setUp=None, tearDown=None):
        self.name, self.examples, self.globs, self.setUp, self.tearDown = name, examples, globals, setUp, tearDown

    def run_one(self, number, example):
        if example.options & 16:
            return "skip", ""
        out, hook, stream, raised = io.StringIO(), sys.displayhook, sys.stdout, None
        sys.stdout, sys.displayhook = out, sys.__displayhook__
        try:
            exec(compile(example.source, "<doctest %s[%d]>" % (self.name, number), "single", 0, True), self.globs)
        except SkipTest as reason:
            return "skip", str(reason)
        except Exception as exception:
            raised = exception
        finally:
            sys.stdout, sys.displayhook = stream, hook
        got = out.getvalue()
        if raised is None:
            good = _agrees(example.want, got, example.options)
        else:
            message = traceback.format_exception_only(type(raised), raised)[-1]
            expected = _expected_exception(example.want)
            good = expected is not None and _agrees(expected[1], message, example.options)
            if expected is not None and not good and example.options & 32:
                good = expected[1].partition(":")[0].rpartition(".")[2].strip() == message.partition(":")[0].rpartition(".")[2].strip()
            got += message
        return ("ok", "") if good else ("fail", "%.100r gave %.300r, not %.300r" % (example.source, got, example.want))


def _doctests(module, options, globals, setUp, tearDown):
    texts = [("__test__." + name, value) for name, value in (getattr(module, "__test__", None) or {}).items()]
    texts += [(name, value) for name, value in vars(module).items()
              if isinstance(value, (type, types.FunctionType)) and value.__module__ == module.__name__]
    if module.__doc__:
        texts.append(("__doc__", module.__doc__))
    for name, value in sorted(texts, key=lambda row: row[0]):
        inner = [(name, value)]
        if isinstance(value, type):
            inner += [(name + "." + one, getattr(of, "__func__", of)) for one, of in vars(value).items()]
        for name, value in inner:
            if not isinstance(value, (str, type, types.FunctionType, property)):
                continue
            text = value if isinstance(value, str) else value.__doc__
            if isinstance(text, str) and ">>>" in text:
                yield _DocTest(name, _examples(text, options), dict(vars(module), **(globals or {})), setUp, tearDown)


def DocTestSuite(module=None, globs=None, extraglobs=None, test_finder=None, optionflags=0, setUp=None, tearDown=None, **others):
    if module is None:
        module = sys.modules[sys._getframe(1).f_globals["__name__"]]
    elif isinstance(module, str):
        module = sys.modules.get(module)
    own = isinstance(module, type(sys)) and module.__name__.startswith("test")  # the library's have their docstrings in CPython only
    return _Suite(_doctests(module, optionflags, extraglobs, setUp, tearDown) if own else ())


_module("doctest", DocTestSuite=DocTestSuite, DocFileSuite=lambda *args, **kwargs: _Suite(), testmod=lambda *args, **kwargs: None,
        DocTestFinder=_Absent("DocTestFinder"), **_OPTIONS)
