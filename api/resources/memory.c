/* /types, /allocator and /memory: where the bytes are, by type, by block, over time. */
#include "api/resource.h"
#include "api/resources/resources.h"
#include "api/settle.h"
#include "api/store_answer.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/session/registry.h"

#include <stdlib.h>

/* Live objects by type, most bytes first. */
enum api_result get_types(struct api_request *request)
{
    struct session *session;
    struct heap *h;
    uint64_t limit, cursor;
    if (api_query_flag(request, "retained")) /* needs the graph, which is long work */
        return request->may_block ? get_graph_types(request) : API_LATER;
    enum api_result result = page_of(request, "type,id,count,bytes", &limit, &cursor);
    if (result == API_DONE)
        result = enter_heap(request, true, &session, &h);
    if (result != API_DONE)
        return result;
    size_t count;
    struct type_total *totals = inspect_types(h, &count);
    uint64_t i = cursor;
    begin_items(request);
    for (; i < count && i < cursor + limit && rows_room(request); i++) {
        row_begin(request);
        json_begin_object(&request->json);
        json_member_text(&request->json, "type", type_name(h, totals[i].type));
        json_member_address(&request->json, "id", totals[i].type);
        json_member_uint(&request->json, "count", totals[i].count);
        json_member_uint(&request->json, "bytes", totals[i].bytes);
        json_end_object(&request->json);
        row_end(request);
    }
    end_items(request, i < count ? i : 0);
    json_member_uint(&request->json, "total", count);
    json_end_object(&request->json);
    free(totals);
    api_etag(request, session_seq(session));
    return API_DONE;
}

/* ---- /allocator ---------------------------------------------------------------------------------- */

struct class_total {
    uint64_t pools, blocks_used, blocks_total;
};

/* A pool as it stands in its arena, or as a row of its own, with the arena. */
static void write_pool(struct json_writer *w, const struct pool_info *pool, const struct arena_info *arena)
{
    json_begin_object(w);
    if (arena)
        json_member_address(w, "arena", arena->address);
    json_member_address(w, "address", pool->address);
    json_key(w, "size_class");
    pool->in_use ? json_uint(w, pool->block_size) : json_null(w);
    json_member_uint(w, "used", pool->in_use ? pool->blocks_used : 0);
    json_member_uint(w, "capacity", pool->in_use ? pool->blocks_total : 0);
    json_end_object(w);
}

static void write_pools(struct api_request *request, const struct heap *h, const struct arena_info *arena,
                        struct class_total *classes)
{
    struct json_writer *w = &request->json;
    struct pool_info pool;
    json_key(w, "pools");
    json_begin_array(w);
    for (uint32_t p = 0; p < arena->pools_total && arena_pool_info(h, arena->index, p, &pool); p++) {
        row_begin(request);
        write_pool(w, &pool, rows_are_lines(request) ? arena : NULL);
        row_end(request);
        if (pool.in_use) {
            struct class_total *c = &classes[pool.block_size / 16 - 1];
            c->pools++;
            c->blocks_used += pool.blocks_used;
            c->blocks_total += pool.blocks_total;
        }
    }
    json_end_array(w);
}

static void write_classes(struct json_writer *w, const struct class_total *classes)
{
    json_key(w, "size_classes");
    json_begin_array(w);
    for (uint32_t i = 0; i < SIZE_CLASSES; i++) {
        if (!classes[i].pools)
            continue;
        json_begin_object(w);
        json_member_uint(w, "size", (i + 1) * 16);
        json_member_uint(w, "pools", classes[i].pools);
        json_member_uint(w, "used", classes[i].blocks_used);
        json_member_uint(w, "capacity", classes[i].blocks_total);
        json_member_uint(w, "bytes", classes[i].blocks_used * (i + 1) * 16);
        json_end_object(w);
    }
    json_end_array(w);
}

static void write_large(struct json_writer *w, const struct heap *h)
{
    enum { LISTED = 1000 };
    bool in_use;
    uint64_t listed = 0, free_bytes = 0;
    json_key(w, "large");
    json_begin_object(w);
    json_key(w, "blocks");
    json_begin_array(w);
    for (addr a = blocks_next(h, &h->large, 0, &in_use); a; a = blocks_next(h, &h->large, a, &in_use)) {
        if (!in_use) {
            free_bytes += blocks_footprint(h, a);
            continue;
        }
        if (listed++ >= LISTED)
            continue;
        json_begin_object(w);
        json_member_address(w, "address", a);
        json_member_uint(w, "size", blocks_requested(h, a));
        json_end_object(w);
    }
    json_end_array(w);
    json_member_uint(w, "count", h->large.used_count);
    json_member_uint(w, "bytes", h->large.used_bytes);
    json_member_uint(w, "free_bytes", free_bytes);
    json_end_object(w);
}

/* Memory of dead objects that waits for the next of their kind. */
static void write_free_lists(struct json_writer *w, const struct heap *h)
{
    json_key(w, "free_lists");
    json_begin_array(w);
    for (unsigned i = 0; i < FREE_LIST_COUNT; i++) {
        const struct waiting_blocks *f = &h->free_list[i];
        if (!f->count)
            continue;
        uint64_t bytes = 0;
        for (addr block = f->first; block; block = HEAP_FIELD(h, block, 0, addr))
            bytes += memory_block_size(h, block);
        json_begin_object(w);
        json_member_text(w, "name", free_list_name(i));
        if (free_list_tuple_length(i))
            json_member_uint(w, "length", free_list_tuple_length(i));
        json_member_uint(w, "kept", f->count);
        json_member_uint(w, "limit", f->max);
        json_member_uint(w, "bytes", bytes);
        json_end_object(w);
    }
    json_end_array(w);
}

/* Arenas with their pools, size classes, large blocks; as lines the pools alone. */
enum api_result get_allocator(struct api_request *request)
{
    struct session *session;
    struct heap *h;
    struct class_total classes[SIZE_CLASSES] = {{0}};
    enum api_result result = rows_begin(request, "arena,address,size_class,used,capacity");
    if (result == API_DONE)
        result = enter_heap(request, true, &session, &h);
    if (result != API_DONE)
        return result;
    struct json_writer *w = &request->json;
    struct memory_stats s;
    memory_stats(h, &s);
    json_begin_object(w);
    json_member_uint(w, "arena_size", h->abi.arena_size);
    json_member_uint(w, "pool_size", h->abi.pool_size);
    json_member_uint(w, "pool_overhead", h->abi.pool_overhead);
    json_member_uint(w, "alignment", h->abi.block_alignment);
    json_member_uint(w, "limit", s.limit);
    json_member_uint(w, "used", s.used);
    json_member_uint(w, "committed", s.committed);
    json_member_uint(w, "peak", s.peak_used);
    json_member_uint(w, "arenas_peak", s.arenas_peak);
    json_member_uint(w, "arenas_allocated_total", s.arenas_allocated_total);
    json_member_uint(w, "small_blocks", s.small_blocks);
    json_member_uint(w, "large_blocks", s.large_blocks);
    json_member_uint(w, "tables", s.tables);
    json_key(w, "fragmentation"); /* the share of committed memory that no block uses */
    json_real(w, s.committed ? 1.0 - (double)s.used / (double)s.committed : 0.0);
    json_key(w, "arenas");
    json_begin_array(w);
    struct arena_info arena;
    for (uint32_t i = 0; arena_info(h, i, &arena); i++) {
        if (!arena.address)
            continue;
        json_begin_object(w);
        json_member_address(w, "address", arena.address);
        json_member_uint(w, "index", i);
        json_member_uint(w, "pools_free", arena.pools_free);
        json_member_uint(w, "pools_total", arena.pools_total);
        write_pools(request, h, &arena, classes);
        json_end_object(w);
    }
    json_end_array(w);
    write_classes(w, classes);
    write_large(w, h);
    write_free_lists(w, h);
    json_end_object(w);
    api_etag(request, session_seq(session));
    return API_DONE;
}

/* ---- /memory ------------------------------------------------------------------------------------- */

static void write_members(struct json_writer *w, const struct store_memory *s)
{
    json_member_time(w, "time", s->time);
    json_member_uint(w, "seq", s->seq);
    json_member_uint(w, "used", s->used);
    json_member_uint(w, "committed", s->committed);
    json_member_uint(w, "objects", s->objects);
    json_member_uint(w, "traced", s->traced);
    json_member_uint(w, "traced_peak", s->traced_peak);
}

static void write_sample(struct json_writer *w, const struct store_memory *s)
{
    json_begin_object(w);
    write_members(w, s);
    json_end_object(w);
}

/* How it is at this moment, from the gauges, so that a busy session need not be waited for. Absent for one
 * that has ended. */
static void write_now(struct api_request *request)
{
    struct session *session = registry_find(request->context->registry, request->param[PARAM_SESSION].text);
    if (!session)
        return;
    struct session_gauges g;
    session_gauges(session, &g);
    const struct store_memory now = {.time = wall_clock_us(),
                                     .seq = g.seq,
                                     .used = g.used,
                                     .committed = g.committed,
                                     .objects = g.objects,
                                     .traced = g.traced,
                                     .traced_peak = g.traced_peak};
    json_key(&request->json, "now");
    json_begin_object(&request->json);
    write_members(&request->json, &now);
    json_member_uint(&request->json, "peak", g.used_peak); /* samples may have missed it */
    json_end_object(&request->json);
    session_release(session);
}

static enum store_status list_samples(struct api_request *request, int64_t record,
                                      const struct store_page *page, struct stored_page *written)
{
    struct store_memories found;
    enum store_status status = store_memory_list(request->context->store, record, page, &found);
    if (status != STORE_OK)
        return status;
    size_t i = 0;
    for (; i < found.count && rows_room(request); i++) {
        row_begin(request);
        write_sample(&request->json, &found.items[i]);
        row_end(request);
    }
    *written = (struct stored_page){
        .count = i, .next = i < found.count ? found.items[i - 1].number : found.next, .total = found.total};
    store_memories_free(&found);
    return STORE_OK;
}

/* Samples over time, newest first unless ?order=oldest. */
enum api_result get_memory(struct api_request *request)
{
    enum api_result result =
        answer_stored(request, "time,seq,used,committed,objects,traced,traced_peak", list_samples);
    if (result != API_DONE)
        return result;
    write_now(request);
    json_end_object(&request->json);
    return API_DONE;
}
