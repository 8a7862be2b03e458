/* struct heap: all state of a heap that is not objects. It lies at the first byte of the region and holds no
 * host pointer. Only files of the heap library include this header.
 */
#ifndef HEAPD_HEAP_STATE_H
#define HEAPD_HEAP_STATE_H

#include "daemon/heap/abi/abi.h"
#include "daemon/heap/arena.h"
#include "daemon/heap/base.h"
#include "daemon/heap/blocks.h"
#include "daemon/heap/collector.h"
#include "daemon/heap/object/kinds.h"
#include "daemon/heap/raise.h"

#define HEAP_MAGIC 0x6865617064303031ull /* "heapd001" */

/* The collector's header of an object, and the head of a list of such. From 3.8 on 16 bytes. `prev` carries
 * two flags (collector.h) in its low bits. Both fields are 0 in an object that is not tracked. */
struct gc_head {
    addr next, prev;
};

struct generation {
    struct gc_head head; /* circular; next and prev are addresses of gc heads, this one's own when empty */
    uint32_t threshold;
    int32_t count;
};

struct arena {
    addr address;        /* 0: unused entry */
    addr pool_address;   /* next pool never used */
    addr free_pool_list; /* pools that came back, linked by their next */
    uint32_t free_pools; /* both kinds */
    uint32_t next,
        previous; /* index + 1, 0 none: the usable arenas, fewest free pools first; or the unused entries */
    uint32_t reserved;
};

#define ARENAS_MAX      32768 /* 8 GiB in arenas of 256 KiB */
#define ARENA_POOLS_MAX 64u   /* in one arena, whatever the version */

/* Objects that the language keeps in a table of its own: `count` counted references at `keys`. */
struct program_keys {
    addr next, keys;
    uint32_t count, room;
};

/* Blocks that wait, linked by their first words. */
struct waiting_blocks {
    addr first;
    uint32_t count, max;
};

struct heap {
    uint64_t magic;
    uint64_t seq; /* not used by the library: the owner's step counter, so that it travels with a copy */
    struct abi abi;

    /* memory */
    struct pool_ring {
        addr next, previous;
    } used_pools[SIZE_CLASSES]; /* heads of rings of pools with a free block (arena.c) */
    /* What each allocation changes lies as far into a page as the bits in REGION_STARTS of objects that the
     * template fills its arena with: those of a program's first objects are further on. 4096 bytes apart,
     * changing the one would wait for the other, for half the time that a loop takes which makes the same
     * number again and again. */
    uint64_t limit, small_used, peak_used, small_blocks; /* bytes; small_used counts size classes */
    uint64_t object_count;                               /* live objects in blocks */
    uint32_t usable_arenas, unused_arenas;               /* lists by index + 1 */
    uint32_t last_with_free_pools[ARENA_POOLS_MAX + 1];  /* index + 1 of the last usable arena with so many */
    uint32_t arenas_in_use, arenas_high, arenas_peak, arenas_of_template;
    uint64_t arenas_ever;
    struct blocks large, tables;
    uint64_t fail_after; /* 0: off */
    addr static_top;     /* next free byte of the static area */
    uint64_t static_objects;

    /* objects */
    uint64_t hash_seed[2]; /* SipHash key */
    uint32_t hash_seed_option;
    uint32_t recursion_limit, recursion_depth;
    uint32_t c_levels;           /* how many of them are on the C stack */
    uint64_t c_stack_from;       /* where the outermost of these is; 0 between operations */
    uint32_t int_max_str_digits; /* sys.get_int_max_str_digits(): 0 no limit */
    uint32_t reprs_count, reprs_room;
    addr reprs;             /* table of containers whose repr is under way (object/repr.c) */
    uint64_t growing_texts; /* bytes in texts that are being put together (object/format.h) */
    addr singleton[SINGLETON_COUNT];
    addr type[KIND_COUNT];                 /* the builtin type of each kind */
    addr small_ints;                       /* address of the first; 32 bytes apart */
    addr characters;                       /* table of 256 addresses: the latin-1 one-character strings */
    addr byte_characters;                  /* table of 256 addresses: the one-byte bytes objects */
    addr interned;                         /* intern table (object/intern.c) */
    addr lookups;                          /* table of lookups in types (object/lookup.c) */
    uint64_t lookups_epoch;                /* entries of another epoch do not count */
    uint32_t type_versions, keys_versions; /* the last tags given out (object/type_version.h) */
    addr changing_dict;                    /* of a type that knows of it (dict_of_type_changed()) */
    bool orders_by_programs; /* a metatype's mro() has answered: subclasses are not all that look into a class
                              */
    addr names;              /* table of the strs that the library itself looks up (object/heaptype.h) */
    addr handles;            /* references that the owner holds (handle.c) */
    uint64_t dict_version;   /* the last ma_version_tag given out */
    addr dying;              /* innermost object being deallocated (release.c) */
    addr postponed;          /* dead objects that wait for the outermost deallocation (release.c) */
    uint32_t dying_nested;   /* deallocations begun inside one another */

    /* collector */
    struct collector collector;
    struct generation generation[3], permanent;
    struct gc_head unreachable, still_unreachable, finalizers, finalized,
        pending_callbacks; /* while a collection runs */

    /* tracing, frames, events, errors: state of trace.c, frame.c, event.c, raise.c */
    addr trace, frames, events;
    union { /* what allocating or releasing a block is to do beside that: looked at each time */
        struct {
            bool tracing;          /* checked by every allocation, */
            bool watching_blocks;  /* and so is this: runtime_block() wants to know of each block */
            bool recording_events; /* checked by every object allocation and release */
            bool failing; /* fail_after is set, or heap_note_changes() is on: nothing takes a short way */
        };
        uint32_t attended;
    };
    uint32_t abandon; /* by any thread, atomically */
    struct raised raised;
    bool exit_in_parts; /* up to 3.11, sys.exit() was given a tuple, and nobody has made an exception of it
                           yet: it itself is what ends the program */
    addr exception_type[EXC_COUNT];              /* the builtin exception classes; 0: not in this version */
    addr struct_sequences, struct_sequences_end; /* their types (object/struct_sequence.h) */
    addr handling; /* borrowed from the interpreter: the exception being handled, which new ones get as their
                      context; 0 none */
    addr last_exception; /* a static MemoryError, for when there is not even memory for one */
    uint64_t
        kept_back;   /* of the limit, while a program runs: what it has once memory has run out (memory.h) */
    bool keeps_back; /* `limit` is without it */
    bool into_reserve;            /* an exception is being made: it may go beyond the limit (memory.c) */
    bool goes_when_stopped, goes; /* heap_goes_when_stopped(); and that has been so */
    addr globals;                 /* dict of __main__, which counts it */

    /* the language (daemon/python): what a program is and where it stands */
    addr builtins; /* dict of the module builtins; 0 where no language is linked */
    addr python;   /* what the interpreter keeps beside references, in the tables area */
    struct {
        addr modules, sources;             /* dicts: sys.modules, and file names to source texts */
        addr code;                         /* what runs: who compiled it has it meanwhile; 0 */
        addr profile, trace;               /* what sys.setprofile() and sys.settrace() were given; 0 */
        addr async_first, async_finalizer; /* what sys.set_asyncgen_hooks() was given; 0 */
        addr filename; /* the str that the code of the program that was run last has as its file's name, to
                          compare with: not counted itself */
        addr keys;     /* struct program_keys in the tables area, a chain; 0: not counted itself */
        uint32_t origin_depth; /* sys.set_coroutine_origin_tracking_depth() */
    } program;                 /* counted */
    addr frame;                /* the frame that runs; 0: none */
    addr stack_top;            /* next free byte of REGION_STACK */
    struct handled {
        addr value; /* the exception being handled: counted or 0 */
        addr
            previous; /* the next one further out: a struct handled in a generator or this heap; 0 the last */
    } handled_outermost;
    addr handled;                /* the innermost of them */
    uint64_t steps, steps_limit; /* jumps back and calls so far; where a run is given up */
    struct waiting_blocks free_list[FREE_LIST_COUNT];       /* object/free_list.h */
    struct waiting_blocks free_list_aside[FREE_LIST_COUNT]; /* free_lists_set_aside() */
    addr births;       /* table of the objects that the last capture saw (births.c); 0: there was none */
    uint32_t captures; /* so many there were */
    uint64_t run; /* the owner's, while an operation is on: a host pointer, 0 between operations, so that no
                     image has it */
    uint32_t refusals; /* how often raise_memory() said that there is no memory */
    bool clocked;      /* what was done came out as it did because of the time that it took */
    bool changed;      /* a block was allocated or released, where no short way is taken */
    addr main; /* the module __main__, counted, whose dict `globals` is; 0: it has ended, and `globals`
                  is counted itself */
    addr residents, residents_end; /* where they are in the static area (object/object.h) */
    addr builtins_at_first;        /* dict: what `builtins` has before anything changes it; 0 as that */
    bool residents_known;          /* to the collector (globals_begin()) */
    bool free_lists_begun, free_lists_are_aside;
#ifdef HEAPD_DEBUG
    uint64_t looks; /* how often heap_abandoned() says no before it says yes by itself; 0: off */
#endif
};

/* heap_abandon() was asked for: long loops in the library answer HEAP_ABANDONED then. */
static inline bool heap_abandoned(struct heap *h)
{
#ifdef HEAPD_DEBUG
    if (HEAP_UNLIKELY(h->looks != 0) && --h->looks == 0)
        __atomic_store_n(&h->abandon, 1, __ATOMIC_RELAXED);
#endif
    return HEAP_UNLIKELY(__atomic_load_n(&h->abandon, __ATOMIC_RELAXED) != 0);
}

#endif
