/* Lines that begin while somebody watches (watch.h). */
#include "daemon/python/watch.h"

#include "daemon/heap/object/code.h"
#include "daemon/heap/trace.h"
#include "daemon/python/opcode.h"

_Static_assert(OP_RESUME == CODE_RESUME, "what heaps know of instructions");

uint32_t watch_traced_line(struct heap *h, addr f, uint32_t last)
{
    uint32_t line = iframe_line(h, f);
    if (!line || line == last)
        return last;
    if (h->tracing)
        trace_line_changed(h, line);
    return line;
}

struct line_watch watch_behind(const struct heap *h, addr f, uint32_t at)
{
    addr code = iframe_at(h, f)->code;
    const uint32_t *instructions = code_instructions(h, code);
    size_t first = 0, words = (size_t)code_at(h, code)->words;
    while (first < words && (instructions[first] & 0xff) != OP_RESUME)
        first++;
    return (struct line_watch){.line = code_position_at(h, code, at)->line, .at = at, .begun = at > first};
}

uint32_t watch_line(struct heap *h, addr f, struct line_watch *w, uint32_t word)
{
    const struct python_host *host = interpreter_host(h);
    uint32_t at = iframe_at(h, f)->at, line = iframe_line(h, f);
    bool begins = false;
    w->first = w->resumed && line == w->resumed;
    w->again = w->first || line == w->line;
    w->resumed = 0;
    if ((word & 0xff) == OP_RESUME) {
        w->resumed = word >> 8 ? 0 : line;
        line = word >> 8 ? line : 0; /* after the first one a line begins whatever it is */
        w->begun = true;
    } else if (w->begun && line && (line != w->line || (at < w->at && (word & 0xff) != OP_SEND))) {
        begins = true;
        if (host && host->watch)
            host->watch(host->context, h, PYTHON_LINE, line);
    }
    w->line = line;
    w->at = at;
    w->went = true;
    return begins ? line : 0;
}
