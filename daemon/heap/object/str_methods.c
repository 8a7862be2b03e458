/* The methods of str: predicates, translate, and the table of all of them. */
#include <stdlib.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/format_methods.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/str_methods.h"
#include "daemon/heap/object/textual.h"
#include "daemon/heap/object/unicode.h"

/* ---- predicates
 * ------------------------------------------------------------------------------------------------------------
 */

static bool all_are(const struct heap *h, addr s, enum unicode_flag flags)
{
    size_t length = str_length(h, s);
    const void *data = str_data(h, s);
    unsigned kind = str_kind(h, s);
    for (size_t i = 0; i < length; i++)
        if (!unicode_is(units_get(data, kind, i), flags, h->abi.unicode_version))
            return false;
    return true;
}

static enum heap_status answer_all(struct heap *h, const struct call *call, enum unicode_flag flags,
                                   addr *out)
{
    return answer_bool(h, HEAP_OK, str_length(h, call->self) && all_are(h, call->self, flags), out);
}

static enum heap_status isalpha_(struct heap *h, const struct call *call, addr *out)
{
    return answer_all(h, call, UNICODE_ALPHA, out);
}
static enum heap_status isdecimal(struct heap *h, const struct call *call, addr *out)
{
    return answer_all(h, call, UNICODE_DECIMAL, out);
}
static enum heap_status isdigit_(struct heap *h, const struct call *call, addr *out)
{
    return answer_all(h, call, UNICODE_DIGIT, out);
}
static enum heap_status isnumeric(struct heap *h, const struct call *call, addr *out)
{
    return answer_all(h, call, UNICODE_NUMERIC, out);
}
static enum heap_status isspace_(struct heap *h, const struct call *call, addr *out)
{
    return answer_all(h, call, UNICODE_SPACE, out);
}

static enum heap_status isalnum_(struct heap *h, const struct call *call, addr *out)
{
    return answer_all(
        h, call, (enum unicode_flag)(UNICODE_ALPHA | UNICODE_DECIMAL | UNICODE_DIGIT | UNICODE_NUMERIC), out);
}

static enum heap_status isprintable(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, HEAP_OK, all_are(h, call->self, UNICODE_PRINTABLE), out);
}

static enum heap_status isascii_(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, HEAP_OK, str_is_ascii(h, call->self), out);
}

static enum heap_status isidentifier(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, HEAP_OK, str_is_identifier(h, call->self), out);
}

/* At least one character of that case, and none of another. */
static bool is_of_case(const struct heap *h, addr s, enum unicode_flag wanted, enum unicode_flag refused)
{
    bool found = false;
    for (size_t i = 0; i < str_length(h, s); i++) {
        uint32_t flags = unicode_record(str_char(h, s, i), h->abi.unicode_version)->flags;
        if (flags & refused)
            return false;
        found = found || (flags & wanted);
    }
    return found;
}

static enum heap_status islower_(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(
        h, HEAP_OK,
        is_of_case(h, call->self, UNICODE_LOWER, (enum unicode_flag)(UNICODE_UPPER | UNICODE_TITLE)), out);
}

static enum heap_status isupper_(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(
        h, HEAP_OK,
        is_of_case(h, call->self, UNICODE_UPPER, (enum unicode_flag)(UNICODE_LOWER | UNICODE_TITLE)), out);
}

static enum heap_status istitle(struct heap *h, const struct call *call, addr *out)
{
    bool found = false, after_cased = false;
    for (size_t i = 0; i < str_length(h, call->self); i++) {
        uint32_t flags = unicode_record(str_char(h, call->self, i), h->abi.unicode_version)->flags;
        bool begins = flags & (UNICODE_UPPER | UNICODE_TITLE), goes_on = flags & UNICODE_LOWER;
        if ((begins && after_cased) || (!begins && goes_on && !after_cased))
            return answer_bool(h, HEAP_OK, false, out);
        after_cased = begins || goes_on;
        found = found || after_cased;
    }
    return answer_bool(h, HEAP_OK, found, out);
}

/* ---- translate
 * --------------------------------------------------------------------------------------------------------------
 */

struct units {
    uint32_t *data;
    size_t length, capacity;
};

static bool reserve(struct units *u, size_t more)
{
    if (u->capacity - u->length >= more)
        return true;
    size_t capacity = (u->length + more) * 2;
    uint32_t *data = realloc(u->data, capacity * sizeof *data);
    if (!data)
        return false;
    u->data = data;
    u->capacity = capacity;
    return true;
}

static enum heap_status put_translation(struct heap *h, struct units *u, uint32_t c, addr value)
{
    int64_t code;
    if (value == none(h))
        return HEAP_OK;
    if (value && str_is_kind(h, value)) {
        size_t n = str_length(h, value);
        if (!reserve(u, n))
            return raise_memory(h);
        units_copy(u->data + u->length, 4, str_data(h, value), str_kind(h, value), n);
        u->length += n;
        return HEAP_OK;
    }
    if (value && !int_is_kind(h, value))
        return raise_error(h, EXC_TYPE_ERROR, "character mapping must return integer, None or str");
    if (value && (!int_fits(h, value, &code) || code < 0 || code > STR_MAX_CHAR))
        return raise_error(h, EXC_VALUE_ERROR, "character mapping must be in range(0x110000)");
    if (!reserve(u, 1))
        return raise_memory(h);
    u->data[u->length++] = value ? (uint32_t)code : c;
    return HEAP_OK;
}

static enum heap_status translate(struct heap *h, const struct call *call, addr *out)
{
    addr table = call->args[0], self = call->self;
    if (object_kind(h, table) != KIND_DICT)
        return raise_error(h, EXC_TYPE_ERROR, "'%s' object is not subscriptable", object_type_name(h, table));
    struct units u = {0};
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < str_length(h, self) && status == HEAP_OK; i++) {
        uint32_t c = str_char(h, self, i);
        addr key = int_new(h, c), value = 0;
        status = key ? dict_get(h, table, key, &value) : HEAP_RAISED;
        xdecref(h, key);
        if (status == HEAP_OK)
            status = put_translation(h, &u, c, value);
    }
    addr s = status == HEAP_OK ? str_from_units(h, u.data, u.length, 4) : 0;
    free(u.data);
    return status == HEAP_OK ? answer(h, s, out) : status;
}

const struct builtin_method str_methods[] = {
    {"__format__", 1, 1, false, str_method_dunder_format},
    {"capitalize", 0, 0, false, str_method_capitalize},
    {"casefold", 0, 0, false, str_method_casefold},
    {"center", 1, 2, false, textual_method_center},
    {"count", 1, 3, false, textual_method_count},
    {"encode", 0, 2, true, str_method_encode},
    {"endswith", 1, 3, false, textual_method_endswith},
    {"expandtabs", 0, 1, true, textual_method_expandtabs},
    {"find", 1, 3, false, textual_method_find},
    {"format", 0, -1, true, str_method_format},
    {"format_map", 1, 1, false, str_method_format_map},
    {"index", 1, 3, false, textual_method_index},
    {"isalnum", 0, 0, false, isalnum_},
    {"isalpha", 0, 0, false, isalpha_},
    {"isascii", 0, 0, false, isascii_},
    {"isdecimal", 0, 0, false, isdecimal},
    {"isdigit", 0, 0, false, isdigit_},
    {"isidentifier", 0, 0, false, isidentifier},
    {"islower", 0, 0, false, islower_},
    {"isnumeric", 0, 0, false, isnumeric},
    {"isprintable", 0, 0, false, isprintable},
    {"isspace", 0, 0, false, isspace_},
    {"istitle", 0, 0, false, istitle},
    {"isupper", 0, 0, false, isupper_},
    {"join", 1, 1, false, textual_method_join},
    {"ljust", 1, 2, false, textual_method_ljust},
    {"lower", 0, 0, false, str_method_lower},
    {"lstrip", 0, 1, false, textual_method_lstrip},
    {"partition", 1, 1, false, textual_method_partition},
    {"removeprefix", 1, 1, false, textual_method_removeprefix},
    {"removesuffix", 1, 1, false, textual_method_removesuffix},
    {"replace", 2, 3, false, textual_method_replace},
    {"rfind", 1, 3, false, textual_method_rfind},
    {"rindex", 1, 3, false, textual_method_rindex},
    {"rjust", 1, 2, false, textual_method_rjust},
    {"rpartition", 1, 1, false, textual_method_rpartition},
    {"rsplit", 0, 2, true, textual_method_rsplit},
    {"rstrip", 0, 1, false, textual_method_rstrip},
    {"split", 0, 2, true, textual_method_split},
    {"splitlines", 0, 1, true, textual_method_splitlines},
    {"startswith", 1, 3, false, textual_method_startswith},
    {"strip", 0, 1, false, textual_method_strip},
    {"swapcase", 0, 0, false, str_method_swapcase},
    {"title", 0, 0, false, str_method_title},
    {"translate", 1, 1, false, translate},
    {"upper", 0, 0, false, str_method_upper},
    {"zfill", 1, 1, false, textual_method_zfill},
    {NULL, 0, 0, false, NULL},
};
