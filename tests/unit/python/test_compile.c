/* Code objects: what they hold and say of themselves; and that a compilation which runs out of memory,
 * wherever it does, leaves nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/compile.h"
#include "daemon/python/opcode.h"
#include "tests/unit/failing_malloc.h"
#include "tests/unit/heap/heap_test.h"

static const char everything[] =
    "'module'\n"
    "from __future__ import annotations\n"
    "import a.b, c as d\n"
    "from .e import f as g, h\n"
    "x: int = 1 + 2 * 3 - (4, 5)[0]\n"
    "def decorated(a, /, b: str = 'b', *c, d=(1, 2.5, -0.0), **e) -> None:\n"
    "    \"\"\"Docs.\n\n        More.\n    \"\"\"\n"
    "    def inner(n=10 ** 20):\n"
    "        nonlocal a\n"
    "        a = [i for i in b if i in {'u', 'v', 3}]\n"
    "        yield {a: b, 'k': c}\n"
    "        return (yield from inner())\n"
    "    try:\n"
    "        with a as b, c: return f'{a!r:>{b}}{c}'\n"
    "    except (A, B) as error: raise C from error\n"
    "    else: del b\n"
    "    finally: a, *b.c, d[0] = *e, [1, 2, 3, 4]\n"
    "    while a < b <= c or not d:\n"
    "        if d is not None: break\n"
    "        continue\n"
    "    for a.x, b in ((1, 2), (3, 4)): assert a, 'message'\n"
    "    return lambda *p, q=1: (p, q, a[b:c], a[1:2], a.m(k=b, l='long text that is no name'))\n"
    "@decorated\n"
    "class Class(Base, metaclass=Meta, **keywords):\n"
    "    y: 'annotation' = {1: 'x', 2: 'y', **z}\n"
    "    __private = {a: {b for b in c} for a, c in d}\n"
    "    def method(self): self.__attribute = super().method(*a, **b); return __class__\n"
    "match x:\n"
    "    case [1, {'a': b, **rest}, *_] | Class(b, rest=rest) if b: pass\n"
    "    case 'text' | None: x += 1\n"
    "global z\n"
    "del x.y, z[1:2]\n"
    "print(f'{1 + 1}', 'a' 'b' * 3, '%s %r' % (x, y), b'bytes', 1j, ...)\n";

static struct ast_module parsed(const char *source, unsigned minor)
{
    struct ast_module module;
    struct syntax_error error;
    if (!ast_parse(source, strlen(source), minor, NULL, &module, &error))
        fail_msg("%s", error.message);
    return module;
}

/* *new*, or 0 with error->message or an exception. */
static addr compiled_as(struct heap *h, const char *source, enum compile_mode mode,
                        struct syntax_error *error)
{
    struct ast_module module = parsed(source, h->abi.minor);
    addr filename = str_from_ascii(h, "file.py"), code = 0;
    assert_int_not_equal(filename, 0);
    enum heap_status status = compile_module(h, &module, filename, mode, &code, error);
    assert_true((status == HEAP_OK) == (code != 0));
    decref(h, filename);
    ast_free(&module);
    return code;
}

static addr compiled(struct heap *h, const char *source)
{
    struct syntax_error error;
    addr code = compiled_as(h, source, COMPILE_EXEC, &error);
    assert_int_not_equal(code, 0);
    return code;
}

/* The code object of a function or class in there, the index-th of that code's constants that is one.
 * Borrowed. */
static addr inner(struct heap *h, addr code, unsigned index)
{
    addr consts = code_at(h, code)->consts;
    for (size_t i = 0; i < tuple_length(h, consts); i++)
        if (object_kind(h, tuple_item(h, consts, i)) == KIND_CODE && index-- == 0)
            return tuple_item(h, consts, i);
    fail();
    return 0;
}

static void expect_repr(struct heap *h, addr o, const char *expected)
{
    addr text = object_repr_str(h, o);
    assert_int_not_equal(text, 0);
    char *utf8 = malloc(str_utf8_size(h, text) + 1);
    utf8[str_utf8(h, text, utf8)] = '\0';
    assert_string_equal(utf8, expected);
    free(utf8);
    decref(h, text);
}

static void expect_attribute(struct heap *h, addr o, const char *name, const char *expected)
{
    addr key = str_from_ascii(h, name), value;
    assert_int_equal(object_getattr(h, o, key, &value), HEAP_OK);
    expect_repr(h, value, expected);
    decref(h, value);
    decref(h, key);
}

/* ---- what code objects say ----------------------------------------------------------------------- */

static void test_attributes(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr code = compiled(
            h, "\ndef f(a, b, /, c, *d, e=1, **g):\n    'doc'\n    x = lambda: (a, x)\n    return x\n");
        addr f = inner(h, code, 0);
        expect_attribute(h, f, "co_name", "'f'");
        expect_attribute(h, f, "co_qualname", "'f'");
        expect_attribute(h, f, "co_filename", "'file.py'");
        expect_attribute(h, f, "co_firstlineno", "2");
        expect_attribute(h, f, "co_argcount", "3");
        expect_attribute(h, f, "co_posonlyargcount", "2");
        expect_attribute(h, f, "co_kwonlyargcount", "1");
        expect_attribute(h, f, "co_varnames", "('a', 'b', 'c', 'e', 'd', 'g')");
        expect_attribute(h, f, "co_cellvars", "('a', 'x')");
        expect_attribute(h, f, "co_freevars", "()");
        expect_attribute(h, inner(h, f, 0), "co_freevars", "('a', 'x')");
        expect_attribute(h, inner(h, f, 0), "co_qualname", "'f.<locals>.<lambda>'");
        expect_attribute(h, code, "co_name", "'<module>'");
        expect_attribute(h, code, "co_varnames", "()");
        decref(h, code);
    }
}

/* Equal means that they do the same at the same place. */
static void test_equality(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        static const char *const sources[] = {"lambda: 1",   "lambda: 1.0",  "lambda: 2",
                                              "\nlambda: 1", "lambda: -0.0", "lambda: 0.0"};
        enum { COUNT = sizeof sources / sizeof *sources };
        addr codes[COUNT], again = compiled(h, sources[0]);
        bool equal;
        for (size_t i = 0; i < COUNT; i++)
            codes[i] = compiled(h, sources[i]);
        for (size_t i = 0; i < COUNT; i++)
            for (size_t k = 0; k < COUNT; k++) {
                assert_int_equal(code_equal(h, inner(h, codes[i], 0), inner(h, codes[k], 0), &equal),
                                 HEAP_OK);
                assert_int_equal(equal, i == k);
            }
        assert_int_equal(code_equal(h, codes[0], again, &equal), HEAP_OK);
        assert_true(equal);
        int64_t a, b;
        assert_int_equal(object_hash(h, codes[0], &a), HEAP_OK);
        assert_int_equal(object_hash(h, again, &b), HEAP_OK);
        assert_int_equal(a, b);
        for (size_t i = 0; i < COUNT; i++)
            decref(h, codes[i]);
        decref(h, again);
    }
}

/* Equal constants are one object in all of a compilation, by type, and zeros by sign. */
static void test_constants(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr code = compiled(h, "def f(): return 1000, 'some text', (1000, 'some text', 2.5)\n"
                                "def g(): return (1000, 'some text', 2.5), 2.5\n"
                                "def k(): return x, -0.0, 0.0, 1.0, True\n");
        addr f = code_at(h, inner(h, code, 0))->consts, g = code_at(h, inner(h, code, 1))->consts;
        addr shared = 0;
        for (size_t i = 0; i < tuple_length(h, f); i++)
            for (size_t k = 0; k < tuple_length(h, g); k++)
                if (object_kind(h, tuple_item(h, f, i)) == KIND_TUPLE &&
                    tuple_item(h, f, i) == tuple_item(h, g, k))
                    shared = tuple_item(h, f, i);
        if (!shared) { /* the result is one tuple, which holds it */
            addr whole = tuple_item(h, f, tuple_length(h, f) - 1),
                 other = tuple_item(h, g, tuple_length(h, g) - 1);
            assert_int_equal(tuple_item(h, whole, 2), tuple_item(h, other, 0));
        }
        expect_attribute(h, inner(h, code, 2), "co_consts",
                         h->abi.minor == 11 ? "(None, -0.0, 0.0, 1.0, True)" : "(0.0, 1.0, True, -0.0)");
        decref(h, code);
    }
}

static void test_modes(void **state)
{
    (void)state;
    struct syntax_error error;
    EACH_VERSION(h)
    {
        addr code = compiled_as(h, "x = 1\nx + 1", COMPILE_RESULT, &error);
        bool found = false;
        for (size_t i = 0; i < (size_t)code_at(h, code)->words; i++)
            found |= (code_instructions(h, code)[i] & 0xff) == OP_STORE_RESULT;
        assert_true(found);
        decref(h, code);
        code = compiled_as(h, "x + 1", COMPILE_EVAL, &error);
        assert_int_not_equal(code, 0);
        decref(h, code);
        assert_int_equal(compiled_as(h, "return", COMPILE_EXEC, &error), 0);
        assert_string_equal(error.message, "'return' outside function");
        assert_int_equal(error.at.line, 1);
    }
}

/* ---- no memory ----------------------------------------------------------------------------------- */

/* Every allocation in the heap fails once. */
static void test_heap_exhausted(void **state)
{
    (void)state;
    struct syntax_error error;
    EACH_VERSION(h)
    {
        decref(h, compiled(h, everything)); /* names may stay for ever */
        h_used = heap_test_used(h);
        for (uint64_t n = 1;; n++) {
            uint64_t used = heap_test_used(h);
            struct ast_module module = parsed(everything, h->abi.minor);
            addr filename = str_from_ascii(h, "file.py"), code = 0;
            memory_fail_after(h, n);
            enum heap_status status = compile_module(h, &module, filename, COMPILE_EXEC, &code, &error);
            memory_fail_after(h, 0);
            if (status == HEAP_OK) {
                decref(h, code);
            } else {
                assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
                assert_string_equal(error.message, "");
                heap_clear_raised(h);
            }
            decref(h, filename);
            ast_free(&module);
            assert_int_equal(heap_test_used(h), used);
            if (status == HEAP_OK)
                break;
            assert_true(n < 5000);
        }
    }
}

/* And every one outside of it. */
static void test_host_exhausted(void **state)
{
    (void)state;
    struct syntax_error error;
    EACH_VERSION(h)
    {
        decref(h, compiled(h, everything));
        h_used = heap_test_used(h);
        for (long n = 0;; n++) {
            struct ast_module module = parsed(everything, h->abi.minor);
            addr filename = str_from_ascii(h, "file.py"), code = 0;
            allocations_left = n;
            enum heap_status status = compile_module(h, &module, filename, COMPILE_EXEC, &code, &error);
            allocations_left = -1;
            if (status == HEAP_OK) {
                decref(h, code);
            } else {
                assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
                heap_clear_raised(h);
            }
            decref(h, filename);
            ast_free(&module);
            if (status == HEAP_OK)
                break;
            assert_true(n < 1000);
        }
    }
}

/* Deep trees end in a RecursionError, long ones end well. */
static void test_large(void **state)
{
    (void)state;
    static const struct {
        const char *begin, *repeated, *end;
        size_t count;
        bool deep;
    } cases[] = {{"a", "+a", "\n", 20000, true},           {"a", ".b", "\n", 20000, true},
                 {"a", "()", "\n", 20000, true},           {"if a: b\n", "elif a: b\n", "", 20000, true},
                 {"a", " if a else a", "\n", 2000, false}, {"", "a = b\n", "", 20000, false},
                 {"f(a", ", a", ")\n", 20000, false}};
    EACH_VERSION(h)
    {
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            size_t begin = strlen(cases[i].begin), step = strlen(cases[i].repeated);
            char *source = malloc(begin + cases[i].count * step + strlen(cases[i].end) + 1);
            strcpy(source, cases[i].begin);
            for (size_t k = 0; k < cases[i].count; k++)
                strcpy(source + begin + k * step, cases[i].repeated);
            strcpy(source + begin + cases[i].count * step, cases[i].end);
            struct ast_module module;
            struct syntax_error error;
            addr filename = str_from_ascii(h, "file.py"), code = 0;
            enum heap_status status = HEAP_RAISED;
            if (ast_parse(source, strlen(source), h->abi.minor, NULL, &module, &error)) {
                status = compile_module(h, &module, filename, COMPILE_EXEC, &code, &error);
                ast_free(&module);
            } else
                assert_string_equal(error.type, "RecursionError");
            assert_int_equal(status, cases[i].deep ? HEAP_RAISED : HEAP_OK);
            if (code)
                decref(h, code);
            heap_clear_raised(h);
            decref(h, filename);
            free(source);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_attributes),     cmocka_unit_test(test_equality),
        cmocka_unit_test(test_constants),      cmocka_unit_test(test_modes),
        cmocka_unit_test(test_heap_exhausted), cmocka_unit_test(test_host_exhausted),
        cmocka_unit_test(test_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
