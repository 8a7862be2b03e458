/* GET /export: all that is stored of a session, live or ended, as an SQLite file. */
#include "api/resources/resources.h"
#include "api/store_answer.h"

#include <sys/stat.h>
#include <unistd.h>

static int is_late(void *context)
{
    return deadline_passed(context);
}

enum api_result export_session(struct api_request *request)
{
    struct api_answer *answer = &request->answer;
    struct store *store = request->context->store;
    const struct store_patience patience = {is_late, &request->deadline};
    struct stat about;
    int64_t record;
    int file;
    enum api_result result = stored_record(request, &record);
    if (result == API_DONE)
        result = api_timeless(request);
    if (result != API_DONE)
        return result;
    (void)!store_flush(store); /* what a client has caused it gets; what was lost is counted */
    enum store_status status = store_export(store, record, &patience, &file);
    if (status == STORE_NOT_FOUND)
        return api_fail(request, PROBLEM_NO_SUCH_SESSION, "the session was deleted meanwhile");
    if (status != STORE_OK)
        return fail_store(request, status);
    if (fstat(file, &about) != 0) {
        close(file);
        return api_fail(request, PROBLEM_STORE, "the file cannot be looked at");
    }
    answer->has_file = true; /* it is closed with the answer */
    answer->file = file;
    answer->file_length = (uint64_t)about.st_size;
    answer->content_type = "application/vnd.sqlite3";
    return API_DONE;
}
