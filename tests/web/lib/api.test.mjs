// Talking to heapd: what is sent, what comes back, and what is thrown. `fetch` is a table of answers here.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import {
    get,
    getAll,
    operate,
    post,
    Problem,
    remove,
    sessionPath,
    setToken,
    streamLines,
    whenToken,
    withQuery,
} from '../../../web/src/lib/api.js';

let asked;
let answers;

function answer(status, body, type = 'application/json') {
    return new Response(body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body), {
        status,
        headers: { 'content-type': type },
    });
}

beforeEach(() => {
    asked = [];
    answers = [];
    setToken(null);
    globalThis.fetch = async (path, options) => {
        asked.push({ path, ...options });
        const next = answers.shift();
        if (next instanceof Error) throw next;
        return next;
    };
});

test('paths are encoded, empty parameters are left out', () => {
    assert.equal(sessionPath('a b/c', 'names', 'x'), '/v1/sessions/a%20b%2Fc/names/x');
    assert.equal(withQuery('/x', { limit: 10, cursor: null, type: '', flag: false }), '/x?limit=10');
});

test('a value that is text already is sent as it is', async () => {
    answers = [answer(201, { id: '0x1' })];
    await post('/v1/x', '{"value": 1.0}');
    assert.equal(asked[0].body, '{"value": 1.0}');
    assert.equal(asked[0].headers['content-type'], 'application/json');
});

test('a request without a body says nothing of one, and no content is null', async () => {
    answers = [answer(204)];
    assert.equal(await remove('/v1/x'), null);
    assert.equal(asked[0].body, undefined);
    assert.equal(asked[0].headers['content-type'], undefined);
});

test('a token travels with each request', async () => {
    setToken('secret');
    answers = [answer(200, {})];
    await get('/v1/x');
    assert.equal(asked[0].headers.authorization, 'Bearer secret');
});

test('a problem document is thrown whole', async () => {
    const document = {
        type: '/problems/raised',
        title: 'The heap raised',
        status: 422,
        detail: 'no',
        exception: { type: 'TypeError', message: 'no' },
    };
    answers = [answer(422, document, 'application/problem+json')];
    await assert.rejects(get('/v1/x'), (problem) => {
        assert.ok(problem instanceof Problem);
        assert.equal(problem.status, 422);
        assert.deepEqual(problem.document, document);
        return true;
    });
});

test('an error that is no document, and no answer at all, are problems too', async () => {
    answers = [answer(502, 'bad gateway', 'text/plain'), new TypeError('refused')];
    await assert.rejects(get('/v1/x'), { status: 502, message: 'bad gateway' });
    await assert.rejects(get('/v1/x'), (problem) => problem instanceof Problem && problem.status === 0);
});

test('a request that is given up is not a problem', async () => {
    answers = [new DOMException('given up', 'AbortError')];
    await assert.rejects(get('/v1/x'), (error) => !(error instanceof Problem) && error.name === 'AbortError');
});

test('an operation that fails in its batch is thrown as its problem', async () => {
    answers = [answer(200, { results: [{ problem: { title: 'No such name', status: 404 } }], completed: 0 })];
    await assert.rejects(operate('s1', { op: 'del', name: 'x' }), { status: 404 });
    assert.equal(asked[0].body, '[{"op":"del","name":"x"}]');
});

test('pages are followed to the end, and not beyond what is wanted', async () => {
    const pages = () => [
        answer(200, { items: [1, 2], next: 'a', total: 5 }),
        answer(200, { items: [3, 4], next: 'b' }),
        answer(200, { items: [5], next: null }),
    ];
    answers = pages();
    const all = await getAll('/v1/x?type=list', { page: 2 });
    assert.deepEqual([all.items, all.total, all.next], [[1, 2, 3, 4, 5], 5, null]);
    assert.deepEqual(
        asked.map((request) => request.path),
        ['/v1/x?type=list&limit=2', '/v1/x?type=list&limit=2&cursor=a', '/v1/x?type=list&limit=2&cursor=b'],
    );
    answers = pages();
    const some = await getAll('/v1/x', { page: 2, most: 3 });
    assert.deepEqual([some.items, some.next], [[1, 2, 3, 4], 'b']);
});

test('an answer that breaks off in the middle is a problem that says so', async () => {
    const broken = () =>
        new ReadableStream({
            start(controller) {
                controller.enqueue(new TextEncoder().encode('{"n": 1}\n{"n"'));
                setImmediate(() => controller.error(new TypeError('network error')));
            },
        });
    const heard = [];
    answers = [new Response(broken(), { headers: { 'content-type': 'application/x-ndjson' } })];
    await assert.rejects(streamLines('/v1/x', {}, (line) => heard.push(line)), (problem) => problem.document.title === 'heapd broke off');
    assert.deepEqual(heard, [{ n: 1 }]);
    answers = [new Response(broken(), { headers: { 'content-type': 'application/json' } })];
    await assert.rejects(get('/v1/x'), (problem) => problem.document.title === 'heapd broke off');
});

test('whoever wants to know is told that there is another token', () => {
    let told = 0;
    whenToken(() => told++);
    setToken('another');
    assert.equal(told, 1);
    whenToken(() => {});
});
