#include "daemon/session/templates.h"
#include "daemon/heap/heap.h"
#include "daemon/session/page_map.h"
#include <pthread.h>
#include <stdlib.h>

#define MINOR_COUNT 64 /* Python versions 3.0 to 3.63 */
#define SPARES_MAX  4  /* of each; up to two megabytes of memory each */

struct version {
    struct heap_template *template;
    struct heap *spare[SPARES_MAX]; /* as the template has them */
    unsigned spares;
};

struct templates {
    pthread_mutex_t lock;
    struct version versions[MINOR_COUNT];
};

struct templates *templates_new(void)
{
    struct templates *templates = calloc(1, sizeof *templates);
    if (templates)
        pthread_mutex_init(&templates->lock, NULL);
    return templates;
}

void templates_free(struct templates *templates)
{
    if (!templates)
        return;
    for (struct version *v = templates->versions; v < templates->versions + MINOR_COUNT; v++) {
        while (v->spares > 0)
            heap_destroy(v->spare[--v->spares]);
        heap_template_free(v->template);
    }
    pthread_mutex_destroy(&templates->lock);
    free(templates);
}

/* The template of a version, or NULL if there is no memory for one. */
static struct heap_template *template_of(struct templates *templates, unsigned minor)
{
    pthread_mutex_lock(&templates->lock);
    struct heap_template **slot = &templates->versions[minor].template;
    if (!*slot)
        *slot = heap_template_new(&(struct heap_options){.minor = minor});
    struct heap_template *found = *slot;
    pthread_mutex_unlock(&templates->lock);
    return found;
}

struct heap *templates_lend_heap(struct templates *templates, unsigned minor, uint64_t limit,
                                 uint32_t recursion_limit)
{
    struct heap *h = NULL;
    if (minor >= MINOR_COUNT)
        return NULL;
    struct version *v = &templates->versions[minor];
    pthread_mutex_lock(&templates->lock);
    if (v->spares > 0)
        h = v->spare[--v->spares];
    pthread_mutex_unlock(&templates->lock);
    if (h) {
        heap_set_up(h, limit, recursion_limit);
        return h;
    }
    struct heap_template *template = template_of(templates, minor);
    return template ? heap_create_from(template, limit, recursion_limit) : NULL;
}

/* Is one more wanted? Then `template` is what it is to be like. */
static bool is_wanted(struct templates *templates, struct version *v, struct heap_template **template)
{
    pthread_mutex_lock(&templates->lock);
    *template = v->template;
    bool wanted = *template && v->spares < SPARES_MAX;
    pthread_mutex_unlock(&templates->lock);
    return wanted;
}

/* False: there are enough by now. */
static bool keep(struct templates *templates, struct version *v, struct heap *h)
{
    pthread_mutex_lock(&templates->lock);
    bool kept = v->spares < SPARES_MAX;
    if (kept)
        v->spare[v->spares++] = h;
    pthread_mutex_unlock(&templates->lock);
    return kept;
}

void templates_take_back(struct templates *templates, struct heap *h)
{
    if (!h)
        return;
    struct version *v = &templates->versions[heap_abi(h)->minor];
    struct heap_template *template;
    if (!is_wanted(templates, v, &template) || !heap_renew(template, h, page_map_written) ||
        !keep(templates, v, h))
        heap_destroy(h);
}
