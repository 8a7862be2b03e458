/* What every object can do, for objects of each form, interrupted by a change of what it works on, at every
 * place where code can run. Whatever comes out of the operation: the heap is sound, and when all is let go
 * of, every byte comes home. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "daemon/heap/object/format.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/order.h"
#include "tests/unit/heap/interruption_trial.h"

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

/* As argument(), whatever fails. */
static addr given(struct heap *h, const struct scene *s, size_t n)
{
    uint64_t left = pause_failures(h);
    addr o = argument(h, s, n);
    memory_fail_after(h, left);
    return o;
}

static void op_setitem_at(struct heap *h, const struct scene *s)
{
    addr value = given(h, s, 1);
    done(h, object_setitem(h, s->target, s->argument, value));
    decref(h, value);
}

static void op_set_slice(struct heap *h, const struct scene *s)
{
    for (size_t n = 8; n < 10; n++) {
        addr key = given(h, s, n);
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
        addr out = 0, name = name_of(h, names[i]);
        whatever(h, object_getattr(h, s->target, name, &out), &out);
        decref(h, name);
    }
}

static void set_attribute(struct heap *h, const struct scene *s, const char *text, addr value)
{
    addr name = name_of(h, text);
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
    uint64_t left = pause_failures(h);
    addr l = list_new(h, 0);
    done(h, list_append(h, l, s->target));
    done(h, list_append(h, l, s->argument));
    memory_fail_after(h, left);
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
    addr args[2] = {name_of(h, "q"), s->target}, out = 0;
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

static void op_str(struct heap *h, const struct scene *s)
{
    addr out = 0;
    made(h, object_str(h, s->target));
    whatever(h, object_format(h, s->target, 0, &out), &out);
}

static void op_contains(struct heap *h, const struct scene *s)
{
    bool there;
    done(h, object_contains(h, s->target, s->argument, &there));
}

static void op_length(struct heap *h, const struct scene *s)
{
    int64_t length;
    bool truth;
    done(h, object_length(h, s->target, &length));
    done(h, object_truth(h, s->target, &truth));
}

static void op_compare(struct heap *h, const struct scene *s)
{
    for (unsigned op = COMPARE_LT; op <= COMPARE_GE; op++) {
        addr out = 0;
        whatever(h, object_compare(h, (enum compare_operator)op, s->target, s->argument, &out), &out);
    }
}

static void op_binary(struct heap *h, const struct scene *s)
{
    for (unsigned op = 0; op <= BINARY_XOR; op++) {
        addr out = 0;
        whatever(h, object_binary(h, (enum binary_operator)op, s->target, s->argument, &out), &out);
    }
}

static void op_inplace(struct heap *h, const struct scene *s)
{
    for (unsigned op = 0; op <= BINARY_XOR; op++) {
        addr out = 0;
        whatever(h, object_binary_inplace(h, (enum binary_operator)op, s->target, s->argument, &out), &out);
    }
}

static void op_iterate(struct heap *h, const struct scene *s)
{
    addr it, item = 0;
    if (object_iter(h, s->target, &it) != HEAP_OK) {
        heap_clear_raised(h);
        return;
    }
    for (int i = 0; i < 20; i++) {
        enum heap_status status = iterator_next(h, it, &item);
        whatever(h, status, &item);
        if (status != HEAP_OK || !item)
            break;
    }
    decref(h, it);
}

static const struct {
    const char *name;
    void (*run)(struct heap *h, const struct scene *s);
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
    {"str", op_str, false},
    {"contains", op_contains, true},
    {"length", op_length, false},
    {"compare", op_compare, true},
    {"binary", op_binary, true},
    {"inplace", op_inplace, true},
    {"iterate", op_iterate, false},
};

static void run_operation(struct heap *h, const struct scene *s, const struct attempt *a)
{
    operations[(size_t)a->what].run(h, s);
}

static void protocol(struct trial *t, enum form form)
{
    for (size_t i = 0; i < COUNT(operations); i++)
        for (size_t which = 0; which < (operations[i].takes_argument ? ARGUMENTS : 1); which++)
            t->each(t, &(struct attempt){operations[i].name, form, run_operation, (const void *)i,
                                         operations[i].takes_argument, which});
}

static void operations_on_what_changes_under_way(void **state)
{
    (void)state;
    each_form(protocol, attempt_each_change);
}

static void operations_that_run_out_of_memory(void **state)
{
    (void)state;
    each_form(protocol, attempt_each_failure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operations_on_what_changes_under_way),
        cmocka_unit_test(operations_that_run_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
