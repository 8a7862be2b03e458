/* Packing and unpacking: see packed.h. */
#include "store/packed.h"
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

enum { LEVEL = 1, MOST_PACKED = 200000 }; /* nothing that repeats packs better than so many to one, nearly */

static enum store_status compress(ZSTD_CCtx *zstd, const unsigned char *bytes, size_t length,
                                  struct packed *packed)
{
    size_t room = ZSTD_compressBound(length);
    unsigned char *into = malloc(room);
    if (into == NULL || ZSTD_isError(ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 1)) ||
        ZSTD_isError(ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, LEVEL))) {
        free(into);
        return STORE_NO_MEMORY;
    }
    size_t taken = ZSTD_compress2(zstd, into, room, bytes, length);
    if (ZSTD_isError(taken)) { /* there is room: it is memory that it lacks */
        free(into);
        return STORE_NO_MEMORY;
    }
    *packed = (struct packed){into, taken};
    return STORE_OK;
}

enum store_status packed_make(const struct snapshot *value, struct packed *packed)
{
    unsigned char *bytes;
    size_t length;
    *packed = (struct packed){0};
    if (snapshot_write(value, &bytes, &length) != SNAPSHOT_OK) {
        return STORE_NO_MEMORY;
    }
    ZSTD_CCtx *zstd = ZSTD_createCCtx();
    enum store_status status = zstd == NULL ? STORE_NO_MEMORY : compress(zstd, bytes, length, packed);
    ZSTD_freeCCtx(zstd);
    free(bytes);
    return status;
}

void packed_drop(struct packed *packed)
{
    free(packed->bytes);
    *packed = (struct packed){0};
}

/* All parts, one after the other; that there are none means damage. */
static enum store_status read_parts(struct database *database, int64_t snapshot, struct packed *packed)
{
    sqlite3_stmt *statement;
    int64_t length, at = 0;
    bool row = true;
    *packed = (struct packed){0};
    enum store_status status =
        database_number(database, &length, 0,
                        "SELECT sum(length(bytes)) FROM snapshot_part WHERE snapshot = ?1", "i", snapshot);
    if (status == STORE_OK && length == 0) {
        status = STORE_CORRUPT;
    }
    if (status != STORE_OK) {
        return status;
    }
    packed->bytes = malloc((size_t)length);
    packed->length = (size_t)length;
    if (packed->bytes == NULL) {
        return STORE_NO_MEMORY;
    }
    status =
        database_query(database, &statement,
                       "SELECT bytes FROM snapshot_part WHERE snapshot = ?1 ORDER BY place", "i", snapshot);
    while (status == STORE_OK) {
        status = database_step(database, statement, &row);
        if (status != STORE_OK || !row) {
            break;
        }
        int64_t size = sqlite3_column_bytes(statement, 0);
        const void *bytes = sqlite3_column_blob(statement, 0);
        if (bytes == NULL || size > length - at) {
            sqlite3_reset(statement);
            status = bytes == NULL ? STORE_NO_MEMORY : STORE_CORRUPT;
            break;
        }
        memcpy(packed->bytes + at, bytes, (size_t)size);
        at += size;
    }
    return status == STORE_OK && at != length ? STORE_CORRUPT : status;
}

static enum store_status unpack(const struct packed *packed, struct snapshot **value)
{
    unsigned long long length = ZSTD_getFrameContentSize(packed->bytes, packed->length);
    if (length == ZSTD_CONTENTSIZE_UNKNOWN || length == ZSTD_CONTENTSIZE_ERROR ||
        length / MOST_PACKED > packed->length) {
        return STORE_CORRUPT;
    }
    unsigned char *bytes = malloc((size_t)length + 1);
    ZSTD_DCtx *zstd = ZSTD_createDCtx();
    enum store_status status = STORE_NO_MEMORY;
    if (bytes != NULL && zstd != NULL) {
        size_t taken = ZSTD_decompressDCtx(zstd, bytes, (size_t)length, packed->bytes, packed->length);
        status = taken == length ? STORE_OK : STORE_CORRUPT;
    }
    if (status == STORE_OK) {
        enum snapshot_status read = snapshot_read(bytes, (size_t)length, value);
        status = read == SNAPSHOT_OK          ? STORE_OK
                 : read == SNAPSHOT_NO_MEMORY ? STORE_NO_MEMORY
                                              : STORE_CORRUPT;
    }
    ZSTD_freeDCtx(zstd);
    free(bytes);
    return status;
}

enum store_status packed_load(struct database *database, int64_t snapshot, struct snapshot **value)
{
    struct packed packed;
    enum store_status status = read_parts(database, snapshot, &packed);
    *value = NULL;
    if (status == STORE_OK) {
        status = unpack(&packed, value);
    }
    packed_drop(&packed);
    return status;
}
