/* re.Pattern (pattern.h). */
#include "daemon/heap/object/pattern.h"

#include <string.h>

#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/hash.h"
#include "daemon/heap/object/iterator_fields.h"
#include "daemon/heap/object/mapping_proxy.h"
#include "daemon/heap/object/str.h"

/* ---- making
 * ----------------------------------------------------------------------------------------------------------------------
 */

/* *new*: names to numbers, in their order; 0 with nothing raised where there are none. */
static enum heap_status index_names(struct heap *h, addr names, addr *out)
{
    *out = 0;
    for (size_t i = 1; i < tuple_length(h, names); i++) {
        addr name = tuple_item(h, names, i), number;
        if (name == none(h))
            continue;
        if (!*out && !(*out = dict_new(h)))
            return HEAP_RAISED;
        number = int_new(h, (int64_t)i);
        enum heap_status status = number ? dict_set(h, *out, name, number) : raise_status(h);
        xdecref(h, number);
        if (status != HEAP_OK) {
            decref(h, *out);
            return status;
        }
    }
    return HEAP_OK;
}

addr pattern_new(struct heap *h, addr text, uint32_t flags, addr names, size_t words)
{
    addr index;
    if (index_names(h, names, &index) != HEAP_OK)
        return 0;
    addr o = object_new_items(h, h->type[KIND_PATTERN], words);
    if (!o) {
        xdecref(h, index);
        return 0;
    }
    struct pattern_object *p = pattern_at(h, o);
    p->groups = (int64_t)tuple_length(h, names) - 1;
    p->groupindex = index;
    p->indexgroup = index ? incref(h, names) : 0;
    p->pattern = incref(h, text);
    p->flags = (int32_t)flags;
    p->code_size = (int64_t)words;
    p->is_bytes = !str_is_kind(h, text);
    object_track(h, o);
    return o;
}

/* ---- attributes
 * ------------------------------------------------------------------------------------------------------------------
 */

static enum heap_status get_groupindex(struct heap *h, addr o, addr *out)
{
    addr index = pattern_at(h, o)->groupindex, mapping = index ? incref(h, index) : dict_new(h);
    if (!mapping)
        return raise_status(h);
    if (!index) {
        *out = mapping;
        return HEAP_OK;
    }
    addr proxy = mapping_proxy_new(h, h->type[KIND_MAPPINGPROXY], mapping);
    decref(h, mapping);
    return answer(h, proxy, out);
}

const struct getset pattern_getsets[] = {{"groupindex", get_groupindex, NULL}, {0}};

/* ---- slots
 * ----------------------------------------------------------------------------------------------------------------------
 */

FIELDS_SLOTS(pattern, offsetof(struct pattern_object, groupindex),
             offsetof(struct pattern_object, indexgroup), offsetof(struct pattern_object, pattern))

static void put_flags(struct text *out, uint32_t flags, bool is_bytes)
{
    static const struct {
        uint32_t flag;
        const char *name;
    } names[] = {{2, "re.IGNORECASE"}, {4, "re.LOCALE"},   {8, "re.MULTILINE"}, {16, "re.DOTALL"},
                 {32, "re.UNICODE"},   {64, "re.VERBOSE"}, {128, "re.DEBUG"},   {256, "re.ASCII"}};
    if (!is_bytes && (flags & (4 | 32 | 256)) == 32)
        flags &= ~32u; /* a matter of course for a str */
    const char *before = ", ";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!(flags & names[i].flag))
            continue;
        text_putf(out, "%s%s", before, names[i].name);
        before = "|";
        flags &= ~names[i].flag;
    }
    if (flags)
        text_putf(out, "%s0x%x", before, flags);
}

/* re.compile('...', re.IGNORECASE), at most 200 characters of the text. */
static enum heap_status pattern_repr(struct heap *h, addr o, struct text *out)
{
    char bytes[801];
    struct text text = {.bytes = bytes, .capacity = sizeof bytes - 1};
    const struct pattern_object *p = pattern_at(h, o);
    enum heap_status status = object_repr(h, p->pattern, &text);
    if (status != HEAP_OK)
        return status;
    size_t length = 0;
    for (size_t characters = 0; length < text.length && characters < 200; characters++)
        for (length++; length < text.length && ((unsigned char)bytes[length] & 0xc0) == 0x80;)
            length++;
    text_put(out, "re.compile(", 11);
    text_put(out, bytes, length);
    put_flags(out, (uint32_t)p->flags, p->is_bytes);
    text_put(out, ")", 1);
    return HEAP_OK;
}

static enum heap_status pattern_hash(struct heap *h, addr o, int64_t *out)
{
    const struct pattern_object *p = pattern_at(h, o);
    int64_t text;
    enum heap_status status = object_hash(h, p->pattern, &text);
    if (status == HEAP_OK)
        *out = hash_result((uint64_t)text ^ (uint64_t)p->flags ^ (uint64_t)p->is_bytes ^ (uint64_t)p->groups);
    return status;
}

static enum heap_status pattern_equal(struct heap *h, addr a, addr b, int *result)
{
    *result = -1;
    if (object_kind(h, b) != KIND_PATTERN)
        return HEAP_OK;
    const struct pattern_object *p = pattern_at(h, a), *q = pattern_at(h, b);
    bool same = p->flags == q->flags && p->is_bytes == q->is_bytes;
    enum heap_status status = same ? object_equal(h, p->pattern, q->pattern, &same) : HEAP_OK;
    *result = same;
    return status;
}

static void pattern_clear(struct heap *h, addr o)
{
    struct pattern_object *p = pattern_at(h, o);
    addr index = p->groupindex, names = p->indexgroup;
    p->groupindex = p->indexgroup = 0;
    xdecref(h, index);
    xdecref(h, names);
}

extern const struct kind_ops pattern_ops;
const struct kind_ops pattern_ops = {
    .traverse = pattern_traverse,
    .release_next = pattern_release_next,
    .clear = pattern_clear,
    .repr = pattern_repr,
    .hash = pattern_hash,
    .equal = pattern_equal,
    .verify = pattern_verify,
};
