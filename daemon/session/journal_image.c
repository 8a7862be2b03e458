/* Images (journal_image.h): for each page its offset and its bytes, one after the other, through zstd. */
#include "daemon/session/journal_image.h"

#include "daemon/heap/heap.h"

#include <stdlib.h>
#include <zstd.h>

enum { LEVEL = -1, WINDOW_LOG = 18, FIRST_ROOM = 1 << 16 };

struct packing {
    ZSTD_CCtx *zstd;
    ZSTD_outBuffer out;
    size_t most;
};

/* More room behind what there is. */
static bool grow(struct packing *p)
{
    size_t room = p->out.size ? p->out.size * 2 : FIRST_ROOM;
    if (room > p->most)
        room = p->most;
    char *grown = room > p->out.size ? realloc(p->out.dst, room) : NULL;
    if (!grown)
        return false;
    p->out.dst = grown;
    p->out.size = room;
    return true;
}

static bool put(struct packing *p, const void *bytes, size_t size, ZSTD_EndDirective how)
{
    ZSTD_inBuffer in = {bytes, size, 0};
    size_t left = 1;
    while (in.pos < in.size || (how == ZSTD_e_end && left != 0)) {
        if (p->out.pos == p->out.size && !grow(p))
            return false;
        left = ZSTD_compressStream2(p->zstd, &p->out, &in, how);
        if (ZSTD_isError(left))
            return false;
    }
    return true;
}

static bool take(void *context, uint64_t offset, const void *page)
{
    struct packing *p = context;
    return put(p, &offset, sizeof offset, ZSTD_e_continue) && put(p, page, REGION_PAGE, ZSTD_e_continue);
}

char *journal_pack(const struct heap *h, size_t most, size_t *length)
{
    struct packing p = {.zstd = ZSTD_createCCtx(), .most = most};
    bool packed = p.zstd && !ZSTD_isError(ZSTD_CCtx_setParameter(p.zstd, ZSTD_c_compressionLevel, LEVEL)) &&
                  !ZSTD_isError(ZSTD_CCtx_setParameter(p.zstd, ZSTD_c_windowLog, WINDOW_LOG)) &&
                  heap_image(h, take, &p) && put(&p, NULL, 0, ZSTD_e_end);
    ZSTD_freeCCtx(p.zstd);
    if (packed) {
        *length = p.out.pos;
        return p.out.dst;
    }
    free(p.out.dst);
    return NULL;
}

/* Page after page. False: they are none. */
static bool fill(ZSTD_DCtx *zstd, struct heap *region, ZSTD_inBuffer *in)
{
    struct {
        uint64_t offset;
        char page[REGION_PAGE];
    } piece;
    size_t left = 1;
    for (;;) {
        ZSTD_outBuffer out = {&piece, sizeof piece, 0};
        while (out.pos < out.size && left != 0) {
            size_t before = in->pos + out.pos;
            left = ZSTD_decompressStream(zstd, &out, in);
            if (ZSTD_isError(left) || (left != 0 && in->pos + out.pos == before))
                return false;
        }
        if (out.pos == 0)
            return left == 0;
        if (out.pos < out.size || !heap_image_put(region, piece.offset, piece.page))
            return false;
    }
}

struct heap *journal_unpack(const char *bytes, size_t length)
{
    ZSTD_DCtx *zstd = ZSTD_createDCtx();
    struct heap *region = zstd ? heap_image_begin() : NULL, *h = NULL;
    ZSTD_inBuffer in = {bytes, length, 0};
    if (region && fill(zstd, region, &in))
        h = heap_image_end(region);
    ZSTD_freeDCtx(zstd);
    if (!h)
        heap_destroy(region);
    return h;
}
