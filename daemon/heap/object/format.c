/* format(o, spec): whose __format__ answers, and those of object, int and str. Mirrors PyObject_Format
 * (Objects/abstract.c) and Python/formatter_unicode.c.
 */
#include "daemon/heap/object/format.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/format_methods.h"
#include "daemon/heap/object/format_spec.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/scripted.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/textual.h"

#define BUFFER 256

static enum heap_status answer_str(struct heap *h, addr o, addr *out)
{
    return answer(h, object_str(h, o), out);
}

/* ---- int
 * ------------------------------------------------------------------------------------------------------------------------
 */

enum heap_status text_put_int_base(struct heap *h, struct text *out, addr o, unsigned base, bool upper)
{
    const uint32_t *digits = int_digits(h, o);
    size_t count = int_digit_count(h, o), bits = base == 16 ? 4 : base == 8 ? 3 : 1;
    size_t total = int_bit_length(h, o), places = total ? (total + bits - 1) / bits : 1;
    work_done(h, steps_of_limbs(places));
    for (size_t i = places; i-- > 0 && !out->cut;) {
        enum heap_status status = loop_goes_on(h, i);
        if (status != HEAP_OK)
            return status;
        size_t bit = i * bits, at = bit / INT_DIGIT_BITS, shift = bit % INT_DIGIT_BITS;
        uint64_t window = at < count ? digits[at] : 0;
        if (at + 1 < count)
            window |= (uint64_t)digits[at + 1] << INT_DIGIT_BITS;
        unsigned digit = (unsigned)(window >> shift) & (base - 1);
        text_put(out, (upper ? "0123456789ABCDEF" : "0123456789abcdef") + digit, 1);
    }
    return HEAP_OK;
}

/* The digits of an int in a text of their own, and what stands before them. */
static enum heap_status put_digits(struct heap *h, addr o, const struct format_spec *spec,
                                   struct text *digits, const char **prefix)
{
    unsigned base = spec->type == 'b'                        ? 2
                    : spec->type == 'o'                      ? 8
                    : spec->type == 'x' || spec->type == 'X' ? 16
                                                             : 10;
    if (base == 10)
        return text_put_decimal(h, digits, o);
    if (spec->alternate)
        *prefix = base == 2 ? "0b" : base == 8 ? "0o" : spec->type == 'x' ? "0x" : "0X";
    if (int_sign(h, o) < 0)
        text_put(digits, "-", 1);
    return text_put_int_base(h, digits, o, base, spec->type == 'X');
}

static enum heap_status put_int(struct heap *h, addr o, const struct format_spec *spec, struct text *out)
{
    char buffer[BUFFER];
    struct text digits;
    struct number_text number = {.prefix = ""};
    text_begin(h, &digits, buffer, sizeof buffer);
    enum heap_status status = put_digits(h, o, spec, &digits, &number.prefix);
    if (status == HEAP_OK && digits.cut)
        status = raise_memory(h);
    if (status == HEAP_OK) {
        number.negative = digits.bytes[0] == '-';
        number.digits = digits.bytes + number.negative;
        number.digit_count = digits.length - number.negative;
        format_number(out, spec, &number);
    }
    text_drop(&digits);
    return status;
}

/* A character takes a place of its own: zeros before it are padding, and no digits. */
static enum heap_status put_character(struct heap *h, addr o, const struct format_spec *spec,
                                      struct text *out)
{
    int64_t code;
    char bytes[4];
    if (spec->sign)
        return raise_error(h, EXC_VALUE_ERROR, "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return raise_error(h, EXC_VALUE_ERROR,
                           "Alternate form (#) not allowed with integer format specifier 'c'");
    if (!int_fits(h, o, &code))
        return raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C long");
    if (code < 0 || code > STR_MAX_CHAR)
        return raise_error(h, EXC_OVERFLOW_ERROR, "%%c arg not in range(0x110000)");
    struct number_text number = {.prefix = "", .digits = "", .rest = bytes, .rest_width = 1};
    number.rest_length = utf8_put((uint32_t)code, bytes);
    format_number(out, spec, &number);
    return HEAP_OK;
}

static enum heap_status put_integer(struct heap *h, addr o, const struct format_spec *spec, struct text *out)
{
    if (spec->precision >= 0)
        return raise_error(h, EXC_VALUE_ERROR, "Precision not allowed in integer format specifier");
    if (spec->no_negative_zero)
        return raise_error(h, EXC_VALUE_ERROR,
                           "Negative zero coercion (z) not allowed in integer format specifier");
    return spec->type == 'c' ? put_character(h, o, spec, out) : put_int(h, o, spec, out);
}

enum heap_status format_int(struct heap *h, addr o, addr spec, addr *out)
{
    struct format_spec read;
    struct text text;
    char buffer[BUFFER];
    enum heap_status status = format_spec_read(h, o, spec, 'd', '>', &read);
    if (status != HEAP_OK)
        return status;
    if (read.type < 0x80 && read.type && strchr("eEfFgG%", (int)read.type)) {
        free_list_pass(h, FREE_FLOATS); /* of its value */
        return format_float(h, o, spec, out);
    }
    if (read.type >= 0x80 || !read.type || !strchr("bcdoxXn", (int)read.type))
        return raise_format_code(h, o, read.type);
    text_begin(h, &text, buffer, sizeof buffer);
    return text_answer(&text, put_integer(h, o, &read, &text), out);
}

/* ---- str
 * ------------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status check_str_spec(struct heap *h, addr o, const struct format_spec *spec)
{
    if (spec->type != 's')
        return raise_format_code(h, o, spec->type);
    if (spec->sign)
        return raise_error(h, EXC_VALUE_ERROR,
                           spec->sign == ' ' ? "Space not allowed in string format specifier"
                                             : "Sign not allowed in string format specifier");
    if (spec->no_negative_zero)
        return raise_error(h, EXC_VALUE_ERROR,
                           "Negative zero coercion (z) not allowed in string format specifier");
    if (spec->alternate)
        return raise_error(h, EXC_VALUE_ERROR, "Alternate form (#) not allowed in string format specifier");
    if (spec->align == '=')
        return raise_error(h, EXC_VALUE_ERROR, "'=' alignment not allowed in string format specifier");
    return HEAP_OK;
}

static uint32_t bound_of(uint32_t c)
{
    return c < 0x80 ? 0x7f : c < 0x100 ? 0xff : c < 0x10000 ? 0xffff : STR_MAX_CHAR;
}

enum heap_status format_str(struct heap *h, addr o, addr spec, addr *out)
{
    struct format_spec read;
    struct textual self;
    struct textual_result r;
    enum heap_status status = format_spec_read(h, o, spec, 's', '<', &read);
    if (status == HEAP_OK)
        status = check_str_spec(h, o, &read);
    if (status != HEAP_OK)
        return status;
    (void)textual_view(h, o, &self);
    size_t length =
        read.precision >= 0 && (size_t)read.precision < self.length ? (size_t)read.precision : self.length;
    size_t pad = read.width > (int64_t)length ? (size_t)read.width - length : 0;
    if (pad == 0 && length == self.length) { /* as it is, also one of a class */
        *out = incref(h, o);
        return HEAP_OK;
    }
    if (pad == 0)
        return answer(h, textual_slice(h, &self, 0, length), out);
    if (pad > REGION_LIMIT_MAX)
        return raise_memory(h);
    uint32_t bound = bound_of(read.fill), own = length ? textual_bound(h, &self) : 0;
    size_t left = read.align == '>' ? pad : read.align == '^' ? pad / 2 : 0;
    status = result_begin(h, &r, KIND_STR, length + pad, bound > own ? bound : own, true);
    if (status != HEAP_OK)
        return status;
    result_repeat(&r, read.fill, left);
    result_put(&r, &self, 0, length);
    result_repeat(&r, read.fill, pad - left);
    return result_end_shared(h, &r, out);
}

/* ---- whose it is
 * ----------------------------------------------------------------------------------------------------------------
 */

/* What the builtin types do with any spec. */
static enum heap_status format_scripted(struct heap *h, addr o, addr spec, addr *out)
{
    addr args[2] = {o, spec ? spec : h->singleton[SINGLETON_EMPTY_STR]};
    return scripted_ask(h, object_kind(h, o) == KIND_DATETIME ? KIND_DATE : object_kind(h, o), "format", args,
                        2, out);
}

static enum heap_status format_as(struct heap *h, enum kind kind, addr o, addr spec, addr *out)
{
    if (!spec || str_length(h, spec) == 0)
        return answer_str(h, o, out);
    switch (kind) {
    case KIND_INT:
    case KIND_BOOL:
        return format_int(h, o, spec, out);
    case KIND_FLOAT:
        return format_float(h, o, spec, out);
    case KIND_COMPLEX:
        return format_complex(h, o, spec, out);
    case KIND_STR:
        return format_str(h, o, spec, out);
    case KIND_DATE:
    case KIND_DATETIME:
    case KIND_TIME:
    case KIND_DECIMAL:
        return format_scripted(h, o, spec, out);
    default:
        return raise_error(h, EXC_TYPE_ERROR, "unsupported format string passed to %.200s.__format__",
                           object_type_name(h, o));
    }
}

enum heap_status object_format(struct heap *h, addr o, addr spec, addr *out)
{
    addr type = object_type(h, o), result;
    addr method = special_of_class(h, type, known_name(h, NAME_FORMAT));
    if (!method && type_kind(h, type) == KIND_INSTANCE) { /* object.__format__ is called */
        enum heap_status entered = recursion_enter(h, " while calling a Python object");
        if (entered != HEAP_OK)
            return entered;
        incref(h, o); /* by the bound method */
        entered = format_as(h, KIND_INSTANCE, o, spec, out);
        decref(h, o);
        recursion_leave(h);
        return entered;
    }
    if (!method)
        return format_as(h, type_kind(h, type), o, spec, out);
    addr given = spec ? spec : h->singleton[SINGLETON_EMPTY_STR];
    enum heap_status status = special_call_bound(h, method, o, &given, 1, &result);
    if (status != HEAP_OK)
        return status;
    if (!str_is_kind(h, result)) {
        status = raise_error(h, EXC_TYPE_ERROR, "__format__ must return a str, not %.200s",
                             object_type_name(h, result));
        decref(h, result);
        return status;
    }
    *out = result;
    return HEAP_OK;
}

static enum heap_status format_method(struct heap *h, const struct call *call, enum kind kind, addr *out)
{
    addr spec = call->args[0];
    if (!str_is_kind(h, spec))
        return raise_error(h, EXC_TYPE_ERROR, "__format__() argument must be str, not %.50s",
                           argument_type_name(h, spec));
    return format_as(h, kind, call->self, spec, out);
}

enum heap_status int_method_format(struct heap *h, const struct call *call, addr *out)
{
    return format_method(h, call, KIND_INT, out);
}
enum heap_status float_method_format(struct heap *h, const struct call *call, addr *out)
{
    return format_method(h, call, KIND_FLOAT, out);
}
enum heap_status complex_method_format(struct heap *h, const struct call *call, addr *out)
{
    return format_method(h, call, KIND_COMPLEX, out);
}
enum heap_status str_method_dunder_format(struct heap *h, const struct call *call, addr *out)
{
    return format_method(h, call, KIND_STR, out);
}
