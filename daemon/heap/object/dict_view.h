/* Views of dicts: keys(), values() and items(), and what the operators of the language ask of them. */
#ifndef HEAPD_HEAP_OBJECT_DICT_VIEW_H
#define HEAPD_HEAP_OBJECT_DICT_VIEW_H

#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/getset.h"
#include "daemon/heap/object/iterator.h"
#include "daemon/heap/object/operator.h"

static inline bool kind_is_dict_view(enum kind kind)
{
    return kind == KIND_DICT_KEYS || kind == KIND_DICT_VALUES || kind == KIND_DICT_ITEMS;
}
/* What an object shows of its dict, as the kind of a plain view; its own kind where it is no view. */
static inline enum kind dict_view_kind(const struct heap *h, addr o)
{
    enum kind kind = object_kind(h, o);
    switch (kind) {
    case KIND_ORDERED_KEYS:
        return KIND_DICT_KEYS;
    case KIND_ORDERED_VALUES:
        return KIND_DICT_VALUES;
    case KIND_ORDERED_ITEMS:
        return KIND_DICT_ITEMS;
    default:
        return kind;
    }
}
/* Of keys or items: those behave as sets do (PyDictViewSet_Check). */
static inline bool object_is_view_set(const struct heap *h, addr o)
{
    enum kind kind = dict_view_kind(h, o);
    return kind == KIND_DICT_KEYS || kind == KIND_DICT_ITEMS;
}

/* item in view. */
enum heap_status dict_view_contains(struct heap *h, addr view, addr item, bool *out) HEAP_MUST_CHECK;

/* < <= == != > >= between a view of keys or items and what behaves as a set: *out 0 where `other` does not.
 * *new* */
enum heap_status dict_view_compare(struct heap *h, enum compare_operator op, addr view, addr other,
                                   addr *out) HEAP_MUST_CHECK;

/* view | other and so on: *new* sets. Either operand is a view of keys or items, the other one any iterable.
 */
addr dict_view_and(struct heap *h, addr a, addr b) HEAP_MUST_CHECK;
addr dict_view_or(struct heap *h, addr a, addr b) HEAP_MUST_CHECK;
addr dict_view_subtract(struct heap *h, addr a, addr b) HEAP_MUST_CHECK;
addr dict_view_xor(struct heap *h, addr a, addr b) HEAP_MUST_CHECK;

/* ---- what the views of OrderedDict share */

void dict_view_traverse(struct heap *h, addr o, span_visitor *visit, void *context);
bool dict_view_release_next(struct heap *h, addr o, addr *reference);
enum heap_status dict_view_repr(struct heap *h, addr o, struct text *out) HEAP_MUST_CHECK;
int64_t dict_view_length(const struct heap *h, addr o);
const char *dict_view_verify(const struct heap *h, addr o);

extern const struct getset dict_view_getsets[];

#endif
