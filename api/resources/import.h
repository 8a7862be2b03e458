/* Where an imported snapshot comes from and how it is told of, whatever its format. */
#ifndef API_RESOURCES_IMPORT_H
#define API_RESOURCES_IMPORT_H

#include "api/import_lines.h"
#include "api/import_pyheap.h"
#include "api/inflate.h"
#include "api/upload.h"
#include "daemon/snapshot/dump.h"

struct import {
    struct api_upload upload;
    struct api_server *server;
    struct api_request *request; /* of the call at hand */
    struct session *session;     /* a reference; NULL: it has ended */
    int64_t record;              /* the store's key of the session */
    uint64_t number;             /* rises with each import of the daemon's */
    struct inflater *inflater;
    size_t memory;
    const char *directory;          /* for objects; NULL: in memory */
    struct snapshot_dump *dump;     /* a file of Snapshot.dump(); or */
    struct import_lines *lines;     /* lines of JSON; or */
    struct import_pyheap *pyheap;   /* PyHeap's: which of them, the first byte says */
    enum dump_status status;        /* of the dump: anything but DUMP_OK stops the inflater */
    enum lines_status lines_status; /* of the others */
    struct dump_error error;
    uint64_t received, total; /* bytes sent so far; total 0: not known */
    uint64_t told;            /* when progress was told last, in bytes */
    struct store_snapshot about;
    uint64_t peak;
};

/* Tells those who watch the session how far it is: "reading", "storing", "failed". */
void import_tell(struct import *import, const char *state);
/* ?label= ?source= ?taken_at= ?peak= */
enum api_result import_read_query(struct import *import, struct api_request *request);

#endif
