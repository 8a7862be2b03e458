/* Trees as Lib/re/_parser.py leaves them (code_words.h): _parse() and _parse_sub(). */
#include <stdlib.h>
#include <string.h>

#include "daemon/heap/object/object.h"
#include "daemon/python/regex/code_words.h"

#define CHUNK_SIZE 16384u

struct chunk {
    struct chunk *next;
    size_t used, size;
    _Alignas(16) char bytes[];
};

void *words_alloc(struct word_memory *m, size_t count, size_t size)
{
    size_t bytes = (count * size + 15) & ~(size_t)15;
    if (!m->chunks || m->chunks->size - m->chunks->used < bytes) {
        size_t room = bytes > CHUNK_SIZE ? bytes : CHUNK_SIZE;
        struct chunk *c = m->is_short ? NULL : malloc(sizeof *c + room);
        if (!c) {
            m->is_short = true;
            return NULL;
        }
        *c = (struct chunk){.next = m->chunks, .size = room};
        m->chunks = c;
    }
    void *made = m->chunks->bytes + m->chunks->used;
    m->chunks->used += bytes;
    return memset(made, 0, bytes);
}

void words_free(struct word_memory *m)
{
    for (struct chunk *c = m->chunks, *next; c; c = next) {
        next = c->next;
        free(c);
    }
}

static void append(struct item_list *list, struct item *item)
{
    *(list->first ? &list->last->next : &list->first) = item;
    list->last = item;
    list->count++;
}

/* ---- sets ------------------------------------------------------------------------------------------ */

static bool same_member(const struct set_member *a, const struct set_member *b)
{
    return a->from == b->from && a->to == b->to && a->category == b->category && a->is_range == b->is_range;
}

/* Each member once, where it is first (_uniq): answers how many are left. */
static size_t keep_first(struct word_memory *m, struct set_member *members, size_t count)
{
    size_t room = 16, kept = 0;
    while (room < count * 2)
        room *= 2;
    uint32_t *table = words_alloc(m, room, sizeof *table);
    for (size_t i = 0; table && i < count; i++) {
        const struct set_member *one = &members[i];
        size_t at = (one->from * 2654435761u ^ one->to * 40503u ^ one->category) & (room - 1);
        while (table[at] && !same_member(&members[table[at] - 1], one))
            at = (at + 1) & (room - 1);
        if (!table[at]) {
            members[kept] = *one;
            table[at] = (uint32_t)++kept;
        }
    }
    return kept;
}

static void set_of_node(struct word_memory *m, const struct regex_node *n, struct item *item)
{
    struct set_member *members = words_alloc(m, n->b, sizeof *members);
    for (uint32_t i = 0; members && i < n->b; i++) {
        const struct regex_item *from = &m->tree->items[n->a + i];
        members[i] = (struct set_member){from->from, from->to, from->category, from->is_range};
    }
    size_t count = members ? keep_first(m, members, n->b) : 0;
    item->op = ITEM_SET;
    item->negated = n->negated;
    item->members = members;
    item->member_count = count;
    if (count == 1 && members[0].category == REGEX_RANGE && !members[0].is_range) {
        item->op = n->negated ? ITEM_NOT_LITERAL : ITEM_LITERAL;
        item->a = members[0].from;
    }
}

/* ---- alternatives ---------------------------------------------------------------------------------- */

/* Are they equal as tuples of Python are? What has something inside is not. */
static bool same_item(const struct item *a, const struct item *b)
{
    if (a->op != b->op || a->list_count || a->negated != b->negated || a->member_count != b->member_count)
        return false;
    for (size_t i = 0; a->op == ITEM_SET && i < a->member_count; i++)
        if (!same_member(&a->members[i], &b->members[i]))
            return false;
    return a->op == ITEM_SET || a->a == b->a;
}

/* The item that all alternatives begin with is moved out of them. */
static bool share_first(struct item_list *alternatives, size_t count, struct item_list *before)
{
    struct item *first = alternatives[0].first;
    for (size_t i = 0; i < count; i++)
        if (!first || !alternatives[i].first || (i && !same_item(first, alternatives[i].first)))
            return false;
    for (size_t i = 0; i < count; i++) {
        alternatives[i].first = alternatives[i].first->next;
        alternatives[i].count--;
    }
    first->next = NULL;
    append(before, first);
    return true;
}

static bool is_part_of_set(const struct item_list *alternative)
{
    const struct item *item = alternative->first;
    return alternative->count == 1 && (item->op == ITEM_LITERAL || (item->op == ITEM_SET && !item->negated));
}

/* Alternatives of one character each. */
static void join_sets(struct word_memory *m, const struct item_list *alternatives, size_t count,
                      struct item *out)
{
    size_t total = 0, n = 0;
    for (size_t i = 0; i < count; i++)
        total += alternatives[i].first->op == ITEM_SET ? alternatives[i].first->member_count : 1;
    struct set_member *members = words_alloc(m, total, sizeof *members);
    for (size_t i = 0; members && i < count; i++) {
        const struct item *item = alternatives[i].first;
        if (item->op == ITEM_LITERAL)
            members[n++] = (struct set_member){item->a, item->a, REGEX_RANGE, false};
        for (size_t j = 0; item->op == ITEM_SET && j < item->member_count; j++)
            members[n++] = item->members[j];
    }
    out->op = ITEM_SET;
    out->members = members;
    out->member_count = members ? keep_first(m, members, total) : 0;
}

static struct item_list items_of_sequence(struct word_memory *m, uint32_t node);

static uint32_t flags_in_force(const struct regex_tree *t, uint32_t flags)
{
    return t->text && !(flags & (REGEX_ASCII | REGEX_LOCALE)) ? flags | REGEX_UNICODE : flags;
}

/* _parse_sub() */
static struct item_list items_of_alternatives(struct word_memory *m, uint32_t node)
{
    const struct regex_node *nodes = m->tree->nodes;
    struct item_list out = {0};
    size_t count = 0, sets = 0;
    if (nodes[node].op != REGEX_BRANCH)
        return items_of_sequence(m, node);
    for (uint32_t i = nodes[node].child; i; i = nodes[i].next)
        count++;
    struct item_list *alternatives = words_alloc(m, count, sizeof *alternatives);
    struct item *branch = words_alloc(m, 1, sizeof *branch);
    if (!alternatives || !branch)
        return out;
    count = 0;
    for (uint32_t i = nodes[node].child; i; i = nodes[i].next)
        alternatives[count++] = items_of_sequence(m, i);
    while (share_first(alternatives, count, &out))
        continue;
    while (sets < count && is_part_of_set(&alternatives[sets]))
        sets++;
    *branch = (struct item){.op = ITEM_BRANCH,
                            .flags = flags_in_force(m->tree, nodes[node].flags),
                            .lists = alternatives,
                            .list_count = count};
    if (sets == count) {
        branch->lists = NULL;
        branch->list_count = 0;
        join_sets(m, alternatives, count, branch);
    }
    append(&out, branch);
    return out;
}

/* ---- sequences ------------------------------------------------------------------------------------- */

static bool is_unpacked(const struct regex_node *n)
{
    return n->op == REGEX_GROUP && !n->a && !n->b;
}

/* What a repetition goes round: a group that is none is its contents. */
static struct item_list items_of_one(struct word_memory *m, uint32_t node);

static void fill_inside(struct word_memory *m, uint32_t node, struct item *item)
{
    const struct regex_node *nodes = m->tree->nodes, *n = &nodes[node];
    bool both = n->op == REGEX_CONDITIONAL && nodes[n->child].next;
    item->lists = words_alloc(m, 2, sizeof *item->lists);
    if (!item->lists)
        return;
    item->list_count = both ? 2 : 1;
    item->lists[0] = n->op == REGEX_REPEAT        ? items_of_one(m, n->child)
                     : n->op == REGEX_CONDITIONAL ? items_of_sequence(m, n->child)
                                                  : items_of_alternatives(m, n->child);
    if (both)
        item->lists[1] = items_of_sequence(m, nodes[n->child].next);
}

static void fill_item(struct word_memory *m, uint32_t node, struct item *item)
{
    static const uint8_t ops[] = {[REGEX_LITERAL] = ITEM_LITERAL,
                                  [REGEX_ANY] = ITEM_ANY,
                                  [REGEX_AT] = ITEM_AT,
                                  [REGEX_GROUP] = ITEM_GROUP,
                                  [REGEX_ATOMIC] = ITEM_ATOMIC,
                                  [REGEX_REPEAT] = ITEM_REPEAT,
                                  [REGEX_ASSERT] = ITEM_ASSERT,
                                  [REGEX_REFERENCE] = ITEM_REFERENCE,
                                  [REGEX_CONDITIONAL] = ITEM_CONDITIONAL,
                                  [REGEX_SET] = ITEM_SET,
                                  [REGEX_EMPTY] = ITEM_FAILURE,
                                  [REGEX_FAIL] = ITEM_FAILURE,
                                  [REGEX_SEQUENCE] = ITEM_GROUP,
                                  [REGEX_BRANCH] = ITEM_GROUP};
    const struct regex_node *n = &m->tree->nodes[node];
    item->op = (enum item_op)ops[n->op];
    item->a = n->op == REGEX_AT ? n->a << 1 | n->b : n->a; /* \A is another place than ^ */
    item->flags = flags_in_force(m->tree, n->flags);
    item->inner_flags = flags_in_force(m->tree, m->tree->nodes[n->child].flags);
    if (n->op == REGEX_SET)
        set_of_node(m, n, item);
    else if (n->child)
        fill_inside(m, node, item);
    if (n->op == REGEX_ASSERT && n->negated && item->list_count && !item->lists[0].count &&
        m->h->abi.regex_empty_assertion_fails) {
        item->op = ITEM_FAILURE;
        item->list_count = 0;
    }
}

static struct item_list items_of_one(struct word_memory *m, uint32_t node)
{
    struct item_list out = {0};
    if (is_unpacked(&m->tree->nodes[node]))
        return items_of_alternatives(m, m->tree->nodes[node].child);
    struct item *item = words_alloc(m, 1, sizeof *item);
    if (item) {
        fill_item(m, node, item);
        append(&out, item);
    }
    return out;
}

/* _parse() */
static struct item_list items_of_sequence(struct word_memory *m, uint32_t node)
{
    const struct regex_node *nodes = m->tree->nodes;
    struct item_list out = {0};
    for (uint32_t i = nodes[node].child; i; i = nodes[i].next) {
        struct item_list part = items_of_one(m, i);
        if (!part.first)
            continue;
        *(out.first ? &out.last->next : &out.first) = part.first;
        out.last = part.last;
        out.count += part.count;
    }
    return out;
}

struct item_list items_of_tree(struct word_memory *m)
{
    return items_of_alternatives(m, m->tree->root);
}
