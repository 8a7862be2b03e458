/* heap_verify: the order of the checks, so that each can rely on what those before it found to be sound. */
#include "daemon/heap/verify.h"

#include <stdlib.h>

#include "daemon/heap/verifying.h"

void verify_report(struct verifying *v, const char *what, addr where, uint64_t expected, uint64_t found)
{
    struct finding f = {what, where, expected, found};
    v->findings++;
    if (!v->stopped && v->visit)
        v->stopped = !v->visit(v->context, &f);
}

static bool prepare(struct verifying *v)
{
    const struct heap *h = v->h;
    v->counts_low = (uint64_t)h->arenas_high * h->abi.arena_size / 16;
    v->counts_large = (h->large.top - h->large.start) / 16 + 1;
    uint64_t fixed = (h->static_top - HEAP_BASE - REGION_STATIC) / 16 + 1;
    v->counts = calloc(v->counts_low + v->counts_large + fixed, sizeof *v->counts);
    return v->counts && host_marks_init(&v->used, h) && host_marks_init(&v->claimed, h) &&
           host_marks_init(&v->orphans, h) && host_marks_init(&v->sound, h) && host_marks_init(&v->listed, h);
}

static void clean_up(struct verifying *v)
{
    free(v->counts);
    host_marks_free(&v->used);
    host_marks_free(&v->claimed);
    host_marks_free(&v->orphans);
    host_marks_free(&v->sound);
    host_marks_free(&v->listed);
}

size_t heap_verify(const struct heap *h, finding_visitor *visit, void *context)
{
    struct verifying v = {.h = h, .visit = visit, .context = context};
    static void (*const checks[])(struct verifying *) = {
        verify_memory,   verify_objects, verify_collector, verify_references,
        verify_weakrefs, verify_strings, verify_traces,
    };
    if (!prepare(&v))
        verify_report(&v, "verify: no host memory", 0, 0, 0);
    for (size_t i = 0; v.counts && v.listed.large && i < sizeof checks / sizeof *checks; i++)
        checks[i](&v);
    clean_up(&v);
    return v.findings;
}
