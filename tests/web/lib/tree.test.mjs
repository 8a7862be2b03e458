// Rows as trees, colours, files on their way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mix } from '../../../web/src/lib/color.js';
import { callTree, findNode, isDrawn, keyOf, pathsOf, placeTree, rowsSaid, typeRows, WEIGHTS } from '../../../web/src/lib/tree.js';
import { timesOf } from '../../../web/src/lib/times.js';

const frame = (text) => ({ file: text.split(':')[0], line: Number(text.split(':')[1] ?? 0) });
const row = (frames, size, size_diff = 0, count = 1, count_diff = 0) => ({
    traceback: frames.map(frame),
    size,
    size_diff,
    count,
    count_diff,
});

// As the API answers: `own` is [size, difference].
const node = (name, own, children = []) => {
    const sum = (member) => children.reduce((total, child) => total + child[member], own[member === 'size' ? 0 : 1]);
    return {
        name,
        ...(name !== 'all' && frame(name)),
        size: sum('size'),
        size_diff: sum('size_diff'),
        count: 1,
        count_diff: 0,
        own_size: own[0],
        own_size_diff: own[1],
        children,
    };
};
const flame = node('all', [0, 0], [
    node('a.py:1', [5, 0], [node('b.py:2', [100, 60]), node('b.py:3', [0, -50])]),
    node('c.py:9', [7, 7]),
]);

test('a call tree has what ends at each frame, and the way to it as its key', () => {
    const tree = callTree(flame);
    assert.equal(tree.size, 112);
    assert.deepEqual(tree.children.map(({ name, size, own, kind }) => [name, size, own, kind]), [
        ['a.py:1', 105, 5, 'frame'],
        ['c.py:9', 7, 7, 'frame'],
    ]);
    assert.deepEqual(tree.children[0].frame, { file: 'a.py', line: 1 });
    const turned = callTree({ ...flame, children: [...flame.children].reverse() });
    assert.equal(findNode(turned, tree.children[0].children[1].key).name, 'b.py:3');
    assert.equal(findNode(turned, 'nothing'), null);
    assert.equal(keyOf('x'), keyOf('x'));
});

test('of a difference, what grew and what shrank both take room, and the sum keeps its sign', () => {
    const own = (weight) => callTree(flame, weight).children[0].children.map((child) => child.own);
    assert.deepEqual(own(WEIGHTS.change), [60, 50]);
    assert.deepEqual(own(WEIGHTS.new), [100, 0]);
    assert.deepEqual(own(WEIGHTS.old), [40, 50]);
    assert.equal(callTree(flame, WEIGHTS.change).size_diff, 17);
});

test('call paths and rows are told: how many grew, how many shrank, which grew most', () => {
    assert.deepEqual(pathsOf(flame), {
        grown: 2,
        shrunk: 1,
        growth: 67,
        top: { traceback: [frame('a.py:1'), frame('b.py:2')], size_diff: 60 },
    });
    const rows = [row(['a.py:1'], 1, 5), row(['a.py:2'], 1, -7), row(['a.py:3'], 1, 0)];
    assert.deepEqual(rowsSaid(rows), { grown: 1, shrunk: 1, growth: 5, top: rows[0] });
    assert.equal(pathsOf(node('all', [3, 0])).top, null);
});

test('where nothing changed there is nothing to draw', () => {
    const same = node('all', [0, 0], [node('a.py:1', [9, 0])]);
    assert.equal(isDrawn(callTree(same, WEIGHTS.change)), false);
    assert.equal(isDrawn(callTree(same, WEIGHTS.new)), true);
});

test('a tree of places has folders, joined where they hold nothing else, files and lines', () => {
    const tree = placeTree([row(['/srv/app/web/views.py:3'], 10), row(['/srv/app/db.py:8'], 20), row(['<string>:1'], 3)]);
    const names = (node) => [node.name, ...(node.children.length ? [node.children.map(names)] : [])];
    assert.deepEqual(names(tree), [
        'all',
        [
            ['/srv/app', [['web', [['views.py', [['views.py:3']]]]], ['db.py', [['db.py:8']]]]],
            ['<string>', [['<string>:1']]],
        ],
    ]);
});

test('a path of very many folders is no deeper than it has branches', () => {
    const deep = '/d'.repeat(50_000);
    const tree = placeTree([row([`${deep}/a.py:1`], 5), row(['/d/b.py:2'], 7)]);
    assert.equal(tree.children.length, 1);
    assert.deepEqual(tree.children[0].children.map((child) => child.name.length).sort((a, b) => a - b), [4, 2 * 50_000 - 3]);
});

test('rows without a place are named by their group', () => {
    const tree = placeTree([{ group: 'dict', size: 9, count: 1, traceback: [] }]);
    assert.deepEqual(tree.children.map((node) => [node.name, node.kind]), [['dict', 'group']]);
});

test('call paths may be very deep', () => {
    let deep = node('a.py:1', [1, 1]);
    for (let n = 0; n < 20000; n++) deep = node('a.py:1', [0, 0], [deep]);
    assert.equal(isDrawn(callTree({ ...deep, name: 'all' })), true);
    assert.equal(pathsOf(deep).top.traceback.length, 20000);
});

test('types of two object graphs are rows whose change counts what grew', () => {
    const [only] = typeRows([{ type: 'list', new: 3, delta: 1, allocated_size: 300, size_delta: 100, grown_size: 50, shrunk_size: 8 }]);
    assert.deepEqual([only.group, only.size_diff, only.count_diff, only.count], ['list', 142, 1, 3]);
});

test('colours are mixed', () => {
    assert.equal(mix('#fff', '#000000', 0.25), '#404040');
    assert.equal(mix('#ff0000', '#0000ff', 2), '#ff0000');
});

test('points of one moment stand a tick apart', () => {
    const at = '2026-01-01T00:00:00Z';
    const [a, b, c] = timesOf([{ taken_at: at }, { taken_at: at }, { taken_at: '2026-01-01T00:00:01Z' }]);
    assert.ok(a < b && b < c);
    assert.equal(c - a, 1);
});
