// Trees of sizes, for flame graphs and treemaps: of call paths, and of rows of a statistic or a difference by their place.
// Every node knows the sums of what is at or below it, and `own`: how much of it is drawn for what ends right there. Pure.
import { newest } from './format.js';

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
    const key = keyOf(above ? `${above} ${name}` : '');
    return { name, kind, key, own: 0, size: 0, size_diff: 0, count: 0, count_diff: 0, under: new Map() };
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

// The API's tree of call paths, drawn by that weight. `key` depends on the way to a node alone.
export function callTree(flame, weight = WEIGHTS.new) {
    const take = ({ name, file, line, size, size_diff = 0, count, count_diff = 0, ...node }, above) => ({
        name,
        kind: above ? 'frame' : 'root',
        key: keyOf(above ? `${above.key} ${name}` : ''),
        frame: file === undefined ? undefined : { file, line },
        own: weight({ size: node.own_size, size_diff: node.own_size_diff ?? 0 }),
        size,
        size_diff,
        count,
        count_diff,
        children: node.children,
    });
    const root = take(flame, null);
    const open = [root];
    for (let node = open.pop(); node; node = open.pop()) {
        node.children = node.children.map((child) => take(child, node));
        open.push(...node.children);
    }
    return root;
}

// What the tree's call paths say in a sentence: how many grew and shrank, and the one that grew most.
export function pathsOf(flame) {
    const said = { grown: 0, shrunk: 0, growth: 0, top: null };
    const open = [{ node: flame, above: null }];
    for (let at = open.pop(); at; at = open.pop()) {
        const change = at.node.own_size_diff ?? 0;
        if (change > 0) said.grown++;
        if (change < 0) said.shrunk++;
        said.growth += Math.max(change, 0);
        if (!at.node.left_out && change > (said.top?.node.own_size_diff ?? 0)) said.top = at;
        for (const node of at.node.children) open.push({ node, above: at });
    }
    if (!said.top) return said;
    const traceback = [];
    for (let at = said.top; at.above; at = at.above) traceback.unshift({ file: at.node.file, line: at.node.line });
    return { ...said, top: { traceback, size_diff: said.top.node.own_size_diff } };
}

// The same of rows.
export function rowsSaid(rows) {
    const grown = rows.filter((row) => row.size_diff > 0);
    return {
        grown: grown.length,
        shrunk: rows.filter((row) => row.size_diff < 0).length,
        growth: grown.reduce((sum, row) => sum + row.size_diff, 0),
        top: grown.reduce((best, row) => (row.size_diff > (best?.size_diff ?? 0) ? row : best), null),
    };
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
function join(root) {
    const open = [root];
    for (let node = open.pop(); node; node = open.pop()) {
        for (const child of node.children) {
            for (;;) {
                const [only, another] = child.children;
                if (child.kind !== 'folder' || only?.kind !== 'folder' || another || child.own) break;
                Object.assign(child, { ...only, name: `${child.name}/${only.name}` });
            }
            open.push(child);
        }
    }
    return root;
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

// Whether there is anything in it to draw.
export function isDrawn(root) {
    const open = [root];
    for (let node = open.pop(); node; node = open.pop()) {
        if (node.own > 0) return true;
        open.push(...node.children);
    }
    return false;
}
