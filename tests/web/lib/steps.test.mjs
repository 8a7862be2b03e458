// Recordings played forward and back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordProgram } from '../../../web/src/lib/recorder.js';
import { errorOf } from '../../../web/src/lib/recorder.js';
import { expandSteps, graphOf, linesOf, lost, memoryOf, whatHappened, whoDid } from '../../../web/src/lib/steps.js';

const step = (members) => ({
    at: 'line',
    line: 1,
    frames: [{ frame: 0, function: '<module>', line: 1, names: [] }],
    objects: [],
    gone: [],
    rebound: [],
    allocated: [],
    freed: [],
    collections: [],
    counts: { allocated: 0, freed: 0 },
    ...members,
});
const named = (...names) => [{ frame: 0, function: '<module>', line: 1, names }];
const list = (id, refcount, refs = []) => ({ id, type: 'list', repr: '[]', size: 56, refcount, refs });
const a = { name: 'a', id: '0x1', type: 'list', repr: '[[...]]' };
const itself = { edge: 'index', label: '[0]', id: '0x1' };

// a = []; a.append(a); del a; gc.collect()
const recorded = expandSteps([
    step({}),
    step({ line: 2, frames: named(a), objects: [list('0x1', 1)], rebound: [{ frame: 0, name: 'a', from: null, to: '0x1' }] }),
    step({ line: 3, frames: named(a), objects: [list('0x1', 2, [itself])] }),
    step({ line: 4, objects: [list('0x1', 1, [itself])], rebound: [{ frame: 0, name: 'a', from: '0x1', to: null }] }),
    step({ at: 'end', line: null, gone: ['0x1'], collections: [{ generation: 2, collected: 1 }] }),
]);

test('each step has all objects that there were', () => {
    assert.deepEqual(
        recorded.map((one) => [...one.all.keys()]),
        [[], ['0x1'], ['0x1'], ['0x1'], []],
    );
    assert.deepEqual([...recorded[1].fresh], ['0x1']);
    assert.deepEqual([...recorded[2].changed], ['0x1']);
    assert.equal(recorded[1].all.get('0x1').refcount, 1); // as it was then, after what came later was read
});

test('an object without a name that leads to it is lost until it is gone', () => {
    assert.deepEqual(
        recorded.map((one) => lost(one).length),
        [0, 0, 0, 1, 0],
    );
    const words = whatHappened(recorded[3], recorded[2]).map((one) => one.text);
    assert.deepEqual(words, ['the name a is gone', 'no name leads to the list any more, and still it is there']);
    assert.match(whatHappened(recorded[4], recorded[3])[0].text, /collector ran over generation 2 and freed 1/);
});

test('the graph has names, objects and references, each once', () => {
    const graph = graphOf(recorded[2]);
    assert.deepEqual([...graph.nodes.keys()].sort(), ['0x1', 'name 0 a']);
    assert.deepEqual([...graph.edges.values()].map((edge) => `${edge.from} ${edge.label} ${edge.to}`).sort(), [
        '0x1 [0] 0x1',
        'name 0 a  0x1',
    ]);
    const ids = [...graph.nodes.keys(), ...[...graph.edges.values()].map((edge) => edge.id)];
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(graphOf(recorded[3]).nodes.get('0x1').marks, ['changed', 'lost']);
});

test('values stand in the box of the object or the name that has them', () => {
    const node = {
        id: '0x2',
        type: 'Node',
        repr: '<__main__.Node object at 0x2>',
        refcount: 1,
        refs: [{ edge: 'attribute', label: '.x', id: '0x9', type: 'int', repr: '7' }],
    };
    assert.deepEqual(linesOf(node, new Map([[node.id, node]])), ['Node  ×1', '.x = 7']);
    const [only] = expandSteps([step({ frames: named({ name: 'n', id: '0x9', type: 'int', repr: '7' }) })]);
    assert.equal(graphOf(only).nodes.get('name 0 n').label, 'n = 7');
});

test('a change in place is said where nothing else happened', () => {
    assert.deepEqual(
        whatHappened(recorded[2], recorded[1]).map((one) => one.text),
        ['changed a list'],
    );
});

test('a call and a return are said', () => {
    const inner = { frame: 1, function: 'f', line: 5, names: [] };
    const called = step({ frames: [...named(), inner] });
    const [first, second, third] = expandSteps([step({}), called, step({})]);
    assert.equal(whatHappened(second, first)[0].text, 'f was called');
    assert.equal(whatHappened(third, second)[0].text, 'f returned');
});

test('an error is marked where the program has it', () => {
    assert.equal(errorOf(null), null);
    assert.deepEqual(
        errorOf({ type: 'SyntaxError', message: 'invalid syntax (program.py, line 3)', line: 3, column: 5, end_line: 3, end_column: 6, traceback: [] }),
        { line: 3, column: 5, endColumn: 6, text: 'SyntaxError: invalid syntax' },
    );
    const traceback = [
        { file: 'program.py', line: 9 },
        { file: 'program.py', line: 4 },
        { file: 'enum.py', line: 70 },
    ];
    assert.deepEqual(errorOf({ type: 'ValueError', message: 'x', traceback }), { line: 4, text: 'ValueError: x' });
});

test('of a program that was stopped values may be missing: a name is then told by its type', () => {
    const x = { name: 'x', type: 'int', id: '0x10' };
    const [only] = expandSteps([step({ frames: named(x), rebound: [{ frame: 0, name: 'x', from: null, to: '0x10' }] })]);
    assert.deepEqual(whatHappened(only, null), [{ text: 'x is an int' }]);
    assert.deepEqual([...graphOf(only).nodes.values()].map((node) => node.label), ['x: int']);
});

test('the memory at each step is known also where a step does not tell', () => {
    const steps = [{}, { used: 100 }, { used: 300 }, {}, { used: 200 }];
    assert.deepEqual(memoryOf(steps), { values: [100, 100, 300, 300, 200], least: 100, most: 300 });
    assert.deepEqual(memoryOf([{}]).values, [0]);
});

test('what was made and freed is counted, not what is listed of it; where nothing is listed there are no parentheses', () => {
    const ints = Array.from({ length: 48 }, (_, n) => ({ id: `0x${n}`, type: 'int', size: 32 }));
    const allocated = [...ints, { id: '0x100', type: 'range', size: 48 }, { id: '0x101', type: 'list', size: 56 }];
    const [first, line] = expandSteps([step({}), step({ allocated, counts: { allocated: 49746, freed: 2 } })]);
    assert.deepEqual(
        whatHappened(line, first).map((one) => one.text),
        ['49,746 objects made (48 int, range, list and 49,696 more)', '2 objects freed'],
    );
    const freed = [...ints.slice(0, 49), { id: '0x102', type: 'code', size: 288 }];
    const [end] = expandSteps([step({ at: 'end', line: null, allocated: ints, freed, counts: { allocated: 5003, freed: 5009 } })]);
    assert.deepEqual(
        whatHappened(end, first).map((one) => one.text),
        ['5,003 objects made (48 int and 4,955 more)', '5,008 objects freed (48 int and 4,960 more)'],
    );
});

test('what is held by something that is not told of is not lost: by a line that is not done yet, or by a long container', () => {
    const object = (id, refcount, refs = []) => ({ id, type: 'Node', refcount, refs: refs.map((to) => ({ label: '.next', id: to })), repr: id, size: 48 });
    const [kept] = expandSteps([step({ objects: [object('0x10', 1, ['0x11']), object('0x11', 1)] })]); // the first by the line that runs
    assert.deepEqual(lost(kept), []);
    assert.deepEqual(graphOf(kept).nodes.get('0x11').marks, ['fresh', 'held']);
    const [both] = expandSteps([step({ objects: [object('0x10', 1, ['0x11']), object('0x11', 1, ['0x10']), object('0x12', 2, ['0x10'])] })]);
    assert.deepEqual(lost(both).map((one) => one.id), []); // held is one that leads to the cycle
    const [cycle] = expandSteps([step({ objects: [object('0x10', 1, ['0x11']), object('0x11', 1, ['0x10']), object('0x12', 1)] })]);
    assert.deepEqual(lost(cycle).map((one) => one.id), ['0x10', '0x11']);
});

test('at the end the function that the program itself ran as is none of its objects', () => {
    const own = { id: '0x200', type: 'function', size: 136 };
    const made = { id: '0x201', type: 'function', size: 136 };
    const there = { id: '0x202', type: 'function', refcount: 1, refs: [], repr: '<function f at 0x202>', size: 136 };
    const [before, end] = expandSteps([
        step({ objects: [there] }),
        step({ at: 'end', line: null, gone: [there.id], allocated: [made], freed: [made, there, own], counts: { allocated: 1, freed: 3 } }),
    ]);
    assert.deepEqual(
        whatHappened(end, before).map((one) => one.text),
        ['1 object made (function)', '2 objects freed (2 function)'],
    );
    const [first, last] = expandSteps([step({}), step({ at: 'end', line: null, freed: [own], counts: { allocated: 0, freed: 1 } })]);
    assert.deepEqual(whatHappened(last, first), []);
});

test('what the last step covers is said where steps before it are not recorded', () => {
    const steps = expandSteps([step({}), step({ line: 2 }), step({ at: 'end', line: null })]);
    assert.equal(whoDid({ steps, truncated: false }, 2), 'Line 2 did: ');
    assert.equal(whoDid({ steps, truncated: true }, 1), 'Line 1 did: ');
    assert.equal(whoDid({ steps, truncated: true }, 2), 'From step 2 (line 2) to the end, unrecorded: ');
});

test('of a run that breaks off, the steps that had come are there with the reason', async () => {
    const step = { event: 'step', at: 'line', line: 1, frames: [], objects: [], gone: [], rebound: [] };
    const breaking = (text) =>
        new ReadableStream({
            start(controller) {
                controller.enqueue(new TextEncoder().encode(text));
                setImmediate(() => controller.error(new TypeError('network error')));
            },
        });
    const answers = [`${JSON.stringify(step)}\n{"event": "ou`, '{"ev'].map((text) => new Response(breaking(text)));
    globalThis.fetch = async () => answers.shift();
    const run = await recordProgram('s', 'x = 1');
    assert.deepEqual([run.steps.length, run.problem.title], [1, 'heapd broke off']);
    await assert.rejects(recordProgram('s', 'x = 1'), /connection ended/);
});
