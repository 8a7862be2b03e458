// A live program and the agent, as someone uses them who looks for a leak: its snapshots arrive by themselves, two are
// compared, the object graph tells who holds what, SQL asks the rest, a dump is dropped onto the page.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { dropFiles } from './dumps.mjs';
import { dashboard, test } from './harness.mjs';

const AGENT = fileURLToPath(new URL('../../../api/clients/python/heapd_agent.py', import.meta.url));
const PYTHON = process.env.PYTHON ?? 'python3';
const LONG = { timeout: 300_000 }; // the program and its agent have a busy machine's time

// A service that does what its standard input says, and never lets go of a session.
const PROGRAM = `
import os, signal, sys, tracemalloc

CACHE = {}

class Session:
    def __init__(self, n):
        self.user = "user-%d" % n
        self.history = [n] * 20

def handle(n):
    session = Session(n)
    CACHE[n] = session
    return session.user

def serve(many):
    for n in range(len(CACHE), len(CACHE) + many):
        handle(n)

for line in sys.stdin:
    order, argument = line.split()
    if order == "serve":
        serve(int(argument))
    elif order == "graph":
        os.kill(os.getpid(), signal.SIGUSR2)
    elif order == "dump":
        tracemalloc.take_snapshot().dump(argument)
    print("done", order, flush=True)
`;

const web = dashboard();
let folder;
let name;
let app;

// Tells the program what to do and waits until it is done.
function order(words) {
    return new Promise((resolve, reject) => {
        app.stdout.once('data', resolve);
        app.once('exit', (code) => reject(new Error(`the program ended with ${code}`)));
        app.stdin.write(`${words}\n`);
    });
}

const snapshots = async () => (await web.api('GET', `/v1/sessions/${name}/snapshots?limit=1000`)).items;

async function until(condition, words) {
    for (const end = Date.now() + LONG.timeout; Date.now() < end;) {
        const found = await condition();
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${words} never came`);
}

before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'heapd-agent-'));
    await writeFile(path.join(folder, 'service.py'), PROGRAM);
});
after(async () => {
    app?.kill();
    await rm(folder, { recursive: true, force: true });
});

test('the snapshots of a live program appear by themselves', LONG, async () => {
    name = await web.session({ python: '3.11' });
    const page = await web.open(`#/sessions/${name}/snapshots`);
    await page.getByText('No snapshot yet').waitFor();
    const options = ['--url', web.url, '--session', name, '--every', '1.5', '--nframe', '2', '--graph-signal', 'USR2', '--values'];
    app = spawn(PYTHON, [AGENT, ...options, path.join(folder, 'service.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
    await order('serve 500');
    const rows = page.getByRole('region', { name: 'Snapshots' }).locator('tbody tr');
    await rows.nth(1).waitFor(LONG);
    assert.match(await rows.first().innerText(), /agent/);
});

test('what grew between two of them is found as a table, a flame graph and a treemap', LONG, async () => {
    const page = await web.open(`#/sessions/${name}/snapshots`);
    const { snapshot: old } = (await snapshots()).sort((a, b) => b.snapshot - a.snapshot)[0];
    await order('serve 4000');
    const served = Date.now(); // some may wait that were taken before it
    const late = (row) => Date.parse(row.taken_at) > served;
    const { snapshot: grown } = await until(async () => (await snapshots()).find(late), 'a later snapshot');
    await page.getByLabel(`Choose snapshot ${old} for`).check();
    await page.getByLabel(`Choose snapshot ${grown} for`).check();
    await page.locator('.chosen').getByRole('link', { name: 'Compare', exact: true }).click();
    const first = page.getByRole('region', { name: 'Difference' }).locator('tbody tr').first();
    await first.waitFor();
    assert.match(await first.innerText(), /service\.py:\d+.*\+/s);
    for (const view of ['Flame graph', 'Treemap']) {
        await page.getByRole('link', { name: view, exact: true }).or(page.getByRole('button', { name: view, exact: true })).click();
        await page.locator('.picture .box title', { hasText: /service\.py:\d+\n.*\+/ }).first().waitFor({ state: 'attached' });
    }
    await page.goto(`${web.url}/#/sessions/${name}/snapshots`);
    await page.getByRole('heading', { name: 'What keeps growing' }).waitFor();
});

test('its object graph says what holds the sessions, in words and by path', LONG, async () => {
    const page = await web.open(`#/sessions/${name}/snapshots`);
    await order('graph now');
    const row = page.getByRole('region', { name: 'Snapshots' }).locator('tbody tr', { hasText: 'objects' }).first();
    await row.waitFor(LONG);
    // The first page of the session says where to look, and its suspects are those of the snapshot without a question.
    await page.getByRole('link', { name: 'Heap', exact: true }).click();
    await page.getByRole('note').getByRole('link', { name: 'suspects' }).click();
    const suspect = page.locator('.suspect', { hasText: 'Session' }).first();
    await suspect.waitFor();
    assert.match(await suspect.innerText(), /accumulates in the dict.*CACHE.*foremost [\d,]+ of type .*Session/s);
    await suspect.locator('.suspect-words .address').nth(1).click();

    await page.waitForURL(/snapshots\/\d+\/objects\/0x/);
    const retained = page.locator('.retained');
    assert.match(await retained.locator('.root-path').first().innerText(), /CACHE/);
    await retained.locator('tbody tr', { hasText: 'Session' }).first().waitFor();
    assert.match(await page.locator('.object-head').innerText(), /Retained size\s*[?\s]*[\d.]+ [KM]iB/);
    await page.getByRole('region', { name: 'Held by' }).locator('tbody tr').first().waitFor();
    const session = page.getByRole('region', { name: 'Refers to' }).locator('tbody tr', { hasText: 'Session' }).first();
    await session.locator('.address').first().click();
    await page.locator('.object-title .type', { hasText: 'Session' }).waitFor();
    await page.getByRole('region', { name: 'Refers to' }).locator('tr', { hasText: '.history' }).waitFor();
    await page.getByRole('region', { name: 'Held by' }).locator('tr', { hasText: 'dict' }).first().waitFor();
});

test('SQL asks the same of the snapshot', LONG, async () => {
    const page = await web.open(`#/sessions/${name}/query`);
    const { snapshot } = (await snapshots()).find((row) => row.objects);
    await page.getByRole('button', { name: 'What retained most in the last snapshot' }).click();
    await page.locator('.answer tbody tr').first().waitFor();
    await page
        .getByLabel('SQL')
        .fill(`SELECT count(*) AS n FROM snapshot_objects WHERE snapshot = ${snapshot} AND type LIKE '%Session'`);
    await page.getByLabel('SQL').press('Control+Enter');
    await page.locator('.answer td', { hasText: /^4[,.]?500$/ }).waitFor();
});

test('a dump that the program wrote is dropped beside them', LONG, async () => {
    const file = path.join(folder, 'by-hand.snapshot');
    await order(`dump ${file}`);
    const page = await web.open(`#/sessions/${name}/snapshots`);
    await page.getByRole('region', { name: 'Snapshots' }).locator('tbody tr').first().waitFor();
    await dropFiles(page, [{ name: 'by-hand.snapshot', path: file }]);
    await page.locator('li.done', { hasText: 'by-hand.snapshot' }).waitFor();
    await page.getByRole('region', { name: 'Snapshots' }).locator('tbody tr', { hasText: 'by-hand' }).waitFor();
});

test('the program ends, and with it the agent', LONG, async () => {
    const ended = new Promise((resolve) => app.once('exit', resolve));
    app.stdin.end();
    assert.equal(await ended, 0);
});
