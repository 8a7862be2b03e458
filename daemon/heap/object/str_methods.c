/* The methods of str: predicates, translate, and the table of all of them. */
#include "daemon/heap/object/str_methods.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/format_methods.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/textual.h"
#include "daemon/heap/object/unicode.h"
#include "daemon/heap/object/value_methods.h"

/* ---- predicates
 * ------------------------------------------------------------------------------------------------------------
 */

static enum heap_status answer_all(struct heap *h, const struct call *call, enum unicode_flag flags,
                                   bool of_empty, addr *out)
{
    size_t length = str_length(h, call->self);
    const void *data = str_data(h, call->self);
    unsigned kind = str_kind(h, call->self);
    bool all = length || of_empty;
    enum heap_status status = HEAP_OK;
    work_done(h, steps_of_limbs(length));
    for (size_t i = 0; i < length && all && (status = loop_goes_on(h, i)) == HEAP_OK; i++)
        all = unicode_is(units_get(data, kind, i), flags, h->abi.unicode_version);
    return answer_bool(h, status, all, out);
}

static enum heap_status isalpha_(struct heap *h, const struct call *call, addr *out)
{
    return answer_all(h, call, UNICODE_ALPHA, false, out);
}
static enum heap_status isdecimal(struct heap *h, const struct call *call, addr *out)
{
    return answer_all(h, call, UNICODE_DECIMAL, false, out);
}
static enum heap_status isdigit_(struct heap *h, const struct call *call, addr *out)
{
    return answer_all(h, call, UNICODE_DIGIT, false, out);
}
static enum heap_status isnumeric(struct heap *h, const struct call *call, addr *out)
{
    return answer_all(h, call, UNICODE_NUMERIC, false, out);
}
static enum heap_status isspace_(struct heap *h, const struct call *call, addr *out)
{
    return answer_all(h, call, UNICODE_SPACE, false, out);
}

static enum heap_status isalnum_(struct heap *h, const struct call *call, addr *out)
{
    return answer_all(h, call,
                      (enum unicode_flag)(UNICODE_ALPHA | UNICODE_DECIMAL | UNICODE_DIGIT | UNICODE_NUMERIC),
                      false, out);
}

static enum heap_status isprintable(struct heap *h, const struct call *call, addr *out)
{
    return answer_all(h, call, UNICODE_PRINTABLE, true, out);
}

static enum heap_status isascii_(struct heap *h, const struct call *call, addr *out)
{
    return answer_bool(h, HEAP_OK, str_is_ascii(h, call->self), out);
}

static enum heap_status isidentifier(struct heap *h, const struct call *call, addr *out)
{
    bool is = false;
    enum heap_status status = str_check_identifier(h, call->self, &is);
    return answer_bool(h, status, is, out);
}

/* At least one character of that case, and none of another. */
static enum heap_status is_of_case(struct heap *h, addr s, enum unicode_flag wanted,
                                   enum unicode_flag refused, addr *out)
{
    bool found = false;
    enum heap_status status = HEAP_OK;
    work_done(h, steps_of_limbs(str_length(h, s)));
    for (size_t i = 0; i < str_length(h, s) && (status = loop_goes_on(h, i)) == HEAP_OK; i++) {
        uint32_t flags = unicode_record(str_char(h, s, i), h->abi.unicode_version)->flags;
        if (flags & refused)
            return answer_bool(h, HEAP_OK, false, out);
        found = found || (flags & wanted);
    }
    return answer_bool(h, status, found, out);
}

static enum heap_status islower_(struct heap *h, const struct call *call, addr *out)
{
    return is_of_case(h, call->self, UNICODE_LOWER, (enum unicode_flag)(UNICODE_UPPER | UNICODE_TITLE), out);
}

static enum heap_status isupper_(struct heap *h, const struct call *call, addr *out)
{
    return is_of_case(h, call->self, UNICODE_UPPER, (enum unicode_flag)(UNICODE_LOWER | UNICODE_TITLE), out);
}

static enum heap_status istitle(struct heap *h, const struct call *call, addr *out)
{
    bool found = false, after_cased = false;
    enum heap_status status = HEAP_OK;
    work_done(h, steps_of_limbs(str_length(h, call->self)));
    for (size_t i = 0; i < str_length(h, call->self) && (status = loop_goes_on(h, i)) == HEAP_OK; i++) {
        uint32_t flags = unicode_record(str_char(h, call->self, i), h->abi.unicode_version)->flags;
        bool begins = flags & (UNICODE_UPPER | UNICODE_TITLE), goes_on = flags & UNICODE_LOWER;
        if ((begins && after_cased) || (!begins && goes_on && !after_cased))
            return answer_bool(h, HEAP_OK, false, out);
        after_cased = begins || goes_on;
        found = found || after_cased;
    }
    return answer_bool(h, status, found, out);
}

const struct builtin_method str_methods[] = {
    {"__sizeof__", 0, 0, 0, method_own_sizeof},
    {"__format__", 1, 1, false, str_method_dunder_format},
    {"__getnewargs__", 0, 0, false, text_method_getnewargs},
    {"capitalize", 0, 0, false, str_method_capitalize},
    {"casefold", 0, 0, false, str_method_casefold},
    {"center", 1, 2, false, textual_method_center},
    {"count", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_count},
    {"encode", 0, 2, true, str_method_encode},
    {"endswith", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_endswith},
    {"expandtabs", 0, 1, true, textual_method_expandtabs},
    {"find", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_find},
    {"format", 0, -1, METHOD_KEYWORDS | METHOD_TUPLE, str_method_format},
    {"format_map", 1, 1, false, str_method_format_map},
    {"index", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_index},
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
    {"maketrans", 1, 3, METHOD_STATIC, str_method_maketrans},
    {"partition", 1, 1, false, textual_method_partition},
    {"removeprefix", 1, 1, false, textual_method_removeprefix},
    {"removesuffix", 1, 1, false, textual_method_removesuffix},
    {"replace", -1, -1, METHOD_KEYWORDS, textual_method_replace},
    {"rfind", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_rfind},
    {"rindex", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_rindex},
    {"rjust", 1, 2, false, textual_method_rjust},
    {"rpartition", 1, 1, false, textual_method_rpartition},
    {"rsplit", 0, 2, true, textual_method_rsplit},
    {"rstrip", 0, 1, false, textual_method_rstrip},
    {"split", 0, 2, true, textual_method_split},
    {"splitlines", 0, 1, true, textual_method_splitlines},
    {"startswith", 1, 3, METHOD_PARSED | METHOD_TUPLE_3_12, textual_method_startswith},
    {"strip", 0, 1, false, textual_method_strip},
    {"swapcase", 0, 0, false, str_method_swapcase},
    {"title", 0, 0, false, str_method_title},
    {"translate", 1, 1, false, str_method_translate},
    {"upper", 0, 0, false, str_method_upper},
    {"zfill", 1, 1, false, textual_method_zfill},
    {NULL, 0, 0, false, NULL},
};
