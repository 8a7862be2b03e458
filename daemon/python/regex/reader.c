/* Tokens of regular expressions, messages about them, and the memory of trees. */
#include "daemon/python/regex/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/str.h"

/* ---- tokens
 * --------------------------------------------------------------------------------------------------------------------
 */

uint32_t reader_char(const struct reader *r, size_t at)
{
    return at < r->tree->length ? units_get(r->tree->units, r->tree->kind, at) : READER_END;
}
uint32_t reader_peek(const struct reader *r)
{
    return r->length ? reader_char(r, r->at) : READER_END;
}
uint32_t reader_second(const struct reader *r)
{
    return reader_char(r, r->at + 1);
}

enum heap_status reader_advance(struct reader *r)
{
    r->at += r->length;
    uint32_t c = reader_char(r, r->at);
    r->length = c == READER_END ? 0 : c == '\\' ? 2 : 1;
    if (r->length == 2 && r->at + 1 >= r->tree->length)
        return reader_error_at(r, (int64_t)r->tree->length - 1, "bad escape (end of pattern)");
    return HEAP_OK;
}

bool reader_accept(struct reader *r, uint32_t c)
{
    return r->length == 1 && reader_peek(r) == c && reader_advance(r) == HEAP_OK;
}

/* ---- messages
 * ------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status note(struct reader *r, int64_t position, const char *format, va_list arguments)
{
    if (!r->tree->message[0] && heap_raised(r->h) == EXC_NONE) {
        (void)vsnprintf(r->tree->message, sizeof r->tree->message, format, arguments);
        r->tree->position = position;
    }
    return HEAP_RAISED;
}

enum heap_status reader_error_at(struct reader *r, int64_t position, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    enum heap_status status = note(r, position, format, arguments);
    va_end(arguments);
    return status;
}

enum heap_status reader_error(struct reader *r, size_t back, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    enum heap_status status = note(r, (int64_t)r->at - (int64_t)back, format, arguments);
    va_end(arguments);
    return status;
}

const char *reader_shown(const struct reader *r, size_t from, size_t to, char out[120])
{
    size_t n = 0;
    for (size_t i = from; i < to && n < 110; i++)
        n += utf8_put(reader_char(r, i), out + n);
    out[n] = 0;
    return out;
}

static const char *quoted(const struct reader *r, size_t from, size_t to, bool ascii, char out[120])
{
    size_t n = 0;
    bool single = false, twice = false;
    for (size_t i = from; i < to; i++) {
        single = single || reader_char(r, i) == '\'';
        twice = twice || reader_char(r, i) == '"';
    }
    char quote = single && !twice ? '"' : '\'';
    out[n++] = quote;
    for (size_t i = from; i < to && n < 104; i++) {
        uint32_t c = reader_char(r, i);
        n += ascii && c >= 0x80 ? (size_t)snprintf(out + n, 5, "\\x%02x", c)
                                : str_escape(c, quote, r->h, out + n);
    }
    out[n++] = quote;
    out[n] = 0;
    return out;
}

const char *reader_repr(const struct reader *r, size_t from, size_t to, char out[120])
{
    return quoted(r, from, to, false, out);
}

const char *reader_repr_name(const struct reader *r, size_t from, size_t to, char out[120])
{
    return quoted(r, from, to, !r->tree->text, out);
}

/* ---- memory
 * --------------------------------------------------------------------------------------------------------------------
 */

static bool grow(struct heap *h, void **array, uint32_t *room, uint32_t count, size_t size)
{
    if (count < *room)
        return true;
    uint32_t more = *room ? *room * 2 : 32;
    void *grown = more > REGEX_SIZE_MAX ? NULL : realloc(*array, more * size);
    if (!grown) {
        (void)raise_memory(h);
        return false;
    }
    *array = grown;
    *room = more;
    return true;
}

enum heap_status reader_warn_of_name(struct reader *r, size_t from, size_t to)
{
    struct regex_tree *t = r->tree;
    void *warnings = t->warnings;
    bool room = grow(r->h, &warnings, &t->warning_room, t->warning_count, sizeof *t->warnings);
    t->warnings = warnings;
    if (!room)
        return HEAP_RAISED;
    struct regex_warning *w = &t->warnings[t->warning_count++];
    w->position = (int64_t)from;
    (void)reader_repr_name(r, from, to, w->name);
    return HEAP_OK;
}

uint32_t reader_node(struct reader *r, enum regex_op op)
{
    struct regex_tree *t = r->tree;
    void *nodes = t->nodes;
    bool room = grow(r->h, &nodes, &t->node_room, t->node_count, sizeof *t->nodes);
    t->nodes = nodes;
    if (!room)
        return 0;
    t->nodes[t->node_count] = (struct regex_node){.op = (uint8_t)op, .flags = t->flags};
    return t->node_count++;
}

void reader_append(struct reader *r, uint32_t parent, uint32_t child)
{
    struct regex_node *nodes = r->tree->nodes, *p = &nodes[parent];
    if (p->last)
        nodes[p->last].next = child;
    else
        p->child = child;
    p->last = child;
}

enum heap_status reader_item(struct reader *r, uint32_t from, uint32_t to, enum regex_category category)
{
    struct regex_tree *t = r->tree;
    void *items = t->items;
    bool room = grow(r->h, &items, &t->item_room, t->item_count, sizeof *t->items);
    t->items = items;
    if (!room)
        return HEAP_RAISED;
    t->items[t->item_count++] = (struct regex_item){from, to, (uint8_t)category, false};
    return HEAP_OK;
}

void regex_free(struct regex_tree *tree)
{
    free(tree->nodes);
    free(tree->items);
    free(tree->groups);
    free(tree->warnings);
    tree->nodes = NULL;
    tree->items = NULL;
    tree->groups = NULL;
    tree->warnings = NULL;
}
