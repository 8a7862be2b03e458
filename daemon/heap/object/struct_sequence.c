/* Struct sequences (struct_sequence.h). The types lie side by side in the static area, in the order of the
 * table.
 *
 *   0 header   16 ob_size, of the items that are visible   [24 cached hash, from 3.14]   the fields, all of
 * them
 *
 * Up to 3.12 tp_basicsize is a tuple's; from 3.13 it counts the hidden fields, which are allocated once more
 * with the items all the same.
 */
#include "daemon/heap/object/struct_sequence.h"

#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/dict.h"
#include "daemon/heap/object/fixed.h"
#include "daemon/heap/object/format.h"
#include "daemon/heap/object/heaptype.h"
#include "daemon/heap/object/member.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/tuple_hash.h"
#include "daemon/heap/object/type_words.h"

#define FIELDS_MAX 21

struct definition {
    const char *name;
    uint8_t visible;
    bool is_heap_type, is_closed; /* made at run time; made by nobody but the interpreter */
    const char *fields[FIELDS_MAX + 1];
};

static const struct definition definitions[] = {
    {"time.struct_time",
     9,
     true,
     false,
     {"tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst",
      "tm_zone", "tm_gmtoff"}},
    {"sys.flags",
     18,
     false,
     true,
     {"debug",
      "inspect",
      "interactive",
      "optimize",
      "dont_write_bytecode",
      "no_user_site",
      "no_site",
      "ignore_environment",
      "verbose",
      "bytes_warning",
      "quiet",
      "hash_randomization",
      "isolated",
      "dev_mode",
      "utf8_mode",
      "warn_default_encoding",
      "safe_path",
      "int_max_str_digits",
      "gil",
      "thread_inherit_context",
      "context_aware_warnings"}},
    {"sys.version_info", 5, false, true, {"major", "minor", "micro", "releaselevel", "serial"}},
    {"sys.hash_info",
     9,
     false,
     false,
     {"width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"}},
    {"sys.int_info",
     4,
     false,
     false,
     {"bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"}},
    {"sys.float_info",
     11,
     false,
     false,
     {"max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix",
      "rounds"}},
    {"sys.thread_info", 3, false, false, {"name", "lock", "version"}},
    {"asyncgen_hooks", 2, false, false, {"firstiter", "finalizer"}},
    {"UnraisableHookArgs", 5, false, false, {"exc_type", "exc_value", "exc_traceback", "err_msg", "object"}},
    {"_thread._ExceptHookArgs", 4, true, false, {"exc_type", "exc_value", "exc_traceback", "thread"}},
};
#define DEFINITIONS (sizeof definitions / sizeof *definitions)

/* Up to 3.12 sys.flags has no hidden ones. */
static size_t field_count(const struct heap *h, const struct definition *d)
{
    size_t n = d->visible;
    if (!d->is_closed || h->abi.struct_sequences_count_hidden)
        while (n < FIELDS_MAX && d->fields[n])
            n++;
    return n;
}

static const struct definition *definition_of(const struct heap *h, addr type)
{
    const char *name = type_name(h, type);
    for (size_t i = 0; i < DEFINITIONS; i++)
        if (strcmp(definitions[i].name, name) == 0)
            return &definitions[i];
    return NULL;
}

size_t struct_sequence_fields(const struct heap *h, addr type)
{
    return field_count(h, definition_of(h, type));
}

size_t struct_sequence_hidden(const struct heap *h, addr type)
{
    if (!struct_sequence_is_type(h, type))
        return 0;
    const struct definition *d = definition_of(h, type);
    return field_count(h, d) - d->visible;
}

/* ---- the types ------------------------------------------------------------------------------------ */

void struct_sequence_types_boot(struct heap *h)
{
    addr names[DEFINITIONS];
    for (size_t i = 0; i < DEFINITIONS; i++)
        names[i] = fixed_text(h, definitions[i].name);
    for (size_t i = 0; i < DEFINITIONS; i++) {
        const struct definition *d = &definitions[i];
        struct type_shape shape = abi_type_shape(&h->abi, KIND_TUPLE);
        shape.flags &= ~TYPE_BASE;
        if (d->is_heap_type)
            shape.flags = (shape.flags & ~(TYPE_STATIC_BUILTIN | TYPE_IMMUTABLE)) | TYPE_HEAP;
        if (d->is_closed)
            shape.flags |= TYPE_NOT_CALLED;
        if (h->abi.struct_sequences_count_hidden)
            shape.basicsize = (uint16_t)(shape.basicsize + (field_count(h, d) - d->visible) * sizeof(addr));
        addr type = type_lay_out_shape(h, names[i], KIND_TUPLE, &shape);
        if (i == 0)
            h->struct_sequences = type;
    }
    h->struct_sequences_end = h->static_top;
    for (size_t i = 0; i < DEFINITIONS; i++)
        object_become_static(h, struct_sequence_type(h, definitions[i].name), h->type[KIND_TYPE]);
}

addr struct_sequence_type(const struct heap *h, const char *name)
{
    for (addr type = h->struct_sequences; type < h->struct_sequences_end;) {
        if (strcmp(type_name(h, type), name) == 0)
            return type;
        type += type_is_heap(h, type) ? h->abi.heap_type_size : h->abi.type_size;
        type = (type + 15) & ~15ull;
    }
    return 0;
}

static void add_value(struct heap *h, addr dict, const char *name, addr value)
{
    if (dict_set(h, dict, fixed_str(h, name), value) != HEAP_OK)
        __builtin_trap(); /* a fresh heap has room */
}

static void add_members(struct heap *h, addr dict, addr type, const struct definition *d)
{
    struct member_spec members[FIELDS_MAX + 1] = {0};
    for (size_t i = 0; i < field_count(h, d); i++)
        members[i] = (struct member_spec){d->fields[i], MEMBER_OBJECT, MEMBER_READ_ONLY,
                                          (uint16_t)(h->abi.tuple_items_offset + i * sizeof(addr))};
    members_add(h, dict, type, members);
}

static void add_methods(struct heap *h, addr dict, addr type)
{
    const struct builtin_method *methods = kind_methods(KIND_TUPLE);
    for (unsigned i = STRUCT_SEQUENCE_METHODS; methods[i].name; i++)
        if (methods[i].function != struct_sequence_replace || h->abi.struct_sequences_count_hidden)
            class_add(h, dict, methods[i].name,
                      method_descriptor_new(h, type, fixed_str(h, methods[i].name), KIND_TUPLE, i));
}

static void add_counts(struct heap *h, addr dict, const struct definition *d)
{
    addr names[FIELDS_MAX];
    for (size_t i = 0; i < d->visible; i++)
        names[i] = fixed_str(h, d->fields[i]);
    add_value(h, dict, "n_sequence_fields", int_new(h, d->visible));
    add_value(h, dict, "n_fields", int_new(h, (int64_t)field_count(h, d)));
    add_value(h, dict, "n_unnamed_fields", int_new(h, 0));
    add_value(h, dict, "__match_args__", fixed_tuple(h, names, d->visible));
}

/* What a type that says nothing of its own inherits. */
static void inherit(struct heap *h, addr type)
{
    struct type_object *t = type_at(h, type);
    const struct type_object *base = type_at(h, h->type[KIND_TUPLE]);
    t->base = h->type[KIND_TUPLE];
    t->bases = fixed_tuple(h, &t->base, 1);
    const addr order[] = {type, h->type[KIND_TUPLE], h->type[KIND_INSTANCE]};
    t->mro = fixed_tuple(h, order, 3);
    t->hash = base->hash;
    t->richcompare = base->richcompare;
    t->as_sequence = base->as_sequence;
    t->as_mapping = base->as_mapping;
    type_words_boot(h, type, KIND_TUPLE);
}

static void set_dict(struct heap *h, addr type, const struct definition *d)
{
    addr dict = dict_new(h);
    class_add_wrappers(h, dict, type, KIND_TUPLE, "new repr");
    add_methods(h, dict, type);
    add_members(h, dict, type, d);
    add_value(h, dict, "__doc__", none(h));
    if (d->is_heap_type) {
        char module[16] = {0};
        memcpy(module, d->name, (size_t)(strchr(d->name, '.') - d->name));
        add_value(h, dict, "__module__", fixed_own_str(h, module));
    }
    add_counts(h, dict, d);
    type_at(h, type)->dict = fixed_dict(h, dict);
    dict_at(h, type_at(h, type)->dict)->version |= DICT_OF_TYPE;
}

void struct_sequence_boot(struct heap *h)
{
    for (size_t i = 0; i < DEFINITIONS; i++) {
        addr type = struct_sequence_type(h, definitions[i].name);
        inherit(h, type);
        set_dict(h, type, &definitions[i]);
    }
}

/* ---- making --------------------------------------------------------------------------------------- */

addr struct_sequence_new(struct heap *h, addr type, const addr *values)
{
    const struct definition *d = definition_of(h, type);
    size_t count = field_count(h, d);
    for (size_t i = 0; i < count; i++) /* making the object may run code that lets go of them */
        incref(h, values[i]);
    addr o = object_new_items(h, type, count);
    if (!o) {
        for (size_t i = 0; i < count; i++)
            decref(h, values[i]);
        return 0;
    }
    HEAP_FIELD(h, o, 16, int64_t) = d->visible;
    if (tuple_keeps_hash(h))
        HEAP_FIELD(h, o, TUPLE_HASH_OFFSET, int64_t) = -1;
    memcpy(tuple_items(h, o), values, count * sizeof *values);
    return o;
}

static enum heap_status check_length(struct heap *h, const struct definition *d, size_t most, size_t length)
{
    if (length >= d->visible && length <= most)
        return HEAP_OK;
    bool few = length < d->visible;
    return raise_error(h, EXC_TYPE_ERROR, "%.500s() takes a%s %zu-sequence (%zu-sequence given)", d->name,
                       d->visible == most ? ""
                       : few              ? "n at least"
                                          : "n at most",
                       few ? d->visible : most, length);
}

/* The hidden fields that the sequence does not have, by their names. From 3.13 every name must be one of
 * these. */
static enum heap_status fill_from_dict(struct heap *h, const struct definition *d, addr dict, size_t from,
                                       size_t count, addr *values)
{
    size_t found = 0;
    for (size_t i = from; i < count; i++) {
        addr name = str_from_ascii(h, d->fields[i]), value = name && dict ? dict_get_str(h, dict, name) : 0;
        if (!name)
            return raise_status(h);
        decref(h, name);
        found += value != 0;
        values[i] = value ? value : none(h);
    }
    if (dict && h->abi.struct_sequences_count_hidden && dict_length(h, dict) > found)
        return raise_error(h, EXC_TYPE_ERROR, "%.500s() got duplicate or unexpected field name(s)", d->name);
    return HEAP_OK;
}

static enum heap_status make_of(struct heap *h, addr type, addr sequence, addr dict, addr *out)
{
    const struct definition *d = definition_of(h, type);
    size_t most = field_count(h, d), length = sequence_length(h, sequence);
    addr values[FIELDS_MAX];
    if (dict && !dict_is_kind(h, dict))
        return raise_error(h, EXC_TYPE_ERROR, "%.500s() takes a dict as second arg, if any", d->name);
    enum heap_status status = check_length(h, d, most, length);
    if (status != HEAP_OK)
        return status;
    memcpy(values, sequence_items(h, sequence), length * sizeof *values);
    status = fill_from_dict(h, d, dict, length, most, values);
    if (status != HEAP_OK)
        return status;
    status = answer(h, struct_sequence_new(h, type, values), out);
    if (status == HEAP_OK)
        object_track(h, *out);
    return status;
}

enum heap_status struct_sequence_construct(struct heap *h, addr type, const struct call *call, addr *out)
{
    static const char *const names[] = {"sequence", "dict"};
    addr values[2] = {0};
    if (type_at(h, type)->flags & TYPE_NOT_CALLED)
        return raise_error(h, EXC_TYPE_ERROR, "cannot create '%.100s' instances", type_name(h, type));
    enum heap_status status = arguments_unpack(h, call, "structseq", names, 2, 1, 2, values);
    if (status != HEAP_OK)
        return status;
    addr sequence = sequence_fast(h, values[0], "constructor requires a sequence");
    if (!sequence)
        return raise_status(h);
    status = make_of(h, type, sequence, values[1], out);
    decref(h, sequence);
    return status;
}

/* ---- operations ----------------------------------------------------------------------------------- */

/* From the start, as structseq_dealloc. */
bool struct_sequence_release_next(struct heap *h, addr o, addr *reference)
{
    addr *items = tuple_items(h, o);
    size_t count = tuple_length(h, o) + struct_sequence_hidden(h, object_type(h, o));
    for (size_t i = 0; i < count; i++) {
        addr item = items[i];
        items[i] = 0;
        if (item && !decref_shared(h, item)) {
            *reference = item;
            return true;
        }
    }
    return false;
}

enum heap_status struct_sequence_repr(struct heap *h, addr o, struct text *out)
{
    const struct definition *d = definition_of(h, object_type(h, o));
    text_putf(out, "%s(", d->name);
    for (size_t i = 0; i < d->visible && !out->cut; i++) {
        text_putf(out, i ? ", %s=" : "%s=", d->fields[i]);
        enum heap_status status = object_repr(h, tuple_item(h, o, i), out);
        if (status != HEAP_OK)
            return status;
    }
    text_put(out, ")", 1);
    return HEAP_OK;
}

/* The hidden fields by name. *new* */
static addr hidden_dict(struct heap *h, addr o, const struct definition *d)
{
    addr dict = dict_new(h);
    for (size_t i = d->visible; dict && i < field_count(h, d); i++) {
        addr name = str_from_ascii(h, d->fields[i]);
        if (!name || dict_set(h, dict, name, tuple_items(h, o)[i]) != HEAP_OK) {
            decref(h, dict);
            dict = 0;
        }
        xdecref(h, name);
    }
    return dict;
}

/* (type, (items, {name: hidden field})) */
enum heap_status struct_sequence_reduce(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->self, type = object_type(h, o);
    addr parts[2] = {tuple_from(h, tuple_items(h, o), tuple_length(h, o)), 0};
    parts[1] = parts[0] ? hidden_dict(h, o, definition_of(h, type)) : 0;
    addr both[2] = {type, parts[1] ? tuple_from(h, parts, 2) : 0};
    xdecref(h, parts[0]);
    xdecref(h, parts[1]);
    addr made = both[1] ? tuple_from(h, both, 2) : 0;
    xdecref(h, both[1]);
    return answer(h, made, out);
}

/* Which of `count` fields has this name; `count`: none. */
static size_t field_named(const struct heap *h, const struct definition *d, size_t count, addr name)
{
    size_t i = 0;
    while (i < count && !str_equal_utf8(h, name, d->fields[i], strlen(d->fields[i])))
        i++;
    return i;
}

/* The names that are no field's, in the order given. */
static enum heap_status raise_unexpected(struct heap *h, const struct call *call, const struct definition *d)
{
    addr names = list_new(h, 0);
    size_t count = field_count(h, d);
    for (size_t k = 0; names && k < call->kwcount; k++)
        if (field_named(h, d, count, call->kwnames[k]) == count &&
            list_append(h, names, call->kwnames[k]) != HEAP_OK) {
            decref(h, names);
            names = 0;
        }
    if (!names)
        return raise_status(h);
    enum heap_status status = raise_about(h, EXC_TYPE_ERROR, "Got unexpected field name(s): ", names, "");
    decref(h, names);
    return status;
}

enum heap_status struct_sequence_replace(struct heap *h, const struct call *call, addr *out)
{
    addr o = call->self, type = object_type(h, o), values[FIELDS_MAX];
    const struct definition *d = definition_of(h, type);
    size_t count = field_count(h, d);
    if (call->count)
        return raise_error(h, EXC_TYPE_ERROR, "__replace__() takes no positional arguments");
    memcpy(values, tuple_items(h, o), count * sizeof *values);
    for (size_t k = 0; k < call->kwcount; k++) {
        size_t i = field_named(h, d, count, call->kwnames[k]);
        if (i == count)
            return raise_unexpected(h, call, d);
        values[i] = call->kwvalues[k];
    }
    return answer(h, struct_sequence_new(h, type, values), out);
}
