/* What the tests of facts about classes share: the rows, made by extract.py, and short ways to make things. A
 * heap of one version at a time. */
#ifndef HEAPD_TESTS_CLASS_FACTS_TEST_H
#define HEAPD_TESTS_CLASS_FACTS_TEST_H

/* cmocka.h and what it wants have been included */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/heaptype.h"

#define CLASSES 3
#define SLOTS   20
struct class_fact {
    const char *name, *bases[3];
    int slot_count;
    const char *slots[SLOTS];
};
struct slot_fact {
    const char *name;
    unsigned minor;
    struct class_fact classes[CLASSES];
    int basic, dict, weak, size, own, class_size, has_dict;
    const char *raised;
};
struct attribute_fact {
    int count;
    unsigned minor;
    int sizes[3], dicts[3], sizes_again[3], late[2], fourth[2];
};
struct number_fact {
    const char *name;
    unsigned minor;
    size_t count;
    const int *numbers;
};
struct layout_fact {
    const char *name;
    unsigned minor;
    const char *before, *own, *values;
};
struct weak_fact {
    const char *name;
    unsigned minor;
    const char *answer;
};
struct copy_fact {
    const char *name;
    unsigned minor;
    int shallow_same, deep_same;
    const char *deep_type;
};
#include "tests/oracle/classes/class_facts.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct heap *h;

static inline void begin(unsigned minor)
{
    h = heap_create(&(struct heap_options){.minor = minor});
    assert_non_null(h);
}

static inline bool report(void *context, const struct finding *f)
{
    print_error("%s: heap_verify: %s at %#llx\n", (const char *)context, f->what,
                (unsigned long long)f->where);
    return true;
}

static inline void end(const char *name)
{
    assert_int_equal(heap_raised(h), EXC_NONE);
    assert_int_equal(heap_verify(h, report, (void *)(uintptr_t)name), 0);
    heap_destroy(h);
}

static inline void ok(enum heap_status status)
{
    if (status != HEAP_OK)
        print_error("%s: %s\n", exception_name(heap_raised(h)), heap_raised_message(h));
    assert_int_equal(status, HEAP_OK);
}

static inline int size_of(addr o)
{
    return (int)object_getsizeof(h, o);
}

static inline void compare(const char *name, const char *what, int64_t found, int64_t expected)
{
    if (found != expected)
        fail_msg("%s: %s is %lld, not %lld", name, what, (long long)found, (long long)expected);
}

/* ---- making things ------------------------------------------------------------------------------- */

static inline addr new_class(const char *name, addr base, const char *const *slots, size_t slot_count)
{
    addr c = class_new(h, &(struct class_spec){.name = name,
                                               .bases = &base,
                                               .base_count = base ? 1 : 0,
                                               .slots = slots,
                                               .slot_count = slot_count});
    assert_true(c);
    return c;
}

static inline addr call(addr callable, const addr *args, size_t count)
{
    addr out;
    ok(object_call(h, callable, args, count, NULL, NULL, 0, &out));
    return out;
}

static inline addr call1(addr callable, addr argument) /* argument stolen */
{
    addr out = call(callable, &argument, 1);
    decref(h, argument);
    return out;
}

static inline addr name_of(const char *text)
{
    addr s = str_intern_utf8(h, text, strlen(text));
    assert_true(s);
    return s;
}

static inline void set_int(addr o, const char *name, int64_t value)
{
    addr n = name_of(name), v = int_new(h, value);
    ok(object_setattr(h, o, n, v));
    decref(h, v);
    decref(h, n);
}

static inline void set_numbered(addr o, int i)
{
    char name[16];
    (void)snprintf(name, sizeof name, "a%d", i);
    set_int(o, name, i);
}

static inline addr dict_of(addr o)
{
    addr d;
    ok(instance_dict(h, o, &d));
    decref(h, d);
    return d; /* the instance holds it */
}

static inline addr list_of_one(int64_t item)
{
    addr l = list_new(h, 1);
    list_init(h, l, 0, int_new(h, item));
    return l;
}

/* A class whose source assigns a0 to a<n - 1> to self: what a class statement with that __init__ leaves, as
 * far as there is no code. */
static inline addr class_assigning(int n)
{
    addr names = tuple_new(h, (size_t)n), namespace = dict_new(h), name = name_of("T"),
         key = name_of("__static_attributes__");
    char texts[64][16];
    for (int i = 0; i < n; i++)
        (void)snprintf(texts[i], sizeof texts[i], "a%d", i);
    qsort(texts, (size_t)n, sizeof *texts,
          (int (*)(const void *, const void *))strcmp); /* as the compiler sorts them */
    for (int i = 0; i < n; i++)
        tuple_init(h, names, (size_t)i, name_of(texts[i]));
    if (n)
        tuple_done(h, names);
    ok(dict_set(h, namespace, key, names));
    addr type = type_new(h, h->type[KIND_TYPE], name, h->singleton[SINGLETON_EMPTY_TUPLE], namespace);
    assert_true(type);
    decref(h, names);
    decref(h, namespace);
    decref(h, name);
    decref(h, key);
    return type;
}

#endif
