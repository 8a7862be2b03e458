/* Uploads unpacked; see inflate.h. */
#include "api/inflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { PIECE = 65536, GZIP_WINDOW = 15 + 16, RATIO = 200 };
#define AHEAD ((uint64_t)64 << 20)

struct inflater {
    inflate_sink *sink;
    void *cls;
    uint64_t limit, in, out;
    unsigned char first[2]; /* of the file, until it is known what it is */
    unsigned seen;
    bool decided, gzip, member_ended;
    z_stream stream;
    unsigned char piece[PIECE];
};

struct inflater *inflater_new(uint64_t limit, inflate_sink *sink, void *cls)
{
    struct inflater *inflater = calloc(1, sizeof *inflater);
    if (inflater != NULL) {
        inflater->limit = limit;
        inflater->sink = sink;
        inflater->cls = cls;
    }
    return inflater;
}

void inflater_delete(struct inflater *inflater)
{
    if (inflater != NULL && inflater->gzip)
        inflateEnd(&inflater->stream);
    free(inflater);
}

bool inflater_is_gzip(const struct inflater *inflater)
{
    return inflater->gzip;
}

static enum inflate_status pass_on(struct inflater *inflater, const unsigned char *bytes, size_t length)
{
    inflater->out += length;
    if (inflater->out > inflater->limit ||
        (inflater->gzip && inflater->out > AHEAD && inflater->out / RATIO > inflater->in))
        return INFLATE_BOMB;
    if (length == 0)
        return INFLATE_OK;
    return inflater->sink(inflater->cls, bytes, length) ? INFLATE_OK : INFLATE_STOPPED;
}

static enum inflate_status unpack(struct inflater *inflater, const unsigned char *bytes, size_t length)
{
    z_stream *stream = &inflater->stream;
    stream->next_in = (unsigned char *)(uintptr_t)bytes;
    stream->avail_in = (unsigned)length;
    do {
        if (inflater->member_ended && stream->avail_in != 0) { /* files may be joined */
            if (inflateReset(stream) != Z_OK)
                return INFLATE_DAMAGED;
            inflater->member_ended = false;
        }
        stream->next_out = inflater->piece;
        stream->avail_out = PIECE;
        int result = inflate(stream, Z_NO_FLUSH);
        if (result == Z_MEM_ERROR)
            return INFLATE_NO_MEMORY;
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
            return INFLATE_DAMAGED;
        inflater->member_ended = result == Z_STREAM_END;
        enum inflate_status status = pass_on(inflater, inflater->piece, PIECE - stream->avail_out);
        if (status != INFLATE_OK)
            return status;
    } while (stream->avail_in != 0 || stream->avail_out == 0);
    return INFLATE_OK;
}

static enum inflate_status forward(struct inflater *inflater, const unsigned char *bytes, size_t length)
{
    for (size_t at = 0; at < length; at += PIECE) {
        size_t piece = length - at < PIECE ? length - at : PIECE;
        enum inflate_status status =
            inflater->gzip ? unpack(inflater, bytes + at, piece) : pass_on(inflater, bytes + at, piece);
        if (status != INFLATE_OK)
            return status;
    }
    return INFLATE_OK;
}

/* The first two bytes are there, or will never be. */
static enum inflate_status decide(struct inflater *inflater)
{
    bool gzip = inflater->seen == 2 && inflater->first[0] == 0x1f && inflater->first[1] == 0x8b;
    inflater->decided = true;
    if (gzip && inflateInit2(&inflater->stream, GZIP_WINDOW) != Z_OK)
        return INFLATE_NO_MEMORY;
    inflater->gzip = gzip;
    return forward(inflater, inflater->first, inflater->seen);
}

enum inflate_status inflater_feed(struct inflater *inflater, const void *bytes, size_t length)
{
    const unsigned char *from = bytes;
    inflater->in += length;
    while (!inflater->decided && length != 0) {
        inflater->first[inflater->seen++] = *from++;
        length--;
        if (inflater->seen == 2) {
            enum inflate_status status = decide(inflater);
            if (status != INFLATE_OK)
                return status;
        }
    }
    return length != 0 ? forward(inflater, from, length) : INFLATE_OK;
}

enum inflate_status inflater_end(struct inflater *inflater)
{
    if (!inflater->decided) {
        enum inflate_status status = decide(inflater);
        if (status != INFLATE_OK)
            return status;
    }
    return inflater->gzip && !inflater->member_ended ? INFLATE_DAMAGED : INFLATE_OK;
}
