/* Names in texts, and the names that the library itself looks up. */
#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/fixed.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/text.h"

static const char *const texts[NAME_COUNT] = {[NAME_MODULE] = "__module__",
                                              [NAME_QUALNAME] = "__qualname__",
                                              [NAME_DOC] = "__doc__",
                                              [NAME_SLOTS] = "__slots__",
                                              [NAME_DICT] = "__dict__",
                                              [NAME_WEAKREF] = "__weakref__",
                                              [NAME_DEL] = "__del__",
                                              [NAME_STATIC_ATTRIBUTES] = "__static_attributes__",
                                              [NAME_FIRST_LINE] = "__firstlineno__",
                                              [NAME_NAME] = "__name__",
                                              [NAME_CLASS] = "__class__",
                                              [NAME_INIT] = "__init__",
                                              [NAME_NEW] = "__new__",
                                              [NAME_CALL] = "__call__",
                                              [NAME_GETATTR] = "__getattr__",
                                              [NAME_MAIN] = "__main__",
                                              [NAME_GETSTATE] = "__getstate__",
                                              [NAME_SETSTATE] = "__setstate__",
                                              [NAME_REDUCE_EX] = "__reduce_ex__",
                                              [NAME_COPY] = "__copy__",
                                              [NAME_DEEPCOPY] = "__deepcopy__",
                                              [NAME_BUILTINS] = "builtins",
                                              [NAME_CLASSCELL] = "__classcell__",
                                              [NAME_HASH] = "__hash__",
                                              [NAME_EQ] = "__eq__",
                                              [NAME_SLOT_NAMES] = "__slotnames__",
#define X(constant, text) [NAME_##constant] = text,
                                              SPECIAL_NAMES(X) CODE_NAMES(X)
#undef X
};

void names_boot(struct heap *h)
{
    addr names[NAME_COUNT];
    for (size_t i = 0; i < NAME_COUNT; i++)
        names[i] = fixed_str(h, texts[i]);
    h->names = (h->static_top + 7) & ~7ull;
    memcpy(heap_at(h, h->names), names, sizeof names);
    h->static_top = h->names + sizeof names;
}

void text_put_str(const struct heap *h, struct text *out, addr s)
{
    size_t length = str_length(h, s);
    const void *data = str_data(h, s);
    unsigned kind = str_kind(h, s);
    if (str_is_ascii(h, s)) {
        text_put(out, data, length);
        return;
    }
    for (size_t i = 0; i < length && !out->cut; i++) {
        char bytes[4];
        text_put(out, bytes, utf8_put(units_get(data, kind, i), bytes));
    }
}

const char *name_start_in_message(const struct heap *h, addr s, char room[NAME_ROOM])
{
    if (str_is_ascii(h, s))
        return str_data(h, s);
    struct text text = {.bytes = room, .capacity = NAME_ROOM - 1};
    text_put_str(h, &text, s);
    room[text.length] = '\0';
    return room;
}

static const char *leave_name(struct heap *h, addr s, char room[NAME_ROOM])
{
    struct raised *r = &h->raised;
    unsigned number = r->names++ % (sizeof r->name / sizeof *r->name);
    r->name[number] = s;
    room[0] = NAME_MARK;
    room[1] = (char)('0' + number);
    room[2] = '\0';
    return room;
}

const char *name_in_message(struct heap *h, addr s, char room[NAME_ROOM])
{
    size_t size = str_utf8_size(h, s);
    if (size >= NAME_ROOM) /* copied once, not read to its end by each function that formats */
        return leave_name(h, s, room);
    if (str_is_ascii(h, s) && !memchr(str_data(h, s), '\0', size))
        return str_data(h, s);
    str_utf8(h, s, room);
    room[size] = '\0';
    return memchr(room, '\0', size) ? leave_name(h, s, room) : room;
}

enum heap_status raise_attribute(struct heap *h, enum attribute_text which, addr type, addr name)
{
    static const char *const formats[] = {
        [ATTRIBUTE_MISSING] = "'%.*s' object has no attribute '%s'%s",
        [ATTRIBUTE_MISSING_TYPE] = "type object '%.*s' has no attribute '%s'%s",
        [ATTRIBUTE_NO_DICT] = "'%.*s' object has no attribute '%s'%s",
        [ATTRIBUTE_READ_ONLY] = "'%.*s' object attribute '%s' is read-only%s",
    };
    char room[NAME_ROOM];
    const char *more = which == ATTRIBUTE_NO_DICT && h->abi.attribute_texts_3_13
                           ? " and no __dict__ for setting new attributes"
                           : "";
    int most =
        h->abi.attribute_texts_3_13 || which == ATTRIBUTE_NO_DICT ? 100 : 50; /* bytes of the type's name */
    return raise_error(h, EXC_ATTRIBUTE_ERROR, formats[which], most, type_name(h, type),
                       name_in_message(h, name, room), more);
}

addr object_short_name(const struct heap *h, addr o)
{
    return object_kind(h, o) == KIND_TYPE && type_is_heap(h, o) && object_in_blocks(o)
               ? heap_type_names(h, o)->name
               : 0;
}
