/* Constructors of numbers, range and slice: bool(), int(), float(), complex(), range(), slice(). Mirrors the
 * tp_new of each in Objects/.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/complex.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/float.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/number.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/textual.h"
#include "daemon/heap/object/unicode.h"
#include "daemon/heap/region.h"

/* ---- numbers as text
 * ------------------------------------------------------------------------------------------------------- */

/* What the C library calls a blank, and beyond ASCII what Python does: not the four separators. */
static bool is_blank(const struct heap *h, const struct textual *t, size_t i)
{
    uint32_t c = units_get(t->data, t->kind, i);
    return c < 0x80 ? isspace((int)c) != 0 : textual_is_space(h, t, i);
}

/* The text of a number in ASCII: blanks around it gone, those within it as spaces, digits of all scripts as 0
 * to 9, what is neither a '?'. In host memory: free() it. NULL: MemoryError. */
static char *number_text(struct heap *h, const struct textual *t, size_t *length)
{
    size_t from = 0, to = t->length;
    enum heap_status status = HEAP_OK;
    while (from < to && is_blank(h, t, from) && status == HEAP_OK)
        status = loop_goes_on(h, from++);
    while (to > from && is_blank(h, t, to - 1) && status == HEAP_OK)
        status = loop_goes_on(h, --to);
    char *text = status == HEAP_OK ? malloc(to - from + 1) : NULL;
    if (!text) {
        (void)raise_memory(h);
        return NULL;
    }
    region_use_huge_memory(text, to - from + 1);
    for (size_t i = from; i < to; i++) {
        if (loop_goes_on(h, i) != HEAP_OK) {
            free(text);
            return NULL;
        }
        uint32_t c = units_get(t->data, t->kind, i);
        if (c >= 0x80 && t->type == KIND_STR && unicode_is(c, UNICODE_DECIMAL, h->abi.unicode_version))
            c = '0' + (uint32_t)unicode_any(c)->digit;
        else if (c >= 0x80 && is_blank(h, t, i))
            c = ' ';
        text[i - from] = c > 0 && c < 0x80 ? (char)c : '?';
    }
    text[to - from] = 0;
    *length = to - from;
    return text;
}

/* The bytes of an array, too: what has a buffer. */
static bool number_view(const struct heap *h, addr o, struct textual *out)
{
    if (object_kind(h, o) != KIND_ARRAY)
        return textual_view(h, o, out);
    size_t length = (size_t)array_length(h, o) * array_item_size(h, o);
    *out = (struct textual){o, KIND_BYTES, 1, length, length ? array_bytes(h, o) : ""};
    return true;
}

/* ---- bool, int
 * ---------------------------------------------------------------------------------------------------------------
 */

static enum heap_status at_most(struct heap *h, const struct call *call, const char *name, size_t least,
                                size_t most)
{
    if (call->count < least)
        return raise_error(h, EXC_TYPE_ERROR, "%s expected at least %zu argument%s, got %zu", name, least,
                           least == 1 ? "" : "s", call->count);
    if (call->count > most)
        return raise_error(h, EXC_TYPE_ERROR, "%s expected at most %zu argument%s, got %zu", name, most,
                           most == 1 ? "" : "s", call->count);
    return HEAP_OK;
}

static enum heap_status call_bool(struct heap *h, const struct call *call, addr *out)
{
    bool truth = false;
    if (call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "bool() takes no keyword arguments");
    enum heap_status status = at_most(h, call, "bool", 0, 1);
    if (status == HEAP_OK && call->count)
        status = object_truth(h, call->args[0], &truth);
    return answer_bool(h, status, truth, out);
}

static addr int_from_textual(struct heap *h, addr o, const struct textual *t, int base)
{
    size_t length;
    char *text = number_text(h, t, &length);
    if (!text)
        return 0;
    if (int_check_literal(h, text, length, base) != HEAP_OK) {
        free(text);
        return 0;
    }
    addr i = int_from_text(h, text, length, base);
    free(text);
    if (!i && heap_raised(h) == EXC_VALUE_ERROR) {
        heap_clear_raised(h);
        char words[48];
        snprintf(words, sizeof words, "invalid literal for int() with base %d: ", base);
        /* of bytes as they are, whatever type they came in */
        addr shown = t->type == KIND_STR ? incref(h, o) : bytes_new(h, t->data, t->length);
        if (shown) {
            (void)raise_about_start(h, EXC_VALUE_ERROR, words, shown);
            decref(h, shown);
        }
    }
    return i;
}

static addr int_from_object(struct heap *h, addr o, addr base)
{
    struct textual t = {0};
    enum kind kind = object_kind(h, o);
    bool is_text = kind == KIND_STR || kind == KIND_BYTES || kind == KIND_BYTEARRAY;
    int64_t b = 10;
    if (base) {
        if (int_position(h, base, &b) != HEAP_OK)
            return 0;
        if (b != 0 && (b < 2 || b > 36))
            return raise_none(h, EXC_VALUE_ERROR, "int() base must be >= 2 and <= 36, or 0");
        if (!is_text)
            return raise_none(h, EXC_TYPE_ERROR, "int() can't convert non-string with explicit base");
    }
    addr number = 0;
    if (!base && number_int(h, o, &number) != HEAP_OK)
        return 0;
    if (number)
        return number;
    if (number_view(h, o, &t))
        return int_from_textual(h, o, &t, (int)b);
    return raise_none(h, EXC_TYPE_ERROR,
                      "int() argument must be a string, a bytes-like object or a real number, not '%.200s'",
                      object_type_name(h, o));
}

static enum heap_status call_int(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"", "base"};
    addr values[2];
    if (call->count > 2)
        return h->abi.unexpected_keyword && !call->kwcount
                   ? at_most(h, call, "int", 0, 2)
                   : raise_error(h, EXC_TYPE_ERROR, "int() takes at most 2 arguments (%zu given)",
                                 call->count + call->kwcount);
    enum heap_status status = arguments_bind(h, call, "int", names, 2, values);
    if (status != HEAP_OK)
        return status;
    if (!values[0] && values[1])
        return raise_error(h, EXC_TYPE_ERROR, "int() missing string argument");
    addr o = values[0] ? int_from_object(h, values[0], values[1]) : int_new(h, 0);
    if (o && type != h->type[KIND_INT]) {
        addr plain = o;
        o = int_copy_of(h, type, plain);
        decref(h, plain);
    }
    return answer(h, o, out);
}

/* ---- float, complex
 * ------------------------------------------------------------------------------------------------------------
 */

static enum heap_status read_double(struct heap *h, addr o, const struct textual *t, double *out)
{
    size_t length;
    bool good;
    char *text = number_text(h, t, &length);
    if (!text)
        return raise_status(h);
    enum heap_status status = float_read(h, text, length, out, &good);
    free(text);
    return status != HEAP_OK || good
               ? status
               : raise_about(h, EXC_VALUE_ERROR, "could not convert string to float: ", o, "");
}

static enum heap_status call_float(struct heap *h, addr type, const struct call *call, addr *out)
{
    struct textual t;
    double d = 0;
    bool has = true;
    enum heap_status status = HEAP_OK;
    if (call->kwcount && !class_has_own_init(h, type))
        status = raise_error(h, EXC_TYPE_ERROR, "float() takes no keyword arguments");
    if (status == HEAP_OK)
        status = at_most(h, call, "float", 0, 1);
    if (status != HEAP_OK)
        return status;
    if (call->count) {
        addr o = call->args[0];
        if (object_is_exact(h, o, KIND_FLOAT) && type == h->type[KIND_FLOAT])
            return answer(h, incref(h, o), out);
        has = !object_is_exact(h, o, KIND_STR);
        if (has)
            status = number_find_float(h, o, &d, &has);
        if (status == HEAP_OK && !has && number_view(h, o, &t)) {
            status = read_double(h, o, &t, &d);
            has = true;
        }
        if (status == HEAP_OK && !has)
            return raise_error(h, EXC_TYPE_ERROR,
                               "float() argument must be a string or a real number, not '%.200s'",
                               object_type_name(h, o));
    }
    return status == HEAP_OK ? answer(h, float_new_of(h, type, d), out) : status;
}

/* Where the imaginary part begins in "1+2j": its sign, or the beginning. */
static enum heap_status imaginary_start(struct heap *h, const char *text, size_t length, size_t *out)
{
    size_t i = length ? length - 1 : 0;
    while (i > 0 && !((text[i] == '+' || text[i] == '-') && text[i - 1] != 'e' && text[i - 1] != 'E'))
        if (loop_goes_on(h, i--) != HEAP_OK)
            return HEAP_ABANDONED;
    *out = i;
    return HEAP_OK;
}

/* As float(), but that no blanks may follow. */
static enum heap_status read_part(struct heap *h, const char *text, size_t length, double *out, bool *good)
{
    *good = length && !isspace((unsigned char)text[length - 1]);
    return *good ? float_read(h, text, length, out, good) : HEAP_OK;
}

static enum heap_status read_complex(struct heap *h, const char *text, size_t length, double *real,
                                     double *imag, bool *good)
{
    enum heap_status status = HEAP_OK;
    if (length > 1 && text[0] == '(' && text[length - 1] == ')') {
        text++, length -= 2;
        for (; length && isspace((unsigned char)*text) && status == HEAP_OK; text++)
            status = loop_goes_on(h, length--);
        while (length && isspace((unsigned char)text[length - 1]) && status == HEAP_OK)
            status = loop_goes_on(h, length--);
    }
    *real = *imag = 0;
    *good = true;
    if (status != HEAP_OK)
        return status;
    if (length == 0 || (text[length - 1] | 0x20) != 'j')
        return read_part(h, text, length, real, good);
    size_t split;
    status = imaginary_start(h, text, --length, &split);
    if (status == HEAP_OK && split)
        status = read_part(h, text, split, real, good);
    if (status != HEAP_OK || !*good)
        return status;
    const char *part = text + split;
    size_t rest = length - split;
    if (rest == 0 || (rest == 1 && (*part == '+' || *part == '-'))) { /* a bare j */
        *imag = rest && *part == '-' ? -1 : 1;
        return HEAP_OK;
    }
    return read_part(h, part, rest, imag, good);
}

/* *well: whether each underscore is between two digits. */
static enum heap_status check_underscores(struct heap *h, const char *text, size_t length, bool *well)
{
    *well = true;
    for (size_t i = 0; i < length && *well; i++) {
        *well = text[i] != '_' || (i > 0 && i + 1 < length && (unsigned)(text[i - 1] - '0') <= 9 &&
                                   (unsigned)(text[i + 1] - '0') <= 9);
        if (loop_goes_on(h, i) != HEAP_OK)
            return HEAP_ABANDONED;
    }
    return HEAP_OK;
}

static enum heap_status complex_from_text(struct heap *h, addr o, const struct textual *t, double *real,
                                          double *imag)
{
    size_t length;
    bool separated, good = false;
    char *text = number_text(h, t, &length);
    if (!text)
        return raise_status(h);
    enum heap_status status = check_underscores(h, text, length, &separated);
    if (status == HEAP_OK && separated)
        status = read_complex(h, text, length, real, imag, &good);
    free(text);
    if (status != HEAP_OK)
        return status;
    if (!separated)
        return raise_about(h, EXC_VALUE_ERROR, "could not convert string to complex: ", o, "");
    return good ? HEAP_OK : raise_error(h, EXC_VALUE_ERROR, "complex() arg is a malformed string");
}

/* One argument of complex() that must be a number. `index` 0: the only one, 1: real, 2: imag. */
static enum heap_status complex_part(struct heap *h, addr o, unsigned index, struct complex_parts *out)
{
    static const char *const wordings[] = {
        "complex() first argument must be a string or a number, not '%.200s'",
        "complex() first argument must be a string or a number, not '%.200s'",
        "complex() second argument must be a number, not '%s'"};
    static const char *const newer[] = {"complex() argument must be a string or a number, not %s",
                                        "complex() argument 'real' must be a real number, not %s",
                                        "complex() argument 'imag' must be a real number, not %s"};
    bool has;
    enum heap_status status;
    if (int_is_kind(h, o))
        free_list_pass(h, FREE_FLOATS); /* PyNumber_Float() makes one */
    if (index < 2 || object_kind(h, o) == KIND_COMPLEX) {
        status = number_complex(h, o, out, &has);
    } else { /* nobody's __complex__ is asked for the imaginary part */
        *out = (struct complex_parts){0};
        status = number_find_float(h, o, &out->real, &has);
    }
    if (status == HEAP_OK && index && object_kind(h, o) == KIND_COMPLEX && h->abi.complex_parts_are_real)
        return raise_warning(h, EXC_DEPRECATION_WARNING, newer[index], object_type_name(h, o));
    if (status != HEAP_OK || has)
        return status;
    return raise_error(h, EXC_TYPE_ERROR, h->abi.complex_names_arguments ? newer[index] : wordings[index],
                       object_type_name(h, o));
}

/* What a str among two arguments is told; HEAP_OK: there is none. */
static enum heap_status refuse_str(struct heap *h, addr real, addr imag)
{
    bool first = real && str_is_kind(h, real), second = imag && str_is_kind(h, imag);
    if (h->abi.complex_names_arguments || (!first && !second))
        return HEAP_OK; /* it is no number */
    return raise_error(h, EXC_TYPE_ERROR,
                       first ? "complex() can't take second arg if first is a string"
                             : "complex() second arg can't be a string");
}

/* real + imag * 1j, whose signs of zero stay where a part is no complex number. */
static enum heap_status complex_of_parts(struct heap *h, addr type, addr first, addr second, addr *out)
{
    struct complex_parts real = {0}, imag = {0};
    enum heap_status status = second ? refuse_str(h, first, second) : HEAP_OK;
    if (status == HEAP_OK && first)
        status = complex_part(h, first, 1, &real);
    if (status == HEAP_OK && second)
        status = complex_part(h, second, 2, &imag);
    if (status != HEAP_OK)
        return status;
    if (!second)
        return answer(h, complex_new_of(h, type, real.real, real.imag), out);
    if (imag.is_complex)
        real.real -= imag.imag;
    if (real.is_complex)
        imag.real += real.imag;
    return answer(h, complex_new_of(h, type, real.real, imag.real), out);
}

static enum heap_status call_complex(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"real", "imag"};
    addr values[2];
    struct textual t;
    struct complex_parts z = {0};
    enum heap_status status =
        call->count <= 2 ? HEAP_OK
                         : raise_error(h, EXC_TYPE_ERROR, "complex() takes at most 2 arguments (%zu given)",
                                       call->count + call->kwcount);
    if (status == HEAP_OK)
        status = arguments_bind(h, call, "complex", names, 2, values);
    if (status != HEAP_OK)
        return status;
    bool alone = values[0] && !values[1] && !(h->abi.complex_names_arguments && call->kwcount);
    if (!alone)
        return complex_of_parts(h, type, values[0], values[1], out);
    if (object_is_exact(h, values[0], KIND_COMPLEX) && type == h->type[KIND_COMPLEX])
        return answer(h, incref(h, values[0]), out);
    if (str_is_kind(h, values[0]) && textual_view(h, values[0], &t))
        status = complex_from_text(h, values[0], &t, &z.real, &z.imag);
    else
        status = complex_part(h, values[0], 0, &z);
    return status == HEAP_OK ? answer(h, complex_new_of(h, type, z.real, z.imag), out) : status;
}

/* ---- range, slice
 * ----------------------------------------------------------------------------------------------------------------
 */

static enum heap_status call_range(struct heap *h, const struct call *call, addr *out)
{
    addr bounds[3] = {0, 0, 0}, range = 0;
    enum heap_status status = arguments_plain(h, call, "range", 1, 3, true);
    for (size_t i = 0; i < call->count && status == HEAP_OK; i++)
        status = object_index(h, call->args[i], &bounds[call->count == 1 ? 1 : i]);
    if (status == HEAP_OK) {
        if (!bounds[0])
            bounds[0] = int_new(h, 0);
        if (!bounds[2])
            bounds[2] = int_new(h, 1);
        status = answer(h, range_new(h, bounds[0], bounds[1], bounds[2]), &range);
    }
    for (size_t i = 0; i < 3; i++)
        xdecref(h, bounds[i]);
    if (status == HEAP_OK)
        *out = range;
    return status;
}

static enum heap_status call_slice(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = arguments_plain(h, call, "slice", 1, 3, true);
    if (status != HEAP_OK)
        return status;
    bool only_stop = call->count == 1;
    return answer(h,
                  slice_new(h, only_stop ? 0 : call->args[0], call->args[only_stop ? 0 : 1],
                            call->count > 2 ? call->args[2] : 0),
                  out);
}

enum heap_status scalar_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    switch (type_kind(h, type)) {
    case KIND_BOOL:
        return call_bool(h, call, out);
    case KIND_INT:
        return call_int(h, type, call, out);
    case KIND_FLOAT:
        return call_float(h, type, call, out);
    case KIND_COMPLEX:
        return call_complex(h, type, call, out);
    case KIND_RANGE:
        return call_range(h, call, out);
    default:
        return call_slice(h, call, out);
    }
}
