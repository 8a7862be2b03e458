/* Code that was written outside of a heap and read into another one is the same code; whatever fails while it
 * is read leaves nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/heap/object/code.h"
#include "daemon/python/compile_source.h"
#include "daemon/python/frozen.h"
#include "daemon/python/library.h"
#include "tests/unit/heap/heap_test.h"

/* Each kind of constant, shared ones, handlers, closures, every kind of parameter. */
static const char program[] = "x = (1, -5, 1 << 70, -(1 << 33), 1.5, -0.0, 2j, b'', b'y', b'bytes', '', 'c', "
                              "'name', 'a text', '\\u20ac', '\\U0001f600')\n"
                              "def f(a, /, b=None, *c, d: int = ..., **e):\n"
                              "    'what it does'\n"
                              "    def g():\n"
                              "        yield a, (1, (2, 'name')), True, False\n"
                              "    try:\n"
                              "        return a in {1, 'two', None, (3, 4)} or g\n"
                              "    except (KeyError, ValueError) as error:\n"
                              "        raise RuntimeError(f'{error!r:>10}') from error\n"
                              "class C(Exception):\n"
                              "    __slots__ = ('name',)\n"
                              "    m = lambda self, k=2.5: [i[1:2] for i in x if i is not Ellipsis]\n";

static addr compile(struct heap *h, const char *text)
{
    struct syntax_error error;
    addr code;
    assert_int_equal(
        compile_source(h, text, strlen(text), "frozen.py", AST_INPUT_STRING, COMPILE_EXEC, &code, &error),
        HEAP_OK);
    return code;
}

/* What is interned for good stays, in versions that do that. */
static void end(struct heap *h, uint64_t used)
{
    heap_test_end(h, h->abi.intern_rule == INTERN_MORTAL ? used : heap_test_used(h));
}

static void write(unsigned minor, struct frozen *out)
{
    struct heap *h = heap_test_begin(minor);
    uint64_t used = heap_test_used(h);
    addr code = compile(h, program);
    assert_true(frozen_write(h, code, out));
    decref(h, code);
    end(h, used);
}

static void code_that_was_read_is_equal_to_what_was_compiled(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof heap_test_versions / sizeof *heap_test_versions; i++) {
        struct frozen f;
        bool same = false;
        addr read;
        write(heap_test_versions[i], &f);
        struct heap *h = heap_test_begin(heap_test_versions[i]);
        uint64_t used = heap_test_used(h);
        assert_int_equal(frozen_read(h, &f, &read), HEAP_OK);
        addr code = compile(h, program);
        assert_int_equal(code_equal(h, code, read, &same), HEAP_OK);
        assert_true(same);
        decref(h, code);
        decref(h, read);
        frozen_free(&f);
        end(h, used);
    }
}

static void reading_that_fails_leaves_nothing(void **state)
{
    (void)state;
    struct frozen f;
    addr read;
    write(11, &f);
    struct heap *h = heap_test_begin(11);
    uint64_t used = heap_test_used(h), n = 1;
    for (;; n++) {
        memory_fail_after(h, n);
        enum heap_status status = frozen_read(h, &f, &read);
        memory_fail_after(h, 0);
        if (status == HEAP_OK)
            break;
        assert_int_equal(status, HEAP_RAISED);
        heap_clear_raised(h);
        assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
    }
    assert_in_range(n, 50, 5000);
    decref(h, read);
    frozen_free(&f);
    end(h, used);
}

/* The first heap that imports a module and the second one are alike. */
static void the_first_time_shows_nowhere(void **state)
{
    (void)state;
    const struct library_source *source = library_find("keyword", 11);
    addr codes[2];
    struct memory_stats stats[2];
    uint64_t steps[2];
    for (size_t i = 0; i < 2; i++) {
        struct heap *h = heap_test_begin(11);
        uint64_t used = heap_test_used(h);
        assert_int_equal(library_code(h, source, &codes[i]), HEAP_OK);
        memory_stats(h, &stats[i]);
        steps[i] = h->steps;
        decref(h, codes[i]);
        end(h, used);
    }
    assert_int_equal(codes[0], codes[1]);
    assert_int_equal(steps[0], steps[1]);
    assert_memory_equal(&stats[0], &stats[1], sizeof *stats);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_that_was_read_is_equal_to_what_was_compiled),
        cmocka_unit_test(reading_that_fails_leaves_nothing),
        cmocka_unit_test(the_first_time_shows_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
