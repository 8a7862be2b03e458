/* bytearray: bytes in a block of their own that moves as it grows (layout: bytes.h). Mirrors
 * Objects/bytearrayobject.c. Methods: bytearray_methods.c.
 *
 * Growth: to just what is asked for, plus an eighth and 3 or 6 when that is a small step up (at most an
 * eighth above the block), plus the NUL. Shrinking moves only below half of the block. Bytes taken off in
 * front move ob_start.
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/memory_view.h"

static size_t allocated(const struct heap *h, addr o)
{
    return HEAP_FIELD(h, o, BYTEARRAY_ALLOC, size_t);
}

uint8_t *bytearray_data(const struct heap *h, addr o)
{
    addr start = HEAP_FIELD(h, o, BYTEARRAY_START, addr);
    return start ? heap_at(h, start) : NULL;
}

addr bytearray_new(struct heap *h, const void *bytes, size_t length)
{
    return bytearray_new_of(h, h->type[KIND_BYTEARRAY], bytes, length);
}

addr bytearray_new_of(struct heap *h, addr type, const void *bytes, size_t length)
{
    addr o = object_new(h, type, 0);
    if (!o)
        return 0;
    if (type != h->type[KIND_BYTEARRAY])
        object_track(h, o);
    if (length == 0)
        return o;
    enum heap_status status = bytearray_resize(h, o, length);
    if (status == HEAP_OK)
        status = bytes ? bytes_copy(h, bytearray_data(h, o), bytes, length)
                       : bytes_clear(h, bytearray_data(h, o), length);
    if (status == HEAP_OK)
        return o;
    decref(h, o);
    return 0;
}

static size_t new_allocation(size_t length, size_t room)
{
    if ((double)length <= (double)room * 1.125)
        return length + (length >> 3) + (length < 9 ? 3 : 6);
    return length + 1;
}

enum heap_status bytearray_resize(struct heap *h, addr o, size_t length)
{
    size_t old = (size_t)object_size_field(h, o), room = allocated(h, o), wanted;
    addr block = HEAP_FIELD(h, o, BYTEARRAY_BLOCK, addr), start = HEAP_FIELD(h, o, BYTEARRAY_START, addr);
    if (length == old)
        return HEAP_OK;
    enum heap_status status = buffer_check_resizable(h, o);
    if (status != HEAP_OK)
        return status;
    if (length > REGION_LIMIT_MAX)
        return raise_memory(h);
    size_t offset = start - block;
    if (length + offset + 1 <= room) {
        if (length >= room / 2) {
            HEAP_FIELD(h, o, 16, size_t) = length;
            bytearray_data(h, o)[length] = 0;
            return HEAP_OK;
        }
        wanted = length + 1;
    } else {
        wanted = new_allocation(length, room);
    }
    addr moved;
    if (offset) {
        moved = memory_alloc(h, wanted);
        if (!moved)
            return HEAP_RAISED;
        memcpy(heap_at(h, moved), heap_at(h, start), old < length ? old : length);
        memory_free(h, block);
    } else {
        moved = memory_realloc(h, block, wanted);
        if (!moved)
            return HEAP_RAISED;
    }
    HEAP_FIELD(h, o, BYTEARRAY_BLOCK, addr) = HEAP_FIELD(h, o, BYTEARRAY_START, addr) = moved;
    HEAP_FIELD(h, o, BYTEARRAY_ALLOC, size_t) = wanted;
    HEAP_FIELD(h, o, 16, size_t) = length;
    bytearray_data(h, o)[length] = 0;
    return HEAP_OK;
}

/* ---- slots
 * -----------------------------------------------------------------------------------------------------------
 */

static enum heap_status repr(struct heap *h, addr o, struct text *out)
{
    const char *name = object_type_name(h, o);
    text_put(out, name, strlen(name));
    text_put(out, "(", 1);
    enum heap_status status = bytes_put_repr(h, out, bytearray_data(h, o), bytes_length(h, o), true);
    text_put(out, ")", 1);
    return status;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    const uint8_t *other;
    size_t length;
    if (!bytes_view(h, b, &other, &length))
        *result = -1;
    else
        *result =
            length == bytes_length(h, a) && (length == 0 || memcmp(bytearray_data(h, a), other, length) == 0);
    return HEAP_OK;
}

static void free_storage(struct heap *h, addr o)
{
    memory_free(h, HEAP_FIELD(h, o, BYTEARRAY_BLOCK, addr));
}

static size_t storage(const struct heap *h, addr o, addr blocks[4])
{
    blocks[0] = HEAP_FIELD(h, o, BYTEARRAY_BLOCK, addr);
    return blocks[0] != 0;
}

static size_t size(const struct heap *h, addr o)
{
    return (size_t)type_at(h, object_type(h, o))->basicsize + allocated(h, o);
}

static int64_t length_of(const struct heap *h, addr o)
{
    return object_size_field(h, o);
}

static const char *verify(const struct heap *h, addr o)
{
    int64_t length = object_size_field(h, o);
    addr block = HEAP_FIELD(h, o, BYTEARRAY_BLOCK, addr), start = HEAP_FIELD(h, o, BYTEARRAY_START, addr);
    if (length < 0)
        return "a bytearray of a negative size";
    if (!block)
        return length || start || allocated(h, o) ? "a bytearray whose block is missing" : NULL;
    if (!object_in_blocks(block))
        return "a bytearray whose block is missing";
    if (start < block || start - block + (uint64_t)length >= allocated(h, o))
        return "a bytearray whose bytes are not inside its block";
    if (memory_block_size(h, block) < allocated(h, o))
        return "a bytearray that counts on more memory than it has";
    return bytearray_data(h, o)[length] ? "a bytearray that does not end with a NUL" : NULL;
}

const struct kind_ops bytearray_ops = {.iter = bytearray_iter,
                                       .free_storage = free_storage,
                                       .storage = storage,
                                       .size = size,
                                       .repr = repr,
                                       .str = repr,
                                       .equal = equal,
                                       .length = length_of,
                                       .verify = verify};
