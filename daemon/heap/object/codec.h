/* What str.encode and bytes.decode are written on: one row of a table for each codec, with a function that
 * encodes a character and one that reads bytes up to what is malformed. Handlers of errors are codec.c's.
 */
#ifndef HEAPD_HEAP_OBJECT_CODEC_H
#define HEAPD_HEAP_OBJECT_CODEC_H

#include "daemon/heap/object/object.h"

enum codec_id {
    CODEC_UTF8,
    CODEC_ASCII,
    CODEC_LATIN1,
    CODEC_UTF8_SIG,
    CODEC_UTF16,
    CODEC_UTF16_LE,
    CODEC_UTF16_BE,
    CODEC_UTF32,
    CODEC_UTF32_LE,
    CODEC_UTF32_BE,
    CODEC_UNICODE_ESCAPE,
    CODEC_RAW_UNICODE_ESCAPE,
    CODEC_UTF7,
    CODEC_COUNT
};

/* Bytes on the way to characters. `read` goes on at `at` until the end, or to what it cannot read: then
 * `reason` says why, of the bytes from `from` to `to`. There is room for a character for each byte that is
 * left, and 4 more. */
struct decoding {
    const uint8_t *bytes;
    size_t length, at;
    size_t pause; /* from there on reading is gone on with another time */
    uint32_t *out;
    size_t count;
    bool big;        /* the byte order, where a mark may decide it */
    bool surrogates; /* UTF-8 has them as three bytes */
    const char *reason;
    size_t from, to;
};

struct codec {
    const char *name;                   /* in messages */
    const char *little_name, *big_name; /* and of what is read, by its byte order; NULL: the same */
    const char *reason;                 /* why a character cannot be encoded */
    bool ascii;                         /* ASCII stands for itself */
    bool groups;                        /* characters in a row that cannot be encoded are one error */
    uint8_t unit;                       /* bytes of its units */
    const char *mark; /* what the bytes begin with, as characters of Latin-1 in the codec's own bytes */
    size_t mark_length;
    unsigned (*put)(uint32_t c, uint8_t *out); /* at most 10 bytes; 0: it cannot be encoded; NULL: UTF-7 */
    void (*start)(struct decoding *d);         /* NULL: nothing to do first */
    void (*read)(struct decoding *d);
    const uint16_t
        *map; /* a character for each byte, and no functions; 0xffff: none; NULL: not such a codec */
};

struct codec_charmap_name { /* NULL-named at the end */
    const char *name;
    unsigned number;
};
extern const struct codec codec_charmaps[];
extern const struct codec_charmap_name codec_charmap_names[];

/* UTF-7, which has no bytes of a single character: all of the str into `out`, or only counting where it is
 * NULL. */
enum heap_status codec_put_utf7(struct heap *h, addr s, uint8_t *out, size_t *size) HEAP_MUST_CHECK;
void codec_read_utf7(struct decoding *d);

/* As put and read. */
unsigned codec_put(const struct codec *codec, uint32_t c, uint8_t *out);
void codec_read(const struct codec *codec, struct decoding *d);

extern const struct codec codecs[CODEC_COUNT];

/* surrogatepass: a surrogate as if it were another character, *raw: in the codec's bytes; -1: not in this
 * codec. And the one at d->from. */
int codec_put_surrogate(const struct codec *codec, uint32_t c, char out[12], bool *raw);
bool codec_get_surrogate(const struct decoding *d, const struct codec *codec, uint32_t *out);
/* The name of what the bytes are read as. */
const char *codec_reading_name(const struct codec *codec, const struct decoding *d);

/* By any of its names; NULL: there is none. */
const struct codec *codec_find(const struct heap *h, addr name);
const struct codec *codec_find_text(const char *name); /* in lower case, with underscores */

#endif
