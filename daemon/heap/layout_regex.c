/* The fields of patterns, matches and scanners of re (layout.h). */
#include "daemon/heap/layout.h"
#include "daemon/heap/object/pattern.h"

static const struct field_spec pattern_fields[] = {
    {16, 8, FIELD_COUNT, "ob_size",
     "How many words of code CPython would have in it: the compiled form is not in the heap."},
    {24, 8, FIELD_COUNT, "groups", "How many groups there are."},
    {32, 8, FIELD_ADDRESS, "groupindex", "The numbers of groups by their names, or 0."},
    {40, 8, FIELD_ADDRESS, "indexgroup", "The names of groups by their numbers, or 0."},
    {48, 8, FIELD_ADDRESS, "pattern", "The text."},
    {56, 4, FIELD_FLAGS, "flags", "The flags of re."},
    {64, 8, FIELD_ADDRESS, "weakreflist", "The first of the weak references to the object, or 0."},
    {72, 4, FIELD_COUNT, "isbytes", "Is it for bytes?"},
    {80, 8, FIELD_COUNT, "codesize", "The same."},
    {0},
};

static const struct field_spec match_fields[] = {
    {16, 8, FIELD_COUNT, "ob_size", "How many marks there are."},
    {24, 8, FIELD_ADDRESS, "string", "What was searched."},
    {32, 8, FIELD_ADDRESS, "regs", "The places of all groups, once they were asked for; else 0."},
    {40, 8, FIELD_ADDRESS, "pattern", "The pattern."},
    {48, 8, FIELD_SIGNED, "pos", "Where the search began."},
    {56, 8, FIELD_SIGNED, "endpos", "Where it ended."},
    {64, 8, FIELD_SIGNED, "lastindex", "The group that was matched last; -1: none."},
    {72, 8, FIELD_COUNT, "groups", "How many groups there are, with the whole."},
    {0},
};

static const struct field_spec scanner_fields[] = {
    {16, 8, FIELD_ADDRESS, "pattern", "The pattern."},
    {40, 8, FIELD_SIGNED, "state.start", "Where it goes on; -1: nowhere."},
    {56, 8, FIELD_ADDRESS, "state.string", "What is searched."},
    {64, 8, FIELD_SIGNED, "state.pos", "Where the search began."},
    {72, 8, FIELD_SIGNED, "state.endpos", "Where it ends."},
    {120, 8, FIELD_COUNT, "state.must_advance", "Does an empty match not count where it goes on?"},
    {0},
};

bool layout_regex(struct layout *l, addr o)
{
    switch (object_kind(l->h, o)) {
    case KIND_PATTERN:
        layout_specs(l, o, pattern_fields);
        return true;
    case KIND_SCANNER:
        layout_specs(l, o, scanner_fields);
        return true;
    case KIND_MATCH:
        layout_specs(l, o, match_fields);
        for (int64_t i = 0; i < 2 * match_at(l->h, o)->groups; i++)
            layout_field(l, o + 80 + 8 * (addr)i, 8, FIELD_SIGNED,
                         i % 2 ? "Where the group ends." : "Where the group begins; -1: it did not match.",
                         "mark[%lld]", (long long)i);
        return true;
    default:
        return false;
    }
}
