/* Looking up characters (unicode.h). */
#include "daemon/heap/object/unicode.h"

static bool is_newer(uint32_t c, unsigned version)
{
    size_t low = 0, high = unicode_age_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (unicode_ages[middle].last < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < unicode_age_count && c >= unicode_ages[low].first && unicode_ages[low].version > version;
}

const struct unicode_record *unicode_record(uint32_t c, unsigned version)
{
    static const struct unicode_record unassigned = {0};
    return c >= 0x370 && is_newer(c, version) ? &unassigned : unicode_any(c);
}

size_t unicode_map(uint32_t c, enum unicode_case how, unsigned version, uint32_t out[3])
{
    const struct unicode_record *r = unicode_record(c, version);
    int32_t m = r->map[how];
    if (!(r->flags & ((uint32_t)UNICODE_MANY << how))) {
        out[0] = c + (uint32_t)m;
        return 1;
    }
    size_t count = (size_t)m & 3;
    for (size_t i = 0; i < count; i++)
        out[i] = unicode_sequences[m / 4 + (int32_t)i];
    return count;
}
