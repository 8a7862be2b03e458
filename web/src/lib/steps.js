// A recording (record=steps) played forward and back: the state at a step, the graph that it makes, and what
// happened on the way there, in words. No DOM.
import { newGraph } from '../graph/model.js';
import { count, plural } from './format.js';

// What changed since the step before stays marked in these.
const CODE = new Set(['module', 'builtin_function_or_method']);

// Every step's objects in full: a Map of each, sharing what did not change with the one before.
export function expandSteps(steps) {
    let objects = new Map();
    return steps.map((step) => {
        const fresh = new Set();
        const changed = new Set();
        if (step.gone.length || step.objects.length) objects = new Map(objects);
        for (const id of step.gone) objects.delete(id);
        for (const object of step.objects) {
            (objects.has(object.id) ? changed : fresh).add(object.id);
            objects.set(object.id, object);
        }
        return { ...step, all: objects, fresh, changed };
    });
}

// Those objects, and all to which they lead.
function reachedFrom(step, ids) {
    const found = new Set();
    const next = [...ids];
    while (next.length) {
        const id = next.pop();
        if (found.has(id)) continue;
        found.add(id);
        for (const ref of step.all.get(id)?.refs ?? []) next.push(ref.id);
    }
    return found;
}

// The objects to which some name leads.
export const reached = (step) => reachedFrom(step, step.frames.flatMap((frame) => frame.names.map((name) => name.id)));

// Objects that are still there although no name leads to them. One that has more references than these are told to have is held
// by something that is not seen here: a line that is not done yet, a container too long to be told whole, a module.
export function lost(step) {
    const found = reached(step);
    const others = [...step.all.values()].filter((object) => !found.has(object.id));
    const told = new Map();
    for (const { refs } of others) for (const { id } of refs) told.set(id, (told.get(id) ?? 0) + 1);
    const begins = others.filter((object) => object.refcount > (told.get(object.id) ?? 0));
    const held = reachedFrom(step, begins.map((object) => object.id));
    return others.filter((object) => !held.has(object.id));
}

const ATTRIBUTE = /^\./;

// What stands in an object's box: its type and count, and the values in it that have no box of their own.
export function linesOf(object, all) {
    const inside = object.refs.filter((ref) => ref.repr !== undefined && !all.has(ref.id));
    const attributes = inside.filter((ref) => ATTRIBUTE.test(ref.label));
    const lines = [`${object.type}  ×${object.refcount}`];
    if (object.type === 'function' || object.type === 'type') lines.push(nameOf(object));
    else if (!/ object at 0x|^<cell at/.test(object.repr)) lines.push(object.repr);
    else if (object.type === 'cell' && inside[0]) lines.push(inside[0].repr);
    for (const ref of attributes.slice(0, 4)) lines.push(`${ref.label} = ${ref.repr}`);
    if (attributes.length > 4) lines.push('…');
    if ('weak' in object && object.weak === null) lines.push('dead');
    return lines;
}

function nameOf({ repr }) {
    return /^<(?:function|class) '?(?:__main__\.)?([^' ]+)/.exec(repr)?.[1] ?? repr;
}

// Functions and classes that lead to nothing are the program's text, not its data: the list of names has them.
function isPlainCode(object) {
    return (object.type === 'function' || object.type === 'type') && object.refs.length === 0;
}

const frameLabel = (frame, name) => (frame.frame === 0 ? name : `${frame.function}.${name}`);

function addObject(graph, step, id, gone, named) {
    const object = step.all.get(id);
    if (!object || graph.nodes.has(id)) return;
    const marks = [step.fresh.has(id) && 'fresh', step.changed.has(id) && 'changed', !named.has(id) && (gone.has(id) ? 'lost' : 'held')];
    graph.nodes.set(id, {
        kind: 'object',
        id,
        type: object.type,
        repr: object.repr,
        size: object.size,
        refcount: object.refcount,
        lines: linesOf(object, step.all),
        marks: marks.filter(Boolean),
    });
}

function addEdges(graph, object) {
    object.refs.forEach((ref, n) => {
        if (!graph.nodes.has(ref.id)) return;
        const id = `${object.id} ${ref.label} ${n} ${ref.id}`;
        graph.edges.set(id, { id, from: object.id, to: ref.id, label: ref.label });
    });
    if (object.weak && graph.nodes.has(object.weak)) {
        const id = `${object.id} weak ${object.weak}`;
        graph.edges.set(id, { id, from: object.id, to: object.weak, label: 'weak', kind: 'weak' });
    }
}

const MOST_OBJECTS = 90;

export function graphOf(step) {
    const graph = newGraph();
    const gone = new Set(lost(step).map((object) => object.id));
    const named = reached(step);
    let shown = 0;
    for (const [id, object] of step.all) {
        if (isPlainCode(object) || CODE.has(object.type) || shown >= MOST_OBJECTS) continue;
        addObject(graph, step, id, gone, named);
        shown++;
    }
    graph.rest = [...step.all.values()].filter((object) => !isPlainCode(object)).length - shown;
    const rebound = new Set(step.rebound.map((change) => `${change.frame} ${change.name}`));
    for (const frame of step.frames)
        for (const name of frame.names) {
            const marks = rebound.has(`${frame.frame} ${name.name}`) ? ['fresh'] : [];
            const kind = frame.frame === 0 ? 'name' : 'frame';
            const id = `${kind} ${frame.frame} ${name.name}`;
            const label = frameLabel(frame, name.name);
            if (graph.nodes.has(name.id)) {
                graph.nodes.set(id, { id, kind, label, marks });
                graph.edges.set(`${id} to`, { id: `${id} to`, from: id, to: name.id, label: '' });
            } else if (!CODE.has(name.type) && name.type !== 'function' && name.type !== 'type') {
                graph.nodes.set(id, { id, kind, label: name.repr ? `${label} = ${name.repr}` : `${label}: ${name.type}`, marks });
            }
        }
    for (const object of step.all.values()) if (graph.nodes.has(object.id)) addEdges(graph, object);
    return graph;
}

const OF_CODE = new Set(['code', 'tuple', 'bytes', 'str']);

// At the end the program's own code goes, and the function that it ran as, which is not what its last line did.
function ofProgram(item, step, before) {
    if (item.type !== 'function') return OF_CODE.has(item.type);
    return !before?.all.has(item.id) && !step.allocated.some((made) => made.id === item.id);
}

// All are counted, and the first of them listed: of the others nobody knows the types.
const some = (items, total, word) => {
    const kinds = new Map();
    for (const item of items) kinds.set(item.type, (kinds.get(item.type) ?? 0) + 1);
    const named = [...kinds].slice(0, 3);
    const told = named.map(([type, n]) => (n > 1 ? `${count(n)} ${type}` : type)).join(', ');
    const more = total - named.reduce((sum, [, n]) => sum + n, 0);
    const types = told && ` (${told}${more > 0 ? ` and ${count(more)} more` : ''})`;
    return `${plural(total, 'object')} ${word}${types}`;
};

// Where what happened before this step was done: by one line, or by all that ran when nothing was recorded any more.
export const whoDid = (run, at) =>
    run.truncated && at > 0 && at === run.steps.length - 1 && run.steps[at].at === 'end'
        ? `From step ${count(at)} (line ${run.steps[at - 1].line}) to the end, unrecorded: `
        : `Line ${run.steps[at - 1].line} did: `;

// What running the step's line, or what led to this step, did: short sentences, the most telling first.
export function whatHappened(step, before) {
    const said = [];
    for (const change of step.rebound.slice(0, 6)) {
        const frame = step.frames.find((candidate) => candidate.frame === change.frame);
        const value = frame?.names.find((name) => name.name === change.name);
        if (!change.to) {
            if (frame) said.push({ text: `the name ${change.name} is gone` });
        } else if (!change.from) said.push({ text: `${change.name} is ${short(value)}` });
        else said.push({ text: `${change.name} is ${short(value)} now` });
    }
    if (before && before.frames.length < step.frames.length) said.unshift({ text: `${step.frames.at(-1).function} was called` });
    if (before && before.frames.length > step.frames.length && step.at !== 'end')
        said.unshift({ text: `${before.frames.at(-1).function} returned` });
    for (const [list, total, word] of [
        [step.allocated, step.counts.allocated, 'made'],
        [step.freed, step.counts.freed, 'freed'],
    ]) {
        const told = step.at === 'end' ? list.filter((item) => !ofProgram(item, step, before)) : list;
        const many = total - (list.length - told.length);
        if (many > 0) said.push({ text: some(told, many, word), kind: word });
    }
    for (const collection of step.collections)
        said.push({ text: `the collector ran over generation ${collection.generation} and freed ${collection.collected}` });
    if (said.length === 0 && step.changed.size > 0) {
        const types = [...step.changed].map((id) => step.all.get(id)?.type).filter(Boolean);
        said.push({ text: `changed ${[...new Set(types)].slice(0, 3).map(article).join(', ')}`, kind: 'changed' });
    }
    const dropped = lost(step).filter((object) => before?.all.has(object.id) && reached(before).has(object.id));
    if (dropped.length)
        said.push({
            text: `no name leads to ${dropped.length > 1 ? `${dropped.length} objects` : `the ${dropped[0].type}`} any more, and still ${dropped.length > 1 ? 'they are' : 'it is'} there`,
            kind: 'lost',
        });
    return said;
}

// The memory in use at each step, and the least and the most of it. A step that does not tell has what was before it.
export function memoryOf(steps) {
    let known = steps.find((step) => step.used != null)?.used ?? 0;
    const values = steps.map((step) => (known = step.used ?? known));
    return { values, least: Math.min(...values), most: Math.max(...values) };
}

const article = (type) => `${/^[AEIOU]/i.test(type) ? 'an' : 'a'} ${type}`;

const short = (value) => {
    if (!value) return 'bound';
    if (!value.repr) return article(value.type); // of a program that was stopped, values are not told
    return value.repr.length > 32 || / object at 0x/.test(value.repr) ? article(value.type) : value.repr;
};
