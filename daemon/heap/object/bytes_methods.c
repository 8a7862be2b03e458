/* Methods of bytes and bytearray about ASCII letters, hex and translate. Mirrors Objects/bytes_methods.c. */
#include "daemon/heap/object/bytes_methods.h"

#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/str.h"

static bool is_upper(uint8_t c)
{
    return c >= 'A' && c <= 'Z';
}
static bool is_lower(uint8_t c)
{
    return c >= 'a' && c <= 'z';
}
static bool is_letter(uint8_t c)
{
    return is_upper(c) || is_lower(c);
}
static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}
static bool is_alnum(uint8_t c)
{
    return is_letter(c) || is_digit(c);
}
static bool is_ascii(uint8_t c)
{
    return c < 0x80;
}
static bool is_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static uint8_t to_upper(uint8_t c)
{
    return is_lower(c) ? (uint8_t)(c - 32) : c;
}
static uint8_t to_lower(uint8_t c)
{
    return is_upper(c) ? (uint8_t)(c + 32) : c;
}

/* ---- case
 * ------------------------------------------------------------------------------------------------------------------
 */

enum change { TO_UPPER, TO_LOWER, TO_TITLE, TO_CAPITAL, TO_SWAPPED };

static enum heap_status changed(struct heap *h, const struct call *call, enum change change, addr *out)
{
    struct textual self;
    struct textual_result r;
    (void)textual_view(h, call->self, &self);
    enum heap_status status = result_begin(h, &r, self.type, self.length, 0xff, false);
    if (status != HEAP_OK)
        return status;
    const uint8_t *from = self.data;
    work_done(h, steps_of_limbs(self.length));
    for (size_t i = 0; i < self.length && (status = loop_goes_on(h, i)) == HEAP_OK; i++) {
        bool upper = change == TO_UPPER || (change == TO_CAPITAL && i == 0) ||
                     (change == TO_TITLE && (i == 0 || !is_letter(from[i - 1]))) ||
                     (change == TO_SWAPPED && is_lower(from[i]));
        result_repeat(&r, upper ? to_upper(from[i]) : to_lower(from[i]), 1);
    }
    r.status = status;
    return result_end(h, &r, out);
}

enum heap_status bytes_method_upper(struct heap *h, const struct call *call, addr *out)
{
    return changed(h, call, TO_UPPER, out);
}
enum heap_status bytes_method_lower(struct heap *h, const struct call *call, addr *out)
{
    return changed(h, call, TO_LOWER, out);
}
enum heap_status bytes_method_title(struct heap *h, const struct call *call, addr *out)
{
    return changed(h, call, TO_TITLE, out);
}
enum heap_status bytes_method_capitalize(struct heap *h, const struct call *call, addr *out)
{
    return changed(h, call, TO_CAPITAL, out);
}
enum heap_status bytes_method_swapcase(struct heap *h, const struct call *call, addr *out)
{
    return changed(h, call, TO_SWAPPED, out);
}

/* ---- predicates
 * ------------------------------------------------------------------------------------------------------------
 */

static enum heap_status all_are(struct heap *h, const struct call *call, bool (*is)(uint8_t), bool of_empty,
                                addr *out)
{
    const uint8_t *bytes;
    size_t length;
    enum heap_status status = HEAP_OK;
    (void)bytes_view(h, call->self, &bytes, &length);
    bool all = length || of_empty;
    work_done(h, steps_of_limbs(length));
    for (size_t i = 0; i < length && all && (status = loop_goes_on(h, i)) == HEAP_OK; i++)
        all = is(bytes[i]);
    return answer_bool(h, status, all, out);
}

enum heap_status bytes_method_isalnum(struct heap *h, const struct call *call, addr *out)
{
    return all_are(h, call, is_alnum, false, out);
}

enum heap_status bytes_method_isalpha(struct heap *h, const struct call *call, addr *out)
{
    return all_are(h, call, is_letter, false, out);
}

enum heap_status bytes_method_isascii(struct heap *h, const struct call *call, addr *out)
{
    return all_are(h, call, is_ascii, true, out);
}

enum heap_status bytes_method_isdigit(struct heap *h, const struct call *call, addr *out)
{
    return all_are(h, call, is_digit, false, out);
}

enum heap_status bytes_method_isspace(struct heap *h, const struct call *call, addr *out)
{
    return all_are(h, call, is_space, false, out);
}

static enum heap_status is_of_case(struct heap *h, const struct call *call, bool (*wanted)(uint8_t),
                                   bool (*refused)(uint8_t), addr *out)
{
    const uint8_t *bytes;
    size_t length;
    bool found = false;
    enum heap_status status = HEAP_OK;
    (void)bytes_view(h, call->self, &bytes, &length);
    work_done(h, steps_of_limbs(length));
    for (size_t i = 0; i < length && (status = loop_goes_on(h, i)) == HEAP_OK; i++) {
        if (refused(bytes[i]))
            return answer_bool(h, HEAP_OK, false, out);
        found = found || wanted(bytes[i]);
    }
    return answer_bool(h, status, found, out);
}

enum heap_status bytes_method_islower(struct heap *h, const struct call *call, addr *out)
{
    return is_of_case(h, call, is_lower, is_upper, out);
}

enum heap_status bytes_method_isupper(struct heap *h, const struct call *call, addr *out)
{
    return is_of_case(h, call, is_upper, is_lower, out);
}

enum heap_status bytes_method_istitle(struct heap *h, const struct call *call, addr *out)
{
    const uint8_t *bytes;
    size_t length;
    bool found = false, inside = false;
    enum heap_status status = HEAP_OK;
    (void)bytes_view(h, call->self, &bytes, &length);
    work_done(h, steps_of_limbs(length));
    for (size_t i = 0; i < length && (status = loop_goes_on(h, i)) == HEAP_OK; i++) {
        if ((is_upper(bytes[i]) && inside) || (is_lower(bytes[i]) && !inside))
            return answer_bool(h, HEAP_OK, false, out);
        inside = is_letter(bytes[i]);
        found = found || inside;
    }
    return answer_bool(h, status, found, out);
}

/* ---- hex, translate
 * ----------------------------------------------------------------------------------------------------------
 */

static enum heap_status separator_argument(struct heap *h, addr o, uint8_t *out)
{
    struct textual t;
    if (!textual_view(h, o, &t)) {
        int64_t length;
        enum heap_status status = object_length(h, o, &length);
        if (status != HEAP_OK)
            return status;
        if (length == 1)
            return raise_error(h, EXC_TYPE_ERROR, "sep must be str or bytes.");
        return raise_error(h, EXC_VALUE_ERROR, "sep must be length 1.");
    }
    if (t.length != 1)
        return raise_error(h, EXC_VALUE_ERROR, "sep must be length 1.");
    uint32_t c = units_get(t.data, t.kind, 0);
    if (c > 0x7f)
        return raise_error(h, EXC_VALUE_ERROR, "sep must be ASCII.");
    *out = (uint8_t)c;
    return HEAP_OK;
}

enum heap_status bytes_method_hex(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"sep", "bytes_per_sep"};
    addr values[2];
    uint8_t separator = 0;
    int64_t group = 1;
    const uint8_t *bytes;
    size_t length;
    enum heap_status status = arguments_bind(h, call, "hex", names, 2, values);
    if (status == HEAP_OK && values[1])
        status = int_argument(h, values[1], &group);
    if (status == HEAP_OK && values[0])
        status = separator_argument(h, values[0], &separator);
    if (status != HEAP_OK)
        return status;
    (void)bytes_view(h, call->self, &bytes, &length);
    /* groups are counted from the right, or with a negative number from the left */
    size_t every = !values[0] || group == 0 ? SIZE_MAX : (size_t)(group < 0 ? -group : group);
    size_t separators = length && every != SIZE_MAX ? (length - 1) / every : 0;
    addr s = str_new(h, length * 2 + separators, 0x7f);
    if (!s || length == 0)
        return answer(h, s, out);
    uint8_t *to = str_data(h, s);
    work_done(h, steps_of_limbs(length));
    for (size_t i = 0; i < length && (status = loop_goes_on(h, i)) == HEAP_OK; i++) {
        if (i && separators && (group < 0 ? i : length - i) % every == 0)
            *to++ = separator;
        *to++ = (uint8_t) "0123456789abcdef"[bytes[i] >> 4];
        *to++ = (uint8_t) "0123456789abcdef"[bytes[i] & 15];
    }
    if (status != HEAP_OK) {
        decref(h, s);
        return status;
    }
    return answer(h, s, out);
}

enum heap_status bytes_method_translate(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"", "delete"};
    addr values[2];
    const uint8_t *table = NULL, *deleted = NULL, *bytes;
    size_t table_length = 256, deleted_length = 0, length;
    if (call->count == 0 && call->count + call->kwcount <= 2)
        return raise_error(h, EXC_TYPE_ERROR, "translate() takes at least 1 positional argument (0 given)");
    enum heap_status status = arguments_bind(h, call, "translate", names, 2, values);
    if (status != HEAP_OK)
        return status;
    if (values[0] != none(h) && !bytes_view(h, values[0], &table, &table_length))
        return raise_not_bytes(h, values[0]);
    if (table_length != 256)
        return raise_error(h, EXC_VALUE_ERROR, "translation table must be 256 characters long");
    if (values[1] && !bytes_view(h, values[1], &deleted, &deleted_length))
        return raise_not_bytes(h, values[1]);
    (void)bytes_view(h, call->self, &bytes, &length);
    size_t kept = 0;
    bool same = true, goes[256] = {false};
    work_done(h, steps_of_limbs(2 * length) + steps_of_limbs(deleted_length));
    for (size_t i = 0; i < deleted_length && (status = loop_goes_on(h, i)) == HEAP_OK; i++)
        goes[deleted[i]] = true;
    for (size_t i = 0; status == HEAP_OK && i < length; i++) {
        kept += !goes[bytes[i]];
        same = same && (!table || table[bytes[i]] == bytes[i]);
        status = loop_goes_on(h, i);
    }
    if (status != HEAP_OK)
        return status;
    if (same && kept == length && object_is_exact(h, call->self, KIND_BYTES))
        return answer(h, incref(h, call->self), out);
    struct textual_result r;
    status = result_begin(h, &r, object_kind(h, call->self), kept, 0xff, false);
    if (status != HEAP_OK)
        return status;
    for (size_t i = 0; i < length && (status = loop_goes_on(h, i)) == HEAP_OK; i++)
        if (!goes[bytes[i]])
            result_repeat(&r, table ? table[bytes[i]] : bytes[i], 1);
    r.status = status;
    return result_end(h, &r, out);
}

static enum heap_status method_bytes(struct heap *h, const struct call *call, addr *out)
{
    if (object_is_exact(h, call->self, KIND_BYTES))
        return answer(h, incref(h, call->self), out);
    return answer(h, bytes_new(h, bytes_data(h, call->self), bytes_length(h, call->self)), out);
}

const struct builtin_method bytes_methods[] = {
    {"__bytes__", 0, 0, false, method_bytes},
    {"__getnewargs__", 0, 0, false, text_method_getnewargs},
    BYTES_SHARED_METHODS,
    {NULL, 0, 0, false, NULL},
};
