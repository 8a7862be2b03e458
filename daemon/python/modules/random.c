/* The module _random: its type (daemon/heap/object/random.h) and the hash that seeds of text are mixed with.
 * What makes distributions of it is lib/random.py.
 */
#include "daemon/python/modules/random.h"

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/bytes.h"

/* _sha512(bytes) -> 64 bytes: what seeds of text are mixed with */
static enum heap_status random_sha512(struct heap *h, const struct call *call, addr *out)
{
    const uint8_t *bytes;
    size_t length;
    uint8_t digest[64];
    if (!bytes_view(h, call->args[0], &bytes, &length))
        return raise_not_bytes(h, call->args[0]);
    sha512(bytes, length, digest);
    return answer(h, bytes_new(h, digest, sizeof digest), out);
}

static enum heap_status fill(struct heap *h, addr dict)
{
    return module_add(h, dict, "Random", incref(h, h->type[KIND_RANDOM]));
}

static const struct builtin_method functions[] = {{"_sha512", 1, 1, false, random_sha512}, {0}};
const struct module_definition random_module = {"_random", functions, fill};
