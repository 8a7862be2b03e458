/* Methods that fill up: center, ljust, rjust, zfill, expandtabs, for str, bytes and bytearray. */
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/textual.h"

static enum heap_status fill_argument(struct heap *h, const struct textual *self, addr o, const char *method,
                                      uint32_t *out)
{
    struct textual t;
    bool fits = textual_view(h, o, &t) && textual_mix(self, &t);
    if (self->type == KIND_STR) {
        if (!fits)
            return raise_error(h, EXC_TYPE_ERROR, "The fill character must be a unicode character, not %s",
                               object_type_name(h, o));
        if (t.length != 1)
            return raise_error(h, EXC_TYPE_ERROR, "The fill character must be exactly one character long");
    } else if (!fits || t.length != 1) {
        return raise_error(h, EXC_TYPE_ERROR, "%s() argument 2 must be a byte string of length 1, not %s",
                           method, argument_type_name(h, o));
    }
    *out = units_get(t.data, t.kind, 0);
    return HEAP_OK;
}

static enum heap_status padded(struct heap *h, const struct textual *self, size_t left, size_t right,
                               uint32_t fill, addr *out)
{
    struct textual_result r;
    if (left == 0 && right == 0)
        return answer(h, textual_slice(h, self, 0, self->length), out);
    uint32_t bound = textual_bound(h, self), of_fill = fill < 0x80      ? 0x7f
                                                       : fill < 0x100   ? 0xff
                                                       : fill < 0x10000 ? 0xffff
                                                                        : STR_MAX_CHAR;
    if (left > REGION_LIMIT_MAX || right > REGION_LIMIT_MAX)
        return raise_memory(h);
    /* "" has no character of its own to ask a bound of */
    bound = self->type == KIND_STR && self->length == 0 ? of_fill : bound > of_fill ? bound : of_fill;
    enum heap_status status = result_begin(h, &r, self->type, left + self->length + right, bound, false);
    if (status != HEAP_OK)
        return status;
    result_repeat(&r, fill, left);
    result_put(&r, self, 0, self->length);
    result_repeat(&r, fill, right);
    return result_end(h, &r, out);
}

enum side { SIDE_LEFT, SIDE_RIGHT, SIDE_BOTH }; /* where it is filled up */

static enum heap_status pad(struct heap *h, const struct call *call, const char *method, enum side side,
                            addr *out)
{
    struct textual self;
    int64_t width;
    uint32_t fill = ' ';
    (void)textual_view(h, call->self, &self);
    enum heap_status status = int_argument(h, call->args[0], &width);
    if (status == HEAP_OK && call->count > 1)
        status = fill_argument(h, &self, call->args[1], method, &fill);
    if (status != HEAP_OK)
        return status;
    textual_again(h, &self);
    size_t missing = width > (int64_t)self.length ? (size_t)width - self.length : 0, left = 0;
    if (side == SIDE_LEFT)
        left = missing;
    else if (side == SIDE_BOTH) /* CPython's rule for the odd one */
        left = missing / 2 + (missing & (size_t)width & 1);
    return padded(h, &self, left, missing - left, fill, out);
}

enum heap_status textual_method_center(struct heap *h, const struct call *call, addr *out)
{
    return pad(h, call, "center", SIDE_BOTH, out);
}

enum heap_status textual_method_ljust(struct heap *h, const struct call *call, addr *out)
{
    return pad(h, call, "ljust", SIDE_RIGHT, out);
}

enum heap_status textual_method_rjust(struct heap *h, const struct call *call, addr *out)
{
    return pad(h, call, "rjust", SIDE_LEFT, out);
}

enum heap_status textual_method_zfill(struct heap *h, const struct call *call, addr *out)
{
    struct textual self;
    int64_t width;
    (void)textual_view(h, call->self, &self);
    enum heap_status status = int_argument(h, call->args[0], &width);
    if (status != HEAP_OK)
        return status;
    textual_again(h, &self);
    if (width <= (int64_t)self.length)
        return answer(h, textual_slice(h, &self, 0, self.length), out);
    if (width > (int64_t)REGION_LIMIT_MAX)
        return raise_memory(h);
    struct textual_result r;
    uint32_t sign = self.length ? units_get(self.data, self.kind, 0) : 0;
    size_t signs = sign == '+' || sign == '-' ? 1 : 0;
    status = result_begin(h, &r, self.type, (size_t)width,
                          self.type == KIND_STR && self.length ? textual_bound(h, &self) : 0x7f, false);
    if (status != HEAP_OK)
        return status;
    result_put(&r, &self, 0, signs);
    result_repeat(&r, '0', (size_t)width - self.length);
    result_put(&r, &self, signs, self.length);
    return result_end(h, &r, out);
}

/* How wide the text is with its tabs widened, and whether it has any. */
static enum heap_status expanded(struct heap *h, const struct textual *t, int64_t tab,
                                 struct textual_result *r, size_t *width, bool *tabs)
{
    size_t length = 0;
    uint64_t column = 0;
    work_done(h, steps_of_limbs(t->length));
    *tabs = false;
    for (size_t i = 0; i < t->length && length <= REGION_LIMIT_MAX; i++) {
        enum heap_status status = loop_goes_on(h, i);
        if (status != HEAP_OK)
            return status;
        uint32_t c = units_get(t->data, t->kind, i);
        size_t n = c != '\t' ? 1 : tab > 0 ? (size_t)((uint64_t)tab - column % (uint64_t)tab) : 0;
        column = c == '\n' || c == '\r' ? 0 : column + n;
        length += n;
        *tabs = *tabs || c == '\t';
        if (r)
            result_repeat(r, c == '\t' ? ' ' : c, n);
    }
    *width = length;
    return HEAP_OK;
}

enum heap_status textual_method_expandtabs(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"tabsize"};
    addr given;
    struct textual self;
    int64_t tab = 8;
    (void)textual_view(h, call->self, &self);
    enum heap_status status = arguments_bind(h, call, "expandtabs", names, 1, &given);
    if (status == HEAP_OK && given)
        status = object_index_int(h, given, &tab);
    if (status != HEAP_OK)
        return status;
    textual_again(h, &self);
    size_t length;
    bool tabs;
    status = expanded(h, &self, tab, NULL, &length, &tabs);
    if (status != HEAP_OK)
        return status;
    if (length > REGION_LIMIT_MAX)
        return raise_error(h, EXC_OVERFLOW_ERROR,
                           self.type == KIND_STR ? "new string is too long" : "result too long");
    if (self.type == KIND_STR && !tabs)
        return answer(h, textual_slice(h, &self, 0, self.length), out);
    struct textual_result r;
    status = result_begin(h, &r, self.type, length, textual_bound(h, &self), false);
    if (status != HEAP_OK)
        return status;
    status = expanded(h, &self, tab, &r, &length, &tabs);
    if (status != HEAP_OK)
        r.status = status;
    return result_end_shared(h, &r, out);
}
