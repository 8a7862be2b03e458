/*
 * A stored snapshot becomes a value again. One from before values were packed: its sites in order, each
 * traceback followed up to the root through nodes that are read once, each frame and string read once.
 */
#include "store/load.h"
#include "store/idmap.h"
#include "store/packed.h"
#include <stdlib.h>

struct node {
    uint32_t parent; /* index; 0: the root */
    uint32_t frame;  /* the builder's id */
};

struct loading {
    struct database *database;
    struct snapshot_builder *builder;
    struct idmap strings, frames; /* database id -> builder's id */
    struct idmap node_index;      /* database id -> index of nodes */
    struct node *nodes;           /* nodes[0] is the root */
    size_t node_count, node_room;
    uint32_t *path; /* of the traceback at hand */
    size_t path_room;
};

static enum store_status from_builder(enum snapshot_status status)
{
    switch (status) {
    case SNAPSHOT_OK:
        return STORE_OK;
    case SNAPSHOT_NO_MEMORY:
        return STORE_NO_MEMORY;
    case SNAPSHOT_INVALID:
    case SNAPSHOT_BAD_ID:
    case SNAPSHOT_TOO_LARGE:
        break;
    }
    return STORE_CORRUPT; /* a builder made it once: what is stored now cannot be that */
}

/* The one row of a readied statement; that it is missing means damage. */
static enum store_status step_to_row(struct database *database, sqlite3_stmt *statement)
{
    bool row;
    enum store_status status = database_step(database, statement, &row);
    return status == STORE_OK && !row ? STORE_CORRUPT : status;
}

static enum store_status load_string(struct loading *loading, int64_t id, uint32_t *string)
{
    sqlite3_stmt *statement;
    if (idmap_find(&loading->strings, id, string)) {
        return STORE_OK;
    }
    enum store_status status =
        database_query(loading->database, &statement, "SELECT text FROM string WHERE id = ?1", "i", id);
    if (status == STORE_OK) {
        status = step_to_row(loading->database, statement);
    }
    if (status == STORE_OK) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        size_t length = (size_t)sqlite3_column_bytes(statement, 0);
        status = from_builder(snapshot_builder_string(loading->builder, text, length, string));
        sqlite3_reset(statement);
    }
    return status == STORE_OK ? idmap_add(&loading->strings, id, *string) : status;
}

static enum store_status load_frame(struct loading *loading, int64_t id, uint32_t *frame)
{
    sqlite3_stmt *statement;
    uint32_t file;
    if (idmap_find(&loading->frames, id, frame)) {
        return STORE_OK;
    }
    enum store_status status =
        database_query(loading->database, &statement, "SELECT file, line FROM frame WHERE id = ?1", "i", id);
    if (status == STORE_OK) {
        status = step_to_row(loading->database, statement);
    }
    if (status == STORE_OK) {
        int64_t line = sqlite3_column_int64(statement, 1);
        status = load_string(loading, sqlite3_column_int64(statement, 0), &file);
        if (status == STORE_OK) {
            status = from_builder(snapshot_builder_frame(loading->builder, file, (uint32_t)line, frame));
        }
        sqlite3_reset(statement);
    }
    return status == STORE_OK ? idmap_add(&loading->frames, id, *frame) : status;
}

static enum store_status add_node(struct loading *loading, struct node node, uint32_t *index)
{
    if (loading->node_count == loading->node_room) {
        size_t room = loading->node_room == 0 ? 1024 : loading->node_room * 2;
        struct node *larger = reallocarray(loading->nodes, room, sizeof *larger);
        if (larger == NULL) {
            return STORE_NO_MEMORY;
        }
        loading->nodes = larger;
        loading->node_room = room;
    }
    *index = (uint32_t)loading->node_count;
    loading->nodes[loading->node_count++] = node;
    return STORE_OK;
}

/*
 * The index of a node whose ancestors may not be read yet. Walks up until one is known, linking each new node
 * to the one above it as that gets its place.
 */
static enum store_status load_node(struct loading *loading, int64_t id, uint32_t *result)
{
    uint32_t below = 0, index;
    bool first = true;
    for (;;) {
        bool known = idmap_find(&loading->node_index, id, &index);
        int64_t parent = 0;
        if (!known) {
            sqlite3_stmt *statement;
            struct node node = {0};
            enum store_status status = database_query(
                loading->database, &statement, "SELECT parent, frame FROM traceback WHERE id = ?1", "i", id);
            if (status == STORE_OK) {
                status = step_to_row(loading->database, statement);
            }
            if (status == STORE_OK) {
                parent = sqlite3_column_int64(statement, 0);
                int64_t frame = sqlite3_column_int64(statement, 1);
                sqlite3_reset(statement);
                status = parent >= id ? STORE_CORRUPT : load_frame(loading, frame, &node.frame);
            }
            if (status == STORE_OK) {
                status = add_node(loading, node, &index);
            }
            if (status == STORE_OK) {
                status = idmap_add(&loading->node_index, id, index);
            }
            if (status != STORE_OK) {
                return status;
            }
        }
        if (first) {
            *result = index;
            first = false;
        } else {
            loading->nodes[below].parent = index;
        }
        if (known) {
            return STORE_OK;
        }
        below = index;
        id = parent;
    }
}

/* Puts the frames from the root down to `node` into loading->path. */
static enum store_status spell_path(struct loading *loading, uint32_t node, uint32_t *nframe)
{
    size_t depth = 0;
    for (uint32_t at = node; at != 0; at = loading->nodes[at].parent) {
        depth++;
    }
    if (depth > loading->path_room) {
        uint32_t *larger = reallocarray(loading->path, depth, sizeof *larger);
        if (larger == NULL) {
            return STORE_NO_MEMORY;
        }
        loading->path = larger;
        loading->path_room = depth;
    }
    *nframe = (uint32_t)depth;
    for (uint32_t at = node; at != 0; at = loading->nodes[at].parent) {
        loading->path[--depth] = loading->nodes[at].frame;
    }
    return STORE_OK;
}

static enum store_status load_sites(struct loading *loading, int64_t snapshot)
{
    sqlite3_stmt *statement;
    bool row;
    uint32_t node, nframe;
    enum store_status status = database_query(
        loading->database, &statement,
        "SELECT traceback, total_nframe, domain, size, count FROM site WHERE snapshot = ?1", "i", snapshot);
    while (status == STORE_OK) {
        status = database_step(loading->database, statement, &row);
        if (status != STORE_OK || !row) {
            break;
        }
        status = load_node(loading, sqlite3_column_int64(statement, 0), &node);
        if (status == STORE_OK) {
            status = spell_path(loading, node, &nframe);
        }
        if (status == STORE_OK) {
            status = from_builder(snapshot_builder_traceback(
                loading->builder, loading->path, nframe, (uint32_t)sqlite3_column_int64(statement, 1),
                (uint32_t)sqlite3_column_int64(statement, 2), store_column_number(statement, 3),
                store_column_number(statement, 4)));
        }
    }
    return status;
}

static enum store_status load_types(struct loading *loading, int64_t snapshot)
{
    sqlite3_stmt *statement;
    bool row;
    enum store_status status = database_query(
        loading->database, &statement,
        "SELECT text, size, count FROM type_total JOIN string ON string.id = name WHERE snapshot = ?1", "i",
        snapshot);
    while (status == STORE_OK) {
        status = database_step(loading->database, statement, &row);
        if (status != STORE_OK || !row) {
            break;
        }
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        status = from_builder(
            snapshot_builder_type(loading->builder, name, (size_t)sqlite3_column_bytes(statement, 0),
                                  store_column_number(statement, 1), store_column_number(statement, 2)));
    }
    return status;
}

static enum store_status load_rows(struct database *database, int64_t id, uint32_t nframe, uint64_t peak,
                                   struct snapshot **value)
{
    struct loading loading = {.database = database};
    uint32_t root;
    enum store_status status = from_builder(snapshot_builder_new(&loading.builder));
    if (status == STORE_OK) {
        status = add_node(&loading, (struct node){0}, &root);
    }
    if (status == STORE_OK) {
        status = idmap_add(&loading.node_index, 0, root);
    }
    if (status == STORE_OK) {
        status = load_sites(&loading, id);
    }
    if (status == STORE_OK) {
        status = load_types(&loading, id);
    }
    if (status == STORE_OK) {
        snapshot_builder_traced(loading.builder, nframe, peak);
        status = from_builder(snapshot_builder_finish(loading.builder, value));
    } else {
        snapshot_builder_drop(loading.builder);
    }
    idmap_drop(&loading.strings);
    idmap_drop(&loading.frames);
    idmap_drop(&loading.node_index);
    free(loading.nodes);
    free(loading.path);
    return status;
}

enum store_status store_load_snapshot(struct store *store, struct database *database, int64_t session,
                                      int64_t number, struct snapshot **value)
{
    sqlite3_stmt *statement;
    bool row;
    enum store_status status = database_query(
        database, &statement, "SELECT id, nframe, peak FROM snapshot WHERE session = ?1 AND number = ?2",
        "ii", session, number);
    if (status == STORE_OK) {
        status = database_step(database, statement, &row);
    }
    if (status != STORE_OK || !row) {
        return status == STORE_OK ? STORE_NOT_FOUND : status;
    }
    int64_t id = sqlite3_column_int64(statement, 0);
    uint32_t nframe = (uint32_t)sqlite3_column_int64(statement, 1);
    uint64_t peak = store_column_number(statement, 2);
    sqlite3_reset(statement);
    *value = store_cache_get(&store->cache, session, number);
    if (*value != NULL) {
        return STORE_OK;
    }
    status = packed_load(database, id, value);
    if (status == STORE_OK && *value == NULL) {
        status = load_rows(database, id, nframe, peak, value);
    }
    if (status == STORE_OK) {
        store_cache_put(&store->cache, session, number, *value);
    }
    return status;
}

enum store_status store_snapshot_load(struct store *store, int64_t session, int64_t number,
                                      struct snapshot **value)
{
    struct database *database;
    struct snapshot *loaded;
    enum store_status status = readers_take(store->readers, &database);
    if (status != STORE_OK) {
        return status;
    }
    status = store_load_snapshot(store, database, session, number, &loaded);
    readers_give(store->readers, database);
    if (status == STORE_OK) {
        *value = loaded;
    }
    return status;
}
