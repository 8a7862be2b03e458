/* Where signatures of what is written in C are found: by name in a table that real interpreters have told. */
#include "daemon/heap/object/text_signature.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/text.h"

enum { LATER_MINOR = 12 };

static int by_name(const void *name, const void *row)
{
    return strcmp(name, ((const struct text_signature *)row)->name);
}

enum heap_status text_signature_give(struct heap *h, const char *owner, const char *name, addr *out)
{
    char key[128];
    snprintf(key, sizeof key, "%s%s%s", owner, *name ? "." : "", name);
    const struct text_signature *row =
        bsearch(key, text_signatures, text_signature_count, sizeof *row, by_name);
    const char *text = row ? row->of[h->abi.minor >= LATER_MINOR] : NULL;
    return text ? answer(h, str_from_ascii(h, text), out) : getset_give(h, 0, out);
}

enum heap_status text_signature_of_descriptor(struct heap *h, addr descriptor, addr *out)
{
    char bytes[100];
    struct text name = {.bytes = bytes, .capacity = sizeof bytes - 1};
    const struct descriptor *d = descriptor_at(h, descriptor);
    text_put_str(h, &name, d->name);
    bytes[name.length] = '\0';
    bool of_slot = object_kind(h, descriptor) == KIND_WRAPPER_DESCRIPTOR;
    return text_signature_give(h, of_slot ? "" : type_name(h, d->type), bytes, out);
}

/* Where the signature begins in a docstring that begins with the class's name; NULL: it does not. */
static const char *behind_name(const struct heap *h, addr class_name, const char *docstring)
{
    char bytes[256];
    struct text name = {.bytes = bytes, .capacity = sizeof bytes - 1};
    text_put_str(h, &name, class_name);
    return strncmp(docstring, bytes, name.length) == 0 && docstring[name.length] == '('
               ? docstring + name.length
               : NULL;
}

/* As find_signature() and skip_signature() of CPython look for it. */
enum heap_status text_signature_of_docstring(struct heap *h, addr class_name, addr docstring, addr *out)
{
    static const char marker[] = ")\n--\n\n";
    if (!docstring || object_kind(h, docstring) != KIND_STR)
        return getset_give(h, 0, out);
    char *bytes = malloc(str_utf8_size(h, docstring) + 1);
    if (!bytes)
        return raise_memory(h);
    bytes[str_utf8(h, docstring, bytes)] = '\0';
    const char *begin = behind_name(h, class_name, bytes), *end = begin ? strstr(begin, marker) : NULL;
    const char *blank = end ? strstr(begin, "\n\n") : NULL;
    enum heap_status status = blank > end ? answer(h, str_from_utf8(h, begin, (size_t)(end + 1 - begin)), out)
                                          : getset_give(h, 0, out);
    free(bytes);
    return status;
}
