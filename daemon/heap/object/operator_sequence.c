/* + and * of the builtin sequences, and their forms in place (sq_concat, sq_repeat, sq_inplace_concat,
 * sq_inplace_repeat).
 *
 * Results are made at their final size; in place nothing is changed before there is room for all of it.
 */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/array.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/deque.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/template.h"

/* ---- filling ----------------------------------------------------------------------------------------- */

/* The first `size` bytes again and again until there are `total`, unless the run is given up. */
static enum heap_status fill_bytes(struct heap *h, char *to, size_t size, size_t total)
{
    enum { AT_ONCE = 1 << 20 };
    for (size_t done = size; done < total;) {
        size_t from = done % size, step = done - from < total - done ? done - from : total - done;
        if (HEAP_UNLIKELY(step > AT_ONCE)) {
            enum heap_status status = loop_work(h, 0); /* counted where the room was made */
            if (status != HEAP_OK)
                return status;
            step = AT_ONCE;
        }
        memcpy(to + done, to + from, step);
        done += step;
    }
    return HEAP_OK;
}

/* What has been filled, or nothing and the status. */
static enum heap_status filled(struct heap *h, enum heap_status status, addr made, addr *out)
{
    if (status == HEAP_OK)
        *out = made;
    else
        decref(h, made);
    return status;
}

/* So many references more to each of the n items at once; none where the run is given up. */
static enum heap_status incref_many(struct heap *h, const addr *items, size_t n, size_t count)
{
    for (size_t i = 0; i < n; i++) {
        if (!object_is_immortal(h, items[i]))
            object_at(h, items[i])->refcount += count;
        if (HEAP_LIKELY(loop_of_items_goes_on(h, i) == HEAP_OK))
            continue;
        do
            if (!object_is_immortal(h, items[i]))
                object_at(h, items[i])->refcount -= count;
        while (i-- > 0);
        return HEAP_ABANDONED;
    }
    return HEAP_OK;
}

/* `count` times the n items, with a reference for each; none of them where the run is given up. */
static enum heap_status fill_items(struct heap *h, addr *to, const addr *items, size_t n, size_t count)
{
    if (n == 0 || count == 0)
        return HEAP_OK;
    enum heap_status status = bytes_copy(h, to, items, n * sizeof *to);
    if (status == HEAP_OK)
        status = fill_bytes(h, (char *)to, n * sizeof *to, n * count * sizeof *to);
    if (status == HEAP_OK)
        status = incref_many(h, items, n, count);
    if (status != HEAP_OK)
        memset(to, 0, n * count * sizeof *to);
    return status;
}

static enum heap_status product(struct heap *h, size_t n, int64_t count, size_t *out)
{
    if (__builtin_mul_overflow(n, (size_t)count, out) || *out > REGION_LIMIT_MAX)
        return raise_memory(h);
    return HEAP_OK;
}

/* ---- list, tuple ----------------------------------------------------------------------------- */

static enum heap_status raise_only(struct heap *h, const char *what, addr b)
{
    return raise_error(h, EXC_TYPE_ERROR, "can only concatenate %s (not \"%.200s\") to %s", what,
                       object_type_name(h, b), what);
}

/* Making the result may run a collection, and that code that changes a list: its length is asked again. */
static enum heap_status list_concat(struct heap *h, addr a, addr b, addr *out)
{
    if (object_kind(h, b) != KIND_LIST)
        return raise_only(h, "list", b);
    size_t n = list_length(h, a), m = list_length(h, b);
    addr made = list_new(h, n + m);
    if (!made)
        return raise_status(h);
    size_t have = list_length(h, a) < n ? list_length(h, a) : n,
           more = list_length(h, b) < m ? list_length(h, b) : m;
    list_at(h, made)->size = (int64_t)(have + more);
    enum heap_status status = have ? fill_items(h, list_items(h, made), list_items(h, a), have, 1) : HEAP_OK;
    if (more && status == HEAP_OK)
        status = fill_items(h, list_items(h, made) + have, list_items(h, b), more, 1);
    return filled(h, status, made, out);
}

static enum heap_status list_repeat(struct heap *h, addr o, int64_t count, addr *out)
{
    size_t n = list_length(h, o), total;
    enum heap_status status = product(h, n, count, &total);
    if (status != HEAP_OK)
        return status;
    addr made = list_new(h, total);
    if (!made)
        return raise_status(h);
    if (list_length(h, o) < n) { /* shortened meanwhile */
        n = list_length(h, o);
        list_at(h, made)->size = (int64_t)(n * (size_t)count);
    }
    if (list_length(h, made))
        status = fill_items(h, list_items(h, made), list_items(h, o), n, (size_t)count);
    return filled(h, status, made, out);
}

static enum heap_status list_repeat_inplace(struct heap *h, addr o, int64_t count)
{
    size_t n = list_length(h, o), total;
    if (n == 0 || count == 1)
        return HEAP_OK;
    if (count < 1) {
        list_clear(h, o);
        return HEAP_OK;
    }
    enum heap_status status = product(h, n, count, &total);
    if (status == HEAP_OK)
        status = list_resize(h, o, total);
    if (status != HEAP_OK)
        return status;
    addr *items = list_items(h, o);
    status = fill_bytes(h, (char *)items, n * sizeof *items, total * sizeof *items);
    if (status == HEAP_OK)
        status = incref_many(h, items, n, (size_t)count - 1);
    if (status != HEAP_OK)
        list_at(h, o)->size = (int64_t)n;
    return status;
}

static addr unchanged_tuple(struct heap *h, addr t)
{
    return object_is_exact(h, t, KIND_TUPLE) ? incref(h, t) : 0;
}

static enum heap_status tuple_concat(struct heap *h, addr a, addr b, addr *out)
{
    if (object_kind(h, b) != KIND_TUPLE)
        return raise_only(h, "tuple", b);
    size_t n = tuple_length(h, a), m = tuple_length(h, b);
    if (n == 0 && (*out = unchanged_tuple(h, b)))
        return HEAP_OK;
    if (m == 0 && (*out = unchanged_tuple(h, a)))
        return HEAP_OK;
    addr made = tuple_new(h, n + m);
    if (!made)
        return raise_status(h);
    enum heap_status status = fill_items(h, tuple_items(h, made), tuple_items(h, a), n, 1);
    if (status == HEAP_OK)
        status = fill_items(h, tuple_items(h, made) + n, tuple_items(h, b), m, 1);
    tuple_done(h, made);
    return filled(h, status, made, out);
}

static enum heap_status tuple_repeat(struct heap *h, addr o, int64_t count, addr *out)
{
    size_t n = tuple_length(h, o), total;
    if ((n == 0 || count == 1) && (*out = unchanged_tuple(h, o)))
        return HEAP_OK;
    enum heap_status status = product(h, n, count, &total);
    if (status != HEAP_OK)
        return status;
    addr made = tuple_new(h, total);
    if (!made)
        return raise_status(h);
    if (total)
        status = fill_items(h, tuple_items(h, made), tuple_items(h, o), n, (size_t)count);
    tuple_done(h, made);
    return filled(h, status, made, out);
}

/* ---- str ------------------------------------------------------------------------------------------------
 */

/* *new*: the string itself or, of a subclass, a copy of it. */
static addr unchanged_str(struct heap *h, addr s)
{
    return object_is_exact(h, s, KIND_STR) ? incref(h, s) : str_copy_of(h, 0, s);
}

static enum heap_status str_concat(struct heap *h, addr a, addr b, addr *out)
{
    if (!str_is_kind(h, b))
        return raise_only(h, "str", b);
    size_t n = str_length(h, a), m = str_length(h, b);
    if (n == 0 || m == 0)
        return answer(h, unchanged_str(h, n == 0 ? b : a), out);
    uint32_t x = str_bound(h, a), y = str_bound(h, b);
    addr made = str_new(h, n + m, x > y ? x : y);
    if (!made)
        return raise_status(h);
    unsigned kind = str_kind(h, made);
    char *to = str_data(h, made);
    enum heap_status status = units_copy_all(h, to, kind, str_data(h, a), str_kind(h, a), n);
    if (status == HEAP_OK)
        status = units_copy_all(h, to + n * kind, kind, str_data(h, b), str_kind(h, b), m);
    return filled(h, status, made, out);
}

static enum heap_status str_repeat(struct heap *h, addr o, int64_t count, addr *out)
{
    size_t n = str_length(h, o), total;
    if (n == 0 || count < 1)
        return answer(h, incref(h, h->singleton[SINGLETON_EMPTY_STR]), out);
    if (count == 1)
        return answer(h, unchanged_str(h, o), out);
    if (__builtin_mul_overflow(n, (size_t)count, &total) || total > INT64_MAX)
        return raise_error(h, EXC_OVERFLOW_ERROR, "repeated string is too long");
    addr made = str_new(h, total, str_bound(h, o));
    if (!made)
        return raise_status(h);
    size_t kind = str_kind(h, o);
    char *to = str_data(h, made);
    enum heap_status status = bytes_copy(h, to, str_data(h, o), n * kind);
    if (status == HEAP_OK)
        status = fill_bytes(h, to, n * kind, total * kind);
    return filled(h, status, made, out);
}

/* ---- bytes, bytearray -------------------------------------------------------------------------------------
 */

static enum heap_status raise_no_concat(struct heap *h, addr a, addr b)
{
    return raise_error(h, EXC_TYPE_ERROR, "can't concat %.100s to %.100s", object_type_name(h, b),
                       object_type_name(h, a));
}

static uint8_t *bytes_memory(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_BYTES ? heap_at(h, o + BYTES_DATA) : bytearray_data(h, o);
}

static addr new_bytes(struct heap *h, enum kind kind, size_t length)
{
    if (length > REGION_LIMIT_MAX) {
        (void)raise_memory(h);
        return 0;
    }
    return kind == KIND_BYTES ? bytes_new(h, NULL, length) : bytearray_new(h, NULL, length);
}

static enum heap_status bytes_concat(struct heap *h, addr a, addr b, addr *out)
{
    const uint8_t *x, *y;
    size_t n, m;
    enum kind kind = object_kind(h, a);
    if (!bytes_view(h, b, &y, &m) || !bytes_view(h, a, &x, &n))
        return raise_no_concat(h, a, b);
    if (kind == KIND_BYTES && n == 0 && object_is_exact(h, b, KIND_BYTES))
        return answer(h, incref(h, b), out);
    if (kind == KIND_BYTES && m == 0 && object_is_exact(h, a, KIND_BYTES))
        return answer(h, incref(h, a), out);
    if (n + m == 0)
        return answer(h, new_bytes(h, kind, 0), out);
    addr made = new_bytes(h, kind, n + m);
    if (!made)
        return raise_status(h);
    uint8_t *to = bytes_memory(h, made);
    enum heap_status status = n ? bytes_copy(h, to, x, n) : HEAP_OK;
    if (m && status == HEAP_OK)
        status = bytes_copy(h, to + n, y, m);
    return filled(h, status, made, out);
}

static enum heap_status bytes_repeat(struct heap *h, addr o, int64_t count, addr *out)
{
    const uint8_t *bytes;
    size_t n, total;
    enum kind kind = object_kind(h, o);
    (void)bytes_view(h, o, &bytes, &n);
    if (__builtin_mul_overflow(n, (size_t)count, &total) || total > INT64_MAX)
        return kind == KIND_BYTES ? raise_error(h, EXC_OVERFLOW_ERROR, "repeated bytes are too long")
                                  : raise_memory(h);
    if (total == n && object_is_exact(h, o, KIND_BYTES))
        return answer(h, incref(h, o), out);
    addr made = kind == KIND_BYTES && !total ? bytes_new_empty(h) : new_bytes(h, kind, total);
    if (!made || total == 0)
        return answer(h, made, out);
    uint8_t *to = bytes_memory(h, made);
    enum heap_status status = bytes_copy(h, to, bytes, n);
    if (status == HEAP_OK)
        status = fill_bytes(h, (char *)to, n, total);
    return filled(h, status, made, out);
}

static enum heap_status bytearray_concat_inplace(struct heap *h, addr a, addr b)
{
    const uint8_t *bytes;
    size_t n = (size_t)object_size_field(h, a), m;
    if (!bytes_view(h, b, &bytes, &m))
        return raise_no_concat(h, a, b);
    if (m == 0)
        return HEAP_OK;
    if (a == b) /* its own buffer is in use */
        return raise_error(h, EXC_BUFFER_ERROR, "Existing exports of data: object cannot be re-sized");
    enum heap_status status = bytearray_resize(h, a, n + m);
    if (status != HEAP_OK)
        return status;
    memcpy(bytearray_data(h, a) + n, bytes, m);
    return HEAP_OK;
}

static enum heap_status bytearray_repeat_inplace(struct heap *h, addr o, int64_t count)
{
    size_t n = (size_t)object_size_field(h, o), total;
    enum heap_status status = product(h, n, count, &total);
    if (status == HEAP_OK && total != n)
        status = bytearray_resize(h, o, total);
    if (status != HEAP_OK || total <= n)
        return status;
    status = fill_bytes(h, (char *)bytearray_data(h, o), n, total);
    if (status == HEAP_OK)
        return HEAP_OK;
    enum heap_status shortened = bytearray_resize(h, o, n);
    return shortened == HEAP_OK ? status : shortened;
}

/* ---- array
 * ------------------------------------------------------------------------------------------------- */

static enum heap_status array_concat(struct heap *h, addr a, addr b, addr *out)
{
    if (object_kind(h, b) != KIND_ARRAY)
        return raise_error(h, EXC_TYPE_ERROR, "can only append array (not \"%.200s\") to array",
                           object_type_name(h, b));
    if (array_typecode(h, a) != array_typecode(h, b))
        return raise_error(h, EXC_TYPE_ERROR, "bad argument type for built-in operation");
    size_t n = array_length(h, a), m = array_length(h, b), size = array_item_size(h, a);
    addr made = array_new_of(h, h->type[KIND_ARRAY], array_typecode(h, a), n + m);
    if (!made)
        return raise_status(h);
    size_t have = array_length(h, a) < n ? array_length(h, a) : n,
           more = array_length(h, b) < m ? array_length(h, b) : m; /* shortened meanwhile, as lists are */
    enum heap_status status =
        have ? bytes_copy(h, array_bytes(h, made), array_bytes(h, a), have * size) : HEAP_OK;
    if (more && status == HEAP_OK)
        status = bytes_copy(h, array_bytes(h, made) + have * size, array_bytes(h, b), more * size);
    if (have + more < n + m)
        array_delete(h, made, have + more, n + m);
    return filled(h, status, made, out);
}

static enum heap_status array_repeat(struct heap *h, addr o, int64_t count, addr *out)
{
    size_t n = array_length(h, o), size = array_item_size(h, o), total;
    enum heap_status status = product(h, n * size, count, &total);
    if (status != HEAP_OK)
        return status;
    addr made = array_new_of(h, h->type[KIND_ARRAY], array_typecode(h, o), n * (size_t)count);
    if (!made)
        return raise_status(h);
    if (array_length(h, o) < n) { /* shortened meanwhile */
        array_delete(h, made, array_length(h, o) * (size_t)count, n * (size_t)count);
        n = array_length(h, o);
        total = n * size * (size_t)count;
    }
    if (total) {
        memcpy(array_bytes(h, made), array_bytes(h, o), n * size);
        status = fill_bytes(h, array_bytes(h, made), n * size, total);
    }
    return filled(h, status, made, out);
}

static enum heap_status array_repeat_inplace(struct heap *h, addr o, int64_t count)
{
    size_t n = array_length(h, o), size = array_item_size(h, o), total;
    if (n == 0 || count == 1)
        return HEAP_OK;
    enum heap_status status = product(h, n * size, count, &total);
    if (status == HEAP_OK)
        status = array_resize(h, o, n * (size_t)count);
    if (status == HEAP_OK && total && (status = fill_bytes(h, array_bytes(h, o), n * size, total)) != HEAP_OK)
        array_delete(h, o, n, n * (size_t)count);
    return status;
}

static enum heap_status array_concat_inplace(struct heap *h, addr a, addr b)
{
    if (object_kind(h, b) != KIND_ARRAY)
        return raise_error(h, EXC_TYPE_ERROR, "can only extend array with array (not \"%.200s\")",
                           object_type_name(h, b));
    return array_extend(h, a, b);
}

/* ---- deque
 * ------------------------------------------------------------------------------------------------- */

static enum heap_status deque_concat(struct heap *h, addr a, addr b, addr *out)
{
    if (object_kind(h, b) != KIND_DEQUE)
        return raise_only(h, "deque", b);
    addr made = deque_copy(h, a);
    if (!made)
        return raise_status(h);
    enum heap_status status = deque_extend(h, made, b, false);
    if (status != HEAP_OK) {
        decref(h, made);
        return status;
    }
    *out = made;
    return HEAP_OK;
}

/* All that is appended is there beforehand: one extension, which is done or not. */
static enum heap_status deque_repeat_inplace(struct heap *h, addr d, int64_t count)
{
    size_t n = deque_length(h, d);
    int64_t maxlen = deque_at(h, d)->maxlen;
    if (n == 0 || count == 1)
        return HEAP_OK;
    if (count < 1) {
        deque_clear(h, d);
        return HEAP_OK;
    }
    if (maxlen >= 0 && (count > INT64_MAX / (int64_t)n || count * (int64_t)n > maxlen))
        count = (maxlen + (int64_t)n - 1) / (int64_t)n; /* more would fall out again */
    addr items = list_from_iterable(h, d), more = 0;
    enum heap_status status =
        items ? list_repeat(h, items, count > 1 ? count - 1 : 0, &more) : raise_status(h);
    if (status == HEAP_OK)
        status = deque_extend(h, d, more, false);
    xdecref(h, more);
    xdecref(h, items);
    return status;
}

static enum heap_status deque_repeat(struct heap *h, addr o, int64_t count, addr *out)
{
    addr made = deque_copy(h, o);
    if (!made)
        return raise_status(h);
    enum heap_status status = deque_repeat_inplace(h, made, count);
    if (status != HEAP_OK) {
        decref(h, made);
        return status;
    }
    *out = made;
    return HEAP_OK;
}

/* ---- by kind
 * ------------------------------------------------------------------------------------------------ */

enum heap_status sequence_concat(struct heap *h, unsigned owner, addr a, addr b, addr *out)
{
    switch (owner) {
    case KIND_LIST:
        return list_concat(h, a, b, out);
    case KIND_TUPLE:
        return tuple_concat(h, a, b, out);
    case KIND_STR:
        return str_concat(h, a, b, out);
    case KIND_DEQUE:
        return deque_concat(h, a, b, out);
    case KIND_ARRAY:
        return array_concat(h, a, b, out);
    case KIND_TEMPLATE:
        return template_concat(h, a, b, out);
    default:
        return bytes_concat(h, a, b, out);
    }
}

enum heap_status sequence_repeat(struct heap *h, unsigned owner, addr o, int64_t count, addr *out)
{
    if (count < 0)
        count = 0;
    switch (owner) {
    case KIND_LIST:
        return list_repeat(h, o, count, out);
    case KIND_TUPLE:
        return tuple_repeat(h, o, count, out);
    case KIND_STR:
        return str_repeat(h, o, count, out);
    case KIND_DEQUE:
        return deque_repeat(h, o, count, out);
    case KIND_ARRAY:
        return array_repeat(h, o, count, out);
    default:
        return bytes_repeat(h, o, count, out);
    }
}

static enum heap_status itself(struct heap *h, enum heap_status status, addr o, addr *out)
{
    if (status == HEAP_OK)
        *out = incref(h, o);
    return status;
}

enum heap_status sequence_inplace_concat(struct heap *h, unsigned owner, addr a, addr b, addr *out)
{
    switch (owner) {
    case KIND_LIST:
        return itself(h, list_extend(h, a, b), a, out);
    case KIND_DEQUE:
        return itself(h, deque_extend(h, a, b, false), a, out);
    case KIND_ARRAY:
        return itself(h, array_concat_inplace(h, a, b), a, out);
    default:
        return itself(h, bytearray_concat_inplace(h, a, b), a, out);
    }
}

enum heap_status sequence_inplace_repeat(struct heap *h, unsigned owner, addr o, int64_t count, addr *out)
{
    if (count < 0)
        count = 0;
    switch (owner) {
    case KIND_LIST:
        return itself(h, list_repeat_inplace(h, o, count), o, out);
    case KIND_DEQUE:
        return itself(h, deque_repeat_inplace(h, o, count), o, out);
    case KIND_ARRAY:
        return itself(h, array_repeat_inplace(h, o, count), o, out);
    default:
        return itself(h, bytearray_repeat_inplace(h, o, count), o, out);
    }
}

/* ---- a str that grows
 * ------------------------------------------------------------------------------------------ */

/* Nobody else can see it change (unicode_modifiable), and what is added fits its kind. */
static bool can_grow(const struct heap *h, addr left, addr right)
{
    if (object_refcount(h, left) != 1 || !object_in_blocks(left) ||
        HEAP_FIELD(h, left, STR_HASH, int64_t) != -1)
        return false;
    if (*str_state(h, left) & STR_INTERNED || (~*str_state(h, left) & STR_COMPACT))
        return false;
    if (!str_is_ascii(h, left) && HEAP_FIELD(h, left, STR_UTF8(h), addr))
        return false;
    return str_kind(h, right) <= str_kind(h, left) && (!str_is_ascii(h, left) || str_is_ascii(h, right));
}

static enum heap_status grow(struct heap *h, addr *left, addr right)
{
    size_t n = str_length(h, *left), m = str_length(h, right), kind = str_kind(h, *left);
    size_t header = str_is_ascii(h, *left) ? h->abi.str_ascii_header : h->abi.str_compact_header;
    addr moved = object_resize(h, *left, header + (n + m + 1) * kind);
    if (!moved)
        return HEAP_RAISED;
    *left = moved;
    char *data = str_data(h, moved);
    units_copy(data + n * kind, (unsigned)kind, str_data(h, right), str_kind(h, right), m);
    memset(data + (n + m) * kind, 0, kind);
    HEAP_FIELD(h, moved, STR_LENGTH, int64_t) = (int64_t)(n + m);
    return HEAP_OK;
}

enum heap_status str_append(struct heap *h, addr *left, addr right)
{
    addr result = 0;
    enum heap_status status;
    if (str_length(h, right) == 0)
        return HEAP_OK;
    if (str_length(h, *left) && can_grow(h, *left, right) && *left != right) {
        status = grow(h, left, right);
        if (status == HEAP_OK)
            return HEAP_OK;
    } else {
        status = str_concat(h, *left, right, &result);
    }
    addr old = *left;
    *left = result;
    decref(h, old);
    return status;
}
