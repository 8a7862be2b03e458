/* Writing journals (journal.h). */
#include "daemon/session/deadline.h"
#include "daemon/session/journal_image.h"
#include "daemon/session/journal_private.h"

#include "daemon/heap/heap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    TAIL_FIRST = 512,
    REPLAYS_MOST = 4,
    IMAGES_PER_LIMIT = 4,  /* an image after so much of a journal's limit */
    IMAGE_SHARE = 100,     /* of the work, images may take this part */
    IMAGE_BYTES_FACTOR = 8 /* a heap of more than so many times what an image may have is not tried */
};

#define REPLAY_NS 1000000000ull /* an image after so much work */
#define CREDIT_NS 1000000000ll  /* that images may take in advance */

/* ---- what all share ------------------------------------------------------------------------------ */

struct journals *journals_new(const struct journals_config *config)
{
    struct journals *journals = calloc(1, sizeof *journals);
    if (!journals)
        return NULL;
    journals->config = *config;
    journals->file = journal_file_new(config->directory, config->total);
    if (journals->file)
        return journals;
    free(journals);
    return NULL;
}

void journals_free(struct journals *journals)
{
    if (!journals)
        return;
    journal_file_free(journals->file);
    free(journals);
}

uint64_t journals_bytes(struct journals *journals)
{
    return journal_file_used(journals->file);
}

bool journals_begin_replay(struct journals *journals)
{
    if (atomic_fetch_add(&journals->replays, 1) < REPLAYS_MOST)
        return true;
    atomic_fetch_sub(&journals->replays, 1);
    return false;
}

void journals_end_replay(struct journals *journals)
{
    atomic_fetch_sub(&journals->replays, 1);
}

/* ---- parts and the tail -------------------------------------------------------------------------- */

void part_release(struct part *part)
{
    if (atomic_fetch_sub_explicit(&part->references, 1, memory_order_acq_rel) != 1)
        return;
    journal_file_give_back(part->journals->file, part->blocks, part->count);
    free(part);
}

/* With blocks for so many bytes, one reference. */
static enum journal_file_status part_new(struct journals *journals, uint64_t length, struct part **out)
{
    size_t count = journal_blocks(length);
    struct part *part = calloc(1, sizeof *part + count * sizeof part->blocks[0]);
    if (!part)
        return JOURNAL_FILE_NO_MEMORY;
    enum journal_file_status status = journal_file_take(journals->file, part->blocks, count);
    if (status != JOURNAL_FILE_OK) {
        free(part);
        return status;
    }
    atomic_init(&part->references, 1);
    part->journals = journals;
    part->length = length;
    part->count = (uint32_t)count;
    *out = part;
    return JOURNAL_FILE_OK;
}

bool journal_add_part(struct journal *journal, struct part *part)
{
    if (journal->part_count == journal->part_room) {
        size_t room = journal->part_room ? journal->part_room * 2 : 8;
        struct part **grown = realloc(journal->parts, room * sizeof(struct part *));
        if (!grown)
            return false;
        journal->parts = grown;
        journal->part_room = room;
    }
    journal->parts[journal->part_count++] = part;
    journal->part_bytes += part->length;
    return true;
}

bool tail_put(struct tail *tail, const void *bytes, size_t length)
{
    if (tail->room - tail->length < length) {
        size_t room = tail->room ? tail->room : TAIL_FIRST;
        while (room - tail->length < length)
            room *= 2;
        char *grown = realloc(tail->bytes, room);
        if (!grown)
            return false;
        tail->bytes = grown;
        tail->room = room;
    }
    if (length)
        memcpy(tail->bytes + tail->length, bytes, length);
    tail->length += length;
    return true;
}

void tail_reset(struct tail *tail)
{
    free(tail->bytes);
    *tail = (struct tail){0};
}

/* ---- life ---------------------------------------------------------------------------------------- */

struct journal *journal_new(struct journals *journals, const struct journal_origin *origin)
{
    struct journal *journal = calloc(1, sizeof *journal);
    if (!journal)
        return NULL;
    journal->journals = journals;
    pthread_mutex_init(&journal->lock, NULL);
    journal->mode = origin ? JOURNAL_ON : JOURNAL_WAITS;
    journal->has_origin = origin != NULL;
    if (origin)
        journal->origin = *origin;
    journal->credit_ns = CREDIT_NS;
    return journal;
}

/* Under the lock: the first `count` parts go. */
static void drop_parts(struct journal *journal, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        journal->part_bytes -= journal->parts[i]->length;
        part_release(journal->parts[i]);
    }
    journal->part_count -= count;
    if (count == 0)
        return;
    memmove(journal->parts, journal->parts + count, journal->part_count * sizeof(struct part *));
    journal->has_origin = false;
}

/* Under the lock. */
static void drop_all(struct journal *journal, enum journal_mode mode)
{
    drop_parts(journal, journal->part_count);
    tail_reset(&journal->tail);
    journal->has_origin = false;
    journal->mode = mode;
}

void journal_free(struct journal *journal)
{
    if (!journal)
        return;
    drop_all(journal, JOURNAL_FAILED);
    pthread_mutex_destroy(&journal->lock);
    free(journal->parts);
    free(journal);
}

/* ---- when there is no room ----------------------------------------------------------------------- */

/* From which step on an image alone leads anywhere. */
static uint64_t first_of(const struct part *image)
{
    return image->state.exact ? image->state.seq : image->state.seq + 1;
}

/* Under the lock: the oldest goes, up to the second place where doing again can begin. False: there is
 * none. */
static bool drop_oldest(struct journal *journal)
{
    for (size_t i = 1; i < journal->part_count; i++) {
        if (!journal->parts[i]->image)
            continue;
        uint64_t from = first_of(journal->parts[i]);
        drop_parts(journal, i);
        if (from > journal->whole_from)
            journal->whole_from = from;
        return true;
    }
    return false;
}

/* Under the lock: down to the limit, whatever that costs in history. */
static void keep_limit(struct journal *journal)
{
    while (journal->part_bytes + journal->tail.length > journal->journals->config.limit &&
           drop_oldest(journal))
        ;
    if (journal->part_bytes + journal->tail.length > journal->journals->config.limit)
        drop_all(journal, JOURNAL_WAITS);
}

/* Under the lock. What others took is theirs to give back: without room for all the journal makes some, of
 * its own. */
static enum journal_file_status take_part(struct journal *journal, uint64_t length, struct part **part)
{
    enum journal_file_status status;
    while ((status = part_new(journal->journals, length, part)) == JOURNAL_FILE_FULL && drop_oldest(journal))
        ;
    return status;
}

/* Under the lock. */
static const char *give_up(struct journal *journal, enum journal_file_status status)
{
    const char *why = status == JOURNAL_FILE_NO_MEMORY ? "no memory"
                      : status == JOURNAL_FILE_BROKEN  ? strerror(errno)
                                                       : NULL;
    drop_all(journal, status == JOURNAL_FILE_FULL ? JOURNAL_WAITS : JOURNAL_FAILED);
    return why;
}

/* Outside of the lock. */
static void tell(struct journal *journal, const char *session, const char *why)
{
    if (why && journal->journals->config.failed)
        journal->journals->config.failed(journal->journals->config.context, session, why);
}

/* ---- entries ------------------------------------------------------------------------------------- */

/* Under the lock: a part of these pieces. */
static enum journal_file_status add_pieces(struct journal *journal, const struct journal_piece *pieces,
                                           size_t count, const struct part *like)
{
    struct part *part;
    uint64_t length = 0, at = 0;
    for (size_t i = 0; i < count; i++)
        length += pieces[i].length;
    enum journal_file_status status = take_part(journal, length, &part);
    if (status != JOURNAL_FILE_OK)
        return status;
    part->image = like->image;
    part->state = like->state;
    part->first = like->first;
    part->last = like->last;
    for (size_t i = 0; i < count && status == JOURNAL_FILE_OK; at += pieces[i++].length)
        if (!journal_file_write(journal->journals->file, part->blocks, at, pieces[i].bytes, pieces[i].length))
            status = JOURNAL_FILE_BROKEN;
    if (status == JOURNAL_FILE_OK && !journal_add_part(journal, part))
        status = JOURNAL_FILE_NO_MEMORY;
    if (status != JOURNAL_FILE_OK) {
        int why = errno;
        part_release(part);
        errno = why;
    }
    return status;
}

/* Under the lock: the tail becomes a part. */
static enum journal_file_status seal(struct journal *journal)
{
    struct tail *tail = &journal->tail;
    if (!tail->length)
        return JOURNAL_FILE_OK;
    const struct journal_piece all = {tail->bytes, tail->length};
    const struct part like = {.first = tail->first, .last = tail->last};
    enum journal_file_status status = add_pieces(journal, &all, 1, &like);
    if (status == JOURNAL_FILE_OK)
        tail->length = 0;
    return status;
}

enum { PIECES_MOST = 15 };

/* Under the lock. What fits into the tail is copied, what is larger than a block is written as it is. */
static enum journal_file_status add_entry(struct journal *journal, const struct journal_entry *entry,
                                          const struct journal_piece *pieces, size_t count)
{
    struct tail *tail = &journal->tail;
    size_t size = sizeof *entry + entry->length;
    enum journal_file_status status = tail->length + size > JOURNAL_BLOCK ? seal(journal) : JOURNAL_FILE_OK;
    if (status != JOURNAL_FILE_OK)
        return status;
    if (size > JOURNAL_BLOCK) {
        struct journal_piece all[PIECES_MOST + 1] = {{entry, sizeof *entry}};
        const struct part like = {.first = entry->from, .last = entry->to};
        memcpy(all + 1, pieces, count * sizeof *pieces);
        return add_pieces(journal, all, count + 1, &like);
    }
    if (!tail->length)
        tail->first = entry->from;
    bool put = tail_put(tail, entry, sizeof *entry);
    for (size_t i = 0; put && i < count; i++)
        put = tail_put(tail, pieces[i].bytes, pieces[i].length);
    tail->last = entry->to;
    return put ? JOURNAL_FILE_OK : JOURNAL_FILE_NO_MEMORY;
}

static void earn(struct journal *journal, uint64_t work_ns)
{
    journal->since_ns += work_ns;
    journal->credit_ns += (int64_t)(work_ns / IMAGE_SHARE);
    if (journal->credit_ns > CREDIT_NS)
        journal->credit_ns = CREDIT_NS;
}

/* Under the lock. What is larger than any journal may be is passed over: an image has to follow. */
static const char *record(struct journal *journal, const struct journal_entry *entry,
                          const struct journal_piece *pieces, size_t count, size_t length)
{
    if (count > PIECES_MOST || length >= journal->journals->config.limit || length >= UINT32_MAX) {
        journal->mode = JOURNAL_WAITS;
        return NULL;
    }
    enum journal_file_status status = add_entry(journal, entry, pieces, count);
    journal->since_bytes += length;
    if (status != JOURNAL_FILE_OK)
        return give_up(journal, status);
    keep_limit(journal);
    return NULL;
}

void journal_append(struct journal *journal, const char *session, const struct journal_entry *entry,
                    const struct journal_piece *pieces, size_t count, uint64_t work_ns)
{
    const char *why = NULL;
    struct journal_entry sized = *entry;
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += pieces[i].length;
    pthread_mutex_lock(&journal->lock);
    earn(journal, work_ns);
    if (journal->mode == JOURNAL_ON) {
        sized.length = (uint32_t)length;
        why = record(journal, &sized, pieces, count, length);
    }
    pthread_mutex_unlock(&journal->lock);
    tell(journal, session, why);
}

void journal_break(struct journal *journal)
{
    pthread_mutex_lock(&journal->lock);
    if (journal->mode == JOURNAL_ON)
        journal->mode = JOURNAL_WAITS;
    pthread_mutex_unlock(&journal->lock);
}

/* ---- images -------------------------------------------------------------------------------------- */

bool journal_wants_image(const struct journal *journal)
{
    if (journal->mode == JOURNAL_FAILED || journal->credit_ns <= 0)
        return false;
    return journal->mode == JOURNAL_WAITS || journal->since_ns > REPLAY_NS ||
           journal->since_bytes > journal->journals->config.limit / IMAGES_PER_LIMIT;
}

/* Under the lock. */
static const char *add_image(struct journal *journal, const struct journal_state *state, const char *bytes,
                             size_t length)
{
    const struct part like = {.image = true, .state = *state};
    const struct journal_piece all = {bytes, length};
    enum journal_file_status status = seal(journal);
    if (status == JOURNAL_FILE_OK)
        status = add_pieces(journal, &all, 1, &like);
    if (status != JOURNAL_FILE_OK)
        return give_up(journal, status);
    if (journal->mode == JOURNAL_WAITS)
        journal->whole_from = first_of(&like);
    journal->mode = JOURNAL_ON;
    journal->since_bytes = journal->since_ns = 0;
    keep_limit(journal);
    return NULL;
}

void journal_image(struct journal *journal, const char *session, const struct heap *h,
                   const struct journal_state *state)
{
    struct memory_stats memory;
    const char *why = NULL;
    size_t most = (size_t)(journal->journals->config.limit / 2), length = 0;
    int64_t begun = monotonic_ns();
    memory_stats(h, &memory);
    bool small = memory.committed / IMAGE_BYTES_FACTOR <= most;
    char *bytes = small ? journal_pack(h, most, &length) : NULL;
    pthread_mutex_lock(&journal->lock);
    if (bytes)
        why = add_image(journal, state, bytes, length);
    /* Without one, the next attempt has to be earned as well. */
    journal->credit_ns -= small ? monotonic_ns() - begun : CREDIT_NS;
    pthread_mutex_unlock(&journal->lock);
    free(bytes);
    tell(journal, session, why);
}

/* ---- asking -------------------------------------------------------------------------------------- */

void journal_look(struct journal *journal, struct journal_view *out)
{
    pthread_mutex_lock(&journal->lock);
    *out = (struct journal_view){.mode = journal->mode,
                                 .from = journal->whole_from,
                                 .bytes = journal->part_bytes + journal->tail.length};
    pthread_mutex_unlock(&journal->lock);
}
