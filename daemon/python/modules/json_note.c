/* What an encoder adds to an exception on its way out: where in the document it has come from. Mirrors
 * _PyErr_FormatNote().
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/str.h"
#include "daemon/python/modules/json.h"

static addr note_of(struct heap *h, addr o, addr key, int64_t index)
{
    char buffer[200];
    struct text text;
    enum heap_status status = HEAP_OK;
    text_begin(h, &text, buffer, sizeof buffer);
    text_put(&text, "when serializing ", strlen("when serializing "));
    type_put_path(h, object_type(h, o), &text);
    if (key) {
        text_put(&text, " item ", strlen(" item "));
        status = object_repr(h, key, &text);
    } else if (index >= 0) {
        text_putf(&text, " item %lld", (long long)index);
    } else {
        text_put(&text, " object", strlen(" object"));
    }
    return text_end(&text, status);
}

enum heap_status json_note(struct heap *h, enum heap_status status, addr o, addr key, int64_t index)
{
    addr raised, other;
    if (status != HEAP_RAISED || !h->abi.json_adds_notes)
        return status;
    exception_take(h, &raised);
    addr note = note_of(h, o, key, index);
    enum heap_status added = note ? exception_add_note(h, raised, note) : raise_status(h);
    xdecref(h, note);
    if (added == HEAP_OK) {
        exception_restore(h, raised);
        return status;
    }
    if (added == HEAP_RAISED) { /* that is what is told then, in the context of the first */
        exception_take(h, &other);
        exception_set_context(h, other, raised);
        exception_restore(h, other);
    }
    decref(h, raised);
    return added;
}
