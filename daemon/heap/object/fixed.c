/* Moving complete objects to the static area (fixed.h). An object is made in the ordinary way, its bytes are
 * copied behind a static header, and its memory is given back without releasing what it refers to: the
 * references move with the bytes.
 */
#include "daemon/heap/object/fixed.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/text.h"

#define DICT_KEYS 32 /* ma_keys */

static addr move(struct heap *h, addr o)
{
    size_t own = object_own_size(h, o);
    size_t basic = (size_t)type_at(h, object_type(h, o))->basicsize;
    size_t bytes = object_kind(h, o) == KIND_DICT ? basic : own;
    addr fixed = object_new_static(h, object_type(h, o), bytes);
    memcpy((char *)heap_at(h, fixed) + sizeof(struct object), (char *)heap_at(h, o) + sizeof(struct object),
           bytes - sizeof(struct object));
    h->static_top = (h->static_top + 15) & ~15ull;
    if (object_is_tracked(h, o))
        object_untrack(h, o);
    object_free_memory(h, o);
    return fixed;
}

addr fixed_text(struct heap *h, const char *text)
{
    size_t length = strlen(text) + 1;
    addr a = h->static_top;
    memcpy(heap_at(h, a), text, length);
    h->static_top += (length + 7) & ~(size_t)7;
    return a;
}

addr fixed_str(struct heap *h, const char *ascii)
{
    addr s = str_from_ascii(h, ascii);
    (void)str_hash(h, s); /* stored in the object: moves along */
    return str_intern(h, object_in_blocks(s) ? move(h, s) : s,
                      true); /* a single character is there already */
}

addr fixed_own_str(struct heap *h, const char *ascii)
{
    addr s = str_from_ascii(h, ascii);
    return object_in_blocks(s) ? move(h, s) : s;
}

addr fixed_tuple(struct heap *h, const addr *items, size_t count)
{
    addr t = tuple_from(h, items, count);
    return object_in_blocks(t) ? move(h, t) : t;
}

addr fixed_object(struct heap *h, addr o)
{
    return move(h, o);
}

addr fixed_open_dict(struct heap *h, addr d)
{
    return move(h, d);
}

addr fixed_resident(struct heap *h, addr o)
{
    addr fixed = move(h, o);
    object_at(h, fixed)->refcount = 1;
    return fixed;
}

addr fixed_dict(struct heap *h, addr d)
{
    addr fixed = move(h, d);
    fixed_keys(h, fixed);
    return fixed;
}

void fixed_keys(struct heap *h, addr fixed)
{
    addr keys = HEAP_FIELD(h, fixed, DICT_KEYS, addr);
    if (!object_in_blocks(keys))
        return;
    size_t size = keys_sizeof(h, keys);
    addr copy = h->static_top;
    memcpy(heap_at(h, copy), heap_at(h, keys), size);
    h->static_top += (size + 15) & ~(size_t)15;
    HEAP_FIELD(h, fixed, DICT_KEYS, addr) = copy;
    memory_free(h, keys);
}
