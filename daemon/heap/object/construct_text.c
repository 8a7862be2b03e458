/* Constructors of texts and of what holds plain values: str(), bytes(), bytearray(), deque(), array().
 * Mirrors the tp_new and tp_init of each.
 */
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/construct.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterate.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/memory_view.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/str_methods.h"

/* ---- str
 * -----------------------------------------------------------------------------------------------------------------------
 */

/* str(b, encoding, errors), bytes(s, encoding, errors): by the method that does it. */
static enum heap_status convert(struct heap *h, addr o, const addr *values, builtin_function *method,
                                addr *out)
{
    addr names[2], given[2];
    size_t n = 0;
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < 2 && status == HEAP_OK; i++) {
        if (!values[i])
            continue;
        names[n] = str_from_ascii(h, i ? "errors" : "encoding");
        given[n] = values[i];
        status = names[n] ? HEAP_OK : raise_status(h);
        n += names[n] != 0;
    }
    struct call call = {.self = o, .kwnames = names, .kwvalues = given, .kwcount = n};
    if (status == HEAP_OK)
        status = method(h, &call, out);
    while (n)
        decref(h, names[--n]);
    return status;
}

static enum heap_status check_texts(struct heap *h, const char *name, const addr *values)
{
    static const char *const names[] = {"encoding", "errors"};
    bool of_type = h->abi.find_names_argument &&
                   strcmp(name, "str") == 0; /* from 3.13 None is called by its type there */
    for (size_t i = 0; i < 2; i++)
        if (values[i] && !str_is_kind(h, values[i]))
            return raise_error(h, EXC_TYPE_ERROR, "%s() argument '%s' must be str, not %s", name, names[i],
                               of_type ? object_type_name(h, values[i]) : argument_type_name(h, values[i]));
    return HEAP_OK;
}

static enum heap_status too_many(struct heap *h, const struct call *call, const char *name, size_t most)
{
    if (call->count <= most)
        return HEAP_OK;
    return raise_error(h, EXC_TYPE_ERROR, "%s() takes at most %zu arguments (%zu given)", name, most,
                       call->count + call->kwcount);
}

static enum heap_status call_str(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"object", "encoding", "errors"};
    addr values[3], s = 0;
    const uint8_t *bytes;
    size_t length;
    bool counts = h->abi.find_names_argument && !call->kwcount;
    enum heap_status status =
        counts ? arguments_plain(h, call, "str", 0, 3, false) : too_many(h, call, "str", 3);
    if (status == HEAP_OK)
        status = arguments_bind(h, call, "str", names, 3, values);
    if (status == HEAP_OK)
        status = check_texts(h, "str", values + 1);
    if (status != HEAP_OK)
        return status;
    if (!values[0]) {
        s = str_new(h, 0, 0);
    } else if (!values[1] && !values[2]) {
        s = object_str(h, values[0]);
    } else {
        if (str_is_kind(h, values[0]))
            return raise_error(h, EXC_TYPE_ERROR, "decoding str is not supported");
        if (!bytes_view(h, values[0], &bytes, &length))
            return raise_error(h, EXC_TYPE_ERROR, "decoding to str: need a bytes-like object, %s found",
                               object_type_name(h, values[0]));
        status = convert(h, values[0], values + 1, bytes_method_decode, &s);
        if (status != HEAP_OK)
            return status;
    }
    if (s && type != h->type[KIND_STR]) {
        addr plain = s;
        s = str_copy_of(h, type, plain);
        decref(h, plain);
    }
    return answer(h, s, out);
}

/* ---- bytes, bytearray
 * ------------------------------------------------------------------------------------------------------------
 */

/* What the arguments stand for, as *new* bytes-like object (0: as ints that are iterated over), or as a
 * number of zeros. */
struct source {
    addr bytes;
    bool is_count, answered; /* answered: by __bytes__, and so what bytes() answers, whatever its class */
    int64_t count;
};

static enum heap_status read_count(struct heap *h, addr o, int64_t *out)
{
    enum heap_status status = object_index_word(h, o, EXC_OVERFLOW_ERROR, out);
    return status == HEAP_OK && *out < 0 ? raise_error(h, EXC_VALUE_ERROR, "negative count") : status;
}

/* As byte_argument, in the words of bytes or bytearray. */
static enum heap_status byte_of(struct heap *h, addr o, const char *name, uint8_t *out)
{
    int64_t value;
    enum heap_status status = int_position(h, o, &value);
    if (status == HEAP_OK && (value < 0 || value > 255))
        status = raise_error(h, EXC_VALUE_ERROR, "%s must be in range(0, 256)",
                             strcmp(name, "bytes") == 0 ? name : "byte");
    if (status == HEAP_OK)
        *out = (uint8_t)value;
    return status;
}

static enum heap_status cannot_convert(struct heap *h, addr o, const char *name)
{
    return raise_error(h, EXC_TYPE_ERROR, "cannot convert '%.200s' object to %s", object_type_name(h, o),
                       name);
}

/* The ints as bytes, collected in host memory: the object is made in its final size. `name`: what they are
 * made into. */
static enum heap_status collect(struct heap *h, addr iterable, addr *out)
{
    struct iteration it;
    enum heap_status status = iteration_begin(h, &it, iterable);
    if (iterator_refused(h, status))
        return cannot_convert(h, iterable, "bytes");
    if (status != HEAP_OK)
        return status;
    uint8_t *data = NULL;
    size_t n = 0, capacity = 0;
    int64_t hint;
    addr item;
    bool plain = object_is_exact(h, iterable, KIND_LIST) || object_is_exact(h, iterable, KIND_TUPLE);
    if (!plain && (status = object_length_hint(h, iterable, 64, &hint)) !=
                      HEAP_OK) { /* only for what it says of the object */
        iteration_end(h, &it);
        return status;
    }
    while ((status = iteration_next(h, &it, &item)) == HEAP_OK && item) {
        uint8_t byte = 0;
        status = byte_of(h, item, "bytes", &byte);
        decref(h, item);
        if (status == HEAP_OK)
            status = loop_check(h);
        if (status != HEAP_OK)
            break;
        if (n == capacity) {
            capacity = capacity ? capacity * 2 : 64;
            uint8_t *grown = capacity > h->limit + 64 ? NULL : realloc(data, capacity);
            if (!grown) {
                status = raise_memory(h);
                break;
            }
            data = grown;
        }
        data[n++] = byte;
    }
    iteration_end(h, &it);
    if (status == HEAP_OK)
        status = answer(h, bytes_new(h, data ? data : (const uint8_t *)"", n), out);
    free(data);
    return status;
}

/* *new*: what __bytes__ answers; *out 0: there is none. */
static enum heap_status ask_bytes(struct heap *h, addr o, addr *out)
{
    enum kind kind = object_kind(h, o);
    addr method = kind == KIND_PROXY || kind == KIND_CALLABLE_PROXY
                      ? special_lookup(h, o, known_name(h, NAME_BYTES))
                      : special_of_class(h, object_type(h, o), known_name(h, NAME_BYTES));
    addr made;
    *out = 0;
    if (!method)
        return HEAP_OK;
    enum heap_status status = special_call_bound(h, method, o, NULL, 0, &made);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, made) == KIND_BYTES) {
        *out = made;
        return HEAP_OK;
    }
    status = raise_error(h, EXC_TYPE_ERROR, "__bytes__ returned non-bytes (type %.200s)",
                         object_type_name(h, made));
    decref(h, made);
    return status;
}

/* *new*: the bytes of a buffer; 0: the object is to be iterated over. `name`: what they are made into. */
static enum heap_status bytes_of(struct heap *h, addr o, const char *name, addr *out)
{
    const uint8_t *bytes;
    size_t length;
    if (object_kind(h, o) == KIND_MEMORYVIEW)
        return memory_view_bytes(h, o, 'C', out);
    if (bytes_view(h, o, &bytes, &length)) {
        *out = incref(h, o);
        return HEAP_OK;
    }
    if (str_is_kind(h, o) || !object_is_iterable(h, o))
        return cannot_convert(h, o, name);
    *out = 0;
    return HEAP_OK;
}

enum heap_status bytes_from_object(struct heap *h, addr o, addr *out)
{
    enum heap_status status = ask_bytes(h, o, out);
    if (status != HEAP_OK || *out)
        return status;
    status = bytes_of(h, o, "bytes", out);
    if (status == HEAP_OK && !*out)
        return collect(h, o, out);
    if (status != HEAP_OK || object_kind(h, *out) == KIND_BYTES)
        return status;
    const uint8_t *bytes;
    size_t length;
    addr source = *out;
    (void)bytes_view(h, source, &bytes, &length);
    addr made = bytes_new_filled(h, bytes, length);
    decref(h, source);
    return answer(h, made, out);
}

/* Source, encoding and errors. */
static enum heap_status bind_source(struct heap *h, const struct call *call, const char *name, addr values[3])
{
    static const char *const names[] = {"source", "encoding", "errors"};
    enum heap_status status = too_many(h, call, name, 3);
    if (status == HEAP_OK)
        status = arguments_bind(h, call, name, names, 3, values);
    return status == HEAP_OK ? check_texts(h, name, values + 1) : status;
}

static enum heap_status read_source(struct heap *h, const addr values[3], const char *name,
                                    struct source *out)
{
    enum heap_status status;
    addr o = values[0];
    *out = (struct source){.is_count = true};
    if (!o || !str_is_kind(h, o)) {
        if (values[1] || values[2])
            return raise_error(h, EXC_TYPE_ERROR,
                               values[1] ? "encoding without a string argument"
                                         : "errors without a string argument");
        if (!o)
            return HEAP_OK;
    }
    out->is_count = false;
    if (strcmp(name, "bytes") == 0 && !values[1]) {
        status = ask_bytes(h, o, &out->bytes);
        out->answered = out->bytes != 0;
        if (status != HEAP_OK || out->bytes)
            return status;
        if (object_is_exact(h, o, KIND_BYTES)) /* bytes.__bytes__ */
            return answer(h, incref(h, o), &out->bytes);
        if (object_kind(h, o) == KIND_BYTES)
            return answer(h, bytes_new(h, bytes_data(h, o), bytes_length(h, o)), &out->bytes);
    }
    if (str_is_kind(h, o)) {
        if (!values[1])
            return raise_error(h, EXC_TYPE_ERROR, "string argument without an encoding");
        return convert(h, o, values + 1, str_method_encode, &out->bytes);
    }
    if (object_has_index(h, o)) {
        status = read_count(h, o, &out->count);
        if (status != HEAP_RAISED || heap_raised(h) != EXC_TYPE_ERROR) {
            out->is_count = true;
            return status;
        }
        heap_clear_raised(h); /* it may be iterable all the same */
    }
    return bytes_of(h, o, name, &out->bytes);
}

static enum heap_status call_bytes(struct heap *h, addr type, const struct call *call, addr *out)
{
    addr values[3];
    struct source source;
    const uint8_t *bytes = NULL;
    size_t length;
    enum heap_status status = bind_source(h, call, "bytes", values);
    if (status == HEAP_OK)
        status = read_source(h, values, "bytes", &source);
    if (status == HEAP_OK && !source.is_count && !source.bytes)
        status = collect(h, values[0], &source.bytes);
    if (status != HEAP_OK)
        return status;
    if (source.is_count)
        return answer(h, bytes_new_of(h, type, NULL, (size_t)source.count), out);
    if (type == h->type[KIND_BYTES] && (source.answered || object_is_exact(h, source.bytes, KIND_BYTES)))
        return answer(h, source.bytes, out);
    (void)bytes_view(h, source.bytes, &bytes, &length);
    addr o = type == h->type[KIND_BYTES] ? bytes_new_filled(h, bytes, length)
                                         : bytes_new_of(h, type, bytes, length);
    decref(h, source.bytes);
    return answer(h, o, out);
}

static enum heap_status append_each(struct heap *h, addr o, addr iterable)
{
    struct iteration it;
    addr item;
    enum heap_status status = iteration_begin(h, &it, iterable);
    if (iterator_refused(h, status))
        return cannot_convert(h, iterable, "bytearray");
    if (status != HEAP_OK)
        return status;
    while ((status = iteration_next(h, &it, &item)) == HEAP_OK && item) {
        uint8_t byte = 0;
        status = byte_of(h, item, "bytearray", &byte);
        decref(h, item);
        size_t length = bytes_length(h, o);
        if (status == HEAP_OK)
            status = loop_check(h);
        if (status == HEAP_OK)
            status = bytearray_resize(h, o, length + 1);
        if (status != HEAP_OK)
            break;
        bytearray_data(h, o)[length] = byte;
    }
    iteration_end(h, &it);
    return status;
}

/* A list or a tuple gives it its size at once, if there are ints in it and nothing else. */
static enum heap_status take_items(struct heap *h, addr o, addr sequence)
{
    size_t n = sequence_length(h, sequence);
    enum heap_status status = bytearray_resize(h, o, n);
    for (size_t i = 0; i < n && status == HEAP_OK; i++) {
        addr item = sequence_items(h, sequence)[i];
        if (!object_is_exact(h, item, KIND_INT)) {
            status = bytearray_resize(h, o, 0);
            return status == HEAP_OK ? append_each(h, o, sequence) : status;
        }
        status = byte_of(h, item, "bytearray", &bytearray_data(h, o)[i]);
        if (status == HEAP_OK)
            status = loop_of_items_goes_on(h, i);
    }
    return status;
}

enum heap_status bytearray_init(struct heap *h, addr o, const struct call *call)
{
    addr values[3];
    struct source source;
    const uint8_t *bytes = NULL;
    size_t length;
    enum heap_status status = bind_source(h, call, "bytearray", values);
    if (status == HEAP_OK)
        status = bytearray_resize(h, o, 0); /* first of all */
    if (status == HEAP_OK)
        status = read_source(h, values, "bytearray", &source);
    if (status != HEAP_OK)
        return status;
    if (source.is_count) {
        status = bytearray_resize(h, o, (size_t)source.count);
        return status == HEAP_OK && source.count ? bytes_clear(h, bytearray_data(h, o), (size_t)source.count)
                                                 : status;
    }
    if (!source.bytes)
        return object_is_exact(h, values[0], KIND_LIST) || object_is_exact(h, values[0], KIND_TUPLE)
                   ? take_items(h, o, values[0])
                   : append_each(h, o, values[0]);
    (void)bytes_view(h, source.bytes, &bytes, &length);
    status = bytearray_resize(h, o, length);
    if (status == HEAP_OK && length)
        status = bytes_copy(h, bytearray_data(h, o), bytes, length);
    decref(h, source.bytes);
    return status;
}

static enum heap_status call_bytearray(struct heap *h, addr type, const struct call *call, addr *out)
{
    addr o = bytearray_new_of(h, type, NULL, 0);
    enum heap_status status = o ? bytearray_init(h, o, call) : raise_status(h);
    if (status == HEAP_OK)
        *out = o;
    else
        xdecref(h, o);
    return status;
}

/* ---- deque, array
 * ------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status call_deque(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"iterable", "maxlen"};
    addr values[2];
    int64_t maxlen = -1;
    enum heap_status status = too_many(h, call, "deque", 2);
    if (status == HEAP_OK)
        status = arguments_bind(h, call, "deque", names, 2, values);
    if (status != HEAP_OK)
        return status;
    if (values[1] && values[1] != none(h)) {
        if (!int_is_kind(h, values[1])) /* not even __index__ */
            return raise_error(h, EXC_TYPE_ERROR, "an integer is required");
        status = int_argument(h, values[1], &maxlen);
        if (status == HEAP_OK && maxlen < 0)
            return raise_error(h, EXC_VALUE_ERROR, "maxlen must be non-negative");
    }
    addr d = status == HEAP_OK ? deque_new_of(h, type, maxlen) : 0;
    if (!d)
        return HEAP_RAISED;
    if (values[0])
        status = deque_extend(h, d, values[0], false);
    if (status != HEAP_OK) {
        decref(h, d);
        return status;
    }
    return answer(h, d, out);
}

/* What gives the array its size at once: a list, a tuple, an array of the same typecode. */
static bool is_sized(const struct heap *h, addr o, char typecode, size_t *count)
{
    enum kind k = object_kind(h, o);
    if (k == KIND_LIST || k == KIND_TUPLE)
        *count = sequence_length(h, o);
    else if (k == KIND_ARRAY && array_typecode(h, o) == typecode)
        *count = array_length(h, o);
    else
        return false;
    return true;
}

/* From another array of the same kind. Making this one may have run code that changed that one. */
static void copy_array(struct heap *h, addr a, addr other, size_t count)
{
    size_t n = array_length(h, other) < count ? array_length(h, other) : count;
    if (n)
        memcpy(array_bytes(h, a), array_bytes(h, other), n * array_item_size(h, a));
    if (n < count)
        array_delete(h, a, n, count);
}

/* The items of a list or tuple: what says their values may change the list, and the array. */
static enum heap_status set_items(struct heap *h, addr a, addr sequence, size_t count)
{
    enum heap_status status = HEAP_OK;
    if (count)
        memset(array_bytes(h, a), 0, count * array_item_size(h, a));
    for (size_t i = 0; i < count && status == HEAP_OK; i++) {
        if (i >= sequence_length(h, sequence))
            return raise_error(h, EXC_INDEX_ERROR, "list index out of range");
        addr item = incref(h, sequence_items(h, sequence)[i]);
        status = array_set(h, a, i, item);
        decref(h, item);
        if (status == HEAP_OK)
            status = loop_of_items_goes_on(h, i);
    }
    return status;
}

/* `count`: how many items it was made for. */
static enum heap_status fill_array(struct heap *h, addr a, addr initial, size_t count)
{
    const uint8_t *bytes;
    size_t length;
    enum kind kind = object_kind(h, initial);
    if (kind == KIND_LIST || kind == KIND_TUPLE)
        return set_items(h, a, initial, count);
    if (kind == KIND_ARRAY && array_typecode(h, initial) == array_typecode(h, a)) {
        copy_array(h, a, initial, count);
        return HEAP_OK;
    }
    if (kind == KIND_ARRAY) { /* of another typecode: its items */
        addr items = list_from_iterable(h, initial);
        enum heap_status status = items ? array_extend(h, a, items) : raise_status(h);
        xdecref(h, items);
        return status;
    }
    if (kind != KIND_MEMORYVIEW && bytes_view(h, initial, &bytes, &length))
        return array_extend_bytes(h, a, bytes, length);
    if (str_is_kind(h, initial)) {
        if (count)
            units_copy(array_bytes(h, a), 4, str_data(h, initial), str_kind(h, initial), count);
        return HEAP_OK;
    }
    return array_extend(h, a, initial);
}

static enum heap_status call_array(struct heap *h, addr type, const struct call *call, addr *out)
{
    if (call->kwcount && !class_has_own_init(h, type))
        return raise_error(h, EXC_TYPE_ERROR, "array.array() takes no keyword arguments");
    if (call->count == 0)
        return raise_error(h, EXC_TYPE_ERROR, "array() takes at least 1 argument (0 given)");
    enum heap_status status = too_many(h, call, "array", 2);
    if (status != HEAP_OK)
        return status;
    addr code = call->args[0], initial = call->count > 1 ? call->args[1] : 0;
    if (!str_is_kind(h, code) || str_length(h, code) != 1)
        return raise_error(h, EXC_TYPE_ERROR, "array() argument 1 must be a unicode character, not %s",
                           argument_type_name(h, code));
    uint32_t c = str_char(h, code, 0);
    size_t count = 0;
    if (c == 'u' && h->abi.array_u_is_deprecated &&
        (status = raise_warning(h, EXC_DEPRECATION_WARNING,
                                "The 'u' type code is deprecated and will be removed in Python 3.16")) !=
            HEAP_OK)
        return status;
    if (initial && str_is_kind(h, initial)) {
        if (c != 'u' && c != 'w')
            return raise_error(h, EXC_TYPE_ERROR,
                               "cannot use a str to initialize an array with typecode '%c'",
                               c < 0x80 ? (int)c : '?');
        count = str_length(h, initial);
    } else if (initial && object_kind(h, initial) == KIND_ARRAY && strchr("uw", array_typecode(h, initial)) &&
               c != 'u' && c != 'w') {
        return raise_error(h, EXC_TYPE_ERROR,
                           "cannot use a unicode array to initialize an array with typecode '%c'",
                           c < 0x80 ? (int)c : '?');
    } else if (initial) {
        (void)is_sized(h, initial, c < 0x80 ? (char)c : 0, &count);
    }
    addr a = array_new_of(h, type, c < 0x80 ? (char)c : 0, count);
    if (!a)
        return HEAP_RAISED;
    status = initial ? fill_array(h, a, initial, count) : HEAP_OK;
    if (status != HEAP_OK) {
        decref(h, a);
        return status;
    }
    return answer(h, a, out);
}

enum heap_status text_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    switch (type_kind(h, type)) {
    case KIND_STR:
        return call_str(h, type, call, out);
    case KIND_BYTES:
        return call_bytes(h, type, call, out);
    case KIND_BYTEARRAY:
        return call_bytearray(h, type, call, out);
    case KIND_DEQUE:
        return call_deque(h, type, call, out);
    default:
        return call_array(h, type, call, out);
    }
}
