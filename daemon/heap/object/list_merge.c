/* Merging two neighbouring runs of a list that is being sorted. Items are taken one by one from whichever run
 * has the smaller, until one run wins often in a row: then how many more it gives is found by steps that
 * double ("galloping"), for as long as that pays. Which keys are compared, and in which order, is as in
 * merge_lo, merge_hi and gallop_left, gallop_right of Objects/listobject.c.
 */
#include <string.h>

#include "daemon/heap/object/list_sort.h"

/* A place in the arrays: keys and, where there are any, what moves with them. */
struct slice {
    addr *keys, *values;
};

static struct slice slice_at(const struct sort *s, size_t i)
{
    return (struct slice){keys_of(s) + i, s->values ? values_of(s) + i : NULL};
}

static struct slice spare_slice(const struct sort *s)
{
    return (struct slice){spare_keys(s), spare_values(s)};
}

static inline void advance(struct slice *p, ptrdiff_t n)
{
    p->keys += n;
    if (p->values)
        p->values += n;
}

static void move_slice(struct slice to, struct slice from, size_t n)
{
    memmove(to.keys, from.keys, n * sizeof *to.keys);
    if (to.values)
        memmove(to.values, from.values, n * sizeof *to.values);
}

/* One item, and both places a step on (or back). */
static inline void take(struct slice *to, struct slice *from, ptrdiff_t step)
{
    *to->keys = *from->keys;
    if (to->values)
        *to->values = *from->values;
    advance(to, step);
    advance(from, step);
}

/* ---- galloping ------------------------------------------------------------------------------------------
 */

/* On which side of the place is `item`, for a search of the first place whose item is not less than the key
 * (left), or greater than it (right)? */
static enum heap_status is_before(const struct sort *s, addr item, addr key, bool left, bool *out)
{
    if (left)
        return less(s, item, key, out);
    enum heap_status status = less(s, key, item, out);
    *out = !*out;
    return status;
}

/* *place in 0..n of the sorted keys a[0..n), beginning to look at `hint`. */
static enum heap_status gallop(const struct sort *s, addr key, const addr *a, size_t n, size_t hint,
                               bool left, size_t *place)
{
    size_t last = 0, offset = 1, most;
    bool before = false;
    enum heap_status status = is_before(s, a[hint], key, left, &before);
    bool up = before;
    most = up ? n - hint : hint + 1;
    while (status == HEAP_OK && offset < most) {
        status = is_before(s, up ? a[hint + offset] : a[hint - offset], key, left, &before);
        if (status != HEAP_OK || before != up)
            break;
        last = offset;
        offset = (offset << 1) + 1;
    }
    if (status != HEAP_OK)
        return status;
    if (offset > most)
        offset = most;
    /* what is below `low` comes before the key, what is from `high` on does not */
    size_t low = up ? hint + last + 1 : hint + 1 - offset, high = up ? hint + offset : hint - last;
    while (low < high) {
        size_t middle = low + ((high - low) >> 1);
        status = is_before(s, a[middle], key, left, &before);
        if (status != HEAP_OK)
            return status;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    *place = high;
    return HEAP_OK;
}

static enum heap_status gallop_left(const struct sort *s, addr key, const addr *a, size_t n, size_t hint,
                                    size_t *place)
{
    return gallop(s, key, a, n, hint, true, place);
}
static enum heap_status gallop_right(const struct sort *s, addr key, const addr *a, size_t n, size_t hint,
                                     size_t *place)
{
    return gallop(s, key, a, n, hint, false, place);
}

/* ---- merging --------------------------------------------------------------------------------------------
 */

/* What is under way: from the front with the left run in the spare array, or from the back with the right run
 * there. */
struct merge {
    struct sort *s;
    struct slice to, a, b, base_a, base_b;
    size_t na, nb;
    size_t won_a, won_b; /* in a row */
    bool done;           /* one run is used up, or has one item left that belongs behind the other */
};

/* One by one, until one run has won min_gallop times: from the front, or with the step -1 from the back.
 * Where the key of b is less than that of a, b's comes next from the front, a's from the back. */
static inline __attribute__((always_inline)) enum heap_status one_by_one(struct merge *m, ptrdiff_t step)
{
    struct slice to = m->to, a = m->a, b = m->b;
    size_t na = m->na, nb = m->nb, won_a = 0, won_b = 0, min_gallop = m->s->min_gallop;
    const bool forwards = step > 0;
    bool done = false, b_less;
    enum heap_status status;
    do {
        status = loop_goes_on(m->s->h, na + nb);
        if (status == HEAP_OK)
            status = less(m->s, *b.keys, *a.keys, &b_less);
        if (status != HEAP_OK)
            break;
        if (b_less == forwards) {
            take(&to, &b, step);
            won_b++, won_a = 0;
            done = --nb == (forwards ? 0 : 1);
        } else {
            take(&to, &a, step);
            won_a++, won_b = 0;
            done = --na == (forwards ? 1 : 0);
        }
    } while (!done && won_a < min_gallop && won_b < min_gallop);
    m->to = to, m->a = a, m->b = b;
    m->na = na, m->nb = nb, m->won_a = won_a, m->won_b = won_b;
    m->done = done;
    return status;
}

static enum heap_status low_one_by_one(struct merge *m)
{
    return one_by_one(m, 1);
}
static enum heap_status high_one_by_one(struct merge *m)
{
    return one_by_one(m, -1);
}

/* One round: as many of a as come before b's first, that one, as many of b as come before a's first, and that
 * one. */
static enum heap_status low_gallop(struct merge *m)
{
    size_t k = 0;
    enum heap_status status = gallop_right(m->s, *m->b.keys, m->a.keys, m->na, 0, &k);
    if (status != HEAP_OK)
        return status;
    m->won_a = k;
    move_slice(m->to, m->a, k);
    advance(&m->to, (ptrdiff_t)k);
    advance(&m->a, (ptrdiff_t)k);
    m->na -= k;
    if ((m->done = k && m->na <= 1))
        return HEAP_OK;
    take(&m->to, &m->b, 1);
    if ((m->done = --m->nb == 0))
        return HEAP_OK;
    status = gallop_left(m->s, *m->a.keys, m->b.keys, m->nb, 0, &k);
    if (status != HEAP_OK)
        return status;
    m->won_b = k;
    move_slice(m->to, m->b, k);
    advance(&m->to, (ptrdiff_t)k);
    advance(&m->b, (ptrdiff_t)k);
    m->nb -= k;
    if ((m->done = k && m->nb == 0))
        return HEAP_OK;
    take(&m->to, &m->a, 1);
    m->done = --m->na == 1;
    return HEAP_OK;
}

/* The last k items of a run move behind all others. */
static void move_last(struct merge *m, struct slice *from, size_t k)
{
    advance(&m->to, -(ptrdiff_t)k);
    advance(from, -(ptrdiff_t)k);
    struct slice to = m->to, source = *from;
    advance(&to, 1);
    advance(&source, 1);
    move_slice(to, source, k);
}

static enum heap_status high_gallop(struct merge *m)
{
    size_t k = 0;
    enum heap_status status = gallop_right(m->s, *m->b.keys, m->base_a.keys, m->na, m->na - 1, &k);
    if (status != HEAP_OK)
        return status;
    k = m->na - k;
    m->won_a = k;
    move_last(m, &m->a, k);
    m->na -= k;
    if ((m->done = k && m->na == 0))
        return HEAP_OK;
    take(&m->to, &m->b, -1);
    if ((m->done = --m->nb == 1))
        return HEAP_OK;
    status = gallop_left(m->s, *m->a.keys, m->base_b.keys, m->nb, m->nb - 1, &k);
    if (status != HEAP_OK)
        return status;
    k = m->nb - k;
    m->won_b = k;
    move_last(m, &m->b, k);
    m->nb -= k;
    if ((m->done = k && m->nb <= 1))
        return HEAP_OK;
    take(&m->to, &m->a, -1);
    m->done = --m->na == 0;
    return HEAP_OK;
}

/* Both ways by turns. Galloping that pays makes it begin earlier the next time, leaving it later. */
static enum heap_status merge_by_turns(struct merge *m, enum heap_status (*by_one)(struct merge *),
                                       enum heap_status (*gallop_once)(struct merge *))
{
    size_t *min = &m->s->min_gallop;
    while (!m->done) {
        size_t kept = *min;
        enum heap_status status = by_one(m);
        if (status != HEAP_OK || m->done)
            return status;
        kept++;
        do {
            kept -= kept > 1;
            *min = kept;
            status = gallop_once(m);
            if (status != HEAP_OK || m->done)
                return status;
        } while (m->won_a >= MIN_GALLOP || m->won_b >= MIN_GALLOP);
        *min = kept + 1;
    }
    return HEAP_OK;
}

/* The left run is the shorter one: it goes to the spare array. */
static enum heap_status merge_low(struct sort *s, size_t low, size_t na, size_t nb)
{
    struct merge m = {
        .s = s, .to = slice_at(s, low), .a = spare_slice(s), .b = slice_at(s, low + na), .na = na, .nb = nb};
    move_slice(m.a, m.to, na);
    take(&m.to, &m.b, 1); /* the first of the right run is the smallest */
    m.done = --m.nb == 0 || na == 1;
    enum heap_status status = merge_by_turns(&m, low_one_by_one, low_gallop);
    if (status == HEAP_OK && m.na == 1) { /* it belongs behind what is left of the other */
        move_slice(m.to, m.b, m.nb);
        advance(&m.to, (ptrdiff_t)m.nb);
    }
    move_slice(m.to, m.a, m.na);
    return status;
}

static enum heap_status merge_high(struct sort *s, size_t low, size_t na, size_t nb)
{
    struct merge m = {.s = s,
                      .to = slice_at(s, low + na + nb - 1),
                      .a = slice_at(s, low + na - 1),
                      .na = na,
                      .nb = nb,
                      .base_a = slice_at(s, low),
                      .base_b = spare_slice(s)};
    move_slice(m.base_b, slice_at(s, low + na), nb);
    m.b = m.base_b;
    advance(&m.b, (ptrdiff_t)nb - 1);
    take(&m.to, &m.a, -1); /* the last of the left run is the greatest */
    m.done = --m.na == 0 || nb == 1;
    enum heap_status status = merge_by_turns(&m, high_one_by_one, high_gallop);
    if (status == HEAP_OK && m.nb == 1)
        move_last(&m, &m.a, m.na); /* it belongs before what is left of the other */
    if (m.nb) {
        advance(&m.to, 1 - (ptrdiff_t)m.nb);
        move_slice(m.to, m.base_b, m.nb);
    }
    return status;
}

enum heap_status sort_merge_at(struct sort *s, size_t i)
{
    struct run a = s->runs[i], b = s->runs[i + 1];
    size_t skipped = 0, nb = 0;
    s->runs[i].length += b.length;
    if (i + 3 == s->depth)
        s->runs[i + 1] = s->runs[i + 2];
    s->depth--;
    enum heap_status status = loop_check(s->h);
    /* where the right run's first goes: what is before it is in its place already */
    if (status == HEAP_OK)
        status = gallop_right(s, keys_of(s)[b.start], keys_of(s) + a.start, a.length, 0, &skipped);
    if (status != HEAP_OK || skipped == a.length)
        return status;
    size_t low = a.start + skipped, na = a.length - skipped;
    status = gallop_left(s, keys_of(s)[b.start - 1], keys_of(s) + b.start, b.length, b.length - 1, &nb);
    if (status != HEAP_OK || nb == 0)
        return status;
    return na <= nb ? merge_low(s, low, na, nb) : merge_high(s, low, na, nb);
}
