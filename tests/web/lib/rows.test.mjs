// Rows of a query as a table has them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellAddress, cellText, placeOf, tableOf } from '../../../web/src/lib/rows.js';

test('columns of numbers are numeric, addresses are not', () => {
    const { columns, rows } = tableOf({
        columns: [{ name: 'a', type: 'address' }, { name: 'n', type: null }, { name: 'n', type: 'text' }, { name: 'z', type: null }],
        rows: [
            [139637977776176, 1, 'x', null],
            [139637977776192, null, 'y', null],
        ],
    });
    assert.deepEqual(columns.map((column) => column.numeric), [false, true, false, false]);
    assert.deepEqual(columns.map((column) => column.key), ['0', '1', '2', '3']);
    assert.deepEqual(rows[1], { n: 1, 0: 139637977776192, 1: null, 2: 'y', 3: null });
});

test('addresses are links, as numbers and as text, and other numbers are not', () => {
    assert.equal(cellAddress(139637977776176, 'address'), '0x7f0000100030');
    assert.equal(cellAddress('0x7f0000100030', null), '0x7f0000100030');
    assert.equal(cellAddress(139637977776176, null), null);
    assert.equal(cellAddress('list at 0x7f0000100030', 'text'), null);
    assert.equal(cellAddress(null, 'address'), null);
});

test('cells are texts', () => {
    assert.equal(cellText(null), 'NULL');
    assert.equal(cellText({ $bytes: 'AP8=' }), 'AP8=');
    assert.equal(cellText({ $float: 'inf' }), 'inf');
    assert.equal(cellText(9007199254740993n), '9007199254740993');
    assert.equal(cellText('x'.repeat(1000)).length, 301);
});

test('a place in SQL is found by its byte', () => {
    assert.deepEqual(placeOf("SELECT 'é',\n  adress\nFROM objects", 15), { line: '  adress', column: 2, at: 14 });
    assert.deepEqual(placeOf('SELEC', 0), { line: 'SELEC', column: 0, at: 0 });
});
