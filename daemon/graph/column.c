/* Columns (column.h). */
#include "daemon/graph/column.h"
#include "daemon/unnamed_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096 };
#define LARGE     ((size_t)4 << 20)
#define HUGE_PAGE ((size_t)2 << 20)

static size_t whole_pages(size_t bytes)
{
    return (bytes + PAGE - 1) / PAGE * PAGE;
}

/* The room is allotted on disk now: writing to a hole of a full disk would kill the process. */
static bool extend(int file, size_t from, size_t to)
{
    return posix_fallocate(file, (off_t)from, (off_t)(to - from)) == 0;
}

static enum graph_status grow_mapped(struct column *column, size_t bytes)
{
    if (!extend(column->file - 1, column->capacity, bytes))
        return GRAPH_NO_MEMORY;
    void *moved = mremap(column->data, column->capacity, bytes, MREMAP_MAYMOVE);
    if (moved == MAP_FAILED)
        return GRAPH_NO_MEMORY;
    column->data = moved;
    column->capacity = bytes;
    return GRAPH_OK;
}

/* From memory to a file. */
static enum graph_status become_mapped(struct column *column, size_t bytes, const char *directory)
{
    int file = unnamed_file_open(directory);
    if (file < 0)
        return GRAPH_NO_MEMORY;
    void *data =
        extend(file, 0, bytes) ? mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) : MAP_FAILED;
    if (data == MAP_FAILED) {
        close(file);
        return GRAPH_NO_MEMORY;
    }
    if (column->capacity > 0)
        memcpy(data, column->data, column->capacity);
    free(column->data);
    *column = (struct column){.data = data, .capacity = bytes, .file = file + 1};
    return GRAPH_OK;
}

static enum graph_status set_room(struct column *column, size_t bytes, const char *directory)
{
    if (directory != NULL && bytes >= LARGE)
        return column->file ? grow_mapped(column, whole_pages(bytes))
                            : become_mapped(column, whole_pages(bytes), directory);
    void *moved = realloc(column->data, bytes);
    if (moved == NULL)
        return GRAPH_NO_MEMORY;
    column->data = moved;
    column->capacity = bytes;
    return GRAPH_OK;
}

enum graph_status column_reserve(struct column *column, size_t bytes, const char *directory)
{
    if (bytes <= column->capacity && column->data != NULL)
        return GRAPH_OK;
    size_t larger = column->capacity + column->capacity / 2;
    if (larger < 256)
        larger = 256;
    return set_room(column, bytes > larger ? bytes : larger, directory);
}

enum graph_status column_zeroed(struct column *column, size_t bytes, const char *directory)
{
    size_t room = bytes > 0 ? bytes : 1;
    if (directory == NULL || room < LARGE) {
        column->data = calloc(1, room);
        column->capacity = column->data != NULL ? room : 0;
        return column->data != NULL ? GRAPH_OK : GRAPH_NO_MEMORY;
    }
    return become_mapped(column, whole_pages(room), directory); /* a new file reads as zeros */
}

void column_drop(struct column *column)
{
    if (column->file) {
        munmap(column->data, column->capacity);
        close(column->file - 1);
    } else {
        free(column->data);
    }
    *column = (struct column){0};
}

/* ---- scratch ------------------------------------------------------------------------------------- */

static size_t in_huge_pages(size_t count, size_t element)
{
    return (count * element + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
}

void *scratch_new(size_t count, size_t element)
{
    if (count * element < LARGE)
        return calloc(count > 0 ? count : 1, element);
    /* Aligned, or the first and the last large page are many small ones. */
    size_t bytes = in_huge_pages(count, element);
    char *at = mmap(NULL, bytes + HUGE_PAGE, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED)
        return NULL;
    size_t before = (HUGE_PAGE - (uintptr_t)at % HUGE_PAGE) % HUGE_PAGE;
    if (before > 0)
        munmap(at, before);
    if (before < HUGE_PAGE)
        munmap(at + before + bytes, HUGE_PAGE - before);
    (void)madvise(at + before, bytes, MADV_HUGEPAGE); /* a wish */
    return at + before;
}

void scratch_free(void *scratch, size_t count, size_t element)
{
    if (count * element < LARGE)
        free(scratch);
    else if (scratch != NULL)
        munmap(scratch, in_huge_pages(count, element));
}

bool words_grow(struct words *words)
{
    size_t larger = words->capacity < 64 ? 64 : words->capacity * 2;
    uint32_t *moved = reallocarray(words->items, larger, sizeof *moved);
    if (moved == NULL)
        return false;
    words->items = moved;
    words->capacity = larger;
    return true;
}

void words_drop(struct words *words)
{
    free(words->items);
    *words = (struct words){0};
}
