// What a session is about.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isForDumps, versionOf } from '../../../web/src/lib/origin.js';

test('a session in whose heap nothing was done, with snapshots, is one for dumps', () => {
    assert.ok(isForDumps({ seq: 0, snapshots: 2 }));
    assert.ok(!isForDumps({ seq: 0, snapshots: 0 }));
    assert.ok(!isForDumps({ seq: 3, snapshots: 2 }));
    assert.ok(isForDumps({ seq: 0, snapshots: 1 }, 'tracemalloc'));
    assert.ok(!isForDumps({ seq: 0, snapshots: 1 }, 'heap')); // somebody began with a snapshot
});

test('the version is what the source says, and nothing where it says none', () => {
    assert.equal(versionOf('agent host:12, CPython 3.9.18'), '3.9.18');
    assert.equal(versionOf('agent host:12, CPython 3.15.0a1'), '3.15.0a1');
    assert.equal(versionOf('tracemalloc'), null);
    assert.equal(versionOf(null, { agent: '1', python: '3.8' }), '3.8');
    assert.equal(versionOf(null, { python: '3.8' }), null);
});
