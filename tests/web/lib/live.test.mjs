// Following a session: pulses from the stream, polling while it is broken, and never more often than the pace.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startLive } from '../../../web/src/lib/live.js';
import { startResource } from '../../../web/src/lib/resource.js';

// A world whose time moves only when it is told to.
function makeWorld() {
    const timers = new Map();
    let now = 0;
    let ids = 0;
    const sources = [];
    class EventSource {
        constructor(url) {
            this.url = url;
            this.readyState = 0;
            this.listeners = {};
            sources.push(this);
        }
        addEventListener(name, call) {
            this.listeners[name] = call;
        }
        close() {
            this.readyState = 2;
        }
    }
    let look = null;
    const document = {
        hidden: false,
        addEventListener: (_, call) => (look = call),
        removeEventListener: () => (look = null),
        show(seen) {
            document.hidden = !seen;
            look?.();
        },
    };
    return {
        sources,
        EventSource,
        document,
        performance: { now: () => now },
        setTimeout(call, wait) {
            timers.set(++ids, { call, at: now + wait });
            return ids;
        },
        clearTimeout: (id) => timers.delete(id),
        async pass(ms) {
            const end = now + ms;
            for (;;) {
                const due = [...timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
                if (!due) break;
                timers.delete(due[0]);
                now = due[1].at;
                due[1].call();
                await new Promise((resolve) => setImmediate(resolve));
            }
            now = end;
        },
    };
}

function start(world, poll = async () => 1) {
    const seen = { states: [], pulses: 0 };
    const live = startLive({
        url: '/events',
        poll,
        onState: (state) => seen.states.push(state),
        onPulse: () => seen.pulses++,
        world,
    });
    return { live, seen, source: world.sources[0] };
}

test('many events at once are one pulse', async () => {
    const world = makeWorld();
    const { seen, source } = start(world);
    source.readyState = 1;
    source.onopen();
    await world.pass(1000);
    const before = seen.pulses;
    for (let i = 0; i < 500; i++) source.onmessage({});
    await world.pass(10);
    for (let i = 0; i < 500; i++) source.onmessage({});
    await world.pass(1000);
    assert.deepEqual(seen.states, ['connecting', 'live']);
    assert.equal(seen.pulses - before, 2);
});

test('while the stream is broken the sequence number is asked for, and a change of it is a pulse', async () => {
    const world = makeWorld();
    let seq = 7;
    const { seen, source } = start(world, async () => seq);
    source.onerror();
    await world.pass(4500);
    assert.equal(seen.states.at(-1), 'polling');
    assert.equal(seen.pulses, 1); // for what happened before it could be asked
    await world.pass(4500);
    assert.equal(seen.pulses, 1);
    seq = 8;
    await world.pass(2500);
    assert.equal(seen.pulses, 2);
});

test('when nothing answers it says offline, and live again once the stream is back', async () => {
    const world = makeWorld();
    const { seen, source } = start(world, async () => {
        throw new Error('refused');
    });
    source.readyState = 2;
    source.onerror();
    await world.pass(2500);
    assert.equal(seen.states.at(-1), 'offline');
    await world.pass(5000);
    const again = world.sources.at(-1);
    assert.notEqual(again, source);
    again.readyState = 1;
    again.onopen();
    assert.equal(seen.states.at(-1), 'live');
});

test('what happened while nobody answered is looked for once, also if the number is the one that was known', async () => {
    const world = makeWorld();
    let away = false;
    const { seen, source } = start(world, async () => {
        if (away) throw new Error('refused');
        return 7;
    });
    source.readyState = 1;
    source.onopen();
    await world.pass(1000);
    const before = seen.pulses;
    away = true;
    source.readyState = 0;
    source.onerror();
    await world.pass(4500);
    assert.equal(seen.states.at(-1), 'offline');
    away = false;
    await world.pass(9000);
    assert.equal(seen.states.at(-1), 'polling');
    assert.equal(seen.pulses - before, 1);
});

test('after it is stopped nothing is heard', async () => {
    const world = makeWorld();
    const { live, seen, source } = start(world);
    source.onopen();
    live.stop();
    source.onmessage({});
    await world.pass(10_000);
    assert.equal(seen.pulses, 0);
    assert.equal(source.readyState, 2);
});

test('a resource loads once more for all the changes that came while it was loading', async () => {
    const waiting = [];
    const states = [];
    const resource = startResource(
        () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
        (state) => states.push(state),
    );
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    resource.refresh();
    resource.refresh();
    assert.equal(waiting.length, 1);
    waiting[0].resolve('first');
    await settle();
    assert.equal(waiting.length, 2);
    waiting[1].reject(new Error('broken'));
    await settle();
    assert.deepEqual(
        states.map((state) => [state.data, state.problem?.message]),
        [
            ['first', undefined],
            ['first', 'broken'],
        ],
    );
    resource.refresh();
    resource.stop();
    waiting[2].resolve('late');
    await settle();
    assert.equal(states.length, 2);
});

test('how far a file is that comes in is told apart from changes', async () => {
    const world = makeWorld();
    const told = [];
    startLive({ url: '/events', poll: async () => 1, onState() {}, onPulse: () => told.push('pulse'), onImport: (import_) => told.push(import_), world });
    world.sources[0].listeners.import({ data: '{"state":"reading","traces":7}' });
    await world.pass(1000);
    assert.deepEqual(told, [{ state: 'reading', traces: 7 }]);
});

test('a page that nobody sees does not listen; once it is seen it looks again', async () => {
    const world = makeWorld();
    let asked = 0;
    const { live, seen, source } = start(world, async () => ++asked);
    source.readyState = 1;
    source.onopen();
    await world.pass(1000);
    const before = seen.pulses;
    world.document.show(false);
    assert.equal(source.readyState, 2);
    await world.pass(20_000);
    assert.deepEqual([world.sources.length, asked, seen.pulses], [1, 0, before]);
    world.document.show(true);
    const again = world.sources[1];
    again.readyState = 1;
    again.onopen();
    await world.pass(1000);
    assert.equal(seen.pulses, before + 1);
    live.stop();
    world.document.show(true);
    assert.equal(world.sources.length, 2);
});

test('a page that begins unseen waits until it is seen', async () => {
    const world = makeWorld();
    world.document.hidden = true;
    const { seen } = start(world);
    await world.pass(10_000);
    assert.deepEqual([world.sources.length, seen.pulses], [0, 0]);
    world.document.show(true);
    assert.equal(world.sources.length, 1);
});

test('a window that has no place for a stream asks at once, and listens when there is one', async () => {
    const world = makeWorld();
    const waiting = [];
    const locks = { request: async (name, { ifAvailable }, work) => (ifAvailable ? work(null) : waiting.push(work)) };
    world.navigator = { locks };
    let seq = 7;
    const { live, seen } = start(world, async () => seq);
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    await settle();
    assert.deepEqual([seen.states.at(-1), world.sources.length], ['polling', 0]);
    await world.pass(1000);
    const before = seen.pulses;
    seq = 8;
    await world.pass(2500);
    assert.equal(seen.pulses, before + 1);
    let left = false;
    waiting[0]({}).then(() => (left = true));
    world.sources[0].readyState = 1;
    world.sources[0].onopen();
    assert.equal(seen.states.at(-1), 'live');
    live.stop();
    await settle();
    assert.ok(left);
});

test('what heapd refuses is looked at: the session may be gone', async () => {
    const world = makeWorld();
    const { seen, source } = start(world, async () => {
        throw Object.assign(new Error('there is no such session'), { status: 404 });
    });
    source.readyState = 2;
    source.onerror();
    await world.pass(3000);
    assert.equal(seen.pulses, 1);
});
