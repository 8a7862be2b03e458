/* Tools, events, callbacks, and what code objects have of them (monitoring.h). */
#include "daemon/python/monitoring.h"

#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/code.h"
#include "daemon/heap/object/int.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/evaluate.h"
#include "daemon/python/opcode.h"

struct monitoring {           /* in the tables area, from the first tool on */
    struct program_keys keys; /* the names of tools, then for each its callbacks; None: there is none */
    uint8_t tools[MONITORING_SETTABLE];      /* who has set the event for all code, a bit each */
    uint8_t branch_left, branch_right;       /* whose callback is one for BRANCH, registered for both */
    uint32_t code_objects[MONITORING_TOOLS]; /* how many have events of the tool's */
    uint32_t disabling;                      /* how many have events disabled somewhere */
    uint64_t version, restarted;             /* of the events; when restart_events() was called last */
    uint64_t cleared[MONITORING_TOOLS];      /* the version since which events of code objects count */
};

struct code_record {  /* in the tables area */
    uint64_t version; /* of the events when the code ran last */
    uint64_t cleared[MONITORING_TOOLS];
    uint8_t local[MONITORING_LOCAL];  /* who has set the event for this code */
    uint8_t active[MONITORING_LOCAL]; /* and who for any, at that version */
    uint32_t lanes; /* how many words the code has; 0: nothing is disabled. Then, for each lane and word, the
                       tools that have disabled it there: */
    uint8_t disabled[];
};

/* Most instructions have one event at most beside LINE and INSTRUCTION. */
enum lane { LANE_OWN, LANE_LINE, LANE_INSTRUCTION, LANE_RIGHT, LANE_STOP, LANES };

const char *monitoring_event_name(unsigned event)
{
    static const char *const names[] = {
#define X(name) #name,
        MONITORING_EVENT_NAMES(X)
#undef X
    };
    return event < MONITORING_EVENTS ? names[event] : NULL;
}

static struct monitoring *monitoring_of(const struct heap *h)
{
    addr a = interpreter_of(h)->monitor.monitoring;
    return a ? heap_at(h, a) : NULL;
}

static struct code_record *record_of(const struct heap *h, addr code)
{
    addr a = code_at(h, code)->monitoring;
    return a ? heap_at(h, a) : NULL;
}

/* ---- names and callbacks */

enum { KEYS = MONITORING_TOOLS * (1 + MONITORING_EVENTS) };

static addr *name_at(const struct heap *h, const struct monitoring *m, unsigned tool)
{
    return (addr *)heap_at(h, m->keys.keys) + tool;
}

static addr *callback_at(const struct heap *h, const struct monitoring *m, unsigned tool, unsigned event)
{
    return (addr *)heap_at(h, m->keys.keys) + MONITORING_TOOLS + tool * MONITORING_EVENTS + event;
}

/* NULL: no memory, nothing raised. */
static struct monitoring *make(struct heap *h)
{
    if (monitoring_of(h))
        return monitoring_of(h);
    addr a = table_alloc(h, sizeof(struct monitoring)), keys = a ? table_alloc(h, KEYS * sizeof(addr)) : 0;
    if (!keys) {
        if (a)
            table_free(h, a);
        return NULL;
    }
    struct monitoring *m = heap_at(h, a);
    memset(m, 0, sizeof *m);
    m->keys = (struct program_keys){.keys = keys, .count = KEYS, .room = KEYS};
    for (size_t i = 0; i < KEYS; i++)
        ((addr *)heap_at(h, keys))[i] = incref(h, none(h));
    interpreter_of(h)->monitor.monitoring = a;
    monitor_chain_keys(h);
    return m;
}

addr monitoring_tool_name(const struct heap *h, unsigned tool)
{
    const struct monitoring *m = monitoring_of(h);
    addr name = m ? *name_at(h, m, tool) : none(h);
    return name == none(h) ? 0 : name;
}

enum heap_status monitoring_use_tool(struct heap *h, unsigned tool, addr name)
{
    struct monitoring *m = make(h);
    if (!m)
        return raise_memory(h);
    object_replace(h, name_at(h, m, tool), incref(h, name));
    return HEAP_OK;
}

enum heap_status monitoring_register(struct heap *h, unsigned tool, unsigned event, addr callback, addr *old)
{
    struct monitoring *m = make(h);
    if (!m)
        return raise_memory(h);
    bool both = event == EVENT_BRANCH;
    unsigned first = both ? EVENT_BRANCH_LEFT : event;
    addr new = callback ? callback : none(h), second = 0;
    addr *place = callback_at(h, m, tool, first);
    *old = *place == none(h) ? 0 : *place;
    *place = incref(h, new);
    uint8_t bit = (uint8_t)(1u << tool);
    if (both || event == EVENT_BRANCH_LEFT)
        m->branch_left = (uint8_t)(both && callback ? m->branch_left | bit : m->branch_left & ~bit);
    if (both || event == EVENT_BRANCH_RIGHT)
        m->branch_right = (uint8_t)(both && callback ? m->branch_right | bit : m->branch_right & ~bit);
    if (both) {
        second = *callback_at(h, m, tool, EVENT_BRANCH_RIGHT);
        *callback_at(h, m, tool, EVENT_BRANCH_RIGHT) = incref(h, new);
    }
    xdecref(h, second);
    return HEAP_OK;
}

/* ---- what a code object has */

static enum lane lane_of(enum monitoring_event event)
{
    switch (event) {
    case EVENT_LINE:
        return LANE_LINE;
    case EVENT_INSTRUCTION:
        return LANE_INSTRUCTION;
    case EVENT_BRANCH_RIGHT:
        return LANE_RIGHT;
    case EVENT_STOP_ITERATION:
        return LANE_STOP;
    default:
        return LANE_OWN;
    }
}

/* The event of an instruction's own, in LANE_OWN. */
static enum monitoring_event own_event(uint32_t word)
{
    switch (word & 0xff) {
    case OP_RESUME:
        return word >> 8 ? EVENT_PY_RESUME : EVENT_PY_START;
    case OP_RETURN_VALUE:
        return EVENT_PY_RETURN;
    case OP_YIELD_VALUE:
        return EVENT_PY_YIELD;
    case OP_JUMP:
    case OP_JUMP_BACKWARD:
        return EVENT_JUMP;
    case OP_CALL:
    case OP_CALL_NAMED:
    case OP_CALL_KW:
    case OP_CALL_FUNCTION_EX:
    case OP_LOAD_SUPER_ATTR:
        return EVENT_CALL;
    default:
        return EVENT_BRANCH_LEFT;
    }
}

static uint8_t *disabled_at(struct code_record *r, enum monitoring_event event, uint32_t at)
{
    return &r->disabled[(size_t)lane_of(event) * r->lanes + at];
}

/* The tools have set the event anew: it is disabled nowhere. */
static void enable(const struct heap *h, addr code, struct code_record *r, enum monitoring_event event,
                   uint8_t tools)
{
    const uint32_t *instructions = code_instructions(h, code);
    for (uint32_t at = 0; at < r->lanes; at++)
        if (lane_of(event) != LANE_OWN || own_event(instructions[at]) == event)
            *disabled_at(r, event, at) &= (uint8_t)~tools;
}

static void forget_cleared(const struct monitoring *m, struct code_record *r)
{
    for (unsigned tool = 0; tool < MONITORING_TOOLS; tool++)
        if (r->cleared[tool] != m->cleared[tool])
            for (unsigned event = 0; event < MONITORING_LOCAL; event++)
                r->local[event] &= (uint8_t) ~(1u << tool);
}

static void disables_nothing(struct monitoring *m, struct code_record *r)
{
    if (r->lanes)
        m->disabling--;
    r->lanes = 0;
}

/* Brings the record up to the events' version. */
static void update(const struct heap *h, struct monitoring *m, addr code, struct code_record *r)
{
    uint8_t active = 0;
    forget_cleared(m, r);
    for (unsigned event = 0; event < MONITORING_LOCAL; event++) {
        uint8_t now = m->tools[event] | r->local[event];
        uint8_t anew = m->restarted > r->version ? now : (uint8_t)(now & ~r->active[event]);
        if (anew && r->lanes)
            enable(h, code, r, event, anew);
        r->active[event] = now;
        active |= now;
    }
    if (!active)
        disables_nothing(m, r); /* whatever is set next is set anew */
    r->version = m->version;
}

static void update_running(struct heap *h)
{
    struct monitoring *m = monitoring_of(h);
    for (addr f = h->frame; f; f = iframe_at(h, f)->previous) {
        struct code_record *r = record_of(h, iframe_at(h, f)->code);
        if (r && r->version != m->version)
            update(h, m, iframe_at(h, f)->code, r);
    }
    monitor_update(h);
}

/* The record of the code, which can note what is disabled if `lanes`. NULL: no memory, nothing raised. */
static struct code_record *make_record(struct heap *h, addr code, bool lanes)
{
    struct monitoring *m = monitoring_of(h);
    struct code_object *c = code_at(h, code);
    struct code_record *r = record_of(h, code);
    bool is_new = !r;
    if (r && (!lanes || r->lanes))
        return r;
    uint32_t words = lanes ? (uint32_t)c->words : 0;
    addr a = table_realloc(h, c->monitoring, sizeof *r + (size_t)LANES * words);
    if (!a)
        return NULL;
    c->monitoring = a;
    r = heap_at(h, a);
    if (is_new) {
        memset(r, 0, sizeof *r);
        update(h, m, code, r);
        memcpy(r->cleared, m->cleared, sizeof r->cleared);
    }
    r->lanes = words;
    m->disabling += words != 0;
    memset(r->disabled, 0, (size_t)LANES * words);
    return r;
}

static uint32_t set_of(const uint8_t *tools, unsigned count, unsigned tool)
{
    uint32_t events = 0;
    for (unsigned event = 0; event < count; event++)
        events |= (uint32_t)(tools[event] >> tool & 1) << event;
    return events;
}

static void put_set(uint8_t *tools, unsigned count, unsigned tool, uint32_t events)
{
    for (unsigned event = 0; event < count; event++)
        tools[event] = (uint8_t)((tools[event] & ~(1u << tool)) | (events >> event & 1) << tool);
}

static uint32_t local_set(const struct monitoring *m, const struct code_record *r, unsigned tool)
{
    return r && r->cleared[tool] == m->cleared[tool] ? set_of(r->local, MONITORING_LOCAL, tool) : 0;
}

void runtime_code_ends(struct heap *h, addr code)
{
    struct monitoring *m = monitoring_of(h);
    for (unsigned tool = 0; m && tool < MONITORING_TOOLS; tool++)
        if (local_set(m, record_of(h, code), tool) && --m->code_objects[tool] == 0)
            monitor_update(h);
    if (m)
        disables_nothing(m, record_of(h, code));
    table_free(h, code_at(h, code)->monitoring);
    code_at(h, code)->monitoring = 0;
}

/* ---- events that are set */

/* Where something is disabled and nothing set any more, the next run of the code is looked for: what is
 * disabled is forgotten then. */
bool monitoring_has_events(const struct heap *h)
{
    const struct monitoring *m = monitoring_of(h);
    bool any = m && m->disabling;
    for (unsigned event = 0; m && event < MONITORING_SETTABLE; event++)
        any |= m->tools[event] != 0;
    for (unsigned tool = 0; m && tool < MONITORING_TOOLS; tool++)
        any |= m->code_objects[tool] != 0;
    return any;
}

uint8_t monitoring_tools_of(const struct heap *h, unsigned event)
{
    const struct monitoring *m = monitoring_of(h);
    return m ? m->tools[event] : 0;
}

uint32_t monitoring_events(const struct heap *h, unsigned tool)
{
    const struct monitoring *m = monitoring_of(h);
    return m ? set_of(m->tools, MONITORING_SETTABLE, tool) : 0;
}

void monitoring_set_events(struct heap *h, unsigned tool, uint32_t events)
{
    struct monitoring *m = monitoring_of(h);
    if (!m || monitoring_events(h, tool) == events)
        return;
    put_set(m->tools, MONITORING_SETTABLE, tool, events);
    m->version++;
    update_running(h);
}

uint32_t monitoring_local_events(const struct heap *h, unsigned tool, addr code)
{
    const struct code_record *r = record_of(h, code);
    return r ? set_of(r->local, MONITORING_LOCAL, tool) : 0;
}

enum heap_status monitoring_set_local_events(struct heap *h, unsigned tool, addr code, uint32_t events)
{
    struct monitoring *m = monitoring_of(h);
    struct code_record *r = make_record(h, code, false);
    if (!r)
        return raise_memory(h);
    uint32_t before = local_set(m, r, tool);
    r->cleared[tool] = m->cleared[tool];
    put_set(r->local, MONITORING_LOCAL, tool, events);
    m->code_objects[tool] += events != 0;
    m->code_objects[tool] -= before != 0;
    if (before != events)
        update(h, m, code, r);
    monitor_update(h);
    return HEAP_OK;
}

void monitoring_restart(struct heap *h)
{
    struct monitoring *m = monitoring_of(h);
    if (!m)
        return;
    m->restarted = m->version + 1;
    m->version = m->restarted + 1;
    update_running(h);
}

void monitoring_clear_tool(struct heap *h, unsigned tool)
{
    struct monitoring *m = monitoring_of(h);
    for (unsigned event = 0; event < MONITORING_EVENTS; event++)
        object_replace(h, callback_at(h, m, tool, event), incref(h, none(h)));
    m->branch_left &= (uint8_t) ~(1u << tool);
    m->branch_right &= (uint8_t) ~(1u << tool);
    monitoring_set_events(h, tool, 0);
    m->version++;
    m->cleared[tool] = m->version;
    m->code_objects[tool] = 0;
    update_running(h);
}

void monitoring_free_tool(struct heap *h, unsigned tool)
{
    if (!monitoring_tool_name(h, tool))
        return;
    monitoring_clear_tool(h, tool);
    object_replace(h, name_at(h, monitoring_of(h), tool), incref(h, none(h)));
}

/* ---- telling */

/* Who is told of the event at that instruction. */
static uint8_t tools_at(struct heap *h, struct monitoring *m, addr code, enum monitoring_event event,
                        uint32_t at)
{
    if (event == EVENT_C_RETURN || event == EVENT_C_RAISE)
        event = EVENT_CALL;
    uint8_t tools = m->tools[event];
    struct code_record *r = event < MONITORING_LOCAL ? record_of(h, code) : NULL;
    if (!r)
        return tools;
    if (r->version != m->version) {
        update(h, m, code, r);
        monitor_update(h);
    }
    tools |= r->local[event];
    return r->lanes ? (uint8_t)(tools & ~*disabled_at(r, event, at)) : tools;
}

bool monitoring_wants(struct heap *h, addr f, enum monitoring_event event, uint32_t at)
{
    struct monitoring *m = monitoring_of(h);
    return m && tools_at(h, m, iframe_at(h, f)->code, event, at) && !evaluate_is_hidden(h, f);
}

/* Of a callback for BRANCH, which is one for both ways: where the way that the jump itself tells of has been
 * disabled, the other one is as well. */
static bool is_disabled_with(struct heap *h, struct monitoring *m, addr code, enum monitoring_event event,
                             uint32_t at, unsigned tool)
{
    if (event != EVENT_BRANCH_LEFT && event != EVENT_BRANCH_RIGHT)
        return false;
    bool both = (event == EVENT_BRANCH_LEFT ? m->branch_left : m->branch_right) >> tool & 1;
    bool loop = (code_instructions(h, code)[at] & 0xff) == OP_FOR_ITER;
    enum monitoring_event own = loop ? EVENT_BRANCH_LEFT : EVENT_BRANCH_RIGHT;
    return both && event != own && !tools_at(h, m, code, own, at);
}

static enum heap_status disable(struct heap *h, addr code, enum monitoring_event event, uint32_t at,
                                unsigned tool)
{
    if (event >= MONITORING_LOCAL) {
        object_replace(h, callback_at(h, monitoring_of(h), tool, event), incref(h, none(h)));
        return raise_error(h, EXC_VALUE_ERROR, "Cannot disable %s events. Callback removed.",
                           monitoring_event_name(event));
    }
    struct code_record *r = make_record(h, code, true);
    if (!r)
        return raise_memory(h);
    *disabled_at(r, event, at) |= (uint8_t)(1u << tool);
    return HEAP_OK;
}

/* *disables: it has answered DISABLE. */
static enum heap_status call_callback(struct heap *h, addr callback, const addr *args, size_t count,
                                      bool *disables)
{
    addr result;
    incref(h, callback);
    monitor_enter(h);
    enum heap_status status = object_call(h, callback, args, count, NULL, NULL, 0, &result);
    monitor_leave(h);
    decref(h, callback);
    if (status != HEAP_OK)
        return status;
    *disables = result == interpreter_of(h)->disable;
    decref(h, result);
    return HEAP_OK;
}

enum heap_status monitoring_tell(struct heap *h, addr f, enum monitoring_event event, uint32_t at,
                                 int64_t second, const addr *rest, size_t count)
{
    struct monitoring *m = monitoring_of(h);
    addr args[4] = {iframe_at(h, f)->code, int_new(h, second)};
    uint8_t tools = tools_at(h, m, args[0], event, at);
    enum heap_status status = args[1] ? HEAP_OK : raise_status(h);
    for (size_t i = 0; i < count; i++)
        args[2 + i] = rest[i];
    for (unsigned tool = MONITORING_TOOLS; tool-- > 0 && status == HEAP_OK;) {
        if (!(tools >> tool & 1))
            continue;
        addr callback = *callback_at(h, m, tool, event);
        bool disables = is_disabled_with(h, m, args[0], event, at, tool);
        if (callback != none(h) && !disables)
            status = call_callback(h, callback, args, 2 + count, &disables);
        if (status == HEAP_OK && disables)
            status = disable(h, args[0], event, at, tool);
    }
    xdecref(h, args[1]);
    return status;
}
