/* Binding arguments to names, with the messages of Python/getargs.c. */
#include "daemon/heap/object/arguments.h"

#include <string.h>

#include "daemon/heap/object/object.h"
#include "daemon/heap/object/text.h"

static enum heap_status raise_unknown(struct heap *h, addr name, const char *method)
{
    char bytes[128];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    enum heap_status status = object_repr(h, name, &text);
    if (status != HEAP_OK)
        return status;
    bytes[text.length] = 0;
    if (h->abi.unexpected_keyword)
        return raise_error(h, EXC_TYPE_ERROR, "%s() got an unexpected keyword argument %s", method, bytes);
    return raise_error(h, EXC_TYPE_ERROR, "%s is an invalid keyword argument for %s()", bytes, method);
}

enum heap_status arguments_bind(struct heap *h, const struct call *call, const char *method, const char *const *names, size_t count,
                                addr *values)
{
    for (size_t i = 0; i < count; i++)
        values[i] = i < call->count ? call->args[i] : 0;
    for (size_t k = 0; k < call->kwcount; k++) {
        size_t i = 0;
        while (i < count && !str_equal_utf8(h, call->kwnames[k], names[i], strlen(names[i])))
            i++;
        if (i == count)
            return raise_unknown(h, call->kwnames[k], method);
        if (values[i])
            return raise_error(h, EXC_TYPE_ERROR, "argument for %s() given by name ('%s') and position (%zu)", method, names[i], i + 1);
        values[i] = call->kwvalues[k];
    }
    return HEAP_OK;
}
