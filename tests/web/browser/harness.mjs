// What every browser test begins with: a daemon of its own on a free port with its data in a fresh folder (or the one
// that HEAPD_URL names), a headless Chromium with a fresh profile, and pages whose console stays clean.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, test as nodeTest } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

// WEB_TEST_DELAY=500 holds every request of a page up for as much as 500 ms, and lets its processor be twice as slow: a
// test that relies on an answer being there already falls. WEB_TEST_PAUSE=200 is the other way round: it waits before each thing
// that a test does to a page.
const { HEAPD, HEAPD_URL, CHROMIUM = '/usr/bin/chromium', WEB_TEST_PACKAGES, WEB_TEST_DELAY, WEB_TEST_PAUSE } = process.env;
const FLAGS = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-proxy-server', // whatever the environment says
];
const PATIENCE = 90_000; // debug builds verify the heap after each operation

function playwright() {
    const require = createRequire(path.join(WEB_TEST_PACKAGES, '_'));
    return require('playwright-core');
}

async function slowDown(context, page) {
    await context.route('**/v1/**', async (route) => {
        await sleep(Math.random() ** 3 * Number(WEB_TEST_DELAY)); // most are quick, some are late
        await route.continue().catch(() => {}); // the page may have gone on
    });
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 2 });
}

// What pages show and wait for, for who reads of a test that failed.
const looked = new Set();

function lookAt(page) {
    const asked = new Map(); // request -> when
    const look = { page, asked, last: '' };
    page.on('request', (request) => asked.set(request, Date.now()));
    for (const end of ['requestfinished', 'requestfailed'])
        page.on(end, (request) => {
            look.last = `${request.method()} ${request.url()}`;
            asked.delete(request);
        });
    page.on('close', () => looked.delete(look));
    looked.add(look);
}

async function describe({ page, asked, last }) {
    const waiting = [...asked].map(([request, when]) => `${request.method()} ${request.url()} for ${Date.now() - when} ms`);
    const reading = page.evaluate(() => document.body.innerText).catch((error) => `nothing that can be read: ${error.message}`);
    const text = await Promise.race([reading, sleep(5000, 'nothing: its script does not rest', { ref: false })]);
    return [
        `${page.url()} shows:`,
        ...text.split('\n').filter((line) => line.trim() !== '').slice(0, 80),
        ...(waiting.length ? ['and waits for:', ...waiting] : [`and waits for nothing; the last answer was that to ${last}`]),
    ];
}

// node:test's, but a test that fails says what its pages showed.
export function test(name, ...rest) {
    const body = rest.pop();
    nodeTest(name, ...rest, async (context) => {
        try {
            await body(context);
        } catch (error) {
            for (const look of looked) for (const line of await describe(look)) context.diagnostic(line);
            throw error;
        }
    });
}

// Starts the daemon on the data in that folder and answers {url, stop()} once it says that it is ready.
async function startDaemon(data, options, port = 0) {
    const daemon = spawn(HEAPD, ['--listen', `127.0.0.1:${port}`, '--data', data, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const ended = new Promise((resolve) => daemon.once('exit', (code, signal) => resolve(signal ?? code)));
    const url = await new Promise((resolve, reject) => {
        const hear = (chunk) => {
            output += chunk;
            const ready = /(http:\/\/127\.0\.0\.1:\d+)\s/.exec(output); // the whole line
            if (ready) resolve(ready[1]);
        };
        daemon.stdout.on('data', hear);
        daemon.stderr.on('data', (chunk) => (output += chunk));
        ended.then((how) => reject(new Error(`heapd ended (${how}) before it was ready:\n${output}`)));
    });
    return {
        url,
        // The daemon must end by itself, in order, and sanitizers must have found nothing.
        async stop() {
            daemon.kill('SIGTERM');
            const how = await ended;
            assert.equal(how, 0, `heapd ended with ${how}:\n${output}`);
        },
    };
}

// Waits until everything that the page asks for is there: what its address says now, and not what it said before.
export const settled = (page) =>
    page.waitForFunction(() => {
        const main = document.querySelector('main');
        return (
            main?.dataset.shown === location.hash &&
            main.querySelector('.panel, .empty') &&
            !document.querySelector('.loading, [aria-busy="true"]')
        );
    });

// Waits until what was shown last has been painted, and what is done after that.
export const painted = (page) =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(done)))));

// Sets a file's tests up. Answers an object that the tests use once they run: url, api(method, path, body), and
// open(hash, options) -> page. `options` are the daemon's, `token` is what it asks for.
export function dashboard(options = [], { token } = {}) {
    const world = { url: HEAPD_URL?.replace(/\/$/, '') };
    const complaints = [];
    const contexts = [];
    let data = null;
    let daemon = null;
    let browser = null;

    async function start(port) {
        daemon = await startDaemon(data, options, port);
        world.url = daemon.url;
    }

    before(async () => {
        if (!world.url) {
            data = await mkdtemp(path.join(tmpdir(), 'heapd-web-'));
            await start();
        }
        browser = await playwright().chromium.launch({ executablePath: CHROMIUM, args: FLAGS, timeout: 3 * PATIENCE, slowMo: Number(WEB_TEST_PAUSE ?? 0) });
    });

    const closePages = () => Promise.all(contexts.splice(0).map((context) => context.close()));

    afterEach(closePages);

    after(async () => {
        await browser?.close();
        await daemon?.stop();
        if (data) await rm(data, { recursive: true, force: true });
        assert.deepEqual(complaints, []);
    });

    // The daemon ends and another one begins on the same data. False where it is not ours to restart.
    world.restart = async () => {
        await closePages();
        await daemon?.stop();
        if (daemon) await start();
        return daemon !== null;
    };

    // The daemon goes away, and comes back at the same address, while pages look on. False where it is not ours.
    world.leave = async () => {
        await daemon?.stop();
        return daemon !== null;
    };
    world.comeBack = () => start(new URL(world.url).port);

    world.api = async (method, where, body) => {
        const response = await fetch(world.url + where, {
            method,
            headers: {
                ...(body !== undefined && { 'content-type': 'application/json' }),
                ...(token && { authorization: `Bearer ${token}` }),
            },
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await response.text();
        assert.ok(response.ok, `${method} ${where}: ${response.status} ${text}`);
        return text ? JSON.parse(text) : null;
    };

    // A page in a profile of its own, or `beside` another page. `expected`: a pattern of console messages that the test means to
    // cause. `prepare(page)` is called before the page asks for anything.
    world.open = async (hash, { expected, beside, prepare, ...options } = {}) => {
        const context = beside?.context() ?? (await browser.newContext({ viewport: { width: 1360, height: 860 }, ...options }));
        if (!beside) contexts.push(context);
        const page = await context.newPage();
        page.setDefaultTimeout(PATIENCE);
        lookAt(page);
        if (WEB_TEST_DELAY) await slowDown(context, page);
        page.on('console', (message) => {
            if (!['error', 'warning'].includes(message.type()) || expected?.test(message.text())) return;
            if (/ 410 \(Gone\)/.test(message.text())) return; // freed between two requests: no fault of the page
            complaints.push(`${hash}: ${message.text()} (${message.location().url})`);
        });
        page.on('pageerror', (error) => complaints.push(`${hash}: ${error.stack}`));
        page.on('request', (request) => {
            const url = request.url();
            if (!url.startsWith(world.url) && !/^(data|blob):/.test(url)) complaints.push(`${hash}: asked ${url}`);
        });
        await prepare?.(page);
        await page.goto(`${world.url}/${hash}`);
        return page;
    };

    // A session with what the test needs, its name unlike any other's.
    let made = 0;
    world.session = async (body = {}) => {
        const name = `web-${process.pid}-${++made}`;
        await world.api('POST', '/v1/sessions', { name, ...body });
        return name;
    };

    return world;
}
