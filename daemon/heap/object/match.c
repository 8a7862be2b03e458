/* re.Match (pattern.h). */
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/pattern.h"
#include "daemon/heap/runtime.h"

addr match_new(struct heap *h, addr pattern, const struct regex_call *call, int64_t pos, int64_t endpos)
{
    size_t groups = call->groups + 1;
    addr o = object_new_items(h, h->type[KIND_MATCH], 2 * groups);
    if (!o)
        return 0;
    struct match_object *m = match_at(h, o);
    m->string = incref(h, call->subject);
    m->pattern = incref(h, pattern);
    m->pos = pos;
    m->endpos = endpos;
    m->last_index = call->last_index;
    m->groups = (int64_t)groups;
    memcpy(m->marks, call->marks, 2 * groups * sizeof *m->marks);
    object_track(h, o);
    return o;
}

/* ---- groups
 * ----------------------------------------------------------------------------------------------------------------------
 */

addr match_group(struct heap *h, addr match, int64_t i, addr missing)
{
    const struct match_object *m = match_at(h, match);
    if (m->marks[2 * i] < 0)
        return incref(h, missing);
    return subject_slice(h, m->string, m->marks[2 * i], m->marks[2 * i + 1]);
}

/* The number of a group, by its number or name. IndexError. */
static enum heap_status group_number(struct heap *h, addr match, addr index, int64_t *out)
{
    struct match_object *m = match_at(h, match);
    *out = -1;
    if (object_has_index(h, index)) {
        enum heap_status status = object_index_word(h, index, EXC_NONE, out);
        if (status != HEAP_OK)
            return status;
    } else {
        addr names = pattern_at(h, m->pattern)->groupindex, number = 0;
        enum heap_status status = names ? dict_get(h, names, index, &number) : HEAP_OK;
        if (status == HEAP_ABANDONED)
            return status;
        if (status != HEAP_OK)
            heap_clear_raised(h); /* what cannot be a name is none */
        if (number)
            (void)int_fits(h, number, out);
    }
    return *out >= 0 && *out < m->groups ? HEAP_OK : raise_error(h, EXC_INDEX_ERROR, "no such group");
}

static enum heap_status answer_group(struct heap *h, addr match, addr index, addr *out)
{
    int64_t i;
    enum heap_status status = group_number(h, match, index, &i);
    return status == HEAP_OK ? answer(h, match_group(h, match, i, none(h)), out) : status;
}

enum heap_status match_getitem(struct heap *h, addr match, addr key, addr *out)
{
    return answer_group(h, match, key, out);
}

static enum heap_status method_group(struct heap *h, const struct call *call, addr *out)
{
    if (call->count == 0)
        return answer(h, match_group(h, call->self, 0, none(h)), out);
    if (call->count == 1)
        return answer_group(h, call->self, call->args[0], out);
    addr tuple = tuple_new(h, call->count);
    if (!tuple)
        return raise_status(h);
    for (size_t i = 0; i < call->count; i++) {
        addr item = 0;
        enum heap_status status = answer_group(h, call->self, call->args[i], &item);
        if (status != HEAP_OK) {
            decref(h, tuple);
            return status;
        }
        tuple_init(h, tuple, i, item);
    }
    tuple_done(h, tuple);
    *out = tuple;
    return HEAP_OK;
}

static enum heap_status default_argument(struct heap *h, const struct call *call, const char *method,
                                         addr *out)
{
    static const char *const names[] = {"default"};
    enum heap_status status = arguments_unpack(h, call, method, names, 1, 0, 1, out);
    if (status == HEAP_OK && !*out)
        *out = none(h);
    return status;
}

static enum heap_status method_groups(struct heap *h, const struct call *call, addr *out)
{
    addr missing, tuple;
    enum heap_status status = default_argument(h, call, "groups", &missing);
    size_t groups = (size_t)match_at(h, call->self)->groups;
    if (status != HEAP_OK)
        return status;
    tuple = tuple_new(h, groups - 1);
    for (size_t i = 1; tuple && i < groups; i++) {
        addr item = match_group(h, call->self, (int64_t)i, missing);
        if (!item) {
            decref(h, tuple);
            return raise_status(h);
        }
        tuple_init(h, tuple, i - 1, item);
    }
    if (tuple && groups > 1)
        tuple_done(h, tuple);
    return answer(h, tuple, out);
}

static enum heap_status method_groupdict(struct heap *h, const struct call *call, addr *out)
{
    addr missing, dict, names = pattern_at(h, match_at(h, call->self)->pattern)->groupindex, key, number;
    size_t position = 0;
    enum heap_status status = default_argument(h, call, "groupdict", &missing);
    if (status != HEAP_OK)
        return status;
    dict = dict_new(h);
    status = dict ? HEAP_OK : raise_status(h);
    while (status == HEAP_OK && names && dict_next(h, names, &position, &key, &number)) {
        int64_t i = 0;
        (void)int_fits(h, number, &i);
        addr item = match_group(h, call->self, i, missing);
        status = item ? dict_set(h, dict, key, item) : raise_status(h);
        xdecref(h, item);
    }
    if (status == HEAP_OK)
        *out = dict;
    else
        xdecref(h, dict);
    return status;
}

/* ---- places
 * ----------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status group_argument(struct heap *h, const struct call *call, int64_t *out)
{
    *out = 0;
    return call->count ? group_number(h, call->self, call->args[0], out) : HEAP_OK;
}

static enum heap_status method_start(struct heap *h, const struct call *call, addr *out)
{
    int64_t i;
    enum heap_status status = group_argument(h, call, &i);
    return status == HEAP_OK ? answer_int(h, match_at(h, call->self)->marks[2 * i], out) : status;
}

static enum heap_status method_end(struct heap *h, const struct call *call, addr *out)
{
    int64_t i;
    enum heap_status status = group_argument(h, call, &i);
    return status == HEAP_OK ? answer_int(h, match_at(h, call->self)->marks[2 * i + 1], out) : status;
}

/* *new* */
static addr span(struct heap *h, addr match, int64_t i)
{
    const int64_t *marks = match_at(h, match)->marks;
    addr pair[2] = {int_new(h, marks[2 * i]), int_new(h, marks[2 * i + 1])}, tuple = 0;
    if (pair[0] && pair[1])
        tuple = tuple_from(h, pair, 2);
    xdecref(h, pair[0]);
    xdecref(h, pair[1]);
    return tuple;
}

static enum heap_status method_span(struct heap *h, const struct call *call, addr *out)
{
    int64_t i;
    enum heap_status status = group_argument(h, call, &i);
    return status == HEAP_OK ? answer(h, span(h, call->self, i), out) : status;
}

static enum heap_status method_expand(struct heap *h, const struct call *call, addr *out)
{
    static const char *const names[] = {"template"};
    addr template, read;
    enum heap_status status = arguments_unpack(h, call, "expand", names, 1, 1, 1, &template);
    if (status == HEAP_OK)
        status = template_read(h, match_at(h, call->self)->pattern, template, &read);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, read) != KIND_TUPLE) {
        *out = read;
        return HEAP_OK;
    }
    status = template_fill(h, read, call->self, out);
    decref(h, read);
    return status;
}

/* ---- attributes
 * ------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status get_lastindex(struct heap *h, addr o, addr *out)
{
    int64_t last = match_at(h, o)->last_index;
    return last < 0 ? answer_none(h, HEAP_OK, out) : answer_int(h, last, out);
}

static enum heap_status get_lastgroup(struct heap *h, addr o, addr *out)
{
    const struct match_object *m = match_at(h, o);
    addr names = pattern_at(h, m->pattern)->indexgroup;
    if (!names || m->last_index < 0)
        return answer_none(h, HEAP_OK, out);
    return answer(h, incref(h, tuple_item(h, names, (size_t)m->last_index)), out);
}

static enum heap_status get_regs(struct heap *h, addr o, addr *out)
{
    struct match_object *m = match_at(h, o);
    if (!m->regs) {
        addr regs = tuple_new(h, (size_t)m->groups);
        for (int64_t i = 0; regs && i < m->groups; i++) {
            addr pair = span(h, o, i);
            if (!pair) {
                decref(h, regs);
                return raise_status(h);
            }
            tuple_init(h, regs, (size_t)i, pair);
        }
        if (!regs)
            return raise_status(h);
        tuple_done(h, regs);
        m->regs = regs;
    }
    return answer(h, incref(h, m->regs), out);
}

const struct getset match_getsets[] = {
    {"lastindex", get_lastindex, NULL}, {"lastgroup", get_lastgroup, NULL}, {"regs", get_regs, NULL}, {0}};

/* ---- slots
 * ----------------------------------------------------------------------------------------------------------------------
 */

FIELDS_SLOTS(match, offsetof(struct match_object, string), offsetof(struct match_object, regs),
             offsetof(struct match_object, pattern))

/* <re.Match object; span=(0, 1), match='a'>, of which at most 50 characters. */
static enum heap_status match_repr(struct heap *h, addr o, struct text *out)
{
    char bytes[201];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    const struct match_object *m = match_at(h, o);
    addr whole = match_group(h, o, 0, none(h));
    if (!whole)
        return raise_status(h);
    enum heap_status status = object_repr(h, whole, &text);
    decref(h, whole);
    if (status != HEAP_OK)
        return status;
    size_t length = 0;
    for (size_t characters = 0; length < text.length && characters < 50; characters++)
        for (length++; length < text.length && ((unsigned char)bytes[length] & 0xc0) == 0x80;)
            length++;
    text_putf(out, "<%s object; span=(%lld, %lld), match=", object_type_name(h, o), (long long)m->marks[0],
              (long long)m->marks[1]);
    text_put(out, bytes, length);
    text_put(out, ">", 1);
    return HEAP_OK;
}

static void match_clear(struct heap *h, addr o)
{
    struct match_object *m = match_at(h, o);
    addr regs = m->regs;
    m->regs = 0;
    xdecref(h, regs);
}

extern const struct kind_ops match_ops;
const struct kind_ops match_ops = {.traverse = match_traverse,
                                   .release_next = match_release_next,
                                   .clear = match_clear,
                                   .repr = match_repr,
                                   .hash = hash_self,
                                   .verify = match_verify};

static enum heap_status method_itself(struct heap *h, const struct call *call, addr *out)
{
    return answer(h, incref(h, call->self), out);
}

extern const struct builtin_method match_methods[];
const struct builtin_method match_methods[] = {
    {"group", -1, -1, METHOD_TUPLE, method_group},
    {"start", 0, 1, false, method_start},
    {"end", 0, 1, false, method_end},
    {"span", 0, 1, false, method_span},
    {"groups", -1, -1, METHOD_KEYWORDS, method_groups},
    {"groupdict", -1, -1, METHOD_KEYWORDS, method_groupdict},
    {"expand", -1, -1, METHOD_KEYWORDS, method_expand},
    {"__copy__", 0, 0, false, method_itself},
    {"__deepcopy__", 1, 1, false, method_itself},
    {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem},
    {0},
};
