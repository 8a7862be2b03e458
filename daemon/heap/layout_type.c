/* The fields of a type object (layout.h): PyTypeObject, and of a class PyHeapTypeObject with the definitions
 * of its slots. */
#include "daemon/heap/layout.h"
#include "daemon/heap/object/heaptype.h"

static const struct field_spec type_fields[] = {
    {16, 8, FIELD_COUNT, "ob_size", "How many slots the class defines."},
    {24, 8, FIELD_ADDRESS, "tp_name", "The name, as text."},
    {32, 8, FIELD_COUNT, "tp_basicsize", "Bytes of an instance, without items."},
    {40, 8, FIELD_COUNT, "tp_itemsize",
     "Bytes of each item of an instance; 0: instances are all of one size."},
    {48, 8, FIELD_ADDRESS, "tp_dealloc", "The function that deallocates an instance."},
    {56, 8, FIELD_SIGNED, "tp_vectorcall_offset",
     "Where an instance has the function that calls it; 0: nowhere."},
    {64, 8, FIELD_ADDRESS, "tp_getattr", "Not used any more."},
    {72, 8, FIELD_ADDRESS, "tp_setattr", "Not used any more."},
    {80, 8, FIELD_ADDRESS, "tp_as_async", "The functions of await and async for."},
    {88, 8, FIELD_ADDRESS, "tp_repr", "What repr() of an instance does."},
    {96, 8, FIELD_ADDRESS, "tp_as_number", "The functions of arithmetic."},
    {104, 8, FIELD_ADDRESS, "tp_as_sequence", "The functions of sequences."},
    {112, 8, FIELD_ADDRESS, "tp_as_mapping", "The functions of mappings."},
    {120, 8, FIELD_ADDRESS, "tp_hash", "What hash() of an instance does."},
    {128, 8, FIELD_ADDRESS, "tp_call", "What calling an instance does."},
    {136, 8, FIELD_ADDRESS, "tp_str", "What str() of an instance does."},
    {144, 8, FIELD_ADDRESS, "tp_getattro", "What reading an attribute does."},
    {152, 8, FIELD_ADDRESS, "tp_setattro", "What setting or deleting an attribute does."},
    {160, 8, FIELD_ADDRESS, "tp_as_buffer", "The functions that lend the memory."},
    {168, 8, FIELD_FLAGS, "tp_flags",
     "What the type is and has: bit 9 a class, bit 14 collected, bits 24 to 31 what it extends."},
    {176, 8, FIELD_ADDRESS, "tp_doc", "The documentation, as text."},
    {184, 8, FIELD_ADDRESS, "tp_traverse", "The function that visits what an instance refers to."},
    {192, 8, FIELD_ADDRESS, "tp_clear", "The function that drops what may be part of a cycle."},
    {200, 8, FIELD_ADDRESS, "tp_richcompare", "What the six comparisons do."},
    {208, 8, FIELD_SIGNED, "tp_weaklistoffset",
     "Where an instance has its weak references; negative: before it; 0: nowhere."},
    {216, 8, FIELD_ADDRESS, "tp_iter", "What iter() of an instance does."},
    {224, 8, FIELD_ADDRESS, "tp_iternext", "What next() of an instance does."},
    {232, 8, FIELD_ADDRESS, "tp_methods", "The methods written in C."},
    {240, 8, FIELD_ADDRESS, "tp_members", "The members: attributes at fixed places, slots among them."},
    {248, 8, FIELD_ADDRESS, "tp_getset", "The attributes with a getter in C."},
    {256, 8, FIELD_ADDRESS, "tp_base", "The base that decides the layout."},
    {264, 8, FIELD_ADDRESS, "tp_dict", "The attributes of the type."},
    {272, 8, FIELD_ADDRESS, "tp_descr_get",
     "What reading an instance through a class or its instances does, __get__."},
    {280, 8, FIELD_ADDRESS, "tp_descr_set",
     "What setting or deleting through it does, __set__ and __delete__."},
    {288, 8, FIELD_SIGNED, "tp_dictoffset",
     "Where an instance has its __dict__; negative: from its end or before it; 0: nowhere."},
    {296, 8, FIELD_ADDRESS, "tp_init", "What sets up a new instance, __init__."},
    {304, 8, FIELD_ADDRESS, "tp_alloc", "The function that allocates an instance."},
    {312, 8, FIELD_ADDRESS, "tp_new", "What makes a new instance, __new__."},
    {320, 8, FIELD_ADDRESS, "tp_free", "The function that gives an instance's memory back."},
    {328, 8, FIELD_ADDRESS, "tp_is_gc",
     "Whether a given instance is collected, where the type does not decide it."},
    {336, 8, FIELD_ADDRESS, "tp_bases", "The bases, a tuple."},
    {344, 8, FIELD_ADDRESS, "tp_mro", "The order in which attributes are looked up, a tuple of types."},
    {352, 8, FIELD_ADDRESS, "tp_cache", "Not used any more."},
    {360, 8, FIELD_ADDRESS, "tp_subclasses", "A dict of weak references to the subclasses, or 0."},
    {368, 8, FIELD_ADDRESS, "tp_weaklist", "The first of the weak references to the type, or 0."},
    {376, 8, FIELD_ADDRESS, "tp_del", "The finalizer as it was before 3.4."},
    {384, 4, FIELD_COUNT, "tp_version_tag",
     "A number that a cached lookup must have; 0: lookups are not cached."},
    {392, 8, FIELD_ADDRESS, "tp_finalize", "The finalizer, __del__."},
    {400, 8, FIELD_ADDRESS, "tp_vectorcall",
     "The function that calls the type without making a tuple of the arguments."},
    {0},
};

static const struct field_spec watch_fields[] = {
    {408, 1, FIELD_FLAGS, "tp_watched", "Who watches the type, for the specializing interpreter."},
    {410, 2, FIELD_COUNT, "tp_versions_used", "How many version tags it has had."},
    {0},
};

static const char *const methods[] = {
    "am_await",
    "am_aiter",
    "am_anext",
    "am_send",
    "nb_add",
    "nb_subtract",
    "nb_multiply",
    "nb_remainder",
    "nb_divmod",
    "nb_power",
    "nb_negative",
    "nb_positive",
    "nb_absolute",
    "nb_bool",
    "nb_invert",
    "nb_lshift",
    "nb_rshift",
    "nb_and",
    "nb_xor",
    "nb_or",
    "nb_int",
    "nb_reserved",
    "nb_float",
    "nb_inplace_add",
    "nb_inplace_subtract",
    "nb_inplace_multiply",
    "nb_inplace_remainder",
    "nb_inplace_power",
    "nb_inplace_lshift",
    "nb_inplace_rshift",
    "nb_inplace_and",
    "nb_inplace_xor",
    "nb_inplace_or",
    "nb_floor_divide",
    "nb_true_divide",
    "nb_inplace_floor_divide",
    "nb_inplace_true_divide",
    "nb_index",
    "nb_matrix_multiply",
    "nb_inplace_matrix_multiply",
    "mp_length",
    "mp_subscript",
    "mp_ass_subscript",
    "sq_length",
    "sq_concat",
    "sq_repeat",
    "sq_item",
    "was_sq_slice",
    "sq_ass_item",
    "was_sq_ass_slice",
    "sq_contains",
    "sq_inplace_concat",
    "sq_inplace_repeat",
    "bf_getbuffer",
    "bf_releasebuffer",
};

static const struct field_spec names[] = {
    {offsetof(struct heap_type_names, name), 8, FIELD_ADDRESS, "ht_name", "The name, a str."},
    {offsetof(struct heap_type_names, slots), 8, FIELD_ADDRESS, "ht_slots",
     "The names of the slots, a tuple, or 0."},
    {offsetof(struct heap_type_names, qualname), 8, FIELD_ADDRESS, "ht_qualname",
     "The qualified name, a str."},
    {offsetof(struct heap_type_names, cached_keys), 8, FIELD_ADDRESS, "ht_cached_keys",
     "The table of attribute names that the instances share, or 0."},
    {offsetof(struct heap_type_names, module), 8, FIELD_ADDRESS, "ht_module",
     "The module that a class written in C belongs to."},
    {offsetof(struct heap_type_names, tpname), 8, FIELD_ADDRESS, "_ht_tpname",
     "The text of tp_name, if it is a block of its own."},
    {0},
};

static const struct field_spec cache_of_one[] = {
    {48, 8, FIELD_ADDRESS, "_spec_cache.getitem", "__getitem__, for the specializing interpreter."},
    {0},
};

static const struct field_spec cache_of_three[] = {
    {48, 8, FIELD_ADDRESS, "ht_token", "Identifies a class written in C."},
    {56, 8, FIELD_ADDRESS, "_spec_cache.getitem", "__getitem__, for the specializing interpreter."},
    {64, 4, FIELD_COUNT, "_spec_cache.getitem_version", "The version of that function."},
    {72, 8, FIELD_ADDRESS, "_spec_cache.init", "__init__, for the specializing interpreter."},
    {0},
};

static void tell_member(struct layout *l, addr at, size_t i)
{
    layout_field(l, at, 8, FIELD_ADDRESS, "The name of a slot, as text; 0 ends the definitions.",
                 "members[%zu].name", i);
    layout_field(l, at + 8, 4, FIELD_COUNT, "What the slot holds: 16, any object.", "members[%zu].type", i);
    layout_field(l, at + 16, 8, FIELD_COUNT, "Where in an instance it is.", "members[%zu].offset", i);
    layout_field(l, at + 24, 4, FIELD_FLAGS, "Flags of the member.", "members[%zu].flags", i);
    layout_field(l, at + 32, 8, FIELD_ADDRESS, "The documentation, as text.", "members[%zu].doc", i);
}

void layout_type(struct layout *l, addr o)
{
    const struct heap *h = l->h;
    layout_specs(l, o, type_fields);
    if (h->abi.type_size > 408)
        layout_specs(l, o, watch_fields);
    layout_end(l, o + h->abi.type_size, "Not used: the structure ends at a multiple of eight.");
    if (!(type_at(h, o)->flags & TYPE_HEAP))
        return;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        layout_field(l, o + h->abi.type_size + 8 * i, 8, FIELD_ADDRESS,
                     "A function of the type's instances; 0: there is none.", "%s", methods[i]);
    addr tail = o + h->abi.heap_type_names;
    layout_specs(l, tail, names);
    layout_specs(l, tail,
                 h->abi.heap_type_size - h->abi.heap_type_names > 56 ? cache_of_three : cache_of_one);
    addr members = o + h->abi.heap_type_size;
    for (size_t i = 0; object_in_blocks(o) && i <= type_member_count(h, o); i++)
        tell_member(l, members + i * sizeof(struct member_def), i);
}
