/* What may have been meant by a name that is not there: the nearest of those that are (Python/suggestions.c),
 * where the versions look for them.
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/nearest.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/directory.h"
#include "daemon/heap/object/interpreter_frame.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/traceback.h"
#include "daemon/python/report_parts.h"
#include "daemon/python/suggest.h"

#define CANDIDATES_MAX 750

/* ---- candidates -------------------------------------------------------------------------------------- */

struct search {
    struct report *r;
    addr wrong; /* the name, borrowed */
    struct ast_text text;
    bool hide_private;
    size_t count;
    addr best; /* counted */
    struct nearest nearest;
};

static void consider(struct search *s, addr name)
{
    struct heap *h = s->r->h;
    if (object_kind(h, name) != KIND_STR)
        return;
    if (s->hide_private && str_length(h, name) && str_char(h, name, 0) == '_')
        return;
    s->count++;
    if (s->count >= CANDIDATES_MAX || str_equal(h, name, s->wrong))
        return;
    char few[64 * 4];
    size_t size = str_utf8_size(h, name);
    if (size > sizeof few)
        return; /* too far away */
    if (!nearest_is(&s->nearest, s->text.bytes, s->text.length, few, str_utf8(h, name, few)))
        return;
    xdecref(h, s->best);
    s->best = incref(h, name);
}

static void consider_keys(struct search *s, addr dict)
{
    addr key, value;
    if (!dict || !dict_is_kind(s->r->h, dict))
        return;
    for (size_t position = 0; dict_next(s->r->h, dict, &position, &key, &value);)
        consider(s, key);
}

static void consider_list(struct search *s, addr list)
{
    for (size_t i = 0; i < list_length(s->r->h, list); i++)
        consider(s, list_item(s->r->h, list, i));
}

static void consider_tuple(struct search *s, addr tuple)
{
    for (size_t i = 0; i < tuple_length(s->r->h, tuple); i++)
        consider(s, tuple_item(s->r->h, tuple, i));
}

/* *new* or 0; the search can begin again. */
static addr take_best(struct search *s)
{
    addr best = s->best;
    s->best = 0;
    s->nearest = (struct nearest){0};
    if (s->count >= CANDIDATES_MAX) {
        xdecref(s->r->h, best);
        best = 0;
    }
    s->count = 0;
    return best;
}

/* ---- where they are -------------------------------------------------------------------------- */

/* The frame that raised; 0: none, or it has given up what it had. */
static addr last_frame(const struct heap *h, addr exception)
{
    addr t = exception_at(h, exception)->traceback;
    while (t && traceback_at(h, t)->next)
        t = traceback_at(h, t)->next;
    addr object = t ? traceback_at(h, t)->frame : 0;
    if (!object || object_kind(h, object) != KIND_FRAME)
        return 0;
    addr f = frame_object_at(h, object)->frame;
    return f && iframe_at(h, f)->code ? object : 0;
}

/* *new* dict or 0. */
static addr locals_of(struct report *r, addr frame)
{
    addr locals;
    if (frame_object_locals(r->h, frame, &locals) == HEAP_OK)
        return locals;
    r->stopped = r->stopped || r->h->raised.abandoned;
    heap_clear_raised(r->h);
    return 0;
}

/* *new* "self.name" when the method's own object has an attribute of that name, else 0. */
static addr attribute_of_self(struct search *s, addr locals)
{
    struct heap *h = s->r->h;
    addr self = locals ? dict_get_ascii(h, locals, "self", 4) : 0, value;
    if (!self)
        return 0;
    incref(h, self);
    enum heap_status status = object_getattr(h, self, s->wrong, &value);
    decref(h, self);
    if (status != HEAP_OK) {
        s->r->stopped = s->r->stopped || h->raised.abandoned;
        heap_clear_raised(h);
        return 0;
    }
    decref(h, value);
    char text[256 + 8] = "self.";
    if (s->text.length > 256)
        return 0;
    memcpy(text + 5, s->text.bytes, s->text.length);
    addr made = str_from_utf8(h, text, 5 + s->text.length);
    if (!made)
        heap_clear_raised(h);
    return made;
}

/* Up to 3.11 the names of the function, then the globals, then the builtins, the first that has one near
 * enough. */
static addr for_name_3_11(struct search *s, addr frame)
{
    struct heap *h = s->r->h;
    const struct interpreter_frame *f = iframe_at(h, frame_object_at(h, frame)->frame);
    consider_tuple(s, code_at(h, f->code)->localsplusnames);
    addr best = take_best(s);
    if (best)
        return best;
    consider_keys(s, f->globals);
    best = take_best(s);
    if (best)
        return best;
    consider_keys(s, f->builtins);
    return take_best(s);
}

static addr for_name(struct search *s, addr exception)
{
    struct heap *h = s->r->h;
    addr frame = last_frame(h, exception);
    if (!frame)
        return 0;
    if (!h->abi.suggestions_3_12)
        return for_name_3_11(s, frame);
    incref(h, frame); /* an attribute's getter may drop the traceback */
    addr locals = locals_of(s->r, frame), own = attribute_of_self(s, locals);
    if (!own) {
        const struct interpreter_frame *f = iframe_at(h, frame_object_at(h, frame)->frame);
        consider_keys(s, locals);
        consider_keys(s, f->globals);
        consider_keys(s, f->builtins);
        own = take_best(s);
    }
    xdecref(h, locals);
    decref(h, frame);
    return own;
}

static addr for_object(struct search *s, addr o)
{
    addr names;
    if (object_dir(s->r->h, o, &names) != HEAP_OK) {
        s->r->stopped = s->r->stopped || s->r->h->raised.abandoned;
        heap_clear_raised(s->r->h);
        return 0;
    }
    consider_list(s, names);
    decref(s->r->h, names);
    return take_best(s);
}

/* Private names are no suggestions for one that is not, but in methods of the object itself. */
static addr for_attribute(struct search *s, addr exception)
{
    struct heap *h = s->r->h;
    addr o = exception_at(h, exception)->u.attribute.object, frame;
    if (!o)
        return 0;
    if (h->abi.suggestions_3_12 && s->text.length && s->text.bytes[0] != '_') {
        s->hide_private = true;
        if ((frame = last_frame(h, exception))) {
            addr locals = locals_of(s->r, frame), self = locals ? dict_get_ascii(h, locals, "self", 4) : 0;
            s->hide_private = self != o;
            xdecref(h, locals);
        }
    }
    incref(h, o);
    addr best = for_object(s, o);
    decref(h, o);
    return best;
}

/* `from module import name`: names that the module has. */
static addr for_import(struct search *s, addr exception)
{
    struct heap *h = s->r->h;
    addr name = exception_at(h, exception)->u.import.name, module = 0;
    if (name && object_kind(h, name) == KIND_STR && h->program.modules)
        module = dict_get_str(h, h->program.modules, name);
    if (!module)
        return 0;
    s->hide_private = s->text.length && s->text.bytes[0] != '_';
    incref(h, module);
    addr best = for_object(s, module);
    decref(h, module);
    return best;
}

addr suggest_among(struct heap *h, addr wrong, const addr *names, size_t count)
{
    char few[256];
    if (str_utf8_size(h, wrong) > sizeof few)
        return 0;
    struct report r = {.h = h};
    struct search s = {.r = &r, .wrong = wrong, .text = {few, str_utf8(h, wrong, few)}};
    for (size_t i = 0; i < count; i++)
        consider(&s, names[i]);
    return take_best(&s);
}

addr report_suggestion(struct report *r, addr exception)
{
    struct heap *h = r->h;
    const struct exception_object *e = exception_at(h, exception);
    enum kind kind = object_kind(h, exception);
    addr type = object_type(h, exception), wrong = 0;
    bool subclasses = h->abi.suggestions_3_12;
    if (kind == KIND_NAME_ERROR && (subclasses || type == h->exception_type[EXC_NAME_ERROR]))
        wrong = e->u.name.name;
    else if (kind == KIND_ATTRIBUTE_ERROR && (subclasses || type == h->exception_type[EXC_ATTRIBUTE_ERROR]))
        wrong = e->u.attribute.name;
    else if (kind == KIND_IMPORT_ERROR && h->abi.import_error_name_from)
        wrong = e->u.import.name_from;
    if (!wrong || object_kind(h, wrong) != KIND_STR || r->stopped)
        return 0;
    incref(h, wrong); /* what is asked may change the exception */
    struct search s = {.r = r, .wrong = wrong, .text = report_utf8(r, wrong)};
    addr best = kind == KIND_NAME_ERROR        ? for_name(&s, exception)
                : kind == KIND_ATTRIBUTE_ERROR ? for_attribute(&s, exception)
                                               : for_import(&s, exception);
    decref(h, wrong);
    return best;
}
