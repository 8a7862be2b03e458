/* The text that an encoder puts together, as the version does it. Up to 3.11 its pieces are strs in a list,
 * which are joined when there are many (Objects/accu.c); from 3.12 on they are copied to the end of one str
 * (str_writer.h). Either is traced memory of the program, as in CPython, and may be looked at while default()
 * runs.
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/intern.h"
#include "daemon/heap/object/long_work.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/textual.h"
#include "daemon/python/modules/json.h"

enum heap_status json_text_begin(struct heap *h, struct json_text *t)
{
    *t = (struct json_text){0};
    if (h->abi.json_writes_one_text)
        return HEAP_OK;
    t->pieces = list_new(h, 0);
    return t->pieces ? HEAP_OK : raise_status(h);
}

void json_text_drop(struct heap *h, struct json_text *t)
{
    for (size_t i = 0; i < JSON_WORDS; i++)
        xdecref(h, t->words[i]);
    xdecref(h, t->writer.buffer);
    xdecref(h, t->joined);
    xdecref(h, t->pieces);
    *t = (struct json_text){0};
}

/* ---- pieces ---------------------------------------------------------------------------------------- */

#define PIECES_MAX 100000 /* joined then: a str in a list is 64 bytes more than its characters */

/* Length and bound of all pieces; false: one of them, which a program has put there, is no str. */
static bool measure_pieces(const struct heap *h, addr pieces, size_t *length, uint32_t *bound)
{
    const addr *items = list_items(h, pieces);
    size_t count = list_length(h, pieces);
    *length = 0;
    *bound = 0;
    for (size_t i = 0; i < count; i++) {
        if (!object_is_exact(h, items[i], KIND_STR))
            return false;
        uint32_t b = str_bound(h, items[i]);
        *bound = b > *bound ? b : *bound;
        *length += str_length(h, items[i]);
    }
    return true;
}

static inline void copy_bytes(char *to, const char *from, size_t count)
{
    if (count > 16)
        memcpy(to, from, count);
    else
        for (size_t i = 0; i < count; i++)
            to[i] = from[i];
}

static enum heap_status copy_pieces(struct heap *h, addr pieces, char *to, unsigned kind)
{
    const addr *items = list_items(h, pieces);
    size_t count = list_length(h, pieces);
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; status == HEAP_OK && i < count; i++) {
        size_t length = str_length(h, items[i]);
        if (kind == 1 && length <= BYTES_AT_ONCE)
            copy_bytes(to, str_data(h, items[i]), length);
        else
            status = units_copy_all(h, to, kind, str_data(h, items[i]), str_kind(h, items[i]), length);
        to += length * kind;
        if (status == HEAP_OK)
            status = loop_goes_on(h, i);
    }
    return status;
}

/* "".join(pieces): there are at most PIECES_MAX, nearly always short ones. */
static enum heap_status join(struct heap *h, addr pieces, addr *out)
{
    size_t length;
    uint32_t bound;
    if (list_length(h, pieces) < 2 || !measure_pieces(h, pieces, &length, &bound) ||
        length > REGION_LIMIT_MAX) {
        const struct call call = {.self = h->singleton[SINGLETON_EMPTY_STR], .args = &pieces, .count = 1};
        return textual_method_join(h, &call, out);
    }
    work_done(h, steps_of_limbs(4 * list_length(h, pieces)));
    addr made = str_new(h, length, bound);
    if (!made)
        return raise_status(h);
    enum heap_status status = copy_pieces(h, pieces, str_data(h, made), str_kind(h, made));
    if (status == HEAP_OK)
        *out = made;
    else
        decref(h, made);
    return status;
}

static enum heap_status join_pieces(struct heap *h, struct json_text *t)
{
    addr whole;
    size_t count = list_length(h, t->pieces);
    if (count == 0)
        return HEAP_OK;
    if (!t->joined && !(t->joined = list_new(h, 0)))
        return raise_status(h);
    enum heap_status status = join(h, t->pieces, &whole);
    if (status != HEAP_OK)
        return status;
    status = list_set_slice(h, t->pieces, 0, count, 0);
    if (status == HEAP_OK)
        status = list_append(h, t->joined, whole);
    decref(h, whole);
    return status;
}

static enum heap_status put_piece(struct heap *h, struct json_text *t, addr s)
{
    enum heap_status status = list_append(h, t->pieces, s);
    return status == HEAP_OK && list_length(h, t->pieces) >= PIECES_MAX ? join_pieces(h, t) : status;
}

/* ---- one text -------------------------------------------------------------------------------------- */

static enum heap_status put_units(struct heap *h, struct json_text *t, const void *units, unsigned kind,
                                  size_t count, uint32_t bound)
{
    return str_writer_put(h, &t->writer, units, kind, count, bound);
}

/* ---- either ---------------------------------------------------------------------------------------- */

enum heap_status json_text_put(struct heap *h, struct json_text *t, addr s)
{
    if (t->pieces)
        return put_piece(h, t, s);
    return put_units(h, t, str_data(h, s), str_kind(h, s), str_length(h, s), str_bound(h, s));
}

enum heap_status json_text_put_new(struct heap *h, struct json_text *t, addr s)
{
    if (!s)
        return raise_status(h);
    enum heap_status status = json_text_put(h, t, s);
    decref(h, s);
    return status;
}

enum heap_status json_text_put_ascii(struct heap *h, struct json_text *t, const char *text, size_t length)
{
    return put_units(h, t, text, 1, length, 0x7f);
}

enum heap_status json_text_put_char(struct heap *h, struct json_text *t, char c)
{
    return t->pieces ? put_piece(h, t, str_latin1_char(h, (unsigned char)c))
                     : put_units(h, t, &c, 1, 1, 0x7f);
}

static const char *const words[JSON_WORDS] = {"null", "true", "false", "[]", "{}"};

static enum heap_status find_word(struct heap *h, struct json_text *t, enum json_word word)
{
    if (HEAP_UNLIKELY(!t->words[word]))
        t->words[word] = str_intern_utf8(h, words[word], strlen(words[word]));
    return t->words[word] ? HEAP_OK : raise_status(h);
}

enum heap_status json_text_word(struct heap *h, struct json_text *t, enum json_word word, addr *out)
{
    enum heap_status status = find_word(h, t, word);
    if (status == HEAP_OK)
        *out = incref(h, t->words[word]);
    return status;
}

enum heap_status json_text_put_word(struct heap *h, struct json_text *t, enum json_word word)
{
    if (!t->pieces)
        return json_text_put_ascii(h, t, words[word], strlen(words[word]));
    enum heap_status status = find_word(h, t, word);
    return status == HEAP_OK ? put_piece(h, t, t->words[word]) : status;
}

enum heap_status json_text_end(struct heap *h, struct json_text *t, addr *out)
{
    addr whole;
    if (t->pieces) {
        enum heap_status status = join_pieces(h, t);
        if (status != HEAP_OK)
            return status;
        *out = t->joined;
        t->joined = 0;
        return HEAP_OK;
    }
    enum heap_status status = str_writer_end(h, &t->writer, &whole);
    if (status != HEAP_OK)
        return status;
    addr made = tuple_from(h, &whole, 1);
    decref(h, whole);
    return answer(h, made, out);
}
