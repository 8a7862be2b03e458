/* Writing down a layout: fields in the order of their addresses, nothing left out. Between the files of
 * inspect_layout. */
#ifndef HEAPD_HEAP_LAYOUT_H
#define HEAPD_HEAP_LAYOUT_H

#include "daemon/heap/inspect.h"
#include "daemon/heap/object/object.h"

/* A field that is always at the same place. */
struct field_spec {
    uint16_t offset, size; /* size 0 ends a table */
    uint8_t form;
    const char *name, *meaning;
};

struct layout {
    const struct heap *h;
    layout_visitor *visit;
    void *context;
    const char *block; /* what layout_field.block says */
    addr origin;       /* what offsets are relative to */
    addr at;           /* the next byte that has not been told */
    bool stopped;
};

/* Begins a block: what follows is told relative to `origin`, from `from` on. */
void layout_begin(struct layout *l, const char *block, addr origin, addr from);
/* Tells a field of `size` bytes at `at`; what lies between the one before and this one is told as padding. */
void layout_field(struct layout *l, addr at, uint32_t size, int form, const char *meaning, const char *name,
                  ...) __attribute__((format(printf, 6, 7)));
/* Padding up to `end`. */
void layout_end(struct layout *l, addr end, const char *meaning);
void layout_specs(struct layout *l, addr object, const struct field_spec *specs);
/* `count` words of references from `at`, named name[first], name[first + 1] ... */
void layout_items(struct layout *l, addr at, size_t first, size_t count, const char *name,
                  const char *meaning);

/* The fields of a kind behind the header, in the object's own block (layout_kinds.c), up to where a class may
 * add some. */
void layout_kind(struct layout *l, addr o);
/* The same for iterators and views of dicts (layout_iterators.c); false: it is neither. */
bool layout_iterator(struct layout *l, addr o);
/* The same for exceptions and tracebacks (layout_exceptions.c). */
bool layout_exception(struct layout *l, addr o);
/* What layout_iterator() tells of a type of itertools (layout_itertools.c); NULL: it is none. */
const struct field_spec *layout_itertools_specs(const struct heap *h, addr o);
/* The same of functools, operator and collections (layout_functools.c); of the dicts what they add
 * to a dict. */
const struct field_spec *layout_functools_specs(const struct heap *h, addr o);
/* The same of _thread and of type parameters (layout_library.c). */
const struct field_spec *layout_library_specs(const struct heap *h, addr o);
/* The name of its field at this address; NULL: none of these. Constants. */
const char *layout_kind_field(const struct heap *h, addr o, addr at);
const char *layout_exception_field(const struct heap *h, addr o, addr at);
const char *layout_iterator_field(const struct heap *h, addr o, addr at);
/* The same of what re has (layout_regex.c): false where it is none of these. */
bool layout_regex(struct layout *l, addr o);
/* Of a type object (layout_type.c). */
void layout_type(struct layout *l, addr o);
/* The blocks beside the object's own (layout_storage.c). */
void layout_storage(struct layout *l, addr o);
/* Values in a block or in the instance: `values` as in dict_split.h. */
void layout_values(struct layout *l, addr values, addr keys);

#endif
