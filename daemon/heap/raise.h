/* The pending exception of a heap. One at a time; the one who sees HEAP_RAISED (or a 0 where an address was
 * expected) either passes it on or clears it.
 *
 * Most exceptions that the library raises are never looked at as objects: what it raises is noted as class
 * and message, and becomes an object when somebody asks for one (exception_take). What a program raises is an
 * object from the start.
 */
#ifndef HEAPD_HEAP_RAISE_H
#define HEAPD_HEAP_RAISE_H

#include "daemon/heap/base.h"
#include "daemon/heap/exception_names.h"

enum exception {
    EXC_NONE = 0,
#define X(constant, base, kind, name) EXC_##constant,
    HEAP_EXCEPTIONS(X)
#undef X
        EXC_COUNT
};

struct raised {
    uint32_t exception; /* enum exception; of an object the builtin class that its class is, or extends */
    uint32_t abandoned; /* not an exception: heap_abandon() was seen */
    addr object;        /* counted: the exception itself; 0: there is only what follows */
    addr detail[2];     /* counted, 0 none: an AttributeError's obj and name, a NameError's name in [1], an
                           ImportError's     name_from and name, a KeyError's key or a StopIteration's value in
                           [0] */
    addr text;          /* counted: the message where it is longer than what fits below; 0: it is not */
    bool told;          /* `message` is what str() of the object gave */
    uint8_t names;      /* how many strs name_in_message() has left to the message that comes: */
    addr name[4];       /* borrowed */
    char message[504];  /* UTF-8, cut at a character */
};

/* Make an exception pending (the first one wins while one is pending). Format as printf; %s, %d, %u, %zu,
 * %lld, %c only. raise_error answers HEAP_RAISED so that `return raise_error(...)` reads well; raise_none
 * answers 0 for functions that return an address. */
enum heap_status raise_error(struct heap *h, enum exception e, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
addr raise_none(struct heap *h, enum exception e, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
enum heap_status raise_memory(struct heap *h);

/* A warning; nothing is told where no language is above the heap. HEAP_RAISED: filters of the program make an
 * exception of it. */
enum heap_status raise_warning(struct heap *h, enum exception category, const char *format, ...)
    __attribute__((format(printf, 3, 4))) HEAP_MUST_CHECK;

/* The exception object is *stolen*; its context becomes what is being handled. */
enum heap_status raise_object(struct heap *h, addr exception);
/* The class called with the value: with the items of a tuple, with nothing for 0; the value itself when it is
 * such an exception already (PyErr_SetObject). Both borrowed. */
enum heap_status raise_type(struct heap *h, addr type, addr value);
enum heap_status raise_stop(struct heap *h, addr value); /* StopIteration(value); borrowed, 0: without one */
enum heap_status raise_key_error(struct heap *h, addr key); /* KeyError(key), whatever the key is; borrowed */
enum heap_status raise_unless_utf8(struct heap *h,
                                   addr s); /* of a str with a surrogate, which has no UTF-8 */
enum heap_status raise_name_error(struct heap *h, enum exception e, addr name, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* An ImportError or ModuleNotFoundError: of which module, and what of it was wanted (0: all of it); both
 * borrowed. */
enum heap_status raise_import_error(struct heap *h, enum exception e, addr module, addr wanted,
                                    const char *format, ...) __attribute__((format(printf, 5, 6)));
/* What a pending AttributeError without obj and name is about: both borrowed. */
void raise_attribute_context(struct heap *h, addr o, addr name);

/* For functions that return an address and were asked to stop: answers 0. Whoever gets a 0 and answers with a
 * status returns raise_status(h), which is HEAP_ABANDONED then and HEAP_RAISED otherwise. heap_clear_raised()
 * forgets it. */
addr raise_abandoned(struct heap *h);
enum heap_status raise_status(const struct heap *h);

/* The pending exception as an object, *new* to the caller; nothing is pending any more. Cannot fail: where
 * there is no memory for it, it is a MemoryError. Something must be pending. */
void exception_take(struct heap *h, addr *out);
addr exception_pending(const struct heap *h); /* borrowed; 0: nothing is, or nothing that is an object yet */
/* Makes it pending again as it was, *stolen*: nothing is pending. */
void exception_restore(struct heap *h, addr exception);
/* Is what is pending an instance of the class, or of one in the tuple? False when nothing is. */
bool exception_matches(const struct heap *h, addr type_or_tuple);

/* "TypeError" ... */
const char *exception_name(enum exception e);

/* EXC_NONE when nothing is pending. */
enum exception heap_raised(const struct heap *h);
/* Its class's name, and str() of it, which may run code of the program; what that raises is lost. Valid until
 * something is raised. */
const char *heap_raised_name(const struct heap *h);
const char *heap_raised_message(struct heap *h);
void heap_clear_raised(struct heap *h);

#endif
