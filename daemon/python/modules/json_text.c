/* The text that an encoder puts together, as the version does it. Up to 3.11 its pieces are strs in a list,
 * which are joined when there are many (Objects/accu.c); from 3.12 on they are copied to the end of one str,
 * which has room for a quarter more than it needed when it grew (_PyUnicodeWriter). Either is traced memory
 * of the program, as in CPython, and may be looked at while default() runs.
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
    xdecref(h, t->buffer);
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

static size_t bytes_for(const struct heap *h, addr buffer, size_t length)
{
    return (str_is_ascii(h, buffer) ? h->abi.str_ascii_header : h->abi.str_compact_header) +
           (length + 1) * str_kind(h, buffer);
}

static enum heap_status replace(struct heap *h, struct json_text *t, size_t length, uint32_t bound);

/* Only the length changes; what is not yet written is zero. */
static enum heap_status resize(struct heap *h, struct json_text *t, size_t length)
{
    if (object_refcount(h, t->buffer) != 1) /* a program has found it by its address */
        return replace(h, t, length, str_bound(h, t->buffer));
    addr moved = object_resize(h, t->buffer, bytes_for(h, t->buffer, length));
    if (!moved)
        return raise_status(h);
    t->buffer = moved;
    HEAP_FIELD(h, moved, STR_LENGTH, size_t) = length;
    HEAP_FIELD(h, moved, STR_HASH, int64_t) = -1;
    size_t kind = str_kind(h, moved);
    return bytes_clear(h, (char *)str_data(h, moved) + t->at * kind, (length + 1 - t->at) * kind);
}

/* Another with room for so many characters of so large a bound. */
static enum heap_status replace(struct heap *h, struct json_text *t, size_t length, uint32_t bound)
{
    addr made = str_new(h, length, bound);
    if (!made)
        return raise_status(h);
    char *data = str_data(h, made);
    unsigned kind = str_kind(h, made);
    enum heap_status status = HEAP_OK;
    if (t->buffer)
        status = units_copy_all(h, data, kind, str_data(h, t->buffer), str_kind(h, t->buffer), t->at);
    if (status == HEAP_OK)
        status = bytes_clear(h, data + t->at * kind, (length - t->at) * kind);
    if (status == HEAP_OK)
        object_replace(h, &t->buffer, made);
    else
        decref(h, made);
    return status;
}

static enum heap_status make_room(struct heap *h, struct json_text *t, size_t count, uint32_t bound)
{
    size_t have = t->buffer ? str_length(h, t->buffer) : 0, want = t->at + count;
    bool wider = !t->buffer || bound > str_bound(h, t->buffer);
    if (HEAP_LIKELY(want <= have && !wider))
        return HEAP_OK;
    if (want > REGION_LIMIT_MAX)
        return raise_memory(h);
    want = want > have ? want + want / 4 : have;
    if (!wider)
        return resize(h, t, want);
    if (t->buffer && bound < str_bound(h, t->buffer))
        bound = str_bound(h, t->buffer);
    return replace(h, t, want, bound);
}

static enum heap_status put_units(struct heap *h, struct json_text *t, const void *units, unsigned kind,
                                  size_t count, uint32_t bound)
{
    if (count == 0)
        return HEAP_OK;
    enum heap_status status = make_room(h, t, count, bound);
    if (status != HEAP_OK)
        return status;
    unsigned own = str_kind(h, t->buffer);
    status = units_copy_all(h, (char *)str_data(h, t->buffer) + t->at * own, own, units, kind, count);
    t->at += count;
    return status;
}

static enum heap_status end_of_buffer(struct heap *h, struct json_text *t, addr *out)
{
    enum heap_status status = HEAP_OK;
    if (!t->buffer)
        return answer(h, incref(h, h->singleton[SINGLETON_EMPTY_STR]), out);
    if (str_length(h, t->buffer) != t->at)
        status = resize(h, t, t->at);
    if (status != HEAP_OK)
        return status;
    uint32_t first = str_char(h, t->buffer, 0);
    if (t->at == 1 && first < 0x100) { /* which all share */
        *out = incref(h, str_latin1_char(h, first));
        return HEAP_OK;
    }
    *out = t->buffer;
    t->buffer = 0;
    return HEAP_OK;
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
    enum heap_status status = end_of_buffer(h, t, &whole);
    if (status != HEAP_OK)
        return status;
    addr made = tuple_from(h, &whole, 1);
    decref(h, whole);
    return answer(h, made, out);
}
