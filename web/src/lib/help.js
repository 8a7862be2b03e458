// What the words mean, for someone who sees a heap for the first time. Two or three sentences each, no more.
export const HELP = {
    'reference count':
        'How many references to this object exist: names, list items, dict values, attributes. When the count falls to zero the object is freed at once. Objects in a cycle keep each other’s counts above zero; only the collector frees those.',
    size: 'What sys.getsizeof answers: the object’s own block with the collector’s header, not what it refers to.',
    'deep size': 'The object together with everything that can be reached from it, each object counted once.',
    generation:
        'The collector sorts objects by age. New ones are in generation 0; what survives a collection moves to the next. Young generations are looked at often, generation 2 rarely, because most objects die young.',
    threshold:
        'A generation is collected when its count exceeds its threshold. Generation 0 counts allocations minus deallocations; the others count collections of the generation before.',
    collect:
        'Looks for objects that only refer to each other and that nothing else can reach, and frees them. Collecting a generation includes the younger ones.',
    uncollectable: 'Unreachable objects that the collector could not free. They go to gc.garbage and stay.',
    freeze: 'Moves everything that is alive into a permanent generation that collections pass over.',
    finalizer:
        'Code that runs just before an object is freed (__del__). It runs once, and can bring the object back to life.',
    arena: 'A large piece of memory that the allocator takes at once and cuts into pools. It can be given back only when all of its pools are empty.',
    pool: 'A piece of an arena whose blocks all have the same size. Its free blocks serve only objects of that size, so a half-empty pool is memory that is held but not used.',
    'size class':
        'Blocks up to 512 bytes are rounded up to a multiple of 16; each multiple is a size class with pools of its own.',
    'large block': 'A block of more than 512 bytes. It has no pool.',
    fragmentation:
        'Memory that the heap holds and no object uses: free blocks in pools that others keep in use, and pools kept for later.',
    immortal:
        'An object that is never freed and never counted, such as None, True and small integers (CPython 3.12 and later).',
    tracked:
        'Whether the collector looks at the object. Only containers can be part of a cycle, so numbers and strings are never tracked.',
    'retained size':
        'What would be freed if the object went away: itself and everything that is reached through it alone, cycles included. It is exact.',
    dominator:
        'The nearest object through which every path from a root leads. While it is alive this one is; without it this one would go.',
    cycle: 'Objects that refer to each other in a ring. Their counts never fall to zero: only the collector frees them, once nothing else refers to any of them.',
    suspect:
        'Something that alone retains more than a tenth of the heap. The memory accumulates where, going down to what retains most, the next step retains much less.',
    'same object':
        'Snapshots of a hosted heap know which object is which: one that takes the address of one that went is new. In graphs that come from elsewhere an object is the same if it has the same address and type.',
    leak:
        'A place that holds more in every snapshot than in the one before. A cache that fills looks the same until it is full; a leak never stops.',
    slope: 'By how much it rises from one snapshot to the next: the slope of the straight line that fits its sizes best.',
    fit: 'How well a straight line fits its sizes. 100 % is a steady rise, as of something that each request leaves behind.',
    snapshot:
        'A copy of all allocation traces at one moment: how many bytes each line of the program holds. Two snapshots compared show what grew.',
    traceback: 'Where the object was allocated: the call stack at that moment, most recent call last.',
    tracing:
        'While tracing is on, every block remembers where it was allocated. It costs time and memory (the overhead), so it is off until asked for.',
    'size diff':
        'Bytes in the newer snapshot minus bytes in the older one. What grows and never shrinks is the place to look for a leak.',
    cumulative:
        'Counts a block for every frame of its traceback and not only for the most recent: what each function caused, with all it called.',
    name: 'A variable of the session’s module. A name is a reference: while it is bound, its object lives.',
    frame: 'A function call under way. Its local variables are references and keep their objects alive until the call returns.',
    referents: 'What this object refers to: it keeps these alive.',
    referrers:
        'What refers to this object: these keep it alive. An object that should be gone and is not is explained here.',
    layout: 'Every byte of the object where CPython has it: the header (collector’s links, reference count, type) and then the fields of its type.',
    limit: 'The heap may not grow beyond this. An operation that would is a MemoryError and leaves the heap as it was.',
    used: 'Bytes in blocks that hold objects.',
    committed: 'Bytes that the heap has taken: used ones, free blocks in pools, and pools kept for later.',
    'weak reference':
        'A reference that does not keep its object alive. When the object is freed it answers None, and its callback is called.',
    overhead: 'Memory that tracing itself takes for tracebacks and traces.',
    sequence: 'One step for each operation that changed the heap.',
    labels: 'Words of your own by which sessions can be found: key:value.',
};
