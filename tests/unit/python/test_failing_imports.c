/* Every allocation of programs fails in turn that import, compile, run code and make generic aliases. */
#include "tests/unit/python/failing.h"

/* The programs as one, so that what each program allocates fails once for all of them; the last is NULL. */
static void fail_each_of(const char *before, const char *const *texts)
{
    char program[8192] = "";
    for (size_t k = 0; texts[k]; k++) {
        assert_true(strlen(program) + strlen(texts[k]) < sizeof program);
        strcat(program, texts[k]);
    }
    for (size_t i = 0; i < sizeof heap_test_versions / sizeof *heap_test_versions; i++) {
        struct heap *begun = begin(heap_test_versions[i], before);
        fail_each_in(begun, program, 300);
        heap_destroy(begun);
    }
}

/* What is imported, from where, and what is not there. */
static void imports(void **state)
{
    static const char before[] =
        "import sys, types, warnings, collections.abc, heapq\n"
        "warnings.simplefilter('ignore')\n"
        "m = types.ModuleType('m'); m.__all__ = ['a', 'b']; m.a = 1; sys.modules['m'] = m\n"
        "p = types.ModuleType('p'); p.__path__ = []; sys.modules['p'] = p; sys.modules['none'] = None\n"
        "class D(dict): pass\n"
        "class N:\n"
        "    def __getattr__(self, n):\n"
        "        if n == '__dict__': return D(x=2)\n"
        "        raise AttributeError(n)\n"
        "sys.modules['n'] = N(); sys.modules['five'] = 5\n"
        "inside = {'__package__': 'collections', '__name__': 'collections.w'}\n"
        "def attempt(source, *more):\n"
        "    try: exec(source, *more)\n"
        "    except (ImportError, AttributeError, TypeError, KeyError, ValueError) as e: pass\n";
    static const char *const texts[] = {
        "import math, collections.abc, bisect as b\n",
        "from collections import abc\n",
        "attempt('import nope'); attempt('import p.q'); attempt('import math.x')\n",
        "attempt('import none'); attempt('import ' + 'x' * 300)\n",
        "attempt('from m import *'); attempt('from five import *')\n",
        "attempt('from n import *', {})\n",
        "attempt('from p import q'); attempt('from math import nope')\n",
        "attempt('from . import y', dict(inside)); attempt('from . import y')\n",
        "attempt('from .z import y', dict(inside)); attempt('from ..z import y', dict(inside))\n",
        "attempt('from heapq import *', {})\n",
        "attempt('import math', {'__builtins__': {'__import__': lambda *a: a[0]}})\n",
        "attempt('import math', {'__builtins__': {}})\n",
        "attempt('from . import abc', {'__spec__': None, '__name__': 'collections', '__path__': []})\n",
        "__import__('collections.abc', globals(), None, ['abc'], 0)\n",
        "__import__('abc', dict(inside), {}, ('x',), 1)\n",
        "sys.modules.pop('bisect')\n"
        "import bisect\n",
        "try: help\n"
        "except NameError: pass\n",
        NULL,
    };
    (void)state;
    fail_each_of(before, texts);
}

/* exec, eval, compile, and what looks at namespaces. */
static void code_of_programs(void **state)
{
    static const char before[] = "import warnings, sys\n"
                                 "def attempt(f, *a, **k):\n"
                                 "    try: return f(*a, **k)\n"
                                 "    except (ArithmeticError, LookupError, NameError, NotImplementedError, "
                                 "SyntaxError, TypeError, ValueError) as e: pass\n"
                                 "def outer():\n"
                                 "    x = 1\n"
                                 "    def inner(): return x\n"
                                 "    return inner\n"
                                 "inner = outer()\n"
                                 "class M(dict):\n"
                                 "    def __getitem__(self, k): return {'q': 1}[k]\n"
                                 "    def keys(self): return ['b', 'a']\n"
                                 "warnings.simplefilter('ignore')\n";
    static const char *const texts[] = {
        "attempt(exec, inner.__code__, {}, closure=inner.__closure__)\n",
        "attempt(exec, inner.__code__, {}, closure=()); attempt(eval, inner.__code__)\n",
        "attempt(exec, 'y = 2\\nz = [y, y + 1]', {}, {})\n",
        "attempt(exec, b'# coding: latin-1\\nx = \"\\xe9\"', {}); attempt(exec, bytearray(b'x = 1'))\n",
        "attempt(exec, '1 +'); attempt(exec, 'x', 5); attempt(eval, 5)\n",
        "attempt(eval, ' 1 + 2'); attempt(eval, '1 +', {}); attempt(eval, 'x', {'x': 1}, 5)\n",
        "attempt(compile, '1', '\\xe9.py', 'single'); attempt(compile, '1', 'f', 'func_type')\n",
        "attempt(compile, '1', b'a\\xff.py', 'exec', 0x100000, True, 2)\n",
        "attempt(compile, '1', 'a\\0', 'exec'); attempt(compile, '1', 5, 'exec')\n",
        "attempt(compile, 'x = \"\\\\q\"', 'f', 'exec'); attempt(compile, '1', 'f', 'exec', -1)\n",
        "attempt(compile, '1', 'f', 'exec', 2 ** 40); attempt(compile, b'\\xff', 'f', 'exec')\n",
        "attempt(eval, 'q', {}, M()); attempt(eval, 'dir()', {'dir': dir}, M())\n",
        "dir(); dir(5)\n",
        "vars(); attempt(vars, 5); attempt(vars, inner); locals()\n",
        "def f():\n"
        "    a = 1\n"
        "    return locals(), dir(), vars(), eval('a'), exec('a')\n"
        "f()\n",
        NULL,
    };
    (void)state;
    fail_each_of(before, texts);
}

/* list[T] and its like, and what is put for their parameters. */
static void generic_aliases(void **state)
{
    static const char before[] = "import typing, types\n"
                                 "T = typing.TypeVar('T'); U = typing.TypeVar('U'); Ts = "
                                 "typing.TypeVarTuple('Ts'); P = typing.ParamSpec('P')\n"
                                 "def attempt(f, *a):\n"
                                 "    try: return f(*a)\n"
                                 "    except (AttributeError, TypeError, ValueError) as e: pass\n"
                                 "class C:\n"
                                 "    __class_getitem__ = classmethod(types.GenericAlias)\n"
                                 "    def __setattr__(self, n, v): raise TypeError(n)\n"
                                 "class X: pass\n"
                                 "a = dict[T, list[U]]; b = tuple[T, typing.Unpack[Ts]]; c = "
                                 "types.GenericAlias(dict, (P, T)); x = X()\n";
    static const char *const texts[] = {
        "dict[T, list[U]].__parameters__; a[int, str]\n",
        "attempt(a.__getitem__, int); attempt(a.__getitem__, (int, str, float))\n",
        "attempt(list[int].__getitem__, int); attempt(types.GenericAlias, 1)\n",
        "b[int, str, float]\n",
        "b[int, *tuple[str, float]]; tuple[*Ts][()]\n",
        "attempt(c.__getitem__, ([int, str], float))\n",
        "repr(a); repr(b); repr(list[[int, T]]); repr(list[...]); repr(tuple[()])\n",
        "hash(a); a == dict[T, list[U]]; list[int] != list[str]; list(a)\n",
        "a.__mro_entries__(()); a.__reduce__(); dir(a)\n",
        "a(); attempt(lambda: list[int]([1], 2)); attempt(isinstance, 1, list[int])\n",
        "attempt(issubclass, int, list[int]); a.copy; attempt(getattr, a, 'nope')\n",
        "C[T](); C[T][int].__origin__\n",
        "int | list[T]; (int | list[T])[str]; (list[T] | T)[int]; repr(int | None | list[T])\n",
        "type('D', types.resolve_bases((C[int],)), {})\n",
        "d = types.GenericAlias(dict, (T, x)); d.__parameters__; X.__typing_subst__ = lambda s, v: v\n"
        "attempt(d.__getitem__, int); del X.__typing_subst__\n",
        "for i, in zip(*[iter(tuple[int, ...])]): repr(i)\n",
        NULL,
    };
    (void)state;
    fail_each_of(before, texts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(imports),
        cmocka_unit_test(code_of_programs),
        cmocka_unit_test(generic_aliases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
