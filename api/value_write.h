/* Objects of the heap as JSON (openapi.yaml, Object). */
#ifndef API_VALUE_WRITE_H
#define API_VALUE_WRITE_H

#include "api/json/writer.h"
#include "daemon/heap/heap.h"

enum { REPR_CHARACTERS = 200, VALUE_ITEMS = 1000, RESULT_CHARACTERS = 1 << 20 };

/* {"$ref": "0x…"} */
void write_reference(struct json_writer *w, addr o);

/* The characters of a str. False: no memory, nothing is written. */
bool write_str(struct json_writer *w, const struct heap *h, addr s) __attribute__((warn_unused_result));

/* How much of a value is written. */
struct value_extent {
    size_t most; /* characters or bytes of a text, or digits of an int, which is null beyond */
    bool cut;    /* written: that was not all */
};

/* The value in the notation that value_read() understands, one level deep; containers of more than
 * VALUE_ITEMS are cut. */
void write_value(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent);

/* "repr" (and "repr_cut" when it is longer than REPR_CHARACTERS). Members of the object being written. */
void write_repr_members(struct json_writer *w, struct heap *h, addr o);

enum object_detail {
    OBJECT_ROW = 0,  /* what is known without walking: for lists */
    OBJECT_FULL = 1, /* names, deep_size, allocated_at, value */
    OBJECT_RESULT,   /* the same of what a program ends with: of a text RESULT_CHARACTERS */
};
void write_object(struct json_writer *w, struct heap *h, addr o, const struct generation_map *generations,
                  enum object_detail detail);

/* One whose repr() a program has been asked for: else nothing runs for "repr", and what a class's __repr__
 * would answer is not known. */
struct told_repr {
    const char *text;
    size_t length;
    bool cut;
};
void write_told_object(struct json_writer *w, struct heap *h, addr o, const struct told_repr *told);

/* The members of write_object() without the braces. */
void write_object_members(struct json_writer *w, struct heap *h, addr o,
                          const struct generation_map *generations, enum object_detail detail);

/* [{"file", "line"}, …], oldest first, of the trace of an object's block; [] without one. */
void write_traceback(struct json_writer *w, const struct heap *h, addr o);

#endif
