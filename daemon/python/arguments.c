/* Binding the arguments of a call to the parameters of a function: initialize_locals() of Python/ceval.c and
 * its errors. */
#include <stdio.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/suggest.h"

struct binding {
    struct heap *h;
    addr function;
    const struct code_object *code;
    slot *locals;
    const addr *names; /* of the locals */
};

static const char *function_name(const struct binding *b, char room[NAME_ROOM])
{
    return name_in_message(b->h, function_at(b->h, b->function)->qualname, room);
}

/* ---- errors ---------------------------------------------------------------------------------- */

static void put_literal(struct text *text, const char *bytes)
{
    text_put(text, bytes, strlen(bytes));
}

/* A NUL ends what a message is made of. False: there was no memory for all of it. */
static bool put_end(struct heap *h, struct text *text)
{
    text_put(text, "", 1);
    if (!text->cut)
        return true;
    text_drop(text);
    return raise_memory(h) == HEAP_OK;
}

/* "f() missing 2 required positional arguments: 'a' and 'b'" */
static void raise_missing(const struct binding *b, size_t from, size_t to, const char *kind)
{
    char list[400], room[NAME_ROOM];
    struct text text;
    size_t missing = 0, told = 0;
    text_begin(b->h, &text, list, sizeof list);
    for (size_t i = from; i < to; i++)
        missing += !b->locals[i];
    for (size_t i = from; i < to; i++) {
        if (b->locals[i])
            continue;
        told++;
        put_literal(&text, told == 1 ? "'" : told < missing ? ", '" : missing == 2 ? " and '" : ", and '");
        text_put_str(b->h, &text, b->names[i]);
        put_literal(&text, "'");
    }
    if (!put_end(b->h, &text))
        return;
    (void)raise_error(b->h, EXC_TYPE_ERROR, "%s() missing %zu required %s argument%s: %s",
                      function_name(b, room), missing, kind, missing == 1 ? "" : "s", text.bytes);
    text_drop(&text);
}

/* "f() takes from 1 to 2 positional arguments but 3 were given" */
static void raise_too_many(const struct binding *b, size_t given, size_t defaults)
{
    const struct code_object *c = b->code;
    size_t keyword_given = 0, limit = (size_t)c->argcount;
    char room[NAME_ROOM];
    char takes[64], keyword_text[80] = "";
    for (size_t i = 0; i < (size_t)c->kwonlyargcount; i++)
        keyword_given += b->locals[limit + i] != 0;
    if (defaults)
        snprintf(takes, sizeof takes, "from %zu to %zu", limit - defaults, limit);
    else
        snprintf(takes, sizeof takes, "%zu", limit);
    bool plural = defaults ? true : limit != 1;
    if (keyword_given)
        snprintf(keyword_text, sizeof keyword_text,
                 " positional argument%s (and %zu keyword-only argument%s)", given != 1 ? "s" : "",
                 keyword_given, keyword_given != 1 ? "s" : "");
    (void)raise_error(b->h, EXC_TYPE_ERROR, "%s() takes %s positional argument%s but %zu%s %s given",
                      function_name(b, room), takes, plural ? "s" : "", given, keyword_text,
                      given == 1 && !keyword_given ? "was" : "were");
}

/* ---- keywords -------------------------------------------------------------------------------- */

/* Names are interned mostly: the same address first, the same text then. */
static ptrdiff_t find_parameter(const struct binding *b, addr name, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (b->names[i] == name)
            return (ptrdiff_t)i;
    for (size_t i = from; i < to; i++)
        if (str_equal(b->h, b->names[i], name))
            return (ptrdiff_t)i;
    return -1;
}

/* "f() got some positional-only arguments passed as keyword arguments: 'a, b'" */
static bool raise_positional_only(const struct binding *b, addr kwnames)
{
    char list[400], room[NAME_ROOM];
    struct text text;
    size_t found = 0;
    text_begin(b->h, &text, list, sizeof list);
    for (size_t k = 0; k < (size_t)b->code->posonlyargcount; k++)
        for (size_t i = 0; i < tuple_length(b->h, kwnames); i++)
            if (str_equal(b->h, b->names[k], tuple_item(b->h, kwnames, i))) {
                put_literal(&text, found++ ? ", " : "");
                text_put_str(b->h, &text, b->names[k]);
            }
    if (!put_end(b->h, &text))
        return true;
    if (found)
        (void)raise_error(b->h, EXC_TYPE_ERROR,
                          "%s() got some positional-only arguments passed as keyword arguments: '%s'",
                          function_name(b, room), text.bytes);
    text_drop(&text);
    return found;
}

/* From 3.13 on it says which parameter may have been meant. */
static enum heap_status raise_unexpected(const struct binding *b, addr name, size_t parameters)
{
    struct heap *h = b->h;
    char rooms[3][NAME_ROOM];
    size_t first = (size_t)b->code->posonlyargcount;
    addr best = h->abi.unexpected_keyword ? suggest_among(h, name, b->names + first, parameters - first) : 0;
    enum heap_status status = raise_error(
        h, EXC_TYPE_ERROR, "%s() got an unexpected keyword argument '%s'%s%s%s", function_name(b, rooms[1]),
        name_in_message(h, name, rooms[0]), best ? ". Did you mean '" : "",
        best ? name_in_message(h, best, rooms[2]) : "", best ? "'?" : "");
    xdecref(h, best);
    return status;
}

static enum heap_status bind_keyword(const struct binding *b, addr kwnames, addr name, slot *value,
                                     addr kwdict)
{
    struct heap *h = b->h;
    char rooms[2][NAME_ROOM];
    size_t parameters = (size_t)b->code->argcount + (size_t)b->code->kwonlyargcount;
    if (object_kind(h, name) != KIND_STR)
        return raise_error(h, EXC_TYPE_ERROR, "keywords must be strings");
    ptrdiff_t at = find_parameter(b, name, (size_t)b->code->posonlyargcount, parameters);
    if (at < 0 && kwdict) {
        enum heap_status status = dict_set(h, kwdict, name, slot_object(*value));
        if (status == HEAP_OK) {
            slot_release(h, *value);
            *value = 0;
        }
        return status;
    }
    if (at < 0) {
        if (b->code->posonlyargcount && raise_positional_only(b, kwnames))
            return HEAP_RAISED;
        return raise_unexpected(b, name, parameters);
    }
    if (b->locals[at])
        return raise_error(h, EXC_TYPE_ERROR, "%s() got multiple values for argument '%s'",
                           function_name(b, rooms[1]), name_in_message(h, name, rooms[0]));
    b->locals[at] = *value;
    *value = 0;
    return HEAP_OK;
}

/* ---- defaults -------------------------------------------------------------------------------- */

static enum heap_status fill_defaults(const struct binding *b, size_t given)
{
    struct heap *h = b->h;
    addr defaults = function_at(h, b->function)->defaults;
    size_t count = (size_t)b->code->argcount, have = defaults ? tuple_length(h, defaults) : 0;
    size_t required = have < count ? count - have : 0;
    for (size_t i = given; i < required; i++)
        if (!b->locals[i]) {
            raise_missing(b, 0, required, "positional");
            return HEAP_RAISED;
        }
    for (size_t i = given > required ? given : required; i < count; i++)
        if (!b->locals[i])
            b->locals[i] =
                incref(h, tuple_item(h, defaults, i - required + (have > count ? have - count : 0)));
    return HEAP_OK;
}

/* What compares the keys may give the function other defaults: the dict is held meanwhile. */
static enum heap_status take_keyword_defaults(const struct binding *b, addr defaults, size_t from, size_t to,
                                              bool *missing)
{
    enum heap_status status = HEAP_OK;
    xincref(b->h, defaults);
    for (size_t i = from; i < to && status == HEAP_OK; i++) {
        addr value = 0;
        if (b->locals[i])
            continue;
        if (defaults)
            status = dict_get(b->h, defaults, b->names[i], &value);
        if (status == HEAP_OK)
            b->locals[i] = xincref(b->h, value);
        *missing |= !value;
    }
    xdecref(b->h, defaults);
    return status;
}

static enum heap_status fill_keyword_defaults(const struct binding *b)
{
    size_t from = (size_t)b->code->argcount, to = from + (size_t)b->code->kwonlyargcount;
    bool missing = false;
    enum heap_status status =
        take_keyword_defaults(b, function_at(b->h, b->function)->kwdefaults, from, to, &missing);
    if (status != HEAP_OK)
        return status;
    if (!missing)
        return HEAP_OK;
    raise_missing(b, from, to, "keyword-only");
    return HEAP_RAISED;
}

/* ---- all of it ------------------------------------------------------------------------------- */

/* *args: what is too many as a tuple; the borrowed ones get references of their own. */
static enum heap_status bind_rest(const struct binding *b, slot *args, size_t from, size_t count, size_t at)
{
    struct heap *h = b->h;
    addr rest = tuple_new(h, count > from ? count - from : 0);
    if (!rest)
        return raise_status(h);
    for (size_t i = from; i < count; i++) {
        tuple_init(h, rest, i - from, slot_own(h, args[i]));
        args[i] = 0;
    }
    tuple_done_whole(h, rest);
    b->locals[at] = rest;
    return HEAP_OK;
}

/* `args` are moved; what is left of them the caller releases. */
static enum heap_status bind(const struct binding *b, slot *args, size_t count, addr kwnames)
{
    struct heap *h = b->h;
    const struct code_object *c = b->code;
    size_t keywords = kwnames ? tuple_length(h, kwnames) : 0, positional = count - keywords;
    size_t limit = (size_t)c->argcount, parameters = limit + (size_t)c->kwonlyargcount;
    size_t rest = parameters + (c->flags & CODE_VARARGS ? 1 : 0);
    enum heap_status status = HEAP_OK;
    addr kwdict = 0;
    if (c->flags & CODE_VARKEYWORDS) {
        kwdict = dict_new(h);
        if (!kwdict)
            return raise_status(h);
        b->locals[rest] = kwdict;
    }
    size_t direct = positional < limit ? positional : limit;
    for (size_t i = 0; i < direct; i++) {
        b->locals[i] = args[i];
        args[i] = 0;
    }
    if (c->flags & CODE_VARARGS)
        status = bind_rest(b, args, direct, positional, parameters);
    for (size_t i = 0; i < keywords && status == HEAP_OK; i++)
        status = bind_keyword(b, kwnames, tuple_item(h, kwnames, i), &args[positional + i], kwdict);
    if (status != HEAP_OK)
        return status;
    if (positional > limit && !(c->flags & CODE_VARARGS)) {
        addr defaults = function_at(h, b->function)->defaults;
        raise_too_many(b, positional, defaults ? tuple_length(h, defaults) : 0);
        return HEAP_RAISED;
    }
    if (positional < limit)
        status = fill_defaults(b, positional);
    return status == HEAP_OK && c->kwonlyargcount ? fill_keyword_defaults(b) : status;
}

/* A frame of the function without arguments; recursion is counted. */
static addr frame_for(struct heap *h, addr function, struct binding *b)
{
    const struct function_object *fn = function_at(h, function);
    const struct code_object *code = code_at(h, fn->code);
    if (HEAP_UNLIKELY(h->recursion_depth >= h->recursion_limit))
        return raise_none(h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded");
    size_t slots = (size_t)code->nlocalsplus + (size_t)code->stacksize;
    addr f = iframe_push(h, slots);
    if (!f)
        return 0;
    h->recursion_depth++;
    struct interpreter_frame *frame = iframe_at(h, f);
    *frame = (struct interpreter_frame){.code = incref(h, fn->code),
                                        .function = function,
                                        .globals = fn->globals,
                                        .builtins = fn->builtins,
                                        .top = (uint32_t)code->nlocalsplus,
                                        .owner = FRAME_ON_STACK};
    if (HEAP_UNLIKELY(
            !(code->flags & CODE_OPTIMIZED))) /* a module's or a class's: its names are the globals */
        frame->locals = incref(h, fn->globals);
    *b = (struct binding){h, function, code, iframe_slots(h, f), tuple_items(h, code->localsplusnames)};
    memset(b->locals, 0, (size_t)code->nlocalsplus * sizeof(slot));
    return f;
}

static void give_up(struct heap *h, addr f)
{
    h->recursion_depth--;
    iframe_clear(h, f);
    iframe_drop(h, f);
}

addr bind_call(struct heap *h, addr function, slot *args, size_t count, addr kwnames)
{
    struct binding b;
    addr f = frame_for(h, function, &b);
    if (HEAP_UNLIKELY(!f)) {
        for (size_t i = 0; i < count; i++)
            slot_release(h, args[i]);
        decref(h, function);
        return 0;
    }
    const struct code_object *c = b.code;
    if (HEAP_LIKELY(!kwnames && count == (size_t)c->argcount && !c->kwonlyargcount &&
                    !(c->flags & (CODE_VARARGS | CODE_VARKEYWORDS)))) {
        memcpy(b.locals, args, count * sizeof(slot));
        return f;
    }
    enum heap_status status = bind(&b, args, count, kwnames);
    for (size_t i = 0; i < count; i++) {
        slot_release(h, args[i]);
        args[i] = 0;
    }
    if (HEAP_LIKELY(status == HEAP_OK))
        return f;
    give_up(h, f);
    return 0;
}

addr bind_borrowed(struct heap *h, addr function, const struct call *call)
{
    enum { FEW = 16 };
    slot few[FEW], *args = few;
    size_t count = call->count + call->kwcount;
    addr table = 0, kwnames = 0, f = 0;
    if (count > FEW) {
        table = table_alloc(h, count * sizeof(slot));
        if (!table) {
            (void)raise_memory(h);
            return 0;
        }
        args = heap_at(h, table);
    }
    if (call->kwcount && !(kwnames = tuple_from(h, call->kwnames, call->kwcount)))
        goto done;
    for (size_t i = 0; i < call->count; i++)
        args[i] = incref(h, call->args[i]);
    for (size_t i = 0; i < call->kwcount; i++)
        args[call->count + i] = incref(h, call->kwvalues[i]);
    f = bind_call(h, incref(h, function), args, count, kwnames);
done:
    xdecref(h, kwnames);
    table_free(h, table);
    return f;
}
