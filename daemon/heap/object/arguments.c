/* Binding arguments to names, with the messages of Python/getargs.c. */
#include "daemon/heap/object/arguments.h"

#include <stdint.h>
#include <string.h>

#include "daemon/heap/nearest.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/object.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/object/text.h"

/* How many bytes the first `most` characters take. */
static size_t bytes_of(const struct text *text, size_t most)
{
    size_t at = 0;
    while (at < text->length && most--)
        for (at++; at < text->length && ((unsigned char)text->bytes[at] & 0xc0) == 0x80; at++)
            ;
    return at;
}

/* The repr's first characters alone: as many as `most`. */
static enum heap_status raise_repr(struct heap *h, enum exception e, const char *before, addr o, size_t most,
                                   const char *after)
{
    char bytes[201];
    struct text text;
    text_begin(h, &text, bytes, sizeof bytes);
    enum heap_status status = object_repr(h, o, &text);
    size_t shown = bytes_of(&text, most);
    text_put(&text, "", 1);
    if (status == HEAP_OK && !text.cut && shown < text.length)
        text.bytes[shown] = '\0';
    if (status == HEAP_OK)
        status = text.cut ? raise_memory(h) : raise_error(h, e, "%s%s%s", before, text.bytes, after);
    text_drop(&text);
    return status;
}

enum heap_status raise_about(struct heap *h, enum exception e, const char *before, addr o, const char *after)
{
    return raise_repr(h, e, before, o, SIZE_MAX, after);
}

enum heap_status raise_about_start(struct heap *h, enum exception e, const char *before, addr o)
{
    return raise_repr(h, e, before, o, 200, "");
}

enum heap_status arguments_raise_unknown(struct heap *h, addr name, const char *method,
                                         const char *const *names, size_t count)
{
    char room[NAME_ROOM];
    const char *word = name_in_message(h, name, room);
    if (!h->abi.unexpected_keyword)
        return raise_error(h, EXC_TYPE_ERROR, "'%s' is an invalid keyword argument for %s()", word, method);
    struct nearest nearest = {0};
    const char *best = NULL;
    for (size_t i = 0; i < count; i++)
        if (nearest_is(&nearest, word, strlen(word), names[i], strlen(names[i])))
            best = names[i];
    return raise_error(h, EXC_TYPE_ERROR, "%s() got an unexpected keyword argument '%s'%s%s%s", method, word,
                       best ? ". Did you mean '" : "", best ? best : "", best ? "'?" : "");
}

static bool is_given(const struct heap *h, const struct call *call, const char *name)
{
    for (size_t k = 0; k < call->kwcount; k++)
        if (str_equal_utf8(h, call->kwnames[k], name, strlen(name)))
            return true;
    return false;
}

static enum heap_status raise_too_many(struct heap *h, const struct call *call, const char *function,
                                       size_t count)
{
    return raise_error(h, EXC_TYPE_ERROR, "%s() takes at most %zu %sargument%s (%zu given)", function, count,
                       call->count ? "" : "keyword ", count == 1 ? "" : "s", call->count + call->kwcount);
}

/* What is given twice is said first, in the order of the parameters. */
enum heap_status arguments_bind(struct heap *h, const struct call *call, const char *method,
                                const char *const *names, size_t count, addr *values)
{
    for (size_t i = 0; i < count; i++)
        values[i] = i < call->count ? call->args[i] : 0;
    if (call->count + call->kwcount > count)
        return raise_too_many(h, call, method, count);
    for (size_t i = 0; i < count && i < call->count; i++)
        if (is_given(h, call, names[i]))
            return raise_error(h, EXC_TYPE_ERROR, "argument for %s() given by name ('%s') and position (%zu)",
                               method, names[i], i + 1);
    for (size_t k = 0; k < call->kwcount; k++) {
        size_t i = 0;
        while (i < count && !str_equal_utf8(h, call->kwnames[k], names[i], strlen(names[i])))
            i++;
        if (i == count)
            return arguments_raise_unknown(h, call->kwnames[k], method, names, count);
        values[i] = call->kwvalues[k];
    }
    return HEAP_OK;
}

static enum heap_status check_counts(struct heap *h, const struct call *call, const char *function,
                                     size_t count, size_t required, size_t positional)
{
    if (call->count + call->kwcount > count)
        return raise_too_many(h, call, function, count);
    if (call->count <= positional)
        return HEAP_OK;
    if (positional == 0)
        return raise_error(h, EXC_TYPE_ERROR, "%s() takes no positional arguments", function);
    return raise_error(h, EXC_TYPE_ERROR, "%s() takes %s %zu positional argument%s (%zu given)", function,
                       required < positional ? "at most" : "exactly", positional, positional == 1 ? "" : "s",
                       call->count);
}

enum heap_status arguments_unpack(struct heap *h, const struct call *call, const char *function,
                                  const char *const *names, size_t count, size_t required, size_t positional,
                                  addr *values)
{
    enum heap_status status = check_counts(h, call, function, count, required, positional);
    for (size_t i = call->count; status == HEAP_OK && i < required; i++)
        if (!is_given(h, call, names[i]))
            status = raise_error(h, EXC_TYPE_ERROR, "%s() missing required argument '%s' (pos %zu)", function,
                                 names[i], i + 1);
    return status == HEAP_OK ? arguments_bind(h, call, function, names, count, values) : status;
}

enum heap_status arguments_plain(struct heap *h, const struct call *call, const char *function, size_t least,
                                 size_t most, bool own)
{
    if (call->kwcount && own)
        return raise_error(h, EXC_TYPE_ERROR, "%s() takes no keyword arguments", function);
    if (call->count >= least && call->count <= most)
        return HEAP_OK;
    size_t limit = call->count < least ? least : most;
    return raise_error(h, EXC_TYPE_ERROR, "%s expected %s%zu argument%s, got %zu", function,
                       least == most         ? ""
                       : call->count < least ? "at least "
                                             : "at most ",
                       limit, limit == 1 ? "" : "s", call->count);
}

enum heap_status arguments_flag(struct heap *h, addr o, bool *out)
{
    addr index;
    int64_t n;
    *out = false;
    if (!o)
        return HEAP_OK;
    if (!h->abi.flags_are_ints)
        return object_truth(h, o, out);
    enum heap_status status = object_index(h, o, &index);
    if (status != HEAP_OK)
        return status;
    if (!int_fits(h, index, &n) || n != (int32_t)n)
        status = raise_error(h, EXC_OVERFLOW_ERROR, "Python int too large to convert to C int");
    else
        *out = n;
    decref(h, index);
    return status;
}
