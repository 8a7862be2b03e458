/* str.translate() and str.maketrans(). Mirrors Objects/unicodeobject.c. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/value_methods.h"

/* ---- translate
 * ------------------------------------------------------------------------------------------------------------------
 */

/* Nothing there, by a KeyError or an IndexError: the character stays. */
static bool is_lookup_error(struct heap *h, enum heap_status status)
{
    if (status != HEAP_RAISED || !exception_matches(h, h->exception_type[EXC_LOOKUP_ERROR]))
        return false;
    heap_clear_raised(h);
    return true;
}

static enum heap_status put_character(struct heap *h, uint32_t c, struct text *out)
{
    char bytes[4];
    (void)h;
    text_put(out, bytes, utf8_put(c, bytes));
    return HEAP_OK;
}

static enum heap_status put_value(struct heap *h, addr value, struct text *out)
{
    int64_t code;
    if (value == none(h))
        return HEAP_OK;
    if (str_is_kind(h, value)) {
        text_put_str(h, out, value);
        return HEAP_OK;
    }
    if (!int_is_kind(h, value))
        return raise_error(h, EXC_TYPE_ERROR, "character mapping must return integer, None or str");
    if (!int_fits(h, value, &code) || code < 0 || code > STR_MAX_CHAR)
        return raise_error(h, EXC_VALUE_ERROR, "character mapping must be in range(0x%x)", STR_MAX_CHAR + 1);
    return put_character(h, (uint32_t)code, out);
}

static enum heap_status translate(struct heap *h, addr table, uint32_t c, struct text *out)
{
    addr key = int_new(h, c), value;
    if (!key)
        return HEAP_RAISED;
    enum heap_status status = object_getitem(h, table, key, &value);
    decref(h, key);
    if (status != HEAP_OK)
        return is_lookup_error(h, status) ? put_character(h, c, out) : status;
    status = put_value(h, value, out);
    decref(h, value);
    return status;
}

enum heap_status str_method_translate(struct heap *h, const struct call *call, addr *out)
{
    char buffer[256];
    struct text text;
    addr self = call->self;
    size_t length = str_length(h, self);
    enum heap_status status = HEAP_OK;
    text_begin(h, &text, buffer, sizeof buffer);
    for (size_t i = 0; i < length && status == HEAP_OK && !text.cut; i++) {
        status = translate(h, call->args[0], str_char(h, self, i), &text);
        if (status == HEAP_OK)
            status = loop_check(h);
    }
    return text_answer(&text, status, out);
}

/* ---- maketrans
 * ------------------------------------------------------------------------------------------------------------------
 */

/* Both *stolen*. */
static enum heap_status add(struct heap *h, addr table, addr key, addr value)
{
    enum heap_status status = key && value ? loop_check(h) : raise_status(h);
    if (status == HEAP_OK)
        status = dict_set(h, table, key, value);
    xdecref(h, key);
    xdecref(h, value);
    return status;
}

static enum heap_status from_texts(struct heap *h, const struct call *call, addr table)
{
    addr from = call->args[0], to = call->args[1], gone = call->count > 2 ? call->args[2] : 0;
    enum heap_status status = HEAP_OK;
    if (!str_is_kind(h, to))
        return raise_error(h, EXC_TYPE_ERROR, "maketrans() argument 2 must be str, not %s",
                           argument_type_name(h, to));
    if (gone && !str_is_kind(h, gone))
        return raise_error(h, EXC_TYPE_ERROR, "maketrans() argument 3 must be str, not %s",
                           argument_type_name(h, gone));
    if (!str_is_kind(h, from))
        return raise_error(h, EXC_TYPE_ERROR,
                           "first maketrans argument must be a string if there is a second argument");
    if (str_length(h, from) != str_length(h, to))
        return raise_error(h, EXC_VALUE_ERROR, "the first two maketrans arguments must have equal length");
    for (size_t i = 0; i < str_length(h, from) && status == HEAP_OK; i++)
        status = add(h, table, int_new(h, str_char(h, from, i)), int_new(h, str_char(h, to, i)));
    for (size_t i = 0; gone && i < str_length(h, gone) && status == HEAP_OK; i++)
        status = add(h, table, int_new(h, str_char(h, gone, i)), incref(h, none(h)));
    return status;
}

static enum heap_status from_dict(struct heap *h, addr from, addr table)
{
    size_t position = 0;
    addr key, value;
    if (object_kind(h, from) != KIND_DICT)
        return raise_error(h, EXC_TYPE_ERROR, "if you give only one argument to maketrans it must be a dict");
    enum heap_status status = HEAP_OK;
    while (status == HEAP_OK && dict_next(h, from, &position, &key, &value)) {
        if (str_is_kind(h, key)) {
            if (str_length(h, key) != 1)
                return raise_error(h, EXC_VALUE_ERROR, "string keys in translate table must be of length 1");
            status = add(h, table, int_new(h, str_char(h, key, 0)), incref(h, value));
        } else if (int_is_kind(h, key)) {
            status = add(h, table, incref(h, key), incref(h, value));
        } else {
            return raise_error(h, EXC_TYPE_ERROR, "keys in translate table must be strings or integers");
        }
    }
    return status;
}

enum heap_status str_method_maketrans(struct heap *h, const struct call *call, addr *out)
{
    addr table = dict_new(h);
    if (!table)
        return HEAP_RAISED;
    enum heap_status status =
        call->count > 1 ? from_texts(h, call, table) : from_dict(h, call->args[0], table);
    if (status != HEAP_OK) {
        decref(h, table);
        return status;
    }
    *out = table;
    return HEAP_OK;
}
