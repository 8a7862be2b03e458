/* Control documents: JSON objects decoded by a table of fields into a struct.
 *
 *     struct patch { uint64_t present; bool enabled; int64_t threshold[3]; unsigned threshold_count; };
 *     static const struct field patch_fields[] = {
 *         {"enabled", FIELD_BOOL, offsetof(struct patch, enabled)},
 *         {"threshold", FIELD_INTS, offsetof(struct patch, threshold), .max_count = 3,
 *          .count_offset = offsetof(struct patch, threshold_count), .min = 0, .max = INT32_MAX},
 *         {0}};
 *     struct patch patch = {0};
 *     enum api_result result = api_decode(request, patch_fields, &patch);
 *     if (result != API_DONE)
 *         return result;
 *     if (patch.present & FIELD(0)) ...
 *
 * The struct begins with `uint64_t present`: bit i is set when field i was sent. The text has passed the
 * strict lexer; cJSON builds the tree. Unknown members, members sent twice, strings that hold a NUL or a lone
 * surrogate, wrong types and values out of range are PROBLEM_INVALID_BODY, with a JSON Pointer. */
#ifndef API_FIELDS_H
#define API_FIELDS_H

#include "api/request.h"

enum field_type {
    FIELD_BOOL = 1, /* bool */
    FIELD_INT,      /* int64_t in [min, max], which stay within 2^53 */
    FIELD_REAL,     /* double in [min, max] */
    FIELD_STRING,   /* struct api_text; length in [min, max] when max is set */
    FIELD_CHOICE,   /* int: index into `names` */
    FIELD_INTS,     /* int64_t[max_count], how many at count_offset (unsigned) */
    FIELD_STRINGS,  /* struct api_text[max_count], how many at count_offset */
    FIELD_MAP,      /* struct field_map: members with string values, at most max_count */
    FIELD_OBJECT,   /* a nested struct, decoded by `fields` */
    FIELD_TOKEN,    /* uint32_t: its place on the tape, for who reads it from there; at the top level only */
};

struct field {
    const char *name; /* NULL ends the table */
    enum field_type type;
    size_t offset;
    bool required;
    bool
        nullable; /* null is taken as sent: the bit in `present` is set, the value left alone, `null` noted */
    size_t null_offset; /* bool: was it null? With nullable */
    int64_t min, max;   /* both 0: any */
    const char *const *names;
    const struct field *fields;
    size_t count_offset;
    unsigned max_count;
    bool null_values; /* FIELD_MAP: a member may be null, its value's text is NULL then */
};

#define FIELD(index) (UINT64_C(1) << (index))

struct field_map {
    struct api_text *names;
    struct api_text *values;
    size_t count;
};

/* Decodes the request's body. An empty body is an empty object when no field is required. Strings and maps
 * live in the request's scratch. */
enum api_result api_decode(struct api_request *request, const struct field *fields, void *out)
    __attribute__((warn_unused_result));

/* The same, and the tape that it was read from (no tokens for an empty body). */
enum api_result api_decode_with_tape(struct api_request *request, const struct field *fields, void *out,
                                     struct json_tape *tape) __attribute__((warn_unused_result));

#endif
