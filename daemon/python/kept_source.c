/* The texts of programs (kept_source.h). In h->program.sources the last text of each name is under the name;
 * one that was there before is moved to a tuple of its name and the name's address when the next comes.
 */
#include "daemon/python/kept_source.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/parser.h"

/* The name that an entry is kept for. */
static addr name_in(const struct heap *h, addr key)
{
    return object_kind(h, key) == KIND_TUPLE ? tuple_item(h, key, 0) : key;
}

/* The entry for this very object; 0: none. */
static addr find(const struct heap *h, addr filename, addr *text)
{
    addr key, value;
    for (size_t position = 0; dict_next(h, h->program.sources, &position, &key, &value);)
        if (name_in(h, key) == filename) {
            *text = value;
            return key;
        }
    return 0;
}

static bool is_in_brackets(const struct heap *h, addr name)
{
    size_t n = str_length(h, name);
    return n > 1 && units_get(str_data(h, name), str_kind(h, name), 0) == '<' &&
           units_get(str_data(h, name), str_kind(h, name), n - 1) == '>';
}

addr source_of(const struct heap *h, addr filename)
{
    addr text = 0;
    if (!h->program.sources || object_kind(h, filename) != KIND_STR)
        return 0;
    if (!find(h, filename, &text) && !is_in_brackets(h, filename))
        text = dict_get_str(h, h->program.sources, filename);
    return text && object_kind(h, text) == KIND_STR ? text : 0;
}

/* Lets go what is kept for names that nothing else refers to. */
static enum heap_status forget_unused(struct heap *h)
{
    addr key, value;
    bool found;
    for (size_t position = 0; dict_next(h, h->program.sources, &position, &key, &value);) {
        if (object_kind(h, key) != KIND_TUPLE || object_refcount(h, tuple_item(h, key, 0)) > 1)
            continue;
        incref(h, key);
        enum heap_status status = dict_delete(h, h->program.sources, key, &found);
        decref(h, key);
        if (status != HEAP_OK)
            return status;
    }
    return HEAP_OK;
}

static enum heap_status put_aside(struct heap *h, addr name)
{
    addr text = dict_get_str(h, h->program.sources, name), key = 0;
    bool found;
    if (!text || object_kind(h, text) != KIND_STR)
        return HEAP_OK;
    addr old, value;
    for (size_t position = 0; !key && dict_next(h, h->program.sources, &position, &old, &value);)
        if (value == text && object_kind(h, old) == KIND_STR)
            key = old;
    addr items[2] = {key, key ? int_new(h, (int64_t)key) : 0};
    addr aside = items[1] ? tuple_from(h, items, 2) : 0;
    enum heap_status status = aside ? dict_set(h, h->program.sources, aside, text) : raise_status(h);
    if (status == HEAP_OK)
        status = dict_delete(h, h->program.sources, name, &found);
    xdecref(h, items[1]);
    xdecref(h, aside);
    return status;
}

enum heap_status source_keep(struct heap *h, const char *text, size_t length, addr name)
{
    enum heap_status status = put_aside(h, name);
    if (status == HEAP_OK)
        status = forget_unused(h);
    if (status != HEAP_OK)
        return status;
    addr kept = str_from_utf8(h, text, length);
    status = kept ? dict_set(h, h->program.sources, name, kept) : raise_status(h);
    xdecref(h, kept);
    return status;
}
