/* The standard error of a program (standard_error.h). */
#include "daemon/python/standard_error.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/module.h"
#include "daemon/python/interpreter.h"

addr sys_dict(const struct heap *h)
{
    addr sys = h->program.modules ? dict_get_ascii(h, h->program.modules, "sys", 3) : 0;
    return sys && object_kind(h, sys) == KIND_MODULE ? module_dict(h, sys) : 0;
}

addr sys_entry(const struct heap *h, const char *name)
{
    addr dict = sys_dict(h);
    return dict ? dict_get_ascii(h, dict, name, strlen(name)) : 0;
}

static void keep(struct standard_error *to, const char *bytes, size_t length)
{
    if (to->length + length > to->capacity) {
        size_t capacity = 2 * (to->length + length);
        char *grown = realloc(to->bytes, capacity);
        if (!grown)
            return;
        to->bytes = grown;
        to->capacity = capacity;
    }
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
}

static void put(void *context, const char *bytes, size_t length)
{
    struct standard_error *to = context;
    if (to->closed)
        return;
    if (to->file)
        keep(to, bytes, length);
    else if (interpreter_write(to->h, 2, bytes, length) != HEAP_OK)
        to->closed = true; /* no more is wanted: the evaluation will see that */
}

void standard_error_begin(struct heap *h, struct standard_error *to)
{
    addr file = sys_entry(h, "stderr");
    *to = (struct standard_error){.sink = {put, to}, .h = h, .closed = file && file == none(h)};
    if (file && file != none(h) && file != sys_entry(h, "__stderr__"))
        to->file = incref(h, file);
}

void standard_error_end(struct standard_error *to)
{
    struct heap *h = to->h;
    if (to->file) {
        addr text = str_from_utf8(h, to->bytes ? to->bytes : "", to->length),
             name = str_from_ascii(h, "write"), result;
        if (text && name &&
            object_call_method(h, to->file, name, &text, 1, NULL, NULL, 0, &result) == HEAP_OK)
            decref(h, result);
        heap_clear_raised(h);
        xdecref(h, text);
        xdecref(h, name);
        decref(h, to->file);
    }
    free(to->bytes);
}
