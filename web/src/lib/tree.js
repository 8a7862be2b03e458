// Rows of a statistic or of a difference as trees, for flame graphs and treemaps. Every node knows the sums of the rows at
// or below it, and `own`: how much of it is drawn for rows that end right there. Pure.
import { frameLine, newest } from './format.js';

const SUMS = ['size', 'size_diff', 'count', 'count_diff'];

// How wide a row is drawn. Of a difference: by its change (what grew and what shrank both count), or as large as it is
// in the newer or was in the older snapshot.
export const WEIGHTS = {
    change: (row) => Math.abs(row.size_diff ?? 0),
    new: (row) => row.size,
    old: (row) => row.size - (row.size_diff ?? 0),
};

// A short name of a node that is the same each time, for addresses: 52 bits of a hash of the way to it.
export function keyOf(text) {
    let a = 0xdeadbeef;
    let b = 0x41c6ce57;
    for (let n = 0; n < text.length; n++) {
        const code = text.charCodeAt(n);
        a = Math.imul(a ^ code, 2654435761);
        b = Math.imul(b ^ code, 1597334677);
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return (2 ** 20 * (b >>> 0) + (a >>> 12)).toString(36);
}

function makeNode(name, above, kind) {
    return { name, kind, key: keyOf(above ? `${above} ${name}` : ''), own: 0, size: 0, size_diff: 0, count: 0, count_diff: 0, under: new Map() };
}

// Goes down along `steps` ({name, kind}), making nodes where there are none, and adds the row to each.
function plant(root, steps, row, weight) {
    const add = (node) => SUMS.forEach((sum) => (node[sum] += row[sum] ?? 0));
    let at = root;
    add(at);
    for (const { name, kind, frame } of steps) {
        let next = at.under.get(name);
        if (!next) {
            next = makeNode(name, at.key, kind);
            if (frame) next.frame = frame;
            at.under.set(name, next);
        }
        at = next;
        add(at);
    }
    at.own += weight(row);
    return at;
}

// Maps become arrays; without recursion, since tracebacks may be as deep as a program likes.
function settle(root) {
    const open = [root];
    for (let node = open.pop(); node; node = open.pop()) {
        node.children = [...node.under.values()];
        delete node.under;
        open.push(...node.children);
    }
    return root;
}

const groupStep = (row) => ({ name: String(row.group ?? 'unknown'), kind: 'group' });

// Rows that are grouped by traceback: who called whom, the oldest call at the root.
export function callTree(rows, weight = WEIGHTS.new, name = 'all') {
    const root = makeNode(name, '', 'root');
    for (const row of rows) {
        const steps = row.traceback?.length
            ? row.traceback.map((frame) => ({ name: frameLine(frame), kind: 'frame', frame }))
            : [groupStep(row)];
        plant(root, steps, row, weight);
    }
    return settle(root);
}

function placeOf(row) {
    const frame = newest(row.traceback);
    if (!frame) return [groupStep(row)];
    const folders = frame.file.split('/').filter(Boolean);
    if (frame.file.startsWith('/') && folders.length > 0) folders[0] = `/${folders[0]}`;
    const file = folders.pop() ?? frame.file;
    const steps = folders.map((name) => ({ name, kind: 'folder' }));
    steps.push({ name: file, kind: 'file', frame: { file: frame.file } });
    if (frame.line) steps.push({ name: `${file}:${frame.line}`, kind: 'line', frame });
    return steps;
}

// A folder with nothing but another folder in it is one: a/b/c.
function join(node) {
    for (const child of node.children) {
        while (child.kind === 'folder' && child.children.length === 1 && child.children[0].kind === 'folder' && !child.own) {
            const [only] = child.children;
            Object.assign(child, { ...only, name: `${child.name}/${only.name}` });
        }
        join(child);
    }
    return node;
}

// Rows that are grouped by line, by file, or by something that has no place: folders, files, lines; or one level.
export function placeTree(rows, weight = WEIGHTS.new, name = 'all') {
    const root = makeNode(name, '', 'root');
    for (const row of rows) plant(root, placeOf(row), row, weight);
    return join(settle(root));
}

// What DevTools shows of two object graphs, one row a type: its change is what came, went, grew and shrank.
export function typeRows(items) {
    return items.map((item) => ({
        group: item.type,
        size: item.allocated_size,
        size_diff: item.size_delta + (item.grown_size ?? 0) - (item.shrunk_size ?? 0),
        count: item.new,
        count_diff: item.delta,
    }));
}

export function findNode(root, key) {
    if (!key) return null;
    const open = [root];
    for (let node = open.pop(); node; node = open.pop()) {
        if (node.key === key) return node;
        open.push(...node.children);
    }
    return null;
}
