/* The rows. Every number was taken from the release named: tests/oracle compares. */
#include "daemon/heap/abi/abi.h"

static const struct abi rows[] = {
    {
        .minor = 11,
        .name = "3.11",
        .release = "3.11.7",
        .arena_size = 1u << 20,
        .pool_size = 1u << 14,
        .pool_overhead = 48,
        .block_alignment = 16,
        .small_request_limit = 512,
        .gc_head_size = 16,
        .gc_threshold = {700, 10, 10},
        .collection_point = COLLECT_IN_ALLOCATION,
        .dict_untracking = true,
        .immortality = IMMORTAL_NONE,
        .static_refcount = 999999999,
        .int_form = INT_SIGNED_SIZE,
        .small_int_min = -5,
        .small_int_max = 256,
        .int_zero_has_digit = true,
        .str_ascii_header = 48,
        .str_compact_header = 72,
        .intern_rule = INTERN_MORTAL,
        .tuple_items_offset = 24,
        .instance_form = INSTANCE_VALUES_POINTER,
        .instance_prefix = 16,
        .managed_weakrefs = false,
        .type_size = 408,
        .heap_type_size = 904,
        .shared_keys_max = 30,
        .trace_frames_max = 65535,
        .trace_reset_peak = true,
        .recursion_limit = 1000,
    },
    {
        .minor = 14,
        .name = "3.14",
        .release = "3.14.10",
        .arena_size = 1u << 20,
        .pool_size = 1u << 14,
        .pool_overhead = 48,
        .block_alignment = 16,
        .small_request_limit = 512,
        .gc_head_size = 16,
        .gc_threshold = {2000, 10, 10},
        .collection_point = COLLECT_AT_SAFE_POINT,
        .dict_untracking = false,
        .immortality = IMMORTAL_FLAGGED,
        .static_refcount = 0x50000c0000000ull,
        .immortal_refcount = 0xc0000000u,
        .int_form = INT_TAG,
        .small_int_min = -5,
        .small_int_max = 256,
        .int_zero_has_digit = true,
        .str_ascii_header = 40,
        .str_compact_header = 56,
        .intern_rule = INTERN_BY_USE,
        .tuple_items_offset = 32,
        .instance_form = INSTANCE_INLINE_VALUES,
        .instance_prefix = 16,
        .managed_weakrefs = true,
        .type_size = 416,
        .heap_type_size = 936,
        .shared_keys_max = 30,
        .deque_is_heap_type = true,
        .trace_frames_max = 65535,
        .trace_reset_peak = true,
        .recursion_limit = 1000,
    },
};

const struct abi *abi_find(unsigned minor)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].minor == minor)
            return &rows[i];
    return NULL;
}

const struct abi *abi_at(size_t index) { return index < sizeof rows / sizeof *rows ? &rows[index] : NULL; }
