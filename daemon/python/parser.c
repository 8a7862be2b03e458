#include "daemon/python/parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* -- failing -- */

_Noreturn void parse_no_memory(struct parser *p)
{
    p->error->no_memory = true;
    longjmp(p->failed, 1);
}

static void describe(struct parser *p, const char *type, uint32_t start, uint32_t end, const char *format,
                     va_list arguments)
{
    struct syntax_error *error = p->error;
    snprintf(error->type, sizeof error->type, "%s", type);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    if (start == UINT32_MAX) {
        error->at = (struct ast_position){0};
        return;
    }
    error->at = (struct ast_position){
        .line = source_line(p, start) + 1,
        .column = source_column(p, start),
        .end_line = source_line(p, end) + 1,
        .end_column = source_column(p, end),
    };
}

_Noreturn void parse_fail(struct parser *p, const char *type, uint32_t start, uint32_t end,
                          const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    describe(p, type, start, end, format, arguments);
    va_end(arguments);
    longjmp(p->failed, 1);
}

/* -- memory -- */

void *parse_new(struct parser *p, size_t size)
{
    void *memory = ast_alloc(p->arena, size);
    if (memory == NULL)
        parse_no_memory(p);
    return memory;
}

void *parse_scratch(struct parser *p, size_t size)
{
    void *memory = ast_alloc(p->scratch, size);
    if (memory == NULL)
        parse_no_memory(p);
    return memory;
}

void *parse_temporary(struct parser *p, size_t size)
{
    if (p->temporary == NULL && (p->temporary = ast_arena_new(p->bounds)) == NULL)
        parse_no_memory(p);
    void *memory = ast_alloc(p->temporary, size);
    if (memory == NULL)
        parse_no_memory(p);
    return memory;
}

void parse_temporary_end(struct parser *p)
{
    ast_arena_free(p->temporary);
    p->temporary = NULL;
}

void *parse_grow(struct parser *p, void *items, uint32_t count, uint32_t *capacity, size_t item_size)
{
    if (count < *capacity)
        return items;
    uint32_t larger = *capacity != 0 ? *capacity * 2 : 16;
    void *moved = ast_grow(p->scratch, items, *capacity * item_size, larger * item_size);
    if (moved == NULL)
        parse_no_memory(p);
    *capacity = larger;
    return moved;
}

/* -- all of it -- */

/* Had CPython's tokenizer, which reads line by line what the parser asks for, come to the end? */
static bool read_to_the_end(const struct parser *p)
{
    const struct token *t = &p->tokens.items[p->looked_at];
    if (t->kind == TOKEN_ERROR)
        return p->token_error_is_end;
    while (t->kind == TOKEN_DEDENT)
        t++;
    return t->kind == TOKEN_END;
}

/* What a SyntaxError tells of the parse that it ends. */
static void tell_parse(const struct parser *p)
{
    struct syntax_error *error = p->error;
    error->parsed = p->tokens.count != 0;
    error->statement_line = p->statement_line;
    error->statement_column = p->statement_column;
    error->incomplete = error->parsed && !p->recognized && read_to_the_end(p);
}

static void end_failed(struct parser *p)
{
    parse_temporary_end(p);
    ast_arena_free(p->arena);
    ast_arena_free(p->scratch);
}

bool ast_parse_input(enum ast_input input, const char *source, size_t length, unsigned minor,
                     struct ast_bounds *bounds, struct ast_module *out, struct syntax_error *error)
{
    struct ast_arena *arena = ast_arena_new(bounds), *scratch = ast_arena_new(bounds);
    struct parser p = {.arena = arena,
                       .scratch = scratch,
                       .rules = syntax_rules(minor),
                       .error = error,
                       .bounds = bounds,
                       .input = input,
                       .starred = UINT32_MAX};
    *error = (struct syntax_error){0};
    if (arena == NULL || scratch == NULL || setjmp(p.failed) != 0) {
        if (arena == NULL || scratch == NULL)
            error->no_memory = true;
        else
            tell_parse(&p);
        parse_concrete_end();
        end_failed(&p);
        return false;
    }
    read_source(&p, source, length);
    tokenize(&p);
    check_syntax(&p);
    make_plain(&p);
    struct ast_module module = {.arena = arena};
    p.module = &module;
    parse_module(&p, parse_concrete(&p), &module.body);
    ast_arena_free(scratch);
    *out = module;
    return true;
}

bool ast_parse(const char *source, size_t length, unsigned minor, struct ast_bounds *bounds,
               struct ast_module *out, struct syntax_error *error)
{
    return ast_parse_input(AST_INPUT_STRING, source, length, minor, bounds, out, error);
}

size_t ast_names(const char *source, size_t length, unsigned minor, struct ast_bounds *bounds,
                 struct ast_name *out, size_t most)
{
    struct syntax_error error = {0};
    struct parser p = {
        .scratch = ast_arena_new(bounds), .rules = syntax_rules(minor), .error = &error, .bounds = bounds};
    if (p.scratch == NULL)
        return 0;
    if (setjmp(p.failed) == 0) {
        read_source(&p, source, length);
        tokenize(&p);
    }
    size_t count = 0;
    for (uint32_t i = 0; i < p.tokens.count && count < most; i++)
        if (p.tokens.items[i].kind == TOKEN_NAME)
            out[count++] = (struct ast_name){p.tokens.items[i].start, p.tokens.items[i].end};
    end_failed(&p);
    return count;
}
