/* Classes, instances, weak references and copies as CPython 3.11 and 3.14 had them: sizes, offsets, blocks,
 * words. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

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

static void begin(unsigned minor)
{
    h = heap_create(&(struct heap_options){.minor = minor});
    assert_non_null(h);
}

static bool report(void *context, const struct finding *f)
{
    print_error("%s: heap_verify: %s at %#llx\n", (const char *)context, f->what,
                (unsigned long long)f->where);
    return true;
}

static void end(const char *name)
{
    assert_int_equal(heap_raised(h), EXC_NONE);
    assert_int_equal(heap_verify(h, report, (void *)(uintptr_t)name), 0);
    heap_destroy(h);
}

static void ok(enum heap_status status)
{
    if (status != HEAP_OK)
        print_error("%s: %s\n", exception_name(heap_raised(h)), heap_raised_message(h));
    assert_int_equal(status, HEAP_OK);
}

static int size_of(addr o)
{
    return (int)object_getsizeof(h, o);
}

/* ---- making things
 * ----------------------------------------------------------------------------------------------------------
 */

static addr new_class(const char *name, addr base, const char *const *slots, size_t slot_count)
{
    addr c = class_new(h, &(struct class_spec){.name = name,
                                               .bases = &base,
                                               .base_count = base ? 1 : 0,
                                               .slots = slots,
                                               .slot_count = slot_count});
    assert_true(c);
    return c;
}

static addr call(addr callable, const addr *args, size_t count)
{
    addr out;
    ok(object_call(h, callable, args, count, NULL, NULL, 0, &out));
    return out;
}

static addr call1(addr callable, addr argument) /* argument stolen */
{
    addr out = call(callable, &argument, 1);
    decref(h, argument);
    return out;
}

static addr name_of(const char *text)
{
    addr s = str_intern_utf8(h, text, strlen(text));
    assert_true(s);
    return s;
}

static void set_int(addr o, const char *name, int64_t value)
{
    addr n = name_of(name), v = int_new(h, value);
    ok(object_setattr(h, o, n, v));
    decref(h, v);
    decref(h, n);
}

static void set_numbered(addr o, int i)
{
    char name[16];
    (void)snprintf(name, sizeof name, "a%d", i);
    set_int(o, name, i);
}

static addr dict_of(addr o)
{
    addr d;
    ok(instance_dict(h, o, &d));
    decref(h, d);
    return d; /* the instance holds it */
}

static addr list_of_one(int64_t item)
{
    addr l = list_new(h, 1);
    list_init(h, l, 0, int_new(h, item));
    return l;
}

/* ---- slots and sizes
 * ------------------------------------------------------------------------------------------------------------
 */

static addr make_fact_class(const struct class_fact *c, addr *made, const struct class_fact *all)
{
    addr bases[3];
    size_t count = 0;
    for (; count < 3 && c->bases[count]; count++) {
        bases[count] = type_by_name(h, c->bases[count]);
        for (size_t i = 0; i < CLASSES && all[i].name; i++)
            if (strcmp(all[i].name, c->bases[count]) == 0 && made[i])
                bases[count] = made[i];
    }
    return class_new(h, &(struct class_spec){.name = c->name,
                                             .bases = bases,
                                             .base_count = count,
                                             .slots = c->slot_count < 0 ? NULL : c->slots,
                                             .slot_count = c->slot_count < 0 ? 0 : (size_t)c->slot_count});
}

static void compare(const char *name, const char *what, int64_t found, int64_t expected)
{
    if (found != expected)
        fail_msg("%s: %s is %lld, not %lld", name, what, (long long)found, (long long)expected);
}

static void check_slots(const struct slot_fact *f)
{
    addr made[CLASSES] = {0};
    size_t count = 0;
    for (; count < CLASSES && f->classes[count].name; count++)
        if (!(made[count] = make_fact_class(&f->classes[count], made, f->classes)))
            break;
    if (f->raised) {
        char text[300];
        (void)snprintf(text, sizeof text, "%s: %s", exception_name(heap_raised(h)), heap_raised_message(h));
        assert_string_equal(text, f->raised);
        heap_clear_raised(h);
    } else {
        addr type = made[count - 1], x = call(type, NULL, 0);
        const struct type_object *t = type_at(h, type);
        compare(f->name, "basicsize", t->basicsize, f->basic);
        compare(f->name, "dictoffset", t->dictoffset, f->dict);
        compare(f->name, "weakrefoffset", t->weaklistoffset, f->weak);
        compare(f->name, "size", size_of(x), f->size);
        compare(f->name, "own size", size_of(x) - (int)object_head_size(h, type), f->own);
        compare(f->name, "class size", size_of(type), f->class_size);
        compare(f->name, "has __dict__", instance_dict_field(h, x) != 0, f->has_dict);
        compare(f->name, "tracked", object_is_tracked(h, x), true);
        decref(h, x);
    }
    for (size_t i = 0; i < count; i++)
        decref(h, made[i]);
}

static void slots(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(slot_facts); i++) {
        begin(slot_facts[i].minor);
        check_slots(&slot_facts[i]);
        end(slot_facts[i].name);
    }
}

/* ---- attributes
 * -----------------------------------------------------------------------------------------------------------------------
 */

/* A class whose source assigns a0 to a<n - 1> to self: what a class statement with that __init__ leaves, as
 * far as there is no code. */
static addr class_assigning(int n)
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

static addr initialized(addr type, int n)
{
    addr o = call(type, NULL, 0);
    for (int i = 0; i < n; i++)
        set_numbered(o, i);
    return o;
}

static void attributes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(attribute_facts); i++) {
        const struct attribute_fact *f = &attribute_facts[i];
        char name[40];
        (void)snprintf(name, sizeof name, "%d attributes in 3.%u", f->count, f->minor);
        begin(f->minor);
        addr type = class_assigning(f->count), o[3];
        for (int j = 0; j < 3; j++)
            o[j] = initialized(type, f->count);
        for (int j = 0; j < 3; j++)
            compare(name, "size", size_of(o[j]), f->sizes[j]);
        for (int j = 0; j < 3; j++)
            compare(name, "size of the dict", size_of(dict_of(o[j])), f->dicts[j]);
        for (int j = 0; j < 3; j++)
            compare(name, "size with a dict", size_of(o[j]), f->sizes_again[j]);
        set_int(o[0], "late", 1);
        compare(name, "size with a late attribute", size_of(o[0]), f->late[0]);
        compare(name, "its dict", size_of(dict_of(o[0])), f->late[1]);
        addr w = initialized(type, f->count);
        compare(name, "size of the fourth", size_of(w), f->fourth[0]);
        compare(name, "its dict", size_of(dict_of(w)), f->fourth[1]);
        decref(h, w);
        for (int j = 0; j < 3; j++)
            decref(h, o[j]);
        decref(h, type);
        end(name);
    }
}

struct numbers {
    const struct number_fact *fact;
    size_t at;
};

static void next_is(struct numbers *n, int64_t found)
{
    assert_true(n->at < n->fact->count);
    if (found != n->fact->numbers[n->at])
        fail_msg("%s, 3.%u: number %zu is %lld, not %d", n->fact->name, n->fact->minor, n->at,
                 (long long)found, n->fact->numbers[n->at]);
    n->at++;
}

static void both(struct numbers *n, addr o)
{
    next_is(n, size_of(o));
    next_is(n, size_of(dict_of(o)));
}

static void set_from_outside(struct numbers *n)
{
    addr type = new_class("T", 0, NULL, 0), x = call(type, NULL, 0);
    both(n, x);
    for (int i = 0; i < 60; i++) {
        set_numbered(x, i);
        both(n, x);
    }
    decref(h, x);
    decref(h, type);
}

static void around_the_limit(struct numbers *n)
{
    static const int counts[] = {5, 6, 28, 29, 30, 31, 32, 33};
    for (size_t i = 0; i < COUNT(counts); i++) {
        addr type = new_class("T", 0, NULL, 0), x = call(type, NULL, 0), y = call(type, NULL, 0);
        for (int j = 0; j < counts[i]; j++)
            set_numbered(x, j);
        for (int j = 0; j < counts[i]; j++)
            set_numbered(y, j);
        next_is(n, counts[i]);
        next_is(n, size_of(x));
        next_is(n, size_of(y));
        next_is(n, size_of(dict_of(x)));
        next_is(n, size_of(dict_of(y)));
        decref(h, x);
        decref(h, y);
        decref(h, type);
    }
}

static void one_more_each(struct numbers *n)
{
    addr type = new_class("T", 0, NULL, 0), x = 0;
    for (int count = 0; count < 50; count++) {
        addr o = call(type, NULL, 0);
        xdecref(h, x);
        x = o;
        for (int i = 0; i < count; i++)
            set_numbered(x, i);
        both(n, x);
    }
    decref(h, x);
    decref(h, type);
}

static void life_of_a_class(struct numbers *n)
{
    struct collection c;
    addr type = new_class("C", 0, NULL, 0);
    next_is(n, object_refcount(h, type) + 1); /* getrefcount's own */
    addr x = call(type, NULL, 0);
    next_is(n, object_refcount(h, type) + 1);
    addr sub = new_class("D", type, NULL, 0);
    next_is(n, object_refcount(h, type) + 1);
    set_int(x, "a", 1);
    next_is(n, object_refcount(h, type) + 1);
    decref(h, x);
    decref(h, sub);
    next_is(n, object_refcount(h, type) + 1);
    ok(collector_collect(h, 2, &c));
    next_is(n, object_refcount(h, type) + 1);
    decref(h, type);
}

static void all_deleted(struct numbers *n)
{
    addr type = class_assigning(0), x = call(type, NULL, 0);
    set_int(x, "a", 1);
    set_int(x, "b", 2);
    addr a = name_of("a"), b = name_of("b");
    ok(object_setattr(h, x, a, 0));
    ok(object_setattr(h, x, b, 0));
    decref(h, a);
    decref(h, b);
    both(n, x);
    addr y = call(type, NULL, 0), z = 0;
    set_int(y, "a", 1);
    next_is(n, size_of(y));
    z = call(type, NULL, 0);
    next_is(n, size_of(dict_of(z)));
    decref(h, x);
    decref(h, y);
    decref(h, z);
    decref(h, type);
}

static void through_the_dict(struct numbers *n)
{
    addr type = new_class("T", 0, NULL, 0), o[3], a = name_of("a"), b = name_of("b"), one = int_new(h, 1),
         two = int_new(h, 2);
    for (int i = 0; i < 3; i++)
        o[i] = call(type, NULL, 0);
    ok(dict_set(h, dict_of(o[0]), a, one));
    addr update = name_of("update"), none_out, kwnames[] = {a, b}, kwvalues[] = {one, two};
    ok(object_call_method(h, dict_of(o[1]), update, NULL, 0, kwnames, kwvalues, 2, &none_out));
    addr d = dict_new(h), name = name_of("__dict__");
    ok(dict_set(h, d, a, one));
    ok(object_setattr(h, o[2], name, d));
    for (int i = 0; i < 3; i++)
        both(n, o[i]);
    for (int i = 0; i < 3; i++)
        decref(h, o[i]);
    addr gone[] = {type, a, b, one, two, update, none_out, d, name};
    for (size_t i = 0; i < COUNT(gone); i++)
        decref(h, gone[i]);
}

static void cleared(struct numbers *n)
{
    addr type = class_assigning(0), x = call(type, NULL, 0);
    set_int(x, "a", 1);
    set_int(x, "b", 2);
    dict_clear(h, dict_of(x));
    both(n, x);
    set_int(x, "a", 1);
    both(n, x);
    decref(h, x);
    decref(h, type);
}

static void numbers(void **state)
{
    static const struct {
        const char *name;
        void (*run)(struct numbers *n);
    } runs[] = {
        {"attributes set from outside, and the dict each time", set_from_outside},
        {"attributes, 29 to 32, of a second instance", around_the_limit},
        {"the n-th instance with one attribute more each", one_more_each},
        {"a class through its life", life_of_a_class},
        {"all attributes deleted", all_deleted},
        {"written through the dict", through_the_dict},
        {"the dict cleared", cleared},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(number_facts); i++)
        for (size_t j = 0; j < COUNT(runs); j++)
            if (strcmp(number_facts[i].name, runs[j].name) == 0) {
                struct numbers n = {&number_facts[i], 0};
                begin(n.fact->minor);
                runs[j].run(&n);
                assert_int_equal(n.at, n.fact->count);
                end(n.fact->name);
            }
}

/* ---- blocks
 * ---------------------------------------------------------------------------------------------------------------------------
 */

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

/* ---- words
 * ------------------------------------------------------------------------------------------------------------------------------
 */

static bool word_matches(const char *pattern, size_t length, uint64_t word)
{
    char text[32];
    if (length == 3 && memcmp(pattern, "ptr", 3) == 0)
        return word >= HEAP_TEXT && word < HEAP_BASE + REGION_SIZE;
    if ((length == 5 && memcmp(pattern, "count", 5) == 0) ||
        (length == 3 && memcmp(pattern, "any", 3) == 0) ||
        (length == 7 && memcmp(pattern, "version", 7) == 0))
        return true;
    if (memchr(pattern, '?', length)) { /* 0x????????0101021c */
        (void)snprintf(text, sizeof text, "0x%016llx", (unsigned long long)word);
        for (size_t i = 0; i < length; i++)
            if (pattern[i] != '?' && pattern[i] != text[i])
                return false;
        return length == 18;
    }
    return strtoull(pattern, NULL, 16) == word;
}

static void compare_words(const struct layout_fact *f, const char *part, const char *patterns, addr at)
{
    for (size_t i = 0; *patterns; i++) {
        size_t length = strcspn(patterns, " ");
        uint64_t word = HEAP_FIELD(h, at, i * 8, uint64_t);
        bool same = *patterns == '+' ? true : word_matches(patterns, length, word);
        for (size_t byte = 0; *patterns == '+' && byte < (length - 1) / 2; byte++) {
            char digits[3] = {patterns[1 + 2 * byte], patterns[2 + 2 * byte], 0};
            same = same && (uint8_t)strtoul(digits, NULL, 16) == HEAP_FIELD(h, at, i * 8 + byte, uint8_t);
        }
        if (!same)
            fail_msg("%s, 3.%u, %s: word %zu is %#llx, not %.*s", f->name, f->minor, part, i,
                     (unsigned long long)word, (int)length, patterns);
        patterns += length + (patterns[length] == ' ');
    }
}

static size_t words_in(const char *patterns)
{
    size_t n = *patterns != 0;
    for (; *patterns; patterns++)
        n += *patterns == ' ';
    return n;
}

/* What the name of the fact says, with the classes of the oracle's program: P has had an instance before. */
struct cast {
    addr P, S2, made;
};

static addr make_p(const struct cast *c)
{
    addr p = call(c->P, NULL, 0);
    set_int(p, "a", 1);
    set_int(p, "b", 2);
    return p;
}

static addr make_layout(const char *name, struct cast *c, addr *also)
{
    static const char *const ab[] = {"a", "b"}, *const weak[] = {"a", "__weakref__"},
                             *const dict[] = {"a", "__dict__"}, *const empty[] = {NULL};
    addr base = 0, o;
    const char *const *slots = NULL;
    size_t slot_count = 0;
    *also = 0;
    if (strcmp(name, "materialized") == 0) {
        addr made = c->made;
        c->made = 0;
        return made;
    }
    if (strcmp(name, "P()") == 0)
        return make_p(c);
    if (strcmp(name, "P().__dict__") == 0) {
        addr p = make_p(c), d;
        ok(instance_dict(h, p, &d));
        decref(h, p);
        return d;
    }
    if (strcmp(name, "P().m") == 0) {
        addr p = make_p(c), m = method_new(h, c->S2, p);
        decref(h, p);
        return m;
    }
    if (strcmp(name, "weakref.ref(P)") == 0)
        return weakref_new(h, c->P, 0);
    if (strcmp(name, "object()") == 0)
        return call(h->type[KIND_INSTANCE], NULL, 0);
    if (strcmp(name, "S2()") == 0) {
        o = call(c->S2, NULL, 0);
        set_int(o, "a", 1);
        set_int(o, "b", 2);
        return o;
    }
    switch (name[0]) {
    case 'E':
        slots = empty;
        break;
    case 'S':
        if (name[1] == 'T') {
            base = h->type[KIND_STR];
            break;
        }
        slots = ab;
        slot_count = 2;
        break;
    case 'W':
        slots = weak;
        slot_count = 2;
        break;
    case 'Z':
        slots = dict;
        slot_count = 2;
        break;
    case 'I':
        base = h->type[KIND_INT];
        break;
    case 'L':
        base = h->type[KIND_LIST];
        break;
    case 'T':
        base = h->type[KIND_TUPLE];
        break;
    default:
        break;
    }
    addr type = new_class("X", base, slots, slot_count), one = int_new(h, 1);
    *also = type;
    switch (name[0]) {
    case 'I':
        return call1(type, int_new(h, 5));
    case 'L':
        return call1(type, list_of_one(1));
    case 'T':
        return call1(type, tuple_from(h, &one, 1));
    case 'S':
        if (name[1] == 'T') {
            addr s = name_of("abc");
            (void)str_hash(h, s);
            return call1(type, s);
        }
        return call(type, NULL, 0);
    default:
        return call(type, NULL, 0);
    }
}

static void words(void **state)
{
    static const char *const ab[] = {"a", "b"};
    (void)state;
    for (size_t i = 0; i < COUNT(layout_facts); i++) {
        const struct layout_fact *f = &layout_facts[i];
        begin(f->minor);
        addr also, shared = 0, shared_proxy = 0;
        struct cast c = {.P = class_assigning(0), .S2 = new_class("S2", 0, ab, 2)};
        c.made = make_p(&c);
        (void)dict_of(c.made);
        addr o = make_layout(f->name, &c, &also);
        compare_words(f, "own", f->own, o);
        compare_words(f, "before", f->before, o - words_in(f->before) * 8);
        if (*f->values && object_kind(h, o) == KIND_DICT)
            compare_words(f, "values", f->values, HEAP_FIELD(h, o, 40, addr) - (f->minor == 11 ? 8 : 0));
        else if (*f->values)
            compare_words(f, "values", f->values,
                          f->minor == 11 ? HEAP_FIELD(h, o - 32, 0, addr) - 8 : o + 16);
        decref(h, o);
        xdecref(h, also);
        xdecref(h, shared);
        xdecref(h, shared_proxy);
        xdecref(h, c.made);
        decref(h, c.P);
        decref(h, c.S2);
        end(f->name);
    }
}

/* ---- weak references and copies
 * ------------------------------------------------------------------------------------------------------------
 */

/* The object that a fact's expression makes; 0: heapd's heap has no such thing. *new* */
static addr evaluate(const char *text)
{
    static const char *const slots_a[] = {"a"}, *const empty[] = {NULL};
    static const struct {
        const char *text, *type, *class_base;
    } calls[] = {
        {"()", "tuple", NULL},
        {"[]", "list", NULL},
        {"{}", "dict", NULL},
        {"set()", "set", NULL},
        {"frozenset()", "frozenset", NULL},
        {"object()", "object", NULL},
        {"collections.deque()", "deque", NULL},
        {"bytearray()", "bytearray", NULL},
        {"L()", NULL, "list"},
        {"I(1)", NULL, "int"},
        {"ST(\"a\")", NULL, "str"},
        {"T()", NULL, "tuple"},
        {"B(b\"a\")", NULL, "bytes"},
        {"F(1.5)", NULL, "float"},
        {"C()", NULL, "object"},
        {"o", NULL, "object"},
        {"D(a=1)", NULL, "dict"},
        {"I(5)", NULL, "int"},
        {"L([1])", NULL, "list"},
        {"T((1, []))", NULL, "tuple"},
    };
    static const struct {
        const char *text, *path;
    } values[] = {{"None", "None"},         {"...", "Ellipsis"},
                  {"Ellipsis", "Ellipsis"}, {"NotImplemented", "NotImplemented"},
                  {"True", "True"},         {"int", "int"}};
    for (size_t i = 0; i < COUNT(calls); i++)
        if (strcmp(calls[i].text, text) == 0) {
            if (calls[i].type)
                return call(type_by_name(h, calls[i].type), NULL, 0);
            char name[3] = {text[0], isupper((unsigned char)text[1]) ? text[1] : '\0', 0};
            addr type = new_class(name[0] == 'o' ? "C" : name, type_by_name(h, calls[i].class_base), NULL, 0),
                 o = call(type, NULL, 0);
            decref(h, type);
            return o;
        }
    for (size_t i = 0; i < COUNT(values); i++)
        if (strcmp(values[i].text, text) == 0) {
            addr o;
            bool dead;
            ok(path_resolve(h, values[i].path, strlen(values[i].path), &o, &dead));
            return o;
        }
    if (text[0] == '"')
        return str_from_utf8(h, text + 1, strlen(text) - 2);
    if (strcmp(text, "1") == 0)
        return int_new(h, 1);
    if (strcmp(text, "1.5") == 0)
        return float_new(h, 1.5);
    if (strcmp(text, "1j") == 0)
        return complex_new(h, 0, 1);
    if (strcmp(text, "b\"a\"") == 0)
        return bytes_new(h, "a", 1);
    if (strcmp(text, "C") == 0)
        return new_class("C", 0, NULL, 0);
    if (strcmp(text, "S()") == 0 || strcmp(text, "Z()") == 0) {
        addr type =
                 new_class(text[0] == 'S' ? "S" : "Z", 0, text[0] == 'S' ? slots_a : empty, text[0] == 'S'),
             o = call(type, NULL, 0);
        if (text[0] == 'S')
            set_int(o, "a", 1);
        decref(h, type);
        return o;
    }
    if (strcmp(text, "range(3)") == 0 || strcmp(text, "range(n)") == 0)
        return call1(h->type[KIND_RANGE], int_new(h, 3));
    if (strcmp(text, "slice(3)") == 0 || strcmp(text, "slice(n)") == 0)
        return call1(h->type[KIND_SLICE], int_new(h, 3));
    if (strcmp(text, "array.array(\"i\")") == 0)
        return array_new(h, 'i');
    if (strcmp(text, "[].append") == 0) {
        addr l = list_new(h, 0), append = name_of("append"), out;
        ok(object_getattr(h, l, append, &out));
        decref(h, append);
        decref(h, l);
        return out;
    }
    if (strcmp(text, "weakref.ref(C)") == 0 || strcmp(text, "weakref.ref(o)") == 0) {
        addr c = new_class("C", 0, NULL, 0), ref = weakref_new(h, c, 0);
        decref(h, c);
        return ref;
    }
    if (strcmp(text, "C().m") == 0 || strcmp(text, "o.m") == 0) {
        addr c = new_class("C", 0, NULL, 0), o = call(c, NULL, 0), m = method_new(h, c, o);
        decref(h, o);
        decref(h, c);
        return m;
    }
    if (strcmp(text, "[1, 2]") == 0)
        return list_of_one(1);
    if (strcmp(text, "[[], []]") == 0 || strcmp(text, "([],)") == 0) {
        addr inner = list_new(h, 0), outer = text[0] == '[' ? list_new(h, 1) : tuple_from(h, &inner, 1);
        if (text[0] == '[')
            list_init(h, outer, 0, inner);
        else
            decref(h, inner);
        return outer;
    }
    if (strcmp(text, "(1, 2)") == 0 || strcmp(text, "(n, n)") == 0 || strcmp(text, "((n, [n]), 1)") == 0) {
        addr items[] = {int_new(h, 1), int_new(h, 2)};
        addr t = tuple_from(h, items, 2);
        if (text[1] != '(')
            return t;
        addr l = list_of_one(1), inner = tuple_from(h, &l, 1), outer = tuple_from(h, &inner, 1);
        decref(h, t);
        decref(h, l);
        decref(h, inner);
        return outer;
    }
    if (strcmp(text, "{\"a\": 1}") == 0 || strcmp(text, "{\"a\": []}") == 0)
        return dict_new(h);
    if (strcmp(text, "bytearray(b\"a\")") == 0)
        return bytearray_new(h, "a", 1);
    if (strcmp(text, "frozenset([n])") == 0) {
        addr item = int_new(h, 1);
        return frozenset_from(h, &item, 1);
    }
    if (strcmp(text, "collections.deque([1, []])") == 0) {
        addr l = list_new(h, 0), d = deque_new(h, -1);
        ok(deque_append(h, d, l, false));
        decref(h, l);
        return d;
    }
    return 0;
}

static void weak(void **state)
{
    size_t tried = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(weak_facts); i++) {
        const struct weak_fact *f = &weak_facts[i];
        begin(f->minor);
        addr o = evaluate(f->name);
        if (!o)
            fail_msg("%s cannot be made", f->name);
        addr ref = weakref_new(h, o, 0);
        if (strncmp(f->answer, "cannot", 6) == 0) {
            assert_int_equal(ref, 0);
            assert_string_equal(heap_raised_message(h), f->answer);
            heap_clear_raised(h);
            assert_int_equal(proxy_new(h, o, 0), 0);
            heap_clear_raised(h);
        } else {
            assert_true(ref && weakref_referent(h, ref) == o);
            addr proxy = proxy_new(h, o, 0);
            assert_string_equal(object_type_name(h, proxy) + strlen("weakref."), f->answer);
            assert_int_equal(size_of(proxy), 80);
            assert_int_equal(size_of(ref), 80);
            decref(h, proxy);
        }
        xdecref(h, ref);
        decref(h, o);
        tried++;
        end(f->name);
    }
    assert_true(tried > 50);
}

static void copies(void **state)
{
    size_t tried = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(copy_facts); i++) {
        const struct copy_fact *f = &copy_facts[i];
        begin(f->minor);
        addr o = evaluate(f->name);
        if (o) {
            addr shallow = copy_shallow(h, o), deep = copy_deep(h, o);
            if (!shallow || !deep)
                fail_msg("%s: %s", f->name, heap_raised_message(h));
            compare(f->name, "copy is the object", shallow == o, f->shallow_same);
            compare(f->name, "deep copy is the object", deep == o, f->deep_same);
            const char *name = object_type_name(h, deep), *dot = strrchr(name, '.');
            assert_string_equal(dot ? dot + 1 : name, f->deep_type);
            decref(h, shallow);
            decref(h, deep);
            decref(h, o);
            tried++;
        }
        end(f->name);
    }
    assert_true(tried > 80);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slots),  cmocka_unit_test(attributes), cmocka_unit_test(numbers),
        cmocka_unit_test(blocks), cmocka_unit_test(words),      cmocka_unit_test(weak),
        cmocka_unit_test(copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
