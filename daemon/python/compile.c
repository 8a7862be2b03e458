/* One compilation from the tree to the module's code object (compile.h), and what can go wrong in it. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/heap/object/code.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/symtable.h"
#include "daemon/python/warn.h"

/* ---- failure --------------------------------------------------------------------------------------- */

void compiler_fail(struct compiler *c, enum heap_status status)
{
    if (c->failed)
        return;
    c->failed = true;
    c->status = c->h->raised.abandoned ? HEAP_ABANDONED : status;
}

void compiler_fail_memory(struct compiler *c)
{
    if (c->failed)
        return;
    compiler_fail(c, raise_memory(c->h));
}

/* Some patterns make code that grows with the square of their length. */
#define MEMORY_MAX ((size_t)256 << 20)

void *compiler_alloc(struct compiler *c, size_t size)
{
    void *p = NULL;
    if (!c->failed && size <= MEMORY_MAX - c->allocated)
        p = ast_alloc(c->arena, size);
    if (!p)
        compiler_fail_memory(c);
    else
        c->allocated += size;
    return p;
}

/* The nesting that CPython takes: three times as deep as calls may be. */
bool compiler_deeper(struct compiler *c)
{
    enum { DEPTH_MAX = 3000 };
    static const char where[] = " during compilation";
    if (c->failed)
        return false;
    enum heap_status status = loop_check(c->h);
    if (status == HEAP_OK && c->depth >= DEPTH_MAX)
        status = raise_error(c->h, EXC_RECURSION_ERROR, "maximum recursion depth exceeded%s", where);
    else if (status == HEAP_OK)
        status = c_stack_enter(c->h, where);
    if (status != HEAP_OK) {
        compiler_fail(c, status);
        return false;
    }
    c->depth++;
    return true;
}

void compiler_back(struct compiler *c)
{
    c->depth--;
    c_stack_leave(c->h);
}

static void put_str(struct compiler *c, struct text *out, addr s)
{
    size_t bytes = str_utf8_size(c->h, s);
    char *text = ast_alloc(c->arena, bytes + 1);
    if (text)
        text_put(out, text, str_utf8(c->h, s, text));
}

void compiler_error(struct compiler *c, struct location at, const char *format, ...)
{
    if (c->failed)
        return;
    struct text out = {.bytes = c->error->message, .capacity = sizeof c->error->message - 1};
    va_list args;
    va_start(args, format);
    for (const char *p = format; *p; p++) {
        const char *end = p;
        while (*end && *end != '%')
            end++;
        text_put(&out, p, (size_t)(end - p));
        if (!*end)
            break;
        p = end + 1;
        if (*p == 'U')
            put_str(c, &out, va_arg(args, addr));
        else if (*p == 'R') {
            if (object_repr(c->h, va_arg(args, addr), &out) != HEAP_OK)
                heap_clear_raised(c->h);
        } else if (*p == 's') {
            const char *s = va_arg(args, const char *);
            text_put(&out, s, strlen(s));
        } else if (*p == 'u')
            text_putf(&out, "%u", va_arg(args, unsigned));
        else if (*p == 'z') {
            text_putf(&out, "%zu", va_arg(args, size_t));
            p++;
        }
    }
    va_end(args);
    c->error->message[out.length] = '\0';
    strcpy(c->error->type, "SyntaxError");
    c->error->late = true;
    c->error->aside = c->aside;
    c->error->at = (struct ast_position){.line = at.line < 0 ? 0 : (uint32_t)at.line,
                                         .column = (uint32_t)(at.column + 1),
                                         .end_line = at.end_line < 0 ? 0 : (uint32_t)at.end_line,
                                         .end_column = (uint32_t)(at.end_column + 1)};
    c->failed = true;
    c->status = HEAP_RAISED;
}

void compiler_error_found_early(struct compiler *c, struct location at, const char *message)
{
    bool aside = c->aside;
    c->aside = aside && c->abi->async_is_checked_early;
    compiler_error(c, at, "%s", message);
    c->aside = aside;
}

void compiler_warn(struct compiler *c, struct location at, const char *format, ...)
{
    char message[256];
    va_list args;
    if (c->failed)
        return;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    const struct ast_warning warning = {.category = WARN_SYNTAX,
                                        .line = (uint32_t)at.line,
                                        .message = message,
                                        .late = true,
                                        .at = {.line = (uint32_t)at.line,
                                               .column = (uint32_t)(at.column + 1),
                                               .end_line = at.end_line < 0 ? 0 : (uint32_t)at.end_line,
                                               .end_column = (uint32_t)(at.end_column + 1)}};
    if (!ast_warn(c->module, &warning))
        compiler_fail_memory(c);
}

/* ---- from __future__ import -------------------------------------------------------------------------- */

static bool is_text(struct ast_text t, const char *text)
{
    return t.bytes && t.length == strlen(text) && memcmp(t.bytes, text, t.length) == 0;
}

/* Errors here have no end, where locations are not explicit. */
static struct location future_place(const struct compiler *c, const struct ast_node *s,
                                    const struct ast_alias *a)
{
    struct location at = node_at(s);
    return c->abi->locations_are_explicit ? location_of(&a->at)
                                          : (struct location){at.line, at.line, at.column, -1};
}

static bool is_old_feature(struct ast_text name)
{
    static const char *const old[] = {"nested_scopes",    "generators",     "division",
                                      "absolute_import",  "with_statement", "print_function",
                                      "unicode_literals", "generator_stop"};
    for (size_t i = 0; i < sizeof old / sizeof *old; i++)
        if (is_text(name, old[i]))
            return true;
    return false;
}

static void future_feature(struct compiler *c, const struct ast_node *s, const struct ast_alias *a)
{
    if (is_text(a->name, "annotations"))
        c->future_flags |= CODE_FUTURE_ANNOTATIONS;
    else if (is_text(a->name, "barry_as_FLUFL"))
        c->future_flags |= CODE_FUTURE_NOT_EQUAL;
    else if (is_text(a->name, "braces"))
        compiler_error(c, future_place(c, s, a), "not a chance");
    else if (!is_old_feature(a->name))
        compiler_error(c, future_place(c, s, a), "future feature %U is not defined", name_of(c, a->name));
}

static bool is_future_import(const struct ast_node *s)
{
    return s->kind == AST_IMPORT_FROM && !s->u.import.level && is_text(s->u.import.module, "__future__");
}

/* Those that come too late are found later, but for the ones on the line of the statement before which they
 * should be. */
static void check_late(struct compiler *c, const struct ast_list *body, size_t i)
{
    uint32_t line = i < body->count ? body->items[i]->at.line : 0;
    for (; i < body->count && body->items[i]->at.line == line && !c->abi->locations_are_explicit; i++)
        if (is_future_import(body->items[i])) {
            struct location at = node_at(body->items[i]);
            compiler_error(c, (struct location){at.line, at.line, at.column - 1, -1}, LATE_FUTURE);
            return;
        }
}

bool future_annotations(const struct compiler *c)
{
    return c->future_flags & CODE_FUTURE_ANNOTATIONS;
}

static void find_future(struct compiler *c, const struct ast_list *body)
{
    size_t i = docstring_of(body) ? 1 : 0;
    for (; i < body->count && is_future_import(body->items[i]) && !c->failed; i++) {
        const struct ast_node *s = body->items[i];
        for (size_t k = 0; k < s->u.import.count && !c->failed; k++)
            future_feature(c, s, &s->u.import.aliases[k]);
        c->symtable->future = node_at(s);
    }
    check_late(c, body, i);
}

/* ---- the module ------------------------------------------------------------------------------ */

static void compile_result(struct compiler *c, struct ast_list body)
{
    struct ast_node *last = body.count ? body.items[body.count - 1] : NULL;
    if (!last || last->kind != AST_EXPR) {
        compile_body(c, NOWHERE, &body);
        return;
    }
    body.count--;
    compile_body(c, NOWHERE, &body);
    move_to(c, node_at(last));
    compile_expression(c, last->u.value);
    emit(c, node_at(last), OP_STORE_RESULT, 0);
}

static addr compile_unit(struct compiler *c, struct ast_list *body, enum compile_mode mode)
{
    if (!unit_enter(c, c->known[KNOWN_MODULE_UNIT], UNIT_MODULE, body, 1, 0))
        return 0;
    if (mode == COMPILE_EVAL) {
        move_to(c, (struct location){1, 1, 0, 0});
        if (body->count)
            compile_expression(c, body->items[0]->u.value);
        return unit_leave(c, false);
    }
    c->shows = mode == COMPILE_SINGLE;
    if (mode == COMPILE_RESULT)
        compile_result(c, *body);
    else if (c->shows) /* a str is no docstring there */
        for (size_t i = 0; i < body->count; i++)
            compile_statement(c, body->items[i]);
    else
        compile_body(c, NOWHERE, body);
    return unit_leave(c, true);
}

static bool goes_on(void *context)
{
    return loop_work(context, 0) == HEAP_OK;
}

struct ast_bounds compile_bounds(struct heap *h)
{
    const uint64_t least = 64 << 20; /* a line is a kilobyte or two until it is code */
    return (struct ast_bounds){h->limit > least ? h->limit : least, goes_on, h, false};
}

enum heap_status compile_module(struct heap *h, struct ast_module *module, addr filename,
                                enum compile_mode mode, addr *out, struct syntax_error *error)
{
    struct compiler *c = NULL;
    struct ast_bounds bounds = compile_bounds(h);
    struct ast_arena *arena = ast_arena_new(&bounds);
    memset(error, 0, sizeof *error);
    if (arena)
        c = ast_alloc(arena, sizeof *c);
    if (!c) {
        ast_arena_free(arena);
        return raise_memory(h);
    }
    c->h = h;
    c->abi = &h->abi;
    c->arena = arena;
    c->error = error;
    c->module = module;
    c->filename = filename;
    c->future_flags = module->futures;
    addr code = 0;
    if (constants_begin(c)) {
        c->symtable = compiler_alloc(c, sizeof *c->symtable);
        c->aside = true;
        if (c->symtable)
            find_future(c, &module->body);
        fold_tree(c, &module->body);
        if (!c->failed)
            symtable_build(c, &module->body);
        c->aside = false;
        if (!c->failed)
            code = compile_unit(c, &module->body, mode);
    }
    if (c->failed && code) {
        decref(h, code);
        code = 0;
    }
    enum heap_status status = c->failed ? c->status : HEAP_OK;
    while (c->depth) /* a compilation that fails may stay where it is */
        compiler_back(c);
    constants_end(c);
    ast_arena_free(arena);
    if (status == HEAP_OK)
        *out = code;
    return status;
}
