// Windows of one browser that share a few places for their event streams.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takePlace } from '../../../web/src/lib/places.js';

// As much of the browser's locks as is used.
function makeLocks() {
    const held = new Set();
    const queue = [];
    async function hold(name, work) {
        held.add(name);
        try {
            return await work({ name });
        } finally {
            held.delete(name);
            const next = queue.findIndex((one) => one.name === name);
            if (next >= 0) queue.splice(next, 1)[0].begin();
        }
    }
    return {
        held,
        queue,
        async request(name, { ifAvailable, signal }, work) {
            await null;
            if (!held.has(name)) return hold(name, work);
            if (ifAvailable) return work(null);
            return new Promise((resolve, reject) => {
                const waiting = { name, begin: () => hold(name, work).then(resolve, reject) };
                queue.push(waiting);
                signal.addEventListener('abort', () => {
                    const at = queue.indexOf(waiting);
                    if (at >= 0) queue.splice(at, 1);
                    reject(signal.reason);
                });
            });
        },
    };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

async function windows(locks, count) {
    const all = [];
    for (let n = 0; n < count; n++) {
        const told = [];
        all.push({ told, leave: takePlace(locks, () => told.push('place'), () => told.push('none')) });
        await settle();
    }
    return all;
}

test('four have a place at once, others wait, and the first of them has the one that is left', async () => {
    const locks = makeLocks();
    const all = await windows(locks, 6);
    assert.deepEqual(all.map(({ told }) => told.join()), ['place', 'place', 'place', 'place', 'none', 'none']);
    all[2].leave();
    await settle();
    assert.deepEqual(all.map(({ told }) => told.join()).slice(4), ['none,place', 'none']);
    all[0].leave();
    all[1].leave();
    await settle();
    assert.deepEqual(all[5].told, ['none', 'place']);
    all[4].leave();
    all[5].leave();
    all[3].leave();
    await settle();
    assert.deepEqual([locks.held.size, locks.queue.length], [0, 0]);
});

test('who leaves before there was a place has none later, and is in nobody’s way', async () => {
    const locks = makeLocks();
    const all = await windows(locks, 5);
    all[4].leave();
    all[0].leave();
    await settle();
    assert.deepEqual(all[4].told, ['none']);
    const told = [];
    const leave = takePlace(locks, () => told.push('place'), () => told.push('none'));
    leave();
    await settle();
    assert.deepEqual(told, []);
    assert.equal(locks.held.size, 3);
});

test('where two places are left at once, one who waits takes one of them', async () => {
    const locks = makeLocks();
    const all = await windows(locks, 5);
    all[0].leave();
    all[1].leave();
    await settle();
    assert.deepEqual(all[4].told, ['none', 'place']);
    assert.equal(locks.held.size, 3);
});

test('a browser without locks gives everybody a place', () => {
    const told = [];
    takePlace(undefined, () => told.push('place'), () => told.push('none'))();
    assert.deepEqual(told, ['place']);
});
