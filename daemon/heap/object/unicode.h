/* What str's methods must know about characters: properties and full case mappings, as CPython's own tables
 * have them (unicode_table.c, written by unicode_table.py).
 */
#ifndef HEAPD_HEAP_OBJECT_UNICODE_H
#define HEAPD_HEAP_OBJECT_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum unicode_flag {
    UNICODE_PRINTABLE = 1 << 0,
    UNICODE_ALPHA = 1 << 1,
    UNICODE_DECIMAL = 1 << 2,
    UNICODE_DIGIT = 1 << 3,
    UNICODE_NUMERIC = 1 << 4,
    UNICODE_SPACE = 1 << 5,
    UNICODE_UPPER = 1 << 6,
    UNICODE_LOWER = 1 << 7,
    UNICODE_TITLE = 1 << 8,
    UNICODE_START = 1 << 9,     /* of an identifier */
    UNICODE_CONTINUE = 1 << 10, /* of an identifier */
    UNICODE_CASED = 1 << 11,
    UNICODE_IGNORABLE = 1 << 12, /* when case decides about a neighbour */
    UNICODE_MANY = 1 << 13       /* shifted by a case mapping: it gives more than one character */
};

enum unicode_case { UNICODE_TO_UPPER, UNICODE_TO_LOWER, UNICODE_TO_TITLE, UNICODE_FOLD };

struct unicode_record {
    uint32_t flags;
    int32_t digit;
    int32_t map[4]; /* by enum unicode_case: the difference, or where in unicode_sequences * 4 + how many */
};

struct unicode_age {
    uint32_t first, last;
    uint32_t version; /* major * 10 + minor: assigned from then on */
};

extern const struct unicode_record unicode_records[];
extern const uint32_t unicode_sequences[];
extern const uint16_t unicode_index[];
extern const uint16_t unicode_blocks[][128];
extern const struct unicode_age unicode_ages[];
extern const size_t unicode_age_count;

static inline const struct unicode_record *unicode_any(uint32_t c)
{
    return &unicode_records[unicode_blocks[unicode_index[c >> 7]][c & 127]];
}

/* The character as Unicode `version` knows it; one that is assigned later has no properties. */
const struct unicode_record *unicode_record(uint32_t c, unsigned version);

static inline bool unicode_is(uint32_t c, enum unicode_flag flags, unsigned version)
{
    return unicode_record(c, version)->flags & flags;
}

/* The full mapping: writes 1 to 3 characters, answers how many. */
size_t unicode_map(uint32_t c, enum unicode_case how, unsigned version, uint32_t out[3]);

#endif
