/* array.array: numbers of one C type in a block of their own (layout: array.h). Mirrors
 * Modules/arraymodule.c. Methods: array_methods.c; values in and out: array_items.c.
 *
 * Growth: a sixteenth more than needed, and 3 items while it has fewer than 8, else 7. Shrinking gives back
 * once 16 items fewer are in use.
 */
#include "daemon/heap/object/array.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/memory_view.h"
#include "daemon/heap/object/str.h"

static const struct array_form forms[] = {
    {'b', 1, ARRAY_SIGNED, "signed char"},
    {'B', 1, ARRAY_UNSIGNED, "unsigned byte integer"},
    {'u', 4, ARRAY_CHARACTER, NULL},
    {'w', 4, ARRAY_CHARACTER, NULL},
    {'h', 2, ARRAY_SIGNED, "signed short integer"},
    {'H', 2, ARRAY_UNSIGNED, "unsigned short"},
    {'i', 4, ARRAY_SIGNED, "signed integer"},
    {'I', 4, ARRAY_UNSIGNED, "unsigned int"},
    {'l', 8, ARRAY_SIGNED, NULL},
    {'L', 8, ARRAY_UNSIGNED, NULL},
    {'q', 8, ARRAY_SIGNED, NULL},
    {'Q', 8, ARRAY_UNSIGNED, NULL},
    {'f', 4, ARRAY_FLOAT, NULL},
    {'d', 8, ARRAY_FLOAT, NULL},
};
#define FORMS (sizeof forms / sizeof *forms)

#define DESCRIPTORS       (HEAP_TEXT + 0x10000) /* where struct arraydescr of each typecode would be */
#define DESCRIPTOR_STRIDE 64

const struct array_form *array_form(const struct heap *h, addr a)
{
    return &forms[(array_at(h, a)->descriptor - DESCRIPTORS) / DESCRIPTOR_STRIDE];
}

char array_typecode(const struct heap *h, addr a)
{
    return array_form(h, a)->code;
}
size_t array_length(const struct heap *h, addr a)
{
    return (size_t)array_at(h, a)->size;
}

/* ---- constructors
 * ------------------------------------------------------------------------------------------------------ */

static const struct array_form *form_of(const struct heap *h, char typecode)
{
    for (size_t i = 0; i < FORMS; i++)
        if (forms[i].code == typecode && (typecode != 'w' || h->abi.array_has_w))
            return &forms[i];
    return NULL;
}

addr array_new_of(struct heap *h, addr type, char typecode, size_t count)
{
    const struct array_form *form = form_of(h, typecode);
    if (!form)
        return raise_none(h, EXC_VALUE_ERROR,
                          "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
    if (count > REGION_LIMIT_MAX / 8) {
        (void)raise_memory(h);
        return 0;
    }
    addr a = object_new(h, type, 0);
    if (!a)
        return 0;
    struct array_object *o = array_at(h, a);
    o->descriptor = DESCRIPTORS + (addr)(form - forms) * DESCRIPTOR_STRIDE;
    if (count) {
        o->items = memory_alloc(h, count * form->size);
        if (!o->items) {
            decref(h, a);
            return 0;
        }
        o->size = o->allocated = (int64_t)count;
    }
    object_track(h, a);
    return a;
}

addr array_new(struct heap *h, char typecode)
{
    return array_new_of(h, h->type[KIND_ARRAY], typecode, 0);
}

/* ---- operations
 * -------------------------------------------------------------------------------------------------------- */

enum heap_status array_resize(struct heap *h, addr a, size_t count)
{
    struct array_object *o = array_at(h, a);
    size_t old = (size_t)o->size;
    enum heap_status status = count == old ? HEAP_OK : buffer_check_resizable(h, a);
    if (status != HEAP_OK)
        return status;
    if ((size_t)o->allocated >= count && old < count + 16 && o->items) {
        o->size = (int64_t)count;
        return HEAP_OK;
    }
    if (count == 0) {
        memory_free(h, o->items);
        o->items = 0;
        o->size = o->allocated = 0;
        return HEAP_OK;
    }
    if (count > REGION_LIMIT_MAX / 8)
        return raise_memory(h);
    size_t wanted = (count >> 4) + (old < 8 ? 3 : 7) + count;
    addr moved = memory_realloc(h, o->items, wanted * array_item_size(h, a));
    if (!moved)
        return HEAP_RAISED;
    o->items = moved;
    o->size = (int64_t)count;
    o->allocated = (int64_t)wanted;
    return HEAP_OK;
}

enum heap_status array_append(struct heap *h, addr a, addr item)
{
    char bytes[8];
    size_t size = array_item_size(h, a);
    enum heap_status status = array_encode(h, array_form(h, a), item, bytes);
    size_t n = array_length(h, a); /* what says the item's value may have changed it */
    if (status == HEAP_OK)
        status = array_resize(h, a, n + 1);
    if (status == HEAP_OK)
        memcpy(array_bytes(h, a) + n * size, bytes, size);
    return status;
}

addr array_slice(struct heap *h, addr a, int64_t start, int64_t step, int64_t count)
{
    size_t size = array_item_size(h, a);
    addr made = array_new_of(h, h->type[KIND_ARRAY], array_typecode(h, a), (size_t)count);
    size_t filled = 0;
    for (int64_t i = 0; made && i < count; i++) {
        if (loop_goes_on(h, (size_t)i) != HEAP_OK) {
            decref(h, made);
            return 0;
        }
        size_t at = (size_t)(start + i * step);
        if (at < array_length(h, a)) /* a finalizer may have shortened it while the new one was made */
            memcpy(array_bytes(h, made) + filled++ * size, array_bytes(h, a) + at * size, size);
    }
    if (made && filled < (size_t)count)
        array_delete(h, made, filled, (size_t)count);
    return made;
}

enum heap_status array_extend_bytes(struct heap *h, addr a, const uint8_t *bytes, size_t length)
{
    size_t size = array_item_size(h, a), n = array_length(h, a);
    if (length % size)
        return raise_error(h, EXC_VALUE_ERROR, "bytes length not a multiple of item size");
    enum heap_status status = length ? array_resize(h, a, n + length / size) : HEAP_OK;
    if (status == HEAP_OK && length)
        memcpy(array_bytes(h, a) + n * size, bytes, length);
    return status;
}

void array_delete(struct heap *h, addr a, size_t from, size_t to)
{
    size_t size = array_item_size(h, a), n = array_length(h, a);
    memmove(array_bytes(h, a) + from * size, array_bytes(h, a) + to * size, (n - to) * size);
    /* An array that is smaller fits where it is, whatever becomes of the smaller block. */
    if (array_resize(h, a, n - (to - from)) != HEAP_OK) {
        heap_clear_raised(h);
        array_at(h, a)->size = (int64_t)(n - (to - from));
    }
}

/* ---- slots
 * -------------------------------------------------------------------------------------------------------------
 */

static void free_storage(struct heap *h, addr a)
{
    memory_free(h, array_at(h, a)->items);
}

static size_t storage(const struct heap *h, addr a, addr blocks[4])
{
    blocks[0] = array_at(h, a)->items;
    return blocks[0] != 0;
}

static size_t size(const struct heap *h, addr a)
{
    return (size_t)type_at(h, object_type(h, a))->basicsize +
           (size_t)array_at(h, a)->allocated * array_item_size(h, a);
}

static int64_t length_of(const struct heap *h, addr a)
{
    return array_at(h, a)->size;
}

static enum heap_status repr(struct heap *h, addr a, struct text *out)
{
    const struct array_form *form = array_form(h, a);
    const char *name = object_type_name(h, a), *dot = strrchr(name, '.');
    text_putf(out, "%s('%c'", dot ? dot + 1 : name, form->code);
    size_t n = array_length(h, a);
    if (n && form->value == ARRAY_CHARACTER) {
        addr s = array_text(h, a);
        if (!s)
            return HEAP_RAISED;
        text_put(out, ", ", 2);
        enum heap_status status = object_repr(h, s, out);
        decref(h, s);
        if (status != HEAP_OK)
            return status;
    } else if (n) {
        for (size_t i = 0; i < n && !out->cut; i++) {
            addr item = array_item(h, a, i);
            if (!item)
                return HEAP_RAISED;
            text_put(out, i ? ", " : ", [", i ? 2 : 3);
            enum heap_status status = object_repr(h, item, out);
            decref(h, item);
            if (status != HEAP_OK)
                return status;
        }
        text_put(out, "]", 1);
    }
    text_put(out, ")", 1);
    return HEAP_OK;
}

static enum heap_status equal(struct heap *h, addr a, addr b, int *result)
{
    if (object_kind(h, b) != KIND_ARRAY) {
        *result = -1;
        return HEAP_OK;
    }
    size_t n = array_length(h, a);
    *result = n == array_length(h, b);
    for (size_t i = 0; i < n && *result; i++) {
        addr x = array_item(h, a, i), y = x ? array_item(h, b, i) : 0;
        bool same = false;
        enum heap_status status = y ? object_equal(h, x, y, &same) : raise_status(h);
        xdecref(h, x);
        xdecref(h, y);
        if (status == HEAP_OK)
            status = loop_of_items_goes_on(h, i);
        if (status != HEAP_OK)
            return status;
        *result = same;
    }
    return HEAP_OK;
}

static const char *verify(const struct heap *h, addr a)
{
    const struct array_object *o = array_at(h, a);
    addr d = o->descriptor - DESCRIPTORS;
    if (o->descriptor < DESCRIPTORS || d % DESCRIPTOR_STRIDE || d / DESCRIPTOR_STRIDE >= FORMS)
        return "an array of no typecode";
    if (o->size < 0 || o->size > o->allocated)
        return "an array with more items than memory for them";
    if (!o->items)
        return o->allocated ? "an array whose block is missing" : NULL;
    if (!object_in_blocks(o->items))
        return "an array whose block is missing";
    if (memory_block_size(h, o->items) < (size_t)o->allocated * array_item_size(h, a))
        return "an array that counts on more memory than it has";
    return NULL;
}

const struct kind_ops array_ops = {.iter = array_iter,
                                   .free_storage = free_storage,
                                   .storage = storage,
                                   .size = size,
                                   .repr = repr,
                                   .equal = equal,
                                   .length = length_of,
                                   .verify = verify};
