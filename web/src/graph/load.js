// Filling a graph from the API: the roots, then outwards from them for a few steps.
import { get, sessionPath, withQuery } from '../lib/api.js';
import { addEdge, addObject, addReferents, addRoot, FEW_CHILDREN, frontier, isFull, MOST_CHILDREN, newGraph } from './model.js';

const MOST_ROOTS = 24;
const MOST_HOLDERS = 12;
const MOST_AROUND = 500;

// A place is a session, {name}, with its heap as it is now; or one of its snapshots, {name, snapshot}.
async function referentsOf({ name, snapshot }, id, signal) {
    const limit = 2 * MOST_CHILDREN;
    if (!snapshot) return get(withQuery(sessionPath(name, 'objects', id, 'referents'), { limit }), { signal });
    const path = sessionPath(name, 'snapshots', snapshot, 'objects', id, 'graph');
    const { nodes, edges, cut } = await get(withQuery(path, { depth: 1, limit: MOST_AROUND }), { signal });
    const known = new Map(nodes.map((node) => [node.id, asObject(node)]));
    const items = edges
        .filter((edge) => edge.from === id)
        .map((edge) => ({ ...known.get(edge.to), edge: edge.edge, label: edge.label }));
    return { items: items.slice(0, limit), total: items.length + (cut ? 1 : 0) };
}

const asObject = ({ id, type, text, size, retained_size: retained }) => ({ id, type, repr: text, size, retained });

export async function expand(graph, place, id, { most = MOST_CHILDREN, signal } = {}) {
    const answer = await referentsOf(place, id, signal);
    addReferents(graph, id, answer.items, { total: answer.total, most });
}

// Follows references from what is there, `depth` steps far or until the picture is full.
async function grow(graph, place, depth, signal) {
    for (let step = 0; step < depth; step++) {
        const next = frontier(graph);
        for (const node of next) {
            if (isFull(graph)) return;
            await expand(graph, place, node.id, { most: FEW_CHILDREN, signal }).catch(onlyGone);
        }
    }
}

// An object that was freed between two requests is no failure: the next pulse shows the heap without it.
function onlyGone(problem) {
    if (problem.status !== 410) throw problem;
}

// roots: [{label, kind, target: {id, type, repr}}]
export async function graphFromRoots(session, roots, depth, signal) {
    const graph = newGraph();
    for (const root of roots.slice(0, MOST_ROOTS)) addRoot(graph, root.label, root.kind, root.target);
    await grow(graph, { name: session }, depth, signal);
    return graph;
}

export async function graphFromObject(session, id, depth, signal) {
    const graph = newGraph();
    addObject(graph, await get(sessionPath(session, 'objects', id), { signal }));
    await grow(graph, { name: session }, depth, signal);
    return graph;
}

// An object of a snapshot with what holds it and what it holds, one step each way.
export async function graphOfSnapshot(session, n, id, signal) {
    const place = { name: session, snapshot: n };
    const path = sessionPath(session, 'snapshots', n, 'objects', id, 'graph');
    const graph = newGraph();
    const holders = await get(withQuery(path, { depth: 1, direction: 'in', limit: MOST_HOLDERS + 1 }), { signal });
    addObject(graph, asObject(holders.nodes[0]));
    await expand(graph, place, id, { most: FEW_CHILDREN, signal });
    for (const node of holders.nodes.slice(1)) {
        addObject(graph, asObject(node));
        for (const edge of holders.edges.filter((candidate) => candidate.from === node.id && candidate.to === id))
            addEdge(graph, edge.from, edge.to, edge.label);
    }
    return graph;
}

// The same graph as the heap is now: objects that were opened stay open, as far as they are still reached.
export async function reload(graph, place, begin, signal) {
    const opened = graph.expanded;
    const fresh = await begin(signal);
    for (let again = true; again;) {
        again = false;
        for (const { id } of [...fresh.nodes.values()]) {
            const most = opened.get(id) ?? 0;
            if (most <= (fresh.expanded.get(id) ?? 0) || isFull(fresh)) continue;
            await expand(fresh, place, id, { most, signal }).catch(onlyGone);
            fresh.expanded.set(id, most);
            again = true;
        }
    }
    return fresh;
}
