/* The table is direct-mapped, in the tables area. It holds no references: when something dies that an entry
 * names, all entries are forgotten at once, by a new epoch.
 */
#include "daemon/heap/object/lookup.h"

#include <string.h>

#include "daemon/heap/memory.h"
#include "daemon/heap/object/class.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/subclasses.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/type_version.h"

void lookups_boot(struct heap *h)
{
    h->lookups = table_alloc(h, LOOKUPS * sizeof(struct lookup));
    memset(heap_at(h, h->lookups), 0, LOOKUPS * sizeof(struct lookup));
    h->lookups_epoch = 1;
}

static addr through_order(const struct heap *h, addr type, addr name)
{
    addr mro = type_at(h, type)->mro;
    for (size_t i = 0, n = mro ? tuple_length(h, mro) : 0; i < n; i++) {
        addr dict = type_at(h, tuple_item(h, mro, i))->dict;
        addr found = dict ? dict_get_str(h, dict, name) : 0;
        if (found)
            return found;
    }
    return 0;
}

addr lookup_slowly(struct heap *h, addr type, addr name)
{
    addr found = through_order(h, type, name);
    if (object_is_exact(h, name, KIND_STR) && str_is_interned(h, name)) {
        struct lookup *l =
            (struct lookup *)heap_at(h, h->lookups) + ((type >> 4 ^ name >> 3 ^ name >> 9) & (LOOKUPS - 1));
        *l = (struct lookup){type, name, found, h->lookups_epoch};
    }
    return found;
}

static struct lookup *place_of(const struct heap *h, addr type, addr name)
{
    return (struct lookup *)heap_at(h, h->lookups) + ((type >> 4 ^ name >> 3 ^ name >> 9) & (LOOKUPS - 1));
}

/* In the type and what extends it, a few levels deep: false where there is more. */
static bool forget_below(struct heap *h, addr type, addr name, unsigned levels)
{
    struct lookup *l = place_of(h, type, name);
    if (l->name == name && l->type == type)
        l->type = 0;
    addr subclass;
    for (size_t position = 0; subclasses_next(h, type, &position, &subclass);)
        if (levels == 0 || position > 16 || !forget_below(h, subclass, name, levels - 1))
            return false;
    return true;
}

void lookups_forget_name(struct heap *h, addr type, addr name)
{
    type_version_changed(h, type);
    struct lookup *table = heap_at(h, h->lookups);
    if (!str_is_interned(h, name) || h->orders_by_programs) {
        lookups_forget(h);
        return;
    }
    if (forget_below(h, type, name, 3))
        return;
    for (size_t i = 0; i < LOOKUPS; i++)
        if (table[i].name == name)
            table[i].type = 0;
}

addr type_lookup(const struct heap *h, addr type, addr name)
{
    return lookup_in_type(h, type, name);
}

bool type_inits_as_builtin(const struct heap *h, addr type)
{
    addr builtin = h->type[type_kind(h, type)], name = known_name(h, NAME_INIT);
    return type == builtin || type_lookup(h, type, name) == type_lookup(h, builtin, name);
}
