/*
 * A SQLite VFS that is the default one until it is told to fail: then the next writes and syncs of any file
 * fail with the code it was given, as a full or broken disk would make them.
 */
#ifndef HEAPD_TEST_STORE_FAULTY_VFS_H
#define HEAPD_TEST_STORE_FAULTY_VFS_H

#include <sqlite3.h>
#include <stdatomic.h>
#include <string.h>

static atomic_int faulty_code;   /* SQLITE_OK: nothing fails */
static atomic_int faulty_passes; /* writes and syncs that still succeed */

struct faulty_file {
    sqlite3_file base;
    sqlite3_file *real; /* follows in memory */
};

static int faulty_now(void)
{
    if (atomic_load(&faulty_code) == SQLITE_OK || atomic_fetch_sub(&faulty_passes, 1) > 0) {
        return SQLITE_OK;
    }
    return atomic_load(&faulty_code);
}

#define REAL(file) (((struct faulty_file *)(file))->real)

static int faulty_close(sqlite3_file *f)
{
    return REAL(f)->pMethods->xClose(REAL(f));
}
static int faulty_read(sqlite3_file *f, void *to, int count, sqlite3_int64 at)
{
    return REAL(f)->pMethods->xRead(REAL(f), to, count, at);
}
static int faulty_write(sqlite3_file *f, const void *from, int count, sqlite3_int64 at)
{
    int code = faulty_now();
    return code != SQLITE_OK ? code : REAL(f)->pMethods->xWrite(REAL(f), from, count, at);
}
static int faulty_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    return REAL(f)->pMethods->xTruncate(REAL(f), size);
}
static int faulty_sync(sqlite3_file *f, int flags)
{
    int code = faulty_now();
    return code != SQLITE_OK ? SQLITE_IOERR_FSYNC : REAL(f)->pMethods->xSync(REAL(f), flags);
}
static int faulty_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return REAL(f)->pMethods->xFileSize(REAL(f), size);
}
static int faulty_lock(sqlite3_file *f, int level)
{
    return REAL(f)->pMethods->xLock(REAL(f), level);
}
static int faulty_unlock(sqlite3_file *f, int level)
{
    return REAL(f)->pMethods->xUnlock(REAL(f), level);
}
static int faulty_reserved(sqlite3_file *f, int *answer)
{
    return REAL(f)->pMethods->xCheckReservedLock(REAL(f), answer);
}
static int faulty_control(sqlite3_file *f, int what, void *argument)
{
    return REAL(f)->pMethods->xFileControl(REAL(f), what, argument);
}
static int faulty_sector(sqlite3_file *f)
{
    return REAL(f)->pMethods->xSectorSize(REAL(f));
}
static int faulty_character(sqlite3_file *f)
{
    return REAL(f)->pMethods->xDeviceCharacteristics(REAL(f));
}
static int faulty_map(sqlite3_file *f, int page, int size, int extend, void volatile **at)
{
    return REAL(f)->pMethods->xShmMap(REAL(f), page, size, extend, at);
}
static int faulty_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    return REAL(f)->pMethods->xShmLock(REAL(f), offset, n, flags);
}
static void faulty_barrier(sqlite3_file *f)
{
    REAL(f)->pMethods->xShmBarrier(REAL(f));
}
static int faulty_unmap(sqlite3_file *f, int erase)
{
    return REAL(f)->pMethods->xShmUnmap(REAL(f), erase);
}

static const sqlite3_io_methods faulty_methods = {
    .iVersion = 2,
    .xClose = faulty_close,
    .xRead = faulty_read,
    .xWrite = faulty_write,
    .xTruncate = faulty_truncate,
    .xSync = faulty_sync,
    .xFileSize = faulty_size,
    .xLock = faulty_lock,
    .xUnlock = faulty_unlock,
    .xCheckReservedLock = faulty_reserved,
    .xFileControl = faulty_control,
    .xSectorSize = faulty_sector,
    .xDeviceCharacteristics = faulty_character,
    .xShmMap = faulty_map,
    .xShmLock = faulty_shm_lock,
    .xShmBarrier = faulty_barrier,
    .xShmUnmap = faulty_unmap,
};

static int faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *got)
{
    struct faulty_file *faulty = (struct faulty_file *)file;
    sqlite3_vfs *real = vfs->pAppData;
    faulty->real = (sqlite3_file *)(faulty + 1);
    memset(faulty->real, 0, (size_t)real->szOsFile);
    int code = real->xOpen(real, name, faulty->real, flags, got);
    file->pMethods = faulty->real->pMethods != NULL ? &faulty_methods : NULL;
    return code;
}

/* Registers it as "faulty". */
static void faulty_register(void)
{
    static sqlite3_vfs vfs;
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    vfs = *real;
    vfs.zName = "faulty";
    vfs.pAppData = real;
    vfs.szOsFile = (int)sizeof(struct faulty_file) + real->szOsFile;
    vfs.xOpen = faulty_open;
    sqlite3_vfs_register(&vfs, 0);
}

/* From now on, after `passes` more writes and syncs, they fail; SQLITE_OK ends it. */
static void faulty_set(int code, int passes)
{
    atomic_store(&faulty_passes, passes);
    atomic_store(&faulty_code, code);
}

#endif
