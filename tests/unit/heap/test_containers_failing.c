/* Every operation that changes a container, with each of its allocations failing in turn: MemoryError, and
 * the container, its size and the heap are as before; then it succeeds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "tests/unit/heap/heap_test.h"

/* ---- containers to begin with -------------------------------------------------------------------- */

static addr key(struct heap *h, const char *prefix, size_t i)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%s%zu", prefix, i);
    return str_from_ascii(h, text);
}

static addr list_of(struct heap *h, const char *prefix, size_t count)
{
    addr l = list_new(h, count);
    for (size_t i = 0; i < count; i++)
        list_init(h, l, i, key(h, prefix, i));
    return l;
}

static addr full_list(struct heap *h)
{
    return list_of(h, "a", 8);
}
static addr no_list(struct heap *h)
{
    return list_new(h, 0);
}
static addr no_dict(struct heap *h)
{
    return dict_new(h);
}
static addr no_set(struct heap *h)
{
    return set_new(h);
}

static addr dict_of(struct heap *h, const char *prefix, size_t count)
{
    addr d = dict_new(h);
    for (size_t i = 0; i < count; i++) {
        addr k = key(h, prefix, i);
        assert_int_equal(dict_set(h, d, k, k), HEAP_OK);
        decref(h, k);
    }
    return d;
}
static addr full_dict(struct heap *h)
{
    return dict_of(h, "a", 5);
}
static addr half_dict(struct heap *h)
{
    return dict_of(h, "a", 3);
}

static addr set_of(struct heap *h, const char *prefix, size_t count)
{
    addr s = set_new(h);
    for (size_t i = 0; i < count; i++) {
        addr k = key(h, prefix, i);
        assert_int_equal(set_add(h, s, k), HEAP_OK);
        decref(h, k);
    }
    return s;
}
static addr full_set(struct heap *h)
{
    return set_of(h, "a", 4);
}
static addr large_set(struct heap *h)
{
    return set_of(h, "a", 18);
}

/* A split dict: the attributes of an instance, on their own. */
static addr split_dict(struct heap *h)
{
    addr keys = keys_new_shared(h), values = values_new(h, keys_shared_room(h, keys));
    for (size_t i = 0; i < 4; i++) {
        addr k = key(h, "a", i);
        size_t index = (size_t)keys_shared_insert(h, keys, k);
        values_slots(h, values)[index] = k;
        values_note_insertion(h, values, index);
    }
    addr d = dict_new_split(h, keys, values);
    keys_decref(h, keys);
    return d;
}

/* ---- operations: `other` is a second operand, made before ---------------------------------------- */

static enum heap_status made(struct heap *h, addr o)
{
    xdecref(h, o);
    return o ? HEAP_OK : raise_status(h);
}

static addr other_str(struct heap *h)
{
    return key(h, "z", 0);
}
static addr other_int(struct heap *h)
{
    return int_new(h, 5000);
}
static addr other_list(struct heap *h)
{
    return list_of(h, "z", 40);
}
static addr other_list_of_both(struct heap *h)
{
    addr l = list_of(h, "a", 40);
    return l;
}
static addr other_dict(struct heap *h)
{
    return dict_of(h, "a", 40);
}
static addr other_dict_of_5(struct heap *h)
{
    return dict_of(h, "z", 5);
}
static addr other_set(struct heap *h)
{
    return set_of(h, "a", 40);
}
static addr other_pairs(struct heap *h)
{
    addr l = list_new(h, 40);
    for (size_t i = 0; i < 40; i++) {
        addr pair[2] = {key(h, "a", i), key(h, "z", i)};
        list_init(h, l, i, tuple_from(h, pair, 2));
        decref(h, pair[0]);
        decref(h, pair[1]);
    }
    return l;
}
static addr other_text(struct heap *h)
{
    return str_from_utf8(h, "\xe2\x82\xac\xe2\x82\xad\xe2\x82\xae\xe2\x82\xaf", 12);
}

static enum heap_status append(struct heap *h, addr l, addr other)
{
    return list_append(h, l, other);
}
static enum heap_status insert(struct heap *h, addr l, addr other)
{
    return list_insert(h, l, 2, other);
}
static enum heap_status extend(struct heap *h, addr l, addr other)
{
    return list_extend(h, l, other);
}
static enum heap_status extend_self(struct heap *h, addr l, addr other)
{
    (void)other;
    return list_extend(h, l, l);
}
static enum heap_status slice(struct heap *h, addr l, addr other)
{
    (void)other;
    return made(h, list_slice(h, l, 0, list_length(h, l)));
}
static enum heap_status cut(struct heap *h, addr l, addr other)
{
    (void)other;
    return list_delete_slice(h, l, 1, list_length(h, l));
}
static enum heap_status sort(struct heap *h, addr l, addr other)
{
    (void)other;
    return list_sort(h, l, 0, true);
}
static enum heap_status as_list(struct heap *h, addr o, addr other)
{
    (void)other;
    return made(h, list_from_iterable(h, o));
}
static enum heap_status as_tuple(struct heap *h, addr o, addr other)
{
    (void)other;
    return made(h, tuple_from_iterable(h, o));
}
static enum heap_status set_item(struct heap *h, addr d, addr other)
{
    return dict_set(h, d, other, other);
}
static enum heap_status setdefault(struct heap *h, addr d, addr other)
{
    addr value;
    return dict_setdefault(h, d, other, other, &value);
}
static enum heap_status update(struct heap *h, addr d, addr other)
{
    return dict_update(h, d, other);
}
static addr keywords; /* a dict */
static enum heap_status update_both(struct heap *h, addr d, addr other)
{
    return dict_update_both(h, d, other, keywords);
}
static enum heap_status copy(struct heap *h, addr d, addr other)
{
    (void)other;
    return made(h, dict_copy(h, d));
}
static enum heap_status popitem(struct heap *h, addr d, addr other)
{
    addr k, v;
    (void)other;
    enum heap_status status = dict_popitem(h, d, &k, &v);
    if (status == HEAP_OK) {
        decref(h, k);
        decref(h, v);
    }
    return status;
}
static enum heap_status from_keys(struct heap *h, addr o, addr other)
{
    (void)o;
    return made(h, dict_from_keys(h, other, none(h)));
}
static enum heap_status add(struct heap *h, addr s, addr other)
{
    return set_add(h, s, other);
}
static enum heap_status in_union(struct heap *h, addr s, addr other)
{
    return made(h, set_union(h, s, other));
}
static enum heap_status intersection(struct heap *h, addr s, addr other)
{
    return made(h, set_intersection(h, s, other));
}
static enum heap_status difference(struct heap *h, addr s, addr other)
{
    return made(h, set_difference(h, s, other));
}
static enum heap_status symmetric(struct heap *h, addr s, addr other)
{
    return made(h, set_symmetric_difference(h, s, other));
}
static enum heap_status frozen(struct heap *h, addr s, addr other)
{
    (void)other;
    return made(h, set_from(h, h->type[KIND_FROZENSET], s));
}

static const struct operation {
    const char *name;
    addr (*target)(struct heap *h);
    addr (*other)(struct heap *h);
    enum heap_status (*run)(struct heap *h, addr target, addr other);
    bool allocates;
} operations[] = {
    {"append to an empty list", no_list, other_str, append, true},
    {"append to a full list", full_list, other_str, append, true},
    {"insert into a full list", full_list, other_str, insert, true},
    {"extend an empty list", no_list, other_list, extend, true},
    {"extend a list by a list", full_list, other_list, extend, true},
    {"extend a list by a dict", full_list, other_dict, extend, true},
    {"extend an empty list by a set", no_list, other_set, extend, true},
    {"extend a list by characters", full_list, other_text, extend, true},
    {"extend an empty list by characters", no_list, other_text, extend, true},
    {"extend a list by itself", full_list, other_str, extend_self, true},
    {"slice of a list", full_list, other_str, slice, true},
    {"delete a slice", full_list, other_str, cut, true},
    {"sort", full_list, other_str, sort, true},
    {"list of a list", full_list, other_str, as_list, true},
    {"tuple of a list", full_list, other_str, as_tuple, true},
    {"tuple of a dict", full_dict, other_str, as_tuple, true},
    {"first item of a dict", no_dict, other_str, set_item, true},
    {"item of a full dict", full_dict, other_str, set_item, true},
    {"int key into a dict of strs", full_dict, other_int, set_item, true},
    {"setdefault in a full dict", full_dict, other_str, setdefault, true},
    {"update an empty dict", no_dict, other_dict, update, true},
    {"update an empty dict from pairs", no_dict, other_pairs, update, true},
    {"update a dict", half_dict, other_dict, update, true},
    {"update a full dict by as many", full_dict, other_dict_of_5, update, true},
    {"update a dict from pairs", half_dict, other_pairs, update, true},
    {"update a dict from pairs and keywords", full_dict, other_pairs, update_both, true},
    {"update an empty dict from a dict and keywords", no_dict, other_dict, update_both, true},
    {"update a split dict", split_dict, other_dict, update, true},
    {"int key into a split dict", split_dict, other_int, set_item, true},
    {"copy of a dict", full_dict, other_str, copy, true},
    {"copy of a split dict", split_dict, other_str, copy, true},
    {"popitem of a split dict", split_dict, other_str, popitem, true},
    {"fromkeys of a list", no_dict, other_list, from_keys, true},
    {"fromkeys of a set", no_dict, other_set, from_keys, true},
    {"fromkeys of a dict", no_dict, other_dict, from_keys, true},
    {"add to a full set", full_set, other_str, add, true},
    {"add to a full large set", large_set, other_str, add, true},
    {"update a set by a list", full_set, other_list_of_both, set_update, true},
    {"update an empty set by a list", no_set, other_list, set_update, true},
    {"update a set by a set", full_set, other_set, set_update, true},
    {"update a set by a dict", full_set, other_dict, set_update, true},
    {"union", full_set, other_set, in_union, true},
    {"intersection", full_set, other_list_of_both, intersection, true},
    {"difference", large_set, other_list, difference, true},
    {"symmetric difference", full_set, other_list_of_both, symmetric, true},
    {"intersection update", large_set, other_set, set_intersection_update, true},
    {"difference update", large_set, other_list_of_both, set_difference_update, false},
    {"difference update by a much larger set", full_set, other_set, set_difference_update, true},
    {"symmetric difference update", full_set, other_set, set_symmetric_difference_update, true},
    {"symmetric difference update by a list", full_set, other_list_of_both, set_symmetric_difference_update,
     true},
    {"frozenset of a set", large_set, other_str, frozen, true},
};

/* ---- the sweep ----------------------------------------------------------------------------------- */

#define SHOWN_MAX 4096
struct seen {
    char repr[SHOWN_MAX];
    size_t length, used;
};

/* What the program can see of it: not whether the table has room for more. */
static void look(struct heap *h, addr o, struct seen *out)
{
    struct text t = {.bytes = out->repr, .capacity = SHOWN_MAX};
    assert_int_equal(object_repr(h, o, &t), HEAP_OK);
    out->length = t.length;
    out->used = heap_test_used(h);
}

/* Sets may be in another order after additions were taken back; dicts and lists may not. */
static bool same_items(struct heap *h, addr target, const struct seen *before, const struct seen *after)
{
    if (object_kind(h, target) == KIND_SET)
        return before->length == after->length;
    return before->length == after->length && memcmp(before->repr, after->repr, before->length) == 0;
}

/* Held where heap_verify counts it. */
static addr held(struct heap *h, addr o)
{
    assert_int_equal(handle_hold(h, o), HEAP_OK);
    decref(h, o);
    return o;
}

static void sweep(struct heap *h, const struct operation *op)
{
    static struct seen before, after;
    addr target = held(h, op->target(h)), other = held(h, op->other(h));
    keywords = held(h, dict_of(h, "k", 1));
    look(h, target, &before);
    uint64_t failures = 0;
    for (uint64_t n = 1;; n++) {
        memory_fail_after(h, n);
        enum heap_status status = op->run(h, target, other);
        memory_fail_after(h, 0);
        if (status == HEAP_OK)
            break;
        failures++;
        assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
        heap_clear_raised(h);
        look(h, target, &after);
        if (!same_items(h, target, &before, &after))
            fail_msg("3.%u %s, allocation %llu: %.*s is now %.*s", h->abi.minor, op->name,
                     (unsigned long long)n, (int)before.length, before.repr, (int)after.length, after.repr);
        if (heap_verify(h, heap_test_report, NULL))
            fail_msg("3.%u %s, allocation %llu", h->abi.minor, op->name, (unsigned long long)n);
        assert_true(n < 1000);
    }
    if (op->allocates && !failures &&
        !(object_kind(h, target) == KIND_SET || object_kind(h, target) == KIND_LIST))
        fail_msg("3.%u %s: allocates nothing", h->abi.minor, op->name);
    handle_drop_all(h);
}

/* Asked to stop before it begins: it stops, or is so short that it does not ask; never half-done. */
static void abandon(struct heap *h, const struct operation *op)
{
    static struct seen before, after;
    addr target = held(h, op->target(h)), other = held(h, op->other(h));
    keywords = held(h, dict_of(h, "k", 1));
    look(h, target, &before);
    heap_abandon(h);
    enum heap_status status = op->run(h, target, other);
    heap_resume(h);
    assert_true(status == HEAP_OK || status == HEAP_ABANDONED);
    heap_clear_raised(h);
    look(h, target, &after);
    if (status == HEAP_ABANDONED && !same_items(h, target, &before, &after))
        fail_msg("3.%u %s, abandoned: %.*s is now %.*s", h->abi.minor, op->name, (int)before.length,
                 before.repr, (int)after.length, after.repr);
    assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
    handle_drop_all(h);
}

static void what_is_abandoned_changes_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        EACH_VERSION(h)
    abandon(h, &operations[i]);
}

static void what_fails_for_want_of_memory_changes_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        EACH_VERSION(h)
    sweep(h, &operations[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fails_for_want_of_memory_changes_nothing),
        cmocka_unit_test(what_is_abandoned_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
