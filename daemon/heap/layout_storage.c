/* The blocks that belong to an object beside its own: items, tables, values (layout.h). */
#include "daemon/heap/arena.h"
#include "daemon/heap/layout.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/ordered_dict.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/set.h"
#include "daemon/heap/object/str.h"

#define LARGER "Not used: the block is larger than what is in it."

static void begin(struct layout *l, const char *name, addr block)
{
    layout_begin(l, name, block, block);
}

static void end(struct layout *l, addr block)
{
    layout_end(l, block + memory_block_size(l->h, block), LARGER);
}

static bool in_blocks(addr a)
{
    return a && object_in_blocks(a);
}

/* ---- items --------------------------------------------------------------------------------------- */

static void tell_list_items(struct layout *l, addr o)
{
    const struct list_object *list = list_at(l->h, o);
    size_t used = (size_t)list->size, room = (size_t)list->allocated;
    if (!in_blocks(list->items))
        return;
    begin(l, "items", list->items);
    layout_items(l, list->items, 0, used, "ob_item", "An item.");
    for (size_t i = used; i < room && !l->stopped; i++)
        layout_field(l, list->items + 8 * i, 8, FIELD_BYTES,
                     "Room for one item more; what is in it means nothing.", "ob_item[%zu]", i);
    end(l, list->items);
}

static void tell_bytes_block(struct layout *l, addr block, const char *name, addr from, uint32_t size,
                             const char *field)
{
    if (!in_blocks(block))
        return;
    begin(l, name, block);
    layout_field(l, from, size, FIELD_TEXT, "The bytes.", "%s", field);
    end(l, block);
}

static void tell_array_items(struct layout *l, addr o)
{
    addr block = HEAP_FIELD(l->h, o, 24, addr);
    uint64_t room = HEAP_FIELD(l->h, o, 32, uint64_t);
    if (!in_blocks(block))
        return;
    size_t used = (size_t)object_size_field(l->h, o), size = memory_block_size(l->h, block);
    size_t each = room ? size / room : 0;
    while (each & (each - 1)) /* the block may be larger than the items: their sizes are powers of two */
        each &= each - 1;
    begin(l, "items", block);
    for (size_t i = 0; i < used && each && !l->stopped; i++)
        layout_field(l, block + i * each, (uint32_t)each, FIELD_BYTES, "An item, as C has it.",
                     "ob_item[%zu]", i);
    end(l, block);
}

/* Numbers that an iterator of itertools counts with. */
static void tell_words(struct layout *l, addr block, const char *name, uint64_t count)
{
    if (!in_blocks(block))
        return;
    begin(l, name, block);
    for (uint64_t i = 0; i < count && !l->stopped; i++)
        layout_field(l, block + i * 8, 8, FIELD_COUNT, "A number that the iterator counts with.", "%s[%llu]",
                     name, (unsigned long long)i);
    end(l, block);
}

/* struct BLOCK of _collectionsmodule.c: a link, 64 items, a link. */
#define DEQUE_BLOCK_ITEMS 64

static void tell_deque_block(struct layout *l, addr block, size_t number)
{
    begin(l, "items", block);
    layout_field(l, block, 8, FIELD_ADDRESS, "The block to the left.", "leftlink");
    layout_items(l, block + 8, number * DEQUE_BLOCK_ITEMS, DEQUE_BLOCK_ITEMS, "data",
                 "An item, or nothing outside of leftindex and rightindex.");
    layout_field(l, block + 8 + 8 * DEQUE_BLOCK_ITEMS, 8, FIELD_ADDRESS, "The block to the right.",
                 "rightlink");
    end(l, block);
}

static void tell_deque_blocks(struct layout *l, addr o)
{
    const struct heap *h = l->h;
    addr last = HEAP_FIELD(h, o, 32, addr), block = HEAP_FIELD(h, o, 24, addr);
    for (size_t i = 0; in_blocks(block); i++) {
        addr next = HEAP_FIELD(h, block, 8 + 8 * DEQUE_BLOCK_ITEMS, addr);
        tell_deque_block(l, block, i);
        if (block == last)
            break;
        block = next;
    }
    for (uint64_t i = 0, n = HEAP_FIELD(h, o, 72, uint64_t); i < n && i < 16; i++)
        tell_deque_block(l, HEAP_FIELD(h, o, 80 + 8 * i, addr), 0);
}

/* ---- tables -------------------------------------------------------------------------------------- */

static void tell_indices(struct layout *l, addr keys, const struct dict_keys *k)
{
    size_t slots = (size_t)1 << k->log2_size, width = ((size_t)1 << k->log2_index_bytes) / slots;
    for (size_t i = 0; i < slots && !l->stopped; i++)
        layout_field(l, keys + sizeof *k + i * width, (uint32_t)width, FIELD_SIGNED,
                     "The number of an entry; -1: never used, -2: deleted.", "dk_indices[%zu]", i);
}

static void tell_entries(struct layout *l, addr first, const struct dict_keys *k)
{
    bool general = k->kind == KEYS_GENERAL;
    size_t size = general ? sizeof(struct general_entry) : sizeof(struct unicode_entry);
    size_t room = keys_usable_of(k->log2_size);
    for (size_t i = 0; i < room && !l->stopped; i++) {
        addr at = first + i * size;
        if (general)
            layout_field(l, at, 8, FIELD_SIGNED, "The hash of the key.", "dk_entries[%zu].me_hash", i);
        layout_field(l, at + size - 16, 8, FIELD_ADDRESS, "A key, or 0.", "dk_entries[%zu].me_key", i);
        layout_field(l, at + size - 8, 8, FIELD_ADDRESS,
                     "Its value, or 0: there is none, or it is elsewhere.", "dk_entries[%zu].me_value", i);
    }
}

static void tell_keys(struct layout *l, addr keys)
{
    struct dict_keys *k = keys_at(l->h, keys);
    begin(l, "keys", keys);
    layout_field(l, keys, 8, FIELD_COUNT, "How many dicts and classes use the table.", "dk_refcnt");
    layout_field(l, keys + 8, 1, FIELD_COUNT, "The size of the table as a power of two.", "dk_log2_size");
    layout_field(l, keys + 9, 1, FIELD_COUNT, "The bytes of the indices as a power of two.",
                 "dk_log2_index_bytes");
    layout_field(l, keys + 10, 1, FIELD_COUNT,
                 "0 any keys, 1 str only, 2 shared by the instances of a class.", "dk_kind");
    layout_field(l, keys + 12, 4, FIELD_COUNT, "For the specializing interpreter; 0: none.", "dk_version");
    layout_field(l, keys + 16, 8, FIELD_SIGNED, "How many more entries there may be.", "dk_usable");
    layout_field(l, keys + 24, 8, FIELD_SIGNED, "How many entries are used, or were.", "dk_nentries");
    tell_indices(l, keys, k);
    tell_entries(l, heap_addr(l->h, keys_entries(k)), k);
    end(l, keys);
}

static void tell_order(struct layout *l, addr at, size_t count)
{
    for (size_t i = 0; i < count && !l->stopped; i++)
        layout_field(l, at + i, 1, FIELD_COUNT,
                     "Which value was set when: the numbers in order of insertion.", "order[%zu]", i);
}

void layout_values(struct layout *l, addr values, addr keys)
{
    const struct heap *h = l->h;
    size_t room;
    if (values_have_header(h)) {
        room = *(const uint8_t *)heap_at(h, values);
        layout_field(l, values, 1, FIELD_COUNT, "Room for how many values.", "capacity");
        layout_field(l, values + 1, 1, FIELD_COUNT, "How many are set.", "size");
        layout_field(l, values + 2, 1, FIELD_COUNT, "1: part of the instance.", "embedded");
        layout_field(l, values + 3, 1, FIELD_COUNT, "1: these are the attributes; 0: a dict has them.",
                     "valid");
    } else {
        room = keys_shared_room(h, keys);
        addr block = values_block(h, values), size = values - 2;
        size_t prefix = values - block - 2;
        for (size_t i = 0; i < prefix && !l->stopped;
             i++) /* backwards: the first one set is next to the size */
            layout_field(l, block + i, 1, FIELD_COUNT,
                         "Which value was set when: the numbers in order of insertion, backwards.",
                         "order[%zu]", prefix - 1 - i);
        layout_field(l, size, 1, FIELD_COUNT, "How many values are set.", "size");
        layout_field(l, size + 1, 1, FIELD_COUNT, "How many bytes there are before the values.",
                     "prefix_size");
    }
    addr slots = heap_addr(h, values_slots(h, values));
    for (size_t i = 0; i < room && !l->stopped; i++)
        layout_field(l, slots + 8 * i, 8, FIELD_ADDRESS,
                     "The value of the attribute that the shared keys name there, or 0.", "values[%zu]", i);
    if (values_have_header(h))
        tell_order(l, slots + 8 * room, room);
}

static void tell_values_block(struct layout *l, addr values, addr keys)
{
    if (!in_blocks(values) || values_are_embedded(l->h, values))
        return;
    begin(l, "values", values_block(l->h, values));
    layout_values(l, values, keys);
    end(l, values_block(l->h, values));
}

static void tell_set_table(struct layout *l, addr o)
{
    const struct set_object *s = set_at(l->h, o);
    if (s->table == set_small_table(o) || !in_blocks(s->table))
        return;
    begin(l, "table", s->table);
    for (size_t i = 0; i <= (size_t)s->mask && !l->stopped; i++) {
        layout_field(l, s->table + 16 * i, 8, FIELD_ADDRESS,
                     "An item, 0 where there is none, the dummy where one was deleted.", "table[%zu].key", i);
        layout_field(l, s->table + 16 * i + 8, 8, FIELD_SIGNED, "The hash of the item.", "table[%zu].hash",
                     i);
    }
    end(l, s->table);
}

/* ---- by kind ------------------------------------------------------------------------------------- */

static void tell_str_blocks(struct layout *l, addr o)
{
    const struct heap *h = l->h;
    bool compact = *str_state(h, o) & STR_COMPACT;
    addr data = compact ? 0 : HEAP_FIELD(h, o, h->abi.str_compact_header, addr);
    if (data)
        tell_bytes_block(l, data, "characters", data, (uint32_t)(str_length(h, o) * str_kind(h, o)), "data");
    addr utf8 = compact && str_is_ascii(h, o) ? 0 : HEAP_FIELD(h, o, STR_UTF8(h), addr);
    if (utf8 && utf8 != data)
        tell_bytes_block(l, utf8, "utf8", utf8, HEAP_FIELD(h, o, STR_UTF8_LENGTH(h), uint32_t), "utf8");
}

static void tell_dict_blocks(struct layout *l, addr o)
{
    const struct dict_object *d = dict_at(l->h, o);
    if (!d->values && in_blocks(d->keys))
        tell_keys(l, d->keys);
    tell_values_block(l, d->values, d->keys);
}

static void tell_nodes(struct layout *l, addr o)
{
    const struct ordered_dict *d = ordered_at(l->h, o);
    if (in_blocks(d->nodes)) {
        begin(l, "nodes", d->nodes);
        for (int64_t i = 0; i < d->node_count && !l->stopped; i++)
            layout_field(l, d->nodes + (addr)i * 8, 8, FIELD_ADDRESS,
                         "The node of an entry of the key table; 0: none.", "od_fast_nodes[%lld]",
                         (long long)i);
        end(l, d->nodes);
    }
    for (addr node = d->first; in_blocks(node) && !l->stopped; node = ordered_node_at(l->h, node)->next) {
        begin(l, "node", node);
        layout_field(l, node, 8, FIELD_ADDRESS, "A key.", "key");
        layout_field(l, node + 8, 8, FIELD_SIGNED, "Its hash.", "hash");
        layout_field(l, node + 16, 8, FIELD_ADDRESS, "The node of the next key.", "next");
        layout_field(l, node + 24, 8, FIELD_ADDRESS, "The node of the key before.", "prev");
        end(l, node);
    }
}

static void tell_type_blocks(struct layout *l, addr o)
{
    if (!type_is_heap(l->h, o) || !object_in_blocks(o))
        return;
    const struct heap_type_names *names = heap_type_names(l->h, o);
    if (in_blocks(names->cached_keys))
        tell_keys(l, names->cached_keys);
    if (in_blocks(names->tpname))
        tell_bytes_block(l, names->tpname, "name", names->tpname,
                         (uint32_t)__builtin_strlen(heap_at(l->h, names->tpname)), "tp_name");
}

static void tell_instance_values(struct layout *l, addr o)
{
    const struct heap *h = l->h;
    addr type = object_type(h, o);
    if (h->abi.instance_form == INSTANCE_VALUES_POINTER && type_at(h, type)->flags & TYPE_MANAGED_DICT)
        tell_values_block(l, HEAP_FIELD(h, o - 32, 0, addr), heap_type_names(h, type)->cached_keys);
}

void layout_storage(struct layout *l, addr o)
{
    tell_instance_values(l, o);
    switch (object_kind(l->h, o)) {
    case KIND_LIST:
        tell_list_items(l, o);
        break;
    case KIND_DICT:
    case KIND_DEFAULT_DICT:
        tell_dict_blocks(l, o);
        break;
    case KIND_ORDERED_DICT:
        tell_dict_blocks(l, o);
        tell_nodes(l, o);
        break;
    case KIND_SET:
    case KIND_FROZENSET:
        tell_set_table(l, o);
        break;
    case KIND_STR:
        tell_str_blocks(l, o);
        break;
    case KIND_BYTEARRAY:
        tell_bytes_block(l, HEAP_FIELD(l->h, o, BYTEARRAY_BLOCK, addr), "bytes",
                         HEAP_FIELD(l->h, o, BYTEARRAY_START, addr), (uint32_t)object_size_field(l->h, o),
                         "bytes");
        break;
    case KIND_ARRAY:
        tell_array_items(l, o);
        break;
    case KIND_DEQUE:
        tell_deque_blocks(l, o);
        break;
    case KIND_TYPE:
        tell_type_blocks(l, o);
        break;
    case KIND_ITERTOOLS_PERMUTATIONS:
        tell_words(l, HEAP_FIELD(l->h, o, 24, addr), "indices",
                   tuple_length(l->h, HEAP_FIELD(l->h, o, 16, addr)));
        tell_words(l, HEAP_FIELD(l->h, o, 32, addr), "cycles", HEAP_FIELD(l->h, o, 48, uint64_t));
        break;
    case KIND_ITERTOOLS_COMBINATIONS:
    case KIND_ITERTOOLS_COMBINATIONS_WITH_REPLACEMENT:
        tell_words(l, HEAP_FIELD(l->h, o, 24, addr), "indices", HEAP_FIELD(l->h, o, 40, uint64_t));
        break;
    case KIND_ITERTOOLS_PRODUCT:
        tell_words(l, HEAP_FIELD(l->h, o, 24, addr), "indices",
                   tuple_length(l->h, HEAP_FIELD(l->h, o, 16, addr)));
        break;
    default:
        break;
    }
}
