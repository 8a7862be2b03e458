/* The blocks of memory behind classes, instances and copies, as tracemalloc saw them in CPython 3.11
 * and 3.14. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/oracle/classes/facts_test.h"

static int ascending(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}
static int descending(const void *a, const void *b)
{
    return *(const int *)b - *(const int *)a;
}

/* The sizes of the blocks that have a trace: in address order, first the small ones. */
static size_t traced_blocks(int *sizes, size_t capacity)
{
    size_t count = 0;
    uint64_t size;
    uint32_t traceback;
    bool in_use;
    addr a = HEAP_BASE + REGION_ARENAS, stop = a + (addr)h->arenas_high * h->abi.arena_size;
    for (; a < stop; a += 16)
        if (arena_block_in_use(h, a) && trace_of(h, a, &size, &traceback) && count < capacity)
            sizes[count++] = (int)size;
    for (a = 0; (a = blocks_next(h, &h->large, a, &in_use));)
        if (in_use && trace_of(h, a, &size, &traceback) && count < capacity)
            sizes[count++] = (int)size;
    return count;
}

static void compare_blocks(const struct number_fact *f, int (*order)(const void *, const void *))
{
    int sizes[100];
    size_t count = traced_blocks(sizes, COUNT(sizes));
    qsort(sizes, count, sizeof *sizes, order);
    bool same = count == f->count;
    for (size_t i = 0; same && i < count; i++)
        same = sizes[i] == f->numbers[i];
    if (same)
        return;
    print_error("%s, 3.%u:", f->name, f->minor);
    for (size_t i = 0; i < count; i++)
        print_error(" %d", sizes[i]);
    print_error(" instead of");
    for (size_t i = 0; i < f->count; i++)
        print_error(" %d", f->numbers[i]);
    fail_msg("%s", "blocks differ");
}

static const struct number_fact *number_fact(const char *name, unsigned minor)
{
    for (size_t i = 0; i < COUNT(number_facts); i++)
        if (number_facts[i].minor == minor && strcmp(number_facts[i].name, name) == 0)
            return &number_facts[i];
    fail_msg("no fact %s", name);
    return NULL;
}

/* One expression, evaluated once the classes have had a thousand instances: what is kept alive. */
static void weigh(unsigned minor, const char *name, addr (*make)(addr base), const char *base, bool worn)
{
    begin(minor);
    addr warm = new_class("Warm", 0, NULL, 0), b = type_by_name(h, base), c = 0;
    addr n = name_of("n");
    if (b && worn) {
        c = b == h->type[KIND_INSTANCE] ? new_class("C", 0, NULL, 0) : new_class("C", b, NULL, 0);
        for (int i = 0; i < 40; i++)
            decref(h, make(c));
    }
    ok(trace_start(h, 1));
    addr o = make(c);
    compare_blocks(number_fact(name, minor), descending);
    trace_stop(h);
    decref(h, o);
    xdecref(h, c);
    decref(h, warm);
    decref(h, n);
    end(name);
}

static addr make_plain(addr c)
{
    return call(c, NULL, 0);
}
static addr make_int(addr c)
{
    return call1(c, int_new(h, 100));
}
static addr make_list(addr c)
{
    addr l = list_of_one(100), o = call1(c, l);
    return o;
}
static addr make_str(addr c)
{
    return call1(c, name_of("abc"));
}
static addr make_pair(addr c)
{
    addr items[] = {int_new(h, 100), int_new(h, 100)};
    return call1(c, tuple_from(h, items, 2));
}
static addr make_dict_of(addr c)
{
    addr o = call(c, NULL, 0), d;
    ok(instance_dict(h, o, &d));
    decref(h, o);
    return d;
}
static addr make_copy(addr c)
{
    (void)c;
    addr l = list_new(h, 2);
    list_init(h, l, 0, int_new(h, 100));
    list_init(h, l, 1, int_new(h, 100));
    addr copy = copy_shallow(h, l);
    decref(h, l);
    return copy;
}
static addr make_deep_copy(addr c)
{
    (void)c;
    addr l = list_new(h, 2);
    list_init(h, l, 0, int_new(h, 100));
    list_init(h, l, 1, list_of_one(100));
    addr copy = copy_deep(h, l);
    decref(h, l);
    return copy;
}
static addr make_class(addr base)
{
    addr name = name_of("T"), namespace = dict_new(h),
         bases = base ? tuple_from(h, &base, 1) : tuple_new(h, 0);
    addr type = type_new(h, h->type[KIND_TYPE], name, bases, namespace);
    decref(h, bases);
    decref(h, namespace);
    decref(h, name);
    return type;
}

static void blocks(void **state)
{
    static const char *const slots_ab[] = {"a", "b"};
    (void)state;
    for (unsigned minor = 11; minor <= 14; minor += 3) {
        weigh(minor, "weight: C()", make_plain, "object", true);
        weigh(minor, "weight: D()", make_plain, "dict", true);
        weigh(minor, "weight: L()", make_plain, "list", true);
        weigh(minor, "weight: L([n])", make_list, "list", true);
        weigh(minor, "weight: I(n)", make_int, "int", true);
        weigh(minor, "weight: ST(\"abc\")", make_str, "str", true);
        weigh(minor, "weight: T((n, n))", make_pair, "tuple", true);
        weigh(minor, "weight: C().__dict__", make_dict_of, "object", true);
        weigh(minor, "weight: copy.copy([n, n])", make_copy, "object", false);
        weigh(minor, "weight: copy.deepcopy([n, [n]])", make_deep_copy, "object", false);
        weigh(minor, "weight: type(\"T\", (), {})", make_class, "object", false);

        begin(minor);
        ok(trace_start(h, 1));
        addr c = new_class("C", 0, NULL, 0);
        compare_blocks(number_fact("blocks: a class", minor), ascending);
        addr x = call(c, NULL, 0);
        set_int(x, "a", 1);
        set_int(x, "b", 2);
        set_int(x, "c", 3);
        (void)dict_of(x);
        compare_blocks(number_fact("blocks: attributes set from outside", minor), ascending);
        trace_stop(h);
        decref(h, x);
        decref(h, c);
        c = new_class("S", 0, slots_ab, 2);
        x = call(c, NULL, 0);
        assert_int_equal(size_of(x), 48);
        decref(h, x);
        decref(h, c);
        end("blocks");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
