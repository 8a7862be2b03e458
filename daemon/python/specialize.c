/* What instructions remember (specialize.h). Mirrors Python/specialize.c. */
#include "daemon/python/specialize.h"

#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/type_version.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/evaluate.h"

#define WAIT_AFTER_FAILURE 60 /* executions without another attempt */
#define WAIT_AFTER_MISS    8

static const uint8_t generals[] = {
#define X(name, general) [OP_##name - OPCODE_COUNT] = OP_##general,
    PYTHON_SPECIAL_OPCODES(X)
#undef X
#define X(first, second) [OP_##first##__##second - OPCODE_COUNT] = OP_##first,
        PYTHON_PAIRS(X)
#undef X
};

enum opcode special_general(uint32_t word)
{
    unsigned op = word & 0xff;
    return (enum opcode)(
        op >= OPCODE_COUNT && op - OPCODE_COUNT < sizeof generals ? generals[op - OPCODE_COUNT] : op);
}

/* Words behind an instruction that are no cache: CALL_NAMED's is an operand. */
void runtime_plain_instructions(uint32_t *words, size_t count)
{
    for (size_t i = 0; i < count;) {
        enum opcode op = special_general(words[i]);
        words[i] = (words[i] & ~0xffu) | op;
        unsigned caches = opcode_caches(op);
        for (unsigned k = 1; k <= caches && i + k < count && op != OP_CALL_NAMED; k++)
            words[i + k] = 0;
        i += 1 + caches;
    }
}

/* 0: they are no pair. */
static unsigned pair_of(unsigned first, unsigned second)
{
    static const struct {
        uint8_t first, second, both;
    } pairs[] = {
#define X(first, second) {OP_##first, OP_##second, OP_##first##__##second},
        PYTHON_PAIRS(X)
#undef X
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].first == first && pairs[i].second == second)
            return pairs[i].both;
    return 0;
}

static bool is_about_attribute(uint32_t word)
{
    return (word & 0xff) == OP_LOAD_ATTR || (word & 0xff) == OP_STORE_ATTR;
}

/* Whether the second one is jumped to does not matter: its word stays what it is, and may begin a pair of its
 * own. One with an attribute gains more than one of two variables, which would go past it. */
void specialize_pairs(uint32_t *words, size_t count)
{
    for (size_t i = 0; i + 1 < count; i += 1 + opcode_caches((enum opcode)(words[i] & 0xff))) {
        unsigned first = words[i] & 0xff, second = words[i + 1] & 0xff;
        bool before_better =
            i + 2 < count && is_about_attribute(words[i + 2]) && pair_of(second, words[i + 2] & 0xff);
        unsigned both = opcode_caches((enum opcode)first) || before_better ? 0 : pair_of(first, second);
        if (both)
            words[i] = (words[i] & ~0xffu) | both;
    }
}

static void become(uint32_t *at, enum opcode op, uint32_t first, uint32_t second, uint32_t third)
{
    at[0] = (at[0] & ~0xffu) | (uint32_t)op;
    at[1] = first;
    at[2] = second;
    at[3] = third;
}

void specialize_forget(uint32_t *at)
{
    become(at, generals[(at[0] & 0xff) - OPCODE_COUNT], WAIT_AFTER_MISS, 0, 0);
}

void specialize_binary(uint32_t *at, bool ints)
{
    static const uint8_t specials[2][AST_OPERATOR_COUNT] = {
        {[AST_ADD] = OP_BINARY_OP_ADD_FLOAT,
         [AST_SUB] = OP_BINARY_OP_SUBTRACT_FLOAT,
         [AST_MULT] = OP_BINARY_OP_MULTIPLY_FLOAT},
        {[AST_ADD] = OP_BINARY_OP_ADD_INT,
         [AST_SUB] = OP_BINARY_OP_SUBTRACT_INT,
         [AST_MULT] = OP_BINARY_OP_MULTIPLY_INT},
    };
    unsigned special = specials[ints][(at[0] >> 8) % AST_OPERATOR_COUNT];
    if (special || ints)
        at[0] = (at[0] & ~0xffu) | (special ? special : OP_BINARY_OP_INT);
}

/* ---- globals --------------------------------------------------------------------------------- */

/* The table of an ordinary dict all of whose keys are strs; NULL: it is something else. */
static struct dict_keys *plain_keys(const struct heap *h, addr dict)
{
    if (!object_is_exact(h, dict, KIND_DICT) || dict_has_no_keys(h, dict) || dict_at(h, dict)->values)
        return NULL;
    struct dict_keys *k = dict_keys_of(h, dict);
    return k->kind == KEYS_UNICODE ? k : NULL;
}

/* Where in the table the value of a name is, as a distance; 0: it has none. */
static uint32_t place_of(const struct heap *h, struct dict_keys *k, addr name)
{
    int64_t i = keys_find_str(h, k, name, str_hash_of(h, name));
    size_t place = i < 0 ? 0 : (size_t)((char *)&keys_unicode(k)[i].value - (char *)k);
    return place <= UINT32_MAX ? (uint32_t)place : 0;
}

void specialize_load_global(struct heap *h, uint32_t *at, addr globals, addr builtins, addr name)
{
    struct dict_keys *g = plain_keys(h, globals), *b = plain_keys(h, builtins);
    uint32_t place, version = g ? keys_version(h, g) : 0, of_builtins;
    at[1] = WAIT_AFTER_FAILURE;
    if (!version)
        return;
    if ((place = place_of(h, g, name)) != 0)
        become(at, OP_LOAD_GLOBAL_MODULE, version, 0, place);
    else if (b && (place = place_of(h, b, name)) != 0 && (of_builtins = keys_version(h, b)) != 0)
        become(at, OP_LOAD_GLOBAL_BUILTIN, version, of_builtins, place);
}

/* ---- attributes ------------------------------------------------------------------------------ */

static bool gets_plainly(const struct heap *h, addr type)
{
    return type_at(h, type)->getattro == type_at(h, h->type[KIND_INSTANCE])->getattro;
}

/* The place of a slot that the descriptor stands for in instances of the type; 0: it is
 * no such descriptor. */
static uint32_t slot_offset(const struct heap *h, addr found, addr type)
{
    if (!found || !object_is_exact(h, found, KIND_MEMBER))
        return 0;
    const struct descriptor *d = descriptor_at(h, found);
    const struct member_def *m = heap_at(h, d->definition);
    return m->type == MEMBER_OBJECT_EX && !(m->flags & MEMBER_READ_ONLY) &&
                   type_is_subtype(h, type, d->type) && m->offset > 0
               ? (uint32_t)m->offset
               : 0;
}

/* May what was found on a type become a descriptor, or one of another kind? Nothing that this would change is
 * looked at again: the version is that of the type it was found on. */
static bool may_become_descriptor(const struct heap *h, addr found)
{
    return found && !(type_at(h, object_type(h, found))->flags & TYPE_IMMUTABLE);
}

/* Have instances of the type no attributes of their own but slots? */
static bool has_no_dict(const struct heap *h, addr type)
{
    const struct type_object *t = type_at(h, type);
    return !t->dictoffset && !(t->flags & TYPE_MANAGED_DICT);
}

/* The index of the name among the values of the instance; -1: it has no values, or they have
 * no such place. */
static int64_t value_index(const struct heap *h, addr o, addr type, addr name)
{
    if (!type_is_heap(h, type) || !special_values(h, o, type_at(h, type)))
        return -1;
    return keys_shared_lookup(h, heap_type_names(h, type)->cached_keys, name);
}

/* For special_is_not_own(): false if the instance may have the attribute itself. */
static bool never_own(const struct heap *h, addr o, addr type, addr name, uint32_t *keys)
{
    if (has_no_dict(h, type)) {
        *keys = SPECIAL_NO_DICT;
        return true;
    }
    if (!type_is_heap(h, type) || !special_values(h, o, type_at(h, type)))
        return false;
    addr shared = heap_type_names(h, type)->cached_keys;
    *keys = (uint32_t)keys_shared_size(h, shared);
    return keys_shared_lookup(h, shared, name) < 0;
}

static void load_from_module(struct heap *h, uint32_t *at, addr o, addr name)
{
    addr dict = module_dict(h, o), found = lookup_in_type(h, object_type(h, o), name);
    struct dict_keys *k = dict ? plain_keys(h, dict) : NULL;
    uint32_t place = k && !(found && descriptor_has_set(h, found)) ? place_of(h, k, name) : 0;
    if (place && keys_version(h, k))
        become(at, OP_LOAD_ATTR_MODULE, keys_version(h, k), place, 0);
}

void specialize_load_attr(struct heap *h, uint32_t *at, addr o, addr name)
{
    addr type = object_type(h, o);
    uint32_t version, keys, offset;
    at[1] = WAIT_AFTER_FAILURE;
    if (type == h->type[KIND_MODULE])
        load_from_module(h, at, o, name);
    if (!gets_plainly(h, type) || !(version = type_version(h, type)))
        return;
    addr found = lookup_in_type(h, type, name);
    if ((offset = slot_offset(h, found, type)) != 0) {
        become(at, OP_LOAD_ATTR_SLOT, version, offset, 0);
        return;
    }
    if (may_become_descriptor(h, found) || (found && descriptor_has_set(h, found)))
        return;
    int64_t index = value_index(h, o, type, name);
    if (index >= 0)
        become(at, OP_LOAD_ATTR_VALUE, version, (uint32_t)index, 0);
    else if (found && !descriptor_has_get(h, found) && never_own(h, o, type, name, &keys))
        become(at, OP_LOAD_ATTR_OF_TYPE, version, keys, special_from_object(found));
}

void specialize_load_method(struct heap *h, uint32_t *at, addr o, addr name)
{
    addr type = object_type(h, o);
    uint32_t version, keys;
    at[1] = WAIT_AFTER_FAILURE;
    if (!gets_plainly(h, type) || !(version = type_version(h, type)))
        return;
    addr found = lookup_in_type(h, type, name);
    if (found && !may_become_descriptor(h, found) && evaluate_takes_object_first(h, found) &&
        never_own(h, o, type, name, &keys))
        become(at, OP_LOAD_METHOD_OF_TYPE, version, keys, special_from_object(found));
}

void specialize_store_attr(struct heap *h, uint32_t *at, addr o, addr name)
{
    addr type = object_type(h, o);
    uint32_t version, offset;
    at[1] = WAIT_AFTER_FAILURE;
    if (type_at(h, type)->setattro != type_at(h, h->type[KIND_INSTANCE])->setattro ||
        !(version = type_version(h, type)))
        return;
    addr found = lookup_in_type(h, type, name);
    if ((offset = slot_offset(h, found, type)) != 0) {
        become(at, OP_STORE_ATTR_SLOT, version, offset, 0);
        return;
    }
    if (may_become_descriptor(h, found) || (found && descriptor_has_set(h, found)))
        return;
    int64_t index = value_index(h, o, type, name);
    if (index >= 0 && !special_dict(h, o))
        become(at, OP_STORE_ATTR_VALUE, version, (uint32_t)index, 0);
}
