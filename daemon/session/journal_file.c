/* Blocks in a file without a name (journal_file.h). */
#include "daemon/session/journal_file.h"
#include "daemon/unnamed_file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEPT = 128 }; /* blocks */

struct journal_file {
    pthread_mutex_t lock;
    char *directory;
    int descriptor;       /* -1: not made yet */
    uint32_t most, count; /* blocks: the limit; how many the file has had */
    uint32_t *unused;     /* a stack of those that were given back, with room for all */
    size_t unused_count, room;
};

struct journal_file *journal_file_new(const char *directory, uint64_t limit)
{
    struct journal_file *file = calloc(1, sizeof *file);
    if (!file)
        return NULL;
    uint64_t most = limit / JOURNAL_BLOCK;
    file->most = most < UINT32_MAX ? (uint32_t)most : UINT32_MAX;
    file->descriptor = -1;
    file->directory = strdup(directory);
    pthread_mutex_init(&file->lock, NULL);
    if (file->directory)
        return file;
    journal_file_free(file);
    return NULL;
}

void journal_file_free(struct journal_file *file)
{
    if (!file)
        return;
    if (file->descriptor >= 0)
        (void)close(file->descriptor);
    pthread_mutex_destroy(&file->lock);
    free(file->unused);
    free(file->directory);
    free(file);
}

/* Under the lock. */
static bool is_made(struct journal_file *file)
{
    if (file->descriptor < 0)
        file->descriptor = unnamed_file_open(file->directory);
    return file->descriptor >= 0;
}

/* Under the lock: that every block can be given back without asking for memory then. */
static bool make_room(struct journal_file *file, size_t blocks)
{
    if (file->room >= blocks)
        return true;
    size_t room = file->room ? file->room * 2 : 64;
    while (room < blocks)
        room *= 2;
    uint32_t *grown = realloc(file->unused, room * sizeof *grown);
    if (!grown)
        return false;
    file->unused = grown;
    file->room = room;
    return true;
}

enum journal_file_status journal_file_take(struct journal_file *file, uint32_t *blocks, size_t count)
{
    enum journal_file_status status = JOURNAL_FILE_OK;
    pthread_mutex_lock(&file->lock);
    size_t fresh = count > file->unused_count ? count - file->unused_count : 0;
    if (fresh > file->most - file->count)
        status = JOURNAL_FILE_FULL;
    else if (!make_room(file, file->count + fresh))
        status = JOURNAL_FILE_NO_MEMORY;
    else if (!is_made(file))
        status = JOURNAL_FILE_BROKEN;
    for (size_t i = 0; status == JOURNAL_FILE_OK && i < count; i++)
        blocks[i] = file->unused_count ? file->unused[--file->unused_count] : file->count++;
    pthread_mutex_unlock(&file->lock);
    return status;
}

/* Where the file system cannot, they stay as they are. */
static void punch(const struct journal_file *file, const uint32_t *blocks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        (void)fallocate(file->descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
                        (off_t)blocks[i] * JOURNAL_BLOCK, JOURNAL_BLOCK);
}

/* Some stay as they are in any case: one who writes all the time has those back at once, and the host has
 * their pages. The others are given back to the disk before anybody can have them again. */
void journal_file_give_back(struct journal_file *file, const uint32_t *blocks, size_t count)
{
    pthread_mutex_lock(&file->lock);
    size_t kept = file->unused_count < KEPT ? KEPT - file->unused_count : 0;
    pthread_mutex_unlock(&file->lock);
    if (kept < count)
        punch(file, blocks + kept, count - kept);
    pthread_mutex_lock(&file->lock);
    for (size_t i = count; i > 0; i--)
        file->unused[file->unused_count++] = blocks[i - 1];
    pthread_mutex_unlock(&file->lock);
}

static bool move(int descriptor, bool out, char *bytes, size_t size, off_t at)
{
    while (size > 0) {
        ssize_t n = out ? pwrite(descriptor, bytes, size, at) : pread(descriptor, bytes, size, at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n == 0 ? EIO : errno;
            return false;
        }
        bytes += n;
        at += n;
        size -= (size_t)n;
    }
    return true;
}

/* Block by block. */
static bool move_all(struct journal_file *file, bool out, const uint32_t *blocks, uint64_t at, char *bytes,
                     size_t size)
{
    while (size > 0) {
        size_t inside = at % JOURNAL_BLOCK,
               piece = JOURNAL_BLOCK - inside < size ? JOURNAL_BLOCK - inside : size;
        if (!move(file->descriptor, out, bytes, piece,
                  (off_t)blocks[at / JOURNAL_BLOCK] * JOURNAL_BLOCK + (off_t)inside))
            return false;
        bytes += piece;
        at += piece;
        size -= piece;
    }
    return true;
}

bool journal_file_write(struct journal_file *file, const uint32_t *blocks, uint64_t at, const void *bytes,
                        size_t size)
{
    return move_all(file, true, blocks, at, (char *)(uintptr_t)bytes, size);
}

bool journal_file_read(struct journal_file *file, const uint32_t *blocks, uint64_t at, void *bytes,
                       size_t size)
{
    return move_all(file, false, blocks, at, bytes, size);
}

uint64_t journal_file_used(struct journal_file *file)
{
    pthread_mutex_lock(&file->lock);
    uint64_t used = (uint64_t)(file->count - file->unused_count) * JOURNAL_BLOCK;
    pthread_mutex_unlock(&file->lock);
    return used;
}
