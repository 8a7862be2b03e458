// Numbers and times as the dashboard shows them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as format from '../../../web/src/lib/format.js';
import { parseLabels, parseSize } from '../../../web/src/lib/sizes.js';

test('bytes are exact below one KiB and have three digits above', () => {
    assert.equal(format.bytes(0), '0 B');
    assert.equal(format.bytes(1023), '1023 B');
    assert.equal(format.bytes(1024), '1.00 KiB');
    assert.equal(format.bytes(1536), '1.50 KiB');
    assert.equal(format.bytes(15_400), '15.0 KiB');
    assert.equal(format.bytes(875 * 1024), '875 KiB');
    assert.equal(format.bytes(64 * 2 ** 20), '64.0 MiB');
    assert.equal(format.bytes(3 * 2 ** 40), '3.00 TiB');
});

test('bytes never read 1024 of a unit', () => {
    assert.equal(format.bytes(1024 * 1024 - 1), '1.00 MiB');
    assert.equal(format.bytes(1023.4 * 1024), '1023 KiB');
});

test('a difference has its sign, and zero has none', () => {
    assert.equal(format.signed(1234), '+1,234');
    assert.equal(format.signed(-1234), '\u22121,234');
    assert.equal(format.signed(0), '0');
    assert.equal(format.signed(2048, format.bytes), '+2.00 KiB');
    assert.equal(format.signed(-100, format.bytes), '\u2212100 B');
});

test('what is not known is a dash', () => {
    for (const show of [format.count, format.bytes, format.signed, format.duration, format.time]) {
        assert.equal(show(null), '–');
        assert.equal(show(undefined), '–');
    }
});

test('durations choose their unit', () => {
    assert.equal(format.duration(12), '12 µs');
    assert.equal(format.duration(1234), '1.23 ms');
    assert.equal(format.duration(42_000), '42.0 ms');
    assert.equal(format.duration(2_500_000), '2.50 s');
});

test('a time of another day shows the day', () => {
    const now = new Date(2026, 10, 20, 13, 0, 0);
    assert.equal(format.time(new Date(2026, 10, 20, 9, 5, 7).toISOString(), now), '09:05:07');
    assert.equal(format.time(new Date(2026, 10, 19, 9, 5, 7).toISOString(), now), '2026-11-19 09:05:07');
    assert.equal(format.time('not a time', now), 'not a time');
});

test('a share that is not nothing does not read as nothing', () => {
    assert.equal(format.percent(1, 1e6), '<0.1 %');
    assert.equal(format.percent(0, 100), '0.0 %');
    assert.equal(format.percent(1, 3), '33 %');
    assert.equal(format.percent(1, 0), '–');
});

test('texts are cut between characters, not inside one', () => {
    assert.equal(format.shorten('abc', 3), 'abc');
    assert.equal(format.shorten('abcd', 3), 'ab…');
    assert.equal(format.shorten('😀😀😀', 2), '😀…');
});

test('sizes are read as people write them', () => {
    assert.equal(parseSize('64 MiB'), 64 * 2 ** 20);
    assert.equal(parseSize('1.5g'), 1.5 * 2 ** 30);
    assert.equal(parseSize('1048576'), 1048576);
    assert.equal(parseSize(' '), null);
    assert.equal(parseSize('-1'), undefined);
    assert.equal(parseSize('lots'), undefined);
});

test('labels are pairs, and a word alone is none', () => {
    assert.deepEqual(parseLabels('app:web, env:test:2'), { app: 'web', env: 'test:2' });
    assert.deepEqual(parseLabels(''), {});
    assert.equal(parseLabels('app'), undefined);
    assert.equal(parseLabels(':x'), undefined);
});
