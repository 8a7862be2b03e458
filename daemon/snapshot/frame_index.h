/*
 * Numbers frames: for the builder only. Sixteen lines of a file, the first a multiple of sixteen, are a page,
 * and a frame's id is its page's number and its place in it. So a file is looked up by its id and a page by
 * the line, in little memory: a dump names each of its frames again and again, and of all that it consists of
 * they are the most.
 */
#ifndef HEAPD_SNAPSHOT_FRAME_INDEX_H
#define HEAPD_SNAPSHOT_FRAME_INDEX_H

#include "daemon/snapshot/intern.h"
#include "daemon/snapshot/snapshot.h"

enum { FRAME_PAGE_BITS = 4, FRAME_PAGE = 1 << FRAME_PAGE_BITS };
/* Ids have 28 bits. */
#define SNAPSHOT_MAX_FRAME_PAGES ((size_t)1 << 24)

struct snapshot_frame_page {
    uint32_t file;
    uint32_t place; /* its first line, by FRAME_PAGE */
    uint16_t there; /* a bit for each line that is a frame */
};

/* The pages of a file by their place; 0: there is none. */
struct snapshot_frame_lines {
    uint32_t *pages;
    uint32_t count;
};

struct snapshot_frame_index {
    struct snapshot_frame_lines *files; /* by string id */
    struct snapshot_frame_page *pages;  /* the first is none */
    size_t file_count, file_room, page_count, page_room;
    size_t line_bytes;          /* in the pages of files */
    struct snapshot_intern far; /* pages of lines beyond those that are looked up by the line */
    uint64_t seed;
};

/* Makes sure that there is a page for the frame. TOO_LARGE: there are as many as may be. */
enum snapshot_status snapshot_frame_index_add(struct snapshot_frame_index *index, struct snapshot_frame frame,
                                              uint32_t *page) SNAPSHOT_MUST_CHECK;
void snapshot_frame_index_drop(struct snapshot_frame_index *index);
/* Bytes that it occupies. */
size_t snapshot_frame_index_footprint(const struct snapshot_frame_index *index);

/* The frame's id. */
static inline enum snapshot_status snapshot_frame_index_id(struct snapshot_frame_index *index,
                                                           struct snapshot_frame frame, uint32_t *id)
{
    uint32_t place = frame.line >> FRAME_PAGE_BITS, page = 0;
    if (frame.file < index->file_count && place < index->files[frame.file].count) {
        page = index->files[frame.file].pages[place];
    }
    if (page == 0) {
        enum snapshot_status status = snapshot_frame_index_add(index, frame, &page);
        if (status != SNAPSHOT_OK) {
            return status;
        }
    }
    index->pages[page].there |= (uint16_t)(1u << (frame.line & (FRAME_PAGE - 1)));
    *id = page << FRAME_PAGE_BITS | (frame.line & (FRAME_PAGE - 1));
    return SNAPSHOT_OK;
}

/* Whether the id was given to a frame. */
static inline bool snapshot_frame_index_has(const struct snapshot_frame_index *index, uint32_t id)
{
    uint32_t page = id >> FRAME_PAGE_BITS;
    return page < index->page_count && (index->pages[page].there >> (id & (FRAME_PAGE - 1)) & 1) != 0;
}

/* How many of the lines `lines`, a bit each, are before this one of the page. */
static inline uint32_t snapshot_lines_before(uint32_t lines, uint32_t line)
{
    uint32_t x = lines & ((1u << line) - 1);
    x -= x >> 1 & 0x5555;
    x = (x & 0x3333) + (x >> 2 & 0x3333);
    x = (x + (x >> 4)) & 0x0f0f;
    return (x + (x >> 8)) & 0x1f;
}

#endif
