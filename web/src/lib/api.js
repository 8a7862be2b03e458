// Talking to heapd: requests, problem documents, lists that come in pages. No DOM.

// An answer that is not a success, or none at all. `document` is the problem document (RFC 9457), or one made up here
// where the daemon did not answer.
export class Problem extends Error {
    constructor(document) {
        super(document.detail || document.title || 'unknown problem');
        this.document = document;
        this.status = document.status ?? 0;
    }
}

let token = null;
let heard = () => {};

export function setToken(value) {
    token = value;
    heard();
}

// `listener` is called when there is another token: what was refused may be asked for again.
export function whenToken(listener) {
    heard = listener;
}

export function hasToken() {
    return token !== null;
}

export function sessionPath(session, ...rest) {
    return ['/v1/sessions', encodeURIComponent(session), ...rest].join('/');
}

export function withQuery(path, query) {
    const kept = Object.entries(query).filter(([, value]) => value != null && value !== '' && value !== false);
    const search = new URLSearchParams(kept).toString();
    return search ? `${path}?${search}` : path;
}

const CUT_OFF = {
    title: 'heapd broke off',
    detail: 'The connection ended in the middle of the answer: heapd was stopped, or cannot be reached any more.',
};

// Integers that a number does not hold to the last digit, where the browser tells how they were written.
const exactly = (_, value, written) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(written?.source) ? BigInt(written.source) : value;

// The connection may end in the middle of an answer.
const whole = (reading) =>
    reading.catch((error) => {
        throw error.name === 'AbortError' ? error : new Problem(CUT_OFF);
    });

async function answerOf(response, exact) {
    if (response.status === 204) return null;
    const type = response.headers.get('content-type') ?? '';
    const text = await whole(response.text());
    if (!/[/+]json\b/.test(type)) return text;
    return text ? JSON.parse(text, exact && exactly) : null;
}

function problemOf(response, answer) {
    if (answer && typeof answer === 'object') return new Problem({ status: response.status, ...answer });
    return new Problem({
        title: response.statusText || `HTTP ${response.status}`,
        status: response.status,
        detail: answer,
    });
}

async function send(method, path, { accept = 'application/json', body, signal }) {
    const headers = { accept };
    if (token) headers.authorization = `Bearer ${token}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    try {
        return await fetch(path, {
            method,
            headers,
            signal,
            cache: 'no-store',
            body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
        });
    } catch (error) {
        if (error.name === 'AbortError') throw error;
        throw new Problem({ title: 'heapd does not answer', detail: `${method} ${path}: ${error.message}` });
    }
}

// `exact`: integers beyond 2^53 are BigInts.
export async function request(method, path, { body, signal, exact } = {}) {
    const response = await send(method, path, { body, signal });
    const answer = await answerOf(response, exact);
    if (!response.ok) throw problemOf(response, answer);
    return answer;
}

// A POST whose answer comes as lines of JSON: each is handed to `hear` when it is there.
export async function streamLines(path, body, hear, { signal } = {}) {
    const response = await send('POST', path, { accept: 'application/x-ndjson', body, signal });
    if (!response.ok) throw problemOf(response, await answerOf(response));
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
        const { done, value } = await whole(reader.read());
        const lines = (rest + (value ?? '')).split('\n');
        rest = lines.pop();
        for (const line of lines) hear(JSON.parse(line));
        if (done) return;
    }
}

function fromText(request) {
    try {
        return JSON.parse(request.responseText);
    } catch {
        return request.responseText;
    }
}

// Sends a file as it is; onProgress(bytes sent) while it goes. By XMLHttpRequest: fetch does not tell how far it is.
export function sendFile(path, file, { onProgress, signal } = {}) {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        const fail = (detail) => reject(new Problem({ title: 'The file could not be sent', detail }));
        request.open('POST', path);
        request.setRequestHeader('accept', 'application/json');
        request.setRequestHeader('content-type', 'application/octet-stream');
        if (token) request.setRequestHeader('authorization', `Bearer ${token}`);
        request.upload.onprogress = (event) => onProgress?.(event.loaded);
        request.onload = () => {
            const answer = fromText(request);
            if (request.status >= 200 && request.status < 300) resolve(answer);
            else reject(problemOf(request, answer));
        };
        request.onerror = () =>
            fail(
                'heapd ended the connection before the file was there. Either it does not run any more, or the file is ' +
                    'larger than it takes (--max-import).',
            );
        request.onabort = () => reject(new DOMException('given up', 'AbortError'));
        signal?.addEventListener('abort', () => request.abort());
        request.send(file);
    });
}

export const get = (path, options) => request('GET', path, options);
export const post = (path, body, options) => request('POST', path, { ...options, body: body ?? {} });
export const patch = (path, body) => request('PATCH', path, { body });
export const put = (path, body) => request('PUT', path, { body });
export const remove = (path) => request('DELETE', path);

// One operation of a batch; its problem is thrown like that of a request of its own.
export async function operate(session, operation) {
    const { results } = await post(sessionPath(session, 'ops'), [operation]);
    const [result] = results;
    if (result?.problem) throw new Problem(result.problem);
    return result;
}

// All items of a list, page after page, up to `most`. `next` of the answer says whether there were more.
export async function getAll(path, { most = 10000, page = 1000, signal, ask = get } = {}) {
    let cursor = null;
    let first = null;
    const items = [];
    do {
        const [base, search = ''] = path.split('?', 2);
        const query = { ...Object.fromEntries(new URLSearchParams(search)), limit: page, cursor };
        const answer = await ask(withQuery(base, query), { signal });
        first ??= answer;
        items.push(...answer.items);
        cursor = answer.next ?? null;
    } while (cursor && items.length < most);
    return { ...first, items, next: cursor };
}
