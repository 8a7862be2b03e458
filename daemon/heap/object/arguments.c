/* Binding arguments to names, with the messages of Python/getargs.c. */
#include "daemon/heap/object/arguments.h"

#include <stdio.h>
#include <string.h>

#include "daemon/heap/object/object.h"
#include "daemon/heap/object/text.h"

enum heap_status raise_about(struct heap *h, enum exception e, const char *before, addr o, const char *after)
{
    char bytes[201];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    enum heap_status status = object_repr(h, o, &text);
    if (status != HEAP_OK)
        return status;
    bytes[text.length] = 0;
    return raise_error(h, e, "%s%s%s", before, bytes, after);
}

static enum heap_status raise_unknown(struct heap *h, addr name, const char *method)
{
    char words[96];
    bool got = h->abi.unexpected_keyword;
    snprintf(words, sizeof words,
             got ? "%s() got an unexpected keyword argument " : " is an invalid keyword argument for %s()",
             method);
    return raise_about(h, EXC_TYPE_ERROR, got ? words : "", name, got ? "" : words);
}

enum heap_status arguments_bind(struct heap *h, const struct call *call, const char *method,
                                const char *const *names, size_t count, addr *values)
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
            return raise_error(h, EXC_TYPE_ERROR, "argument for %s() given by name ('%s') and position (%zu)",
                               method, names[i], i + 1);
        values[i] = call->kwvalues[k];
    }
    return HEAP_OK;
}
