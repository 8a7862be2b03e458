/* The index of frames: see frame_index.h. */
#include "daemon/snapshot/frame_index.h"
#include "daemon/snapshot/array.h"
#include <stdlib.h>
#include <string.h>

/* Places that are looked up by the line: of 65536 lines. A file whose frames are all on line 65535 takes 16
 * KiB. */
enum { NEAR = 1 << 12, FIRST = 16 };

static bool same_page(const void *owner, uint32_t id, const void *key)
{
    const struct snapshot_frame_index *index = owner;
    const struct snapshot_frame_page *page = key;
    return index->pages[id].file == page->file && index->pages[id].place == page->place;
}

static enum snapshot_status add_page(struct snapshot_frame_index *index,
                                     const struct snapshot_frame_page *page, uint32_t *number)
{
    size_t count = index->page_count == 0 ? 1 : index->page_count;
    if (count >= SNAPSHOT_MAX_FRAME_PAGES) {
        return SNAPSHOT_TOO_LARGE;
    }
    if (snapshot_reserve(&index->pages, &index->page_room, count + 1, sizeof *index->pages)) {
        return SNAPSHOT_NO_MEMORY;
    }
    if (count == 1) {
        index->pages[0] = (struct snapshot_frame_page){0, 0, 0};
    }
    index->pages[count] = *page;
    index->page_count = count + 1;
    *number = (uint32_t)count;
    return SNAPSHOT_OK;
}

static enum snapshot_status find_far(struct snapshot_frame_index *index,
                                     const struct snapshot_frame_page *page, uint32_t *number)
{
    uint32_t hash = snapshot_intern_hash(index->seed, &(uint32_t[]){page->file, page->place}, 8);
    *number = snapshot_intern_find(&index->far, hash, same_page, index, page);
    if (*number != SNAPSHOT_NO_ID) {
        return SNAPSHOT_OK;
    }
    if (snapshot_intern_reserve(&index->far)) {
        return SNAPSHOT_NO_MEMORY;
    }
    enum snapshot_status status = add_page(index, page, number);
    if (status == SNAPSHOT_OK) {
        snapshot_intern_add(&index->far, hash, *number);
    }
    return status;
}

/* Room for the file, and for this place in it. */
static enum snapshot_status reserve_place(struct snapshot_frame_index *index, uint32_t file, uint32_t place)
{
    if (file >= index->file_count) {
        size_t count = (size_t)file + 1;
        if (snapshot_reserve(&index->files, &index->file_room, count, sizeof *index->files)) {
            return SNAPSHOT_NO_MEMORY;
        }
        memset(index->files + index->file_count, 0, (count - index->file_count) * sizeof *index->files);
        index->file_count = count;
    }
    struct snapshot_frame_lines *lines = &index->files[file];
    if (place >= lines->count) {
        uint32_t larger = lines->count == 0 ? FIRST : lines->count;
        while (larger <= place) {
            larger *= 2;
        }
        uint32_t *pages = reallocarray(lines->pages, larger, sizeof *pages);
        if (pages == NULL) {
            return SNAPSHOT_NO_MEMORY;
        }
        memset(pages + lines->count, 0, (larger - lines->count) * sizeof *pages);
        index->line_bytes += (larger - lines->count) * sizeof *pages;
        *lines = (struct snapshot_frame_lines){pages, larger};
    }
    return SNAPSHOT_OK;
}

enum snapshot_status snapshot_frame_index_add(struct snapshot_frame_index *index, struct snapshot_frame frame,
                                              uint32_t *number)
{
    struct snapshot_frame_page page = {.file = frame.file, .place = frame.line >> FRAME_PAGE_BITS};
    if (page.place >= NEAR) {
        return find_far(index, &page, number);
    }
    enum snapshot_status status = reserve_place(index, page.file, page.place);
    if (status == SNAPSHOT_OK) {
        status = add_page(index, &page, number);
    }
    if (status == SNAPSHOT_OK) {
        index->files[page.file].pages[page.place] = *number;
    }
    return status;
}

void snapshot_frame_index_drop(struct snapshot_frame_index *index)
{
    for (size_t i = 0; i < index->file_count; i++) {
        free(index->files[i].pages);
    }
    free(index->files);
    free(index->pages);
    snapshot_intern_drop(&index->far);
    *index = (struct snapshot_frame_index){0};
}

size_t snapshot_frame_index_footprint(const struct snapshot_frame_index *index)
{
    return index->file_count * sizeof *index->files + index->page_count * sizeof *index->pages +
           index->line_bytes + index->far.slot_count * sizeof(struct snapshot_intern_slot);
}
