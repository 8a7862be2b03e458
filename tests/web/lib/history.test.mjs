// The list of a session's snapshots, kept up to date by asking for what is new.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followSnapshots } from '../../../web/src/lib/history.js';

// A session whose list is asked for page by page, newest first, as heapd answers; `asked` has what was asked for.
function makeSession(count) {
    const rows = Array.from({ length: count }, (_, n) => ({ snapshot: n + 1, label: null }));
    const asked = [];
    const session = {
        asked,
        add: () => rows.push({ snapshot: (rows.at(-1)?.snapshot ?? 0) + 1, label: null }),
        remove: (snapshot) => rows.splice(rows.findIndex((row) => row.snapshot === snapshot), 1),
        label: (snapshot, label) => (rows.find((row) => row.snapshot === snapshot).label = label),
        numbers: () => rows.map((row) => row.snapshot).reverse(),
        async ask(path) {
            const query = Object.fromEntries(new URLSearchParams(path.split('?')[1]));
            const order = query.order === 'oldest' ? rows : [...rows].reverse();
            const from = query.cursor ? order.findIndex((row) => row.snapshot === Number(query.cursor)) + 1 : 0;
            const items = order.slice(from, from + Number(query.limit)).map((row) => ({ ...row }));
            asked.push(items.length);
            const more = from + items.length < order.length;
            return { items, next: more ? String(items.at(-1).snapshot) : null, total: rows.length };
        },
    };
    return session;
}

function follow(session) {
    let now = 0;
    const { load, put } = followSnapshots('/history', { ask: session.ask, now: () => now });
    return {
        put,
        load: () => load('/history'),
        pass: (ms) => (now += ms),
    };
}

const numbers = ({ items }) => items.map((row) => row.snapshot);

test('after the first time only what is new comes, however many there are', async () => {
    const session = makeSession(3000);
    const { load } = follow(session);
    assert.deepEqual(numbers(await load()), session.numbers());
    session.asked.length = 0;
    session.add();
    session.add();
    assert.deepEqual(numbers(await load()), session.numbers());
    assert.ok(session.asked.reduce((sum, n) => sum + n, 0) <= 20, `${session.asked} were asked for`);
});

test('where nothing has changed the list is the very same', async () => {
    const session = makeSession(30);
    const { load } = follow(session);
    const first = await load();
    assert.equal((await load()).items, first.items);
    session.label(30, 'new');
    const other = await load();
    assert.notEqual(other.items, first.items);
    assert.equal(other.items[0].label, 'new');
    assert.equal(other.items[1], first.items[1]);
});

test('many that are new come in pages until one is known', async () => {
    const session = makeSession(10);
    const { load } = follow(session);
    await load();
    for (let n = 0; n < 200; n++) session.add();
    assert.deepEqual(numbers(await load()), session.numbers());
});

test('what is deleted goes: the oldest, as a limit takes them away, without asking for all', async () => {
    const session = makeSession(3000);
    const { load } = follow(session);
    await load();
    for (let n = 0; n < 5; n++) {
        session.add();
        session.remove(session.numbers().at(-1));
    }
    session.asked.length = 0;
    assert.deepEqual(numbers(await load()), session.numbers());
    assert.ok(session.asked.reduce((sum, n) => sum + n, 0) < 100, `${session.asked} were asked for`);
    session.remove(1000);
    assert.deepEqual(numbers(await load()), session.numbers());
    session.remove(session.numbers()[0]);
    session.remove(session.numbers().at(-1));
    session.add();
    assert.deepEqual(numbers(await load()), session.numbers());
});

test('what is deleted in the middle while another comes is seen, too', async () => {
    const session = makeSession(300);
    const { load } = follow(session);
    await load();
    session.add();
    session.remove(100);
    assert.deepEqual(numbers(await load()), session.numbers());
});

test('all may go, and others come', async () => {
    const session = makeSession(2);
    const { load } = follow(session);
    await load();
    session.remove(1);
    session.remove(2);
    assert.deepEqual(numbers(await load()), []);
    session.add();
    assert.deepEqual(numbers(await load()), [1]);
});

test('a label that was changed here is there at once, one that somebody else changed further down after a while', async () => {
    const session = makeSession(100);
    const { load, put, pass } = follow(session);
    await load();
    session.label(5, 'mine');
    put({ snapshot: 5, label: 'mine' });
    assert.equal((await load()).items[95].label, 'mine');
    session.label(6, 'yours');
    pass(60_000);
    assert.equal((await load()).items[94].label, 'yours');
});
