/* string.templatelib.Template, and what iterates over one. Mirrors Objects/templateobject.c.
 *
 *   Template       16 strings       24 interpolations
 *   TemplateIter   16 stringsiter   24 interpolationsiter   32 from_strings (int)
 */
#include "daemon/heap/object/template.h"

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/generic.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/runtime.h"
#include "daemon/heap/state.h"

struct template
{
    struct object base;
    addr strings, interpolations;
};
static struct template *template_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

addr template_new(struct heap *h, addr strings, addr interpolations)
{
    addr o = object_new(h, h->type[KIND_TEMPLATE], 0);
    if (!o)
        return 0;
    template_at(h, o)->strings = incref(h, strings);
    template_at(h, o)->interpolations = incref(h, interpolations);
    object_track(h, o);
    return o;
}

enum heap_status template_refuse(struct heap *h, const char *before, addr o, const char *after)
{
    char bytes[sizeof h->raised.message] = "";
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    type_put_path(h, object_type(h, o), &text);
    return raise_error(h, EXC_TYPE_ERROR, "%s%s%s", before, bytes, after);
}

/* ---- Template(*args) --------------------------------------------------------------------------- */

/* How many strings and interpolations there are when all texts next to each other are one, and one stands
 * before, between and behind interpolations. */
struct counts {
    size_t strings, interpolations;
};
static enum heap_status count_arguments(struct heap *h, const struct call *call, struct counts *out)
{
    bool text = false;
    for (size_t i = 0; i < call->count; i++) {
        addr o = call->args[i];
        bool is = str_is_kind(h, o);
        if (!is && object_kind(h, o) != KIND_INTERPOLATION)
            return template_refuse(
                h, "Template.__new__ *args need to be of type 'str' or 'Interpolation', got ", o, "");
        out->strings += !text;
        out->interpolations += !is;
        text = is;
    }
    out->strings += !text;
    return HEAP_OK;
}

static enum heap_status fill(struct heap *h, const struct call *call, addr strings, addr interpolations)
{
    size_t n = 0, m = 0;
    bool text = false;
    addr empty = h->singleton[SINGLETON_EMPTY_STR];
    for (size_t i = 0; i < call->count; i++) {
        addr o = call->args[i], joined;
        if (object_kind(h, o) == KIND_INTERPOLATION) {
            if (!text)
                tuple_init(h, strings, n++, incref(h, empty));
            tuple_init(h, interpolations, m++, incref(h, o));
            text = false;
        } else if (text) {
            addr *last = &tuple_items(h, strings)[n - 1];
            enum heap_status status = sequence_concat(h, KIND_STR, *last, o, &joined);
            if (status != HEAP_OK)
                return status;
            last = &tuple_items(h, strings)[n - 1];
            decref(h, *last);
            *last = joined;
        } else {
            tuple_init(h, strings, n++, incref(h, o));
            text = true;
        }
    }
    if (!text)
        tuple_init(h, strings, n, incref(h, empty));
    return HEAP_OK;
}

enum heap_status template_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    struct counts counts = {0};
    (void)type;
    if (call->kwcount)
        return raise_error(h, EXC_TYPE_ERROR, "Template.__new__ only accepts *args arguments");
    enum heap_status status = count_arguments(h, call, &counts);
    if (status != HEAP_OK)
        return status;
    addr strings = tuple_new(h, counts.strings),
         interpolations = strings ? tuple_new(h, counts.interpolations) : 0;
    status = interpolations ? fill(h, call, strings, interpolations) : raise_status(h);
    if (status == HEAP_OK) {
        tuple_done(h, strings);
        tuple_done(h, interpolations);
        status = answer(h, template_new(h, strings, interpolations), out);
    }
    xdecref(h, interpolations);
    xdecref(h, strings);
    return status;
}

/* ---- + ------------------------------------------------------------------------------------------ */

/* The strings of both, the last of `a` and the first of `b` in one. *new* */
static addr join_strings(struct heap *h, addr a, addr b)
{
    size_t n = tuple_length(h, a), m = tuple_length(h, b);
    addr joined, made;
    if (sequence_concat(h, KIND_STR, tuple_item(h, a, n - 1), tuple_item(h, b, 0), &joined) != HEAP_OK)
        return 0;
    made = tuple_new(h, n + m - 1);
    if (!made) {
        decref(h, joined);
        return 0;
    }
    for (size_t i = 0; i + 1 < n; i++)
        tuple_init(h, made, i, incref(h, tuple_item(h, a, i)));
    tuple_init(h, made, n - 1, joined);
    for (size_t i = 1; i < m; i++)
        tuple_init(h, made, n - 1 + i, incref(h, tuple_item(h, b, i)));
    tuple_done(h, made);
    return made;
}

enum heap_status template_concat(struct heap *h, addr a, addr b, addr *out)
{
    if (object_kind(h, b) != KIND_TEMPLATE)
        return template_refuse(h, "can only concatenate string.templatelib.Template (not \"", b,
                               "\") to string.templatelib.Template");
    addr strings = join_strings(h, template_at(h, a)->strings, template_at(h, b)->strings),
         interpolations = 0;
    if (!strings)
        return raise_status(h);
    enum heap_status status = sequence_concat(h, KIND_TUPLE, template_at(h, a)->interpolations,
                                              template_at(h, b)->interpolations, &interpolations);
    if (status == HEAP_OK)
        status = answer(h, template_new(h, strings, interpolations), out);
    xdecref(h, interpolations);
    decref(h, strings);
    return status;
}

/* ---- attributes and methods ------------------------------------------------------------------- */

static enum heap_status get_values(struct heap *h, addr o, addr *out)
{
    addr interpolations = template_at(h, o)->interpolations;
    size_t n = tuple_length(h, interpolations);
    addr made = tuple_new(h, n);
    if (!made)
        return raise_status(h);
    for (size_t i = 0; i < n; i++)
        tuple_init(h, made, i, incref(h, interpolation_value(h, tuple_item(h, interpolations, i))));
    tuple_done(h, made);
    *out = made;
    return HEAP_OK;
}

const struct getset template_getsets[] = {{"values", get_values, NULL}, {0}};
const struct member_spec template_members[] = {
    {"strings", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct template, strings)},
    {"interpolations", MEMBER_OBJECT, MEMBER_READ_ONLY, offsetof(struct template, interpolations)},
    {0}};

/* What pickles a template is written in Python: the module string.templatelib tells of it. */
static enum heap_status method_reduce(struct heap *h, const struct call *c, addr *out)
{
    const struct template *t = template_at(h, c->self);
    const addr args[] = {t->strings, t->interpolations};
    const struct call call = {.args = args, .count = 2};
    return runtime_library_call
               ? runtime_library_call(h, "string.templatelib", "_template_reduce", &call, out)
               : raise_error(h, EXC_RUNTIME_ERROR, "string.templatelib is not there");
}

static enum heap_status template_repr(struct heap *h, addr o, struct text *out)
{
    text_put(out, "Template(strings=", 17);
    enum heap_status status = object_repr(h, template_at(h, o)->strings, out);
    if (status != HEAP_OK)
        return status;
    text_put(out, ", interpolations=", 17);
    status = object_repr(h, template_at(h, o)->interpolations, out);
    text_put(out, ")", 1);
    return status;
}

/* ---- what iterates over one ------------------------------------------------------------------- */

struct template_iterator {
    struct object base;
    addr strings, interpolations;
    int32_t from_strings;
};
static struct template_iterator *template_iterator_at(const struct heap *h, addr o)
{
    return heap_at(h, o);
}

static enum heap_status template_iter(struct heap *h, addr o, addr *out)
{
    addr strings = 0, interpolations = 0, it = object_new(h, h->type[KIND_TEMPLATE_ITERATOR], 0);
    if (!it)
        return raise_status(h);
    enum heap_status status = object_iter(h, template_at(h, o)->strings, &strings);
    if (status == HEAP_OK)
        status = object_iter(h, template_at(h, o)->interpolations, &interpolations);
    if (status != HEAP_OK) {
        xdecref(h, strings);
        decref(h, it);
        return status;
    }
    template_iterator_at(h, it)->strings = strings;
    template_iterator_at(h, it)->interpolations = interpolations;
    template_iterator_at(h, it)->from_strings = 1;
    object_track(h, it);
    *out = it;
    return HEAP_OK;
}

/* Strings and interpolations by turns, empty strings left out. */
static enum heap_status template_iterator_next(struct heap *h, addr o, addr *item)
{
    struct template_iterator *it = template_iterator_at(h, o);
    if (it->from_strings) {
        it->from_strings = 0;
        enum heap_status status = iterator_next(h, it->strings, item);
        if (status != HEAP_OK || !*item || str_length(h, *item) != 0)
            return status;
        decref(h, *item);
    }
    it->from_strings = 1;
    return iterator_next(h, it->interpolations, item);
}

FIELDS_SLOTS(template, offsetof(struct template, strings), offsetof(struct template, interpolations))

static const char *verify(const struct heap *h, addr o)
{
    const struct template *t = template_at(h, o);
    const char *wrong = template_verify(h, o);
    if (wrong || !t->strings || !t->interpolations) /* it dies */
        return wrong;
    if (tuple_length(h, t->strings) != tuple_length(h, t->interpolations) + 1)
        return "a template has not one text more than interpolations";
    for (size_t i = 0; i < tuple_length(h, t->strings); i++)
        if (!str_is_kind(h, tuple_item(h, t->strings, i)))
            return "a template's text is none";
    for (size_t i = 0; i < tuple_length(h, t->interpolations); i++)
        if (object_kind(h, tuple_item(h, t->interpolations, i)) != KIND_INTERPOLATION)
            return "a template's interpolation is none";
    return NULL;
}

extern const struct kind_ops template_ops;
const struct kind_ops template_ops = {.traverse = template_traverse,
                                      .release_next = template_release_next,
                                      .verify = verify,
                                      .repr = template_repr,
                                      .hash = hash_self,
                                      .iter = template_iter};
ITERATOR_METHODS(template, {"__reduce__", 0, 0, 0, method_reduce},
                 {"__class_getitem__", 1, 1, METHOD_CLASS, method_class_getitem}, {0})

FIELDS_SLOTS(template_iterator, offsetof(struct template_iterator, strings),
             offsetof(struct template_iterator, interpolations))
ITERATOR_OPS(template_iterator, template_iterator)
ITERATOR_METHODS(template_iterator, {0})
