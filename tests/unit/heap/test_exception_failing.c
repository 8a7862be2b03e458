/* Exceptions where memory runs out: each allocation of what is done with them fails once. What fails
 * raises MemoryError, changes nothing and leaves nothing behind; what is pending becomes an object in any
 * case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants those above first */
#include <cmocka.h>

#include "tests/unit/heap/heap_test.h"

#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/traceback.h"

enum { TRIES = 400 };

static enum heap_status done(struct heap *h, addr o) /* takes `o` */
{
    if (!o)
        return raise_status(h);
    decref(h, o);
    return HEAP_OK;
}

static addr text(struct heap *h, const char *s)
{
    return str_from_ascii(h, s);
}

static addr must(addr o)
{
    assert_true(o);
    return o;
}

/* Held where heap_verify counts it. */
static addr held(struct heap *h, addr o)
{
    assert_true(o);
    assert_int_equal(handle_hold(h, o), HEAP_OK);
    decref(h, o);
    return o;
}

static void let_go(struct heap *h, addr o)
{
    bool found;
    assert_int_equal(handle_drop(h, o, &found), HEAP_OK);
    assert_true(found);
}

/* ---- what is done with an exception -------------------------------------------------------------- */

static addr given; /* a list, for whoever wants an argument */

static enum heap_status call_method(struct heap *h, addr e, const char *name, addr *args, size_t count)
{
    addr s = text(h, name), out = 0;
    if (!s)
        return raise_status(h);
    enum heap_status status = object_call_method(h, e, s, args, count, NULL, NULL, 0, &out);
    decref(h, s);
    return status == HEAP_OK ? done(h, out) : status;
}

static enum heap_status get(struct heap *h, addr e, const char *name)
{
    addr s = text(h, name), out = 0;
    if (!s)
        return raise_status(h);
    enum heap_status status = object_getattr(h, e, s, &out);
    decref(h, s);
    return status == HEAP_OK ? done(h, out) : status;
}

static enum heap_status do_str(struct heap *h, addr e)
{
    return done(h, object_str(h, e));
}

static enum heap_status do_repr(struct heap *h, addr e)
{
    return done(h, object_repr_str(h, e));
}

static enum heap_status do_copy(struct heap *h, addr e)
{
    return done(h, copy_shallow(h, e));
}

static enum heap_status do_copy_deep(struct heap *h, addr e)
{
    return done(h, copy_deep(h, e));
}

static enum heap_status do_reduce(struct heap *h, addr e)
{
    return call_method(h, e, "__reduce__", NULL, 0);
}

static enum heap_status do_args(struct heap *h, addr e)
{
    return get(h, e, "args");
}

static enum heap_status do_dict(struct heap *h, addr e)
{
    return get(h, e, "__dict__");
}

static enum heap_status do_traceback(struct heap *h, addr e)
{
    addr traceback = traceback_new(h, exception_at(h, e)->traceback, 0, 4, 2);
    return done(h, traceback);
}

static enum heap_status do_with_traceback(struct heap *h, addr e)
{
    addr value = none(h);
    return call_method(h, e, "with_traceback", &value, 1);
}

static enum heap_status do_normalize(struct heap *h, addr e)
{
    addr out;
    enum heap_status status = exception_normalize(h, object_type(h, e), 0, &out);
    if (status == HEAP_OK)
        return done(h, out);
    if (heap_raised(h) == EXC_MEMORY_ERROR)
        return status;
    heap_clear_raised(h); /* a Unicode error wants five arguments */
    return HEAP_OK;
}

static enum heap_status do_make_with_cause(struct heap *h, addr e)
{
    addr out;
    enum heap_status status = exception_normalize(h, h->exception_type[EXC_VALUE_ERROR], e, &out);
    return status == HEAP_OK ? done(h, out) : status;
}

typedef enum heap_status operation(struct heap *h, addr e);
static operation *const operations[] = {
    do_str,  do_repr,      do_copy,           do_copy_deep, do_reduce,         do_args,
    do_dict, do_traceback, do_with_traceback, do_normalize, do_make_with_cause};

static void look(struct heap *h, addr e, char out[500])
{
    addr s = must(object_repr_str(h, e)), a = must(object_repr_str(h, exception_at(h, e)->args));
    size_t n = str_utf8(h, s, out);
    n += str_utf8(h, a, out + n);
    out[n] = '\0';
    decref(h, a);
    decref(h, s);
}

/* From a memory that is enough backwards: each allocation fails once, then it goes well. */
static void sweep(struct heap *h, addr e, operation *run)
{
    char before[500], after[500];
    look(h, e, before);
    for (uint64_t n = 1;; n++) {
        uint64_t used = heap_test_used(h);
        bool without_dict = !exception_at(h, e)->dict;
        memory_fail_after(h, n);
        enum heap_status status = run(h, e);
        memory_fail_after(h, 0);
        if (status == HEAP_OK)
            break;
        assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
        heap_clear_raised(h);
        look(h, e, after);
        assert_string_equal(after, before);
        assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
        if (without_dict == !exception_at(h, e)->dict) /* __dict__ stays once it was asked for */
            assert_int_equal(heap_test_used(h), used);
        assert_true(n < TRIES);
    }
}

/* ---- one of each class --------------------------------------------------------------------------- */

/* *new*: a tuple of `count` items, which are taken. */
static addr tuple_of(struct heap *h, const addr *items, size_t count)
{
    addr t = must(tuple_from(h, items, count));
    for (size_t i = 0; i < count; i++)
        decref(h, items[i]);
    return t;
}

static addr arguments_of(struct heap *h, enum exception e)
{
    switch (e) {
    case EXC_UNICODE_DECODE_ERROR:
    case EXC_UNICODE_ENCODE_ERROR:
    case EXC_UNICODE_TRANSLATE_ERROR: {
        bool decodes = e == EXC_UNICODE_DECODE_ERROR, translates = e == EXC_UNICODE_TRANSLATE_ERROR;
        addr object = decodes ? bytes_new(h, "a\xff", 2) : text(h, "ab"), all[5], *at = all;
        if (!translates)
            *at++ = text(h, "ascii");
        *at++ = object;
        *at++ = int_new(h, 1);
        *at++ = int_new(h, 2);
        *at++ = text(h, "why");
        return tuple_of(h, all, (size_t)(at - all));
    }
    case EXC_BASE_EXCEPTION_GROUP:
    case EXC_EXCEPTION_GROUP: {
        addr member = must(exception_make(h, h->exception_type[EXC_VALUE_ERROR], given));
        return tuple_of(h, (addr[]){text(h, "several"), tuple_of(h, &member, 1)}, 2);
    }
    default:
        break;
    }
    addr items[] = {int_new(h, 2), text(h, "gone"), text(h, "a name")};
    bool of_system = type_is_subtype(h, h->exception_type[e], h->exception_type[EXC_OS_ERROR]);
    if (!of_system)
        decref(h, items[2]);
    return tuple_of(h, items, of_system ? 3 : 2);
}

static void constructors_and_what_is_asked_of_the_made(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        given = held(h, list_new(h, 0));
        enum kind last = KIND_INSTANCE; /* those of one layout follow each other, nearly */
        for (enum exception e = EXC_NONE + 1; e < EXC_COUNT; e++) {
            addr type = h->exception_type[e], made = 0;
            if (!type)
                continue;
            addr args = held(h, arguments_of(h, e));
            for (uint64_t n = 1;; n++) {
                uint64_t used = heap_test_used(h);
                memory_fail_after(h, n);
                enum heap_status status = exception_call_args(h, type, args, &made);
                memory_fail_after(h, 0);
                if (status == HEAP_OK)
                    break;
                if (heap_raised(h) != EXC_MEMORY_ERROR)
                    fail_msg("%s: %s", heap_raised_name(h), heap_raised_message(h));
                heap_clear_raised(h);
                assert_int_equal(heap_test_used(h), used);
                assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
                assert_true(n < TRIES);
            }
            (void)held(h, made);
            bool another = object_kind(h, made) != last || e == EXC_KEY_ERROR;
            last = object_kind(h, made);
            for (size_t i = 0; another && i < sizeof operations / sizeof *operations; i++)
                sweep(h, made, operations[i]);
            let_go(h, made);
            let_go(h, args);
        }
        let_go(h, given);
    }
}

/* ---- notes and attributes ------------------------------------------------------------------------ */

static void a_note_is_there_or_not(void **state)
{
    (void)state;
    EACH_VERSION(h)
    {
        addr e = held(h, exception_make(h, h->exception_type[EXC_VALUE_ERROR], 0)),
             note = held(h, text(h, "look"));
        for (uint64_t n = 1;; n++) {
            memory_fail_after(h, n);
            enum heap_status status = call_method(h, e, "add_note", &note, 1);
            memory_fail_after(h, 0);
            if (status == HEAP_OK)
                break;
            assert_int_equal(heap_raised(h), EXC_MEMORY_ERROR);
            heap_clear_raised(h);
            assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
            assert_true(n < TRIES);
        }
        addr name = text(h, "__notes__"), notes;
        assert_int_equal(object_getattr(h, e, name, &notes), HEAP_OK);
        assert_int_equal(list_length(h, notes), 1);
        decref(h, notes);
        decref(h, name);
        let_go(h, e);
        let_go(h, note);
    }
}

/* ---- what is pending ----------------------------------------------------------------------------- */

static void raise_plain(struct heap *h)
{
    (void)raise_error(h, EXC_VALUE_ERROR, "%0300d is too long for one small block", 7);
}

static void raise_key(struct heap *h)
{
    (void)raise_key_error(h, given);
}

static void raise_name(struct heap *h)
{
    (void)raise_name_error(h, EXC_NAME_ERROR, known_name(h, NAME_NAME), "name '%s' is not defined",
                           "__name__");
}

static void raise_import(struct heap *h)
{
    (void)raise_import_error(h, EXC_MODULE_NOT_FOUND_ERROR, known_name(h, NAME_NAME), 0,
                             "No module named '%s'", "x");
}

static void raise_decoding(struct heap *h)
{
    (void)raise_undecodable(h, "utf-8", "abc\xff", 4, 3, 4, "invalid start byte");
}

static void raise_value(struct heap *h)
{
    (void)raise_stop(h, given);
}

static void raise_class(struct heap *h)
{
    (void)raise_type(h, h->exception_type[EXC_OS_ERROR], given);
}

static void raise_recursion(struct heap *h)
{
    (void)raise_error(h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded");
}

static void what_is_pending_becomes_an_object_in_any_case(void **state)
{
    (void)state;
    static void (*const raisers[])(struct heap *) = {raise_plain,  raise_key,      raise_name,
                                                     raise_import, raise_decoding, raise_value,
                                                     raise_class,  raise_recursion};
    EACH_VERSION(h)
    {
        given = held(h, list_new(h, 0));
        for (size_t i = 0; i < sizeof raisers / sizeof *raisers; i++) {
            uint64_t used = heap_test_used(h);
            for (uint64_t n = 1, last = 0; last < 3; n++) {
                addr e = 0;
                memory_fail_after(h, n);
                raisers[i](h);
                exception_take(h, &e);
                memory_fail_after(h, 0);
                assert_true(e);
                assert_int_equal(heap_raised(h), EXC_NONE);
                last = object_type(h, e) == h->exception_type[EXC_MEMORY_ERROR]
                           ? 0
                           : last + 1; /* enough is enough */
                decref(h, e);
                assert_int_equal(heap_test_used(h), used);
                assert_int_equal(heap_verify(h, heap_test_report, NULL), 0);
                assert_true(n < TRIES);
            }
        }
        let_go(h, given);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constructors_and_what_is_asked_of_the_made),
        cmocka_unit_test(a_note_is_there_or_not),
        cmocka_unit_test(what_is_pending_becomes_an_object_in_any_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
