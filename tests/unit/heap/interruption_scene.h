/* What operations are interrupted on: an object of each form, the changes that are made to it under way,
 * and what operations are given beside it. Used with interruption_test.h. */
#ifndef HEAPD_TESTS_INTERRUPTION_SCENE_H
#define HEAPD_TESTS_INTERRUPTION_SCENE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/dict_view.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/ordered_dict.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/slice.h"
#include "tests/unit/heap/interruption_test.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What came out of it does not matter here. */
static inline void whatever(struct heap *h, enum heap_status status, const addr *out)
{
    if (status == HEAP_OK)
        xdecref(h, *out);
    else
        heap_clear_raised(h);
}

static inline void done(struct heap *h, enum heap_status status)
{
    whatever(h, status, &(addr){0});
}

static inline void made(struct heap *h, addr o)
{
    whatever(h, o ? HEAP_OK : HEAP_RAISED, &o);
}

/* What the test itself makes in the middle of an operation does not fail, and is not counted among what
 * may. */
static inline uint64_t pause_failures(struct heap *h)
{
    uint64_t left = h->fail_after;
    memory_fail_after(h, 0);
    return left;
}

static inline addr name_of(struct heap *h, const char *name)
{
    uint64_t left = pause_failures(h);
    addr s = str_intern_utf8(h, name, strlen(name));
    memory_fail_after(h, left);
    return s;
}

/* *new*: it answers None, and code runs. */
static inline addr point_function(struct heap *h)
{
    uint64_t left = pause_failures(h);
    addr f = builtin_new(h, builtin_text(RUNTIME_FUNCTIONS, 0), 0);
    memory_fail_after(h, left);
    return f;
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
    FORM_ORDERED_DICT,
    FORM_DEFAULT_DICT,
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
    FORM_KEYS,
    FORM_VALUES,
    FORM_ITEMS,
    FORM_ORDERED_VALUES,
    FORM_ORDERED_ITEMS,
    FORM_ITERATOR,
    FORM_ORDERED_ITERATOR,
    FORM_EXCEPTION,
    FORM_NAMESPACE,
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
    "ordered dict",
    "default dict",
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
    "keys of a dict",
    "values of a dict",
    "items of a dict",
    "values of an ordered dict",
    "items of an ordered dict",
    "iterator of a list",
    "iterator of an ordered dict",
    "exception",
    "namespace",
};

struct scene {
    addr noisy, plain, slotted, list_class, dict_class; /* classes */
    addr target, argument;
    enum form form;
};

static inline addr noise(struct heap *h, const struct scene *s)
{
    return instance_new(h, s->noisy);
}

/* Steals the item. */
static inline void put(struct heap *h, addr o, int i, addr item)
{
    char name[16];
    (void)snprintf(name, sizeof name, "a%d", i);
    if (!item) {
        heap_clear_raised(h);
        return;
    }
    addr key = name_of(h, name), number = int_new(h, i);
    switch (object_kind(h, o)) {
    case KIND_LIST:
        done(h, list_append(h, o, item));
        break;
    case KIND_DICT:
    case KIND_ORDERED_DICT:
    case KIND_DEFAULT_DICT:
        done(h, object_setitem(h, o, key, item));
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
        if (bytearray_resize(h, o, bytes_length(h, o) + 1) == HEAP_OK)
            bytearray_data(h, o)[bytes_length(h, o) - 1] = (uint8_t)("a ,\n"[i & 3]);
        heap_clear_raised(h);
        break;
    case KIND_INSTANCE:
    case KIND_TYPE:
    case KIND_EXCEPTION:
    case KIND_NAMESPACE:
        done(h, object_setattr(h, o, key, item));
        break;
    default:
        break;
    }
    decref(h, key);
    decref(h, number);
    decref(h, item);
}

static inline addr fill(struct heap *h, const struct scene *s, addr o, int count)
{
    for (int i = 0; i < count; i++)
        put(h, o, i, noise(h, s));
    return o;
}

static inline addr tuple_of(struct heap *h, const struct scene *s)
{
    addr l = fill(h, s, list_new(h, 0), 4), t = tuple_from_iterable(h, l);
    decref(h, l);
    return t;
}

static inline addr dict_of_anything(struct heap *h, const struct scene *s)
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

static inline addr ordered_dict_of_anything(struct heap *h, const struct scene *s)
{
    addr d = dict_new_of(h, h->type[KIND_ORDERED_DICT]);
    for (int i = 0; i < 4; i++) {
        addr key = noise(h, s), value = noise(h, s);
        done(h, ordered_dict_set(h, d, key, value));
        decref(h, key);
        decref(h, value);
    }
    return d;
}

/* What makes its values runs code. */
static inline addr default_dict_of(struct heap *h, const struct scene *s)
{
    addr d = dict_new_of(h, h->type[KIND_DEFAULT_DICT]);
    *default_factory(h, d) = incref(h, s->noisy);
    return fill(h, s, d, 3);
}

/* The instance is gone, its dict keeps its values. */
static inline addr dict_of_instance(struct heap *h, const struct scene *s)
{
    addr o = fill(h, s, instance_new(h, s->plain), 3), d;
    assert_int_equal(instance_dict(h, o, &d), HEAP_OK);
    decref(h, o);
    return d;
}

static inline addr instance_with_dict(struct heap *h, const struct scene *s)
{
    addr o = fill(h, s, instance_new(h, s->plain), 3), d;
    assert_int_equal(instance_dict(h, o, &d), HEAP_OK);
    decref(h, d);
    return o;
}

static inline addr method_of(struct heap *h, const struct scene *s)
{
    addr o = noise(h, s), f = finalizer_new(h, FINALIZER_LOG, "x"), m = method_new(h, f, o);
    decref(h, f);
    decref(h, o);
    return m;
}

static inline addr view_of(struct heap *h, const struct scene *s, enum kind kind)
{
    bool ordered = kind == KIND_ORDERED_VALUES || kind == KIND_ORDERED_ITEMS;
    addr d = ordered ? ordered_dict_of_anything(h, s) : dict_of_anything(h, s),
         view = dict_view_new(h, d, kind);
    decref(h, d);
    return view;
}

/* With one item taken. */
static inline addr iterator_of(struct heap *h, const struct scene *s)
{
    addr l = fill(h, s, list_new(h, 0), 5), it = list_iterator_new(h, l), item = 0;
    decref(h, l);
    whatever(h, iterator_next(h, it, &item), &item);
    return it;
}

static inline addr ordered_iterator_of(struct heap *h, const struct scene *s)
{
    addr d = ordered_dict_of_anything(h, s), it = ordered_iterator_new(h, d, KIND_DICT_ITEMS, false),
         item = 0;
    decref(h, d);
    whatever(h, iterator_next(h, it, &item), &item);
    return it;
}

/* *new*: T(args), and attributes. */
static inline addr called(struct heap *h, const struct scene *s, addr type, int arguments)
{
    addr args[2] = {noise(h, s), noise(h, s)}, o = 0;
    enum heap_status status = object_call(h, type, args, (size_t)arguments, NULL, NULL, 0, &o);
    assert_int_equal(status, HEAP_OK);
    decref(h, args[0]);
    decref(h, args[1]);
    return fill(h, s, o, 2);
}

/* *new* */
static inline addr make(struct heap *h, const struct scene *s, enum form form)
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
    case FORM_ORDERED_DICT:
        return ordered_dict_of_anything(h, s);
    case FORM_DEFAULT_DICT:
        return default_dict_of(h, s);
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
    case FORM_METHOD:
        return method_of(h, s);
    case FORM_KEYS:
        return view_of(h, s, KIND_DICT_KEYS);
    case FORM_VALUES:
        return view_of(h, s, KIND_DICT_VALUES);
    case FORM_ITEMS:
        return view_of(h, s, KIND_DICT_ITEMS);
    case FORM_ORDERED_VALUES:
        return view_of(h, s, KIND_ORDERED_VALUES);
    case FORM_ORDERED_ITEMS:
        return view_of(h, s, KIND_ORDERED_ITEMS);
    case FORM_ITERATOR:
        return iterator_of(h, s);
    case FORM_ORDERED_ITERATOR:
        return ordered_iterator_of(h, s);
    case FORM_EXCEPTION:
        return called(h, s, h->exception_type[EXC_VALUE_ERROR], 2);
    default:
        return called(h, s, h->type[KIND_NAMESPACE], 0);
    }
}

static inline struct scene begin(struct heap *h, enum form form)
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

static inline void end(struct heap *h, const struct scene *s)
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

/* Views and iterators change with what they are of. */
static inline addr changed_with(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    if (dict_view_kind(h, o) != kind || kind_is_dict_view(kind))
        return dict_view_dict(h, o);
    if (kind == KIND_LIST_ITERATOR || kind == KIND_ORDERED_ITERATOR) /* ... and di_odict */
        return HEAP_FIELD(h, o, 24, addr);                           /* it_seq, 0 at the end */
    return o;
}

static inline void lose_context(struct heap *h, addr e)
{
    static const char *const names[] = {"args", "__cause__", "__context__", "__traceback__", "a0"};
    for (size_t i = 0; i < COUNT(names); i++) {
        addr name = name_of(h, names[i]), value = i ? none(h) : h->singleton[SINGLETON_EMPTY_TUPLE];
        done(h, object_setattr(h, e, name, value));
        decref(h, name);
    }
}

static inline void delete_attributes(struct heap *h, addr o)
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

static inline void clear(struct heap *h, addr o)
{
    switch (object_kind(h, o)) {
    case KIND_LIST:
        list_clear(h, o);
        break;
    case KIND_DICT:
    case KIND_DEFAULT_DICT:
        dict_clear(h, o);
        break;
    case KIND_ORDERED_DICT:
        ordered_dict_clear(h, o);
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
    case KIND_EXCEPTION:
        lose_context(h, o);
        break;
    case KIND_TYPE:
    case KIND_NAMESPACE:
        for (int i = 0; i < 2; i++) {
            addr name = name_of(h, i ? "a1" : "a0");
            done(h, object_setattr(h, o, name, 0));
            decref(h, name);
        }
        break;
    default:
        break;
    }
}

static inline void change_clear(struct heap *h, const struct scene *s, addr o)
{
    (void)s;
    clear(h, o);
}

static inline void change_grow(struct heap *h, const struct scene *s, addr o)
{
    if (object_kind(h, o) != KIND_FROZENSET)
        fill(h, s, o, 45);
}

static inline void change_refill(struct heap *h, const struct scene *s, addr o)
{
    clear(h, o);
    change_grow(h, s, o);
}

static inline void change_shrink(struct heap *h, const struct scene *s, addr o)
{
    addr out = 0, name, value;
    (void)s;
    name = name_of(h, dict_is_kind(h, o) ? "popitem" : "pop");
    whatever(h, object_call_method(h, o, name, NULL, 0, NULL, NULL, 0, &out), &out);
    decref(h, name);
    if (object_kind(h, o) == KIND_INSTANCE && instance_attribute(h, o, 0, &name, &value)) {
        incref(h, name);
        done(h, object_setattr(h, o, name, 0));
        decref(h, name);
    }
}

/* Of instances only. */

static inline void change_take_dict(struct heap *h, const struct scene *s, addr o)
{
    addr d = 0;
    (void)s;
    if (object_kind(h, o) == KIND_INSTANCE && instance_dict_field(h, o))
        whatever(h, instance_dict(h, o, &d), &d);
}

static inline void change_give_dict(struct heap *h, const struct scene *s, addr o)
{
    if (object_kind(h, o) != KIND_INSTANCE || !instance_dict_field(h, o))
        return;
    addr d = fill(h, s, dict_new(h), 2);
    done(h, instance_replace_dict(h, o, d));
    decref(h, d);
}

static inline void change_drop_dict(struct heap *h, const struct scene *s, addr o)
{
    (void)s;
    if (object_kind(h, o) == KIND_INSTANCE && instance_dict_field(h, o))
        done(h, instance_replace_dict(h, o, 0));
}

/* The old class goes with it where nothing else has it. */
static inline void change_class(struct heap *h, const struct scene *s, addr o)
{
    addr name = name_of(h, "__class__"), type = object_type(h, o);
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
        if (other)
            done(h, object_setattr(h, o, name, other));
        heap_clear_raised(h);
        xdecref(h, other);
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

static inline void run_change(struct heap *h, void *context)
{
    const struct change *c = context;
    addr o = c->of_argument ? c->scene->argument : c->scene->target;
    o = o ? changed_with(h, o) : 0;
    if (!o)
        return;
    incref(h, o); /* an iterator may let go of it */
    changes[c->which](h, c->scene, o);
    decref(h, o);
}

/* The n-th thing that an operation may be given; *new*, 0 past the last. */
static inline addr argument(struct heap *h, const struct scene *s, size_t n)
{
    addr parts[2], o;
    switch (n) {
    case 0:
        return make(h, s, s->form >= FORM_CLASS ? FORM_LIST : s->form);
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
        return name_of(h, "a0");
    case 11:
        return make(h, s, FORM_BYTEARRAY);
    default:
        return 0;
    }
}

#endif
