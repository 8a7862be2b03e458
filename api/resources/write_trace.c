/* Tracing as JSON. */
#include "api/resources/write_trace.h"

void write_trace_members(struct json_writer *w, const struct heap *h)
{
    struct trace_state s;
    trace_state(h, &s);
    json_member_bool(w, "tracing", s.tracing);
    json_member_uint(w, "nframe", s.nframe);
    json_member_uint(w, "current", s.current);
    json_member_uint(w, "peak", s.peak);
    json_member_uint(w, "traces", s.traces);
    json_member_uint(w, "tracebacks", s.tracebacks);
    json_member_uint(w, "overhead", s.overhead);
}
