/* The length of what _compile() and _compile_info() of Lib/re/_compiler.py make of a pattern (code_words.h).
 */
#include "daemon/python/regex/code_words.h"

#include "daemon/heap/object/object.h"

#define INFO_WORDS 5 /* INFO, its length, what follows, the least and the greatest width */

static bool folds(uint32_t flags)
{
    return flags & REGEX_IGNORECASE && !(flags & REGEX_LOCALE);
}

static bool is_cased(const struct word_memory *m, uint32_t flags, uint32_t c)
{
    return flags & REGEX_IGNORECASE && words_is_cased(m, flags, c);
}

/* ---- the pattern ----------------------------------------------------------------------------------- */

/* A letter that other letters stand for is a set. */
static size_t literal_words(const struct word_memory *m, const struct item *item)
{
    uint32_t others[EXTRA_CASES];
    if (!folds(item->flags) || !(item->flags & REGEX_UNICODE) || !words_is_cased(m, item->flags, item->a))
        return 2;
    size_t n = words_extra_cases(m, words_to_lower(m, item->flags, item->a), others);
    return n ? 2 + (item->op == ITEM_NOT_LITERAL ? 1u : 0u) + 2 * (1 + n) + 1 : 2;
}

static enum heap_status add_list(struct word_memory *m, const struct item_list *list, size_t *words);

static enum heap_status add_branch(struct word_memory *m, const struct item *item, size_t *words)
{
    enum heap_status status = HEAP_OK;
    *words += 2; /* with its end */
    for (size_t i = 0; i < item->list_count && status == HEAP_OK; i++) {
        *words += 3; /* the way to the next, and the jump behind it */
        status = add_list(m, &item->lists[i], words);
    }
    return status;
}

static enum heap_status add_conditional(struct word_memory *m, const struct item *item, size_t *words)
{
    bool both = item->list_count > 1 && item->lists[1].count;
    *words += both ? 5 : 3;
    enum heap_status status = add_list(m, &item->lists[0], words);
    return status == HEAP_OK && both ? add_list(m, &item->lists[1], words) : status;
}

/* What it has beside what is inside. */
static size_t own_words(const struct item *item)
{
    switch (item->op) {
    case ITEM_GROUP:
        return item->a ? 4 : 0;
    case ITEM_REPEAT:
        return 5;
    case ITEM_ASSERT:
        return 4;
    case ITEM_ATOMIC:
        return 3;
    case ITEM_ANY:
    case ITEM_FAILURE:
        return 1;
    default:
        return 2; /* a place, a reference, a set before its members */
    }
}

static enum heap_status add_item(struct word_memory *m, const struct item *item, size_t *words)
{
    switch (item->op) {
    case ITEM_LITERAL:
    case ITEM_NOT_LITERAL:
        *words += literal_words(m, item);
        return HEAP_OK;
    case ITEM_BRANCH:
        return add_branch(m, item, words);
    case ITEM_CONDITIONAL:
        return add_conditional(m, item, words);
    case ITEM_SET:
        *words += own_words(item) + charset_words(m, item->members, item->member_count, item->negated,
                                                  item->flags, folds(item->flags));
        return loop_work(m->h, 0); /* a long one is no step, but may be one too many */
    default:
        *words += own_words(item);
        return item->list_count ? add_list(m, &item->lists[0], words) : HEAP_OK;
    }
}

static enum heap_status add_list(struct word_memory *m, const struct item_list *list, size_t *words)
{
    enum heap_status status = HEAP_OK;
    for (const struct item *i = list->first; i && status == HEAP_OK; i = i->next)
        status = add_item(m, i, words);
    return status;
}

/* ---- what is said about it before ------------------------------------------------------------------ */

/* The characters that it begins with; true: there is nothing else. */
static bool prefix_of(const struct word_memory *m, const struct item_list *list, size_t *length)
{
    for (const struct item *i = list->first; i; i = i->next) {
        if (i->op == ITEM_LITERAL && !is_cased(m, i->flags, i->a)) {
            ++*length;
            continue;
        }
        if (i->op != ITEM_GROUP || (i->inner_flags & REGEX_IGNORECASE && i->inner_flags & REGEX_LOCALE) ||
            !prefix_of(m, &i->lists[0], length))
            return false;
    }
    return true;
}

/* Alternatives that begin with a character each. */
static size_t first_of_branch(struct word_memory *m, const struct item *branch, uint32_t flags)
{
    struct set_member *members = words_alloc(m, branch->list_count, sizeof *members);
    for (size_t i = 0; members && i < branch->list_count; i++) {
        const struct item *first = branch->lists[i].first;
        if (!first || first->op != ITEM_LITERAL || is_cased(m, flags, first->a))
            return 0;
        members[i] = (struct set_member){first->a, first->a, REGEX_RANGE, false};
    }
    return members ? charset_words(m, members, branch->list_count, false, flags, false) : 0;
}

static size_t first_of_set(struct word_memory *m, const struct item *set, uint32_t flags)
{
    for (size_t i = 0; flags & REGEX_IGNORECASE && i < set->member_count; i++) {
        const struct set_member *one = &set->members[i];
        if (one->category != REGEX_RANGE)
            continue;
        if (one->is_range && one->to > 0xffff)
            return 0;
        for (uint32_t c = one->from; c <= one->to; c++)
            if (is_cased(m, flags, c))
                return 0;
    }
    return charset_words(m, set->members, set->member_count, set->negated, flags, false);
}

/* The set of the characters that it may begin with; 0: none is told. */
static size_t first_words(struct word_memory *m, const struct item_list *list)
{
    const struct item *i = list->first;
    while (i && i->op == ITEM_GROUP) {
        if (i->inner_flags & REGEX_IGNORECASE && i->inner_flags & REGEX_LOCALE)
            return 0;
        i = i->lists[0].first;
    }
    if (!i)
        return 0;
    const struct set_member one = {i->a, i->a, REGEX_RANGE, false};
    switch (i->op) {
    case ITEM_LITERAL:
        return is_cased(m, i->flags, i->a) ? 0 : charset_words(m, &one, 1, false, i->flags, false);
    case ITEM_BRANCH:
        return first_of_branch(m, i, i->flags);
    case ITEM_SET:
        return first_of_set(m, i, i->flags);
    default:
        return 0;
    }
}

static size_t info_words(struct word_memory *m, const struct item_list *list)
{
    uint64_t least, most;
    size_t length = 0;
    uint32_t flags = m->tree->flags;
    regex_width(m->tree, m->tree->root, &least, &most);
    if (least == 0 || (flags & REGEX_IGNORECASE && flags & REGEX_LOCALE))
        return INFO_WORDS;
    (void)prefix_of(m, list, &length);
    return INFO_WORDS + (length ? 2 + 2 * length : first_words(m, list));
}

enum heap_status regex_code_words(struct heap *h, const struct regex_tree *tree, size_t *words)
{
    struct word_memory m = {.h = h, .tree = tree};
    struct item_list items = items_of_tree(&m);
    enum heap_status status = HEAP_OK;
    *words = 1; /* SUCCESS */
    if (!m.is_short) {
        *words += info_words(&m, &items);
        status = add_list(&m, &items, words);
    }
    if (m.is_short && status == HEAP_OK)
        status = raise_memory(h);
    words_free(&m);
    return status;
}
