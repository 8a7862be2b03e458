/* deque, array and bytearray when memory runs out: each allocation of each operation fails once, and
 * after the failure the object is what it was, the heap is sound, and nothing is lost. Then the operation
 * succeeds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/deque.h"
#include "tests/unit/heap/heap_test.h"

#define TEXT_MAX 65536

static void repr_of(struct heap *h, addr o, char out[TEXT_MAX])
{
    struct text text = {.bytes = out, .capacity = TEXT_MAX - 1};
    assert_int_equal(object_repr(h, o, &text), HEAP_OK);
    out[text.length] = 0;
}

/* Calls self.method(*args), the n-th allocation failing for n = 1, 2, ... until it goes through. */
static addr sweep(struct heap *h, addr self, const char *method, const addr *args, size_t count)
{
    static char before[TEXT_MAX], after[TEXT_MAX];
    addr name = str_from_ascii(h, method), out = 0;
    repr_of(h, self, before);
    for (uint64_t n = 1; n < 10000; n++) {
        uint64_t used = heap_test_used(h);
        size_t size = object_getsizeof(h, self);
        memory_fail_after(h, n);
        enum heap_status status = object_call_method(h, self, name, args, count, NULL, NULL, 0, &out);
        memory_fail_after(h, 0);
        if (status == HEAP_OK) {
            decref(h, name);
            return out;
        }
        assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
        heap_clear_raised(h);
        repr_of(h, self, after);
        assert_string_equal(before, after);
        assert_int_equal(object_getsizeof(h, self), size);
        assert_int_equal(heap_test_used(h), used);
        assert_null(object_ops(h, self)->verify ? object_ops(h, self)->verify(h, self) : NULL);
    }
    fail_msg("%s never succeeds", method);
    return 0;
}

static void sweep_and_forget(struct heap *h, addr self, const char *method, const addr *args, size_t count)
{
    decref(h, sweep(h, self, method, args, count));
}

static addr number(struct heap *h, int64_t value)
{
    addr o = int_new(h, value);
    assert_true(o);
    return o;
}

static addr filled_deque(struct heap *h, int64_t count)
{
    addr d = deque_new(h, -1);
    for (int64_t i = 0; i < count; i++) {
        addr item = number(h, 1000 + i);
        assert_int_equal(deque_append(h, d, item, false), HEAP_OK);
        decref(h, item);
    }
    return d;
}

static void deque_that_runs_out_of_memory_is_unchanged(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        for (int64_t count = 0; count < 200; count += 13) {
            addr d = filled_deque(h, count), item = str_from_ascii(h, "item"),
                 args[2] = {number(h, count / 3), item};
            sweep_and_forget(h, d, "append", &item, 1);
            sweep_and_forget(h, d, "appendleft", &item, 1);
            sweep_and_forget(h, d, "insert", args, 2);
            addr turns[] = {number(h, 70), number(h, -50), number(h, 3)};
            for (size_t i = 0; i < 3; i++)
                sweep_and_forget(h, d, "rotate", &turns[i], 1);
            sweep_and_forget(h, d, "remove", &item, 1);
            sweep_and_forget(h, d, "copy", NULL, 0);
            sweep_and_forget(h, d, "pop", NULL, 0);
            sweep_and_forget(h, d, "popleft", NULL, 0);
            sweep_and_forget(h, d, "clear", NULL, 0);
            addr made[] = {args[0], item, d, turns[0], turns[1], turns[2]};
            for (size_t i = 0; i < sizeof made / sizeof *made; i++)
                decref(h, made[i]);
        }
    }
}

static void bytearray_that_runs_out_of_memory_is_unchanged(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        for (size_t length = 0; length < 100; length += 7) {
            static const uint8_t bytes[100] = "some bytes, then zeros";
            addr b = bytearray_new(h, bytes, length), more = bytes_new(h, "0123456789abcdef", 16);
            addr args[2] = {number(h, 2), number(h, 65)}, list = list_new(h, 0);
            assert_int_equal(list_append(h, list, args[1]), HEAP_OK);
            for (int i = 0; i < 10; i++)
                sweep_and_forget(h, b, "append", &args[1], 1);
            sweep_and_forget(h, b, "extend", &more, 1);
            sweep_and_forget(h, b, "extend", &list, 1);
            sweep_and_forget(h, b, "insert", args, 2);
            sweep_and_forget(h, b, "remove", &args[1], 1);
            sweep_and_forget(h, b, "copy", NULL, 0);
            sweep_and_forget(h, b, "upper", NULL, 0);
            for (int i = 0; i < 9; i++)
                sweep_and_forget(h, b, "pop", NULL, 0);
            decref(h, list);
            decref(h, more);
            decref(h, b);
        }
    }
}

static void array_that_runs_out_of_memory_is_unchanged(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr a = array_new(h, 'd'), args[2] = {number(h, 3), float_new(h, 2.5)}, more = array_new(h, 'd');
        for (int i = 0; i < 40; i++)
            sweep_and_forget(h, a, "append", &args[1], 1);
        assert_int_equal(array_append(h, more, args[1]), HEAP_OK);
        sweep_and_forget(h, a, "extend", &more, 1);
        sweep_and_forget(h, a, "insert", args, 2);
        sweep_and_forget(h, a, "tolist", NULL, 0);
        sweep_and_forget(h, a, "tobytes", NULL, 0);
        sweep_and_forget(h, a, "buffer_info", NULL, 0);
        for (int i = 0; i < 42; i++)
            sweep_and_forget(h, a, "pop", NULL, 0);
        decref(h, args[1]);
        decref(h, more);
        decref(h, a);
    }
}

static void text_method_that_runs_out_of_memory_loses_nothing(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        static const char text[] = "one two  three \u20ac five";
        addr s = str_from_utf8(h, text, strlen(text)), o = str_from_ascii(h, "o"),
             long_one = str_from_ascii(h, "0123");
        addr pair[2] = {o, long_one}, width = number(h, 100);
        sweep_and_forget(h, s, "upper", NULL, 0);
        sweep_and_forget(h, s, "title", NULL, 0);
        sweep_and_forget(h, s, "split", NULL, 0);
        sweep_and_forget(h, s, "rsplit", &o, 1);
        sweep_and_forget(h, s, "partition", &o, 1);
        sweep_and_forget(h, s, "replace", pair, 2);
        sweep_and_forget(h, s, "encode", NULL, 0);
        sweep_and_forget(h, s, "center", &width, 1);
        addr list = sweep(h, s, "split", &o, 1);
        sweep_and_forget(h, s, "join", &list, 1);
        decref(h, list);
        decref(h, long_one);
        decref(h, s);
    }
}

/* Calls a type, each allocation failing once. */
static void sweep_type(struct heap *h, enum kind kind, addr argument)
{
    for (uint64_t n = 1;; n++) {
        uint64_t used = heap_test_used(h);
        addr out = 0;
        memory_fail_after(h, n);
        enum heap_status status = object_call(h, h->type[kind], &argument, 1, NULL, NULL, 0, &out);
        memory_fail_after(h, 0);
        if (status == HEAP_OK) {
            decref(h, out);
            return;
        }
        assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
        heap_clear_raised(h);
        assert_int_equal(heap_test_used(h), used);
    }
}

static void constructor_that_runs_out_of_memory_loses_nothing(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr big = int_from_text(h, "123456789012345678901234567890", 30, 10),
             text = str_from_ascii(h, "123456789012"), bounds = number(h, 100000), list = list_new(h, 0);
        for (int i = 0; i < 100; i++)
            assert_int_equal(list_append(h, list, h->small_ints), HEAP_OK); /* -5 */
        addr bytes = list_new(h, 0);
        for (int i = 0; i < 100; i++)
            assert_int_equal(list_append(h, bytes, h->singleton[SINGLETON_TRUE]), HEAP_OK);
        sweep_type(h, KIND_INT, text);
        sweep_type(h, KIND_FLOAT, text);
        sweep_type(h, KIND_COMPLEX, text);
        sweep_type(h, KIND_STR, big);
        sweep_type(h, KIND_RANGE, bounds);
        sweep_type(h, KIND_RANGE, big);
        sweep_type(h, KIND_SLICE, bounds);
        sweep_type(h, KIND_DEQUE, list);
        sweep_type(h, KIND_BYTES, bytes);
        sweep_type(h, KIND_BYTEARRAY, bytes);
        addr made[] = {big, text, bounds, list, bytes};
        for (size_t i = 0; i < sizeof made / sizeof *made; i++)
            decref(h, made[i]);
    }
}

static void interning_without_memory_for_the_table_gives_up_the_string(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        enum { COUNT = 2000 };
        static addr kept[COUNT];
        size_t n = 0;
        for (char name[8] = "aaaaaa"; n < COUNT; n++) {
            name[n % 6]++;
            if (name[n % 6] > 'z')
                name[n % 6] = 'a';
            addr s = str_from_ascii(h, name);
            memory_fail_after(h, 1);
            addr interned = str_intern(h, s, false);
            memory_fail_after(h, 0);
            if (!interned) { /* the table had to grow: `s` is gone; once more with memory */
                assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
                heap_clear_raised(h);
                interned = str_intern_utf8(h, name, 6);
            }
            kept[n] = interned;
        }
        while (n)
            decref(h, kept[--n]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deque_that_runs_out_of_memory_is_unchanged),
        cmocka_unit_test(bytearray_that_runs_out_of_memory_is_unchanged),
        cmocka_unit_test(array_that_runs_out_of_memory_is_unchanged),
        cmocka_unit_test(text_method_that_runs_out_of_memory_loses_nothing),
        cmocka_unit_test(constructor_that_runs_out_of_memory_loses_nothing),
        cmocka_unit_test(interning_without_memory_for_the_table_gives_up_the_string),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
