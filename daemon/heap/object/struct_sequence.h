/* Struct sequences: tuples whose items have names, time.struct_time and what sys says of itself
 * (PyStructSequence, Objects/structseq.c). Some fields have a name alone: they follow the items, and the
 * length leaves them out. Their kind is that of tuples.
 */
#ifndef HEAPD_HEAP_OBJECT_STRUCT_SEQUENCE_H
#define HEAPD_HEAP_OBJECT_STRUCT_SEQUENCE_H

#include "daemon/heap/object/class.h"
#include "daemon/heap/object/object.h"

void struct_sequence_types_boot(struct heap *h); /* the type objects' memory, for type_boot() */
void struct_sequence_boot(struct heap *h);       /* orders and dicts, for class_boot() */

static inline bool struct_sequence_is_type(const struct heap *h, addr type)
{
    return type - h->struct_sequences < h->struct_sequences_end - h->struct_sequences;
}

/* The type that goes by this name, the module's before it ("time.struct_time"). Borrowed or 0. */
addr struct_sequence_type(const struct heap *h, const char *name);

size_t struct_sequence_fields(const struct heap *h, addr type); /* how many */
/* How many fields a tuple of this type has beyond its items: 0 of one that is no struct sequence. */
size_t struct_sequence_hidden(const struct heap *h, addr type);

/* *new*: of exactly so many values as the type has fields, borrowed. Not tracked, as what C code makes is
 * not. */
addr struct_sequence_new(struct heap *h, addr type, const addr *values) HEAP_MUST_CHECK;

/* The type called by a program. *new* */
enum heap_status struct_sequence_construct(struct heap *h, addr type, const struct call *call,
                                           addr *out) HEAP_MUST_CHECK;

/* What the kind's operations do with one (tuple.c). */
bool struct_sequence_release_next(struct heap *h, addr o, addr *reference);
enum heap_status struct_sequence_repr(struct heap *h, addr o, struct text *out) HEAP_MUST_CHECK;

/* Their methods, which are behind those of tuples in one table (sequence_methods.c). */
#define STRUCT_SEQUENCE_METHODS 4u /* index of the first */
builtin_function struct_sequence_reduce, struct_sequence_replace;

#endif
