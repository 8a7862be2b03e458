/* What the classes bytes and bytearray make: maketrans() and fromhex(). */
#include <ctype.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/textual.h"
#include "daemon/heap/object/value_methods.h"

enum heap_status bytes_method_maketrans(struct heap *h, const struct call *call, addr *out)
{
    const uint8_t *from, *to;
    size_t from_length, to_length;
    uint8_t table[256];
    if (!bytes_view(h, call->args[0], &from, &from_length))
        return raise_not_bytes(h, call->args[0]);
    if (!bytes_view(h, call->args[1], &to, &to_length))
        return raise_not_bytes(h, call->args[1]);
    if (from_length != to_length)
        return raise_error(h, EXC_VALUE_ERROR, "maketrans arguments must have same length");
    for (size_t i = 0; i < sizeof table; i++)
        table[i] = (uint8_t)i;
    for (size_t i = 0; i < from_length; i++)
        table[from[i]] = to[i];
    return answer(h, bytes_new(h, table, sizeof table), out);
}

static int nibble(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (int)c - 'a' + 10 : -1;
}

static bool is_blank(uint32_t c)
{
    return c < 0x80 && isspace((int)c);
}

/* Two digits for each byte; blanks only between bytes. *wrong: whether they are not, and *at where; beyond
 * the end for a digit that is missing. */
static enum heap_status read_pairs(struct heap *h, const struct textual *t, uint8_t *out, size_t *count,
                                   bool *wrong, size_t *at)
{
    size_t n = 0, turns = 0;
    *wrong = false;
    work_done(h, steps_of_limbs(t->length));
    for (size_t i = 0; i < t->length;) {
        enum heap_status status = loop_goes_on(h, turns++);
        if (status != HEAP_OK)
            return status;
        if (is_blank(units_get(t->data, t->kind, i))) {
            i++;
            continue;
        }
        int high = nibble(units_get(t->data, t->kind, i));
        int low = high < 0 || i + 1 >= t->length ? -1 : nibble(units_get(t->data, t->kind, i + 1));
        if (low < 0) {
            *at = high < 0 ? i : i + 1;
            *wrong = true;
            return HEAP_OK;
        }
        if (out)
            out[n] = (uint8_t)(high << 4 | low);
        n++;
        i += 2;
    }
    *count = n;
    return HEAP_OK;
}

enum heap_status bytes_method_fromhex(struct heap *h, const struct call *call, addr *out)
{
    struct textual t;
    size_t count, at;
    bool wrong;
    enum kind kind = type_kind(h, call->self);
    addr from = call->args[0];
    if (!textual_view(h, from, &t) || (t.type != KIND_STR && !h->abi.fromhex_takes_bytes)) {
        if (h->abi.fromhex_takes_bytes)
            return raise_error(h, EXC_TYPE_ERROR, "fromhex() argument must be str or bytes-like, not %s",
                               object_type_name(h, from));
        return raise_error(h, EXC_TYPE_ERROR, "fromhex() argument must be str, not %s",
                           argument_type_name(h, from));
    }
    enum heap_status status = read_pairs(h, &t, NULL, &count, &wrong, &at);
    if (status != HEAP_OK)
        return status;
    if (wrong) {
        if (at >= t.length && h->abi.fromhex_takes_bytes)
            return raise_error(h, EXC_VALUE_ERROR,
                               "fromhex() arg must contain an even number of hexadecimal digits");
        return raise_error(h, EXC_VALUE_ERROR,
                           "non-hexadecimal number found in fromhex() arg at position %zu", at);
    }
    uint8_t one;
    if (count == 1 && kind == KIND_BYTES) {                 /* the shared one */
        (void)read_pairs(h, &t, &one, &count, &wrong, &at); /* too few to be given up */
        return answer_of_class(h, call->self, kind, bytes_new(h, &one, 1), out);
    }
    addr made = kind == KIND_BYTES ? bytes_new(h, NULL, count) : bytearray_new(h, NULL, count);
    if (made && count)
        status = read_pairs(
            h, &t, kind == KIND_BYTES ? (uint8_t *)heap_at(h, made + BYTES_DATA) : bytearray_data(h, made),
            &count, &wrong, &at);
    if (status != HEAP_OK) {
        decref(h, made);
        return status;
    }
    return answer_of_class(h, call->self, kind, made, out);
}

enum heap_status text_method_getnewargs(struct heap *h, const struct call *call, addr *out)
{
    struct textual t;
    (void)textual_view(h, call->self, &t);
    addr plain =
        t.type == KIND_STR ? str_from_units(h, t.data, t.length, t.kind) : bytes_new(h, t.data, t.length);
    if (!plain)
        return raise_status(h);
    addr tuple = tuple_from(h, &plain, 1);
    decref(h, plain);
    return answer(h, tuple, out);
}
