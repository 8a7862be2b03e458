// The object graph apart from its drawing, the map of pools, and columns for plots.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
    addObject,
    addReferents,
    addRoot,
    familyOf,
    frontier,
    MOST_CHILDREN,
    newGraph,
    nodeText,
} from '../../../web/src/graph/model.js';
import { cellAt, fillOf, placePools } from '../../../web/src/lib/pools.js';
import { columnsOf } from '../../../web/src/lib/series.js';
import { effectsInWords } from '../../../web/src/lib/effects.js';
import { shorten } from '../../../web/src/lib/format.js';

const object = (id, type = 'list') => ({ id, type, repr: `${type} ${id}`, size: 56, refcount: 1 });

test('two names of one object are two roots and one node', () => {
    const graph = newGraph();
    addRoot(graph, 'a', 'name', object('0x1'));
    addRoot(graph, 'b', 'name', object('0x1'));
    assert.equal(graph.nodes.size, 3);
    assert.equal(graph.edges.size, 2);
});

test('references to one object under two labels are two edges', () => {
    const graph = newGraph();
    addObject(graph, object('0x1'));
    addReferents(graph, '0x1', [
        { ...object('0x2'), edge: 'index', label: '[0]' },
        { ...object('0x2'), edge: 'index', label: '[1]' },
        { ...object('0x2'), edge: 'index', label: '[1]' },
    ]);
    assert.deepEqual(
        [...graph.edges.values()].map((edge) => edge.label),
        ['[0]', '[1]'],
    );
    assert.equal(graph.nodes.size, 2);
});

test('of many children some are drawn and the rest is counted', () => {
    const graph = newGraph();
    addObject(graph, object('0x1'));
    const many = Array.from({ length: MOST_CHILDREN + 5 }, (_, n) => ({
        ...object(`0xa${n}`, 'str'),
        edge: 'index',
        label: `[${n}]`,
    }));
    addReferents(graph, '0x1', many, { total: 7900 });
    const more = [...graph.nodes.values()].find((node) => node.kind === 'more');
    assert.equal(more.rest, 7900 - MOST_CHILDREN);
    assert.deepEqual(nodeText({ ...more, rest: 7876 }, shorten), ['7,876 more…']);
});

test('what was drawn in part is drawn further when it is asked for', () => {
    const graph = newGraph();
    addObject(graph, object('0x1'));
    const ten = Array.from({ length: 10 }, (_, n) => ({ ...object(`0xd${n}`), edge: 'index', label: `[${n}]` }));
    addReferents(graph, '0x1', ten, { most: 4 });
    assert.deepEqual([graph.nodes.size, graph.nodes.get('more 0x1').rest], [1 + 4 + 1, 6]);
    addReferents(graph, '0x1', ten);
    assert.deepEqual([graph.nodes.size, graph.nodes.has('more 0x1')], [1 + 10, false]);
});

test('types and keys are left out, and the rest is counted without them', () => {
    const graph = newGraph();
    addObject(graph, object('0x1', 'dict'));
    const page = Array.from({ length: 24 }, (_, n) => [
        { ...object(`0xb${n}`, 'str'), edge: 'key', label: `key ${n}` },
        { ...object(`0xc${n}`, 'int'), edge: 'value', label: `['${n}']` },
    ]).flat();
    addReferents(graph, '0x1', page, { total: 2000 });
    assert.equal([...graph.nodes.values()].find((node) => node.kind === 'more').rest, 1000 - MOST_CHILDREN);
    addReferents(graph, '0x1', [{ ...object('0x9', 'type'), edge: 'type', label: 'ob_type' }]);
    assert.ok(!graph.nodes.has('0x9'));
});

test('what has been followed, and what holds nothing, is not followed again', () => {
    const graph = newGraph();
    addRoot(graph, 'a', 'name', object('0x1'));
    addReferents(graph, '0x1', [
        { ...object('0x2', 'str'), edge: 'index', label: '[0]' },
        { ...object('0x3', 'dict'), edge: 'index', label: '[1]' },
    ]);
    assert.deepEqual(
        frontier(graph).map((node) => node.id),
        ['0x3'],
    );
});

test('a type that a program defined is an instance', () => {
    assert.equal(familyOf('dict'), 'container');
    assert.equal(familyOf('Node'), 'instance');
});

test('an object that is never freed shows no count', () => {
    const none = { kind: 'object', type: 'NoneType', repr: 'None', immortal: true, refcount: 3221225472 };
    assert.deepEqual(nodeText(none, shorten), ['NoneType', 'None']);
    const seven = { kind: 'object', type: 'int', repr: '7', immortal: false, refcount: 1000000002 };
    assert.deepEqual(nodeText(seven, shorten), ['int', '7']);
    assert.deepEqual(nodeText({ ...seven, refcount: 2 }, shorten), ['int  ×2', '7']);
});

test('every pool has a place of its own, and is found there', () => {
    const arenas = Array.from({ length: 5 }, (_, a) => ({
        address: `0x${a}`,
        pools: Array.from({ length: 64 }, (_, p) => ({ address: `0x${a}${p}`, size_class: 16, used: 1, capacity: 4 })),
    }));
    const map = placePools(arenas, 900);
    assert.equal(map.cells.length, 320);
    assert.equal(new Set(map.cells.map((cell) => `${cell.x} ${cell.y}`)).size, 320);
    for (const cell of [map.cells[0], map.cells[63], map.cells[319]])
        assert.equal(cellAt(map, cell.x + 1, cell.y + 1).pool, cell.pool);
    assert.ok(map.cells.every((cell) => cell.y + map.cell <= map.height + map.cell));
    assert.equal(cellAt(map, -5, -5), null);
    assert.equal(fillOf({ used: 1, capacity: 4 }), 0.25);
    assert.equal(fillOf({ used: 0, capacity: 0 }), 0);
});

test('rows become columns, of two at one moment the later', () => {
    const rows = [
        { time: '2026-01-01T00:00:00Z', used: 1 },
        { time: '2026-01-01T00:00:01Z', used: 2 },
        { time: '2026-01-01T00:00:01Z', used: 3 },
        { time: 'never', used: 4 },
    ];
    const [at, used] = columnsOf(rows, ['used']);
    assert.deepEqual(used, [1, 3]);
    assert.equal(at[1] - at[0], 1);
});

test('effects are told in words', () => {
    const counts = { allocated: 3, allocated_bytes: 200, freed: 1, freed_bytes: 56, finalized: 0, collections: 1 };
    assert.equal(effectsInWords({ counts }), 'allocated 3 objects (200 B), freed 1 object (56 B), 1 collection');
    assert.equal(effectsInWords(undefined), '');
});

test('of a function its picture has what it holds as data, also as an agent labels it', () => {
    const told = (labels) => {
        const graph = newGraph();
        addObject(graph, object('0xf', 'function'));
        addReferents(graph, '0xf', labels.map((label, n) => ({ ...object(`0x${n}`), edge: 'slot', label })));
        return [...graph.edges.values()].map((edge) => edge.label);
    };
    assert.deepEqual(
        told(['func_code', 'func_globals', 'func_builtins', 'func_name', 'func_qualname', 'func_module', 'func_doc', 'func_defaults', 'func_closure']),
        ['func_defaults', 'func_closure'],
    );
    assert.deepEqual(told(['(__globals__)', '(__code__)', '(__defaults__)', '(cell x)']), ['(__defaults__)', '(cell x)']);
});
