/* Methods that take apart and put together: split, partition, strip, join and their like, for str, bytes and
 * bytearray. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/textual.h"

/* ---- split
 * ---------------------------------------------------------------------------------------------------------------
 */

/* Appends t[from:to] to the list. */
static enum heap_status add_piece(struct heap *h, addr list, const struct textual *t, size_t from, size_t to)
{
    bool whole = from == 0 && to == t->length && t->type == KIND_STR && !object_is_exact(h, t->o, KIND_STR);
    addr piece = whole ? str_from_units(h, t->data, to, t->kind) : textual_slice(h, t, from, to);
    if (!piece)
        return raise_status(h);
    enum heap_status status = list_append(h, list, piece);
    decref(h, piece);
    return status;
}

/* Goes on from *i as long as there is space, or none, as told. */
static enum heap_status pass(struct heap *h, const struct textual *t, bool space, size_t *i)
{
    size_t at = *i;
    enum heap_status status = HEAP_OK;
    while (at < t->length && textual_is_space(h, t, at) == space && (status = loop_goes_on(h, at)) == HEAP_OK)
        at++;
    work_done(h, steps_of_limbs(at - *i));
    *i = at;
    return status;
}

/* The same to the left. */
static enum heap_status pass_back(struct heap *h, const struct textual *t, bool space, size_t *i)
{
    size_t at = *i;
    enum heap_status status = HEAP_OK;
    while (at > 0 && textual_is_space(h, t, at - 1) == space && (status = loop_goes_on(h, at)) == HEAP_OK)
        at--;
    work_done(h, steps_of_limbs(*i - at));
    *i = at;
    return status;
}

static enum heap_status split_at_space(struct heap *h, const struct textual *t, size_t limit, addr list)
{
    size_t i = 0, n = t->length;
    for (size_t pieces = 0;; pieces++) {
        enum heap_status status = pass(h, t, true, &i);
        if (status != HEAP_OK || i == n)
            return status;
        if (pieces == limit)
            return add_piece(h, list, t, i, n);
        size_t from = i;
        status = pass(h, t, false, &i);
        if (status == HEAP_OK)
            status = add_piece(h, list, t, from, i);
        if (status == HEAP_OK)
            status = loop_goes_on(h, pieces);
        if (status != HEAP_OK)
            return status;
    }
}

/* From the right; the list comes out in the opposite order. */
static enum heap_status rsplit_at_space(struct heap *h, const struct textual *t, size_t limit, addr list)
{
    size_t i = t->length;
    for (size_t pieces = 0;; pieces++) {
        enum heap_status status = pass_back(h, t, true, &i);
        if (status != HEAP_OK || i == 0)
            return status;
        if (pieces == limit)
            return add_piece(h, list, t, 0, i);
        size_t to = i;
        status = pass_back(h, t, false, &i);
        if (status == HEAP_OK)
            status = add_piece(h, list, t, i, to);
        if (status == HEAP_OK)
            status = loop_goes_on(h, pieces);
        if (status != HEAP_OK)
            return status;
    }
}

static enum heap_status split_at(struct heap *h, const struct textual *t, const struct textual *separator,
                                 size_t limit, bool last, addr list)
{
    size_t from = 0, to = t->length;
    for (size_t pieces = 0; pieces < limit; pieces++) {
        int64_t at;
        enum heap_status status = textual_find(h, t, separator, from, to, last, &at);
        if (status != HEAP_OK)
            return status;
        if (at < 0)
            break;
        size_t after = (size_t)at + separator->length;
        status = last ? add_piece(h, list, t, after, to) : add_piece(h, list, t, from, (size_t)at);
        if (status != HEAP_OK)
            return status;
        if (last)
            to = (size_t)at;
        else
            from = after;
    }
    return add_piece(h, list, t, from, to);
}

static void reverse_list(const struct heap *h, addr list)
{
    size_t n = list_length(h, list);
    addr *items = n ? list_items(h, list) : NULL;
    for (size_t i = 0; i < n / 2; i++) {
        addr kept = items[i];
        items[i] = items[n - 1 - i];
        items[n - 1 - i] = kept;
    }
}

static enum heap_status raise_not_text(struct heap *h, const struct textual *self, addr o)
{
    if (self->type == KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "must be str, not %s", object_type_name(h, o));
    return raise_not_bytes(h, o);
}

#define PREALLOCATED 12 /* MAX_PREALLOC of stringlib/split.h */

/* A list with room for the pieces that there may be. A str without `limit` (-1) can have only so many of
 * them, which is looked at since 3.13; one that is shorter than the separator has one. */
static addr list_for_pieces(struct heap *h, const struct textual *self, const struct textual *separator,
                            int64_t limit)
{
    bool is_str = self->type == KIND_STR;
    if (is_str && separator && (self->length < separator->length || self->kind < separator->kind))
        limit = 0;
    else if (is_str && limit < 0 && h->abi.split_counts_pieces)
        limit = (int64_t)(separator ? self->length / separator->length + 1
                                    : (self->length ? (self->length - 1) / 2 : 0) + 1);
    addr list = list_new(h, limit < 0 || limit >= PREALLOCATED ? PREALLOCATED : (size_t)limit + 1);
    if (list)
        list_at(h, list)->size = 0;
    return list;
}

static enum heap_status split(struct heap *h, const struct call *call, const char *method, bool last,
                              addr *out)
{
    static const char *const names[] = {"sep", "maxsplit"};
    addr values[2];
    struct textual self, separator;
    int64_t limit = -1;
    (void)textual_view(h, call->self, &self);
    enum heap_status status = arguments_bind(h, call, method, names, 2, values);
    if (status == HEAP_OK && values[1])
        status = int_argument(h, values[1], &limit);
    if (status != HEAP_OK)
        return status;
    textual_again(h, &self);
    bool at_space = !values[0] || values[0] == none(h);
    if (!at_space) {
        if (!textual_view(h, values[0], &separator) || !textual_mix(&self, &separator)) {
            if (self.type == KIND_STR)
                return raise_error(h, EXC_TYPE_ERROR, "must be str or None, not %s",
                                   object_type_name(h, values[0]));
            return raise_not_text(h, &self, values[0]);
        }
        if (separator.length == 0)
            return raise_error(h, EXC_VALUE_ERROR, "empty separator");
    }
    addr list =
        list_for_pieces(h, &self, at_space ? NULL : &separator, limit); /* may run code that changes both */
    if (!list)
        return HEAP_RAISED;
    textual_again(h, &self);
    if (!at_space)
        textual_again(h, &separator);
    size_t most = limit < 0 ? SIZE_MAX : (size_t)limit;
    if (!at_space && separator.length == 0)
        status = raise_error(h, EXC_VALUE_ERROR, "empty separator");
    else if (at_space)
        status = last ? rsplit_at_space(h, &self, most, list) : split_at_space(h, &self, most, list);
    else
        status = split_at(h, &self, &separator, most, last, list);
    if (status != HEAP_OK) {
        decref(h, list);
        return status;
    }
    if (last)
        reverse_list(h, list);
    return answer(h, list, out);
}

enum heap_status textual_method_split(struct heap *h, const struct call *call, addr *out)
{
    return split(h, call, "split", false, out);
}
enum heap_status textual_method_rsplit(struct heap *h, const struct call *call, addr *out)
{
    return split(h, call, "rsplit", true, out);
}

static bool ends_line(const struct textual *t, size_t i)
{
    uint32_t c = units_get(t->data, t->kind, i);
    if (c == '\n' || c == '\r')
        return true;
    return t->type == KIND_STR &&
           ((c >= 0x0b && c <= 0x0c) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029);
}

enum heap_status textual_method_splitlines(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"keepends"};
    addr keep;
    struct textual self;
    (void)textual_view(h, call->self, &self);
    bool keeps;
    enum heap_status status = arguments_bind(h, call, "splitlines", names, 1, &keep);
    if (status == HEAP_OK)
        status = arguments_flag(h, keep, &keeps);
    if (status != HEAP_OK)
        return status;
    addr list = list_new(h, 0); /* may run code that changes it */
    if (!list)
        return HEAP_RAISED;
    textual_again(h, &self);
    work_done(h, steps_of_limbs(self.length));
    for (size_t i = 0, lines = 0; i < self.length && status == HEAP_OK; lines++) {
        size_t from = i;
        while (i < self.length && !ends_line(&self, i) && (status = loop_goes_on(h, i)) == HEAP_OK)
            i++;
        if (status != HEAP_OK)
            break;
        size_t to = i;
        if (i < self.length)
            i += units_get(self.data, self.kind, i) == '\r' && i + 1 < self.length &&
                         units_get(self.data, self.kind, i + 1) == '\n'
                     ? 2
                     : 1;
        status = add_piece(h, list, &self, from, keeps ? i : to);
        if (status == HEAP_OK)
            status = loop_goes_on(h, lines);
    }
    if (status != HEAP_OK) {
        decref(h, list);
        return status;
    }
    return answer(h, list, out);
}

/* ---- partition
 * -------------------------------------------------------------------------------------------------------------
 */

static enum heap_status tuple_of_three(struct heap *h, const struct textual *t, const size_t ends[6],
                                       addr middle, addr *out)
{
    addr parts[3] = {0, 0, 0}, tuple = 0;
    parts[0] = textual_slice(h, t, ends[0], ends[1]);
    if (parts[0])
        parts[1] =
            middle && t->type != KIND_BYTEARRAY ? incref(h, middle) : textual_slice(h, t, ends[2], ends[3]);
    if (parts[1])
        parts[2] = textual_slice(h, t, ends[4], ends[5]);
    if (parts[2])
        tuple = tuple_from(h, parts, 3);
    for (size_t i = 0; i < 3; i++)
        xdecref(h, parts[i]);
    return answer(h, tuple, out);
}

static enum heap_status partition(struct heap *h, const struct call *call, bool last, addr *out)
{
    struct textual self, separator;
    int64_t at;
    (void)textual_view(h, call->self, &self);
    if (!textual_view(h, call->args[0], &separator) || !textual_mix(&self, &separator))
        return raise_not_text(h, &self, call->args[0]);
    if (separator.length == 0)
        return raise_error(h, EXC_VALUE_ERROR, "empty separator");
    enum heap_status status = textual_find(h, &self, &separator, 0, self.length, last, &at);
    if (status != HEAP_OK)
        return status;
    size_t n = self.length;
    if (at < 0)
        return last ? tuple_of_three(h, &self, (size_t[]){0, 0, 0, 0, 0, n}, 0, out)
                    : tuple_of_three(h, &self, (size_t[]){0, n, n, n, n, n}, 0, out);
    size_t from = (size_t)at, to = from + separator.length;
    return tuple_of_three(h, &self, (size_t[]){0, from, from, to, to, n}, call->args[0], out);
}

enum heap_status textual_method_partition(struct heap *h, const struct call *call, addr *out)
{
    return partition(h, call, false, out);
}
enum heap_status textual_method_rpartition(struct heap *h, const struct call *call, addr *out)
{
    return partition(h, call, true, out);
}

/* ---- strip
 * -----------------------------------------------------------------------------------------------------------------
 */

/* Is a character one of the set's? Looking for it can take as long as the set is. */
static enum heap_status is_among(struct heap *h, const struct textual *t, size_t i, const struct textual *set,
                                 bool *out)
{
    uint32_t c = units_get(t->data, t->kind, i);
    enum heap_status status = HEAP_OK;
    size_t k = 0;
    while (k < set->length && units_get(set->data, set->kind, k) != c &&
           (status = loop_goes_on(h, k)) == HEAP_OK)
        k++;
    work_done(h, steps_of_limbs(k));
    *out = k < set->length;
    return status;
}

/* Goes on from *from to the right, from *to to the left, as long as there are characters of the set; NULL:
 * white space. */
static enum heap_status strip_ends(struct heap *h, const struct textual *t, const struct textual *set,
                                   bool left, bool right, size_t *from, size_t *to)
{
    enum heap_status status = HEAP_OK;
    bool among = true;
    if (!set) {
        size_t end = *to;
        if (left)
            status = pass(h, t, true, from);
        if (right && status == HEAP_OK && *from < end)
            status = pass_back(h, t, true, to);
        return status;
    }
    for (size_t i = *from; left && status == HEAP_OK && i < *to; *from = i) {
        status = is_among(h, t, i, set, &among);
        if (status != HEAP_OK || !among)
            break;
        status = loop_goes_on(h, ++i);
    }
    for (size_t i = *to; right && status == HEAP_OK && i > *from; *to = i) {
        status = is_among(h, t, i - 1, set, &among);
        if (status != HEAP_OK || !among)
            break;
        status = loop_goes_on(h, --i);
    }
    return status;
}

static enum heap_status strip(struct heap *h, const struct call *call, const char *method, bool left,
                              bool right, addr *out)
{
    struct textual self, characters, *set = NULL;
    (void)textual_view(h, call->self, &self);
    if (call->count && call->args[0] != none(h)) {
        set = &characters;
        if (!textual_view(h, call->args[0], set) || !textual_mix(&self, set)) {
            if (self.type == KIND_STR)
                return raise_error(h, EXC_TYPE_ERROR, "%s arg must be None or str", method);
            return raise_not_text(h, &self, call->args[0]);
        }
    }
    size_t from = 0, to = self.length;
    enum heap_status status = strip_ends(h, &self, set, left, right, &from, &to);
    return status == HEAP_OK ? answer(h, textual_slice(h, &self, from, to), out) : status;
}

enum heap_status textual_method_strip(struct heap *h, const struct call *call, addr *out)
{
    return strip(h, call, "strip", true, true, out);
}

enum heap_status textual_method_lstrip(struct heap *h, const struct call *call, addr *out)
{
    return strip(h, call, "lstrip", true, false, out);
}

enum heap_status textual_method_rstrip(struct heap *h, const struct call *call, addr *out)
{
    return strip(h, call, "rstrip", false, true, out);
}

/* ---- join
 * ------------------------------------------------------------------------------------------------------------------
 */

/* Checks the items and sums up length and bound. */
static enum heap_status measure(struct heap *h, const struct textual *self, addr sequence, size_t count,
                                size_t *length, uint32_t *bound)
{
    *length = count ? (count - 1) * self->length : 0;
    *bound = count > 1 && self->length ? textual_bound(h, self) : 0;
    for (size_t i = 0; i < count; i++) {
        struct textual item;
        addr o = sequence_items(h, sequence)[i];
        if (!textual_view(h, o, &item) || !textual_mix(self, &item))
            return raise_error(h, EXC_TYPE_ERROR,
                               self->type == KIND_STR
                                   ? "sequence item %zu: expected str instance, %.80s found"
                                   : "sequence item %zu: expected a bytes-like object, %.80s found",
                               i, object_type_name(h, o));
        if (item.length > REGION_LIMIT_MAX || *length > REGION_LIMIT_MAX)
            return raise_memory(h);
        *length += item.length;
        uint32_t b = textual_bound(h, &item);
        *bound = b > *bound ? b : *bound;
        enum heap_status status = loop_goes_on(h, i);
        if (status != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

static enum heap_status join(struct heap *h, const struct textual *self, addr sequence, addr *out)
{
    size_t count = sequence_length(h, sequence), length;
    uint32_t bound;
    work_done(h, steps_of_limbs(4 * count));
    enum heap_status status = measure(h, self, sequence, count, &length, &bound);
    if (status != HEAP_OK)
        return status;
    if (count == 1 && self->type != KIND_BYTEARRAY) {
        addr only = sequence_items(h, sequence)[0];
        if (object_is_exact(h, only, self->type))
            return answer(h, incref(h, only), out);
    }
    struct textual_result r;
    status = result_begin(h, &r, self->type, length, bound, false);
    if (status != HEAP_OK)
        return status;
    for (size_t i = 0; i < count && r.status == HEAP_OK; i++) {
        struct textual item;
        (void)textual_view(h, sequence_items(h, sequence)[i], &item);
        if (i)
            result_put(&r, self, 0, self->length);
        result_put(&r, &item, 0, item.length);
        if (r.status == HEAP_OK)
            r.status = loop_goes_on(h, i);
    }
    return result_end(h, &r, out);
}

enum heap_status textual_method_join(struct heap *h, const struct call *call, addr *out)
{
    struct textual self;
    bool resizable =
        object_kind(h, call->self) == KIND_BYTEARRAY; /* what is asked for the pieces must not change it */
    if (resizable)
        HEAP_FIELD(h, call->self, BYTEARRAY_EXPORTS, int64_t)++;
    addr sequence = sequence_fast(h, call->args[0], "can only join an iterable");
    if (resizable)
        HEAP_FIELD(h, call->self, BYTEARRAY_EXPORTS, int64_t)--;
    (void)textual_view(h, call->self, &self);
    if (!sequence)
        return raise_status(h);
    enum heap_status status = join(h, &self, sequence, out);
    decref(h, sequence);
    return status;
}
