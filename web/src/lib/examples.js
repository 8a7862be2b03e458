// What the console offers to try: small batches of operations, each about one idea.
export const EXAMPLES = [
    {
        title: 'A value',
        says: 'A document becomes objects, as json.loads builds them.',
        operations: [{ op: 'new', value: { user: 'ada', tags: ['x', 'y'], score: 1.5 }, bind: 'a' }],
    },
    {
        title: 'Two names, one object',
        says: 'A second name adds a reference and copies nothing.',
        operations: [
            { op: 'new', value: [1, 2, 3], bind: 'a' },
            { op: 'bind', name: 'b', value: { $ref: 'a' } },
        ],
    },
    {
        title: 'A cycle',
        says: 'A list that holds itself. When its name goes, its count stays at 1: only the collector frees it.',
        operations: [
            { op: 'new', value: [], bind: 'c' },
            { op: 'call', object: { $ref: 'c' }, method: 'append', args: [{ $ref: 'c' }] },
            { op: 'del', name: 'c' },
            { op: 'collect' },
        ],
    },
    {
        title: 'With and without __slots__',
        says: 'The same two attributes; one class keeps a dict for each instance.',
        operations: [
            { op: 'class', name: 'Open' },
            { op: 'class', name: 'Slotted', slots: ['x', 'y'] },
            { op: 'new', value: { $new: 'Open', attrs: { x: 1, y: 2 } }, bind: 'open_' },
            { op: 'new', value: { $new: 'Slotted', attrs: { x: 1, y: 2 } }, bind: 'slotted' },
        ],
    },
    {
        title: 'A weak reference',
        says: 'It does not keep its object alive: when the last name goes, it answers None.',
        operations: [
            { op: 'class', name: 'Node' },
            { op: 'new', value: { $new: 'Node' }, bind: 'n' },
            { op: 'weakref', object: { $ref: 'n' }, bind: 'w' },
            { op: 'del', name: 'n' },
        ],
    },
];
