/* gzip for answers; see compress.h. */
#include "api/compress.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

bool accepts_gzip(const char *accept_encoding)
{
    const char *at = accept_encoding;
    while (at != NULL && *at != '\0') {
        at += strspn(at, " \t,");
        size_t entry = strcspn(at, ",");
        size_t name = strcspn(at, " \t,;");
        if (name == 4 && strncasecmp(at, "gzip", 4) == 0) {
            const char *q = memchr(at, ';', entry);
            if (q == NULL)
                return true;
            q += 1 + strspn(q + 1, " \t");
            /* Refused is only what has a quality of zero: q=0, q=0.0, … */
            return strncasecmp(q, "q=0", 3) != 0 || strspn(q + 3, ".0") != strcspn(q + 3, " \t,");
        }
        at += entry;
    }
    return false;
}

bool gzip_pack(const struct outbuf *body, struct outbuf *packed)
{
    enum { GZIP_WINDOW = 15 + 16, MEMORY_LEVEL = 8, FASTEST = 1 };
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (body->length > UINT32_MAX / 2 ||
        deflateInit2(&stream, FASTEST, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    /* What does not fit into the length of the original is not worth sending. */
    char *to = outbuf_reserve(packed, body->length);
    bool done = false;
    if (to != NULL) {
        stream.next_in = (unsigned char *)body->data;
        stream.avail_in = (unsigned)body->length;
        stream.next_out = (unsigned char *)to;
        stream.avail_out = (unsigned)body->length;
        done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
        packed->length += done ? stream.total_out : 0;
    }
    deflateEnd(&stream);
    return done;
}

bool gzip_begin(struct gzip *gzip)
{
    enum { GZIP_WINDOW = 15 + 16, MEMORY_LEVEL = 8 };
    memset(&gzip->stream, 0, sizeof gzip->stream);
    return deflateInit2(&gzip->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL,
                        Z_DEFAULT_STRATEGY) == Z_OK;
}

void gzip_put(struct gzip *gzip, const void *bytes, size_t length, bool last, struct outbuf *packed)
{
    enum { ROOM = 16384, PIECE = 1 << 30 };
    z_stream *stream = &gzip->stream;
    const unsigned char *from = bytes;
    do {
        size_t piece = length < PIECE ? length : PIECE;
        stream->next_in = (unsigned char *)from;
        stream->avail_in = (unsigned)piece;
        from += piece;
        length -= piece;
        do {
            char *to = outbuf_reserve(packed, ROOM);
            if (to == NULL)
                return;
            stream->next_out = (unsigned char *)to;
            stream->avail_out = ROOM;
            (void)deflate(stream, last && length == 0 ? Z_FINISH : Z_NO_FLUSH);
            packed->length += ROOM - stream->avail_out;
        } while (stream->avail_out == 0);
    } while (length > 0);
}

void gzip_end(struct gzip *gzip)
{
    deflateEnd(&gzip->stream);
}
