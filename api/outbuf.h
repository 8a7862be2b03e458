/* A growing run of bytes: the body of an answer while it is written.
 *
 * Failure is sticky: once memory is exhausted (or the limit passed) appends do nothing and `failed` is set,
 * so writers need not check every append; whoever sends the answer checks once. */
#ifndef API_OUTBUF_H
#define API_OUTBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct outbuf {
    char *data; /* malloc'd, owned */
    size_t length;
    size_t capacity;
    size_t limit; /* 0: none */
    bool failed;
    bool (*drain)(
        struct outbuf *out); /* empties it (outbuf_goes_on); false: nobody wants more. NULL: it only grows */
};

void outbuf_destroy(struct outbuf *out);

/* Empties it; keeps up to `keep` bytes of memory for the next use. */
void outbuf_reset(struct outbuf *out, size_t keep);

/* Room for `more` bytes past `length`, NULL (and `failed`) when there is none. What is written there counts
 * once `length` is advanced. */
char *outbuf_reserve_slow(struct outbuf *out, size_t more);

static inline char *outbuf_reserve(struct outbuf *out, size_t more)
{
    if (__builtin_expect(out->capacity - out->length >= more && !out->failed, 1))
        return out->data + out->length;
    return outbuf_reserve_slow(out, more);
}

static inline void outbuf_append(struct outbuf *out, const void *bytes, size_t length)
{
    char *to = outbuf_reserve(out, length);
    if (to != NULL && length != 0) {
        memcpy(to, bytes, length);
        out->length += length;
    }
}

static inline void outbuf_byte(struct outbuf *out, char byte)
{
    char *to = outbuf_reserve(out, 1);
    if (to != NULL) {
        *to = byte;
        out->length++;
    }
}

enum { OUTBUF_DRAINED = 32768 }; /* what is worth being taken out */

/* Between two items, by who writes many: what is there may go now. False: no more is wanted, or can be. */
static inline bool outbuf_goes_on(struct outbuf *out)
{
    if (out->length >= OUTBUF_DRAINED && out->drain != NULL && !out->failed && !out->drain(out))
        out->failed = true;
    return !out->failed;
}

#define outbuf_literal(out, text) outbuf_append((out), "" text, sizeof(text) - 1)

/* Text as UTF-8: bytes that are none, lone surrogates among them, become U+FFFD. */
void outbuf_utf8(struct outbuf *out, const char *text, size_t length);

void outbuf_format(struct outbuf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
