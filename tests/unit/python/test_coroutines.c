/* Coroutines over the programs of a session: suspended in one and continued in the next, also in a copy;
 * given up in the midst of it; and every byte home in the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/heap/object/object.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/python/python.h"
#include "tests/unit/heap/heap_test.h"

struct printed {
    char text[4096];
    size_t length;
};

static bool keep(void *context, int stream, const char *bytes, size_t length)
{
    struct printed *p = context;
    (void)stream;
    assert_true(length < sizeof p->text - p->length);
    memcpy(p->text + p->length, bytes, length);
    p->length += length;
    p->text[p->length] = 0;
    return true;
}

/* Runs it, and expects what it prints, and how it ends. */
static void runs(struct heap *h, const char *text, uint64_t steps, enum python_stop stop, const char *printed)
{
    struct printed p = {.length = 0};
    struct python_host host = {.context = &p, .write = keep, .steps = steps};
    struct python_outcome out = {0};
    enum heap_status status = python_exec(
        h, &(struct python_source){.text = text, .length = strlen(text), .filename = "coroutines.py"}, &host,
        &out);
    if (out.text)
        print_error("%s\n", out.text);
    assert_int_equal(status, stop == PYTHON_GOES_ON ? HEAP_OK : HEAP_ABANDONED);
    assert_int_equal(out.stop, stop);
    assert_false(out.uncaught);
    python_end(h, &out);
    assert_string_equal(p.text, printed);
    assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
}

static const char suspended[] = "class Pause:\n"
                                "    def __await__(self): return (yield self)\n"
                                "class Manager:\n"
                                "    async def __aenter__(self): return await Pause()\n"
                                "    async def __aexit__(self, *details): print('exit', await Pause())\n"
                                "async def items():\n"
                                "    try:\n"
                                "        while True: yield await Pause()\n"
                                "    finally: print('items end')\n"
                                "async def inner(n):\n"
                                "    if n: return await inner(n - 1)\n"
                                "    async with Manager() as m:\n"
                                "        async for x in items():\n"
                                "            print(m, x)\n"
                                "            if x == 3: return x\n"
                                "c = inner(20); c.send(None)\n"
                                "g = items(); s = g.__anext__(); s.send(None)\n";

static void a_suspended_coroutine_goes_on_in_the_next_program_and_in_a_copy(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof heap_test_versions / sizeof *heap_test_versions; i++) {
        struct heap *h = heap_test_begin(heap_test_versions[i]);
        runs(h, suspended, 0, PYTHON_GOES_ON, "");
        struct heap *copy = heap_copy(h);
        assert_non_null(copy);
        runs(h, "c.send('m'); c.send(1)\n", 0, PYTHON_GOES_ON, "m 1\n");
        struct heap *later = heap_copy(h);
        runs(copy, "c.send('copy')\ntry: c.send(3)\nexcept StopIteration: pass\n", 0, PYTHON_GOES_ON,
             "copy 3\nitems end\n");
        runs(copy, "try: c.send('e')\nexcept StopIteration as stop: print(stop.value)\n", 0, PYTHON_GOES_ON,
             "exit e\n3\n");
        runs(h, "try: s.send('item')\nexcept StopIteration as stop: print(stop.value)\n", 0, PYTHON_GOES_ON,
             "item\n");
        runs(later, "import gc\ndel g, s\ngc.collect()\nprint(c.cr_suspended)\n", 0, PYTHON_GOES_ON,
             "items end\nTrue\n");
        runs(h, "c.send(2)\ntry: c.throw(KeyError('k'))\nexcept KeyError: print('not yet')\n", 0,
             PYTHON_GOES_ON, "m 2\nitems end\n");
        heap_destroy(h);
        heap_destroy(copy);
        heap_destroy(later);
    }
}

/* Whatever step a program is stopped at, the next one finds a whole heap. */
static void a_program_that_awaits_can_be_stopped_anywhere(void **state)
{
    static const char loop[] = "def drive():\n"
                               "    for i in range(3): c.send(i)\n"
                               "async def endless():\n"
                               "    async for x in items(): await inner(2)\n"
                               "drive()\n"
                               "d = endless(); d.send(None); d.send(0); d.throw(KeyError)\n"
                               "while True: pass\n";
    (void)state;
    for (size_t i = 0; i < sizeof heap_test_versions / sizeof *heap_test_versions; i++) {
        for (uint64_t steps = 1; steps < 120; steps += 3) {
            struct heap *h = heap_test_begin(heap_test_versions[i]);
            struct printed p = {.length = 0};
            struct python_host host = {.context = &p, .write = keep, .steps = steps};
            struct python_outcome out = {0};
            runs(h, suspended, 0, PYTHON_GOES_ON, "");
            (void)!python_exec(
                h, &(struct python_source){.text = loop, .length = strlen(loop), .filename = "coroutines.py"},
                &host, &out);
            python_end(h, &out);
            heap_clear_raised(h);
            assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
            runs(h,
                 "import gc, io, sys\nsys.stdout = io.StringIO()\nc = g = s = d = x = "
                 "None\ngc.collect()\nsys.stdout = sys.__stdout__\n",
                 0, PYTHON_GOES_ON, "");
            heap_destroy(h);
        }
    }
}

/* The second time nothing is made that stays. */
static void nothing_is_left_of_coroutines(void **state)
{
    static const char once[] =
        "def once():\n"
        "    class Pause:\n"
        "        def __await__(self): yield 1\n"
        "    async def agen():\n"
        "        yield 1\n"
        "        await Pause()\n"
        "        yield 2\n"
        "    async def f():\n"
        "        return [x async for x in agen()], await anext(agen()), await anext(agen(), 3)\n"
        "    def run(c):\n"
        "        try:\n"
        "            while True: c.send(None)\n"
        "        except StopIteration as stop: return stop.value\n"
        "    assert run(f()) == ([1, 2], 1, 1)\n"
        "    g = agen(); run(g.asend(None)); g.aclose().close(); h = g.athrow(KeyError)\n"
        "    try: h.send(None)\n"
        "    except (KeyError, StopIteration): pass\n"
        "    w = f().__await__(); next(w); w.close()\n"
        "once(); import gc; x = gc.collect(); x = None\n";
    (void)state;
    for (size_t i = 0; i < sizeof heap_test_versions / sizeof *heap_test_versions; i++) {
        struct heap *h = heap_test_begin(heap_test_versions[i]);
        runs(h, once, 0, PYTHON_GOES_ON, "");
        runs(h, once, 0, PYTHON_GOES_ON, "");
        uint64_t used = heap_test_used(h);
        runs(h, once, 0, PYTHON_GOES_ON, "");
        heap_test_end(h, used);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_suspended_coroutine_goes_on_in_the_next_program_and_in_a_copy),
        cmocka_unit_test(a_program_that_awaits_can_be_stopped_anywhere),
        cmocka_unit_test(nothing_is_left_of_coroutines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
