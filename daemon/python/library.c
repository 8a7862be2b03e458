/* Looking up the modules written in Python, and their code. What has been compiled stays for as long as the
 * process runs: a list that only grows, so that it is read without a lock. */
#include "daemon/python/library.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/exception.h"
#include "daemon/python/compile_source.h"
#include "daemon/python/frozen.h"
#include "daemon/python/library_table.h"

struct compiled {
    struct compiled *next;
    const struct library_source *source;
    unsigned minor;
    struct frozen code;
};

static struct {
    pthread_mutex_t lock; /* of whoever compiles */
    struct compiled *first;
} library = {.lock = PTHREAD_MUTEX_INITIALIZER};

const struct library_source *library_find(const char *name, unsigned minor)
{
    for (const struct library_entry *e = library_table; e->source.name; e++)
        if (strcmp(e->source.name, name) == 0 && e->least <= minor)
            return &e->source;
    return NULL;
}

bool library_is_package(const char *name, unsigned minor)
{
    size_t length = strlen(name);
    for (const struct library_entry *e = library_table; e->source.name; e++)
        if (strncmp(e->source.name, name, length) == 0 && e->source.name[length] == '.' && e->least <= minor)
            return true;
    return false;
}

static const struct compiled *find(const struct library_source *source, unsigned minor)
{
    const struct compiled *c = __atomic_load_n(&library.first, __ATOMIC_ACQUIRE);
    while (c && (c->source != source || c->minor != minor))
        c = c->next;
    return c;
}

/* NULL: no memory, or the error says what is wrong with the module. */
static struct compiled *compile(const struct library_source *source, unsigned minor,
                                struct syntax_error *error)
{
    const struct heap_options options = {.minor = minor};
    struct compiled *c = calloc(1, sizeof *c);
    struct heap *h = c ? heap_create(&options) : NULL;
    addr code;
    bool whole = h &&
                 compile_source(h, source->text, source->length, source->filename, AST_INPUT_STRING,
                                COMPILE_EXEC, &code, error) == HEAP_OK &&
                 frozen_write(h, code, &c->code);
    if (h)
        heap_destroy(h);
    if (!whole) {
        free(c);
        return NULL;
    }
    c->source = source;
    c->minor = minor;
    return c;
}

enum heap_status library_code(struct heap *h, const struct library_source *source, addr *out)
{
    struct syntax_error error = {0};
    const struct compiled *known = find(source, h->abi.minor);
    if (!known) {
        pthread_mutex_lock(&library.lock);
        known = find(source, h->abi.minor);
        struct compiled *made = known ? NULL : compile(source, h->abi.minor, &error);
        if (made) {
            made->next = library.first;
            __atomic_store_n(&library.first, made, __ATOMIC_RELEASE);
            known = made;
        }
        pthread_mutex_unlock(&library.lock);
    }
    if (!known)
        return error.message[0] ? raise_error(h, EXC_SYSTEM_ERROR, "%s:%u: %s", source->filename,
                                              error.at.line, error.message)
                                : raise_memory(h);
    return frozen_read(h, &known->code, out);
}
