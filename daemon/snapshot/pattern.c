/*
 * A pattern is compiled to one item per character matched, plus the stars. Sets are compiled exactly as
 * fnmatch.translate() turns them into a regular expression's character class, its quirks included: empty
 * ranges are dropped together with their ends, and a `!` that comes first only because of that negates.
 */
#include "daemon/snapshot/pattern.h"
#include <stdlib.h>
#include <string.h>

enum item_kind { ITEM_CHARACTER, ITEM_ANY, ITEM_STAR, ITEM_SET, ITEM_SET_NOT };

struct item {
    enum item_kind kind;
    uint32_t first; /* the character, or the set's first range */
    uint32_t count; /* how many ranges */
};

struct range {
    uint32_t low, high;
};

struct snapshot_pattern {
    struct item *items;
    size_t item_count;
    struct range *ranges; /* of all sets */
    size_t range_count;
};

/*
 * The code point at *at, which moves on. What is not UTF-8 reads as the surrogate that Python's
 * surrogateescape makes of the byte, so that every byte string is a name.
 */
static uint32_t decode(const unsigned char **at, const unsigned char *end)
{
    const unsigned char *p = *at;
    uint32_t c = *p;
    unsigned more = c >= 0xf0 && c < 0xf8 ? 3 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xc2 && c < 0xe0 ? 1 : 0;
    *at = p + 1;
    if (c < 0x80) {
        return c;
    }
    if (more == 0 || (size_t)(end - p) <= more) {
        return 0xdc00 + c;
    }
    uint32_t point = c & (0x3fu >> more);
    for (unsigned i = 1; i <= more; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0xdc00 + c;
        }
        point = point << 6 | (p[i] & 0x3fu);
    }
    *at = p + more + 1;
    return point;
}

/*
 * The inside of a set, `text`, is cut at the hyphens that make ranges into chunks; between two chunks there
 * is a range from the last character of the one to the first of the other. chunk[i] = where it begins in
 * text, length[i]. Both have room for `count` chunks. Returns how many there are.
 */
static size_t cut_into_chunks(const uint32_t *text, size_t count, size_t *chunk, size_t *length)
{
    size_t chunks = 0, begin = 0;
    size_t look = text[0] == '!' ? 2 : 1; /* a hyphen in first place stands for itself */
    for (;;) {
        while (look < count && text[look] != '-') {
            look++;
        }
        if (look >= count) {
            break;
        }
        chunk[chunks] = begin;
        length[chunks++] = look - begin;
        begin = look + 1;
        look += 3; /* past the range's end, and past one character that may begin the next range */
    }
    if (begin < count || chunks == 0) {
        chunk[chunks] = begin;
        length[chunks++] = count - begin;
    } else {
        length[chunks - 1]++; /* a hyphen in last place stands for itself */
    }
    return chunks;
}

struct set_scratch {
    uint32_t *members; /* the single characters, in order */
    size_t member_count;
    struct range *ranges;
    size_t range_count;
};

/*
 * Takes the set apart: characters and ranges in the order in which the class would spell them. An empty
 * range is dropped with its ends. The first character of all is kept first in `members`, because it decides
 * whether the set is negated.
 */
static bool read_chunks(const uint32_t *text, size_t count, struct set_scratch *scratch, bool *negated)
{
    size_t *chunk = calloc(2 * (count + 1), sizeof *chunk);
    if (chunk == NULL) {
        return false;
    }
    size_t *length = chunk + count + 1;
    size_t chunks = cut_into_chunks(text, count, chunk, length);
    bool first = true; /* nothing spelled yet */
    size_t start = 0;  /* characters of this chunk that a range has used */
    for (size_t i = 0; i < chunks; i++) {
        const uint32_t *c = text + chunk[i];
        size_t end = i + 1 < chunks ? length[i] - 1 : length[i];
        for (size_t j = start; j < end; j++) {
            if (first && c[j] == '!') {
                *negated = true;
            } else {
                scratch->members[scratch->member_count++] = c[j];
            }
            first = false;
        }
        if (i + 1 < chunks) {
            uint32_t low = c[length[i] - 1], high = text[chunk[i + 1]];
            if (first && low == '!' && low <= high) {
                *negated = true; /* `!-x` in first place: the `!` negates, the others are members */
                scratch->members[scratch->member_count++] = '-';
                scratch->members[scratch->member_count++] = high;
                first = false;
            } else if (low <= high) {
                scratch->ranges[scratch->range_count++] = (struct range){low, high};
                first = false;
            }
            start = 1;
        }
    }
    free(chunk);
    return true;
}

/* Compiles the set whose inside is text[0..count), count > 0. */
static bool compile_set(struct snapshot_pattern *pattern, const uint32_t *text, size_t count)
{
    struct set_scratch scratch = {0};
    bool negated = false, done = false;
    scratch.members = calloc(count, sizeof *scratch.members);
    scratch.ranges = calloc(count, sizeof *scratch.ranges);
    if (scratch.members != NULL && scratch.ranges != NULL && read_chunks(text, count, &scratch, &negated)) {
        struct item *item = &pattern->items[pattern->item_count++];
        item->kind = negated ? ITEM_SET_NOT : ITEM_SET;
        item->first = (uint32_t)pattern->range_count;
        item->count = (uint32_t)(scratch.member_count + scratch.range_count);
        for (size_t i = 0; i < scratch.member_count; i++) {
            pattern->ranges[pattern->range_count++] = (struct range){scratch.members[i], scratch.members[i]};
        }
        for (size_t i = 0; i < scratch.range_count; i++) {
            pattern->ranges[pattern->range_count++] = scratch.ranges[i];
        }
        done = true;
    }
    free(scratch.members);
    free(scratch.ranges);
    return done;
}

/* Where the set that begins after `at` ends (the index of its `]`), or `count`: there is no set. */
static size_t set_end(const uint32_t *text, size_t count, size_t at)
{
    if (at < count && text[at] == '!') {
        at++;
    }
    if (at < count && text[at] == ']') {
        at++;
    }
    while (at < count && text[at] != ']') {
        at++;
    }
    return at;
}

static bool compile(struct snapshot_pattern *pattern, const uint32_t *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct item item = {ITEM_CHARACTER, text[i], 0};
        if (text[i] == '*') {
            if (pattern->item_count > 0 && pattern->items[pattern->item_count - 1].kind == ITEM_STAR) {
                continue;
            }
            item.kind = ITEM_STAR;
        } else if (text[i] == '?') {
            item.kind = ITEM_ANY;
        } else if (text[i] == '[') {
            size_t end = set_end(text, count, i + 1);
            if (end < count) {
                if (!compile_set(pattern, text + i + 1, end - i - 1)) {
                    return false;
                }
                i = end;
                continue;
            }
        }
        pattern->items[pattern->item_count++] = item;
    }
    return true;
}

enum snapshot_status snapshot_pattern_new(struct snapshot_text text, struct snapshot_pattern **result)
{
    struct snapshot_pattern *pattern = calloc(1, sizeof *pattern);
    uint32_t *points = calloc(text.length + 1, sizeof *points);
    if (pattern == NULL || points == NULL || text.length >= UINT32_MAX) {
        goto fail;
    }
    pattern->items = calloc(text.length + 1, sizeof *pattern->items);
    pattern->ranges = calloc(text.length + 1, sizeof *pattern->ranges);
    if (pattern->items == NULL || pattern->ranges == NULL) {
        goto fail;
    }
    const unsigned char *at = (const unsigned char *)text.bytes, *end = at + text.length;
    size_t count = 0;
    while (at < end) {
        points[count++] = decode(&at, end);
    }
    if (!compile(pattern, points, count)) {
        goto fail;
    }
    free(points);
    *result = pattern;
    return SNAPSHOT_OK;
fail:
    free(points);
    snapshot_pattern_free(pattern);
    return SNAPSHOT_NO_MEMORY;
}

void snapshot_pattern_free(struct snapshot_pattern *pattern)
{
    if (pattern != NULL) {
        free(pattern->items);
        free(pattern->ranges);
        free(pattern);
    }
}

static bool item_matches(const struct snapshot_pattern *pattern, const struct item *item, uint32_t point)
{
    if (item->kind == ITEM_CHARACTER) {
        return item->first == point;
    }
    if (item->kind == ITEM_ANY) {
        return true;
    }
    bool inside = false;
    for (uint32_t i = 0; i < item->count && !inside; i++) {
        const struct range *range = &pattern->ranges[item->first + i];
        inside = range->low <= point && point <= range->high;
    }
    return inside == (item->kind == ITEM_SET);
}

bool snapshot_pattern_match(const struct snapshot_pattern *pattern, struct snapshot_text name)
{
    const unsigned char *at = (const unsigned char *)name.bytes, *end = at + name.length;
    const unsigned char *retry = NULL; /* where the last star's run would end if it took one more */
    size_t item = 0, after_star = 0;
    for (;;) {
        if (item < pattern->item_count && pattern->items[item].kind == ITEM_STAR) {
            after_star = ++item;
            retry = at;
            if (item == pattern->item_count) {
                return true;
            }
            continue;
        }
        if (item == pattern->item_count && at == end) {
            return true;
        }
        if (at < end && item < pattern->item_count) {
            const unsigned char *next = at;
            if (item_matches(pattern, &pattern->items[item], decode(&next, end))) {
                at = next;
                item++;
                continue;
            }
        }
        if (retry == NULL || retry == end) {
            return false;
        }
        decode(&retry, end);
        at = retry;
        item = after_star;
    }
}

struct snapshot_text snapshot_normalize_file(struct snapshot_text name)
{
    if (name.length >= 4 && memcmp(name.bytes + name.length - 4, ".pyc", 4) == 0) {
        name.length--;
    }
    return name;
}
