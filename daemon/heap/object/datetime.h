/* The objects of datetime. Mirrors the structures of Include/datetime.h; what they do is scripted
 * (scripted.h).
 *
 *   timedelta   16 hashcode   24 days   28 seconds   32 microseconds
 *   date        16 hashcode   24 hastzinfo   25 data: year (2), month, day
 *   datetime    16 hashcode   24 hastzinfo   25 data: as date, hour, minute, second, microsecond (3)   35
 * fold   40 tzinfo time        16 hashcode   24 hastzinfo   25 data: hour, minute, second, microsecond (3) 31
 * fold   32 tzinfo timezone    16 offset   24 name (0: none)
 *
 * One without tzinfo has no room for it, unless a class extends its type.
 */
#ifndef HEAPD_HEAP_OBJECT_DATETIME_H
#define HEAPD_HEAP_OBJECT_DATETIME_H

#include "daemon/heap/object/object.h"

struct timedelta_object {
    struct object base;
    int64_t hash;
    int32_t days, seconds, microseconds;
};
struct date_object {
    struct object base;
    int64_t hash;
    uint8_t has_tzinfo, year[2], month, day;
};
struct datetime_object {
    struct date_object date;
    uint8_t hour, minute, second, microsecond[3], fold;
    addr tzinfo;
};
struct time_object {
    struct object base;
    int64_t hash;
    uint8_t has_tzinfo, hour, minute, second, microsecond[3], fold;
    addr tzinfo;
};
struct timezone_object {
    struct object base;
    addr offset, name;
};

/* *new*, of a type or a class that extends it, from fields that are in range. tzinfo 0: none. */
addr timedelta_new(struct heap *h, addr type, int32_t days, int32_t seconds,
                   int32_t microseconds) HEAP_MUST_CHECK;
addr date_new(struct heap *h, addr type, const int64_t fields[3]) HEAP_MUST_CHECK;
addr datetime_new(struct heap *h, addr type, const int64_t fields[7], addr tzinfo, bool fold) HEAP_MUST_CHECK;
addr time_new(struct heap *h, addr type, const int64_t fields[4], addr tzinfo, bool fold) HEAP_MUST_CHECK;
addr timezone_new(struct heap *h, addr type, addr offset, addr name) HEAP_MUST_CHECK;

/* All of an object's fields as ints, then tzinfo (None) and fold: *new* tuple. */
addr datetime_fields(struct heap *h, addr o) HEAP_MUST_CHECK;

/* Class attributes (min, max, resolution, utc), while the heap boots. */
void datetime_add_constants(struct heap *h, addr dict, enum kind kind);

#endif
