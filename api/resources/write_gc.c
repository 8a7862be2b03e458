/* The collector as JSON (write_gc.h). */
#include "api/resources/write_gc.h"

#include "api/value_write.h"

static const struct {
    const char *name;
    uint32_t flag;
} debug_flags[] = {
    {"stats", GC_DEBUG_STATS},
    {"collectable", GC_DEBUG_COLLECTABLE},
    {"uncollectable", GC_DEBUG_UNCOLLECTABLE},
    {"saveall", GC_DEBUG_SAVEALL},
};

bool read_debug_flags(const struct json_tape *tape, uint32_t token, uint32_t *flags)
{
    uint64_t number;
    *flags = 0;
    if (json_uint64(tape, token, &number)) {
        *flags = (uint32_t)number;
        return number <= (GC_DEBUG_STATS | GC_DEBUG_LEAK);
    }
    if (tape->tokens[token].kind != JSON_ARRAY)
        return false;
    for (uint32_t i = token + 1; i != tape->tokens[token].next; i = tape->tokens[i].next) {
        if (!json_is_string(tape->tokens[i]))
            return false;
        uint32_t flag = json_equals_literal(tape, i, "leak") ? GC_DEBUG_LEAK : 0;
        for (size_t k = 0; k < sizeof debug_flags / sizeof *debug_flags; k++)
            if (json_equals(tape, i, debug_flags[k].name, __builtin_strlen(debug_flags[k].name)))
                flag = debug_flags[k].flag;
        if (!flag)
            return false;
        *flags |= flag;
    }
    return true;
}

void write_gc_members(struct json_writer *w, struct heap *h)
{
    json_member_bool(w, "enabled", collector_is_enabled(h));
    json_key(w, "threshold");
    json_begin_array(w);
    for (int i = 0; i < 3; i++)
        json_uint(w, collector_threshold(h, i));
    json_end_array(w);
    json_key(w, "count");
    json_begin_array(w);
    for (int i = 0; i < 3; i++)
        json_uint(w, collector_count(h, i));
    json_end_array(w);
    json_key(w, "stats");
    json_begin_array(w);
    for (int i = 0; i < 3; i++) {
        struct generation_stats s;
        collector_stats(h, i, &s);
        json_begin_object(w);
        json_member_uint(w, "collections", s.collections);
        json_member_uint(w, "collected", s.collected);
        json_member_uint(w, "uncollectable", s.uncollectable);
        json_end_object(w);
    }
    json_end_array(w);
    json_key(w, "generations");
    json_begin_array(w);
    for (int i = 0; i < 3; i++)
        json_uint(w, collector_generation_size(h, i));
    json_end_array(w);
    json_key(w, "debug");
    json_begin_array(w);
    for (size_t k = 0; k < sizeof debug_flags / sizeof *debug_flags; k++)
        if (collector_debug(h) & debug_flags[k].flag)
            json_text_string(w, debug_flags[k].name);
    json_end_array(w);
    json_member_uint(w, "frozen", collector_frozen(h));
    json_key(w, "garbage");
    json_begin_array(w);
    addr garbage = collector_garbage(h);
    size_t count = garbage ? list_length(h, garbage) : 0;
    for (size_t i = 0; i < count && i < VALUE_ITEMS; i++)
        write_reference(w, list_item(h, garbage, i));
    json_end_array(w);
    json_member_uint(w, "garbage_count", count);
}

void write_collection_members(struct json_writer *w, const struct collection *c)
{
    json_member_uint(w, "generation", c->generation);
    json_member_text(w, "cause", collection_cause_name(c->cause));
    json_member_uint(w, "collected", c->collected);
    json_member_uint(w, "uncollectable", c->uncollectable);
    json_member_uint(w, "freed_bytes", c->freed_bytes);
    json_member_uint(w, "finalized", c->finalized);
    json_member_uint(w, "resurrected", c->resurrected);
    json_member_uint(w, "weakrefs_cleared", c->weakrefs_cleared);
    json_member_uint(w, "examined", c->examined);
    json_member_uint(w, "duration_us", c->pause_us);
}
