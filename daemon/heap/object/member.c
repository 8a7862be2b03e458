/* Members (member.h). */
#include "daemon/heap/object/member.h"

#include <string.h>

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/fixed.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/text.h"

void members_add(struct heap *h, addr dict, addr type, const struct member_spec *specs)
{
    size_t count = 0;
    while (specs && specs[count].name)
        count++;
    if (!count)
        return;
    addr texts[24];
    for (size_t i = 0; i < count; i++)
        texts[i] = fixed_text(h, specs[i].name);
    addr table = (h->static_top + 15) & ~15ull;
    h->static_top = table + (count + 1) * sizeof(struct member_def); /* an empty one ends them */
    h->static_top = (h->static_top + 15) & ~15ull;
    type_at(h, type)->members = table;
    for (size_t i = 0; i < count; i++) {
        addr definition = table + i * sizeof(struct member_def);
        *(struct member_def *)heap_at(h, definition) = (struct member_def){
            .name = texts[i], .type = specs[i].type, .offset = specs[i].offset, .flags = specs[i].flags};
        class_add(h, dict, specs[i].name, member_new(h, type, fixed_str(h, specs[i].name), definition));
    }
}

static const struct member_def *definition_of(const struct heap *h, addr d)
{
    return heap_at(h, descriptor_at(h, d)->definition);
}

static enum heap_status give_new(const struct heap *h, addr made, addr *out)
{
    if (!made)
        return raise_status(h);
    *out = made;
    return HEAP_OK;
}

enum heap_status member_get(struct heap *h, addr d, addr o, addr *out)
{
    const struct member_def *m = definition_of(h, d);
    addr at = o + (addr)m->offset;
    switch ((enum member_type)m->type) {
    case MEMBER_INT:
        return give_new(h, int_new(h, HEAP_FIELD(h, at, 0, int32_t)), out);
    case MEMBER_SSIZE:
        return give_new(h, int_new(h, HEAP_FIELD(h, at, 0, int64_t)), out);
    case MEMBER_DOUBLE:
        return give_new(h, float_new(h, HEAP_FIELD(h, at, 0, double)), out);
    case MEMBER_BOOL:
        return give_new(h, bool_new(h, HEAP_FIELD(h, at, 0, uint8_t)), out);
    default:
        break;
    }
    addr value = HEAP_FIELD(h, at, 0, addr);
    if (!value && m->type == MEMBER_OBJECT_EX)
        return raise_attribute(h, ATTRIBUTE_MISSING, object_type(h, o), descriptor_at(h, d)->name);
    *out = incref(h, value ? value : none(h));
    return HEAP_OK;
}

static enum heap_status set_object(struct heap *h, const struct member_def *m, addr d, addr o, addr value)
{
    addr *field = heap_at(h, o + (addr)m->offset);
    if (!value && !*field && m->type == MEMBER_OBJECT_EX) {
        struct text name = {.bytes = (char[200]){0}, .capacity = 199};
        text_put_str(h, &name, descriptor_at(h, d)->name);
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "%s", name.bytes);
    }
    object_replace(h, field, xincref(h, value));
    return HEAP_OK;
}

/* What is no number leaves -1. */
static enum heap_status set_ssize(struct heap *h, addr at, addr value)
{
    int64_t n;
    HEAP_FIELD(h, at, 0, int64_t) = -1;
    if (!int_is_kind(h, value))
        return raise_error(h, EXC_TYPE_ERROR, "an integer is required");
    if (!int_fits(h, value, &n))
        return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    HEAP_FIELD(h, at, 0, int64_t) = n;
    return HEAP_OK;
}

enum heap_status member_set(struct heap *h, addr d, addr o, addr value)
{
    const struct member_def *m = definition_of(h, d);
    addr at = o + (addr)m->offset;
    if (m->flags & MEMBER_READ_ONLY)
        return raise_error(h, EXC_ATTRIBUTE_ERROR, "readonly attribute");
    if (m->type == MEMBER_OBJECT || m->type == MEMBER_OBJECT_EX)
        return set_object(h, m, d, o, value);
    if (!value)
        return raise_error(h, EXC_TYPE_ERROR, "can't delete numeric/char attribute");
    if (m->type == MEMBER_SSIZE)
        return set_ssize(h, at, value);
    if (object_kind(h, value) != KIND_BOOL)
        return raise_error(h, EXC_TYPE_ERROR, "attribute value type must be bool");
    HEAP_FIELD(h, at, 0, uint8_t) = value == h->singleton[SINGLETON_TRUE];
    return HEAP_OK;
}
