/* /verify: the heap checks itself, every invariant that it knows, and says what does not hold. */
#include "api/resource.h"
#include "api/resources/resources.h"

enum { FINDINGS_MAX = 1000 }; /* written; the number of all is told */

struct report {
    struct json_writer *w;
    size_t written;
};

static bool write_finding(void *cls, const struct finding *finding)
{
    struct report *report = cls;
    if (report->written++ >= FINDINGS_MAX)
        return true;
    json_begin_object(report->w);
    json_member_text(report->w, "what", finding->what);
    json_member_address(report->w, "where", finding->where);
    json_member_uint(report->w, "expected", finding->expected);
    json_member_uint(report->w, "found", finding->found);
    json_end_object(report->w);
    return true;
}

enum api_result verify_session(struct api_request *request)
{
    struct json_writer *w = &request->json;
    struct session *session;
    struct heap *h;
    enum api_result result = enter_heap(request, true, &session, &h);
    if (result != API_DONE)
        return result;
    struct report report = {.w = w};
    json_begin_object(w);
    json_key(w, "findings");
    json_begin_array(w);
    size_t count = heap_verify(h, write_finding, &report);
    json_end_array(w);
    json_member_uint(w, "count", count);
    json_member_bool(w, "sound", count == 0);
    json_end_object(w);
    api_etag(request, session_seq(session));
    return API_DONE;
}
