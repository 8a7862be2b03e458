// Files on their way into a session: their order, what is said of them, and how one is given up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byTime, importsOf, labelOf, stageOf, startImports } from '../../../web/src/lib/imports.js';

const file = (name, lastModified = 1) => ({ name, lastModified, size: 10 });

test('a snapshot is called after its file', () => {
    assert.equal(labelOf('app-2026.snapshot.gz'), 'app-2026');
    assert.equal(labelOf('before'), 'before');
    assert.equal(labelOf('.snapshot'), '.snapshot');
});

test('files go one after the other, oldest first; one that fails does not stop the next', async () => {
    const sent = [];
    let rows = [];
    let done = 0;
    const imports = startImports('s', {
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
    imports.watch(
        (next) => (rows = next),
        () => done++,
    );
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

test('one that is given up is gone, and the next begins', async () => {
    let rows = [];
    const sent = [];
    const imports = startImports('s', {
        send: (path, what, { signal }) =>
            new Promise((resolve, reject) => {
                sent.push(what.name);
                if (what.name === 'c') resolve({ snapshot: 1 });
                signal.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
            }),
    });
    imports.watch((next) => (rows = next), () => {});
    const over = imports.add([file('a', 1), file('b', 2), file('c', 3)]);
    imports.dismiss(rows[1].key); // waits
    imports.dismiss(rows[0].key); // is on its way
    await over;
    assert.deepEqual(sent, ['a', 'c']);
    assert.deepEqual(rows.map((row) => [row.name, row.state]), [['c', 'done']]);
});

test('they go on while nobody looks, and are told to who comes back', async () => {
    let finish;
    const imports = startImports('s', { send: () => new Promise((resolve) => (finish = resolve)) });
    const over = imports.add([file('a'), file('b')]);
    const leave = imports.watch(() => {}, () => {});
    finish({ snapshot: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    leave();
    let rows = [];
    imports.watch((next) => (rows = next), () => {});
    assert.deepEqual(rows.map((row) => [row.name, row.state]), [['b', 'sending']]); // the first was seen
    finish({ snapshot: 2 });
    await over;
    assert.equal(rows[0].state, 'done');
});

test('a session has the same ones each time, for as long as there are any', () => {
    const imports = importsOf('one');
    assert.equal(importsOf('one'), imports);
    importsOf('another');
    assert.notEqual(importsOf('one'), imports);
});
