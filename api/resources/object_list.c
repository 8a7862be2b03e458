/* /objects: the list of a heap's live objects, filtered and sorted. */
#include "api/resource.h"
#include "api/resources/resources.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum sort_key { SORT_ADDRESS, SORT_SIZE, SORT_REFCOUNT, SORT_TYPE };

struct list_query {
    const char *type; /* name; NULL: any */
    int generation;   /* -1: any */
    uint64_t min_size;
    enum sort_key sort;
    bool descending;
    uint64_t limit;
    bool after; /* go on behind the row (after_key, after_id) */
    uint64_t after_key;
    addr after_id;
};

struct row {
    uint64_t key;
    addr id;
};

/* ?sort=, a minus before it for descending. */
static enum api_result read_sort(struct api_request *request, struct list_query *q)
{
    static const char *const names[] = {"address", "size", "refcount", "type"};
    const char *text = api_query_text(request, "sort");
    if (!text)
        return API_DONE;
    q->descending = *text == '-';
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(text + q->descending, names[i])) {
            q->sort = (enum sort_key)i;
            return API_DONE;
        }
    return api_fail_parameter(
        request, "sort", "sort takes address, size, refcount or type, with a minus before it for descending");
}

static enum api_result read_query(struct api_request *request, struct list_query *q)
{
    uint64_t generation = UINT64_MAX;
    *q = (struct list_query){.type = api_query_text(request, "type"), .generation = -1};
    enum api_result result =
        rows_begin(request, "id,type,type_id,size,refcount,immortal,gc.tracked,gc.generation,gc.finalized,"
                            "length,weakrefs,held,repr,repr_cut");
    if (result == API_DONE)
        result = api_query_uint(request, "generation", 0, 3, &generation);
    if (result == API_DONE)
        result = api_query_uint(request, "min_size", 0, INT64_MAX, &q->min_size);
    if (result == API_DONE)
        result = limit_of(request, &q->limit);
    if (result == API_DONE)
        result = read_sort(request, q);
    if (generation != UINT64_MAX)
        q->generation = (int)generation;
    const char *cursor = api_query_text(request, "cursor");
    if (result == API_DONE && cursor) {
        q->after = true;
        if (sscanf(cursor, "%" SCNu64 "-%" SCNx64, &q->after_key, &q->after_id) != 2)
            return api_fail_parameter(request, "cursor", "cursor is the \"next\" of the page before");
    }
    return result;
}

static uint64_t key_of(const struct list_query *q, const struct heap *h, addr o)
{
    switch (q->sort) {
    case SORT_SIZE:
        return object_getsizeof(h, o);
    case SORT_REFCOUNT:
        return object_refcount(h, o);
    case SORT_TYPE:
        return object_type(h, o);
    default:
        return o;
    }
}

static int compare_rows(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

static bool matches(const struct list_query *q, const struct heap *h,
                    const struct generation_map *generations, addr o)
{
    if (q->type && strcmp(object_type_name(h, o), q->type) != 0)
        return false;
    if (q->min_size && object_getsizeof(h, o) < q->min_size)
        return false;
    if (q->generation < 0)
        return true;
    struct object_info info;
    inspect_object(h, o, generations, &info);
    return info.generation == q->generation;
}

/* Every matching object with its key. NULL: no memory. */
static struct row *gather(const struct list_query *q, const struct heap *h,
                          const struct generation_map *generations, size_t *count)
{
    struct row *rows = malloc((heap_object_count(h) + 1) * sizeof *rows);
    size_t n = 0;
    for (addr o = object_next(h, 0); rows && o && n < heap_object_count(h); o = object_next(h, o + 1))
        if (matches(q, h, generations, o))
            rows[n++] = (struct row){key_of(q, h, o), o};
    *count = n;
    return rows;
}

/* The index of the first row of this page, in the order asked for. */
static size_t first_of_page(const struct list_query *q, const struct row *rows, size_t count)
{
    const struct row after = {q->after_key, q->after_id};
    size_t i = 0;
    if (!q->after)
        return 0;
    while (i < count) {
        int order = compare_rows(&rows[q->descending ? count - 1 - i : i], &after);
        if (q->descending ? order < 0 : order > 0)
            break;
        i++;
    }
    return i;
}

static void write_rows(struct api_request *request, struct heap *h, const struct list_query *q,
                       const struct generation_map *generations, const struct row *rows, size_t count)
{
    struct json_writer *w = &request->json;
    size_t i = first_of_page(q, rows, count), end = i + q->limit < count ? i + (size_t)q->limit : count;
    const struct row *last = NULL;
    json_begin_object(w);
    json_key(w, "items");
    json_begin_array(w);
    for (; i < end && rows_room(request); i++) {
        last = &rows[q->descending ? count - 1 - i : i];
        row_begin(request);
        write_object(w, h, last->id, generations, OBJECT_ROW);
        row_end(request);
    }
    json_end_array(w);
    json_key(w, "next");
    char next[48];
    if (last)
        snprintf(next, sizeof next, "%" PRIu64 "-%" PRIx64, last->key, last->id);
    json_text_string(w, i < count && last ? next : NULL);
    if (i < count && last)
        rows_next(request, next);
    json_member_uint(w, "total", count);
    json_end_object(w);
}

/* ?type=&generation=&min_size=&sort=[-]address|size|refcount|type&limit=&cursor= */
enum api_result list_objects(struct api_request *request)
{
    struct list_query q;
    struct session *session;
    struct heap *h;
    enum api_result result = read_query(request, &q);
    if (result == API_DONE)
        result = enter_heap(request, true, &session, &h);
    if (result != API_DONE)
        return result;
    size_t count;
    struct generation_map *generations = inspect_generations(h);
    struct row *rows = gather(&q, h, generations, &count);
    if (rows) {
        qsort(rows, count, sizeof *rows, compare_rows);
        write_rows(request, h, &q, generations, rows, count);
        api_etag(request, session_seq(session));
    } else {
        result = api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the list");
    }
    free(rows);
    inspect_generations_free(generations);
    return result;
}
