/* Between SQLite's values and the heap's. */
#include <stdio.h>

#include "daemon/query/table.h"

enum { REPR_CHARACTERS = 200, STR_ROOM = 1024 };

bool value_int(sqlite3_value *value, int64_t *out)
{
    switch (sqlite3_value_numeric_type(value)) {
    case SQLITE_INTEGER:
        break;
    case SQLITE_FLOAT:
        if (sqlite3_value_double(value) != (double)sqlite3_value_int64(value))
            return false;
        break;
    default:
        return false;
    }
    *out = sqlite3_value_int64(value);
    return true;
}

addr value_address(sqlite3_value *value)
{
    int64_t number;
    return value_int(value, &number) && number > 0 ? (addr)number : 0;
}

/* As ids are written, so that no other text is equal to one. */
static addr parse_id(const unsigned char *text, int length)
{
    addr a = 0;
    if (!text || length < 3 || length > 18 || text[0] != '0' || text[1] != 'x' || text[2] == '0')
        return 0;
    for (int i = 2; i < length; i++) {
        unsigned char c = text[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return 0;
        a = a << 4 | (addr)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return a;
}

addr value_id(sqlite3_value *value)
{
    if (sqlite3_value_type(value) != SQLITE_TEXT)
        return 0;
    const unsigned char *text = sqlite3_value_text(value);
    return parse_id(text, sqlite3_value_bytes(value));
}

void result_uint(sqlite3_context *out, uint64_t value)
{
    sqlite3_result_int64(out, (sqlite3_int64)value);
}

void values_by_column(unsigned used, sqlite3_value **values, sqlite3_value **of, int count)
{
    for (int i = 0; i < count; i++)
        of[i] = used & 1u << i ? *values++ : NULL;
}

void result_address(sqlite3_context *out, addr a)
{
    if (a)
        result_uint(out, a);
}

void result_id(sqlite3_context *out, addr a)
{
    char text[32];
    if (!a)
        return;
    int length = snprintf(text, sizeof text, "0x%llx", (unsigned long long)a);
    sqlite3_result_text(out, text, length, SQLITE_TRANSIENT);
}

void result_str(sqlite3_context *out, const struct heap *h, addr s)
{
    char room[STR_ROOM], *text = room;
    if (!s)
        return;
    size_t size = str_utf8_size(h, s);
    if (size > QUERY_VALUE_LENGTH) {
        sqlite3_result_error_toobig(out);
        return;
    }
    if (size > sizeof room && !(text = sqlite3_malloc64(size))) {
        sqlite3_result_error_nomem(out);
        return;
    }
    size = str_utf8(h, s, text);
    sqlite3_result_text(out, text, (int)size, SQLITE_TRANSIENT);
    if (text != room)
        sqlite3_free(text);
}

/* Bytes of the first characters, so that none is cut in two. */
static size_t cut(const char *text, size_t length)
{
    size_t at = 0;
    for (int characters = 0; at < length && characters < REPR_CHARACTERS; characters++)
        for (at++; at < length && ((unsigned char)text[at] & 0xc0) == 0x80;)
            at++;
    return at;
}

void result_repr(sqlite3_context *out, struct heap *h, addr o)
{
    char room[REPR_CHARACTERS * 4 + 8];
    struct text t = {.bytes = room, .capacity = sizeof room, .plain = true};
    if (object_repr(h, o, &t) != HEAP_OK) {
        heap_clear_raised(h);
        return;
    }
    sqlite3_result_text(out, room, (int)cut(room, t.length), SQLITE_TRANSIENT);
}

void result_snapshot_text(sqlite3_context *out, struct snapshot_text text)
{
    if (text.bytes)
        sqlite3_result_text64(out, text.bytes, text.length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

void result_stack(sqlite3_context *out, uint32_t count,
                  struct snapshot_place (*place)(const void *context, uint32_t i), const void *context)
{
    sqlite3_str *text = sqlite3_str_new(sqlite3_context_db_handle(out));
    for (uint32_t i = 0; i < count && !sqlite3_str_errcode(text); i++) {
        struct snapshot_place p = place(context, i);
        sqlite3_str_append(text, ";", i > 0);
        sqlite3_str_append(text, p.file.bytes, (int)p.file.length);
        sqlite3_str_appendf(text, ":%u", p.line);
    }
    int code = sqlite3_str_errcode(text), length = sqlite3_str_length(text);
    char *made = sqlite3_str_finish(text);
    if (code == SQLITE_OK && made)
        sqlite3_result_text(out, made, length, sqlite3_free);
    else if (code != SQLITE_OK)
        sqlite3_result_error_code(out, code);
}
