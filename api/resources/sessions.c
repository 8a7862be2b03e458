/* Sessions: made, listed, looked at, changed, copied and deleted.
 *
 * The registry has the live ones, the store remembers all. A session's name leads to the live one or, when
 * there is none, to the one of that name that ended last; its id leads to it alone, live or ended. */
#include "api/resources/resources.h"

#include "api/fields.h"
#include "api/replay.h"
#include "api/resources/session_view.h"
#include "daemon/session/registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_MINOR = 14, MAX_LABELS = LABELS_MAX };

struct session_document {
    uint64_t present;
    struct api_text name, python;
    int64_t memory_limit, recursion_limit, hash_seed, expires_after, at;
    struct field_map labels;
    uint32_t gc, trace; /* tokens */
};

/* Bits of `present`, in the order of the tables below. */
enum { NAME, EXPIRES_AFTER, LABELS, MEMORY_LIMIT, RECURSION_LIMIT, PYTHON, HASH_SEED, GC, TRACE };

#define PLACE(member) offsetof(struct session_document, member)
static const struct field create_fields[] = {
    [NAME] = {"name", FIELD_STRING, PLACE(name), .min = 1, .max = SESSION_NAME_MAX},
    [EXPIRES_AFTER] = {"expires_after", FIELD_INT, PLACE(expires_after), .min = 0, .max = INT32_MAX},
    [LABELS] = {"labels", FIELD_MAP, PLACE(labels), .max_count = MAX_LABELS},
    [MEMORY_LIMIT] = {"memory_limit", FIELD_INT, PLACE(memory_limit), .min = 1, .max = INT64_C(1) << 52},
    [RECURSION_LIMIT] = {"recursion_limit", FIELD_INT, PLACE(recursion_limit), .min = 10, .max = 100000},
    [PYTHON] = {"python", FIELD_STRING, PLACE(python), .min = 1, .max = 16},
    [HASH_SEED] = {"hash_seed", FIELD_INT, PLACE(hash_seed), .min = 0, .max = UINT32_MAX},
    [GC] = {.name = "gc", .type = FIELD_TOKEN, .offset = PLACE(gc)},
    [TRACE] = {.name = "trace", .type = FIELD_TOKEN, .offset = PLACE(trace)},
    {.name = NULL}};

static const struct field patch_fields[] = {
    [NAME] = {"name", FIELD_STRING, PLACE(name), .min = 1, .max = SESSION_NAME_MAX},
    [EXPIRES_AFTER] = {"expires_after", FIELD_INT, PLACE(expires_after), .min = 0, .max = INT32_MAX},
    [LABELS] = {"labels", FIELD_MAP, PLACE(labels), .max_count = MAX_LABELS, .null_values = true},
    [MEMORY_LIMIT] = {"memory_limit", FIELD_INT, PLACE(memory_limit), .min = 1, .max = INT64_C(1) << 52},
    [RECURSION_LIMIT] = {"recursion_limit", FIELD_INT, PLACE(recursion_limit), .min = 10, .max = 100000},
    {.name = NULL}};

static const struct field fork_fields[] = {
    [NAME] = {"name", FIELD_STRING, PLACE(name), .min = 1, .max = SESSION_NAME_MAX},
    [EXPIRES_AFTER] = {"expires_after", FIELD_INT, PLACE(expires_after), .min = 0, .max = INT32_MAX},
    [LABELS] = {"labels", FIELD_MAP, PLACE(labels), .max_count = MAX_LABELS},
    {"at", FIELD_INT, PLACE(at), .min = 0, .max = INT64_C(1) << 52},
    {.name = NULL}};
enum { FORK_AT = 3 };
#undef PLACE

/* ---- Labels -------------------------------------------------------------------------------------- */

static enum api_result fail_labels(struct api_request *request, enum labels_status status, const char *key)
{
    char pointer[128] = "/labels";
    if (status == LABELS_NO_MEMORY)
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the labels");
    if (status == LABELS_TOO_MANY)
        return api_fail_at(request, PROBLEM_INVALID_BODY, pointer, "a session has at most %d labels",
                           LABELS_MAX);
    snprintf(pointer, sizeof pointer, "/labels/%.100s", key);
    if (status == LABELS_BAD_KEY)
        return api_fail_at(request, PROBLEM_INVALID_BODY, pointer,
                           "a label's key is up to %d letters, digits and . _ - /", LABEL_KEY_MAX);
    return api_fail_at(request, PROBLEM_INVALID_BODY, pointer,
                       "a label's value is up to %d bytes of text without control characters",
                       LABEL_VALUE_MAX);
}

/* The labels of `old` (may be NULL) with the changes of `map`: a null removes. A new set. */
static enum api_result make_labels(struct api_request *request, const struct labels *old,
                                   const struct field_map *map, const struct labels **out)
{
    size_t room = (old != NULL ? old->count : 0) + map->count, count = 0, bad = 0;
    struct label *items = scratch_calloc(&request->scratch, room, sizeof *items);
    if (items == NULL)
        return api_fail(request, PROBLEM_OUT_OF_MEMORY, "no memory for the labels");
    for (size_t i = 0; old != NULL && i < old->count; i++) {
        size_t j = 0;
        while (j < map->count && strcmp(map->names[j].text, old->items[i].key) != 0)
            j++;
        if (j == map->count)
            items[count++] = old->items[i];
    }
    for (size_t j = 0; j < map->count; j++) {
        if (map->values[j].text != NULL)
            items[count++] = (struct label){map->names[j].text, map->values[j].text};
    }
    enum labels_status status = labels_new(items, count, out, &bad);
    return status == LABELS_OK ? API_DONE : fail_labels(request, status, bad < count ? items[bad].key : "");
}

/* ---- Making -------------------------------------------------------------------------------------- */

static enum api_result parse_python(struct api_request *request, const struct session_document *document,
                                    unsigned *minor)
{
    char known[128] = "";
    *minor = DEFAULT_MINOR;
    if (!(document->present & FIELD(PYTHON)))
        return API_DONE;
    const struct abi *abi;
    for (size_t i = 0; (abi = abi_at(i)) != NULL; i++) {
        size_t length = strlen(known);
        snprintf(known + length, sizeof known - length, "%s%s", i != 0 ? ", " : "", abi->name);
        if (strcmp(abi->name, document->python.text) == 0) {
            *minor = abi->minor;
            return API_DONE;
        }
    }
    return api_fail_at(request, PROBLEM_INVALID_BODY, "/python", "heapd has these versions: %s", known);
}

/* An id leads to its session for as long as the store has it: no other one can have it as its name. (Ids of
 * the future are the registry's to spare.) */
static enum api_result name_is_no_id(struct api_request *request, const char *name)
{
    struct store *store = request->context->store;
    const int64_t id = name != NULL ? (int64_t)session_number_of(name) : 0;
    struct store_sessions rows;
    enum store_status status =
        id != 0 && store != NULL ? store_session_get(store, id, &rows) : STORE_NOT_FOUND;
    if (status == STORE_NOT_FOUND)
        return API_DONE;
    if (status != STORE_OK)
        return api_fail(request, problem_of_store(status), "the store: %s", store_status_text(status));
    const bool ended = rows.items[0].state == STORE_SESSION_ENDED;
    store_sessions_free(&rows);
    return api_fail_at(request, PROBLEM_EXISTS, "/name", "\"%s\" is the id of a session%s", name,
                       ended ? " that has ended: another name, or delete that one first" : "");
}

enum api_result api_fail_making(struct api_request *request, enum session_status status, const char *name)
{
    const char *pointer = status == SESSION_TOO_LARGE || status == SESSION_TOO_SMALL ? "/memory_limit"
                          : status == SESSION_BAD_NAME || status == SESSION_EXISTS   ? "/name"
                          : status == SESSION_BAD_PYTHON                             ? "/python"
                                                                                     : NULL;
    if (status == SESSION_EXISTS)
        return api_fail_at(request, PROBLEM_EXISTS, pointer, "there is a live session \"%s\" already", name);
    return api_fail_at(request, problem_of_session(status), pointer, "%s", session_status_text(status));
}

/* What the store is told of a session's settings, to be shown when it has ended. */
static const char *settings_text(struct api_request *request, const struct session_document *document)
{
    return scratch_format(&request->scratch, "{\"hash_seed\":%lld,\"recursion_limit\":%lld}",
                          (long long)document->hash_seed, (long long)document->recursion_limit);
}

/* The session's labels as the store takes them: the array in scratch (NULL: no memory), the texts borrowed
 * from
 * `*labels`, to be released. */
static struct store_label *labels_for_store(struct api_request *request, struct session *session,
                                            const struct labels **labels)
{
    *labels = session_labels(session);
    struct store_label *items = scratch_calloc(&request->scratch, (*labels)->count, sizeof *items);
    for (size_t i = 0; items != NULL && i < (*labels)->count; i++)
        items[i] = (struct store_label){(*labels)->items[i].key, (*labels)->items[i].value};
    return items;
}

static enum store_status store_new(struct api_request *request, struct session *session, const char *settings,
                                   int64_t *id)
{
    const struct labels *labels;
    struct session_gauges gauges;
    struct store_label *items = labels_for_store(request, session, &labels);
    session_gauges(session, &gauges);
    struct store_session row = {.id = (int64_t)session_number(session),
                                .name = session_name(session),
                                .python = session_python(session),
                                .seq = gauges.seq,
                                .memory_limit = gauges.memory_limit,
                                .created_at = session_created_at(session),
                                .settings = settings,
                                .labels = items,
                                .label_count = labels->count};
    enum store_status status =
        items != NULL ? store_session_create(request->context->store, &row, id) : STORE_NO_MEMORY;
    labels_release(labels);
    return status;
}

/* Writes the new session, whose turn the caller has, to the store. */
static enum api_result remember(struct api_request *request, struct session *session, const char *settings)
{
    struct store *store = request->context->store;
    int64_t id;
    if (store == NULL)
        return API_DONE;
    enum store_status status = store_new(request, session, settings, &id);
    if (status != STORE_OK)
        return api_fail(request, problem_of_store(status), "the session cannot be stored: %s",
                        store_status_text(status));
    session_set_record(session, id);
    /* Somebody may have deleted it in the meantime, and found nothing to forget. */
    if (!session_ended(session))
        return API_DONE;
    status = store_session_delete(store, id);
    return api_fail(request, PROBLEM_NO_SUCH_SESSION, "the session was deleted while it was made%s",
                    status == STORE_OK || status == STORE_NOT_FOUND ? "" : "; its row in the store stays");
}

/* Ends a session that nobody has heard of yet. */
static void take_back(struct api_request *request, struct session *session)
{
    if (registry_end(request->context->registry, session) != SESSION_OK)
        return; /* ended by somebody else in between: as well */
}

static enum api_result answer_created(struct api_request *request, struct session *session)
{
    struct session_gauges gauges;
    session_gauges(session, &gauges);
    api_created(request, "/v1/sessions/%s", session_name(session));
    api_etag(request, gauges.seq);
    write_live_session(&request->json, session);
    return API_DONE;
}

/* From a made session, whose turn we have, to the answer: settings, store. Leaves and releases it. */
static enum api_result finish_making(struct api_request *request, struct session *session,
                                     const char *settings, const struct json_tape *tape, uint32_t gc,
                                     uint32_t trace)
{
    enum api_result result = apply_settings(request, session, tape, gc, trace);
    if (result == API_DONE && (gc != 0 || trace != 0))
        replay_tell_settings(request, session);
    if (result == API_DONE)
        result = remember(request, session, settings);
    if (result != API_DONE)
        take_back(request, session);
    session_leave(session);
    if (result == API_DONE)
        result = answer_created(request, session);
    session_release(session);
    return result;
}

enum api_result create_session(struct api_request *request)
{
    struct session_document document = {0};
    struct json_tape tape;
    unsigned minor;
    const struct labels *labels = NULL;
    struct session *session;
    enum api_result result = api_decode_with_tape(request, create_fields, &document, &tape);
    if (result == API_DONE)
        result = parse_python(request, &document, &minor);
    if (result == API_DONE)
        result = name_is_no_id(request, document.name.text);
    if (result == API_DONE && (document.present & FIELD(LABELS)))
        result = make_labels(request, NULL, &document.labels, &labels);
    if (result != API_DONE)
        return result;
    struct session_spec spec = {.name = document.name.text,
                                .labels = labels,
                                .minor = minor,
                                .recursion_limit = (uint32_t)document.recursion_limit,
                                .hash_seed = (uint32_t)document.hash_seed,
                                .memory_limit = (uint64_t)document.memory_limit,
                                .has_expires_after = (document.present & FIELD(EXPIRES_AFTER)) != 0,
                                .expires_after = (uint64_t)document.expires_after};
    enum session_status status = registry_create(request->context->registry, &spec, &session);
    if (labels != NULL)
        labels_release(labels);
    if (status != SESSION_OK)
        return api_fail_making(request, status, document.name.text);
    return finish_making(request, session, settings_text(request, &document), &tape, document.gc,
                         document.trace);
}

/* ---- Forking ------------------------------------------------------------------------------------- */

/* As it is, with the turn. */
static enum api_result fork_now(struct api_request *request, struct session *first,
                                const struct session_spec *spec, struct session **second)
{
    enum session_status status = registry_fork(request->context->registry, first, spec, second);
    return status == SESSION_OK ? API_DONE : api_fail_making(request, status, spec->name);
}

/* As it was after a step: the turn is not needed, nobody waits for this. Where the last step is meant and
 * nothing but steps has changed anything since, that is as it is. */
static enum api_result fork_at(struct api_request *request, struct session *first,
                               const struct session_spec *spec, uint64_t at, struct session **second)
{
    uint64_t seq = session_seq(first);
    if (request->entered && at == seq && session_is_at_step(first))
        return fork_now(request, first, spec, second);
    api_leave(request);
    if (at > seq)
        return api_fail_at(request, PROBLEM_CONFLICT, "/at", "the session is at step %llu",
                           (unsigned long long)seq);
    return replay_session(request, first, spec, at, second);
}

static enum api_result fork_into(struct api_request *request, const struct session_document *document,
                                 struct session *first, const struct labels *labels, struct session **second)
{
    const struct session_spec spec = {.name = document->name.text,
                                      .labels = labels,
                                      .has_expires_after = (document->present & FIELD(EXPIRES_AFTER)) != 0,
                                      .expires_after = (uint64_t)document->expires_after};
    return document->present & FIELD(FORK_AT) ? fork_at(request, first, &spec, (uint64_t)document->at, second)
                                              : fork_now(request, first, &spec, second);
}

/* Is an earlier step meant? Such a fork takes its time and needs no turn: it does not stand in the session's
 * queue. */
static bool goes_back(struct api_request *request, const struct session_document *document)
{
    struct session *first = api_live_session(request);
    return first != NULL && (document->present & FIELD(FORK_AT)) &&
           (uint64_t)document->at != session_seq(first);
}

enum api_result fork_session(struct api_request *request)
{
    struct session_document document = {0};
    const struct labels *labels = NULL;
    struct session *first, *second = NULL;
    request->reads_only = true;
    enum api_result result = api_decode(request, fork_fields, &document);
    if (result == API_DONE && !request->may_block) {
        request->aside = goes_back(request, &document);
        return API_LATER;
    }
    if (result == API_DONE)
        result = name_is_no_id(request, document.name.text);
    if (result == API_DONE)
        result = request->aside ? api_session(request, &first) : api_enter(request, &first);
    if (result == API_DONE)
        result = api_if_match(request, session_seq(first));
    if (result == API_DONE && (document.present & FIELD(LABELS)))
        result = make_labels(request, NULL, &document.labels, &labels);
    if (result != API_DONE)
        return result;
    if (labels == NULL)
        labels = session_labels(first);
    result = fork_into(request, &document, first, labels, &second);
    labels_release(labels);
    return result == API_DONE ? finish_making(request, second, "{}", NULL, 0, 0) : result;
}

/* ---- Looking ------------------------------------------------------------------------------------- */

enum api_result get_session(struct api_request *request)
{
    struct session_gauges gauges;
    const char *name = request->param[PARAM_SESSION].text;
    struct session *session = registry_find(request->context->registry, name);
    if (session == NULL)
        return write_ended_session(request, name);
    session_gauges(session, &gauges);
    api_etag(request, gauges.seq);
    write_live_session(&request->json, session);
    session_release(session);
    return API_DONE;
}

/* ---- Changing ------------------------------------------------------------------------------------ */

/* What the store has to know of a change that is made already. */
static enum api_result remember_change(struct api_request *request, struct session *session,
                                       const struct session_document *document)
{
    const struct labels *labels;
    struct store_label *items = labels_for_store(request, session, &labels);
    const struct store_session_change change = {.set_labels = (document->present & FIELD(LABELS)) != 0,
                                                .labels = items,
                                                .label_count = labels->count,
                                                .set_memory_limit =
                                                    (document->present & FIELD(MEMORY_LIMIT)) != 0,
                                                .memory_limit = (uint64_t)document->memory_limit};
    enum store_status status = items != NULL ? STORE_OK : STORE_NO_MEMORY;
    if (status == STORE_OK && request->context->store != NULL &&
        (change.set_labels || change.set_memory_limit))
        status = store_session_change(request->context->store, session_record(session), &change);
    labels_release(labels);
    if (status == STORE_OK)
        return API_DONE;
    return api_fail(request, problem_of_store(status), "the change cannot be stored: %s",
                    store_status_text(status));
}

static enum api_result change_session(struct api_request *request, struct session *session,
                                      const struct session_document *document)
{
    const struct labels *labels = NULL, *old;
    enum api_result result;
    if ((document->present & FIELD(NAME)) && strcmp(document->name.text, session_name(session)) != 0)
        return api_fail_at(request, PROBLEM_INVALID_BODY, "/name", "a session keeps its name");
    if (document->present & FIELD(LABELS)) {
        old = session_labels(session);
        result = make_labels(request, old, &document->labels, &labels);
        labels_release(old);
        if (result != API_DONE)
            return result;
    }
    if (document->present & FIELD(MEMORY_LIMIT)) {
        enum session_status status = session_set_memory_limit(session, (uint64_t)document->memory_limit);
        if (status != SESSION_OK) {
            labels_release(labels);
            return api_fail_making(request, status, NULL);
        }
    }
    if (document->present & FIELD(RECURSION_LIMIT))
        heap_set_recursion_limit(session_heap(session), (uint32_t)document->recursion_limit);
    if ((document->present & FIELD(EXPIRES_AFTER)) && request->replay == NULL)
        session_set_expires_after(session, (uint64_t)document->expires_after);
    if (labels != NULL) {
        if (request->replay == NULL) /* a fork's are its own */
            session_set_labels(session, labels);
        labels_release(labels);
    }
    return API_DONE;
}

enum api_result patch_session(struct api_request *request)
{
    struct session_document document = {0};
    struct session *session;
    enum api_result result = api_decode(request, patch_fields, &document);
    if (result == API_DONE)
        result = api_enter(request, &session);
    if (result == API_DONE)
        result = api_if_match(request, session_seq(session));
    if (result == API_DONE)
        result = change_session(request, session, &document);
    if (result != API_DONE)
        return result;
    uint64_t seq = session_seq(session);
    request->reads_only = true; /* but for limits, which are seen to have changed */
    api_leave(request);
    if (request->replay != NULL)
        return API_DONE;
    result = remember_change(request, session, &document);
    if (result != API_DONE)
        return result;
    api_etag(request, seq);
    write_live_session(&request->json, session);
    return API_DONE;
}

/* ---- Deleting ------------------------------------------------------------------------------------ */

static enum api_result forget(struct api_request *request, int64_t record)
{
    struct store *store = request->context->store;
    if (store == NULL || record == 0)
        return api_done_empty(request);
    enum store_status status = store_session_delete(store, record);
    if (status != STORE_OK && status != STORE_NOT_FOUND)
        return api_fail(request, problem_of_store(status), "the session's history cannot be deleted: %s",
                        store_status_text(status));
    return api_done_empty(request);
}

enum api_result delete_session(struct api_request *request)
{
    struct session_gauges gauges;
    const char *name = request->param[PARAM_SESSION].text;
    struct session *session = registry_find(request->context->registry, name);
    int64_t record = 0;
    if (session == NULL) {
        enum api_result result = find_ended_session(request, name, &record);
        return result == API_DONE ? forget(request, record) : result;
    }
    session_gauges(session, &gauges);
    enum api_result result = api_if_match(request, gauges.seq);
    enum session_status status = SESSION_OK;
    if (result == API_DONE)
        status = registry_begin_end(session);
    if (result == API_DONE && status != SESSION_OK) { /* somebody else ends it: its history is left, or not */
        result = find_ended_session(request, name, &record);
        if (result == API_DONE)
            result = forget(request, record);
    } else if (result == API_DONE) {
        result = forget(request, session_record(session)); /* first: nobody finds it in the history */
        registry_finish_end(request->context->registry, session);
    }
    session_release(session);
    return result;
}
