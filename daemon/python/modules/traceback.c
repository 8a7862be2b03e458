/* The module _traceback: texts of frames and exceptions, by the printer that prints what nobody has caught.
 * lib/traceback.py is the rest. */
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/int.h"
#include "daemon/python/keyword.h"
#include "daemon/python/modules/module.h"
#include "daemon/python/report.h"

/* Text that is put together in host memory; `short_of_memory`: not all of it. */
struct gathered {
    char *bytes;
    size_t length, capacity;
    bool short_of_memory;
};

static void gather(void *context, const char *bytes, size_t length)
{
    struct gathered *g = context;
    if (length > g->capacity - g->length) {
        size_t capacity = (g->length + length) * 2;
        char *grown = g->short_of_memory ? NULL : realloc(g->bytes, capacity);
        if (!grown) {
            g->short_of_memory = true;
            return;
        }
        g->bytes = grown;
        g->capacity = capacity;
    }
    memcpy(g->bytes + g->length, bytes, length);
    g->length += length;
}

static enum heap_status give(struct heap *h, struct gathered *g, enum heap_status status, addr *out)
{
    if (status == HEAP_OK && g->short_of_memory)
        status = raise_memory(h);
    if (status == HEAP_OK)
        status = answer(h, str_from_utf8(h, g->bytes ? g->bytes : "", g->length), out);
    free(g->bytes);
    return status;
}

/* _message(exception, suggests) */
static enum heap_status traceback_message(struct heap *h, const struct call *call, addr *out)
{
    struct gathered g = {0};
    const struct text_sink to = {gather, &g};
    if (!object_is_exception(h, call->args[0]))
        return raise_error(h, EXC_TYPE_ERROR, "an exception is expected, not %.200s",
                           object_type_name(h, call->args[0]));
    bool suggests = call->args[1] == h->singleton[SINGLETON_TRUE];
    return give(h, &g, report_message(h, &to, call->args[0], suggests), out);
}

/* _keyword(message, metadata, lineno, filename, text) */
static enum heap_status traceback_keyword(struct heap *h, const struct call *call, addr *out)
{
    const addr *a = call->args;
    const struct keyword_question q = {a[0], a[1], a[2], a[3], a[4]};
    addr meant = keyword_meant(h, &q);
    *out = meant ? meant : incref(h, none(h));
    return HEAP_OK;
}

/* ---- frames
 * ----------------------------------------------------------------------------------------------------------
 */

/* The text that was given for a frame: from its line on. */
struct given_lines {
    struct heap *h;
    addr list;
    uint32_t first;
    char *line;
};

static char *utf8_of(const struct heap *h, addr s, size_t *length)
{
    char *bytes = malloc(str_utf8_size(h, s) + 1);
    *length = bytes ? str_utf8(h, s, bytes) : 0;
    return bytes;
}

static bool get_line(void *context, struct ast_text file, uint32_t number, struct ast_text *line)
{
    struct given_lines *g = context;
    (void)file;
    if (number < g->first || number - g->first >= list_length(g->h, g->list))
        return false;
    addr s = list_item(g->h, g->list, number - g->first);
    if (object_kind(g->h, s) != KIND_STR)
        return false;
    free(g->line);
    size_t length;
    g->line = utf8_of(g->h, s, &length);
    while (length && (g->line[length - 1] == '\n' || g->line[length - 1] == '\r'))
        length--;
    *line = (struct ast_text){g->line, length};
    return g->line != NULL;
}

/* The number at `index`; false: None, or none that a place can have. */
static bool place(const struct heap *h, const struct call *call, size_t index, uint32_t limit, uint32_t *out)
{
    int64_t value;
    if (!int_is_kind(h, call->args[index]) || !int_fits(h, call->args[index], &value) || value < 0 ||
        value > limit)
        return false;
    *out = (uint32_t)value;
    return true;
}

/* _frame(filename, name, lineno, lines, end_lineno, colno, end_colno): the lines are of the source, from
 * lineno on */
static enum heap_status traceback_frame(struct heap *h, const struct call *call, addr *out)
{
    const addr *a = call->args;
    uint32_t line = 0, end_line, column, end_column;
    int64_t number;
    if (object_kind(h, a[0]) != KIND_STR || object_kind(h, a[1]) != KIND_STR ||
        object_kind(h, a[3]) != KIND_LIST)
        return raise_error(h, EXC_TYPE_ERROR, "two texts, a line and a list are expected");
    (void)place(h, call, 2, INT32_MAX, &line);
    struct traceback_frame frame = {.line = -1};
    if (int_is_kind(h, a[2]) && int_fits(h, a[2], &number) && number == (int32_t)number)
        frame.line = (int32_t)number;
    if (line && place(h, call, 4, UINT32_MAX, &end_line) && place(h, call, 5, 0xfffe, &column) &&
        place(h, call, 6, 0xfffe, &end_column))
        frame.at = (struct code_position){.line = line,
                                          .end_line = end_line,
                                          .column = (uint16_t)column,
                                          .end_column = (uint16_t)end_column};
    char *file = utf8_of(h, a[0], &frame.file.length), *name = utf8_of(h, a[1], &frame.function.length);
    frame.file.bytes = file;
    frame.function.bytes = name;
    struct gathered g = {.short_of_memory = !file || !name};
    struct given_lines lines = {h, a[3], line, NULL};
    const struct text_sink to = {gather, &g};
    const struct source_lines source = {get_line, &lines};
    const struct traceback_style style = {.minor = h->abi.minor,
                                          .unicode = h->abi.unicode_version,
                                          .lines = h->abi.traceback_lines,
                                          .of_module = true};
    if (!g.short_of_memory)
        traceback_put_frame(&to, &style, &source, &frame);
    free(file);
    free(name);
    free(lines.line);
    return give(h, &g, HEAP_OK, out);
}

static const struct builtin_method functions[] = {
    {"_message", 2, 2, false, traceback_message},
    {"_keyword", 5, 5, false, traceback_keyword},
    {"_frame", 7, 7, false, traceback_frame},
    {0},
};

const struct module_definition traceback_module = {"_traceback", functions, NULL};
