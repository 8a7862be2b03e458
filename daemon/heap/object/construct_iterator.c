/* Constructors of the iterators that are types: enumerate(), zip(), map(), filter(), reversed(). What each
 * tp_new does with its arguments, and the texts of its errors.
 */
#include <string.h>

#include "daemon/heap/object/arguments.h"
#include "daemon/heap/object/functools_kinds.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/iterator_kinds.h"
#include "daemon/heap/object/itertools_kinds.h"
#include "daemon/heap/object/lock.h"
#include "daemon/heap/object/lookup.h"
#include "daemon/heap/object/names.h"
#include "daemon/heap/object/order.h"
#include "daemon/heap/object/scripted.h"
#include "daemon/heap/object/simple_queue.h"
#include "daemon/heap/object/special.h"
#include "daemon/heap/object/template.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/type_variable.h"

/* ---- arguments ------------------------------------------------------------------------------------- */

static bool is_named(const struct heap *h, addr name, const char *text)
{
    return str_equal_utf8(h, name, text, strlen(text));
}

/* A class's own __init__ may want some. */
static enum heap_status no_keywords(struct heap *h, addr type, const struct call *call)
{
    if (!call->kwcount || !type_inits_as_builtin(h, type))
        return HEAP_OK;
    return raise_error(h, EXC_TYPE_ERROR, "%s() takes no keyword arguments",
                       type_name(h, h->type[type_kind(h, type)]));
}

static enum heap_status exactly(struct heap *h, const struct call *call, const char *name, size_t count)
{
    if (call->count == count)
        return HEAP_OK;
    return raise_error(h, EXC_TYPE_ERROR, "%s expected %zu argument%s, got %zu", name, count,
                       count == 1 ? "" : "s", call->count);
}

/* strict=, the only keyword. */
static enum heap_status read_strict(struct heap *h, const struct call *call, const char *name, bool *strict)
{
    static const char *const names[] = {"strict"};
    struct call keywords = {.kwnames = call->kwnames, .kwvalues = call->kwvalues, .kwcount = call->kwcount};
    addr value;
    *strict = false;
    if (call->kwcount > 1)
        return raise_error(h, EXC_TYPE_ERROR, "%s() takes at most 1 keyword argument (%zu given)", name,
                           call->kwcount);
    enum heap_status status = arguments_bind(h, &keywords, name, names, 1, &value);
    return status == HEAP_OK && value ? object_truth(h, value, strict) : status;
}

/* ---- the types ------------------------------------------------------------------------------------- */

static enum heap_status enumerate_unknown(struct heap *h, addr name)
{
    char room[NAME_ROOM];
    return raise_error(h, EXC_TYPE_ERROR, "'%.200s' is an invalid keyword argument for enumerate()",
                       name_start_in_message(h, name, room));
}

static enum heap_status call_enumerate(struct heap *h, addr type, const struct call *call, addr *out)
{
    size_t given = call->count + call->kwcount;
    addr values[2] = {call->count > 0 ? call->args[0] : 0, call->count > 1 ? call->args[1] : 0};
    if (given == 0)
        return raise_error(h, EXC_TYPE_ERROR, "enumerate() missing required argument 'iterable'");
    if (given > 2)
        return raise_error(h, EXC_TYPE_ERROR, "enumerate() takes at most 2 arguments (%zu given)", given);
    for (size_t i = 0; i < call->kwcount; i++) {
        size_t which = is_named(h, call->kwnames[i], "iterable") ? 0
                       : is_named(h, call->kwnames[i], "start")  ? 1
                                                                 : 2;
        if (which == 2 || values[which] || (which == 1 && given == 1))
            return enumerate_unknown(h, call->kwnames[i]);
        values[which] = call->kwvalues[i];
    }
    return answer(h, enumerate_new(h, type, values[0], values[1]), out);
}

static enum heap_status call_zip(struct heap *h, addr type, const struct call *call, addr *out)
{
    bool strict;
    enum heap_status status = read_strict(h, call, "zip", &strict);
    return status == HEAP_OK ? answer(h, zip_new(h, type, call->args, call->count, strict), out) : status;
}

static enum heap_status call_map(struct heap *h, addr type, const struct call *call, addr *out)
{
    bool strict = false;
    enum heap_status status =
        h->abi.map_strict ? read_strict(h, call, "map", &strict) : no_keywords(h, type, call);
    if (status != HEAP_OK)
        return status;
    if (call->count < 2)
        return raise_error(h, EXC_TYPE_ERROR, "map() must have at least two arguments.");
    return answer(h, map_new(h, type, call->args[0], call->args + 1, call->count - 1, strict), out);
}

static enum heap_status call_filter(struct heap *h, addr type, const struct call *call, addr *out)
{
    enum heap_status status = no_keywords(h, type, call);
    if (status == HEAP_OK)
        status = exactly(h, call, "filter", 2);
    return status == HEAP_OK ? answer(h, filter_new(h, type, call->args[0], call->args[1]), out) : status;
}

/* ---- reversed -------------------------------------------------------------------------------------- */

static enum heap_status not_reversible(struct heap *h, addr o)
{
    return raise_error(h, EXC_TYPE_ERROR, "'%.200s' object is not reversible", object_type_name(h, o));
}

static enum heap_status reverse_sequence(struct heap *h, addr type, addr sequence, addr *out)
{
    int64_t length;
    if (!object_is_sequence(h, sequence))
        return not_reversible(h, sequence);
    enum heap_status status = object_length(h, sequence, &length);
    if (status != HEAP_OK)
        return status;
    addr o = iterator_alloc(h, type);
    if (!o)
        return raise_status(h);
    index_iterator_at(h, o)->index = length - 1;
    index_iterator_at(h, o)->sequence = incref(h, sequence);
    object_track(h, o);
    *out = o;
    return HEAP_OK;
}

static enum heap_status call_reversed(struct heap *h, addr type, const struct call *call, addr *out)
{
    enum heap_status status = no_keywords(h, type, call);
    if (status == HEAP_OK)
        status = exactly(h, call, "reversed", 1);
    if (status != HEAP_OK)
        return status;
    addr o = call->args[0], found = lookup_in_type(h, object_type(h, o), known_name(h, NAME_REVERSED));
    if (found == none(h))
        return not_reversible(h, o);
    return found ? special_call_bound(h, found, o, NULL, 0, out) : reverse_sequence(h, type, o, out);
}

enum heap_status iterator_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    switch (type_kind(h, type)) {
    case KIND_ENUMERATE:
        return call_enumerate(h, type, call, out);
    case KIND_ZIP:
        return call_zip(h, type, call, out);
    case KIND_MAP:
        return call_map(h, type, call, out);
    case KIND_FILTER:
        return call_filter(h, type, call, out);
    default:
        return call_reversed(h, type, call, out);
    }
}

enum heap_status module_type_call(struct heap *h, addr type, const struct call *call, addr *out)
{
    static itertools_maker *const makers[KIND_COUNT] = {
        [KIND_ITERTOOLS_COUNT] = itertools_count_call,
        [KIND_ITERTOOLS_CYCLE] = itertools_cycle_call,
        [KIND_ITERTOOLS_REPEAT] = itertools_repeat_call,
        [KIND_ITERTOOLS_ACCUMULATE] = itertools_accumulate_call,
        [KIND_ITERTOOLS_CHAIN] = itertools_chain_call,
        [KIND_ITERTOOLS_COMPRESS] = itertools_compress_call,
        [KIND_ITERTOOLS_DROPWHILE] = itertools_dropwhile_call,
        [KIND_ITERTOOLS_TAKEWHILE] = itertools_takewhile_call,
        [KIND_ITERTOOLS_FILTERFALSE] = itertools_filterfalse_call,
        [KIND_ITERTOOLS_GROUPBY] = itertools_groupby_call,
        [KIND_ITERTOOLS_ISLICE] = itertools_islice_call,
        [KIND_ITERTOOLS_PAIRWISE] = itertools_pairwise_call,
        [KIND_ITERTOOLS_BATCHED] = itertools_batched_call,
        [KIND_ITERTOOLS_PERMUTATIONS] = itertools_permutations_call,
        [KIND_ITERTOOLS_COMBINATIONS] = itertools_combinations_call,
        [KIND_ITERTOOLS_COMBINATIONS_WITH_REPLACEMENT] = itertools_combinations_with_replacement_call,
        [KIND_ITERTOOLS_PRODUCT] = itertools_product_call,
        [KIND_ITERTOOLS_STARMAP] = itertools_starmap_call,
        [KIND_ITERTOOLS_GROUPER] = itertools_grouper_call,
        [KIND_ITERTOOLS_TEE] = itertools_tee_call,
        [KIND_ITERTOOLS_TEE_DATA] = itertools_tee_data_call,
        [KIND_ITERTOOLS_ZIP_LONGEST] = itertools_zip_longest_call,
        [KIND_DEQUE_ITERATOR] = deque_iterator_call,
        [KIND_DEQUE_REVERSE_ITERATOR] = deque_iterator_call,
        [KIND_FUNCTOOLS_PARTIAL] = partial_construct,
        [KIND_FUNCTOOLS_PLACEHOLDER] = placeholder_construct,
        [KIND_FUNCTOOLS_LRU_CACHE] = lru_cache_construct,
        [KIND_OPERATOR_ITEMGETTER] = itemgetter_construct,
        [KIND_OPERATOR_ATTRGETTER] = attrgetter_construct,
        [KIND_OPERATOR_METHODCALLER] = methodcaller_construct,
        [KIND_TYPE_VAR] = type_variable_construct,
        [KIND_TYPE_VAR_TUPLE] = type_variable_construct,
        [KIND_PARAM_SPEC] = type_variable_construct,
        [KIND_PARAM_SPEC_ARGS] = param_spec_part_construct,
        [KIND_PARAM_SPEC_KWARGS] = param_spec_part_construct,
        [KIND_TYPE_ALIAS] = type_alias_construct,
        [KIND_TEMPLATE] = template_construct,
        [KIND_INTERPOLATION] = interpolation_construct,
        [KIND_NO_DEFAULT] = no_default_construct,
        [KIND_LOCK] = lock_construct,
        [KIND_RLOCK] = rlock_construct,
        [KIND_SIMPLE_QUEUE] = simple_queue_construct,
        [KIND_TIMEDELTA] = scripted_construct,
        [KIND_DATE] = scripted_construct,
        [KIND_DATETIME] = scripted_construct,
        [KIND_TIME] = scripted_construct,
        [KIND_TZINFO] = scripted_construct,
        [KIND_TIMEZONE] = scripted_construct,
        [KIND_DECIMAL] = scripted_construct,
        [KIND_DECIMAL_CONTEXT] = scripted_construct,
    };
    itertools_maker *make = makers[type_kind(h, type)];
    return make ? make(h, type, call, out)
                : raise_error(h, EXC_TYPE_ERROR, "cannot create '%.100s' instances", type_name(h, type));
}
