// Rows as trees, colours, files on their way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mix } from '../../../web/src/lib/color.js';
import { byTime, labelOf, stageOf, startImports } from '../../../web/src/lib/imports.js';
import { callTree, findNode, keyOf, placeTree, typeRows, WEIGHTS } from '../../../web/src/lib/tree.js';
import { timesOf } from '../../../web/src/lib/times.js';

const frame = (text) => ({ file: text.split(':')[0], line: Number(text.split(':')[1] ?? 0) });
const row = (frames, size, size_diff = 0, count = 1, count_diff = 0) => ({
    traceback: frames.map(frame),
    size,
    size_diff,
    count,
    count_diff,
});

test('a call tree sums what goes through each frame, the oldest at the root', () => {
    const tree = callTree([row(['a.py:1', 'b.py:2'], 100), row(['a.py:1', 'b.py:3'], 30), row(['a.py:1'], 5), row(['c.py:9'], 7)]);
    assert.equal(tree.size, 142);
    assert.deepEqual(tree.children.map((node) => [node.name, node.size, node.own]), [
        ['a.py:1', 135, 5],
        ['c.py:9', 7, 7],
    ]);
    assert.deepEqual(tree.children[0].children.map((node) => node.size), [100, 30]);
});

test('of a difference, what grew and what shrank both take room, and the sum keeps its sign', () => {
    const rows = [row(['a.py:1', 'b.py:2'], 100, 60), row(['a.py:1', 'b.py:3'], 0, -50)];
    const own = (weight) => callTree(rows, weight).children[0].children.map((node) => node.own);
    assert.deepEqual(own(WEIGHTS.change), [60, 50]);
    assert.deepEqual(own(WEIGHTS.new), [100, 0]);
    assert.deepEqual(own(WEIGHTS.old), [40, 50]);
    assert.equal(callTree(rows, WEIGHTS.change).size_diff, 10);
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

test('rows without a place are named by their group', () => {
    const tree = placeTree([{ group: 'dict', size: 9, count: 1, traceback: [] }]);
    assert.deepEqual(tree.children.map((node) => [node.name, node.kind]), [['dict', 'group']]);
});

test('a node is found by its key, which depends on the way to it alone', () => {
    const rows = [row(['a.py:1', 'b.py:2'], 1), row(['c.py:1', 'b.py:2'], 1)];
    const [a, c] = callTree(rows).children.map((node) => node.children[0]);
    assert.notEqual(a.key, c.key);
    const again = callTree([...rows].reverse());
    assert.equal(findNode(again, a.key).name, 'b.py:2');
    assert.equal(findNode(again, 'nothing'), null);
    assert.equal(keyOf('x'), keyOf('x'));
});

test('tracebacks may be very deep', () => {
    const deep = callTree([row(Array.from({ length: 20000 }, (_, n) => `a.py:${n + 1}`), 1)]);
    assert.equal(deep.size, 1);
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

test('a snapshot is called after its file', () => {
    assert.equal(labelOf('app-2026.snapshot.gz'), 'app-2026');
    assert.equal(labelOf('before'), 'before');
    assert.equal(labelOf('.snapshot'), '.snapshot');
});

test('files go one after the other, oldest first; one that fails does not stop the next', async () => {
    const file = (name, lastModified) => ({ name, lastModified, size: 10 });
    const sent = [];
    let rows = [];
    let done = 0;
    const imports = startImports('s', {
        publish: (next) => (rows = next),
        done: () => done++,
        send: async (path, what, { onProgress }) => {
            sent.push(what.name);
            onProgress(5);
            assert.equal(stageOf(rows[sent.length - 1]), 'sending');
            onProgress(10);
            imports.hear({ state: 'reading', label: what.name, total: 10, traces: 4 });
            assert.equal(stageOf(rows[sent.length - 1]), 'reading');
            imports.hear({ state: 'storing', label: what.name, total: 10, traces: 7 });
            assert.equal(stageOf(rows[sent.length - 1]), 'storing');
            imports.hear({ state: 'reading', label: 'another', total: 10, traces: 99 });
            if (what.name === 'bad') throw new Error('no');
            return { snapshot: sent.length };
        },
    });
    await imports.add([file('new', 30), file('bad', 20), file('old', 10)]);
    assert.deepEqual(sent, ['old', 'bad', 'new']);
    assert.deepEqual(rows.map((row) => row.state), ['done', 'failed', 'done']);
    assert.equal(rows[2].told.traces, 7);
    assert.equal(rows[1].problem.message, 'no');
    assert.equal(done, 3);
    imports.dismiss(rows[1].key);
    assert.equal(rows.length, 2);
    assert.deepEqual(byTime([file('b', 1), file('a', 1)]).map((one) => one.name), ['a', 'b']);
});
