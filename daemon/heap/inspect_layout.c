/* The layout of an object, byte by byte: prefix, collector's header, header, the kind's fields, what its
 * class adds, and then its other blocks. Every byte of each block is told exactly once, padding as well.
 */
#include <stdarg.h>
#include <stdio.h>

#include "daemon/heap/collector_lists.h"
#include "daemon/heap/layout.h"
#include "daemon/heap/memory.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/heaptype.h"

/* ---- writing ------------------------------------------------------------------------------------- */

void layout_begin(struct layout *l, const char *block, addr origin, addr from)
{
    l->block = block;
    l->origin = origin;
    l->at = from;
}

static addr target_of(const struct heap *h, addr at, uint32_t size, int form)
{
    if (form != FIELD_ADDRESS || size != sizeof(addr))
        return 0;
    addr target = HEAP_FIELD(h, at, 0, addr);
    return object_exists(h, target) ? target : 0;
}

static void tell(struct layout *l, struct layout_field *f)
{
    f->block = l->block;
    f->offset = (uint32_t)(f->address - l->origin);
    l->at = f->address + f->size;
    if (!l->stopped)
        l->stopped = !l->visit(l->context, f);
}

void layout_end(struct layout *l, addr end, const char *meaning)
{
    if (end <= l->at)
        return;
    struct layout_field f = {.address = l->at,
                             .size = (uint32_t)(end - l->at),
                             .name = "padding",
                             .meaning = meaning,
                             .form = FIELD_BYTES};
    tell(l, &f);
}

void layout_field(struct layout *l, addr at, uint32_t size, int form, const char *meaning, const char *name,
                  ...)
{
    if (l->stopped || size == 0)
        return;
    layout_end(l, at, "Not used: the next field begins at a multiple of its size.");
    struct layout_field f = {
        .address = at, .size = size, .meaning = meaning, .form = (__typeof__(f.form))form};
    va_list arguments;
    va_start(arguments, name);
    (void)vsnprintf(f.name, sizeof f.name, name, arguments);
    va_end(arguments);
    f.target = target_of(l->h, at, size, form);
    tell(l, &f);
}

void layout_specs(struct layout *l, addr object, const struct field_spec *specs)
{
    for (; specs->size; specs++)
        layout_field(l, object + specs->offset, specs->size, specs->form, specs->meaning, "%s", specs->name);
}

void layout_items(struct layout *l, addr at, size_t first, size_t count, const char *name,
                  const char *meaning)
{
    for (size_t i = 0; i < count && !l->stopped; i++)
        layout_field(l, at + i * sizeof(addr), sizeof(addr), FIELD_ADDRESS, meaning, "%s[%zu]", name,
                     first + i);
}

/* ---- before the object --------------------------------------------------------------------------- */

static void tell_prefix(struct layout *l, addr o, addr block)
{
    const struct heap *h = l->h;
    layout_begin(l, "prefix", o, block);
    if (!(type_at(h, object_type(h, o))->flags & TYPE_HAS_PREFIX) || !h->abi.instance_prefix)
        return;
    addr first = o - h->abi.gc_head_size - h->abi.instance_prefix;
    if (h->abi.managed_weakrefs)
        layout_field(l, first, 8, FIELD_ADDRESS, "The first of the weak references to the object, or 0.",
                     "weakreflist");
    else
        layout_field(l, first, 8, FIELD_ADDRESS,
                     "The values of the attributes, as long as no __dict__ has been asked for.", "values");
    layout_field(l, first + 8, 8, FIELD_ADDRESS,
                 "The __dict__ of the object, or 0 until it is asked for or needed.", "dict");
}

/* Neighbours are told as the objects that they belong to. */
static void tell_link(struct layout *l, addr at, addr head, const char *name, const char *meaning)
{
    struct layout_field f = {.address = at, .size = 8, .meaning = meaning, .form = FIELD_ADDRESS};
    (void)snprintf(f.name, sizeof f.name, "%s", name);
    addr neighbour = head + l->h->abi.gc_head_size;
    f.target = head && object_exists(l->h, neighbour) ? neighbour : 0;
    tell(l, &f);
}

static void tell_gc_head(struct layout *l, addr o)
{
    const struct heap *h = l->h;
    layout_begin(l, "header", o, o - h->abi.gc_head_size);
    const struct gc_head *g = object_gc(h, o);
    tell_link(l, o - h->abi.gc_head_size, g->next, "_gc_next",
              "The collector's header of the next object in its generation; 0: not tracked.");
    tell_link(l, o - h->abi.gc_head_size + 8, gc_prev(g), "_gc_prev",
              g->prev & GC_FINALIZED
                  ? "The one before it; bit 0 is set: the finalizer has run."
                  : "The one before it; bits 0 and 1 are flags: finalized, being collected.");
}

static void tell_header(struct layout *l, addr o)
{
    const struct heap *h = l->h;
    layout_begin(l, "object", o, o);
    if (h->abi.immortality == IMMORTAL_FLAGGED) {
        layout_field(l, o, 4, FIELD_COUNT,
                     "How many references there are to the object; from 0x80000000 on: immortal.",
                     "ob_refcnt");
        layout_field(l, o + 4, 2, FIELD_COUNT,
                     "Catches the overflow of the count on machines without 64-bit counts.", "ob_overflow");
        layout_field(l, o + 6, 2, FIELD_FLAGS,
                     "Flags: bit 0 statically allocated and immortal, bit 2 static.", "ob_flags");
    } else {
        layout_field(l, o, 8, FIELD_COUNT, "How many references there are to the object.", "ob_refcnt");
    }
    layout_field(l, o + 8, 8, FIELD_ADDRESS, "The type of the object.", "ob_type");
}

/* ---- what a class adds --------------------------------------------------------------------------- */

/* The name of the slot at an offset of the object, or NULL. */
static const char *slot_at(const struct heap *h, addr type, int64_t offset)
{
    for (; type; type = type_at(h, type)->base) {
        const struct member_def *members = type_members(h, type);
        for (size_t i = 0, n = type_member_count(h, type); i < n; i++)
            if (members[i].offset == offset && members[i].name)
                return heap_at(h, members[i].name);
    }
    return NULL;
}

static void tell_added_word(struct layout *l, addr o, addr type, int64_t offset)
{
    const struct type_object *t = type_at(l->h, type);
    const char *slot = slot_at(l->h, type, offset);
    addr at = o + (addr)offset;
    if (slot)
        layout_field(l, at, 8, FIELD_ADDRESS, "A slot: the value of the attribute, or 0 while it has none.",
                     "%.32s", slot);
    else if (t->weaklistoffset == offset)
        layout_field(l, at, 8, FIELD_ADDRESS, "The first of the weak references to the object, or 0.",
                     "weakreflist");
    else if (instance_dict_field(l->h, o) == at)
        layout_field(l, at, 8, FIELD_ADDRESS, "The __dict__ of the object, or 0 until it is asked for.",
                     "dict");
}

static void tell_added(struct layout *l, addr o)
{
    const struct heap *h = l->h;
    addr type = object_type(h, o);
    const struct type_object *t = type_at(h, type);
    if (!(t->flags & TYPE_HEAP) || !object_in_blocks(type))
        return;
    int64_t from = type_at(h, h->type[type_kind(h, type)])->basicsize;
    for (int64_t offset = from; !t->itemsize && offset + 8 <= t->basicsize; offset += 8)
        tell_added_word(l, o, type, offset);
    addr dict = instance_dict_field(h, o);
    if (t->itemsize && dict > o)
        tell_added_word(l, o, type, (int64_t)(dict - o));
    if (t->flags & TYPE_INLINE_VALUES) {
        l->block = "values";
        layout_values(l, o + (addr)t->basicsize, heap_type_names(h, type)->cached_keys);
        l->block = "object";
    }
}

/* ---- all ----------------------------------------------------------------------------------------- */

void inspect_layout(const struct heap *h, addr o, layout_visitor *visit, void *context)
{
    struct layout l = {.h = h, .visit = visit, .context = context};
    addr end = o + object_own_size(h, o);
    if (object_in_blocks(o)) {
        addr block = object_block(h, o);
        end = block + memory_block_size(h, block);
        tell_prefix(&l, o, block);
        if (object_has_gc(h, o))
            tell_gc_head(&l, o);
    }
    tell_header(&l, o);
    if (object_kind(h, o) == KIND_TYPE)
        layout_type(&l, o);
    else
        layout_kind(&l, o);
    tell_added(&l, o);
    layout_end(&l, end, "Not used: the block is larger than the object.");
    layout_storage(&l, o);
}
