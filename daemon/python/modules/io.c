/* The module _io_types: the types of streams in memory, for lib/io.py (daemon/heap/object/io_base.h). */
#include "daemon/heap/heap.h"
#include "daemon/python/modules/module.h"

static enum heap_status fill(struct heap *h, addr dict)
{
    static const struct {
        const char *name;
        enum kind kind;
    } types[] = {{"_IOBase", KIND_IO_BASE},
                 {"_RawIOBase", KIND_RAW_IO_BASE},
                 {"_BufferedIOBase", KIND_BUFFERED_IO_BASE},
                 {"_TextIOBase", KIND_TEXT_IO_BASE},
                 {"StringIO", KIND_STRING_IO},
                 {"BytesIO", KIND_BYTES_IO},
                 {"_BytesIOBuffer", KIND_BYTES_IO_BUFFER},
                 {"IncrementalNewlineDecoder", KIND_NEWLINE_DECODER}};
    enum heap_status status = HEAP_OK;
    for (size_t i = 0; i < sizeof types / sizeof *types && status == HEAP_OK; i++)
        status = module_add(h, dict, types[i].name, incref(h, h->type[types[i].kind]));
    return status;
}

static const struct builtin_method functions[] = {{0}};
const struct module_definition io_module = {"_io_types", functions, fill};
