/* The module sys.monitoring: what programs ask of monitoring.h. sys has it as an attribute, sys.modules does
 * not. Mirrors the last part of Python/instrumentation.c.
 */
#include <string.h>

#include "daemon/heap/heap.h"
#include "daemon/heap/object/answer.h"
#include "daemon/heap/object/builtin.h"
#include "daemon/heap/object/module.h"
#include "daemon/heap/object/namespace.h"
#include "daemon/heap/object/operator.h"
#include "daemon/heap/runtime.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/modules/module.h"
#include "daemon/python/monitoring.h"

#define BIT(event)      (1u << EVENT_##event)
#define C_RETURN_EVENTS (BIT(C_RETURN) | BIT(C_RAISE))
#define BRANCH_EVENTS   (BIT(BRANCH_LEFT) | BIT(BRANCH_RIGHT))

static enum heap_status check_tool(struct heap *h, int64_t tool)
{
    if (tool < 0 || tool >= MONITORING_TOOLS)
        return raise_error(h, EXC_VALUE_ERROR, "invalid tool %d (must be between 0 and 5)", (int)tool);
    return HEAP_OK;
}

/* The tool is the first argument, and the only one to be converted. */
static enum heap_status read_tool(struct heap *h, const struct call *call, unsigned *tool)
{
    int64_t number;
    enum heap_status status = object_index_int(h, call->args[0], &number);
    if (status == HEAP_OK)
        status = check_tool(h, number);
    if (status == HEAP_OK)
        *tool = (unsigned)number;
    return status;
}

static enum heap_status use_tool_id(struct heap *h, const struct call *call, addr *out)
{
    unsigned tool;
    enum heap_status status = read_tool(h, call, &tool);
    if (status != HEAP_OK)
        return status;
    if (object_kind(h, call->args[1]) != KIND_STR)
        return raise_error(h, EXC_VALUE_ERROR, "tool name must be a str");
    if (monitoring_tool_name(h, tool))
        return raise_error(h, EXC_VALUE_ERROR, "tool %u is already in use", tool);
    return answer_none(h, monitoring_use_tool(h, tool, call->args[1]), out);
}

static enum heap_status clear_tool_id(struct heap *h, const struct call *call, addr *out)
{
    unsigned tool;
    enum heap_status status = read_tool(h, call, &tool);
    if (status == HEAP_OK && monitoring_tool_name(h, tool))
        monitoring_clear_tool(h, tool);
    return answer_none(h, status, out);
}

static enum heap_status free_tool_id(struct heap *h, const struct call *call, addr *out)
{
    unsigned tool;
    enum heap_status status = read_tool(h, call, &tool);
    if (status == HEAP_OK)
        monitoring_free_tool(h, tool);
    return answer_none(h, status, out);
}

static enum heap_status get_tool(struct heap *h, const struct call *call, addr *out)
{
    unsigned tool;
    enum heap_status status = read_tool(h, call, &tool);
    addr name = status == HEAP_OK ? monitoring_tool_name(h, tool) : 0;
    return status == HEAP_OK ? answer(h, incref(h, name ? name : none(h)), out) : status;
}

/* register_callback(tool_id, event, func) */
static enum heap_status register_callback(struct heap *h, const struct call *call, addr *out)
{
    int64_t number, event;
    addr func = call->args[2], old;
    enum heap_status status = object_index_int(h, call->args[0], &number);
    if (status == HEAP_OK)
        status = object_index_int(h, call->args[1], &event);
    if (status == HEAP_OK)
        status = check_tool(h, number);
    if (status != HEAP_OK)
        return status;
    if (__builtin_popcount((uint32_t)event) != 1)
        return raise_error(h, EXC_VALUE_ERROR, "The callback can only be set for one event at a time");
    unsigned bit = (unsigned)__builtin_ctz((uint32_t)event);
    if (bit >= MONITORING_EVENTS)
        return raise_error(h, EXC_VALUE_ERROR, "invalid event %d", (int)event);
    status = monitoring_register(h, (unsigned)number, bit, func == none(h) ? 0 : func, &old);
    return status == HEAP_OK ? answer(h, old ? old : incref(h, none(h)), out) : status;
}

static enum heap_status get_events(struct heap *h, const struct call *call, addr *out)
{
    unsigned tool;
    enum heap_status status = read_tool(h, call, &tool);
    return status == HEAP_OK ? answer_int(h, monitoring_events(h, tool), out) : status;
}

/* Of a set of events those that can be set. */
static enum heap_status settable(struct heap *h, int64_t *events)
{
    if (*events & C_RETURN_EVENTS && (~*events & (C_RETURN_EVENTS | BIT(CALL))))
        return raise_error(h, EXC_VALUE_ERROR, "cannot set C_RETURN or C_RAISE events independently");
    *events &= ~(int64_t)C_RETURN_EVENTS;
    if (*events & BIT(BRANCH))
        *events = (*events & ~(int64_t)BIT(BRANCH)) | BRANCH_EVENTS;
    return HEAP_OK;
}

static enum heap_status check_in_use(struct heap *h, int64_t tool)
{
    if (!monitoring_tool_name(h, (unsigned)tool))
        return raise_error(h, EXC_VALUE_ERROR, "tool %d is not in use", (int)tool);
    return HEAP_OK;
}

/* set_events(tool_id, event_set) */
static enum heap_status set_events(struct heap *h, const struct call *call, addr *out)
{
    int64_t tool, events;
    enum heap_status status = object_index_int(h, call->args[0], &tool);
    if (status == HEAP_OK)
        status = object_index_int(h, call->args[1], &events);
    if (status == HEAP_OK)
        status = check_tool(h, tool);
    if (status == HEAP_OK && (events < 0 || events >= 1 << MONITORING_EVENTS))
        status = raise_error(h, EXC_VALUE_ERROR, "invalid event set 0x%x", (unsigned)events);
    if (status == HEAP_OK)
        status = settable(h, &events);
    if (status == HEAP_OK)
        status = check_in_use(h, tool);
    if (status == HEAP_OK)
        monitoring_set_events(h, (unsigned)tool, (uint32_t)events);
    return answer_none(h, status, out);
}

static enum heap_status check_code(struct heap *h, addr code)
{
    return object_kind(h, code) == KIND_CODE ? HEAP_OK
                                             : raise_error(h, EXC_TYPE_ERROR, "code must be a code object");
}

/* get_local_events(tool_id, code) */
static enum heap_status get_local_events(struct heap *h, const struct call *call, addr *out)
{
    int64_t tool;
    enum heap_status status = object_index_int(h, call->args[0], &tool);
    if (status == HEAP_OK)
        status = check_code(h, call->args[1]);
    if (status == HEAP_OK)
        status = check_tool(h, tool);
    return status == HEAP_OK ? answer_int(h, monitoring_local_events(h, (unsigned)tool, call->args[1]), out)
                             : status;
}

/* set_local_events(tool_id, code, event_set) */
static enum heap_status set_local_events(struct heap *h, const struct call *call, addr *out)
{
    int64_t tool, events;
    enum heap_status status = object_index_int(h, call->args[0], &tool);
    if (status == HEAP_OK)
        status = object_index_int(h, call->args[2], &events);
    if (status == HEAP_OK)
        status = check_code(h, call->args[1]);
    if (status == HEAP_OK)
        status = check_tool(h, tool);
    if (status == HEAP_OK)
        status = settable(h, &events);
    if (status == HEAP_OK && (events < 0 || events >= 1 << MONITORING_LOCAL))
        status = raise_error(h, EXC_VALUE_ERROR, "invalid local event set 0x%x", (unsigned)events);
    if (status == HEAP_OK)
        status = check_in_use(h, tool);
    if (status == HEAP_OK)
        status = monitoring_set_local_events(h, (unsigned)tool, call->args[1], (uint32_t)events);
    return answer_none(h, status, out);
}

static enum heap_status restart_events(struct heap *h, const struct call *call, addr *out)
{
    (void)call;
    monitoring_restart(h);
    return call_none(h, out);
}

/* _all_events(): {name: tools} */
static enum heap_status all_events(struct heap *h, const struct call *call, addr *out)
{
    addr events = dict_new(h);
    enum heap_status status = events ? HEAP_OK : raise_status(h);
    (void)call;
    for (unsigned event = 0; event < MONITORING_SETTABLE && status == HEAP_OK; event++)
        if (monitoring_tools_of(h, event))
            status = module_add(h, events, monitoring_event_name(event),
                                int_new(h, monitoring_tools_of(h, event)));
    if (status == HEAP_OK)
        *out = events;
    else
        xdecref(h, events);
    return status;
}

static const struct builtin_method functions[] = {
    {"use_tool_id", 2, 2, false, use_tool_id},
    {"clear_tool_id", 1, 1, false, clear_tool_id},
    {"free_tool_id", 1, 1, false, free_tool_id},
    {"get_tool", 1, 1, false, get_tool},
    {"register_callback", 3, 3, false, register_callback},
    {"get_events", 1, 1, false, get_events},
    {"set_events", 2, 2, false, set_events},
    {"get_local_events", 2, 2, false, get_local_events},
    {"set_local_events", 3, 3, false, set_local_events},
    {"restart_events", 0, 0, false, restart_events},
    {"_all_events", 0, 0, false, all_events},
    {0},
};

/* ---- the module itself */

static enum heap_status fill_events(struct heap *h, addr events)
{
    enum heap_status status = HEAP_OK;
    for (unsigned event = 0; event <= MONITORING_EVENTS && status == HEAP_OK; event++) {
        const char *name = event < MONITORING_EVENTS ? monitoring_event_name(event) : "NO_EVENTS";
        addr key = str_intern_utf8(h, name, strlen(name)),
             value = key ? int_new(h, event < MONITORING_EVENTS ? 1 << event : 0) : 0;
        status = value ? object_setattr(h, events, key, value) : raise_status(h);
        xdecref(h, key);
        xdecref(h, value);
    }
    return status;
}

static enum heap_status fill_module(struct heap *h, addr module)
{
    static const struct {
        const char *name;
        int tool;
    } known[] = {{"DEBUGGER_ID", 0}, {"COVERAGE_ID", 1}, {"PROFILER_ID", 2}, {"OPTIMIZER_ID", 5}};
    unsigned number = module_number("_monitoring", 11);
    addr dict = module_dict(h, module);
    enum heap_status status = HEAP_OK;
    for (unsigned i = 0; functions[i].name && status == HEAP_OK; i++)
        status = module_add(h, dict, functions[i].name,
                            builtin_new(h, builtin_text(RUNTIME_FUNCTIONS + number, i), module));
    if (status == HEAP_OK)
        status = module_add(h, dict, "DISABLE", interpreter_of(h)->disable);
    if (status == HEAP_OK)
        status = module_add(h, dict, "MISSING", interpreter_of(h)->missing);
    addr events = status == HEAP_OK ? namespace_new(h, h->type[KIND_NAMESPACE]) : 0;
    if (status == HEAP_OK)
        status = events ? fill_events(h, events) : raise_status(h);
    if (status == HEAP_OK)
        status = module_add(h, dict, "events", incref(h, events));
    xdecref(h, events);
    for (size_t i = 0; i < sizeof known / sizeof *known && status == HEAP_OK; i++)
        status = module_add(h, dict, known[i].name, int_new(h, known[i].tool));
    return status;
}

enum heap_status monitoring_module_new(struct heap *h, const struct call *call, addr *out)
{
    addr name = str_from_ascii(h, "sys.monitoring"), module = name ? module_new(h, name) : 0;
    enum heap_status status = module ? fill_module(h, module) : raise_status(h);
    (void)call;
    xdecref(h, name);
    if (status == HEAP_OK)
        *out = module;
    else
        xdecref(h, module);
    return status;
}

const struct module_definition monitoring_module = {"_monitoring", functions, NULL};
