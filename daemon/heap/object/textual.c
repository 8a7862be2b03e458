/* Views, searching, building (textual.h). */
#include "daemon/heap/object/textual.h"

#include <string.h>

#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/unicode.h"

bool textual_view_any(const struct heap *h, addr o, struct textual *out)
{
    const uint8_t *bytes;
    size_t length;
    enum kind type = object_kind(h, o);
    if (type == KIND_STR) {
        *out = (struct textual){o, type, str_kind(h, o), str_length(h, o), str_data(h, o)};
        return true;
    }
    if (!bytes_view(h, o, &bytes, &length))
        return false;
    if (type != KIND_BYTEARRAY)
        type = KIND_BYTES; /* also a memoryview */
    *out = (struct textual){o, type, 1, length, bytes ? (const void *)bytes : ""};
    return true;
}

addr textual_slice(struct heap *h, const struct textual *t, size_t from, size_t to)
{
    const uint8_t *bytes = t->data;
    if (from > to)
        from = to;
    if (t->type == KIND_STR)
        return str_slice(h, t->o, from, to);
    if (t->type == KIND_BYTEARRAY)
        return bytearray_new(h, bytes + from, to - from);
    if (to - from == t->length && object_is_exact(h, t->o, KIND_BYTES))
        return incref(h, t->o);
    return bytes_new(h, bytes + from, to - from);
}

uint32_t textual_bound(const struct heap *h, const struct textual *t)
{
    return t->type == KIND_STR ? str_bound(h, t->o) : 0xff;
}

bool textual_is_space(const struct heap *h, const struct textual *t, size_t i)
{
    uint32_t c = units_get(t->data, t->kind, i);
    if (c < 0x80 || t->type != KIND_STR)
        return c == ' ' || (c >= '\t' && c <= '\r') || (t->type == KIND_STR && c >= 0x1c && c <= 0x1f);
    return unicode_is(c, UNICODE_SPACE, h->abi.unicode_version);
}

/* ---- searching
 * ---------------------------------------------------------------------------------------------------------
 */

bool textual_matches_at(const struct textual *t, const struct textual *part, size_t at)
{
    if (part->kind == t->kind)
        return memcmp((const char *)t->data + at * t->kind, part->data, part->length * t->kind) == 0;
    for (size_t i = 0; i < part->length; i++)
        if (units_get(t->data, t->kind, at + i) != units_get(part->data, part->kind, i))
            return false;
    return true;
}

#define SEARCHED_AT_ONCE (1u << 16) /* characters, or bytes */
#define FIRST_TRIES      8          /* where only the first byte is as it should be */

static const char *find_part(const char *p, size_t window, const char *part, size_t size)
{
    /* what memmem() takes to begin with pays off where the first byte is often in the way */
    const char *end = p + window;
    for (int tries = 0; tries < FIRST_TRIES && (size_t)(end - p) >= size; tries++, p++) {
        p = memchr(p, part[0], (size_t)(end - p) - size + 1);
        if (!p || memcmp(p, part, size) == 0)
            return p;
    }
    return memmem(p, (size_t)(end - p), part, size);
}

/* Bytes are searched in linear time whatever they are; units of more bytes are found as bytes that lie right.
 */
static enum heap_status find_bytes(struct heap *h, const struct textual *t, const struct textual *part,
                                   size_t from, size_t to, int64_t *out)
{
    const char *base = t->data, *p = base + from * t->kind, *end = base + to * t->kind, *begin = p;
    size_t size = part->length * t->kind, most = size < SEARCHED_AT_ONCE ? SEARCHED_AT_ONCE : 4 * size;
    enum heap_status status = HEAP_OK;
    while (status == HEAP_OK) {
        size_t left = (size_t)(end - p), window = left > most ? most : left;
        const char *found = find_part(p, window, part->data, size);
        if (found && (size_t)(found - base) % t->kind == 0) {
            *out = (found - base) / t->kind;
            end = found;
            break;
        }
        if (!found && window == left)
            break;
        p = found ? found + 1 : p + window - size + 1;
        status = found ? loop_work(h, 1 + steps_of_bytes(size)) : loop_work(h, 0);
    }
    return status == HEAP_OK ? loop_work(h, 1 + steps_of_bytes((uint64_t)(end - begin))) : status;
}

/* Positions are tried one after the other. */
static enum heap_status find_slowly(struct heap *h, const struct textual *t, const struct textual *part,
                                    size_t from, size_t to, bool last, int64_t *out)
{
    size_t tries = to - from - part->length + 1, since = 0;
    uint32_t first = units_get(part->data, part->kind, 0);
    *out = -1;
    for (size_t i = 0; i < tries; i++) {
        size_t at = last ? to - part->length - i : from + i;
        if (units_get(t->data, t->kind, at) == first && textual_matches_at(t, part, at)) {
            *out = (int64_t)at;
            break;
        }
        since += 1 + part->length / 8;
        if (since > SEARCHED_AT_ONCE) {
            enum heap_status status = loop_work(h, steps_of_limbs(since));
            if (status != HEAP_OK)
                return status;
            since = 0;
        }
    }
    return loop_work(h, 1 + steps_of_limbs(since));
}

enum heap_status textual_find(struct heap *h, const struct textual *t, const struct textual *part,
                              size_t from, size_t to, bool last, int64_t *out)
{
    *out = -1;
    if (to > t->length)
        to = t->length;
    if (from > to || part->length > to - from)
        return HEAP_OK;
    if (part->length == 0) {
        *out = (int64_t)(last ? to : from);
        return HEAP_OK;
    }
    if (part->kind > t->kind) /* it has a character that t cannot have */
        return HEAP_OK;
    if (last || part->kind != t->kind)
        return find_slowly(h, t, part, from, to, last, out);
    return find_bytes(h, t, part, from, to, out);
}

/* ---- results
 * -----------------------------------------------------------------------------------------------------------
 */

enum heap_status result_begin(struct heap *h, struct textual_result *r, enum kind type, size_t length,
                              uint32_t bound, bool narrow)
{
    addr o;
    if (type == KIND_STR)
        o = str_new(h, length, bound);
    else
        o = type == KIND_BYTES ? bytes_new(h, NULL, length) : bytearray_new(h, NULL, length);
    if (!o)
        return raise_status(h);
    *r = (struct textual_result){
        .h = h, .o = o, .kind = 1, .length = length, .narrow = narrow && type == KIND_STR && bound > 0x7f};
    if (type == KIND_STR) {
        r->data = str_data(h, o);
        r->kind = str_kind(h, o);
    } else {
        r->data = type == KIND_BYTES ? heap_at(h, o + BYTES_DATA) : bytearray_data(h, o);
    }
    return HEAP_OK;
}

/* How many of `count` characters are put at once. They have been counted where the object was made. */
static size_t next_part(struct textual_result *r, size_t count)
{
    enum { AT_ONCE = 1 << 20 };
    if (HEAP_LIKELY(count <= AT_ONCE))
        return r->status == HEAP_OK ? count : 0;
    if (r->status == HEAP_OK)
        r->status = loop_work(r->h, 0);
    return r->status == HEAP_OK ? AT_ONCE : 0;
}

void result_put(struct textual_result *r, const struct textual *t, size_t from, size_t to)
{
    for (size_t n; from < to && (n = next_part(r, to - from)) > 0; from += n) {
        units_copy((char *)r->data + r->at * r->kind, r->kind, (const char *)t->data + from * t->kind,
                   t->kind, n);
        r->at += n;
    }
}

void result_repeat(struct textual_result *r, uint32_t c, size_t count)
{
    for (size_t n; count && (n = next_part(r, count)) > 0; count -= n) {
        for (size_t i = 0; i < n; i++)
            units_set(r->data, r->kind, r->at + i, c);
        r->at += n;
    }
}

enum heap_status result_end(struct heap *h, struct textual_result *r, addr *out)
{
    addr o = r->o;
    if (r->status != HEAP_OK) {
        decref(h, o);
        return r->status;
    }
    if (r->narrow && r->length && units_bound(r->data, r->kind, r->length) != str_bound(h, o)) {
        addr narrower = str_new_from_units(h, r->data, r->length, r->kind);
        decref(h, o);
        if (!narrower)
            return HEAP_RAISED;
        o = narrower;
    }
    *out = o;
    return HEAP_OK;
}

enum heap_status result_end_shared(struct heap *h, struct textual_result *r, addr *out)
{
    enum heap_status status = result_end(h, r, out);
    if (status != HEAP_OK || !object_is_exact(h, *out, KIND_STR) || str_length(h, *out) != 1 ||
        str_kind(h, *out) != 1)
        return status;
    addr own = *out;
    *out = incref(h, str_latin1_char(h, *(const uint8_t *)str_data(h, own)));
    decref(h, own);
    return HEAP_OK;
}
