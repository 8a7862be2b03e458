/* Objects of the heap as JSON (value_write.h). */
#include "api/value_write.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void write_reference(struct json_writer *w, addr o)
{
    json_begin_object(w);
    json_member_address(w, "$ref", o);
    json_end_object(w);
}

/* ---- values by kind ------------------------------------------------------------------------------ */

static void write_int(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    enum { DIGITS_MAX = 4300 }; /* as CPython, which refuses to print longer ones unless told to */
    int64_t small;
    if (int_fits(h, o, &small)) {
        json_int(w, small);
        return;
    }
    if (int_digit_count(h, o) * 30 / 4 > extent->most) { /* no part of its digits would be a value */
        extent->cut = true;
        json_null(w);
        return;
    }
    size_t size = int_decimal_size(h, o), length = 0;
    char text[DIGITS_MAX + 2];
    if (size <= sizeof text && int_decimal(h, o, text, sizeof text, &length) == HEAP_OK) {
        json_raw(w, text, length);
        return;
    }
    json_begin_object(w);
    json_key(w, "$int");
    json_begin_string(w);
    json_string_part(w, int_sign(h, o) < 0 ? "-0x" : "0x", int_sign(h, o) < 0 ? 3 : 2);
    const uint32_t *digit = int_digits(h, o);
    size_t bits = int_digit_count(h, o) * 30;
    bool begun = false;
    for (size_t nibble = (bits + 3) / 4;
         nibble-- > 0;) { /* digits have 30 bits: a nibble may lie across two */
        size_t at = nibble * 4, word = at / 30, shift = at % 30;
        uint32_t value = digit[word] >> shift;
        if (shift > 26 && (word + 1) * 30 < bits)
            value |= digit[word + 1] << (30 - shift);
        value &= 15;
        begun |= value != 0;
        if (begun)
            json_string_part(w, &"0123456789abcdef"[value], 1);
    }
    json_end_string(w);
    json_end_object(w);
}

/* Bytes of the first `characters` characters. */
static size_t cut_at(const char *text, size_t length, size_t characters)
{
    size_t at = 0;
    while (at < length && characters-- > 0)
        for (at++; at < length && ((unsigned char)text[at] & 0xc0) == 0x80;)
            at++;
    return at;
}

/* As many of its characters. */
static bool write_str_part(struct json_writer *w, const struct heap *h, addr s, size_t characters)
{
    size_t size = str_utf8_size(h, s);
    char few[256], *bytes = size > sizeof few ? malloc(size) : few;
    if (!bytes)
        return false;
    size_t length = str_utf8(h, s, bytes);
    json_string(w, bytes, characters < str_length(h, s) ? cut_at(bytes, length, characters) : length);
    if (bytes != few)
        free(bytes);
    return true;
}

bool write_str(struct json_writer *w, const struct heap *h, addr s)
{
    return write_str_part(w, h, s, SIZE_MAX);
}

/* The same as the key of a member. */
static bool write_str_key(struct json_writer *w, const struct heap *h, addr s)
{
    size_t size = str_utf8_size(h, s);
    char few[256], *bytes = size > sizeof few ? malloc(size) : few;
    if (!bytes)
        return false;
    json_key_string(w, bytes, str_utf8(h, s, bytes));
    if (bytes != few)
        free(bytes);
    return true;
}

static void begin_notation(struct json_writer *w, const char *name, bool array)
{
    json_begin_object(w);
    json_key_string(w, name, strlen(name));
    if (array)
        json_begin_array(w);
}

static void end_notation(struct json_writer *w, bool array)
{
    if (array)
        json_end_array(w);
    json_end_object(w);
}

/* References to `count` items; cut at VALUE_ITEMS. */
typedef addr item_at(const struct heap *h, addr o, size_t i);
static void write_items(struct json_writer *w, const struct heap *h, addr o, size_t count, item_at *item,
                        struct value_extent *extent)
{
    for (size_t i = 0; i < count && i < VALUE_ITEMS; i++) {
        addr member = item(h, o, i);
        if (member)
            write_reference(w, member);
        else
            json_null(w);
    }
    extent->cut = count > VALUE_ITEMS;
}

static bool is_plain_key(const struct heap *h, addr key)
{
    return object_kind(h, key) == KIND_STR && !(str_length(h, key) > 0 && str_char(h, key, 0) == '$');
}

/* A JSON object where that is unambiguous, else {"$dict": [[key, value], …]}. */
static void write_dict(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    size_t position = 0, count = 0;
    addr key, value;
    bool plain = true;
    while (plain && dict_next(h, o, &position, &key, &value))
        plain = is_plain_key(h, key);
    plain ? json_begin_object(w) : begin_notation(w, "$dict", true);
    for (position = 0; dict_next(h, o, &position, &key, &value);) {
        if (++count > VALUE_ITEMS) {
            extent->cut = true;
            break;
        }
        if (plain) {
            if (!write_str_key(w, h, key)) {
                w->out->failed = true;
                break;
            }
        } else {
            json_begin_array(w);
            write_reference(w, key);
        }
        write_reference(w, value);
        if (!plain)
            json_end_array(w);
    }
    plain ? json_end_object(w) : end_notation(w, true);
}

static void write_set(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    size_t position = 0, count = 0;
    addr item;
    begin_notation(w, object_kind(h, o) == KIND_SET ? "$set" : "$frozenset", true);
    while (set_next(h, o, &position, &item)) {
        if (++count > VALUE_ITEMS) {
            extent->cut = true;
            break;
        }
        write_reference(w, item);
    }
    end_notation(w, true);
}

static void write_array(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    char code = array_typecode(h, o);
    begin_notation(w, "$array", true);
    json_string(w, &code, 1);
    json_begin_array(w);
    size_t count = array_length(h, o);
    for (size_t i = 0; i < count && i < VALUE_ITEMS; i++) {
        addr item = array_item(h, o, i);
        struct value_extent ignored = {.most = SIZE_MAX};
        if (item) {
            write_value(w, h, item, &ignored);
            decref(h, item);
        } else {
            heap_clear_raised(h);
            json_null(w);
        }
    }
    extent->cut = count > VALUE_ITEMS;
    json_end_array(w);
    end_notation(w, true);
}

static void write_instance(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    const char *name = object_type_name(h, o);
    addr attribute, value;
    (void)extent;
    begin_notation(w, "$new", false);
    json_text_string(w, name);
    json_key(w, "attrs");
    json_begin_object(w);
    for (size_t i = 0; instance_attribute(h, o, i, &attribute, &value); i++) {
        if (!value)
            continue;
        if (!write_str_key(w, h, attribute)) {
            w->out->failed = true;
            break;
        }
        write_reference(w, value);
    }
    json_end_object(w);
    end_notation(w, false);
}

/* start, stop and step. */
static void write_range(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    static const unsigned fields[] = {16, 24, 32}; /* of struct range */
    (void)extent;
    begin_notation(w, "$range", true);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        int64_t number;
        addr field = HEAP_FIELD(h, o, fields[i], addr);
        if (object_kind(h, field) == KIND_INT && int_fits(h, field, &number))
            json_int(w, number);
        else
            write_reference(w, field);
    }
    end_notation(w, true);
}

static void write_none(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    (void)h, (void)o, (void)extent;
    json_null(w);
}

static void write_bool(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    (void)extent;
    json_bool(w, o == h->singleton[SINGLETON_TRUE]);
}

static void write_float(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    (void)extent;
    json_real(w, float_value(h, o));
}

static void write_complex(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    (void)extent;
    begin_notation(w, "$complex", true);
    json_real(w, HEAP_FIELD(h, o, 16, double));
    json_real(w, HEAP_FIELD(h, o, 24, double));
    end_notation(w, true);
}

static void write_text(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    extent->cut = str_length(h, o) > extent->most;
    if (!write_str_part(w, h, o, extent->most))
        w->out->failed = true;
}

static void write_bytes(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    bool array = object_kind(h, o) == KIND_BYTEARRAY;
    size_t length = bytes_length(h, o), shown = length > extent->most ? extent->most : length;
    extent->cut = shown < length;
    begin_notation(w, array ? "$bytearray" : "$bytes", false);
    json_base64(w, array ? bytearray_data(h, o) : bytes_data(h, o), shown);
    end_notation(w, false);
}

static void write_list(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    json_begin_array(w);
    write_items(w, h, o, list_length(h, o), list_item, extent);
    json_end_array(w);
}

static void write_tuple(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    begin_notation(w, "$tuple", true);
    write_items(w, h, o, tuple_length(h, o), tuple_item, extent);
    end_notation(w, true);
}

static void write_deque(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    begin_notation(w, "$deque", true);
    write_items(w, h, o, deque_length(h, o), deque_item, extent);
    end_notation(w, true);
}

static void write_weakref(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    (void)extent;
    begin_notation(w, "$weakref", false);
    if (weakref_referent(h, o))
        write_reference(w, weakref_referent(h, o));
    else
        json_null(w);
    end_notation(w, false);
}

typedef void value_writer(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent);

/* Of all others (types, functions, modules) nothing but themselves can be said. */
static value_writer *const writers[KIND_COUNT] = {
    [KIND_NONE] = write_none,         [KIND_BOOL] = write_bool,       [KIND_INT] = write_int,
    [KIND_FLOAT] = write_float,       [KIND_COMPLEX] = write_complex, [KIND_STR] = write_text,
    [KIND_BYTES] = write_bytes,       [KIND_BYTEARRAY] = write_bytes, [KIND_LIST] = write_list,
    [KIND_TUPLE] = write_tuple,       [KIND_DEQUE] = write_deque,     [KIND_DICT] = write_dict,
    [KIND_SET] = write_set,           [KIND_FROZENSET] = write_set,   [KIND_ARRAY] = write_array,
    [KIND_RANGE] = write_range,       [KIND_WEAKREF] = write_weakref, [KIND_PROXY] = write_weakref,
    [KIND_INSTANCE] = write_instance,
};

void write_value(struct json_writer *w, struct heap *h, addr o, struct value_extent *extent)
{
    value_writer *writer = writers[object_kind(h, o)];
    extent->cut = false;
    if (writer)
        writer(w, h, o, extent);
    else
        write_reference(w, o);
}

/* ---- descriptions -------------------------------------------------------------------------------- */

static void write_repr(struct json_writer *w, const char *text, size_t length, bool cut)
{
    size_t shown = cut_at(text, length, REPR_CHARACTERS);
    json_member_string(w, "repr", text, shown);
    if (cut || shown < length)
        json_member_bool(w, "repr_cut", true);
}

void write_repr_members(struct json_writer *w, struct heap *h, addr o)
{
    char buffer[REPR_CHARACTERS * 4 + 8];
    struct text t = {.bytes = buffer, .capacity = sizeof buffer, .plain = true};
    if (object_repr(h, o, &t) == HEAP_OK) {
        write_repr(w, buffer, t.length, t.cut);
    } else {
        heap_clear_raised(h);
        json_member_null(w, "repr");
    }
}

void write_traceback(struct json_writer *w, const struct heap *h, addr o)
{
    uint64_t size;
    uint32_t traceback;
    struct traceback_info info;
    json_begin_array(w);
    if (object_in_blocks(o) && trace_of(h, object_block(h, o), &size, &traceback) &&
        trace_traceback(h, traceback, &info))
        for (uint32_t i = 0; i < info.frame_count; i++) {
            struct trace_frame f = trace_traceback_frame(h, traceback, i);
            json_begin_object(w);
            json_member_string(w, "file", f.file, f.file_length);
            json_member_uint(w, "line", f.line);
            json_end_object(w);
        }
    json_end_array(w);
}

/* Every name that is bound to the object, frames first from the top. */
static void write_names(struct json_writer *w, const struct heap *h, addr o)
{
    json_begin_array(w);
    for (size_t frame = frame_count_pushed(h); frame-- > 0;) {
        size_t position = 0;
        addr name, value;
        while (name_next(h, frame, &position, &name, &value)) {
            if (value == o && !write_str(w, h, name))
                w->out->failed = true;
        }
    }
    json_end_array(w);
}

static void write_members(struct json_writer *w, struct heap *h, addr o,
                          const struct generation_map *generations, enum object_detail detail,
                          const struct told_repr *told)
{
    struct object_info info;
    inspect_object(h, o, generations, &info);
    json_member_address(w, "id", o);
    json_member_text(w, "type", info.type_name);
    json_member_address(w, "type_id", info.type);
    json_member_uint(w, "size", info.size);
    struct deep_size deep;
    if (detail != OBJECT_ROW && inspect_deep_size(h, o, &deep)) {
        json_member_uint(w, "deep_size", deep.size);
        json_member_uint(w, "deep_count", deep.count);
    }
    json_member_uint(w, "refcount", info.refcount);
    json_member_bool(w, "immortal", info.immortal);
    json_key(w, "gc");
    json_begin_object(w);
    json_member_bool(w, "tracked", info.tracked);
    json_key(w, "generation");
    if (info.generation >= 0 && info.generation <= 2)
        json_int(w, info.generation);
    else if (info.generation == 3)
        json_text_string(w, "permanent");
    else
        json_null(w);
    json_member_bool(w, "finalized", info.finalized);
    json_end_object(w);
    if (info.length >= 0)
        json_member_int(w, "length", info.length);
    json_member_uint(w, "weakrefs", info.weakrefs);
    json_member_uint(w, "held", info.handles);
    if (told)
        write_repr(w, told->text, told->length, told->cut);
    else
        write_repr_members(w, h, o);
    if (detail == OBJECT_ROW)
        return;
    json_key(w, "names");
    write_names(w, h, o);
    json_key(w, "allocated_at");
    write_traceback(w, h, o);
    struct value_extent extent = {.most = detail == OBJECT_RESULT ? RESULT_CHARACTERS : SIZE_MAX};
    json_key(w, "value");
    write_value(w, h, o, &extent);
    if (extent.cut)
        json_member_bool(w, "value_cut", true);
}

void write_object_members(struct json_writer *w, struct heap *h, addr o,
                          const struct generation_map *generations, enum object_detail detail)
{
    write_members(w, h, o, generations, detail, NULL);
}

void write_told_object(struct json_writer *w, struct heap *h, addr o, const struct told_repr *told)
{
    json_begin_object(w);
    write_members(w, h, o, NULL, OBJECT_RESULT, told);
    json_end_object(w);
}

void write_object(struct json_writer *w, struct heap *h, addr o, const struct generation_map *generations,
                  enum object_detail detail)
{
    json_begin_object(w);
    write_object_members(w, h, o, generations, detail);
    json_end_object(w);
}
