/* Each kind of damage to a container that its verification knows is done here, and found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "tests/unit/heap/containers_test.h"

static void assert_found(struct heap *h, addr o, const char *expected)
{
    const char *wrong = object_ops(h, o)->verify(h, o);
    assert_non_null(wrong);
    assert_string_equal(wrong, expected);
}

/* Does the damage to a word, looks, and mends it. */
#define DAMAGED(h, o, field, value, expected)                                                                \
    do {                                                                                                     \
        __typeof__(field) *place_ = &(field), saved_ = *place_;                                              \
        *place_ = (__typeof__(field))(value);                                                                \
        assert_found(h, o, expected);                                                                        \
        *place_ = saved_;                                                                                    \
        assert_null(object_ops(h, o)->verify(h, o));                                                         \
    } while (0)

static void damage_to_a_sequence_is_found(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr l = list_new(h, 3), number = int_new(h, 1);
        for (size_t i = 0; i < 3; i++)
            list_init(h, l, i, incref(h, number));
        addr t = tuple_from_iterable(h, l);
        DAMAGED(h, l, list_at(h, l)->size, 4, "list: ob_size is not within allocated");
        DAMAGED(h, l, list_at(h, l)->size, -1, "list: ob_size is not within allocated");
        DAMAGED(h, l, list_at(h, l)->allocated, 1000, "list: the array is smaller than allocated says");
        DAMAGED(h, l, list_at(h, l)->items, 0, "list: allocated without an array");
        DAMAGED(h, l, list_items(h, l)[1], number + 16, "list: an item is no object");
        DAMAGED(h, t, tuple_items(h, t)[1], number + 16, "tuple: an item is no object");
        DAMAGED(h, t, HEAP_FIELD(h, t, 16, int64_t), -1, "tuple: negative length");
        decref(h, t);
        decref(h, l);
    }
}

static void damage_to_a_dict_is_found(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr d = dict_new(h), keys, e = split(h, &keys), number = int_new(h, 1);
        set_key(h, d, "a", 1);
        set_key(h, d, "b", 2);
        struct dict_keys *k = dict_keys_of(h, d);
        size_t slot = keys_slot_of(k, str_hash_of(h, keys_key(k, 0)), 0);
        int8_t *indices = (int8_t *)(k + 1);
        DAMAGED(h, d, dict_at(h, d)->used, 3, "dict: ma_used is not the number of items");
        DAMAGED(h, d, k->kind, KEYS_SPLIT, "dict: dk_kind does not fit the dict");
        DAMAGED(h, d, k->log2_index_bytes, 4, "dict: dk_log2_index_bytes does not follow from dk_log2_size");
        DAMAGED(h, d, k->usable, 5, "dict: dk_usable and dk_nentries do not fit the table");
        DAMAGED(h, d, indices[slot], 2, "dict: an index is beyond the entries");
        DAMAGED(h, d, indices[slot], KEYS_EMPTY, "dict: a key is not where its hash leads");
        DAMAGED(h, d, keys_unicode(k)[0].key, number, "dict: a table of strs has another key");
        DAMAGED(h, d, keys_unicode(k)[0].key, number + 16, "dict: a key is no object");
        DAMAGED(h, d, keys_unicode(k)[0].key, 0, "dict: an index leads to a deleted entry");
        DAMAGED(h, d, keys_unicode(k)[0].value, number + 16, "dict: a value is no object");
        DAMAGED(h, d, keys_unicode(k)[0].value, 0, "dict: a key without a value, or a value without a key");
        DAMAGED(h, d, k->refcount, 2, "dict: combined keys are shared");
        addr values = dict_at(h, e)->values;
        DAMAGED(h, e, *values_size_byte(h, values), 2, "dict: ma_used is not the number of values");
        DAMAGED(h, e, *values_order(h, values, 0), 9,
                "dict: the order of insertion names a value that is not there");
        DAMAGED(h, e, *values_order(h, values, 0), 1, "dict: the order of insertion names a value twice");
        DAMAGED(h, e, values_slots(h, values)[1], number + 16, "dict: a value is no object");
        decref(h, e);
        decref(h, d);
        keys_decref(h, keys);
    }
}

static void damage_to_a_set_is_found(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr s = set_new(h), number;
        for (int64_t i = 0; i < 6; i++) {
            number = int_new(h, i);
            expect_ok(h, set_add(h, s, number));
        }
        bool found;
        expect_ok(h, set_discard(h, s, number, &found));
        struct set_object *set = set_at(h, s);
        struct set_entry *table = set_table(h, s);
        size_t deleted = 0;
        while (table[deleted].key != set_dummy(h))
            deleted++;
        DAMAGED(h, s, set->fill, set->fill + 1, "set: fill and used do not count the entries");
        DAMAGED(h, s, set->used, 4, "set: fill and used do not count the entries");
        DAMAGED(h, s, set->mask, 30, "set: fill, used and mask do not fit each other");
        DAMAGED(h, s, set->mask, 4095, "set: the table is smaller than the mask says");
        DAMAGED(h, s, set->table, set_small_table(s), "set: the small table with a larger mask");
        DAMAGED(h, s, table[deleted].hash, 5, "set: a deleted entry without hash -1");
        DAMAGED(h, s, table[0].key, number + 16, "set: an item is no object");
        DAMAGED(h, s, table[0].hash, 1, "set: an item is not where its hash leads");
        decref(h, s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damage_to_a_sequence_is_found),
        cmocka_unit_test(damage_to_a_dict_is_found),
        cmocka_unit_test(damage_to_a_set_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
