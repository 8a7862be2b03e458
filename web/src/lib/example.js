// A heap that leaks, made through the API as anyone would: a service that answers requests and keeps each of them in a
// cache that nobody empties. Two snapshots stand around the growth.
import { post, sessionPath } from './api.js';

const REQUESTS = 120;

// One request: a handler's frame with what it allocates. Most of it goes away; the entry in the cache stays.
function answerOne(n) {
    return [
        {
            op: 'push_frame',
            function: 'handle',
            file: 'server.py',
            line: 31,
            locals: { request: { id: n, path: `/items/${n}` } },
        },
        {
            op: 'setitem',
            object: { $ref: 'cache' },
            key: `session-${n}`,
            value: { user: `user-${n}`, rows: [n, n + 1, n + 2, `row ${n}`] },
            at: ['server.py:31', 'cache.py:12'],
        },
        { op: 'new', value: { $bytes: btoa('x'.repeat(300)) }, bind: 'answer', at: ['server.py:31', 'render.py:7'] },
        { op: 'pop_frame' },
    ];
}

export async function runExample(random = Math.random) {
    const name = `leak-${Math.floor(random() * 36 ** 4)
        .toString(36)
        .padStart(4, '0')}`;
    await post('/v1/sessions', { name, trace: { tracing: true, nframe: 10 }, labels: { example: 'leak' } });
    const run = (operations) => post(sessionPath(name, 'ops'), operations);
    await run([
        { op: 'new', value: {}, bind: 'cache', at: 'server.py:9' },
        {
            op: 'new',
            value: { host: '127.0.0.1', port: 8000, routes: ['/items', '/health'] },
            bind: 'config',
            at: 'server.py:5',
        },
        ...answerOne(0),
    ]);
    const older = await post(sessionPath(name, 'snapshots'), { label: 'after the first request', objects: true });
    await run(Array.from({ length: REQUESTS }, (_, n) => answerOne(n + 1)).flat());
    const newer = await post(sessionPath(name, 'snapshots'), { label: `after ${REQUESTS} more`, objects: true });
    return { session: name, older: older.snapshot, newer: newer.snapshot };
}
