/* sys.monitoring (PEP 669): tools, the events that they have asked for, and their callbacks. Mirrors
 * Python/instrumentation.c, but for where events come from: CPython changes instructions, here the evaluation
 * tells of every instruction while anybody is there to be told (monitor.h).
 *
 * An event is told the tools that have set it, for all code or for this code object, and whose callback has
 * not answered DISABLE at this instruction. What a code object has of its own, the events set for it alone
 * and the instructions at which tools have disabled an event, is a record in the tables area that dies with
 * it. Changes of events have a version: what a code object has disabled is forgotten where a tool sets the
 * event anew, as soon as the code runs again (or at once, where it runs).
 */
#ifndef HEAPD_PYTHON_MONITORING_H
#define HEAPD_PYTHON_MONITORING_H

#include "daemon/heap/state.h"

#define MONITORING_TOOLS 6

/* Local ones first, which are of an instruction and can be set for a code object; then the others that can be
 * set; then what goes with one of these. */
#define MONITORING_EVENT_NAMES(X)                                                                            \
    X(PY_START)                                                                                              \
    X(PY_RESUME)                                                                                             \
    X(PY_RETURN)                                                                                             \
    X(PY_YIELD)                                                                                              \
    X(CALL)                                                                                                  \
    X(LINE)                                                                                                  \
    X(INSTRUCTION)                                                                                           \
    X(JUMP)                                                                                                  \
    X(BRANCH_LEFT)                                                                                           \
    X(BRANCH_RIGHT)                                                                                          \
    X(STOP_ITERATION)                                                                                        \
    X(RAISE)                                                                                                 \
    X(EXCEPTION_HANDLED)                                                                                     \
    X(PY_UNWIND)                                                                                             \
    X(PY_THROW)                                                                                              \
    X(RERAISE)                                                                                               \
    X(C_RETURN)                                                                                              \
    X(C_RAISE)                                                                                               \
    X(BRANCH)

enum monitoring_event {
#define X(name) EVENT_##name,
    MONITORING_EVENT_NAMES(X)
#undef X
        MONITORING_EVENTS,
    MONITORING_LOCAL = EVENT_STOP_ITERATION + 1,
    MONITORING_SETTABLE = EVENT_RERAISE + 1
};
const char *monitoring_event_name(unsigned event); /* NULL: past the last */

/* ---- what programs ask for (modules/monitoring.c). Tools and events are valid ones. */

/* borrowed, 0: not in use */
addr monitoring_tool_name(const struct heap *h, unsigned tool);
enum heap_status monitoring_use_tool(struct heap *h, unsigned tool, addr name) HEAP_MUST_CHECK; /* borrowed */
/* Its events and callbacks are gone, those of code objects too. */
void monitoring_clear_tool(struct heap *h, unsigned tool);
void monitoring_free_tool(struct heap *h, unsigned tool);
/* callback: borrowed, 0 none. *old *new*, 0 none */
enum heap_status monitoring_register(struct heap *h, unsigned tool, unsigned event, addr callback,
                                     addr *old) HEAP_MUST_CHECK;
/* Sets of events: 1 << event */
uint32_t monitoring_events(const struct heap *h, unsigned tool);
void monitoring_set_events(struct heap *h, unsigned tool, uint32_t events);
uint32_t monitoring_local_events(const struct heap *h, unsigned tool, addr code);
enum heap_status monitoring_set_local_events(struct heap *h, unsigned tool, addr code,
                                             uint32_t events) HEAP_MUST_CHECK;
void monitoring_restart(struct heap *h);
uint8_t monitoring_tools_of(const struct heap *h, unsigned event); /* a bit for each */

/* ---- what monitor.c asks */

bool monitoring_has_events(const struct heap *h); /* anybody, of any code */
/* Does anybody want to know of it at the instruction `at` of the frame's code? */
bool monitoring_wants(struct heap *h, addr f, enum monitoring_event event, uint32_t at);
/* Tells it: callback(code, second, *rest); `second` is the offset of the instruction, or the line. What is
 * passed is borrowed. */
enum heap_status monitoring_tell(struct heap *h, addr f, enum monitoring_event event, uint32_t at,
                                 int64_t second, const addr *rest, size_t count) HEAP_MUST_CHECK;

#endif
