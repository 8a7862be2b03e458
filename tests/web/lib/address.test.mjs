// Heap addresses in texts and in memory, and objects as bytes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexBytes, isAddress, splitAddresses } from '../../../web/src/lib/address.js';
import { blocksOf, dumpLines, placesOf, printable, signedOffset } from '../../../web/src/lib/layout.js';

test('addresses are told from other words', () => {
    assert.ok(isAddress('0x7f0000104a30'));
    assert.ok(!isAddress('7f0000104a30'));
    assert.ok(!isAddress('0xZZ'));
    assert.ok(!isAddress('0x7f0000104a30 '));
    assert.ok(!isAddress(0x7f0000104a30));
});

test('addresses in a text are found, and the text around them is kept', () => {
    assert.deepEqual(splitAddresses('<Node object at 0x7f0000104a30>, 0x12'), [
        '<Node object at ',
        { address: '0x7f0000104a30' },
        '>, 0x12',
    ]);
    assert.deepEqual(splitAddresses('<script>'), ['<script>']);
    assert.deepEqual(splitAddresses(''), []);
});

test('bytes in hexadecimal are told apart, with or without blanks', () => {
    assert.deepEqual(hexBytes('0aFF'), ['0a', 'FF']);
    assert.deepEqual(hexBytes('0a ff'), ['0a', 'ff']);
    assert.deepEqual(hexBytes(''), []);
});

test('a dump begins with the header and leaves gaps where no field is', () => {
    const fields = [
        { offset: -16, bytes: '0102030405060708' },
        { offset: 0, bytes: 'ff00000000000000' },
        { offset: 16, bytes: 'aabb' },
    ];
    const lines = dumpLines(fields);
    assert.deepEqual(
        lines.map((line) => line.offset),
        [-16, 0, 16],
    );
    assert.deepEqual(lines[0].cells[0], { octet: '01', field: 0 });
    assert.deepEqual(lines[0].cells[8], { octet: null, field: null });
    assert.deepEqual(lines[1].cells[0], { octet: 'ff', field: 1 });
    assert.equal(lines[2].cells.length, 2);
    assert.deepEqual(dumpLines([]), []);
    const around = dumpLines([
        { offset: 0, bytes: 'ff' },
        { offset: 0x118, bytes: '01' },
    ]); // the attributes of an instance lie between, and are a block of their own
    assert.deepEqual(
        around.map((line) => line.offset),
        [0, 0x110],
    );
});

test('a pointer into another block of the object leads there, also past what stands before it', () => {
    const place = placesOf(
        blocksOf([
            { block: 'prefix', address: '0x7f0000001000', offset: -32, size: 8 },
            { block: 'object', address: '0x7f0000001020', offset: 0, size: 8 },
            { block: 'values', address: '0x7f0000004000', offset: 0, size: 32 },
            { block: 'values', address: '0x7f0000004020', offset: 32, size: 8 },
        ]),
    );
    assert.equal(place('0x7f0000004000'), 'values');
    assert.equal(place('0x7f0000004020'), 'values');
    assert.equal(place('0x7f0000004028'), undefined);
    assert.equal(place('0x0'), undefined);
    assert.equal(place(5), undefined);
});

test('fields are gathered by the block that they lie in, the header with its object', () => {
    const blocks = blocksOf([
        { block: 'object', offset: 0, name: 'ob_refcnt' },
        { block: 'header', offset: -16, name: 'next' },
        { block: 'items', offset: 0, name: 'ob_item[0]' },
    ]);
    assert.deepEqual(
        blocks.map((block) => [block.block, block.fields.map((field) => field.name)]),
        [
            ['object', ['next', 'ob_refcnt']],
            ['items', ['ob_item[0]']],
        ],
    );
});

test('offsets have signs, bytes have characters', () => {
    assert.equal(signedOffset(-16), '\u22120x10');
    assert.equal(signedOffset(24), '+0x18');
    assert.equal(printable('41'), 'A');
    assert.equal(printable('00'), '·');
    assert.equal(printable('ff'), '·');
});
