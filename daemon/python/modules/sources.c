/* The module _sources: the texts of the programs that this session has run, for linecache and tracebacks. */
#include "daemon/heap/heap.h"
#include "daemon/python/interpreter.h"
#include "daemon/python/kept_source.h"
#include "daemon/python/modules/module.h"

static enum heap_status sources_text(struct heap *h, const struct call *call, addr *out)
{
    addr found = source_of(h, call->args[0]);
    *out = incref(h, found ? found : none(h));
    return HEAP_OK;
}

static const struct builtin_method functions[] = {{"text", 1, 1, false, sources_text}, {0}};
const struct module_definition sources_module = {"_sources", functions, NULL};
