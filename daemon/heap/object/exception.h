/* Exception objects: their layouts, the builtin classes, making, matching, chaining. Mirrors
 * Objects/exceptions.c.
 *
 *   0 header   16 dict   24 args   32 notes   40 traceback   48 context   56 cause   64 suppress_context (a
 * byte)
 *
 * and from 72 on what the class has beside: see the structs below. Every class of a layout has the same kind,
 * the classes that a program derives too. All fields but `args` may be 0; `args` is a tuple (0 only in trash
 * that the collector has cleared).
 */
#ifndef HEAPD_HEAP_OBJECT_EXCEPTION_H
#define HEAPD_HEAP_OBJECT_EXCEPTION_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

struct exception_object { /* PyBaseExceptionObject */
    struct object base;
    addr dict, args, notes, traceback, context, cause;
    uint8_t suppress_context, padding[7];
    union {
        struct {
            addr message, exceptions; /* the latter a tuple; 0 in trash that was cleared */
        } group;                      /* BaseExceptionGroup */
        struct {
            addr value;
        } stop; /* StopIteration */
        struct {
            addr code;
        } exit; /* SystemExit */
        struct {
            addr message, name, path, name_from;
        } import; /* name_from from 3.12 */
        struct {
            addr number, text, filename, filename2;
            int64_t written; /* -1: not known */
        } os;
        struct {
            addr name;
        } name;
        struct {
            addr object, name;
        } attribute;
        struct {
            addr message, filename, line, offset, end_line, end_offset, text, print_file_and_line, metadata;
        } syntax; /* metadata from 3.14 */
        struct {
            addr encoding, object;
            int64_t start, end;
            addr reason;
        } unicode; /* the three that name a place; UnicodeError itself has none of it */
    } u;
};
#define EXCEPTION_BASE 72 /* where the union is */

static inline struct exception_object *exception_at(const struct heap *h, addr e)
{
    return heap_at(h, e);
}

static inline bool kind_is_exception(enum kind k)
{
    return k >= KIND_EXCEPTION && k <= KIND_UNICODE_ERROR;
}
static inline bool object_is_exception(const struct heap *h, addr o)
{
    return kind_is_exception(object_kind(h, o));
}
static inline bool type_is_exception(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_TYPE && type_at(h, o)->flags & TYPE_EXCEPTION_SUBCLASS;
}

/* ---- making (exception_new.c) */

/* type.__new__(type, *args) and type.__init__(e, *args), as the builtin class has them: `call` has the
 * arguments without type or self. A class that a program derives reaches them unless it has its own. */
enum heap_status exception_new(struct heap *h, addr type, const struct call *call, addr *out) HEAP_MUST_CHECK;
enum heap_status exception_init(struct heap *h, addr e, const struct call *call) HEAP_MUST_CHECK;
/* type(*args): both. */
enum heap_status exception_call(struct heap *h, addr type, const struct call *call,
                                addr *out) HEAP_MUST_CHECK;

/* An instance with these args (a tuple, borrowed) and nothing else yet. *new*, 0 raised. */
addr exception_alloc(struct heap *h, addr type, addr args) HEAP_MUST_CHECK;

/* *new*: an instance of a builtin class with one argument, borrowed (0: none), made without calling anything;
 * the fields of its layout as their constructors leave them. */
addr exception_make(struct heap *h, addr type, addr argument) HEAP_MUST_CHECK;
/* type(*args) of a builtin class, with the arguments in a tuple, borrowed. */
enum heap_status exception_call_args(struct heap *h, addr type, addr args, addr *out) HEAP_MUST_CHECK;
/* UnicodeDecodeError (object bytes) or UnicodeEncodeError (object a str) about object[start:end]. */
enum heap_status raise_unicode(struct heap *h, enum exception e, const char *encoding, addr object,
                               size_t start, size_t end, const char *reason);
/* The same about bytes that may be no object yet. */
enum heap_status raise_undecodable(struct heap *h, const char *encoding, const void *bytes, size_t length,
                                   size_t start, size_t end, const char *reason);

/* ---- copying, as __reduce__ takes it apart (exception_attributes.c) */
addr exception_copy_args(struct heap *h,
                         addr e) HEAP_MUST_CHECK; /* *new* tuple: what its class is called with */
/* What has to be set besides its dict: a *new* dict, 0 for nothing. */
enum heap_status exception_copy_state(struct heap *h, addr e, addr *out) HEAP_MUST_CHECK;

/* ---- texts (exception_text.c) */
addr exception_str(struct heap *h,
                   addr e) HEAP_MUST_CHECK; /* *new*: what the builtin class's __str__ answers */
enum heap_status exception_put_str(struct heap *h, addr e, struct text *out) HEAP_MUST_CHECK;

/* ---- classes (exception_types.c) */
addr exception_type_by_name(const struct heap *h, const char *name,
                            size_t length); /* borrowed, 0 none of this version; IOError too */
enum exception exception_builtin(const struct heap *h,
                                 addr type); /* the builtin class that an exception's class is or extends */
/* The fields of the layout, in the order in which they are visited and released: two runs of addresses. */
struct exception_run {
    uint16_t at, count;
};
void exception_runs(const struct heap *h, enum kind kind, struct exception_run runs[2]);

/* ---- raising, matching, chaining (exception_raise.c) */

/* What `raise X from Y` raises: X itself, or an instance of the class X. *new*. cause 0: no `from`; None:
 * from None. TypeErrors. */
enum heap_status exception_normalize(struct heap *h, addr raised, addr cause, addr *out) HEAP_MUST_CHECK;
/* An instance of the class, or the exception that making it has raised (PyErr_NormalizeException). *new*; 0:
 * the program is stopped. */
addr exception_of_class(struct heap *h, addr type, const addr *args, size_t count) HEAP_MUST_CHECK;
/* `except type_or_tuple:`. TypeError: catching classes that do not inherit from BaseException is not allowed.
 */
enum heap_status exception_match(struct heap *h, addr exception, addr type_or_tuple,
                                 bool *out) HEAP_MUST_CHECK;
/* The same without the check; tuples in tuples too (PyErr_GivenExceptionMatches). `exception` may be a class.
 */
bool exception_is(const struct heap *h, addr exception, addr type_or_tuple);
/* new.__context__ = old (borrowed), where that makes no ring: an exception that is in the chain of `old`
 * already is taken out of it. */
void exception_set_context(struct heap *h, addr new, addr old);
void exception_set_cause(struct heap *h, addr e, addr cause); /* *stolen*, 0 none; suppresses the context */
/* e.add_note(note), whatever its class says; both borrowed. */
enum heap_status exception_add_note(struct heap *h, addr e, addr note) HEAP_MUST_CHECK;
void exception_set_traceback(struct heap *h, addr e, addr traceback); /* *stolen*, 0 none */
static inline addr exception_traceback(const struct heap *h, addr e)
{
    return exception_at(h, e)->traceback;
} /* borrowed */

#endif
