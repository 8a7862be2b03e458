/* The reader of tracemalloc's files on any bytes: it answers, and the same whether they come at once or one
 * by one. */
#include "daemon/snapshot/dump.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
    if (!condition)
        abort();
}

struct outcome {
    enum dump_status status;
    struct dump_error error;
    struct dump_progress progress;
    struct snapshot *snapshot; /* NULL: it was refused */
};

static void read_pieces(const uint8_t *data, size_t size, size_t piece, struct outcome *outcome)
{
    struct snapshot_dump *dump;
    struct snapshot_builder *builder;
    memset(outcome, 0, sizeof *outcome);
    check(snapshot_dump_new((size_t)64 << 20, &dump) == DUMP_OK);
    for (size_t at = 0; at < size && outcome->status == DUMP_OK; at += piece)
        outcome->status =
            snapshot_dump_feed(dump, data + at, size - at < piece ? size - at : piece, &outcome->error);
    if (outcome->status == DUMP_OK)
        outcome->status = snapshot_dump_finish(dump, &builder, &outcome->error);
    snapshot_dump_progress(dump, &outcome->progress);
    snapshot_dump_drop(dump);
    if (outcome->status == DUMP_OK)
        check(snapshot_builder_finish(builder, &outcome->snapshot) == SNAPSHOT_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct outcome whole, single;
    read_pieces(data, size, size != 0 ? size : 1, &whole);
    read_pieces(data, size, 1, &single);
    check(whole.status == single.status);
    if (whole.status == DUMP_REFUSED) {
        check(whole.error.offset == single.error.offset && whole.error.offset <= size);
        check(strcmp(whole.error.opcode, single.error.opcode) == 0);
        check(strcmp(whole.error.reason, single.error.reason) == 0 && whole.error.reason[0] != '\0');
    }
    check(whole.progress.traces == single.progress.traces && whole.progress.bytes == single.progress.bytes);
    if (whole.snapshot != NULL) {
        check(whole.snapshot->count == whole.progress.traces &&
              whole.snapshot->nframe == whole.progress.limit);
        check(whole.snapshot->size == single.snapshot->size);
        check(whole.snapshot->traceback_count == single.snapshot->traceback_count);
    }
    snapshot_release(whole.snapshot);
    snapshot_release(single.snapshot);
    return 0;
}
