/* Iteration (iterate.h). */
#include "daemon/heap/object/iterate.h"

#include "daemon/heap/object/container.h"
#include "daemon/heap/object/free_list.h"
#include "daemon/heap/object/range.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/sequence.h"
#include "daemon/heap/object/text.h"
#include "daemon/heap/object/type_words.h"

static bool is_container(enum kind kind)
{
    switch (kind) {
    case KIND_STR:
    case KIND_BYTES:
    case KIND_BYTEARRAY:
    case KIND_TUPLE:
    case KIND_LIST:
    case KIND_DICT:
    case KIND_DEFAULT_DICT:
    case KIND_SET:
    case KIND_FROZENSET:
    case KIND_DEQUE:
    case KIND_ARRAY:
    case KIND_RANGE:
        return true;
    default:
        return false;
    }
}

bool iterates_plainly(const struct heap *h, addr o)
{
    return is_container(object_kind(h, o)) && !type_word_is_of_class(type_at(h, object_type(h, o))->iter);
}

/* The free list of its iterators; FREE_LIST_COUNT: they have none. */
static unsigned iterators(enum kind kind)
{
    return kind == KIND_LIST    ? FREE_LIST_ITERATORS
           : kind == KIND_TUPLE ? FREE_TUPLE_ITERATORS
           : kind == KIND_RANGE ? FREE_RANGE_ITERATORS
                                : FREE_LIST_COUNT;
}

enum heap_status iteration_begin(struct heap *h, struct iteration *it, addr iterable)
{
    if (!iterates_plainly(h, iterable)) {
        addr iterator;
        enum heap_status status = object_iter(h, iterable, &iterator);
        if (status == HEAP_OK)
            *it = (struct iteration){.source = iterator, .kind = ITERATES_BY_ITERATOR};
        return status;
    }
    enum kind kind = object_kind(h, iterable);
    size_t length = 0;
    if (kind == KIND_DEFAULT_DICT)
        kind = KIND_DICT;
    if (kind == KIND_DICT)
        length = dict_length(h, iterable);
    else if (kind == KIND_SET || kind == KIND_FROZENSET)
        length = set_length(h, iterable);
    else if (kind == KIND_DEQUE)
        length = deque_at(h, iterable)->state;
    *it = (struct iteration){.source = incref(h, iterable), .kind = kind, .length = length};
    if (kind == KIND_DEQUE)
        it->cursor = deque_begin(h, iterable);
    unsigned list = iterators(kind);
    if (list < FREE_LIST_COUNT)
        it->memory = free_list_hold_object(h, list);
    return HEAP_OK;
}

void iteration_end(struct heap *h, struct iteration *it)
{
    decref(h, it->source);
    if (it->memory)
        free_list_let_object_go(h, iterators(it->kind), it->memory);
}

static enum heap_status made(addr o, addr *item)
{
    *item = o;
    return o ? HEAP_OK : HEAP_RAISED;
}

static enum heap_status next_of_range(struct heap *h, struct iteration *it, addr *item)
{
    const addr *fields = range_fields(h, it->source);
    int64_t length, start, step, value, at = (int64_t)it->position;
    if (int_fits(h, fields[RANGE_LENGTH], &length) && at >= length)
        return HEAP_OK;
    it->position++;
    if (int_fits(h, fields[RANGE_START], &start) && int_fits(h, fields[RANGE_STEP], &step) &&
        !__builtin_mul_overflow(at, step, &value) && !__builtin_add_overflow(value, start, &value))
        return made(int_new(h, value), item);
    addr index = int_new(h, at);
    if (!index)
        return HEAP_RAISED;
    *item = range_item(h, it->source, index);
    decref(h, index);
    return *item ? HEAP_OK : raise_status(h);
}

static enum heap_status next_of_dict(struct heap *h, struct iteration *it, addr *item)
{
    addr key, value;
    if (dict_length(h, it->source) != it->length)
        return raise_error(h, EXC_RUNTIME_ERROR, "dictionary changed size during iteration");
    if (dict_next(h, it->source, &it->position, &key, &value))
        *item = incref(h, key);
    return HEAP_OK;
}

static enum heap_status next_of_set(struct heap *h, struct iteration *it, addr *item)
{
    addr key;
    if (set_length(h, it->source) != it->length)
        return raise_error(h, EXC_RUNTIME_ERROR, "Set changed size during iteration");
    if (set_next(h, it->source, &it->position, &key))
        *item = incref(h, key);
    return HEAP_OK;
}

static enum heap_status next_of_text(struct heap *h, struct iteration *it, addr *item)
{
    if (it->position >= str_length(h, it->source))
        return HEAP_OK;
    uint32_t c = str_char(h, it->source, it->position++);
    return made(str_from_units(h, &c, 1, 4), item);
}

enum heap_status iteration_next(struct heap *h, struct iteration *it, addr *item)
{
    addr o = it->source;
    enum heap_status status = loop_check(h);
    *item = 0;
    if (status != HEAP_OK)
        return status;
    switch ((unsigned)it->kind) {
    case ITERATES_BY_ITERATOR:
        return iterator_next(h, o, item);
    case KIND_LIST:
    case KIND_TUPLE:
        if (it->position < sequence_length(h, o))
            *item = incref(h, sequence_items(h, o)[it->position++]);
        return HEAP_OK;
    case KIND_DICT:
        return next_of_dict(h, it, item);
    case KIND_SET:
    case KIND_FROZENSET:
        return next_of_set(h, it, item);
    case KIND_STR:
        return next_of_text(h, it, item);
    case KIND_BYTES:
        return it->position < bytes_length(h, o) ? made(int_new(h, bytes_data(h, o)[it->position++]), item)
                                                 : HEAP_OK;
    case KIND_BYTEARRAY: /* ob_start is at 40 */
        if (it->position >= (size_t)object_size_field(h, o))
            return HEAP_OK;
        return made(int_new(h, HEAP_FIELD(h, HEAP_FIELD(h, o, 40, addr), it->position++, uint8_t)), item);
    case KIND_DEQUE:
        if (deque_at(h, o)->state != it->length)
            return raise_error(h, EXC_RUNTIME_ERROR, "deque mutated during iteration");
        *item = xincref(h, deque_step(h, &it->cursor));
        return HEAP_OK;
    case KIND_ARRAY:
        return it->position < array_length(h, o) ? made(array_item(h, o, it->position++), item) : HEAP_OK;
    case KIND_RANGE:
        return next_of_range(h, it, item);
    default:
        return HEAP_OK;
    }
}
