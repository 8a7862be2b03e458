/* repr(), str() and ascii() of every object: by the table of its kind, unless its class says otherwise.
 *
 * Everything that recurses through objects comes back here, a level of C stack for each level of nesting,
 * which recursion_enter() bounds. The containers whose repr is under way are listed in the heap
 * (Py_ReprEnter), so that one that holds itself is found also where a class's __repr__ lies between.
 */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/exception.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/quick_number.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/unicode.h"

#define REPRS_KEPT 64 /* room in the list that is kept once it is there */
#define BUFFER     256

/* ---- containers inside themselves
 * ------------------------------------------------------------------------------------------------------ */

static bool is_under_way(const struct heap *h, addr o)
{
    const addr *objects = heap_at(h, h->reprs);
    for (uint32_t i = h->reprs_count; i > 0; i--)
        if (objects[i - 1] == o)
            return true;
    return false;
}

static enum heap_status push(struct heap *h, addr o)
{
    if (h->reprs_count == h->reprs_room) {
        uint32_t room = h->reprs_room ? h->reprs_room * 2 : REPRS_KEPT;
        addr grown = table_realloc(h, h->reprs, room * sizeof(addr));
        if (!grown)
            return raise_memory(h);
        h->reprs = grown;
        h->reprs_room = room;
    }
    ((addr *)heap_at(h, h->reprs))[h->reprs_count++] = incref(h, o);
    return HEAP_OK;
}

static void pop(struct heap *h, addr o)
{
    h->reprs_count--;
    if (h->reprs_count == 0 && h->reprs_room > REPRS_KEPT) {
        table_free(h, h->reprs);
        h->reprs = 0;
        h->reprs_room = 0;
    }
    decref(h, o);
}

enum heap_status object_repr_once(struct heap *h, addr o, struct text *out)
{
    if (is_under_way(h, o)) {
        text_put(out, "...", 3);
        return HEAP_OK;
    }
    enum heap_status status = push(h, o);
    if (status != HEAP_OK)
        return status;
    status = object_repr(h, o, out);
    pop(h, o);
    return status;
}

static enum heap_status repr_container(struct heap *h, addr o, const struct kind_ops *ops, struct text *out)
{
    if (is_under_way(h, o)) {
        if (*ops->repr_inside)
            text_put(out, ops->repr_inside, strlen(ops->repr_inside));
        else
            text_putf(out, "%s(...)", object_type_name(h, o));
        return HEAP_OK;
    }
    enum heap_status status = push(h, o); /* it may go away under what its items run */
    if (status != HEAP_OK)
        return status;
    status = ops->repr(h, o, out);
    pop(h, o);
    return status;
}

/* ---- a class's own method
 * --------------------------------------------------------------------------------------------------------------
 */

static inline addr own_method(const struct heap *h, addr o, enum known_name name)
{
    return special_of_class(h, object_type(h, o), known_name(h, name));
}

/* *new*: what the method answers, which must be a str. */
static enum heap_status call_for_str(struct heap *h, addr o, addr method, const char *name, addr *out)
{
    addr result;
    enum heap_status status;
    if (method == none(h))
        return raise_error(h, EXC_TYPE_ERROR, "'NoneType' object is not callable");
    status = special_call(h, method, o, NULL, 0, &result);
    if (status != HEAP_OK)
        return status;
    if (!str_is_kind(h, result)) {
        status = raise_error(h, EXC_TYPE_ERROR, "%s returned non-string (type %.200s)", name,
                             object_type_name(h, result));
        decref(h, result);
        return status;
    }
    *out = result;
    return HEAP_OK;
}

static enum heap_status put_called(struct heap *h, addr o, addr method, const char *name, struct text *out)
{
    addr s;
    enum heap_status status = call_for_str(h, o, method, name, &s);
    if (status != HEAP_OK)
        return status;
    text_put_str(h, out, s);
    decref(h, s);
    return HEAP_OK;
}

/* ---- repr
 * --------------------------------------------------------------------------------------------------------------------------
 */

enum heap_status repr_of_kind(struct heap *h, enum kind kind, addr o, struct text *out)
{
    const struct kind_ops *ops = kind_ops(kind);
    if (ops->repr && ops->repr_inside)
        return repr_container(h, o, ops, out);
    if (ops->repr)
        return ops->repr(h, o, out);
    text_put(out, "<", 1);
    type_put_path(h, object_type(h, o), out);
    text_putf(out, " object at 0x%llx>", (unsigned long long)o);
    return HEAP_OK;
}

static enum heap_status put_repr(struct heap *h, addr o, struct text *out)
{
    addr method = out->plain ? 0 : own_method(h, o, NAME_REPR);
    return method ? put_called(h, o, method, "__repr__", out) : repr_of_kind(h, object_kind(h, o), o, out);
}

enum heap_status object_repr(struct heap *h, addr o, struct text *out)
{
    enum heap_status status;
    if (out->cut)
        return HEAP_OK;
    status = recursion_enter(h, " while getting the repr of an object");
    if (status != HEAP_OK)
        return status;
    status = put_repr(h, o, out);
    recursion_leave(h);
    return status;
}

addr repr_own_digit(struct heap *h, addr o, addr s)
{
    if (!s || !int_is_kind(h, o) || str_length(h, s) != 1)
        return s;
    addr own = str_new_from_units(h, str_data(h, s), 1, 1);
    decref(h, s);
    return own;
}

addr object_repr_str(struct heap *h, addr o)
{
    char buffer[BUFFER];
    struct text text;
    addr s = 0;
    addr method = own_method(h, o, NAME_REPR);
    enum heap_status status = recursion_enter(h, " while getting the repr of an object");
    if (status != HEAP_OK)
        return 0;
    text_begin(h, &text, buffer, sizeof buffer);
    if (method)
        status = call_for_str(h, o, method, "__repr__", &s);
    else
        s = repr_own_digit(h, o, text_end(&text, repr_of_kind(h, object_kind(h, o), o, &text)));
    recursion_leave(h);
    return status == HEAP_ABANDONED ? raise_abandoned(h) : s;
}

/* ---- str
 * ----------------------------------------------------------------------------------------------------------------------------
 */

addr str_of_kind(struct heap *h, enum kind kind, addr o)
{
    char buffer[BUFFER];
    struct text text;
    const struct kind_ops *ops = kind_ops(kind);
    if (kind == KIND_STR)
        return str_copy_of(h, 0, o);
    if (kind_is_exception(kind))
        return exception_str(h, o);
    addr method = own_method(h, o, NAME_REPR);
    if (!ops->str && method) {
        addr s = 0;
        enum heap_status status = call_for_str(h, o, method, "__str__", &s);
        return status == HEAP_ABANDONED ? raise_abandoned(h) : s;
    }
    text_begin(h, &text, buffer, sizeof buffer);
    enum heap_status status = ops->str ? ops->str(h, o, &text) : repr_of_kind(h, object_kind(h, o), o, &text);
    return repr_own_digit(h, o, text_end(&text, status));
}

addr object_str(struct heap *h, addr o)
{
    if (object_is_exact(h, o, KIND_STR))
        return incref(h, o);
    addr s = 0;
    int64_t value;
    enum heap_status status = recursion_enter(h, " while getting the str of an object");
    if (status != HEAP_OK)
        return 0;
    addr method = own_method(h, o, NAME_STR);
    if (method)
        status = call_for_str(h, o, method, "__str__", &s);
    else
        s = quick_int(h, o, &value) ? int_str(h, value) : str_of_kind(h, object_kind(h, o), o);
    recursion_leave(h);
    return status == HEAP_ABANDONED ? raise_abandoned(h) : s;
}

enum heap_status object_put_str(struct heap *h, addr o, struct text *out)
{
    addr s = object_str(h, o);
    if (!s)
        return raise_status(h);
    text_put_str(h, out, s);
    decref(h, s);
    return HEAP_OK;
}

/* ---- ascii
 * ------------------------------------------------------------------------------------------------------------------------
 */

addr object_ascii(struct heap *h, addr o)
{
    char buffer[BUFFER], escaped[12];
    struct text text;
    addr s = object_repr_str(h, o);
    if (!s || str_is_ascii(h, s))
        return s;
    text_begin(h, &text, buffer, sizeof buffer);
    const void *data = str_data(h, s);
    unsigned kind = str_kind(h, s);
    size_t length = str_length(h, s);
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < length && status == HEAP_OK && !text.cut; i++) {
        uint32_t c = units_get(data, kind, i);
        if (c < 0x80) {
            escaped[0] = (char)c;
            text_put(&text, escaped, 1);
        } else {
            text_put(&text, escaped, escape_ascii(c, escaped));
        }
        if ((i & 0xffff) == 0xffff)
            status = loop_check(h);
    }
    decref(h, s);
    return text_end(&text, status);
}
