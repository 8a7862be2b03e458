/* What the tests of containers share. */
#ifndef HEAPD_TESTS_CONTAINERS_TEST_H
#define HEAPD_TESTS_CONTAINERS_TEST_H

#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "tests/unit/heap/heap_test.h"

static inline addr text(struct heap *h, const char *s)
{
    return str_from_ascii(h, s);
}

/* The attributes a, b, c = 1, 2, 3 of an instance that is gone. */
static inline addr split(struct heap *h, addr *keys)
{
    *keys = keys_new_shared(h);
    addr values = values_new(h, keys_shared_room(h, *keys));
    for (int64_t i = 0; i < 3; i++) {
        char name[] = {(char)('a' + i), '\0'};
        addr key = text(h, name);
        size_t index = (size_t)keys_shared_insert(h, *keys, key);
        assert_int_equal(index, i);
        assert_int_equal(keys_shared_insert(h, *keys, key), i);
        values_slots(h, values)[index] = int_new(h, i + 1);
        values_note_insertion(h, values, index);
        decref(h, key);
    }
    addr d = dict_new_split(h, *keys, values);
    assert_non_null(d);
    return d;
}

static inline void set_key(struct heap *h, addr d, const char *name, int64_t n)
{
    addr key = text(h, name), value = int_new(h, n);
    expect_ok(h, dict_set(h, d, key, value));
    decref(h, key);
    decref(h, value);
}

#endif
