/* Where journals keep what is too much for memory: one file for all of them, in blocks.
 *
 * The file is made when the first block is written, without a name: it goes with the process, however that
 * ends. Blocks that are given back are given back to the disk, and used again. Thread-safe. */
#ifndef HEAPD_SESSION_JOURNAL_FILE_H
#define HEAPD_SESSION_JOURNAL_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JOURNAL_BLOCK 65536u

struct journal_file;

enum journal_file_status {
    JOURNAL_FILE_OK = 0,
    JOURNAL_FILE_FULL,      /* the limit of all journals together */
    JOURNAL_FILE_NO_MEMORY, /* the host's */
    JOURNAL_FILE_BROKEN     /* the disk refuses: errno says why */
};

/* In `directory`, up to `limit` bytes. NULL: no memory. Nothing is made on the disk yet. */
struct journal_file *journal_file_new(const char *directory, uint64_t limit);
void journal_file_free(struct journal_file *file); /* NULL is ignored */

/* So many blocks for a run of bytes, into `blocks`. */
enum journal_file_status journal_file_take(struct journal_file *file, uint32_t *blocks, size_t count)
    __attribute__((warn_unused_result));
void journal_file_give_back(struct journal_file *file, const uint32_t *blocks, size_t count);

/* `size` bytes at the offset `at` of what the blocks make together. False: errno says why. */
bool journal_file_write(struct journal_file *file, const uint32_t *blocks, uint64_t at, const void *bytes,
                        size_t size) __attribute__((warn_unused_result));
bool journal_file_read(struct journal_file *file, const uint32_t *blocks, uint64_t at, void *bytes,
                       size_t size) __attribute__((warn_unused_result));

/* Bytes in blocks that are taken. */
uint64_t journal_file_used(struct journal_file *file);

#endif
