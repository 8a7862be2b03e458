// Addresses of views: what is made is what is read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { href, parse } from '../../../web/src/lib/router.js';

test('every view reads its own address back', () => {
    const params = { session: 'a b/ü', id: '0x7f0000104a30', n: '3', pair: '1..2' };
    for (const view of [
        'sessions',
        'heap',
        'objects',
        'object',
        'types',
        'memory',
        'collector',
        'allocator',
        'snapshots',
        'snapshot',
        'diff',
        'query',
    ]) {
        const route = parse(href(view, params, { sort: '-size', include: '*/a b.py' }));
        assert.equal(route.view, view);
        for (const [key, value] of Object.entries(route.params)) assert.equal(value, params[key]);
        assert.deepEqual(route.query, { sort: '-size', include: '*/a b.py' });
    }
});

test('addresses mirror the paths of the API', () => {
    assert.equal(href('diff', { session: 's1', pair: '1..2' }), '#/sessions/s1/diffs/1..2');
    assert.equal(href('collector', { session: 's1' }), '#/sessions/s1/gc');
});

test('what is empty is left out of an address', () => {
    assert.equal(href('types', { session: 's1' }, { sort: '', find: null, all_frames: false }), '#/sessions/s1/types');
});

test('an address of nothing is no view', () => {
    assert.equal(parse('#/sessions/s1/nothing').view, 'unknown');
    assert.equal(parse('').view, 'sessions');
    assert.equal(parse('#/sessions/%ZZ').params.session, '%ZZ');
});
