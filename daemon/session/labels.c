/* One block per set: the header, the sorted items, the text that they point to. */
#include "daemon/session/labels.h"
#include <ctype.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct labels_block {
    atomic_size_t references;
    struct labels set;
    struct label items[];
};

static struct labels_block *block_of(const struct labels *labels)
{
    return (struct labels_block *)((char *)(uintptr_t)labels - offsetof(struct labels_block, set));
}

static bool key_allowed(const char *key)
{
    size_t length = strlen(key);
    if (length == 0 || length > LABEL_KEY_MAX || !isalnum((unsigned char)key[0]))
        return false;
    return strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/") == length;
}

static bool value_allowed(const char *value)
{
    size_t length = strlen(value);
    if (length > LABEL_VALUE_MAX)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)value[i] < 0x20 || value[i] == 0x7f)
            return false;
    return true;
}

/* Which of the given labels is at fault, and in what. Sets are small: duplicates are sought pair by pair. */
static enum labels_status check(const struct label *items, size_t count, size_t *at)
{
    *at = LABELS_MAX;
    if (count > LABELS_MAX)
        return LABELS_TOO_MANY;
    for (*at = 0; *at < count; ++*at) {
        if (!key_allowed(items[*at].key))
            return LABELS_BAD_KEY;
        if (!value_allowed(items[*at].value))
            return LABELS_BAD_VALUE;
        for (size_t i = 0; i < *at; i++)
            if (strcmp(items[i].key, items[*at].key) == 0)
                return LABELS_DUPLICATE;
    }
    return LABELS_OK;
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct label *)a)->key, ((const struct label *)b)->key);
}

static const char *put_text(char **text, const char *from)
{
    char *at = *text;
    *text = stpcpy(at, from) + 1;
    return at;
}

enum labels_status labels_new(const struct label *items, size_t count, const struct labels **out, size_t *bad)
{
    size_t at;
    enum labels_status status = check(items, count, &at);
    if (status != LABELS_OK) {
        if (bad)
            *bad = at;
        return status;
    }
    size_t text_length = 0;
    for (size_t i = 0; i < count; i++)
        text_length += strlen(items[i].key) + strlen(items[i].value) + 2;
    struct labels_block *block = malloc(sizeof *block + count * sizeof block->items[0] + text_length);
    if (!block)
        return LABELS_NO_MEMORY;
    atomic_init(&block->references, 1);
    char *text = (char *)&block->items[count];
    for (size_t i = 0; i < count; i++) {
        block->items[i].key = put_text(&text, items[i].key);
        block->items[i].value = put_text(&text, items[i].value);
    }
    qsort(block->items, count, sizeof block->items[0], by_key);
    block->set = (struct labels){.count = count, .items = block->items};
    *out = &block->set;
    return LABELS_OK;
}

const struct labels *labels_retain(const struct labels *labels)
{
    atomic_fetch_add_explicit(&block_of(labels)->references, 1, memory_order_relaxed);
    return labels;
}

void labels_release(const struct labels *labels)
{
    if (labels && atomic_fetch_sub_explicit(&block_of(labels)->references, 1, memory_order_acq_rel) == 1)
        free(block_of(labels));
}

const char *labels_get(const struct labels *labels, const char *key)
{
    struct label wanted = {.key = key};
    const struct label *found = bsearch(&wanted, labels->items, labels->count, sizeof wanted, by_key);
    return found ? found->value : NULL;
}

bool labels_match(const struct labels *labels, const struct label *wanted, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *value = labels_get(labels, wanted[i].key);
        if (!value || (wanted[i].value && strcmp(value, wanted[i].value) != 0))
            return false;
    }
    return true;
}
