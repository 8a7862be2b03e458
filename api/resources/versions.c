/* /v1/versions: the CPython versions that a session can be, and what differs between them. */
#include "api/resources/resources.h"

#include "daemon/heap/abi/abi.h"

static void write_geometry(struct json_writer *w, const struct abi *abi)
{
    json_key(w, "allocator");
    json_begin_object(w);
    json_member_uint(w, "arena_size", abi->arena_size);
    json_member_uint(w, "pool_size", abi->pool_size);
    json_member_uint(w, "pool_overhead", abi->pool_overhead);
    json_member_uint(w, "block_alignment", abi->block_alignment);
    json_member_uint(w, "small_request_limit", abi->small_request_limit);
    json_end_object(w);
}

static void write_collector(struct json_writer *w, const struct abi *abi)
{
    json_key(w, "gc");
    json_begin_object(w);
    json_member_uint(w, "header_size", abi->gc_head_size);
    json_key(w, "threshold");
    json_begin_array(w);
    for (int i = 0; i < 3; i++)
        json_uint(w, abi->gc_threshold[i]);
    json_end_array(w);
    json_member_bool(w, "dict_untracking", abi->dict_untracking);
    json_member_text(w, "collects",
                     abi->collection_point == COLLECT_IN_ALLOCATION ? "in_allocation" : "at_safe_point");
    json_end_object(w);
}

static void write_objects(struct json_writer *w, const struct abi *abi)
{
    json_key(w, "small_ints");
    json_begin_array(w);
    json_int(w, abi->small_int_min);
    json_int(w, abi->small_int_max);
    json_end_array(w);
    json_key(w, "sizes");
    json_begin_object(w);
    json_member_uint(w, "str_ascii_header", abi->str_ascii_header);
    json_member_uint(w, "str_compact_header", abi->str_compact_header);
    json_member_uint(w, "tuple_items_offset", abi->tuple_items_offset);
    json_member_uint(w, "type", abi->type_size);
    json_member_uint(w, "class", abi->heap_type_size);
    json_end_object(w);
}

static void write_version(struct json_writer *w, const struct abi *abi)
{
    json_begin_object(w);
    json_member_text(w, "python", abi->name);
    json_member_text(w, "release", abi->release);
    json_member_bool(w, "immortal", abi->immortality != IMMORTAL_NONE);
    json_member_uint(w, "recursion_limit", abi->recursion_limit);
    write_geometry(w, abi);
    write_collector(w, abi);
    write_objects(w, abi);
    json_key(w, "trace");
    json_begin_object(w);
    json_member_uint(w, "nframe_max", abi->trace_frames_max);
    json_member_bool(w, "reset_peak", abi->trace_reset_peak);
    json_end_object(w);
    json_end_object(w);
}

enum api_result list_versions(struct api_request *request)
{
    struct json_writer *w = &request->json;
    const struct abi *abi;
    size_t count = 0;
    json_begin_object(w);
    json_key(w, "items");
    json_begin_array(w);
    for (; (abi = abi_at(count)) != NULL; count++)
        write_version(w, abi);
    json_end_array(w);
    json_member_null(w, "next");
    json_member_uint(w, "total", count);
    json_end_object(w);
    return API_DONE;
}
