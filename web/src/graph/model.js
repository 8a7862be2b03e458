// What a drawn object graph consists of, apart from how it is drawn: objects, the roots that name them, and labelled
// references. It grows on demand, a few objects at a time, and never beyond what one can read. No DOM.

// Of one object; the rest is one node that says how many more there are. Few at first, more when they are asked for.
export const FEW_CHILDREN = 8;
export const MOST_CHILDREN = 24;
const MOST_NODES = 160;

export function newGraph() {
    return { nodes: new Map(), edges: new Map(), expanded: new Map() }; // expanded: id -> at most how many children
}

export function addEdge(graph, from, to, label) {
    const id = `${from} ${label} ${to}`;
    if (!graph.edges.has(id)) graph.edges.set(id, { id, from, to, label });
}

// A name or a frame's local variable: where a chain of references begins.
export function addRoot(graph, label, kind, target) {
    const id = `${kind} ${label}`;
    graph.nodes.set(id, { id, kind, label });
    addEdge(graph, id, target.id, '');
    addObject(graph, target);
}

export function addObject(graph, object) {
    const known = graph.nodes.get(object.id);
    const { id, type, repr, size, refcount, retained, immortal } = object;
    graph.nodes.set(id, {
        kind: 'object',
        id,
        type: type ?? known?.type,
        repr: repr ?? known?.repr,
        size: size ?? known?.size,
        refcount: refcount ?? known?.refcount,
        retained: retained ?? known?.retained,
        immortal: immortal ?? known?.immortal ?? false,
    });
}

// References that say nothing in a picture: every object has its type, and a dict's key stands on the edge to its value.
const LEFT_OUT = new Set(['type', 'key']);

// And of a function: what it holds as data is told, what it is made of is on its page.
const OF_A_FUNCTION = /^(func_|\(?\.?__)(code|globals|builtins|name|qualname|doc|module|annotations)(__\)?)?$/;

const isTelling = (from, referent) =>
    !LEFT_OUT.has(referent.edge) && !(from?.type === 'function' && OF_A_FUNCTION.test(referent.label ?? ''));

// What the object `from` refers to: `referents` is the first page, `total` how many there are in all, `most` how many
// are drawn.
export function addReferents(graph, from, referents, { total = referents.length, most = MOST_CHILDREN } = {}) {
    graph.expanded.set(from, most);
    const telling = referents.filter((referent) => isTelling(graph.nodes.get(from), referent));
    const shown = telling.slice(0, most);
    for (const referent of shown) {
        addObject(graph, referent);
        addEdge(graph, from, referent.id, referent.label ?? '');
    }
    // Of those on later pages as many are left out as on this one.
    const later = referents.length ? Math.round(((total - referents.length) * telling.length) / referents.length) : 0;
    const rest = telling.length - shown.length + later;
    const id = `more ${from}`;
    graph.nodes.delete(id);
    if (rest > 0) {
        graph.nodes.set(id, { id, kind: 'more', rest, of: from });
        addEdge(graph, from, id, '');
    }
}

export function isFull(graph) {
    return graph.nodes.size >= MOST_NODES;
}

// Objects worth following, nearest to the roots first: containers that are not expanded yet.
export function frontier(graph) {
    return [...graph.nodes.values()].filter(
        (node) => node.kind === 'object' && !graph.expanded.has(node.id) && !isLeaf(node.type),
    );
}

const LEAVES = new Set([
    'int',
    'float',
    'complex',
    'bool',
    'NoneType',
    'str',
    'bytes',
    'bytearray',
    'range',
    'type',
    'module',
    'code',
    'builtin_function_or_method',
    'ellipsis',
]);

function isLeaf(type) {
    return LEAVES.has(type);
}

const FAMILIES = {
    number: ['int', 'float', 'complex', 'bool', 'NoneType', 'range', 'ellipsis'],
    text: ['str', 'bytes', 'bytearray'],
    container: ['list', 'tuple', 'dict', 'set', 'frozenset', 'deque', 'array'],
    code: ['function', 'type', 'module', 'code', 'frame', 'generator', 'cell', 'builtin_function_or_method', 'method'],
    weak: ['weakref', 'weakproxy', 'weakref.ReferenceType', 'ReferenceType'],
};
const FAMILY_OF = new Map(Object.entries(FAMILIES).flatMap(([family, types]) => types.map((type) => [type, family])));

// Types in a handful of families, one colour each; whatever a program defined itself is an 'instance'.
export function familyOf(type) {
    return FAMILY_OF.get(type) ?? 'instance';
}

// Objects that CPython builds in begin with a count of about a billion before 3.12: no number to show.
const BUILT_IN = 500_000_000;

const isCounted = (node) => !node.immortal && node.refcount != null && node.refcount < BUILT_IN;

// The lines of a node's label: its type with its count, and its value.
export function nodeText(node, shorten) {
    if (node.kind === 'more') return [`${node.rest.toLocaleString('en')} more…`];
    if (node.kind !== 'object') return [shorten(node.label, 34)];
    if (node.lines) return node.lines.map((line) => shorten(line, 30));
    const type = shorten(node.type ?? '?', 30);
    const head = isCounted(node) ? `${type}  ×${node.refcount}` : type;
    const body = node.repr && node.repr !== node.type ? [shorten(node.repr, 26)] : [];
    return [head, ...body];
}
