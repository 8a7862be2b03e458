/* instr() and replace(), which SQLite has too, but there they take the product of both lengths, and a
 * function is not interrupted: one row of two long texts would outlast the deadline. memmem() takes their
 * sum. */
#include "daemon/query/guard.h"

#include <string.h>

#include "daemon/query/query.h"

struct bytes {
    const unsigned char *at;
    size_t length;
};

/* False: no memory. The pointer before the length: the value may be converted by it. */
static bool text_of(sqlite3_value *value, struct bytes *out)
{
    out->at = sqlite3_value_text(value);
    out->length = (size_t)sqlite3_value_bytes(value);
    return out->at != NULL;
}

static struct bytes blob_of(sqlite3_value *value)
{
    const unsigned char *at = sqlite3_value_blob(value);
    return (struct bytes){at ? at : (const unsigned char *)"", (size_t)sqlite3_value_bytes(value)};
}

static const unsigned char *find(const unsigned char *from, const unsigned char *end, struct bytes needle)
{
    return memmem(from, (size_t)(end - from), needle.at, needle.length);
}

static sqlite3_int64 characters(const unsigned char *from, const unsigned char *to)
{
    sqlite3_int64 count = 0;
    for (; from < to; from++)
        count += (*from & 0xc0) != 0x80;
    return count;
}

static bool any_null(int count, sqlite3_value **values)
{
    for (int i = 0; i < count; i++)
        if (sqlite3_value_type(values[i]) == SQLITE_NULL)
            return true;
    return false;
}

/* Of blobs the byte, of texts the character, from 1; 0: not in there. */
static void instr_function(sqlite3_context *out, int count, sqlite3_value **values)
{
    struct bytes text, needle;
    if (any_null(count, values))
        return;
    bool blobs = sqlite3_value_type(values[0]) == SQLITE_BLOB && sqlite3_value_type(values[1]) == SQLITE_BLOB;
    if (blobs) {
        text = blob_of(values[0]);
        needle = blob_of(values[1]);
    } else if (!text_of(values[0], &text) || !text_of(values[1], &needle)) {
        sqlite3_result_error_nomem(out);
        return;
    }
    const unsigned char *found = find(text.at, text.at + text.length, needle);
    sqlite3_result_int64(out, !found ? 0 : blobs ? found - text.at + 1 : characters(text.at, found) + 1);
}

static size_t occurrences(struct bytes text, struct bytes old)
{
    size_t count = 0;
    const unsigned char *end = text.at + text.length;
    for (const unsigned char *at = text.at; (at = find(at, end, old)); at += old.length)
        count++;
    return count;
}

static void write_replaced(unsigned char *to, struct bytes text, struct bytes old, struct bytes new)
{
    const unsigned char *at = text.at, *end = text.at + text.length, *found;
    for (; (found = find(at, end, old)); at = found + old.length) {
        memcpy(to, at, (size_t)(found - at));
        to += found - at;
        memcpy(to, new.at, new.length);
        to += new.length;
    }
    memcpy(to, at, (size_t)(end - at));
}

static void replace_function(sqlite3_context *out, int count, sqlite3_value **values)
{
    struct bytes text, old, new;
    if (any_null(count, values))
        return;
    if (!text_of(values[0], &text) || !text_of(values[1], &old) || !text_of(values[2], &new)) {
        sqlite3_result_error_nomem(out);
        return;
    }
    size_t times = old.length ? occurrences(text, old) : 0;
    if (times == 0) {
        sqlite3_result_text64(out, (const char *)text.at, text.length, SQLITE_TRANSIENT, SQLITE_UTF8);
        return;
    }
    size_t length = text.length - times * old.length +
                    times * new.length; /* both are at most QUERY_VALUE_LENGTH: no overflow */
    if (length > QUERY_VALUE_LENGTH) {
        sqlite3_result_error_toobig(out);
        return;
    }
    unsigned char *result = sqlite3_malloc64(length + 1);
    if (!result) {
        sqlite3_result_error_nomem(out);
        return;
    }
    write_replaced(result, text, old, new);
    sqlite3_result_text64(out, (char *)result, length, sqlite3_free, SQLITE_UTF8);
}

bool search_functions(sqlite3 *db)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    return sqlite3_create_function(db, "instr", 2, flags, NULL, instr_function, NULL, NULL) == SQLITE_OK &&
           sqlite3_create_function(db, "replace", 3, flags, NULL, replace_function, NULL, NULL) == SQLITE_OK;
}
