/* Arguments of builtin methods that may be given by name. */
#ifndef HEAPD_HEAP_OBJECT_ARGUMENTS_H
#define HEAPD_HEAP_OBJECT_ARGUMENTS_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

/* values[i] becomes the argument called names[i], borrowed, or stays 0 where it was not given; all may also
 * be given by position (the caller of the method has checked that there are not more). TypeError: a name
 * twice, or none of these. */
enum heap_status arguments_bind(struct heap *h, const struct call *call, const char *method,
                                const char *const *names, size_t count, addr *values) HEAP_MUST_CHECK;

/* The same for a function of `count` parameters of which the first `required` must be given and only the
 * first `positional` may be by position (_PyArg_UnpackKeywords). */
enum heap_status arguments_unpack(struct heap *h, const struct call *call, const char *function,
                                  const char *const *names, size_t count, size_t required, size_t positional,
                                  addr *values) HEAP_MUST_CHECK;
/* No keywords, and between `least` and `most` arguments (PyArg_UnpackTuple). `own`: the type itself is
 * called; classes that extend it may take keywords. */
enum heap_status arguments_plain(struct heap *h, const struct call *call, const char *function, size_t least,
                                 size_t most, bool own) HEAP_MUST_CHECK;

/* A flag that is true or false, up to 3.11 an int; 0: it was not given, false. */
enum heap_status arguments_flag(struct heap *h, addr o, bool *out) HEAP_MUST_CHECK;

/* TypeError: a keyword that a method does not know, which has these; from 3.13 on it says which may have been
 * meant. */
enum heap_status arguments_raise_unknown(struct heap *h, addr name, const char *method,
                                         const char *const *names, size_t count);

/* Raises `before`, the repr of `o`, `after`. */
enum heap_status raise_about(struct heap *h, enum exception e, const char *before, addr o, const char *after);
/* Of a repr that is long the first 200 characters. */
enum heap_status raise_about_start(struct heap *h, enum exception e, const char *before, addr o);

/* What an argument of the wrong type is called in "argument 1 must be str, not ...": None by its name, others
 * by their type's. */
static inline const char *argument_type_name(const struct heap *h, addr o)
{
    return o == none(h) ? "None" : object_type_name(h, o);
}

#endif
