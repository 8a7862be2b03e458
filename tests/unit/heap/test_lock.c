/* Locks: their sizes, what they answer, a wait that nobody can end, and what is left when memory is short. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "daemon/heap/copy.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/lock.h"
#include "tests/unit/heap/heap_test.h"

static addr rlock_new(struct heap *h)
{
    const struct call call = {0};
    addr made = 0;
    return rlock_construct(h, h->type[KIND_RLOCK], &call, &made) == HEAP_OK ? made : 0;
}

static enum heap_status call(struct heap *h, addr o, const char *method, addr *out)
{
    addr name = str_intern_utf8(h, method, strlen(method));
    enum heap_status status =
        name ? object_call_method(h, o, name, NULL, 0, NULL, NULL, 0, out) : HEAP_RAISED;
    xdecref(h, name);
    return status;
}

/* The method's answer as its repr says it. */
static void expect_answer(struct heap *h, addr o, const char *method, const char *expected)
{
    char bytes[80];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    addr answer;
    expect_ok(h, call(h, o, method, &answer));
    expect_ok(h, object_repr(h, answer, &text));
    bytes[text.length] = 0;
    assert_string_equal(bytes, expected);
    decref(h, answer);
}

static void locks_have_the_sizes_of_their_version(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        bool mutex = h->abi.locks_are_mutexes;
        addr lock = lock_new(h), rlock = rlock_new(h);
        assert_int_equal(object_getsizeof(h, lock), 56);
        assert_int_equal(object_getsizeof(h, rlock), mutex ? 72 : 64);
        assert_int_equal(type_at(h, h->type[KIND_LOCK])->basicsize, mutex ? 24 : 40);
        assert_int_equal(type_at(h, h->type[KIND_RLOCK])->basicsize, mutex ? 40 : 48);
        assert_true(object_is_tracked(h, lock) && object_is_tracked(h, rlock));
        decref(h, lock);
        decref(h, rlock);
    }
}

static void a_lock_is_taken_once_and_an_rlock_again_by_its_owner(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr lock = lock_new(h), rlock = rlock_new(h), out;
        expect_answer(h, lock, "acquire", "True");
        expect_answer(h, lock, "locked", "True");
        assert_int_equal(call(h, lock, "acquire", &out), HEAP_RAISED);
        raised(h, EXC_RUNTIME_ERROR, "this would wait for ever: no other thread is left to run");
        expect_answer(h, lock, "release", "None");
        assert_int_equal(call(h, lock, "release", &out), HEAP_RAISED);
        raised(h, EXC_RUNTIME_ERROR, "release unlocked lock");
        expect_answer(h, rlock, "acquire", "True");
        expect_answer(h, rlock, "__enter__", "True");
        expect_answer(h, rlock, "_recursion_count", "2");
        expect_answer(h, rlock, "release", "None");
        expect_answer(h, rlock, "_is_owned", "True");
        expect_answer(h, rlock, "_release_save", "(1, 1)");
        expect_answer(h, rlock, "_is_owned", "False");
        assert_int_equal(call(h, rlock, "release", &out), HEAP_RAISED);
        raised(h, EXC_RUNTIME_ERROR, "cannot release un-acquired lock");
        decref(h, lock);
        decref(h, rlock);
    }
}

/* Or the lock would be free, and its owner in it. */
static void an_rlock_that_is_taken_too_often_says_so(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr rlock = rlock_new(h), out, name = str_intern_utf8(h, "_acquire_restore", 16);
        addr parts[] = {int_new(h, -1), int_new(h, 1)}, most = tuple_from(h, parts, 2);
        expect_ok(h, object_call_method(h, rlock, name, &most, 1, NULL, NULL, 0, &out));
        decref(h, out);
        assert_int_equal(call(h, rlock, "acquire", &out), HEAP_RAISED);
        raised(h, EXC_OVERFLOW_ERROR, "Internal lock count overflowed");
        expect_answer(h, rlock, "_is_owned", "True");
        decref(h, parts[0]);
        decref(h, parts[1]);
        decref(h, most);
        decref(h, name);
        decref(h, rlock);
    }
}

static void locks_can_be_referred_to_weakly_and_not_copied(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr lock = lock_new(h), ref = weakref_new(h, lock, 0);
        assert_int_equal(weakref_referent(h, ref), lock);
        assert_int_equal(copy_shallow(h, lock), 0);
        raised(h, EXC_TYPE_ERROR, "cannot pickle '_thread.lock' object");
        decref(h, lock);
        assert_int_equal(weakref_referent(h, ref), 0);
        decref(h, ref);
    }
}

static void short_memory_leaves_locks_as_they_were(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr rlock = rlock_new(h), out;
        expect_answer(h, rlock, "acquire", "True");
        expect_answer(h, rlock, "_is_owned", "True");
        addr name = str_intern_utf8(h, "_release_save", 13);
        for (uint64_t n = 1, failed = 1; failed; n++) {
            memory_fail_after(h, n);
            addr lock = lock_new(h);
            enum heap_status status =
                lock ? object_call_method(h, rlock, name, NULL, 0, NULL, NULL, 0, &out) : HEAP_RAISED;
            memory_fail_after(h, 0);
            failed = status != HEAP_OK;
            if (failed) {
                assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
                heap_clear_raised(h);
                expect_answer(h, rlock, "_is_owned", "True");
            } else {
                decref(h, out);
            }
            xdecref(h, lock);
        }
        decref(h, name);
        decref(h, rlock);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locks_have_the_sizes_of_their_version),
        cmocka_unit_test(a_lock_is_taken_once_and_an_rlock_again_by_its_owner),
        cmocka_unit_test(an_rlock_that_is_taken_too_often_says_so),
        cmocka_unit_test(locks_can_be_referred_to_weakly_and_not_copied),
        cmocka_unit_test(short_memory_leaves_locks_as_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
