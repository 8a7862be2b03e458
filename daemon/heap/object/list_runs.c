/* Runs of a list that is being sorted: finding what is in order already, and making short runs longer by
 * binary insertion. Which keys are compared is as in count_run and binarysort of Objects/listobject.c, which
 * changed with 3.13.
 */
#include <string.h>

#include "daemon/heap/object/list_sort.h"

static void reverse_words(addr *words, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        addr word = words[i];
        words[i] = words[count - 1 - i];
        words[count - 1 - i] = word;
    }
}

void sort_reverse(const struct sort *s, size_t start, size_t count)
{
    reverse_words(keys_of(s) + start, count);
    if (s->values)
        reverse_words(values_of(s) + start, count);
}

/* Is item i less than the one before it? */
static enum heap_status falls(const struct sort *s, size_t i, bool *out)
{
    if (loop_goes_on(s->h, i) != HEAP_OK)
        return HEAP_ABANDONED;
    return less(s, keys_of(s)[i], keys_of(s)[i - 1], out);
}

/* On from `end`, as long as nothing falls. */
static enum heap_status extend_ascending(const struct sort *s, size_t *end)
{
    enum heap_status status = HEAP_OK;
    for (bool down; *end < s->count; ++*end)
        if ((status = falls(s, *end, &down)) != HEAP_OK || down)
            break;
    return status;
}

/* Up to 3.12: ascending, or strictly descending and turned around. */
static enum heap_status find_strict_run(struct sort *s, size_t start, size_t *end)
{
    bool down;
    if (*end >= s->count)
        return HEAP_OK;
    enum heap_status status = falls(s, *end, &down);
    if (status != HEAP_OK)
        return status;
    ++*end;
    if (!down)
        return extend_ascending(s, end);
    for (; *end < s->count; ++*end)
        if ((status = falls(s, *end, &down)) != HEAP_OK || !down)
            break;
    if (status == HEAP_OK)
        sort_reverse(s, start, *end - start);
    return status;
}

/* Down from `end`, where equal ones may be among them: those are turned around on the way, so that turning
 * all of it around keeps their order. `equal`: so many of the last are equal to the one before. */
static enum heap_status extend_descending(struct sort *s, size_t *end, size_t equal)
{
    enum heap_status status = HEAP_OK;
    for (bool down, up; *end < s->count; ++*end) {
        if ((status = falls(s, *end, &down)) != HEAP_OK)
            break;
        if (down) {
            if (equal)
                sort_reverse(s, *end - equal - 1, equal + 1);
            equal = 0;
            continue;
        }
        if ((status = less(s, keys_of(s)[*end - 1], keys_of(s)[*end], &up)) != HEAP_OK || up)
            break;
        equal++;
    }
    if (equal)
        sort_reverse(s, *end - equal - 1, equal + 1);
    return status;
}

/* From 3.13: descending runs may have equal items, and what was turned around may go on upwards. */
static enum heap_status find_wide_run(struct sort *s, size_t start, size_t *end)
{
    enum heap_status status = extend_ascending(s, end);
    bool up;
    if (status != HEAP_OK || *end == s->count)
        return status;
    if (*end - start > 1) {
        status = less(s, keys_of(s)[start], keys_of(s)[*end - 1], &up);
        if (status != HEAP_OK || up)
            return status;
        sort_reverse(s, start, *end - start); /* all are equal */
    }
    ++*end; /* which is known to fall */
    status = extend_descending(s, end, 0);
    if (status != HEAP_OK)
        return status;
    sort_reverse(s, start, *end - start);
    return extend_ascending(s, end);
}

enum heap_status sort_find_run(struct sort *s, size_t start, size_t *length)
{
    size_t end = start + 1;
    enum heap_status status =
        s->h->abi.sort_runs_have_equals ? find_wide_run(s, start, &end) : find_strict_run(s, start, &end);
    *length = end - start;
    return status;
}

/* The first place in [low, high) whose key is greater than `key`. */
static enum heap_status bisect(const struct sort *s, addr key, size_t low, size_t high, size_t *place)
{
    const addr *keys = keys_of(s);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool step;
        enum heap_status status = less(s, key, keys[middle], &step);
        if (status != HEAP_OK)
            return status;
        if (step)
            high = middle;
        else
            low = middle + 1;
    }
    *place = low;
    return HEAP_OK;
}

static void move_to(addr *items, size_t from, size_t to)
{
    addr item = items[from];
    memmove(items + to + 1, items + to, (from - to) * sizeof *items);
    items[to] = item;
}

enum heap_status sort_lengthen(struct sort *s, size_t start, size_t length, size_t wanted)
{
    for (size_t i = start + length; i < start + wanted; i++) {
        size_t place;
        enum heap_status status = bisect(s, keys_of(s)[i], start, i, &place);
        if (status != HEAP_OK)
            return status;
        move_to(keys_of(s), i, place);
        if (s->values)
            move_to(values_of(s), i, place);
    }
    return HEAP_OK;
}
