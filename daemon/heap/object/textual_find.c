/* Methods that look for something: find, index, count, startswith, replace and their like, for str, bytes and
 * bytearray. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/textual.h"

/* ---- arguments
 * ---------------------------------------------------------------------------------------------------------
 */

/* What is looked for: a text of the same sort; for bytes an int as well, kept in *byte. */
static enum heap_status part_argument(struct heap *h, const struct textual *self, addr o, const char *method,
                                      uint8_t *byte, struct textual *part)
{
    if (textual_view(h, o, part) && textual_mix(self, part))
        return HEAP_OK;
    if (self->type == KIND_STR) {
        if (h->abi.find_names_argument)
            return raise_error(h, EXC_TYPE_ERROR, "%s() argument 1 must be str, not %s", method,
                               argument_type_name(h, o));
        return raise_error(h, EXC_TYPE_ERROR, "must be str, not %s", object_type_name(h, o));
    }
    int64_t value;
    if (!object_has_index(h, o))
        return raise_error(h, EXC_TYPE_ERROR, "argument should be integer or bytes-like object, not '%s'",
                           object_type_name(h, o));
    enum heap_status status = int_position(h, o, &value);
    if (status != HEAP_OK)
        return status;
    if (value < 0 || value > 255)
        return raise_error(h, EXC_VALUE_ERROR, "byte must be in range(0, 256)");
    *byte = (uint8_t)value;
    *part = (struct textual){0, KIND_BYTES, 1, 1, byte};
    return HEAP_OK;
}

static enum heap_status bound(struct heap *h, addr o, int64_t *out)
{
    if (o == none(h))
        return HEAP_OK;
    if (!object_has_index(h, o))
        return raise_error(h, EXC_TYPE_ERROR,
                           "slice indices must be integers or None or have an __index__ method");
    return int_position(h, o, out);
}

/* args[1] and args[2]: start and end. */
static enum heap_status limits(struct heap *h, const struct call *call, int64_t *start, int64_t *end)
{
    *start = 0;
    *end = INT64_MAX;
    enum heap_status status = call->count > 1 ? bound(h, call->args[1], start) : HEAP_OK;
    return status == HEAP_OK && call->count > 2 ? bound(h, call->args[2], end) : status;
}

/* Cuts them to the length. `from` may end up beyond `to`: then nothing is there, not even "". */
static void cut(struct heap *h, struct textual *self, int64_t start, int64_t end, size_t *from, size_t *to)
{
    textual_again(h, self);
    int64_t n = (int64_t)self->length;
    if (end > n)
        end = n;
    else if (end < 0 && (end += n) < 0)
        end = 0;
    if (start < 0 && (start += n) < 0)
        start = 0;
    *from = (size_t)start;
    *to = (size_t)end;
}

/* What is looked for, and where. Up to 3.12, and for bytes, the limits are looked at first. */
static enum heap_status look_for(struct heap *h, const struct call *call, const char *method,
                                 struct textual *self, uint8_t *byte, struct textual *part, size_t *from,
                                 size_t *to)
{
    int64_t start, end;
    (void)textual_view(h, call->self, self);
    bool part_first = self->type == KIND_STR && h->abi.find_names_argument;
    enum heap_status status = HEAP_OK;
    if (part_first)
        status = part_argument(h, self, call->args[0], method, byte, part);
    if (status == HEAP_OK)
        status = limits(h, call, &start, &end);
    if (status == HEAP_OK && !part_first)
        status = part_argument(h, self, call->args[0], method, byte, part);
    if (status != HEAP_OK)
        return status;
    cut(h, self, start, end, from, to);
    textual_again(h, part);
    return HEAP_OK;
}

/* ---- find, index, count
 * ------------------------------------------------------------------------------------------------ */

static enum heap_status find(struct heap *h, const struct call *call, const char *method, bool last,
                             int64_t *at)
{
    struct textual self, part;
    uint8_t byte;
    size_t from, to;
    enum heap_status status = look_for(h, call, method, &self, &byte, &part, &from, &to);
    if (status == HEAP_OK)
        status = textual_find(h, &self, &part, from, to, last, at);
    return status;
}

static enum heap_status find_or_minus_one(struct heap *h, const struct call *call, const char *method,
                                          bool last, addr *out)
{
    int64_t at;
    enum heap_status status = find(h, call, method, last, &at);
    return status == HEAP_OK ? answer_int(h, at, out) : status;
}

static enum heap_status find_or_raise(struct heap *h, const struct call *call, const char *method, bool last,
                                      addr *out)
{
    int64_t at;
    enum heap_status status = find(h, call, method, last, &at);
    if (status == HEAP_OK && at < 0)
        return raise_error(h, EXC_VALUE_ERROR,
                           object_kind(h, call->self) == KIND_STR ? "substring not found"
                                                                  : "subsection not found");
    return status == HEAP_OK ? answer_int(h, at, out) : status;
}

enum heap_status textual_method_find(struct heap *h, const struct call *call, addr *out)
{
    return find_or_minus_one(h, call, "find", false, out);
}

enum heap_status textual_method_rfind(struct heap *h, const struct call *call, addr *out)
{
    return find_or_minus_one(h, call, "rfind", true, out);
}

enum heap_status textual_method_index(struct heap *h, const struct call *call, addr *out)
{
    return find_or_raise(h, call, "index", false, out);
}

enum heap_status textual_method_rindex(struct heap *h, const struct call *call, addr *out)
{
    return find_or_raise(h, call, "rindex", true, out);
}

/* How often `part` is in t[from:to], without overlap, at most `limit` times. */
static enum heap_status count_parts(struct heap *h, const struct textual *t, const struct textual *part,
                                    size_t from, size_t to, size_t limit, size_t *out)
{
    *out = 0;
    if (part->length == 0) {
        if (from <= to && to <= t->length)
            *out = to - from + 1 < limit ? to - from + 1 : limit;
        return HEAP_OK;
    }
    while (*out < limit) {
        int64_t at;
        enum heap_status status = textual_find(h, t, part, from, to, false, &at);
        if (status != HEAP_OK)
            return status;
        if (at < 0)
            break;
        ++*out;
        from = (size_t)at + part->length;
    }
    return HEAP_OK;
}

enum heap_status textual_method_count(struct heap *h, const struct call *call, addr *out)
{
    struct textual self, part;
    uint8_t byte;
    size_t from, to, n;
    enum heap_status status = look_for(h, call, "count", &self, &byte, &part, &from, &to);
    if (status == HEAP_OK)
        status = count_parts(h, &self, &part, from, to, SIZE_MAX, &n);
    return status == HEAP_OK ? answer_int(h, (int64_t)n, out) : status;
}

/* ---- startswith, endswith
 * ------------------------------------------------------------------------------------------------ */

static bool tail_matches(const struct textual *self, const struct textual *part, size_t from, size_t to,
                         bool end)
{
    if (to > self->length)
        to = self->length;
    if (from > to || part->length > to - from)
        return false;
    return textual_matches_at(self, part, end ? to - part->length : from);
}

static enum heap_status matches_any(struct heap *h, const struct call *call, const char *method, bool end,
                                    addr *out)
{
    struct textual self, part;
    size_t from, to;
    addr o = call->args[0];
    (void)textual_view(h, call->self, &self);
    int64_t start, stop;
    enum heap_status status = limits(h, call, &start, &stop);
    if (status != HEAP_OK)
        return status;
    cut(h, &self, start, stop, &from, &to);
    if (object_kind(h, o) != KIND_TUPLE) {
        if (textual_view(h, o, &part) && textual_mix(&self, &part))
            return answer_bool(h, HEAP_OK, tail_matches(&self, &part, from, to, end), out);
        const char *what = self.type == KIND_STR ? "str" : "bytes";
        return raise_error(h, EXC_TYPE_ERROR, "%s first arg must be %s or a tuple of %s, not %s", method,
                           what, what, object_type_name(h, o));
    }
    for (size_t i = 0; i < tuple_length(h, o); i++) {
        addr item = tuple_item(h, o, i);
        if (!textual_view(h, item, &part) || !textual_mix(&self, &part)) {
            if (self.type == KIND_STR)
                return raise_error(h, EXC_TYPE_ERROR, "tuple for %s must only contain str, not %s", method,
                                   object_type_name(h, item));
            return raise_not_bytes(h, item);
        }
        if (tail_matches(&self, &part, from, to, end))
            return answer_bool(h, HEAP_OK, true, out);
        if ((status = loop_work(h, steps_of_limbs(8 + part.length))) != HEAP_OK)
            return status;
    }
    return answer_bool(h, HEAP_OK, false, out);
}

enum heap_status textual_method_startswith(struct heap *h, const struct call *call, addr *out)
{
    return matches_any(h, call, "startswith", false, out);
}

enum heap_status textual_method_endswith(struct heap *h, const struct call *call, addr *out)
{
    return matches_any(h, call, "endswith", true, out);
}

/* ---- removeprefix, removesuffix, replace
 * ----------------------------------------------------------------------------------- */

static enum heap_status text_argument(struct heap *h, const struct textual *self, addr o, const char *method,
                                      int number, struct textual *out)
{
    if (textual_view(h, o, out) && textual_mix(self, out))
        return HEAP_OK;
    if (self->type != KIND_STR)
        return raise_not_bytes(h, o);
    if (number)
        return raise_error(h, EXC_TYPE_ERROR, "%s() argument %d must be str, not %s", method, number,
                           argument_type_name(h, o));
    return raise_error(h, EXC_TYPE_ERROR, "%s() argument must be str, not %s", method,
                       argument_type_name(h, o));
}

enum heap_status textual_method_removeprefix(struct heap *h, const struct call *call, addr *out)
{
    struct textual self, part;
    (void)textual_view(h, call->self, &self);
    enum heap_status status = text_argument(h, &self, call->args[0], "removeprefix", 0, &part);
    if (status != HEAP_OK)
        return status;
    bool there = tail_matches(&self, &part, 0, self.length, false);
    return answer(h, textual_slice(h, &self, there ? part.length : 0, self.length), out);
}

enum heap_status textual_method_removesuffix(struct heap *h, const struct call *call, addr *out)
{
    struct textual self, part;
    (void)textual_view(h, call->self, &self);
    enum heap_status status = text_argument(h, &self, call->args[0], "removesuffix", 0, &part);
    if (status != HEAP_OK)
        return status;
    bool there = tail_matches(&self, &part, 0, self.length, true);
    return answer(h, textual_slice(h, &self, 0, self.length - (there ? part.length : 0)), out);
}

/* `count` times: after each character and before the first, or where `old` is. */
static enum heap_status replace(struct heap *h, const struct textual *self, const struct textual *old,
                                const struct textual *new, size_t count, addr *out)
{
    struct textual_result r;
    uint32_t bound_of_self = textual_bound(h, self), bound_of_new = textual_bound(h, new);
    if (new->length > old->length && count > (REGION_LIMIT_MAX - self->length) / (new->length - old->length))
        return raise_memory(h);
    enum heap_status status =
        result_begin(h, &r, self->type, self->length + count * new->length - count * old->length,
                     bound_of_self > bound_of_new ? bound_of_self : bound_of_new, true);
    if (status != HEAP_OK)
        return status;
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t at;
        if (old->length == 0) {
            at = (int64_t)i;
        } else {
            status = textual_find(h, self, old, from, self->length, false, &at);
            if (status != HEAP_OK) {
                decref(h, r.o);
                return status;
            }
        }
        result_put(&r, self, from, (size_t)at);
        result_put(&r, new, 0, new->length);
        from = (size_t)at + old->length;
    }
    result_put(&r, self, from, self->length);
    return result_end(h, &r, out);
}

/* str.replace(old, new, count): from 3.13 the count may be given by name. */
static enum heap_status replace_arguments(struct heap *h, const struct call *call, addr values[3])
{
    static const char *const names[] = {"", "", "count"};
    if (object_kind(h, call->self) == KIND_STR && h->abi.find_names_argument) {
        if (call->count < 2 && call->count + call->kwcount <= 3)
            return raise_error(h, EXC_TYPE_ERROR,
                               "replace() takes at least 2 positional arguments (%zu given)", call->count);
        return arguments_bind(h, call, "replace", names, 3, values);
    }
    if (call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "%s.replace() takes no keyword arguments",
                           object_type_name(h, call->self));
    for (size_t i = 0; i < 3; i++)
        values[i] = i < call->count ? call->args[i] : 0;
    return arguments_plain(h, call, "replace", 2, 3, false);
}

enum heap_status textual_method_replace(struct heap *h, const struct call *call, addr *out)
{
    struct textual self, old, new;
    int64_t limit = -1;
    size_t count;
    addr values[3];
    (void)textual_view(h, call->self, &self);
    enum heap_status status = replace_arguments(h, call, values);
    addr wanted = values[2];
    if (status == HEAP_OK)
        status = text_argument(h, &self, values[0], "replace", 1, &old);
    if (status == HEAP_OK)
        status = text_argument(h, &self, values[1], "replace", 2, &new);
    if (status == HEAP_OK && wanted)
        status = int_argument(h, wanted, &limit);
    if (status != HEAP_OK)
        return status;
    textual_again(h, &self);
    textual_again(h, &old);
    textual_again(h, &new);
    status = count_parts(h, &self, &old, 0, self.length, limit < 0 ? SIZE_MAX : (size_t)limit, &count);
    if (status != HEAP_OK)
        return status;
    if (count == 0 || (self.type == KIND_STR && old.o == new.o))
        return answer(h, textual_slice(h, &self, 0, self.length), out);
    return replace(h, &self, &old, &new, count, out);
}
