/* What each line of a program did: how often it began, and the bytes and blocks that were made and released
 * while it ran.
 *
 * A line's bytes are those of its own statements and of everything that they called which is not in the
 * program's file. Hits are the line events of sys.settrace(); sizes are what was asked for, as
 * tracemalloc counts them. It lies in host memory; nothing of it is in the heap. */
#ifndef API_PROFILE_H
#define API_PROFILE_H

#include "api/json/writer.h"
#include "daemon/heap/heap.h"
#include "daemon/python/python.h"

struct profile_line {
    uint64_t hits;
    uint64_t allocated,
        released; /* bytes, while the line ran; of blocks that were there before the run, what they take */
    uint64_t alive,
        blocks; /* bytes and blocks that the line made and that were still there when the program ended */
};

struct profile {
    const struct python_source *source;
    struct profile_line *lines; /* by number; 0: outside of every line */
    size_t line_count;
    struct profile_block *blocks; /* made in the run and alive: a hash table */
    size_t block_count, block_room;
    addr code;       /* whose file was looked at last, */
    bool own;        /* and whether it is the program's */
    bool incomplete; /* no memory for more blocks: alive and blocks are too low */
    bool ended;
};

bool profile_begin(struct profile *p, const struct python_source *source); /* false: no memory */
void profile_end(struct profile *p);

/* As python_host has them. */
void profile_watch(struct profile *p, struct heap *h, enum python_event event, uint32_t line);
void profile_note(struct profile *p, struct heap *h, addr block, size_t size, bool freed);

/* {"lines": [{"line", "hits", "allocated", "released", "increment", "alive", "blocks", "source"}],
 * "elsewhere": {…}, "complete"} */
void profile_write(const struct profile *p, struct json_writer *w);

/* The same as a table. */
void profile_write_text(const struct profile *p, struct outbuf *out);

/* The innermost frame that runs code of the program itself, not what it gave exec() under the same name, and
 * that has begun, as tracemalloc has it; 0: none. `code` and `own` remember the last answer. */
addr program_frame(const struct heap *h, addr *code, bool *own);

#endif
