/* A capture: what is made faster than it is taken, aside in a file without a name, while somebody waits for
 * its end. */
#ifndef API_CAPTURE_H
#define API_CAPTURE_H

#include "api/outbuf.h"

#include <stdbool.h>
#include <stdint.h>

#define CAPTURE_BYTES (2ull << 30) /* at most */

struct capture {
    int file; /* plus 1; 0: none is begun */
    uint64_t length, taken;
};

/* Begins one in a directory. False: there can be none there. */
bool capture_begin(struct capture *capture, const char *directory);
static inline bool capture_is_begun(const struct capture *capture)
{
    return capture->file != 0;
}

/* Appends what was written, which is empty then. False: too much, or the disk has no room. */
bool capture_put(struct capture *capture, struct outbuf *piece);

/* Appends the next `size` bytes at most to an empty `piece`. False: there are none left, or they cannot be
 * read (piece->failed). */
bool capture_take(struct capture *capture, struct outbuf *piece, size_t size);

void capture_end(struct capture *capture);

#endif
