/* heap_verify on numbers, texts, deques and arrays: for each kind of damage that their checks know, one
 * word is damaged and that very finding expected; with the word as it was, the heap is sound again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the three above first */
#include <cmocka.h>

#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/range.h"
#include "daemon/heap/object/slice.h"
#include "daemon/heap/object/str.h"
#include "tests/unit/heap/heap_test.h"

struct world {
    struct heap *h;
    addr number, text, wide, bytes, bytearray, deque, array, range, slice;
};

static struct world make_world(unsigned minor)
{
    struct heap *h = heap_test_begin(minor);
    struct world w = {.h = h};
    collector_enable(h, false);
    w.number = hold(h, int_from_text(h, "123456789012345678901234567890", 30, 10));
    w.text = hold(h, str_from_ascii(h, "some text"));
    w.wide = hold(h, str_from_utf8(h, "\u20ac\u20ac", 6));
    w.bytes = hold(h, bytes_new(h, "some bytes", 10));
    w.bytearray = hold(h, bytearray_new(h, "some bytes", 10));
    w.deque = hold(h, deque_new(h, -1));
    w.array = hold(h, array_new(h, 'i'));
    addr stop = int_new(h, 1000), one = int_new(h, 1);
    w.range = hold(h, range_new(h, one, stop, one));
    w.slice = hold(h, slice_new(h, one, stop, one));
    decref(h, stop);
    for (int i = 0; i < 100; i++)
        assert_int_equal(deque_append(h, w.deque, one, false), HEAP_OK);
    assert_int_equal(array_append(h, w.array, one), HEAP_OK);
    decref(h, one);
    assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
    return w;
}

/* ---- damages: where, and what is put there ------------------------------------------------------- */

struct damage {
    void *where; /* 4 bytes */
    uint32_t value;
};

static struct damage at(struct world *w, addr a, uint32_t value)
{
    return (struct damage){heap_at(w->h, a), value};
}

static struct damage a_large_digit(struct world *w)
{
    return at(w, w->number + INT_HEADER, 1u << 30);
}
static struct damage a_leading_zero(struct world *w)
{
    return at(w, w->number + INT_HEADER + 4 * (int_digit_count(w->h, w->number) - 1), 0);
}

static struct damage a_wrong_sign(struct world *w)
{
    return at(w, w->number + 16, w->h->abi.int_form == INT_TAG ? 4 << INT_TAG_SHIFT | 1 : 0x50000000);
}

static struct damage no_end_of_text(struct world *w)
{
    return (struct damage){(char *)str_data(w->h, w->text) + 9, 'x'};
}
static struct damage a_wide_kind(struct world *w)
{
    return (struct damage){str_data(w->h, w->wide), 0x00410041};
}
static struct damage no_kind(struct world *w)
{
    return at(w, w->text + STR_STATE, 3 << STR_KIND_SHIFT | STR_COMPACT | STR_ASCII);
}
static struct damage another_hash(struct world *w)
{
    return at(w, w->text + STR_HASH, 7);
}
static struct damage interned_in_secret(struct world *w)
{
    return at(w, w->text + STR_STATE, *str_state(w->h, w->text) | STR_INTERNED_MORTAL);
}
static struct damage no_end_of_bytes(struct world *w)
{
    return at(w, w->bytes + BYTES_DATA + 10, 'x');
}
static struct damage a_hash_of_bytes(struct world *w)
{
    return at(w, w->bytes + BYTES_HASH, 7);
}
static struct damage no_end_of_bytearray(struct world *w)
{
    return (struct damage){bytearray_data(w->h, w->bytearray) + 10, 'x'};
}
static struct damage a_long_bytearray(struct world *w)
{
    return at(w, w->bytearray + 16, 11);
}
static struct damage a_large_bytearray(struct world *w)
{
    return at(w, w->bytearray + BYTEARRAY_ALLOC, 1000);
}
static struct damage a_negative_deque(struct world *w)
{
    return (struct damage){(char *)&deque_at(w->h, w->deque)->size + 4, UINT32_MAX};
}
static struct damage a_long_deque(struct world *w)
{
    return (struct damage){&deque_at(w->h, w->deque)->size, 200};
}
static struct damage a_short_deque(struct world *w)
{
    return (struct damage){&deque_at(w->h, w->deque)->size, 90};
}
static struct damage a_deque_outside(struct world *w)
{
    return (struct damage){&deque_at(w->h, w->deque)->left, 70};
}

static struct damage a_deque_unlinked(struct world *w)
{
    return (struct damage){&deque_block_at(w->h, deque_at(w->h, w->deque)->right_block)->left, 0};
}

static struct damage a_deque_astray(struct world *w)
{
    return (struct damage){(char *)&deque_at(w->h, w->deque)->left_block + 4, 0x12345678};
}
static struct damage no_typecode(struct world *w)
{
    return (struct damage){&array_at(w->h, w->array)->descriptor, 1};
}
static struct damage a_long_array(struct world *w)
{
    return (struct damage){&array_at(w->h, w->array)->size, 5};
}
static struct damage a_large_array(struct world *w)
{
    return (struct damage){&array_at(w->h, w->array)->allocated, 1000};
}

/* The upper half of a word: a size, or an address, of another order of magnitude. */
static struct damage an_absurd_str(struct world *w)
{
    return at(w, w->text + STR_LENGTH + 4, 0x12345678);
}
static struct damage absurd_bytes(struct world *w)
{
    return at(w, w->bytes + 20, 0x12345678);
}
static struct damage an_absurd_bytearray(struct world *w)
{
    return at(w, w->bytearray + 20, 0x12345678);
}
static struct damage a_block_astray(struct world *w)
{
    return at(w, w->bytearray + BYTEARRAY_BLOCK + 4, 0x12345678);
}
static struct damage an_array_astray(struct world *w)
{
    return (struct damage){(char *)&array_at(w->h, w->array)->items + 4, 0x12345678};
}

static const struct {
    const char *what;
    struct damage (*damage)(struct world *w);
} damages[] = {
    {"a digit of an int that has more than 30 bits", a_large_digit},
    {"an int that is not normalized", a_leading_zero},
    {"a str that does not end with a NUL", no_end_of_text},
    {"a str that is not of the narrowest kind", a_wide_kind},
    {"a str of an impossible kind", no_kind},
    {"the cached hash of a str is not its own", another_hash},
    {"a str that says it is interned and is not", interned_in_secret},
    {"bytes that do not end with a NUL", no_end_of_bytes},
    {"the cached hash of bytes is not theirs", a_hash_of_bytes},
    {"a bytearray that does not end with a NUL", no_end_of_bytearray},
    {"a bytearray whose bytes are not inside its block", a_long_bytearray},
    {"a bytearray that counts on more memory than it has", a_large_bytearray},
    {"a deque of an impossible size", a_negative_deque},
    {"a deque with too few blocks", a_long_deque},
    {"a deque that does not end where its items do", a_short_deque},
    {"a deque that begins or ends outside of its blocks", a_deque_outside},
    {"the blocks of a deque are not linked both ways", a_deque_unlinked},
    {"an array of no typecode", no_typecode},
    {"an array with more items than memory for them", a_long_array},
    {"an array that counts on more memory than it has", a_large_array},
};

struct expectation {
    const char *what;
    bool seen;
};

static bool look_for(void *context, const struct finding *f)
{
    struct expectation *e = context;
    e->seen |= strcmp(f->what, e->what) == 0;
    return true;
}

static void each_damage_is_found(void **state)
{
    (void)state;
    for (size_t v = 0; v < sizeof heap_test_versions / sizeof *heap_test_versions; v++) {
        struct world w = make_world(heap_test_versions[v]);
        for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
            struct damage d = damages[i].damage(&w);
            uint32_t before;
            memcpy(&before, d.where, 4);
            memcpy(d.where, &d.value, 4);
            struct expectation e = {damages[i].what, false};
            size_t n = heap_verify(w.h, look_for, &e);
            memcpy(d.where, &before, 4);
            if (n == 0 || !e.seen)
                fail_msg("3.%u: not found: %s", heap_test_versions[v], damages[i].what);
            assert_int_equal(heap_verify(w.h, heap_test_report, NULL), 0);
        }
        heap_destroy(w.h);
    }
}

/* Sizes that are absurd must not lead the check outside of the region: each of these is found, whatever
 * as. */
static void absurd_size_is_found_without_harm(void **state)
{
    (void)state;
    static struct damage (*const absurd[])(struct world *) = {
        a_wrong_sign,     an_absurd_str,  absurd_bytes,   an_absurd_bytearray,
        a_negative_deque, a_deque_astray, a_block_astray, an_array_astray};
    for (size_t v = 0; v < sizeof heap_test_versions / sizeof *heap_test_versions; v++) {
        struct world w = make_world(heap_test_versions[v]);
        for (size_t i = 0; i < sizeof absurd / sizeof *absurd; i++) {
            struct damage d = absurd[i](&w);
            struct expectation e = {"", false};
            uint32_t before;
            memcpy(&before, d.where, 4);
            memcpy(d.where, &d.value, 4);
            assert_true(heap_verify(w.h, look_for, &e) > 0);
            memcpy(d.where, &before, 4);
        }
        heap_destroy(w.h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_damage_is_found),
        cmocka_unit_test(absurd_size_is_found_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
