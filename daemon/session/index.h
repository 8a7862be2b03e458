/* Sessions by text: a chained hash table of entries that lie in the sessions. Not thread-safe: the registry's
 * lock. */
#ifndef HEAPD_SESSION_INDEX_H
#define HEAPD_SESSION_INDEX_H

#include "daemon/session/session_private.h"

struct session_index {
    struct index_entry **slots;
    size_t slot_count; /* a power of two, or 0 */
    size_t count;
};

/* Makes sure that so many more entries can be inserted. False: no memory, nothing changed. */
bool index_make_room(struct session_index *index, size_t more) __attribute__((warn_unused_result));
void index_insert(struct session_index *index, struct index_entry *entry); /* its key is not in the index */
void index_remove(struct session_index *index, struct index_entry *entry); /* it is */
struct session *index_find(const struct session_index *index, const char *key); /* or NULL */
void index_destroy(struct session_index *index);

#endif
