/* Every operation on every container and instance, interrupted by a change of what it works on, at every
 * place where code can run. Whatever comes out of the operation: the heap is sound, and when all is let go
 * of, every byte comes home. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "daemon/heap/object/array.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/slice.h"
#include "tests/unit/heap/interruption_test.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What came out of it does not matter here. */
static void whatever(struct heap *h, enum heap_status status, const addr *out)
{
    if (status == HEAP_OK)
        xdecref(h, *out);
    else
        heap_clear_raised(h);
}

static void done(struct heap *h, enum heap_status status)
{
    whatever(h, status, &(addr){0});
}

static void made(struct heap *h, addr o)
{
    whatever(h, o ? HEAP_OK : HEAP_RAISED, &o);
}

/* ---- what is worked on --------------------------------------------------------------------------- */

enum form {
    FORM_LIST,
    FORM_LIST_CLASS,
    FORM_TUPLE,
    FORM_DICT,
    FORM_DICT_OF_ANYTHING,
    FORM_DICT_CLASS,
    FORM_DICT_OF_INSTANCE,
    FORM_SET,
    FORM_LARGE_SET,
    FORM_FROZENSET,
    FORM_DEQUE,
    FORM_BOUNDED_DEQUE,
    FORM_ARRAY,
    FORM_BYTEARRAY,
    FORM_INSTANCE,
    FORM_INSTANCE_WITH_DICT,
    FORM_INSTANCE_WITH_SLOTS,
    FORM_CLASS,
    FORM_METHOD,
    FORM_COUNT
};

static const char *const form_names[FORM_COUNT] = {
    "list",
    "list's class",
    "tuple",
    "dict",
    "dict of anything",
    "dict's class",
    "an instance's dict",
    "set",
    "large set",
    "frozenset",
    "deque",
    "bounded deque",
    "array",
    "bytearray",
    "instance",
    "instance with a dict",
    "instance with slots",
    "class",
    "method",
};

struct scene {
    addr noisy, plain, slotted, list_class, dict_class; /* classes */
    addr target, argument;
    enum form form;
};

static addr noise(struct heap *h, const struct scene *s)
{
    return instance_new(h, s->noisy);
}

/* Steals the item. */
static void put(struct heap *h, addr o, int i, addr item)
{
    char name[16];
    (void)snprintf(name, sizeof name, "a%d", i);
    addr key = str_intern_utf8(h, name, strlen(name)), number = int_new(h, i);
    switch (object_kind(h, o)) {
    case KIND_LIST:
        done(h, list_append(h, o, item));
        break;
    case KIND_DICT:
        done(h, dict_set(h, o, key, item));
        break;
    case KIND_SET:
    case KIND_FROZENSET:
        done(h, set_add(h, o, item));
        break;
    case KIND_DEQUE:
        done(h, deque_append(h, o, item, false));
        break;
    case KIND_ARRAY:
        done(h, array_append(h, o, number));
        break;
    case KIND_BYTEARRAY:
        done(h, bytearray_resize(h, o, bytes_length(h, o) + 1));
        bytearray_data(h, o)[bytes_length(h, o) - 1] = (uint8_t)("a ,\n"[i & 3]);
        break;
    case KIND_INSTANCE:
    case KIND_TYPE:
        done(h, object_setattr(h, o, key, item));
        break;
    default:
        break;
    }
    decref(h, key);
    decref(h, number);
    decref(h, item);
}

static addr fill(struct heap *h, const struct scene *s, addr o, int count)
{
    for (int i = 0; i < count; i++)
        put(h, o, i, noise(h, s));
    return o;
}

static addr tuple_of(struct heap *h, const struct scene *s)
{
    addr l = fill(h, s, list_new(h, 0), 4), t = tuple_from_iterable(h, l);
    decref(h, l);
    return t;
}

static addr dict_of_anything(struct heap *h, const struct scene *s)
{
    addr d = dict_new(h);
    for (int i = 0; i < 4; i++) {
        addr key = noise(h, s), value = noise(h, s);
        done(h, dict_set(h, d, key, value));
        decref(h, key);
        decref(h, value);
    }
    return d;
}

/* The instance is gone, its dict keeps its values. */
static addr dict_of_instance(struct heap *h, const struct scene *s)
{
    addr o = fill(h, s, instance_new(h, s->plain), 3), d;
    assert_int_equal(instance_dict(h, o, &d), HEAP_OK);
    decref(h, o);
    return d;
}

static addr instance_with_dict(struct heap *h, const struct scene *s)
{
    addr o = fill(h, s, instance_new(h, s->plain), 3), d;
    assert_int_equal(instance_dict(h, o, &d), HEAP_OK);
    decref(h, d);
    return o;
}

static addr method_of(struct heap *h, const struct scene *s)
{
    addr o = noise(h, s), f = finalizer_new(h, FINALIZER_LOG, "x"), m = method_new(h, f, o);
    decref(h, f);
    decref(h, o);
    return m;
}

/* *new* */
static addr make(struct heap *h, const struct scene *s, enum form form)
{
    switch (form) {
    case FORM_LIST:
        return fill(h, s, list_new(h, 0), 5);
    case FORM_LIST_CLASS:
        return fill(h, s, list_new_of(h, s->list_class), 3);
    case FORM_TUPLE:
        return tuple_of(h, s);
    case FORM_DICT:
        return fill(h, s, dict_new(h), 4);
    case FORM_DICT_OF_ANYTHING:
        return dict_of_anything(h, s);
    case FORM_DICT_CLASS:
        return fill(h, s, dict_new_of(h, s->dict_class), 3);
    case FORM_DICT_OF_INSTANCE:
        return dict_of_instance(h, s);
    case FORM_SET:
        return fill(h, s, set_new(h), 3);
    case FORM_LARGE_SET:
        return fill(h, s, set_new(h), 12);
    case FORM_FROZENSET:
        return fill(h, s, set_new_of(h, h->type[KIND_FROZENSET]), 4);
    case FORM_DEQUE:
        return fill(h, s, deque_new(h, -1), 5);
    case FORM_BOUNDED_DEQUE:
        return fill(h, s, deque_new(h, 3), 3);
    case FORM_ARRAY:
        return fill(h, s, array_new(h, 'q'), 6);
    case FORM_BYTEARRAY:
        return fill(h, s, bytearray_new(h, NULL, 0), 12);
    case FORM_INSTANCE:
        return fill(h, s, instance_new(h, s->plain), 3);
    case FORM_INSTANCE_WITH_DICT:
        return instance_with_dict(h, s);
    case FORM_INSTANCE_WITH_SLOTS:
        return fill(h, s, instance_new(h, s->slotted), 3);
    case FORM_CLASS:
        return fill(h, s,
                    class_new(h, &(struct class_spec){.name = "K", .bases = &s->plain, .base_count = 1}), 2);
    default:
        return method_of(h, s);
    }
}

static struct scene begin(struct heap *h, enum form form)
{
    static const char *const slots[] = {"a0", "a1", "a2"};
    struct scene s = {.form = form, .noisy = noisy_class(h)};
    s.plain = class_new(h, &(struct class_spec){.name = "C"});
    s.slotted = class_new(h, &(struct class_spec){.name = "S", .slots = slots, .slot_count = 3});
    s.list_class =
        class_new(h, &(struct class_spec){.name = "L", .bases = &h->type[KIND_LIST], .base_count = 1});
    s.dict_class =
        class_new(h, &(struct class_spec){.name = "D", .bases = &h->type[KIND_DICT], .base_count = 1});
    s.target = make(h, &s, form);
    return s;
}

static void end(struct heap *h, const struct scene *s)
{
    const addr held[] = {s->target,  s->argument, s->list_class, s->dict_class,
                         s->slotted, s->plain,    s->noisy};
    for (size_t i = 0; i < COUNT(held); i++)
        xdecref(h, held[i]);
    for (int i = 0; i < 2; i++)
        assert_int_equal(collector_collect(h, 2, NULL), HEAP_OK);
    events_notable_reset(h);
}

/* ---- changes ------------------------------------------------------------------------------------- */

static void delete_attributes(struct heap *h, addr o)
{
    addr name, value;
    while (instance_attribute(h, o, 0, &name, &value)) {
        incref(h, name);
        enum heap_status status = object_setattr(h, o, name, 0);
        decref(h, name);
        done(h, status);
        if (status != HEAP_OK)
            return;
    }
}

static void clear(struct heap *h, addr o)
{
    switch (object_kind(h, o)) {
    case KIND_LIST:
        list_clear(h, o);
        break;
    case KIND_DICT:
        dict_clear(h, o);
        break;
    case KIND_SET:
        set_clear(h, o);
        break;
    case KIND_DEQUE:
        deque_clear(h, o);
        break;
    case KIND_ARRAY:
        if (array_length(h, o))
            array_delete(h, o, 0, array_length(h, o));
        break;
    case KIND_BYTEARRAY:
        done(h, bytearray_resize(h, o, 0));
        break;
    case KIND_INSTANCE:
        delete_attributes(h, o);
        break;
    case KIND_TYPE:
        for (int i = 0; i < 2; i++) {
            addr name = str_intern_utf8(h, i ? "a1" : "a0", 2);
            done(h, object_setattr(h, o, name, 0));
            decref(h, name);
        }
        break;
    default:
        break;
    }
}

static void change_clear(struct heap *h, const struct scene *s, addr o)
{
    (void)s;
    clear(h, o);
}

static void change_grow(struct heap *h, const struct scene *s, addr o)
{
    if (object_kind(h, o) != KIND_FROZENSET)
        fill(h, s, o, 45);
}

static void change_refill(struct heap *h, const struct scene *s, addr o)
{
    clear(h, o);
    change_grow(h, s, o);
}

static void change_shrink(struct heap *h, const struct scene *s, addr o)
{
    addr out = 0, name, value;
    (void)s;
    name = str_intern_utf8(h, object_kind(h, o) == KIND_DICT ? "popitem" : "pop",
                           object_kind(h, o) == KIND_DICT ? 7 : 3);
    whatever(h, object_call_method(h, o, name, NULL, 0, NULL, NULL, 0, &out), &out);
    decref(h, name);
    if (object_kind(h, o) == KIND_INSTANCE && instance_attribute(h, o, 0, &name, &value)) {
        incref(h, name);
        done(h, object_setattr(h, o, name, 0));
        decref(h, name);
    }
}

/* Instances only from here on. */

static void change_take_dict(struct heap *h, const struct scene *s, addr o)
{
    addr d = 0;
    (void)s;
    if (object_kind(h, o) == KIND_INSTANCE && instance_dict_field(h, o))
        whatever(h, instance_dict(h, o, &d), &d);
}

static void change_give_dict(struct heap *h, const struct scene *s, addr o)
{
    if (object_kind(h, o) != KIND_INSTANCE || !instance_dict_field(h, o))
        return;
    addr d = fill(h, s, dict_new(h), 2);
    done(h, instance_replace_dict(h, o, d));
    decref(h, d);
}

static void change_drop_dict(struct heap *h, const struct scene *s, addr o)
{
    (void)s;
    if (object_kind(h, o) == KIND_INSTANCE && instance_dict_field(h, o))
        done(h, instance_replace_dict(h, o, 0));
}

/* The old class goes with it where nothing else has it. */
static void change_class(struct heap *h, const struct scene *s, addr o)
{
    addr name = str_intern_utf8(h, "__class__", 9), type = object_type(h, o);
    (void)s;
    if (type_is_heap(h, type) && object_kind(h, o) != KIND_TYPE) {
        addr base = type_at(h, type)->base, other;
        static const char *const slots[] = {"a0", "a1", "a2"};
        bool slotted = type_member_count(h, type);
        other = class_new(h, &(struct class_spec){.name = "Other",
                                                  .bases = &base,
                                                  .base_count = 1,
                                                  .slots = slotted ? slots : NULL,
                                                  .slot_count = slotted ? 3 : 0});
        done(h, object_setattr(h, o, name, other));
        decref(h, other);
    }
    decref(h, name);
}

static void (*const changes[])(struct heap *h, const struct scene *s, addr o) = {
    change_clear,     change_grow,      change_refill,    change_shrink,
    change_take_dict, change_give_dict, change_drop_dict, change_class,
};

struct change {
    struct scene *scene;
    size_t which;
    bool of_argument;
};

static void run_change(struct heap *h, void *context)
{
    const struct change *c = context;
    addr o = c->of_argument ? c->scene->argument : c->scene->target;
    if (o)
        changes[c->which](h, c->scene, o);
}

/* ---- operations ---------------------------------------------------------------------------------- */

/* The n-th thing that an operation may be given; *new*, 0 past the last. */
static addr argument(struct heap *h, const struct scene *s, size_t n)
{
    addr parts[2], o;
    switch (n) {
    case 0:
        return make(h, s, s->form == FORM_CLASS || s->form == FORM_METHOD ? FORM_LIST : s->form);
    case 1:
        return make(h, s, FORM_LIST);
    case 2:
        return make(h, s, FORM_DICT);
    case 3:
        return make(h, s, FORM_LARGE_SET);
    case 4:
        return make(h, s, FORM_DEQUE);
    case 5:
        return incref(h, s->target);
    case 6:
        return int_new(h, 1);
    case 7:
        return noise(h, s);
    case 8:
        parts[0] = int_new(h, 1);
        parts[1] = int_new(h, 4);
        o = slice_new(h, parts[0], parts[1], 0);
        decref(h, parts[0]);
        decref(h, parts[1]);
        return o;
    case 9:
        parts[0] = int_new(h, 2);
        o = slice_new(h, 0, 0, parts[0]);
        decref(h, parts[0]);
        return o;
    case 10:
        return str_intern_utf8(h, "a0", 2);
    case 11:
        return make(h, s, FORM_BYTEARRAY);
    default:
        return 0;
    }
}

typedef void operation(struct heap *h, const struct scene *s);

static void op_repr(struct heap *h, const struct scene *s)
{
    static char bytes[20000];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes};
    done(h, object_repr(h, s->target, &text));
}

static void op_hash(struct heap *h, const struct scene *s)
{
    int64_t hash;
    done(h, object_hash(h, s->target, &hash));
}

static void op_equal(struct heap *h, const struct scene *s)
{
    bool same;
    done(h, object_equal(h, s->target, s->argument, &same));
}

static void op_less(struct heap *h, const struct scene *s)
{
    bool less;
    done(h, object_less(h, s->target, s->argument, &less));
}

static void op_getitem(struct heap *h, const struct scene *s)
{
    addr out = 0;
    whatever(h, object_getitem(h, s->target, s->argument, &out), &out);
}

static void op_setitem_there(struct heap *h, const struct scene *s)
{
    for (int64_t i = 0; i < 2; i++) {
        addr key = int_new(h, i);
        done(h, object_setitem(h, s->target, key, s->argument));
        decref(h, key);
    }
}

static void op_setitem_at(struct heap *h, const struct scene *s)
{
    addr value = fill(h, s, list_new(h, 0), 2);
    done(h, object_setitem(h, s->target, s->argument, value));
    decref(h, value);
}

static void op_set_slice(struct heap *h, const struct scene *s)
{
    for (size_t n = 8; n < 10; n++) {
        addr key = argument(h, s, n);
        done(h, object_setitem(h, s->target, key, s->argument));
        decref(h, key);
    }
}

static void op_delitem(struct heap *h, const struct scene *s)
{
    done(h, object_setitem(h, s->target, s->argument, 0));
}

static void op_getattr(struct heap *h, const struct scene *s)
{
    static const char *const names[] = {"a0", "a9", "copy", "__dict__", "__class__", "clear", "__doc__"};
    for (size_t i = 0; i < COUNT(names); i++) {
        addr out = 0, name = str_intern_utf8(h, names[i], strlen(names[i]));
        whatever(h, object_getattr(h, s->target, name, &out), &out);
        decref(h, name);
    }
}

static void set_attribute(struct heap *h, const struct scene *s, const char *text, addr value)
{
    addr name = str_intern_utf8(h, text, strlen(text));
    done(h, object_setattr(h, s->target, name, value));
    decref(h, name);
}

static void op_setattr(struct heap *h, const struct scene *s)
{
    set_attribute(h, s, "a0", s->argument);
    set_attribute(h, s, "b", s->argument);
}

static void op_delattr(struct heap *h, const struct scene *s)
{
    set_attribute(h, s, "a1", 0);
}

static void op_many_attributes(struct heap *h, const struct scene *s)
{
    fill(h, s, s->target, 45);
}

static void op_dict(struct heap *h, const struct scene *s)
{
    addr d = 0;
    whatever(h, instance_dict(h, s->target, &d), &d);
}

static void op_set_dict(struct heap *h, const struct scene *s)
{
    set_attribute(h, s, "__dict__", s->argument);
}

static void op_delete_dict(struct heap *h, const struct scene *s)
{
    set_attribute(h, s, "__dict__", 0);
}

static void op_set_class(struct heap *h, const struct scene *s)
{
    change_class(h, s, s->target);
}

static void op_copy(struct heap *h, const struct scene *s)
{
    made(h, copy_shallow(h, s->target));
}

static void op_deepcopy(struct heap *h, const struct scene *s)
{
    made(h, copy_deep(h, s->target));
}

static void op_deepcopy_of_list(struct heap *h, const struct scene *s)
{
    addr l = list_new(h, 0);
    done(h, list_append(h, l, s->target));
    done(h, list_append(h, l, s->argument));
    made(h, copy_deep(h, l));
    decref(h, l);
}

static void op_weakrefs(struct heap *h, const struct scene *s)
{
    addr a = weakref_new(h, s->target, 0), b = proxy_new(h, s->target, 0),
         c = weakref_new(h, s->target, s->noisy);
    made(h, a);
    made(h, b);
    made(h, c);
}

static void op_through_proxy(struct heap *h, const struct scene *s)
{
    addr proxy = proxy_new(h, s->target, 0), out = 0;
    if (!proxy) {
        heap_clear_raised(h);
        return;
    }
    whatever(h, object_getitem(h, proxy, s->argument, &out), &out);
    done(h, object_setitem(h, proxy, s->argument, s->argument));
    decref(h, proxy);
}

static void op_subclass(struct heap *h, const struct scene *s)
{
    if (object_kind(h, s->target) == KIND_TYPE)
        made(h, class_new(h, &(struct class_spec){.name = "Sub", .bases = &s->target, .base_count = 1}));
}

static void op_instance(struct heap *h, const struct scene *s)
{
    if (object_kind(h, s->target) == KIND_TYPE)
        made(h, instance_new(h, s->target));
}

static void op_call(struct heap *h, const struct scene *s)
{
    addr out = 0;
    whatever(h, object_call(h, s->target, &s->argument, 1, NULL, NULL, 0, &out), &out);
}

/* T(target) for each builtin type. */
static void op_constructors(struct heap *h, const struct scene *s)
{
    for (unsigned kind = 0; kind < KIND_COUNT; kind++) {
        addr out = 0, type = h->type[kind];
        if (!type || kind == KIND_TYPE || kind == KIND_STR)
            continue;
        whatever(h, object_call(h, type, &s->target, 1, NULL, NULL, 0, &out), &out);
    }
    addr args[2] = {str_intern_utf8(h, "q", 1), s->target}, out = 0;
    whatever(h, object_call(h, h->type[KIND_ARRAY], args, 2, NULL, NULL, 0, &out), &out);
    decref(h, args[0]);
}

static void op_classes_constructors(struct heap *h, const struct scene *s)
{
    for (size_t i = 0; i < 2; i++) {
        addr out = 0, type = i ? s->dict_class : s->list_class;
        whatever(h, object_call(h, type, &s->target, 1, NULL, NULL, 0, &out), &out);
    }
}

static void op_fromkeys(struct heap *h, const struct scene *s)
{
    made(h, dict_from_keys(h, s->target, none(h)));
}

static const struct {
    const char *name;
    operation *run;
    bool takes_argument;
} operations[] = {
    {"repr", op_repr, false},
    {"hash", op_hash, false},
    {"equal", op_equal, true},
    {"less", op_less, true},
    {"getitem", op_getitem, true},
    {"setitem", op_setitem_there, true},
    {"setitem at", op_setitem_at, true},
    {"set slice", op_set_slice, true},
    {"delitem", op_delitem, true},
    {"getattr", op_getattr, false},
    {"setattr", op_setattr, true},
    {"delattr", op_delattr, false},
    {"many attributes", op_many_attributes, false},
    {"dict", op_dict, false},
    {"set dict", op_set_dict, true},
    {"delete dict", op_delete_dict, false},
    {"set class", op_set_class, false},
    {"copy", op_copy, false},
    {"deepcopy", op_deepcopy, false},
    {"deepcopy of a list", op_deepcopy_of_list, true},
    {"weakrefs", op_weakrefs, false},
    {"through a proxy", op_through_proxy, true},
    {"subclass", op_subclass, false},
    {"instance", op_instance, false},
    {"call", op_call, true},
    {"constructors", op_constructors, false},
    {"classes' constructors", op_classes_constructors, false},
    {"fromkeys", op_fromkeys, false},
};

/* ---- all of them --------------------------------------------------------------------------------- */

#define ARGUMENTS      12
#define MANY_CLASSES   12
#define CHANGES_OF_ALL 4 /* the others are of instances */
#define TIMES_MAX      12

struct attempt {
    enum form form;
    size_t operation;                    /* of `operations` */
    const struct builtin_method *method; /* or that of the kind */
    size_t args, argument;               /* of the method; which one is given */
};

static void call_method(struct heap *h, const struct scene *s, const struct attempt *a)
{
    addr one = int_new(h, 1), args[3] = {s->argument, s->argument, one}, out = 0,
         name = str_intern_utf8(h, a->method->name, strlen(a->method->name));
    if (a->args == 2 && a->argument % 2)
        args[0] = one;
    whatever(h, object_call_method(h, s->target, name, args, a->args, NULL, NULL, 0, &out), &out);
    decref(h, name);
    decref(h, one);
}

/* Heaps are made warm once, and copied; a copy is looked at, with all that belongs to it, after some
 * attempts. */
struct trial {
    const struct heap *warm;
    struct heap *h;
    unsigned attempts, batch; /* HEAPD_TEST_BATCH=1 finds the one that fails */
};

static void trial_end(struct trial *t)
{
    assert_int_equal(heap_object_count(t->h), heap_object_count(t->warm));
    heap_test_end(t->h, heap_test_used(t->h)); /* every block has its owner; tables may be of another size */
    t->h = NULL;
    t->attempts = 0;
}

/* Answers how often the operation can be interrupted; `n` of these times it goes on undisturbed, then the
 * change is made. */
static uint64_t attempt_once(struct trial *t, const struct attempt *a, size_t change, bool of_argument,
                             uint64_t n)
{
    struct heap *h = t->h = t->h ? t->h : heap_copy(t->warm);
    struct scene s = begin(h, a->form);
    s.argument = a->args ? argument(h, &s, a->argument) : 0;
    struct change c = {&s, change, of_argument};
    interrupt(h, n + 1, run_change, &c);
    if (a->method)
        call_method(h, &s, a);
    else
        operations[a->operation].run(h, &s);
    uint64_t times = interruptions(h);
    assert_null(object_ops(h, s.target)->verify ? object_ops(h, s.target)->verify(h, s.target) : NULL);
    end(h, &s);
    if (++t->attempts >= t->batch)
        trial_end(t);
    return times;
}

static void say(const struct attempt *a, size_t change, bool of_argument, uint64_t n)
{
    if (getenv("HEAPD_TEST_SAYS"))
        print_message("%s: %s, %zu args, argument %zu, change %zu of %d, %llu\n", form_names[a->form],
                      a->method ? a->method->name : operations[a->operation].name, a->args, a->argument,
                      change, of_argument, (unsigned long long)n);
}

/* So many attempts take minutes in builds that check everything: one in so many is made, another one of each
 * operation. HEAPD_TEST_ALL=1 makes all. */
#define ONE_IN 7

static bool is_chosen(void)
{
    static unsigned turn;
    return ++turn % ONE_IN == 0 || getenv("HEAPD_TEST_ALL");
}

static void attempt_each(struct trial *t, const struct attempt *a, enum kind kind)
{
    say(a, COUNT(changes), false, 0);
    uint64_t times = attempt_once(t, a, 0, false, 1000);
    for (size_t change = 0; change < (kind == KIND_INSTANCE ? COUNT(changes) : CHANGES_OF_ALL); change++)
        for (int of_argument = 0; of_argument <= (a->args > 0); of_argument++)
            for (uint64_t n = 0; n < times && n < TIMES_MAX; n++)
                if (is_chosen()) {
                    say(a, change, of_argument, n);
                    (void)attempt_once(t, a, change, of_argument, n);
                }
}

static enum kind kind_of(const struct heap *warm, enum form form)
{
    struct heap *h = heap_copy(warm);
    struct scene s = begin(h, form);
    enum kind kind = object_kind(h, s.target);
    heap_destroy(h);
    return kind;
}

static void methods(struct trial *t, enum form form)
{
    enum kind kind = kind_of(t->warm, form);
    for (const struct builtin_method *m = kind_methods(kind); m->name; m++)
        for (size_t args = 0; args < 3; args++)
            for (size_t which = 0; which < (args ? ARGUMENTS : 1); which++)
                if ((m->min_args < 0 || args >= (size_t)m->min_args) &&
                    (m->max_args < 0 || args <= (size_t)m->max_args))
                    attempt_each(t, &(struct attempt){form, 0, m, args, which}, kind);
}

static void protocol(struct trial *t, enum form form)
{
    for (size_t i = 0; i < COUNT(operations); i++)
        for (size_t which = 0; which < (operations[i].takes_argument ? ARGUMENTS : 1); which++)
            attempt_each(t, &(struct attempt){form, i, NULL, operations[i].takes_argument, which},
                         kind_of(t->warm, form));
}

/* Names and the classes of builtin types leave something behind for ever, tables that have grown: all of that
 * is there already. */
static struct heap *warm_heap(unsigned minor)
{
    struct heap *h = heap_test_begin(minor);
    addr classes[3][MANY_CLASSES];
    const addr bases[3] = {h->type[KIND_INSTANCE], h->type[KIND_LIST], h->type[KIND_DICT]};
    collector_set_threshold(h, 0, 0);
    for (size_t i = 0; i < 3 * MANY_CLASSES; i++)
        classes[i / MANY_CLASSES][i % MANY_CLASSES] = class_new(
            h, &(struct class_spec){.name = "Warm", .bases = &bases[i / MANY_CLASSES], .base_count = 1});
    for (size_t i = 0; i < 3 * MANY_CLASSES; i++)
        decref(h, classes[i / MANY_CLASSES][i % MANY_CLASSES]);
    for (unsigned form = 0; form < FORM_COUNT; form++) {
        struct scene s = begin(h, (enum form)form);
        for (size_t i = 0; i < COUNT(changes); i++)
            changes[i](h, &s, s.target);
        for (size_t i = 0; (s.argument = argument(h, &s, i)) != 0; i++)
            decref(h, s.argument);
        end(h, &s);
    }
    return h;
}

static void each_form(void (*run)(struct trial *t, enum form form))
{
    for (size_t version = 0; version < COUNT(heap_test_versions); version++) {
        struct heap *warm = warm_heap(heap_test_versions[version]);
        const char *batch = getenv("HEAPD_TEST_BATCH");
        struct trial t = {.warm = warm, .batch = batch ? (unsigned)atoi(batch) : 50};
        const char *only = getenv("HEAPD_TEST_FORM");
        for (unsigned form = 0; form < FORM_COUNT; form++)
            if (!only || strcmp(only, form_names[form]) == 0)
                run(&t, (enum form)form);
        if (t.h)
            trial_end(&t);
        heap_destroy(warm);
    }
}

static void methods_of_what_changes_under_way(void **state)
{
    (void)state;
    each_form(methods);
}

static void operations_on_what_changes_under_way(void **state)
{
    (void)state;
    each_form(protocol);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operations_on_what_changes_under_way),
        cmocka_unit_test(methods_of_what_changes_under_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
