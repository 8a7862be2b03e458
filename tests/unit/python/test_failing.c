/* Every allocation of programs fails in turn: the program ends with a MemoryError or without one, and the
 * heap is whole. */
#include "tests/unit/python/failing.h"

/* In a heap where `before` has run. */
static void fail_each_after(const char *before, const char *text)
{
    for (size_t i = 0; i < sizeof heap_test_versions / sizeof *heap_test_versions; i++) {
        struct heap *begun = begin(heap_test_versions[i], before);
        fail_each_in(begun, text, 50);
        heap_destroy(begun);
    }
}

static void fail_each(const char *text)
{
    fail_each_after(NULL, text);
}

static void classes(void **state)
{
    (void)state;
    fail_each("class M(type):\n"
              "    def __new__(m, n, b, d, **k): return super().__new__(m, n, b, d)\n"
              "    def __call__(cls, *a): return super().__call__(*a)\n"
              "    @classmethod\n"
              "    def __prepare__(m, n, b, **k): return {}\n"
              "class D:\n"
              "    def __set_name__(self, o, n): self.n = n\n"
              "    def __get__(self, o, t): return o\n"
              "    def __set__(self, o, v): pass\n"
              "class A(metaclass=M, k=1):\n"
              "    d = D()\n"
              "    @property\n"
              "    def x(self): return 1\n"
              "    @x.setter\n"
              "    def x(self, v): pass\n"
              "    @staticmethod\n"
              "    def s(): 'doc'\n"
              "    @classmethod\n"
              "    def c(cls): return cls\n"
              "    def __init__(self, a=1): self.a = a\n"
              "    def __getattr__(self, n): return n\n"
              "    def __init_subclass__(cls, **k): pass\n"
              "class S(A, q=1):\n"
              "    __slots__ = ('u', 'v')\n"
              "    def __init__(self): super().__init__(2); self.u = 3\n"
              "s = S(); s.x = 1; s.d = 2; s.zz; S.c(); S.s(); s.x\n");
}

static void subclasses_of_builtin_types(void **state)
{
    (void)state;
    fail_each("class L(list):\n"
              "    def __init__(self, *a): super().__init__(*a)\n"
              "    def __len__(self): return super().__len__()\n"
              "    def __getitem__(self, i): return super().__getitem__(i)\n"
              "l = L([1, 2]); l.q = 1; len(l); l[0]; list[int]; int | str; dir(l); l.__reduce_ex__(2)\n"
              "class T(tuple):\n"
              "    def __new__(cls, *a): return super().__new__(cls, a)\n"
              "t = T(1, 2); t.z = 1; T.__name__ = 'q'; T.__subclasses__(); isinstance(3, (int, str))\n");
}

/* Leaving a frame whose object somebody holds makes one of its caller: what is pending must stay pending. */
static void exceptions_that_leave_frames(void **state)
{
    (void)state;
    fail_each("class N:\n"
              "    def __set_name__(self, o, n): raise ValueError(n)\n"
              "def f(n):\n"
              "    if n: return f(n - 1)\n"
              "    raise KeyError(n)\n"
              "for i in 1, 2:\n"
              "    try: f(3)\n"
              "    except KeyError as e: kept = e\n"
              "    try: type('C', (), {'x': N()})\n"
              "    except Exception as e: kept = e\n");
}

static void modules_in_c(void **state)
{
    (void)state;
    fail_each(
        "import _json, _ctypes, _random, _traceback\n"
        "def hook(d): return d\n"
        "for h in None, hook:\n"
        "    _json._scan('{\"a\": [1, 2.5, 1e400, \"x\\\\ny\", null], \"b\": {\"a\": "
        "12345678901234567890}}', 0, True, h, None, float, int, float, KeyError, True)\n"
        "_json._scan('{\"a\": 1}', 0, True, None, list, float, int, float, KeyError, True)\n"
        "_json.encode_basestring_ascii('\\xe9\\U0001f600\"'); _json._scan_string('\"ab\"', 1, True, "
        "KeyError)\n"
        "o = []\n"
        "_ctypes._read(id(o), 16); _ctypes._read(id(o), 100); _ctypes._object_at(id(o)); "
        "_ctypes._bytes_address(bytearray(b'ab'))\n"
        "_ctypes._bytes_float(_ctypes._float_bytes(1.5, 4))\n"
        "r = _random.Random(12345678901234567890); r.random(); r.getrandbits(100); r.setstate(r.getstate())\n"
        "r.seed('text'); _random._sha512(b'x')\n"
        "_traceback._frame('f', 'n', 1, ['x = y + z'], 1, 4, 9); _traceback._message(KeyError('k'), True)\n"
        "try: _json._scan('[1,]', 0, True, None, None, float, int, float, KeyError, True)\n"
        "except KeyError as e: pass\n");
}

/* Each way that text is put together, and what is found on the way. */
static void json_is_written(void **state)
{
    (void)state;
    fail_each_after("import json\n"
                    "try: json.dumps({'a': [1, {1}]}, sort_keys=True, indent=1)\n"
                    "except TypeError as e: pass\n",
                    "def f(o): return [str(o)]\n"
                    "x = {'a': [1, 2.5, None, {1}], 'b\\xe9': (10 ** 30, {}), 5: [], None: float('inf')}\n"
                    "json.dumps(x, default=f); json.dumps(x, default=f, indent=1, ensure_ascii=False)\n"
                    "json.dumps({'b': {2: '\\u20ac'}, 'a': 1}, sort_keys=True, ensure_ascii=False)\n"
                    "for o in [[x]], [x], {(1,): 2}:\n"
                    "    try: json.dumps(o, allow_nan=False, sort_keys=True)\n"
                    "    except (TypeError, ValueError) as e: pass\n");
}

/* Who is told of calls and lines, and what a profiler keeps, also where the program ends in the midst of
 * it. */
static void profiles_and_traces(void **state)
{
    (void)state;
    fail_each_after("import sys, _lsprof",
                    "def told(frame, event, arg): return told\n"
                    "def g():\n"
                    "    yield len('ab')\n"
                    "def f(n):\n"
                    "    try: int('x')\n"
                    "    except ValueError: pass\n"
                    "    return f(n - 1) if n else list(g())\n"
                    "sys.setprofile(told); f(1); sys.setprofile(None)\n"
                    "sys.settrace(told); f(1); sys.settrace(None)\n"
                    "p = _lsprof._new(); _lsprof._enable(p, True, True); f(1); sys.setprofile(told); f(1)\n"
                    "_lsprof._rows(p); _lsprof._disable(p); _lsprof._clear(p)\n"
                    "_lsprof._enable(p, True, True); f(1); sys.settrace(told); f(1)\n");
}

/* What awaits, is awaited, is closed in the midst of it or never awaited at all. */
static void coroutines(void **state)
{
    (void)state;
    fail_each_after(
        "import sys, warnings, linecache, tracemalloc\n"
        "warnings.warn('once', RuntimeWarning)\n",
        "class P:\n"
        "    def __await__(self): return (yield 1)\n"
        "class M:\n"
        "    async def __aenter__(self): return await P()\n"
        "    async def __aexit__(self, *a): await P(); return True\n"
        "async def g(n):\n"
        "    try:\n"
        "        for i in range(n): yield await P()\n"
        "    finally: await P()\n"
        "async def f():\n"
        "    async with M() as m:\n"
        "        l = [x async for x in g(2) if await P() is None]\n"
        "        async for x in (y async for y in g(1)): raise KeyError(x)\n"
        "    await anext(g(0), 2)\n"
        "    return l\n"
        "def run(c):\n"
        "    try:\n"
        "        while True: c.send(None)\n"
        "    except StopIteration as s: return s.value\n"
        "run(f()); sys.set_coroutine_origin_tracking_depth(2)\n"
        "a = g(1); run(a.asend(None)); run(a.aclose())\n"
        "a = g(1); s = a.__anext__(); s.send(None); w = f().__await__(); next(w); c = f(); c.send(None)\n"
        "try: c.throw(LookupError('l'))\n"
        "except LookupError as e: pass\n"
        "f(); del a, s, w, c\n"
        "sys.set_asyncgen_hooks(print, print); a = g(1); a.__anext__().close(); del a\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes),
        cmocka_unit_test(subclasses_of_builtin_types),
        cmocka_unit_test(exceptions_that_leave_frames),
        cmocka_unit_test(modules_in_c),
        cmocka_unit_test(json_is_written),
        cmocka_unit_test(profiles_and_traces),
        cmocka_unit_test(coroutines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
