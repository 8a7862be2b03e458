/* None, NotImplemented and Ellipsis: a header and nothing else, in the static area. Mirrors Objects/object.c
 * and sliceobject.c.
 */
#include "daemon/heap/boot.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/object.h"

#include <string.h>

static void make(struct heap *h, enum singleton s, enum kind k)
{
    h->singleton[s] = object_new_static(h, h->type[k], sizeof(struct object));
}

void singleton_boot(struct heap *h)
{
    make(h, SINGLETON_NONE, KIND_NONE);
    make(h, SINGLETON_NOT_IMPLEMENTED, KIND_NOT_IMPLEMENTED);
    make(h, SINGLETON_ELLIPSIS, KIND_ELLIPSIS);
    /* CPython's dummy is an object of a type that nobody sees; a plain object does. */
    make(h, SINGLETON_SET_DUMMY, KIND_INSTANCE);
    make(h, SINGLETON_PLACEHOLDER, KIND_FUNCTOOLS_PLACEHOLDER);
    make(h, SINGLETON_NO_DEFAULT, KIND_NO_DEFAULT);
    make(h, SINGLETON_KEYWORD_MARK, KIND_INSTANCE);
}

static enum heap_status none_repr(struct heap *h, addr o, struct text *out)
{
    (void)h, (void)o;
    text_put(out, "None", 4);
    return HEAP_OK;
}

static enum heap_status not_implemented_repr(struct heap *h, addr o, struct text *out)
{
    (void)h, (void)o;
    text_put(out, "NotImplemented", 14);
    return HEAP_OK;
}

static enum heap_status ellipsis_repr(struct heap *h, addr o, struct text *out)
{
    (void)h, (void)o;
    text_put(out, "Ellipsis", 8);
    return HEAP_OK;
}

static enum heap_status none_hash(struct heap *h, addr o, int64_t *out)
{
    *out = h->abi.none_hash ? h->abi.none_hash : hash_address(o);
    return HEAP_OK;
}

static enum heap_status address_hash(struct heap *h, addr o, int64_t *out)
{
    (void)h;
    *out = hash_address(o);
    return HEAP_OK;
}

static const char *singleton_verify(const struct heap *h, addr o)
{
    if (o != h->singleton[SINGLETON_NONE] && o != h->singleton[SINGLETON_NOT_IMPLEMENTED] &&
        o != h->singleton[SINGLETON_ELLIPSIS])
        return "a second object of a type that has only one";
    return NULL;
}

const struct kind_ops none_ops = {.repr = none_repr, .hash = none_hash, .verify = singleton_verify};
const struct kind_ops not_implemented_ops = {
    .repr = not_implemented_repr, .hash = address_hash, .verify = singleton_verify};
const struct kind_ops ellipsis_ops = {
    .repr = ellipsis_repr, .hash = address_hash, .verify = singleton_verify};
