/* _io.IncrementalNewlineDecoder: notes which line ends a text has, and makes "\n" of them where that is asked
 * for (io_base.h). Mirrors Modules/_io/textio.c.
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/io_base.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/str.h"

struct newline_decoder {
    struct object base;
    addr decoder, errors;
    uint32_t state, pad;
};
#define PENDING_CR 1u
#define TRANSLATE  2u
#define SEEN_SHIFT 2
enum { SEEN_CR = 1, SEEN_LF = 2, SEEN_CRLF = 4 };

static struct newline_decoder *decoder_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

addr newline_decoder_new(struct heap *h, bool translate)
{
    addr o = object_new(h, h->type[KIND_NEWLINE_DECODER], 0);
    addr errors = o ? str_intern_utf8(h, "strict", 6) : 0;
    if (!errors) {
        xdecref(h, o);
        return 0;
    }
    decoder_at(h, o)->decoder = incref(h, none(h));
    decoder_at(h, o)->errors = errors;
    decoder_at(h, o)->state = translate ? TRANSLATE : 0;
    if (object_has_gc(h, o))
        object_track(h, o);
    return o;
}

enum heap_status newline_decoder_init(struct heap *h, addr o, const struct call *call)
{
    static const char *const names[] = {"decoder", "translate", "errors"};
    addr values[3];
    bool translate = false;
    enum heap_status status = arguments_unpack(h, call, "IncrementalNewlineDecoder", names, 3, 2, 3, values);
    if (status == HEAP_OK)
        status = object_truth(h, values[1], &translate);
    if (status != HEAP_OK)
        return status;
    addr errors = values[2] ? incref(h, values[2]) : str_intern_utf8(h, "strict", 6);
    if (!errors)
        return raise_status(h);
    struct newline_decoder *d = decoder_at(h, o);
    d->state = translate ? TRANSLATE : 0;
    object_replace(h, &d->decoder, incref(h, values[0]));
    object_replace(h, &decoder_at(h, o)->errors, errors);
    return HEAP_OK;
}

/* ---- line ends ------------------------------------------------------------------------------------- */

/* Which line ends these characters have. */
static enum heap_status look(struct heap *h, addr s, uint32_t *seen)
{
    const void *units = str_data(h, s);
    unsigned kind = str_kind(h, s);
    size_t length = str_length(h, s);
    enum heap_status status = HEAP_OK;
    work_done(h, steps_of_bytes(length));
    for (size_t i = 0; i < length && status == HEAP_OK; i++) {
        uint32_t c = units_get(units, kind, i);
        if (c == '\n')
            *seen |= SEEN_LF;
        if (c == '\r') {
            bool both = i + 1 < length && units_get(units, kind, i + 1) == '\n';
            *seen |= both ? SEEN_CRLF : SEEN_CR;
            i += both;
        }
        status = loop_goes_on(h, i);
    }
    return status;
}

/* *new*: the same with "\n" for each of them, by way of a block as large as the text. */
static enum heap_status translate(struct heap *h, addr s, addr *out)
{
    unsigned kind = str_kind(h, s);
    size_t length = str_length(h, s), made = 0;
    addr block = memory_alloc(h, (length ? length : 1) * kind);
    enum heap_status status = block ? HEAP_OK : raise_status(h);
    for (size_t i = 0; i < length && status == HEAP_OK; i++) {
        uint32_t c = units_get(str_data(h, s), kind, i);
        if (c == '\r') {
            c = '\n';
            i += i + 1 < length && units_get(str_data(h, s), kind, i + 1) == '\n';
        }
        units_set(heap_at(h, block), kind, made++, c);
        status = loop_goes_on(h, i);
    }
    if (status == HEAP_OK)
        status = answer(h, str_from_units(h, heap_at(h, block), made, kind), out);
    memory_free(h, block);
    return status;
}

/* *new*: what comes to be looked at: the "\r" that was kept back before it, its own last one kept back. */
static enum heap_status take_pending(struct heap *h, addr o, addr s, bool final, addr *out)
{
    struct newline_decoder *d = decoder_at(h, o);
    addr text = incref(h, s);
    if (d->state & PENDING_CR && (final || str_length(h, s))) {
        addr pair[] = {str_latin1_char(h, '\r'), 0};
        enum heap_status status = sequence_concat(h, KIND_STR, pair[0], s, &pair[1]);
        decref(h, text);
        if (status != HEAP_OK)
            return status;
        text = pair[1];
        d->state &= ~PENDING_CR;
    }
    size_t length = str_length(h, text);
    if (!final && length && str_char(h, text, length - 1) == '\r') {
        addr part = str_slice(h, text, 0, length - 1);
        decref(h, text);
        if (!part)
            return raise_status(h);
        d->state |= PENDING_CR;
        text = part;
    }
    *out = text;
    return HEAP_OK;
}

enum heap_status newline_decoder_decode(struct heap *h, addr o, addr s, bool final, addr *out)
{
    addr text = 0;
    uint32_t seen = 0;
    enum heap_status status = take_pending(h, o, s, final, &text);
    if (status != HEAP_OK)
        return status;
    status = look(h, text, &seen);
    struct newline_decoder *d = decoder_at(h, o);
    seen |= d->state >> SEEN_SHIFT; /* once there was a "\r" no text is taken as it is */
    if (status == HEAP_OK && d->state & TRANSLATE && seen & (SEEN_CR | SEEN_CRLF)) {
        status = translate(h, text, out);
        decref(h, text);
    } else if (status == HEAP_OK) {
        *out = text;
    } else {
        decref(h, text);
    }
    if (status == HEAP_OK)
        d->state |= seen << SEEN_SHIFT;
    return status;
}

addr newline_decoder_line_ends(struct heap *h, addr o)
{
    uint32_t seen = decoder_at(h, o)->state >> SEEN_SHIFT;
    addr ends[3], both = 0;
    size_t count = 0;
    if (seen & SEEN_CRLF && !(both = str_from_ascii(h, "\r\n")))
        return 0;
    if (seen & SEEN_CR)
        ends[count++] = incref(h, str_latin1_char(h, '\r'));
    if (seen & SEEN_LF)
        ends[count++] = incref(h, str_latin1_char(h, '\n'));
    if (both)
        ends[count++] = both;
    if (count == 0)
        return incref(h, none(h));
    addr made = count > 1 ? tuple_from(h, ends, count) : incref(h, ends[0]);
    while (count)
        decref(h, ends[--count]);
    return made;
}

/* ---- methods --------------------------------------------------------------------------------------- */

static enum heap_status check(struct heap *h, addr o)
{
    return decoder_at(h, o)->errors
               ? HEAP_OK
               : raise_error(h, EXC_VALUE_ERROR, "IncrementalNewlineDecoder.__init__() not called");
}

static enum heap_status ask_decoder(struct heap *h, addr o, const char *name, const addr *args, size_t count,
                                    addr *out)
{
    addr key = str_from_ascii(h, name);
    if (!key)
        return raise_status(h);
    enum heap_status status =
        object_call_method(h, decoder_at(h, o)->decoder, key, args, count, NULL, NULL, 0, out);
    decref(h, key);
    return status;
}

static enum heap_status method_decode(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"input", "final"};
    addr values[2], text = 0;
    bool final = false;
    enum heap_status status = arguments_unpack(h, call, "decode", names, 2, 1, 2, values);
    if (status == HEAP_OK && values[1])
        status = object_truth(h, values[1], &final);
    if (status == HEAP_OK)
        status = check(h, call->self);
    if (status != HEAP_OK)
        return status;
    if (decoder_at(h, call->self)->decoder == none(h)) {
        text = incref(h, values[0]);
    } else {
        addr args[] = {values[0], h->singleton[final ? SINGLETON_TRUE : SINGLETON_FALSE]};
        status = ask_decoder(h, call->self, "decode", args, 2, &text);
        if (status != HEAP_OK)
            return status;
    }
    status = str_is_kind(h, text)
                 ? newline_decoder_decode(h, call->self, text, final, out)
                 : raise_error(h, EXC_TYPE_ERROR, "decoder should return a string result, not '%.200s'",
                               object_type_name(h, text));
    decref(h, text);
    return status;
}

/* (what the decoder keeps, its flag twice and whether a "\r" waits) */
static enum heap_status method_getstate(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->self, state = 0, parts[2] = {0, 0};
    int64_t flag = 0;
    enum heap_status status = check(h, o);
    if (status == HEAP_OK && decoder_at(h, o)->decoder != none(h))
        status = ask_decoder(h, o, "getstate", NULL, 0, &state);
    if (status != HEAP_OK)
        return status;
    if (!state) {
        parts[0] = incref(h, h->singleton[SINGLETON_EMPTY_BYTES]);
    } else if (object_kind(h, state) == KIND_TUPLE && tuple_length(h, state) == 2) {
        parts[0] = incref(h, tuple_item(h, state, 0));
        status = int_argument(h, tuple_item(h, state, 1), &flag);
    } else {
        status = raise_error(h, EXC_TYPE_ERROR, "illegal decoder state");
    }
    xdecref(h, state);
    if (status == HEAP_OK)
        parts[1] = int_new(h, (int64_t)((uint64_t)flag << 1 | (decoder_at(h, o)->state & PENDING_CR)));
    if (status == HEAP_OK)
        status = answer(h, parts[1] ? tuple_from(h, parts, 2) : 0, out);
    xdecref(h, parts[0]);
    xdecref(h, parts[1]);
    return status;
}

/* As PyArg_ParseTuple has it with "K": an int, of which the lowest 64 bits count. */
static enum heap_status flag_argument(struct heap *h, addr o, uint64_t *out)
{
    uint8_t bytes[512] = {0};
    int64_t value;
    bool fits = true;
    if (!int_is_kind(h, o))
        return raise_error(h, EXC_TYPE_ERROR, "setstate(): illegal state argument");
    if (int_fits(h, o, &value) || int_bit_length(h, o) >= 8 * sizeof bytes - 8)
        return int_argument(h, o, (int64_t *)out);
    enum heap_status status = int_to_bytes(h, o, bytes, sizeof bytes, true, true, &fits);
    memcpy(out, bytes, sizeof *out);
    return status;
}

static enum heap_status method_setstate(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->self, given = call->args[0], result;
    uint64_t flag = 0;
    enum heap_status status = check(h, o);
    if (status == HEAP_OK && object_kind(h, given) != KIND_TUPLE)
        status = raise_error(h, EXC_TYPE_ERROR, "state argument must be a tuple");
    if (status == HEAP_OK && tuple_length(h, given) != 2)
        status = raise_error(h, EXC_TYPE_ERROR, "setstate(): illegal state argument");
    if (status == HEAP_OK)
        status = flag_argument(h, tuple_item(h, given, 1), &flag);
    if (status != HEAP_OK)
        return status;
    decoder_at(h, o)->state = (decoder_at(h, o)->state & ~PENDING_CR) | ((uint32_t)flag & PENDING_CR);
    if (decoder_at(h, o)->decoder == none(h))
        return answer_none(h, HEAP_OK, out);
    addr parts[] = {tuple_item(h, given, 0), int_new(h, (int64_t)(flag >> 1))};
    addr state = parts[1] ? tuple_from(h, parts, 2) : 0;
    xdecref(h, parts[1]);
    if (!state)
        return raise_status(h);
    status = ask_decoder(h, o, "setstate", &state, 1, &result);
    decref(h, state);
    if (status == HEAP_OK)
        *out = result;
    return status;
}

static enum heap_status method_reset(struct heap *h, const struct call *call, addr *out)
{
    enum heap_status status = check(h, call->self);
    if (status != HEAP_OK)
        return status;
    decoder_at(h, call->self)->state &= TRANSLATE;
    return decoder_at(h, call->self)->decoder == none(h) ? answer_none(h, HEAP_OK, out)
                                                         : ask_decoder(h, call->self, "reset", NULL, 0, out);
}

static enum heap_status get_newlines(struct heap *h, addr o, addr *out)
{
    enum heap_status status = check(h, o);
    return status == HEAP_OK ? answer(h, newline_decoder_line_ends(h, o), out) : status;
}
const struct getset newline_decoder_getsets[] = {{"newlines", get_newlines, NULL}, {0}};

/* ---- the kind -------------------------------------------------------------------------------------- */

FIELDS_SLOTS(newline_decoder, offsetof(struct newline_decoder, decoder),
             offsetof(struct newline_decoder, errors))

static void newline_decoder_clear(struct heap *h, addr o)
{
    incref(h, o); /* what goes may run code that decodes: without errors it is not set up */
    object_replace(h, &decoder_at(h, o)->errors, 0);
    object_replace(h, &decoder_at(h, o)->decoder, 0);
    decref(h, o);
}

extern const struct kind_ops newline_decoder_ops;
const struct kind_ops newline_decoder_ops = {.traverse = newline_decoder_traverse,
                                             .release_next = newline_decoder_release_next,
                                             .clear = newline_decoder_clear,
                                             .hash = hash_self,
                                             .verify = newline_decoder_verify};
ITERATOR_METHODS(newline_decoder, {"decode", -1, -1, METHOD_KEYWORDS, method_decode},
                 {"getstate", 0, 0, 0, method_getstate}, {"setstate", 1, 1, 0, method_setstate},
                 {"reset", 0, 0, 0, method_reset}, {0})
