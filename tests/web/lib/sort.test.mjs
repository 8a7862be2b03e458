// Tables: orders, and which rows are drawn.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextSort, parseSort, sortRows, visibleRange } from '../../../web/src/lib/sort.js';

const columns = [{ key: 'name' }, { key: 'size', numeric: true }, { key: 'half', value: (row) => row.size / 2 }];
const rows = [
    { name: 'mod10', size: 3 },
    { name: 'mod9', size: 7 },
    { name: 'mod1', size: 3 },
];
const names = (sorted) => sorted.map((row) => row.name);

test('numbers sort by value, texts by the numbers in them', () => {
    assert.deepEqual(names(sortRows(rows, columns, 'name')), ['mod1', 'mod9', 'mod10']);
    assert.deepEqual(names(sortRows(rows, columns, '-size')), ['mod9', 'mod10', 'mod1']);
    assert.deepEqual(names(sortRows(rows, columns, 'half')), ['mod10', 'mod1', 'mod9']);
});

test('without an order, or with one of no column, rows stay as they came', () => {
    assert.equal(sortRows(rows, columns, undefined), rows);
    assert.equal(sortRows(rows, columns, 'nothing'), rows);
});

test('rows without a value come last in either order', () => {
    for (const order of ['size', '-size']) assert.deepEqual(names(sortRows([{ name: 'x', size: null }, ...rows], columns, order)).at(-1), 'x');
});

test('integers beyond what a number holds stand in order among numbers', () => {
    const large = [{ size: 2n ** 63n }, { size: 1 }, { size: -(2n ** 63n) }, { size: 2n ** 63n - 1n }];
    assert.deepEqual(sortRows(large, columns, 'size').map((row) => row.size), [-(2n ** 63n), 1, 2n ** 63n - 1n, 2n ** 63n]);
});

test('a pressed head begins with what one looks for', () => {
    assert.equal(nextSort(undefined, columns[1]), '-size');
    assert.equal(nextSort('-size', columns[1]), 'size');
    assert.equal(nextSort('size', columns[1]), '-size');
    assert.equal(nextSort('-size', columns[0]), 'name');
    assert.deepEqual(parseSort('-size'), { key: 'size', descending: true });
});

test('only rows in view are drawn, however many there are', () => {
    const [first, last] = visibleRange(280_000, 560, 28, 1_000_000);
    assert.ok(first <= 10_000 && last >= 10_020);
    assert.ok(last - first < 60);
    assert.deepEqual(visibleRange(0, 560, 28, 3), [0, 3]);
    assert.deepEqual(visibleRange(9999, 560, 28, 0), [0, 0]);
});
