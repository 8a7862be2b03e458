/* trim(), ltrim() and rtrim(), for the reason that search.c gives: SQLite's compare each character with each
 * of those to be taken away. Here they are looked up. */
#include "daemon/query/guard.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/query/query.h"

enum { LEFT = 1, RIGHT = 2 };

struct character {
    const unsigned char *at;
    size_t length;
};

struct characters {
    bool ascii[128];
    struct character *others; /* sorted; NULL: none */
    size_t count;
};

static bool continues(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

/* Of well-formed text; of anything else, some bytes that come to no harm. */
static struct character first_of(const unsigned char *at, const unsigned char *end)
{
    const unsigned char *next = at + 1;
    while (*at >= 0xc0 && next < end && continues(*next))
        next++;
    return (struct character){at, (size_t)(next - at)};
}

static struct character last_of(const unsigned char *begin, const unsigned char *end)
{
    const unsigned char *at = end - 1;
    while (at > begin && continues(*at))
        at--;
    return (struct character){at, (size_t)(end - at)};
}

static int compare(const void *left, const void *right)
{
    const struct character *a = left, *b = right;
    int order = memcmp(a->at, b->at, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

/* False: no memory. */
static bool gather(struct characters *set, const unsigned char *at, size_t length)
{
    const unsigned char *end = at + length;
    size_t others = 0;
    for (size_t i = 0; i < length; i++)
        others += at[i] >= 0x80;
    set->others = others ? sqlite3_malloc64(others * sizeof *set->others) : NULL;
    if (others && !set->others)
        return false;
    while (at < end) {
        struct character c = first_of(at, end);
        if (*c.at < 0x80)
            set->ascii[*c.at] = true;
        else
            set->others[set->count++] = c;
        at += c.length;
    }
    if (set->count > 1)
        qsort(set->others, set->count, sizeof *set->others, compare);
    return true;
}

static bool has(const struct characters *set, struct character c)
{
    if (*c.at < 0x80)
        return set->ascii[*c.at];
    return set->count && bsearch(&c, set->others, set->count, sizeof c, compare);
}

static void trim_function(sqlite3_context *out, int count, sqlite3_value **values)
{
    const int sides = (int)(intptr_t)sqlite3_user_data(out);
    struct characters set = {.count = 0};
    for (int i = 0; i < count; i++)
        if (sqlite3_value_type(values[i]) == SQLITE_NULL)
            return;
    const unsigned char *text = sqlite3_value_text(values[0]),
                        *taken = count == 2 ? sqlite3_value_text(values[1]) : (const unsigned char *)" ";
    if (!text || !taken || !gather(&set, taken, count == 2 ? (size_t)sqlite3_value_bytes(values[1]) : 1)) {
        sqlite3_result_error_nomem(out);
        return;
    }
    const unsigned char *end = text + sqlite3_value_bytes(values[0]);
    while (sides & LEFT && text < end && has(&set, first_of(text, end)))
        text += first_of(text, end).length;
    while (sides & RIGHT && text < end && has(&set, last_of(text, end)))
        end -= last_of(text, end).length;
    sqlite3_result_text64(out, (const char *)text, (sqlite3_uint64)(end - text), SQLITE_TRANSIENT,
                          SQLITE_UTF8);
    sqlite3_free(set.others);
}

bool trim_functions(sqlite3 *db)
{
    static const struct {
        const char *name;
        intptr_t sides;
    } functions[] = {{"trim", LEFT | RIGHT}, {"ltrim", LEFT}, {"rtrim", RIGHT}};
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        for (int count = 1; count <= 2; count++)
            if (sqlite3_create_function(db, functions[i].name, count, flags, (void *)functions[i].sides,
                                        trim_function, NULL, NULL) != SQLITE_OK)
                return false;
    return true;
}
