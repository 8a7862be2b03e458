// Filling a graph from the API: the roots, then outwards from them for a few steps.
import { get, sessionPath, withQuery } from '../lib/api.js';
import { addObject, addReferents, addRoot, FEW_CHILDREN, frontier, isFull, MOST_CHILDREN, newGraph } from './model.js';

const MOST_ROOTS = 24;

export async function expand(graph, session, id, { most = MOST_CHILDREN, signal } = {}) {
    const path = withQuery(sessionPath(session, 'objects', id, 'referents'), { limit: 2 * MOST_CHILDREN });
    const answer = await get(path, { signal });
    addReferents(graph, id, answer.items, { total: answer.total, most });
}

// Follows references from what is there, `depth` steps far or until the picture is full.
async function grow(graph, session, depth, signal) {
    for (let step = 0; step < depth; step++) {
        const next = frontier(graph);
        for (const node of next) {
            if (isFull(graph)) return;
            await expand(graph, session, node.id, { most: FEW_CHILDREN, signal }).catch(onlyGone);
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
    await grow(graph, session, depth, signal);
    return graph;
}

export async function graphFromObject(session, id, depth, signal) {
    const graph = newGraph();
    addObject(graph, await get(sessionPath(session, 'objects', id), { signal }));
    await grow(graph, session, depth, signal);
    return graph;
}

// The same graph as the heap is now: objects that were opened stay open, as far as they are still reached.
export async function reload(graph, session, begin, signal) {
    const opened = graph.expanded;
    const fresh = await begin(signal);
    for (let again = true; again;) {
        again = false;
        for (const { id } of [...fresh.nodes.values()]) {
            const most = opened.get(id) ?? 0;
            if (most <= (fresh.expanded.get(id) ?? 0) || isFull(fresh)) continue;
            await expand(fresh, session, id, { most, signal }).catch(onlyGone);
            fresh.expanded.set(id, most);
            again = true;
        }
    }
    return fresh;
}
