/* What differs between CPython versions, as data: one row of the table in versions.c for each version, and a
 * few named strategies where a number is not enough. Nothing outside this folder asks "which version is
 * this?"; code asks for a size, an offset or a strategy. A heap keeps a copy of its row inside its region.
 */
#ifndef HEAPD_HEAP_ABI_H
#define HEAPD_HEAP_ABI_H

#include "daemon/heap/base.h"

/* How an int stores sign and digit count (Objects/longobject.c). */
enum int_form {
    INT_SIGNED_SIZE, /* up to 3.11: ob_size is the digit count, negative for a negative int */
    INT_TAG          /* from 3.12: lv_tag = digits << 3 | flags | sign (0 +, 1 zero, 2 -) */
};

/* Where the attributes of an instance are (Objects/typeobject.c, dictobject.c). */
enum instance_form {
    INSTANCE_DICT_FIELD,     /* up to 3.10: a dict pointer at tp_dictoffset */
    INSTANCE_VALUES_POINTER, /* 3.11: before the collector's header a values pointer and a dict pointer */
    INSTANCE_DICT_OR_VALUES, /* 3.12: one tagged word for both, and a word for weak references */
    INSTANCE_INLINE_VALUES   /* from 3.13: a word for weak references and a dict pointer; values follow the
                                object */
};

/* How objects that are never deallocated say so. */
enum immortality {
    IMMORTAL_NONE,     /* up to 3.11: statics have a large ordinary count */
    IMMORTAL_LOW_WORD, /* 3.12, 3.13: the low 32 bits are 0xffffffff */
    IMMORTAL_FLAGGED   /* from 3.14: 0xc0000000 in the low 32 bits, flags in the topmost 16 */
};

/* When a collection that an allocation asks for runs. */
enum collection_point {
    COLLECT_IN_ALLOCATION, /* up to 3.11: inside the allocation, before the new object is tracked */
    COLLECT_AT_SAFE_POINT  /* from 3.12: at the evaluation loop's next check; heap_safe_point() here */
};

/* Rules of interning (Objects/unicodeobject.c). */
enum intern_rule {
    INTERN_MORTAL,   /* up to 3.11: gone with its last reference */
    INTERN_IMMORTAL, /* 3.12: for ever */
    INTERN_BY_USE    /* from 3.13: mortal when asked for at run time, immortal for names in code */
};

/* What `del l[i]` does to the item array. */
enum list_deletion {
    LIST_DELETES_SLICE, /* up to 3.12: as del l[i:i+1] */
    LIST_DELETES_ITEM,  /* 3.13: keeps the array */
    LIST_DELETES_RESIZE /* from 3.14: resizes it, also for no items */
};

/* Where a set puts a new item when it meets deleted entries on the way to an unused one. */
enum set_reuse {
    SET_REUSES_FIRST, /* 3.6 */
    SET_REUSES_LAST,  /* from 3.7, but for 3.9 */
    SET_REUSES_NONE   /* 3.9 */
};

/* Memory of dead objects that waits for the next object of its kind (object/free_list.h). */
enum free_list {
    FREE_FLOATS,
    FREE_LISTS,
    FREE_LIST_ITERATORS,
    FREE_TUPLE_ITERATORS,
    FREE_DICTS,
    FREE_DICT_KEYS, /* tables of the smallest size for strs; no objects */
    FREE_SLICES,
    FREE_RANGES,
    FREE_RANGE_ITERATORS,
    FREE_INTS, /* of one digit */
    FREE_BUILTINS,
    FREE_METHODS,
    FREE_TUPLES, /* of one item; those of two, three, ... come after it */
    FREE_LIST_KINDS
};
#define FREE_TUPLES_MAX 20 /* items */
#define FREE_LIST_COUNT (FREE_TUPLES + FREE_TUPLES_MAX)

struct abi {
    uint8_t minor;    /* 3.minor */
    char name[8];     /* "3.11" */
    char release[16]; /* "3.11.7": the release that the facts were taken from */

    /* obmalloc */
    uint32_t arena_size, pool_size;
    uint16_t pool_overhead, block_alignment, small_request_limit; /* 48, 16, 512 */

    /* collector */
    uint16_t gc_head_size;
    uint32_t gc_threshold[3];
    bool gc_tells_arguments; /* from 3.13: gc.set_threshold() has words of its own about how many arguments it
                                takes */
    uint8_t collection_point;   /* enum collection_point */
    bool dict_untracking;       /* dicts of atomic values are not tracked (up to 3.13) */
    bool weakrefs_cleared_late; /* 3.15: those without callback are cleared after finalizers */

    /* free lists */
    bool traces_are_listed_first; /* up to 3.13: memory that a snapshot takes from one is the snapshot's in it
                                   */
    bool slice_is_kept;           /* up to 3.12: a full collection leaves the slice that waits */
    uint16_t
        free_list_max[FREE_LIST_KINDS]; /* how many are kept of a kind, of tuples for each length; 0 none */
    /* What there is before a program's first line. 3.11: as measured in the release named. 3.14: no release
     * was there; as in 3.13.0, and one of each kind that 3.14 lists first (recorded programs of 3.14.10 show
     * that an int, a range and its iterator wait). So many blocks the interpreter's start leaves in each
     * list; and the import of tracemalloc, but of lists. */
    uint8_t free_list_start[FREE_TUPLES];
    uint8_t free_tuples_start[FREE_TUPLES_MAX]; /* of one item, of two, ... */
    uint8_t lists_per_scope, lists_per_program; /* compiling takes for a scope, and once; it leaves them */
    uint8_t lists_of_tracemalloc;               /* its import takes, and keeps */

    /* headers */
    uint8_t immortality;        /* enum immortality */
    uint64_t static_refcount;   /* ob_refcnt, the whole word, of what lies in the static area */
    uint32_t immortal_refcount; /* the low word of an object made immortal later */

    /* ints */
    uint8_t int_form; /* enum int_form */
    int16_t small_int_min, small_int_max;
    bool int_zero_has_digit;     /* getsizeof(0) counts one digit (28) or none (24) */
    bool int_sizes_are_exact;    /* up to 3.11 a length or a position has no memory but for its digits */
    bool int_static_flag;        /* lv_tag of the small ints has a bit that says so */
    uint16_t int_max_str_digits; /* decimal digits that int() and str() convert unless told otherwise: 4300 */

    /* hash() */
    uint8_t hash_rounds;        /* SipHash: 1 (then 3 to finish) from 3.11, 2 (then 4) before */
    bool nan_hashes_by_address; /* from 3.10; 0 before */
    bool slice_hashable;        /* from 3.12 */
    int64_t none_hash;          /* a constant from 3.12; 0: by address */

    bool sum_compensates;      /* from 3.12: sum() of floats keeps what rounding loses; from 3.14 of complex
                                  numbers too */
    bool minmax_says_iterable; /* from 3.12: "max() iterable argument is empty" */
    bool has_monitoring;       /* from 3.12: sys.monitoring */
    bool one_profiler;         /* from 3.12: while one is enabled no other can be */
    bool
        math_says_expected; /* from 3.14: "expected a positive input, got 0.0"; before: "math domain error" */
    bool math_log_counts;   /* from 3.12: "log expected at least 1 argument, got 0" */
    bool math_3_12, math_3_13; /* math.sumprod() and steps of nextafter(); math.fma() */
    bool c_calls_count;     /* up to 3.11 calls of C code count against the recursion limit; then the C stack
                               alone limits them */
    bool locals_are_kept;   /* up to 3.12 locals() of a function is one dict, which its frame keeps */
    bool getattr_is_bound;  /* up to 3.12: __getattr__ is called by way of a bound method */
    bool list_repr_holds;   /* repr() of a list holds each item meanwhile, from 3.14 */
    bool rounding_is_bound; /* up to 3.13 round(x), math.floor(x), ... call x.__round__ by way of a bound
                               method */
    bool calls_have_tuples; /* up to 3.12 max(), min(), int(), str() and methodcallers are called with a tuple
                               of their arguments */
    bool pow_reflects_modulus; /* from 3.14: pow(a, b, c) also asks b.__rpow__(a, c) */
    bool int_asks_trunc;       /* up to 3.13: int(x) also asks x.__trunc__() */

    /* complex */
    bool complex_names_arguments; /* from 3.14: "complex() argument 'real' must be a real number, not str" */
    bool complex_mixes_reals; /* from 3.14: an operand that is a real number has no imaginary part at all */

    /* str */
    uint16_t str_ascii_header, str_compact_header; /* 48, 72 with the wstr fields; 40, 56 without */
    uint8_t intern_rule;                           /* enum intern_rule */
    char str_interned_apart[32]; /* these characters are interned as objects of their own, not as the cached
                                    ones; up to 3.12 */
    uint8_t str_state;           /* bits of the state that every str has: 0x80, ready, up to 3.11 */
    uint8_t str_static_state;    /* and what the static ones have beside: 0x83, static and interned for ever,
                                    from 3.13 */
    uint8_t
        unicode_version;  /* major * 10 + minor: which characters are printable, parts of identifiers, ... */
    bool str_wstr;        /* the fields wstr and wstr_length, up to 3.11 */
    bool str_static_utf8; /* characters from U+0080 to U+00FF have their UTF-8 cached, from 3.12 */

    bool flags_are_ints; /* splitlines(keepends), sort(reverse=) take an int, up to 3.11; then whatever is
                            true */
    bool split_counts_pieces; /* from 3.13: str.split() makes room for no more pieces than there can be */

    /* messages */
    bool chr_takes_any_int;      /* from 3.13: it is out of range; before, of what C calls an int */
    bool unexpected_keyword;     /* "split() got an unexpected keyword argument 'x'", from 3.13, and which may
                                    have been meant; before: "'x' is an invalid keyword ..." */
    bool find_names_argument;    /* "find() argument 1 must be str", from 3.13; before: "must be str" */
    bool zero_division_is_plain; /* from 3.14: "division by zero", whatever divides; "zero to a negative
                                    power" */
    bool float_modulo_by_zero;   /* from 3.12: "float modulo by zero"; before: "float modulo" */
    bool contains_says_container; /* from 3.14: "argument of type 'int' is not a container or iterable" */
    bool key_error_is_duplicate;  /* from 3.12: f(**m) where m raises KeyError(k): f() got multiple values for
                                     k */
    bool int_is_integer;          /* int.is_integer(), from 3.12 */
    bool function_takes_kwdefaults;  /* types.FunctionType(..., kwdefaults=), from 3.13 */
    bool reduce_names_initial;       /* functools.reduce(f, iterable, initial=x), from 3.14 */
    bool generators_take_parameters; /* types.GeneratorType[...], from 3.13 */
    bool has_from_number;            /* float.from_number(), complex.from_number(), from 3.14 */
    bool fromhex_takes_bytes;        /* bytes.fromhex(b"00"), from 3.14 */
    bool bytearray_resizes;          /* bytearray.resize(), from 3.14 */

    /* regular expressions */
    bool regex_lenient_names; /* before 3.12: int() reads the numbers of groups, names in bytes are Latin-1 */
    bool regex_empty_assertion_fails; /* from 3.13: (?!) is a word of its own */
    bool regex_has_z;                 /* \z, as \Z, from 3.14 */
    bool regex_empty_has_no_boundary; /* \B matches in an empty text, from 3.14 */

    /* formats */
    bool format_groups_fraction; /* "{:.6,f}", "{:._f}", from 3.14 */
    bool percent_texts_3_14;     /* "%c requires an int or a unicode character, not list" */

    /* memoryview */
    bool memory_view_has_halves;           /* format 'e', from 3.12 */
    bool memory_view_scalar_has_no_length; /* of 0 dimensions; from 3.12, 1 before */
    bool memory_view_is_sequence;          /* count(), index(), memoryview[int], from 3.14 */

    /* array */
    bool array_has_w; /* typecode 'w', from 3.13 */

    /* tuple */
    uint16_t tuple_items_offset;        /* 24; 32 with the cached hash */
    bool struct_sequences_count_hidden; /* from 3.13: fields that are no items are part of tp_basicsize; names
                                           of others are errors; __replace__() */
    bool tuple_tracks_lazily; /* from 3.14: made whole of items of uncollected types it is not tracked */

    /* list (Objects/listobject.c) */
    uint8_t list_deletion;      /* enum list_deletion */
    uint8_t list_keeps;         /* from 3.14: an array of up to so many is not shrunk */
    bool list_pop_clears;       /* from 3.12: popping the last item drops the array */
    bool sort_runs_have_equals; /* from 3.13: sort() takes runs that fall or stay equal */
    bool list_slices_alike;     /* from 3.13: what is assigned to a slice is refused in the words for extended
                                   ones */
    bool list_index_is_plain;   /* from 3.14: list.index() does not say which value it missed */
    bool list_extends_sets;     /* from 3.13: extending by a set or dict makes room as append does */

    /* dict (Objects/dictobject.c) */
    uint16_t dict_version_step; /* what ma_version_tag grows by at every change; 0: unused */
    bool dict_size_exact;       /* from 3.14: the smallest table for a size; before, 1 to 7 took 16 slots */
    bool unhashable_says_use;   /* from 3.14: TypeErrors say that it was to be a dict key or a set element */
    bool dict_converts_late;    /* from 3.14: a key that is no str changes the table only when it is new */

    /* set (Objects/setobject.c) */
    uint8_t set_reuse; /* enum set_reuse */

    /* instances and types */
    uint8_t instance_form;          /* enum instance_form */
    uint16_t instance_prefix;       /* bytes before the collector's header of a managed instance: 0 or 16 */
    bool managed_weakrefs;          /* the word before the collector's header, not a field */
    uint16_t type_size;             /* of PyTypeObject: getsizeof of a builtin type, but for: */
    bool static_types_count_header; /* up to 3.12: getsizeof adds a collector's header that builtin types do
                                       not have */
    uint16_t heap_type_size;        /* of PyHeapTypeObject: tp_basicsize of type */
    uint8_t shared_keys_max;        /* 30 */
    uint16_t heap_type_names; /* where PyHeapTypeObject's ht_name is; ht_slots, ht_qualname, ht_cached_keys,
                                 ht_module follow */
    bool inline_values_in_subclasses; /* from 3.14: below list, dict, with slots, ... too; 3.13: only where
                                         nothing but the header is */
    bool class_texts_3_12;            /* messages of class creation and of attributes as 3.12 words them */
    bool attribute_texts_3_13;        /* "... and no __dict__ for setting new attributes" */
    bool proxy_repr_says_dead;        /* from 3.13 */
    bool class_line_numbers; /* from 3.13: a class statement stores __static_attributes__ and __firstlineno__
                              */
    bool type_flags_3_12; /* static types and such with items at their end are marked, and classes inherit how
                             they are called */
    bool deque_is_heap_type; /* from 3.12: collections.deque is made at run time */

    /* code objects and how source becomes code (Python/symtable.c, compile.c, flowgraph.c) */
    uint16_t code_size;       /* of PyCodeObject without its instructions: 184, 208 */
    uint16_t code_blocks_max; /* how many statements with blocks may be in each other: 20, 21 */
    uint16_t int_digits_max;  /* of a decimal literal (sys.get_int_max_str_digits()) */
    bool tree_is_folded;      /* up to 3.13: constants are folded in the tree; then in the instructions */
    bool flow_is_late;        /* from 3.12: instructions are a sequence first, of which blocks are made later
                                 (flow_late.c) */
    bool locations_are_explicit; /* from 3.12: every instruction says where it is; before, the statement or
                                    expression under way */
    bool null_above_callable;    /* from 3.13: the empty slot of a call is above the callable */
    bool call_ex_is_inlined;     /* from 3.12: f(*args) of a function written in Python lets go of the tuple
                                    before it runs */
    bool call_names_are_pushed;  /* from 3.13: the names of keyword arguments are on the stack */
    bool super_is_instruction;   /* from 3.12: super().name is one */
    bool slices_are_operations;  /* from 3.12: a[b:c] is one instruction */
    bool slices_are_constants;   /* from 3.14: a[1:2] has a slice among its constants */
    bool constant_keys_map;      /* up to 3.13: displays with constant keys have them in a tuple */
    bool conversions_come_first; /* from 3.13: !r of f-strings is an instruction of its own */
    bool while_tests_twice;      /* up to 3.13: at the start of the loop and again at its end */
    bool with_looks_up_methods;  /* from 3.14: as attributes of the type, which stay on the stack unbound */
    bool stop_iteration_handler; /* from 3.12: code of generators makes a RuntimeError of a StopIteration that
                                    leaves it */
    bool yield_from_cleans_up;   /* from 3.12: throw() and close() in `yield from` end it by a handler in the
                                    code */
    bool async_is_checked_early; /* from 3.14: await and its like outside of async functions, __debug__ and
                                    late futures are errors of the symbol table */
    bool class_names_by_namespace; /* from 3.12: names of enclosing functions in a class body go through its
                                      namespace first */
    bool docstring_or_none;        /* up to 3.12: the first constant of a function is its docstring or None */
    bool docstrings_are_cleaned;   /* from 3.13: indentation is taken away */
    bool annotation_errors_quote;  /* up to 3.11: "'yield expression' can not be used within an annotation" */
    bool debug_attribute_goes;     /* up to 3.13: del x.__debug__ */

    /* exceptions (Objects/exceptions.c) */
    bool exceptions_3_13;        /* PythonFinalizationError, _IncompleteInputError */
    bool import_error_name_from; /* from 3.12 */
    bool has_last_exc;           /* sys.last_exc, from 3.12 */
    bool syntax_error_metadata;  /* SyntaxError._metadata, from 3.14 */
    bool note_names_argument; /* "add_note() argument must be str, not int", from 3.14; before: "note must be
                                 a str, not 'int'" */
    bool traceback_lines; /* tracebacks as Lib/traceback.py prints them, from 3.13; before: Python/traceback.c
                           */
    uint16_t traceback_limit;     /* how many frames are printed: 1000, 0 (all) from 3.13 */
    bool unraisable_says_what;    /* "Exception ignored while calling deallocator ...", from 3.14 */
    bool suggestions_3_12;        /* self.name, modules to import, names that modules have, from 3.12 */
    bool attribute_error_reduces; /* AttributeError.__reduce__ and __getstate__ keep the name, from 3.12 */

    /* exception groups */
    bool group_split_by_callable; /* from 3.12: any callable chooses exceptions; before: a function */
    bool group_unmatched_is_kept; /* up to 3.11: where except* finds nothing in a group it goes on as it is;
                                     then as what its split() has made */
    bool group_of_one_has_traceback; /* from 3.14: what except* makes of an exception that is no group */

    /* descriptors and types of types */
    bool annotations_are_lazy;     /* from 3.14: __annotate__ makes them */
    bool property_skips_none_doc;  /* from 3.12: a getter whose __doc__ is None gives none */
    bool property_has_name;        /* from 3.13: property.__name__ */
    bool classmethod_chains;       /* up to 3.12: what a classmethod wraps is bound by its own __get__ */
    bool wrapped_annotations_late; /* from 3.14: static and class methods take their function's annotations
                                      when asked for them */
    bool super_names_types;        /* from 3.13: the TypeError of super() says which types */
    bool mapping_proxy_hashes;     /* from 3.12: as the mapping */
    bool main_name_is_interned;    /* from 3.13: __name__ is '__main__' */
    bool namespace_takes_mapping;  /* from 3.13: SimpleNamespace({...}); __replace__ */
    bool union_has_sets;           /* from 3.14: typing.Union, with the set of its arguments */

    bool eval_takes_keywords; /* from 3.13: eval(x, globals=..., locals=...), exec likewise */
    bool finally_is_not_left; /* from 3.14: return, break, continue out of a finally block are warned of */

    /* iterators */
    bool range_iterator_counts_down;       /* from 3.12: start, step and what is left, no index */
    bool list_iterator_ends_negative;      /* from 3.13: the index of one that has come to its end is -1 */
    bool bytearray_iterator_ends_negative; /* from 3.14 */
    bool map_strict;                       /* from 3.14: map(..., strict=True) */
    bool itertools_are_heap_types; /* from 3.12: the types of itertools are made at run time; batched is there
                                    */
    bool itertools_are_not_reduced; /* from 3.14: they are neither copied nor pickled */
    bool cycle_has_no_first_pass;   /* from 3.14: a field less */
    bool tee_copies_tees;           /* from 3.14: tee() of a tee's iterator makes new ones, all of them */

    bool ordered_dict_repr_is_dict; /* from 3.12: OrderedDict({...}); before, OrderedDict([(...), ...]) */
    bool ordered_dict_clear_counts; /* from 3.13: clear() is a change of the order */

    /* functools, operator */
    bool partial_has_placeholder;  /* from 3.14: functools.Placeholder; a partial binds as a function does */
    bool partial_repr_says_module; /* from 3.13: of a class that extends partial */
    bool methodcaller_has_vectorcall; /* from 3.13: three fields more */

    bool json_writes_one_text; /* from 3.12: an encoder puts one str together, not a list of them; from 3.13
                                  it indents */
    bool io_types_are_heap_types;   /* from 3.12: the types of _io are made at run time */
    bool string_io_writes_one_text; /* from 3.12: what StringIO is given goes into one str; before, into a
                                       list. From 3.14 what writes it is a block of its own */
    bool json_adds_notes; /* from 3.14: exceptions say what was being written, and which float it is not */

    bool time_type_is_public; /* from 3.13: errors name PyTime_t */
    bool has_type_parameters; /* from 3.12: TypeVar and its like are types of C */

    /* locks */
    bool simple_queue_is_ring;     /* from 3.13: SimpleQueue has a ring of items, no list */
    bool lock_is_made_by_its_type; /* from 3.13: threading.Lock is the type, not a function */
    bool locks_are_mutexes; /* from 3.14: without a lock of the system and a field for weak references */

    bool decimal_is_heap_type; /* from 3.12: made at run time, and its objects are collected */
    bool dates_read_formats;   /* from 3.14: date.strptime(), time.strptime() */

    bool loaders_say_repr; /* up to 3.11: repr() of a module asks module_repr() of its loader */

    /* functions, frames, generators */
    uint16_t function_size;       /* 136, 152 */
    uint16_t function_vectorcall; /* where the pointer is: 120, 136 */
    bool function_annotate;       /* from 3.14: a function that makes the annotations */
    bool function_type_params;    /* from 3.12 */
    bool code_docstring_flag;     /* from 3.14: a flag says that the first constant is the docstring */
    uint16_t frame_locals;        /* where the locals of a frame begin: 72, 80 */
    uint16_t frame_object_frame;  /* where in a frame object its own frame is: 48, 72 */
    uint16_t frame_extra_locals;  /* from 3.13 (PEP 667), 48: where it keeps what is written through f_locals;
                                     0: f_locals is a dict */
    uint16_t
        generator_fields; /* where in a generator its weak references are, and the rest after them: 24, 16 */
    uint16_t generator_frame;     /* where its frame is: 80, 72 */
    bool generator_has_code;      /* up to 3.11: gi_code is a field */
    bool generator_enters_to_end; /* but in 3.12 and 3.13: one that has not begun is closed like any other,
                                     also when it is trash */
    bool new_generator_is_thrown_into; /* up to 3.11: close() raises in one that has not begun, too */
    bool close_returns_value;          /* from 3.13: what the generator returned */
    bool frame_clear_closes;           /* up to 3.12: frame.clear() closes a generator that waits */
    bool async_suspended;              /* from 3.12: ag_suspended */
    bool async_methods_finish; /* from 3.13: asend() and its like say that nobody awaited them; close() closes
                                */
    bool athrow_has_parts;     /* from 3.14: type, value and traceback in fields of their own */
    bool await_texts_3_14;     /* "'int' object can't be awaited"; which other with statement may be meant */
    bool throw_takes_one;      /* from 3.12: throw(type, value, traceback) is deprecated */
    bool not_implemented_has_no_truth; /* from 3.14: a TypeError; a DeprecationWarning before */
    bool bool_is_not_inverted;   /* from 3.12: ~True is deprecated, and from 3.14 computed when it runs */
    bool array_u_is_deprecated;  /* from 3.13 */
    bool complex_parts_are_real; /* from 3.14: a complex part of complex() is deprecated */
    bool unpack_says_length;     /* from 3.14: "too many values to unpack (expected 2, got 3)" */

    /* frames and tracing */
    bool locals_released_backwards;  /* from 3.14: a function's locals go last one first */
    bool comprehensions_are_inlined; /* from 3.12: no frame of their own */
    bool exec_holds_namespaces;      /* exec() and eval() count the globals and locals that they were given or
                                        found; up to 3.11 only what runs the code does */
    bool unbound_local_is_access;    /* from 3.11: "cannot access local variable ..." */
    uint32_t trace_frames_max;       /* 65535 */
    bool trace_reset_peak;           /* from 3.9 */
    bool trace_misses_prefix; /* up to 3.11: tracemalloc.get_object_traceback() looks for an object's block
                                 at the collector's header, and finds none of those with a prefix */
    uint16_t recursion_limit; /* 1000 */
};

/* The shape of a builtin type: the numbers of its static PyTypeObject that differ between
 * types and versions. */
struct type_shape {
    uint16_t basicsize, itemsize;
    uint16_t dictoffset, weaklistoffset;
    uint64_t flags; /* Py_TPFLAGS bits, see object/typeobject.h */
};

/* The shape of the builtin type of a kind (object/kinds.h). */
struct type_shape abi_type_shape(const struct abi *abi, unsigned kind);

/* The row of CPython 3.`minor`, or NULL where heapd has none. Static storage. */
const struct abi *abi_find(unsigned minor);

/* Rows in order; NULL past the last. */
const struct abi *abi_at(size_t index);

#endif
