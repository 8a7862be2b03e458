/* Reading and copying journals (journal.h). */
#include "daemon/session/journal_image.h"
#include "daemon/session/journal_private.h"

#include "daemon/heap/heap.h"

#include <stdlib.h>
#include <string.h>

/* All bytes of a part, malloc'd; NULL: no memory, or the disk refuses. */
static char *load(const struct part *part)
{
    char *bytes = malloc(part->length ? part->length : 1);
    if (bytes && !journal_file_read(part->journals->file, part->blocks, 0, bytes, part->length)) {
        free(bytes);
        return NULL;
    }
    return bytes;
}

/* The entry at `at`, and where the one behind it begins. */
static size_t entry_at(const char *bytes, size_t at, struct journal_entry *entry)
{
    memcpy(entry, bytes + at, sizeof *entry);
    return at + sizeof *entry + entry->length;
}

/* ---- doing again --------------------------------------------------------------------------------- */

static bool load_image(const struct part *part, struct heap **h, struct journal_state *state)
{
    char *bytes = load(part);
    if (!bytes)
        return false;
    *h = journal_unpack(bytes, part->length);
    *state = part->state;
    free(bytes);
    return *h != NULL;
}

bool journal_read_begin(struct journal_reader *reader, struct journal *journal, struct heap **h,
                        struct journal_state *state, struct journal_origin *origin)
{
    size_t i = journal->part_count;
    *reader = (struct journal_reader){.journal = journal};
    *h = NULL;
    *state = (struct journal_state){0};
    *origin = journal->origin;
    while (i > 0 && !journal->parts[i - 1]->image)
        i--;
    reader->part = i;
    return i == 0 ? journal->has_origin : load_image(journal->parts[i - 1], h, state);
}

/* The next part, or the tail. */
static enum journal_read read_on(struct journal_reader *reader)
{
    struct journal *journal = reader->journal;
    if (!reader->in_tail)
        free(reader->bytes);
    reader->bytes = NULL;
    reader->at = reader->length = 0;
    if (reader->in_tail)
        return JOURNAL_END;
    if (reader->part < journal->part_count) {
        const struct part *part = journal->parts[reader->part++];
        reader->bytes = load(part);
        reader->length = part->length;
        return reader->bytes ? JOURNAL_ENTRY : JOURNAL_UNREADABLE;
    }
    reader->in_tail = true;
    reader->bytes = journal->tail.bytes;
    reader->length = journal->tail.length;
    return JOURNAL_ENTRY;
}

enum journal_read journal_read_next(struct journal_reader *reader, struct journal_entry *entry,
                                    const char **bytes)
{
    while (reader->at == reader->length) {
        enum journal_read status = read_on(reader);
        if (status != JOURNAL_ENTRY)
            return status;
    }
    size_t next = entry_at(reader->bytes, reader->at, entry);
    *bytes = reader->bytes + reader->at + sizeof *entry;
    reader->at = next;
    return JOURNAL_ENTRY;
}

void journal_read_end(struct journal_reader *reader)
{
    if (!reader->in_tail)
        free(reader->bytes);
    reader->bytes = NULL;
}

/* ---- a copy -------------------------------------------------------------------------------------- */

/* Under the lock of the first. */
static bool copy_all(const struct journal *from, struct journal *to)
{
    to->mode = from->mode == JOURNAL_FAILED ? JOURNAL_WAITS : from->mode; /* a copy tries anew */
    to->has_origin = from->has_origin;
    to->origin = from->origin;
    to->whole_from = from->whole_from;
    to->since_bytes = from->since_bytes;
    to->since_ns = from->since_ns;
    to->tail.first = from->tail.first;
    to->tail.last = from->tail.last;
    for (size_t i = 0; i < from->part_count; i++) {
        if (!journal_add_part(to, from->parts[i]))
            return false;
        atomic_fetch_add_explicit(&from->parts[i]->references, 1, memory_order_relaxed);
    }
    return from->tail.length == 0 || tail_put(&to->tail, from->tail.bytes, from->tail.length);
}

/* How many of the bytes are of entries up to the step; `found`: it is in them. The last one may be cut there:
 * *last says how. */
static size_t prefix(const char *bytes, size_t length, uint64_t seq, bool *found, struct journal_entry *last,
                     size_t *last_at)
{
    size_t at = 0;
    *found = false;
    while (at < length) {
        size_t next = entry_at(bytes, at, last);
        if (seq == 0 && last->kind != JOURNAL_SETTINGS) {
            *found = true; /* nothing of it */
            return at;
        }
        *last_at = at;
        at = next;
        if (seq > last->from && seq <= last->to) {
            *found = true;
            return at;
        }
    }
    return at;
}

/* The journal ends within these bytes, which become its tail. */
static bool end_within(struct journal *journal, const char *bytes, size_t length, uint64_t seq)
{
    struct tail tail = {0};
    struct journal_entry last = {0};
    size_t last_at = 0;
    bool found;
    size_t kept = prefix(bytes, length, seq, &found, &last, &last_at);
    bool put = kept == 0 || tail_put(&tail, bytes, kept);
    if (put && kept && last.to != seq && last.from < seq) {
        last.to = seq;
        last.cut = 1;
        memcpy(tail.bytes + last_at, &last, sizeof last);
    }
    if (put && kept) {
        struct journal_entry first;
        (void)entry_at(tail.bytes, 0, &first);
        tail.first = first.from;
        tail.last = seq;
    }
    tail_reset(&journal->tail);
    journal->tail = tail;
    return put;
}

static void end_at_part(struct journal *journal, size_t count)
{
    while (journal->part_count > count) {
        struct part *part = journal->parts[--journal->part_count];
        journal->part_bytes -= part->length;
        part_release(part);
    }
}

static bool covers(uint64_t seq, uint64_t first, uint64_t last)
{
    return seq > first && seq <= last;
}

/* A part of entries ends the journal; the image behind it, if it is of that very step, is kept for what is in
 * it. */
static enum journal_found end_in_part(struct journal *journal, size_t i, uint64_t seq)
{
    const struct part *next = i + 1 < journal->part_count ? journal->parts[i + 1] : NULL;
    if (next && next->image && next->state.exact && next->state.seq == seq) {
        end_at_part(journal, i + 2);
        tail_reset(&journal->tail);
        return JOURNAL_FOUND;
    }
    char *bytes = load(journal->parts[i]);
    bool ended = bytes && end_within(journal, bytes, journal->parts[i]->length, seq);
    end_at_part(journal, i);
    free(bytes);
    return ended ? JOURNAL_FOUND : JOURNAL_NO_MEMORY;
}

static enum journal_found end_at_image(struct journal *journal, size_t i, uint64_t seq)
{
    const struct journal_state *state = &journal->parts[i]->state;
    bool here = state->seq == seq && state->exact;
    end_at_part(journal, i + here);
    tail_reset(&journal->tail);
    return here || (seq == 0 && i == 0 && journal->has_origin) ? JOURNAL_FOUND : JOURNAL_GAP;
}

static enum journal_found end_in_tail(struct journal *journal, uint64_t seq)
{
    if (seq != 0 && !covers(seq, journal->tail.first, journal->tail.last))
        return JOURNAL_GAP;
    char *bytes = journal->tail.bytes;
    size_t length = journal->tail.length;
    journal->tail.bytes = NULL;
    bool ended = end_within(journal, bytes, length, seq);
    free(bytes);
    return ended ? JOURNAL_FOUND : JOURNAL_NO_MEMORY;
}

/* Cuts it down to the step. */
static enum journal_found end_at(struct journal *journal, uint64_t seq)
{
    if (!journal->has_origin &&
        (journal->part_count == 0 || seq < journal->parts[0]->state.seq + !journal->parts[0]->state.exact))
        return JOURNAL_GONE;
    for (size_t i = 0; i < journal->part_count; i++) {
        const struct part *part = journal->parts[i];
        if (part->image && (part->state.seq >= seq))
            return end_at_image(journal, i, seq);
        if (!part->image && (seq == 0 || covers(seq, part->first, part->last)))
            return end_in_part(journal, i, seq);
    }
    return end_in_tail(journal, seq);
}

enum journal_found journal_copy(struct journal *journal, uint64_t seq, struct journal **out)
{
    struct journal *copy = journal_new(journal->journals, NULL);
    if (!copy)
        return JOURNAL_NO_MEMORY;
    pthread_mutex_lock(&journal->lock);
    bool copied = copy_all(journal, copy);
    pthread_mutex_unlock(&journal->lock);
    enum journal_found found = !copied              ? JOURNAL_NO_MEMORY
                               : seq == JOURNAL_ALL ? JOURNAL_FOUND
                                                    : end_at(copy, seq);
    if (found != JOURNAL_FOUND) {
        journal_free(copy);
        return found;
    }
    if (seq != JOURNAL_ALL) {
        copy->mode = JOURNAL_ON;
        if (copy->whole_from > seq)
            copy->whole_from = seq;
    }
    *out = copy;
    return JOURNAL_FOUND;
}
