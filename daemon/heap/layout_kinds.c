/* The fields of each kind behind the header, as CPython's structures name them (layout.h). */
#include "daemon/heap/layout.h"
#include "daemon/heap/object/bytes.h"
#include "daemon/heap/object/container.h"
#include "daemon/heap/object/scalar.h"
#include "daemon/heap/object/str.h"
#include "daemon/heap/object/struct_sequence.h"
#include "daemon/heap/object/text.h"

#define WEAKREFLIST "The first of the weak references to the object, or 0."
#define VECTORCALL  "The function that calls it without making a tuple of the arguments."

static const struct field_spec float_fields[] = {
    {16, 8, FIELD_DOUBLE, "ob_fval", "The value, as the processor has it."}, {0}};

static const struct field_spec complex_fields[] = {
    {16, 8, FIELD_DOUBLE, "cval.real", "The real part."},
    {24, 8, FIELD_DOUBLE, "cval.imag", "The imaginary part."},
    {0},
};

static const struct field_spec bytearray_fields[] = {
    {16, 8, FIELD_COUNT, "ob_size", "How many bytes there are."},
    {24, 8, FIELD_COUNT, "ob_alloc", "How many bytes the block has room for."},
    {32, 8, FIELD_ADDRESS, "ob_bytes", "The block of the bytes."},
    {40, 8, FIELD_ADDRESS, "ob_start", "Where in it the bytes begin."},
    {48, 8, FIELD_COUNT, "ob_exports",
     "How many views have the bytes lent to them, so that the block must not move."},
    {0},
};

static const struct field_spec list_fields[] = {
    {16, 8, FIELD_COUNT, "ob_size", "How many items there are."},
    {24, 8, FIELD_ADDRESS, "ob_item", "The array of the items, a block of its own; 0 before the first one."},
    {32, 8, FIELD_COUNT, "allocated", "How many items the array has room for."},
    {0},
};

static const struct field_spec set_fields[] = {
    {16, 8, FIELD_COUNT, "fill", "Entries that are used or were, deleted ones included."},
    {24, 8, FIELD_COUNT, "used", "How many items there are."},
    {32, 8, FIELD_COUNT, "mask", "The size of the table less one."},
    {40, 8, FIELD_ADDRESS, "table", "The table: the small one below, or a block of its own."},
    {48, 8, FIELD_SIGNED, "hash", "Of a frozenset, once it was asked for; else -1."},
    {56, 8, FIELD_COUNT, "finger", "Where pop() goes on searching."},
    {0},
};

static const struct field_spec deque_fields[] = {
    {16, 8, FIELD_COUNT, "ob_size", "How many items there are."},
    {24, 8, FIELD_ADDRESS, "leftblock", "The block with the leftmost item."},
    {32, 8, FIELD_ADDRESS, "rightblock", "The block with the rightmost item."},
    {40, 8, FIELD_COUNT, "leftindex", "Where in it the leftmost item is."},
    {48, 8, FIELD_COUNT, "rightindex", "Where in it the rightmost item is."},
    {56, 8, FIELD_COUNT, "state", "Counts changes, so that iterators notice them."},
    {64, 8, FIELD_SIGNED, "maxlen", "The bound of the length; -1: none."},
    {72, 8, FIELD_COUNT, "numfreeblocks", "How many blocks are kept for later use."},
    {0},
};

static const struct field_spec array_fields[] = {
    {16, 8, FIELD_COUNT, "ob_size", "How many items there are."},
    {24, 8, FIELD_ADDRESS, "ob_item", "The array of the items, a block of its own; 0 when empty."},
    {32, 8, FIELD_COUNT, "allocated", "How many items the array has room for."},
    {40, 8, FIELD_ADDRESS, "ob_descr", "The description of the typecode."},
    {48, 8, FIELD_ADDRESS, "weakreflist", WEAKREFLIST},
    {56, 8, FIELD_COUNT, "ob_exports", "How many views have the items lent to them."},
    {0},
};

static const struct field_spec range_fields[] = {
    {16, 8, FIELD_ADDRESS, "start", "Where it starts."},
    {24, 8, FIELD_ADDRESS, "stop", "Before what it stops."},
    {32, 8, FIELD_ADDRESS, "step", "How far it is from one to the next."},
    {40, 8, FIELD_ADDRESS, "length", "How many there are."},
    {0},
};

static const struct field_spec slice_fields[] = {
    {16, 8, FIELD_ADDRESS, "start", "Where it starts, or None."},
    {24, 8, FIELD_ADDRESS, "stop", "Before what it stops, or None."},
    {32, 8, FIELD_ADDRESS, "step", "How far it is from one to the next, or None."},
    {0},
};

static const struct field_spec weakref_fields[] = {
    {16, 8, FIELD_ADDRESS, "wr_object", "What it refers to, without a count; None once that is gone."},
    {24, 8, FIELD_ADDRESS, "wr_callback", "What is called when the object goes, or 0."},
    {32, 8, FIELD_SIGNED, "hash", "The hash of the object, once it was asked for; else -1."},
    {40, 8, FIELD_ADDRESS, "wr_prev", "The weak reference before it in the object's list."},
    {48, 8, FIELD_ADDRESS, "wr_next", "The next one in the object's list."},
    {56, 8, FIELD_ADDRESS, "vectorcall", VECTORCALL},
    {0},
};

static const struct field_spec builtin_fields[] = {
    {16, 8, FIELD_ADDRESS, "m_ml", "The definition: name, function, flags."},
    {24, 8, FIELD_ADDRESS, "m_self", "What it is a method of, or its module."},
    {32, 8, FIELD_ADDRESS, "m_module", "The name of its module, or 0."},
    {40, 8, FIELD_ADDRESS, "m_weakreflist", WEAKREFLIST},
    {48, 8, FIELD_ADDRESS, "vectorcall", VECTORCALL},
    {0},
};

static const struct field_spec method_fields[] = {
    {16, 8, FIELD_ADDRESS, "im_func", "The function."},
    {24, 8, FIELD_ADDRESS, "im_self", "What it is called with as first argument."},
    {32, 8, FIELD_ADDRESS, "im_weakreflist", WEAKREFLIST},
    {40, 8, FIELD_ADDRESS, "vectorcall", VECTORCALL},
    {0},
};

static const struct field_spec cell_fields[] = {
    {16, 8, FIELD_ADDRESS, "ob_ref", "What the variable refers to, or 0."}, {0}};

static const struct field_spec module_fields[] = {
    {16, 8, FIELD_ADDRESS, "md_dict", "The module's names."},
    {24, 8, FIELD_ADDRESS, "md_def", "The definition of a module written in C."},
    {32, 8, FIELD_ADDRESS, "md_state", "Its state."},
    {40, 8, FIELD_ADDRESS, "md_weaklist", WEAKREFLIST},
    {48, 8, FIELD_ADDRESS, "md_name", "Its name, for messages after the dict is gone."},
    {0},
};

static const struct field_spec getset_fields[] = {
    {16, 8, FIELD_ADDRESS, "d_type", "The class it belongs to."},
    {24, 8, FIELD_ADDRESS, "d_name", "The attribute's name."},
    {32, 8, FIELD_ADDRESS, "d_qualname", "The name with the class's, once it was asked for; else 0."},
    {40, 8, FIELD_ADDRESS, "d_getset", "The functions that get and set it."},
    {0},
};

static const struct field_spec member_fields[] = {
    {16, 8, FIELD_ADDRESS, "d_type", "The class it belongs to."},
    {24, 8, FIELD_ADDRESS, "d_name", "The attribute's name."},
    {32, 8, FIELD_ADDRESS, "d_qualname", "The name with the class's, once it was asked for; else 0."},
    {40, 8, FIELD_ADDRESS, "d_member", "Where in an instance the attribute is."},
    {0},
};

static const struct field_spec method_descriptor_fields[] = {
    {16, 8, FIELD_ADDRESS, "d_type", "The class it belongs to."},
    {24, 8, FIELD_ADDRESS, "d_name", "The method's name."},
    {32, 8, FIELD_ADDRESS, "d_qualname", "The name with the class's, once it was asked for; else 0."},
    {40, 8, FIELD_ADDRESS, "d_method", "The definition: name, function, flags."},
    {48, 8, FIELD_ADDRESS, "vectorcall", VECTORCALL},
    {0},
};

static const struct field_spec code_fields[] = {
    {16, 8, FIELD_COUNT, "ob_size", "How many words of instructions there are."},
    {24, 8, FIELD_ADDRESS, "co_consts", "The constants, a tuple."},
    {32, 8, FIELD_ADDRESS, "co_names", "The names of attributes and of global variables, a tuple."},
    {40, 8, FIELD_ADDRESS, "co_exceptiontable", "Where exceptions go, by instruction."},
    {48, 4, FIELD_FLAGS, "co_flags", "Whether it is a generator, has *args, **kwargs, ..."},
    {52, 4, FIELD_COUNT, "co_argcount", "How many parameters can be given by position."},
    {56, 4, FIELD_COUNT, "co_posonlyargcount", "How many of them by position only."},
    {60, 4, FIELD_COUNT, "co_kwonlyargcount", "How many parameters can be given by name only."},
    {64, 4, FIELD_COUNT, "co_stacksize", "How many slots its evaluation stack needs."},
    {68, 4, FIELD_SIGNED, "co_firstlineno", "The first line."},
    {72, 4, FIELD_COUNT, "co_nlocalsplus", "How many local variables, cells and free variables there are."},
    {76, 4, FIELD_COUNT, "co_nlocals", "How many local variables."},
    {80, 4, FIELD_COUNT, "co_ncellvars",
     "How many of them, and beside them, are cells that functions inside refer to."},
    {84, 4, FIELD_COUNT, "co_nfreevars", "How many are cells of functions outside."},
    {88, 8, FIELD_ADDRESS, "co_localsplusnames", "The names of all of these, a tuple."},
    {96, 8, FIELD_ADDRESS, "co_localspluskinds", "What each of them is, in bytes."},
    {104, 8, FIELD_ADDRESS, "co_filename", "The file."},
    {112, 8, FIELD_ADDRESS, "co_name", "The name."},
    {120, 8, FIELD_ADDRESS, "co_qualname", "The name with those of what it is in."},
    {128, 8, FIELD_ADDRESS, "co_linetable", "Where in the source each instruction is."},
    {136, 4, FIELD_COUNT, "co_version", "A number that the evaluation compares."},
    {140, 4, FIELD_COUNT, "units", "How many code units CPython has for it."},
    {144, 8, FIELD_ADDRESS, "co_weakreflist", WEAKREFLIST},
    {0},
};

static const struct field_spec property_fields[] = {
    {16, 8, FIELD_ADDRESS, "prop_get", "The function that gets the attribute, or 0."},
    {24, 8, FIELD_ADDRESS, "prop_set", "The function that sets it, or 0."},
    {32, 8, FIELD_ADDRESS, "prop_del", "The function that deletes it, or 0."},
    {40, 8, FIELD_ADDRESS, "prop_doc", "The documentation, or 0."},
    {48, 8, FIELD_ADDRESS, "prop_name", "The attribute's name, once the class has told it; else 0."},
    {56, 4, FIELD_FLAGS, "getter_doc", "1: the documentation is the getter's."},
    {0},
};

static const struct field_spec staticmethod_fields[] = {
    {16, 8, FIELD_ADDRESS, "sm_callable", "The function."},
    {24, 8, FIELD_ADDRESS, "sm_dict", "The attributes, taken over from the function."},
    {0},
};

static const struct field_spec classmethod_fields[] = {
    {16, 8, FIELD_ADDRESS, "cm_callable", "The function."},
    {24, 8, FIELD_ADDRESS, "cm_dict", "The attributes, taken over from the function."},
    {0},
};

static const struct field_spec super_fields[] = {
    {16, 8, FIELD_ADDRESS, "type", "The class behind which attributes are looked up."},
    {24, 8, FIELD_ADDRESS, "obj", "The object that they are bound to, or 0."},
    {32, 8, FIELD_ADDRESS, "obj_type", "The type in whose order they are looked up, or 0."},
    {0},
};

static const struct field_spec mappingproxy_fields[] = {
    {16, 8, FIELD_ADDRESS, "mapping", "The mapping that it shows."}, {0}};

static const struct field_spec frame_locals_fields[] = {
    {16, 8, FIELD_ADDRESS, "frame", "The frame whose variables it shows."}, {0}};

static const struct field_spec wrapper_fields[] = {
    {16, 8, FIELD_ADDRESS, "d_type", "The class it belongs to."},
    {24, 8, FIELD_ADDRESS, "d_name", "The attribute's name."},
    {32, 8, FIELD_ADDRESS, "d_qualname", "The name with the class's, once it was asked for; else 0."},
    {40, 8, FIELD_ADDRESS, "d_base", "The definition: name, slot, function."},
    {48, 8, FIELD_ADDRESS, "d_wrapped", "The function in the slot."},
    {0},
};

static const struct field_spec method_wrapper_fields[] = {
    {16, 8, FIELD_ADDRESS, "descr", "The wrapper_descriptor."},
    {24, 8, FIELD_ADDRESS, "self", "The object that it is bound to."},
    {0},
};

static const struct field_spec namespace_fields[] = {{16, 8, FIELD_ADDRESS, "ns_dict", "The attributes."},
                                                     {0}};

static const struct field_spec generic_alias_fields[] = {
    {16, 8, FIELD_ADDRESS, "origin", "The class."},
    {24, 8, FIELD_ADDRESS, "args", "Its arguments, a tuple."},
    {32, 8, FIELD_ADDRESS, "parameters", "The type variables among them, once they were asked for; else 0."},
    {40, 8, FIELD_ADDRESS, "weakreflist", WEAKREFLIST},
    {48, 1, FIELD_FLAGS, "starred", "1: unpacked, *tuple[int]."},
    {56, 8, FIELD_ADDRESS, "vectorcall", VECTORCALL},
    {0},
};

static const struct field_spec union_fields[] = {
    {16, 8, FIELD_ADDRESS, "args", "The types, a tuple."},
    {24, 8, FIELD_ADDRESS, "parameters", "The type variables among them, once they were asked for; else 0."},
    {0},
};

static const struct field_spec union_set_fields[] = {
    {16, 8, FIELD_ADDRESS, "args", "The types, a tuple."},
    {24, 8, FIELD_ADDRESS, "hashable_args", "Those that can be hashed, a frozenset."},
    {32, 8, FIELD_ADDRESS, "unhashable_args", "The others, a tuple, or 0."},
    {40, 8, FIELD_ADDRESS, "parameters", "The type variables among them, once they were asked for; else 0."},
    {48, 8, FIELD_ADDRESS, "weakreflist", WEAKREFLIST},
    {0},
};

/* The fields of a Py_buffer that begins at `at`. */
#define VIEW_FIELDS(at)                                                                                      \
    {at, 8, FIELD_ADDRESS, "buf", "Where the first item is."},                                               \
        {at + 8, 8, FIELD_ADDRESS, "obj", "Whose memory it is."},                                            \
        {at + 16, 8, FIELD_SIGNED, "len", "Bytes in all."},                                                  \
        {at + 24, 8, FIELD_SIGNED, "itemsize", "Bytes of an item."},                                         \
        {at + 32, 4, FIELD_FLAGS, "readonly", "1: it cannot be changed through this."},                      \
        {at + 36, 4, FIELD_COUNT, "ndim", "How many dimensions."},                                           \
        {at + 40, 8, FIELD_ADDRESS, "format", "The text that says what an item is."},                        \
        {at + 48, 8, FIELD_ADDRESS, "shape", "How many items each dimension has."},                          \
        {at + 56, 8, FIELD_ADDRESS, "strides", "Bytes from one item of a dimension to the next."},           \
        {at + 64, 8, FIELD_ADDRESS, "suboffsets", "0: nothing is behind further pointers."},                 \
    {                                                                                                        \
        at + 72, 8, FIELD_ADDRESS, "internal", "The exporter's own."                                         \
    }

static const struct field_spec memory_view_fields[] = {
    {16, 8, FIELD_SIGNED, "ob_size", "Three times the number of dimensions."},
    {24, 8, FIELD_ADDRESS, "mbuf", "The buffer that views share."},
    {32, 8, FIELD_SIGNED, "hash", "The hash, -1 while it is not known."},
    {40, 4, FIELD_FLAGS, "flags",
     "1: released; 2, 4: without gaps, the last or the first index the fastest; 8: no dimension."},
    {48, 8, FIELD_SIGNED, "exports", "How many look into this view."},
    VIEW_FIELDS(56),
    {136, 8, FIELD_ADDRESS, "weakreflist", WEAKREFLIST},
    {0},
};

static const struct field_spec managed_buffer_fields[] = {
    {16, 4, FIELD_FLAGS, "flags", "1: released."},
    {24, 8, FIELD_SIGNED, "exports", "Views that are not released."},
    VIEW_FIELDS(32),
    {0},
};

static const struct field_spec memory_iterator_fields[] = {
    {16, 8, FIELD_SIGNED, "it_index", "Which item comes next."},
    {24, 8, FIELD_ADDRESS, "it_seq", "The view; 0 at the end."},
    {32, 8, FIELD_SIGNED, "it_length", "How many items there are."},
    {40, 8, FIELD_ADDRESS, "it_fmt", "What an item is."},
    {0},
};

static const struct field_spec *const fixed[KIND_COUNT] = {
    [KIND_MANAGED_BUFFER] = managed_buffer_fields,
    [KIND_MEMORY_ITERATOR] = memory_iterator_fields,
    [KIND_FLOAT] = float_fields,
    [KIND_COMPLEX] = complex_fields,
    [KIND_BYTEARRAY] = bytearray_fields,
    [KIND_LIST] = list_fields,
    [KIND_ARRAY] = array_fields,
    [KIND_RANGE] = range_fields,
    [KIND_SLICE] = slice_fields,
    [KIND_WEAKREF] = weakref_fields,
    [KIND_PROXY] = weakref_fields,
    [KIND_METHOD] = method_fields,
    [KIND_BUILTIN] = builtin_fields,
    [KIND_CELL] = cell_fields,
    [KIND_MODULE] = module_fields,
    [KIND_GETSET] = getset_fields,
    [KIND_MEMBER] = member_fields,
    [KIND_METHOD_DESCRIPTOR] = method_descriptor_fields,
    [KIND_CALLABLE_PROXY] = weakref_fields,
    [KIND_CODE] = code_fields,
    [KIND_PROPERTY] = property_fields,
    [KIND_STATICMETHOD] = staticmethod_fields,
    [KIND_CLASSMETHOD] = classmethod_fields,
    [KIND_SUPER] = super_fields,
    [KIND_MAPPINGPROXY] = mappingproxy_fields,
    [KIND_FRAME_LOCALS] = frame_locals_fields,
    [KIND_WRAPPER_DESCRIPTOR] = wrapper_fields,
    [KIND_METHOD_WRAPPER] = method_wrapper_fields,
    [KIND_CLASSMETHOD_DESCRIPTOR] = method_descriptor_fields,
    [KIND_NAMESPACE] = namespace_fields,
    [KIND_GENERIC_ALIAS] = generic_alias_fields,
};

const char *layout_kind_field(const struct heap *h, addr o, addr at)
{
    enum kind kind = object_kind(h, o);
    const struct field_spec *s = fixed[kind];
    if (kind == KIND_UNION)
        s = h->abi.union_has_sets ? union_set_fields : union_fields;
    for (; s && s->size; s++)
        if (at == o + s->offset)
            return s->name;
    return NULL;
}

/* ---- those whose fields depend on the version or on what is in them ------------------------------ */

static void tell_int(struct layout *l, addr o)
{
    if (l->h->abi.int_form == INT_TAG)
        layout_field(
            l, o + 16, 8, FIELD_FLAGS,
            "The number of digits times 8, and the sign in bits 0 and 1: 0 positive, 1 zero, 2 negative.",
            "lv_tag");
    else
        layout_field(l, o + 16, 8, FIELD_SIGNED, "The number of digits, negative for a negative number.",
                     "ob_size");
    size_t digits = int_digit_count(l->h, o);
    for (size_t i = 0; i < digits; i++)
        layout_field(l, o + 24 + 4 * i, 4, FIELD_COUNT, "A digit of 30 bits, the least first.",
                     "ob_digit[%zu]", i);
    if (digits == 0)
        layout_field(l, o + 24, 4, FIELD_COUNT, "Zero has no digits, but room for one.", "ob_digit[0]");
}

static void tell_str_state(struct layout *l, addr o)
{
    layout_field(l, o + STR_STATE, 4, FIELD_FLAGS,
                 "Flags: interned (2 bits), bytes of a character (3 bits), compact, ASCII, then one of the "
                 "version's own.",
                 "state");
}

static void tell_str(struct layout *l, addr o)
{
    const struct heap *h = l->h;
    addr header = h->abi.str_ascii_header;
    bool compact = *str_state(h, o) & STR_COMPACT, ascii = compact && str_is_ascii(h, o);
    layout_field(l, o + 16, 8, FIELD_COUNT, "How many characters there are.", "length");
    layout_field(l, o + 24, 8, FIELD_SIGNED, "The hash, once it was asked for; else -1.", "hash");
    tell_str_state(l, o);
    if (h->abi.str_wstr)
        layout_field(l, o + STR_WSTR, 8, FIELD_ADDRESS,
                     "The characters as wchar_t, for old extension modules.", "wstr");
    if (!ascii) {
        layout_field(l, o + header, 8, FIELD_COUNT, "How many bytes `utf8` has.", "utf8_length");
        layout_field(l, o + header + 8, 8, FIELD_ADDRESS, "The text in UTF-8, once it was asked for; else 0.",
                     "utf8");
        if (h->abi.str_wstr)
            layout_field(l, o + header + 16, 8, FIELD_COUNT, "How many units `wstr` has.", "wstr_length");
    }
    if (!compact) {
        layout_field(l, o + h->abi.str_compact_header, 8, FIELD_ADDRESS,
                     "The characters, in a block of their own.", "data");
        return;
    }
    addr data = heap_addr(h, str_data(h, o));
    uint32_t unit = str_kind(h, o), size = (uint32_t)str_length(h, o) * unit;
    layout_field(l, data, size, FIELD_TEXT, "The characters.", "data");
    layout_field(l, data + size, unit, FIELD_BYTES, "Ends the characters.", "NUL");
}

static void tell_bytes(struct layout *l, addr o)
{
    uint32_t size = (uint32_t)object_size_field(l->h, o);
    layout_field(l, o + 16, 8, FIELD_COUNT, "How many bytes there are.", "ob_size");
    layout_field(l, o + BYTES_HASH, 8, FIELD_SIGNED, "The hash, once it was asked for; else -1.", "ob_shash");
    layout_field(l, o + BYTES_DATA, size, FIELD_TEXT, "The bytes.", "ob_sval");
    layout_field(l, o + BYTES_DATA + size, 1, FIELD_BYTES, "Ends the bytes.", "NUL");
}

static void tell_tuple(struct layout *l, addr o)
{
    layout_field(l, o + 16, 8, FIELD_COUNT, "How many items there are.", "ob_size");
    if (l->h->abi.tuple_items_offset > 24)
        layout_field(l, o + 24, 8, FIELD_SIGNED, "The hash, once it was asked for; else -1.", "ob_hash");
    layout_items(l, o + l->h->abi.tuple_items_offset, 0,
                 tuple_length(l->h, o) + struct_sequence_hidden(l->h, object_type(l->h, o)), "ob_item",
                 "An item.");
}

static void tell_dict(struct layout *l, addr o)
{
    layout_field(l, o + 16, 8, FIELD_COUNT, "How many items there are.", "ma_used");
    if (l->h->abi.dict_version_step)
        layout_field(l, o + 24, 8, FIELD_COUNT,
                     "Changes with every change of the dict, and is the same in no two dicts.",
                     "ma_version_tag");
    else
        layout_field(l, o + 24, 8, FIELD_FLAGS, "Who watches the dict, for the specializing interpreter.",
                     "_ma_watcher_tag");
    layout_field(l, o + 32, 8, FIELD_ADDRESS, "The table of the keys, in a block of its own or shared.",
                 "ma_keys");
    layout_field(l, o + 40, 8, FIELD_ADDRESS,
                 "The values, where the keys are shared by the instances of a class; else 0.", "ma_values");
}

static void tell_set(struct layout *l, addr o)
{
    layout_specs(l, o, set_fields);
    for (uint32_t i = 0; i < 8; i++) {
        layout_field(l, o + 64 + 16 * i, 8, FIELD_ADDRESS,
                     "An item, 0 where there is none, the dummy where one was deleted.", "smalltable[%u].key",
                     i);
        layout_field(l, o + 72 + 16 * i, 8, FIELD_SIGNED, "The hash of the item.", "smalltable[%u].hash", i);
    }
    layout_field(l, o + 192, 8, FIELD_ADDRESS, WEAKREFLIST, "weakreflist");
}

static void tell_deque(struct layout *l, addr o)
{
    layout_specs(l, o, deque_fields);
    for (uint32_t i = 0; i < 16; i++)
        layout_field(l, o + 80 + 8 * i, 8, FIELD_ADDRESS, "A block that is kept for later use.",
                     "freeblocks[%u]", i);
    layout_field(l, o + 208, 8, FIELD_ADDRESS, WEAKREFLIST, "weakreflist");
}

static void tell_memory_view(struct layout *l, addr o)
{
    static const char *const names[] = {"shape", "strides", "suboffsets"};
    layout_specs(l, o, memory_view_fields);
    for (uint32_t i = 0, n = (uint32_t)object_size_field(l->h, o); i < n; i++)
        layout_field(l, o + 144 + 8 * i, 8, FIELD_SIGNED, "Of a dimension.", "%s[%u]", names[i / (n / 3)],
                     i % (n / 3));
}

void layout_kind(struct layout *l, addr o)
{
    enum kind kind = object_kind(l->h, o);
    if (layout_exception(l, o) || layout_regex(l, o))
        return;
    switch (kind) {
    case KIND_INT:
    case KIND_BOOL:
        tell_int(l, o);
        break;
    case KIND_STR:
        tell_str(l, o);
        break;
    case KIND_BYTES:
        tell_bytes(l, o);
        break;
    case KIND_TUPLE:
        tell_tuple(l, o);
        break;
    case KIND_DICT:
        tell_dict(l, o);
        break;
    case KIND_ORDERED_DICT:
    case KIND_DEFAULT_DICT:
        tell_dict(l, o);
        layout_specs(l, o, layout_functools_specs(l->h, o));
        break;
    case KIND_SET:
    case KIND_FROZENSET:
        tell_set(l, o);
        break;
    case KIND_MEMORYVIEW:
        tell_memory_view(l, o);
        break;
    case KIND_UNION:
        layout_specs(l, o, l->h->abi.union_has_sets ? union_set_fields : union_fields);
        break;
    case KIND_DEQUE:
        tell_deque(l, o);
        break;
    default:
        if (fixed[kind])
            layout_specs(l, o, fixed[kind]);
        else
            (void)layout_iterator(l, o);
    }
}
